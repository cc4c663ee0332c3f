"""A polite client, asking small real questions: ``python -m hostile.polite <address> <port> <seconds> <a second>``.

One after the other, each on a connection of its own. Prints a line of JSON for each: what it asked, how long it took,
whether it was right.
"""

import http.client
import json
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

NS = "https://w3id.org/clustergraph/"
_ASK = "ASK {}"
_LOOKUP = f"SELECT * {{ <{NS}id/cluster/ac-serbia> ?p ?o }}"
_COUNT = f"SELECT ?p (COUNT(*) AS ?n) {{ ?c a <{NS}ns#Cluster> ; ?p ?o }} GROUP BY ?p ORDER BY DESC(?n) LIMIT 5"
_CLUSTERS = f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c a <{NS}ns#Cluster> }}"

_RECORD = (Path(__file__).parents[2] / "docs/examples/cluster.ttl").read_bytes()

QUESTIONS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "validation": ("/shacl/clustergraph/api/validate?reportSyntax=application/json", lambda body: b"SUCCESS" in body),
    "ask": (f"/sparql?query={quote(_ASK)}", lambda body: json.loads(body)["boolean"] is True),
    "lookup": (f"/sparql?query={quote(_LOOKUP)}", lambda body: len(json.loads(body)["results"]["bindings"]) > 5),
    "aggregate": (f"/sparql?query={quote(_COUNT)}", lambda body: len(json.loads(body)["results"]["bindings"]) == 5),
    "count": (f"/sparql?query={quote(_CLUSTERS)}", lambda body: b'"20"' in body),
    "page": ("/queries/cluster-directory", lambda body: b"</html>" in body and len(body) > 5000),
}


def ask(source: str, port: int, path: str) -> tuple[int, bytes]:
    """Ask once, or have a record validated; gives status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        if path.startswith("/shacl/"):
            connection.request("POST", path, _RECORD, {"Content-Type": "text/turtle"})
        else:
            connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def main(source: str, port: int, seconds: float, pace: float) -> None:
    """Ask at an even pace, or as fast as answers come where they come more slowly."""
    end = time.monotonic() + seconds
    for name in cycle(QUESTIONS):
        begun = time.monotonic()
        if begun > end:
            return
        path, right = QUESTIONS[name]
        try:
            status, body = ask(source, port, path)
            flaw = "" if status == 200 and right(body) else f"{status} {body[:300]!r}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            flaw = f"{type(error).__name__} {error}"
        took = time.monotonic() - begun
        sys.stdout.write(json.dumps({"question": name, "took": took, "flaw": flaw}) + "\n")
        time.sleep(max(0.0, 1 / pace - took))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
