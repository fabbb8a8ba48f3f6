"""Checks of how old the lists are."""

import re
from collections.abc import Iterator
from datetime import date

from geodata.quality import limits as names
from geodata.quality.report import Check, judged
from geodata.quality.subject import Subject
from geodata.wording import in_words

_MONTHS = {date(2000, n, 1).strftime("%B").casefold(): n for n in range(1, 13)}
_QUARTER = re.compile(r"\b(20\d\d)-?(\d\d)\s*Q([1-4])\b", re.IGNORECASE)


def check_ages(subject: Subject) -> Iterator[Check]:
    """How old the list is today, and how far the hours are from the day of the snapshot."""
    as_at = subject.contents.as_at
    yield _list_age(subject, as_at)
    told = subject.vintages.get("hours")
    of = month_of(told) if told else None
    yield judged(
        names.HOURS_AGE,
        "Age of the opening hours",
        None if of is None else float(abs(months(of, as_at))),
        "months",
        "No list of hours of its own is named."
        if told is None
        else f"The month of {told!r} cannot be told."
        if of is None
        else f"The hours are of {told}, {abs(months(of, as_at))} months from the day of the snapshot ({in_words(as_at)}).",
        limits=subject.limits,
    )


def _list_age(subject: Subject, as_at: date) -> Check:
    told = subject.vintages.get("list")
    of = month_of(told) if told else as_at
    title = "Age of the list of pharmacies"
    if of is None:
        return judged(
            names.LIST_AGE,
            title,
            None,
            "months",
            f"The month of {told!r} cannot be told.",
            limits=subject.limits,
        )
    against = subject.today or as_at
    age = abs(months(of, against))
    day = f"of {told}" if told else f"as at {in_words(as_at)}"
    than = "today" if subject.today else f"the day of the snapshot ({in_words(as_at)})"
    return judged(
        names.LIST_AGE,
        title,
        float(age),
        "months",
        f"The list is {day}, {age} months from {than}.",
        limits=subject.limits,
    )


def month_of(words: str) -> date | None:
    """The month that words name, its first day: "April 2025", "2025-04", or the last month of "2026-27 Q1" and "202606Q1".

    Quarters are those of the NHS year, which begins in April.
    """
    quarter = _QUARTER.search(words)
    if quarter:
        year, second, last = int(quarter[1]), int(quarter[2]), 3 * int(quarter[3]) + 3
        if (
            year + 1
        ) % 100 != second and 1 <= second <= 12:  # since 2026-27 the quarter's last month stands there
            return date(year, second, 1)
        return date(year + (last > 12), last - 12 * (last > 12), 1)
    iso = re.search(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])\b(?!-?\d\d?\s*Q)", words)
    if iso:
        return date(int(iso[1]), int(iso[2]), 1)
    named = re.search(rf"\b({'|'.join(_MONTHS)})\s+((?:19|20)\d\d)\b", words.casefold())
    return date(int(named[2]), _MONTHS[named[1]], 1) if named else None


def months(first: date, last: date) -> int:
    """Whole calendar months from one day's month to another's."""
    return 12 * (last.year - first.year) + last.month - first.month
