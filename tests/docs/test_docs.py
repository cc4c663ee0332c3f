"""The documentation is true: generated pages are fresh, every name is explained, the README's commands exist."""

import importlib.util
import re
from types import ModuleType

import pytest
from click import Context
from click.testing import CliRunner

from clustergraph.cli import COMMANDS, main
from clustergraph.errors import ClustergraphError, Limit, Place, family, from_problem
from clustergraph.graph.values import COMPUTED, WIDENED, held
from clustergraph.query.catalogue import catalogue
from clustergraph.settings.table import TABLE
from clustergraph.store.home import Home
from clustergraph.validation.datatypes import is_form
from conftest import ROOT


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _generator()
PAGES = GENERATOR.PAGES


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    """`make docs` writes them."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


def test_the_page_of_queries_shows_their_answers(home: Home) -> None:
    """Each is asked with its example."""
    assert (ROOT / "docs/queries.md").read_text(encoding="utf-8") == GENERATOR.queries(home.folder)


def test_the_readme_shows_what_is_printed(home: Home) -> None:
    """Its questions are asked again, its digest is the release's; `make docs` refreshes both."""
    assert (ROOT / "README.md").read_text(encoding="utf-8") == GENERATOR.readme(home.folder)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_option_is_explained(command: str) -> None:
    """No option without a sentence."""
    described = main.get_command(Context(main), command)

    assert described is not None
    for parameter in described.params:
        assert getattr(parameter, "help", None) or parameter.param_type_name == "argument"


def test_the_readme_uses_commands_that_exist() -> None:
    """Every `clustergraph …` and `make …` of the README is one."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"--named ([a-z-]+)", text))

    assert set(re.findall(r"^\$ make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"\bclustergraph (?:--\S+ \S+ )*([a-z]+)(?: |$)", text, re.MULTILINE)) <= set(COMMANDS)
    assert named
    assert named <= set(catalogue())


def test_every_link_between_our_pages_leads_somewhere() -> None:
    """Relative links of the README and of docs/ name files that are there."""
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_family_of_errors_is_whole() -> None:
    """Codes are unique, statuses are errors, the tree in the module's docstring names every class."""
    codes = [error.code for error in family()]
    tree = __import__("clustergraph.errors", fromlist=["errors"]).__doc__

    assert len(codes) == len(set(codes))
    assert all(400 <= error.status < 600 for error in family())
    assert all(error.__name__ in tree for error in family())


@pytest.mark.parametrize("kind", family(), ids=lambda kind: kind.code)
def test_every_error_survives_its_problem_document(kind: type[ClustergraphError]) -> None:
    """What a child says, the server says: place, remedy and limit included."""
    error = kind("What.", place=Place("query", 2, 3), remedy="Do this.", limit=Limit("query_deadline", 2.0, "seconds"))
    again = from_problem(error.problem())

    assert type(again) is kind
    assert again.problem() == error.problem()
    assert error.problem()["status"] == kind.status


def test_settings_have_sentences_and_sane_defaults() -> None:
    """Each row is complete, and the default is within its own range."""
    for setting in TABLE:
        assert setting.sentence.endswith(".")
        assert setting.least is None or setting.least <= setting.default <= setting.most


def test_help_of_the_whole_command() -> None:
    """The first thing anybody types."""
    result = CliRunner().invoke(main, ["--help"])

    assert result.exit_code == 0
    assert all(command in result.output for command in COMMANDS)


VALUES = re.compile(r"## Values as the store holds them\n(.*?)\n## ", re.DOTALL)


def test_the_table_of_values_is_that_of_the_store() -> None:
    """Each datatype stands in it, with examples that are held as it says, and others that are no values there."""
    match = VALUES.search((ROOT / "docs/endpoint.md").read_text(encoding="utf-8"))
    assert match is not None
    told, lost = set(), set()
    for row in re.findall(r"^\|(.*)\|$", match[1], re.MULTILINE)[2:]:
        names, written, none = row.split("|")
        for name in re.findall(r"`xsd:(\w+)`", names if "every other" not in names else ""):
            told.add(name)
            for words, form in re.findall(r"`([^`]+)` → `([^`]+)`", written):
                assert held(words, name) == (form, WIDENED.get(name, name), True)
                assert words != form
            for words in re.findall(r"`([^`]+)`", none):
                lost.add(name)
                assert held(words, name) == (words, name, False)
                assert is_form(words, name) or name in WIDENED
    every = re.findall(r"`xsd:(\w+)`", next(row for row in match[1].split("\n") if "xsd:byte" in row).split("|")[1])

    assert told == COMPUTED
    assert {WIDENED.get(name, name) for name in COMPUTED - lost} == {"boolean", "double", "float", "gMonth", "gDay"}
    assert set(every) == {name for name, base in WIDENED.items() if base == "integer"}
