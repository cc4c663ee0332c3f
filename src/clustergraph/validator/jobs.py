"""Validations that nobody waits for: each has an address that nobody can guess, its progress, and then its report.

A report is kept in a file without a name for a while. A job is nobody's but its sender's, who may end it.
"""

import asyncio
import secrets
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any

from clustergraph.errors import ClustergraphError, Limit, NotFound, ValidatorBusy
from clustergraph.settings import Settings
from clustergraph.validator.pool import Reply, Told

_LETTERS = 20  # bytes of a name
_AGAIN = 60  # seconds


@dataclass
class Job:
    """One job; ``report`` holds the content when it has ended well, ``error`` what it ended with."""

    name: str
    domain: str
    began: float
    step: str = "Wait"
    done: int = 0
    total: int = 1
    ended: float | None = None
    reply: Reply | None = None
    error: ClustergraphError | None = None
    file: IO[bytes] | None = None
    task: "asyncio.Task[None] | None" = field(default=None, repr=False)

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

    def content(self) -> bytes:
        """Read the report."""
        if self.file is None:
            return b""
        self.file.seek(0)
        return self.file.read()


class Jobs:
    """The jobs of one server."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._jobs: dict[str, Job] = {}

    def start(self, domain: str, work: Callable[[Told], Awaitable[Reply]]) -> Job:
        """Start a job of a domain; raises :class:`ValidatorBusy` where as many are kept as may."""
        self._sweep()
        most = self._settings.jobs_max
        if len(self._jobs) >= most:
            raise ValidatorBusy(
                "As many jobs are kept as may.",
                limit=Limit("jobs_max", most, "jobs"),
                remedy="Fetch and delete your reports, or try again later." if most else "Wait for the report itself.",
                retry_after=_AGAIN if most else None,
            )
        job = Job(secrets.token_urlsafe(_LETTERS), domain, self._clock())
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
            reply = await work(told)
            file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the job
            file.write(reply.content)
            job.file, job.reply = file, Reply(b"", reply.content_type, reply.outcome, reply.counts)
        except ClustergraphError as error:
            job.error = error
        except Exception:
            job.error = ClustergraphError("The validation ended in an unforeseen way.")
            raise
        finally:
            job.ended = self._clock()

    def _sweep(self) -> None:
        oldest = self._clock() - self._settings.job_kept
        for job in [job for job in self._jobs.values() if job.ended is not None and job.ended < oldest]:
            del self._jobs[job.name]
            _close(job)


async def _stopped(job: Job) -> None:
    if job.task is not None:
        job.task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await job.task
    _close(job)


def _close(job: Job) -> None:
    if job.file is not None:
        job.file.close()
