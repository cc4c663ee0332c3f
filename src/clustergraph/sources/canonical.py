"""RDFC-1.0 with an end to it: ``python -m clustergraph.sources.canonical`` names blank nodes, and can be killed.

RDFC-1.0 can take exponential time on nodes that are alike and hang together. Groups that may are therefore named in a
child of their own, which has ``MOST_SECONDS`` for all of one file's. Groups go in as N-Quads with an empty line after
each; they come out the same way, in the same order.
"""

import os
import resource
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse, serialize

from clustergraph.errors import Place, SyntaxProblem
from clustergraph.settings.inherited import inherited

#: What the child may take for one file, as processor time and on the clock; RDFC-1.0 asks for such a limit (section 7).
MOST_SECONDS = 30
#: Groups of up to so many nodes that look alike and touch each other are done at once: milliseconds at worst.
_FEW = 4
#: What is done in this process, in statements; larger groups cannot be interrupted by it.
_SMALL = 10_000
_MEMORY = 2 << 30


def canonicalised(groups: Sequence[list[Quad]], name: str) -> list[list[Quad]]:
    """Give each group's statements with the labels of RDFC-1.0, sorted as N-Quads.

    ``name`` says in errors what was read. Raises :class:`SyntaxProblem` where telling nodes apart takes too long.
    """
    result = {number: named(group) for number, group in enumerate(groups) if _is_easy(group)}
    hard = [number for number in range(len(groups)) if number not in result]
    if hard:
        result |= zip(hard, _in_child([groups[number] for number in hard], name), strict=True)
    return [result[number] for number in range(len(groups))]


def named(group: list[Quad]) -> list[Quad]:
    """Canonicalise one group here and now, however long it takes."""
    dataset = Dataset(group)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def blank_nodes(quad: Quad | Triple) -> list[BlankNode]:
    """List the blank nodes of a statement, those inside triple terms too."""
    found = [term for term in (quad.subject, quad.object) if isinstance(term, BlankNode)]
    return found + blank_nodes(quad.object) if isinstance(quad.object, Triple) else found


def _is_easy(group: list[Quad]) -> bool:
    """Tell whether nodes with the same first-degree hash (its section 4.6) hang together in small numbers only."""
    if len(group) > _SMALL:
        return False
    faces = _faces(group)
    number = Counter(faces.values())
    alike: dict[BlankNode, set[BlankNode]] = {node: set() for node, face in faces.items() if number[face] > 1}
    for quad in group:
        nodes = [node for node in blank_nodes(quad) if node in alike]
        for node in nodes:
            alike[node].update(nodes)
    while alike:
        reached, waiting = 0, [next(iter(alike))]
        while waiting:
            reached += (node := waiting.pop()) in alike
            waiting.extend(alike.pop(node, ()))
        if reached > _FEW:
            return False
    return True


def _faces(group: list[Quad]) -> dict[BlankNode, int]:
    looks: dict[BlankNode, list[str]] = defaultdict(list)
    for quad in group:
        for node in blank_nodes(quad):
            looks[node].append(" ".join(_seen_by(node, term) for term in quad))
    return {node: hash(tuple(sorted(lines))) for node, lines in looks.items()}


def _seen_by(node: BlankNode, term: object) -> str:
    if isinstance(term, BlankNode):
        return "_:a" if term == node else "_:z"
    if isinstance(term, Triple):
        return " ".join(_seen_by(node, part) for part in term)
    return str(term)


def _in_child(groups: list[list[Quad]], name: str) -> list[list[Quad]]:
    command = [sys.executable, "-m", "clustergraph.sources.canonical"]
    text = b"".join(_lines(group) + b"\n" for group in groups)
    try:
        child = subprocess.run(
            command, input=text, capture_output=True, timeout=MOST_SECONDS, check=False, env=inherited(os.environ)
        )
    except subprocess.TimeoutExpired as late:
        raise _too_alike(groups, late.stdout or b"", name) from None
    if child.returncode:
        raise _too_alike(groups, child.stdout, name)
    return [list(parse(group, format=RdfFormat.N_QUADS)) for group in child.stdout.split(b"\n\n")[:-1]]


def _too_alike(groups: list[list[Quad]], done: bytes, name: str) -> SyntaxProblem:
    group = groups[min(done.count(b"\n\n"), len(groups) - 1)]
    nodes = {node for quad in group for node in blank_nodes(quad)}
    return SyntaxProblem(
        f"{len(nodes)} blank nodes hang together and are so much alike that telling them apart takes more than "
        f"{MOST_SECONDS} seconds; one of their {len(group)} statements is: {min(map(str, group))[:300]}",
        place=Place(name),
        remedy="Give some of these nodes IRIs, or leave out the repetitions.",
    )


def _lines(group: list[Quad]) -> bytes:
    return serialize(group, format=RdfFormat.N_QUADS) or b""


def main() -> None:
    """Canonicalise the groups on standard input, one after another, within limits."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for text in sys.stdin.buffer.read().split(b"\n\n")[:-1]:
        sys.stdout.buffer.write(_lines(named(list(parse(text, format=RdfFormat.N_QUADS)))) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
