"""Who may have a place for a citation: a share for each client and day, and the last places for who has cited few.

A citation that stands in a paper must never be lost, and a flood must not keep the next author out. So each client may
cite ``client_citations`` answers a day, and the last tenth of ``citations_max`` is for those who have cited fewer than
a tenth of that today. Where there is no place left, who made least goes first: the client that has most citations which
are younger than ``citations_settle`` and which nobody but itself has fetched loses the newest of them to one who has
cited fewer. The first few of a client and day never go, nor what somebody else has fetched, nor what is older, unless
an operator says so.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from clustergraph.errors import CitationsFull, Limit, TooManyRequests
from clustergraph.settings import Settings
from clustergraph.store.citation_entries import NEVER, Entry
from clustergraph.store.citation_index import Rows

_LAST = 10  # the last tenth, and a tenth of a share


@dataclass(frozen=True)
class Room:
    """The limits of one home."""

    most: int
    of_client: int
    releases: int
    settle: float

    @classmethod
    def of(cls, settings: Settings) -> "Room":
        """Take them from the settings."""
        return cls(
            settings.citations_max,
            settings.client_citations,
            settings.citations_releases_max,
            settings.citations_settle,
        )

    @property
    def few(self) -> int:
        """How many citations of a client and day are safe at once."""
        return max(1, self.of_client // _LAST)

    def take(self, rows: Rows, client: str | None, release: str, now: datetime) -> str | None:
        """Find a place for one more citation; gives the name of the one that has to go for it, mostly none.

        ``client`` is a pseudonym, ``None`` where it has cited nothing today. Raises :class:`TooManyRequests` where its
        share is used up, :class:`CitationsFull` where there is no place.
        """
        cited = rows.cited(client, now.date().isoformat()) if client else 0
        if self.of_client and cited >= self.of_client:
            raise self._share_used(now)
        releases = rows.releases()
        if release not in releases and len(releases) >= self.releases:
            raise self._too_many_releases()
        free = self.most - rows.count()
        if free > self.most // _LAST or (free > 0 and cited < self.few):
            return None
        found = self._dispensable(rows, now, max(self.few, cited + 1))
        if found is None:
            raise self._full(free)
        return found

    def settled(self, rows: Rows, entry: Entry, now: datetime) -> bool:
        """Tell whether nobody but an operator takes a citation away any more."""
        since = self._since(now)
        if entry.fetched != NEVER or entry.client is None or (entry.asked or NEVER) < since:
            return True
        return rows.unfetched(entry.client, since) <= self.few

    def _dispensable(self, rows: Rows, now: datetime, more_than: int) -> str | None:
        """Give the newest of who has most that may go, where that client has more than so many."""
        since = self._since(now)
        found = rows.greediest(since)
        return rows.newest_unfetched(found[0], since) if found is not None and found[1] > more_than else None

    def _since(self, now: datetime) -> str:
        # with its fraction it comes after the times of the same second, which have none
        return (now - timedelta(seconds=self.settle)).isoformat(timespec="microseconds")

    def _share_used(self, now: datetime) -> TooManyRequests:
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        wait = max(1, round((midnight - now).total_seconds()))
        return TooManyRequests(
            f"{self.of_client} answers have been cited from your address today.",
            limit=Limit("client_citations", self.of_client, "citations a day"),
            remedy="Cite again after midnight (UTC); what is cited already is found again at any time. "
            "Clients behind one proxy count as one client.",
            retry_after=wait,
        )

    def _too_many_releases(self) -> CitationsFull:
        return CitationsFull(
            f"Answers of {self.releases} releases have been cited already, and this is another release.",
            limit=Limit("citations_releases_max", self.releases, "releases"),
            remedy="Cite an answer of a release that /releases/ calls cited, or name release, query and format in your "
            "text. Operators make room by `clustergraph citations`.",
        )

    def _full(self, free: int) -> CitationsFull:
        told = (
            f"the last {free} places are for who has cited fewer than {self.few} today" if free > 0 else "none is left"
        )
        return CitationsFull(
            f"Of {self.most} places for citations {told}.",
            limit=Limit("citations_max", self.most, "citations"),
            remedy="Name release, query and format in your text instead; /releases/ has dumps of what is kept. "
            "Operators make room by `clustergraph citations`.",
        )
