"""Who is asking: a client's address, also behind proxies that the operator trusts.

A proxy adds the address it sees at the right of ``X-Forwarded-For``. So only the right-most address that is not a
trusted proxy's is known to be true; what stands left of it may be anybody's invention. Who comes directly is known by
the connection, whatever the header says.
"""

from collections.abc import Iterable, MutableMapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from clustergraph.errors import BadSetting, Place

Network = IPv4Network | IPv6Network
_Address = IPv4Address | IPv6Address
UNKNOWN = "unknown"
_HOUSEHOLD = 64  # bits: what one subscriber is given (RFC 6177), so that an address more makes no client more
_MOST = 64  # addresses of a header that are looked at


def trusted_networks(text: str) -> tuple[Network, ...]:
    """Read the setting ``trusted_proxies``; raises :class:`BadSetting` for what is no network in CIDR form."""
    networks = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            networks.append(ip_network(part))
        except ValueError as error:
            raise BadSetting(
                f"“{part}” is not a network in CIDR form: {error}.",
                place=Place("setting trusted_proxies"),
                remedy="Give one such as 10.0.0.0/8 or ::1/128; for a single address, the address alone.",
            ) from error
    return tuple(networks)


def client_of(scope: MutableMapping[str, Any], networks: Iterable[Network]) -> str:
    """Give the client of a request: an IPv4 address, or the /64 network of an IPv6 address (RFC 7239, section 8.1).

    Where no address can be told, it is ``unknown``; all such requests count as one client's.
    """
    connected = _address(scope["client"][0]) if scope.get("client") else None
    if connected is None:
        return UNKNOWN
    if not _among(connected, networks):
        return _grouped(connected)
    return _grouped(_forwarded(scope, networks) or connected)


def _forwarded(scope: MutableMapping[str, Any], networks: Iterable[Network]) -> _Address | None:
    """Go from the right to the first address that is no trusted proxy's; a word that is no address ends the way."""
    headers = [value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"]
    last = None
    for word in reversed(",".join(headers).rsplit(",", _MOST)[-_MOST:]):
        address = _address(word.strip())
        if address is None:
            return last
        if not _among(address, networks):
            return address
        last = address
    return last


@lru_cache(1024)
def _address(text: str) -> _Address | None:
    """Read an address; one of IPv4 written as IPv6, and one with a port as some proxies add it, are known too."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _among(address: _Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


@lru_cache(1024)
def _grouped(address: _Address) -> str:
    return str(address) if address.version == 4 else str(ip_network((address, _HOUSEHOLD), strict=False))
