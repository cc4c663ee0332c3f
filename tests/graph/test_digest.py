"""The multiset hash behind a release's name."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from clustergraph.graph.digest import LineDigest

LINES = st.lists(st.binary(max_size=40), max_size=20)


def digest_of(lines: list[bytes]) -> LineDigest:
    digest = LineDigest()
    digest.add(lines)
    return digest


def lane_by_lane(lines: list[bytes]) -> bytes:
    """The definition, written down without any trick: 1,024 lanes of 16 bits, added modulo 2^16."""
    lanes = [0] * 1024
    for line in lines:
        spread = hashlib.shake_128(line).digest(2048)
        lanes = [(lane + int.from_bytes(spread[2 * i : 2 * i + 2], "little")) % 65536 for i, lane in enumerate(lanes)]
    return b"".join(lane.to_bytes(2, "little") for lane in lanes)


@given(LINES)
def test_the_state_is_the_sum_of_lanes(lines: list[bytes]) -> None:
    """Adding big integers gives the same as adding lane by lane."""
    assert lane_by_lane(lines) == digest_of(lines).state()


@given(LINES, st.randoms())
def test_order_does_not_matter(lines: list[bytes], random) -> None:
    """A multiset has no order."""
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert digest_of(lines).hexdigest() == digest_of(shuffled).hexdigest()


@given(LINES, LINES)
def test_removing_undoes_adding(kept: list[bytes], passing: list[bytes]) -> None:
    """A commit costs what it changes: what was added can be taken out."""
    digest = digest_of(kept + passing)
    digest.remove(passing)

    assert digest_of(kept).state() == digest.state()


@given(LINES, LINES)
def test_a_saved_state_can_go_on(first: list[bytes], second: list[bytes]) -> None:
    """A later process takes the state up where an earlier one left it."""
    resumed = LineDigest(digest_of(first).state())
    resumed.add(second)

    assert digest_of(first + second).hexdigest() == resumed.hexdigest()


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=20, unique=True))
def test_every_line_counts(lines: list[bytes]) -> None:
    """Leaving one line out, or doubling it, gives another digest."""
    whole = digest_of(lines).hexdigest()

    assert whole != digest_of(lines[1:]).hexdigest()
    assert whole != digest_of([*lines, lines[0]]).hexdigest()


def test_the_digest_of_known_lines_never_changes() -> None:
    """Releases are cited by digest: this value is a promise."""
    known = digest_of([b'<http://a> <http://b> "c" <http://g> .', b"<http://a> <http://b> <http://d> <http://g> ."])

    assert known.hexdigest() == "1873ace8f1e271399f2691cdaba3d42a23478f05e12fe6da922e7b7633f5b6e5"
