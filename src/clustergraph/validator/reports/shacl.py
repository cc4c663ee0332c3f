"""A report as RDF: a ``sh:ValidationReport`` (SHACL, section 3.6) that says which shapes it is about.

The line of a finding and how to mend it are our own properties, beside those of SHACL; other programs pass over them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count

from clustergraph.graph.characters import NOT_XML
from clustergraph.graph.ntriples import XSD, integer, iri, literal
from clustergraph.graph.wording import Said, tongues
from clustergraph.ns import PREFIXES, expand
from clustergraph.store.text import rewrite
from clustergraph.validation.property_paths import statements
from clustergraph.validation.results import Outcome
from clustergraph.validation.terms import TYPE, is_blank, sh
from clustergraph.validation.wording import note
from clustergraph.validator.findings import Checked, Finding
from clustergraph.validator.reports.compact import write_compact

_OURS = re.compile(r"(?:report|result\d+|path\d+|shape-.*)$")
#: What begins as no name of XML does, or has a colon (Namespaces in XML 1.0, NCName).
_NO_NAME = re.compile(r"_:(?:[\d.·-]|.*:)")
#: Characters that XML cannot hold, as they are or as N-Triples writes them.
_NOT_XML = re.compile(
    NOT_XML.first_plane.pattern + r"|\\\\|\\u(?:000[0-8BCEFbcef]|001[0-9A-Fa-f]|[fF]{3}[eEfF])|\\[bf]"
)
_COMPONENT, _CONFORMS, _FOCUS, _MESSAGE, _PATH, _RESULT, _SEVERITY, _SHAPE, _VALUE = (
    sh(name)
    for name in (
        "sourceConstraintComponent",
        "conforms",
        "focusNode",
        "resultMessage",
        "resultPath",
        "result",
        "resultSeverity",
        "sourceShape",
        "value",
    )
)
_CONFORMS_TO, _COMMENT, _LINE, _REMEDY, _PROPOSAL = (
    iri(expand(name)) for name in ("dct:conformsTo", "rdfs:comment", "cg:line", "cg:remedy", "cg:proposal")
)


def write_rdf(checked: Checked, form: str) -> bytes:
    """Write a report in a format of ``store.text``; what XML cannot hold stands as U+FFFD there, and a note says so."""
    triples = report_triples(checked, form)
    if form == "rdfxml":
        held = _NOT_XML.sub(lambda found: found[0] if found[0] == "\\\\" else "\ufffd", triples)
        report = triples.partition(" ")[0]
        told = _about(report, _comments(note("replaced"))) if held != triples else ""
        triples = held + told
    return rdf_text(triples, form)


def rdf_text(triples: str, form: str) -> bytes:
    """Write N-Triples in a format of ``store.text``, JSON-LD as people read it."""
    return write_compact(triples, PREFIXES) if form == "jsonld" else rewrite(triples, form, PREFIXES)


def report_triples(checked: Checked, form: str) -> str:
    """Write a report as N-Triples; blank nodes of the data keep their labels, and all others get none of these.

    Where the format is RDF/XML, a label that is no name of XML has ``data-`` before it.
    """
    numbers, own = count(1), _own(checked)
    report = f"_:{own}report"
    said = [
        (TYPE, sh("ValidationReport")),
        (_CONFORMS, _boolean(value=checked.outcome is Outcome.CONFORMS)),
        (_CONFORMS_TO, literal(checked.judge.digest)),
        *_comments(*checked.verdict.unchecked, *checked.notes),
    ]
    nodes = [f"_:{own}result{number}" for number in range(1, len(checked.findings) + 1)]
    parts = [_about(report, [*said, *((_RESULT, node) for node in nodes)])]
    findings = [_in_xml(one) for one in checked.findings] if form == "rdfxml" else checked.findings
    parts += [
        _result(finding, node, own, lambda: f"_:{own}path{next(numbers)}")
        for node, finding in zip(nodes, findings, strict=True)
    ]
    return "".join(parts)


def _comments(*sentences: Said) -> Iterator[tuple[str, str]]:
    """Give what is told of the whole, in all languages in which findings have their messages."""
    for sentence in sentences:
        yield from ((_COMMENT, literal(words, language=tag)) for tag, words in tongues(sentence))


def _own(checked: Checked) -> str:
    """Give a prefix for labels of ours that no label of the data has."""
    terms = (term for finding in checked.findings for term in (finding.result.focus, finding.result.value or ""))
    taken = {term[2:] for term in terms if term.startswith("_:")}
    prefixes = chain([""], (f"r{number}-" for number in count()))
    return next(
        one for one in prefixes if not any(label.startswith(one) and _OURS.match(label, len(one)) for label in taken)
    )


def _result(finding: Finding, node: str, own: str, label: Callable[[], str]) -> str:
    result = finding.result
    said = [(TYPE, sh("ValidationResult")), (_FOCUS, result.focus)]
    behind: list[str] = []
    if result.path is not None:
        path, behind = statements(result.path, label)
        said.append((_PATH, path))
    if result.value is not None:
        said.append((_VALUE, result.value))
    said += [
        (_COMPONENT, result.component),
        (_SHAPE, f"_:{own}shape-{result.shape[2:]}" if is_blank(result.shape) else result.shape),
        (_SEVERITY, result.severity),
        *((_MESSAGE, message) for message in finding.messages),
        *([(_LINE, integer(finding.line))] if finding.line else ()),
        *((_REMEDY, literal(words, language=tag)) for tag, words in finding.remedies.items()),
        *((_PROPOSAL, iri(proposal.iri)) for proposal in finding.proposals),
    ]
    return _about(node, said) + "".join(behind)


def _about(subject: str, said: Iterable[tuple[str, str]]) -> str:
    return "".join([f"{subject} {predicate} {value} .\n" for predicate, value in said])


def _in_xml(finding: Finding) -> Finding:
    result = finding.result
    value = None if result.value is None else _named(result.value)
    return replace(finding, result=replace(result, focus=_named(result.focus), value=value))


def _named(term: str) -> str:
    """Give the label of a blank node as a name of XML."""
    return f"_:data-{term[2:].replace(':', '-')}" if is_blank(term) and _NO_NAME.match(term) else term


def _boolean(*, value: bool) -> str:
    return literal(str(value).lower(), datatype=f"{XSD}boolean")
