"""The doors: what answers at an address, by which methods, and how the address is written.

One rule for all: OPTIONS tells the methods, and a script of another site what it may send; what is no method of an
address is refused with those that are; an address with a slash too much or too little leads on to the right one.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from clustergraph.errors import ClustergraphError, MethodNotAllowed
from clustergraph.web.exchange import Receive, Scope, Send
from clustergraph.web.parameters import BAD_ESCAPE, unescaped
from clustergraph.web.reply import Reply
from clustergraph.web.routes import route_of
from clustergraph.web.target import read_headers

App = Callable[[Scope, Receive, Send], Awaitable[None]]
Methods = tuple[str, ...]
#: The methods of what is only read.
READING: Methods = ("GET", "HEAD", "OPTIONS")
_ANYWHERE: Methods = ("GET", "HEAD", "POST", "QUERY", "DELETE", "OPTIONS")
_SLASHES = re.compile("/{2,}")
_IN_PATH = "/:@!$&'()*+,;=~%"
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DAY = 24 * 3600  # seconds
#: What scripts of other sites send to us; what else they ask for is allowed too, because no credentials are taken.
_HEADERS = (
    "Accept",
    "Accept-Language",
    "Content-Encoding",
    "Content-Type",
    "If-None-Match",
    "If-Range",
    "Prefer",
    "Range",
)
_MOST = 40  # headers


@dataclass(frozen=True)
class Door:
    """One door: the paths that are its own, and the methods that a path has there, none where nothing is.

    ``refuse`` tells of a problem where the door's own clients read more in it than others do.
    """

    app: App
    claims: Callable[[str], bool]
    methods: Callable[[str], Methods]
    refuse: Callable[[Reply, ClustergraphError], Awaitable[None]] = Reply.problem


class Doors:
    """All doors; a path belongs to the first that claims it, and the last claims whatever is left."""

    def __init__(self, doors: Sequence[Door]) -> None:
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path, method = scope["path"], scope["method"]
        door = self._door(path)
        methods = _ANYWHERE if path == "*" and method == "OPTIONS" else door.methods(path)
        right = None if methods else self._right(scope["raw_path"].decode("ascii"))
        if right is not None:
            methods = self._methods(right)  # browsers follow no redirect when they ask what they may send
        reply = Reply(send, head=method == "HEAD")
        if right is not None and method != "OPTIONS":
            query = scope["query_string"].decode("ascii")
            await reply.whole(308, {"location": f"{right}?{query}" if query else right})
        elif methods and method == "OPTIONS":
            await reply.whole(204, _options(scope, methods))
        elif methods and method not in methods:
            words = f"{method[:40]} is not offered at {path[:200]}."
            await door.refuse(reply, MethodNotAllowed(words, allowed=methods))
        else:
            await door.app(scope, receive, send)

    def _door(self, path: str) -> Door:
        return next(door for door in self._doors if door.claims(path))

    def _methods(self, raw: str) -> Methods:
        path = unescaped(raw.encode()).decode("utf-8", "replace")
        return self._door(path).methods(path)

    def _right(self, raw: str) -> str | None:
        """Give the address that is meant by one with a slash too much or too little, as it stands in ``Location``.

        It has one slash at its beginning, and no backslash, so that it never leads to another host.
        """
        if BAD_ESCAPE.search(raw.encode()):
            return None  # it is no address
        merged = _SLASHES.sub("/", raw)
        for path in (merged, merged[:-1] if merged.endswith("/") else f"{merged}/"):
            if path != raw and path.startswith("/") and self._methods(path):
                return quote(path, safe=_IN_PATH)
        return None


def _options(scope: Scope, methods: Methods) -> dict[str, str]:
    """Tell the methods; a script of another site also that it may send them, where it may read what is there."""
    allowed = ", ".join(methods)
    if not route_of(scope["path"]).data:
        return {"allow": allowed}
    asked = read_headers(scope).get("access-control-request-headers", "")
    return {
        "allow": allowed,
        "access-control-allow-methods": allowed,
        "access-control-allow-headers": ", ".join(_named(asked)),
        "access-control-max-age": str(_DAY),
        "vary": "Access-Control-Request-Headers",
    }


def _named(asked: str) -> Iterable[str]:
    known = {name.lower() for name in _HEADERS}
    words = (word.strip() for word in asked.split(",")[:_MOST])
    return (*_HEADERS, *(word for word in words if _TOKEN.fullmatch(word) and word.lower() not in known))
