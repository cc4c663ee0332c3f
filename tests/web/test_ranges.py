"""Parts of dumps: what was cut off is gone on with, and what has changed meanwhile comes whole."""

import gzip
import subprocess
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import httpx
import pytest

from clustergraph.store.release import Release
from conftest import Server

FILE = "vocabulary.ttl"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def content(release: Release) -> bytes:
    """The bytes of the file."""
    return (release.dumps / FILE).read_bytes()


@pytest.fixture(scope="module", params=["dumps", "releases", "ontology"])
def address(request: pytest.FixtureRequest, server: Server, release: Release) -> str:
    """Where files of a release are."""
    if request.param == "ontology":
        return f"{server.url}/ontology/context.jsonld"
    folder = {"dumps": "dumps", "releases": f"releases/{release.manifest.digest}"}[request.param]
    return f"{server.url}/{folder}/{FILE}"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-5000", 100, 5000),
        ("BYTES=14000-", 14_000, None),
        ("bytes=-7", -7, None),
        ("bytes=0-99999999999999999999999", 0, None),
        ("bytes=-99999999", 0, None),
    ],
)
def test_a_part_is_that_part(address: str, encoding: str, wanted: str, first: int, last: int | None) -> None:
    """As it is in the file, never compressed, whatever the client takes."""
    whole = httpx.get(address, headers=PLAIN).content
    part = httpx.get(address, headers={"Range": wanted, "Accept-Encoding": encoding})
    expected = whole[first:] if last is None else whole[first : last + 1]
    begin = first % len(whole)

    assert part.status_code == 206
    assert part.content == expected
    assert part.headers["content-range"] == f"bytes {begin}-{begin + len(expected) - 1}/{len(whole)}"
    assert int(part.headers["content-length"]) == len(expected)
    assert "content-encoding" not in part.headers


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=-0", "bytes=999999999-9999999999"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_what_is_not_in_the_file_is_refused(server: Server, content: bytes, wanted: str, accept: str) -> None:
    """With its length, by which a client knows that it has all."""
    refused = httpx.get(f"{server.url}/dumps/{FILE}", headers={"Range": wanted, "Accept": accept})

    assert refused.status_code == 416
    assert refused.headers["content-range"] == f"bytes */{len(content)}"
    assert refused.headers["clustergraph-error"] == "range-not-satisfiable"
    if accept == "*/*":
        assert refused.json()["code"] == "range-not-satisfiable"
        assert str(len(content)) in refused.json()["detail"]


def test_so_is_what_is_not_in_a_file_of_the_pages(server: Server) -> None:
    """Style sheets and scripts have parts too."""
    refused = httpx.get(f"{server.url}/static/style.css", headers={"Range": "bytes=999999999-"})
    size = len(httpx.get(f"{server.url}/static/style.css", headers=PLAIN).content)

    assert (refused.status_code, refused.json()["code"]) == (416, "range-not-satisfiable")
    assert refused.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,5-6", "lines=0-1", "bytes=5-2", "bytes=-", "bytes=a-b", "bytes 0-1", "bytes=0-1-2", "bytes=٣-٤"],
)
def test_what_is_no_single_range_gets_all(server: Server, content: bytes, wanted: str) -> None:
    """As the standard allows (RFC 9110, 14.2)."""
    answer = httpx.get(f"{server.url}/dumps/{FILE}", headers={"Range": wanted.encode(), **PLAIN})

    assert (answer.status_code, answer.content) == (200, content)


def test_a_part_of_another_version_is_not_sent(address: str) -> None:
    """If-Range: only where the name or the date is that of what the client has."""
    head = httpx.head(address, headers=PLAIN)
    etag, modified = head.headers["etag"], head.headers["last-modified"]
    earlier = format_datetime(parsedate_to_datetime(modified).replace(year=2001), usegmt=True)
    statuses = {
        condition: httpx.get(address, headers={"Range": "bytes=1-2", "If-Range": condition, **PLAIN}).status_code
        for condition in (etag, modified, f"W/{etag}", '"another"', earlier, "yesterday", "*")
    }

    assert [condition for condition, status in statuses.items() if status == 206] == [etag, modified]
    assert set(statuses.values()) == {200, 206}


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_tells_that_parts_are_to_be_had(address: str, encoding: str) -> None:
    """And ignores Range (RFC 9110, 14.2)."""
    for headers in ({}, {"Range": "bytes=1-2"}):
        head = httpx.head(address, headers={"Accept-Encoding": encoding, **headers})
        assert head.status_code == 200
        assert head.headers["accept-ranges"] == "bytes"
        assert parsedate_to_datetime(head.headers["last-modified"])
        assert "content-range" not in head.headers


def test_whoever_has_it_is_not_sent_a_part(address: str) -> None:
    """If-None-Match and If-Modified-Since come first."""
    head = httpx.head(address, headers=PLAIN)
    for condition in (
        {"If-None-Match": head.headers["etag"]},
        {"If-Modified-Since": head.headers["last-modified"]},
        {"If-Modified-Since": head.headers["last-modified"], "Range": "bytes=1-2"},
    ):
        answer = httpx.get(address, headers={**condition, **PLAIN})
        assert (answer.status_code, answer.content) == (304, b"")
    earlier = format_datetime(parsedate_to_datetime(head.headers["last-modified"]).replace(year=2001), usegmt=True)
    assert httpx.get(address, headers={"If-Modified-Since": earlier}).status_code == 200


def test_last_modified_is_when_the_release_was_built(server: Server, release: Release) -> None:
    """To the second."""
    told = httpx.head(f"{server.url}/dumps/{FILE}").headers["last-modified"]

    assert parsedate_to_datetime(told).isoformat() == release.manifest.built[:19] + "+00:00"


def test_compressed_it_is_whole(server: Server, content: bytes) -> None:
    """Without a range a client that takes gzip gets gzip, by another name."""
    with httpx.stream("GET", f"{server.url}/dumps/{FILE}", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())

    assert gzip.decompress(packed) == content
    assert answer.headers["etag"].startswith('W/"')


def test_curl_goes_on_where_it_was_cut_off(server: Server, content: bytes, tmp_path: Path) -> None:
    """As people do it; and again, where all is there."""
    kept = tmp_path / FILE
    kept.write_bytes(content[:100_000])
    command = ["curl", "-sS", "-C", "-", "-o", str(kept), "-w", "%{http_code}", f"{server.url}/dumps/{FILE}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "206"
    assert kept.read_bytes() == content
