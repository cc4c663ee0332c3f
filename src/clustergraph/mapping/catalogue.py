"""A release → its catalogue after DCAT-AP 3.0.1: data sets, their distributions, and the endpoint as a data service.

Names are permanent IRIs, addresses lie below the public base URL. Distributions carry no checksum: the published
shapes ask for SPDX terms that SPDX does not have; the SHA-256 of each file stands in ``release.json``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from clustergraph.errors import Place, RepositoryError
from clustergraph.graph.ntriples import iri, literal
from clustergraph.iris import thing
from clustergraph.mapping.description import (
    AUTHORITY,
    Described,
    authority,
    file_type,
    keywords,
    names,
    node,
    texts,
    typed,
)
from clustergraph.ns import expand

_PLACE = Place("data/catalogue.toml")
#: The permanent name of the catalogue.
CATALOGUE = thing("catalogue", "clustergraph")
_RIGHTS, _PROVENANCE = f"{CATALOGUE}#rights", f"{CATALOGUE}#provenance"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
#: Version of DCAT-AP → the datatype that it wants of ``dcat:byteSize``; all else here is what both want.
BYTE_SIZES = {"3.0.1": "nonNegativeInteger", "2.1.1": "decimal"}
_ADMS = "http://purl.org/adms/"
_BUSINESS_CLUSTER = "http://eurovoc.europa.eu/c_de4d6f2f"


def catalogue_statements(told: Described, version: str = "3.0.1") -> str:
    """Give the catalogue as N-Triples, as a version of DCAT-AP has it, one of :data:`BYTE_SIZES`.

    Raises :class:`RepositoryError` where the table of texts lacks something.
    """
    try:
        return "".join(_statements(told, version))
    except LookupError as error:
        raise RepositoryError(f"The catalogue cannot be described: {error}.", place=_PLACE) from error


def _statements(told: Described, version: str) -> Iterator[str]:
    yield from _catalogue(told)
    for row in told.texts["dataset"]:
        yield from _dataset(told, row)
        for file in row["file"]:
            yield from _distribution(told, row, file, BYTE_SIZES[version])
    yield from _service(told, told.texts["service"])
    yield from _shared(told)


def _catalogue(told: Described) -> Iterator[str]:
    table = told.texts
    yield from node(CATALOGUE, ["dcat:Catalog"], {
        "dct:title": texts(table["catalogue"]["title"]),
        "dct:description": texts(table["catalogue"]["description"]),
        "dct:identifier": literal(CATALOGUE),
        **_dates(told),
        "dct:publisher": names([table["publisher"]["iri"]]),
        "dct:language": authority("language", table["languages"]),
        "dct:license": authority("licence", [table["licence"]]),
        "dct:rights": iri(_RIGHTS),
        "dct:provenance": iri(_PROVENANCE),
        "dct:spatial": authority("country", [table["country"]]),
        "foaf:homepage": iri(table["homepage"]),
        "dcat:themeTaxonomy": iri(f"{AUTHORITY}data-theme"),
        "dcat:dataset": [iri(dataset(row)) for row in table["dataset"]],
        "dcat:service": iri(service(table["service"])),
    })  # fmt: skip


def _dataset(told: Described, row: Mapping[str, Any]) -> Iterator[str]:
    name, table = dataset(row), told.texts
    yield from node(name, ["dcat:Dataset", *(["adms:Asset"] if "status" in row else [])], {
        "dct:title": texts(row["title"]),
        "dct:description": texts(row["description"]),
        "dct:identifier": literal(name),
        "dcat:version": literal(told.digest[:16]),
        **_dates(told),
        **_responsible(table, row),
        "dct:type": authority("dataset-type", [row["type"]] if "type" in row else []),
        "adms:status": [iri(f"{_ADMS}status/{row['status']}")] if "status" in row else [],
        "dct:subject": iri(_BUSINESS_CLUSTER),
        "dct:language": authority("language", table["languages"]),
        "dct:spatial": authority("country", [table["country"]]),
        "dct:temporal": iri(f"{name}#period"),
        "dct:accrualPeriodicity": authority("frequency", [table["frequency"]]),
        "dct:accessRights": authority("access-right", ["PUBLIC"]),
        "dct:provenance": iri(_PROVENANCE),
        "prov:wasDerivedFrom": [iri(told.release), *names(row["sources"])],
        "dcat:landingPage": iri(f"{told.base}/"),
        "dcat:distribution": [iri(distribution(file)) for file in row["file"]],
    })  # fmt: skip
    yield from node(f"{name}#period", ["dct:PeriodOfTime"], {
        "dcat:startDate": typed(row["first"], "gYear"),
        "dcat:endDate": typed(row["last"], "gYear"),
        "rdfs:comment": texts(row["period"]),
    })  # fmt: skip


def _distribution(told: Described, row: Mapping[str, Any], file: Mapping[str, str], size: str) -> Iterator[str]:
    form, said = file_type(file["name"]), {tag: text for tag, text in file.items() if tag != "name"}
    kinds = ["dcat:Distribution", *(["adms:AssetDistribution"] if "status" in row else [])]
    yield from node(distribution(file), kinds, {
        "dct:title": literal(f"{file['name']} ({form.label})", language="en"),
        "dct:description": texts(said),
        "dcat:accessURL": iri(f"{told.base}/dumps/"),
        "dcat:downloadURL": iri(told.dump(file["name"])),
        "dct:format": authority("file-type", [form.code]),
        "dcat:mediaType": iri(MEDIA_TYPES + form.media_type),
        "dcat:byteSize": typed(told.sizes[file["name"]], size),
        "dct:license": authority("licence", [told.texts["licence"]]),
        "dct:rights": iri(_RIGHTS),
        "dcatap:availability": authority("planned-availability", ["STABLE"]),
        **_dates(told),
    })  # fmt: skip


def _service(told: Described, row: Mapping[str, Any]) -> Iterator[str]:
    yield from node(service(row), ["dcat:DataService"], {
        "dct:title": texts(row["title"]),
        "dct:description": texts(row["description"]),
        "dcat:endpointURL": iri(f"{told.base}/sparql"),
        "dcat:endpointDescription": iri(told.void),
        "dcat:servesDataset": [iri(dataset(served)) for served in told.texts["dataset"]],
        **_responsible(told.texts, row),
        "dct:license": authority("licence", [told.texts["licence"]]),
        "dct:accessRights": authority("access-right", ["PUBLIC"]),
        "dcat:landingPage": iri(f"{told.base}/query"),
    })  # fmt: skip


def _shared(told: Described) -> Iterator[str]:
    """Describe what the others name: the publisher, the contact, the release, the standards and the documents."""
    table = told.texts
    publisher, contact = table["publisher"], table["contact"]
    yield from node(expand(publisher["iri"]), ["foaf:Agent"], {
        "foaf:name": texts(publisher["name"]),
        "dct:type": iri(f"{_ADMS}publishertype/{publisher['type']}"),
        "foaf:homepage": iri(table["homepage"]),
    })  # fmt: skip
    yield from node(expand(contact["iri"]), ["vcard:Kind", "vcard:Organization"], {
        "vcard:fn": texts(contact["name"]),
        "vcard:hasURL": iri(contact["page"]),
    })  # fmt: skip
    yield from node(told.release, ["prov:Entity"], {
        "dct:identifier": literal(told.release),
        "prov:generatedAtTime": typed(told.built, "dateTime"),
    })  # fmt: skip
    yield from node(_RIGHTS, ["dct:RightsStatement"], {"rdfs:label": texts(table["rights"]["text"])})
    yield from node(_PROVENANCE, ["dct:ProvenanceStatement"], {"rdfs:label": texts(table["provenance"]["text"])})
    for standard in dict.fromkeys(name for row in [*table["dataset"], table["service"]] for name in row["standards"]):
        yield from node(standard, ["dct:Standard"], {})
    for document in (table["homepage"], f"{told.base}/", f"{told.base}/query"):
        yield from node(document, ["foaf:Document"], {})


def dataset(row: Mapping[str, Any]) -> str:
    """Give the permanent name of a data set."""
    return thing("dataset", row["slug"])


def distribution(file: Mapping[str, str]) -> str:
    """Give the permanent name of a distribution."""
    return thing("distribution", file["name"].replace(".", "-"))


def service(row: Mapping[str, Any]) -> str:
    """Give the permanent name of a data service."""
    return thing("service", row["slug"])


def _dates(told: Described) -> dict[str, str]:
    return {"dct:issued": typed(told.texts["issued"], "date"), "dct:modified": typed(told.built, "dateTime")}


def _responsible(table: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give what data sets and services have alike: whose they are, what they are about, what they keep to."""
    return {
        "dct:publisher": names([table["publisher"]["iri"]]),
        "dcat:contactPoint": names([table["contact"]["iri"]]),
        "dcat:keyword": keywords(row["keywords"]),
        "dcat:theme": authority("data-theme", row["themes"]),
        "dct:conformsTo": [iri(standard) for standard in row["standards"]],
    }
