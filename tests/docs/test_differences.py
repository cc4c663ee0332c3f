"""Where this engine differs (docs/differences.toml): every example is asked, every difference is told.

A difference that is gone fails here, and so does one that nobody has written down: a known failure of the W3C's tests,
or a module that mends what Oxigraph does.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, Store

from clustergraph.pages.terms import written
from conftest import ROOT

Ask = Callable[..., httpx.Response]
PREFIXES = (
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "PREFIX ex: <http://example.org/>\n"
)
DIFFERENCES: dict[str, Mapping[str, Any]] = {
    one["name"]: one
    for one in tomllib.loads((ROOT / "docs/differences.toml").read_text(encoding="utf-8"))["difference"]
}
EXAMPLES = [(name, number) for name, one in DIFFERENCES.items() for number, _ in enumerate(one["example"])]
KNOWN = tomllib.loads((ROOT / "tests/conformance/w3c-known.toml").read_text(encoding="utf-8"))["queries"]
SOURCE = ROOT / "src/clustergraph"
_PLAIN = re.compile(r'^"([^"]*)"\^\^xsd:(integer|boolean)$|^"(-?[0-9]*\.[0-9]+)"\^\^xsd:decimal$')


def term(said: Mapping[str, Any]) -> str:
    """Write a term as the examples do: numbers and booleans plain, names by their prefixes."""
    text = written(said).replace("<http://example.org/", "<ex:")
    text = re.sub(r"^<(ex:[^>]*)>$", r"\1", text)
    found = _PLAIN.match(text)
    return text if found is None else found[1] or found[3]


def table(answer: Mapping[str, Any]) -> str:
    """Write an answer in Query Results JSON as the examples do."""
    if "boolean" in answer:
        return json.dumps(answer["boolean"])
    names = answer["head"]["vars"]
    rows = [[term(row[name]) if name in row else "–" for name in names] for row in answer["results"]["bindings"]]
    return "; ".join(map(", ".join, rows)) or "no row"


def statements(content: str) -> str:
    """Count the statements of N-Triples."""
    number = len(content.splitlines())
    return f"{number} statement{'' if number == 1 else 's'}"


def given(ask: Ask, query: str, form: str = "") -> str:
    """Ask the endpoint."""
    graph = query.startswith("CONSTRUCT")
    response = ask(PREFIXES + query, accept="*/*", format=form or ("ntriples" if graph else "json"))
    if response.status_code != 200:
        return f"refused: {response.json()['code']}"
    if form:
        return "; ".join(response.text.splitlines()[1:])
    return statements(response.text) if graph else table(response.json())


def by_oxigraph(query: str, form: str = "") -> str:
    """Ask Oxigraph alone, over nothing."""
    try:
        result = Store().query(PREFIXES + query)
    except SyntaxError:
        return "refused"
    if isinstance(result, QueryTriples):
        return f"{len(list(result))} statements"
    assert isinstance(result, QueryBoolean) or result.variables
    if form:
        return "; ".join(str(result.serialize(format=QueryResultsFormat.CSV), "utf-8").splitlines()[1:])
    return table(json.loads(result.serialize(format=QueryResultsFormat.JSON)))


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_an_example_is_answered_as_it_says(ask: Ask, name: str, number: int) -> None:
    """What is asked otherwise than it should be, and how to write it."""
    example = DIFFERENCES[name]["example"][number]
    wanted = next(example[key] for key in ("then", "sparql", "xpath", "gives") if key in example)

    assert given(ask, example["ask"], example.get("format", "")) == example["gives"]
    assert "write" not in example or given(ask, example["write"]) == wanted


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_an_example_shows_a_difference(name: str, number: int) -> None:
    """Between here and SPARQL, or between Oxigraph alone and what is answered here."""
    difference = DIFFERENCES[name]
    example = difference["example"][number]
    by_sparql, engine = example.get("sparql", example.get("xpath")), example.get("engine")

    if difference["status"] == "left":
        assert by_sparql not in (None, example["gives"])
        assert engine is None
    if difference["status"] == "answered":
        assert by_sparql in (None, example["gives"])
    if difference["status"] == "refused":
        assert example["gives"].startswith("refused: ")
    if engine is not None:
        assert by_oxigraph(example["ask"], example.get("format", "")) == engine
        assert engine != example["gives"]


def test_each_known_failure_belongs_to_one_difference() -> None:
    """By its reason, and no difference names a reason that is none."""
    named = Counter(reason for one in DIFFERENCES.values() for reason in one.get("known", ()))

    assert set(named) == set(KNOWN.values())
    assert max(named.values()) == 1


def test_each_difference_rests_on_something() -> None:
    """On an example that shows it; what is answered names the module that does so."""
    for name, one in DIFFERENCES.items():
        modules = one.get("modules", ())
        assert all((SOURCE / module).is_file() for module in modules), name
        assert one["example"], name
        assert one["status"] != "answered" or modules, name


def test_each_module_that_mends_the_engine_is_told_of() -> None:
    """Those whose docstring says what Oxigraph of the version at hand does otherwise."""
    named = {module for one in DIFFERENCES.values() for module in one.get("modules", ())}
    mending = {
        path.relative_to(SOURCE).as_posix()
        for folder in ("query", "store")
        for path in (SOURCE / folder).glob("*.py")
        if "Oxigraph 0.5.13" in path.read_text(encoding="utf-8").split('"""')[1]
    }

    assert mending
    assert mending <= named


def test_the_page_has_the_section() -> None:
    """With a heading for each group, below one heading."""
    page = (ROOT / "docs/endpoint.md").read_text(encoding="utf-8")
    section = page.partition("\n## Where this engine differs\n")[2].partition("\n## ")[0]

    assert {one["group"] for one in DIFFERENCES.values()} == set(re.findall(r"^### (.+)$", section, re.MULTILINE))
