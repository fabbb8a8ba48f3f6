"""Cases in plain words: how long is left, where one stands, what to do next."""

from datetime import date

from app.domain.accounts import Permission, Role
from app.domain.cases import APPEAL_RUNNING, CHANGEABLE, Case, Outcome, State
from app.domain.working_days import working_days_between
from app.law import notifiable
from app.store.cases import StoredCase

STATES = {
    State.RECEIVED: "Received",
    State.ASSESSED: "Assessed",
    State.DRAFTED: "Draft ready",
    State.CONSULTED: "Consultation done",
    State.APPROVED: "Approved",
    State.SENT: "Letter sent",
    State.NO_RESPONSE: "No representation made",
    State.DECIDED: "Decided",
    State.APPEAL_NOTIFIED: "Appeal notified",
    State.APPEAL_DRAFTED: "Draft on the appeal ready",
    State.APPEAL_APPROVED: "Approved on the appeal",
    State.APPEAL_SENT: "Sent on the appeal",
    State.APPEAL_NO_RESPONSE: "Nothing written on the appeal",
    State.APPEAL_DECIDED: "Appeal decided",
    State.STATEMENT_PUBLISHED: "Statement published",
    State.WITHDRAWN: "Withdrawn",
}
RUNNING = CHANGEABLE | {State.APPROVED, *APPEAL_RUNNING}
"""The states in which the last day for a reply, or to write on an appeal, still counts."""

GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "open": ("Still to reply to", tuple(state for state in State if state in RUNNING)),
    "waiting": (
        "Waiting for the decision",
        (State.SENT, State.NO_RESPONSE, State.APPEAL_SENT, State.APPEAL_NO_RESPONSE),
    ),
    "ended": (
        "Ended",
        (State.DECIDED, State.APPEAL_DECIDED, State.STATEMENT_PUBLISHED, State.WITHDRAWN),
    ),
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
    State.APPEAL_NOTIFIED: "Write on the appeal in the officer’s part, then say that the draft is ready",
    State.APPEAL_DRAFTED: "Read the draft on the appeal and approve it",
    State.APPEAL_APPROVED: "Send the letter on the appeal and record it",
    State.APPEAL_SENT: "Record the outcome of the appeal when it comes",
    State.APPEAL_NO_RESPONSE: "Record the outcome of the appeal when it comes",
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
    if case.state in (State.DECIDED, State.APPEAL_DECIDED):
        granted = case.kind == "consolidation" and case.stands is Outcome.GRANTED
        if granted:
            return "Publish the supplementary statement"
        return "Nothing more, unless an appeal is notified" if case.state is State.DECIDED else "Nothing more"
    return _NEXT[case.state]


def time_left(stored: StoredCase, today: date) -> str:
    """How long is left for a reply, in words; empty where no reply is waited for any more."""
    if stored.case.state not in RUNNING:
        return ""
    if stored.due is None:
        return "Not known" if notifiable(stored.case.kind) else "No reply asked for"
    left = (stored.due - today).days
    if left < 0:
        return f"Overdue by {days(-left)}"
    if left < 2:
        return "Due today" if left == 0 else "Due tomorrow"
    this_week = stored.due.isocalendar()[:2] == today.isocalendar()[:2]
    return f"Due this week: {days(left)} left" if this_week else f"{days(left)} left"


def plan_to(stored: StoredCase) -> date | None:
    """The day to plan to, where it is another than the last day and still counts."""
    return stored.plan_to if stored.case.state in RUNNING and stored.plan_to != stored.due else None


def working_days_left(stored: StoredCase, today: date) -> str:
    """The working days that are left, in words; empty where no reply is waited for or the last day has come."""
    if stored.due is None or stored.case.state not in RUNNING or stored.due <= today:
        return ""
    count = working_days_between(today, stored.due)
    return "working days not known" if count is None else f"{count} working {'day' if count == 1 else 'days'}"


def is_overdue(stored: StoredCase, today: date) -> bool:
    """Whether the last day has passed and nothing was decided on a reply."""
    return stored.due is not None and stored.case.state in RUNNING and stored.due < today


def days(count: int) -> str:
    """Days, one or more."""
    return f"{count:,} {'day' if count == 1 else 'days'}"


def roles(wanted: tuple[Role, ...]) -> str:
    """Roles as people say them."""
    return " or ".join(ROLES[role] for role in wanted)
