"""Watches a server's processes through ``/proc`` while it is under attack: who lives, and how much memory each has."""

import resource
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_PAUSE = 0.2  # seconds
_CHILD = b"clustergraph.query.child"
_MIB, _PAGE = 1_048_576, resource.getpagesize()
_TICKS = 100  # clock ticks a second, Linux's USER_HZ


@dataclass(frozen=True)
class Process:
    """One process at one moment; memory in MiB, time in seconds."""

    pid: int
    parent: int
    is_child: bool
    reserved: float  # what the kernel's limit counts
    resident: float
    busy: float


def processes() -> list[Process]:
    """List all processes of this machine."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found.append(_process(folder))
            except (OSError, IndexError):
                continue  # it has ended meanwhile
    return found


def _process(folder: Path) -> Process:
    stat = (folder / "stat").read_text().rpartition(")")[2].split()
    if stat[0] == "Z":
        raise ProcessLookupError
    reserved, resident = (int(pages) * _PAGE / _MIB for pages in (folder / "statm").read_text().split()[:2])
    busy = (int(stat[11]) + int(stat[12])) / _TICKS
    is_child = _CHILD in (folder / "cmdline").read_bytes()
    return Process(int(folder.name), int(stat[1]), is_child, reserved, resident, busy)


@dataclass
class Watch:
    """Samples the tree below one command: its web process, and the children that evaluate."""

    command: int
    web: int = 0  # the pid of the web process
    web_first: float = 0.0  # MiB when the watch began
    web_peak: float = 0.0
    child_first: float = 0.0  # MiB that a child with its store open has reserved
    child_peak: float = 0.0
    resident_peak: float = 0.0  # MiB of one child
    children_peak: float = 0.0  # MiB of all children at one moment
    most_children: int = 0
    children_seen: set[int] = field(default_factory=set)
    web_busy: float = 0.0  # seconds of processor time
    samples: int = 0

    def __post_init__(self) -> None:
        """Find the web process: the one that has children that evaluate."""
        everybody = processes()
        children = [one for one in everybody if one.is_child]
        below = {one.pid: one for one in everybody if one.parent == self.command}
        self.web = next(one.parent for one in children if one.parent in below)
        self.web_first = self.web_peak = below[self.web].resident
        self.child_first = max(one.reserved for one in children if one.parent == self.web)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to sample."""
        self._thread.start()

    def stop(self) -> None:
        """Sample no more."""
        self._ended.set()
        self._thread.join()

    def children(self) -> list[Process]:
        """List the children as they are now."""
        return [one for one in processes() if one.is_child and one.parent == self.web]

    def left_over(self) -> list[Process]:
        """List children that were seen and now belong to nobody of ours."""
        return [one for one in processes() if one.is_child and one.pid in self.children_seen and one.parent != self.web]

    def web_lives(self) -> bool:
        """Whether the web process is still the one it was."""
        return any(one.pid == self.web and one.parent == self.command for one in processes())

    def _run(self) -> None:
        while not self._ended.is_set():
            self._sample(processes())
            time.sleep(_PAUSE)

    def _sample(self, everybody: list[Process]) -> None:
        children = [one for one in everybody if one.is_child and one.parent == self.web]
        self.children_seen |= {one.pid for one in children}
        self.child_peak = max([self.child_peak, *(one.reserved for one in children)])
        self.resident_peak = max([self.resident_peak, *(one.resident for one in children)])
        self.children_peak = max(self.children_peak, sum(one.resident for one in children))
        self.most_children = max(self.most_children, len(children))
        for one in everybody:
            if one.pid == self.web:
                self.web_peak = max(self.web_peak, one.resident)
                self.web_busy = one.busy
        self.samples += 1
