"""Forms that keep something are taken from pages of this server, and from programs; not from pages of other sites.

A page anywhere can have its visitors' browsers send a form to anybody. What they send then would be charged to them,
and be kept, without their knowing. A browser says where a form is from (Sec-Fetch-Site of Fetch Metadata; Origin, RFC
6454), and no page can have it say otherwise; programs such as curl say nothing, and mean what they do.

``/check`` and the calls below ``/shacl/`` keep nothing for longer than an answer or a job, and a form on the page of a
cluster's association that leads there is a use that is wanted; they cost what any query costs, which a page elsewhere
can ask for as well. So they are taken from anywhere. A test holds each address that takes POST against this.
"""

from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from clustergraph.errors import OtherSiteRefused, Place
from clustergraph.settings import Settings

#: The paths at which only forms of our own are taken.
OWN = frozenset({"/citations"})
_SAFE = {"GET", "HEAD", "OPTIONS"}
_OURS = {"same-origin", "none"}  # none: the person at the browser, not a page
_PORTS = {"http": 80, "https": 443}


def check_own_form(method: str, path: str, headers: Headers, settings: Settings) -> None:
    """Raise :class:`OtherSiteRefused` for what a page of another site sends (RFC 9110, section 15.5.4)."""
    if method in _SAFE or path not in OWN:
        return
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None and site not in _OURS:
        raise _refused("Sec-Fetch-Site", site)
    if origin is not None and not _ours(origin, headers.get("Host", ""), settings) and site != "same-origin":
        raise _refused("Origin", origin)


def _ours(origin: str, host: str, settings: Settings) -> bool:
    """Tell whether an origin is that of this server: its public address, or the host that was asked, by any scheme.

    The scheme may be another, and the host may have been written over, where a proxy stands before the server.
    """
    at = _place(origin)
    scheme = origin.partition(":")[0]
    return at is not None and at in (_place(settings.base_url), _place(f"{scheme}://{host}"))


def _place(url: str) -> tuple[str, int] | None:
    """Give host and port of an address; ``None`` for what is none, such as the origin ``null``."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None


def _refused(header: str, said: str) -> OtherSiteRefused:
    return OtherSiteRefused(
        f"The form was sent by a page of another site: {header} is “{said[:200]}”.",
        place=Place(f"header {header}"),
        remedy="Use the form at /cite, or send the request from a program. If this is the form at /cite, the operators "
        "of this server have to set public_url to the address under which you see it.",
    )
