"""Is the audit chain whole, and is everything stored what its events say?

What events say of a subject stands in their ``after``: ``documents`` gives the SHA-256 of each by name, ``case`` where
the case stands, ``key``, ``person`` and ``session`` what these are, ``baseline`` and ``recheck`` where those stand.
The name of a document itself may say more of its row: on what an assessment was made, what a link opens and until when.
``removed`` names documents that were taken away because their time had passed. Later events add to earlier ones.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.domain.audit import NOTHING_BEFORE, event_hash
from app.domain.other_applications import AnyApplication
from app.store.audit import AuditLog
from app.store.cases import case_facts
from app.store.cases import said as said_of
from app.store.keys import key_facts
from app.store.people import person_facts
from app.store.repository import assessment_facts
from app.store.sessions import session_facts
from app.store.tables import (
    ApiKeyRow,
    ApplicationRow,
    AssessmentRow,
    CaseBoardRow,
    CaseRow,
    OfficerPartRow,
    PersonRow,
    SessionRow,
)
from app.store.values import read_value
from app.store.verify_consultations import consultation_documents, consultation_rows
from app.store.verify_rechecks import recheck_documents, recheck_rows

Said = dict[str, dict[str, Any]]
"""By subject what its events say of it."""


@dataclass(frozen=True)
class Verified:
    """What was found: how many events there are, the hash of the last one, and every fault in plain words."""

    events: int
    head: str
    faults: tuple[str, ...]


def verify(session: Session, expected: str | None = None) -> Verified:
    """Read the whole chain and everything it speaks of. ``expected`` is a head that was written down before."""
    log, said = AuditLog(session), defaultdict[str, dict[str, Any]](dict)
    faults: list[str] = []
    heads = {NOTHING_BEFORE}
    position, previous = 0, NOTHING_BEFORE
    for event in log.events():
        if event.position != position + 1:
            faults.append(f"Events between {position} and {event.position} are missing.")
        elif event.previous != previous:
            faults.append(
                f"Event {event.position} does not follow event {position}: one was changed, removed or moved."
            )
        if event.hash != event_hash(event):
            faults.append(f"Event {event.position} ({event.action}, {event.subject}) was changed.")
        position, previous = event.position, event.hash
        heads.add(event.hash)
        for name, facts in _facts(event.after).items():
            said[event.subject].setdefault(name, {}).update(facts)
        for name in said[event.subject].pop("removed", ()):
            said[event.subject].get("documents", {}).pop(name, None)
    ends = log.head()
    if ends != (position, previous):
        faults.append(
            f"The chain ends with event {position}; event {ends[0]} was the last one written. "
            "Events at the end were removed or added from outside."
        )
    if expected is not None and expected not in heads:
        faults.append("The hash that was written down before is not in the chain: it was written anew.")
    faults.extend(_documents(session, said))
    faults.extend(_rows(session, said))
    faults.extend(_details(session, said))
    return Verified(position, previous, tuple(faults))


def _facts(after: str) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(after)
    except ValueError:
        return {}  # the event was changed, and is named as such
    return {name: facts for name, facts in found.items() if isinstance(facts, dict)} if found else {}


def _documents(session: Session, said: Said) -> Iterator[str]:
    """Documents that changed, that no event speaks of, and that are gone. They are read one by one."""
    expected = {
        (subject, name): sha256
        for subject, facts in said.items()
        for name, sha256 in facts.get("documents", {}).items()
    }
    for subject, name, sha256, whole in _stored(session):
        wanted = expected.pop((subject, name), None)
        if not whole:
            yield f"{subject}: {name} was changed: its content no longer has its hash."
        elif wanted is None:
            yield f"{subject}: {name} was added without an event."
        elif wanted != sha256:
            yield f"{subject}: {name} was replaced: its event names another hash."
    for subject, name in sorted(expected):
        yield f"{subject}: {name} is gone."


def _stored(session: Session) -> Iterator[tuple[str, str, str, bool]]:
    """Every stored document: of what, its name, its hash, and whether its content has that hash."""
    own = (ApplicationRow.id, ApplicationRow.sha256, ApplicationRow.content)
    for id_, sha256, content in _read(session, select(*own)):
        yield id_, "application", sha256, _hash(content) == sha256
    assessments = select(
        ApplicationRow.id,
        AssessmentRow.number,
        AssessmentRow.sha256,
        AssessmentRow.content,
        AssessmentRow.baseline_sha256,
        AssessmentRow.baseline_content,
    ).join(ApplicationRow, ApplicationRow.position == AssessmentRow.application)
    for id_, number, sha256, content, baseline_sha256, baseline in _read(session, assessments):
        whole = _hash(content) == sha256 and _hash(baseline) == baseline_sha256
        yield id_, f"assessment {number}", sha256, whole
    parts = select(
        ApplicationRow.id, OfficerPartRow.version, OfficerPartRow.sha256, OfficerPartRow.content
    ).join(ApplicationRow, ApplicationRow.position == OfficerPartRow.application)
    for id_, version, sha256, content in _read(session, parts):
        yield id_, f"officer part {version}", sha256, _hash(content) == sha256
    yield from consultation_documents(session)
    yield from recheck_documents(session)


def _read(session: Session, query: Any) -> Iterator[Any]:
    return iter(session.execute(query.execution_options(yield_per=50)))


def _rows(session: Session, said: Said) -> Iterator[str]:
    """Cases, keys, people and sessions that do not stand as the last event left them, or are gone.

    Sessions are removed in time, and that one is gone is no fault.
    """
    boards = defaultdict[int, list[str]](list)
    for row in session.scalars(select(CaseBoardRow)):
        boards[row.application].append(row.board)
    cases = session.execute(select(ApplicationRow.id, CaseRow).join(CaseRow))
    there = {(id_, "case"): said_of(case_facts(case, boards[case.application])) for id_, case in cases}
    there |= {(f"key {key.id}", "key"): key_facts(key) for key in session.scalars(select(ApiKeyRow))}
    there |= recheck_rows(session)
    there |= {(f"person {row.id}", "person"): person_facts(row) for row in session.scalars(select(PersonRow))}
    sessions = {
        (f"session {row.id}", "session"): session_facts(row) for row in session.scalars(select(SessionRow))
    }
    there |= sessions
    names = ("case", "key", "person", "session", "baseline", "recheck")
    expected: dict[tuple[str, str], Any] = {
        (subject, name): said_of(facts[name]) if name == "case" else facts[name]
        for subject, facts in said.items()
        for name in names
        if name in facts and (name != "session" or (subject, name) in sessions)
    }
    for subject, name in sorted(there.keys() | expected.keys()):
        if there.get((subject, name)) != expected.get((subject, name)):
            yield f"{subject}: the {name} does not stand as its last event left it."


def _details(session: Session, said: Said) -> Iterator[str]:
    """Columns beside a document that somebody changed. Events of earlier versions say nothing of some; documents that are
    gone altogether are found as such.
    """
    there = consultation_rows(session)
    contents = defer(AssessmentRow.content), defer(AssessmentRow.baseline_content)
    made = select(ApplicationRow.id, AssessmentRow).join_from(AssessmentRow, ApplicationRow)
    for id_, row in session.execute(made.options(*contents)):
        there[id_, f"assessment {row.number}"] = assessment_facts(row)
    for owner in session.scalars(select(ApplicationRow).execution_options(yield_per=50)):
        if _hash(owner.content) == owner.sha256:  # else it is named already, and may be no application
            value: Any = read_value(AnyApplication, owner.content)  # type: ignore[arg-type]
            if (value.kind, value.reference) != (owner.kind, owner.reference):
                yield f"{owner.id}: the kind or the reference in lists is not the application's own."
    for (subject, name), facts in sorted(there.items()):
        wanted = said.get(subject, {}).get(name)
        if wanted is not None and wanted != facts:
            yield f"{subject}: {name} does not stand as its last event left it."


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
