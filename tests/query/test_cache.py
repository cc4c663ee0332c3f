"""The cache of answers: bounded, and whole answers alone."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import QueryStopped
from clustergraph.query.cache import Kept, ResultCache, Tee


def kept(size: int) -> Kept:
    return Kept("json", "", b"x" * size, 1, size)


def test_what_was_not_asked_for_longest_goes_first() -> None:
    """Looking is asking."""
    cache = ResultCache(100_000)
    for name in range(30):
        cache.put(str(name), kept(2_000))
        assert cache.find("0") is not None
    assert cache.find("29") is not None
    cache = ResultCache(40_000)
    for name in range(40):
        cache.put(str(name), kept(1_000))
        assert cache.find("0") is not None

    assert cache.find("1") is None
    assert cache.find("39") == kept(1_000)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3_000)), max_size=80), st.integers(0, 60_000))
def test_it_never_holds_more_than_its_bound(put: list[tuple[int, int]], most: int) -> None:
    """Whatever is put in; and what is too large for it is not kept."""
    cache = ResultCache(most)
    for name, size in put:
        cache.put(str(name), kept(size))

    found = [one for name in range(10) if (one := cache.find(str(name)))]
    assert sum(len(one.content) for one in found) <= most
    assert all(len(one.content) <= cache.largest for one in found)


async def _pieces(error: Exception | None) -> AsyncIterator[bytes]:
    yield b"ab"
    yield b"c"
    if error:
        raise error


@pytest.mark.parametrize(
    ("most", "error", "expected"), [(3, None, b"abc"), (2, None, None), (9, QueryStopped("x"), None)]
)
def test_only_a_whole_answer_is_gathered(most: int, error: Exception | None, expected: bytes | None) -> None:
    """Not a large one, not a broken one, not one that is left."""

    async def read() -> bytes | None:
        tee = Tee(_pieces(error), most)
        assert tee.whole() is None
        try:
            assert [piece async for piece in tee] == [b"ab", b"c"]
        except QueryStopped:
            assert error
        return tee.whole()

    assert asyncio.run(read()) == expected
