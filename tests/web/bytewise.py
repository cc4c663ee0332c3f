"""A request byte by byte, as no client library would send it."""

import socket
from typing import NamedTuple


class Told(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def send(port: int, target: bytes, *lines: bytes, method: bytes = b"GET", version: bytes = b"1.1") -> Told:
    """Send a request with these lines in its head and read the answer to its end."""
    head = b"\r\n".join([method + b" " + target + b" HTTP/" + version, *lines, b"Connection: close", b"", b""])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    told, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = told.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in rest)
    return Told(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)
