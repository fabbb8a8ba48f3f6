"""Hours that are not known, that look like a slip, or on which papers and list do not agree: told, asked, never guessed."""

from collections.abc import Iterator, Sequence

from app.access import PreparedSnapshot
from app.access.nearest import NOBODY
from app.assessment.record import Record, share
from app.assessment.sites import Site
from app.domain.evidence import Ledger, Row
from app.domain.findings import Flag
from app.domain.rounding import whole
from geodata.model.hours import DAYS, WeekHours, day_text

MOST_NOT_KNOWN = 0.1
"""Where the hours of more than this share of the others' days are not known, no figure by the hour is given: the same share
above which a snapshot's own report asks somebody to look."""

SHOWN = 6
"""Days or pharmacies that a flag names at most; the evidence has all."""


def hours_of(site: Site) -> tuple[WeekHours | None, str]:
    """A site's hours and where they are from: the papers', else the list's. A day that is in question is not known."""
    week, source = _as_given(site)
    return (None if week is None else week.without(_questions(site, week))), source


def record_doubts(record: Record, sites: Sequence[Site], area: PreparedSnapshot) -> None:
    """Days whose hours are in question, at the sites and at pharmacies that count; days on which papers and list differ."""
    for name, where, rows in (
        ("hours.questioned", "at the sites", list(_rows_of_sites(sites))),
        ("hours.questioned_elsewhere", "at other pharmacies", list(_rows_of_list(sites, area))),
    ):
        if rows:
            record.measure(
                name,
                f"Days whose hours {where} look like a slip: they count as not known",
                len(rows),
                method="opens in the morning and shuts by 6am, is open for more than 16 hours, or does not add up",
                rows=rows,
            )
    differing = [row for site in sites for row in _differing(site)]
    if differing:
        record.measure(
            "hours.differ",
            "Days on which the papers give a site other hours than the pharmacy list; the papers' are used",
            len(differing),
            method="hours compared day by day",
            rows=differing,
        )


def record_others(record: Record, sites: Sequence[Site], area: PreparedSnapshot, *, in_full: bool) -> None:
    """How many other pharmacies' hours are not known; by name where all is to be entered ``in_full``."""
    ours = _labels_of(sites)
    others = [label for label in range(len(area.pharmacies)) if label not in ours]
    days = area.days_not_known
    silent = [label for label in others if days[label]]
    about = "on the pharmacy list, the sites of the application left out"
    record.measure(
        "hours.others",
        "Other pharmacies whose hours are not known for every day",
        len(silent),
        method=f"counted {about}",
        note=f"of {len(others)}",
        rows=[
            {
                "ods_code": area.pharmacies[label].ods_code,
                "name": area.pharmacies[label].trading_name,
                "days": int(days[label]),
            }
            for label in silent
        ]
        if in_full
        else (),
    )
    record.measure(
        "hours.others_share",
        "Share of their days on which their hours are not known",
        share(int(days[others].sum()), 7 * len(others)),
        "share",
        method=f"counted {about}",
        inputs=("hours.others",),
    )


def too_few_known(ledger: Ledger) -> str:
    """Why no figure by the hour is given; "" where so few hours are not known that bounds say something."""
    missing = ledger.number("hours.others_share")
    if missing is None or missing <= MOST_NOT_KNOWN:
        return ""
    limit = whole(100 * MOST_NOT_KNOWN)
    silent, of = ledger.number("hours.others"), ledger["hours.others"].note
    return (
        f"the opening hours of {silent:,.0f} {of} other pharmacies are not known for every day: more than {limit}% of their "
        "days, so that no figure by the hour says anything"
    )


def flags_of_hours(ledger: Ledger) -> Iterator[Flag]:
    """What a person is to look at of the hours."""
    questioned = [name for name in ("hours.questioned", "hours.questioned_elsewhere") if name in ledger]
    if questioned:
        told = [
            f"{row['name']}, {row['day']} {row['hours']}: {row['why']}"
            for name in questioned
            for row in ledger[name].rows
        ]
        yield Flag(
            "hours-questioned",
            f"Hours that look like a slip count as not known until somebody has checked them: {_some(told)}. Where those "
            "of a site are right, say so with the next assessment.",
            tuple(questioned),
        )
    if "hours.differ" in ledger:
        told = [
            f"{row['name']}, {row['day']}: papers {row['papers']}, list {row['list']}"
            for row in ledger["hours.differ"].rows
        ]
        yield Flag(
            "hours-differ-from-list",
            f"The papers and the pharmacy list give other hours; the papers’ are used: {_some(told)}.",
            ("hours.differ",),
        )
    why = too_few_known(ledger)
    if why:
        yield Flag("week-not-measured", f"{why[0].upper()}{why[1:]}.", ("hours.others", "hours.others_share"))


def _some(told: Sequence[str]) -> str:
    more = len(told) - SHOWN
    shown = "; ".join(told[:SHOWN])
    return f"{shown}; and {more} more" if more > 0 else shown


def _as_given(site: Site) -> tuple[WeekHours | None, str]:
    if site.stated.hours is not None:
        return site.stated.hours, f"application:{site.role}.hours"
    if site.listed is not None and site.listed.hours is not None:
        return site.listed.hours, f"list:{site.listed.ods_code} ({site.listed.listed_by})"
    return None, f"application:{site.role}.hours"


def _questions(site: Site, week: WeekHours) -> dict[int, str]:
    """Days in question of a site's hours, unless a person has checked them."""
    if site.stated.hours_checked:
        return {}
    if site.listed is not None and week is site.listed.hours:
        return site.listed.hours_in_question
    return week.questions()


def _rows_of_sites(sites: Sequence[Site]) -> Iterator[Row]:
    for site in sites:
        week, _ = _as_given(site)
        if week is not None:
            yield from (
                _row(site.stated.name, site.role, week, day, why)
                for day, why in sorted(_questions(site, week).items())
            )


def _rows_of_list(sites: Sequence[Site], area: PreparedSnapshot) -> Iterator[Row]:
    ours = {code for site in sites for code in site.match.codes}
    for premises, day, why in area.hours_in_question:
        if premises.ods_code not in ours and premises.hours is not None:
            name = f"{premises.trading_name} ({premises.ods_code})"
            yield _row(name, "list", premises.hours, day, why)


def _row(name: str, where: str, week: WeekHours, day: int, why: str) -> Row:
    return {
        "name": name,
        "where": where,
        "day": DAYS[day].capitalize(),
        "hours": day_text(week.days[day]),
        "why": why,
    }


def _differing(site: Site) -> Iterator[Row]:
    theirs = site.listed.hours if site.listed is not None else None
    if site.stated.hours is None or theirs is None:
        return
    for at, (mine, other) in enumerate(zip(site.stated.hours.days, theirs.days, strict=True)):
        if mine is not None and other is not None and mine != other:
            yield {
                "name": site.stated.name,
                "where": site.role,
                "day": DAYS[at].capitalize(),
                "papers": day_text(mine),
                "list": day_text(other),
            }


def _labels_of(sites: Sequence[Site]) -> set[int]:
    return {label for site in sites for label in (site.label, *site.own)} - {NOBODY}
