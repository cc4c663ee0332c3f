"""What a curator must pass beside the shapes: checks on files, names and places that SHACL cannot see.

Each check is a function from the files of the repository to findings with file and line; its name is the finding's
source. ``docs/checks.md`` describes them.
"""

from collections import defaultdict
from collections.abc import Iterator

from clustergraph import iris, ns, resources
from clustergraph.build.correspondences import FOLDER as MAPPINGS
from clustergraph.build.correspondences import INDEX as CORRESPONDENCES
from clustergraph.build.curated import Check, Curated, at, finding
from clustergraph.build.hygiene import FOLDER as QUESTIONS
from clustergraph.build.ledger import FOLDER as LEDGERS
from clustergraph.build.ledger import ledger_findings
from clustergraph.build.migrations import FOLDER as MIGRATIONS
from clustergraph.build.notes import FOLDER as NOTES
from clustergraph.build.slices.schemes import ADOPTED
from clustergraph.build.term_checks import deprecated_terms, foreign_iris, unknown_properties, unknown_terms
from clustergraph.build.values import values_held_otherwise
from clustergraph.errors import Place
from clustergraph.report import Finding
from clustergraph.sources.rdf import Literal, NamedNode
from clustergraph.sources.repository import table
from clustergraph.validation.telephones import Number, numbers

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
    f"{NOTES}/*.csv",
    f"{NOTES}/*.rq",
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
    "shapes/*/*.ttl",
    "shapes/rules/*.rq",
    "shapes/rules/README.md",
    "shapes/versions.toml",
    "shapes/versions/*/*.ttl",
    "shapes/approved-warnings.txt",
)


def check_repository(curated: Curated) -> list[Finding]:
    """Run the checks on which a release depends."""
    return list(dict.fromkeys(found for check in CHECKS for found in check(curated)))


def files_that_nothing_reads(curated: Curated) -> Iterator[Finding]:
    """A file in a folder that no graph is made from would be ignored without a word."""
    for relative, _ in resources.files(curated.root):
        read = any(relative.match(pattern) for pattern in _READ_OTHERWISE)
        if not read and (iris.graph_of(relative) is None or relative.suffix != ".ttl"):
            yield finding("unread-file", "Nothing reads this file; move it or name its folder.", Place(str(relative)))


def blank_nodes_in_records(curated: Curated) -> Iterator[Finding]:
    """A node without a name cannot be cited, annotated or corrected."""
    for file, quads in curated.records:
        nameless = [quad for quad in quads if str(quad.subject).startswith(f"<{iris.GENID}")]
        # the place is that of the statement which leads to the node, where there is one
        leading = [q for q in quads if q not in nameless and str(q.object).startswith(f"<{iris.GENID}")]
        for quad in leading or nameless[:1]:
            yield at("blank-node", "Give this node an IRI below id/.", file, quad)


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
                    yield at("slug-not-allotted", message, file, quad)
    used |= {("source", row["slug"]) for row in table(curated.root / "data/sources.toml").get("source", [])}
    retired = {(kind, slug) for kind, rows in register.items() for slug, row in rows.items() if "retired" in row}
    for kind, slug in sorted(allotted - used - retired):
        message = f"{kind} “{slug}” is allotted and nothing describes it; mark it retired, with what replaces it."
        yield finding("slug-vanished", message, Place("data/slugs.toml"))


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
                    yield at("two-records", f"This node is described in {others} too.", file, quad)
                    homes[quad.subject.value] = {file.path}


def passages(curated: Curated) -> Iterator[Finding]:
    """A passage must name a source we know and lines that lie in one of its sections."""
    sections = {row["slug"]: row["section"] for row in table(curated.root / "data/sources.toml").get("source", [])}
    for file, quads in curated.files:
        for quad in quads:
            name = quad.object.value if isinstance(quad.object, NamedNode) else ""
            if name.startswith(iris.PASSAGE) and not _within(name, sections):
                message = f"{ns.compact(name)} does not lie in one section of a known source."
                yield at("passage-outside", message, file, quad)


def telephones(curated: Curated) -> Iterator[Finding]:
    """The E.164 form and the extension must follow from what is printed."""
    for file, quads in curated.records:
        printed, extensions = (
            {q.subject: q.object.value for q in quads if q.predicate.value == name and isinstance(q.object, Literal)}
            for name in (ns.CG.asPrinted, ns.CG.extension)
        )
        for quad in quads:
            if quad.predicate.value == ns.CG.e164 and isinstance(quad.object, Literal):
                found = numbers(printed.get(quad.subject, ""))
                extension = extensions.get(quad.subject)
                if Number(quad.object.value, extension) not in found:
                    stated, read = _dialled(Number(quad.object.value, extension)), " and ".join(map(_dialled, found))
                    message = f"{stated} does not follow from what is printed: {read or 'not a number'}."
                    yield at("telephone", message, file, quad)


def _dialled(number: Number) -> str:
    return f"{number.e164} with extension {number.extension}" if number.extension else number.e164


def ledgers(curated: Curated) -> Iterator[Finding]:
    """Every content line of a source is carried by a record, or it is said why not."""
    quads = (quad for file, quads in curated.files if not file.path.startswith(_OPTIONAL) for quad in quads)
    yield from ledger_findings(curated.root, quads)


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
    values_held_otherwise,
)


def _within(passage: str, sections: dict[str, list[dict[str, int]]]) -> bool:
    source, first, last = iris.passage_lines(passage)
    return any(row["first"] <= first <= last <= row["last"] for row in sections.get(source, []))
