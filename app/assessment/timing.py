"""Evidence about time: the last day to reply, what is left of it, and the board's meetings in it."""

from datetime import date

from app.assessment.record import Record
from app.domain.baselines import Board
from app.domain.deadlines import CITATION, Deadline, deadline
from app.domain.evidence import Row
from app.domain.other_applications import AnyApplication
from app.domain.working_days import SOURCE, clear_working_days_before, last_listed, working_days_between

DAYS_RULE = f"45 days after the date of the notice, that day left out ({CITATION})"
CLEAR_DAYS = 5
"""Clear working days before a meeting by which its papers are commonly published: practice, not read in a source."""

PAPERS_NOTE = (
    f"papers_by leaves {CLEAR_DAYS} clear working days before the meeting, as is common practice; what the council's own "
    "rules ask was not looked for"
)
DATED, STATED = ("application:notice.dated",), ("application:notice.reply_by",)


def record_deadline(record: Record, application: AnyApplication, board: Board | None, as_at: date) -> None:
    """The last day for a reply, as computed and as the notice states it, what is left of it, and the meetings in it."""
    due = deadline(application.notice.dated, application.notice.reply_by)
    record.measure(
        "deadline.computed",
        "Last day to reply, counted",
        due.computed.isoformat(),
        "date",
        method=DAYS_RULE,
        inputs=DATED,
    )
    record.state(
        "deadline.stated",
        "Last day to reply, as the notice states",
        due.stated.isoformat() if due.stated else None,
        "date",
        inputs=STATED,
    )
    record.measure(
        "deadline.last_day",
        "Last day to reply",
        due.last_day.isoformat(),
        "date",
        method="the day that the notice states, else the day counted",
        inputs=(*DATED, *STATED),
    )
    _record_days_left(record, due, as_at)
    _record_meetings(record, due, board, as_at)


def _record_days_left(record: Record, due: Deadline, as_at: date) -> None:
    record.measure(
        "deadline.days_left",
        "Days left to reply",
        due.days_left(as_at),
        "days",
        method=f"from {as_at.isoformat()}",
        inputs=(*DATED, *STATED),
    )
    working = working_days_between(as_at, due.last_day)
    record.measure(
        "deadline.working_days_left",
        "Working days left to reply, for planning: the time for representations runs in calendar days",
        working,
        "working days",
        method=f"from {as_at.isoformat()}, by {SOURCE}",
        inputs=(*DATED, *STATED),
        note="" if working is not None else _not_listed(),
    )


def _record_meetings(record: Record, due: Deadline, board: Board | None, as_at: date) -> None:
    whats = {
        "deadline.meetings": "Board meetings in the time to reply",
        "deadline.meetings_left": "Of them, meetings for which papers can still be published in time",
    }
    if board is None or not board.meetings:
        for name, what in whats.items():
            record.state(name, what, None, note="the board's meetings are not in the baseline")
        return
    rows = [_meeting(day, due, as_at) for day in sorted(board.meetings)]
    within = [row for row in rows if row["in_window"]]
    inputs = (*DATED, "baseline:boards.meetings")
    record.measure(
        "deadline.meetings",
        whats["deadline.meetings"],
        len(within),
        method=f"meetings from the notice to the last day; working days by {SOURCE}",
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
        "in_window": due.notice <= day <= due.last_day,
        "papers_by": papers.isoformat() if papers else None,
        # Where the day is not known, it lies before the meeting all the same.
        "papers_in_time": as_at <= papers if papers else False if as_at >= day else None,
    }


def _not_listed() -> str:
    return f"bank holidays are known up to {last_listed().isoformat()} only"
