"""The shapes of answers about cases."""

from datetime import date, datetime
from typing import Any

from app.api.answers import Answer
from app.domain.accounts import Role
from app.domain.cases import Outcome, State


class Step(Answer):
    """A move that can come next."""

    to: State
    """The state that it leads to."""
    step: str
    """What it means."""
    by: list[Role]
    """The roles that may make it."""
    missing: list[str]
    """What it needs and is not there yet; empty where it can be made."""


class CaseAnswer(Answer):
    """Where a case stands."""

    id: str
    """The id of its application."""
    reference: str
    """The reference of the application."""
    kind: str
    """The kind of application."""
    state: State
    """Where it stands."""
    version: int
    """How often it was changed; its ETag."""
    boards: list[str]
    """The codes of the boards whose case it is."""
    duty: str | None
    """"must", "may" or "none", from the latest assessment; null before the first."""
    last_day: date | None
    """Day 45 after notice was given to the board; null where that is not known or the board is not asked for a reply."""
    plan_to: date | None
    """The working day to have the reply, or what is written on an appeal, there by: before day 45 where the notice states
    an earlier day, never after it."""
    days_left: int | None
    """Days to the last day that now counts, the appeal's once there is one; negative afterwards."""
    overdue: bool
    """Whether that day has passed and nothing was sent."""
    sent_on: date | None
    """The day on which the letter was sent."""
    appeal_last_day: date | None
    """The last day to write on an appeal: 30 days after its notice was sent to the board."""
    appeal_approved_by: str | None
    """Who approved the draft on the appeal, or decided that nothing is written on it."""
    appeal_sent_on: date | None
    """The day on which the representation on the appeal was sent."""
    appeal_outcome: Outcome | None
    """How the appeal was decided."""
    approved_by: str | None
    """Who approved the draft, or decided that there is no response."""
    outcome: Outcome | None
    """How the application was decided."""
    next: list[Step]
    """What can be done next."""
    warnings: list[str] | None
    """What to look at before the draft is approved or sent; nothing of it bars a move. Null in lists and later."""
    url: str
    """Where it is."""
    application: str
    """Where its application is."""


class CaseList(Answer):
    """A page of cases."""

    items: list[CaseAnswer]
    """The cases of this page."""
    next: str | None
    """The address of the next page; null on the last."""


class EventAnswer(Answer):
    """One event of the audit chain."""

    position: int
    """Its place in the chain."""
    at: datetime
    """When it happened."""
    actor: str
    """Who did it."""
    action: str
    """What was done."""
    subject: str
    """To what."""
    reason: str
    """Why, where a reason was given."""
    before: Any
    """What stood before."""
    after: Any
    """What stood afterwards."""
    request_id: str
    """The request that did it."""
    previous: str
    """The hash of the event before."""
    hash: str
    """Its hash."""
