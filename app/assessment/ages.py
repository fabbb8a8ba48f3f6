"""How old the data is beside the case: the day of each part against the case's, and the PNA's against the list's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.access import PreparedSnapshot
from app.assessment.record import Record
from app.domain.baselines import Baseline
from app.domain.dates import span_of
from app.domain.evidence import Ledger, Row
from app.domain.findings import Flag
from app.domain.rounding import day_said, month_said


@dataclass(frozen=True)
class Age:
    """Of files of some roles: how many days they may be older than the case, or later, before it can matter, and why."""

    called: str
    roles: tuple[str, ...]
    older: int
    later: int
    matters: str


PNA_BEFORE_LIST = 183
AGES = (
    Age(
        "the pharmacy list", ("pharmacies",), 122, 31,
        "what opened, closed or moved in between is counted as it stood then",
    ),
    Age("the list of opening hours", ("hours",), 122, 122, "hours may have changed in between"),
    Age("the map of streets", ("streets",), 731, 731, "streets may have been built or closed in between"),
    Age(
        "the count of residents", ("residents", "population", "residents of output areas"), 10 * 365, 3 * 365,
        "people have moved, and homes were built, in between",
    ),
)  # fmt: skip
"""Lists come out every quarter, maps are drawn all the time, a census comes every ten years."""


def record_ages(record: Record, area: PreparedSnapshot, baseline: Baseline, as_at: date) -> None:
    """The day of each part of the data, and how far it lies from that of the case."""
    rows: list[Row] = [
        {
            "what": age.called,
            "from": first.isoformat() if first else None,
            "to": last.isoformat() if last else None,
            "vintage": vintage,
            "matters": bool(first and last and _apart(age, first, last, as_at)),
        }
        for age, vintage, first, last in _days(area)
    ]
    record.measure(
        "data.ages",
        "Parts of the data whose day lies so far from that of the case that it can matter",
        sum(bool(row["matters"]) for row in rows),
        method=f"the day of each part against {as_at.isoformat()}; a month or a year counts by its nearest day",
        inputs=("snapshot:sources",),
        rows=[*rows, {"what": "the needs assessment", "vintage": baseline.published, "matters": False}],
    )


def _days(area: PreparedSnapshot) -> Iterator[tuple[Age, str, date | None, date | None]]:
    for age in AGES:
        vintages = {source.vintage for source in area.snapshot.manifest.sources if source.role in age.roles}
        if age.roles[0] == "pharmacies":
            # The list is read as at the snapshot's day, whatever the day of its file.
            vintages = {area.snapshot.manifest.as_at}
        for vintage in sorted(vintages):
            yield age, vintage, *read_vintage(vintage)


MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def read_vintage(text: str) -> tuple[date | None, date | None]:
    """First and last day that a vintage can mean: "2024-06-01", "June 2024", "1 June 2024", "2021"; None for other words."""
    words = text.replace(",", " ").split()
    try:
        if len(words) == 1:
            return span_of(words[0])
        *day, month, year = words
        number = MONTHS.index(month.lower()) + 1
        return span_of(f"{int(year):04d}-{number:02d}" + (f"-{int(day[0]):02d}" if day else ""))
    except (ValueError, IndexError):
        return None, None


def _apart(age: Age, first: date, last: date, as_at: date) -> bool:
    return last < as_at - timedelta(age.older) or first > as_at + timedelta(age.later)


def age_flags(ledger: Ledger, area: PreparedSnapshot, baseline: Baseline, as_at: date) -> Sequence[Flag]:
    """A flag for every gap that can matter, with both days."""
    flags = []
    for age, vintage, first, last in _days(area):
        if first is None or last is None:
            flags.append(
                Flag(
                    "data-undated",
                    f"The day of {age.called} cannot be told from {vintage!r}: its age beside the case is not known.",
                    ("data.ages", "sources"),
                )
            )
        elif _apart(age, first, last, as_at):
            flags.append(
                Flag(
                    "data-of-another-time",
                    f"{age.called[0].upper()}{age.called[1:]} is of {_said(first, last)}, and the assessment is as at "
                    f"{day_said(as_at)}: {age.matters}.",
                    ("data.ages", "snapshot.as_at"),
                )
            )
    listed = date.fromisoformat(area.snapshot.manifest.as_at)
    first, last = span_of(baseline.published)
    if listed - timedelta(PNA_BEFORE_LIST) > last:
        changes = ledger.get("pna.since")
        if changes is None or not changes.known:
            told = "What has opened or closed since is not known here"
        elif changes.value:
            told = f"{changes.value} openings and closures near the site since are in the letter"
        else:
            told = "By the list nothing near the site has opened or closed since"
        flags.append(
            Flag(
                "pna-before-list",
                f"The needs assessment was published {'on' if first == last else 'in'} {_said(first, last)}, and the "
                f"pharmacy list is of {day_said(listed)}: its findings rest on the pharmacies of its own time. {told}.",
                ("pna.published", "snapshot.as_at", "pna.since"),
            )
        )
    return flags


def _said(first: date, last: date) -> str:
    if first == last:
        return day_said(first)
    return f"{month_said(first.month)} {first.year}" if first.month == last.month else str(first.year)
