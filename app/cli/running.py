"""Around a long run: a bar on a terminal, Ctrl-C that stops it in order, and one run at a time in one folder."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.recheck.batch import Done

LOCK = "run.lock"


class AtWorkError(RuntimeError):
    """Another process does the run of a folder; the message says what to do."""


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds a folder for one run. Raises AtWorkError where another process holds it.

    The system lets go of it when the process ends, however it ends: a run that was killed can be gone on with at once.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AtWorkError(
                f"A run is at work in {folder} already. Wait for it, or stop it with Ctrl-C where it was started; then "
                "run the same command again: it goes on, and does no case twice."
            ) from None
        yield


@contextmanager
def stopping() -> Iterator[Event]:
    """Set once Ctrl-C is pressed: what is out is then waited for and kept. Pressed again, nothing is waited for."""
    asked = Event()

    def ask(_: int, __: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        typer.echo("Stopping: cases that are being re-checked are waited for and kept.", err=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def bar(cases: int) -> Iterator[Callable[[Done], None]]:
    """Shows how far a run is, on a terminal; nothing where the error stream is a file."""
    columns = (TextColumn("cases re-checked"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=cases)
        yield lambda done: shown.update(task, completed=done.done)
