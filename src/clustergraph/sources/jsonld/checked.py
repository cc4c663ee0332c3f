"""JSON-LD that was handed in → how many statements it has and what of it is passed over; what would be lost is refused.

A parser drops an IRI, a language tag and whatever else is ill-formed, and reads the one or the other of two members of
one name, all without a word.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

from clustergraph.errors import ContentTooLarge, Limit, Place, SyntaxProblem
from clustergraph.graph.wording import Said
from clustergraph.sources.jsonld.audit import Audit
from clustergraph.sources.jsonld.context import TooManyTerms
from clustergraph.sources.jsonld.ill_formed import IllFormed
from clustergraph.sources.jsonld.located import Located
from clustergraph.sources.jsonld.terms import never_in_iris
from clustergraph.sources.jsonld.text import Path, Spot, lines_of, place, spots, values
from clustergraph.sources.told import about_iri, about_tag, shown
from clustergraph.sources.wording import listed, note, refused

_MANY = 10  # names that are told


class Contents(NamedTuple):
    """How many statements there are, what was passed over, for whoever sent it, and what finds the lines.

    ``lines`` takes the statements that a parser made of it (N-Triples), and their number.
    """

    statements: int
    notes: tuple[Said, ...]
    lines: Callable[[bytes, int], Sequence[int]]


def checked(
    content: bytes, base: str | None, known: Callable[[str], Any], name: str, most_terms: int | None = None
) -> Contents:
    """Look a document through; ``known`` gives contexts by their addresses, ``name`` is what errors call the document.

    ``most_terms`` is how many terms its contexts may have together. Raises :class:`ContentTooLarge` for more, and
    :class:`SyntaxProblem` with line and column for what would be lost, and for what is no JSON.
    """
    text = content.decode()
    try:
        document, twice = values(text)
    except (ValueError, RecursionError) as error:
        where = Place(name, getattr(error, "lineno", None), getattr(error, "colno", None))
        said = "it is nested too deeply" if isinstance(error, RecursionError) else getattr(error, "msg", str(error))
        raise SyntaxProblem(
            f"It is not JSON: {said}.", place=where, remedy="Check the JSON before this place."
        ) from error
    if twice:
        raise _given_twice(text, name)
    audit = Audit(known, base, most=most_terms)
    try:
        audit.document(document)
    except TooManyTerms as error:
        raise ContentTooLarge(
            f"The contexts have more than {most_terms} terms, each counted with those that hold around it.",
            place=Place(name),
            limit=Limit("content_max_terms", most_terms or 0, "terms"),
            remedy="Say the context once, at the beginning, and not again at each node.",
        ) from error
    except IllFormed as error:
        raise _ill_formed(error, text, name) from error
    return Contents(audit.statements, tuple(_notes(audit.passed, text)), partial(Located, content, base, known))


def _given_twice(text: str, name: str) -> SyntaxProblem:
    seen: dict[Path, Spot] = {}
    for spot in spots(text):
        first = seen.setdefault(spot.path, spot)
        if first is not spot and isinstance(spot.path[-1], str):
            line, column = place(text, spot.name)
            others = {"first": "{}:{}".format(*place(text, first.name)), "second": f"{line}:{column}"}
            return refused("twice", Place(name, line, column), value=spot.path[-1], **others)
    raise AssertionError("a member was given twice")


def _ill_formed(error: IllFormed, text: str, name: str) -> SyntaxProblem:
    kind, words = error.kind, error.words
    found = next((spot for spot in spots(text) if spot.path == error.path), None)
    at = (None, None) if found is None else place(text, found.name if error.member else found.value)
    where = Place(name, *at)
    if kind == "iri":
        return about_iri(words["iri"], where)
    if kind == "language":
        return about_tag(words["value"], where)
    if kind == "expanded":
        character = never_in_iris(words["iri"])
        if character is None:
            return refused("expanded-form", where, **words)
        return refused(kind, where, **words, character=shown(character))
    return refused(kind, where, **words)


def _notes(passed: dict[str, dict[str, list[Path]]], text: str) -> Iterable[Said]:
    if not passed:
        return
    wanted = {path for names in passed.values() for paths in names.values() for path in paths}
    lines = lines_of(wanted, text)
    for kind, names in passed.items():
        found = {
            name: list(dict.fromkeys(lines[path] for path in paths if path in lines))
            for name, paths in sorted(names.items())
        }
        yield note(kind, told=listed(found, _MANY))
