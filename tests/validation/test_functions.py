"""What rules may call: short ways give what the long ones do, and each function is asked by some rule."""

import pytest

from clustergraph.validation import telephones
from clustergraph.validation.functions import FUNCTIONS
from conftest import ROOT

NUMBERS = [f"+381{first}{rest}" for first in "123456789" for rest in ("0000101", "00001010", "1234567", "98765432")]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_serbia_are_known_without_the_library(number: str) -> None:
    """And it says the same."""
    functions = {name.rpartition("/")[2]: function for name, function in FUNCTIONS.items()}

    assert functions["dialled"](number) == telephones.dialled(number) == number
    assert functions["country"](number) == telephones.country(number) == "RS"


def test_every_function_is_asked_by_a_rule_and_described() -> None:
    """None is left over."""
    rules = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shapes/rules").glob("*.rq"))
    readme = (ROOT / "shapes/rules/README.md").read_text(encoding="utf-8")

    for name in FUNCTIONS:
        assert f"function:{name.rpartition('/')[2]}(" in rules
        assert f"`{name.rpartition('/')[2]}`" in readme
