"""Tells what Oxigraph does with a text when nobody guards it: whether it calls somebody, in a process of its own.

A listening socket on loopback hears every call; the process that evaluates is started again when a text ends it.
"""

import json
import socket
import subprocess
import sys
import threading
from typing import IO, Any

_SCRIPT = """
import json, sys
from pyoxigraph import NamedNode, Quad, Store
store = Store()
store.add(Quad(NamedNode("a:s"), NamedNode("a:p"), NamedNode("a:o")))
store.add(Quad(NamedNode("a:s"), NamedNode("a:p"), NamedNode("a:o"), NamedNode("a:g")))
print("ready", flush=True)
for line in sys.stdin:
    try:
        result = store.query(json.loads(line))
        words = str(bool(result)) if isinstance(result, bool) else str(sum(1 for _ in result))
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
    print(words[:200].replace("\\n", " "), flush=True)
"""
_PATIENCE = 10.0  # seconds, after which a text that is still evaluated is given up


class Listener:
    """A socket that counts who calls, and hangs up."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        """Listen no more."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class Oracle:
    """Evaluates texts without a guard."""

    def __init__(self) -> None:
        self.listener = Listener()
        self._process: subprocess.Popen[str] | None = None

    def calls(self, text: str) -> tuple[bool, str]:
        """Whether Oxigraph calls our listener for this text, and what it said at the end."""
        before = self.listener.calls
        words = self._evaluate(text)
        return self.listener.calls > before, words

    def close(self) -> None:
        """End the process and the listener."""
        self._end()
        self.listener.close()

    def _evaluate(self, text: str) -> str:
        process = self._started()
        timer = threading.Timer(_PATIENCE, process.kill)
        timer.start()
        try:
            _pipe(process.stdin).write(json.dumps(text) + "\n")
            _pipe(process.stdin).flush()
            words = str(_pipe(process.stdout).readline())
        except BrokenPipeError:
            words = ""
        finally:
            timer.cancel()
        if not words:
            self._end()
        return words.strip() or "it ended"

    def _started(self) -> "subprocess.Popen[str]":
        if self._process is None:
            command = [sys.executable, "-c", _SCRIPT]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            assert _pipe(self._process.stdout).readline() == "ready\n"
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None


def _pipe(pipe: IO[Any] | None) -> IO[Any]:
    assert pipe is not None
    return pipe
