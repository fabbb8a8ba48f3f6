"""The only door to stored applications, assessments and officers' parts. Values go in and values come out."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.assessments import Assessment
from app.domain.audit import AuditEvent
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.cases import CHANGEABLE, State, changed_parts, check_assessable, check_part
from app.domain.deadlines import Deadline, deadline
from app.domain.officer import OfficerPart, as_known
from app.domain.other_applications import AnyApplication
from app.law import notifiable
from app.store.altered import AlteredError
from app.store.answers import Answers
from app.store.application_drafts import ApplicationDrafts
from app.store.assessed import Assessed
from app.store.attempts import Attempts
from app.store.audit import AuditLog
from app.store.baselines import Baselines
from app.store.cases import Cases
from app.store.consultation_retention import Drafts, PersonalRecords, VisitorLinks
from app.store.consultations import Consultations
from app.store.ids import short_id
from app.store.keys import Keys
from app.store.messages import Messages
from app.store.missing import NotStoredError
from app.store.people import People
from app.store.rechecks import Rechecks
from app.store.repeats import Repeats
from app.store.responding import Responding
from app.store.sessions import Sessions
from app.store.tables import ApplicationRow, AssessmentRow, CaseBoardRow, OfficerPartRow
from app.store.values import read_value

V = TypeVar("V")
__all__ = ["AlteredError", "NotStoredError", "Repository", "short_id"]


@dataclass(frozen=True)
class Stored(Generic[V]):
    """A stored value, the canonical JSON it is kept as and the SHA-256 of that."""

    value: V
    content: bytes
    sha256: str


@dataclass(frozen=True)
class StoredApplication:
    """An application under its id. ``received`` is when it came in."""

    id: str
    received: datetime
    application: Stored[AnyApplication]


@dataclass(frozen=True)
class AssessmentNote:
    """What a list says of one assessment."""

    number: int
    made: datetime
    as_at: date
    baseline: str
    snapshot: str
    sha256: str


@dataclass(frozen=True)
class StoredAssessment:
    """One assessment and the baseline on which it was made, as that stood then."""

    note: AssessmentNote
    assessment: Stored[Assessment]
    baseline: Stored[Baseline]


@dataclass(frozen=True)
class StoredOfficerPart:
    """One version of the officer's part."""

    version: int
    given: datetime
    part: Stored[OfficerPart]


@dataclass(frozen=True)
class Basis:
    """What a paper or a map is drawn from, by hash: each document was checked against its own. Numbers are as kept."""

    application: str
    number: int
    assessment: str
    baseline: str
    officer_part: str | None


class Repository:
    """Applications, assessments and officers' parts inside one transaction. What changes anything asks for its event.

    Beside them stand the cases, consultations and their answers, registered baselines, re-checks, the keys, people and
    their sessions, the audit chain and the answers kept for repeated requests.
    """

    def __init__(self, session: Session, new_id: Callable[[], str] = short_id) -> None:
        self._session = session
        self._new_id = new_id
        self.audit = AuditLog(session)
        self.cases = Cases(session, self.audit)
        self.keys = Keys(session, self.audit)
        self.people = People(session, self.audit)
        self.sessions = Sessions(session, self.audit, self.people, self.keys)
        self.attempts = Attempts(session)
        self.repeats = Repeats(session)
        self.application_drafts = ApplicationDrafts(session)
        self.consultations = Consultations(session, self.audit, self.cases)
        self.answers = Answers(session, self.audit, self.cases, self.consultations)
        self.personal = PersonalRecords(session, self.audit)
        self.drafts = Drafts(session)
        self.visitor_links = VisitorLinks(session)
        self.messages = Messages(session, self.audit, self.consultations)
        self.responding = Responding(session, self.cases, self.consultations, self.answers)
        self.baselines = Baselines(session, self.audit)
        self.rechecks = Rechecks(session, self.audit, new_id)
        self.assessed = Assessed(session)

    def add_application(
        self,
        application: AnyApplication,
        event: AuditEvent,
        *,
        boards: Iterable[str] = (),
        relevant: str | None = None,
    ) -> StoredApplication:
        """Keep an application, give it an id and open its case.

        ``boards`` are those whose case it is, ``relevant`` the one in whose area the premises are, where that is known.
        """
        content, sha256 = _written(application)
        row = ApplicationRow(
            id=self._new_id(),
            kind=application.kind,
            reference=application.reference,
            received=event.at,
            content=content,
            sha256=sha256,
        )
        self._session.add(row)
        self._session.flush()
        self.cases.make(row, _time_of(application, relevant), relevant, boards, event)
        return StoredApplication(row.id, event.at, Stored(application, content, sha256))

    def application(self, application_id: str) -> StoredApplication:
        """An application by its id. Raises NotStoredError, AlteredError."""
        return _application_from(self._row(application_id))

    def applications(
        self, *, limit: int, after: str | None = None, boards: frozenset[str] | None = None
    ) -> tuple[StoredApplication, ...]:
        """Applications, the latest first, from the one that follows ``after``; those of some boards where given.

        Raises NotStoredError for ``after``.
        """
        query = select(ApplicationRow).order_by(ApplicationRow.position.desc()).limit(limit)
        if boards is not None:
            mine = select(CaseBoardRow.application).where(CaseBoardRow.board.in_(boards))
            query = query.where(ApplicationRow.position.in_(mine))
        if after is not None:
            last = self._row(after)
            if boards is not None and not boards & self.cases.boards(after):
                raise NotStoredError(f"There is no application {after}.")
            query = query.where(ApplicationRow.position < last.position)
        return tuple(_application_from(row) for row in self._session.scalars(query))

    def add_assessment(
        self, application_id: str, assessment: Assessment, baseline: Baseline, event: AuditEvent
    ) -> StoredAssessment:
        """Keep an assessment as the next one of its application. Raises NotStoredError, IllegalMoveError."""
        owner, case = self._changeable(application_id)
        content, sha256 = _written(assessment)
        baseline_content, baseline_sha256 = _written(baseline)
        row = AssessmentRow(
            application=owner.position,
            number=self._last(AssessmentRow.number, AssessmentRow.application, owner) + 1,
            made=event.at,
            as_at=assessment.as_at,
            baseline=assessment.baseline,
            snapshot=assessment.snapshot,
            content=content,
            sha256=sha256,
            baseline_content=baseline_content,
            baseline_sha256=baseline_sha256,
        )
        self._session.add(row)
        self._session.flush()
        changes: dict[str, Any] = {}
        # One that is made for the supplementary statement changes nothing of the time to write.
        if case in CHANGEABLE:
            changes = {
                "duty": str(assessment.duty.value),
                "relevant": assessment.relevant_hwb,
                **_days(assessment.application, assessment.relevant_hwb),
            }
        if case is State.RECEIVED:
            changes["state"] = State.ASSESSED.value
        name = f"assessment {row.number}"
        facts = {name: assessment_facts(row)}
        self.cases.change(owner, "assessment added", event, changes, {name: sha256}, facts)
        return StoredAssessment(
            _note_of(row),
            Stored(assessment, content, sha256),
            Stored(baseline, baseline_content, baseline_sha256),
        )

    def assessments(self, application_id: str) -> tuple[AssessmentNote, ...]:
        """What there is of assessments of an application, the first one first. Raises NotStoredError."""
        owner = self._row(application_id)
        columns = [getattr(AssessmentRow, field.name) for field in fields(AssessmentNote)]
        query = select(*columns).where(AssessmentRow.application == owner.position)
        return tuple(
            AssessmentNote(*row) for row in self._session.execute(query.order_by(AssessmentRow.number))
        )

    def assessment(self, application_id: str, number: int | None = None) -> StoredAssessment:
        """One assessment by its number, the latest where none is given. Raises NotStoredError, AlteredError."""
        owner = self._row(application_id)
        query = select(AssessmentRow).where(AssessmentRow.application == owner.position)
        if number is not None:
            query = query.where(AssessmentRow.number == number)
        row = self._session.scalars(query.order_by(AssessmentRow.number.desc()).limit(1)).first()
        if row is None:
            raise NotStoredError(
                f"Application {application_id} has no assessment {number}."
                if number is not None
                else f"Application {application_id} has not been assessed yet."
            )
        what = f"assessment {row.number} of application {application_id}"
        return StoredAssessment(
            _note_of(row),
            _read(Assessment, row.content, row.sha256, what),
            _read(Baseline, row.baseline_content, row.baseline_sha256, f"the baseline of {what}"),
        )

    def basis(self, application_id: str, number: int | None = None) -> Basis | None:
        """The hashes of an application, an assessment (the latest where no number is given) and the officer's part.

        None where there is no such assessment. Nothing is parsed. Raises NotStoredError, AlteredError.
        """
        owner = self._row(application_id)
        query = select(AssessmentRow).where(AssessmentRow.application == owner.position)
        if number is not None:
            query = query.where(AssessmentRow.number == number)
        made = self._session.scalars(query.order_by(AssessmentRow.number.desc()).limit(1)).first()
        if made is None:
            return None
        parts = select(OfficerPartRow).where(OfficerPartRow.application == owner.position)
        part = self._session.scalars(parts.order_by(OfficerPartRow.version.desc()).limit(1)).first()
        what = f"assessment {made.number} of application {application_id}"
        _check(owner.content, owner.sha256, f"application {application_id}")
        _check(made.content, made.sha256, what)
        _check(made.baseline_content, made.baseline_sha256, f"the baseline of {what}")
        if part is not None:
            _check(part.content, part.sha256, f"the officer's part of application {application_id}")
        return Basis(
            owner.sha256, made.number, made.sha256, made.baseline_sha256, part.sha256 if part else None
        )

    def put_officer_part(
        self, application_id: str, part: OfficerPart, event: AuditEvent
    ) -> StoredOfficerPart:
        """Keep an officer's part as the version that holds from now on. Raises NotStoredError, IllegalMoveError."""
        owner, stored = self._row(application_id), self.cases.read(application_id)
        case, held = stored.case, self.officer_part(application_id)
        check_part(case, held.part.value if held else None, part)
        content, sha256 = _written(part)
        row = OfficerPartRow(
            application=owner.position,
            version=self._last(OfficerPartRow.version, OfficerPartRow.application, owner) + 1,
            given=event.at,
            content=content,
            sha256=sha256,
        )
        self._session.add(row)
        self._session.flush()
        changes: dict[str, Any] = {
            "opinion_given": part.opinion is not None,
            "no_response_reason_given": part.no_response_reason is not None,
            "appeal_given": part.appeal is not None and part.appeal.notified,
        }
        parts = changed_parts(held.part.value if held else None, part)
        # Whoever writes down the decision or the appeal has no hand in a draft that was approved long before.
        if case.state in CHANGEABLE:
            changes["drafters"] = self.cases.drafted_by(owner, event.actor)
        if "appeal" in parts:
            changes["appeal_drafters"] = self.cases.drafted_by(owner, event.actor, on_appeal=True)
        if "received" in parts:
            changes |= _days(as_known(_application_from(owner).application.value, part), stored.relevant)
        documents = {f"officer part {row.version}": sha256}
        self.cases.change(owner, "officer's part given", event, changes, documents)
        return StoredOfficerPart(row.version, event.at, Stored(part, content, sha256))

    def officer_part(self, application_id: str) -> StoredOfficerPart | None:
        """The officer's part that holds, or None where nobody gave one. Raises NotStoredError, AlteredError."""
        owner = self._row(application_id)
        query = select(OfficerPartRow).where(OfficerPartRow.application == owner.position)
        row = self._session.scalars(query.order_by(OfficerPartRow.version.desc()).limit(1)).first()
        if row is None:
            return None
        what = f"the officer's part of application {application_id}"
        return StoredOfficerPart(row.version, row.given, _read(OfficerPart, row.content, row.sha256, what))

    def _changeable(self, application_id: str) -> tuple[ApplicationRow, State]:
        owner, case = self._row(application_id), self.cases.read(application_id).case
        check_assessable(case)
        return owner, case.state

    def _row(self, application_id: str) -> ApplicationRow:
        query = select(ApplicationRow).where(ApplicationRow.id == application_id)
        # No id has other characters, and not every database takes every character in a question.
        row = self._session.scalars(query).first() if application_id.isalnum() else None
        if row is None:
            raise NotStoredError(f"There is no application {application_id}.")
        return row

    def _last(self, counter: Any, owner_column: Any, owner: ApplicationRow) -> int:
        return self._session.scalar(select(func.max(counter)).where(owner_column == owner.position)) or 0


def _time_of(application: AnyApplication, board: str | None) -> Deadline | None:
    """The time of a board for an application; None where boards are not asked about it."""
    return deadline(application.notice, board) if notifiable(application.kind) else None


def _days(application: AnyApplication, board: str | None) -> dict[str, date | None]:
    due = _time_of(application, board)
    return {"last_day": due.last_day if due else None, "plan_to": due.plan_to if due else None}


def assessment_facts(row: AssessmentRow) -> dict[str, Any]:
    """On what an assessment was made, as its event writes it down."""
    return {
        "as_at": row.as_at.isoformat(),
        "baseline": row.baseline,
        "baseline_sha256": row.baseline_sha256,
        "snapshot": row.snapshot,
    }


def _written(value: Any) -> tuple[bytes, str]:
    content = canonical_json(value)
    return content, hashlib.sha256(content).hexdigest()


def _check(content: bytes, sha256: str, what: str) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise AlteredError(
            f"What is stored of {what} has changed since it was stored (its SHA-256 differs). "
            "Nothing is drafted from it: restore the database from a backup."
        )


def _read(value_type: Any, content: bytes, sha256: str, what: str) -> Stored[Any]:
    _check(content, sha256, what)
    return Stored(read_value(value_type, content), content, sha256)


def _application_from(row: ApplicationRow) -> StoredApplication:
    stored = _read(AnyApplication, row.content, row.sha256, f"application {row.id}")
    return StoredApplication(row.id, row.received, stored)


def _note_of(row: AssessmentRow) -> AssessmentNote:
    return AssessmentNote(row.number, row.made, row.as_at, row.baseline, row.snapshot, row.sha256)
