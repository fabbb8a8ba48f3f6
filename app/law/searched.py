"""Up to which day changes to the law were looked for, by whom, where, and what was found: data, kept search by search.

Whoever looks again adds a row here. The rules are applied to any later day too, as they stood then; every assessment of such
a day says so, and half a year later the service itself asks for another search.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.dates import months_after
from app.law import sources
from app.law.figures import day

MONTHS_TILL_THE_NEXT = 6
"""How many months after the day that was searched to somebody should look again. The project's own measure, no law's."""


@dataclass(frozen=True)
class Search:
    """One search for changes to the law. ``up_to``: the latest day of what was found to read. ``made``: None if not kept."""

    up_to: date
    made: date | None
    by: str
    where: tuple[str, ...]
    found: str


MAINTAINERS = "the project's maintainers"
SEARCHES = (
    Search(
        up_to=date(2026, 6, 25),
        made=None,
        by=MAINTAINERS,
        where=(
            *(text.name for text in (sources.TEXT_2019, sources.SI_2016_1077, sources.SI_2025_636)),
            *(
                f"parts of {text.name}"
                for text in (sources.SI_2020_1126, sources.SI_2021_1346, sources.SI_2023_479)
            ),
            "legislation.gov.uk: the openings of SI 2013/349, Part 4, regulation 7 and Schedule 2, paragraph 19",
            "NHS England, Community Pharmacy England and the trade press, for what began when",
            "the House of Commons committee on the Health Bill, 25 June 2026",
        ),
        found=(
            "The changes that the rules carry. Not read: the instruments behind the wording of 6 November 2023, the "
            "Miscellaneous Amendments Regulations of 1 October 2025, and what the Health Bill would do."
        ),
    ),
    Search(
        up_to=date(2026, 6, 25),
        made=date(2026, 11, 30),
        by=MAINTAINERS,
        where=(
            *(text.name for text in (sources.MADE_2013, sources.TEXT_2019)),
            "what is published on the Miscellaneous Amendments Regulations of 1 October 2025",
        ),
        found=(
            "Corrections of how the rules were read; no later change, and nothing to read of a later day than before. "
            "What stays open is listed with the rules."
        ),
    ),
)
CHECKED_TO = max(search.up_to for search in SEARCHES)
"""The latest day up to which changes to the law were looked for."""


def search_due() -> date:
    """The day from which the law should be looked for again."""
    return months_after(CHECKED_TO, MONTHS_TILL_THE_NEXT)


def overdue_search(today: date) -> str | None:
    """What to say where nobody has looked for changes to the law for half a year; None where somebody has."""
    if today < search_due():
        return None
    return (
        f"Changes to the law were looked for up to {day(CHECKED_TO)} only, by {SEARCHES[-1].by}. The rules are "
        "applied as they stood then, and every assessment of a later day says so. Check legislation.gov.uk, and "
        "install a newer version of the service."
    )
