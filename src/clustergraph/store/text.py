"""Oxigraph's serialisers, with the recommended case of language tags given back."""

from collections.abc import Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from clustergraph.graph.language import restore_in_json_ld, restore_in_turtle


def to_text(
    statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Serialise statements in their order."""
    content = serialize(statements, format=form, prefixes=dict(prefixes or {})) or b""
    return restore_in_json_ld(content) if form == RdfFormat.JSON_LD else restore_in_turtle(content)
