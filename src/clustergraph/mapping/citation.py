"""A cited answer → a line of text, BibTeX and CSL-JSON, for reference managers.

All three say the same: who published what, which release by its digest, when the answer was given, its SHA-256, and the
address that gives it again (Data Citation Working Group of the RDA, recommendations 8 to 12).
"""

import json
import re
from dataclasses import dataclass

_SHORT = 16  # digits of a digest that are enough to tell it from others
# characters that mean something to TeX
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {character: f"\\{character}" for character in "#$%&_{}"}


@dataclass(frozen=True)
class Cited:
    """What a citation says; ``publisher`` is nothing where nobody is known, ``asked`` is a date in ISO 8601."""

    name: str
    address: str
    title: str
    publisher: str | None
    release: str
    built: str
    format: str
    sha256: str
    asked: str

    @property
    def version(self) -> str:
        """The release in short."""
        return f"release {self.release[:_SHORT]}"

    @property
    def note(self) -> str:
        """What was cited, so that anybody can check it."""
        return f"Answer to a SPARQL query as {self.format}, SHA-256 {self.sha256}"


def as_text(cited: Cited) -> str:
    """Give one line, in the manner of APA."""
    who = f"{cited.publisher} ({cited.built[:4]}). " if cited.publisher else ""
    year = "" if cited.publisher else f" ({cited.built[:4]})"
    return (
        f"{who}{cited.title}{year} ({cited.version}) [Data set]. {cited.note}. Asked on {cited.asked[:10]}. "
        f"{cited.address}\n"
    )


def as_bibtex(cited: Cited) -> str:
    """Give an entry that old and new BibTeX take."""
    fields = {
        "author": f"{{{_tex(cited.publisher)}}}" if cited.publisher else "",
        "title": f"{{{_tex(cited.title)}}}",
        "year": cited.built[:4],
        "howpublished": _tex(f"Data set, {cited.version}"),
        "version": cited.release,
        "note": _tex(f"{cited.note}. Asked on {cited.asked[:10]}"),
        "url": cited.address,
        "urldate": cited.asked[:10],
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{clustergraph-{cited.name},\n{lines}\n}}\n"


def as_csl(cited: Cited) -> str:
    """Give CSL-JSON (citeproc's schema 1.0): a list of one item."""
    item = {
        "id": f"clustergraph-{cited.name}",
        "type": "dataset",
        "title": cited.title,
        **({"author": [{"literal": cited.publisher}], "publisher": cited.publisher} if cited.publisher else {}),
        "issued": {"date-parts": [_parts(cited.built)]},
        "accessed": {"date-parts": [_parts(cited.asked)]},
        "version": cited.release,
        "genre": "Answer to a SPARQL query",
        "note": cited.note,
        "URL": cited.address,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _parts(date: str) -> list[int]:
    return [int(part) for part in date[:10].split("-")]


def _tex(text: str) -> str:
    return re.sub(r"[\\~^#$%&_{}]", lambda found: _TEX[found[0]], text)
