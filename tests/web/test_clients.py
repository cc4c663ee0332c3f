"""Who is asking: nobody can take another's address without a trusted proxy."""

from ipaddress import IPv6Address

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import BadSetting
from clustergraph.web.clients import UNKNOWN, client_of, trusted_networks
from conftest import clustergraph

PROXIES = trusted_networks("10.0.0.0/8, fd00::/8")


def scope(connected: str | None, *forwarded: bytes) -> dict[str, object]:
    headers = [(b"X-Forwarded-For", value) for value in forwarded]
    return {"client": (connected, 4711) if connected else None, "headers": headers}


@pytest.mark.parametrize(
    ("connected", "forwarded", "client"),
    [
        ("192.0.2.7", [], "192.0.2.7"),
        ("192.0.2.7", [b"198.51.100.1"], "192.0.2.7"),
        ("10.1.1.1", [b"198.51.100.1"], "198.51.100.1"),
        ("10.1.1.1", [b"203.0.113.9, 198.51.100.1, 10.2.2.2"], "198.51.100.1"),
        ("10.1.1.1", [b"203.0.113.9", b"198.51.100.1"], "198.51.100.1"),
        ("10.1.1.1", [b"198.51.100.1:4711"], "198.51.100.1"),
        ("10.1.1.1", [b"[2001:db8::1]:80"], "2001:db8::/64"),
        ("::ffff:10.1.1.1", [b"::ffff:198.51.100.1"], "198.51.100.1"),
        ("10.1.1.1", [], "10.1.1.1"),
        ("10.1.1.1", [b"10.9.9.9, 10.2.2.2"], "10.9.9.9"),
        ("10.1.1.1", [b"198.51.100.1, nonsense, 10.2.2.2"], "10.2.2.2"),
        ("10.1.1.1", [b"\xff\xfe, , ,"], "10.1.1.1"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        (None, [b"198.51.100.1"], UNKNOWN),
        ("@", [], UNKNOWN),
    ],
)
def test_the_client_of_a_request(connected: str | None, forwarded: list[bytes], client: str) -> None:
    """The right-most address that is no trusted proxy's; IPv6 by its /64."""
    assert client_of(scope(connected, *forwarded), PROXIES) == client


addresses = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).filter(
    lambda one: not any(one in network for network in PROXIES) and not getattr(one, "ipv4_mapped", None)
)
proxies = st.one_of(st.ip_addresses(v=4, network="10.0.0.0/8"), st.ip_addresses(v=6, network="fd00::/8")).map(str)
words = st.one_of(addresses.map(str), proxies, st.just("unknown"), st.just(""), st.just("[::1]:9"))
inventions = st.one_of(st.binary(max_size=60), st.lists(words, max_size=90).map(lambda said: ", ".join(said).encode()))


@given(connected=addresses, said=st.lists(inventions, max_size=3))
def test_who_comes_directly_cannot_be_another(connected: object, said: list[bytes]) -> None:
    """Whatever the header says."""
    assert client_of(scope(str(connected), *said), PROXIES) == client_of(scope(str(connected)), PROXIES)


@given(connected=addresses, said=inventions, between=st.lists(proxies, max_size=3), last=proxies)
def test_who_comes_through_proxies_cannot_be_another(
    connected: object, said: bytes, between: list[str], last: str
) -> None:
    """Each trusted proxy adds, at the right, the address it sees; what was invented stands left of that."""
    seen = ", ".join([str(connected), *between]).encode()

    assert client_of(scope(last, said + b", " + seen), PROXIES) == client_of(scope(str(connected)), PROXIES)


@given(network=st.integers(2**32, 2**64 - 1), hosts=st.lists(st.integers(0, 2**64 - 1), min_size=2, max_size=2))
def test_one_subscriber_is_one_client(network: int, hosts: list[int]) -> None:
    """However many of a network's addresses are used."""
    clients = {client_of(scope(str(IPv6Address((network << 64) + host))), ()) for host in hosts}

    assert clients == {f"{IPv6Address(network << 64)}/64"}


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0.1/8", "::/200", "10"])
def test_a_wrong_network_is_explained(text: str) -> None:
    """Before anything is served."""
    with pytest.raises(BadSetting, match="CIDR"):
        trusted_networks(f"127.0.0.1, {text}")


def test_a_server_does_not_start_with_a_wrong_network(home) -> None:
    """The command says which setting it is."""
    done = clustergraph("--home", str(home.folder), "serve", CLUSTERGRAPH_TRUSTED_PROXIES="10.0.0.1/8")

    assert done.returncode == 1
    assert "trusted_proxies" in done.stderr
    assert "host bits set" in " ".join(done.stderr.split())


def test_clients_behind_a_trusted_proxy_have_shares_of_their_own(serve) -> None:
    """A real server behind a proxy on this machine: each address counts for itself."""
    server = serve(trusted_proxies="127.0.0.0/8", client_requests="3")
    asked = f"{server.url}/sparql?query=ASK%7B%7D"  # what is no query waits, and is not refused
    seen = {
        who: [httpx.get(asked, headers={"X-Forwarded-For": f"6.6.6.{turn}, {who}"}).status_code for turn in range(5)]
        for who in ("192.0.2.1", "192.0.2.2")
    }

    assert seen == {"192.0.2.1": [200, 200, 200, 429, 429], "192.0.2.2": [200, 200, 200, 429, 429]}


def test_without_a_trusted_proxy_the_header_is_nothing(serve) -> None:
    """A client that invents addresses has one share."""
    server = serve(client_requests="3")
    answers = [
        httpx.get(f"{server.url}/sparql?query=ASK%7B%7D", headers={"X-Forwarded-For": f"192.0.2.{turn}"}).status_code
        for turn in range(5)
    ]

    assert 429 in answers
