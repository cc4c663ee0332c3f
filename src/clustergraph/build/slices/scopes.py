"""What each of the 38 categories holds: as rows of correspondences with NACE and with the 51 categories of 2014.

The scopes are indicative, put together by us; the observatory's own concordance is not known. A scope is written with
as few positions as hold exactly its classes. Some of its table's classes are taken out, because nobody would look for
them under the category's name; others that surprise are kept. ``scopes.csv`` beside this module has both, with reasons.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clustergraph.build.slices.nace import REVISIONS, Position, positions
from clustergraph.build.slices.schemes import slug
from clustergraph.build.slices.tables import CATEGORIES_38, CATEGORIES_51
from clustergraph.mapping.correspondences import COLUMNS
from clustergraph.ns import compact
from clustergraph.resources import PACKAGE
from clustergraph.store.replacing import replace_file

Row = tuple[str, str, str, str, str, str]
_JUDGEMENTS = PACKAGE / "build/slices/scopes.csv"
_SURE = {"scope obvious": "high", "plausible": "medium", "weak": "low"}


@dataclass(frozen=True)
class Judgement:
    """That positions are taken ``out`` of the scope of a category in its table, or ``kept`` in it, and why."""

    category: str
    codes: Sequence[str]
    verdict: str
    reason: str


def judgements(number: str) -> list[Judgement]:
    """Read what was judged of classes in a revision, ``1.1`` or ``2``."""
    with _JUDGEMENTS.open(encoding="utf-8", newline="") as table:
        return [
            Judgement(row["category"], codes, row["verdict"], row["reason"])
            for row in csv.DictReader(table)
            if (codes := row[REVISIONS[number].name].split())
        ]


def write_scopes(reference: Path, root: Path) -> list[Path]:
    """Write the three correspondences of the 38 below data/correspondences.

    Raises :class:`ValueError` where the table of the 38 or a judgement on it does not fit.
    """
    folder = root / "data/correspondences"
    return [
        _write(folder / "observatory-category-nace1-1.csv", _scopes(reference, "1.1", "nace11")),
        _write(folder / "observatory-category-nace2.csv", _scopes(reference, "2", "nace2")),
        _write(folder / "observatory-category-traded-category.csv", _successors(reference)),
    ]


def _write(path: Path, rows: Iterable[Row]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    replace_file(path, text.getvalue())
    return path


def _scopes(reference: Path, number: str, column: str) -> Iterator[Row]:
    every = positions(number, reference)
    for row in CATEGORIES_38.rows(reference):
        words = row[f"{column}_spec_indicative"].split()
        if _classes(cover(words, every), every) != set(row[f"{column}_classes"].split()):
            raise ValueError(f"the scope of {row['local_slug']} does not hold the classes that its row lists")
        judged = [one for one in judgements(number) if one.category == row["local_slug"]]
        held = judged_cover(words, judged, every)
        whole = _classes(held, every)
        source, sure = f"observatory-category:{row['local_slug']}", _SURE[row["nace_confidence"]]
        for code in held:
            classes = _classes([code], every)
            kind, note = _part(len(held), len(classes), len(whole))
            said = [note, *_said(judged, classes, every)]
            yield source, compact(REVISIONS[number].address(code)), kind, sure, "scope", " ".join(said)


def judged_cover(words: Sequence[str], judged: Sequence[Judgement], every: Sequence[Position]) -> list[str]:
    """Give the fewest positions that hold a scope without what is taken out of it.

    Raises :class:`ValueError` for a judgement on what the scope does not hold.
    """
    before = _classes(cover(words, every), every)
    for one in judged:
        if not _classes(one.codes, every) <= before:
            raise ValueError(f"the scope of {one.category} does not hold {' '.join(one.codes)}, which is {one.verdict}")
    return cover([*words, *(f"-{code}" for one in judged if one.verdict == "out" for code in one.codes)], every)


def _said(judged: Sequence[Judgement], classes: set[str], every: Sequence[Position]) -> Iterator[str]:
    """Say what is judged of a position of a scope: what is kept in it, and what is taken out of the whole."""
    said: dict[str, list[str]] = {"kept": [], "out": []}
    for one in judged:
        codes = [code for code in one.codes if one.verdict == "out" or _classes([code], every) & classes]
        if codes:
            said[one.verdict].append(f"{', '.join(codes)} ({one.reason})")
    for begins, verdict in (("Kept", "kept"), ("Taken out", "out")):
        if said[verdict]:
            yield f"{begins}: {', '.join(said[verdict])}."


def _part(positions_held: int, classes: int, whole: int) -> tuple[str, str]:
    """Say how a position stands to the indicative scope that it makes up, alone or with others."""
    if positions_held == 1:
        return "closeMatch", "Our indicative scope is this position alone."
    share = f"{classes} of its {whole} classes"
    return "narrowMatch", f"One of the {positions_held} positions of our indicative scope, with {share}."


def cover(words: Sequence[str], every: Sequence[Position]) -> list[str]:
    """Give the fewest positions at or below ``words`` that hold their classes and none of those after a ``-``."""
    below: dict[str, list[str]] = {}
    for position in every:
        below.setdefault(position.above or "", []).append(position.code)
    without = _classes([word[1:] for word in words if word.startswith("-")], every)

    def fitting(code: str) -> list[str]:
        if not _classes([code], every) & without:
            return [code]
        return [found for child in below.get(code, []) for found in fitting(child)]

    return [found for word in words if not word.startswith("-") for found in fitting(word)]


def _classes(codes: Sequence[str], every: Sequence[Position]) -> set[str]:
    """Give the classes at or below positions; raises :class:`ValueError` for a code that no position has."""
    held = set(codes)
    if not held <= {position.code for position in every}:
        raise ValueError(f"not in the classification: {', '.join(sorted(held - {p.code for p in every}))}")
    for position in every:  # parents come first
        if position.above in held:
            held.add(position.code)
    lowest = max(position.level for position in every)
    return {position.code for position in every if position.level == lowest and position.code in held}


def _successors(reference: Path) -> Iterator[Row]:
    """Tie the 38 to the 51: a split is narrower, a merger broader, what was both split and merged only related."""
    traded = {row["code"]: row["name"] for row in CATEGORIES_51.rows(reference) if row["kind"] == "traded"}
    pairs = [
        (row["local_slug"], row["name_porter_style"], code)
        for row in CATEGORIES_38.rows(reference)
        for code in row["successor_51_codes"].split()
    ]
    targets, sources = Counter(pair[0] for pair in pairs), Counter(pair[2] for pair in pairs)
    for local, name, code in pairs:
        same = slug(name) == slug(traded[code])
        ends = f"observatory-category:{local}", f"traded-category:{slug(traded[code])}"
        kind, sure, note = _kind(targets[local], sources[code], same=same)
        yield *ends, kind, sure, "same-name" if same else "names", note
    for code, name in traded.items():
        if code not in sources:
            yield "", f"traded-category:{slug(name)}", "", "medium", "names", "None of the 38 speaks of it."


def _kind(targets: int, sources: int, *, same: bool) -> tuple[str, str, str]:
    if targets == sources == 1:
        name = "The name stayed" if same else "It follows under another name"
        return "closeMatch", "high" if same else "medium", f"{name}; the definition of 2014 was not compared."
    if targets > 1 and sources > 1:
        return "relatedMatch", "low", "Split and merged at once: the two overlap, and neither holds the other."
    if targets > 1:
        return "narrowMatch", "medium", f"One of {targets} into which the category was split."
    return "broadMatch", "medium", f"Merged from {sources} of the 38."
