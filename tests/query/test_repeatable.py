"""What always has the same answer, and what may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.query.catalogue import catalogue
from clustergraph.query.repeatable import MOST_CHARACTERS, answer_name, is_repeatable
from clustergraph.store.sealed import Question

DIFFERS = [
    "SELECT (RAND() AS ?x) {}",
    "SELECT (now() AS ?x) {}",
    "SELECT ?s { ?s ?p ?o FILTER(1=1&&NOW #\n()>?o) }",
    "SELECT (UUID() AS ?x) {}",
    "SELECT (strUuid() AS ?x) {}",
    "SELECT (BNODE() AS ?x) {}",
    "SELECT ?s { ?s ?p ?o } ORDER BY 1+RAND()",
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE:x { ?s ?p ?o } }",
    "SELECT * { FILTER(1<RAND()&&2>1) }",
    "SELECT * { FILTER(1<'a>RAND()'&&2>1) }",
    "CONSTRUCT { [] <x:p> ?o } WHERE { ?s <x:p> ?o }",
    "CONSTRUCT { _:b <x:p> ?o } WHERE { ?s <x:p> ?o }",
    "CONSTRUCT { ?s <x:p> (1 2) } WHERE { ?s <x:p> ?o }",
    "construct # {}\n{ ?s <x:p> << ?s <x:q> ?o >> } WHERE { ?s <x:p> ?o }",
    "CONSTRUCTFROM<x:g>{ [] <x:p> ?o } WHERE { ?s <x:p> ?o }",
    "SELECT * {} #" + "x" * MOST_CHARACTERS,
]
SAME = [
    "SELECT ?now ?brand { ?now <http://x/RAND> 'NOW() RAND()' . ?brand ex:uuid ?o } # BNODE()",
    "CONSTRUCT { ?s <x:p> ?o } WHERE { ?s <x:p> ?o , [] . _:b <x:q> (1) }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <x:service>",
]


@pytest.mark.parametrize("text", DIFFERS)
def test_what_may_differ(text: str) -> None:
    """Drawn by lot, read from a clock, asked elsewhere, named anew, or too long to be read here."""
    assert not is_repeatable(text)


@pytest.mark.parametrize("text", [*SAME, *(query.text for query in catalogue().values())])
def test_what_does_not(text: str) -> None:
    """Also where these words stand in names, strings and comments; all named queries among it."""
    assert is_repeatable(text)


@given(st.text(alphabet=st.sampled_from("(){}[]<>\"'#\\!|&/^?$:a \n\0éNOW"), max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Reading cannot be made to fail."""
    assert is_repeatable(text) in (True, False)


def test_whatever_changes_an_answer_changes_its_name() -> None:
    """Release, text, dataset, base, format and encoding; and nothing else."""
    question, formats = Question("ASK {}"), {"solutions": "json", "graph": None}
    names = [
        answer_name("a", question, formats, ""),
        answer_name("b", question, formats, ""),
        answer_name("a", Question("ASK { }"), formats, ""),
        answer_name("a", Question("ASK {}", default_graphs=[]), formats, ""),
        answer_name("a", Question("ASK {}", named_graphs=[]), formats, ""),
        answer_name("a", Question("ASK {}", base="http://x/"), formats, ""),
        answer_name("a", question, {**formats, "solutions": "csv"}, ""),
        answer_name("a", question, formats, "gzip"),
    ]

    assert len(set(names)) == len(names)
    assert answer_name("a", Question("ASK {}"), dict(formats), "") == names[0]
    assert answer_name("a", Question("SELECT (NOW() AS ?x) {}"), formats, "") is None
