"""The commit of a curated build: repository → validated → sealed release → pointer."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clustergraph import __version__, resources
from clustergraph.build.assemble import assemble
from clustergraph.build.checks import check_repository
from clustergraph.build.context import CONTEXT, FRAME
from clustergraph.build.curated import Curated
from clustergraph.build.hygiene import hygiene_findings
from clustergraph.build.notes import note_findings
from clustergraph.build.retired import retired_names
from clustergraph.build.sealing import as_json, write_release
from clustergraph.build.shapes import shape_document, shapes_turtle
from clustergraph.build.validated import validated
from clustergraph.errors import Place, ReleaseError, RepositoryError, ValidationFailed
from clustergraph.mapping.catalogue import catalogue_statements
from clustergraph.mapping.release_description import release_statements
from clustergraph.mapping.void import void_statements
from clustergraph.progress import Progress, silent
from clustergraph.query.catalogue import catalogue
from clustergraph.report import Finding, Report
from clustergraph.settings import Settings
from clustergraph.sources.repository import table
from clustergraph.sources.rules import rule_rows
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.release import FORMAT, Release
from clustergraph.store.retention import trim
from clustergraph.store.staging import Staging
from clustergraph.validation.profiles import Profile, read_profile


@dataclass(frozen=True)
class Built:
    """What a build gives: the release and its report."""

    release: Release
    report: Report


def inputs(settings: Settings) -> str:
    """Digest everything a build depends on: the repository, the named queries, the profile, format and version."""
    queries = "".join(f"{query.name}\0{query.text}" for query in catalogue().values())
    root = resources.repository(settings.repository)
    return resources.fingerprint(
        root, queries, settings.profile, str(settings.publish_persons), str(FORMAT), __version__
    )


def stale(home: Home, settings: Settings) -> str | None:
    """Say why the home needs a build, or ``None`` where its release is what the repository gives."""
    try:
        current = home.current()
    except ReleaseError as error:
        return error.message
    if not current.manifest.loaded and current.manifest.inputs != inputs(settings):
        return "The repository, the named queries, the profile or the program changed since the release was built."
    return None


def build(settings: Settings, progress: Progress = silent) -> Built:
    """Build the repository's release and point the home to it.

    Raises :class:`SyntaxProblem`, :class:`RepositoryError`, :class:`ValidationFailed` (nothing is published then) or
    :class:`HomeBusy`.
    """
    root = resources.repository(settings.repository)
    home = Home(settings.home)
    with home.lock("build"):
        home.sweep()
        before = inputs(settings)
        staging = assemble(root, progress, persons=settings.publish_persons)
        report = _validated(staging, root, settings, progress)
        with home.staging() as folder:
            more = _kept(root, persons=settings.publish_persons)
            fresh = write_release(folder, staging.payload(), report, before, _figures(staging), more, progress)
            _check_descriptions(fresh)
            release = home.publish(folder)
        trim(home, settings.releases_kept, Citations(home, settings))
    return Built(release, report)


def _validated(staging: Staging, root: Path, settings: Settings, progress: Progress) -> Report:
    profile = read_profile(root, settings.profile, persons=settings.publish_persons)
    progress("Validate", 0, 1)
    found = validated(staging.triples(), profile)
    checks = _checked(staging, root, profile) if profile.shapes else ()
    report = Report.of(profile.name, profile.blocking, [*found.findings, *checks])
    progress("Validate", 1, 1)
    if report.blocked:
        first = report.blocked[0]
        raise ValidationFailed(
            f"{len(report.blocked)} findings block the release; the first: {first.message}",
            place=first.place,
            remedy="Run `clustergraph check`: it lists all of them with file and line.",
        )
    return report


def _checked(staging: Staging, root: Path, profile: Profile) -> Iterator[Finding]:
    yield from check_repository(Curated.read(root, profile))
    yield from hygiene_findings(root, staging)
    yield from note_findings(root, staging)


def _texts(root: Path) -> dict[str, Any]:
    path = root / "data/catalogue.toml"
    if not path.is_file():
        raise RepositoryError(
            "The texts of the catalogue are absent.", place=Place(str(path)), remedy="Copy the table that came along."
        )
    return table(path)


def _kept(root: Path, *, persons: bool) -> dict[str, bytes]:
    """Give what a server needs of the repository: texts, retired names, shapes, rules, JSON-LD context and frame."""
    documents = [root / name for name in (CONTEXT, FRAME)]
    return {
        "catalogue.json": as_json(_texts(root)),
        "retired.json": as_json(retired_names(root)),
        "shapes.json": as_json(shape_document(root)),
        "rules.json": as_json({"rules": rule_rows(root, persons=persons)}),
        "dumps/shapes.ttl": shapes_turtle(root),
        **{f"dumps/{path.name}": path.read_bytes() for path in documents if path.is_file()},
    }


def _check_descriptions(release: Release) -> None:
    """Write the descriptions once; raises :class:`RepositoryError` where the table of texts lacks something."""
    described = release.described("http://localhost")
    catalogue_statements(described)
    void_statements(described)
    release_statements(described)


def _figures(staging: Staging) -> dict[str, Any]:
    """Answer the queries that are marked as figures, so that the start page need not ask."""
    return {query.name: staging.rows(query.text) for query in catalogue().values() if query.figure}
