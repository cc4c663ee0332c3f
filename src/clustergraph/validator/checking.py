"""Content → report: read, validate, run the rules on the whole, find lines, words, remedies and what may be meant."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from clustergraph.graph.wording import Gap, Said
from clustergraph.ns import CG, PREFIXES
from clustergraph.settings import Settings
from clustergraph.sources.foreign import Document
from clustergraph.validation.held import notes as notes_on_values
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.places import lines_of
from clustergraph.validation.results import Result, Verdict, ordered
from clustergraph.validation.terms import text
from clustergraph.validation.validating import validate
from clustergraph.validation.wording import gap, note
from clustergraph.validator.alike import alike, told, with_texts
from clustergraph.validator.findings import Checked, Finding, Proposal
from clustergraph.validator.once import told_once
from clustergraph.validator.quoted import Quoted
from clustergraph.validator.ready import Ready, renamed
from clustergraph.validator.ruled import found_by_rules
from clustergraph.validator.wording import messages, remedy

#: Told the step and how much of it is done.
Told = Callable[[str, int, int], None]
_OUR_SHAPES = f"<{PREFIXES['shapes']}"
_NEAREST_IN = f"<{CG.nearestIn}>"
_SHAPES_GRAPH = "<http://www.w3.org/ns/shacl#shapesGraph>"
_IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"


@dataclass(frozen=True)
class Asked:
    """How content is checked: against what, whether shapes are merged into it, whether imports were wanted."""

    ready: Ready
    merge: bool = False
    imports: bool = False


def check(document: Document, name: str, asked: Asked, settings: Settings, told: Told = lambda *_: None) -> Checked:
    """Check a document; raises the errors of shapes and of validation."""
    began = time.monotonic()
    ready = asked.ready
    told("Validate", 0, 1)
    merged = document.triples + _apart(ready.shapes.graph, document) if asked.merge else document.triples
    data = TripleIndex(merged, ready.base)
    verdict = validate(
        data,
        ready.shapes,
        disallows=ready.disallows,
        most_results=settings.validate_findings,
        progress=lambda done, total: told("Validate", done, total),
    )
    ruled = found_by_rules(ready, data, document.triples, len(verdict.results), settings.validate_findings)
    results = ordered([*verdict.results, *ruled])
    verdict = replace(
        verdict,
        results=results if ready.brought else told_once(results),
        unchecked=(*verdict.unchecked, *_without_targets(ready), *(_unread_imports(data) if asked.imports else ())),
    )
    return Checked(
        verdict=verdict,
        findings=tuple(_findings(verdict, data, document, ready)),
        judge=replace(ready.judge, engine=verdict.engine),
        name=name,
        syntax=document.syntax,
        statements=len(document.lines),
        seconds=time.monotonic() - began,
        notes=(
            *document.notes,
            *(_merged(ready) if asked.merge else ()),
            *ready.shapes.asked.notes,
            *_other_shapes(data),
            *_passed_over(verdict, data, document, ready),
            *notes_on_values(document.triples, document.lines, {result.value or "" for result in verdict.results}),
        ),
    )


def _apart(shapes: TripleIndex, document: Document) -> bytes:
    """Write shapes with labels of blank nodes that the document, whose sender's labels are kept, does not have."""
    letters = next(f"s{number}-" for number in count() if f"_:s{number}-".encode() not in document.triples)
    return renamed(shapes.text().encode(), letters).encode()


def _passed_over(verdict: Verdict, data: TripleIndex, document: Document, ready: Ready) -> Iterator[Said]:
    """Say what nothing has looked at: without findings it would seem to be well."""
    if verdict.focus_nodes == 0:
        yield note("nothing-looked-at", profile=ready.judge.title)
    if ready.vocabulary is not None and (slips := ready.vocabulary.note(data, document.triples, document.lines)):
        yield slips


def _merged(ready: Ready) -> Iterator[Said]:
    """Say that shapes which were sent along are a part of the data: their nodes may be focus nodes."""
    yield note("merged", number=str(ready.shapes.graph.size))


def _other_shapes(data: TripleIndex) -> Iterator[Said]:
    for graph in data.values_of(_SHAPES_GRAPH):
        yield note("shapes-graph", graph=text(graph))


def _without_targets(ready: Ready) -> Iterator[Gap]:
    """Tell that shapes which were sent along are about nothing: whatever was meant to be asked was not."""
    if ready.external == "required" and not ready.shapes.targets:
        yield gap("no-targets", "")


def _unread_imports(data: TripleIndex) -> list[Gap]:
    return [gap("content-import", one[1:-1]) for one in data.values_of(_IMPORTS)]


def _findings(verdict: Verdict, data: TripleIndex, document: Document, ready: Ready) -> Iterator[Finding]:
    shapes = ready.shapes.graph
    quotes = Quoted(shapes)
    texts = alike(verdict.results, data)
    pointed = [
        replace(one, value=texts[place][-1]) if place in texts else one for place, one in enumerate(verdict.results)
    ]
    lines = lines_of(pointed, document.triples, document.lines, document.begins)
    for place, (result, line) in enumerate(zip(verdict.results, lines, strict=True)):
        said = messages(result, shapes)
        # messages of ours say how to mend, but for what they cannot know: that quotes are what is wrong
        mend = quotes.mend(result) or ({} if result.messages else remedy(result, shapes))
        if place in texts:
            # what others say of their shape is told as they say it
            others = result.messages and not result.shape.startswith(_OUR_SHAPES)
            mend = {"en": told(texts[place])} if others else mend
            said = said if others else with_texts(said, texts[place])
        yield Finding(result=result, line=line, messages=said, remedies=mend, proposals=_proposals(result, ready))


def _proposals(result: Result, ready: Ready) -> tuple[Proposal, ...]:
    if ready.nearest is None or result.value is None:
        return ()
    found: dict[str, Proposal] = {}
    for scheme in ready.shapes.graph.objects(result.shape, _NEAREST_IN):
        for one in ready.nearest.propose(result.value, scheme[1:-1]):
            found.setdefault(one.iri, Proposal(one.iri, one.notation or "", one.label))
    return tuple(found.values())
