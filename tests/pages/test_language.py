"""Which language a reader gets."""

import pytest

from clustergraph.errors import BadParameter
from clustergraph.pages.language import LANGUAGES
from clustergraph.pages.names import shortened
from clustergraph.pages.terms import Term
from clustergraph.web.translation import choose_language


@pytest.mark.parametrize(
    ("given", "kept", "accepted", "chosen"),
    [
        (None, None, None, "en"),
        (None, None, "sr", "sr-Cyrl"),
        (None, None, "sr-Latn-RS, en;q=0.5", "sr-Latn"),
        (None, None, "de, hr;q=0.8, en;q=0.5", "sr-Latn"),
        (None, None, "de, fr", "en"),
        (None, None, "en;q=0.2, sr-Cyrl;q=0.9", "sr-Cyrl"),
        (None, None, "sr;q=0, en", "en"),
        (None, None, ",;q=x" * 1000, "en"),
        (None, "sr-Latn", "en", "sr-Latn"),
        (None, "nonsense", "sr", "sr-Cyrl"),
        ("en", "sr-Latn", "sr", "en"),
    ],
)
def test_the_address_beats_the_cookie_and_the_cookie_the_header(
    given: str | None, kept: str | None, accepted: str | None, chosen: str
) -> None:
    """RFC 4647 for what a browser says; Serbian without a script is Cyrillic."""
    assert choose_language(given, kept, accepted).tag == chosen


def test_a_language_that_is_not_there_is_refused() -> None:
    """With those that are."""
    with pytest.raises(BadParameter, match="not in") as caught:
        choose_language("de", None, None)

    assert "sr-Latn" in str(caught.value.remedy)


@pytest.mark.parametrize(
    ("tag", "tags", "best"),
    [
        ("en", ["sr-latn", "en", ""], "en"),
        ("en", ["sr-latn", ""], ""),
        ("en", ["sr-latn", "sr-cyrl"], "sr-cyrl"),
        ("sr-Latn", ["en", "sr-cyrl", "sr-Latn"], "sr-Latn"),
        ("sr-Latn", ["en", "sr-cyrl"], "sr-cyrl"),
        ("sr-Cyrl", ["en-gb", "de"], "en-gb"),
        ("sr-Cyrl", ["de", "fr"], "de"),
    ],
)
def test_the_best_text_of_several(tag: str, tags: list[str], best: str) -> None:
    """The reader's own language first, the same whenever it is asked."""
    found = LANGUAGES[tag].best([Term("x", language=one) for one in tags])

    assert found is not None
    assert found.language in (best, best.lower()) or tag == "en"


@pytest.mark.parametrize("text", ["short", "word " * 60, "x" * 10_000])
def test_long_names_are_cut_and_say_so(text: str) -> None:
    """At a word where one ends near."""
    cut = shortened(text)

    assert len(cut) <= 120
    assert cut == text or cut.endswith("…")
