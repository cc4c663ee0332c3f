"""RDF files of anybody → a release: for tests, and for other people's graphs.

Each file becomes a named graph; what it says in named graphs of its own stays there. Blank nodes stay blank nodes, with
labels that follow from the statements alone. Nothing is derived, and nothing is validated unless a profile is named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from clustergraph import resources
from clustergraph.build.release import Built
from clustergraph.build.sealing import write_release
from clustergraph.build.validated import validated_alone
from clustergraph.build.values import Values
from clustergraph.errors import BadParameter, InputError, Place, ValidationFailed
from clustergraph.graph.iri import is_absolute_iri
from clustergraph.iris import GRAPH
from clustergraph.progress import Progress, silent
from clustergraph.report import Finding, Report, Severity
from clustergraph.settings import Settings
from clustergraph.sources.blank import label_blank_nodes
from clustergraph.sources.rdf import SYNTAXES, left_out, parse_document
from clustergraph.store.citations import Citations
from clustergraph.store.datatypes import released
from clustergraph.store.home import Home
from clustergraph.store.release import LOADED
from clustergraph.store.retention import trim
from clustergraph.store.staging import Staging
from clustergraph.validation.profiles import read_profile

#: The profile that asks for nothing.
NONE = "none"
#: The source of what is told of the reading itself.
READING = "reading"
#: Where the graphs of loaded files get their names, unless a base is given.
BASE = GRAPH + "loaded/"


@dataclass(frozen=True)
class Loaded:
    """One file and the name of the graph that its statements go into."""

    path: Path
    graph: str


def find_files(paths: Iterable[Path], base: str, graph: str | None) -> list[Loaded]:
    """List the files to load; folders are searched for files whose suffix is known.

    The name of a graph is ``graph``, or ``base`` and the file's path below the folder that was named, or as it was
    written. Raises :class:`InputError` where a path leads nowhere, :class:`BadParameter` for what is no absolute IRI.
    """
    for option, iri in (("option --base", base), ("option --graph", graph)):
        if iri is not None and not is_absolute_iri(iri):
            raise BadParameter(
                f"“{iri}” is not an absolute IRI.", place=Place(option), remedy="Such as http://a.org/x."
            )
    return [Loaded(path, graph or base + quote(name)) for start in paths for path, name in _below(start)]


def load(settings: Settings, files: list[Loaded], profile: str = NONE, progress: Progress = silent) -> Built:
    """Make a release of files and point the home to it; a loaded release is never stale.

    Raises :class:`SyntaxProblem` with file, line and column, :class:`InputError`, :class:`ValidationFailed` or
    :class:`HomeBusy`.
    """
    home = Home(settings.home)
    with home.lock("build"):
        home.sweep()
        values, told = Values(), list[Finding]()
        staging = _read(files, values, told, progress)
        report = _report(staging, settings, profile, [*told, *values.findings()])
        with home.staging() as folder:
            write_release(folder, staging.payload(), report, LOADED, {}, {}, progress)
            release = home.publish(folder)
        trim(home, settings.releases_kept, Citations(home, settings))
    return Built(release, report)


def _below(start: Path) -> Iterator[tuple[Path, str]]:
    if start.is_dir():
        found = [path for path in sorted(start.rglob("*")) if path.suffix.lower() in SYNTAXES and path.is_file()]
        if not found:
            raise InputError("The folder holds no RDF files.", place=Place(str(start)), remedy=_remedy())
        yield from ((path, path.relative_to(start).as_posix()) for path in found)
    elif start.suffix.lower() not in SYNTAXES:
        raise InputError(f"“{start.suffix}” is no suffix of RDF files.", place=Place(str(start)), remedy=_remedy())
    else:
        inside = not start.is_absolute() and ".." not in start.parts
        yield start, start.as_posix() if inside else start.name


def _remedy() -> str:
    return f"The suffixes are {', '.join(SYNTAXES)}."


def _read(files: list[Loaded], values: Values, told: list[Finding], progress: Progress) -> Staging:
    staging, seen = Staging(), Counter[bytes]()
    for number, file in enumerate(files, start=1):
        try:
            content = file.path.read_bytes()
        except OSError as error:
            raise InputError(f"The file cannot be read: {error.strerror}.", place=Place(str(file.path))) from error
        named = (content, file.path.suffix.lower(), file.graph, str(file.path))
        quads = parse_document(*named)
        told += [Finding(Severity.WARNING, READING, note, place=Place(str(file.path))) for note in left_out(*named)]
        values.look(quads, file.path, file.graph)
        # labels follow from the statements, so that these are first made what they will be
        staging.add(label_blank_nodes(list(released(quads)), str(file.path), seen))
        progress("Read the files", number, len(files))
    return staging


def _report(staging: Staging, settings: Settings, name: str, about_values: list[Finding]) -> Report:
    """Validate what the release will hold, as `clustergraph validate` validates its dump."""
    if name == NONE:
        return Report.of(NONE, Severity.VIOLATION, about_values)
    profile = read_profile(resources.repository(settings.repository), name, persons=settings.publish_persons)
    staging.fill_default_graph()
    found = validated_alone(staging.triples(), profile, settings)
    report = Report.of(profile.name, profile.blocking, [*found, *about_values])
    if report.blocked:
        first = report.blocked[0]
        raise ValidationFailed(
            f"{len(report.blocked)} findings block the release; the first: {first.message}",
            place=first.place,
            remedy=f"Run `clustergraph validate --profile {name}`: it lists them with their lines, and says which "
            "values are held otherwise than they are written. Mend the data, or load it with --profile none.",
        )
    return report
