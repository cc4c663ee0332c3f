"""Where an IRI leads on this server: ours to their document, those of others to what this graph says of them.

Addresses are host-relative, so that a copy on any host works. Nothing but ``http``, ``https``, ``mailto`` and ``tel``
ever becomes a link outwards, whatever stands in the data.
"""

import re
from urllib.parse import quote, unquote, urlencode

from clustergraph.errors import BadParameter, Place, RequestRefused
from clustergraph.graph.iri import foreign_character, is_absolute_iri
from clustergraph.iris import BASE

DOCUMENTS = "/doc/"
ABOUT = "/about"
_OUTWARDS = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x20<>\"{}|^`\\]+", re.IGNORECASE)
_LONGEST = 2048  # characters
_SHOWN = 80  # characters
_DOTS = re.compile(r"/\.{1,2}(?=[/?#]|$)")  # segments that clients take out of addresses (RFC 3986, section 5.2.4)
_SAFE = "/:@!$&'()*+,;=~"


def askable(iri: str) -> bool:
    """Tell whether an IRI may be written into a query, as nothing else may; some are longer than a page takes."""
    return len(iri) <= _LONGEST and is_absolute_iri(iri)


def checked(iri: str) -> str:
    """Give an IRI back; raises :class:`BadParameter` for text that is none, or that is too long to be meant."""
    if not askable(iri):
        raise BadParameter(
            f"“{_cut(iri)}” is not an IRI that can be looked up{_why(iri)}.",
            place=Place("parameter iri"),
            remedy=f"Give an absolute IRI of at most {_LONGEST} characters, such as {BASE}id/cluster/ac-serbia.",
        )
    return iri


def name_of(local: str) -> str:
    """Give the permanent name that a path stands for; raises :class:`RequestRefused` for a path that can be no name."""
    iri = iri_of(local)
    if not askable(iri):
        raise RequestRefused(
            f"This address is no name: “{_cut(iri)}” is not an IRI that can be looked up{_why(iri)}.",
            place=Place("address"),
            remedy=f"Names are at most {_LONGEST} characters long, such as {BASE}id/cluster/ac-serbia.",
        )
    return iri


def _cut(iri: str) -> str:
    return iri if len(iri) <= _SHOWN else f"{iri[:_SHOWN]}…"


def _why(iri: str) -> str:
    if (letter := foreign_character(iri)) is None:
        return ""
    return f"; no IRI has {f'“{letter}”' if letter.isprintable() else f'U+{ord(letter):04X}'} there"


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
