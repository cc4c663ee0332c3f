"""Whether a text is an absolute IRI by the letter (RFC 3987, section 2.2), as Oxigraph's parser reads it.

A shorter rule would let some pass that a query with them in it does not parse for: a character that is none of
Unicode's, a port that is no number, a second ``#``.
"""

import re
from ipaddress import AddressValueError, IPv6Address

_UCS = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_NAME = rf"A-Za-z0-9._~!$&'()*+,;={_UCS}-"
_ESCAPE = "%[0-9A-Fa-f]{2}"
_PATH = rf"(?:[{_NAME}:@/]|{_ESCAPE})*+"
_AUTHORITY = (
    rf"(?:(?:[{_NAME}:]|{_ESCAPE})*@)?(?:\[(?P<literal>[^\]]*)\]|(?:[{_NAME}]|{_ESCAPE})*+)(?::[0-9]*+)?(?=[/?#]|$)"
)
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*+:(?://{_AUTHORITY}|(?!//)){_PATH}"
    rf"(?:\?(?:[{_NAME}:@/?{_PRIVATE}]|{_ESCAPE})*+)?(?:#(?:[{_NAME}:@/?]|{_ESCAPE})*+)?"
)
_FUTURE = re.compile(r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+")
_NOWHERE = re.compile(rf"[^{_NAME}:@/?#\[\]%{_PRIVATE}]|%(?![0-9A-Fa-f]{{2}})")


def is_absolute_iri(text: str) -> bool:
    """Tell an absolute IRI from any other text."""
    found = _IRI.fullmatch(text)
    literal = found["literal"] if found else None
    return found is not None and (literal is None or _FUTURE.fullmatch(literal) is not None or _is_address(literal))


def foreign_character(text: str) -> str | None:
    """Give the first character that no IRI has at any place; a percent sign is one where no two digits follow."""
    found = _NOWHERE.search(text)
    return found[0] if found else None


def _is_address(text: str) -> bool:
    try:
        return IPv6Address(text).scope_id is None
    except AddressValueError:
        return False
