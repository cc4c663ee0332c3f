"""Asks another endpoint for a query: the one place from which a request leaves the server.

The name is resolved here, all its addresses must be public ones (unless ``service_private`` allows others), and the
connection goes to one of the addresses that were looked at, so that a name that changes in between helps nobody.
Nothing is followed, no proxy is taken from the environment, nothing compressed is taken.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network

import httpx

from clustergraph import __version__
from clustergraph.errors import Limit, ServiceFailed
from clustergraph.query.wholeness import check_whole, cut, most_rows
from clustergraph.settings import Settings
from clustergraph.store.remote import Received

_NAT64 = ip_network("64:ff9b::/96")
_RESULTS = "application/sparql-results+json"
_HEADERS = {"Accept": _RESULTS, "Accept-Encoding": "identity", "User-Agent": f"clustergraph/{__version__}"}


async def ask_endpoint(endpoint: str, query: str, settings: Settings) -> Received:
    """Give the answer as SPARQL 1.1 Query Results JSON, not yet read but for what its headers say.

    The query goes by POST, as a form (SPARQL 1.1 Protocol, 2.1.2). Raises :class:`ServiceFailed` with the limit, the
    status or the reason.
    """
    most = settings.service_deadline
    try:
        async with asyncio.timeout(most), _answer(endpoint, query, settings) as answer:
            return await _read(answer, endpoint, settings.service_max_bytes)
    except TimeoutError as error:
        limit = Limit("service_deadline", most, "seconds")
        raise ServiceFailed(f"<{endpoint}> took too long.", limit=limit, remedy="Ask it for less.") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        reason = str(error) or type(error).__name__
        raise ServiceFailed(f"<{endpoint}> cannot be asked: {reason.rstrip('.')}.") from error


@asynccontextmanager
async def _answer(endpoint: str, query: str, settings: Settings) -> AsyncIterator[httpx.Response]:
    url = httpx.URL(endpoint)
    address = await _address(url, endpoint, private=settings.service_private)
    headers = {**_HEADERS, "Host": url.netloc.decode("ascii")}
    authorities = await asyncio.to_thread(_authorities)
    named = {"sni_hostname": url.raw_host.decode("ascii")}  # whose certificate must be shown
    async with (
        httpx.AsyncClient(
            verify=authorities, trust_env=False, follow_redirects=False, timeout=settings.service_deadline
        ) as client,
        client.stream(
            "POST", url.copy_with(host=address), data={"query": query}, headers=headers, extensions=named
        ) as answer,
    ):
        yield answer


@cache
def _authorities() -> ssl.SSLContext:
    """Read whose certificates are trusted, once: that takes 25 ms."""
    return httpx.create_ssl_context(trust_env=False)


async def _address(url: httpx.URL, endpoint: str, *, private: bool) -> str:
    """Resolve a name once and look at all its addresses."""
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not private and not all(_is_public(address) for address in addresses):
        raise ServiceFailed(
            f"<{endpoint}> leads to an address that is not public.",
            remedy="Whoever runs this server can allow it by the setting service_private.",
        )
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address.sixtofour or address in _NAT64):
        return False  # an IPv4 address in disguise
    return address.is_global and not address.is_multicast


async def _read(answer: httpx.Response, endpoint: str, most: int) -> Received:
    if answer.status_code == httpx.codes.PARTIAL_CONTENT:  # so Virtuoso where HTTPAnytimeStatus is set
        raise cut(endpoint, "the status is 206")
    if answer.status_code != httpx.codes.OK:
        where = " It leads elsewhere, which is not followed." if answer.is_redirect else ""
        raise ServiceFailed(f"<{endpoint}> answered with the status {answer.status_code}.{where}")
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _RESULTS or answer.headers.get("content-encoding", "identity") != "identity":
        raise ServiceFailed(f"<{endpoint}> answered as “{media_type[:80]}”, not as {_RESULTS} without compression.")
    check_whole(answer.headers, endpoint)
    content = bytearray()
    async for chunk in answer.aiter_raw():
        content += chunk
        if len(content) > most:
            limit = Limit("service_max_bytes", most, "bytes")
            raise ServiceFailed(f"The answer of <{endpoint}> is too large.", limit=limit, remedy="Ask it for less.")
    return Received(bytes(content), most_rows(answer.headers))
