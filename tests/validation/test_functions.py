"""What rules may call: short ways give what the long ones do, and each function is asked by some rule."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.graph.script import latin
from clustergraph.validation import telephones
from clustergraph.validation.addresses import fault
from clustergraph.validation.functions import FUNCTIONS
from clustergraph.validation.spelling import plain
from conftest import ROOT

NUMBERS = [f"+381{first}{rest}" for first in "123456789" for rest in ("0000101", "00001010", "1234567", "98765432")]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_serbia_are_known_without_the_library(number: str) -> None:
    """And it says the same."""
    functions = {name.rpartition("/")[2]: function for name, function in FUNCTIONS.items()}

    assert functions["dialled"](number) == telephones.dialled(number) == number
    assert functions["country"](number) == telephones.country(number) == "RS"


@given(st.text("абвжшЖШђЂљњџЉЊЏaZ 'ё") | st.text())
def test_texts_without_capitals_of_two_letters_are_written_as_those_with_them(text: str) -> None:
    """Which are gone through letter by letter."""
    assert latin(f"{text} Џ") == f"{latin(text)} Dž"


@given(st.text(st.characters(max_codepoint=127)))
def test_names_in_ascii_are_compared_as_all_others(text: str) -> None:
    """Each word by itself."""
    assert plain(f"{text} Ž") == f"{plain(text)} z".strip()


def test_letters_are_of_the_script_that_their_names_say() -> None:
    """All of Latin, Greek and Cyrillic, but for those that stand for units, or have no script in their name."""
    denied = FUNCTIONS["https://w3id.org/clustergraph/function/deniedInText"]
    for letter in map(chr, range(0x41, 0x530)):
        script = unicodedata.name(letter, "").split(" ")[0]
        if letter.isalpha() and script in ("LATIN", "GREEK", "CYRILLIC") and letter not in "µμΩωΔδπ":
            for tag, own in (("ru", "CYRILLIC"), ("hr", "LATIN"), ("el", "GREEK")):
                assert denied(letter * 3, tag) == (None if script == own else script.title()), letter


def test_no_character_before_the_letterlike_symbols_only_looks_like_a_letter() -> None:
    """So that most texts need not be gone through for them."""
    dressed = ("<font>", "<wide>", "<circle>")
    assert not [one for one in map(chr, range(0x2100)) if unicodedata.decomposition(one).startswith(dressed)]


HOSTS = [
    "example.org",
    "localhost",
    "a.local",
    "127.0.0.1",
    "0x7f.1",
    "printer.lan",
    "x.home.arpa",
    "local.org",
    "a.b-c.rs",
]
RESTS = ["", "/", "/a@b", "?q=a.local", "#@", ":8080/", "\\@evil.example", "/%40", ".", "%2elocal"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("rest", RESTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_plain_addresses_are_judged_as_all_others(scheme: str, host: str, rest: str) -> None:
    """Those whose scheme is in capitals take the long way."""
    short, long = fault(f"{scheme}://{host}{rest}"), fault(f"{scheme.upper()}://{host}{rest}")

    assert short == long


def test_every_function_is_asked_by_a_rule_and_described() -> None:
    """None is left over."""
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shapes/rules").glob("*.rq"))
    readme = (ROOT / "shapes/rules/README.md").read_text(encoding="utf-8")

    for name in FUNCTIONS:
        assert f"function:{name.rpartition('/')[2]}(" in rules
        assert f"`{name.rpartition('/')[2]}`" in readme
