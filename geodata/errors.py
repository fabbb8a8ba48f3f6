"""What a reader of publishers' files raises when a file cannot be read as what it is said to be, and several at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class SourceError(Exception):
    """A publisher's file, or the recipe that names it, that cannot be used.

    The message names the file, says what is wrong and what to do. ``file`` is the file itself.
    """

    def __init__(self, file: Path | str, wrong: str, todo: str) -> None:
        self.file = Path(file)
        self.wrong = wrong
        self.todo = todo
        super().__init__(f"{file}: {wrong} {todo}")


class SeveralFaultsError(SourceError):
    """Several faults that were found in one go. ``errors`` are all of them; the message is a line for each."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        self.errors = tuple(errors)
        lines = "".join(f"\n  {error}" for error in self.errors)
        super().__init__(self.errors[0].file, f"{len(self.errors)} faults were found:{lines}", "")

    def __str__(self) -> str:
        """All of them: each names its own file."""
        return self.wrong


class Faults:
    """Gathers what is wrong, so that one run tells all of it."""

    def __init__(self) -> None:
        self.errors: list[SourceError] = []

    def __bool__(self) -> bool:
        return bool(self.errors)

    def add(self, error: SourceError) -> None:
        """Note a fault, or each of several; one that is noted already is not noted again."""
        known = {str(each) for each in self.errors}
        new = error.errors if isinstance(error, SeveralFaultsError) else (error,)
        self.errors += [each for each in new if str(each) not in known]

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Note what is raised inside, and go on after it."""
        try:
            yield
        except SourceError as error:
            self.add(error)

    def tried(self, read: Callable[[], T]) -> T | None:
        """What ``read`` gives; None, with the fault noted, where it raises one."""
        try:
            return read()
        except SourceError as error:
            self.add(error)
            return None

    def stop(self) -> None:
        """Raise the fault that was noted, or SeveralFaultsError where there are several; nothing where there is none."""
        if len(self.errors) > 1:
            raise SeveralFaultsError(self.errors)
        if self.errors:
            raise self.errors[0]
