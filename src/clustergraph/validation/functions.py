"""What rules may call beside SPARQL's own functions: what has to do with single characters, hosts and numbers to dial.

Each takes texts and gives one, or nothing, which leaves a variable unbound.
"""

import re
from collections.abc import Callable

from clustergraph.iris import BASE
from clustergraph.validation.addresses import fault
from clustergraph.validation.spelling import plain, reached
from clustergraph.validation.vocabularies import vocabulary
from clustergraph.validation.writing import denied, markup, mixed, unseen

Function = Callable[..., str | None]


#: Numbers of Serbia as most of them are: the library takes longer to load than a record to check.
_SERBIAN = re.compile(r"\+381(?!(\d)\1+$)[1-9]\d{7,8}")
_FILLER = re.compile(r"(\d)\1{6}$")


def _filler(written: str) -> str | None:
    """Give the digit with which somebody has filled a number: its last seven are the same."""
    found = _FILLER.search(re.sub(r"\D", "", written.partition(";")[0]))
    return found[1] if found else None


def dialled(written: str) -> str | None:
    """Give a telephone number as it is dialled (E.164), nothing where no telephone could have it."""
    if _SERBIAN.fullmatch(written):
        return written
    from clustergraph.validation import telephones

    return telephones.dialled(written)


def country(written: str) -> str | None:
    """Give the country of a telephone number (ISO 3166-1, two letters), nothing where it has none of its own."""
    if _SERBIAN.fullmatch(written):
        return "RS"
    from clustergraph.validation import telephones

    return telephones.country(written)


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


_NAMED: dict[str, Function] = {
    "unseen": lambda text: unseen(text, name=True),
    "unseenInText": lambda text: unseen(text, name=False),
    "mixed": mixed,
    "markup": markup,
    "denied": lambda text, tag: denied(text, tag, name=True),
    "deniedInText": lambda text, tag: denied(text, tag, name=False),
    "plain": plain,
    "reached": reached,
    "fault": fault,
    "vocabulary": vocabulary,
    "code": _code,
    "dialled": dialled,
    "country": country,
    "filler": _filler,
}
FUNCTIONS = {f"{BASE}function/{name}": function for name, function in _NAMED.items()}
