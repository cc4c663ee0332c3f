"""A form that keeps something is taken from pages of this server and from programs, never from another site's page."""

from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from clustergraph.errors import OtherSiteRefused
from clustergraph.settings import read_settings
from clustergraph.web.own_forms import OWN, check_own_form
from conftest import Server

PUBLIC = "https://clusters.example.org/data"
#: What takes POST and is no form that keeps something → why a page elsewhere may send to it.
ANYBODYS = {"/check": "keeps nothing, and is meant to be linked to from other sites' forms"}


def cite(server: Server, number: int, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(f"{server.url}/citations", data={"query": f"ASK {{}} # form {number}"}, headers=named, timeout=30)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "null", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
        {"Sec_Fetch_Site": "nonsense"},
    ],
)
def test_a_form_of_another_site_is_refused(server: Server, headers: dict[str, str]) -> None:
    """403, as a problem for programs and as a page for people; nothing is kept, whatever the form said."""
    folder = Path(server.log.name).parent / "citations"
    before = set(folder.glob("*"))
    refused = cite(server, 1, **headers)
    page = cite(server, 1, Accept="text/html", **headers)

    assert set(folder.glob("*")) == before
    assert (refused.status_code, refused.json()["code"]) == (403, "other-site-refused")
    assert "/cite" in refused.json()["remedy"]
    assert refused.json()["place"]["source"].startswith("header ")
    assert (page.status_code, page.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert page.headers["clustergraph-error"] == "other-site-refused"


def test_our_own_form_and_programs_are_taken(server: Server) -> None:
    """As browsers send them, new and old, and as curl does; also where a proxy ends TLS and keeps the host."""
    for number, headers in enumerate(
        [
            {},
            {"Origin": server.url},
            {"Origin": server.url.upper().replace("HTTP", "http")},
            {"Origin": server.url, "Sec_Fetch_Site": "same-origin"},
            {"Sec_Fetch_Site": "none"},
            {"Origin": "https://clusters.example.org", "Host": "clusters.example.org"},
            {"Origin": "https://clusters.example.org", "Sec_Fetch_Site": "same-origin"},
        ]
    ):
        assert cite(server, number + 10, **headers).status_code == 303, headers


def test_reading_asks_nobody_where_it_is_from(server: Server) -> None:
    """Links from other sites, and the scripts of other sites that read data, are answered."""
    where = cite(server, 30).headers["location"]
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    for path in (where, f"{where}/answer", "/cite?query=ASK+%7B%7D", "/releases/"):
        assert httpx.get(f"{server.url}{path}", headers=foreign).status_code == 200, path
    asked = httpx.post(f"{server.url}/sparql", data={"query": "ASK {}"}, headers=foreign)
    assert asked.status_code == 200


def test_the_public_address_is_ours() -> None:
    """Where a proxy writes over the host."""
    settings = read_settings({"public_url": PUBLIC})
    check_own_form("POST", "/citations", Headers({"Origin": "https://clusters.example.org", "Host": "x"}), settings)
    for other in ("http://clusters.example.org:81", "https://clusters.example.org.evil.example", "https://example.org"):
        with pytest.raises(OtherSiteRefused):
            check_own_form("POST", "/citations", Headers({"Origin": other, "Host": "x"}), settings)


@given(st.text(max_size=40), st.sampled_from(["Origin", "Sec-Fetch-Site"]))
def test_whatever_is_said_is_ours_or_refused(said: str, header: str) -> None:
    """No words that are not an address of ours, or a browser's word for it, are let in, and none ends in a fault."""
    ours = {"same-origin", "none", "http://127.0.0.1:8000", "http://server:80"}
    headers = Headers()
    headers._list = [(header, said), ("Host", "server")]  # as they come from the server, unchecked
    if said in ours:
        return
    with pytest.raises(OtherSiteRefused):
        check_own_form("POST", "/citations", headers, read_settings())


def test_every_form_is_decided_upon(server: Server) -> None:
    """An address of the pages that takes POST is among those of our own forms, or it is said why not."""
    described = httpx.get(f"{server.url}/openapi.json").json()["paths"]
    posts = {path for path, methods in described.items() if "post" in methods}
    below = {path for path in posts if path.startswith("/shacl/")}  # programs' calls, which keep a job for an hour

    assert posts - below == {*OWN, *ANYBODYS, "/sparql"}
