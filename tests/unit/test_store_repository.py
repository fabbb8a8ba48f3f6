"""The store keeps values whole, numbers them, never changes them and notices when somebody else did."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.access import prepare
from app.assessment import assess
from app.domain.applications import Application
from app.domain.assessments import Assessment
from app.domain.audit import AuditEvent
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.officer import Choice, OfficerPart, Opinion
from app.schemas.applications import APPLICATION
from app.schemas.baselines import BASELINE
from app.store.database import Database, DatabaseError
from app.store.ids import short_id
from app.store.missing import NotStoredError
from app.store.repository import AlteredError
from app.store.tables import ApplicationRow, ImmutableRowError
from app.store.values import StoredValueError, read_value
from tests.made_up.papers import baseline, consolidation, relocation
from tests.made_up.postgres import Statement
from tests.made_up.small_area import snapshot

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


EVENT = AuditEvent(NOW, "a.analyst", "request-1")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Application, Baseline, Assessment]:
    made = snapshot(tmp_path_factory.mktemp("snapshots"))
    application = APPLICATION.validate_python(consolidation()).value()
    on = BASELINE.validate_python(baseline(made.id)).value()
    return application, on, assess(application, on, prepare(made), date(2026, 5, 4))


def kept(database: Database, document: dict[str, object] | None = None) -> str:
    value = APPLICATION.validate_python(document or relocation()).value()
    with database.writing() as records:
        return records.add_application(value, EVENT).id


def test_an_application_is_given_back_whole(database: Database) -> None:
    value = APPLICATION.validate_python(relocation()).value()
    with database.writing() as records:
        stored = records.add_application(
            value, replace(EVENT, at=NOW.astimezone(timezone(timedelta(hours=5))))
        )
    with database.reading() as records:
        again = records.application(stored.id)
    assert again == stored
    assert again.application.value == value
    assert again.application.content == canonical_json(value)
    assert again.received == NOW
    assert again.received.tzinfo is UTC


def test_an_id_is_short_and_safe_in_an_address() -> None:
    ids = {short_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(
        len(each) == 10 and each.isalnum() and each.islower() and not set(each) & set("01lio") for each in ids
    )


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    value = APPLICATION.validate_python(relocation()).value()
    with pytest.raises(DatabaseError, match="zone"), database.writing() as records:
        records.add_application(value, replace(EVENT, at=datetime(2026, 5, 4)))  # noqa: DTZ001


def test_applications_come_the_latest_first_a_page_at_a_time(database: Database) -> None:
    ids = [kept(database, relocation(reference=f"PC/{number}")) for number in range(5)]
    with database.reading() as records:
        first = records.applications(limit=3)
        rest = records.applications(limit=3, after=first[-1].id)
    assert [stored.id for stored in (*first, *rest)] == ids[::-1]


def test_what_is_not_there_is_said_to_be_not_there(database: Database) -> None:
    application_id = kept(database)
    with database.reading() as records:
        assert records.assessments(application_id) == ()
        assert records.officer_part(application_id) is None
        with pytest.raises(NotStoredError, match="no application nobody"):
            records.application("nobody")
        with pytest.raises(NotStoredError, match="has not been assessed yet"):
            records.assessment(application_id)
        with pytest.raises(NotStoredError, match="no application nobody"):
            records.applications(limit=1, after="nobody")


def test_an_assessment_is_given_back_to_the_byte(
    database: Database, measured: tuple[Application, Baseline, Assessment]
) -> None:
    application, on, assessment = measured
    with database.writing() as records:
        owner = records.add_application(application, EVENT).id
        first = records.add_assessment(owner, assessment, on, EVENT)
        second = records.add_assessment(owner, assessment, on, replace(EVENT, at=NOW + timedelta(days=1)))
    assert (first.note.number, second.note.number) == (1, 2)
    with database.reading() as records:
        again = records.assessment(owner, 1)
        assert again == first
        assert records.assessment(owner) == second
        assert records.assessments(owner) == (first.note, second.note)
        with pytest.raises(NotStoredError, match="no assessment 3"):
            records.assessment(owner, 3)
    assert again.assessment.content == canonical_json(assessment)
    assert again.assessment.value == assessment
    assert again.baseline.value == on


def test_the_officers_part_is_replaced_and_every_version_kept(database: Database, behind: Statement) -> None:
    owner = kept(database, consolidation())
    opinion = Opinion(Choice.WOULD_NOT, "The Board", date(2026, 6, 1))
    with database.writing() as records:
        records.put_officer_part(owner, OfficerPart(local_knowledge=("A new surgery opens in 2027.",)), EVENT)
        records.put_officer_part(owner, OfficerPart(opinion=opinion), EVENT)
    with database.reading() as records:
        held = records.officer_part(owner)
    assert held is not None
    assert (held.version, held.part.value) == (2, OfficerPart(opinion=opinion))
    assert behind("SELECT version FROM officer_parts ORDER BY version") == [(1,), (2,)]


def test_a_failed_block_keeps_nothing(database: Database) -> None:
    value = APPLICATION.validate_python(relocation()).value()

    def fail_half_way() -> None:
        with database.writing() as records:
            records.add_application(value, EVENT)
            raise RuntimeError("the power failed")

    with pytest.raises(RuntimeError, match="the power failed"):
        fail_half_way()
    with database.reading() as records:
        assert records.applications(limit=10) == ()


def test_rows_cannot_be_changed_or_removed_through_the_store(database: Database) -> None:
    kept(database)
    for change in ("update", "delete"):
        with Session(database._engine) as session:
            row = session.query(ApplicationRow).one()
            if change == "update":
                row.reference = "another"
            else:
                session.delete(row)
            with pytest.raises(ImmutableRowError, match="stay as they were written"):
                session.flush()


@pytest.mark.parametrize("column", ["content", "baseline_content"])
def test_what_was_altered_behind_the_stores_back_is_refused(
    database: Database, behind: Statement, measured: tuple[Application, Baseline, Assessment], column: str
) -> None:
    application, on, assessment = measured
    with database.writing() as records:
        owner = records.add_application(application, EVENT).id
        records.add_assessment(owner, assessment, on, EVENT)
    cut = "substr" if database.name.startswith("sqlite") else "substring"
    behind(f"UPDATE assessments SET {column} = {cut}({column}, 1, length({column}) - 9)")  # noqa: S608
    with database.reading() as records, pytest.raises(AlteredError, match="has changed since it was stored"):
        records.assessment(owner)


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with database._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "busy_timeout", "synchronous")
        }
    database.close()
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "busy_timeout": 10_000, "synchronous": 2}


def test_a_child_without_its_application_cannot_be_kept(database: Database, behind: Statement) -> None:
    kept(database)
    with (
        pytest.raises(DatabaseError, match=r"(?i)foreign key"),
        database._told(),
        database._engine.begin() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO case_boards (application, board) VALUES (99, 'nobody')")


def test_writers_side_by_side_each_get_a_number_of_their_own(database: Database) -> None:
    owner = kept(database, consolidation())

    def give(number: int) -> int:
        with database.writing() as records:
            return records.put_officer_part(owner, OfficerPart(signatory=f"Officer {number}"), EVENT).version

    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(give, range(12)))
    assert sorted(versions) == list(range(1, 13))


def test_a_database_that_cannot_be_reached_is_named_without_its_password(tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite3'}")
    with pytest.raises(DatabaseError, match=r"folder\.sqlite3 cannot be used: unable to open database file"):
        gone.check()
    gone.close()


def test_a_database_without_tables_is_not_ready(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with pytest.raises(DatabaseError, match="no such table"):
        empty.check()
    empty.migrate()
    empty.check()
    empty.close()


@pytest.mark.parametrize(
    ("value_type", "content"),
    [
        (OfficerPart, {"colour": "green"}),
        (OfficerPart, {"signatory": 3}),
        (OfficerPart, {"local_knowledge": "text"}),
        (OfficerPart, {"opinion": {"choice": "perhaps", "given_by": "x", "given_on": "2026-01-01"}}),
        (OfficerPart, []),
        (Application, {"kind": "merger"}),
        (Application, {}),
    ],
)
def test_stored_json_of_another_shape_is_refused(value_type: type, content: object) -> None:
    with pytest.raises(StoredValueError, match="cannot be read"):
        read_value(value_type, json.dumps(content).encode())
