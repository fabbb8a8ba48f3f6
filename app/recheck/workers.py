"""Where re-checks are done: in processes of this machine, or by the workers of a Dask cluster at an address."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, TypeVar

Result = TypeVar("Result")


class NoDaskError(RuntimeError):
    """Dask is not installed, or its scheduler does not answer; the message says what to do."""


@dataclass(frozen=True)
class Workers:
    """An executor, how many chunks it works on at once, and how to get another where it breaks, if it can."""

    executor: Executor
    number: int = 1
    renew: Callable[[], Executor] | None = None


class Here(Executor):
    """Does what it is given at once, in this process."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **named: Any) -> Future[Result]:
        """The result of a call, made now."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **named))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def here() -> Iterator[Workers]:
    """This process alone: for few cases, where starting others takes longer than the work."""
    yield Workers(Here())


@contextmanager
def processes(number: int) -> Iterator[Workers]:
    """Processes of this machine. One that dies takes its pool with it: ``renew`` starts another."""
    pools: list[ProcessPoolExecutor] = []

    def renew() -> Executor:
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        # Started afresh, not forked: a fork would copy threads' locks.
        pools[:] = [ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_quiet)]
        return pools[0]

    try:
        yield Workers(renew(), number, renew)
    finally:
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def dask(address: str) -> Iterator[Workers]:
    """The workers of a Dask cluster. They need the same version of this service and the same folders of snapshots.

    Raises NoDaskError. A worker that dies is replaced by the cluster; a case that ends several is given up by it.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoDaskError(
            "Dask is not installed. Install the extra: pip install 'pharmacy-assessor[dask]'."
        ) from None
    try:
        client = Client(address)
    except OSError as error:
        raise NoDaskError(
            f"No Dask scheduler answers at {address} ({error}). Check the address, or leave --dask out."
        ) from error
    with client:
        # A re-check is pure, but none is made twice: every chunk has its own key, and nothing is kept on the cluster.
        number = sum(client.ncores().values())
        if not number:
            raise NoDaskError(
                f"The Dask scheduler at {address} has no workers. Start some: dask worker {address}"
            )
        yield Workers(client.get_executor(pure=False), number)


def _quiet() -> None:
    """Workers leave Ctrl-C to the run that they work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
