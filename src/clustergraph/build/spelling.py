"""The one spelling of committed Turtle, checked."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from clustergraph import resources
from clustergraph.build.curated import finding
from clustergraph.errors import Place
from clustergraph.report import Finding
from clustergraph.sources.turtle import canonical_spelling


def check_spelling(root: Path) -> list[Finding]:
    """Check that committed Turtle has its one spelling; this touches no fact, so a build does not ask for it."""
    found = []
    for relative, path in hand_written(root):
        text = path.read_text(encoding="utf-8")
        spelt = canonical_spelling(text, both_scripts=relative.parts[0] == "shapes")
        if text != spelt:
            line = _first_difference(text, spelt)
            message = "This is not the one spelling of Turtle; `clustergraph check --fix` writes it."
            found.append(finding("spelling", message, Place(str(relative), line)))
    return found


def hand_written(root: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Walk the Turtle files that people write; programs spell slices and kept versions so."""
    for relative, path in resources.files(root):
        if relative.suffix == ".ttl" and not any(map(relative.match, ("data/reference/*", "shapes/versions/*/*"))):
            yield relative, path


def _first_difference(text: str, spelt: str) -> int:
    pairs = zip(text.splitlines(), [*spelt.splitlines(), ""], strict=False)
    return next((number for number, (left, right) in enumerate(pairs, start=1) if left != right), 1)
