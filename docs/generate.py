"""Writes the pages of docs/ that come from tables: `make docs`. A test fails when one of them is stale."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from clustergraph import resources
from clustergraph.build.release import build
from clustergraph.build.shapes import shape_document
from clustergraph.cli import COMMANDS
from clustergraph.cli import main as command
from clustergraph.errors import family
from clustergraph.ns import compact, expand
from clustergraph.query.catalogue import NamedQuery, by_category
from clustergraph.settings import read_settings
from clustergraph.settings.table import TABLE, Setting
from clustergraph.store.home import Home
from clustergraph.store.sealed import SealedStore
from clustergraph.validation.profiles import offered_profiles
from clustergraph.validation.rules import Rule

HERE = Path(__file__).parent
_NOTE = "<!-- Written by `make docs`; edit the table it comes from. -->\n\n"


def commands() -> str:
    """The `--help` of the command and of each of its commands."""
    parts = ["# Commands\n\n", _NOTE, "Exit codes: 0 all is well; 1 the input, the repository or a release is not as it ",
             "must be; 2 the command line was wrong; 70 what nobody foresaw.\nAnswers go to standard output, progress and errors to standard error.\n"]  # fmt: skip
    context = click.Context(command, info_name="clustergraph")
    parts.append(_help("clustergraph", command, None))
    for name in sorted(COMMANDS):
        described = command.get_command(context, name)
        parts += [_help(f"clustergraph {name}", described, context)] if described else []
    return "".join(parts)


def _help(title: str, described: click.Command, parent: click.Context | None) -> str:
    context = click.Context(
        described, info_name=title.split()[-1], parent=parent, max_content_width=100, terminal_width=100
    )
    return f"\n## `{title}`\n\n```text\n{described.get_help(context)}\n```\n"


def settings() -> str:
    """One row for each setting."""
    rows = [
        f"| `{s.name}` | {f'`{s.default}`' if s.default != '' else 'empty'} | {_range(s)} | {s.sentence} | {f'`{s.refusal}`' if s.refusal else ''} |\n"
        for s in TABLE
    ]
    return (
        "# Settings\n\n" + _NOTE + "Each is read once: a flag beats the environment (`CLUSTERGRAPH_` and the name in "
        "capitals), which beats a TOML file (`--config` or `CLUSTERGRAPH_CONFIG`), which beats the default.\n"
        "An unknown name or a value out of range is an error that names its place.\n"
        "A limit that clients meet names the error beyond it; `/limits` of a server tells them.\n\n"
        "| name | default | range | meaning | error |\n|---|---|---|---|---|\n" + "".join(rows)
    )


def _range(setting: Setting) -> str:
    if setting.least is not None:
        return f"{setting.least:.15g} to {setting.most:.15g} {setting.unit}".strip()
    return f"such as `{setting.like}`" if setting.like else ""


def errors() -> str:
    """One row for each code."""
    rows = [f"| `{e.code}` | {e.status} | {e.title} | {(e.__doc__ or '').splitlines()[0]} |\n" for e in family()]
    return (
        "# Errors\n\n"
        + _NOTE
        + "Over HTTP each is a problem document (RFC 9457, `application/problem+json`) with `type` "
        "(`https://w3id.org/clustergraph/problem/<code>`), `title`, `status`, `detail` and `code`, and where they are "
        "known `place` (source, line, column, and for queries `excerpt`: the line with a mark under it), `remedy` and `limit` (setting, value, unit). Faults of the server have `instance`, whose last part is the number that the line in the log has.\nOn the command line the same "
        "parts are printed to standard error and the exit code is 1, or 70 for what nobody foresaw. Codes are stable.\n\n"
        "| code | status | title | meaning |\n|---|---|---|---|\n" + "".join(rows)
    )


def queries(home: Path) -> str:
    """One section for each category, with the answer to each named query."""
    store = SealedStore(Home(home).current().store)
    parts = ["# Named queries\n\n", _NOTE, "Ask them with `clustergraph query --named NAME`, or at `/queries/NAME` of a "
             "server. The answers that tests expect were worked out from the source or from tables before the "
             "query was written, and stand in `tests/queries/NAME.toml`, with the lines that state them.\n"]  # fmt: skip
    for heading, chosen in by_category().items():
        parts.append(f"\n## {heading}\n")
        parts.extend(_query(query, store) for query in chosen)
    return "".join(parts)


def _query(query: NamedQuery, store: SealedStore) -> str:
    example = " ".join(f"--param {name}={value}" for name, value in query.example.items())
    columns, rows = store.rows(query.ask(query.example))
    cells = [[compact(value or "").replace("|", "\\|") for value in row] for row in rows]
    table = "".join(f"| {' | '.join(row)} |\n" for row in [columns, ["---"] * len(columns), *cells])
    return (
        f"\n### `{query.name}`\n\n{query.question}\n\n```sh\n"
        f"{f'clustergraph query --named {query.name} {example}'.strip()}\n```\n\n{table}\n"
        f"<details><summary>The query</summary>\n\n```sparql\n{query.text}```\n\n</details>\n"
    )


def shapes() -> str:
    """One table for each class, from the shapes themselves."""
    document = shape_document(resources.repository())
    parts = ["# Shapes\n\n", _NOTE, "What the *publication* profile asks. A Violation keeps data from being published; a "
             "Warning is shown.\n"]  # fmt: skip
    for name, shape in document["shapes"].items():
        rows = {name: {**shape, "path": ""}} if shape["messages"] else {}
        rows |= {held: document["properties"][held] for held in shape["properties"]}
        targets = ", ".join(f"{_TARGETS[t['kind']]} `{compact(t['iri'])}`" for t in shape["targets"])
        parts.append(f"\n## {compact(name)}\n\nTargets: {targets or 'used by other shapes'}\n\n")
        parts.append("| shape | path | severity | message |\n|---|---|---|---|\n")
        parts.extend(_row(iri, row) for iri, row in rows.items())
    return "".join([*parts, *_rules()])


def _rules() -> list[str]:
    """One row for each rule on the whole, with the profiles that ask it."""
    asking: dict[Path, list[str]] = {}
    for profile in offered_profiles(resources.repository()):
        for path in profile.rule_files:
            asking.setdefault(path, []).append(profile.name)
    rules = {path: Rule.read(path) for path in sorted(asking)}
    return [
        "\n## Rules on the whole\n\nWhat no shape can ask ([shapes/rules](../shapes/rules/README.md)); `{?name}` stands for "
        "what was found.\n\n| rule | profiles | severity | message |\n|---|---|---|---|\n",
        *(
            f"| `{compact(rule.shape)}` | {', '.join(asking[path])} | {rule.severity.label} | {rule.messages['en']} |\n"
            for path, rule in rules.items()
        ),
    ]


_TARGETS = {
    "targetClass": "things of class",
    "targetNode": "the thing",
    "targetSubjectsOf": "what has",
    "targetObjectsOf": "the values of",
}


def _row(iri: str, row: Mapping[str, Any]) -> str:
    path = f"`{row['path']}`".replace("|", "\\|") if row["path"] else "–"
    return f"| `{compact(iri)}` | {path} | {row['severity']} | {row['messages'].get('en', '')} |\n"


def _english(graph: Graph, node: Node, part: URIRef) -> str:
    return next((str(text) for text in graph.objects(node, part) if getattr(text, "language", None) == "en"), "")


def vocabulary() -> str:
    """One row for each term, and one for each concept of each scheme."""
    root = resources.repository()
    ontology = Graph(bind_namespaces="none").parse(root / "ontology/cluster.ttl")
    parts = ["# Vocabulary\n\n", _NOTE, "Prefix `cg:` is `https://w3id.org/clustergraph/ns#`.\n\n",
             "| term | kind | definition |\n|---|---|---|\n"]  # fmt: skip
    for term in sorted(set(ontology.subjects(SKOS.definition, None))):
        kinds = {compact(str(kind)) for kind in ontology.objects(term, RDF.type)}
        kind = "class" if "owl:Class" in kinds else "property"
        above = ", ".join(f"`{compact(str(c))}`" for c in sorted(ontology.objects(term, RDFS.subClassOf)))
        text = f"{_english(ontology, term, SKOS.definition)}{f' A kind of {above}.' if above else ''}"
        parts.append(f"| `{compact(str(term))}` | {kind} | {text} |\n")
    for path in sorted((root / "ontology/schemes").glob("*.ttl")):
        scheme = Graph(bind_namespaces="none").parse(path)
        node = next(scheme.subjects(RDF.type, SKOS.ConceptScheme))
        parts.append(f"\n## {_english(scheme, node, SKOS.prefLabel)}\n\n`{node}`: ")
        parts.append(
            f"{_english(scheme, node, URIRef(expand('dct:description')))}\n\n| code | label | definition |\n|---|---|---|\n"
        )
        for concept in sorted(scheme.subjects(SKOS.inScheme, node)):
            cells = [_english(scheme, concept, part) for part in (SKOS.prefLabel, SKOS.definition)]
            parts.append(f"| `{scheme.value(concept, SKOS.notation)}` | {cells[0]} | {cells[1]} |\n")
    return "".join(parts)


_DIFFERENCES = re.compile(
    r"(?<=<!-- Written by `make docs` from differences.toml: -->\n).*(?=<!-- to here -->)", re.DOTALL
)


def endpoint() -> str:
    """The page of the endpoint, with its section on what the engine has otherwise than SPARQL."""
    text = (HERE / "endpoint.md").read_text(encoding="utf-8")
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for one in tomllib.loads((HERE / "differences.toml").read_text(encoding="utf-8"))["difference"]:
        grouped.setdefault(one["group"], []).append(one)
    parts = [f"\n### {group}\n{''.join(map(_difference, its))}" for group, its in grouped.items()]
    return _DIFFERENCES.sub(lambda _: "".join([*parts, "\n"]), text)


def _difference(one: Mapping[str, Any]) -> str:
    says = textwrap.fill(f"**{one['name']}** ({one['status']}). {one['says']}", 128, break_on_hyphens=False)
    lines = [line for example in one["example"] for line in _example(example)]
    return f"\n{says}\n\n```sparql\n{''.join(lines)}```\n"


def _example(example: Mapping[str, str]) -> list[str]:
    form = f" in {example['format'].upper()}" if "format" in example else ""
    by = {"sparql": "by SPARQL", "xpath": "by XPath", "engine": "Oxigraph alone"}
    others = "".join(f"; {who}: {example[key]}" for key, who in by.items() if key in example)
    lines = [f"# {example['gives']}{form}{others}\n{example['ask']}\n"]
    if "write" in example:
        wanted = next(example[key] for key in ("then", "sparql", "xpath", "gives") if key in example)
        lines.append(f"# {wanted}, written so:\n{example['write']}\n")
    return lines


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "endpoint.md": endpoint,
    "errors.md": errors,
    "settings.md": settings,
    "shapes.md": shapes,
    "vocabulary.md": vocabulary,
}

_BLOCK = re.compile(
    r"(```console\n\$ \.venv/bin/clustergraph (?P<command>(?:query|check|validate)\b[^\n]*)\n).*?(?=```)", re.DOTALL
)


def readme(home: Path) -> str:
    """The README with what its `query` and `check` commands print now, and the digest and size of the release."""
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    manifest = Home(home).current().manifest
    text = _BLOCK.sub(lambda block: block[1] + _printed(home, block["command"]), text)
    text = re.sub(r"\b[0-9a-f]{64}\b", manifest.digest, text)
    text = re.sub(r"\b[0-9a-f]{16}…", f"{manifest.digest[:16]}…", text)
    text = re.sub(r"\b\d+ named graphs", f"{len(manifest.graphs)} named graphs", text)
    return re.sub(r"\b\d+ triples", f"{manifest.triples} triples", text)


def _printed(home: Path, line: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "clustergraph", "--home", str(home), *shlex.split(line)],
        capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "120"},
    )  # fmt: skip
    return done.stdout or done.stderr


if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
        print(name)
    with tempfile.TemporaryDirectory() as folder:
        build(replace(read_settings(), home=Path(folder)))
        (HERE / "queries.md").write_text(queries(Path(folder)), encoding="utf-8")
        print("queries.md")
        (HERE.parent / "README.md").write_text(readme(Path(folder)), encoding="utf-8")
    print("README.md")
