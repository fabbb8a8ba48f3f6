"""Regulation 65A: opening-hours directions go with the business when it moves. In force from 25 May 2023.

It was made chiefly for pharmacies that once had to open 100 hours a week and may now open not less than 72.
"""

from datetime import date

from app.domain.applications import Relocation
from app.law.case import Case
from app.law.figures import hours
from app.law.rule import (
    READ_2023,
    RELOCATION,
    Judge,
    Outcome,
    does_not_apply,
    judgement,
    met,
    not_met,
    rule,
    silent,
)

HOURS_DIRECTIONS_IN_FORCE = date(2023, 5, 25)


@rule(
    "reg65A(3)",
    "regulation 65A(3)",
    "If opening-hours directions bind the existing premises, the applicant undertakes the same core hours, "
    "days and times, so that a direction in the same terms is given for the new premises.",
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
def directed_hours_go_along(move: Relocation, _: Case) -> Outcome:
    """A ground on which the application must be refused."""
    if move.existing.hours_directed is None:
        return silent("The papers do not say whether opening-hours directions bind the existing premises.")
    if not move.existing.hours_directed:
        return does_not_apply("No opening-hours directions bind the existing premises.")
    fewer = _fewer_core_hours(move)
    if move.same_directed_hours_undertaken is False:
        return not_met(
            "Opening-hours directions bind the existing premises and the applicant does not undertake the "
            "same hours at the new premises, so that the application must be refused."
        )
    if move.same_directed_hours_undertaken:
        if fewer:
            return judgement(
                f"The applicant undertakes the directed hours, but {fewer} Ask the applicant which is right."
            )
        return met("The applicant undertakes the directed hours at the new premises.")
    if fewer:
        return not_met(
            f"Opening-hours directions bind the existing premises, and {fewer} Unless the applicant "
            "undertakes the directed hours, the application must be refused."
        )
    return silent(
        "Opening-hours directions bind the existing premises; the papers do not say whether the applicant "
        "undertakes the same hours at the new premises."
    )


def _fewer_core_hours(move: Relocation) -> str | None:
    before, after = move.existing.core_hours, move.proposed.core_hours
    if before is None or after is None:
        return None
    old, new = before.total_minutes(), after.total_minutes()
    if old is None or new is None or new >= old:
        return None
    return f"the papers propose core hours of {hours(new / 60)} in place of {hours(old / 60)}."


RULES = (directed_hours_go_along,)
