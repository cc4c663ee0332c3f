"""Turtle documents in the one spelling, put behind each other."""

from collections.abc import Iterable

from clustergraph.ns import PREFIXES

#: How the spelling declares a prefix → how Turtle that older readers take, too, declares it.
_PREFIX_LINES = {
    f"PREFIX {prefix}: <{namespace}>\n": f"@prefix {prefix}: <{namespace}> .\n"
    for prefix, namespace in PREFIXES.items()
}


def merged(texts: Iterable[str]) -> str:
    """Put Turtle documents in the one spelling behind each other, their prefixes once at the head.

    The spelling has no labels of blank nodes, so that none can be taken for one of another document.
    """
    heads: set[str] = set()
    bodies = []
    for text in texts:
        lines = text.splitlines(keepends=True)
        heads |= {_PREFIX_LINES[line] for line in lines if line in _PREFIX_LINES}
        bodies.append("".join(line for line in lines if line not in _PREFIX_LINES).strip("\n") + "\n")
    return "".join(sorted(heads)) + "".join(f"\n{body}" for body in bodies)
