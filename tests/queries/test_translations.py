"""The Serbian texts of the named queries: every text that a reader sees has one, and it says the same."""

import re

import pytest
from babel.messages.pofile import read_po

from clustergraph.query.catalogue import CATEGORIES, catalogue
from clustergraph.web.translation import CATALOGUE

TEXTS = {*CATEGORIES.values(), *(text for query in catalogue().values() for text in (query.summary, query.question))}


@pytest.fixture(scope="module")
def serbian() -> dict[str, str]:
    """The texts of the named queries with their translations."""
    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="sr_Cyrl", abort_invalid=True)
    assert found.num_plurals == 3
    return {str(message.id): str(message.string) for message in found if message.id in TEXTS and message.string}


def test_every_text_is_translated(serbian: dict[str, str]) -> None:
    """Summaries, questions and headings; a text that has changed needs another translation."""
    assert set(serbian) == TEXTS


def test_every_translation_says_the_same_in_cyrillic(serbian: dict[str, str]) -> None:
    """A question stays one, numbers and codes stay as they are, and no word mixes the scripts."""
    for english, said in serbian.items():
        assert re.search("[Ѐ-ӿ]", said), english
        assert not re.search("[Ѐ-ӿ](?=[A-Za-z])|[A-Za-z](?=[Ѐ-ӿ])", said), said
        assert ("?" in said) == ("?" in english), said
        assert set(re.findall(r"\d+", said)) == set(re.findall(r"\d+", english)), said
