"""Focus nodes in batches on several processes: the same results, and no end of one is taken for an answer."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from clustergraph.errors import TooManyFindings, ValidationCrashed
from clustergraph.validation.batches import run_batches
from clustergraph.validation.core import CoreRun, told_circles
from clustergraph.validation.index import TripleIndex
from clustergraph.validation.results import Result
from clustergraph.validation.shapes import Shapes

SH, E = "http://www.w3.org/ns/shacl#", "http://e.example/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
NUMBER = 9000
DATA = "".join(
    f"<{E}{n}> {TYPE} <{E}C> .\n" + (f"<{E}{n}> <{E}p> <{E}{n - 1}> .\n" if n % 3 else "") for n in range(NUMBER)
)
SHAPES = (
    f"<{E}S> {TYPE} <{SH}NodeShape> .\n<{E}S> <{SH}targetClass> <{E}C> .\n<{E}S> <{SH}property> <{E}P> .\n"
    f'<{E}P> <{SH}path> <{E}p> .\n<{E}P> <{SH}minCount> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
)
ROUND = (
    f"<{E}S> <{SH}node> <{E}T> .\n<{E}T> <{SH}property> <{E}Q> .\n"
    f"<{E}Q> <{SH}path> <{E}p> .\n<{E}Q> <{SH}node> <{E}T> .\n"
)


def run(shapes: str = SHAPES, data: str = DATA) -> CoreRun:
    return CoreRun(TripleIndex(data), Shapes(TripleIndex(shapes)))


def batches(made: CoreRun, **limits: Any) -> list[Result]:
    """All focus nodes of a run."""
    return run_batches(made, made.focus_nodes(), **limits)


def forked() -> list[int]:
    """The children of this process that are running."""
    found = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
    return [int(one) for one in found]


@pytest.mark.parametrize("processes", [2, 3])
def test_several_processes_find_what_one_finds(processes: int) -> None:
    """Whatever the number; and how far they are adds up."""
    told: list[tuple[int, int]] = []
    alone = batches(run(), most_results=NUMBER, processes=1)
    together = batches(run(), most_results=NUMBER, processes=processes, progress=lambda *at: told.append(at))

    assert len(alone) == NUMBER // 3
    assert sorted(one.key() for one in alone) == sorted(one.key() for one in together)
    assert told[-1] == (NUMBER, NUMBER)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize("processes", [1, 2])
def test_too_many_findings_end_it(processes: int) -> None:
    """With the limit, and no process left."""
    before = forked()
    with pytest.raises(TooManyFindings) as caught:
        batches(run(), most_results=100, processes=processes)

    assert caught.value.limit is not None
    assert caught.value.limit.value == 100
    assert forked() == before


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_process_could_not_check_is_told(processes: int) -> None:
    """Beside all results that there are: the node whose answer depends on itself takes none of them."""
    made = run(SHAPES + ROUND, DATA + f"<{E}0> <{E}p> <{E}0> .\n")
    found = batches(made, most_results=NUMBER, processes=processes)

    assert (f"<{E}S>", f"<{E}0>") in made.circular
    assert "depends on itself" in told_circles(made.circular)[0]
    assert {one.focus for one in found} == {f"<{E}{n}>" for n in range(3, NUMBER, 3)}


def test_a_process_that_is_killed_is_no_answer() -> None:
    """A part that was not looked at is not a part without findings."""
    before = forked()

    def kill() -> None:
        for _ in range(1000):
            new = [
                child
                for child in Path(f"/proc/self/task/{main}/children").read_text().split()
                if int(child) not in before
            ]
            if new:
                os.kill(int(new[0]), signal.SIGKILL)
                return
            time.sleep(0.001)

    main = threading.get_native_id()
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(ValidationCrashed, match="ended early"):
        batches(run(), most_results=NUMBER, processes=2)
    killer.join()
    assert forked() == before
