"""Every problem of the family has a page's worth of meaning."""

import pytest

from clustergraph.errors import ClustergraphError, family
from clustergraph.pages.problems import problems
from clustergraph.settings.table import TABLE


@pytest.mark.parametrize("kind", family(), ids=lambda kind: kind.code)
def test_each_is_what_its_class_says(kind: type[ClustergraphError]) -> None:
    """Its name is the type of its problem document; status, title and meaning are the class's."""
    problem = problems()[kind.code]

    assert problem.iri == kind("What.").problem()["type"]
    assert (problem.status, problem.title) == (kind.status, kind.title)
    assert problem.meaning
    assert "``" not in problem.meaning


def test_the_tree_is_the_familys() -> None:
    """Each is below what it is above, and there is one root."""
    found = problems()

    assert len(found) == len(family())
    assert [problem.code for problem in found.values() if problem.above is None] == [ClustergraphError.code]
    for problem in found.values():
        assert all(found[code].above == problem.code for code in problem.below)
    assert "query-too-deep" in found["query-refused"].below


def test_every_limit_stands_at_the_problem_it_leads_to() -> None:
    """And none at any other."""
    said = {setting.name: problem.code for problem in problems().values() for setting in problem.limits}

    assert said == {setting.name: setting.refusal for setting in TABLE if setting.refusal}
