"""Addresses as people type them, and the Host that HTTP asks for; sent byte by byte."""

import json
from pathlib import Path

import httpx
import pytest
from bytewise import send

from conftest import Server

HOST = b"Host: x"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("/clusters?q=Ђунђер", "Ђунђер"),
        ("/organisations?q=завод", "завод"),
        ("/query?query=ASK{}#č".replace("{}", "%7B%7D").replace("#", "%23"), "č"),
        ("/about?iri=http://data.europa.eu/nuts/code/RS11&x=ш", "Beogradski region"),
        ("/queries/cluster-labels?čega=ć", ""),
        ("/check?x=ђ", "form"),
        ("/?ж", "clustergraph"),
        ("/cite?query=SELECT%20*%20%23ž", "ž"),
    ],
)
def test_an_address_may_have_letters_as_they_are_typed(server: Server, target: str, words: str) -> None:
    """As curl sends them: the answer is that of the address with its letters percent-encoded."""
    log, before = Path(server.log.name), Path(server.log.name).stat().st_size
    typed = send(server.port, target.encode(), HOST, b"Accept: text/html")
    written = httpx.get(server.url + target, headers={"Accept": "text/html"})

    assert typed.status == written.status_code < 500
    assert words in typed.body.decode()
    assert b"Traceback" not in log.read_bytes()[before:]


def test_a_query_may_have_letters_as_they_are_typed(server: Server) -> None:
    """At the endpoint as well."""
    told = send(server.port, "/sparql?format=csv&query=SELECT('č'AS%20?x)%7B%7D".encode(), HOST)

    assert told.status == 200
    assert "x\r\nč\r\n" in told.body.decode()  # beside lengths, where it came in chunks


@pytest.mark.parametrize("target", ["/doc/id/cluster/Ђунђер", "/graph/cluster/č", "/queries/ћ", "/dumps/ш.nq"])
def test_a_path_may_have_letters_as_they_are_typed(server: Server, target: str) -> None:
    """What is not there is said by its name."""
    told = send(server.port, target.encode(), HOST, b"Accept: application/json")

    assert told.status == 404
    assert target.rpartition("/")[2] in json.loads(told.body)["detail"]


@pytest.mark.parametrize("path", ["/clusters?q=%e9", "/?x=%ff", "/about?iri=http://x/%c4", "/sparql?query=%80"])
def test_what_is_not_utf_8_is_told(server: Server, path: str) -> None:
    """One rule for pages and endpoint."""
    answer = httpx.get(server.url + path)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")
    assert "UTF-8" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "letter"),
    [
        ("/id/cluster/%FF", "�"),
        ("/doc/id/cluster/%EF%BF%BD", "�"),
        ("/scheme/a%EE%80%80", ""),
        ("/.well-known/genid/%7Bx", "“{”"),
        ("/ns/a%20b", "“ ”"),
        ("/graph/a%3Cb", "“<”"),
        ("/problem/a%5Eb.ttl", "“^”"),
        ("/about?iri=http://x/%EF%B7%90", "U+FDD0"),
        ("/about?iri=http://a:b/", ""),
        ("/about.ttl?iri=http://x/a%23b%23c", ""),
        ("/graphs?graph=no%20iri", ""),
        ("/clusters?town=http://x/%EF%BF%BE", "U+FFFE"),
    ],
)
def test_what_is_no_iri_is_told_as_that(server: Server, path: str, letter: str) -> None:
    """And not as an error in a query that nobody wrote."""
    answer = httpx.get(server.url + path, headers={"Accept": "application/json, text/turtle;q=0.1"})

    assert answer.status_code == 400
    assert answer.json()["code"] in ("bad-request", "bad-parameter")
    assert "IRI" in answer.json()["detail"]
    assert letter in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", [b"/", b"/sparql?query=ASK%7B%7D", b"/dumps/", b"/health/live", b"/id/cluster/netwood"]
)
@pytest.mark.parametrize(
    "hosts",
    [[], [b"Host: a", b"Host: b"], [b"Host: a", b"host: a"], [b"Host: a b"], [b"Host: a/b"], [b"Host: u@a"]],
)
def test_a_request_is_for_one_host(server: Server, path: bytes, hosts: list[bytes]) -> None:
    """RFC 9112, section 3.2: otherwise 400, whatever is asked."""
    told = send(server.port, path, *hosts)

    assert told.status == 400
    assert json.loads(told.body)["code"] == "bad-request"
    assert json.loads(told.body)["place"] == {"source": "header Host"}


@pytest.mark.parametrize(
    ("hosts", "version"),
    [([], b"1.0"), ([b"Host: x"], b"1.0"), ([b"Host: [::1]:8471"], b"1.1"), ([b"Host: xn--a.example:80"], b"1.1")],
)
def test_hosts_as_they_may_be(server: Server, hosts: list[bytes], version: bytes) -> None:
    """HTTP/1.0 knew no Host."""
    assert send(server.port, b"/limits", *hosts, version=version).status == 200
