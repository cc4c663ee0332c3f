"""The queries of listings: composed as approved, of the same form whatever a visitor gives, true to their fragments."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib.plugins.sparql import prepareQuery

from clustergraph.errors import BadParameter
from clustergraph.graph.script import latin
from clustergraph.pages.browse import compose, fragments
from clustergraph.pages.browse.fragments import LISTINGS, listing
from clustergraph.pages.browse.selection import Selection, address, read_selection
from clustergraph.pages.browse.words import LONGEST, folded, patterns
from clustergraph.pages.language import LANGUAGES
from pages.test_injection import ANYTHING

_GOLDEN = Path(__file__).parent / "golden"
_FILES = sorted(Path(fragments.__file__).parent.rglob("*.rq"))
#: Name of an approved query → the listing, what is chosen, and which query: that of the rows, or of a facet's counts.
GOLDEN = {
    "clusters": ("clusters", {}, "rows"),
    "clusters-tourism-or-wood-without-year": (
        "clusters",
        {"sector": ["tourism", "wood-processing"], "year": ["-"], "sort": ["-employees"]},
        "rows",
    ),
    "clusters-regions-of-those-with-or-without-site": (
        "clusters",
        {"website": ["-", "yes"], "region": ["RS11"], "q": ["Чачак wood"]},
        "region",
    ),
    "organisations-members-by-name-in-latin": ("organisations", {"role": ["member"], "page": ["2"]}, "rows"),
    "organisations-countries": ("organisations", {"kind": ["faculty"]}, "country"),
}


def composed(name: str) -> str:
    """Compose an approved query."""
    of, given, which = GOLDEN[name]
    chosen = listing(of)
    selection = read_selection(chosen, given)
    if which == "rows":
        return compose.rows(chosen, selection, LANGUAGES["sr-Latn"])
    return compose.counts(chosen, chosen.facets[which], selection)


@pytest.mark.parametrize("name", GOLDEN)
def test_queries_are_composed_as_approved(name: str) -> None:
    """A change of the composer shows in these files; ``python tests/pages/test_browse_composer.py`` writes them."""
    prepareQuery(composed(name))
    assert composed(name) == (_GOLDEN / f"{name}.rq").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_fragment_is_a_query_of_its_own(path: Path) -> None:
    """With what a reader and a visitor would give in its places; a prefix means the same in all of them."""
    text = path.read_text(encoding="utf-8")
    prepareQuery(text.replace("$rank", '"0"').replace("$word", '"x"'))
    for prefix, iri in re.findall(r"^PREFIX (\S+): <(\S+)>", text, re.MULTILINE):
        assert not [other for other in _FILES if f"PREFIX {prefix}: <" in (said := other.read_text("utf-8"))
                    and f"PREFIX {prefix}: <{iri}>" not in said]  # fmt: skip


@pytest.mark.parametrize("name", LISTINGS)
def test_the_headers_fit_together(name: str) -> None:
    """The first column that sorts does, every column leaves one value, and nothing is called like a parameter."""
    chosen = listing(name)

    assert chosen.columns[chosen.sort].sorts
    assert {"q", "sort", "page", "lang", "item", "key"}.isdisjoint({*chosen.facets, *chosen.columns})
    assert all(column.one for column in chosen.columns.values())
    assert all("?value" in facet.pattern and "?item" in facet.pattern for facet in chosen.facets.values())


def queries(of: str, selection: Selection) -> list[str]:
    """Give all the queries that a page asks."""
    chosen = listing(of)
    return [
        compose.total(chosen, selection),
        *(compose.rows(chosen, selection, LANGUAGES["en"], whole=whole) for whole in (True, False)),
        *(compose.counts(chosen, facet, selection) for facet in chosen.facets.values()),
    ]


#: SPARQL 1.1, section 19.8: one IRIREF, or one STRING_LITERAL2
_ONE_TERM = re.compile(r'<[^<>"{}|^`\\\x00-\x20]*>|"(?:[^"\\\n\r]|\\[tbnrf\\"\'])*"')


def same_form(one: str, other: str, term: str, harmless: str) -> bool:
    """Tell whether two queries that both parse differ in one term alone."""
    EMPTY.query(one)
    EMPTY.query(other)
    assert _ONE_TERM.fullmatch(term)
    return one.replace(term, "…") == other.replace(harmless, "…")


EMPTY = Store()
_SAFE = {"any": "urn:x", "number": "2006", "nuts": "RS11", "choice": "yes"}


@given(of=st.sampled_from(LISTINGS), data=st.data())
def test_whatever_a_visitor_chooses_a_question_keeps_its_form(of: str, data: st.DataObject) -> None:
    """A facet takes a term or refuses; beside a harmless one, nothing else of the query is another."""
    chosen = listing(of)
    facet = chosen.facets[data.draw(st.sampled_from(sorted(chosen.facets)))]
    text = data.draw(ANYTHING)
    try:
        selection = read_selection(chosen, {facet.name: [text]})
    except BadParameter:
        return
    if not _parses(queries(of, selection)[0]):
        return  # what the parser of IRIs alone refuses is refused as a whole
    terms = [compose.term(value) for value in selection.facets.get(facet.name, ()) if value is not None]
    usual = "urn:harmless" if terms and terms[0].startswith("<") else _SAFE.get(facet.values, "harmless")
    harmless = read_selection(chosen, {facet.name: [usual] if terms else [text]})
    safe = [compose.term(value) for value in harmless.facets.get(facet.name, ()) if value is not None]
    for one, other in zip(queries(of, selection), queries(of, harmless), strict=True):
        assert same_form(one, other, *(terms + safe or ["<>", "<>"]))


def _parses(text: str) -> bool:
    try:
        Store().query(text)
    except SyntaxError as error:
        if "IRI" not in str(error):
            raise
        return False
    return True


@given(of=st.sampled_from(LISTINGS), text=ANYTHING)
@example(of="clusters", text='") } SELECT * { #')
@example(of="clusters", text="\\u0022) . ?s ?p ?o")
@example(of="clusters", text="a.*(b|c)[^d]\\")
def test_whatever_a_visitor_looks_for_a_question_keeps_its_form(of: str, text: str) -> None:
    """Words become patterns of letters, digits and the marks that this program puts between them."""
    try:
        selection = read_selection(listing(of), {"q": [text]})
    except BadParameter:
        return
    words = patterns(selection.q) if selection.q else []
    for pattern in words:
        re.compile(pattern)
        assert all(letter.isalnum() or letter in "[]?" for letter in pattern)
    harmless = read_selection(listing(of), {"q": [" ".join(["x"] * len(words))]})
    for one, other in zip(queries(of, selection), queries(of, harmless), strict=True):
        opened = one
        for pattern in words:
            assert f'REGEX(STR(?value), "{pattern}", "i")' in opened
            opened = opened.replace(f'STR(?value), "{pattern}"', 'STR(?value), "x"', 1)
        assert same_form(opened, other, '"x"', '"x"')
        EMPTY.query(one)


@given(of=st.sampled_from(LISTINGS), name=st.sampled_from(["sort", "page"]), text=ANYTHING)
def test_sorting_and_pages_take_what_they_know(of: str, name: str, text: str) -> None:
    """Nothing else."""
    try:
        selection = read_selection(listing(of), {name: [text]})
    except BadParameter:
        return
    assert selection.sort in listing(of).columns
    assert 1 <= selection.page <= 100_000


@pytest.mark.parametrize(
    "given",
    [
        {"secter": ["tourism"]},
        {"sector": ["Tourism"]},
        {"sector": ["urn:a b"]},
        {"sector": [f"urn:{number}" for number in range(41)]},
        {"sector": [f"urn:{'x' * 2000}", f"urn:{'y' * 2000}"]},
        {"website": ["no"]},
        {"year": ["next"]},
        {"sort": ["town"]},
        {"sort": ["--name"]},
        {"page": ["0"]},
        {"page": ["1e3"]},
        {"q": ["***"]},
        {"q": ["x" * (LONGEST + 1)]},
        {"q": ["a b c d e f g h i"]},
    ],
)
def test_what_cannot_be_chosen_is_refused_with_what_can(given: dict[str, list[str]]) -> None:
    """Each refusal says what helps."""
    with pytest.raises(BadParameter) as caught:
        read_selection(listing("clusters"), given)

    assert caught.value.remedy


def test_an_address_gives_back_what_was_chosen() -> None:
    """Values of facets in their order, words, sorting and page; and the other way round."""
    chosen = listing("clusters")
    given = {"sector": ["tourism", "-"], "support": ["gtz", "urn:x?a=b&c"], "q": ["Đunđer & co"], "sort": ["-name"],
             "page": ["3"]}  # fmt: skip
    selection = read_selection(chosen, given)
    path, _, query = address(chosen, selection).partition("?")

    assert path == "/clusters"
    assert read_selection(chosen, parse_qs(query)) == selection
    assert address(chosen, read_selection(chosen, {})) == "/clusters"


def test_choosing_twice_is_choosing_no_more() -> None:
    """And begins at the first page."""
    chosen = listing("clusters")
    selection = read_selection(chosen, {"sector": ["tourism"], "page": ["2"]})
    [value] = selection.facets["sector"]

    assert not selection.turned("sector", value).facets
    assert selection.turned("sector", None).facets == {"sector": (value, None)}
    assert selection.turned("sector", None).page == 1


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cacak", "Čačak"), ("čačak", "Чачак"), ("Чачак", "Cacak"), ("dundjer", "ДУНЂЕР"), ("dunder", "DUNĐER"),
        ("ђунђер", "Dundjer"), ("knjazevac", "Књажевац"), ("Књажевац", "Knjaževac"), ("dzep", "џеп"), ("џеп", "Džep"),
        ("ljubljana", "Љубљана"), ("sumadij", "Šumadijski cvet"), ("novi sad", "Нови Сад"),
        ("a-for", "a FOR"), ("lodz", "Łódź"), ("malmo", "Malmø"), ("c", "Ћ"), ("l", "љ"), ("д", "Džep"),
    ],
)  # fmt: skip
def test_names_are_found_without_their_accents_and_in_the_other_script(typed: str, name: str) -> None:
    """As whoever has another keyboard types them."""
    assert all(re.search(pattern, name, re.IGNORECASE) for pattern in patterns(typed))


@given(st.text(alphabet="абвгдђежзијклљмнњопрстћуфхцчџшАБЖЉЊЏ", min_size=1, max_size=20))
def test_every_serbian_word_is_found_however_it_is_typed(word: str) -> None:
    """In Cyrillic, in Latin, without accents: each finds both scripts."""
    bare = "".join(one for one in unicodedata.normalize("NFD", latin(word)) if not unicodedata.combining(one))
    for typed in (word, latin(word), bare, folded(word)):
        [pattern] = patterns(typed)
        assert re.search(pattern, word, re.IGNORECASE)
        assert re.search(pattern, latin(word), re.IGNORECASE)


if __name__ == "__main__":
    for each in GOLDEN:
        (_GOLDEN / f"{each}.rq").write_text(composed(each), encoding="utf-8")
