"""Looks a home and its machine over, one question at a time; the answers are what ``clustergraph doctor`` prints."""

import asyncio
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version

from clustergraph import resources
from clustergraph.build.release import stale
from clustergraph.disk import words_of
from clustergraph.errors import ClustergraphError, ReleaseError
from clustergraph.graph.digest import LineDigest
from clustergraph.query.service import QueryService
from clustergraph.settings import Settings
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.release import Release, read_release
from clustergraph.store.sealed import Question, SealedStore
from clustergraph.store.statistics import count
from clustergraph.store.wholeness import STORE, check_whole, damaged_files

_LIBRARIES = ("pyoxigraph", "rdflib", "flask", "granian")
_TOLD = 5  # names of citations
_LEAST_FREE = 200 * 1_048_576
_AGAIN = "Run `clustergraph build`; what was loaded, load again from its files, or take the folder from a copy."


@dataclass(frozen=True)
class Answer:
    """One thing that was looked at; ``remedy`` says what to do where it is not well."""

    name: str
    well: bool
    detail: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Answer]:
    """Look at each thing in turn; whatever keeps one from being looked at becomes an answer that is not well."""
    for name, look in _LOOKS:
        try:
            yield look(settings)
        except ClustergraphError as error:
            where = f" ({error.place})" if error.place and str(error.place) else ""
            yield Answer(name, well=False, detail=f"{error.message}{where}", remedy=error.remedy or "")
        except Exception as error:  # noqa: BLE001 - whatever it is, the rest is looked at too
            detail = f"could not be looked at: {type(error).__name__}: {words_of(error)}"
            yield Answer(name, well=False, detail=detail, remedy="Please report it.")


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
    """Read all files of the current release, a piece of one at a time."""
    release = Home(settings.home).current()
    damaged, number = damaged_files(release), len(release.manifest.files) + len(release.manifest.store)
    if damaged:
        return Answer("files", well=False, detail=f"damaged: {', '.join(damaged)}", remedy=_AGAIN)
    detail = f"{number} files are as written"
    if not release.manifest.store:
        detail += "; only these were recorded: of the store's own files the digest below tells"
    return Answer("files", well=True, detail=detail)


def _digest(settings: Settings) -> Answer:
    release = _openable(settings)
    digest = LineDigest()
    digest.add(SealedStore(release.store).payload())
    well = digest.hexdigest() == release.manifest.digest
    detail = "the sealed store gives the digest again" if well else f"the sealed store gives {digest.hexdigest()}"
    return Answer("digest", well, detail, "The store was changed after sealing; run `clustergraph build`.")


def _openable(settings: Settings) -> Release:
    """Give the current release; raises :class:`ReleaseError` for a damaged store: to open one may cost all memory."""
    release = Home(settings.home).current()
    if any(name.startswith(f"{STORE}/") for name in damaged_files(release)):
        raise ReleaseError("The store is damaged, and was not opened.", remedy=_AGAIN)
    return release


def _statistics(settings: Settings) -> Answer:
    release = _openable(settings)
    counted, said = count(SealedStore(release.store).payload()), release.statistics()
    differing = sorted(name for name in counted.keys() | said.keys() if counted.get(name) != said.get(name))
    detail = f"not as counted: {', '.join(differing)}" if differing else f"{said['classes']} classes are as counted"
    return Answer("statistics", not differing, detail, "Run `clustergraph build`.")


def _kept(settings: Settings) -> Answer:
    """Look at the other releases: they answer for what was cited, and stand in for one that is damaged."""
    home, damaged = Home(settings.home), []
    folders = sorted(path for path in home.releases.glob("*") if path.is_dir() and path.name not in _current(home))
    for folder in folders:
        try:
            check_whole(read_release(folder))
        except ReleaseError:
            damaged.append(folder.name)
    detail = f"damaged: {', '.join(damaged)}" if damaged else f"{len(folders)} more releases are kept, and whole"
    return Answer("kept releases", not damaged, detail, "Take their folders from a copy, or away.")


def _current(home: Home) -> set[str]:
    with suppress(ReleaseError):
        return {home.current().folder.name}
    return set()


def _history(settings: Settings) -> Answer:
    history = Home(settings.home).history
    broken = history.broken()
    detail = f"{len(history.read())} entries can be read"
    if broken:
        detail += f"; not lines {', '.join(map(str, broken))} of history.jsonl"
    return Answer(
        "history", not broken, detail, "Mend the lines from a copy, or take them out; others are not touched."
    )


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


def _left(settings: Settings) -> Answer:
    """Look for what was left half done: by a build that was killed, or a file that was being replaced."""
    home = Home(settings.home)
    left = [path.relative_to(home.folder).as_posix() for path in home.left_over()]
    detail = f"left over: {', '.join(left)}" if left else "nothing was left half done"
    return Answer("left-overs", not left, detail, "The next `clustergraph build` takes them away.")


def _writable(settings: Settings) -> Answer:
    """Write a file where citations, answers for slow readers and releases are written."""
    home = Home(settings.home)
    if not home.folder.is_dir():
        return Answer("home", well=False, detail="there is no home yet", remedy="Run `clustergraph build`.")
    home.try_writing()
    return Answer("home", well=True, detail="can be written")


def _child(settings: Settings) -> Answer:
    release = _openable(settings)

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
    ("home", _writable),
    ("release", _pointer),
    ("freshness", _freshness),
    ("files", _files),
    ("digest", _digest),
    ("statistics", _statistics),
    ("kept releases", _kept),
    ("history", _history),
    ("citations", _citations),
    ("left-overs", _left),
    ("query process", _child),
)
