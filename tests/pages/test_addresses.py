"""IRIs and the addresses they lead to: there and back, and never to a script."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from clustergraph.errors import BadParameter
from clustergraph.iris import BASE
from clustergraph.pages.addresses import DOCUMENTS, about, address, checked, document, iri_of, ours, outwards
from clustergraph.pages.asking import query

LETTERS = st.characters(exclude_characters='<>"{}|^`\\#%?', min_codepoint=0x21, exclude_categories=["Cs", "Z", "C"])
PATHS = st.text(LETTERS, min_size=1, max_size=40)


@given(local=PATHS)
def test_a_name_of_ours_comes_back_from_its_address(local: str) -> None:
    """Whatever it is made of, but for segments that clients take out of addresses."""
    iri = BASE + local

    assert ours(iri) == (not {".", ".."} & set(local.split("/")))
    assert iri_of(document(iri).removeprefix(DOCUMENTS)) == iri


@pytest.mark.parametrize(
    ("iri", "where"),
    [
        (f"{BASE}id/cluster/netwood", "/doc/id/cluster/netwood"),
        (f"{BASE}ns#Cluster", "/doc/ns#Cluster"),
        (f"{BASE}scheme/nace1-1/01.11", "/doc/scheme/nace1-1/01.11"),
        ("http://data.europa.eu/nuts/code/RS11", "/about?iri=http://data.europa.eu/nuts/code/RS11"),
        ("javascript:alert(1)", "/about?iri=javascript:alert%281%29"),
        (f"{BASE}id/../sparql", f"/about?iri={BASE}id/../sparql"),
        (BASE, about(BASE)),
    ],
)
def test_where_iris_lead(iri: str, where: str) -> None:
    """Ours to their document, with its fragment; all others to what is said of them."""
    assert address(iri) == where


@given(iri=st.text(max_size=60))
def test_only_harmless_addresses_lead_outwards(iri: str) -> None:
    """Whatever stands in the data."""
    found = outwards(iri)

    assert found is None or found.lower().startswith(("http://", "https://", "mailto:", "tel:"))


@pytest.mark.parametrize(
    "iri", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " http://a", "http://a b", "//a"]
)
def test_what_leads_nowhere_outwards(iri: str) -> None:
    """Scripts, data, and what is no address."""
    assert outwards(iri) is None


@given(text=st.text(max_size=80))
def test_nothing_gets_into_a_query_but_one_iri(text: str) -> None:
    """Either it is refused, or the query asks for exactly that name and nothing else."""
    store = Store()
    try:
        asked = query("exists", iri=text)
    except BadParameter:
        return
    with suppress(SyntaxError):  # an IRI that is none after all, said by the parser
        assert not bool(store.query(asked))  # type: ignore[arg-type]
    assert asked.count(f"<{text}>") == query("exists", iri="a:b").count("<a:b>")
    assert asked.replace(f"<{text}>", "<a:b>") == query("exists", iri="a:b")


@pytest.mark.parametrize("iri", ["", "x", "a b:c", "a:<", "a:>", 'a:"', "a:\n", "a:{", "x:" + "y" * 3000])
def test_what_is_no_iri_is_refused(iri: str) -> None:
    """With what one looks like."""
    with pytest.raises(BadParameter, match="IRI"):
        checked(iri)
