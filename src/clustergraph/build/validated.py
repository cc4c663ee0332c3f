"""A profile over what is to be published → findings. What class look-ups need is among the triples themselves."""

from array import array
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from clustergraph.ns import compact
from clustergraph.report import Finding, Report, Severity
from clustergraph.settings import Settings
from clustergraph.sources.foreign import Document
from clustergraph.sources.guess import N_TRIPLES
from clustergraph.sources.rdf import triples_of
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.profiles import Profile
from clustergraph.validation.property_paths import words
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import Shapes
from clustergraph.validation.terms import TYPE, is_iri, sh, text
from clustergraph.validation.validating import validate
from clustergraph.validator.checking import Asked, check
from clustergraph.validator.ready import of_profile

_SEVERITIES = {sh(level.label): level for level in Severity}


def validated(triples: bytes, profile: Profile) -> Report:
    """Validate N-Triples against a profile; one without shapes finds nothing."""
    if not profile.shapes:
        return Report.of(profile.name, profile.blocking, ())
    verdict = validate(TripleIndex(triples), Shapes(TripleIndex(triples_of(profile.shapes))))
    return Report.of(profile.name, profile.blocking, map(_finding, verdict.results))


def validated_alone(triples: bytes, profile: Profile, settings: Settings) -> list[Finding]:
    """Validate N-Triples of anybody as `clustergraph validate` does: with the background and the rules of a profile.

    Raises what ``validator.checking.check`` does.
    """
    lines = triples.splitlines()
    document = Document(b"".join(line + b"\n" for line in lines), array("I", [0] * len(lines)), N_TRIPLES, None)
    found = check(document, profile.name, Asked(of_profile(profile)), settings).findings
    return [replace(_finding(one.result), message=one.message("en")) for one in found]


def shape_paths(files: Iterable[Path]) -> frozenset[str]:
    """Collect the properties that the shapes speak of: predicates outside this set are probably misspelt."""
    shapes = TripleIndex(triples_of(tuple(files)))
    return frozenset(text(path) for path in (*shapes.values_of(sh("path")), TYPE) if is_iri(path))


def _finding(result: Result) -> Finding:
    return Finding(
        severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
        source=compact(text(result.shape)),
        message=result.message("en"),
        focus=text(result.focus),
        path=None if result.path is None else words(result.path),
        value=None if result.value is None else text(result.value),
    )
