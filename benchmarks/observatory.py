"""Makes up an observatory of any size: clusters with records shaped like ours, under names that nobody has.

``python benchmarks/observatory.py 100000 > many.nq``; then ``clustergraph --home FOLDER load many.nq``. The first
argument is the number of statements, the second, if there is one, the seed: the same two give the same bytes. The lists
and places are the real ones (lists.py), so that look-ups join; what is said of clusters (record.txt) is drawn
by chance. The last record is cut where the number is reached.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count, islice
from random import Random
from typing import Any

from lists import SCHEMES, Lists, read_lists
from record import Blocks

from clustergraph.graph.script import latin
from clustergraph.iris import GRAPH
from clustergraph.ns import expand

SEED = 2009
_SIZES = {"companies": 40, "employees": 2500, "institutions": 6, "turnover": 50_000_000}  # of a large figure
_UNITS = {"turnover": expand("currency:EUR")}
_PERIODS = ("2007", "unstated-2009")
_COMPANIES = 4  # that come with each cluster; members are drawn from all that are there already
_TOWNS = 3  # that are made up in each district
_LINES = 40  # of a source, that tell of one cluster
_REGISTER, _PLACES = GRAPH + "register/companies", GRAPH + "reference/towns"
_GRAPH_OF_CLUSTER = GRAPH + "cluster/observed-"


def observatory(size: int, seed: int = SEED) -> Iterator[str]:
    """Give so many N-Quads, a line each, none twice."""
    lists, blocks = read_lists(), Blocks()
    towns = list(_towns(lists))
    made = "".join(blocks.write("town", _PLACES, **town) for town in towns).splitlines(keepends=True)
    places = {town: lists.label(town, "en") for town in lists.towns()}
    places.update((expand(f"town:{town['slug']}"), f"Town {town['i']} of {town['district']}") for town in towns)
    return islice(chain(lists.lines(), made, _records(lists, blocks, places, Random(seed))), size)


def _towns(lists: Lists) -> Iterator[dict[str, Any]]:
    """Make up towns, so that each district has some."""
    for region in lists.districts():
        code, name = region.rpartition("/")[2].lower(), lists.label(region, "sr-latn")
        for i in range(1, _TOWNS + 1):
            yield {"slug": f"observed-{code}-{i}", "i": i, "district": name, "region": region}


def _records(lists: Lists, blocks: Blocks, places: Mapping[str, str], drawn: Random) -> Iterator[str]:
    codes = {scheme: lists.codes(scheme) for scheme in SCHEMES}
    sectors = {sector: [lists.label(sector, language) for language in ("en", "sr-cyrl")] for sector in codes["sector"]}
    for n in count(1):
        for i in range(1, _COMPANIES + 1):
            said = blocks.write("company", _REGISTER, company=n * _COMPANIES + i)
            yield from said.splitlines(keepends=True)
        yield from _Record(n, drawn, blocks, codes).lines(places, sectors)


class _Record:
    """The record of one cluster, as it grows."""

    def __init__(self, number: int, drawn: Random, blocks: Blocks, codes: Mapping[str, list[str]]) -> None:
        self._number = number
        self._drawn = drawn
        self._blocks = blocks
        self._codes = codes
        self._said: list[str] = []
        self._cited: set[int] = set()

    def lines(self, places: Mapping[str, str], sectors: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Give all of it."""
        sector = self._code("sector")
        self._say("record")
        self._say("cluster", sector=sector)
        self._names(*sectors[sector])
        self._seat(places)
        self._say("founding", year=self._drawn.randint(1998, 2008))
        self._figures()
        self._work()
        self._judgements()
        for line in sorted(self._cited):
            self._say("passage", line=line)
        return iter("".join(self._said).splitlines(keepends=True))

    def _say(self, block: str, **blanks: Any) -> None:
        """Fill a block in; what it says stands on some line of the source, unless one is given."""
        line = self._number * _LINES + self._drawn.randrange(_LINES)
        self._cited.add(line)
        blanks = {"n": self._number, "line": line, **blanks}
        self._said.append(self._blocks.write(block, f"{_GRAPH_OF_CLUSTER}{self._number}", **blanks))

    def _code(self, scheme: str) -> str:
        """Draw a concept: the first of a scheme more often than the last, as some sectors have more clusters."""
        codes = self._codes[scheme]
        return codes[min(int(self._drawn.expovariate(3 / len(codes))), len(codes) - 1)]

    def _some(self, most: int) -> range:
        return range(1, self._drawn.randint(1, most) + 1)

    def _company(self) -> int:
        return self._drawn.randint(_COMPANIES + 1, (self._number + 1) * _COMPANIES)

    def _names(self, english: str, cyrillic: str) -> None:
        serbian = f"{cyrillic} – кластер {self._number}"
        names = {"en": f"{english} Cluster {self._number}", "sr-Cyrl": serbian, "sr-Latn": latin(serbian)}
        for i, (language, text) in enumerate(names.items(), start=1):
            self._say("name", i=i, language=language, text=text)

    def _seat(self, places: Mapping[str, str]) -> None:
        place = self._drawn.choice(list(places))
        self._say(
            "seat", place=place, town=places[place], code=self._drawn.randint(11000, 38999), i=self._number % 99 + 1
        )

    def _figures(self) -> None:
        for indicator, size in _SIZES.items():
            for period in _PERIODS:
                value = 1 + int(size * self._drawn.random() ** 3)  # many are small, few are large
                unit = _UNITS.get(indicator, expand("unit:NUM"))
                self._say("figure", indicator=indicator, period=period, value=value, unit=unit)

    def _work(self) -> None:
        for i in self._some(9):
            aim, status = self._code("objective-class"), self._code("activity-status")
            self._say("activity", i=i, aim=aim, status=status, company=self._company())
        for i in self._some(4):
            self._say("objective", i=i, aim=self._code("objective-class"))
        members = {self._company() for _ in self._some(12)}
        for i, company in enumerate(sorted(members), start=1):
            self._say("membership", i=i, company=company)
        for i in self._some(2):
            self._say("relation", i=i, other=self._drawn.randint(1, self._number), strength=self._code("strength"))

    def _judgements(self) -> None:
        for i in self._some(3):
            category, confidence = self._code("observatory-category"), self._code("confidence")
            self._say("categorisation", i=i, category=category, confidence=confidence)
        for i in self._some(6):
            self._say("doubt", i=i, flag=self._code("quality-flag"))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.writelines(observatory(*(int(number) for number in sys.argv[1:])))
