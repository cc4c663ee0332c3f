"""Texts that are alike in language where each may have one: which language, and which texts.

A result of ``sh:uniqueLang`` has no value (SHACL, section 4.4.5); there is one for each language that is used twice.
"""

from collections.abc import Iterator, Sequence

from clustergraph.graph.language import recommended_case
from clustergraph.graph.ntriples import literal
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.property_paths import follow
from clustergraph.validation.results import Result
from clustergraph.validation.terms import language, sh
from clustergraph.validation.terms import literal as parts
from clustergraph.validator.wording import shown

UNIQUE_LANG = sh("UniqueLangConstraintComponent")
_MANY = 4  # texts that are told


def alike(results: Sequence[Result], data: TripleIndex) -> dict[int, tuple[str, ...]]:
    """Give for results of ``sh:uniqueLang`` (by their place) the literals of one language."""
    waiting: dict[tuple[str, str], Iterator[tuple[str, ...]]] = {}
    found: dict[int, tuple[str, ...]] = {}
    for place, result in enumerate(results):
        if result.component == UNIQUE_LANG and result.path is not None:
            key = (result.focus, result.shape)
            groups = waiting.setdefault(key, _groups(follow(data, result.path)(result.focus)))
            found[place] = next(groups, ())
    return {place: texts for place, texts in found.items() if texts}


def told(texts: Sequence[str]) -> str:
    """Write the language and its texts."""
    more = ", …" if len(texts) > _MANY else ""
    return f"@{recommended_case(language(texts[0]))}: {', '.join(shown(one) for one in texts[:_MANY])}{more}"


def with_texts(messages: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Write them behind messages (literals)."""
    return tuple(
        literal(f"{words} {told(texts)}.", language=tag) for words, _, tag in (parts(message) for message in messages)
    )


def _groups(values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    by_tag: dict[str, list[str]] = {}
    for value in values:
        if tag := language(value):
            by_tag.setdefault(tag, []).append(value)
    return (tuple(texts) for _, texts in sorted(by_tag.items()) if len(texts) > 1)
