"""Pages, descriptions and dumps travel compressed; a real server."""

import gzip
import re

import httpx
import pytest

from conftest import Server

LARGE = ["/", "/queries", "/catalog.ttl", "/catalog.jsonld", "/.well-known/void.rdf", "/limits", "/openapi.json"]
LARGE += ["/dumps/context.jsonld", "/dumps/", "/static/style.css"]


def fetch(server: Server, path: str, encoding: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """Fetch without decoding."""
    with httpx.stream("GET", f"{server.url}{path}", headers={"Accept-Encoding": encoding, **headers}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", LARGE)
def test_what_is_large_is_compressed_where_the_client_takes_it(server: Server, path: str) -> None:
    """And is the same content."""
    plain, content = fetch(server, path, "identity")
    packed, raw = fetch(server, path, "br;q=1.0, gzip;q=0.8")

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["vary"]
    assert "Accept-Encoding" in packed.headers["vary"]
    assert gzip.decompress(raw) == content
    assert len(raw) < len(content) / 2
    assert int(packed.headers.get("content-length", len(raw))) == len(raw)


@pytest.mark.parametrize("encoding", ["gzip;q=0", "*;q=0", "br", "identity", ""])
def test_nobody_gets_what_he_does_not_take(server: Server, encoding: str) -> None:
    """Zero means no."""
    assert "content-encoding" not in fetch(server, "/queries", encoding)[0].headers


def test_what_is_small_stays_as_it_is(server: Server) -> None:
    """It would not travel faster."""
    answer, content = fetch(server, "/no", "gzip")

    assert len(content) < 1400
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/catalog.ttl", "/dumps/context.jsonld", "/static/style.css"])
def test_each_form_has_its_own_etag(server: Server, path: str) -> None:
    """And is not sent again to those who have it; the other form is no match for a strong comparison."""
    plain, packed = fetch(server, path, "identity")[0], fetch(server, path, "gzip")[0]
    one, other = plain.headers["etag"], packed.headers["etag"]

    assert one != other
    assert other.startswith("W/")
    again, body = fetch(server, path, "gzip", **{"If-None-Match": other})
    assert (again.status_code, body, again.headers["etag"]) == (304, b"", other)
    assert "Accept-Encoding" in again.headers["vary"]
    assert fetch(server, path, "identity", **{"If-None-Match": one})[0].status_code == 304
    assert fetch(server, path, "identity", **{"If-None-Match": other})[0].status_code == 200


@pytest.mark.parametrize("path", ["/queries", "/catalog.ttl", "/dumps/context.jsonld", "/static/style.css"])
def test_head_has_the_headers_alone(server: Server, path: str) -> None:
    """The same as those of GET, but for a length that nobody knows before."""
    head = httpx.head(f"{server.url}{path}", headers={"Accept-Encoding": "gzip"})
    got = fetch(server, path, "gzip")[0]

    assert head.content == b""
    assert head.headers["content-encoding"] == "gzip"
    assert head.headers.get("etag") == got.headers.get("etag")
    assert head.headers.get("content-length") in (None, got.headers.get("content-length"))


def test_a_large_dump_is_the_same_in_both_forms(server: Server) -> None:
    """Compressed in pieces, as it is sent."""
    listed = httpx.get(f"{server.url}/dumps/").text
    name = next(name for name in re.findall(r'href="/dumps/([^"]+)"', listed) if name.endswith(".nq"))
    plain, packed = fetch(server, f"/dumps/{name}", "identity")[1], fetch(server, f"/dumps/{name}", "gzip")[1]

    assert len(plain) > 1_000_000
    assert gzip.decompress(packed) == plain
