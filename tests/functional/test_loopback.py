"""The demo's own server and its HTTP: what goes wrong is said with the address and the answer."""

import socket
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from app.cli.loopback import LOOPBACK, Loopback, LoopbackError, bound_socket, running


def test_a_port_in_use_is_left_alone_and_another_is_taken() -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        wanted = other.getsockname()[1]
        found, taken = bound_socket(wanted)
        with found:
            assert taken
            assert found.getsockname()[1] != wanted


def test_an_answer_that_is_not_the_one_expected_is_shown(make_app: Callable[..., FastAPI]) -> None:
    listening, _ = bound_socket(0)
    with running(make_app(), listening) as server:
        assert b"live" in server.get("/health/live")
        with pytest.raises(
            LoopbackError, match=r"(?s)POST http://127\.0\.0\.1:\d+/v1/applications was answered 422.*kind"
        ):
            server.post("/v1/applications", {})


def test_a_server_that_is_not_there_is_named() -> None:
    listening, _ = bound_socket(0)
    port = listening.getsockname()[1]
    listening.close()
    with pytest.raises(LoopbackError, match=f"{port}/ was not answered"):
        Loopback(port).get("/")


def test_a_server_that_does_not_start_is_not_waited_for(make_app: Callable[..., FastAPI]) -> None:
    listening, _ = bound_socket(0)
    with (
        pytest.raises(LoopbackError, match="did not start"),
        running(make_app(database="sqlite:////no/such.db"), listening),
    ):
        pass
