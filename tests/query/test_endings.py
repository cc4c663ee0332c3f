"""What a process wrote last says why it ended: a real one is started each time, and ends as engines do."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from clustergraph.errors import DeadlinePassed, QueryCrashed
from clustergraph.query.children import QUERIES, Child
from clustergraph.settings import read_settings

#: A process that is ready, and ends on its first question.
PROGRAM = """
import os, signal, sys
from clustergraph.query.frames import frame, read_frame
sys.stdout.buffer.write(frame(b"R"))
sys.stdout.buffer.flush()
read_frame(sys.stdin.buffer)
sys.stderr.write({words!r})
sys.stderr.flush()
{end}
"""
ABORT = "os.kill(os.getpid(), signal.SIGABRT)"
PANIC = "thread '<unnamed>' (17) panicked at library/core/src/slice/sort/shared/smallsort.rs:854:5:\n"
#: What it writes, how it ends → what is said.
ENDS = {
    "memory": ("memory allocation of 120 bytes failed\n", ABORT, "used up its memory"),
    "memory, in C++": (
        "terminate called after an instance of 'std::bad_alloc'\n",
        ABORT,
        "used up its memory",
    ),
    "memory, in Python": ("Traceback:\n  File\nMemoryError\n", "sys.exit(1)", "used up its memory"),
    "no order": (f"{PANIC}no total order\nnote: run with\n", ABORT, "fault of its own: no total order"),
    "behind much else": ("warning\n" * 9000 + f"{PANIC}index out of bounds\n", ABORT, "own: index out of bounds"),
    "stack": ("\nthread 'main' (1) has overflowed its stack\nfatal runtime error\n", ABORT, "nested too deeply"),
    "without a word": ("", ABORT, "fault of its own: it ended with SIGABRT"),
    "a hole in memory": ("", "os.kill(os.getpid(), signal.SIGSEGV)", "fault of its own: it ended with SIGSEGV"),
    "a fault of ours": ("Traceback:\n  File\nValueError: no\n", "sys.exit(1)", "fault of its own: ValueError: no"),
    "killed": ("", "os.kill(os.getpid(), signal.SIGKILL)", "ended from outside: it ended with SIGKILL"),
    "deadline": ("", "os.kill(os.getpid(), signal.SIGALRM)", "stopped at its deadline"),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_end_is_told_as_it_was(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is named where memory was refused, and nowhere else."""
    words, end, said = ENDS[name]
    (tmp_path / "ends_at_once.py").write_text(PROGRAM.format(words=words, end=end))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))

    async def work() -> None:
        child = await Child.start(tmp_path, read_settings(), program=replace(QUERIES, module="ends_at_once"))
        await child.send({})
        with pytest.raises(DeadlinePassed if name == "deadline" else QueryCrashed, match=said) as caught:
            await child.receive()
        assert (caught.value.limit is not None) == name.startswith(("memory", "deadline"))
        # what would end the same way is not to be tried again as it is
        assert ("ask again" in str(caught.value.remedy)) == (name == "killed")
        assert caught.value.retry_after is None

    asyncio.run(work())
