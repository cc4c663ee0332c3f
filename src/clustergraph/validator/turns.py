"""Turns for validations: those that somebody waits for, and jobs, which nobody does.

``client_validations`` of one client run at once and as many of its jobs, never all that may run: one turn is left for
others, one for validations that somebody waits for, and the last for who has taken little lately.
"""

from collections.abc import Callable

from clustergraph.errors import ClustergraphError, Limit, TooManyRequests, ValidatorBusy
from clustergraph.query.turns import Kind, Turns
from clustergraph.settings import Settings

_AGAIN = 2  # seconds
_LITTLE = 0.5  # seconds of a processor beyond quick work, half of it forgotten each minute
_JOB = "Ask for a job by the header “Prefer: respond-async”, or try again in a moment."


def validation_turns(settings: Settings, taken: Callable[[str], float]) -> Turns:
    """Make the turns of validations; ``taken`` tells what a client has taken lately."""
    patience, most = settings.validate_deadline, settings.client_validations

    def late(client: str | None) -> ClustergraphError:
        told = f"This validation had no turn within {patience:g} seconds"
        if client is not None:
            return TooManyRequests(
                f"{told}: {most} of {client} run already.",
                limit=Limit("client_validations", most, "validations at once"),
                remedy=_JOB,
                retry_after=_AGAIN,
            )
        limit = Limit("validate_deadline", patience, "seconds")
        return ValidatorBusy(f"{told}: those of others come first.", limit=limit, remedy=_JOB, retry_after=_AGAIN)

    def full() -> ClustergraphError:
        return ValidatorBusy(
            "As many validations run and wait as may.",
            limit=Limit("validate_queue", settings.validate_queue, "validations"),
            remedy=_JOB,
            retry_after=_AGAIN,
        )

    return Turns(Kind(settings.validate_children, most, patience, late, full, settings.validate_queue, _LITTLE), taken)
