"""The service with real children on a real release: deadlines, crashes, streams."""

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clustergraph.errors import (
    DeadlinePassed,
    NotAcceptable,
    QueryCrashed,
    QueryRefused,
    ReleaseError,
    ResultTooLarge,
    ServerBusy,
    SyntaxProblem,
)
from clustergraph.query.accounts import Accounts
from clustergraph.query.answer import Asking
from clustergraph.query.children import Child
from clustergraph.query.pool import Pool
from clustergraph.query.service import QueryService
from clustergraph.settings import Settings, read_settings
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question

CSV = {"solutions": "csv", "graph": "ntriples"}
CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FAST = replace(
    read_settings(), query_deadline=1.0, query_children=2, query_spares=0, query_patience=60, cache_max_bytes=0
)


def with_service(release: Release, settings: Settings, work: Callable[[QueryService], Awaitable[None]]) -> None:
    async def run() -> None:
        service = QueryService(release, settings)
        await service.start()
        try:
            await work(service)
        finally:
            await service.close()

    asyncio.run(run())


def test_a_query_that_takes_too_long_is_stopped_while_others_are_answered(release: Release) -> None:
    """Its deadline is its own affair."""

    async def work(service: QueryService) -> None:
        slow = asyncio.create_task(service.read(Question(f"SELECT (COUNT(*) AS ?n) {CROSS}"), CSV))
        await asyncio.sleep(0.1)
        for _ in range(5):
            assert (await service.read(Question("ASK {}"), CSV))[1].strip() == b"true"
        assert not slow.done()
        with pytest.raises(DeadlinePassed) as caught:
            await slow
        assert caught.value.limit is not None
        assert caught.value.limit.setting == "query_deadline"

    with_service(release, FAST, work)


async def gather(service: QueryService, chunks: list[bytes]) -> None:
    async with service.answer(Question(f"SELECT * {CROSS}"), CSV) as answer:
        async for chunk in answer.chunks:
            chunks.append(chunk)


def test_after_the_first_byte_the_deadline_breaks_the_stream(release: Release) -> None:
    """What came is not passed off as the whole."""

    async def work(service: QueryService) -> None:
        chunks: list[bytes] = []
        with pytest.raises(DeadlinePassed):
            await gather(service, chunks)
        assert sum(map(len, chunks)) > 0

    with_service(release, replace(FAST, query_deadline=4), work)


def test_all_children_are_replaced_after_they_were_killed(release: Release) -> None:
    """Ten stopped queries on two children, then an answer."""

    async def work(service: QueryService) -> None:
        for _ in range(10):
            with pytest.raises(DeadlinePassed):
                await service.read(Question(f"SELECT (COUNT(*) AS ?n) {CROSS}"), CSV, Asking(seconds=0.2))
        assert (await service.read(Question("ASK {}"), CSV))[1].strip() == b"true"

    with_service(release, replace(FAST, query_deadline=20), work)


def test_a_query_that_uses_up_its_memory_hurts_nobody_else(release: Release) -> None:
    """The child ends; the next question finds another."""

    async def work(service: QueryService) -> None:
        with pytest.raises(QueryCrashed, match="memory") as caught:
            await service.read(Question(f"SELECT * {CROSS} ORDER BY ?i ?a"), CSV)
        assert str(caught.value.limit) == "query_memory = 256 MiB"
        assert (await service.read(Question("ASK {}"), CSV))[1].strip() == b"true"

    with_service(release, replace(FAST, query_deadline=60, query_memory=256), work)


def test_a_child_that_is_killed_from_outside_is_one_clients_loss(release: Release) -> None:
    """As the kernel would when memory is short."""

    async def work(service: QueryService) -> None:
        slow = asyncio.create_task(service.read(Question(f"SELECT (COUNT(*) AS ?n) {CROSS}"), CSV))
        await asyncio.sleep(0.2)
        (child,) = service._pool._children
        os.kill(child._process.pid, signal.SIGKILL)
        with pytest.raises(QueryCrashed, match="SIGKILL") as caught:
            await slow
        assert caught.value.limit is None
        assert (await service.read(Question("ASK {}"), CSV))[1].strip() == b"true"

    with_service(release, replace(FAST, query_children=1, query_deadline=20), work)


def test_a_child_that_is_killed_while_it_waits_is_nobodys_loss(release: Release) -> None:
    """The next question finds its successor."""

    async def work(service: QueryService) -> None:
        (child,) = service._pool._children
        os.kill(child._process.pid, signal.SIGKILL)
        await asyncio.sleep(0.3)
        assert (await service.read(Question("ASK {}"), CSV))[1].strip() == b"true"
        assert child not in service._pool._children

    with_service(release, replace(FAST, query_children=1, query_deadline=20), work)


def test_a_child_whose_answer_nobody_reads_can_be_ended(release: Release) -> None:
    """Its pipe is full: asyncio's own wait would never end."""

    async def work() -> None:
        child = await Child.start(release.store, FAST)
        await child.send(
            {
                "question": {"text": f"SELECT * {CROSS}"},
                "formats": CSV,
                "deadline": 60,
                "compress": False,
                "bytes_limit": "result_max_bytes",
            }
        )
        await asyncio.sleep(0.5)
        async with asyncio.timeout(10):
            await child.kill()

    asyncio.run(work())


def test_a_child_that_cannot_be_started_is_started_when_it_can(release: Release, tmp_path: Path) -> None:
    """A machine may be short of something for a while; the service waits, and says so."""
    store = tmp_path / "store"
    shutil.copytree(release.store, store)

    async def work() -> None:
        settings = replace(FAST, query_children=1)
        accounts = Accounts(settings)
        pool = Pool(store, settings, accounts)
        await pool.start()
        store.rename(tmp_path / "away")
        with pytest.raises(KeyError):
            async with pool.child(accounts.of("")):
                raise KeyError
        await asyncio.sleep(0.5)
        assert not pool._children
        (tmp_path / "away").rename(store)
        async with pool.child(accounts.of("")) as child:
            assert child in pool._children
        await pool.close()

    asyncio.run(work())


def test_an_answer_that_is_too_large_is_not_cut_silently(release: Release) -> None:
    """The limit is named."""

    async def work(service: QueryService) -> None:
        with pytest.raises(ResultTooLarge) as caught:
            await service.read(Question("SELECT * { ?s ?p ?o }"), CSV)
        assert str(caught.value.limit) == "result_max_bytes = 2000 bytes"

    with_service(release, replace(FAST, result_max_bytes=2000), work)


def test_leaving_early_stops_the_query(release: Release) -> None:
    """The child that was busy for somebody who left is free for the next."""

    async def work(service: QueryService) -> None:
        async with service.answer(Question(f"SELECT * {CROSS}"), CSV) as answer:
            async for _ in answer.chunks:
                break
        assert (await service.read(Question("ASK {}"), CSV))[1].strip() == b"true"

    with_service(release, replace(FAST, query_children=1, query_deadline=20), work)


def test_too_many_who_wait_are_sent_away(release: Release) -> None:
    """At once, with the limit, instead of piling up."""

    async def work(service: QueryService) -> None:
        slow = [asyncio.create_task(service.read(Question(f"SELECT * {CROSS}"), CSV)) for _ in range(3)]
        await asyncio.sleep(0.1)
        with pytest.raises(ServerBusy) as caught:
            await service.read(Question("ASK {}"), CSV)
        assert caught.value.limit is not None
        await asyncio.gather(*slow, return_exceptions=True)

    with_service(release, replace(FAST, query_children=1, query_queue=2, query_quick=20), work)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("SELECT * WHERE {\n  ?s ?p }", 2, 9), ("SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o }", 1, 40), ("nonsense", 1, 1)],
)
def test_a_syntax_error_has_a_place(release: Release, text: str, line: int, column: int) -> None:
    """Line and column of the query, and no list of two hundred tokens."""

    async def work(service: QueryService) -> None:
        with pytest.raises(SyntaxProblem) as caught:
            await service.read(Question(text), CSV)
        place = caught.value.place
        assert place is not None
        assert (place.source, place.line) == ("query", line)
        assert len(caught.value.message) < 300

    with_service(release, replace(FAST, query_children=1), work)


def test_an_unknown_function_is_refused(release: Release) -> None:
    """Not answered with nothing."""

    async def work(service: QueryService) -> None:
        with pytest.raises(QueryRefused, match="http://nowhere/f"):
            await service.read(Question("SELECT * { BIND(<http://nowhere/f>(1) AS ?x) }"), CSV)

    with_service(release, replace(FAST, query_children=1), work)


def test_a_graph_has_no_csv(release: Release) -> None:
    """Nothing acceptable is said, with what would be."""

    async def work(service: QueryService) -> None:
        with pytest.raises(NotAcceptable) as caught:
            await service.read(Question("DESCRIBE <http://a>"), {"solutions": "csv", "graph": None})
        assert "text/turtle" in str(caught.value.remedy)

    with_service(release, replace(FAST, query_children=1), work)


def test_a_store_that_cannot_be_opened_is_said(release: Release, tmp_path: Path) -> None:
    """The service does not start on nothing."""

    async def start() -> None:
        await QueryService(Release(tmp_path, release.manifest), FAST).start()

    with pytest.raises(ReleaseError, match="cannot be opened"):
        asyncio.run(start())


def test_who_waits_too_long_is_sent_away(release: Release) -> None:
    """With the limit and the advice to come again."""

    async def work(service: QueryService) -> None:
        slow = asyncio.create_task(service.read(Question(f"SELECT (COUNT(*) AS ?n) {CROSS}"), CSV))
        await asyncio.sleep(0.1)
        with pytest.raises(ServerBusy) as caught:
            await service.read(Question("ASK {}"), CSV)
        assert str(caught.value.limit) == "query_patience = 0.3 seconds"
        slow.cancel()

    with_service(release, replace(FAST, query_children=1, query_patience=0.3, query_deadline=20, query_quick=20), work)
