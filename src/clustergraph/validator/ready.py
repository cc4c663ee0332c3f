"""Profiles made ready to be asked: shapes and background as indexes, which are made once and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from clustergraph.report import Severity
from clustergraph.sources.rdf import triples_of
from clustergraph.store.scratch import Scratch
from clustergraph.validation.described import described
from clustergraph.validation.functions import FUNCTIONS
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.nearest import Nearest
from clustergraph.validation.profiles import Profile, read_profile
from clustergraph.validation.results import SEVERITIES
from clustergraph.validation.rules import Rule
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.sharing import Known
from clustergraph.validation.slips import Vocabulary
from clustergraph.validation.terms import is_blank, sh
from clustergraph.validator.findings import Judge
from clustergraph.validator.served import classes_asked, served_records


@dataclass(frozen=True)
class Ready:
    """One profile; ``base`` is its background, and ``scratch`` the same for its rules, nothing where it has none.

    ``parties`` are those of the graph that is served with whom others may share a name or an address. ``brought`` tells
    that shapes were sent along.
    """

    judge: Judge
    shapes: Shapes
    rules: tuple[Rule, ...] = ()
    base: TripleIndex | None = None
    scratch: Scratch | None = None
    parties: Known = field(default_factory=Known)
    disallows: tuple[str, ...] = SEVERITIES
    external: str = "none"
    nearest: Nearest | None = None
    vocabulary: Vocabulary | None = None
    brought: bool = False

    def with_shapes(self, sent: Iterable[bytes]) -> "Ready":
        """Add shapes that were sent along (N-Triples); the digest is then that of all of them."""
        texts = [self.shapes.graph.text(), *(renamed(one, f"x{n}") for n, one in enumerate(sent))]
        whole = "".join(texts)
        digest = sha256(whole.encode()).hexdigest()
        version = f"{self.judge.version} with shapes that were sent along".strip()
        shapes = TripleIndex(whole)
        judge = replace(self.judge, version=version, digest=digest)
        return replace(self, judge=judge, shapes=Shapes(shapes), vocabulary=Vocabulary(shapes, self.base), brought=True)


def make_ready(
    root: Path, name: str, *, persons: bool = False, strict: bool = False, served: Path | None = None
) -> Ready:
    """Make a profile ready; ``strict`` takes every finding as one with which data does not conform, as SHACL has it.

    ``served`` is the store of a release that was loaded from files; what it describes is known beside the records of
    the repository. Raises :class:`BadSetting` for a name without a row, :class:`RepositoryError`,
    :class:`SyntaxProblem` and :class:`ReleaseError`.
    """
    return of_profile(read_profile(root, name, persons=persons), strict=strict, served=served)


def of_profile(profile: Profile, *, strict: bool = False, served: Path | None = None) -> Ready:
    """Make a profile ready that has been read; raises as :func:`make_ready` does."""
    background = triples_of(profile.background)
    base = TripleIndex(background) if background else None
    shapes = TripleIndex(triples_of(profile.shapes))
    records = triples_of(profile.described)
    if profile.described and served is not None:
        records += renamed(served_records(served, classes_asked(shapes, base)), "l").encode()
    known = described(records, base)
    if base is not None:
        base.add(known.to_shapes)
    blocking = [sh(level.label) for level in reversed(Severity) if level >= profile.blocking]
    return Ready(
        judge=Judge(profile.name, profile.title, profile.version or "", profile.digest, ""),
        shapes=Shapes(shapes),
        rules=profile.rules,
        base=base,
        scratch=Scratch(background, known.to_rules, FUNCTIONS) if profile.rules else None,
        parties=known.parties,
        disallows=SEVERITIES if strict else tuple(blocking),
        external=profile.external_shapes,
        nearest=None if base is None else Nearest(base),
        vocabulary=Vocabulary(shapes, base),
    )


def renamed(triples: bytes, letter: str) -> str:
    """Give the blank nodes of a graph labels that no other graph has."""
    text = triples.decode()
    return text if "_:" not in text else "".join(_renamed(line, letter) for line in text.splitlines(keepends=True))


def _renamed(line: str, letter: str) -> str:
    subject, predicate, value = line.split(" ", 2)
    subject, value = (f"_:{letter}{term[2:]}" if is_blank(term) else term for term in (subject, value))
    return f"{subject} {predicate} {value}"
