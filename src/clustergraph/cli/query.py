"""``clustergraph query``: ask the current release from the command line."""

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from clustergraph.build.choice import current_whole
from clustergraph.cli.render import PATH, show_table
from clustergraph.errors import BadParameter, InputError, Place
from clustergraph.ns import compact
from clustergraph.pages.terms import written
from clustergraph.query.catalogue import catalogue, named_query
from clustergraph.query.formats import BY_NAME, of_kind
from clustergraph.query.service import QueryService
from clustergraph.settings import Settings
from clustergraph.store.sealed import Question

_FORMATS = ("table", *BY_NAME)


@click.command("query")
@click.argument("text", required=False)
@click.option("--file", "path", type=PATH, help="Read the query from a file; - is standard input.")
@click.option("--named", "name", help="Ask a named query.")
@click.option("--param", "params", multiple=True, metavar="NAME=SLUG", help="A parameter of a named query.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", help="How to print the answer.")
@click.option("--list", "listing", is_flag=True, help="List the named queries.")
@click.pass_obj
def query_command(
    settings: Settings, *, text: str | None, path: Path | None, name: str | None, params: tuple[str, ...], form: str,
    listing: bool,
) -> None:  # fmt: skip
    """Ask the current release: a query as TEXT, from a file, or one of the named ones.

    A CONSTRUCT or DESCRIBE answer is printed as Turtle unless --format says otherwise.

    \b
    Examples:
      clustergraph query --list
      clustergraph query --named turnover-total
      clustergraph query --named cluster-figures --param cluster=netwood --format csv
      clustergraph query "ASK { ?s a <https://w3id.org/clustergraph/ns#Cluster> }"
      clustergraph query --file mine.rq --format json
    """
    if listing:
        show_table(["name", "parameters", "question"], [_row(query_name) for query_name in catalogue()])
        return
    if sum(given is not None for given in (text, path, name)) != 1:
        raise click.UsageError("Give exactly one of TEXT, --file and --named (or --list).")
    if params and name is None:
        raise click.UsageError("--param goes with --named.")
    question = named_query(name).ask(_pairs(params)) if name else Question(text if text is not None else _read(path))
    asyncio.run(_ask(settings, question, form))


async def _ask(settings: Settings, question: Question, form: str) -> None:
    release = current_whole(settings)
    service = QueryService(release, replace(settings, query_children=1))
    await service.start()
    try:
        async with service.answer(question, _choice(form)) as answer:
            for warning in answer.warnings:
                click.echo(f"warning: {warning.sentence}", err=True)
            if form == "table" and answer.format.kind == "solutions":
                _print_table(b"".join([chunk async for chunk in answer.chunks]))
            else:
                async for chunk in answer.chunks:
                    sys.stdout.buffer.write(chunk)
                sys.stdout.buffer.flush()
    finally:
        await service.close()


def _choice(form: str) -> dict[str, str | None]:
    if form == "table":
        return {"solutions": "json", "graph": "turtle"}
    return {kind: form if BY_NAME[form] in of_kind(kind) else None for kind in ("solutions", "graph")}


def _print_table(content: bytes) -> None:
    answer = json.loads(content)
    if "boolean" in answer:
        show_table(["answer"], [["yes" if answer["boolean"] else "no"]])
        return
    columns = answer["head"]["vars"]
    rows = [[_cell(row.get(column)) for column in columns] for row in answer["results"]["bindings"]]
    show_table(columns, rows)


def _cell(term: dict[str, Any] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "triple":
        return written(term)
    return compact(term["value"]) if term["type"] == "uri" else str(term["value"])


def _row(name: str) -> list[str]:
    query = catalogue()[name]
    return [name, " ".join(f"{key}={value}" for key, value in query.example.items()), query.question]


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    for param in params:
        if "=" not in param:
            raise BadParameter(f"“{param}” is not NAME=SLUG.", place=Place("option --param"))
    return dict(param.split("=", 1) for param in params)


def _read(path: Path | None) -> str:
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else Path(str(path)).read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise InputError(f"The query cannot be read: {error.strerror}.", place=Place(str(path))) from error
    except UnicodeDecodeError as error:
        raise InputError("The query is not UTF-8.", place=Place(str(path))) from error
