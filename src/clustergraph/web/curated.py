"""Reads files of the repository for documents: a fault in one of them is the server's, never the visitor's."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from clustergraph.disk import words_of
from clustergraph.errors import Place, RepositoryError, SyntaxProblem
from clustergraph.sources.rdf import triples_of

_REMEDY = "Take the file from a copy of the repository, and start the server again."


def statements_of(paths: Sequence[Path]) -> str:
    """Give what Turtle files say as N-Triples; raises :class:`RepositoryError` where one cannot be read."""
    try:
        return triples_of(paths).decode()
    except SyntaxProblem as error:
        raise RepositoryError(error.message, place=error.place, remedy=_REMEDY) from error
    except OSError as error:
        raise _unreadable(error, paths[0]) from error


def bytes_of(path: Path, digest: str) -> bytes:
    """Give a file that has this SHA-256; raises :class:`RepositoryError` for any other."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(error, path) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise RepositoryError(f"{path.name} is not as it was when it was kept.", place=Place(str(path)), remedy=_REMEDY)
    return content


def _unreadable(error: OSError, path: Path) -> RepositoryError:
    words = f"A file of the repository cannot be read: {words_of(error)}."
    return RepositoryError(words, place=Place(str(path)), remedy=_REMEDY)
