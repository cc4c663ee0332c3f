"""Answers a question for a door: by saying that the client has the answer, or with what the service gives."""

from collections.abc import Mapping

from clustergraph.query.answer import Asking, freshness
from clustergraph.query.service import QueryService
from clustergraph.store.sealed import Question
from clustergraph.web.conditions import has, has_any
from clustergraph.web.reply import Reply, send_answer

_OF_BODY = ("content-type", "content-encoding", "content-length")  # headers that an answer without a body lacks


async def answer_question(
    service: QueryService,
    question: Question,
    formats: Mapping[str, str | None],
    asking: Asking,
    reply: Reply,
    *,
    had: str | None = None,
    more: Mapping[str, str] | None = None,
) -> None:
    """Answer; ``had`` is the header If-None-Match, ``more`` are headers that go with any answer.

    What the client has is told from its name, before anything is evaluated (RFC 9110, section 15.4.5); it counts as a
    question all the same. For ``*`` it must be known that there is an answer. Raises what the service raises.
    """
    more = more or {}
    name = await service.name(question, formats, asking) if had is not None else None
    if name is not None and has(had, name):
        release = (asking.release or service.release).manifest.digest
        told = {"clustergraph-release": release, **freshness(name, fixed=asking.release is not None)}
        with service.accounts.query(asking.client):
            await reply.whole(304, {**told, **more})
        return
    async with service.answer(question, formats, asking) as answer:
        if has_any(had):
            told = {header: value for header, value in answer.headers().items() if header not in _OF_BODY}
            await reply.whole(304, {**told, **more})
        else:
            await send_answer(answer, reply, more)
