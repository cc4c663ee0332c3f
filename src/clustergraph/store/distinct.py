"""A graph that is answered, as what it is: a set of statements (RDF 1.1 Concepts, section 3.1).

Oxigraph 0.5.13 gives a statement once, unless a blank node is in it: CONSTRUCT would give such a one again for each
solution that has it. Only there rows pass through Python, which costs a fifth of the time; answers without blank nodes
go by untouched.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

#: What a query needs to make blank nodes of its own that can come twice: a label, a list of properties, the function.
_MAKES = re.compile(r"_:|\[|BNODE", re.IGNORECASE)
_BYTES = 16  # of a statement are kept: two of a million are taken for one with a chance of 10⁻²⁷


def may_repeat(query: str, *, blank_nodes: bool) -> bool:
    """Whether a graph that a query gives may have a statement twice; ``blank_nodes`` says whether the store has any."""
    return blank_nodes or _MAKES.search(query) is not None


def distinct(statements: Iterable[Triple]) -> Iterator[Triple]:
    """Give each statement once, in the order in which they come first; the limit of rows bounds what is kept."""
    given: set[bytes] = set()
    for statement in statements:
        text = str(statement)
        if "_:" in text:
            name = hashlib.blake2b(text.encode(), digest_size=_BYTES).digest()
            if name in given:
                continue
            given.add(name)
        yield statement
