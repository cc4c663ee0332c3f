"""What a text goes through before the engine has it: guarded, rewritten, given keys to sort by, looked at for traps.

Each takes some ten microseconds, all together as long as a small answer; most texts come out as they went in, and so do
those that are alike (:mod:`clustergraph.query.likeness`). What is known of a form is kept, and only what names decide
is looked for again.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from clustergraph.query.guard import Passed, check_length, guard
from clustergraph.query.likeness import NAMES, form_of
from clustergraph.query.mending import escape_dots
from clustergraph.query.rewriting import by_contents, rewritten
from clustergraph.query.sorting import with_sort_keys
from clustergraph.query.traps import traps
from clustergraph.query.warnings import Warned, told
from clustergraph.settings import Settings
from clustergraph.store.sealed import Question, SealedStore

_LONGEST = 16_384  # characters of a text that is looked at for traps, and kept
_MOST = 512  # forms that are kept
_PLAIN = Passed(0, [], [], doubtful=False)
#: A question with the texts to try, and the warnings that its asker gets.
Prepared = tuple[Question, tuple[Warned, ...]]


class _Kept(NamedTuple):
    """Of a form: whether the guard has nothing to give but that it passes, and what stands at the end with its keys.

    The end is written for the last characters, as many as ``behind``; ``None`` where it has to be written again.
    """

    passes: bool
    behind: int
    end: str | None


class Preparation:
    """Prepares the questions of one process, whose settings stay as they are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, _Kept] = {}

    def passed(self, text: str) -> Passed:
        """Let a query through or refuse it: raises what :func:`guard` raises."""
        kept = self._kept.get(form_of(text))
        if kept is None or not kept.passes:
            return guard(text, self._settings)
        check_length(text, self._settings)
        return _PLAIN

    def prepared(
        self, store: SealedStore, question: Question, asked: str, passed: Passed, mended: str | None = None
    ) -> Prepared:
        """Rewrite it, and look what there is to tell.

        ``asked`` is its text before calls were answered, ``mended`` what is evaluated where that does not parse. Raises
        what :func:`rewritten` raises.
        """
        text = escape_dots(question.text) if mended is None else mended
        as_asked = text == asked
        if as_asked and (kept := self._kept.get(form_of(text))) and by_contents(text) == text:
            return replace(question, evaluated=_keyed(text, kept)), ()
        new, warnings, by_names = rewritten(text, partial(store.lacking, question), self._settings)
        found = told([*warnings, *(traps(asked) if len(asked) <= _LONGEST else ())])
        kept = _Kept(passed.plain, *_end(new))
        if as_asked and new == text and not found and not by_names and len(text) <= _LONGEST:
            self._keep(form_of(text), kept)
        return replace(question, evaluated=_keyed(new, kept), as_written=new == text), found

    def _keep(self, form: str, kept: _Kept) -> None:
        if len(self._kept) >= _MOST:
            self._kept.clear()  # they are found out again
        self._kept[form] = kept


def _end(text: str) -> tuple[int, str | None]:
    """Give the part of a text that gets keys, and no name is in: its length, and how it is written with them."""
    keyed = with_sort_keys(text)
    if keyed is None:
        return 0, ""
    same = next(place for place, (one, other) in enumerate(zip(text, keyed, strict=False)) if one != other)
    return (len(text) - same, keyed[same:]) if NAMES.search(text, same) is None else (0, None)


def _keyed(text: str, kept: _Kept) -> Sequence[str]:
    """Give the texts to try: with keys to sort by, and without."""
    if kept.end is None:
        keyed = with_sort_keys(text)
        return [text] if keyed is None else [keyed, text]
    return [text[: len(text) - kept.behind] + kept.end, text] if kept.behind else [text]
