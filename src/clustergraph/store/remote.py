"""The answer of another endpoint → a clause of values that a query of ours can hold.

Nothing of it is trusted: whatever a term holds is checked before it is written, so that no term can become syntax.
"""

import re

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from clustergraph.errors import Limit, ServiceFailed

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]*""")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_VARIABLE = re.compile(r"\w+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def read_values(content: bytes, endpoint: str, most: int) -> str:
    """Write ``VALUES (…) { … }`` in one line from SPARQL 1.1 Query Results JSON.

    Raises :class:`ServiceFailed` for what is no such document, for more than ``most`` rows, and for blank nodes and
    triple terms, which no VALUES can hold (SPARQL 1.1, 10.2).
    """
    try:
        solutions = parse_query_results(content, format=QueryResultsFormat.JSON)
        if not isinstance(solutions, QuerySolutions):
            raise ServiceFailed(f"<{endpoint}> answered with no table of solutions.")
        names = [variable.value for variable in solutions.variables]
        if not all(_VARIABLE.fullmatch(name) for name in names):
            raise ServiceFailed(f"<{endpoint}> answered with a name that no variable can have.")
        rows: list[str] = []
        for solution in solutions:
            if len(rows) == most:
                raise _too_many(endpoint, most)
            rows.append("(" + " ".join(_written(term, endpoint) for term in solution) + ")")
    except (SyntaxError, ValueError) as error:
        raise ServiceFailed(f"The answer of <{endpoint}> cannot be read: {error}.") from error
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(rows)} }}"


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
    raise ServiceFailed(
        f"<{endpoint}> answered with a blank node or a triple term, which cannot be joined with anything here.",
        remedy="Select only IRIs and literals inside the call: { SELECT ?a ?b { … } }.",
    )


def _iri(value: str, endpoint: str) -> str:
    if not _IRI.fullmatch(value):
        raise ServiceFailed(f"<{endpoint}> answered with an IRI that is none.")
    return f"<{value}>"


def _too_many(endpoint: str, most: int) -> ServiceFailed:
    return ServiceFailed(
        f"<{endpoint}> answered with more rows than are taken.",
        limit=Limit("service_max_rows", most, "rows"),
        remedy="Ask it for less: write into the call what its pattern must match, or a LIMIT in a sub-select.",
    )
