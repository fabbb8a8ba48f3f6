"""A row of an overlay's table, its cells read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Row:
    """``cells``: values by heading, None where left empty. ``number``: as a spreadsheet numbers it."""

    table: str
    number: int
    cells: Mapping[str, Any]

    def in_force(self, as_at: date) -> bool:
        """Whether it is so on a day. Both the first and the last day are days on which it is."""
        return self._first <= as_at <= self._last

    def meets(self, other: "Row") -> bool:
        """Whether there is a day on which both are in force."""
        return max(self._first, other._first) <= min(self._last, other._last)

    @property
    def _first(self) -> date:
        first: date = self.cells.get("from") or self.cells.get("given_on") or date.min
        return first

    @property
    def _last(self) -> date:
        last: date = self.cells.get("until") or date.max
        return last
