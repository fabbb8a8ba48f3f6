"""The quarters of the Consolidated Pharmaceutical List: which of the names that a publisher lists is the newest.

Quarters are of the financial year: 2025-26 quarter 1 is April to June 2025. They stand in the name, with or without FINAL;
the date at which an entry was last changed says nothing, as old quarters are changed too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_NAME = re.compile(r"CONSOL_PHARMACY_LIST_(\d{4})(\d{2})Q(\d)(FINAL)?", re.IGNORECASE)
_MONTHS = {1: "April to June", 2: "July to September", 3: "October to December", 4: "January to March"}


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the financial year that begins in April of ``year``; final ones follow those that are not."""

    year: int
    number: int
    final: bool = False

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        year = self.year + (self.number == 4)
        month = {1: 7, 2: 10, 3: 1, 4: 4}[self.number]
        return date(year + (self.number == 3), month, 1) - timedelta(days=1)

    @property
    def file_name(self) -> str:
        """What its file is called here: nothing of a server's answer gets into the name of a file."""
        second = (self.year + 1) % 100
        return f"consol_pharmacy_list_{self.year}{second:02d}q{self.number}{'final' * self.final}.csv"

    @property
    def in_words(self) -> str:
        """Such as "2025-26 quarter 1 (April to June 2025), final"."""
        year = f"{self.year}-{(self.year + 1) % 100:02d}"
        months = f"{_MONTHS[self.number]} {self.year + (self.number == 4)}"
        return f"{year} quarter {self.number} ({months}){', final' if self.final else ''}"


def quarter_of(name: str) -> Quarter | None:
    """The quarter that a name or address speaks of, or None where it speaks of none that can be."""
    found = _NAME.search(name)
    if found is None:
        return None
    year, second, number = int(found[1]), int(found[2]), int(found[3])
    if number not in _MONTHS or (year + 1) % 100 != second:
        return None
    return Quarter(year, number, found[4] is not None)


def newest(names: Iterable[str]) -> tuple[str, Quarter] | None:
    """The name of the newest quarter, final rather than not, or None where no name is of a quarter."""
    dated = [(quarter, name) for name in names if (quarter := quarter_of(name)) is not None]
    if not dated:
        return None
    quarter, name = max(dated)
    return name, quarter
