"""Addresses that harm who follows them, or that lead nobody else anywhere (WHATWG URL, RFC 6761, RFC 6890)."""

import ipaddress
import re
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
#: Schemes whose address is a program, a document by itself, or a file of the reader's own machine.
_HARMFUL = frozenset(
    {"javascript", "vbscript", "livescript", "data", "file", "blob", "filesystem", "view-source", "jar", "about"}
    | {"chrome", "resource", "intent", "ms-msdt", "search-ms", "smb"}
)
_WITH_HOST = frozenset({"http", "https", "ftp", "ftps", "ws", "wss", "sftp", "ssh"})
#: Names that are good in one network only (RFC 6761, RFC 6762, RFC 8375, RFC 9476 and ICANN's .internal).
_LOCAL = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "home.arpa", "corp", "test.local")
#: Most addresses are plainly of the open web: their host ends in letters, and nothing in them is read in two ways.
_PLAIN = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#][^\\]*)?")
_LOCAL_ENDS = tuple(f".{name}" for name in _LOCAL)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|\d+")
_CGNAT = ipaddress.ip_network("100.64.0.0/10")


def fault(address: str) -> str | None:
    """Give the part of an IRI for which nobody should follow it: a scheme, user and password, or a host."""
    if (plain := _PLAIN.fullmatch(address)) is not None:
        return plain[1] if plain[1] in _LOCAL or plain[1].endswith(_LOCAL_ENDS) else None
    scheme = _SCHEME.match(address)
    if scheme is None:
        return None
    if scheme[1].lower() in _HARMFUL:
        return scheme[0]
    if scheme[1].lower() not in _WITH_HOST:
        return None
    try:
        parts = urlsplit(address.replace("\\", "/"))
        host = unquote(parts.hostname or "").rstrip(".").lower()
    except ValueError:
        return address[: len(scheme[0]) + 40]
    if "@" in parts.netloc:
        return f"{parts.netloc.rpartition('@')[0].partition(':')[0]}:…@"
    return host if _is_private(host) else None


def _is_private(host: str) -> bool:
    if host in _LOCAL or host.endswith(_LOCAL_ENDS):
        return True
    number = _ip(host)
    if number is None:
        return False
    mapped = getattr(number, "ipv4_mapped", None) or number
    return not mapped.is_global or (mapped.version == 4 and mapped in _CGNAT)


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read an IP address as browsers do: IPv4 of one to four parts, each decimal, octal or hexadecimal."""
    if ":" in host:
        try:
            return ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return None
    parts = host.split(".")
    if not 1 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *first, last = [_integer(part) for part in parts]
        value = last + sum(part << (8 * (3 - place)) for place, part in enumerate(first))
        return ipaddress.IPv4Address(value)
    except ValueError:
        return None


def _integer(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part)
