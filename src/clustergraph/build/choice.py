"""Which release is served: what the repository gives, or the newest that is whole, and what operators must know of it.

A release that is found damaged is never served. The curated one is built again; what was loaded from files cannot be.
"""

from contextlib import suppress
from dataclasses import dataclass

from clustergraph.build.release import build, stale
from clustergraph.disk import words_of
from clustergraph.errors import ClustergraphError, HomeBusy, Place, ReleaseError
from clustergraph.progress import Progress, silent
from clustergraph.settings import Settings
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from clustergraph.store.wholeness import check_whole, damaged_files


@dataclass(frozen=True)
class Chosen:
    """The release to serve; ``notes`` say, a sentence each, what is not as it should be."""

    release: Release
    notes: tuple[str, ...] = ()


def current_whole(settings: Settings) -> Release:
    """Give the current release; raises :class:`ReleaseError` where there is none, or where it is damaged."""
    release = Home(settings.home).current()
    check_whole(release, settings.check_max_bytes)
    return release


def why_build(settings: Settings) -> str | None:
    """Say why the release must be built before it is served; nothing where it need or can not be."""
    home = Home(settings.home)
    try:
        current_whole(settings)
    except ReleaseError as error:
        return None if _was_loaded(home) else error.message
    return stale(home, settings)


def choose(settings: Settings, progress: Progress = silent) -> Chosen:
    """Build where it is needed, and give the release to serve.

    Raises what a build raises, and :class:`ReleaseError` where no release is whole and none can be built.
    """
    home = Home(settings.home)
    try:
        release = current_whole(settings)
    except ReleaseError as error:
        return _instead(home, settings, error, progress)
    if stale(home, settings) is not None:
        release = build(settings, progress).release
    return Chosen(release)


def _instead(home: Home, settings: Settings, fault: ReleaseError, progress: Progress) -> Chosen:
    """Give another release than the current one, which is absent or damaged."""
    first = not home.kept() and not home.history.read()
    notes = () if first else (fault.message,)
    if not _was_loaded(home):
        try:
            return Chosen(build(settings, progress).release, notes and (*notes, "It was built again."))
        except HomeBusy:
            raise
        except (ClustergraphError, OSError) as error:
            if first:
                raise
            said = error.message if isinstance(error, ClustergraphError) else f"{words_of(error)}."
            notes = (*notes, f"It could not be built again: {said}")
    whole = [release for release in home.kept() if not damaged_files(release, settings.check_max_bytes)]
    if not whole:
        raise ReleaseError(
            f"No release of this home is whole. {' '.join(notes)}",
            place=Place(str(home.folder)),
            remedy="Take a release from a copy, or make it again: `clustergraph build`, or `load` with the same files.",
        ) from fault
    told = whole[0].manifest
    return Chosen(whole[0], (*notes, f"Served instead is the newest that is whole, {told.digest}, built {told.built}."))


def _was_loaded(home: Home) -> bool:
    """Whether the current release was made of files, as far as anything still says so."""
    with suppress(ReleaseError):
        return home.current().manifest.loaded
    with suppress(ReleaseError):
        if entries := home.history.read():
            return entries[-1].loaded
    return any(release.manifest.loaded for release in home.kept()[:1])
