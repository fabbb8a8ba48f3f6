"""What is not kept for good, for how long it is, and its removal.

Applications, assessments, officers' parts and the audit chain stay: a decision may be appealed, and a chain with holes
proves nothing. Who holds a key or made a change is part of it. What is kept only for convenience goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.domain.audit import AuditEvent
from app.store.repository import Repository


class Records(Protocol):
    """A part of the store whose records grow old."""

    def count_before(self, at: datetime, /) -> int:
        """How many are older than a time."""

    def remove_before(self, at: datetime, /) -> None:
        """Remove those that are older than a time."""


@dataclass(frozen=True)
class Rule:
    """A class of records and how many days they are kept."""

    what: str
    days: int
    why: str


ANSWERS = Rule(
    "answers kept for repeated requests",
    7,
    "a client that repeats a request does so within hours; the answer quotes the application",
)
DRAFTS = Rule(
    "answers that were begun and not sent",
    60,
    "a consultation ends within the 45 days for representations; nobody can send them any more",
)
VISITOR_LINKS = Rule(
    "links that visitors started and did not answer by", 30, "they expired; nothing was sent by them"
)
MONTHS_OF_CONSULTEES = 12
"""Months after a case was closed for which contacts and answers in people's own words are kept."""
SESSIONS = Rule(
    "sessions that have ended",
    30,
    "long enough to see who was signed in when something happened; sign-ins stay in the audit chain",
)
ATTEMPTS = Rule(
    "sign-ins that were not finished",
    1,
    "nobody comes back to them after half an hour; they may hold what was typed before",
)
CONSULTEES = Rule(
    "contacts and answers in people's own words of closed cases",
    MONTHS_OF_CONSULTEES * 365 // 12,
    "until the time for an appeal is long over; their hashes and the answers as they may be shown stay",
)
APPLICATION_DRAFTS = Rule(
    "applications begun and not taken in",
    90,
    "a notice is answered within 45 days; what was typed may hold names",
)
CLASSES: tuple[tuple[Rule, Callable[[Repository], Records]], ...] = (
    (ANSWERS, lambda records: records.repeats),
    (DRAFTS, lambda records: records.drafts),
    (VISITOR_LINKS, lambda records: records.visitor_links),
    (SESSIONS, lambda records: records.sessions),
    (ATTEMPTS, lambda records: records.attempts),
    (APPLICATION_DRAFTS, lambda records: records.application_drafts),
)
"""Every class of records that grows old by itself, and where it stands. A new one is a line here."""

RULES = (*(rule for rule, _ in CLASSES), CONSULTEES)


@dataclass(frozen=True)
class Due:
    """How many records of a rule are past their time, and since when they would have had to be newer."""

    rule: Rule
    before: datetime
    count: int


def due(records: Repository, now: datetime) -> tuple[Due, ...]:
    """What would be removed now, class by class."""
    found = []
    for rule, part in CLASSES:
        before = now - timedelta(days=rule.days)
        found.append(Due(rule, before, part(records).count_before(before)))
    before = now - timedelta(days=CONSULTEES.days)
    persons = records.personal.remove_consultees(before, None)
    return (*found, Due(CONSULTEES, before, sum(each.records for each in persons)))


def remove(records: Repository, event: AuditEvent) -> tuple[Due, ...]:
    """Remove what is past its time, with one event that says how much of what, and one for each case that is concerned."""
    found = due(records, event.at)
    counts = {each.rule.what: each.count for each in found if each.count}
    if counts:
        for each, (_, part) in zip(found, CLASSES, strict=False):
            if each.count:
                part(records).remove_before(each.before)
        records.personal.remove_consultees(found[-1].before, event)
        records.audit.record(event, "records removed", "retention", counts, None)
    return found
