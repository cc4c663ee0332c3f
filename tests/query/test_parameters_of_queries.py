"""Parameters of named queries: value ↔ IRI, both ways, for every list of the release; what does not fit is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustergraph.errors import BadParameter
from clustergraph.iris import BASE, FOREIGN_CODES
from clustergraph.ns import PREFIXES
from clustergraph.query.catalogue import catalogue, panels
from clustergraph.query.parameters import ANY, form_of, term_of, value_of
from clustergraph.store.release import Release
from clustergraph.store.sealed import Question, SealedStore

KINDS = ["cluster", "scheme/sector", "scheme/nace1-1", *ANY, *FOREIGN_CODES]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_value_comes_back_from_its_iri(kind: str, data: st.DataObject) -> None:
    """Of whatever form the kind says."""
    value = data.draw(st.from_regex(form_of(kind), fullmatch=True))

    assert value_of(kind, term_of(kind, value).strip("<>")) == value


@pytest.mark.parametrize("kind", [*KINDS, "number"])
@given(value=st.text())
def test_what_does_not_fit_is_refused(kind: str, value: str) -> None:
    """With an example of what would; nothing else is written into a query."""
    if form_of(kind).fullmatch(value):
        assert term_of(kind, value).strip("<>").isprintable()
    else:
        with pytest.raises(BadParameter):
            term_of(kind, value)


@pytest.mark.parametrize(
    ("kind", "iri"),
    [
        ("cluster", f"{BASE}id/institution/merr"),
        ("scheme/sector", f"{BASE}scheme/sector"),
        ("scheme/sector", f"{BASE}scheme/sector/it/more"),
        ("concept", f"{BASE}id/cluster/netwood"),
        ("thing", f"{BASE}scheme/sector/it"),
        ("nace2", "http://data.europa.eu/ux2/nace2.1/2932"),
        ("nace2-1", "http://data.europa.eu/ux2/nace2/2932"),
        ("eurovoc", "http://eurovoc.europa.eu/100141/x"),
    ],
)
def test_an_iri_of_another_kind_has_no_value(kind: str, iri: str) -> None:
    """So that no panel stands on its page."""
    assert value_of(kind, iri) is None


@pytest.mark.parametrize("scheme", [*FOREIGN_CODES, "scheme/nace1-1", "scheme/sector"])
def test_every_code_of_the_release_can_be_asked_about(scheme: str, release: Release) -> None:
    """Of our lists and of those of others; countries are only named."""
    begins = FOREIGN_CODES[scheme][0] if scheme in FOREIGN_CODES else f"{BASE}{scheme}/"
    pattern = "?any ?property ?code" if scheme == "country" else f"?code <{PREFIXES['skos']}inScheme> ?in"
    ours = f'STRSTARTS(STR(?code), "{begins}") && STR(?code) != "{begins}"'
    text = f"SELECT DISTINCT ?code WHERE {{ {pattern} FILTER({ours}) }}"
    codes = [row[0] for row in SealedStore(release.store).rows(Question(text))[1]]

    assert codes
    assert all(code is not None and value_of(scheme, code) for code in codes)


@pytest.mark.parametrize("name", [name for name, query in catalogue().items() if query.panel])
def test_a_panel_stands_on_the_page_of_its_example(name: str) -> None:
    """And is asked there with the example's value."""
    query = catalogue()[name]
    [(parameter, value)] = query.example.items()
    iri = term_of(query.params[parameter], value).strip("<>")

    assert (query, {parameter: value}) in panels(iri)


@pytest.mark.parametrize("iri", [f"{BASE}id/cluster/netwood", f"{BASE}scheme/sector/it", PREFIXES["nuts"] + "RS11"])
def test_panels_stand_in_their_order(iri: str) -> None:
    """No two panels of a page claim one place."""
    orders = [query.panel.order for query, _ in panels(iri) if query.panel]

    assert orders == sorted(set(orders))
