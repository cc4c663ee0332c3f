"""What a curator must pass beside the shapes: checks on files, names and places that SHACL cannot see.

Each check is a function from the files of the repository to findings with file and line; its name is the finding's
source. ``docs/checks.md`` describes them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clustergraph import iris, ns, resources
from clustergraph.build.correspondences import FOLDER as MAPPINGS
from clustergraph.build.correspondences import INDEX as CORRESPONDENCES
from clustergraph.build.correspondences import correspondences
from clustergraph.build.hygiene import FOLDER as QUESTIONS
from clustergraph.build.ledger import FOLDER as LEDGERS
from clustergraph.build.ledger import ledger_findings
from clustergraph.build.migrations import FOLDER as MIGRATIONS
from clustergraph.build.migrations import deprecated
from clustergraph.build.slices.schemes import ADOPTED
from clustergraph.build.telephones import international
from clustergraph.errors import Place
from clustergraph.report import Finding, Severity
from clustergraph.sources.rdf import Literal, NamedNode, Quad
from clustergraph.sources.repository import GraphFile, graph_files, table
from clustergraph.sources.turtle import canonical_spelling, line_index
from clustergraph.validation.engine import shape_paths
from clustergraph.validation.profiles import Profile

_ADDRESS = ns.expand("schema:url")
_OPTIONAL = "data/optional/"
_REGISTERED = (
    *("cluster", "organisation", "institution", "company", "peer", "network", "project", "programme", "instrument"),
    *("occasion", "product", "standard", "territory", "agent", "source", "town"),
)
#: What no graph is made from, and yet is read: by other parts of a build, or by people.
_READ_OTHERWISE = (
    "data/sources.toml",
    "data/slugs.toml",
    "data/foreign.toml",
    CORRESPONDENCES,
    f"{MAPPINGS}/*.csv",
    ADOPTED.format("*"),
    f"{LEDGERS}/*.csv",
    "data/catalogue.toml",
    "ontology/CHANGES.md",
    "ontology/*.jsonld",
    "ontology/rules/*.ru",
    "ontology/rules/persons/*.ru",
    "ontology/versions/*.ttl",
    f"{MIGRATIONS}/*.ru",
    f"{QUESTIONS}/*.rq",
    "shapes/profiles.toml",
    "shapes/*.ttl",
    "shapes/approved-warnings.txt",
)


@dataclass(frozen=True)
class Curated:
    """The repository as the checks see it: every file that becomes a graph with its quads, and the tables."""

    root: Path
    files: Sequence[tuple[GraphFile, list[Quad]]]
    paths: frozenset[str]

    @classmethod
    def read(cls, root: Path, profile: Profile) -> "Curated":
        """Read; raises :class:`SyntaxProblem` for a file that does not parse."""
        return cls(root, [(file, file.quads()) for file in graph_files(root, persons=True)], shape_paths(profile.known))

    @property
    def records(self) -> Iterator[tuple[GraphFile, list[Quad]]]:
        """The files below data/."""
        return ((file, quads) for file, quads in self.files if file.path.startswith("data/"))


Check = Callable[[Curated], Iterator[Finding]]


def check_repository(root: Path, profile: Profile) -> list[Finding]:
    """Run the checks on which a release depends."""
    curated = Curated.read(root, profile)
    return list(dict.fromkeys(finding for check in CHECKS for finding in check(curated)))


def check_spelling(root: Path) -> list[Finding]:
    """Check that committed Turtle has its one spelling; this touches no fact, so a build does not ask for it."""
    found = []
    for relative, path in hand_written(root):
        text = path.read_text(encoding="utf-8")
        spelt = canonical_spelling(text, both_scripts=relative.parts[0] == "shapes")
        if text != spelt:
            line = _first_difference(text, spelt)
            message = "This is not the one spelling of Turtle; `clustergraph check --fix` writes it."
            found.append(_finding("spelling", message, Place(str(relative), line)))
    return found


def hand_written(root: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Walk the Turtle files that people write; slices are written by their generator, which spells them so."""
    for relative, path in resources.files(root):
        if relative.suffix == ".ttl" and not relative.match("data/reference/*"):
            yield relative, path


def files_that_nothing_reads(curated: Curated) -> Iterator[Finding]:
    """A file in a folder that no graph is made from would be ignored without a word."""
    for relative, _ in resources.files(curated.root):
        read = any(relative.match(pattern) for pattern in _READ_OTHERWISE)
        if not read and (iris.graph_of(relative) is None or relative.suffix != ".ttl"):
            yield _finding("unread-file", "Nothing reads this file; move it or name its folder.", Place(str(relative)))


def blank_nodes_in_records(curated: Curated) -> Iterator[Finding]:
    """A node without a name cannot be cited, annotated or corrected."""
    for file, quads in curated.records:
        nameless = [quad for quad in quads if str(quad.subject).startswith(f"<{iris.GENID}")]
        # the place is that of the statement which leads to the node, where there is one
        leading = [q for q in quads if q not in nameless and str(q.object).startswith(f"<{iris.GENID}")]
        for quad in leading or nameless[:1]:
            yield _at("blank-node", "Give this node an IRI below id/.", file, quad)


def unknown_terms(curated: Curated) -> Iterator[Finding]:
    """Terms and concepts of ours must be defined; what is meant and misspelt would be silently ignored."""
    defined = {q.subject.value for _, quads in curated.files for q in quads if isinstance(q.subject, NamedNode)}
    ours = (ns.PREFIXES["cg"], iris.BASE + "scheme/")
    for file, quads in curated.files:
        for quad in quads:
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith(ours) and term.value not in defined:
                    yield _at("unknown-term", f"{ns.compact(term.value)} is not defined in ontology/.", file, quad)


def deprecated_terms(curated: Curated) -> Iterator[Finding]:
    """What is deprecated has a replacement, and a migration that writes it."""
    old = deprecated(quad for _, quads in curated.files for quad in quads)
    for file, quads in curated.records:
        for quad in quads:
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value in old:
                    yield _at("deprecated-term", _says_what_replaces(term.value, old), file, quad)
    for table_ in correspondences(curated.root):
        for quad in table_.quads:
            mapping = getattr(quad.subject, "value", "")
            if mapping in table_.lines and isinstance(quad.object, NamedNode) and quad.object.value in old:
                place, message = Place(table_.path, table_.lines[mapping]), _says_what_replaces(quad.object.value, old)
                yield _finding("deprecated-term", message, place, mapping)


def _says_what_replaces(term: str, old: Mapping[str, str]) -> str:
    if not old[term]:
        return f"{ns.compact(term)} is deprecated, and nothing replaces it. Take the statement out, or judge anew."
    names = f"{ns.compact(term)} is deprecated; use {ns.compact(old[term])}."
    return f"{names} `clustergraph migrate --write` rewrites Turtle."


def unknown_properties(curated: Curated) -> Iterator[Finding]:
    """A property that no shape speaks of is misspelt, or wants a shape."""
    for file, quads in curated.records:
        for quad in quads:
            if quad.predicate.value not in curated.paths:
                name = ns.compact(quad.predicate.value)
                yield _at("unknown-property", f"No shape speaks of {name}; is it misspelt?", file, quad)


def slugs(curated: Curated) -> Iterator[Finding]:
    """Slugs are allotted once, in data/slugs.toml, and never change or vanish."""
    register = table(curated.root / "data/slugs.toml")
    allotted = {(kind, slug) for kind, rows in register.items() for slug in rows}
    used = set()
    for file, quads in curated.records:
        for quad in quads:
            match = iris.THING.fullmatch(getattr(quad.subject, "value", ""))
            if match and match["kind"] in _REGISTERED and (match["kind"], match["slug"]) not in used:
                used.add((match["kind"], match["slug"]))
                if (match["kind"], match["slug"]) not in allotted:
                    message = f"The slug “{match['slug']}” is not allotted; add it to data/slugs.toml."
                    yield _at("slug-not-allotted", message, file, quad)
    used |= {("source", row["slug"]) for row in table(curated.root / "data/sources.toml").get("source", [])}
    retired = {(kind, slug) for kind, rows in register.items() for slug, row in rows.items() if "retired" in row}
    for kind, slug in sorted(allotted - used - retired):
        message = f"{kind} “{slug}” is allotted and nothing describes it; mark it retired, with what replaces it."
        yield _finding("slug-vanished", message, Place("data/slugs.toml"))


def one_record_for_each_thing(curated: Curated) -> Iterator[Finding]:
    """Two records that describe one node could contradict each other, and a revision would replace only half."""
    homes: dict[str, set[str]] = defaultdict(set)
    for file, quads in curated.records:
        if file.path.startswith(_OPTIONAL):
            continue  # it completes what other records describe, in a graph of its own
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                homes[quad.subject.value].add(file.path)
                if len(homes[quad.subject.value]) > 1:
                    others = ", ".join(sorted(homes[quad.subject.value] - {file.path}))
                    yield _at("two-records", f"This node is described in {others} too.", file, quad)
                    homes[quad.subject.value] = {file.path}


def passages(curated: Curated) -> Iterator[Finding]:
    """A passage must name a source we know and lines that lie in one of its sections."""
    sections = {row["slug"]: row["section"] for row in table(curated.root / "data/sources.toml").get("source", [])}
    for file, quads in curated.files:
        for quad in quads:
            name = quad.object.value if isinstance(quad.object, NamedNode) else ""
            if name.startswith(iris.PASSAGE) and not _within(name, sections):
                message = f"{ns.compact(name)} does not lie in one section of a known source."
                yield _at("passage-outside", message, file, quad)


def telephones(curated: Curated) -> Iterator[Finding]:
    """The E.164 form must follow from what is printed."""
    for file, quads in curated.records:
        printed = {q.subject: q.object for q in quads if q.predicate.value == ns.CG.asPrinted}
        for quad in quads:
            if quad.predicate.value == ns.CG.e164 and isinstance(quad.object, Literal):
                source = printed.get(quad.subject)
                expected = international(source.value) if isinstance(source, Literal) else None
                if expected != quad.object.value:
                    message = f"{quad.object.value} does not follow from what is printed: {expected or 'not a number'}."
                    yield _at("telephone", message, file, quad)


def ledgers(curated: Curated) -> Iterator[Finding]:
    """Every content line of a source is carried by a record, or it is said why not."""
    quads = (quad for file, quads in curated.files if not file.path.startswith(_OPTIONAL) for quad in quads)
    yield from ledger_findings(curated.root, quads)


def foreign_iris(curated: Curated) -> Iterator[Finding]:
    """IRIs of others begin as a row of data/foreign.toml says; web addresses are data."""
    rows = table(curated.root / "data/foreign.toml").get("prefix", [])
    known = (iris.BASE, *(row["begins"] for row in rows))
    for file, quads in curated.files:
        for quad in quads:
            terms = [quad.subject, quad.predicate, *([] if quad.predicate.value == _ADDRESS else [quad.object])]
            for term in terms:
                if isinstance(term, NamedNode) and not term.value.startswith(known):
                    message = f"{term.value} begins like nothing in data/foreign.toml; is it misspelt?"
                    yield _at("foreign-iri", message, file, quad)


CHECKS: tuple[Check, ...] = (
    files_that_nothing_reads,
    blank_nodes_in_records,
    unknown_terms,
    deprecated_terms,
    unknown_properties,
    slugs,
    one_record_for_each_thing,
    passages,
    telephones,
    ledgers,
    foreign_iris,
)


def _within(passage: str, sections: dict[str, list[dict[str, int]]]) -> bool:
    source, first, last = iris.passage_lines(passage)
    return any(row["first"] <= first <= last <= row["last"] for row in sections.get(source, []))


def _first_difference(text: str, spelt: str) -> int:
    pairs = zip(text.splitlines(), [*spelt.splitlines(), ""], strict=False)
    return next((number for number, (left, right) in enumerate(pairs, start=1) if left != right), 1)


def _at(source: str, message: str, file: GraphFile, quad: Quad) -> Finding:
    subject, predicate = getattr(quad.subject, "value", ""), quad.predicate.value
    lines = line_index(file.text)
    line = lines.get((subject, predicate), lines.get((subject, None)))
    return _finding(source, message, Place(file.path, line), subject, predicate)


def _finding(source: str, message: str, place: Place, focus: str | None = None, path: str | None = None) -> Finding:
    return Finding(Severity.VIOLATION, source, message, focus, path, place=place)
