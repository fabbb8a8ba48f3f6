"""The quarters of the Consolidated Pharmaceutical List: which of the names that a publisher lists is the newest.

Quarters are of the financial year: 2025-26 quarter 1 is April to June 2025. They stand in the name, with or without FINAL:
until 2025-26 with the year's two halves (202526Q1), since then with the quarter's last month (202606Q1 is April to June
2026, 202703Q4 January to March 2027). The date at which an entry was last changed says nothing, as old quarters are
changed too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_BEGINS = re.compile(
    r"CONSOL[ _-]*PHARMACY[ _-]*LIST|CONSOLIDATED[ _-]*PHARMACEUTICAL[ _-]*LIST.*\d", re.IGNORECASE
)
_NAME = re.compile(r"CONSOL_PHARMACY_LIST_(\d{4})(\d{2})Q(\d)(?:_?(FINAL))?(?![A-Z0-9])", re.IGNORECASE)
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
    final = found[4] is not None
    if number not in _MONTHS:
        return None
    if (year + 1) % 100 == second:
        return Quarter(year, number, final)
    if second in range(3 * number + 1, 3 * number + 4) and number < 4:
        return Quarter(year, number, final)
    return Quarter(year - 1, number, final) if number == 4 and second in range(1, 4) else None


def unread(names: Iterable[str]) -> tuple[str, ...]:
    """Names that begin like the list and are of no quarter that can be told: one of them may be the newest."""
    return tuple(name for name in names if _BEGINS.match(name.strip()) and quarter_of(name) is None)


def newest(names: Iterable[str]) -> tuple[str, Quarter] | None:
    """The name of the newest quarter, final rather than not, or None where no name is of a quarter."""
    dated = [(quarter, name) for name in names if (quarter := quarter_of(name)) is not None]
    if not dated:
        return None
    quarter, name = max(dated)
    return name, quarter
