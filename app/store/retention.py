"""What is not kept for good, for how long it is, and its removal.

Applications, assessments, officers' parts and the audit chain stay: a decision may be appealed, and a chain with holes
proves nothing. Who holds a key or made a change is part of it. What is kept only for convenience goes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.audit import AuditEvent
from app.store.repository import Repository


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
MONTHS_OF_CONSULTEES = 12
"""Months after a case was closed for which contacts and answers in people's own words are kept."""

RULES = (ANSWERS,)


@dataclass(frozen=True)
class Due:
    """How many records of a rule are past their time, and since when they would have had to be newer."""

    rule: Rule
    before: datetime
    count: int


def due(records: Repository, now: datetime) -> tuple[Due, ...]:
    """What would be removed now."""
    before = now - timedelta(days=ANSWERS.days)
    return (Due(ANSWERS, before, records.repeats.count_before(before)),)


def remove(records: Repository, event: AuditEvent) -> tuple[Due, ...]:
    """Remove what is past its time, with one event that says how much of what."""
    found = due(records, event.at)
    if any(each.count for each in found):
        records.repeats.remove_before(found[0].before)
        counts = {each.rule.what: each.count for each in found}
        records.audit.record(event, "records removed", "retention", counts, None)
    return found
