"""One rule for all addresses: their methods, their slashes, and what scripts of other sites may ask."""

import httpx
import pytest
from bytewise import send

from conftest import Server

READ = "GET, HEAD, OPTIONS"
ADDRESSES = {
    "/": READ,
    "/about": READ,
    "/about.ttl": READ,
    "/catalog": READ,
    "/catalog.rdf": READ,
    "/.well-known/void": READ,
    "/.well-known/void.ttl": READ,
    "/.well-known/sparql-examples": READ,
    "/.well-known/sparql-examples/employees-total": READ,
    "/check": "GET, HEAD, POST, OPTIONS",
    "/citations": "POST, OPTIONS",
    "/cite": READ,
    "/clusters": READ,
    "/doc/id/cluster/netwood": READ,
    "/doc/id/cluster/netwood.ttl": READ,
    "/doc/ns": READ,
    "/dumps/": READ,
    "/dumps/clustergraph.nq": READ,
    "/graph/cluster/netwood": READ,
    "/graphs": READ,
    "/health/live": READ,
    "/id/cluster/netwood": READ,
    "/limits": READ,
    "/metrics": READ,
    "/ns": READ,
    "/ns.ttl": READ,
    "/ontology/context.jsonld": READ,
    "/openapi.json": READ,
    "/problem/not-found": READ,
    "/queries": READ,
    "/queries/employees-total": READ,
    "/queries/employees-total.csv": READ,
    "/query": READ,
    "/releases/": READ,
    "/robots.txt": READ,
    "/scheme/sector": READ,
    "/schemes": READ,
    "/shacl/api/info": READ,
    "/shacl/clustergraph/api/validate": "POST, OPTIONS",
    "/shapes": READ,
    "/shapes/submission": READ,
    "/sitemap.xml": READ,
    "/sparql": "GET, HEAD, POST, QUERY, OPTIONS",
    "/static/style.css": READ,
}
#: Where a browser's page of another site has nothing to read.
NO_DATA = {"/", "/check", "/citations", "/cite", "/health/live", "/metrics", "/queries", "/queries/employees-total",
           "/query", "/static/style.css"}  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_method_that_is_none_here_is_told_those_that_are(server: Server, path: str) -> None:
    """405 with Allow; methods are compared whole (RFC 9110, section 15.5.6)."""
    with httpx.Client(base_url=server.url) as client:
        for method in ("ET", "GETHEAD", "OST", "PATCH", "PROPFIND", "TRACE"):
            answer = client.request(method, path)
            assert (answer.status_code, answer.headers["allow"]) == (405, ADDRESSES[path]), method
            assert answer.headers["clustergraph-error"] == "method-not-allowed"
    assert send(server.port, path.encode(), b"Host: x", method=b"get").status == 405, "small letters are another method"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_what_is_only_read_is_not_changed(server: Server, method: str) -> None:
    """At every address, whatever its door."""
    for path, allowed in ADDRESSES.items():
        if method not in allowed:
            answer = httpx.request(method, server.url + path)
            assert (answer.status_code, answer.headers["allow"]) == (405, allowed), path
            assert answer.json()["code"] == "method-not-allowed"


@pytest.mark.parametrize("path", ADDRESSES)
def test_options_tells_the_methods(server: Server, path: str) -> None:
    """And, where there is data, what a script of another site may send."""
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    asked["Access-Control-Request-Headers"] = "accept,if-none-match,user-agent,x-requested-with"
    answer = httpx.options(server.url + path, headers=asked)
    headers = {name.strip().lower() for name in answer.headers.get("access-control-allow-headers", "").split(",")}

    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, ADDRESSES[path], b"")
    if path in NO_DATA:
        assert not any(name.startswith("access-control-") for name in answer.headers)
    else:
        assert answer.headers["access-control-allow-origin"] == "*"
        assert headers >= {"accept", "if-none-match", "user-agent", "x-requested-with", "range"}
        assert "access-control-allow-credentials" not in answer.headers


def test_a_preflight_allows_no_more_than_names_of_headers(server: Server) -> None:
    """What is no token is not said back."""
    asked = {"Access-Control-Request-Headers": "a b, x:y, ok, " + "z" * 50 + '", <s>'}
    told = httpx.options(f"{server.url}/sparql", headers=asked).headers["access-control-allow-headers"].split(", ")

    assert "ok" in told
    assert not {"a b", "x:y", "<s>"} & set(told)


def test_the_server_itself_has_options(server: Server) -> None:
    """RFC 9110, section 9.3.7."""
    assert send(server.port, b"*", b"Host: x", method=b"OPTIONS").status == 204
    assert send(server.port, b"*", b"Host: x").status == 404


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path != "/"])
def test_a_slash_too_much_or_too_little_leads_on(server: Server, path: str) -> None:
    """By 308, to the right address of this host, with the query string as it came."""
    turned = path[:-1] if path.endswith("/") else f"{path}/"
    doubled = path.replace("/", "//", 2)
    for wrong in (turned, doubled, f"{path}//"):
        told = send(server.port, f"{wrong}?a=%C4%8D&b=/x//".encode(), b"Host: evil.example", b"X-Forwarded-Proto: x")
        assert (told.status, told.headers["location"]) == (308, f"{path}?a=%C4%8D&b=/x//"), wrong
        assert send(server.port, wrong.encode(), b"Host: x").headers["location"] == path


def test_a_body_comes_along(server: Server) -> None:
    """308 keeps the method: a POST to an address with a slash too much is answered."""
    answer = httpx.post(f"{server.url}/sparql/", data={"query": "ASK {}"}, follow_redirects=True)
    preflight = httpx.options(f"{server.url}/sparql/", headers={"Origin": "https://example.org"})

    assert answer.json()["boolean"] is True
    assert preflight.status_code == 204, "browsers follow no redirect here"
    assert "POST" in preflight.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "target",
    [b"//evil.example/", b"//evil.example/%2e%2e", b"///evil.example", b"/\\evil.example/", b"/%5Cevil.example/",
     b"//evil.example//sparql", b"/%2F%2Fevil.example/", b"/nothing/", b"/dumps/a/b/", b"/ontology/", b"/shacl/"],
)  # fmt: skip
def test_nothing_leads_to_another_host(server: Server, target: bytes) -> None:
    """What is not there is not found, with a slash or without."""
    told = send(server.port, target, b"Host: x")

    assert told.status == 404
    assert "location" not in told.headers


@pytest.mark.parametrize(
    "target", [b"//id/cluster/evil.example/", b"//dumps/", b"//static//style.css", b"/id//\\evil/"]
)
def test_what_leads_on_stays_here(server: Server, target: bytes) -> None:
    """An address of this host alone stands in Location."""
    where = send(server.port, target, b"Host: evil.example").headers["location"]

    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "\\" not in where


@pytest.mark.parametrize("path", ["/dumps", "/id/cluster/netwood", "/ns", "/shapes/submission", "/scheme/sector",
                                  "/queries/employees-total.csv", "/graph/cluster/netwood", "/sparql", "/releases",
                                  "/.well-known/sparql-examples/employees-total"])  # fmt: skip
def test_no_redirect_repeats_the_host_of_a_request(server: Server, path: str) -> None:
    """A proxy's name, or an enemy's, is not written into answers; nor is it on a page."""
    lines = (b"Host: evil.example", b"X-Forwarded-Host: evil.example", b"Accept: text/html")
    told = send(server.port, path.encode(), *lines)

    assert told.status in (303, 308)
    assert told.headers["location"].startswith("/")
    assert b"evil.example" not in told.body
    assert b"evil.example" not in send(server.port, b"/", *lines).body


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/clusters?sector=No!", {}),
        ("GET", "/sparql?query=SELECT", {}),
        ("PUT", "/graphs", {}),
        ("GET", "/health/nothing", {}),
        ("POST", "/shacl/clustergraph/api/validate", {"Content-Type": "image/png"}),
        ("GET", "/citation/nothing/answer", {}),
        ("GET", "/doc/id/cluster/nothing", {"Accept": "text/turtle"}),
    ],
)
def test_a_problem_has_one_member_a_line(server: Server, method: str, path: str, headers: dict[str, str]) -> None:
    """Editors show it as it comes."""
    answer = httpx.request(method, server.url + path, headers=headers)
    lines = answer.text.splitlines()

    assert answer.headers["content-type"] == "application/problem+json"
    assert (lines[0], lines[-1]) == ("{", "}")
    assert all(any(line.startswith(f'  "{member}": ') for line in lines) for member in answer.json())
    assert answer.text.endswith("}\n")


@pytest.mark.parametrize("path", ["/metrics", "/health/live", "/health/nothing"])
def test_what_operators_ask_is_not_for_pages_of_others(server: Server, path: str) -> None:
    """No header lets a script of another site read it."""
    answer = httpx.get(server.url + path, headers={"Origin": "https://example.org"})

    assert not any(name.startswith("access-control-") for name in answer.headers)
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
