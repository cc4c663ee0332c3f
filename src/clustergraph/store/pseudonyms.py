"""Names for clients that hold for a day: a keyed hash (RFC 7693), whose key is written over when the day ends (UTC).

The key of the day is a file that only who runs the program may read, so that a restart changes no name. After the day
nobody can tell which address a name belonged to, or that two names of different days belong to one.
"""

import json
import secrets
from hashlib import blake2b
from pathlib import Path

from clustergraph.disk import disk_error
from clustergraph.store.replacing import replace_file

_BYTES = 32


class Pseudonyms:
    """The names of clients in one home."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self, client: str, day: str) -> str | None:
        """Give a client's name on a day, ``None`` where the day has no key: nobody has a name then."""
        try:
            told = json.loads(self._path.read_text(encoding="ascii"))
            key = bytes.fromhex(told["key"]) if told["day"] == day else None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            key = None  # there is none, or it is damaged: the next one has no better
        return (
            None if key is None or len(key) != _BYTES else blake2b(client.encode(), key=key, digest_size=8).hexdigest()
        )

    def of(self, client: str, day: str) -> str:
        """Give it, making the key of the day where there is none; call with the lock of citations held."""
        found = self.known(client, day)
        if found is not None:
            return found
        key = secrets.token_bytes(_BYTES)
        try:
            replace_file(self._path, json.dumps({"day": day, "key": key.hex()}), mode=0o600)
        except OSError as error:
            raise disk_error(error, "The citation cannot be kept") from error
        return blake2b(client.encode(), key=key, digest_size=8).hexdigest()
