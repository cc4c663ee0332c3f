"""What is asked beside a question, what is given back, and for how long HTTP may keep it (RFC 9111)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from clustergraph.query.formats import Format
from clustergraph.query.warnings import Warned, as_header
from clustergraph.store.release import Release


class Share(Enum):
    """Of which share of its client a question is taken."""

    QUERIES = "of its queries: so many at once, and so many seconds of evaluation"
    DOCUMENT = "of its documents: it is ours, and belongs to a document that has its turn"
    GRAPH = "of its documents: it is a whole graph, and waits for its turn"


@dataclass(frozen=True)
class Asking:
    """Who asks and how: the client (none is the house itself), the seconds it gives us, whether it takes gzip.

    ``bytes_limit`` is the name of the setting that bounds the answer. ``whole`` says that an answer is of use only when
    all of it is there. ``release`` is the one that the request names; without it the endpoint is asked as it is now,
    with what it says of itself. ``share`` says what it is counted as.
    """

    client: str = ""
    seconds: float | None = None
    compress: bool = False
    bytes_limit: str = "result_max_bytes"
    whole: bool = False
    release: Release | None = None
    share: Share = Share.QUERIES


@dataclass(frozen=True)
class Answer:
    """An answer that has begun: its format, its content encoding, its bytes as they come, and their number if known.

    ``name`` is its name where the same question always has these bytes on this release, else ``None``; ``release`` is
    the digest of the release, ``fixed`` says that the request named it. ``warnings`` are worth knowing beside it.
    """

    format: Format
    encoding: str
    chunks: AsyncIterator[bytes]
    release: str
    length: int | None = None
    name: str | None = None
    fixed: bool = False
    warnings: Sequence[Warned] = ()

    def headers(self) -> dict[str, str]:
        """Give what HTTP says of it."""
        more = {"content-encoding": self.encoding} if self.encoding else {}
        if self.length is not None:
            more["content-length"] = str(self.length)
        if self.warnings:
            more["clustergraph-warning"] = as_header(self.warnings)
        return {
            "content-type": self.format.content_type,
            "clustergraph-release": self.release,
            **freshness(self.name, fixed=self.fixed),
            **more,
        }


class Whole(NamedTuple):
    """An answer that has been read to its end."""

    format: Format
    content: bytes
    warnings: Sequence[Warned]


def freshness(name: str | None, *, fixed: bool) -> dict[str, str]:
    """Say in HTTP's words how long an answer of this name is good: not at all, until asked again, or for ever.

    For ever (a year, and RFC 8246) it is where the address names the release: that never changes.
    """
    if name is None:
        return {"cache-control": "no-store"}
    return {"etag": f'"{name}"', "cache-control": f"public, {'max-age=31536000, immutable' if fixed else 'no-cache'}"}
