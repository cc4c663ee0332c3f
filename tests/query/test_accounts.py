"""Fair use, with a clock that the tests turn."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clustergraph.errors import TooManyRequests
from clustergraph.query.accounts import Accounts
from clustergraph.settings import read_settings

SETTINGS = replace(read_settings(), client_requests=60, client_seconds=30, client_queries=2, query_quick=0.5)


class Clock:
    """Seconds, when told."""

    now = 100.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def stopwatch(self, share: float = 1.0) -> Callable[[], float]:
        """Tell the time from now on, or the share of it in which a processor was there."""
        began = self.now
        return lambda: (self.now - began) * share


def test_a_minutes_requests_may_come_at_once_and_then_evenly() -> None:
    """The refusal says when the next is welcome, and then it is."""
    clock = Clock()
    accounts = Accounts(SETTINGS, clock)
    for _ in range(60):
        accounts.admit("a")
    with pytest.raises(TooManyRequests) as caught:
        accounts.admit("a")
    accounts.admit("b")
    accounts.admit("")
    clock.now += caught.value.retry_after or 0

    accounts.admit("a")
    assert str(caught.value.limit) == "client_requests = 60 requests a minute"
    with pytest.raises(TooManyRequests):
        accounts.admit("a")


def test_seconds_of_evaluation_are_an_allowance_that_can_be_overdrawn_once() -> None:
    """A long query may end; the next must wait until the debt is paid."""
    clock = Clock()
    accounts = Accounts(SETTINGS, clock)
    with accounts.query("a") as account, accounts.timed(account, clock.stopwatch()):
        clock.now += 40
    with pytest.raises(TooManyRequests) as caught, accounts.query("a"):
        pass
    # 30 of 30 at the start; 40 are taken at once; one must be there again: eleven, at half a second a second
    assert caught.value.retry_after == 22
    assert caught.value.limit is not None
    assert caught.value.limit.setting == "client_seconds"
    clock.now += 22
    with accounts.query("a"):
        pass


def test_a_client_has_so_many_queries_at_once() -> None:
    """And another one has its own."""
    accounts = Accounts(SETTINGS, Clock())
    with accounts.query("a"), accounts.query("a"):
        with pytest.raises(TooManyRequests, match="2 queries run or wait"), accounts.query("a"):
            pass
        with accounts.query("b"):
            pass
    with accounts.query("a"):
        pass


def test_what_goes_beyond_quick_queries_is_remembered_and_fades() -> None:
    """Quick queries weigh nothing, however many; a running one weighs as it runs."""
    clock = Clock()
    accounts = Accounts(SETTINGS, clock)
    account = accounts.of("a")
    for _ in range(100):
        with accounts.timed(account, clock.stopwatch()):
            clock.now += 0.4
    assert accounts.excess(account) == 0
    with accounts.timed(account, clock.stopwatch()):
        clock.now += 2.5
        assert accounts.excess(account) == 2
    assert accounts.excess(account) == 2
    clock.now += 60
    assert accounts.excess(account) == pytest.approx(1)


def test_a_busy_machine_makes_no_quick_query_a_long_one() -> None:
    """Ten seconds for a tenth of processor time weigh nothing; they were evaluation all the same."""
    clock = Clock()
    accounts = Accounts(SETTINGS, clock)
    account = accounts.of("a")
    for _ in range(4):
        with accounts.timed(account, clock.stopwatch(0.01)):
            clock.now += 10
            assert accounts.excess(account) == 0
    assert accounts.excess(account) == 0
    assert account.seconds.wait(30, clock.now) > 0


def test_no_limits_are_limits_of_nought() -> None:
    """Nought means any number."""
    accounts = Accounts(replace(SETTINGS, client_requests=0, client_seconds=0), Clock())
    for _ in range(10_000):
        accounts.admit("a")
        with accounts.query("a"):
            pass


def test_accounts_are_bounded() -> None:
    """However many addresses a client has."""
    accounts = Accounts(SETTINGS, Clock())
    for number in range(20_000):
        accounts.admit(f"client {number}")
    assert len(accounts._accounts) == 10_000
