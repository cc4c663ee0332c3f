"""Names and addresses as they are compared: one spelling, whoever wrote them.

Names are alike in both scripts of Serbian, without marks, dashes, quotation marks and capitals; a telephone number is
what is dialled, a web address is its host and path.
"""

import re
import unicodedata

from clustergraph.graph.script import latin

_LETTERS = re.compile(r"[a-z0-9]+")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")
_WEB = re.compile(r"https?://(?:www\.)?(?P<rest>[^/?#].*?)/*", re.IGNORECASE | re.DOTALL)


def plain(words: str) -> str:
    """Write words in small Latin letters without marks; what is no letter or digit becomes one blank."""
    if words.isascii():
        return " ".join(_LETTERS.findall(words.lower()))
    bare = latin(words).replace("đ", "dj").replace("Đ", "Dj")
    decomposed = unicodedata.normalize("NFKD", bare.casefold())
    return " ".join(
        "".join(one if one.isalnum() else " " for one in decomposed if not unicodedata.combining(one)).split()
    )


def reached(address: str) -> str | None:
    """Write a telephone number, a mailbox or a web address in one way; nothing where nobody could use it."""
    web = _WEB.fullmatch(address)
    if web is not None:
        return web["rest"].lower()
    if "@" in address:
        return address.strip().removeprefix("mailto:").lower()
    if _INTERNATIONAL.fullmatch(address):
        return address
    # the library takes longer to load than a record to check, and few records need it
    from clustergraph.validation.telephones import dialled

    return dialled(address)
