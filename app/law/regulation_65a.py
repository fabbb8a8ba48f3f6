"""Regulation 65A: opening-hours directions go with the business when it moves. In force from 25 May 2023.

It was made chiefly for pharmacies that once had to open 100 hours a week and may now open not less than 72. The total alone
does not do: the days and the times that are directed go along, too. What is directed is known here from the core hours that
the papers state of the existing premises.
"""

from dataclasses import replace
from datetime import date

from app.domain.applications import Relocation
from app.domain.entered import Entered
from app.law.case import Case
from app.law.figures import hours, listed
from app.law.rule import (
    RELOCATION,
    Judge,
    Outcome,
    after,
    does_not_apply,
    met,
    not_met,
    rule,
    unsaid,
)
from app.law.sources import READ_2023
from geodata.model.hours import DAYS, WeekHours

HOURS_DIRECTIONS_IN_FORCE = date(2023, 5, 25)
REST_BREAK = (
    "A rest break changed as Schedule 4, paragraph 23(7)(bd) allows is reckoned with; no other difference is."
)


@rule(
    "reg65A(3)",
    "regulation 65A(3)",
    "If opening-hours directions bind the existing premises, the applicant undertakes the same total of core hours, on the "
    "same set days and at the same set times, so that a direction in the same terms is given for the new premises.",
    judge=Judge.FACT,
    kinds=(RELOCATION,),
    since=HOURS_DIRECTIONS_IN_FORCE,
    source=READ_2023,
    reads=(
        "papers:existing.hours_directed",
        "papers:same_directed_hours_undertaken",
        "papers:existing.core_hours",
        "papers:proposed.core_hours",
    ),
)
def directed_hours_go_along(move: Relocation, case: Case) -> Outcome:
    """A ground on which the application must be refused. It reaches moves under regulation 24 and under 26(2)."""
    if move.existing.hours_directed is None:
        return unsaid(
            case, "existing.hours_directed", "whether opening-hours directions bind the existing premises"
        )
    if not move.existing.hours_directed:
        return does_not_apply("No opening-hours directions bind the existing premises.")
    before, proposed = move.existing.core_hours, move.proposed.core_hours
    other = _differences(before, proposed)
    undertaking = "same_directed_hours_undertaken"
    if case.entered(undertaking) is Entered.NOT_ENTERED:
        found = unsaid(
            case, undertaking, "whether the applicant undertakes the same hours at the new premises"
        )
        return after(
            "Opening-hours directions bind the existing premises. Without that undertaking the application must be refused.",
            replace(found, reasons=(*found.reasons, *other)),
        )
    if not move.same_directed_hours_undertaken:
        told = (
            "the papers hold no undertaking of the same hours at the new premises"
            if move.same_directed_hours_undertaken is None
            else "the applicant does not undertake the same hours at the new premises"
        )
        return not_met(
            f"Opening-hours directions bind the existing premises, and {told}. Unless that is undertaken, the application "
            "must be refused.",
            *other,
        )
    if other:
        return not_met(
            *other,
            "The applicant undertakes the directed hours, but these are not they. Unless the same days and times are "
            "undertaken, the application must be refused. Ask the applicant which is right.",
            REST_BREAK,
        )
    if before is None or proposed is None or not (before.known and proposed.known):
        return after(
            "The applicant undertakes the directed hours.",
            unsaid(
                case,
                ("existing.core_hours", "proposed.core_hours"),
                "what the core hours of both premises are on every day, so that it is not shown that the days and times are "
                "the same",
            ),
        )
    return met(
        "The applicant undertakes the directed hours, and the core hours proposed are the same on every day. A direction in "
        "the same terms has to be given for the new premises."
    )


def _differences(before: WeekHours | None, after: WeekHours | None) -> tuple[str, ...]:
    """In a sentence each: another total, and the days on which the core hours proposed are others."""
    if before is None or after is None:
        return ()
    old, new = before.total_minutes(), after.total_minutes()
    told = []
    if old is not None and new is not None and old != new:
        told.append(f"The papers propose core hours of {hours(new / 60)} in place of {hours(old / 60)}.")
    days = [
        name.capitalize()
        for name, here, there in zip(DAYS, before.days, after.days, strict=True)
        if here is not None and there is not None and here != there
    ]
    if days:
        same = "The total is the same, but the" if old is not None and old == new else "The"
        told.append(
            f"{same} core hours proposed are not those of the existing premises on {listed(tuple(days))}."
        )
    return tuple(told)


RULES = (directed_hours_go_along,)
