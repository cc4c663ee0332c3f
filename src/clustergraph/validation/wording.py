"""What could not be checked, and what is worth a note, in the languages of the pages; the words are in a table."""

from clustergraph.graph.wording import Gap, Said, Words

_WORDS = Words("clustergraph.validation")


def said(name: str, /, **words: str) -> Said:
    """Give a text of the table; ``words`` fill its gaps."""
    return _WORDS.said(name, **words)


def note(kind: str, /, **words: str) -> Said:
    """Make the note of a kind of the table."""
    return said(f"note.{kind}", **words)


def gap(kind: str, about: str, /, **words: str) -> Gap:
    """Make the sentence on something that could not be checked; ``about`` is the term, shape or address."""
    return Gap.over(said(f"gap.{kind}", about=about, **words), about)
