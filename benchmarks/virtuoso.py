"""Starts Virtuoso, where it is installed (Debian's virtuoso-opensource-7), on a database of its own in a folder."""

import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

from peers import Peer, free_port, start

_GRAPH = "urn:observatory"
_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
DirsAllowed = .
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
KeepAliveTimeout = 60

[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


def is_installed() -> bool:
    """Whether the server and its client are there."""
    return None not in (shutil.which("virtuoso-t"), shutil.which("isql-vt"))


def virtuoso(running: ExitStack, folder: Path, dump: Path) -> Peer:
    """Start it and load a Turtle file into one graph."""
    place, http = folder / "virtuoso", free_port()
    place.mkdir()
    shutil.copy(dump, place / "dump.ttl")

    def command(sql: int) -> list[str]:
        (place / "virtuoso.ini").write_text(_SETTINGS.format(sql=sql, http=http))
        return ["virtuoso-t", "+foreground", "+configfile", str(place / "virtuoso.ini")]

    sql, process = start(running, command, folder=place)
    load = f"DB.DBA.TTLP_MT(file_to_string_output('dump.ttl'), '', '{_GRAPH}', 0); checkpoint;"
    subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
    return Peer("Virtuoso", http, f"/sparql?default-graph-uri={_GRAPH}", process)
