"""IRIs of JSON-LD that are relative to nothing: the parser would drop what is said of them in silence."""

from pyoxigraph import NamedNode, Quad

from clustergraph.errors import Place, SyntaxProblem

#: What they are resolved against, to be recognised.
NOWHERE = "x-relative:"
_HOST = f"{NOWHERE}//nowhere.invalid"
BASE = f"{_HOST}/-/"


def check_absolute(quad: Quad, name: str) -> None:
    """Raise :class:`SyntaxProblem` for a statement that has an IRI which was relative."""
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        if isinstance(term, NamedNode) and term.value.startswith(NOWHERE):
            told = term.value.removeprefix(BASE).removeprefix(_HOST).removeprefix(NOWHERE)
            raise SyntaxProblem(
                f"“{told[:100]}” is a relative IRI, and nothing says to what.",
                place=Place(name),
                remedy="Write the whole IRI, or say @base in the context; check the spelling of terms.",
            )
