"""Registered baselines inside one transaction: immutable versions, each with its hash and its event."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.audit import AuditEvent
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.schedule_1 import SupplementaryStatement
from app.store.altered import AlteredError
from app.store.audit import AuditLog
from app.store.baseline_tables import BaselineRow, BaselineVersionRow
from app.store.missing import NotStoredError
from app.store.values import read_value

LONGEST_ID = 60


class RegisteredError(ValueError):
    """A baseline that cannot be registered or changed as it stands; the message says what to do."""


@dataclass(frozen=True)
class BaselineVersion:
    """What is said of one version. ``what`` is how it came about."""

    version: int
    what: str
    registered: datetime
    sha256: str


@dataclass(frozen=True)
class RegisteredBaseline:
    """A registered baseline in one of its versions. ``latest`` is the version that holds."""

    baseline: Baseline
    content: bytes
    note: BaselineVersion
    latest: int
    retired: datetime | None


class Baselines:
    """The registered baselines of one database."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session = session
        self._audit = audit

    def register(self, baseline: Baseline, event: AuditEvent) -> RegisteredBaseline:
        """Register a baseline under its id, as version 1. Raises RegisteredError where the id is taken or too long."""
        if len(baseline.id) > LONGEST_ID:
            raise RegisteredError(f"An id of at most {LONGEST_ID} characters can be registered. Shorten it.")
        if self._session.get(BaselineRow, baseline.id) is not None:
            raise RegisteredError(
                f"Baseline {baseline.id} is registered already. Send a new version of it, or give another id."
            )
        row = BaselineRow(id=baseline.id, version=0)
        self._session.add(row)
        self._session.flush()
        return self._add(row, baseline, "registered", None, event)

    def replace(self, baseline: Baseline, event: AuditEvent) -> RegisteredBaseline:
        """Add a version; the same content adds none. Raises NotStoredError, RegisteredError where it is retired."""
        row = self._changeable(baseline.id)
        found = self.read(baseline.id)
        if found.content == canonical_json(baseline):
            return found
        return self._add(row, baseline, "new version", baseline_facts(row), event)

    def add_statement(
        self, baseline_id: str, statement: SupplementaryStatement, event: AuditEvent
    ) -> RegisteredBaseline:
        """Add a version with one supplementary statement more. Raises NotStoredError, RegisteredError, BaselineError."""
        row = self._changeable(baseline_id)
        baseline = self.read(baseline_id).baseline.with_statement(statement)
        return self._add(row, baseline, f"statement under {statement.under}", baseline_facts(row), event)

    def retire(self, baseline_id: str, event: AuditEvent) -> RegisteredBaseline:
        """Offer a baseline no more; it stays, and so do its versions. Raises NotStoredError; a retired one stays so."""
        row = self._row(baseline_id)
        if row.retired is None:
            before = baseline_facts(row)
            row.retired = event.at
            self._session.flush()
            self._record(event, "baseline retired", row, before, {})
        return self.read(baseline_id)

    def read(self, baseline_id: str, version: int | None = None) -> RegisteredBaseline:
        """A version, the one that holds where none is named. Raises NotStoredError, AlteredError."""
        row = self._row(baseline_id)
        query = select(BaselineVersionRow).where(
            BaselineVersionRow.baseline == row.id, BaselineVersionRow.version == (version or row.version)
        )
        found = self._session.scalars(query).first()
        if found is None:
            raise NotStoredError(f"Baseline {row.id} has no version {version}.")
        return _registered(row, found)

    def versions(self, baseline_id: str) -> tuple[BaselineVersion, ...]:
        """What there is of versions, the first one first. Raises NotStoredError."""
        row = self._row(baseline_id)
        query = select(BaselineVersionRow).where(BaselineVersionRow.baseline == row.id)
        return tuple(
            _note(each) for each in self._session.scalars(query.order_by(BaselineVersionRow.version))
        )

    def every(self) -> tuple[RegisteredBaseline, ...]:
        """Every registered baseline in the version that holds, by id. Raises AlteredError."""
        query = select(BaselineRow, BaselineVersionRow).join(
            BaselineVersionRow,
            (BaselineVersionRow.baseline == BaselineRow.id)
            & (BaselineVersionRow.version == BaselineRow.version),
        )
        return tuple(_registered(*found) for found in self._session.execute(query.order_by(BaselineRow.id)))

    def stamp(self) -> tuple[int, int]:
        """What differs after every change: the last version's position, and how many are retired."""
        last = self._session.scalar(select(func.max(BaselineVersionRow.position))) or 0
        retired = select(func.count()).select_from(BaselineRow).where(BaselineRow.retired.is_not(None))
        return last, self._session.scalar(retired) or 0

    def _row(self, baseline_id: str) -> BaselineRow:
        row = (
            self._session.get(BaselineRow, baseline_id)
            if baseline_id.isascii() and baseline_id.isprintable()
            else None
        )
        if row is None:
            raise NotStoredError(f"There is no registered baseline {baseline_id}.")
        return row

    def _changeable(self, baseline_id: str) -> BaselineRow:
        row = self._row(baseline_id)
        if row.retired is not None:
            raise RegisteredError(f"Baseline {row.id} is retired and stays as it is. Register a new one.")
        return row

    def _add(
        self,
        row: BaselineRow,
        baseline: Baseline,
        what: str,
        before: dict[str, Any] | None,
        event: AuditEvent,
    ) -> RegisteredBaseline:
        content = canonical_json(baseline)
        row.version += 1
        version = BaselineVersionRow(
            baseline=row.id,
            version=row.version,
            what=what,
            registered=event.at,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        self._session.add(version)
        self._session.flush()
        action = f"baseline: {what}" if before else "baseline registered"
        self._record(event, action, row, before, {f"version {row.version}": version.sha256})
        return _registered(row, version)

    def _record(
        self,
        event: AuditEvent,
        action: str,
        row: BaselineRow,
        before: dict[str, Any] | None,
        documents: dict[str, str],
    ) -> None:
        after: dict[str, Any] = {"baseline": baseline_facts(row)}
        if documents:
            after["documents"] = documents
        self._audit.record(event, action, f"baseline {row.id}", before and {"baseline": before}, after)


def baseline_facts(row: BaselineRow) -> dict[str, Any]:
    """A registered baseline as its events write it down."""
    return {"version": row.version, "retired": row.retired and row.retired.isoformat()}


def _note(row: BaselineVersionRow) -> BaselineVersion:
    return BaselineVersion(row.version, row.what, row.registered, row.sha256)


def _registered(row: BaselineRow, version: BaselineVersionRow) -> RegisteredBaseline:
    if hashlib.sha256(version.content).hexdigest() != version.sha256:
        raise AlteredError(
            f"Version {version.version} of baseline {row.id} has changed since it was registered (its SHA-256 differs). "
            "Nothing is measured on it: restore the database from a backup."
        )
    value = read_value(Baseline, version.content)
    return RegisteredBaseline(value, version.content, _note(version), row.version, row.retired)
