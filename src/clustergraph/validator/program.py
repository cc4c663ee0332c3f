"""How the end of a validating process is told: without memory, or by its last words."""

from clustergraph.errors import ClustergraphError, Limit, ValidationCrashed, ValidationTooLarge, ValidationTooLong
from clustergraph.query.children import Program
from clustergraph.settings import Settings

#: How many times the size of content a request may have: as BASE64 or escaped, with shapes beside it.
BODY_TIMES = 3


def no_memory(settings: Settings) -> ClustergraphError:
    """Make the error for a validation that used up its memory."""
    return ValidationTooLarge(
        "The validation used up its memory.",
        limit=Limit("validate_memory", settings.validate_memory, "MiB"),
        remedy="Send the content in parts, or validate it on your own machine by `clustergraph validate`.",
    )


def _too_late(settings: Settings) -> ClustergraphError:
    return ValidationTooLong(
        "The validation was stopped at its deadline.",
        limit=Limit("validate_deadline", settings.validate_deadline, "seconds"),
        remedy="Ask for it as a job, by the header “Prefer: respond-async”, or send the content in parts.",
    )


def _ended(words: str) -> ClustergraphError:
    return ValidationCrashed(
        f"The process that validated ended: {words}.",
        remedy="What was sent made it end; nothing was kept. Please report it with what you sent.",
    )


#: The process that validates.
VALIDATIONS = Program("clustergraph.validator.child", no_memory, _too_late, _ended, _ended)
