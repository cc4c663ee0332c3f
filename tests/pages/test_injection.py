"""Whatever a visitor gives, the question that is asked keeps its form, or there is none: nothing of it is SPARQL."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from clustergraph import pages
from clustergraph.errors import BadParameter, NotFound
from clustergraph.pages.addresses import checked
from clustergraph.pages.asking import query
from clustergraph.pages.incoming import subjects_of
from clustergraph.query.catalogue import catalogue
from conftest import Server
from pages.small_graphs import Small

_HERE = Path(pages.__file__).parent
_PIECES = ["<", ">", "> ?p ?o . }", "} UNION {", "?s", "$iri", "#", "\\", "\\u003E", '"', "'", "{", "}", "|", "^", "`",
           " ", "\n", "\0", "a", "urn:x", "http://x/", "SERVICE <http://x/>", "; DROP", "/*", "UNDEF", "\ud7ff", "é",
           "\u202e", "%3E", "ac-serbia", "12", "²", "LIMIT 1", "$most"]  # fmt: skip
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=8).map(lambda pieces: "urn:x:" + "".join(pieces)),
)
_SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_TEMPLATES = {
    path.stem: sorted(set(re.findall(r"\$([a-z]+)", path.read_text(encoding="utf-8"))) - {"offset", "most"})
    for path in sorted(_HERE.glob("*.rq"))
}
_ASKED = sorted(name for name, named in catalogue().items() if named.params)
_STAND_IN = "urn:stand-in"


def form(text: str, given_iri: str) -> Any:
    """Give the algebra of a query with the IRI that was given left open."""
    return _form(prepareQuery(text).algebra, given_iri)


def _form(node: Any, open_iri: str) -> Any:
    match node:
        case CompValue():
            return node.name, sorted((key, _form(value, open_iri)) for key, value in node.items() if key != "_vars")
        case list() | tuple():
            return [_form(one, open_iri) for one in node]
        case set() | frozenset() | dict():
            return sorted(str(one).replace(open_iri, "…") for one in node)
        case _:
            return f"{type(node).__name__} {'…' if str(node) == open_iri else node}"


@cache
def _expected(name: str) -> str:
    return repr(form(_filled(name, _STAND_IN), _STAND_IN))


def _filled(name: str, value: str) -> str:
    numbers = {"offset": 0, "most": 5}
    iris = [value] if "UNDEF" in (_HERE / f"{name}.rq").read_text(encoding="utf-8") else []
    return query(name, iris=iris, **dict.fromkeys(_TEMPLATES[name], value), **numbers)


@given(name=st.sampled_from(sorted(_TEMPLATES)), value=ANYTHING)
@example(name="statements", value="urn:x> ?p ?o } UNION { ?s ?p <urn:y")
@example(name="statements", value="urn:x\\u003E ?p ?o } #")
@example(name="subjects", value="urn:x:$iri$property$most")
@_SETTINGS
def test_no_iri_changes_a_question_of_pages(name: str, value: str) -> None:
    """``iri`` and ``via``, in every text that pages ask."""
    assume(value not in (_HERE / f"{name}.rq").read_text(encoding="utf-8"))
    try:
        text = _filled(name, value)
    except BadParameter:
        return
    assert repr(form(text, value)) == _expected(name)


@given(value=ANYTHING)
@_SETTINGS
def test_what_is_checked_has_nothing_that_ends_an_iri(value: str) -> None:
    """SPARQL 1.1, section 19.8, IRIREF."""
    try:
        iri = checked(value)
    except BadParameter:
        return
    assert iri == value
    assert not re.search(r"[\x00-\x20<>\"{}|^`\\]", iri)


@given(name=st.sampled_from(_ASKED), value=ANYTHING)
@example(name="what-a-line-carries", value="1 } #")
@example(name="cluster-figures", value="ac-serbia> ; ?p ?o . <x")
@_SETTINGS
def test_no_parameter_changes_a_named_query(name: str, value: str) -> None:
    """Each takes a code, a slug or a number, and nothing of it is read as anything else."""
    named = catalogue()[name]
    parameter = next(iter(named.params))
    try:
        text = named.ask({**named.example, parameter: value}).text
    except BadParameter:
        return
    left, right = _differing(text, named.ask(named.example).text)
    assert re.fullmatch(r"<[^<>\"{}|^`\\\x00-\x20]+>|[0-9]{1,9}", left, re.ASCII) or left == right
    prepareQuery(text)


def _differing(one: str, other: str) -> tuple[str, str]:
    """Give the first word in which two texts differ: the terms in which a value stands, or none."""
    pairs = zip(re.split(r"(\s+)", one), re.split(r"(\s+)", other), strict=True)
    return next(((left, right) for left, right in pairs if left != right), ("", ""))


@given(begin=ANYTHING)
@_SETTINGS
def test_a_page_begins_at_a_number_or_nowhere(begin: str) -> None:
    """``from`` is a number or refused; beyond the last there is nothing."""
    small = Small("graph:g { :a cg:sector :b . }")
    ends = "https://w3id.org/clustergraph/id/thing/b", "https://w3id.org/clustergraph/ns#sector"
    if not re.fullmatch("[0-9]{1,6}", begin):
        with pytest.raises(BadParameter):
            subjects_of(*ends, begin, small.reader())
        assert small.asked == 0
    elif int(begin):
        with pytest.raises(NotFound):
            subjects_of(*ends, begin, small.reader())
    else:
        assert subjects_of(*ends, begin, small.reader()).begin == 1


_PATHS = ["/about", "/queries/cluster-figures", "/queries/cluster-figures.csv", "/doc/ns", "/graphs",
          "/doc/id/cluster/netwood"]  # fmt: skip
_PARAMETERS = ["iri", "via", "from", "lang", "format", "cluster", "query"]


@given(
    parameters=st.dictionaries(st.sampled_from(_PARAMETERS), ANYTHING, min_size=1),
    path=st.sampled_from(_PATHS),
    accept=st.sampled_from(["text/html", "text/turtle"]),
)
@settings(_SETTINGS, max_examples=150)
def test_nothing_that_is_given_is_a_fault(server: Server, accept: str, path: str, parameters: dict[str, str]) -> None:
    """Over HTTP: an answer, or a refusal that says why; never a fault of the server."""
    answer = httpx.get(server.url + path, params=parameters, headers={"Accept": accept}, timeout=30)
    assert answer.status_code in (200, 303, 400, 404, 406), (path, parameters)
    if answer.status_code >= 400:
        assert answer.headers["clustergraph-error"]
