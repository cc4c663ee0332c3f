"""The permanent names: patterns of IRIs, and how a path of the repository becomes a named graph.

``https://w3id.org/clustergraph/`` is followed by ``ns#`` terms, ``shapes#`` shapes, ``id/<kind>/<slug>`` things,
``scheme/<name>/<code>`` concepts, ``graph/<name>`` named graphs and ``release/<digest>``. A slug never changes.
"""

import re
from pathlib import PurePosixPath

from clustergraph.errors import BadParameter

BASE = "https://w3id.org/clustergraph/"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
PASSAGE = ID + "passage/"
RELEASE = BASE + "release/"
GENID = BASE + ".well-known/genid/"

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
THING = re.compile(re.escape(ID) + rf"(?P<kind>[a-z]+)/(?P<slug>{SLUG.pattern})")

#: Folder of curated records → kind of the thing each file describes.
RECORD_FOLDERS = {
    "clusters": "cluster",
    "institutions": "institution",
    "instruments": "instrument",
    "programme": "programme",
    "registers": "register",
    "agents": "agent",
    "reference": "reference",
}


def thing(kind: str, slug: str) -> str:
    """Give the IRI of a thing; raises :class:`BadParameter` where ``slug`` is not a slug."""
    if not SLUG.fullmatch(slug):
        raise BadParameter(
            f"“{slug}” is not a slug of kind {kind}.",
            remedy="A slug has small letters, digits and single hyphens, such as “ac-serbia”.",
        )
    return f"{ID}{kind}/{slug}"


def concept(scheme: str, code: str) -> str:
    """Give the IRI of a concept; ``scheme`` is ``scheme/<name>``. Raises :class:`BadParameter` for what is no code."""
    if not SLUG.fullmatch(code):
        raise BadParameter(
            f"“{code}” is not a code of {scheme}.",
            remedy="A code has small letters, digits and single hyphens, such as “training-education”.",
        )
    return f"{BASE}{scheme}/{code}"


#: List of another house → how its IRIs begin, what a code looks like, and an example. IRIs of NACE leave out the dot.
FOREIGN_CODES = {
    "nuts": ("http://data.europa.eu/nuts/code/", re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}"), "RS11"),
    "nace2": ("http://data.europa.eu/ux2/nace2/", re.compile(r"[A-U]|[0-9]{2}(\.[0-9]{1,2})?"), "29.32"),
    "nace2-1": ("http://data.europa.eu/ux2/nace2.1/", re.compile(r"[A-V]|[0-9]{2}(\.[0-9]{1,2})?"), "29.32"),
    "eurovoc": ("http://eurovoc.europa.eu/", re.compile(r"[0-9]+|c_[0-9a-f]+"), "1158"),
    "country": ("http://publications.europa.eu/resource/authority/country/", re.compile(r"[A-Z]{3}"), "ITA"),
}


def foreign_code(scheme: str, code: str) -> str:
    """Give the IRI of a code of another house, a row of :data:`FOREIGN_CODES`; raises :class:`BadParameter`."""
    begins, form, example = FOREIGN_CODES[scheme]
    if not form.fullmatch(code):
        raise BadParameter(f"“{code}” is not a code of {scheme}.", remedy=f"A code looks like “{example}”.")
    return begins + code.replace(".", "")


def foreign_value(scheme: str, iri: str) -> str | None:
    """Give the code in an IRI of :func:`foreign_code`, ``None`` where it is none."""
    begins, form, _ = FOREIGN_CODES[scheme]
    code = iri.removeprefix(begins)
    if scheme.startswith("nace"):
        code = re.sub(r"^([0-9]{2})([0-9]{1,2})$", r"\1.\2", code)
    return code if iri.startswith(begins) and form.fullmatch(code) else None


def release(digest: str) -> str:
    """Give the IRI of a release."""
    return RELEASE + digest


def graph_of(path: PurePosixPath) -> str | None:
    """Give the named graph into which a file of the repository is read; ``None`` where the file holds no data.

    ``data/clusters/x.ttl`` → ``graph/cluster/x``; ``data/optional/x.ttl`` → ``graph/optional/x``;
    ``ontology/cluster.ttl`` → ``graph/ontology/cluster``;
    ``ontology/schemes/x.ttl`` → ``graph/scheme/x``; ``ontology/alignments/x.ttl`` → ``graph/alignment/x``.
    """
    match path.parts:
        case ("data", folder, _) if folder in RECORD_FOLDERS:
            return f"{GRAPH}{RECORD_FOLDERS[folder]}/{path.stem}"
        case ("data", "optional", _):
            return f"{GRAPH}optional/{path.stem}"
        case ("ontology", "schemes", _):
            return f"{GRAPH}scheme/{path.stem}"
        case ("ontology", "alignments", _):
            return f"{GRAPH}alignment/{path.stem}"
        case ("ontology", _):
            return f"{GRAPH}ontology/{path.stem}"
        case _:
            return None


def source_graph(slug: str) -> str:
    """Give the named graph of a source's description."""
    return f"{GRAPH}source/{slug}"


def correspondence_graph(slug: str) -> str:
    """Give the named graph of a correspondence between two lists."""
    return f"{GRAPH}correspondence/{slug}"


def passage_lines(passage: str) -> tuple[str, int, int]:
    """Take ``id/passage/<source>-l<first>[-l<last>]`` apart: slug, first and last line; -1 where it is malformed."""
    words = passage.removeprefix(PASSAGE).split("-")
    lines: list[int] = []
    while words and words[-1][:1] == "l" and words[-1][1:].isdigit():
        lines.insert(0, int(words.pop()[1:]))
    first, last = (lines[0], lines[-1]) if 1 <= len(lines) <= 2 else (-1, -1)
    return "-".join(words), first, last
