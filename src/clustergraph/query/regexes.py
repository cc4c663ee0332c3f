"""Regular expressions of XPath (Functions and Operators 3.1, 5.6) as the engine's, which are those of Rust's regex.

Escapes and classes that Rust does not have, or reads otherwise, are written out; what means the same stays. What
cannot be written for Rust raises :class:`Untold`. What is Rust's alone, such as ``(?i)`` and ``\\b``, stays too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

#: Name characters of XML 1.0 (fifth edition, 2.3), to which XML Schema 1.1, part 2, G.4.2.5 points.
_INITIAL = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}\x{200D}\x{2070}-\x{218F}"
    r"\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
_FURTHER = rf"{_INITIAL}\-.0-9\x{{B7}}\x{{300}}-\x{{36F}}\x{{203F}}\x{{2040}}"
_SHORT = {"i": _INITIAL, "c": _FURTHER, "s": r" \t\n\r", "w": r"^\p{P}\p{Z}\p{C}"}
_FLAGS = set("ismxq")
_PLACES = re.compile(
    r"""(?P<named>\\[pP]\{(?P<is>Is)?(?P<name>[^{}]*)\})
    | (?P<short>\\[icIC]) | (?P<even>\\[swSW]) | (?P<back>\\[1-9]) | (?P<escape>\\.)
    | (?P<around>\(\?<?[=!]) | (?P<group>\((?!\?)|\(\?P?<(?![=!])) | (?P<class>\[)
    | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_OF_A_CLASS = re.compile(
    r"""(?P<named>\\[pP]\{(?P<is>Is)?(?P<name>[^{}]*)\}) | (?P<short>\\[icIC]) | (?P<even>\\[swSW]) | (?P<escape>\\.)
    | (?P<less>-\[) | (?P<rust>(?:&&|--|~~)\[) | (?P<doubled>--) | (?P<open>\[) | (?P<close>\]) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CASED = {"named", "short"}  # that have one case of a letter without the other; “even” ones have both or none


class Untold(Exception):
    """An expression that the engine cannot be told: why, and what to write."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy


@lru_cache(maxsize=1024)
def to_rust(pattern: str, flags: str = "") -> tuple[str, str, int]:
    """Give a pattern and its flags as Rust reads them, and how many groups it has; raises :class:`Untold`."""
    unknown = sorted(set(flags) - _FLAGS)
    if unknown:
        raise Untold(f"there is no flag “{unknown[0]}”", "The flags are i, m, s, x and q (XPath Functions 3.1, 5.6.2).")
    if "q" in flags:
        return re.sub(r"([\\^$.|?*+(){}\[\]])", r"\\\1", pattern), "i" * ("i" in flags), 0
    translation = _Translation(_without_blanks(pattern) if "x" in flags else pattern, insensitive="i" in flags)
    try:
        return "".join(translation.parts()), flags.replace("x", ""), translation.groups
    except RecursionError as error:
        raise Untold("its classes are nested too deeply", "Write fewer brackets inside of one another.") from error


def _without_blanks(pattern: str) -> str:
    """Leave out white space outside of classes, as the flag x says."""
    parts, depth, escaped = [], 0, False
    for sign in pattern:
        if depth or sign not in " \t\n\r":
            parts.append(sign)
            depth += 0 if escaped else (sign == "[") - (sign == "]" and depth > 0)
            escaped = sign == "\\" and not escaped
    return "".join(parts)


class _Translation:
    """One pass over a pattern."""

    def __init__(self, pattern: str, *, insensitive: bool) -> None:
        self._pattern = pattern
        self._insensitive = insensitive
        self.groups = 0

    def parts(self) -> Iterator[str]:
        at = 0
        while found := _PLACES.match(self._pattern, at):
            at = found.end()
            kind = found.lastgroup if found["named"] is None else "named"
            if kind == "back":
                raise Untold(f"{found[0]} points back to a group", "Repeat the group itself, or compare with SUBSTR.")
            if kind == "around":
                raise Untold(f"{found[0]} looks around", "Write two conditions: FILTER(REGEX(…) && !REGEX(…)).")
            if kind == "class":
                at, written = self._class(found.start())
                yield written
            elif kind in _CASED:
                written = _set(found)
                yield f"(?-i:{written})" if self._insensitive else written
            elif kind == "even":
                yield _set(found)
            else:
                self.groups += kind == "group"
                yield found[0]

    def _class(self, start: int) -> tuple[int, str]:
        """Write a class that begins at a place; gives the place behind it."""
        at, written, kinds = self._inside(start + 1)
        if not self._insensitive or not kinds & _CASED:
            return at, written
        if "letters" not in kinds:
            return at, f"(?-i:{written})"
        if kinds & {"not", "less"}:
            words = "a class has letters and categories, and the flag i is for the letters only"
            raise Untold(words, "Write both cases of each letter in the class, and leave out the flag i.")
        return at, self._either(start)

    def _either(self, start: int) -> str:
        """Part a class into its categories, which have a case, and the rest."""
        cased, rest, at = "", "", start + 1
        while (found := _OF_A_CLASS.match(self._pattern, at)) and found[0] != "]":
            at = found.end()
            if found["named"] or found["short"]:
                cased += _set(found)
            else:
                rest += _set(found) if found["even"] else _escaped(found[0])
        return f"(?:(?-i:[{cased}])|[{rest}])"

    def _inside(self, at: int) -> tuple[int, str, set[str]]:
        """Write a class from behind its bracket on; tells what is in it."""
        kinds: set[str] = set()
        parts = ["["]
        if hat := self._pattern.startswith("^", at):
            kinds.add("not")
            parts.append("^")
        at = first = at + hat
        while found := _OF_A_CLASS.match(self._pattern, at):
            kind = "named" if found["named"] else found.lastgroup or "other"
            kinds.add(kind)
            at = found.end()
            if kind == "close" and found.start() > first:
                return at, "".join([*parts, "]"]), kinds
            if kind == "less":
                at, less, more = self._inside(at)
                self._check_end(at)
                return at + 1, f"[{''.join(parts)}]--{less}]", kinds | more
            if kind == "doubled":
                raise Untold("“--” in a class has no plain meaning", r"Write a hyphen in a class as \-.")
            if kind in {"open", "rust"}:  # Rust's own: XPath has no bracket here
                at, more_parts, more = self._inside(at)
                parts.append(found[0][:-1] + more_parts)
                kinds |= more
            else:
                kinds |= {"letters"} if found[0].isalpha() else set()
                parts.append(_set(found) if kind in {"even", *_CASED} else _escaped(found[0]))
        raise Untold("a class is not closed", r"Close it with ], and write a bracket as \[.")

    def _check_end(self, at: int) -> None:
        if not self._pattern.startswith("]", at):
            raise Untold("something follows the class that is taken away", "End with it: [a-z-[aeiou]].")


def _escaped(sign: str) -> str:
    r"""Give a part of a class; ``&&`` and ``~~`` would be operators to Rust, ``\d`` and the like stay."""
    return f"\\{sign}" if sign in {"&", "~"} else sign


def _set(found: "re.Match[str]") -> str:
    """Write an escape that stands for many characters as a class."""
    if short := found["short"] or found["even"]:
        inside = _SHORT[short[1].lower()]
        return _negated(inside) if short[1].isupper() else f"[{inside}]"
    if found["is"] is None:
        return found["named"]
    from clustergraph.validation.patterns import block  # few ask for blocks, and elementpath takes long

    ranges = block(found["name"])
    if ranges is None:
        remedy = "Blocks are spelt as Unicode has them, without blanks: IsBasicLatin, IsCyrillic, IsGreekandCoptic."
        raise Untold(f"there is no block of Unicode called “{found['name'][:60]}”", remedy)
    inside = "".join(rf"\x{{{first:X}}}-\x{{{last:X}}}" for first, last in ranges)
    return _negated(inside) if found["named"][1] == "P" else f"[{inside}]"


def _negated(inside: str) -> str:
    return f"[{inside[1:]}]" if inside.startswith("^") else f"[^{inside}]"
