"""What is counted and timed, for Prometheus: the door to its client library.

The object belongs to one application; nothing is global. Every label comes from a table of ours (outcomes and codes of
errors, routes, statuses, states of children), so that no client can make the number of series grow.
"""

from asyncio import CancelledError
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from clustergraph.errors import ClustergraphError

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
OK, CLIENT_LEFT = "ok", "client-left"
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
_SIZES = tuple(float(10**power) for power in range(10))


class Timed:
    """One question on its way."""

    def __init__(self, measures: "Measures") -> None:
        self._measures = measures
        self._from = perf_counter()

    def begun(self) -> None:
        """Note that the answer begins now."""
        self._measures.first_byte.observe(perf_counter() - self._from)

    def complete(self, counted: Mapping[str, int | None]) -> None:
        """Note that it was evaluated to its end; ``rows`` is ``None`` where the format has no mark for them."""
        self._measures.query.observe(perf_counter() - self._from)
        self._measures.bytes.observe(counted["bytes"] or 0)
        if counted["rows"] is not None:
            self._measures.rows.observe(counted["rows"])


@dataclass
class Measured:
    """One validation on its way."""

    outcome: str = "internal-error"


class Measures:
    """All measures of one application."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        name = "clustergraph"
        self.query = Histogram(
            f"{name}_query_seconds", "From question to last row, wait included.", registry=registry, buckets=_SECONDS
        )
        self.first_byte = Histogram(
            f"{name}_first_byte_seconds", "From question to first byte.", registry=registry, buckets=_SECONDS
        )
        self.rows = Histogram(
            f"{name}_answer_rows", "Rows or statements of an answer.", registry=registry, buckets=_SIZES
        )
        self.bytes = Histogram(
            f"{name}_answer_bytes", "Bytes of an answer, uncompressed.", registry=registry, buckets=_SIZES
        )
        self._answers = Counter(
            f"{name}_answers",
            "Questions by outcome: ok, client-left, or an error's code.",
            ["outcome"],
            registry=registry,
        )
        self._cache = Counter(
            f"{name}_cache",
            "Questions by what the cache had: hit, miss, or unrepeatable.",
            ["outcome"],
            registry=registry,
        )
        self._children = Counter(
            f"{name}_children_events", "Children started, killed and recycled.", ["event"], registry=registry
        )
        self._states = Gauge(f"{name}_children", "Children by state.", ["state"], registry=registry)
        self._validation = Histogram(
            f"{name}_validation_seconds", "From request to report, wait included.", registry=registry, buckets=_SECONDS
        )
        self._validations = Counter(
            f"{name}_validations",
            "Validations by outcome: conforms, does not conform, many, client-left, or an error's code.",
            ["outcome"],
            registry=registry,
        )
        self._validating = Gauge(
            f"{name}_validations_waiting", "Validations that run or wait for a process.", registry=registry
        )
        self._jobs = Gauge(f"{name}_jobs", "Jobs that are kept, running ones included.", registry=registry)
        self._queue = Gauge(f"{name}_queue_length", "Questions that wait for a child.", registry=registry)
        self._documents = Gauge(
            f"{name}_documents", "Documents and graphs by state: in hand or waiting.", ["state"], registry=registry
        )
        self._requests = Counter(f"{name}_requests", "Answered requests.", ["route", "status"], registry=registry)
        self._errors = Counter(
            f"{name}_errors", "Refused or broken answers by the error's code.", ["code"], registry=registry
        )
        self._request_seconds = Histogram(
            f"{name}_request_seconds", "From request to the end of its answer.", ["route"],
            registry=registry, buckets=_SECONDS,
        )  # fmt: skip
        self._lost = Gauge(f"{name}_log_lost", "Lines of the access log that could not be written.", registry=registry)
        self._release = Gauge(f"{name}_release_info", "What is served.", ["digest", "version"], registry=registry)
        self._of_route: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        for event in ("started", "killed", "recycled"):
            self._children.labels(event)

    @contextmanager
    def answer(self) -> Iterator[Timed]:
        """Measure one question; its outcome is how the context is left."""
        outcome = "internal-error"
        try:
            yield Timed(self)
            outcome = OK
        except ClustergraphError as error:
            outcome = error.code
            raise
        except (CancelledError, GeneratorExit):
            outcome = CLIENT_LEFT
            raise
        finally:
            self._answers.labels(outcome).inc()

    @contextmanager
    def validation(self) -> Iterator[Measured]:
        """Measure one validation; who measures says its outcome, unless an error does."""
        measured, began = Measured(), perf_counter()
        try:
            yield measured
        except ClustergraphError as error:
            measured.outcome = error.code
            raise
        except (CancelledError, GeneratorExit):
            measured.outcome = CLIENT_LEFT
            raise
        finally:
            self._validations.labels(measured.outcome).inc()
            self._validation.observe(perf_counter() - began)

    def cache(self, outcome: str) -> None:
        """Count whether an answer was there: ``hit``, ``miss``, or ``unrepeatable`` where answers may differ."""
        self._cache.labels(outcome).inc()

    def child(self, event: str) -> None:
        """Count what happens to a child: ``started``, ``killed`` or ``recycled``."""
        self._children.labels(event).inc()

    def watch_pool(self, waiting: Callable[[], int], states: Mapping[str, Callable[[], int]]) -> None:
        """Say how the length of the queue and the children of each state are found when they are asked for."""
        self._queue.set_function(waiting)
        for state, count in states.items():
            self._states.labels(state).set_function(count)

    def watch_documents(self, states: Mapping[str, Callable[[], int]]) -> None:
        """Say how the documents of each state are found when they are asked for."""
        for state, count in states.items():
            self._documents.labels(state).set_function(count)

    def watch_validations(self, running: Callable[[], int], jobs: Callable[[], int]) -> None:
        """Say how the validations that run or wait, and the jobs that are kept, are found when they are asked for."""
        self._validating.set_function(running)
        self._jobs.set_function(jobs)

    def watch_log(self, lost: Callable[[], int]) -> None:
        """Say how the number of lost lines of the log is found."""
        self._lost.set_function(lost)

    def serves(self, digest: str, version: str) -> None:
        """Note which release is served, by which version."""
        self._release.labels(digest, version).set(1)

    def request(self, route: str, status: int, seconds: float, error: str | None) -> None:
        """Count a request when it has ended; ``route`` is a name of the table of routes."""
        counted, timed = self._of_route.get((route, status)) or self._begin(route, status)
        counted.inc()
        timed.observe(seconds)
        if error is not None:
            self._errors.labels(error).inc()

    def _begin(self, route: str, status: int) -> tuple[Counter, Histogram]:
        """Find the series of a route and a status, whose search takes as long as counting."""
        found = self._requests.labels(route, str(status)), self._request_seconds.labels(route)
        return self._of_route.setdefault((route, status), found)

    def text(self) -> bytes:
        """Write everything in Prometheus's text format 0.0.4."""
        return generate_latest(self.registry)
