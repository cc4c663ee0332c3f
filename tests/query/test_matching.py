"""Patterns that stand in a query, compared with what XPath says of them; those that cannot be told are refused."""

import re
from collections.abc import Callable
from unicodedata import category

import pytest
from elementpath.regex import translate_pattern
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Store

from clustergraph.errors import QueryRefused
from clustergraph.query.matching import write_patterns

TEXTS = ["", "a", "A", "e1", "x_y", " ", "\u00a0", "\t", "é", "Ж", "α&~", "1٣", "a-b", "^[]", "ab\ncd", "$", "ſk"]
SIGNS = sorted(set("".join(TEXTS)))
Signs = frozenset[str]


def those(holds: Callable[[str], bool]) -> Signs:
    return frozenset(filter(holds, SIGNS))


_INITIAL = those(lambda sign: sign.isalpha() or sign in ":_٣")  # U+0663 is in a range of XML 1.0
_FURTHER = _INITIAL | those(lambda sign: sign in "-." or category(sign) == "Nd")
#: An escape → the characters of the texts that it stands for (XML Schema 1.1, part 2, G.4.2), each with its opposite.
SETS = {
    "i": _INITIAL,
    "c": _FURTHER,
    "s": frozenset(" \t\n\r") & frozenset(SIGNS),
    "w": those(lambda sign: category(sign)[0] not in "PZC"),
    "d": those(lambda sign: category(sign) == "Nd"),
    "p{L}": those(lambda sign: category(sign)[0] == "L"),
    "p{Lu}": those(lambda sign: category(sign) == "Lu"),
    "p{IsBasicLatin}": those(str.isascii),
    "p{IsCyrillic}": frozenset("Ж"),
    "p{IsGreek}": frozenset("α"),
}
ESCAPES = {f"\\{name}": signs for name, signs in SETS.items()} | {
    f"\\{name[0].upper()}{name[1:]}": frozenset(SIGNS) - signs for name, signs in SETS.items()
}
PLAIN = {"a-e": "abcde", "A": "A", "1-3": "123", "&&": "&", "~~": "~", "Ж": "Ж", " ": " ", r"\^": "^", r"\-": "-",
         r"\n": "\n", r"\[": "[", r"\\": "\\", "$": "$"}  # fmt: skip
ITEMS = st.lists(
    st.sampled_from([*ESCAPES.items(), *((name, frozenset(signs)) for name, signs in PLAIN.items())]),
    min_size=1,
    max_size=3,
    unique=True,
).map(lambda items: ("".join(name for name, _ in items), frozenset().union(*(signs for _, signs in items))))


def written(signs: Signs) -> str:
    """Write a set for Python's regular expressions."""
    return f"[{''.join(map(re.escape, sorted(signs)))}]" if signs else "(?!)"


def in_brackets(items: tuple[str, Signs], less: tuple[str, Signs] | None, *, hat: bool) -> tuple[str, str]:
    signs = (frozenset(SIGNS) - items[1] if hat else items[1]) - (less[1] if less else frozenset())
    return f"[{'^' * hat}{items[0]}{f'-[{less[0]}]' if less else ''}]", written(signs)


CLASSES = st.builds(in_brackets, ITEMS, st.none() | ITEMS, hat=st.booleans())
ATOMS = (
    CLASSES
    | st.sampled_from([(name, written(signs)) for name, signs in ESCAPES.items()])
    | st.sampled_from([(one, one) for one in ("a", "Ж", "(e|1)", "(?:x)", r"\$", r"\\", r"\.", r"\n", " ")])
)
PATTERNS = st.lists(st.tuples(ATOMS, st.sampled_from(["", "?", "*", "+", "{1,2}", "+?"])), min_size=1, max_size=3).map(
    lambda parts: tuple("".join(atom[side] + often for atom, often in parts) for side in (0, 1))
)


def matches(pattern: str, flags: str, text: str) -> bool:
    """Ask the engine what is evaluated in the place of a call."""
    query = write_patterns(f"ASK {{ FILTER(REGEX({Literal(text)}, {Literal(pattern)}, {Literal(flags)})) }}")
    return bool(Store().query(query))


@settings(deadline=None)
@given(pattern=PATTERNS, whole=st.booleans())
def test_a_pattern_means_what_xpath_says(pattern: tuple[str, str], whole: bool) -> None:
    """On texts of all kinds: escapes, classes with some taken away, blocks of Unicode, quantifiers."""
    asked, python = (f"^(?:{one})$" if whole else one for one in pattern)
    compiled = re.compile(python[:-1] + r"\Z" if whole else python)

    for text in TEXTS:
        assert matches(asked, "", text) == bool(compiled.search(text)), text


@pytest.mark.parametrize(
    "pattern", [r"[\i-[a-c]]\c*", r"\p{IsCyrillic}+", r"[^a-e]", r"[\p{L}-[\P{IsGreek}]]", r"[\w_]-"]
)
def test_elementpath_agrees(pattern: str) -> None:
    """Another reader of XPath's expressions, where it has no fault of its own."""
    compiled = re.compile(translate_pattern(pattern, 0, "1.1"))

    assert [text for text in TEXTS if matches(pattern, "", text)] == [text for text in TEXTS if compiled.search(text)]


@pytest.mark.parametrize(
    ("pattern", "flags", "yes", "no"),
    [
        (r"^\p{Lu}b$", "i", ["AB", "Ab"], ["ab"]),
        (r"^[\p{Lu}b]+$", "i", ["AbB"], ["ab"]),
        (r"^[^\p{Lu} ]$", "i", ["a"], ["A", " "]),
        (r"^[\w-]+$", "i", ["a-B"], ["_"]),
        (r"^[^\sk]$", "i", ["a"], ["K", "\n"]),
        ("a.b [c]", "qx", ["a.b [c]"], ["axb c", "a.b[c]"]),
        ("A+", "qi", ["a+"], ["aa"]),
        ("^ a b [ ] c#", "x", ["ab c#"], ["a b c#"]),
        (r"^[a-z-[aeiou-[e]]]$", "", ["b", "e"], ["a"]),
        (r"^[^a-z-[A-Z]]$", "", ["1"], ["a", "A"]),
        ("^b$", "m", ["a\nb"], ["ab"]),
        ("(?i)^wood\\b", "", ["Wood cluster"], ["woods"]),
        ("^[a[b]&&[b]]$", "", ["b"], ["a"]),
    ],
)
def test_flags_and_what_is_rusts(pattern: str, flags: str, yes: list[str], no: list[str]) -> None:
    """The flag i leaves categories as they are (XPath Functions 3.1, 5.6.2), q makes all signs plain."""
    assert [text for text in [*yes, *no] if matches(pattern, flags, text)] == yes


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("REPLACE('ab', '(a)', '$1_')", "a_b"),
        ("REPLACE('ab', '(a)', '$12')", "a2b"),
        ("REPLACE('ab', '(a)(b)', '$2$1x')", "bax"),
        ("REPLACE('ab', 'a', '$0$0')", "aab"),
        ("REPLACE('5 euro', 'euro', '\\\\$')", "5 $"),
        ('REPLACE("a/b", "/", """\\\\\\\\""")', "a\\b"),
        ("REPLACE('a.b', '.', '$1', 'q')", "a$1b"),
        ("REPLACE('ab', '(a)', '${1}_$$')", "a_$b"),
        ("REPLACE('ab', CONCAT('(', 'a)'), '$1_')", "a_b"),
        ("REPLACE(REPLACE('x_y', '\\\\w', 'w'), '[^w]+', '\\u002D', 'i')", "w-w"),
        ("REPLACE('a b', '\\\\s', '')", "ab"),
        ("IF(REGEX('REGEX(1, \"(\")', 'REGEX'), 'yes', 'no') # REGEX(?x, '(')\n", "yes"),
    ],
)
def test_what_replace_puts_in(call: str, wanted: str) -> None:
    """Groups and dollars as XPath has them (5.6.4), and those of the engine."""
    found = next(iter(Store().query(write_patterns(f"SELECT ({call} AS ?x) {{}}"))))["x"]  # type: ignore[union-attr]
    assert found.value == wanted


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (r"REGEX(?x, '^(ab)\\1$')", "back to a group"),
        (r"REPLACE(?x, 'a(?=b)', '')", "looks around"),
        (r"REGEX(?x, '(?<!a)b')", "looks around"),
        (r"REGEX(?x, '\\p{IsNowhere}')", "no block of Unicode called “Nowhere”"),
        (r"REGEX(?x, '\\p{Nope}')", "none of XPath's"),
        ("REGEX(?x, '(')", "none of XPath's"),
        ("REGEX(?x, '[a')", "not closed"),
        (f"REGEX(?x, '{'[a' * 2000}')", "nested too deeply"),
        ("REGEX(?x, '[a--b]')", "no plain meaning"),
        ("REGEX(?x, '[a-z-[e]x]')", "taken away"),
        (r"REGEX(?x, '[^\\p{Lu}a]', 'i')", "the flag i"),
        ("REGEX(?x, 'a', 'g')", "no flag “g”"),
        (r"REGEX(?x, '\\i', ?flags)", "flags, which are computed"),
        (r"REPLACE(?x, 'a', '\\n')", "a backslash in what it puts in"),
    ],
)
def test_what_cannot_be_told_is_refused(call: str, said: str) -> None:
    """With its place and what to write, where it would find nothing or something else."""
    with pytest.raises(QueryRefused, match=said) as refused:
        write_patterns(f"SELECT * {{\n FILTER(1 = 1 && {call}) }}")

    assert refused.value.place is not None
    assert refused.value.place.line == 2
    assert refused.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o FILTER(REGEX(?o, ?p, 'i')) }",
        "SELECT * { FILTER(REGEX(?o, 'a[b-d]+|[0-9]{2}$', 'i') || REPLACE(?o, 'x', ?y) = '(') }",
        "SELECT * { ?s <x:REGEX> '(' FILTER(REGEX(?o)) # REGEX(?x, '(')\n }",
        "SELECT * { FILTER(REGEX(?o<'x>b', '(')) }",
    ],
)
def test_what_means_the_same_is_left(text: str) -> None:
    """And what is computed, or no call."""
    assert write_patterns(text) == text
