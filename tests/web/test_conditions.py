"""If-None-Match: what a client has is not sent again, and only what exists is had."""

import httpx
import pytest

from conftest import Server

FOUND = ["/", "/clusters", "/doc/id/cluster/netwood", "/doc/id/cluster/netwood.ttl", "/catalog", "/.well-known/void.nt",
         "/dumps/clustergraph.nq", "/sparql?query=ASK%7B%7D", "/sparql?query=SELECT(RAND()AS?r)%7B%7D", "/sitemap.xml",
         "/about?iri=http://data.europa.eu/nuts/code/RS11", "/doc/ns", "/queries/employees-total",
         "/graph/cluster/netwood", "/graphs?default"]  # fmt: skip
PLAIN = {"Accept-Encoding": "identity"}
MISSING = {
    "/doc/id/cluster/nothing": 404,
    "/doc/id/cluster/nothing.ttl": 404,
    "/about?iri=http://nobody.example/x": 404,
    "/about.nt?iri=no": 400,
    "/sparql?query=SELECT": 400,
    "/sparql?query=ASK%7BGRAPH%3Ca%3E%7D": 400,
    "/sparql?query=ASK%20FROM%20%3Ca:nobody%3E%7B%7D": 400,
    "/sparql?query=DESCRIBE%3Ca:b%3E&format=csv": 406,
    "/sparql?query=DROP%20ALL": 403,
    "/queries/nothing": 404,
    "/clusters?nothing=1": 400,
    "/dumps/nothing.nq": 404,
    "/doc/problem/nothing": 404,
    "/doc/shapes/nothing": 404,
    "/doc/release/nothing.ttl": 404,
    "/citation/nothing/answer": 404,
    "/graph/cluster/nothing": 404,
    "/graphs?graph=no": 400,
}


@pytest.mark.parametrize("path", FOUND)
def test_any_is_had_of_what_exists(server: Server, path: str) -> None:
    """RFC 9110, section 13.1.2: ``*`` is whatever there is; no body and its names."""
    answer = httpx.get(server.url + path, headers={**PLAIN, "If-None-Match": "*"}, timeout=30)
    whole = httpx.get(server.url + path, headers=PLAIN, timeout=30)

    assert (answer.status_code, answer.content, whole.status_code) == (304, b"", 200)
    assert answer.headers.get("etag") == whole.headers.get("etag")


@pytest.mark.parametrize("path", MISSING)
def test_none_is_had_of_what_does_not_exist(server: Server, path: str) -> None:
    """A refusal is a refusal."""
    for had in ("*", '"x", W/"y"', "x"):
        answer = httpx.get(server.url + path, headers={"If-None-Match": had}, timeout=30)

        assert answer.status_code == MISSING[path], had
        assert answer.headers["clustergraph-error"]


@pytest.mark.parametrize("path", ["/clusters", "/doc/id/cluster/netwood.ttl", "/catalog", "/sparql?query=ASK%7B%7D",
                                  "/graph/cluster/netwood"])  # fmt: skip
def test_what_is_had_is_told_by_its_name(server: Server, path: str) -> None:
    """Among others, weak or strong, in several lines; not by another name."""
    etag = httpx.get(server.url + path).headers["etag"]
    for had in (etag, f'"x", {etag}', f'{etag},W/"z"', etag if etag.startswith("W/") else f"W/{etag}"):
        assert httpx.get(server.url + path, headers={"If-None-Match": had}).status_code == 304
    several = [("If-None-Match", '"x"'), ("If-None-Match", etag)]
    assert httpx.get(server.url + path, headers=several).status_code == 304
    assert httpx.get(server.url + path, headers={"If-None-Match": '"x"'}).status_code == 200
