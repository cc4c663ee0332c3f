"""Gathers the texts of pages into the catalogue of translations: ``python -m clustergraph.web.messages``.

What stands in templates is found there. What templates take from tables (texts of named queries and names of their
columns, warnings, titles of errors, limits, profiles, rules) is gathered from the tables. Translations that are there
stay; what is no longer said goes; what is new waits for its words, and a test fails until it has them.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from clustergraph import resources
from clustergraph.errors import family
from clustergraph.pages.browse.fragments import LISTINGS, Listing, listing
from clustergraph.query.catalogue import CATEGORIES, catalogue
from clustergraph.query.warnings import WARNINGS
from clustergraph.settings import read_settings
from clustergraph.sources.repository import table
from clustergraph.sources.rules import rule_rows
from clustergraph.store.replacing import replace_file
from clustergraph.web.limits import limits
from clustergraph.web.showing import heading
from clustergraph.web.translation import CATALOGUE

_TEMPLATES = CATALOGUE.parent.parent / "templates"
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_SELECTED = re.compile(r"SELECT\s+(?:DISTINCT\s+)?(.*?)\s*(?:WHERE\s*)?\{", re.DOTALL)

Text = str | tuple[str, ...]


def texts() -> Iterator[tuple[Text, str]]:
    """Give each text with where it is said; a pair is one and many of something."""
    for path in sorted(_TEMPLATES.glob("*.html")):
        found = extract("jinja2.ext:babel_extract", BytesIO(path.read_bytes()), _KEYWORDS, (), _OPTIONS)
        yield from ((message, f"templates/{path.name}") for _, message, _, _ in found)
    yield from ((words, "query/catalogue.py") for words in CATEGORIES.values())
    for name in LISTINGS:
        told = listing(name)
        yield from ((words, f"pages/browse/{name}") for words in _listed(told))
    for query in catalogue().values():
        columns = [*_columns(query.text), *query.params]
        said = (query.summary, query.question, *map(heading, columns))
        yield from ((words, f"queries/{query.name}.rq") for words in said)
    yield from ((words, "query/warnings.py") for words in WARNINGS.values())
    yield from ((kind.title, "errors.py") for kind in family())
    for limit in limits(read_settings()):
        yield from ((str(limit[part]), "settings/table.py") for part in ("meaning", "unit") if limit[part])
    root = resources.repository()
    for profile in table(root / "shapes/profiles.toml").values():
        yield from ((profile[part], "shapes/profiles.toml") for part in ("title", "description"))
    yield from ((row["summary"], f"ontology/rules/{row['name']}.ru") for row in rule_rows(root))


_OPTIONS = {"newstyle_gettext": "true"}


def _listed(told: Listing) -> Iterator[str]:
    """Give what people read of a listing's facets and columns."""
    for facet in told.facets.values():
        yield from (facet.label, facet.without, *facet.choices.values())
    for column in told.columns.values():
        yield column.label


def gathered() -> Catalog:
    """Give the catalogue as it should be: all texts, in their order, with the translations there are."""
    with CATALOGUE.open("rb") as file:
        kept = read_po(file)
    fresh = Catalog(locale=kept.locale, fuzzy=False)
    places: dict[Text, list[tuple[str, int]]] = {}
    for text, place in texts():
        places.setdefault(text, []).append((place, 0))
    for text in sorted(places, key=str):
        known = kept.get(text if isinstance(text, str) else text[0])
        none = "" if isinstance(text, str) else ("", "", "")
        fresh.add(text, (known.string if isinstance(known, Message) else none) or none, dict.fromkeys(places[text]))
    return fresh


def untranslated(gathered_: Catalog) -> list[str]:
    """List the texts that wait for their words."""
    return [
        str(message.id)
        for message in gathered_
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def written(catalogue_: Catalog) -> bytes:
    """Write a catalogue as it is kept, with the header that it has."""
    output = BytesIO()
    write_po(output, catalogue_, width=120, include_lineno=False, ignore_obsolete=True, omit_header=True)
    header, _, _ = CATALOGUE.read_bytes().partition(b"\n\n")
    return header + b"\n\n" + output.getvalue().strip() + b"\n"


def main() -> int:
    """Write the catalogue again and list what waits for its words."""
    found = gathered()
    replace_file(CATALOGUE, written(found))
    missing = untranslated(found)
    sys.stdout.write("".join(f"{text}\n" for text in missing))
    return 1 if missing else 0


def _columns(text: str) -> list[str]:
    selected = _SELECTED.search(text)
    if selected is None:
        return []
    words = re.sub(r"\(([^()]|\([^()]*\))*?\bAS\s+\?(\w+)\s*\)", r"?\2", selected[1])
    return re.findall(r"\?(\w+)", words)


if __name__ == "__main__":
    sys.exit(main())
