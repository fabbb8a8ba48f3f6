"""Measure one piece of work: in a process of its own, by the median of several runs, with its own peak of memory."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

Found = dict[str, Any]
"""What a piece of work has found: numbers and words by name."""


def in_own_process(work: Callable[..., Found], *given: object) -> Found:
    """What ``work`` returns, run in a fresh process, so that its memory is its own.

    Raises RuntimeError where the process ends without an answer.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, work, given))
    process.start()
    sender.close()
    try:
        found: Found = receiver.recv()
    except EOFError:
        process.join()
        raise RuntimeError(f"{work.__name__} ended with exit code {process.exitcode} and no answer") from None
    process.join()
    return found


def _answer(sender: Any, work: Callable[..., Found], given: tuple[object, ...]) -> None:
    sender.send(work(*given))
    sender.close()


def seconds(work: Callable[[], object], runs: int) -> float:
    """Median wall time of a number of runs."""
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return median(taken)


def peak_mb() -> float:
    """The most memory that this process has held so far, in MB, mapped files included."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: unlike ru_maxrss, not inherited from the process that started this one
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)
