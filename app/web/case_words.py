"""Cases in plain words: how long is left, where one stands, what to do next."""

from datetime import date

from app.domain.accounts import Permission, Role
from app.domain.cases import CHANGEABLE, Case, Outcome, State
from app.domain.working_days import working_days_between

STATES = {
    State.RECEIVED: "Received",
    State.ASSESSED: "Assessed",
    State.DRAFTED: "Draft ready",
    State.CONSULTED: "Consultation done",
    State.APPROVED: "Approved",
    State.SENT: "Letter sent",
    State.NO_RESPONSE: "No representation made",
    State.DECIDED: "Decided",
    State.STATEMENT_PUBLISHED: "Statement published",
    State.WITHDRAWN: "Withdrawn",
}
RUNNING = CHANGEABLE | {State.APPROVED}
"""The states in which the last day for a reply still counts."""

GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "open": ("Still to reply to", tuple(state for state in State if state in RUNNING)),
    "waiting": ("Waiting for the decision", (State.SENT, State.NO_RESPONSE)),
    "ended": ("Ended", (State.DECIDED, State.STATEMENT_PUBLISHED, State.WITHDRAWN)),
    "all": ("All cases", ()),
}
"""What a list can show: the words and the states; no state stands for every one."""

MAY_ADD = Permission.DRAFT
"""What somebody needs to take in an application."""

KINDS = {
    "relocation": "Relocation",
    "consolidation": "Consolidation",
    "routine entry": "Routine application for a new pharmacy",
    "distance-selling entry": "New distance-selling pharmacy",
    "change of services": "Change of services",
    "change of ownership": "Change of ownership",
}
ROLES = {
    Role.ANALYST: "an analyst",
    Role.APPROVER: "an approver",
    Role.READER: "a reader",
    Role.ADMINISTRATOR: "an administrator",
}

DUTIES = {
    "must": "The board must make a statement on this application.",
    "may": "The board may make representations on this application. It does not have to.",
    "none": "The board is not asked about an application of this kind.",
    None: "Not known until the application is assessed.",
}

_NEXT = {
    State.RECEIVED: "Run an assessment",
    State.ASSESSED: "Write the officer’s part, then say that the draft is ready",
    State.DRAFTED: "Read the draft and approve it",
    State.CONSULTED: "Read the draft and approve it",
    State.APPROVED: "Send the letter and record it",
    State.SENT: "Record the decision when it comes",
    State.NO_RESPONSE: "Record the decision when it comes",
    State.STATEMENT_PUBLISHED: "Nothing more",
    State.WITHDRAWN: "Nothing more",
}


def group_title(show: str) -> str:
    """What a list of cases shows, as its heading."""
    if show in GROUPS:
        return GROUPS[show][0]
    return f"Cases: {STATES[State(show)].lower()}"


def next_step(case: Case) -> str:
    """What somebody has to do next with a case."""
    if case.state is State.DECIDED:
        granted = case.kind == "consolidation" and case.outcome is Outcome.GRANTED
        return "Publish the supplementary statement" if granted else "Nothing more"
    return _NEXT[case.state]


def time_left(last_day: date | None, state: State, today: date) -> str:
    """How long is left for a reply, in words; empty where no reply is waited for any more."""
    if state not in RUNNING:
        return ""
    if last_day is None:
        return "No reply asked for"
    left = (last_day - today).days
    if left < 0:
        return f"Overdue by {days(-left)}"
    if left < 2:
        return "Due today" if left == 0 else "Due tomorrow"
    this_week = last_day.isocalendar()[:2] == today.isocalendar()[:2]
    return f"Due this week: {days(left)} left" if this_week else f"{days(left)} left"


def working_days_left(last_day: date | None, state: State, today: date) -> str:
    """The working days that are left, in words; empty where no reply is waited for or the last day has come."""
    if last_day is None or state not in RUNNING or last_day <= today:
        return ""
    count = working_days_between(today, last_day)
    return "working days not known" if count is None else f"{count} working {'day' if count == 1 else 'days'}"


def is_overdue(last_day: date | None, state: State, today: date) -> bool:
    """Whether the last day has passed and nothing was decided on a reply."""
    return last_day is not None and state in RUNNING and last_day < today


def days(count: int) -> str:
    """Days, one or more."""
    return f"{count:,} {'day' if count == 1 else 'days'}"


def roles(wanted: tuple[Role, ...]) -> str:
    """Roles as people say them."""
    return " or ".join(ROLES[role] for role in wanted)
