"""Browsing on a real server: counts are those of the curated files, every choice, order and export fits them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, SKOS

from conftest import ROOT, Server, clustergraph

CG = Namespace("https://w3id.org/clustergraph/ns#")
ORG = Namespace("http://www.w3.org/ns/org#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/measure#")
SCHEME = "https://w3id.org/clustergraph/scheme/"
ID = "https://w3id.org/clustergraph/id/"


@pytest.fixture(scope="module")
def curated() -> Graph:
    """The files of the clusters, read by rdflib: no release, no query of ours."""
    graph = Graph()
    for path in sorted((ROOT / "data/clusters").glob("*.ttl")):
        graph.parse(path)
    return graph


def clusters(curated: Graph) -> list[URIRef]:
    """List the clusters by their numbers."""
    found = [one for one in curated.subjects(RDF.type, CG.Cluster) if isinstance(one, URIRef)]
    return sorted(found, key=lambda one: int(str(curated.value(one, CG.brochureNumber))))


def slug(iri: object) -> str:
    """Give the end of an IRI."""
    return str(iri).rpartition("/")[2]


def year(curated: Graph, cluster: URIRef) -> list[str]:
    """Read the year of a cluster's founding or launch."""
    return [str(date)[:4] for event in curated.objects(cluster, ORG.resultedFrom)
            for date in curated.objects(event, CG.date)]  # fmt: skip


def forms(curated: Graph, cluster: URIRef) -> list[str]:
    """Read the legal forms of those who manage a cluster."""
    return [
        slug(form) for body in curated.subjects(CG.manages, cluster) for form in curated.objects(body, CG.legalForm)
    ]


def categories(curated: Graph, cluster: URIRef) -> list[str]:
    """Read the categories of the observatory's 38."""
    found = [str(category) for one in curated.objects(cluster, CG.categorisation)
             for category in curated.objects(one, CG.category)]  # fmt: skip
    return [slug(category) for category in found if category.startswith(f"{SCHEME}observatory-category/")]


def supporters(curated: Graph, cluster: URIRef) -> list[str]:
    """Read who supported a cluster's founding or an activity."""
    return [slug(body) for by in (ORG.resultedFrom, CG.activity) for what in curated.objects(cluster, by)
            for body in curated.objects(what, CG.supportedBy)]  # fmt: skip


def suspect(curated: Graph, cluster: URIRef) -> list[str]:
    """Read the indicators of figures that cannot be right."""
    return [slug(curated.value(figure, CG.indicator)) for figure in curated.subjects(CG.cluster, cluster)
            if (figure, RDF.type, CG.SuspectFigure) in curated]  # fmt: skip


def figure(curated: Graph, cluster: URIRef, indicator: str) -> float | None:
    """Read a figure; ``None`` where there is none."""
    for one in curated.subjects(CG.cluster, cluster):
        if curated.value(one, CG.indicator) == URIRef(f"{SCHEME}indicator/{indicator}"):
            value = curated.value(one, SDMX.obsValue)
            return None if value is None else float(str(value))
    return None


#: Facet → how its values are read of the files.
READ: dict[str, Callable[[Graph, URIRef], list[str]]] = {
    "sector": lambda curated, cluster: [slug(one) for one in curated.objects(cluster, CG.sector)],
    "category": categories,
    "year": year,
    "form": forms,
    "support": supporters,
    "website": lambda curated, cluster: ["yes"] if curated.value(cluster, CG.website) else [],
    "suspect": suspect,
}


def counted(curated: Graph, facet: str, among: list[URIRef]) -> dict[str, int]:
    """Count the clusters by the values of a facet, those without one under ``-``."""
    return dict(Counter(value for one in among for value in set(READ[facet](curated, one)) or {"-"}))


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    """Ask as a browser does."""
    return httpx.get(server.url + path, headers={"Accept": "text/html", **headers}, timeout=30)


def facets(page: str) -> dict[str, dict[str, int]]:
    """Read the counts of a page: facet → value as in an address → count."""
    found = {}
    for section in re.findall(r'<section aria-labelledby="facet-.*?</section>', page, re.DOTALL):
        name = re.search(r"facet-([a-z]+)", section)[1]
        counts = {}
        for href, current, count in re.findall(r'<a href="([^"]+)"[^>]*?( aria-current="true")?>.*?</a> '
                                               r'<span class="count">([^<]+)</span>', section):  # fmt: skip
            values = parse_qs(urlsplit(unescape(href)).query).get(name, [])
            counts["chosen" if current else values[-1]] = int(re.sub(r"\D", "", count))
        found[name] = counts
    return found


def listed(page: str) -> list[str]:
    """Read the slugs of the items on a page, in their order."""
    return [slug(href) for href in re.findall(r'<th scope="row">\s*<a href="([^"]+)"', page)]


def exported(server: Server, page: str) -> list[dict[str, str]]:
    """Follow the page's link to CSV."""
    [link] = re.findall(r'href="(/sparql\?format=csv[^"]+)"', page)
    return list(csv.DictReader(io.StringIO(get(server, unescape(link)).text)))


@pytest.mark.parametrize("facet", READ)
def test_counts_are_those_of_the_files(server: Server, curated: Graph, facet: str) -> None:
    """Each value with its count, those without a value too; what nobody has is not shown."""
    shown = facets(get(server, "/clusters").text)

    assert shown[facet] == counted(curated, facet, clusters(curated))


@pytest.mark.parametrize("facet", READ)
def test_counts_follow_what_is_chosen_elsewhere(server: Server, curated: Graph, facet: str) -> None:
    """Within a facet either value will do, and its own counts stay; across facets both must fit."""
    fitting = [one for one in clusters(curated) if {"tourism", "wood-processing"} & set(READ["sector"](curated, one))]
    page = get(server, "/clusters?sector=tourism&sector=wood-processing").text

    assert listed(page) == [slug(one) for one in fitting]
    if facet == "sector":
        chosen = counted(curated, facet, clusters(curated))
        assert {key: count for key, count in facets(page)[facet].items() if key != "chosen"} == {
            key: count for key, count in chosen.items() if key not in ("tourism", "wood-processing")
        }
    else:
        expected = counted(curated, facet, fitting)
        assert facets(page).get(facet, {"-": len(fitting)}) == expected


@pytest.mark.parametrize("facet", READ)
def test_every_choice_lists_those_who_have_it(server: Server, curated: Graph, facet: str) -> None:
    """Every value of every facet, those without one too: as many as were promised, and these."""
    for value, count in counted(curated, facet, clusters(curated)).items():
        fitting = [slug(one) for one in clusters(curated) if value in (READ[facet](curated, one) or ["-"])]
        found = listed(get(server, f"/clusters?{facet}={value}").text)
        assert found == fitting
        assert len(found) == count


def test_regions_and_towns_are_those_of_the_seats(server: Server) -> None:
    """As the source's addresses have it: eight in Belgrade, six in Vojvodina, three in each of the other two."""
    shown = facets(get(server, "/clusters").text)

    assert shown["region"] == {"RS11": 8, "RS12": 6, "RS21": 3, "RS22": 3}
    assert shown["town"]["belgrade"] == 8
    assert sum(shown["town"].values()) == 20


@pytest.mark.parametrize("indicator", ["employees", "companies", "turnover"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_figures_sort_with_the_unknown_last(server: Server, curated: Graph, indicator: str, sign: str) -> None:
    """In both directions, on the page and in the export; the head of the column says so."""
    page = get(server, f"/clusters?sort={sign}{indicator}").text
    values = {slug(one): figure(curated, one, indicator) for one in clusters(curated)}
    found = [values[name] for name in listed(page)]
    known = [value for value in found if value is not None]

    assert len(found) == 20
    assert known == sorted(known, reverse=bool(sign))
    assert found == known + [None] * (20 - len(known))
    assert f'aria-sort="{"descending" if sign else "ascending"}"' in page
    assert page.count("aria-sort") == 1
    rows = exported(server, page)
    assert [slug(row["cluster"]) for row in rows] == listed(page)
    assert [float(row[indicator]) if row[indicator] else None for row in rows] == found


_ALPHABETS = {
    "sr-Cyrl": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "sr-Latn": [*"abcčćd", "dž", *"đefghijkl", "lj", *"mn", "nj", *"oprsštuvzž"],
}


@pytest.mark.parametrize("tag", _ALPHABETS)
def test_serbian_names_sort_by_their_alphabet(server: Server, tag: str) -> None:
    """Letters with accents are letters of their own, two letters can be one."""
    letters = {letter: place for place, letter in enumerate(_ALPHABETS[tag])}
    names = [row["name"] for row in exported(server, get(server, f"/clusters?sort=name&lang={tag}").text)]

    def place(name: str) -> list[int]:
        found = re.findall(r"dž|lj|nj|.", re.sub(r"^\W+", "", name.lower()))
        return [letters.get(one, -1) for one in found]

    assert len(names) == 20
    assert names == sorted(names, key=place)


def test_a_page_has_fifty_and_the_export_all(server: Server) -> None:
    """Nobody is lost between the pages."""
    first = get(server, "/organisations").text
    second = get(server, re.search(r'<a href="([^"]+)" rel="next">', first)[1]).text
    rows = exported(server, first)

    assert len(listed(first)) == 50
    assert [slug(row["organisation"]) for row in rows] == listed(first) + listed(second)
    assert exported(server, second) == rows
    assert 'rel="next"' not in second
    assert get(server, "/organisations?page=9").status_code == 404


def test_organisations_by_class_kind_and_role(server: Server) -> None:
    """Counted by hand: thirteen manage a cluster, six are members of one, eleven are faculties."""
    shown = facets(get(server, "/organisations").text)

    assert shown["role"]["manages"] == 13
    assert shown["role"]["member"] == 6
    assert shown["kind"]["faculty"] == 11
    page = get(server, "/organisations?role=member&sort=-clusters").text
    assert "faculty-forestry-belgrade" in listed(page)
    assert all(row["clusters"] == "1" for row in exported(server, page))


@pytest.mark.parametrize("typed", ["ђунђер", "Đunđer", "dundjer", "DUNDER", "gradj ni", "грађев"])
def test_a_name_is_found_in_any_script(server: Server, typed: str) -> None:
    """Whatever the keyboard; the field keeps what was typed, and a chip takes it away."""
    page = httpx.get(f"{server.url}/clusters", params={"q": typed}, timeout=30).text

    assert listed(page) == ["dundjer"]
    assert f'value="{typed}"' in page
    assert len(exported(server, page)) == 1


def test_the_query_behind_is_the_one_that_is_shown(server: Server) -> None:
    """It opens where it can be changed, and has what was chosen in it."""
    page = get(server, "/clusters?sector=tourism&q=royal").text
    [link] = re.findall(r'href="(/query\?query=[^"]+)"', page)
    opened = get(server, unescape(link))

    assert opened.status_code == 200
    assert "scheme/sector/tourism" in opened.text
    assert "<table" in opened.text


def test_nothing_fits_and_the_page_says_what_to_remove(server: Server) -> None:
    """Each choice with how many there would be without it."""
    page = get(server, "/clusters?sector=automotive&year=2006").text
    left = dict(re.findall(r'<li><a href="([^"]+)" rel="nofollow">without.*?<span class="count">(\d+)</span>', page))

    assert left == {"/clusters?year=2006": "5", "/clusters?sector=automotive": "1"}
    assert "<table" not in page
    assert facets(page)["sector"]["chosen"] == 0


def test_a_choice_that_nobody_has_can_be_taken_back(server: Server) -> None:
    """A whole IRI, of anybody, with its chip and a count of none."""
    page = get(server, "/clusters?sector=http://example.org/none&sector=tourism").text

    assert len(listed(page)) == 5
    assert '<a href="/clusters?sector=tourism" rel="nofollow"><span class="hidden">' in page


@pytest.mark.parametrize(
    "path",
    ["/clusters?secter=x", "/clusters?sector=A%20B", "/clusters?sort=town", "/clusters?q=--", "/organisations?page=0",
     "/organisations?class=x", "/clusters?year=x"],
)  # fmt: skip
def test_what_cannot_be_chosen_is_refused(server: Server, path: str) -> None:
    """With what can be chosen, for people and for programs."""
    problem = httpx.get(server.url + path, headers={"Accept": "application/json"}, timeout=30)

    assert problem.status_code == get(server, path).status_code == 400
    assert problem.json()["code"] == "bad-parameter"
    assert problem.json()["remedy"]


def test_pages_are_small_and_not_sent_twice(server: Server) -> None:
    """100 kB at most; the ETag holds for one selection in one language."""
    for path in ("/clusters", "/organisations", "/schemes", "/clusters?sort=name&lang=sr-Cyrl"):
        answer = get(server, path)
        assert len(answer.content) < 100_000
        again = get(server, path, **{"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    tags = {
        get(server, path).headers["etag"] for path in ("/clusters", "/clusters?sort=name", "/clusters?lang=sr-Cyrl")
    }
    assert len(tags) == 3


def test_numbers_and_texts_are_in_the_language(server: Server) -> None:
    """1.200 employees in Serbian, names in its script."""
    page = get(server, "/clusters?lang=sr-Cyrl").text

    assert "1.200" in page
    assert "Кластер" in page


def test_all_schemes_are_listed_with_what_is_in_them(server: Server, curated: Graph) -> None:
    """Those of our files with as many concepts as these have; those of others apart."""
    page = get(server, "/schemes").text
    rows = {unescape(href): int(re.sub(r"\D", "", count)) for href, count in re.findall(
        r'<th scope="row">\s*<a href="([^"]+)".*?<td class="number">([^<]+)</td>', page, re.DOTALL)}  # fmt: skip
    for path in sorted((ROOT / "ontology/schemes").glob("*.ttl")):
        graph = Graph().parse(path)
        for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
            inside = set(graph.subjects(SKOS.inScheme, scheme))
            assert rows[str(scheme).replace("https://w3id.org/clustergraph/", "/doc/")] == len(inside)
    assert rows["/about?iri=http://data.europa.eu/ux2/nace2/nace2"] == 996


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A graph of others: 120 clusters, some without a name, some with names that mean harm."""
    folder = tmp_path_factory.mktemp("others")
    lines = ["PREFIX cg: <https://w3id.org/clustergraph/ns#>", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"]
    for number in range(120):
        harm = "skos:prefLabel '<script>alert(1)</script>', 'O\\'Hara \" \\\\ end' ;"
        name = ["", harm, f"skos:prefLabel 'n{number}' ;", "skos:prefLabel 'tri'@fr, 'два'@sr-Cyrl ;"][number % 4]
        odd = f"cg:sector <urn:sector:{'x' * (number % 7)}'>, <javascript:alert({number % 3})> ;"
        sector = odd if number % 5 else ""
        lines.append(f"<http://example.org/{number}> {name} {sector} a cg:Cluster .")
    (folder / "others.ttl").write_text("\n".join(lines), encoding="utf-8")
    home = folder / "home"
    done = clustergraph("--home", str(home), "load", str(folder / "others.ttl"))
    assert done.returncode == 0, done.stderr
    running = Server(Path(home), client_requests="0", client_seconds="0")
    yield running
    running.stop()


def test_a_graph_of_others_is_browsed_too(others: Server) -> None:
    """Three pages, nobody twice, nobody lost, whatever they are called; no name is markup or a link to a script."""
    seen: list[str] = []
    path: str | None = "/clusters?sort=-name"
    while path:
        page = get(others, path).text
        assert "<script>alert" not in page
        assert 'href="javascript:' not in page
        seen += listed(page)
        following = re.search(r'<a href="([^"]+)" rel="next">', page)
        path = unescape(following[1]) if following else None
    # names of others lead to /about?iri=…
    assert len(seen) == len(set(seen)) == 120
    assert facets(page)["sector"]["-"] == 24
    some = next(href for href in re.findall(r'href="(/clusters\?sector=[^"]+)"', page) if "javascript" in href)
    assert get(others, unescape(some)).status_code == 200
    assert "This graph has none." in get(others, "/organisations").text
    assert "This graph has none." in get(others, "/schemes").text
