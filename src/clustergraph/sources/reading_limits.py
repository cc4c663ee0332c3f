"""How much of what strangers send is read."""

from dataclasses import dataclass

from clustergraph.settings import Settings


@dataclass(frozen=True)
class ReadingLimits:
    """The settings ``content_max_…``: bytes unpacked, statements, levels, bytes of a term, attributes of an element,
    terms of contexts, times of packing.
    """

    size: int
    statements: int
    nesting: int
    term: int
    attributes: int
    terms: int
    ratio: int

    @classmethod
    def of(cls, settings: Settings) -> "ReadingLimits":
        """Take them from the settings."""
        return cls(
            size=settings.content_max_bytes,
            statements=settings.content_max_statements,
            nesting=settings.content_max_nesting,
            term=settings.content_max_term,
            attributes=settings.content_max_attributes,
            terms=settings.content_max_terms,
            ratio=settings.content_max_ratio,
        )
