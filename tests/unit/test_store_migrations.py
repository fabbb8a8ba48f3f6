"""The steps of the tables, up and down with data in them, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from app.domain.audit import AuditEvent, RecordedEvent, event_hash
from app.domain.canonical import canonical_json
from app.domain.cases import State
from app.schemas.applications import APPLICATION
from app.store import migrate
from app.store.database import Database, DatabaseError
from app.store.tables import Table
from tests.made_up.papers import consolidation, relocation
from tests.made_up.postgres import Statement

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "a.analyst", "request-1")


@pytest.fixture
def database_url(empty_database_url: str) -> str:
    """Here the tables are what is made."""
    return empty_database_url


def tables(database: Database) -> set[str]:
    with database._engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def rows(database: Database, table: str) -> list[Any]:
    with database._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608


def with_data(database: Database) -> tuple[str, str]:
    database.migrate()
    with database.writing() as records:
        moved = records.add_application(APPLICATION.validate_python(relocation()).value(), EVENT)
        merged = records.add_application(
            APPLICATION.validate_python(consolidation(notice__reply_by=None)).value(), EVENT
        )
    return moved.id, merged.id


def test_the_steps_make_the_tables_that_the_store_works_with(database: Database) -> None:
    database.migrate()
    with database._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    assert database.step() == migrate.head()
    database.check()


def test_going_down_and_up_again_keeps_applications_to_the_byte(database: Database) -> None:
    moved, merged = with_data(database)
    before = rows(database, "applications")
    database.migrate("0001")
    assert tables(database) == {"applications", "assessments", "officer_parts"}
    assert rows(database, "applications") == before
    with pytest.raises(DatabaseError, match="stands at step 0001"):
        database.check()
    database.migrate()
    assert rows(database, "applications") == before
    with database.reading() as records:
        cases = [records.cases.read(id_) for id_ in (moved, merged)]
        assert [case.case.state for case in cases] == [State.RECEIVED, State.RECEIVED]
        assert [str(case.last_day) for case in cases] == ["2026-06-15", "2026-06-15"]
        assert cases[0].case.boards == {"E06999001"}
        made = ["migration 0002"] * 2 + ["migration 0007"] * 2
        assert [event.actor for event in records.audit.events()] == made
    assert database.verify().faults == ()
    with database.writing() as records:
        records.add_application(APPLICATION.validate_python(relocation()).value(), EVENT)
    assert database.verify().events == 5


def test_what_was_assessed_and_decided_before_there_were_cases_opens_its_case(database: Database) -> None:
    """Rows as the first version wrote them: assessed, and with an opinion."""
    database.migrate("0001")
    application = canonical_json(APPLICATION.validate_python(consolidation()).value())
    assessment, part = (
        b'{"duty": "must"}',
        b'{"opinion": {"choice": "would not"}, "no_response_reason": null}',
    )
    applications, assessments, parts = (
        Table.metadata.tables[name] for name in ("applications", "assessments", "officer_parts")
    )
    with database.engine.begin() as connection:
        kept = {"received": NOW, "content": application, "sha256": sha256(application).hexdigest()}
        connection.execute(
            applications.insert().values(position=1, id="abc", kind="consolidation", reference="PC/1", **kept)
        )
        made = {"made": NOW, "as_at": NOW.date(), "baseline": "b", "snapshot": "s"}
        whole = {"content": assessment, "sha256": sha256(assessment).hexdigest()}
        base = {"baseline_content": b"{}", "baseline_sha256": sha256(b"{}").hexdigest()}
        connection.execute(assessments.insert().values(application=1, number=1, **made, **whole, **base))
        given = {"given": NOW, "content": part, "sha256": sha256(part).hexdigest()}
        connection.execute(parts.insert().values(application=1, version=1, **given))
    database.migrate()
    with database.reading() as records:
        case = records.cases.read("abc").case
    assert (case.state, case.duty, case.opinion_given) == (State.ASSESSED, "must", True)
    assert not case.no_response_reason_given
    assert database.verify().faults == ()
    with database.engine.begin() as connection:
        connection.execute(assessments.update().values(baseline_content=b"{ }"))
    assert database.verify().faults == ("abc: assessment 1 was changed: its content no longer has its hash.",)


def test_days_of_cases_are_counted_anew_and_the_chain_says_so(database: Database) -> None:
    """A day to reply by no longer makes the last day; a letter that was sent gets its day from the chain."""
    database.migrate()
    later = APPLICATION.validate_python(relocation(notice__reply_by="2026-09-01")).value()
    with database.writing() as records:
        sent = records.add_application(later, EVENT).id
        unasked = records.add_application(
            APPLICATION.validate_python(consolidation(notice__sent_to_hwb="E06999002")).value(), EVENT
        ).id
    database.migrate("0006")
    cases, events = Table.metadata.tables["cases"], Table.metadata.tables["audit_events"]
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE cases SET last_day = '2026-09-01', state = 'sent' WHERE application = 1")
        )
        head = connection.execute(text("SELECT position, hash FROM audit_head")).one()
        link = {
            "position": head[0] + 1, "at": NOW, "actor": "a.analyst", "action": "case moved to sent", "subject": sent,
            "reason": "", "before": "null", "request_id": "", "previous": head[1],
            "after": '{"case": {"last_day": "2026-09-01", "state": "sent"}}',
        }  # fmt: skip
        hash_ = event_hash(RecordedEvent(**link, hash=""))
        connection.execute(events.insert().values(**link, hash=hash_))
        connection.execute(
            text("UPDATE audit_head SET position = :position, hash = :hash"),
            {"position": head[0] + 1, "hash": hash_},
        )
    database.migrate()
    with database.reading() as records:
        found = records.cases.read(sent)
        assert (str(found.last_day), str(found.plan_to)) == ("2026-06-15", "2026-06-15")
        assert found.sent_on == NOW.date()
        assert found.case.wrote
        last = list(records.audit.events(sent))[-1]
        assert (last.actor, last.action) == ("migration 0007", "days of the case counted anew")
        # Whose area it is was not known before it was assessed: the notice's own board is taken.
        assert str(records.cases.read(unasked).last_day) == "2026-06-15"
    assert database.verify().faults == ()
    with database.engine.begin() as connection:
        connection.execute(cases.update().where(cases.c.application == 1).values(state="appeal notified"))
    database.migrate("0006")
    with database.engine.begin() as connection:
        assert connection.execute(text("SELECT state FROM cases WHERE application = 1")).scalar() == "decided"


def test_tables_that_were_made_before_there_were_steps_are_taken_over(
    database: Database, behind: Statement
) -> None:
    with_data(database)
    before = rows(database, "applications")
    database.migrate("0001")
    behind("DROP TABLE alembic_version")
    database.migrate()
    assert database.step() == migrate.head()
    assert rows(database, "applications") == before
    assert database.verify().faults == ()


def test_all_the_way_down_leaves_nothing(database: Database) -> None:
    with_data(database)
    database.migrate("base")
    assert tables(database) == set()
    database.migrate()
    assert database.verify().events == 0


def test_a_step_that_fails_leaves_the_tables_as_they_were(database: Database, behind: Statement) -> None:
    with_data(database)
    database.migrate("0001")
    behind("CREATE TABLE repeats (somebody_elses INTEGER)")
    with pytest.raises(DatabaseError, match="repeats"):
        database.migrate()
    assert tables(database) == {"applications", "assessments", "officer_parts", "repeats"}
    assert database.step() == "0001"
    behind("DROP TABLE repeats")
    database.migrate()
    assert len(rows(database, "cases")) == 2


def test_a_database_of_a_later_version_is_left_alone(database: Database, behind: Statement) -> None:
    database.migrate()
    behind("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseError, match="9999, which this version does not know"):
        database.migrate()


def test_a_step_that_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(DatabaseError, match="no step 12; the steps are 0001, 0002, 0003, 0004"):
        database.migrate("12")
