"""What a reader of publishers' files raises when a file cannot be read as what it is said to be."""

from pathlib import Path


class SourceError(Exception):
    """A publisher's file, or the recipe that names it, that cannot be used.

    The message names the file, says what is wrong and what to do. ``file`` is the file itself.
    """

    def __init__(self, file: Path | str, wrong: str, todo: str) -> None:
        self.file = Path(file)
        self.wrong = wrong
        self.todo = todo
        super().__init__(f"{file}: {wrong} {todo}")
