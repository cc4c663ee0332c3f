"""The questions that are measured: the files in questions/, by kind."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

_FOLDER = Path(__file__).parent / "questions"
_CLUSTER = re.compile(r"\bobserved-1\b")
JSON, CSV = "application/sparql-results+json", "text/csv"


@dataclass(frozen=True)
class Question:
    """A question; ``clusters`` says how many of them it is asked about in turn, if it is about one."""

    title: str
    text: str
    accept: str = JSON
    clusters: int = 1

    def about(self, number: int) -> str:
        """Give its text for a cluster; any number will do."""
        return _CLUSTER.sub(f"observed-{number % self.clusters + 1}", self.text)

    def as_csv(self) -> "Question":
        """Give the question whose answer is wanted as CSV."""
        return replace(self, title=f"{self.title}, CSV", accept=CSV)


def read_questions(kind: str, clusters: int = 1) -> list[Question]:
    """Read those of a kind: ``small``, ``medium``, ``large`` or ``heavy``; the first line of a file is its title."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((_FOLDER / kind).glob("*.rq"))]
    return [Question(text.split("\n")[0].removeprefix("# "), text, clusters=clusters) for text in texts]
