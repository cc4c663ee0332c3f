"""Which releases stay: the newest, what is current or served, and every one that somebody cited."""

from clustergraph.errors import ReleaseError
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.wholeness import damaged_files


def trim(home: Home, most: int, citations: Citations) -> list[str]:
    """Take away the oldest releases beyond ``most``; gives the names of their folders.

    Call with the build lock held. A folder is moved aside in one step before its files go, so that nothing half of
    which is gone is ever a release. Nothing goes where a citation cannot be read: it may need any of them.
    """
    with home.lock("citations", wait=True):
        try:
            pinned = citations.needed()
        except ReleaseError:
            return []
        kept = home.kept()
        whole = [release for release in kept if not damaged_files(release, 0)]  # or nothing could stand in for others
        newest = {release.folder.name for release in (*kept[:most], *whole[:most])}
        stay = newest | home.pointed()
        names = {folder.name for folder in home.releases.glob("*")} - stay
        gone = sorted(name for name in names if name.partition(".")[0] not in pinned)
        if gone:
            with home.staging() as aside:
                for name in gone:
                    (home.releases / name).rename(aside / name)
    return gone
