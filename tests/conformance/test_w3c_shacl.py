"""The W3C's SHACL suite through the API, with a real server: Core whole, SPARQL as far as pySHACL goes."""

import httpx
import pyshacl
import pytest
from rdflib import Graph

from clustergraph.settings import read_settings
from clustergraph.sources.foreign import ReadingLimits, read_document
from clustergraph.validation.rdf_graph import as_they_are
from conformance.shacl_suite import Case, cases, equal, essence, essence_of, iri_of, text_of
from conftest import SHARED, Server, needs

CORE, SPARQL = list(cases("core")), list(cases("sparql"))
_UNCHECKED = {"not-checked", "shapes-problem"}


@pytest.fixture(autouse=True, scope="module")
def _suite() -> None:
    needs(SHARED / "suites/w3c-shacl-tests")


def _asked(case: Case, server: Server, *, form: str = "application/n-triples") -> httpx.Response:
    """Validate by the type ``strict``: to the recommendation every result counts, to the Test Bed violations do."""
    body = {
        "contentToValidate": text_of(case.data),
        "contentSyntax": "text/turtle",
        "embeddingMethod": "STRING",
        "externalRules": [{"ruleSet": text_of(case.shapes), "ruleSyntax": "text/turtle", "embeddingMethod": "STRING"}],
        "mergeModelsBeforeValidation": False,
        "validationType": "strict",
        "reportSyntax": form,
    }
    return httpx.post(f"{server.url}/shacl/any/api/validate", json=body, timeout=60)


def test_the_suite_is_whole() -> None:
    """None is left out."""
    assert (len(CORE), len(SPARQL)) == (98, 22)


@pytest.mark.parametrize("case", CORE, ids=lambda case: case.name)
def test_core(case: Case, server: Server) -> None:
    """The report is the one that is expected, result by result."""
    response = _asked(case, server)

    if case.report is None:
        assert response.status_code in (400, 422), response.text
        assert response.json()["code"] in _UNCHECKED
    else:
        assert response.status_code == 200, response.text
        assert equal(essence_of(response.content), case.report), response.text


@pytest.mark.parametrize("case", SPARQL, ids=lambda case: case.name)
def test_sparql(case: Case, server: Server) -> None:
    """What pySHACL gets right is right here; everything else is said not to have been checked, never passed."""
    response = _asked(case, server)

    if case.report is not None and _right(case):
        assert response.status_code == 200, response.text
        assert equal(essence_of(response.content), case.report), response.text
    else:
        assert response.status_code in (400, 422), response.text
        assert response.json()["code"] in _UNCHECKED
        assert response.json()["remedy"]


def _right(case: Case) -> bool:
    """Whether pySHACL by itself gives the report that is expected."""
    data, shapes = (
        Graph().parse(data=text_of(path), format="turtle", publicID=iri_of(path)) for path in (case.data, case.shapes)
    )
    with as_they_are():
        try:
            _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
        except Exception:  # noqa: BLE001 - whatever it fails with, it gives no report
            return False
    return isinstance(report, Graph) and case.report is not None and equal(essence(report), case.report)


@pytest.mark.parametrize("form", ["text/turtle", "application/ld+json", "application/rdf+xml"])
def test_every_syntax_has_the_same_report(form: str, server: Server) -> None:
    """The report in each syntax says what it says in N-Triples."""
    case = next(case for case in CORE if case.name.endswith("personexample"))
    suffix = {"text/turtle": ".ttl", "application/ld+json": ".jsonld", "application/rdf+xml": ".rdf"}[form]
    document = read_document(
        _asked(case, server, form=form).content, declared=suffix, base=None, limits=ReadingLimits.of(read_settings())
    )

    assert equal(essence_of(document.triples), case.report)
