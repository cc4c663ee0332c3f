"""Documents that are not made from what the graph says of one thing: vocabulary, shapes, releases, kinds of problems.

Each is a page and N-Triples, by the path of its name; the formats and all else are those of any document.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flask import render_template

from clustergraph.errors import NotFound
from clustergraph.iris import BASE
from clustergraph.mapping.description import DUMPS, RELEASES, Described
from clustergraph.mapping.release_description import release_statements
from clustergraph.ns import PREFIXES, expand
from clustergraph.pages.asking import query
from clustergraph.pages.ontology import Ontology, ontology_of
from clustergraph.pages.problems import Problem, problem_statements, problems
from clustergraph.pages.shapes import OF_RELEASES, Profile, Shapes, further_of, mentioned, pages_of
from clustergraph.pages.terms import Term
from clustergraph.resources import repository
from clustergraph.validation.profiles import read_profile
from clustergraph.web.curated import statements_of
from clustergraph.web.reading import Reading
from clustergraph.web.releases import Releases as Kept
from clustergraph.web.translation import language

_VERSION = re.compile(re.escape(f"{BASE}ns/") + r"([0-9]+\.[0-9]+\.[0-9]+)")
_VERSION_IRI = expand("owl:versionIRI")


@dataclass(frozen=True)
class Made:
    """One kind of document: whether a name has one, its page and its N-Triples; each is told the rest of the path."""

    has: Callable[[str], bool]
    page: Callable[[str, dict[str, str]], str]
    data: Callable[[str], str]


def made_documents(reading: Reading, kept: Kept) -> dict[str, Made]:
    """Give the documents by their paths; a path that ends in a slash is the beginning of many."""
    if reading.service.release.manifest.loaded:
        return {}
    terms, releases = _Terms(reading), _Releases(reading, kept)
    return {
        "ns": Made(lambda _: True, terms.vocabulary, terms.vocabulary_data),
        "shapes": Made(lambda _: True, terms.all_shapes, terms.shapes_data),
        "shapes/": Made(terms.has_profile, terms.profile, terms.profile_data),
        "release/": Made(releases.has, releases.page, releases.data),
        "problem/": Made(lambda code: code in problems(), _problem_page, _problem_data),
    }


class _Terms:
    """The vocabulary and the shapes of a release, each whole and one shape by itself."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._release = reading.service.release
        self._shapes = Shapes.read(self._release)
        self._pages = pages_of(self._shapes)
        self._root = repository(reading.service.settings.repository)
        self._statistics = self._release.statistics()
        self._vocabulary: dict[str, Ontology] = {}  # by language; made once, because a release never changes

    def vocabulary(self, _: str, formats: dict[str, str]) -> str:
        """Show the vocabulary."""
        tag = language().tag
        if tag not in self._vocabulary:
            reader = self._reading.reader()
            self._vocabulary[tag] = ontology_of(reader, self._shapes.asked_by(OF_RELEASES), self._statistics)
        return render_template("ontology.html", told=self._vocabulary[tag], formats=formats)

    def vocabulary_data(self, _: str) -> str:
        """Give the vocabulary: what its graphs hold."""
        return self._reading.construct(query("vocabulary"))

    def all_shapes(self, _: str, formats: dict[str, str]) -> str:
        """Show the shapes of releases in short, grouped by what they are about, and name all others."""
        return self._in_short(self._shapes.asked_by(OF_RELEASES), None, formats)

    def has_profile(self, name: str) -> bool:
        """Whether there is a profile of the name that has shapes; raises :class:`NotFound` where there is none."""
        if name not in self._pages:
            told = ", ".join(self._pages)
            raise NotFound(f"There is no profile “{name[:100]}” with shapes.", remedy=f"There are {told}.")
        return True

    def profile(self, name: str, formats: dict[str, str]) -> str:
        """Show the shapes of one profile in short."""
        self.has_profile(name)
        found = next(profile for profile in self._shapes.profiles if profile.name == name)
        return self._in_short(self._shapes.asked_by([name]), found, formats)

    def profile_data(self, name: str) -> str:
        """Give the shapes of one profile."""
        self.has_profile(name)
        return statements_of(read_profile(self._root, name).shapes)

    def _in_short(self, asked: Shapes, profile: Profile | None, formats: dict[str, str]) -> str:
        shown = self._reading.reader().show(Term(iri, is_iri=True) for iri in asked.by_target)
        targets = [(shown[Term(iri, is_iri=True)], shapes) for iri, shapes in asked.by_target.items()]
        further = {} if profile else further_of(self._shapes)
        return render_template(
            "shapes.html",
            told=asked,
            targets=targets,
            profile=profile,
            pages=self._pages,
            further=further,
            formats=formats,
        )

    def shapes_data(self, _: str) -> str:
        """Give all shapes."""
        return self._release.shapes_statements()

    def one_shape(self, iri: str) -> str | None:
        """Show one shape whole; ``None`` where the IRI is none."""
        told = self._shapes.nodes.get(iri) or self._shapes.properties.get(iri)
        if told is None:
            return None
        shown = self._reading.reader().show(mentioned([told]))
        return render_template("shape.html", told=told, holders=self._shapes.holders(iri), shown=shown)


class _Releases:
    """The releases that are kept, the served one among them."""

    def __init__(self, reading: Reading, kept: Kept) -> None:
        self._served = reading.service.release.manifest.digest
        self._base = reading.service.settings.base_url
        self._kept = kept

    def has(self, digest: str) -> bool:
        """Whether it is one; raises :class:`NotFound` for others, which says where they are listed."""
        return not self._kept.kept(digest).manifest.loaded

    def page(self, digest: str, formats: dict[str, str]) -> str:
        """Show it, with what changed."""
        previous, changes = self._kept.changes(digest)
        told, served = self._told(digest), digest == self._served
        return render_template(
            "release.html", told=told, formats=formats, served=served, previous=previous, changes=changes
        )

    def data(self, digest: str) -> str:
        """Describe it."""
        return release_statements(self._told(digest))

    def _told(self, digest: str) -> Described:
        files = DUMPS if digest == self._served else f"{RELEASES}/{digest}"
        return self._kept.kept(digest).described(self._base, files)


def shape_page(reading: Reading) -> Callable[[str], str | None]:
    """Give a function that shows one shape whole by its IRI, and gives ``None`` for anything else."""
    if reading.service.release.manifest.loaded:
        return lambda _: None
    terms = _Terms(reading)
    return lambda iri: terms.one_shape(iri) if iri.startswith(PREFIXES["shapes"]) else None


def vocabulary_version(reading: Reading) -> Callable[[str], str | None]:
    """Give a function that gives the vocabulary as N-Triples by a version IRI (OWL 2, 3.2), ``None`` for anything else.

    Versions before the one that is served are kept in the repository.
    """
    root = repository(reading.service.settings.repository)

    def whole(iri: str) -> str | None:
        version = _VERSION.fullmatch(iri)
        if version is None or reading.service.release.manifest.loaded:
            return None
        path = root / f"ontology/versions/{version[1]}.ttl"
        if path.is_file():
            return statements_of((path,))
        served = reading.construct(query("vocabulary"))
        return served if f"<{_VERSION_IRI}> <{iri}> ." in served else None

    return whole


def _problem(code: str) -> Problem:
    if code not in problems():
        raise NotFound(f"There is no kind of problem “{code[:80]}”.", remedy="docs/errors.md lists them.")
    return problems()[code]


def _problem_page(code: str, formats: dict[str, str]) -> str:
    return render_template("problem_kind.html", told=_problem(code), formats=formats)


def _problem_data(code: str) -> str:
    return problem_statements(_problem(code))
