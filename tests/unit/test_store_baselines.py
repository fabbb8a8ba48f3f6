"""Registered baselines: versions that never change, events that give away who changed them, and what the library serves."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.applications import StatedPremises
from app.domain.audit import AuditEvent
from app.domain.baselines import BaselineError
from app.domain.canonical import canonical_json
from app.domain.schedule_1 import SupplementaryStatement, Under
from app.store.altered import AlteredError
from app.store.baseline_tables import BaselineVersionRow
from app.store.baselines import RegisteredError
from app.store.database import Database, DatabaseError
from app.store.library import Library, NoBaselineError
from app.store.missing import NotStoredError
from app.store.registered import RegisteredBaselines
from app.store.registering import faults_of_baseline
from app.store.tables import ImmutableRowError
from tests.made_up.applications import BASELINE
from tests.made_up.papers import baseline
from tests.made_up.postgres import Statement
from tests.made_up.small_area import EAST, snapshot

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "an administrator", "request-1", "A new assessment.")
STATEMENT = SupplementaryStatement(date(2026, 3, 1), Under.CONSOLIDATION, "No gap.", closed=("XA009",))
WESTERN = StatedPremises("Pharmacy XA001", "500 Long Street", "XT1 1AA")


def test_every_change_is_a_version_with_its_event(database: Database) -> None:
    with database.writing() as records:
        assert records.baselines.register(BASELINE, EVENT).note.version == 1
        changed = replace(BASELINE, note="Corrected on page 12.")
        assert records.baselines.replace(changed, EVENT).latest == 2
        assert records.baselines.replace(changed, EVENT).latest == 2, "the same content is no new version"
        stated = records.baselines.add_statement(BASELINE.id, STATEMENT, EVENT)
        assert stated.baseline.supplementary_statements == (STATEMENT,)
        records.baselines.retire(BASELINE.id, EVENT)
    with database.reading() as records:
        assert records.baselines.read(BASELINE.id, 1).baseline == BASELINE
        assert records.baselines.read(BASELINE.id).retired == NOW
        notes = records.baselines.versions(BASELINE.id)
        events = list(records.audit.events(f"baseline {BASELINE.id}"))
    assert [(note.version, note.what) for note in notes] == [
        (1, "registered"),
        (2, "new version"),
        (3, "statement under 6(4)"),
    ]
    assert [event.action for event in events] == [
        "baseline registered",
        "baseline: new version",
        "baseline: statement under 6(4)",
        "baseline retired",
    ]
    assert json.loads(events[1].before) == {"baseline": {"retired": None, "version": 1}}
    assert database.verify().faults == ()


def test_what_cannot_be_is_refused(database: Database) -> None:
    with database.writing() as records:
        records.baselines.register(BASELINE, EVENT)
        with pytest.raises(RegisteredError, match="registered already"):
            records.baselines.register(BASELINE, EVENT)
        with pytest.raises(RegisteredError, match="60 characters"):
            records.baselines.register(replace(BASELINE, id="x" * 61), EVENT)
        with pytest.raises(BaselineError, match="order of their dates"):
            records.baselines.add_statement(
                BASELINE.id, replace(STATEMENT, published=date(2020, 1, 1)), EVENT
            )
        with pytest.raises(NotStoredError, match="no registered baseline nobody"):
            records.baselines.replace(replace(BASELINE, id="nobody"), EVENT)
        with pytest.raises(NotStoredError, match="no version 9"):
            records.baselines.read(BASELINE.id, 9)
        records.baselines.retire(BASELINE.id, EVENT)
        with pytest.raises(RegisteredError, match="is retired"):
            records.baselines.add_statement(BASELINE.id, STATEMENT, EVENT)


def test_a_version_is_never_changed_and_a_change_behind_the_stores_back_is_found(
    database: Database, behind: Statement
) -> None:
    with database.writing() as records:
        records.baselines.register(BASELINE, EVENT)
    with pytest.raises(ImmutableRowError), database.session(writing=True) as session:
        session.scalars(select(BaselineVersionRow)).one().what = "another"
    behind("UPDATE baseline_versions SET sha256 = 'x'")
    with (
        database.reading() as records,
        pytest.raises(AlteredError, match="Version 1 of baseline westley-pna"),
    ):
        records.baselines.read(BASELINE.id)
    assert "baseline westley-pna: version 1 was changed" in database.verify().faults[0]
    behind("UPDATE baselines SET version = 7")
    assert any("the baseline does not stand" in fault for fault in database.verify().faults)


def test_one_version_has_one_number(database: Database) -> None:
    with database.writing() as records:
        records.baselines.register(BASELINE, EVENT)
    again = BaselineVersionRow(
        baseline=BASELINE.id, version=1, what="x", registered=NOW, content=b"", sha256=""
    )
    with pytest.raises(DatabaseError), database.session(writing=True) as session:
        session.add(again)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    made = snapshot(tmp_path / "data" / "snapshots")
    (tmp_path / "data" / "baselines").mkdir()
    file = tmp_path / "data" / "baselines" / "one.json"
    file.write_text(json.dumps(baseline(made.id)), encoding="utf-8")
    return tmp_path / "data"


def test_what_is_registered_is_served_at_once_beside_files_and_before_them(
    database: Database, data: Path
) -> None:
    library = Library(data, RegisteredBaselines(database))
    (held,) = library.baselines
    newer = replace(held, id="westley-2026", published="2026-04-01")
    with database.writing() as records:
        records.baselines.register(newer, EVENT)
    assert [each.id for each in library.baselines] == ["westley-2025", "westley-2026"]
    assert library.baseline_for(WESTERN, NOW.date()).id == "westley-2026"
    with database.writing() as records:
        records.baselines.retire(newer.id, EVENT)
    assert library.baseline_for(WESTERN, NOW.date()).id == "westley-2025"
    assert library.baseline("westley-2026") == newer, "it can still be named"
    assert library.overlaid == ()
    with database.writing() as records:
        records.baselines.register(replace(held, title="Another title"), EVENT)
    assert library.baseline(held.id).title == "Another title"
    assert "The file of baseline westley-2025 is not what is registered" in library.overlaid[0]
    assert library.unready() == ()


def test_an_assessment_that_has_ended_is_not_chosen_and_said_to_have_ended(
    database: Database, data: Path
) -> None:
    library = Library(data, RegisteredBaselines(database))
    (held,) = library.baselines
    with database.writing() as records:
        records.baselines.register(replace(held, in_force_to=date(2026, 3, 31)), EVENT)
    assert library.baseline_for(WESTERN, date(2026, 3, 31)).id == held.id
    with pytest.raises(NoBaselineError, match="in force until 2026-03-31"):
        library.baseline_for(WESTERN, NOW.date())


def test_each_thing_that_keeps_a_baseline_out_is_named_by_its_field(data: Path) -> None:
    library = Library(data)
    (held,) = library.baselines
    assert faults_of_baseline(replace(held, predecessor=None), library) == ()
    west = held.localities[0]
    bad = replace(
        held,
        id="westley-2020",
        published="2020",
        snapshot="none",
        predecessor=held.id,
        boards=(held.boards[0], held.boards[0]),
        localities=(west, west),
    )
    found = {fault.field: fault.message for fault in faults_of_baseline(bad, library)}
    assert list(found) == [
        "snapshot",
        "predecessor",
        "boards.1.code",
        "localities.1.id",
        "localities.1.wards.0",
        "localities.1.wards.1",
    ]
    assert "none is not in" in found["snapshot"]
    assert "later than 2020" in found["predecessor"]
    unknown = replace(held, boards=(replace(held.boards[0], code="E06000999"),), predecessor="nobody")
    found = {fault.field: fault.message for fault in faults_of_baseline(unknown, library)}
    assert list(found) == ["boards.0.code", "predecessor"]
    assert EAST in found["boards.0.code"], "those that there are, are named"
    assert canonical_json(held)
