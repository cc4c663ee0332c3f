"""The door at ``/citation/<name>/answer``: the very bytes that were cited, streamed, for ever."""

import asyncio
import base64
from collections.abc import MutableMapping
from typing import Any

from clustergraph.errors import ClustergraphError
from clustergraph.query.answer import Asking
from clustergraph.query.citing import answer_again
from clustergraph.query.service import QueryService
from clustergraph.store.citation_files import Citation
from clustergraph.store.citations import Citations
from clustergraph.web.conditions import has, has_any
from clustergraph.web.fetches import Fetches
from clustergraph.web.reply import Receive, Reply, Send, is_old, send_answer, unless_gone
from clustergraph.web.target import read_headers

BEFORE, AFTER = "/citation/", "/answer"


class CitedDoor:
    """Answers with what was cited."""

    def __init__(self, service: QueryService, citations: Citations, fetches: Fetches) -> None:
        self._service = service
        self._citations = citations
        self._fetches = fetches

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        reply = Reply(send, head=scope["method"] == "HEAD")
        try:
            name = scope["path"].removeprefix(BEFORE).removesuffix(AFTER)
            citation = await asyncio.to_thread(self._citations.find, name)
            client = scope["client"][0] if scope.get("client") else "unknown"
            self._fetches.note(citation.name, client)
            had = read_headers(scope).get("if-none-match")
            told = _told(citation)
            if has(had, citation.sha256) or has_any(had):
                await reply.whole(304, told)
                return
            await unless_gone(self._answer(citation, Asking(client, whole=is_old(scope)), told, reply), receive)
        except ClustergraphError as error:
            if reply.begun:
                raise  # the server breaks the transfer: another answer must not look like the one that was cited
            await reply.problem(error)

    async def _answer(self, citation: Citation, asking: Asking, told: dict[str, str], reply: Reply) -> None:
        async with answer_again(self._service, citation, asking) as answer:
            await send_answer(answer, reply, told)


def _told(citation: Citation) -> dict[str, str]:
    """Give what does not depend on an evaluation: name, digest (RFC 9530), and that it never changes."""
    digest = base64.b64encode(bytes.fromhex(citation.sha256)).decode()
    return {
        "etag": f'"{citation.sha256}"',
        "repr-digest": f"sha-256=:{digest}:",
        "cache-control": "public, max-age=31536000, immutable",
        "clustergraph-release": citation.release,
        "link": f'<{BEFORE}{citation.name}>; rel="describedby"',
    }


def is_cited_answer(path: str) -> bool:
    """Tell the paths of this door."""
    return path.startswith(BEFORE) and path.endswith(AFTER)
