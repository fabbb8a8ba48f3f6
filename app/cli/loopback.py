"""A server in this process on the loopback address, and plain HTTP to it: no proxy, no other machine."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from threading import Thread
from time import sleep
from typing import Any

import uvicorn
from fastapi import FastAPI

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 60


class LoopbackError(Exception):
    """The server did not start or did not answer as it should; the message says how."""


class Loopback:
    """HTTP to the server. Raises LoopbackError where an answer is not the one expected."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://{LOOPBACK}:{port}"

    def get(self, path: str) -> bytes:
        """The body at an address."""
        return self._ask("GET", path, None, 200)

    def post(self, path: str, document: object) -> Any:
        """The JSON answer to a JSON document."""
        return json.loads(self._ask("POST", path, json.dumps(document).encode(), 201))

    def put(self, path: str, document: object) -> Any:
        """The JSON answer to a JSON document put at an address where there is none yet."""
        return json.loads(self._ask("PUT", path, json.dumps(document).encode(), 201))

    def _ask(self, method: str, path: str, body: bytes | None, expected: int) -> bytes:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            response = connection.getresponse()
            content = response.read()
        except OSError as error:
            raise LoopbackError(f"{method} {self.address}{path} was not answered: {error}") from error
        finally:
            connection.close()
        if response.status != expected:
            raise LoopbackError(
                f"{method} {self.address}{path} was answered {response.status}: {content.decode()}"
            )
        return content


def bound_socket(port: int) -> tuple[socket.socket, bool]:
    """A socket on a port of the loopback address, on any free one where that is taken; and whether it was taken."""
    for wanted in (port, 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, wanted))
        except OSError:
            listening.close()
        else:
            return listening, wanted != port
    raise LoopbackError(f"No port of {LOOPBACK} is free.")


@contextmanager
def running(app: FastAPI, listening: socket.socket) -> Iterator[Loopback]:
    """The server while the block runs; afterwards it is stopped and waited for. Raises LoopbackError."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))

    def serve() -> None:
        # Where it cannot start, the server ends its thread this way, having said why.
        with suppress(SystemExit):
            server.run(sockets=[listening])

    thread = Thread(target=serve, name="server", daemon=True)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise LoopbackError("The server did not start; what it wrote above says why.")
            sleep(0.02)
        yield Loopback(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
