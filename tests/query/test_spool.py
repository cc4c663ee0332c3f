"""Between writer and reader: order, memory, disk, errors."""

import asyncio
from pathlib import Path

import pytest

from clustergraph.errors import DeadlinePassed
from clustergraph.query.spool import Allowance, Spool

PIECE = bytes(range(256)) * 256  # 64 KiB


def test_what_nobody_reads_yet_goes_to_disk_and_comes_back_in_order(tmp_path: Path) -> None:
    """Ten times what memory takes, written before the first is read."""
    allowance = Allowance(100_000_000)

    async def work() -> None:
        spool = Spool(tmp_path, allowance)
        pieces = [number.to_bytes(4, "big") + PIECE for number in range(160)]
        for piece in pieces:
            await spool.put(piece)
        assert spool._held <= 1_200_000
        assert allowance._left < 100_000_000
        spool.end()
        assert b"".join([piece async for piece in spool.pieces()]) == b"".join(pieces)
        assert allowance._left == 100_000_000
        spool.close()

    asyncio.run(work())
    assert list(tmp_path.iterdir()) == []  # the file has no name


def test_a_reader_that_keeps_up_needs_no_disk(tmp_path: Path) -> None:
    """The writer waits for it a moment at a time."""

    async def work() -> None:
        spool = Spool(tmp_path / "never", Allowance(0))

        async def write() -> None:
            for _ in range(100):
                await spool.put(PIECE)
            spool.end()

        writing = asyncio.create_task(write())
        assert sum([len(piece) async for piece in spool.pieces()]) == 100 * len(PIECE)
        await writing

    asyncio.run(work())
    assert not (tmp_path / "never").exists()


def test_without_room_the_writer_waits(tmp_path: Path) -> None:
    """Neither memory nor disk grows past its limit."""

    async def work() -> None:
        allowance = Allowance(3 * len(PIECE))
        spool = Spool(tmp_path, allowance)

        async def write() -> None:
            while True:
                await spool.put(PIECE)

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(write(), 1)
        assert allowance._left == 0
        assert spool._held == 1_048_576
        spool.close()
        assert allowance._left == 3 * len(PIECE)

    asyncio.run(work())


def test_what_the_writer_ended_with_reaches_the_reader_after_all_pieces(tmp_path: Path) -> None:
    """An error is no end."""

    async def work() -> None:
        spool = Spool(tmp_path, Allowance(0))
        await spool.put(b"begun")
        spool.end(DeadlinePassed("too late"))
        pieces = spool.pieces()
        assert await anext(pieces) == b"begun"
        with pytest.raises(DeadlinePassed):
            await anext(pieces)

    asyncio.run(work())
