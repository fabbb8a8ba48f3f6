"""What a person should look at about time: the notice, the last day, the board's meetings, the age of its assessment."""

from collections.abc import Callable
from datetime import date

from app.domain.findings import Flag
from app.law.case import AnyApplication, Case
from app.law.figures import count, day

Raise = Callable[[AnyApplication, Case], Flag | None]

ROUTES_WITHOUT_A_MEETING = (
    "these routes are open: a sub-committee of the board; an officer to whom the board has delegated it, with "
    "the warning that SI 2013/218, regulation 3 speaks of sub-committees and not of officers; an urgent "
    "item; or asking for more time, which nothing obliges the other side to give."
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
        citation="Schedule 2, paragraph 19(4)",
    )


def deadline_passed(_: AnyApplication, case: Case) -> Flag | None:
    """The last day for representations lies before the as-at date."""
    left = case.number("deadline.days_left")
    if left is None or left >= 0:
        return None
    return Flag(
        "deadline-passed",
        f"The last day for representations, {_date(case, 'deadline.last_day')}, passed "
        f"{count(-left, 'day', 'days')} before the date of this assessment. What weight a late "
        "representation has was not found in any source.",
        ("deadline.last_day", "deadline.days_left"),
        "Schedule 2, paragraph 19(4)",
    )


def deadline_differs(_: AnyApplication, case: Case) -> Flag | None:
    """The notice states another last day than 45 days after its date."""
    computed, stated = case.text("deadline.computed"), case.text("deadline.stated")
    if computed is None or stated is None or computed == stated:
        return None
    return Flag(
        "deadline-differs",
        f"The notice asks for a reply by {_date(case, 'deadline.stated')}; 45 days from its date is "
        f"{_date(case, 'deadline.computed')}, the day of the notice not counted. The date that the notice "
        "states is used. Ask the sender to confirm it.",
        ("deadline.computed", "deadline.stated"),
        "Schedule 2, paragraph 19(4)",
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


def pna_overdue(_: AnyApplication, case: Case) -> Flag | None:
    """A revised needs assessment was due before the as-at date."""
    if case.truth("pna.overdue") is not True:
        return None
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
    deadline_passed,
    deadline_differs,
    no_meeting_in_window,
    no_meeting_left,
    pna_overdue,
)


def _date(case: Case, evidence_id: str) -> str:
    return day(date.fromisoformat(case.text(evidence_id) or date.min.isoformat()))
