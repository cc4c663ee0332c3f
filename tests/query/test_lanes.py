"""Two lanes: quick questions never wait for long ones, and nobody gets more than a share."""

import asyncio
import os
import signal
from dataclasses import replace

import pytest

from clustergraph.errors import DeadlinePassed, ServerBusy, TooManyRequests
from clustergraph.query.answer import Asking
from clustergraph.query.service import QueryService
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question
from query.test_service import CROSS, CSV, FAST, with_service

LONG = Question(f"SELECT (COUNT(*) AS ?n) {CROSS}")
QUICK = Question("ASK {}")


async def outcome(service: QueryService, question: Question, client: str, seconds: float | None = None) -> str:
    try:
        await service.read(question, CSV, Asking(client, seconds))
    except (DeadlinePassed, ServerBusy, TooManyRequests) as error:
        return error.limit.setting if error.limit else ""
    return "answered"


async def in_the_slow_lane(service: QueryService, number: int) -> None:
    """Wait until so many questions run there; how soon is the machine's affair."""
    pool = service._pool
    while sum(turn.lane is pool._slow for turn in pool._turns) < number:
        await asyncio.sleep(0.05)


def test_long_questions_leave_the_quick_lane(release: Release) -> None:
    """One child for quick questions, three long ones running: a quick one is answered."""

    async def work(service: QueryService) -> None:
        long = [asyncio.create_task(outcome(service, LONG, f"client {number}")) for number in range(3)]
        await in_the_slow_lane(service, 1)
        for _ in range(5):
            assert await outcome(service, QUICK, "polite") == "answered"
        assert not all(one.done() for one in long)
        assert await asyncio.gather(*long) == ["query_deadline"] * 3

    with_service(release, replace(FAST, query_children=1, query_quick=0.1, query_deadline=10), work)


def test_a_question_that_gets_no_processor_is_still_quick_for_a_while(release: Release) -> None:
    """Its process is stopped (SIGSTOP), as others on the machine would hold it up; five times as long, not longer."""

    async def work(service: QueryService) -> None:
        (child,) = service._pool._children
        os.kill(child._process.pid, signal.SIGSTOP)
        asked = asyncio.create_task(outcome(service, QUICK, "polite"))
        await asyncio.sleep(1)
        (turn,) = service._pool._turns
        assert turn.lane is service._pool._quick
        assert service.accounts.excess(turn.account) == 0
        await asyncio.sleep(2)
        assert turn.lane is service._pool._slow
        os.kill(child._process.pid, signal.SIGCONT)
        assert await asked == "answered"

    with_service(release, replace(FAST, query_children=1, query_quick=0.4, query_deadline=20), work)


def test_where_the_slow_lane_is_full_whoever_took_most_makes_room(release: Release) -> None:
    """The second question of one client is stopped for the first of another."""

    async def work(service: QueryService) -> None:
        greedy = [asyncio.create_task(outcome(service, LONG, "greedy")) for _ in range(2)]
        await in_the_slow_lane(service, 2)
        modest = asyncio.create_task(outcome(service, LONG, "modest"))
        assert sorted(await asyncio.gather(*greedy)) == ["query_deadline", "query_slow"]
        assert await modest == "query_deadline"

    with_service(release, replace(FAST, query_quick=0.1, query_slow=2, query_deadline=4), work)


def test_a_client_that_took_much_starts_in_the_slow_lane(release: Release) -> None:
    """It waits for its own kind; others do not notice."""

    async def work(service: QueryService) -> None:
        assert await outcome(service, LONG, "greedy") == "query_deadline"
        long = asyncio.create_task(outcome(service, LONG, "another"))
        await in_the_slow_lane(service, 1)
        assert await outcome(service, QUICK, "greedy") == "query_patience"
        assert await outcome(service, QUICK, "polite") == "answered"
        assert await long == "query_deadline"
        while await outcome(service, QUICK, "greedy") != "answered":  # its process may have to start
            pass

    settings = replace(FAST, query_quick=0.1, query_slow=1, query_deadline=4, query_patience=0.5)
    with_service(release, settings, work)


def test_the_queue_is_shared_among_clients(release: Release) -> None:
    """A full queue sends away the last of whoever has most in it, not the newcomer."""

    async def work(service: QueryService) -> None:
        crowd = [asyncio.create_task(outcome(service, LONG, "crowd", 1)) for _ in range(5)]
        await asyncio.sleep(0.1)
        newcomer = asyncio.create_task(outcome(service, QUICK, "newcomer"))
        await asyncio.sleep(0)
        assert (await asyncio.gather(*crowd)).count("query_queue") == 1
        assert await newcomer == "answered"

    settings = replace(FAST, query_children=1, query_quick=20, query_queue=4, query_deadline=5, query_patience=10)
    with_service(release, settings, work)


def test_one_client_cannot_have_all_places(release: Release) -> None:
    """More than its number at once is refused at once."""

    async def work(service: QueryService) -> None:
        tasks = [asyncio.create_task(outcome(service, LONG, "greedy")) for _ in range(3)]
        await asyncio.sleep(0.1)
        assert await outcome(service, QUICK, "greedy") == "client_queries"
        assert await asyncio.gather(*tasks) == ["query_deadline"] * 3

    with_service(release, replace(FAST, client_queries=3, query_deadline=1.5), work)


def test_children_are_replaced_after_so_many_answers(release: Release) -> None:
    """A process that lives for ever may leak for ever."""

    async def work(service: QueryService) -> None:
        first = {child._process.pid for child in service._pool._children}
        for _ in range(4):
            assert await outcome(service, QUICK, "") == "answered"
        assert len(first) == 1
        while len(now := {child._process.pid for child in service._pool._children}) != 1 or first & now:
            await asyncio.sleep(0.05)

    with_service(release, replace(FAST, query_children=1, query_recycle=2, query_deadline=20), work)


def test_a_client_may_give_less_time(release: Release) -> None:
    """Its own timeout, below the ceiling."""

    async def work(service: QueryService) -> None:
        with pytest.raises(DeadlinePassed, match=r"after 0\.3 seconds"):
            await service.read(LONG, CSV, Asking(seconds=0.3))

    with_service(release, replace(FAST, query_deadline=20), work)
