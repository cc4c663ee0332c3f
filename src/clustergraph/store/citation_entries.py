"""Citations as a list has them: one with what is known of it, and a choice of some."""

from collections.abc import Sequence
from dataclasses import dataclass

#: The day on which a citation was fetched that nobody has fetched.
NEVER = ""


@dataclass(frozen=True)
class Entry:
    """One citation in the index.

    ``release`` and what follows is ``None`` where its file cannot be read. ``client`` is a pseudonym; ``fetched`` a day
    in ISO 8601 or :data:`NEVER`; each is ``None`` where that is not known.
    """

    name: str
    release: str | None = None
    asked: str | None = None
    format: str | None = None
    bytes: int | None = None
    client: str | None = None
    fetched: str | None = None


@dataclass(frozen=True)
class Choice:
    """Which citations are meant: those to which everything that is given applies; all where nothing is.

    ``before`` is a time in ISO 8601, in UTC.
    """

    names: Sequence[str] = ()
    clients: Sequence[str] = ()
    before: str | None = None
    never_fetched: bool = False

    def sql(self) -> tuple[str, list[str]]:
        """Give the condition and its values."""
        parts, values = ["TRUE"], [*self.names, *self.clients]
        if self.names:
            parts.append(f"name IN ({', '.join('?' * len(self.names))})")
        if self.clients:
            parts.append(f"client IN ({', '.join('?' * len(self.clients))})")
        if self.before is not None:
            parts.append("asked < ?")
            values.append(self.before)
        if self.never_fetched:
            parts.append(f"fetched = '{NEVER}'")
        return " AND ".join(parts), values
