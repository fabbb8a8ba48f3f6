"""Evidence about time: the last day to reply, what is left of it, and the board's meetings in it."""

from datetime import date

from app.assessment.record import Record
from app.domain.baselines import Board
from app.domain.deadlines import CITATION, Deadline, deadline
from app.domain.evidence import Row
from app.domain.other_applications import AnyApplication
from app.domain.working_days import SOURCE, clear_working_days_before, last_listed, working_days_between

DAYS_RULE = f"45 days after the day on which notice was given to the board, that day left out ({CITATION})"
CLEAR_DAYS = 5
"""Clear working days before a meeting by which its papers are commonly published: practice, not read in a source."""

PAPERS_NOTE = (
    f"papers_by leaves {CLEAR_DAYS} clear working days before the meeting, as is common practice; what the council's own "
    "rules ask was not looked for"
)
DATED, STATED = ("application:notice.dated",), ("application:notice.reply_by",)
RECEIVED = ("application:notice.received", "application:notice.sent_to_hwb", "hwb.relevant", *DATED)
NOT_COUNTED = "the day on which notice was given to the relevant board is not recorded, so that its time cannot be counted"


def record_deadline(record: Record, application: AnyApplication, board: Board | None, as_at: date) -> None:
    """The time of the relevant board: from when, to when, the day that the notice states, what is left, and the meetings."""
    relevant = record.ledger.value("hwb.relevant")
    due = deadline(application.notice, None if relevant is None else str(relevant))
    record.state(
        "deadline.given",
        "Day on which notice was given to the board",
        due.given.isoformat() if due.given else None,
        "date",
        inputs=RECEIVED,
        note=due.basis.value,
    )
    uncounted = NOT_COUNTED if due.last_day is None else ""
    record.measure(
        "deadline.last_day",
        "Last day for representations, day 45",
        due.last_day.isoformat() if due.last_day else None,
        "date",
        method=DAYS_RULE,
        inputs=RECEIVED,
        note=uncounted,
    )
    record.state(
        "deadline.stated",
        "Day to reply by that the notice states",
        due.stated.isoformat() if due.stated else None,
        "date",
        inputs=STATED,
        note="it neither lengthens nor shortens the 45 days" if due.stated else "",
    )
    record.measure(
        "deadline.plan_to",
        "Day to have the reply there by",
        due.plan_to.isoformat() if due.plan_to else None,
        "date",
        method=f"the earlier of day 45 and the day stated, or the working day before it by {SOURCE}: the 45 days "
        "themselves are not lengthened for a weekend or a bank holiday",
        inputs=(*RECEIVED, *STATED),
        note=uncounted,
    )
    if due.elsewhere is not None:
        record.measure(
            "deadline.elsewhere",
            "Last day of the board to which the notice was sent",
            due.elsewhere.isoformat(),
            "date",
            method=DAYS_RULE,
            inputs=DATED,
            note="it is that board's last day and not the relevant board's",
        )
    _record_days_left(record, due, as_at)
    _record_meetings(record, due, board, as_at)


def _record_days_left(record: Record, due: Deadline, as_at: date) -> None:
    record.measure(
        "deadline.days_left",
        "Days left to day 45",
        due.days_left(as_at),
        "days",
        method=f"from {as_at.isoformat()}",
        inputs=RECEIVED,
        note=NOT_COUNTED if due.last_day is None else "",
    )
    working = None if due.plan_to is None else working_days_between(as_at, due.plan_to)
    beyond = NOT_COUNTED if due.plan_to is None else _not_listed()
    record.measure(
        "deadline.working_days_left",
        "Working days left to the day to plan to: the time for representations runs in calendar days",
        working,
        "working days",
        method=f"from {as_at.isoformat()}, by {SOURCE}",
        inputs=(*RECEIVED, *STATED),
        note="" if working is not None else beyond,
    )


def _record_meetings(record: Record, due: Deadline, board: Board | None, as_at: date) -> None:
    whats = {
        "deadline.meetings": "Board meetings in the time to reply",
        "deadline.meetings_left": "Of them, meetings for which papers can still be published in time",
    }
    if board is None or not board.meetings or due.plan_to is None:
        why = "the board's meetings are not in the baseline" if due.plan_to else NOT_COUNTED
        for name, what in whats.items():
            record.state(name, what, None, note=why)
        return
    rows = [_meeting(day, due, as_at) for day in sorted(board.meetings)]
    within = [row for row in rows if row["in_window"]]
    inputs = (*RECEIVED, *STATED, "baseline:boards.meetings")
    record.measure(
        "deadline.meetings",
        whats["deadline.meetings"],
        len(within),
        method=f"meetings from the day of receipt to the day to plan to; working days by {SOURCE}",
        inputs=inputs,
        note=PAPERS_NOTE,
        rows=rows,
    )
    in_time = [row["papers_in_time"] for row in within]
    known = None not in in_time
    record.measure(
        "deadline.meetings_left",
        whats["deadline.meetings_left"],
        in_time.count(True) if known else None,
        method=f"meetings whose papers are due on or after {as_at.isoformat()}",
        inputs=inputs,
        note=PAPERS_NOTE if known else f"{_not_listed()}; {PAPERS_NOTE}",
    )


def _meeting(day: date, due: Deadline, as_at: date) -> Row:
    papers = clear_working_days_before(day, CLEAR_DAYS)
    return {
        "date": day.isoformat(),
        "in_window": (due.given is None or due.given <= day) and day <= (due.plan_to or day),
        "papers_by": papers.isoformat() if papers else None,
        # Where the day is not known, it lies before the meeting all the same.
        "papers_in_time": as_at <= papers if papers else False if as_at >= day else None,
    }


def _not_listed() -> str:
    return f"bank holidays are known up to {last_listed().isoformat()} only"
