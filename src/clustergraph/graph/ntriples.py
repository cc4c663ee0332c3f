"""Terms and statements as canonical N-Quads text (RDF 1.1 N-Quads; escapes as RDF 1.2 canonical N-Triples has them)."""

_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F]},
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}
XSD = "http://www.w3.org/2001/XMLSchema#"


def iri(value: str) -> str:
    """Write an IRI in angle brackets; raises :class:`ValueError` for characters that an IRI cannot have."""
    if any(character in '<>"{}|^`\\' or character <= " " for character in value):
        raise ValueError(f"not an IRI: {value!r}")
    return f"<{value}>"


def literal(value: str, *, language: str | None = None, datatype: str | None = None) -> str:
    """Write a literal; ``datatype`` is an IRI, left out for xsd:string."""
    quoted = f'"{value.translate(_ESCAPES)}"'
    if language is not None:
        return f"{quoted}@{language}"
    return quoted if datatype in (None, XSD + "string") else f"{quoted}^^{iri(str(datatype))}"


def integer(value: int) -> str:
    """Write an xsd:integer."""
    return literal(str(value), datatype=XSD + "integer")


def statement(subject: str, predicate: str, value: str, graph: str) -> str:
    """Write one quad from terms that are written already, with its line end."""
    return f"{subject} {predicate} {value} {graph} .\n"


def triple(subject: str, predicate: str, value: str) -> str:
    """Write one triple from terms that are written already, with its line end."""
    return f"{subject} {predicate} {value} .\n"
