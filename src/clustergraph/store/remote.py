"""The answer of another endpoint → a clause of values that a query of ours can hold.

Nothing of it is trusted: whatever a term holds is checked before it is written, so that no term can become syntax, and
an answer that is not the whole one by its own words is none.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from clustergraph.errors import Limit, ServiceFailed
from clustergraph.graph.iri import is_absolute_iri

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_VARIABLE = re.compile(r"\w+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_BLANK_OF_VIRTUOSO = "nodeID://"
_MOST_COLUMNS = 1000  # each is compared with the others
_LESS = "Ask it for less: write into the call what its pattern must match, or a LIMIT in a sub-select."


@dataclass(frozen=True)
class Received:
    """An answer as it came: its bytes, and how many rows the other endpoint says it sends at most, if it does."""

    content: bytes
    most_rows: int | None = None


def read_values(received: Received, endpoint: str, most: int) -> str:
    """Write ``VALUES (…) { … }`` in one line from SPARQL 1.1 Query Results JSON.

    Raises :class:`ServiceFailed` for what is no such document, for more than ``most`` rows, for an answer that is cut,
    and for blank nodes and triple terms, which no VALUES can hold (SPARQL 1.1, 10.2).
    """
    document = _document(received.content, endpoint)
    found = _rows(document)
    _check_whole(document, len(found), received.most_rows, endpoint)
    if len(found) > most:
        limit = Limit("service_max_rows", most, "rows")
        raise ServiceFailed(f"<{endpoint}> answered with more rows than are taken.", limit=limit, remedy=_LESS)
    if any(term.get("type") == "bnode" for term in _terms(found)):
        raise _not_joined(endpoint)
    head = document.get("head")
    columns = head.get("vars") if isinstance(head, dict) else None
    if isinstance(columns, list) and len(columns) > _MOST_COLUMNS:
        raise ServiceFailed(f"<{endpoint}> answered with more than {_MOST_COLUMNS} variables.", remedy="Select fewer.")
    try:
        # what the others have beside head and results is theirs, and the parser takes it in no place
        known: dict[str, Any] = {name: document[name] for name in ("head", "boolean") if name in document}
        if "results" in document:
            known["results"] = {"bindings": found}
        solutions = parse_query_results(json.dumps(known), format=QueryResultsFormat.JSON)
        if not isinstance(solutions, QuerySolutions):
            raise ServiceFailed(f"<{endpoint}> answered with no table of solutions.")
        names = [variable.value for variable in solutions.variables]
        if not all(_VARIABLE.fullmatch(name) for name in names):
            raise ServiceFailed(f"<{endpoint}> answered with a name that no variable can have.")
        rows = ["(" + " ".join(_written(term, endpoint) for term in solution) + ")" for solution in solutions]
    except (SyntaxError, ValueError) as error:
        raise ServiceFailed(f"The answer of <{endpoint}> cannot be read: {error}.") from error
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(rows)} }}"


def _document(content: bytes, endpoint: str) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except json.JSONDecodeError as error:
        ended = not error.doc[error.pos :].strip()
        how = "it breaks off" if ended else f"it is no JSON from character {error.pos + 1} on"
        raise ServiceFailed(f"The answer of <{endpoint}> cannot be read: {how}.") from error
    except (ValueError, RecursionError) as error:
        raise ServiceFailed(f"The answer of <{endpoint}> cannot be read: it is no JSON.") from error
    if not isinstance(document, dict):
        raise ServiceFailed(f"<{endpoint}> answered with no table of solutions.")
    return document


def _rows(document: dict[str, Any]) -> list[Any]:
    """Give the rows, none where they are not where they belong, which the parser complains of."""
    results = document.get("results")
    rows = results.get("bindings") if isinstance(results, dict) else None
    return rows if isinstance(rows, list) else []


def _terms(rows: list[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield from (term for term in (row.values() if isinstance(row, dict) else ()) if isinstance(term, dict))


def _check_whole(document: dict[str, Any], rows: int, theirs: int | None, endpoint: str) -> None:
    """Compare the number of rows with what the other endpoint says: by Virtuoso's header, or by QLever's ``meta``."""
    if theirs is not None and rows >= theirs:
        words = f"it sends {theirs} rows at most, and sent {rows}"
        raise ServiceFailed(f"<{endpoint}> answered in part: {words}.", remedy=_LESS)
    meta = document.get("meta")
    total = meta.get("result-size-total") if isinstance(meta, dict) else None
    if isinstance(total, int) and total > rows:
        words = f"it found {total} rows and sent {rows}"
        raise ServiceFailed(f"<{endpoint}> answered in part: {words}.", remedy=_LESS)


def _written(term: object, endpoint: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, NamedNode):
        return _iri(term.value, endpoint)
    if isinstance(term, Literal):
        text = f'"{term.value.translate(_ESCAPES)}"'
        if term.language is None:
            return f"{text}^^{_iri(term.datatype.value, endpoint)}"
        if not _LANGUAGE.fullmatch(term.language) or term.direction is not None:
            raise ServiceFailed(f"<{endpoint}> answered with a language tag that is none.")
        return f"{text}@{term.language}"
    raise _not_joined(endpoint)


def _iri(value: str, endpoint: str) -> str:
    if value.startswith(_BLANK_OF_VIRTUOSO):
        raise _not_joined(endpoint)
    if not is_absolute_iri(value):
        raise ServiceFailed(f"<{endpoint}> answered with an IRI that is none.")
    return f"<{value}>"


def _not_joined(endpoint: str) -> ServiceFailed:
    return ServiceFailed(
        f"<{endpoint}> answered with a blank node or a triple term, which cannot be joined with anything here.",
        remedy="Select only IRIs and literals inside the call: { SELECT ?a ?b { … } }.",
    )
