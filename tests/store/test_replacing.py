"""A file that is replaced is whole at any time, and what cannot be written leaves it as it was."""

from pathlib import Path

import pytest

from clustergraph.store.replacing import replace_file


def test_the_file_has_the_new_content_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    for content in ("first\n", "čačak\r\n", ""):
        replace_file(tmp_path / "file", content)
        assert (tmp_path / "file").read_bytes().decode() == content
        assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_the_old_content_and_nothing_else(small_disk: Path) -> None:
    replace_file(small_disk / "file", "old")

    with pytest.raises(OSError, match="No space left"):
        replace_file(small_disk / "file", "new" * 1_000_000)

    assert (small_disk / "file").read_text() == "old"
    assert [path.name for path in small_disk.iterdir()] == ["file"]


def test_a_secret_is_nobody_elses_whatever_a_crash_has_left(tmp_path: Path) -> None:
    """The permissions are those that were asked for from the first byte on, also over an older file."""
    for left in (tmp_path / "key", tmp_path / "key.new"):
        left.write_text("left")
        left.chmod(0o666)
    replace_file(tmp_path / "key", "secret", mode=0o600)

    assert (tmp_path / "key").read_text() == "secret"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_who_may_read_it_and_where_a_link_leads_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)

    replace_file(link, b"new")

    assert link.is_symlink()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)
