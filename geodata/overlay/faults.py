"""What is wrong with an overlay: every fault at once, each with its file, row and column and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import SourceError


@dataclass(frozen=True)
class Fault:
    """One thing to mend. ``row`` is the row as a spreadsheet numbers it, the headings being row 1; 0 is the whole file."""

    file: str
    row: int
    column: str
    wrong: str
    todo: str

    def __str__(self) -> str:
        where = [
            self.file,
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        return f"{', '.join(part for part in where if part)}: {self.wrong} {self.todo}"


class OverlayError(SourceError):
    """An overlay that cannot be used as it is. ``faults`` are all that were found; the message is a line for each."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = "1 thing is" if len(self.faults) == 1 else f"{len(self.faults)} things are"
        lines = "".join(f"\n  {fault}" for fault in self.faults)
        super().__init__(folder, f"{count} wrong with the overlay; nothing of it was taken.{lines}", "")
