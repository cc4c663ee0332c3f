"""The first rows of an answer, for a page that says that there are more; the evaluation ends there."""

import json
from itertools import islice
from typing import IO, Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from clustergraph.graph.language import recommended_case

#: How many rows an excerpt has.
ROWS = 200
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def write_excerpt(result: QuerySolutions | QueryBoolean, output: IO[bytes]) -> None:
    """Write SPARQL 1.2 Query Results JSON of the first rows, with a member ``more``: whether others follow."""
    if isinstance(result, QueryBoolean):
        content: dict[str, Any] = {"head": {}, "boolean": bool(result), "more": False}
    else:
        names = [variable.value for variable in result.variables]
        rows = [
            {name: _term(term) for name, term in zip(names, row, strict=True) if term is not None}
            for row in islice(result, ROWS + 1)
        ]
        content = {"head": {"vars": names}, "results": {"bindings": rows[:ROWS]}, "more": len(rows) > ROWS}
    output.write(json.dumps(content, ensure_ascii=False).encode())


def _term(term: object) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _term(part) for name, part in parts}}
    if isinstance(term, Literal):
        more = {"datatype": term.datatype.value} if term.datatype.value != _STRING else {}
        if term.language:
            more = {"xml:lang": recommended_case(term.language)}
        if term.direction:
            more["its:dir"] = str(term.direction)
        return {"type": "literal", "value": term.value, **more}
    return {"type": "bnode", "value": cast("BlankNode", term).value}
