"""Looks a home and its machine over, one question at a time; the answers are what ``clustergraph doctor`` prints."""

import asyncio
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version

from clustergraph import resources
from clustergraph.build.release import stale
from clustergraph.errors import ClustergraphError
from clustergraph.graph.digest import LineDigest
from clustergraph.query.service import QueryService
from clustergraph.settings import Settings
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.release import damaged_files
from clustergraph.store.sealed import Question, SealedStore
from clustergraph.store.statistics import count

_LIBRARIES = ("pyoxigraph", "rdflib", "flask", "granian")
_TOLD = 5  # names of citations
_LEAST_FREE = 200 * 1_048_576


@dataclass(frozen=True)
class Answer:
    """One thing that was looked at; ``remedy`` says what to do where it is not well."""

    name: str
    well: bool
    detail: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Answer]:
    """Look at each thing in turn; an error of ours becomes an answer that is not well."""
    for name, look in _LOOKS:
        try:
            yield look(settings)
        except ClustergraphError as error:
            yield Answer(name, well=False, detail=error.message, remedy=error.remedy or "")


def _python(_: Settings) -> Answer:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    detail = f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}"
    return Answer("Python", sys.version_info >= (3, 11), detail, "Use Python 3.11 or newer.")


def _repository(settings: Settings) -> Answer:
    root = resources.repository(settings.repository)
    return Answer("repository", well=True, detail=f"{root}, {len(list(resources.files(root)))} files")


def _room(settings: Settings) -> Answer:
    folder = next(path for path in (settings.home.absolute(), *settings.home.absolute().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    detail = f"{free // 1_048_576:,} MiB free".replace(",", " ")
    return Answer("disk", free >= _LEAST_FREE, detail, "Free some space, or give another --home.")


def _pointer(settings: Settings) -> Answer:
    release = Home(settings.home).current()
    return Answer("release", well=True, detail=f"{release.manifest.digest}, built {release.manifest.built}")


def _freshness(settings: Settings) -> Answer:
    reason = stale(Home(settings.home), settings)
    return Answer(
        "freshness", reason is None, reason or "the repository gives this release", "Run `clustergraph build`."
    )


def _files(settings: Settings) -> Answer:
    release = Home(settings.home).current()
    damaged = damaged_files(release)
    detail = f"damaged: {', '.join(damaged)}" if damaged else f"{len(release.manifest.files)} files are as written"
    return Answer("files", not damaged, detail, "Run `clustergraph build`.")


def _digest(settings: Settings) -> Answer:
    release = Home(settings.home).current()
    digest = LineDigest()
    digest.add(SealedStore(release.store).payload())
    well = digest.hexdigest() == release.manifest.digest
    detail = "the sealed store gives the digest again" if well else f"the sealed store gives {digest.hexdigest()}"
    return Answer("digest", well, detail, "The store was changed after sealing; run `clustergraph build`.")


def _statistics(settings: Settings) -> Answer:
    release = Home(settings.home).current()
    counted, said = count(SealedStore(release.store).payload()), release.statistics()
    differing = sorted(name for name in counted.keys() | said.keys() if counted.get(name) != said.get(name))
    detail = f"not as counted: {', '.join(differing)}" if differing else f"{said['classes']} classes are as counted"
    return Answer("statistics", not differing, detail, "Run `clustergraph build`.")


def _citations(settings: Settings) -> Answer:
    home = Home(settings.home)
    citations = Citations(home, settings)
    wrong = [f"{name} {words}" for name, words in citations.differences().items()]
    pinned = citations.pinned()
    found = {digest: home.find(digest) for digest in pinned}
    lost = sorted(digest for digest, release in found.items() if release is None or damaged_files(release))
    ill = []
    if lost:
        ill.append((f"not whole: {', '.join(lost)}", "Take the folders from a copy, or load the dumps again."))
    if wrong:
        mend = "Restore what cannot be read from a copy, then run `clustergraph citations --rebuild`."
        ill.append((_some(wrong), mend))
    well = f"{len(pinned)} of {settings.citations_releases_max} releases are cited, and whole"
    detail, remedy = "; ".join(words for words, _ in ill), " ".join(words for _, words in ill)
    return Answer("citations", not ill, detail or well, remedy)


def _some(words: list[str]) -> str:
    return "; ".join([*words[:_TOLD], *([f"{len(words) - _TOLD} more"] if len(words) > _TOLD else [])])


def _child(settings: Settings) -> Answer:
    release = Home(settings.home).current()

    async def ask() -> bytes:
        service = QueryService(release, replace(settings, query_children=1))
        await service.start()
        try:
            return (await service.read(Question("ASK {}"), {"solutions": "csv", "graph": None}))[1]
        finally:
            await service.close()

    well = asyncio.run(ask()).strip() == b"true"
    return Answer("query process", well, f"answers with {settings.query_memory} MiB of memory", "Raise query_memory.")


_LOOKS: tuple[tuple[str, Callable[[Settings], Answer]], ...] = (
    ("Python", _python),
    ("repository", _repository),
    ("disk", _room),
    ("release", _pointer),
    ("freshness", _freshness),
    ("files", _files),
    ("digest", _digest),
    ("statistics", _statistics),
    ("citations", _citations),
    ("query process", _child),
)
