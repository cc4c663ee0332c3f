"""Measures what each kind of page costs the server and how large it is: a part of `make bench`.

The time is from the request to the last byte on one keep-alive connection, so the way over loopback is in it. The
median of several turns counts: names are known then, as they are after the first visitors. Peers have other pages, so
there is no ratio.
"""

import http.client
import statistics
import sys
import time

TURNS = 9
MOST_SECONDS, MOST_BYTES = 0.150, 100_000
#: Kind → a page of it.
PAGES = {
    "start": "/",
    "clusters, browsed": "/clusters",
    "clusters, one facet": "/clusters?q=klaster",
    "organisations": "/organisations",
    "code lists": "/schemes",
    "cluster": "/doc/id/cluster/ac-serbia",
    "cluster, the longest record": "/doc/id/cluster/mice-tourism",
    "organisation": "/doc/id/institution/merr",
    "sector": "/doc/scheme/sector/tourism",
    "category": "/doc/scheme/observatory-category/automotive",
    "region": "/about?iri=http://data.europa.eu/nuts/code/RS11",
    "position of NACE": "/about?iri=http://data.europa.eu/ux2/nace2/29",
    "instrument": "/doc/id/instrument/erawatch",
    "programme": "/doc/id/programme/cluster-development-support",
    "observation": "/doc/id/observation/ac-serbia-employees-unstated-2009",
    "passage": "/doc/id/passage/serbian-clusters-2009-l121",
    "scheme, small": "/doc/scheme/sector",
    "scheme, 849 concepts": "/doc/scheme/nace1-1",
    "vocabulary": "/doc/ns",
    "shapes": "/doc/shapes",
    "question": "/queries/cluster-figures",
    "all questions": "/queries",
    "as Turtle": "/doc/id/cluster/ac-serbia.ttl",
}
LANGUAGES = ("en", "sr-Latn", "sr-Cyrl")


def measure_pages(port: int) -> None:
    """Ask each page in each language and print a table; what is beyond the limits we set ourselves is marked."""
    print("\n| page | ms, median | kB, largest of three languages | |\n|---|---|---|---|")
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for kind, path in PAGES.items():
        seconds, size = 0.0, 0
        for language in LANGUAGES:
            turns = [_ask(connection, path, language) for _ in range(TURNS)]
            seconds = max(seconds, statistics.median(turn[0] for turn in turns))
            size = max(size, *(turn[1] for turn in turns))
        beyond = "beyond" if seconds > MOST_SECONDS or size > MOST_BYTES else ""
        print(f"| {kind} | {seconds * 1000:.0f} | {size / 1000:.1f} | {beyond} |")
    connection.close()


def _ask(connection: http.client.HTTPConnection, path: str, language: str) -> tuple[float, int]:
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html", "Accept-Language": language})
    response = connection.getresponse()
    content = response.read()
    if response.status != http.client.OK:
        sys.exit(f"{path} answered {response.status}")
    return time.perf_counter() - started, len(content)
