r"""The third text of REPLACE as XPath has it: ``$1`` is a group whatever follows, ``\$`` a dollar sign.

SPARQL 1.1, 17.4.3.15 takes it from fn:replace (XPath Functions 3.1, 5.6.4). Oxigraph 0.5.13 hands it to Rust's regular
expressions, to which ``$1_`` is a group of the name “1_”, so that it is nothing, and ``\$`` a backslash and a group.
Only texts that stand in the query are written otherwise.
"""

import re

from clustergraph.query.levels import Known, closing, edited, ends, likely

_MAYBE = re.compile(r"REPLACE", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?:([tbnrf\"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_SIGNS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_PART = re.compile(r"\$(?P<group>[0-9]+)|\\(?P<sign>[\\$])|(?P<text>[^\\$]+)")
_PLAIN = re.compile(r"(?:[^\\$]|\$[0-9](?![0-9A-Za-z_]))*+")  # means the same to both
_OPENS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*+\]|(?P<group>\((?!\?))", re.DOTALL)
_THIRD = 2


def with_groups(text: str) -> str:
    """Write what REPLACE puts in so that Oxigraph reads it as XPath does."""
    if _MAYBE.search(text) is None or ("$" not in text and "\\" not in text) or (known := likely(text)) is None:
        return text
    edits = []
    for at in range(len(known) - 1):
        if known[at].word == "REPLACE" and known[at + 1].text == "(":
            arguments = _arguments(known, at + 1)
            new = _written(known, arguments)
            if new is not None:
                one = known[arguments[_THIRD][0]]
                edits.append((one.start, ends(one), new))
    return edited(text, edits)


def _arguments(known: Known, opened: int) -> list[tuple[int, int]]:
    last, depth = closing(known, opened), known[opened].depth + 1
    commas = [n for n in range(opened, last) if known[n].text == "," and known[n].depth == depth]
    return list(zip([opened + 1, *(n + 1 for n in commas)], [*commas, last], strict=True))


def _written(known: Known, arguments: list[tuple[int, int]]) -> str | None:
    texts = [_text(known, *one) for one in arguments]
    if len(texts) not in {3, 4} or "q" in ((texts[3] or "q") if texts[3:] else ""):
        return None
    pattern, wanted = texts[1], texts[_THIRD]
    if wanted is None or _PLAIN.fullmatch(wanted):
        return None
    groups = None if pattern is None else sum(1 for found in _OPENS.finditer(pattern) if found["group"])
    parts, done = [], 0
    for found in _PART.finditer(wanted):
        if found.start() != done:
            break
        done = found.end()
        parts.append(found["text"] or _group(found["group"], groups) or found["sign"].replace("$", "$$"))
    return _quoted("".join(parts)) if done == len(wanted) else None  # else an error to XPath: left to the engine


def _group(digits: str | None, groups: int | None) -> str:
    """Name a group: by as many digits as there are groups, and one at least (XPath Functions 3.1, 5.6.4)."""
    if digits is None:
        return ""
    taken = next((n for n in range(len(digits), 1, -1) if groups is not None and int(digits[:n]) <= groups), 1)
    return f"${{{digits[:taken]}}}{digits[taken:]}"


def _text(known: Known, first: int, end: int) -> str | None:
    """Give what a text in quotes says, where an argument is one and nothing else."""
    if end != first + 1 or known[first].kind != "string":
        return None
    raw = known[first].text
    width = 3 if raw[:3] in {'"""', "'''"} and len(raw) >= 6 else 1
    return _ESCAPED.sub(_sign, raw[width:-width])


def _sign(found: re.Match[str]) -> str:
    return _SIGNS.get(found[1], found[1]) if found[1] else chr(int(found[2] or found[3], 16))


def _quoted(text: str) -> str:
    for sign, name in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, name)
    return f'"{text}"'
