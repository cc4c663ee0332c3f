"""Where an IRI leads on this server: ours to their document, those of others to what this graph says of them.

Addresses are host-relative, so that a copy on any host works. Nothing but ``http``, ``https``, ``mailto`` and ``tel``
ever becomes a link outwards, whatever stands in the data.
"""

import re
from urllib.parse import quote, unquote, urlencode

from clustergraph.errors import BadParameter, Place
from clustergraph.iris import BASE

DOCUMENTS = "/doc/"
ABOUT = "/about"
#: SPARQL 1.1, section 19.8, IRIREF, with a scheme (RFC 3987, section 2.2): the only text that is written into queries.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[^\x00-\x20<>\"{}|^`\\%\ud800-\udfff]|%[0-9A-Fa-f]{2})*")
_OUTWARDS = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x20<>\"{}|^`\\]+", re.IGNORECASE)
_LONGEST = 2048  # characters
_DOTS = re.compile(r"/\.{1,2}(?=[/?#]|$)")  # segments that clients take out of addresses (RFC 3986, section 5.2.4)
_SAFE = "/:@!$&'()*+,;=~"


def askable(iri: str) -> bool:
    """Tell whether an IRI may be written into a query; graphs of others have some that are longer than a page takes."""
    return len(iri) <= _LONGEST and _IRI.fullmatch(iri) is not None


def checked(iri: str) -> str:
    """Give an IRI back; raises :class:`BadParameter` for text that is none, or that is too long to be meant."""
    if not askable(iri):
        shown = iri if len(iri) <= 80 else f"{iri[:80]}…"
        raise BadParameter(
            f"“{shown}” is not an IRI that can be looked up.",
            place=Place("parameter iri"),
            remedy=f"Give an absolute IRI of at most {_LONGEST} characters, such as {BASE}id/cluster/ac-serbia.",
        )
    return iri


def ours(iri: str) -> bool:
    """Tell our permanent names from those of others; a name that no client would ask for unchanged is none of ours."""
    return iri.startswith(BASE) and iri != BASE and not _DOTS.search(iri)


def document(iri: str) -> str:
    """Give the address of the document about one of our names, with its fragment; without a suffix it negotiates."""
    local, mark, fragment = iri.removeprefix(BASE).partition("#")
    return DOCUMENTS + quote(local, safe=_SAFE) + mark + quote(fragment, safe=_SAFE)


def about(iri: str, **more: str) -> str:
    """Give the address of what this graph says about any IRI."""
    return f"{ABOUT}?{urlencode({'iri': iri, **more}, safe=':/')}"


def address(iri: str) -> str:
    """Give the address to which a page links for an IRI."""
    return document(iri) if ours(iri) else about(iri)


def iri_of(local: str) -> str:
    """Give the permanent name that a path below the root or below :data:`DOCUMENTS` stands for."""
    return BASE + unquote(local) if "%" in local else BASE + local


def outwards(iri: str) -> str | None:
    """Give an IRI as a link to another site; ``None`` where it must not be one."""
    return iri if not iri.startswith(BASE) and _OUTWARDS.fullmatch(iri) else None
