"""How a build tells whoever waits for it what it is doing."""

from typing import Protocol


class Progress(Protocol):
    """Called at each step with what is being done, how many steps are done, and of how many."""

    def __call__(self, doing: str, done: int, of: int) -> None:
        """Tell a step."""


def silent(doing: str, done: int, of: int) -> None:
    """Tell nobody."""
