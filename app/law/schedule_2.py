"""Schedule 2, as far as it binds a Health and Wellbeing Board: who must or may write, by when, and what comes after.

Who must be told of an application stands in ``notifiees``.
"""

from datetime import date, timedelta

from app.domain.applications import Relocation
from app.domain.dates import months_after
from app.domain.deadlines import last_day_of
from app.domain.findings import Duty
from app.domain.other_applications import OtherApplication, OtherKind
from app.law.case import AnyApplication, Case
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.rule import (
    CONSOLIDATION,
    DISTANCE_SELLING_ENTRY,
    NOTIFIABLE,
    RELOCATION,
    ROUTINE_ENTRY,
    Judge,
    Outcome,
    after,
    met,
    not_known,
    not_met,
    rule,
    unsaid,
)
from app.law.sources import LATER_IN_PART, READ_2016_AND_2019, TEXT_2019, read_in
from app.law.statement import CITATION as STATEMENT_CITATION

REPRESENTATIONS_CITATION = "Schedule 2, paragraph 19(4)"
DECISION_MONTHS = 4
DECISION_DAYS_WITHOUT_NOTICE = 30


@rule(
    "sch2para1(7)(a)",
    "Schedule 2, paragraph 1(7)(a)",
    "The address of the new premises is given; a best estimate of the place is allowed in a routine "
    "application only.",
    judge=Judge.FACT,
    kinds=(RELOCATION, ROUTINE_ENTRY, DISTANCE_SELLING_ENTRY),
    reads=("papers:proposed.address_is_best_estimate", "papers:premises.address_is_best_estimate"),
)
def address_given(application: Relocation | OtherApplication, _: Case) -> Outcome:
    """A relocation to a scheme with no address yet was held invalid on appeal in 2019."""
    if isinstance(application, Relocation):
        estimated, allowed = application.proposed.address_is_best_estimate, False
    else:
        estimated = application.premises.address_is_best_estimate
        allowed = application.kind is OtherKind.ROUTINE_ENTRY
    if not estimated:
        return met("The papers give the address of the new premises.")
    if allowed:
        return met("The papers give a best estimate of the place, which a routine application may.")
    return not_met(
        "The papers give a best estimate of the place. Only a routine application may do so: this one is "
        "incomplete without an address."
    )


@rule(
    "sch2para1(7)(c)-(d)",
    "Schedule 2, paragraph 1(7)(c) and (d)",
    "The core hours and the total hours proposed for the new premises are given.",
    judge=Judge.FACT,
    kinds=(RELOCATION, ROUTINE_ENTRY, DISTANCE_SELLING_ENTRY),
    reads=(
        "papers:proposed.core_hours",
        "papers:proposed.hours",
        "papers:premises.core_hours",
        "papers:premises.hours",
    ),
)
def hours_given(application: Relocation | OtherApplication, case: Case) -> Outcome:
    """The application must hold them; the notice need not (paragraph 21)."""
    new = application.proposed if isinstance(application, Relocation) else application.premises
    site = "proposed" if isinstance(application, Relocation) else "premises"
    missing = [
        (f"{site}.{field}", name)
        for field, name, week in (
            ("core_hours", "core hours", new.core_hours),
            ("hours", "total opening hours", new.hours),
        )
        if week is None
    ]
    if missing:
        return after(
            "The application itself must give the hours proposed; the notice need only say enough for an informed "
            "representation.",
            unsaid(
                case,
                tuple(path for path, _ in missing),
                f"what the {' and the '.join(name for _, name in missing)} are to be",
            ),
        )
    return met("The papers give the core hours and the total hours proposed.")


@rule(
    "sch2para18",
    "Schedule 2, paragraph 18",
    "Boards are told beforehand of routine applications and of those under regulations 24, 25, 26(2) and "
    "26A.",
    judge=Judge.TEXT,
)
def notifiable(kind: str) -> bool:
    """Whether an application of a kind is notifiable. A plain change of ownership or of services is not."""
    return kind in NOTIFIABLE


@rule(
    "sch2para19(4)",
    "Schedule 2, paragraph 19(4)",
    "Those told may make representations in writing within 45 days of the date on which notice was given to "
    "them.",
    judge=Judge.TEXT,
    source=read_in(
        TEXT_2019,
        caveat=f"{LATER_IN_PART}; that the day of the notice is left out is the general rule for a period from a date "
        "(Matthew v Sedman [2021] UKSC 19)",
    ),
)
def in_time(given: date, sent: date) -> bool:
    """Whether a representation sent on a day is one under paragraph 19(4), by the day on which notice was given to the
    board.

    No other day moves the 45: neither one that the notice states, nor a weekend or a bank holiday, nor the day on which
    another board was told. A late paper may be read (22(1)); what hangs on 19(4), in 25, 28(3)(b)(v), 30 and Schedule 3,
    is lost to it.
    """
    return sent <= last_day_of(given)


@rule(
    "sch2para19(5)",
    STATEMENT_CITATION,
    "The relevant board that is told of a consolidation must say whether, in its opinion, closing the "
    "premises would or would not create a gap that could be met by a routine application.",
    judge=Judge.BOARD,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016_AND_2019,
)
def duty_of_board(kind: str, *, relevant: bool, near: bool) -> Duty:
    """What a board must or may do: ``relevant`` is the board of the premises, ``near`` one within 2 km of them."""
    if kind not in NOTIFIABLE or not (relevant or near):
        return Duty.NONE
    return Duty.MUST if kind == CONSOLIDATION and relevant else Duty.MAY


@rule(
    "sch2para25",
    "Schedule 2, paragraph 25",
    "To be heard at an oral hearing, the representation must have said that the board wishes to be, and have "
    "named a matter on which more is wanted, after a fair attempt to put the board's views in writing.",
    judge=Judge.SATISFIED,
)
def may_be_heard(*, wishes: bool | None, matter: str | None) -> Outcome:
    """Whether a representation keeps the board's chance to be heard. A hearing need not be held; notice is 14 days."""
    if wishes is None:
        return not_known(
            "The representation does not say whether the board wishes to be heard if there is a hearing."
        )
    if not wishes:
        return not_met("The representation says that the board does not wish to be heard.")
    if not matter:
        return not_met(
            "The representation says that the board wishes to be heard and names no matter. Name one, or it "
            "need not be invited."
        )
    return met(f"The representation says that the board wishes to be heard, on: {matter}")


@rule(
    "sch2para27",
    "Schedule 2, paragraph 27",
    "A notifiable application is decided within 4 months of complete information, others within 30 days, "
    "unless deferred or delayed for good cause.",
    judge=Judge.TEXT,
)
def decision_due(complete: date, kind: str) -> date:
    """The day by which a decision is due once the applicant has sent everything. The count itself is unverified."""
    if kind in NOTIFIABLE:
        return months_after(complete, DECISION_MONTHS)
    return complete + timedelta(days=DECISION_DAYS_WITHOUT_NOTICE)


def duty_of(case: Case, board: str) -> Duty:
    """What a board, by the code of its area, must or may do on a case; NONE for boards with no standing in it."""
    near = {row.get("code") for row in case.rows("hwb.within_2km")}
    duty: Duty = duty_of_board(
        str(case.application.kind), relevant=board == case.text("hwb.relevant"), near=board in near
    )
    return duty


def relevant_duty(application: AnyApplication) -> Duty:
    """What the relevant board must or may do, once it has notice of the application."""
    duty: Duty = duty_of_board(str(application.kind), relevant=True, near=False)
    return duty


def representations_citation(application: AnyApplication) -> str:
    """The provision under which the relevant board writes; empty where it has no part."""
    by_duty = {Duty.MUST: STATEMENT_CITATION, Duty.MAY: REPRESENTATIONS_CITATION, Duty.NONE: ""}
    return by_duty[relevant_duty(application)]


RULES = (
    address_given,
    hours_given,
    notifiable,
    in_time,
    duty_of_board,
    may_be_heard,
    decision_due,
)
