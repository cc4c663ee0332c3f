"""What clients and operators are told of faults: any line of a history, any words of a system, any path."""

import errno
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.disk import disk_error, is_full, words_of
from clustergraph.errors import ClustergraphError, DiskFull, InputError, Place, ReleaseError, StorageFailed
from clustergraph.store.history import History
from clustergraph.store.replacing import replace_file
from clustergraph.web.faults import told_of

_NAMES = st.text("abcz0-_.čЖ ", min_size=1, max_size=9).map(str.strip).filter(lambda name: name.strip("."))
PATHS = st.lists(_NAMES.map(lambda name: name.replace(" ", "")).filter(bool), min_size=2, max_size=5)
ENTRY = {"name": "a", "digest": "a", "built": "b", "version": "c", "triples": 1, "quads": 1, "graphs": 1}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(parts=PATHS, number=st.sampled_from([errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENOENT]))
def test_no_folder_is_in_the_words_of_a_system(parts: list[str], number: int) -> None:
    """Whether they come with a number, as Python's do, or without, as RocksDB's."""
    path = f"/{'/'.join(parts)}"
    for error in (
        OSError(number, "No such thing", path),
        OSError(f"IO error: No such file or directory: While open a file for random read: {path}: Some error"),
        RuntimeError(f"Corruption: block checksum mismatch in {path} offset 67"),
    ):
        assert f"/{parts[0]}" not in words_of(error)
        assert f"{parts[0]}/" not in words_of(error)


@given(parts=PATHS, more=st.sampled_from([ReleaseError, StorageFailed, InputError]))
def test_no_folder_is_told_to_a_client(parts: list[str], more: type[ClustergraphError]) -> None:
    """The file is named, so that the client can say which; the operator has the rest under the same number."""
    logging.disable()
    path = f"/{'/'.join(parts)}"
    told = told_of(more(f"It cannot be read: {path}.", place=Place(path, 3)), "GET /x")
    logging.disable(logging.NOTSET)

    assert told.problem()["place"] == {"source": parts[-1], "line": 3}
    assert ("instance" in told.problem()) == more.inside
    if more.inside:
        assert f"{parts[0]}/" not in told.message


def test_a_fault_has_one_number(caplog: pytest.LogCaptureFixture) -> None:
    """However many doors it goes through; a refusal has none."""
    error = KeyError("x")
    told = told_of(error, "GET /x")

    assert told_of(told_of(told)) is told
    assert len(caplog.records) == 1
    assert f"[{told.number}]" in caplog.text
    assert told_of(InputError("no")).number is None
    assert len(caplog.records) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_as_one(number: int) -> None:
    """By its number, or by the words of RocksDB; what else a disk says is another error."""
    assert isinstance(disk_error(OSError(number, "x"), "It cannot be kept"), DiskFull)
    assert is_full(OSError("IO error: No space left on device: While appending to file: /a/b"))
    assert not isinstance(disk_error(OSError(errno.EIO, "x"), "It cannot be kept"), DiskFull)
    assert not is_full(OSError(errno.EROFS, "No space left in these words would be a lie"))


@given(
    rows=st.lists(st.one_of(VALUES, st.fixed_dictionaries(dict.fromkeys(ENTRY, VALUES), optional={"changes": VALUES})))
)
def test_any_lines_of_a_history(tmp_path_factory: pytest.TempPathFactory, rows: list[object]) -> None:
    """Each is an entry or a broken line, and none is lost."""
    path = tmp_path_factory.mktemp("history") / "history.jsonl"
    good = json.dumps({**ENTRY, "previous": None, "changes": None})
    replace_file(path, "".join(f"{line}\n" for line in [good, *map(json.dumps, rows), good]))
    history = History(path)

    entries, broken = history.read(), history.broken()
    assert len(entries) + len(broken) == len(rows) + 2
    assert entries[0].name == entries[-1].name == "a"
    assert all(isinstance(entry.added, int) for entry in entries)


def test_a_history_in_other_characters(tmp_path: Path) -> None:
    """Bytes that are no text at all are lines that cannot be read."""
    path = tmp_path / "history.jsonl"
    path.write_bytes(b"\xff\xfe\n\n\x00")

    assert History(path).read() == []
    assert History(path).broken() == [1, 2, 3]
