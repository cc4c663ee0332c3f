"""SHACL property paths (SHACL, section 2.3.1): read out of a shapes graph, followed, and written again.

A path is a predicate's text or a tuple: ``("inverse", path)``, ``("sequence", path, …)``, ``("alternative", path, …)``,
``("zeroOrMore", path)``, ``("oneOrMore", path)`` or ``("zeroOrOne", path)``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from clustergraph.ns import compact
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.terms import RDF, is_blank, is_iri, sh

#: A predicate, or a kind with paths.
Path = str | tuple[Any, ...]
#: Gives the value nodes of a focus node, each once.
Follow = Callable[[str], Sequence[str]]
_KINDS = {
    sh("inversePath"): "inverse",
    sh("alternativePath"): "alternative",
    sh("zeroOrMorePath"): "zeroOrMore",
    sh("oneOrMorePath"): "oneOrMore",
    sh("zeroOrOnePath"): "zeroOrOne",
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_MARKS = {"zeroOrMore": "*", "oneOrMore": "+", "zeroOrOne": "?"}
_FIRST, _REST, _NIL = f"<{RDF}first>", f"<{RDF}rest>", f"<{RDF}nil>"
#: How deep paths may be.
DEEPEST = 50


def read_path(shapes: TripleIndex, node: str, depth: int = 0) -> Path:
    """Read a path; raises :class:`ValueError` where it is none."""
    if is_iri(node):
        return node
    if not is_blank(node) or depth > DEEPEST:
        raise ValueError(node)
    if shapes.objects(node, _FIRST):
        steps = [read_path(shapes, step, depth + 1) for step in shapes.items(node)]
        return ("sequence", *_several(steps))
    found = [(kind, value) for name, kind in _KINDS.items() for value in shapes.objects(node, name)]
    if len(found) != 1:
        raise ValueError(node)
    kind, value = found[0]
    if kind == "alternative":
        return (kind, *_several([read_path(shapes, way, depth + 1) for way in shapes.items(value)]))
    return (kind, read_path(shapes, value, depth + 1))


def _several(paths: list[Path]) -> list[Path]:
    if len(paths) < 2:
        raise ValueError(paths)
    return paths


def predicates(path: Path) -> Iterator[str]:
    """Give the predicates of a path, each as often as it is there."""
    if isinstance(path, str):
        yield path
    else:
        for part in path[1:]:
            yield from predicates(part)


def follow(data: TripleIndex, path: Path) -> Follow:
    """Make the function that follows a path in a graph."""
    if isinstance(path, str):
        return lambda node: data.objects(node, path)
    kind, *parts = path
    if kind == "inverse":
        if isinstance(parts[0], str):
            predicate = parts[0]
            return lambda node: data.subjects(predicate, node)
        return follow(data, _turned(parts[0]))
    ways = [follow(data, part) for part in parts]
    if kind == "sequence":
        return lambda node: _in_sequence(ways, node)
    if kind == "alternative":
        return lambda node: tuple(dict.fromkeys(value for way in ways for value in way(node)))
    if kind == "zeroOrOne":
        return lambda node: tuple(dict.fromkeys([node, *ways[0](node)]))
    return lambda node: _closure(ways[0], node, itself=kind == "zeroOrMore")


def _turned(path: Path) -> Path:
    """Turn a path around: what leads from its end to its beginning."""
    if isinstance(path, str):
        return ("inverse", path)
    kind, *parts = path
    if kind == "inverse":
        return parts[0]  # type: ignore[no-any-return]
    turned = [_turned(part) for part in parts]
    return (kind, *(reversed(turned) if kind == "sequence" else turned))


def _in_sequence(ways: Iterable[Follow], node: str) -> Sequence[str]:
    nodes: Sequence[str] = (node,)
    for way in ways:
        nodes = way(nodes[0]) if len(nodes) == 1 else tuple(dict.fromkeys(v for one in nodes for v in way(one)))
        if not nodes:
            break
    return nodes


def _closure(way: Follow, node: str, *, itself: bool) -> Sequence[str]:
    seen = {node: None} if itself else {}
    waiting = [node]
    while waiting:
        for value in way(waiting.pop()):
            if value not in seen:
                seen[value] = None
                waiting.append(value)
    return tuple(seen)


def words(path: Path) -> str:
    """Write a path for people: a predicate as its IRI, anything else as SPARQL writes it, with compact names."""
    return path[1:-1] if isinstance(path, str) else _written(path)


def _written(path: Path) -> str:
    if isinstance(path, str):
        return compact(path[1:-1])
    kind, *parts = path
    texts = [f"({_written(part)})" if _is_group(part) else _written(part) for part in parts]
    if kind == "inverse":
        return f"^{texts[0]}"
    return {"sequence": "/", "alternative": "|"}[kind].join(texts) if kind not in _MARKS else texts[0] + _MARKS[kind]


def query_path(path: Path) -> str:
    """Write a path as a query has it (SPARQL 1.1, section 9.1), with whole IRIs."""
    if isinstance(path, str):
        return path
    kind, *parts = path
    texts = [f"({query_path(part)})" for part in parts]
    if kind == "inverse":
        return f"^{texts[0]}"
    return {"sequence": "/", "alternative": "|"}[kind].join(texts) if kind not in _MARKS else texts[0] + _MARKS[kind]


def _is_group(path: Path) -> bool:
    return not isinstance(path, str) and path[0] in ("sequence", "alternative")


def statements(path: Path, label: Callable[[], str]) -> tuple[str, list[str]]:
    """Write a path as RDF: its node, and the N-Triples behind it; ``label`` gives a blank node that is new."""
    if isinstance(path, str):
        return path, []
    kind, *parts = path
    if kind == "sequence":
        return _list(parts, label)
    head = label()
    node, lines = _list(parts, label) if kind == "alternative" else statements(parts[0], label)
    return head, [f"{head} {_NAMES[kind]} {node} .\n", *lines]


def _list(parts: Sequence[Path], label: Callable[[], str]) -> tuple[str, list[str]]:
    cells = [label() for _ in parts]
    lines = []
    for cell, after, part in zip(cells, [*cells[1:], _NIL], parts, strict=True):
        node, more = statements(part, label)
        lines += [f"{cell} {_FIRST} {node} .\n", f"{cell} {_REST} {after} .\n", *more]
    return cells[0], lines
