"""Citing an answer: it is evaluated on its release to the end, and the digest of its bytes is kept; and given again.

The bytes come from the release each time they are asked for. The last of them are held back until the digest is seen
to be the one that was cited: an answer that differs never looks whole.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from clustergraph import __version__
from clustergraph.errors import CitedAnswerDiffers, NotCitable
from clustergraph.query.answer import Answer, Asking
from clustergraph.query.formats import BY_NAME
from clustergraph.query.repeatable import MOST_CHARACTERS, is_repeatable
from clustergraph.query.service import QueryService
from clustergraph.store.citation_files import Citation
from clustergraph.store.sealed import Question


async def cite(
    service: QueryService, question: Question, formats: Mapping[str, str | None], asking: Asking
) -> Citation:
    """Evaluate a question on a release and describe the answer; nothing is written.

    Raises :class:`NotCitable` where the same question may have another answer, and what a question raises.
    """
    if not is_repeatable(question.text):
        raise NotCitable(
            "The same query may have another answer next time.",
            remedy="Leave out RAND, NOW, UUID, STRUUID, BNODE, SERVICE and blank nodes in the template of CONSTRUCT, "
            f"and keep the text below {MOST_CHARACTERS} characters.",
        )
    release = asking.release or service.release
    form, sha256, size = await _measured(service, question, formats, replace(asking, release=release))
    now = sha256
    if asking.release is None:
        _, now, _ = await _measured(service, question, formats, asking)
    return Citation(
        release=release.manifest.digest,
        text=question.text,
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        base=question.base,
        format=form,
        sha256=sha256,
        bytes=size,
        asked=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        differs=now != sha256,
    )


@asynccontextmanager
async def answer_again(service: QueryService, citation: Citation, asking: Asking) -> AsyncIterator[Answer]:
    """Give a cited answer again; its chunks raise :class:`CitedAnswerDiffers` instead of giving the last of another."""
    form = BY_NAME[citation.format]
    formats: dict[str, str | None] = {form.kind: form.name}
    asking = replace(asking, release=await service.find(citation.release), compress=False)
    async with service.answer(citation.question, formats, asking) as answer:
        chunks = _checked(answer.chunks, citation)
        yield replace(answer, chunks=chunks, length=citation.bytes)


async def _measured(
    service: QueryService, question: Question, formats: Mapping[str, str | None], asking: Asking
) -> tuple[str, str, int]:
    """Give the format, SHA-256 and size of an answer."""
    state, size = hashlib.sha256(), 0
    async with service.answer(question, formats, asking) as answer:
        async for chunk in answer.chunks:
            state.update(chunk)
            size += len(chunk)
    return answer.format.name, state.hexdigest(), size


async def _checked(chunks: AsyncIterator[bytes], citation: Citation) -> AsyncIterator[bytes]:
    state, held = hashlib.sha256(), b""
    async for chunk in chunks:
        if held:
            yield held
        state.update(chunk)
        held = chunk
    if state.hexdigest() != citation.sha256:
        raise CitedAnswerDiffers(
            f"The answer has the SHA-256 {state.hexdigest()}; cited was {citation.sha256}.",
            remedy=f"It was cited with version {citation.version} of clustergraph; this is {__version__}.",
        )
    yield held
