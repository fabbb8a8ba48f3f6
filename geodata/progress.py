"""How a build tells whoever waits for it what it is doing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich import progress as rich_progress
from rich.console import Console


class Progress(Protocol):
    """Called at each step with what is being done, how many steps are done, and of how many."""

    def __call__(self, doing: str, done: int, of: int) -> None:
        """Tell a step."""


def silent(doing: str, done: int, of: int) -> None:
    """Tell nobody."""


@contextmanager
def on_terminal(first: str = "reading the recipe") -> Iterator[Progress]:
    """A bar on the terminal while something is done; on standard error, so that output can be piped."""
    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(),
        rich_progress.TimeElapsedColumn(),
    )
    with rich_progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(first, total=None)

        def tell(doing: str, done: int, of: int) -> None:
            bar.update(task, description=doing, completed=done, total=of)

        yield tell
