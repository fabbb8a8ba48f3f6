"""Drafts of applications: their holder's alone, no records, gone in time; on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.audit import AuditEvent
from app.schemas.applications import APPLICATION
from app.store import application_drafts
from app.store.application_drafts import DraftTooLongError
from app.store.database import Database
from app.store.missing import NotStoredError
from app.store.retention import APPLICATION_DRAFTS, due, remove
from tests.made_up.papers import relocation

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
EVENT = AuditEvent(NOW, "analyst", "request-1")


def test_a_draft_is_begun_once_saved_and_listed_last_saved_first(database: Database) -> None:
    with database.writing() as records:
        drafts = records.application_drafts
        assert drafts.begin("one", "analyst", NOW) == drafts.begin("one", "analyst", LATER)
        drafts.begin("two", "analyst", NOW)
        drafts.save("one", "analyst", '{"kind": {"kind": ["relocation"]}}', LATER)
    with database.reading() as records:
        found = records.application_drafts.of("analyst")
        assert [draft.id for draft in found] == ["one", "two"]
        assert (found[0].begun, found[0].saved, found[0].application) == (NOW, LATER, None)
        assert records.audit.head()[0] == 0
    assert database.verify().faults == ()


@pytest.mark.parametrize("wanted", ["one", "none", "", "'", "\x00", "é" * 30])
def test_anothers_draft_is_as_if_it_were_not_there(database: Database, wanted: str) -> None:
    with database.writing() as records:
        records.application_drafts.begin("one", "analyst", NOW)
    with database.writing() as records:
        drafts = records.application_drafts
        for ask in (
            lambda: drafts.read(wanted, "somebody else"),
            lambda: drafts.save(wanted, "somebody else", "{}", NOW),
            lambda: drafts.discard(wanted, "somebody else"),
        ):
            with pytest.raises(NotStoredError, match=r"There is no such draft\."):
                ask()
        assert drafts.of("somebody else") == ()


def test_a_draft_that_was_taken_in_keeps_only_where_it_led(database: Database) -> None:
    with database.writing() as records:
        records.application_drafts.begin("one", "analyst", NOW)
        records.application_drafts.save("one", "analyst", '{"notice-text": {"text": ["a name"]}}', NOW)
        stored = records.add_application(APPLICATION.validate_python(relocation()).value(), EVENT)
        records.application_drafts.finish("one", "analyst", stored.id, LATER)
    with database.reading() as records:
        assert records.application_drafts.of("analyst") == ()
        left = records.application_drafts.read("one", "analyst")
        assert (left.content, left.application) == ("{}", stored.id)


def test_too_much_text_is_refused_and_nothing_is_lost(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_drafts, "LONGEST", 10)
    with database.writing() as records:
        records.application_drafts.begin("one", "analyst", NOW)
        with pytest.raises(DraftTooLongError):
            records.application_drafts.save("one", "analyst", "x" * 11, NOW)
        assert records.application_drafts.read("one", "analyst").content == "{}"


def test_drafts_go_in_time(database: Database) -> None:
    at = NOW + timedelta(days=APPLICATION_DRAFTS.days, minutes=30)
    with database.writing() as records:
        records.application_drafts.begin("old", "analyst", NOW)
        records.application_drafts.begin("young", "analyst", LATER)
        assert [each.count for each in due(records, at) if each.rule is APPLICATION_DRAFTS] == [1]
        remove(records, AuditEvent(at, "administrator", "request-2"))
        assert [draft.id for draft in records.application_drafts.of("analyst")] == ["young"]


def test_going_down_a_step_takes_drafts_and_nothing_else(database: Database) -> None:
    with database.writing() as records:
        records.application_drafts.begin("one", "analyst", NOW)
        stored = records.add_application(APPLICATION.validate_python(relocation()).value(), EVENT)
    database.migrate("0005")
    database.migrate()
    with database.reading() as records:
        assert records.application_drafts.of("analyst") == ()
        assert records.application(stored.id).application.value.reference == "PC/2"
    assert database.verify().faults == ()
