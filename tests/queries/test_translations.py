"""The Serbian texts of the named queries: every text that a reader sees has one, and none is left over."""

import re
import shutil
import subprocess

import pytest

from clustergraph.query.catalogue import CATEGORIES, catalogue
from conftest import ROOT

CATALOGUE = ROOT / "src/clustergraph/web/translations/sr_Cyrl.po"
_QUERIES = "src/clustergraph/quer"  # what a text of ours refers to; texts of pages refer to others
_ENTRY = re.compile(r'(?P<where>(?:^#: .*\n)+)msgid "(?P<id>.+)"\nmsgstr "(?P<text>.*)"$', re.MULTILINE)


def entries() -> dict[str, str]:
    """Give the texts of the named queries with their translations."""
    found = _ENTRY.finditer(CATALOGUE.read_text(encoding="utf-8"))
    return {match["id"]: match["text"] for match in found if _QUERIES in match["where"]}


def test_every_text_of_the_named_queries_is_translated() -> None:
    """Summaries, questions and headings; a text that has changed needs another translation."""
    texts = {text for query in catalogue().values() for text in (query.summary, query.question)}

    assert texts | set(CATEGORIES.values()) == set(entries())


def test_every_translation_says_something_in_cyrillic() -> None:
    """A question stays one, and numbers and codes stay as they are."""
    for english, serbian in entries().items():
        assert re.search("[Ѐ-ӿ]", serbian), english
        assert not re.search("[Ѐ-ӿ](?=[A-Za-z])|[A-Za-z](?=[Ѐ-ӿ])", serbian), serbian
        assert ("?" in serbian) == ("?" in english), serbian
        assert set(re.findall(r"\d+", serbian)) == set(re.findall(r"\d+", english)), serbian


def test_gettext_accepts_the_file() -> None:
    """Its header too, with the three plural forms of Serbian."""
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext's msgfmt is not installed")
    done = subprocess.run(
        ["msgfmt", "--check", "--output-file=/dev/null", CATALOGUE], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "nplurals=3" in CATALOGUE.read_text(encoding="utf-8")
