"""The texts of pages in Serbian: all of them are there, fit their places, and are the same in both scripts."""

import re
import string

import pytest

from clustergraph.graph.script import latin
from clustergraph.web.messages import gathered, untranslated, written
from clustergraph.web.translation import CATALOGUE

_PLACES = re.compile(r"%\((\w+)\)s")


def test_every_text_has_its_words() -> None:
    """Whoever adds a text runs `python -m clustergraph.web.messages` and writes the Serbian one."""
    assert untranslated(gathered()) == []


def test_the_catalogue_is_what_is_gathered() -> None:
    """Nothing is left over, and the order is the same."""
    assert CATALOGUE.read_bytes() == written(gathered())


@pytest.mark.parametrize("message", [message for message in gathered() if message.id], ids=lambda one: str(one.id)[:40])
def test_a_text_fits_its_place(message) -> None:
    """The same things are put in, it begins and ends alike, and it is in Cyrillic where it has words."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)

    for said in strings:
        assert set(_PLACES.findall(said)) == set(_PLACES.findall(ids[-1]))
        assert said.strip() == said
        assert (said[-1] in ".:?!") == (ids[0][-1] in ".:?!")
        assert (
            latin(said) != said
            or not set(_PLACES.sub("", ids[0])) - set(string.digits + string.punctuation)
            or said == ids[0]
        )
