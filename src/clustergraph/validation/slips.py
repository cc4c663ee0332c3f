"""Terms of content that a profile does not know though it knows the like: most likely slips of the pen.

No shape looks at a property or a class that is misspelt, so that without a word it would conform. Told are terms near
to a known one of the same vocabulary, and all of a vocabulary that the background defines, ours say.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import islice

from clustergraph.graph.wording import Said, joined
from clustergraph.ns import compact
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import TYPE, is_iri, text
from clustergraph.validation.wording import note, said

_ONTOLOGY = "<http://www.w3.org/2002/07/owl#Ontology>"
_NEAR = 0.85  # as difflib measures it
_LONG = 80  # characters of a name that are compared
_MANY = 8  # slips that are told
_LOOKED_AT = 200  # unknown terms that are compared: it takes long, and content has as many as its sender likes


class Vocabulary:
    """The terms that shapes and their background know."""

    def __init__(self, shapes: TripleIndex, base: TripleIndex | None) -> None:
        self._base = base or TripleIndex()
        self._whole = {text(one).rstrip("#/") for one in self._base.subjects(TYPE, _ONTOLOGY)}
        self._asked = {term for triple in shapes.triples() for term in triple if is_iri(term)}

    def note(self, data: TripleIndex, triples: bytes, lines: Sequence[int]) -> Said | None:
        """Tell the slips of some data in a sentence, nothing where there are none.

        ``lines`` has the line of each statement of ``triples``, 0 where it is not known.
        """
        found = dict(islice(self._slips(data), _MANY + 1))
        slips = dict(islice(found.items(), _MANY))
        if not slips:
            return None
        told = joined(", ", (_told(term, near, line) for (term, near), line in _placed(slips, triples, lines)))
        if len(found) > len(slips):
            told = joined("", [told, said("slip.others")])
        return note("slips", told=told)

    def _slips(self, data: TripleIndex) -> Iterator[tuple[str, str]]:
        """Give unknown terms, each with the known one that may be meant, or nothing."""
        properties = data.properties()
        used = sorted({*properties, *filter(is_iri, data.values_of(TYPE))})
        unknown = (term for term in used if not self._knows(term))
        for term in islice(unknown, _LOOKED_AT):
            if self._knows(other := _other_scheme(term)):
                yield term, text(other)
                continue
            namespace, name = _split(text(term))
            # by custom the names of classes begin with a capital letter, and those of properties do not
            known = [one for one in self._names.get(namespace, ()) if one[:1].isupper() is (term not in properties)]
            near = get_close_matches(name[:_LONG], known, 1, _NEAR)
            if near or namespace.rstrip("#/") in self._whole:
                yield term, namespace + near[0] if near else ""

    def _knows(self, term: str) -> bool:
        return term in self._asked or term in self._base

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = defaultdict(set)
        for term in {*self._asked, *(subject for subject, _, _ in self._base.triples() if is_iri(subject))}:
            namespace, name = _split(text(term))
            names[namespace].add(name)
        return dict(names)


def _other_scheme(term: str) -> str:
    """Give the same with https for http, or the other way round."""
    return f"<http{term[6:]}" if term.startswith("<https:") else f"<https{term[5:]}"


def _split(iri: str) -> tuple[str, str]:
    """Give the namespace of an IRI and the name in it."""
    at = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:at], iri[at:]


def _placed(slips: dict[str, str], triples: bytes, lines: Sequence[int]) -> Iterator[tuple[tuple[str, str], int]]:
    """Give slips with the line at which each stands first."""
    first = dict.fromkeys(slips, 0)
    for statement, line in zip(triples.decode().split("\n"), lines, strict=False):
        _, predicate, rest = statement.split(" ", 2)
        term = rest[:-2] if predicate == TYPE else predicate
        if first.get(term) == 0:
            first[term] = line
    return (((term, near), first[term]) for term, near in slips.items())


def _told(term: str, near: str, line: int) -> Said:
    more = [said("place.line", line=str(line))] if line else []
    scheme_alone = near and _other_scheme(term) == f"<{near}>"
    more += [said("slip.meant", near=near if scheme_alone else compact(near))] if near else []
    return joined("", [compact(text(term)[:200]), *([" (", joined("; ", more), ")"] if more else ())])
