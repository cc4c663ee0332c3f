"""sh:pattern as SPARQL's REGEX has it: XPath's expressions, and what other engines take beside them."""

import pytest

from clustergraph.validation.patterns import compiled


@pytest.mark.parametrize(
    ("pattern", "flags", "matches", "others"),
    [
        (r"^\d{5}$", "", ["11000"], ["11000\n", "1100", "x11000"]),
        (r"^\i\c*$", "", ["abc", "_a-1", "šđ"], ["1bc", "-a", ""]),
        (r"^[a-z-[aeiou]]+$", "", ["xyz"], ["aei", "-", "[]"]),
        (r"^\p{Lu}\p{Ll}+$", "", ["Ђунђер", "Šid"], ["đ", "DJ"]),
        (r"^\P{L}+$", "", ["12 3"], ["a1"]),
        (r"^\p{IsCyrillic}+$", "", ["кластер"], ["klaster"]),
        (r"^.$", "", ["a", "😀"], ["\n", "\r", ""]),
        (r"^.$", "s", ["\n", "\r"], ["ab"]),
        (r"^b$", "m", ["a\nb"], ["ab"]),
        (r"^b$", "", ["b"], ["a\nb", "b\n"]),
        ("a.b", "q", ["xa.bx"], ["axb"]),
        ("A.b", "qi", ["xa.Bx"], ["axb"]),
        ("^ a b # c $", "x", ["ab#c"], ["a b", "ab"]),
        ("^ab$", "i", ["aB", "AB"], ["abc"]),
        (r"^(a)\1$", "", ["aa"], ["a", "ab"]),
        ("^(?!x)a", "", ["a"], ["xa"]),
        (r"\bcluster\b", "", ["a cluster."], ["clusters"]),
        ("", "", ["", "a"], []),
    ],
)
def test_a_pattern_matches(pattern: str, flags: str, matches: list[str], others: list[str]) -> None:
    """What it should, and nothing else."""
    expression = compiled(pattern, flags)

    assert [text for text in [*matches, *others] if expression.search(text)] == matches


@pytest.mark.parametrize(
    ("pattern", "flags"), [("a(", ""), ("[", ""), ("a**", ""), ("a", "z"), ("(?<x", ""), ("a{9,1}", "")]
)
def test_what_is_no_pattern_is_told(pattern: str, flags: str) -> None:
    """With words about it."""
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        compiled(pattern, flags)
