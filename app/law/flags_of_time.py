"""What a person should look at about time: the notice, the last day, the board's meetings, the age of its assessment."""

from collections.abc import Callable
from datetime import date

from app.domain.deadlines import CITATION
from app.domain.findings import Flag
from app.law.case import AnyApplication, Case
from app.law.figures import count, day
from app.law.regulation_6 import PUT_OFF_AGAIN
from app.law.reorganisations import FIRST_BOARDS

Raise = Callable[[AnyApplication, Case], Flag | None]

ROUTES_WITHOUT_A_MEETING = (
    "these routes are open: a sub-committee of the board, or an urgent item. An officer may sign what either decides; "
    "no power to delegate the decision itself to an officer was found (SI 2013/218, regulation 3, read as made). Nothing in "
    "the Regulations lengthens the time: a later day that the sender agrees to does not make a representation one under "
    "paragraph 19(4)."
)


def notice_after_as_at(application: AnyApplication, case: Case) -> Flag | None:
    """The notice bears a date after the one for which the question is asked."""
    dated = application.notice.dated
    if dated <= case.as_at:
        return None
    return Flag(
        "notice-after-as-at",
        f"The notice is dated {day(dated)}, after {day(case.as_at)}, the date of this assessment. Check the "
        "year of both.",
        citation=CITATION,
    )


def receipt_not_known(_: AnyApplication, case: Case) -> Flag | None:
    """The notice went to another board, and when it was given to the relevant one is not recorded: no day is counted."""
    given = case.ledger.get("deadline.given")
    if given is None or given.known:
        return None
    other = case.text("hwb.notice.name") or "another board"
    elsewhere = case.text("deadline.elsewhere")
    theirs = f", and ended for that board on {day(date.fromisoformat(elsewhere))}" if elsewhere else ""
    return Flag(
        "notice-receipt-unknown",
        f"The notice went to {other}. The 45 days run for each board from the day on which notice was given to it{theirs}. "
        "When it was given to the relevant board is not recorded: ask the sender and record it. Do not say that the "
        "relevant board’s time has passed; plan to answer at once.",
        ("deadline.given", "deadline.elsewhere", "hwb.notice", "hwb.relevant"),
        CITATION,
    )


def counted_from_its_date(application: AnyApplication, case: Case) -> Flag | None:
    """When notice was given to the board is not recorded, so that its 45 days are counted from the date that it bears."""
    if case.text("deadline.given") is None or _received(application):
        return None
    return Flag(
        "deadline-from-date-of-notice",
        f"The 45 days are counted here from the date that the notice bears, {_date(case, 'deadline.given')}. They run from "
        "the day on which notice was given to the board, which is not recorded: a later day moves the last day with it. "
        "Find out when it came, record it, and assess again.",
        ("deadline.given", "deadline.last_day"),
        CITATION,
    )


def deadline_passed(application: AnyApplication, case: Case) -> Flag | None:
    """Day 45 lies before the as-at date."""
    left = case.number("deadline.days_left")
    if left is None or left >= 0:
        return None
    counted = "" if _received(application) else "counted from the date of the notice, "
    return Flag(
        "deadline-passed",
        f"The last day for representations, {counted}{_date(case, 'deadline.last_day')}, passed "
        f"{count(-left, 'day', 'days')} before the date of this assessment. A late paper may still be read, for procedure "
        "is the decision-maker’s (Schedule 2, paragraph 22(1)); but it is no representation under paragraph 19(4), and the "
        "rights under paragraphs 25, 28(3)(b)(v) and 30 and under Schedule 3 hang on one.",
        ("deadline.last_day", "deadline.days_left"),
        CITATION,
    )


def deadline_differs(application: AnyApplication, case: Case) -> Flag | None:
    """The notice states another day to reply by than day 45."""
    last, stated = case.text("deadline.last_day"), case.text("deadline.stated")
    if last is None or stated is None or last == stated:
        return None
    given = "notice was given" if _received(application) else "the date of the notice"
    asks = (
        f"The notice asks for a reply by {_date(case, 'deadline.stated')}. Day 45 after {given}, that day not counted, is "
        f"{_date(case, 'deadline.last_day')}"
    )
    if stated < last:
        text = f"{asks}: plan to the earlier day; a representation up to day 45 is in time."
    elif stated >= case.as_at.isoformat() > last:
        text = (
            f"{asks}, and has passed. The day that the notice states does not lengthen the time: what is sent now is no "
            "representation under paragraph 19(4), and the rights under paragraphs 25, 28(3)(b)(v) and 30 and under "
            "Schedule 3 hang on one. Say so in the paper, and ask the sender how it will be treated."
        )
    else:
        text = (
            f"{asks}. The day that the notice states does not lengthen the time: plan to day 45. What is sent after it is "
            "no representation under paragraph 19(4)."
        )
    return Flag("deadline-differs", text, ("deadline.last_day", "deadline.stated"), CITATION)


def last_day_off(_: AnyApplication, case: Case) -> Flag | None:
    """The day to reply by falls on a weekend or a bank holiday: no day is added, so that it is planned to the one before."""
    days = sorted(day for day in (case.text("deadline.last_day"), case.text("deadline.stated")) if day)
    plan = case.text("deadline.plan_to")
    if not days or plan is None or plan == days[0]:
        return None
    return Flag(
        "deadline-not-a-working-day",
        f"{day(date.fromisoformat(days[0]))} is no working day. Nothing in the Regulations moves the time on for a weekend "
        f"or a bank holiday: have the reply there by {_date(case, 'deadline.plan_to')}.",
        ("deadline.last_day", "deadline.stated", "deadline.plan_to"),
        CITATION,
    )


def no_meeting_in_window(_: AnyApplication, case: Case) -> Flag | None:
    """No meeting of the board falls between the notice and the last day."""
    if case.number("deadline.meetings") != 0:
        return None
    return Flag(
        "no-meeting-in-window",
        f"No meeting of the board falls in the time for representations; {ROUTES_WITHOUT_A_MEETING}",
        ("deadline.meetings", "deadline.last_day"),
        "SI 2013/218, regulation 3",
    )


def no_meeting_left(_: AnyApplication, case: Case) -> Flag | None:
    """Meetings fall in the time for representations, and for none of them can papers still be published in time."""
    meetings, left = case.number("deadline.meetings"), case.number("deadline.meetings_left")
    if not meetings or left != 0:
        return None
    return Flag(
        "no-meeting-left",
        f"{count(meetings, 'meeting', 'meetings', start=True)} of the board fell in the time for representations, and "
        "the day by which papers are commonly published, five clear working days ahead, is past for "
        f"{'it' if meetings == 1 else 'every one'}. Unless the application is on an agenda already, "
        f"{ROUTES_WITHOUT_A_MEETING}",
        ("deadline.meetings", "deadline.meetings_left"),
        "SI 2013/218, regulation 3",
    )


def pna_predecessor(_: AnyApplication, case: Case) -> Flag | None:
    """The needs assessment is that of a body before the board, which serves until the board has published one of its own."""
    if not case.truth("pna.predecessor"):
        return None
    due = case.text("pna.first_due")
    when = (
        f"its own first one is due by {_date(case, 'pna.first_due')}"
        if due
        else "the text of the day sets no day for its own first one"
    )
    published = case.text("pna.published") or ""
    unsettled = case.as_at < PUT_OFF_AGAIN and published >= FIRST_BOARDS.isoformat()[: len(published)]
    open_point = (
        " The text of the day (7(1)) speaks of Primary Care Trusts’ assessments alone; that an earlier board’s serves was "
        "written in on 1 January 2022 (7(1A))."
        if unsettled
        else ""
    )
    return Flag(
        "pna-predecessor",
        "The needs assessment was published before the board was established: it is that of the body before it, and serves "
        f"until the board publishes one of its own; {when}. Check that it covers the whole of the board’s area.{open_point}",
        ("pna.published", "pna.predecessor", "pna.first_due"),
        "regulation 7(1A)" if case.as_at >= PUT_OFF_AGAIN else "regulation 7(1)",
    )


def pna_overdue(_: AnyApplication, case: Case) -> Flag | None:
    """A revised needs assessment was due before the as-at date."""
    if case.truth("pna.overdue") is not True:
        return None
    if case.truth("pna.predecessor"):
        return Flag(
            "pna-overdue",
            f"The board’s own first assessment was due by {_date(case, 'pna.first_due')}, and the one used here is that of "
            "a body before it. If there is one, load it; if not, say so: what rests on the old one may be questioned.",
            ("pna.published", "pna.first_due", "pna.overdue"),
            "regulations 5 and 6(A1) to (A3)",
        )
    return Flag(
        "pna-overdue",
        f"The needs assessment was published on {case.text('pna.published')}, and a revised one was due by "
        f"{_date(case, 'pna.revision_due')}. If there is one, load it; if not, say so: what rests on the old "
        "one may be questioned.",
        ("pna.published", "pna.revision_due", "pna.overdue"),
        "regulation 6(1)",
    )


ABOUT_TIME: tuple[Raise, ...] = (
    notice_after_as_at,
    receipt_not_known,
    counted_from_its_date,
    deadline_passed,
    deadline_differs,
    last_day_off,
    no_meeting_in_window,
    no_meeting_left,
    pna_predecessor,
    pna_overdue,
)


def _received(application: AnyApplication) -> bool:
    """Whether it is recorded when notice was given to the board."""
    received = application.notice.received
    return received is not None and received.on is not None


def _date(case: Case, evidence_id: str) -> str:
    return day(date.fromisoformat(case.text(evidence_id) or date.min.isoformat()))
