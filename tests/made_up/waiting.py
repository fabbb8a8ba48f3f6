"""Waiting for something to happen. How long it takes says nothing: a busy machine is slow, and no test may mind."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 300.0
"""After this, what is waited for is taken never to come. No test that passes waits so long, however busy the machine is."""


def until(holds: Callable[[], bool], what: str = "what was waited for") -> None:
    """Wait until something is so. Fails where it never is."""
    end = time.monotonic() + PATIENCE_SECONDS
    pause = 0.01
    while not holds():
        assert time.monotonic() < end, f"{what} did not come in {PATIENCE_SECONDS:.0f} seconds"
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)  # asking costs processor time that what is waited for could have
