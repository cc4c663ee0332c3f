"""Runs the questions of ``ontology/hygiene``: what no single node shows, so that SHACL Core cannot ask it.

A file is a SELECT with the variable ``focus`` and a header ``#+ message:``; each row is a violation of that name.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from clustergraph.errors import Place, RepositoryError
from clustergraph.report import Finding, Severity
from clustergraph.resources import files
from clustergraph.sources.repository import read_text
from clustergraph.store.staging import Staging

FOLDER = "ontology/hygiene"
_MESSAGE = re.compile(r"^#\+ message: (?P<text>.+)$", re.MULTILINE)


def hygiene_findings(root: Path, staging: Staging) -> Iterator[Finding]:
    """Ask every question of the folder; raises :class:`RepositoryError` for a file without a message."""
    for relative, path in files(root):
        if relative.match(f"{FOLDER}/*.rq"):
            yield from _ask(read_text(path, str(relative)), str(relative), relative.stem, staging)


def _ask(query: str, name: str, source: str, staging: Staging) -> Iterator[Finding]:
    message = _MESSAGE.search(query)
    if message is None:
        raise RepositoryError("The question has no message.", place=Place(name, 1), remedy="Begin with “#+ message:”.")
    for row in staging.rows(query):
        yield Finding(Severity.VIOLATION, f"hygiene:{source}", message["text"], row["focus"], None)
