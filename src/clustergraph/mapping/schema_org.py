"""A data set of the catalogue in the words of Schema.org, as search engines for data sets read it.

Google's guide to structured data for data sets has the properties that are required (name, description of 50 to 5,000
characters) and those that are recommended.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clustergraph.mapping.catalogue import CATALOGUE, dataset, distribution
from clustergraph.mapping.description import AUTHORITY, Described, file_type
from clustergraph.ns import expand

Document = dict[str, Any]
#: Chooses one of the texts of a table that has them by language.
Choose = Callable[[Mapping[str, Any]], Any]
CONTEXT = "https://schema.org/"
#: Codes of the EU's table of licences → the licences' own addresses, which search engines know.
_LICENCES = {"CC_BY_4_0": "https://creativecommons.org/licenses/by/4.0/"}
_LANGUAGES = {"ENG": "en", "SRP": "sr"}


def dataset_document(told: Described, row: Mapping[str, Any], choose: Choose, page: str) -> Document:
    """Describe one data set; ``page`` is the address of the page on which this stands."""
    name, parts = dataset(row), []
    if row is told.texts["dataset"][0]:  # the whole graph: the others are made of it
        parts = [_short(part, choose) for part in told.texts["dataset"][1:]]
    return {
        "@context": CONTEXT,
        **_short(row, choose),
        "url": page,
        "identifier": name,
        "sameAs": name,
        "version": told.digest[:16],
        "keywords": list(choose(row["keywords"])),
        "license": _LICENCES.get(told.texts["licence"], f"{AUTHORITY}licence/{told.texts['licence']}"),
        "isAccessibleForFree": True,
        "creator": _agent(told, choose),
        "publisher": _agent(told, choose),
        "datePublished": str(told.texts["issued"]),
        "dateModified": told.built,
        "inLanguage": [_LANGUAGES.get(code, code) for code in told.texts["languages"]],
        "temporalCoverage": row["first"] if row["first"] == row["last"] else f"{row['first']}/{row['last']}",
        "spatialCoverage": _place(told, choose),
        "distribution": [_download(told, file, choose) for file in row["file"]],
        "includedInDataCatalog": _catalogue(told, choose),
        **({"hasPart": parts} if parts else {}),
    }


def catalogue_document(told: Described, choose: Choose) -> Document:
    """Describe the catalogue with the data sets in it."""
    return {
        "@context": CONTEXT,
        **_catalogue(told, choose),
        "description": choose(told.texts["catalogue"]["description"]),
        "creator": _agent(told, choose),
        "dataset": [_short(row, choose) for row in told.texts["dataset"]],
    }


def rows_by_name(told: Described) -> Mapping[str, Mapping[str, Any]]:
    """Give the rows of the table by the permanent names of the data sets."""
    rows: Iterable[Mapping[str, Any]] = told.texts["dataset"]
    return {dataset(row): row for row in rows}


def _short(row: Mapping[str, Any], choose: Choose) -> Document:
    return {
        "@type": "Dataset",
        "@id": dataset(row),
        "name": choose(row["title"]),
        "description": choose(row["description"]),
    }


def _catalogue(told: Described, choose: Choose) -> Document:
    title = choose(told.texts["catalogue"]["title"])
    return {"@type": "DataCatalog", "@id": CATALOGUE, "name": title, "url": f"{told.base}/catalog"}


def _agent(told: Described, choose: Choose) -> Document:
    publisher = told.texts["publisher"]
    return {
        "@type": "Organization",
        "@id": expand(publisher["iri"]),
        "name": choose(publisher["name"]),
        "url": told.texts["homepage"],
    }


def _place(told: Described, choose: Choose) -> Document:
    """Say what country it is about, by its name where the table has one."""
    iri, names = f"{AUTHORITY}country/{told.texts['country']}", told.texts.get("place")
    return {"@type": "Place", "name": choose(names) if names else told.texts["country"], "sameAs": iri}


def _download(told: Described, file: Mapping[str, Any], choose: Choose) -> Document:
    said = {tag: text for tag, text in file.items() if tag != "name"}
    return {
        "@type": "DataDownload",
        "@id": distribution(file),
        "name": file["name"],
        "description": choose(said),
        "contentUrl": told.dump(file["name"]),
        "encodingFormat": file_type(file["name"]).media_type,
        "contentSize": f"{told.sizes[file['name']]} B",
    }
