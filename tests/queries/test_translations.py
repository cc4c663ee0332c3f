"""The Serbian texts of the named queries: every text that a reader sees has one, and none is left over."""

import re

from babel.messages.pofile import read_po

from clustergraph.query.catalogue import CATEGORIES, catalogue
from conftest import ROOT

_FROM = ("src/clustergraph/queries/", "src/clustergraph/query/")  # texts of pages refer to templates


def entries() -> dict[str, str]:
    """Give the texts of the named queries with their translations."""
    with (ROOT / "src/clustergraph/web/translations/sr_Cyrl.po").open("rb") as file:
        found = read_po(file, locale="sr_Cyrl", abort_invalid=True)
    assert found.num_plurals == 3
    return {
        str(message.id): str(message.string)
        for message in found
        if any(place.startswith(_FROM) for place, _ in message.locations)
    }


def test_every_text_of_the_named_queries_is_translated() -> None:
    """Summaries, questions and headings; a text that has changed needs another translation."""
    texts = {text for query in catalogue().values() for text in (query.summary, query.question)}

    assert texts | set(CATEGORIES.values()) == set(entries())


def test_every_translation_says_the_same_in_cyrillic() -> None:
    """A question stays one, numbers and codes stay as they are, and no word mixes the scripts."""
    for english, serbian in entries().items():
        assert re.search("[Ѐ-ӿ]", serbian), english
        assert not re.search("[Ѐ-ӿ](?=[A-Za-z])|[A-Za-z](?=[Ѐ-ӿ])", serbian), serbian
        assert ("?" in serbian) == ("?" in english), serbian
        assert set(re.findall(r"\d+", serbian)) == set(re.findall(r"\d+", english)), serbian
