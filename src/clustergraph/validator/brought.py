"""Shapes that strangers bring along: read within the limits of content, and refused where their SPARQL reaches out.

They are good for their one validation only. What they import is not fetched, and told (``validation.lint``); the
process that evaluates them has no network at all (``query.sandbox``), so what is refused here is refused twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clustergraph.errors import BadParameter, ClustergraphError, Place, ShapesProblem
from clustergraph.query.guard import guard
from clustergraph.settings import Settings
from clustergraph.sources.contexts import known
from clustergraph.sources.foreign import Document, ReadingLimits, read_document
from clustergraph.validator.ready import Ready
from clustergraph.validator.request import Text


def read(text: Text, settings: Settings) -> Document:
    """Read what was sent; raises the errors of ``sources.foreign``."""
    return read_document(
        text.content,
        declared=text.syntax,
        base=None,
        limits=ReadingLimits.of(settings),
        name=text.name,
        contexts=known(settings.contexts),
    )


def with_sent_shapes(ready: Ready, sent: Iterable[Text], settings: Settings) -> Ready:
    """Take shapes that were sent along.

    Raises :class:`BadParameter` where the profile takes none or needs some, :class:`ShapesProblem` for SPARQL that
    reaches out, and what :func:`read` raises.
    """
    texts = list(sent)
    if texts and ready.external == "none":
        raise BadParameter(
            f"The profile {ready.judge.profile} takes no shapes of others.",
            place=Place("externalRules"),
            remedy="Leave them out, or ask the profile “any”.",
        )
    if not texts and ready.external == "required":
        raise BadParameter(
            f"The profile {ready.judge.profile} has no shapes of its own, and none were sent along.",
            place=Place("externalRules"),
            remedy="Send shapes in externalRules, or give files of them by --shapes.",
        )
    if not texts:
        return ready
    with_them = ready.with_shapes(read(one, settings).triples for one in texts)
    _check_queries(with_them.shapes.asked.queries, settings)
    return with_them


def _check_queries(queries: Sequence[str], settings: Settings) -> None:
    own = replace(settings, service_allow="")  # the endpoints that questions may ask are not for shapes
    for query in queries:
        told = f"Of the SPARQL that begins “{' '.join(query.split())[:60]}”"
        try:
            passed = guard(query, own)
        except ClustergraphError as error:
            raise ShapesProblem(
                f"{told}: {error.message}", place=Place("shapes"), limit=error.limit, remedy=error.remedy
            ) from error
        if passed.calls or passed.dataset:
            raise ShapesProblem(
                f"{told}: it names other data by SERVICE or FROM.",
                place=Place("shapes"),
                remedy="Shapes are evaluated on the content alone: send what they need as a part of it.",
            )
