"""A list of categories dropped in as one table: what it would change, and how it takes the place of ours.

The table is CSV in UTF-8 with the columns ``code`` and ``name``, and if wanted ``source`` (an IRI for each row) and
``former`` (the code of ours that the row replaces). A code that is gone is deprecated, never deleted: its IRI may be in
use elsewhere.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from clustergraph.build.assemble import assemble
from clustergraph.build.migrations import FOLDER as MIGRATIONS
from clustergraph.build.slices.schemes import ADOPTED, SCHEMES, Row, Scheme, adopted, slug, statements
from clustergraph.build.slices.writing import node, write
from clustergraph.errors import BadParameter, Place, RepositoryError
from clustergraph.graph.ntriples import XSD, iri, literal
from clustergraph.iris import BASE, SLUG
from clustergraph.ns import expand
from clustergraph.resources import PACKAGE
from clustergraph.sources.rdf import parse_graph
from clustergraph.sources.repository import read_text
from clustergraph.store.replacing import replace_file
from clustergraph.store.staging import Staging

_USES = PACKAGE / "build/uses-of-categories.rq"
_REPLACE = PACKAGE / "build/replace-codes.ru"
_COLUMNS = {"code", "name", "source", "former"}


@dataclass(frozen=True)
class Change:
    """One difference: ``added``, ``removed`` or ``renamed``, the names, and what hangs on the code.

    ``clusters`` and ``mappings`` count the judgements that would lead to a deprecated code; ``becomes`` is the code
    that replaces it by the table's own word, ``near`` one whose name is close, which is only a guess.
    """

    kind: str
    code: str
    before: str | None
    after: str | None
    clusters: int = 0
    mappings: int = 0
    becomes: str | None = None
    near: str | None = None


def scheme_of(name: str) -> Scheme:
    """Find the scheme of a name; raises :class:`BadParameter` where no list of categories has it."""
    for scheme in SCHEMES:
        if scheme.name == name:
            return scheme
    names = ", ".join(scheme.name for scheme in SCHEMES)
    raise BadParameter(f"“{name}” is no list of categories.", remedy=f"Choose one of {names}.")


def read_table(path: Path) -> list[Row]:
    """Read a table; raises :class:`RepositoryError` with the line of what cannot be used."""
    reader = csv.DictReader(io.StringIO(read_text(path, str(path)).removeprefix("\ufeff")))
    columns = set(reader.fieldnames or ())
    if not {"code", "name"} <= columns <= _COLUMNS:
        raise _unusable(path, 1, "The first line does not name the columns code and name.", "Others: source, former.")
    rows: dict[str, Row] = {}
    for row in reader:
        code, name = row["code"], row["name"]
        if None in row or None in row.values() or not (name or "").strip():
            raise _unusable(path, reader.line_num, "A cell is missing.", "Give each row a code and a name.")
        if not SLUG.fullmatch(code):
            raise _unusable(path, reader.line_num, f"“{code}” is no code.", f"Write “{slug(name)}”, say.")
        if code in rows:
            raise _unusable(path, reader.line_num, f"The code “{code}” is there twice.", "Keep one row.")
        rows[code] = {"source": "", "former": "", **row}
    return list(rows.values())


def difference(root: Path, scheme: Scheme, table: Sequence[Row]) -> list[Change]:
    """Say what the table would change, in the order removed, renamed, added, by code."""
    staging = assemble(root)
    question = _USES.read_text(encoding="utf-8").replace("$scheme", iri(f"{BASE}scheme/{scheme.name}"))
    known = {row["code"] or "": row for row in staging.rows(question)}
    before = {code: row for code, row in known.items() if row["gone"] == "false"}
    after = {row["code"]: row["name"] for row in table}
    former = {row["former"]: row["code"] for row in table if row["former"]}
    unknown = sorted(set(former) - set(known))
    if unknown:
        raise BadParameter(f"The table replaces {', '.join(unknown)}, and no such code is there.")
    new = {name: code for code, name in after.items() if code not in before}
    changes = [
        Change(
            "removed",
            code,
            row["name"],
            None,
            int(row["clusters"] or 0),
            int(row["mappings"] or 0),
            former.get(code),
            None if code in former else _near(row["name"] or "", new),
        )
        for code, row in before.items()
        if code not in after
    ]
    for code, name in after.items():
        if code not in before:
            changes.append(Change("added", code, None, name))
        elif before[code]["name"] != name:
            changes.append(Change("renamed", code, before[code]["name"], name))
    return sorted(changes, key=lambda change: (("removed", "renamed", "added").index(change.kind), change.code))


def adopt(root: Path, scheme: Scheme, table: Sequence[Row]) -> list[Path]:
    """Put the table in the place of the scheme's own, and give the files that were written.

    Codes that are gone stay as deprecated ones; a migration leads data from each to the code that replaces it.
    """
    changes = difference(root, scheme, table)
    gone = {change.code: change.becomes for change in changes if change.kind == "removed"}
    copy, target = root / ADOPTED.format(scheme.name), root / f"ontology/schemes/{scheme.name}.ttl"
    kept = list(_kept(target, scheme, gone))
    copy.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, ["code", "name", "source", "former"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    replace_file(copy, text.getvalue())
    written = [copy, write(target, [*statements(adopted(scheme), table), *kept])]
    pairs = {old: new for old, new in gone.items() if new}
    if pairs:
        migration = root / MIGRATIONS / f"categories-{scheme.name}.ru"
        replace_file(migration, _migration(scheme, pairs))
        written.append(migration)
    return written


def _near(name: str, new: dict[str, str]) -> str | None:
    return next((new[match] for match in get_close_matches(name, new, n=1)), None)


def _kept(path: Path, scheme: Scheme, gone: dict[str, str | None]) -> Iterator[str]:
    """Keep what is said of the codes that are gone, but for their place at the top, and mark them.

    The old table stays described too: correspondences that were generated from it still say so.
    """
    staging = Staging()
    staging.add(parse_graph(read_text(path, path.name).encode(), "urn:x-scheme", path.name))
    staging.fill_default_graph()
    lines = staging.triples().decode().splitlines()
    yield from (f"{line}\n" for line in lines if line.startswith(f"{iri(scheme.table.address)} "))
    for code, becomes in gone.items():
        concept = iri(f"{BASE}scheme/{scheme.name}/{code}")
        top = f"{concept} {iri(expand('skos:topConceptOf'))} "
        yield from (f"{line}\n" for line in lines if line.startswith(f"{concept} ") and not line.startswith(top))
        yield from node(concept, [("owl:deprecated", literal("true", datatype=f"{XSD}boolean"))])
        if becomes:
            yield from node(concept, [("dct:isReplacedBy", iri(f"{BASE}scheme/{scheme.name}/{becomes}"))])


def _migration(scheme: Scheme, pairs: dict[str, str]) -> str:
    begins = f"{BASE}scheme/{scheme.name}/"
    rows = "\n    ".join(f"({iri(begins + old)} {iri(begins + new)})" for old, new in sorted(pairs.items()))
    return _REPLACE.read_text(encoding="utf-8").replace("$pairs", rows)


def _unusable(path: Path, line: int, message: str, remedy: str) -> RepositoryError:
    return RepositoryError(message, place=Place(str(path), line), remedy=remedy)


def summary(changes: Iterable[Change]) -> dict[str, int]:
    """Count the changes of each kind."""
    kinds = [change.kind for change in changes]
    return {kind: kinds.count(kind) for kind in ("removed", "renamed", "added")}
