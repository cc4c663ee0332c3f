"""The languages of the pages, and which text of several a reader gets (BCP 47; RFC 4647, section 3.4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from clustergraph.pages.terms import Term


@dataclass(frozen=True)
class Language:
    """A language of the pages: its tag, its own name, and which tags a reader of it is given, best first."""

    tag: str
    name: str
    wanted: tuple[str, ...]

    def best(self, terms: Iterable[Term]) -> Term | None:
        """Choose a text: the reader's language, then the next best, then one without a language, then any."""
        return min(terms, key=self._rank, default=None)

    def place(self, term: Term) -> int:
        """Place a text among others: its language among those that the reader is given, none next to last, any last."""
        tag = term.language.lower()
        for place, wanted in enumerate(self.wanted):
            if tag == wanted or tag.startswith(f"{wanted}-"):
                return place
        return len(self.wanted) + (1 if tag else 0)

    def _rank(self, term: Term) -> tuple[int, int, str]:
        return self.place(term), len(term.value), term.value


ENGLISH = Language("en", "English", ("en",))
LANGUAGES = {
    language.tag: language
    for language in (
        ENGLISH,
        Language("sr-Latn", "Srpski (latinica)", ("sr-latn", "sr-cyrl", "sr", "en")),
        Language("sr-Cyrl", "Српски (ћирилица)", ("sr-cyrl", "sr-latn", "sr", "en")),
    )
}
#: What else readers ask for → the language they get: Serbian without a script, and its nearest relatives.
RELATED = {"sr": "sr-Cyrl", "sr-rs": "sr-Cyrl", "bs": "sr-Latn", "hr": "sr-Latn", "cnr": "sr-Latn", "sh": "sr-Latn"}
