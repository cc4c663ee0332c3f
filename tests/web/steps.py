"""Counts what each step of an event loop takes: the lines of Python, and the calls, that one callback runs.

While a step runs, nobody else is answered. Lines are the same on any machine, however busy it is; what is done in a
thread is none of the loop's.
"""

import asyncio
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

_STEP: CodeType = asyncio.events.Handle._run.__code__


class Steps:
    """Counts while it is entered; ``longest`` is the largest number of one step, ``where`` what ran most in it."""

    def __init__(self) -> None:
        self.longest = 0
        self.where: list[tuple[int, str]] = []
        self._lines: dict[CodeType, int] = {}

    def __enter__(self) -> "Steps":
        self._before = sys.gettrace()
        sys.settrace(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        if frame.f_code is _STEP:
            self._lines = {}
            return self._step
        return self._line(frame, event, argument)

    def _step(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        if event == "return":
            taken, lines = sum(self._lines.values()), self._lines
            self._lines = {}
            if taken > self.longest:
                self.longest = taken
                most = sorted(((number, code) for code, number in lines.items()), key=lambda row: -row[0])[:5]
                self.where = [(number, f"{code.co_filename}:{code.co_name}") for number, code in most]
        return self._step

    def _line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        self._lines[frame.f_code] = self._lines.get(frame.f_code, 0) + 1
        return self._line
