"""Validations that nobody waits for: each has an address that nobody can guess, its progress, and then its report.

What was sent waits on disk, and so does a report for a while. A job is nobody's but its sender's, who may end it. One
client has a share of them; where all are taken, the last that waits of the client that has most makes room.
"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from clustergraph.errors import ClustergraphError, Limit, NotFound, TooManyRequests, ValidatorBusy
from clustergraph.query.contents import Content
from clustergraph.settings import Settings
from clustergraph.validator.pool import Reply, Told

_LETTERS = 20  # bytes of a name
_AGAIN = 60  # seconds
_WAIT = "Wait"


@dataclass
class Job:
    """One job of a client: ``body`` is what was sent, ``reply`` the report when it has ended well, else ``error``."""

    name: str
    domain: str
    client: str
    body: Content
    began: float
    step: str = _WAIT
    done: int = 0
    total: int = 1
    ended: float | None = None
    reply: Reply | None = None
    error: ClustergraphError | None = None
    task: "asyncio.Task[None] | None" = field(default=None, repr=False)

    dropped: bool = False  # whether it made room for others

    @property
    def waits(self) -> bool:
        """Whether it has not begun."""
        return self.ended is None and self.step == _WAIT

    @property
    def state(self) -> str:
        """``running``, ``finished`` or ``failed``."""
        if self.ended is None:
            return "running"
        return "finished" if self.error is None else "failed"

    def as_json(self, now: float) -> dict[str, Any]:
        """Describe the job for JSON."""
        document: dict[str, Any] = {
            "job": self.name,
            "state": self.state,
            "progress": {"step": self.step, "done": self.done, "total": self.total},
            "seconds": round((self.ended or now) - self.began, 1),
        }
        if self.reply is not None:
            document |= {"outcome": self.reply.outcome} if self.reply.outcome else {}
            document["counts"] = self.reply.counts
        if self.error is not None:
            document["problem"] = self.error.problem()
        return document

    def report(self) -> Iterator[bytes]:
        """Read the report, in pieces."""
        return self.reply.content.pieces() if self.reply else iter(())

    def close(self) -> None:
        """Let go of what was sent and of the report."""
        self.body.close()
        if self.reply is not None:
            self.reply.content.close()


class Jobs:
    """The jobs of one server."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._jobs: dict[str, Job] = {}

    def start(self, domain: str, client: str, body: Content, work: Callable[[Told], Awaitable[Reply]]) -> Job:
        """Start a job of a domain, which closes its body at the end.

        Raises :class:`TooManyRequests` where its client has as many as it may, :class:`ValidatorBusy` where all are
        taken by clients that have no more.
        """
        self._sweep()
        self._make_room(client)
        job = Job(secrets.token_urlsafe(_LETTERS), domain, client, body, self._clock())
        self._jobs[job.name] = job
        job.task = asyncio.create_task(self._run(job, work))
        return job

    def find(self, domain: str, name: str) -> Job:
        """Find a job of a domain; raises :class:`NotFound` for one that is not, or no longer, kept."""
        self._sweep()
        if name not in self._jobs or self._jobs[name].domain != domain:
            kept = self._settings.job_kept
            raise NotFound("There is no such job.", remedy=f"A report is kept for {kept:g} seconds after its end.")
        return self._jobs[name]

    async def end(self, job: Job) -> None:
        """End a job and forget it."""
        self._jobs.pop(job.name, None)
        await _stopped(job)

    async def close(self) -> None:
        """End all jobs."""
        jobs = list(self._jobs.values())
        self._jobs.clear()
        await asyncio.gather(*(_stopped(job) for job in jobs))

    @property
    def kept(self) -> int:
        """How many are kept, running ones included."""
        return len(self._jobs)

    def now(self) -> float:
        """Tell the time by which jobs are measured."""
        return self._clock()

    async def _run(self, job: Job, work: Callable[[Told], Awaitable[Reply]]) -> None:
        def told(step: str, done: int, total: int) -> None:
            job.step, job.done, job.total = step, done, total

        try:
            job.reply = await work(told)
        except ClustergraphError as error:
            job.error = error
        except Exception:
            job.error = ClustergraphError("The validation ended in an unforeseen way.")
            raise
        finally:
            job.ended = job.ended or self._clock()
            job.body.close()

    def _make_room(self, client: str) -> None:
        counts = Counter(job.client for job in self._jobs.values() if not job.dropped)
        own, most = self._settings.client_jobs, self._settings.jobs_max
        if counts[client] >= own:
            raise TooManyRequests(
                f"{own} jobs of {client} are kept already.",
                limit=Limit("client_jobs", own, "jobs"),
                remedy="Fetch and delete your reports; DELETE of a job's address ends it.",
                retry_after=_AGAIN,
            )
        if counts.total() < most:
            return
        refusal = ValidatorBusy(
            "As many jobs are kept as may.",
            limit=Limit("jobs_max", most, "jobs"),
            remedy="Fetch and delete your reports, or try again later." if most else "Wait for the report itself.",
            retry_after=_AGAIN if most else None,
        )
        crowd = max(counts, key=counts.__getitem__, default=client)
        waiting = [job for job in self._jobs.values() if job.client == crowd and job.waits]
        if not waiting or counts[crowd] <= counts[client] + 1:
            raise refusal
        self._drop(waiting[-1], refusal)

    def _drop(self, job: Job, refusal: ClustergraphError) -> None:
        """End a job that waits: its address tells why, and it counts no more."""
        job.error, job.ended, job.dropped = refusal, self._clock(), True
        if job.task is not None:
            job.task.cancel()
        job.close()

    def _sweep(self) -> None:
        oldest = self._clock() - self._settings.job_kept
        for job in [job for job in self._jobs.values() if job.ended is not None and job.ended < oldest]:
            del self._jobs[job.name]
            job.close()


async def _stopped(job: Job) -> None:
    if job.task is not None:
        job.task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await job.task
    job.close()
