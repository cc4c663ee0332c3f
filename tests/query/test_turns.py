"""Turns for documents: fair by client, bounded, and given up by whoever leaves."""

import asyncio
from dataclasses import replace

import pytest

from clustergraph.errors import ServerBusy, TooManyRequests
from clustergraph.query.documents import Documents
from clustergraph.query.turns import Kind, Turns
from clustergraph.settings import read_settings

SETTINGS = replace(read_settings(), client_documents=2, document_patience=30.0, query_queue=6)  # three of all clients


class Desk:
    """Makes documents when it is told to, and notes for whom."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[str] = []
        self._ready: dict[str, asyncio.Event] = {}

    async def make(self, client: str, name: str) -> None:
        """Make a document of a client, as soon as it is its turn, until :meth:`finish`; jobs have a J in their name."""
        self._ready[name] = asyncio.Event()
        async with self.turns.turn(client, behind="J" in name):
            self.begun.append(name)
            await self._ready[name].wait()

    async def finish(self, name: str) -> None:
        """Let a document be ready, and whoever is next begin."""
        self._ready[name].set()
        await settle()


async def settle() -> None:
    """Let everybody go on who can."""
    for _ in range(20):
        await asyncio.sleep(0)


def ask_all(desk: Desk, *names: str) -> list[asyncio.Task[None]]:
    """Ask for documents; the first letter of a name is its client."""
    return [asyncio.create_task(desk.make(name[0], name)) for name in names]


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_a_turn_goes_to_the_client_that_has_least_in_hand() -> None:
    """A crowd of one client's keeps nobody out, and clients that have as many take turns."""

    async def run() -> list[str]:
        desk = Desk(Documents(SETTINGS))
        tasks = ask_all(desk, "a1", "a2", "a3", "a4", "b1", "b2", "c1", "b3", "c2")
        await settle()
        assert desk.begun == ["a1", "a2", "b1"]  # two of a client, three of all
        for name in ("a1", "b1", "a2", "c1", "b2", "a3"):
            await desk.finish(name)
        await _end(tasks)
        return desk.begun

    assert asyncio.run(run()) == ["a1", "a2", "b1", "c1", "b2", "a3", "c2", "b3", "a4"]


def test_what_is_let_go_of_early_is_given_once() -> None:
    """An answer lets go when it begins, and again when it ends."""

    async def run() -> int:
        turns = Documents(SETTINGS)
        async with turns.turn("a") as let_go, turns.turn("a"):
            let_go()
            let_go()
            assert turns.in_hand == 1
            async with turns.turn("a"):
                assert turns.in_hand == 2
        return turns.in_hand

    assert asyncio.run(run()) == 0


def test_whoever_leaves_gives_up_its_place() -> None:
    """While it waits, and in the very moment in which it is given its turn."""

    async def run() -> list[str]:
        desk = Desk(Documents(SETTINGS))
        tasks = ask_all(desk, "a1", "a2", "a3", "a4", "a5", "a6")
        await settle()
        tasks[2].cancel()
        await settle()
        assert desk.turns.waiting == 3
        await desk.finish("a1")
        assert desk.begun == ["a1", "a2", "a4"]
        desk._ready["a2"].set()
        await asyncio.sleep(0)
        tasks[4].cancel()  # its turn may have been given already; it has not begun
        await settle()
        assert desk.begun == ["a1", "a2", "a4", "a6"]
        await _end(tasks)
        assert (desk.turns.in_hand, desk.turns.waiting) == (0, 0)
        return desk.begun

    asyncio.run(run())


def test_patience_ends_with_the_limit_that_was_met() -> None:
    """A client's own documents, or those of others."""

    async def run() -> tuple[TooManyRequests, ServerBusy]:
        turns = Documents(replace(SETTINGS, document_patience=0.1))
        async with turns.turn("a"), turns.turn("a"):
            with pytest.raises(TooManyRequests) as own:
                async with turns.turn("a"):
                    pass
            async with turns.turn("b"):
                with pytest.raises(ServerBusy) as others:
                    async with turns.turn("c"):
                        pass
        assert (turns.in_hand, turns.waiting) == (0, 0)
        return own.value, others.value

    own, others = asyncio.run(run())
    assert own.limit is not None
    assert others.limit is not None
    assert (own.limit.setting, others.limit.setting) == ("client_documents", "document_patience")
    assert own.retry_after
    assert others.retry_after


def test_the_end_sends_away_who_waits() -> None:
    """Nobody waits for a server that ends."""

    async def run() -> None:
        turns = Documents(SETTINGS)
        async with turns.turn("a"), turns.turn("a"):
            late = asyncio.create_task(turns.turn("a").__aenter__())
            await settle()
            turns.close()
            with pytest.raises(ServerBusy):
                await late
        assert (turns.in_hand, turns.waiting) == (0, 0)

    asyncio.run(run())


def test_a_question_without_room_is_asked_again() -> None:
    """But not where its answer has begun, or the patience is over."""

    async def run() -> None:
        turns, asked = Documents(SETTINGS), 0

        async def ask() -> int:
            nonlocal asked
            asked += 1
            if asked < 3:
                raise ServerBusy("No process was free.")
            return asked

        assert await turns.patiently(ask) == 3
        asked = 0
        with pytest.raises(ServerBusy):
            await turns.patiently(ask, lambda: True)
        assert asked == 1
        asked = 0
        with pytest.raises(ServerBusy):
            await Documents(replace(SETTINGS, document_patience=0.05)).patiently(ask)
        assert asked == 1

    asyncio.run(run())


def kind(of_all: int, waiting: int | None = None, little: float = 1.0) -> Kind:
    """A kind of work with one in hand of each client."""
    return Kind(of_all, 1, 30.0, lambda _: ServerBusy("late"), lambda: ServerBusy("full"), waiting, little)


def test_what_nobody_waits_for_leaves_a_turn_to_what_somebody_does() -> None:
    """And one client never has them all, with jobs and what it waits for together."""

    async def run() -> list[str]:
        desk = Desk(Turns(kind(3)))
        tasks = ask_all(desk, "aJ1", "bJ1", "cJ1", "a1", "d1", "aJ2")
        await settle()
        assert desk.begun == ["aJ1", "bJ1", "a1"]
        await desk.finish("a1")
        await desk.finish("d1")
        await desk.finish("aJ1")
        await _end(tasks)
        return desk.begun

    assert asyncio.run(run()) == ["aJ1", "bJ1", "a1", "d1", "cJ1"]


def test_one_client_alone_never_has_the_last_turn() -> None:
    """Though it has room for more of its own."""

    async def run() -> list[str]:
        desk = Desk(Turns(replace(kind(3), of_client=3)))
        tasks = ask_all(desk, "a1", "a2", "a3", "b1")
        await settle()
        await _end(tasks)
        return desk.begun

    assert asyncio.run(run()) == ["a1", "a2", "b1"]


def test_the_last_turn_is_for_who_has_taken_little() -> None:
    """Who has taken most comes last for any other."""
    taken = {"a": 9.0, "b": 5.0, "c": 0.0, "d": 7.0, "e": 0.5}

    async def run() -> list[str]:
        desk = Desk(Turns(kind(2), lambda client: taken[client]))
        tasks = ask_all(desk, "a1", "b1", "d1", "c1", "e1")
        await settle()
        assert desk.begun == ["a1", "c1"]
        await desk.finish("a1")
        assert desk.begun == ["a1", "c1", "e1"]
        await desk.finish("c1")
        await desk.finish("e1")
        await _end(tasks)
        return desk.begun

    assert asyncio.run(run())[:4] == ["a1", "c1", "e1", "b1"]


def test_where_too_many_wait_the_last_of_who_has_most_goes() -> None:
    """For one who has fewer; who has as many is sent away itself."""

    async def run() -> list[str]:
        desk = Desk(Turns(kind(1, waiting=3)))
        tasks = ask_all(desk, "a1", "b1", "b2", "b3", "c1", "b4")
        await settle()
        ended = [task.done() and task.exception() is not None for task in tasks]
        assert ended == [False, False, False, True, False, True]
        await _end(tasks)
        return desk.begun

    assert asyncio.run(run()) == ["a1"]
