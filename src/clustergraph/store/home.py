"""The home: the folder that holds releases, the pointer to the current one, and the locks.

::

    <home>/
        current           one line: the folder of the release that is served
        releases/<digest>/  and releases/<digest>.1/ where the same data came from other inputs
        staging/<name>/   what a build is making; left-overs of a crash are swept by the next build
        history.jsonl     what was served when, and what changed (store.history)
        citations/        the answers that were cited; their releases stay (store.citations)
        citations.sqlite  an index of them, made from them (store.citation_index)
        citations.key     by which clients that cite have a name today (store.pseudonyms)
        serving           one line: the folder of the release that the serving process has open
        live/, live.json  that release's store with the endpoint's words about itself (store.live), and live.datatypes;
                          live.json has what operators must know of the release that was chosen, too (build.choice)
        build.lock        held while a build runs
        serve.lock        held by the one serving process
        citations.lock    held while citations are written or dropped, and while releases are taken away

A crash at any point leaves the old release or the new one: a release is made aside, renamed in one step, and the
pointer is replaced in one step, each after the bytes have reached the disk.
"""

import fcntl
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from clustergraph.disk import disk_error, is_of_disk, words_of
from clustergraph.errors import HomeBusy, Place, ReleaseError
from clustergraph.store.history import History
from clustergraph.store.release import Release, read_release
from clustergraph.store.replacing import FRESH, replace_file, sync
from clustergraph.store.wholeness import damaged_files

_DIGEST = re.compile(r"[0-9a-f]{64}")
_OF_SERVER = ("serving", "live")  # files that the serving process may be replacing now
_NAME = re.compile(rf"{_DIGEST.pattern}(?:\.[1-9][0-9]*)?")


class Home:
    """One home; makes its folder when something is first written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.folder / "releases"

    @property
    def live(self) -> Path:
        """The folder of the store that the serving process asks (store.live)."""
        return self.folder / "live"

    @property
    def history(self) -> History:
        """What was served when."""
        return History(self.folder / "history.jsonl")

    def kept(self) -> list[Release]:
        """List the releases that can be read, the newest first, by the history and then by the time they were built."""
        order = {entry.name: place for place, entry in enumerate(self.history.read())}
        found = []
        for folder in self.releases.glob("*"):
            with suppress(ReleaseError):
                found.append(read_release(folder))

        def age(one: Release) -> tuple[int, str, str]:
            return order.get(one.folder.name, -1), one.manifest.built, one.folder.name

        return sorted(found, key=age, reverse=True)

    def find(self, digest: str) -> Release | None:
        """Find a release by its digest: equal data gives equal answers, whatever else differs.

        Of several one that has all its files is preferred; what is in them is looked at by whoever opens them.
        """
        if not _DIGEST.fullmatch(digest):
            return None
        found = []
        for folder in sorted(self.releases.glob(f"{digest}*")):
            with suppress(ReleaseError):
                found.append(read_release(folder))
        if len(found) > 1:
            found.sort(key=lambda release: bool(damaged_files(release, 0)))
        return found[0] if found else None

    def current(self) -> Release:
        """Read the current release; raises :class:`ReleaseError` where there is none or it is damaged."""
        return self._pointed("current")

    def served(self) -> Release:
        """Read the release that was noted as the one to serve; raises :class:`ReleaseError` likewise."""
        return self._pointed("serving")

    def _pointed(self, name: str) -> Release:
        pointer = self.folder / name
        try:
            name = pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise ReleaseError(
                "No release has been built in this home.",
                place=Place(str(self.folder)),
                remedy="Run `clustergraph build`, or `clustergraph serve`, which builds one.",
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise ReleaseError(f"The pointer cannot be read: {words_of(error)}.", place=Place(str(pointer))) from error
        if not _NAME.fullmatch(name):
            raise ReleaseError(
                "The pointer does not name a release.", place=Place(str(pointer)), remedy="Run `clustergraph build`."
            )
        return read_release(self.releases / name)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give an empty folder beside the releases; it is gone afterwards unless it was published.

        What the disk refuses meanwhile is :class:`StorageFailed`, or :class:`DiskFull`.
        """
        parent = self.folder / "staging"
        with self._written("The release cannot be written"):
            parent.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=parent))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what was left behind by whoever was killed; call with the build lock held."""
        shutil.rmtree(self.folder / "staging", ignore_errors=True)
        with self.lock("citations", wait=True):
            for path in self.left_over():
                if not path.name.startswith(_OF_SERVER):
                    path.unlink(missing_ok=True)

    def left_over(self) -> list[Path]:
        """List what a killed process left half done: staged releases, and files that were to replace others."""
        folders = (self.folder, self.folder / "citations")
        fresh = [path for folder in folders for path in folder.glob(f"*{FRESH}")]
        return sorted([*(self.folder / "staging").glob("*"), *fresh])

    def try_writing(self) -> None:
        """Write a file and take it away; raises :class:`StorageFailed` where the disk does not allow it."""
        with self._written("The home cannot be written"), tempfile.TemporaryFile(dir=self.folder) as file:
            file.write(b"0")

    def publish(self, folder: Path) -> Release:
        """Move a finished release into place and point to it.

        A release that is there already, whole and equal but for the time it was built, stays: servers may have it open.
        One with the same data and another manifest gets a folder of its own beside it.
        """
        fresh = read_release(folder)
        present, before = self._equal(fresh), self._before()
        moved = present is None
        if present is None:
            self.releases.mkdir(parents=True, exist_ok=True)
            _sync_tree(folder)
            name = self._free_name(fresh.manifest.digest)
            folder.rename(self.releases / name)
            sync(self.releases)
            present = read_release(self.releases / name)
        try:
            if before is None or before.folder != present.folder:
                self.history.add(present, before)
            self._point_to("current", present.folder.name)
        except OSError:
            if moved:  # nobody will ever point to it: it goes with what was staged
                present.folder.rename(folder)
            raise
        return present

    def serves(self, release: Release) -> None:
        """Note which release the serving process has open: that one is not taken away.

        Raises :class:`StorageFailed` where the disk does not allow it.
        """
        with self._written("The home cannot be written"):
            self._point_to("serving", release.folder.name)

    def pointed(self) -> set[str]:
        """Give the names of the folders that are current or being served."""
        pointers = (self.folder / name for name in ("current", "serving"))
        return {path.read_text(encoding="ascii", errors="replace").strip() for path in pointers if path.is_file()}

    def _before(self) -> Release | None:
        with suppress(ReleaseError):
            return self.current()
        return None

    def _equal(self, fresh: Release) -> Release | None:
        """Find a whole release with the same manifest."""
        for folder in sorted(self.releases.glob(f"{fresh.manifest.digest}*")):
            with suppress(ReleaseError):
                found = read_release(folder)
                if found.manifest.same(fresh.manifest) and not damaged_files(found):
                    return found
        return None

    def _free_name(self, digest: str) -> str:
        names = (digest if number == 0 else f"{digest}.{number}" for number in count())
        return next(name for name in names if not (self.releases / name).exists())

    @contextmanager
    def _written(self, what: str) -> Iterator[None]:
        """Make errors of the family of what the disk refuses."""
        try:
            yield
        except OSError as error:
            if is_of_disk(error):
                raise disk_error(error, what, Place(str(self.folder))) from error
            raise

    def _point_to(self, pointer: str, name: str) -> None:
        replace_file(self.folder / pointer, f"{name}\n")

    @contextmanager
    def lock(self, name: str, *, wait: bool = False) -> Iterator[None]:
        """Hold ``<name>.lock``; raises :class:`HomeBusy` where another holds it, unless told to wait."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / f"{name}.lock").open("w")
        except OSError as error:
            raise disk_error(error, "The home cannot be written", Place(str(self.folder))) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise HomeBusy(
                    f"Another process holds {name}.lock of this home.",
                    place=Place(str(self.folder)),
                    remedy="Wait for it to end, or give another --home.",
                ) from error
            yield


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        sync(path)
