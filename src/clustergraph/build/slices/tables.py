"""The tables from which slices are made: where each comes from, who may reuse it, and how its graph says so."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clustergraph.build.slices.writing import Values, node
from clustergraph.graph.ntriples import iri, literal
from clustergraph.iris import BASE, GRAPH
from clustergraph.ns import expand

_GITHUB = "https://github.com/"
#: Commission Decision 2011/833/EU on the reuse of Commission documents.
EU_REUSE = "http://data.europa.eu/eli/dec/2011/833/oj"
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/mark/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Table:
    """A table: its file below the reference folder, its address at one commit, and the terms of reuse."""

    file: str
    address: str
    title: str
    licence: str
    rights: str

    def rows(self, reference: Path) -> list[dict[str, str]]:
        """Read a CSV table with its header; raises :class:`OSError` where it is not there."""
        with (reference / self.file).open(encoding="utf-8-sig", newline="") as table:
            return list(csv.DictReader(table))


NACE_2 = Table(
    "nace/eurostat_NACE_rev2.csv",
    f"{_GITHUB}eurostat/correspondenceTables/blob/c86135fc5fe39651e9c74743001c91bf231aa80e/inst/extdata/test/NACE.csv",
    "NACE Rev. 2 with names and notes",
    EU_REUSE,
    "Content of Eurostat; the software that carries the table has the EUPL.",
)
NACE_2_ORDER = Table(
    "nace/nace_rev2.0_isic4_jnsprnw.csv",
    f"{_GITHUB}jnsprnw/nace-codes/blob/675fd83ef1395f080073fa0030e0206b5c0c1a1b/data/source/codes-2.0.csv",
    "NACE Rev. 2 in the order of Regulation (EC) No 1893/2006",
    EU_REUSE,
    "Content of the regulation; the software that carries the table has the MIT licence.",
)
NACE_2_1 = Table(
    "nace/nace_rev2.1_jnsprnw.csv",
    f"{_GITHUB}jnsprnw/nace-codes/blob/675fd83ef1395f080073fa0030e0206b5c0c1a1b/data/source/codes-2.1.csv",
    "NACE Rev. 2.1 in the order of Delegated Regulation (EU) 2023/137",
    EU_REUSE,
    "Content of the regulation; the software that carries the table has the MIT licence.",
)
NACE_1_1 = Table(
    "nace/nace_rev1.1_en.csv",
    f"{_GITHUB}d-fine/Dataland/blob/9901c04db628bfa82239fe6707a18c0fc0f291b0/dataland-frontend/src/components/forms/"
    "parts/elements/derived/NaceCodeTree.ts",
    "NACE Rev. 1.1: codes and names",
    EU_REUSE,
    "Codes and names are Eurostat's; they were read out of a program with the AGPL, of which nothing was copied.",
)
NUTS_2024 = Table(
    "nuts/serbia_nuts2024_codes.csv",
    f"{_GITHUB}datasets/geo-nuts-administrative-boundaries/tree/886b31288b4525481922c1167ca7da25eaa20cf5",
    "Codes and names of Serbia's statistical regions, 2024",
    EU_REUSE,
    "Codes and names out of files of Eurostat's GISCO; no geometry was taken.",
)
TOWNS = Table(
    "geo/brochure_towns.csv",
    f"{BASE}id/table/towns",
    "Ten towns with their codes and places, put together by us",
    CC_BY,
    "Numbers of GeoNames (CC BY 4.0); nine places are facts out of a database with the ODbL, that of Belgrade out of a "
    "public list.",
)
NATURAL_EARTH = Table(
    "geo/serbia_districts_naturalearth.geojson",
    f"{_GITHUB}dnbnina94/covid19serbia/blob/390c04df74762c89d0fc46a475e4a9d8a370a516/src/serbia.geojson.json",
    "Outlines of 25 districts of Serbia, with the attributes of Natural Earth's admin-1",
    PUBLIC_DOMAIN,
    "Natural Earth is in the public domain, and its numbers and attributes are in the file. The repository "
    "that carries it names no licence of its own. The digest is that of the 25 features that were taken from it.",
)
EUROVOC = Table(
    "eurovoc-extract/eurovoc-cluster-sectors.csv",
    f"{_GITHUB}benoitdavidfr/eurovoc/blob/ff5c75c3713a51a7c3eea9f7c9a7c9ef278b803e/eurovoc.yaml",
    "EuroVoc, as issued on 4 June 2021",
    CC_BY,
    "© European Union; reuse is authorised. Names may have been revised since.",
)


_OWN = "Put together by us from public lists of names; names are facts, and no definition was taken over."
CATEGORIES_38 = Table(
    "derived/eco38_categories_indicative.csv",
    f"{BASE}id/table/observatory-category",
    "The 38 categories reconstructed, with indicative scopes of ours in NACE",
    CC_BY,
    "Put together by us; neither the names nor the scopes are the observatory's own.",
)
CATEGORIES_51 = Table(
    "derived/traded51_and_local16_categories.csv",
    f"{BASE}id/table/traded-category",
    "Names and numbers of the traded and local categories of 2014",
    CC_BY,
    _OWN,
)
INDUSTRIES_10 = Table(
    "derived/emerging_industries_10.csv",
    f"{BASE}id/table/emerging-industry",
    "Names of the ten emerging industries",
    CC_BY,
    _OWN,
)


def described(
    name: str, title: str, reference: Path, tables: Sequence[Table], known: Sequence[Table] = ()
) -> Iterator[str]:
    """Say what the graph ``graph/reference/<name>`` is, and give its tables with their digests.

    ``known`` are tables that it rests on and another slice describes.
    """
    graph = iri(f"{GRAPH}reference/{name}")
    values: Values = [
        ("rdf:type", iri(expand("cg:Slice"))),
        ("dct:title", literal(title, language="en")),
        ("prov:wasAttributedTo", iri(f"{BASE}id/agent/clustergraph")),
        *(("prov:wasDerivedFrom", iri(table.address)) for table in (*tables, *known)),
    ]
    yield from node(graph, values)
    for table in tables:
        yield from table_statements(table, reference)


def table_statements(table: Table, reference: Path) -> Iterator[str]:
    """Describe a table, with the digest of the file that was read."""
    digest = hashlib.sha256((reference / table.file).read_bytes()).hexdigest()
    return node(iri(table.address), [
        ("rdf:type", iri(expand("cg:Table"))),
        ("dct:title", literal(table.title, language="en")),
        ("dct:license", iri(table.licence)),
        ("dct:rights", literal(table.rights, language="en")),
        ("cg:sha256", literal(digest)),
    ])  # fmt: skip
