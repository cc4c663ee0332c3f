"""What the rules of a profile find in some data: those that may find anything are asked, of all of it together."""

from collections.abc import Iterator

from clustergraph.store.scratch import Scratch
from clustergraph.validation.batches import check_number
from clustergraph.validation.held import Written
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Result
from clustergraph.validation.rules import Rule
from clustergraph.validation.sharing import shared
from clustergraph.validation.signs import Signs
from clustergraph.validation.terms import is_iri, sh
from clustergraph.validator.ready import Ready

_RULE = "<http://www.w3.org/ns/shacl#SPARQLConstraintComponent>"


def found_by_rules(ready: Ready, data: TripleIndex, triples: bytes, before: int, most: int) -> dict[Result, None]:
    """Ask the rules, and give each result once; ``triples`` are what is judged of the data.

    Raises :class:`TooManyFindings` where there are more than ``most`` with those that were found ``before``.
    """
    if ready.scratch is None:
        return {}
    alike = shared(data, ready.parties)
    signs = Signs(data, alike)
    asked = [rule for rule in ready.rules if rule.may_find(signs)]
    found: dict[Result, None] = {}
    if asked:
        with ready.scratch.holding(triples, f"{alike.names}{alike.addresses}".encode()) as whole:
            written = Written(data)
            for rule in asked:
                for result in _of_rule(rule, data, whole, written):
                    found[result] = None
                    check_number(before + len(found), most)
    return found


def _of_rule(rule: Rule, data: TripleIndex, whole: Scratch, written: Written) -> Iterator[Result]:
    """Run a rule; what it finds about the background alone is nobody's fault here."""
    for row in whole.select(rule.query):
        focus, path, value = row.get("focus", ""), row.get("path"), row.get("value")
        if focus in data:
            path = path if path and is_iri(path) else None
            value = written.value(focus, path, value) if path and value else value
            severity = sh(rule.severity.label)
            yield Result(
                focus, path, value, _RULE, f"<{rule.shape}>", severity, rule.said({**row, "value": value or ""})
            )
