"""Measures this build beside an earlier one in one run: `make bench-beside OTHER=../earlier`.

OTHER is a checkout that `make build` has set up. Each makes a release of the same made-up observatory and serves it;
both, and the Oxigraph server, are asked in turns, as in run.py. Then the commands of both run in turns as whole
processes, and pySHACL's beside them on the same record; validation of more is in beside_validation.py.
"""

import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from asking import compare, progress
from beside_validation import measure_beside
from builds import Build, Took, builds_beside, keep_compiled, run
from machine import describe_machine, describe_ours
from observatory import observatory
from peers import UNCACHED, UNLIMITED, oxigraph, program
from questions import read_questions

from clustergraph import resources
from clustergraph.sources.rdf import triples_of
from clustergraph.store.home import Home
from clustergraph.validation.profiles import read_profile

SIZE = 100_000
TURNS = 7
RECORD = "docs/examples/cluster.ttl"


def main(other: Path, size: int) -> None:
    """Make two releases, ask both servers, run both commands, print."""
    builds = builds_beside(other)
    print(f"{describe_machine()}.\n\n{describe_ours()}.\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keep_compiled(folder / "compiled")
        file = folder / "made-up.nq"
        file.write_text("".join(observatory(size)), encoding="utf-8", newline="\n")
        homes = [folder / f"home-{number}" for number in range(len(builds))]
        print(f"An observatory of {size} statements, loaded by each:\n")
        _print_loading(builds, homes, file)
        _ask(builds, homes, folder, file.read_text(encoding="utf-8").count("/ns#Cluster> <") - 1)
        _print_commands(builds, folder)
        measure_beside(builds, homes, folder, size)


def _print_loading(builds: Sequence[Build], homes: Sequence[Path], file: Path) -> None:
    print("| | seconds | of the processor |\n|---|---|---|")
    for build, home in zip(builds, homes, strict=True):
        progress(f"load, {build.name}")
        took = run(build.command(home, "load", str(file), "--json"), build.checkout)
        print(f"| {build.name} | {took.seconds:.1f} | {took.used:.1f} |", flush=True)


def _ask(builds: Sequence[Build], homes: Sequence[Path], folder: Path, clusters: int) -> None:
    small, medium = read_questions("small", clusters), read_questions("medium")
    [large] = read_questions("large")
    with ExitStack() as running:
        others = [oxigraph(running, folder, Home(homes[0]).current().dumps / "clustergraph.ttl")]
        with ExitStack() as fresh:
            peers = [build.serve(fresh, home, UNCACHED) for build, home in zip(builds, homes, strict=True)]
            for title, questions in (("Small look-ups", small), ("Aggregates", medium)):
                print(f"\n{title}, each answer evaluated (`cache_max_bytes` = 0):")
                compare([*peers, *others], questions)
            print("\nLarge answers, one connection:")
            compare([*peers, *others], [large, large.as_csv()], connections=1)
            print("\nOver four connections:")
            compare([*peers, *others], [large, large.as_csv()])
        with ExitStack() as kept:
            peers = [build.serve(kept, home, UNLIMITED) for build, home in zip(builds, homes, strict=True)]
            print("\nAggregates that are asked again and again (settings as they come):")
            compare(peers, medium)


def _print_commands(builds: Sequence[Build], folder: Path) -> None:
    """Run whole processes in turns; the medians of their seconds and of their processor time count."""
    profile = read_profile(resources.repository(), "submission")
    shapes, lists = folder / "shapes.nt", folder / "lists.nt"
    shapes.write_bytes(triples_of(profile.shapes))
    lists.write_bytes(triples_of(profile.background))
    record = str(resources.repository() / RECORD)
    commands: dict[str, list[tuple[str, list[str], Path]]] = {
        "--version": [(one.name, one.command(folder / "none", "--version"), one.checkout) for one in builds],
        "validate": [(one.name, one.command(folder / "none", "validate", record), one.checkout) for one in builds],
    }
    beside = [program("pyshacl"), "-s", str(shapes), "-f", "nt"]
    commands["validate"].append(("pyshacl, with the lists", [*beside, "-e", str(lists), record], folder))
    commands["validate"].append(("pyshacl, without the lists", [*beside, record], folder))
    print(f"\nWhole processes, {TURNS} turns, medians; *validate* is of `{RECORD}`:\n")
    print("| command | whose | seconds | of the processor | ours to this, of the processor |\n|---|---|---|---|---|")
    for title, several in commands.items():
        progress(title)
        # of the turns the first, in which modules are compiled, does not count
        taken = [[run(command, place) for _, command, place in several] for _ in range(TURNS + 1)][1:]
        medians = [Took(*map(statistics.median, zip(*runs, strict=True))) for runs in zip(*taken, strict=True)]
        for (name, _, _), one in zip(several, medians, strict=True):
            ratio = medians[0].used / one.used
            print(f"| {title} | {name} | {one.seconds:.2f} | {one.used:.2f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SIZE)
