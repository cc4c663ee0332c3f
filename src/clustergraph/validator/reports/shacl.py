"""A report as RDF: a ``sh:ValidationReport`` (SHACL, section 3.6) that says which shapes it is about.

The line of a finding and how to mend it are our own properties, beside those of SHACL; other programs pass over them.
"""

from collections.abc import Callable, Iterator
from itertools import count

from clustergraph.graph.ntriples import XSD, integer, iri, literal
from clustergraph.ns import PREFIXES, expand
from clustergraph.store.text import rewrite
from clustergraph.validation.property_paths import statements
from clustergraph.validation.results import Outcome
from clustergraph.validation.terms import TYPE, is_blank, sh
from clustergraph.validator.findings import Checked, Finding

_REPORT = "_:report"


def write_rdf(checked: Checked, form: str) -> bytes:
    """Write a report in a format of ``store.text``."""
    return rewrite(report_triples(checked), form, PREFIXES)


def report_triples(checked: Checked) -> str:
    """Write a report as N-Triples; blank nodes of the data and of shapes keep their labels, with a letter before."""
    numbers = count(1)
    lines = [
        *_statement(_REPORT, TYPE, sh("ValidationReport")),
        *_statement(_REPORT, sh("conforms"), _boolean(value=checked.outcome is Outcome.CONFORMS)),
        *_statement(_REPORT, _own("dct:conformsTo"), literal(checked.judge.digest)),
    ]
    for words in (*checked.verdict.unchecked, *checked.notes):
        lines += _statement(_REPORT, _own("rdfs:comment"), literal(words, language="en"))
    nodes = [f"_:result{number}" for number in range(1, len(checked.findings) + 1)]
    lines += [line for node in nodes for line in _statement(_REPORT, sh("result"), node)]
    for node, finding in zip(nodes, checked.findings, strict=True):
        lines += _result(finding, node, lambda: f"_:path{next(numbers)}")
    return "".join(lines)


def _result(finding: Finding, node: str, label: Callable[[], str]) -> Iterator[str]:
    result = finding.result
    yield from _statement(node, TYPE, sh("ValidationResult"))
    yield from _statement(node, sh("focusNode"), _kept(result.focus, "data"))
    if result.path is not None:
        path, more = statements(result.path, label)
        yield from _statement(node, sh("resultPath"), path)
        yield from more
    if result.value is not None:
        yield from _statement(node, sh("value"), _kept(result.value, "data"))
    yield from _statement(node, sh("sourceConstraintComponent"), result.component)
    yield from _statement(node, sh("sourceShape"), _kept(result.shape, "shape"))
    yield from _statement(node, sh("resultSeverity"), result.severity)
    for message in finding.messages:
        yield from _statement(node, sh("resultMessage"), message)
    if finding.line:
        yield from _statement(node, _own("cg:line"), integer(finding.line))
    for tag, words in finding.remedies.items():
        yield from _statement(node, _own("cg:remedy"), literal(words, language=tag))
    for proposal in finding.proposals:
        yield from _statement(node, _own("cg:proposal"), iri(proposal.iri))


def _statement(subject: str, predicate: str, value: str) -> Iterator[str]:
    yield f"{subject} {predicate} {value} .\n"


def _kept(term: str, origin: str) -> str:
    return f"_:{origin}-{term[2:]}" if is_blank(term) else term


def _boolean(*, value: bool) -> str:
    return literal(str(value).lower(), datatype=f"{XSD}boolean")


def _own(name: str) -> str:
    return iri(expand(name))
