"""The pages of the ontology and of the shapes: fragments land, data is no markup, and they stay small."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import pytest
from flask import Flask, render_template
from markupsafe import escape

from clustergraph.measures import Measures
from clustergraph.pages.addresses import about
from clustergraph.pages.language import LANGUAGES
from clustergraph.pages.ontology import Ontology, ontology_of
from clustergraph.pages.shapes import OF_RELEASES, Profile, Shapes, further_of, mentioned, pages_of
from clustergraph.pages.terms import Term
from clustergraph.pages.values import Value
from clustergraph.query.contents import Contents
from clustergraph.query.service import QueryService
from clustergraph.settings import read_settings
from clustergraph.store.citations import Citations
from clustergraph.store.home import Home
from clustergraph.store.release import Release
from clustergraph.validator.pool import Validators
from clustergraph.web.fetches import Fetches
from clustergraph.web.itself import Itself
from clustergraph.web.pages import create_pages
from conftest import ROOT
from released import reader

LARGEST = 100_000  # bytes of a page of the curated graph
EVIL = '"><script>alert(1)</script>'
IDS = re.compile(r'\bid="([^"]*)"')
FORMATS = {"Turtle": "/doc/ns.ttl"}


class Written:
    """The templates of the application with what they are given, in one language."""

    def __init__(self, release: Release, tag: str) -> None:
        self.shapes = Shapes.read(release)
        self.tag, self._reader = tag, reader(release, tag)
        settings = read_settings({"home": release.folder.parent.parent})
        service, itself = QueryService(release, settings), Itself(release, settings)
        citations = Citations(Home(settings.home), settings)
        contents = Contents(settings, release.folder / "none")
        validators = Validators(ROOT, release, settings, Measures(), service.accounts, contents)
        fetches = Fetches(citations)
        self._flask: Flask = create_pages(service, lambda: None, itself, citations, fetches, validators, contents)  # type: ignore[arg-type, return-value]
        self.told = ontology_of(self._reader, self.shapes.asked_by(OF_RELEASES), release.statistics())

    def write(self, template: str, **given: object) -> str:
        """Write a page."""
        with self._flask.test_request_context(f"/doc/ns?lang={self.tag}"):
            self._flask.preprocess_request()
            return render_template(template, **given)

    def ontology(self, told: Ontology | None = None) -> str:
        """Write the page of the ontology."""
        return self.write("ontology.html", told=told or self.told, formats=FORMATS)

    def all_shapes(self) -> str:
        """Write the page of all shapes."""
        return self._in_short(self.shapes.asked_by(OF_RELEASES), None)

    def profile(self, profile: Profile) -> str:
        """Write the page of the shapes of one profile."""
        return self._in_short(self.shapes.asked_by([profile.name]), profile)

    def _in_short(self, asked: Shapes, profile: Profile | None) -> str:
        targets = [(self.shown[Term(iri, is_iri=True)], shapes) for iri, shapes in asked.by_target.items()]
        further = {} if profile else further_of(self.shapes)
        return self.write(
            "shapes.html", told=asked, targets=targets, profile=profile, pages=pages_of(self.shapes), further=further
        )

    def shape(self, iri: str) -> str:
        """Write the page of one shape."""
        told = self.shapes.nodes.get(iri) or self.shapes.properties[iri]
        return self.write("shape.html", told=told, holders=self.shapes.holders(iri), shown=self.shown)

    @cached_property
    def shown(self) -> Mapping[Term, Value]:
        """What the terms of all shapes are called."""
        targets = [Term(iri, is_iri=True) for iri in self.shapes.by_target]
        every = [*self.shapes.nodes.values(), *self.shapes.properties.values()]
        return self._reader.show({*mentioned(every), *targets})


@pytest.fixture(scope="module", params=list(LANGUAGES))
def written(release: Release, request: pytest.FixtureRequest) -> Written:
    """In each language."""
    return Written(release, request.param)


def check(page: str, local: set[str]) -> None:
    """Each id is there once, each of ``local`` is one, links inside the page land, and it is small."""
    ids = Counter(IDS.findall(page))
    assert [name for name, count in ids.items() if count > 1] == []
    assert local <= set(ids)
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)
    assert len(page.encode()) <= LARGEST


def test_every_term_is_a_fragment_of_the_ontologys_page(written: Written) -> None:
    """``ns#Cluster`` lands on it; its uses are a link away; what is deprecated is marked."""
    page = written.ontology()
    terms = [*written.told.classes, *written.told.properties]

    check(page, {term.local for term in terms})
    for term in terms:
        assert f'href="/about?iri=https%3A//w3id.org/clustergraph/ns%23{term.local}"' in page
    assert page.count('class="warning"') == 1
    assert f'href="{about("https://schema.org/Consortium")}"' in page
    assert 'href="/doc/ns.ttl"' in page


def test_every_shape_is_a_fragment_of_the_page_of_shapes(written: Written) -> None:
    """Node shapes and property shapes, each once; a node shape's own page is a link away."""
    page = written.all_shapes()

    check(page, {shape.local for shape in [*written.shapes.nodes.values(), *written.shapes.properties.values()]})
    for shape in written.shapes.asked_by(OF_RELEASES).nodes.values():
        assert f'href="/about?iri=https%3A//w3id.org/clustergraph/shapes%23{shape.local}"' in page
    for name in pages_of(written.shapes):
        assert f'href="/doc/shapes/{name}"' in page
    assert "office-holders" in page


def test_every_profile_has_a_page_with_its_shapes(written: Written) -> None:
    """Those of what is handed in, each once."""
    for profile in written.shapes.profiles:
        asked = written.shapes.asked_by([profile.name])
        if asked.nodes and profile.name not in OF_RELEASES:
            check(
                written.profile(profile), {shape.local for shape in [*asked.nodes.values(), *asked.properties.values()]}
            )


def test_every_shape_has_a_page_with_its_message(written: Written) -> None:
    """In the reader's language, with what its property shapes ask."""
    for iri, shape in [*written.shapes.nodes.items(), *written.shapes.properties.items()]:
        page = written.shape(iri)
        assert len(page.encode()) <= LARGEST
        assert iri in page
        best = LANGUAGES[written.tag].best(shape.messages)
        if best is not None:
            assert best.language == written.tag
            assert str(escape(best.value)) in page


def test_languages_are_marked_where_they_differ(written: Written) -> None:
    """The names of shapes are English so far: a Serbian page says so, an English one need not."""
    ontology, shapes = written.ontology(), written.all_shapes()

    assert ('<span lang="en">Cluster</span>' in shapes) == (written.tag != "en")
    assert "<p>" + str(escape(definition(written))) in ontology
    assert f'lang="{written.tag}"' not in ontology.partition("<main")[2].partition("<footer")[0]


def definition(written: Written) -> str:
    [cluster] = [term for term in written.told.classes if term.local == "Cluster"]
    assert cluster.definition is not None
    return cluster.definition.text


def test_markup_in_data_stays_text(written: Written) -> None:
    """Labels, definitions, reasons and messages of somebody who means harm."""
    evil = Value(Term("javascript:alert(1)", is_iri=True), EVIL, "en", EVIL, href="/about?iri=javascript%3Aalert(1)")
    text = replace(evil, term=Term(EVIL))
    term = written.told.classes[0]
    bad = replace(
        term,
        value=replace(evil, term=Term(EVIL, is_iri=True)),
        definition=text,
        above=[evil],
        note=text,
        deprecated=True,
    )
    pages = [written.ontology(replace(written.told, name=evil, abstract=text, classes=[bad]))]
    shape = next(iter(written.shapes.properties.values()))
    bad_shape = replace(
        shape, iri=EVIL, label=[Term(EVIL, language="en")], messages=[Term(EVIL, language="en")], path=EVIL
    )
    pages.append(written.write("shape.html", told=bad_shape, holders=[], shown=written.shown))

    for page in pages:
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "&lt;script&gt;" in page
