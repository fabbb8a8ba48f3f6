"""No change without an event, and no event changed, removed or moved without its being found."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.accounts import Account, Role
from app.domain.audit import AuditEvent
from app.domain.cases import State
from app.domain.officer import OfficerPart
from app.schemas.applications import APPLICATION
from app.store.baselines import Baselines
from app.store.cases import Cases
from app.store.database import Database
from app.store.keys import Keys
from app.store.people import People
from app.store.rechecks import Rechecks
from app.store.repository import Repository
from app.store.sessions import Sessions
from tests.made_up.papers import relocation
from tests.made_up.postgres import Statement

NOW = datetime(2026, 5, 4, 9, 30, 0, 123456, tzinfo=UTC)
EVENT = AuditEvent(NOW, "a.analyst", "request-1", "Because.")
ANALYST = Account("a.analyst", frozenset({Role.ANALYST}), frozenset({"all"}), "key")

READERS = {
    Repository: {"application", "applications", "assessment", "assessments", "basis", "officer_part"},
    Cases: {"boards", "drafted_by", "find", "read"},
    Keys: {"account", "every", "read"},
    People: {"every", "find", "read"},
    Sessions: {"every", "open", "count_before", "touch", "remove_before"},
    Baselines: {"every", "read", "stamp", "versions"},
    Rechecks: {"cases", "counts", "ended", "find", "outcomes", "read", "whole"},
}
"""Methods that change no record. Whatever else there is has to ask for its event.

That a session was used is no record; what is past its time is removed with one event for all of it.
"""


def filled(database: Database) -> str:
    """Six events: two applications, an officer's part, a withdrawal, a key made and revoked."""
    value = APPLICATION.validate_python(relocation()).value()
    with database.writing() as records:
        first = records.add_application(value, EVENT, boards=["E1"]).id
        records.add_application(value, EVENT, boards=["E1", "E2"])
        records.put_officer_part(first, OfficerPart(signatory="The Chair"), EVENT)
        records.cases.move(first, State.WITHDRAWN, ANALYST, EVENT)
        key = records.keys.make("Laptop", "b", [Role.READER], ["E1"], NOW + timedelta(days=1), EVENT)
        records.keys.revoke(key.split("_")[1], replace(EVENT, request_id="request-2"))
    return first


@pytest.mark.parametrize("door", READERS)
def test_whatever_changes_something_asks_for_its_event(door: type) -> None:
    found = inspect.getmembers(door, inspect.isfunction)
    methods = {name: method for name, method in found if not name.startswith("_")}
    asking = {name for name, method in methods.items() if "event" in inspect.signature(method).parameters}
    assert asking == set(methods) - READERS[door]
    for name in asking:
        assert inspect.signature(methods[name]).parameters["event"].default is inspect.Parameter.empty


def test_every_change_leaves_its_event_with_who_why_before_and_after(database: Database) -> None:
    first = filled(database)
    with database.reading() as records:
        events = list(records.audit.events())
        assert [event.subject for event in records.audit.events(first)] == [first] * 3
    assert [event.action for event in events] == [
        "application received",
        "application received",
        "officer's part given",
        "case moved to withdrawn",
        "key made",
        "key revoked",
    ]
    assert {(event.actor, event.reason, event.at) for event in events} == {("a.analyst", "Because.", NOW)}
    assert [event.request_id for event in events[-2:]] == ["request-1", "request-2"]
    assert '"state": "received"' in events[3].before
    assert '"state": "withdrawn"' in events[3].after


def test_a_chain_that_nobody_touched_is_whole(database: Database) -> None:
    assert database.verify().faults == ()
    filled(database)
    found = database.verify()
    assert (found.events, found.faults) == (6, ())
    assert database.verify(found.head).faults == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"holder": ""},
        {"roles": []},
        {"boards": []},
        {"expires": NOW},
        {"name": "x" * 201},
        {"holder": "two\nlines"},
    ],
)
def test_a_key_that_would_open_nothing_or_says_nothing_is_not_made(
    database: Database, wrong: dict[str, object]
) -> None:
    given = {
        "name": "x",
        "holder": "y",
        "roles": [Role.READER],
        "boards": ["E1"],
        "expires": NOW + timedelta(1),
    }
    with pytest.raises(ValueError), database.writing() as records:
        records.keys.make(**{**given, **wrong}, event=EVENT)  # type: ignore[arg-type]
    assert database.verify().events == 0


def test_a_change_that_is_taken_back_leaves_no_event(database: Database) -> None:
    value = APPLICATION.validate_python(relocation()).value()
    with pytest.raises(RuntimeError), database.writing() as records:  # noqa: PT012 - the failure is the last line
        records.add_application(value, EVENT)
        raise RuntimeError
    assert database.verify().events == 0


SWAP = (
    "UPDATE audit_events SET position = 99 WHERE position = 3",
    "UPDATE audit_events SET position = 3 WHERE position = 4",
    "UPDATE audit_events SET position = 4 WHERE position = 99",
)

TAMPERING: dict[str, tuple[tuple[str, ...], str]] = {
    "actor changed": (("UPDATE audit_events SET actor = 'b' WHERE position = 2",), "Event 2 .* was changed"),
    "reason changed": (("UPDATE audit_events SET reason = '' WHERE position = 6",), "Event 6 .* was changed"),
    "after cut": (("UPDATE audit_events SET after = '{' WHERE position = 3",), "Event 3 .* was changed"),
    "hash made anew": (
        ("UPDATE audit_events SET hash = '1' WHERE position = 2",),
        "Event 3 does not follow event 2",
    ),
    "removed": (("DELETE FROM audit_events WHERE position = 4",), "Events between 3 and 5 are missing"),
    "removed and closed up": (
        (
            "DELETE FROM audit_events WHERE position = 5",
            "UPDATE audit_events SET position = 5 WHERE position = 6",
        ),
        "Event 5 does not follow event 4",
    ),
    "reordered": (SWAP, "Event 3 does not follow event 2"),
    "last removed": (("DELETE FROM audit_events WHERE position = 6",), "event 6 was the last one written"),
    "state changed": (("UPDATE cases SET state = 'sent'",), "case does not stand as its last event left it"),
    "four eyes undone": (("UPDATE cases SET drafters = '[]'",), "case does not stand as its last event"),
    "board added": (
        ("INSERT INTO case_boards (application, board) VALUES (1, 'E9')",),
        "case does not stand as its last event",
    ),
    "key opened again": (("UPDATE api_keys SET revoked = NULL",), "key does not stand as its last event"),
    "key removed": (("DELETE FROM api_keys",), "key does not stand as its last event"),
    "application cut": (
        ("UPDATE applications SET sha256 = '0' WHERE position = 1",),
        "application was changed: its content no longer has its hash",
    ),
    "listed as another kind": (
        ("UPDATE applications SET kind = 'consolidation' WHERE position = 1",),
        "the kind or the reference in lists is not the application's own",
    ),
    "listed under another reference": (
        ("UPDATE applications SET reference = 'PC/9' WHERE position = 2",),
        "the kind or the reference in lists",
    ),
    "part removed": (("DELETE FROM officer_parts",), "officer part 1 is gone"),
    "part put in": (
        (
            (
                "INSERT INTO officer_parts (position, application, version, given, content, sha256) "
                "SELECT 99, 2, 1, given, content, sha256 FROM officer_parts"
            ),
        ),
        "officer part 1 was added without an event",
    ),
    "part replaced": (
        (
            (
                "UPDATE officer_parts SET content = (SELECT content FROM applications WHERE position = 1), "
                "sha256 = (SELECT sha256 FROM applications WHERE position = 1)"
            ),
        ),
        "officer part 1 was replaced: its event names another hash",
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_what_was_done_behind_the_stores_back_is_found(
    database: Database, behind: Callable[[str], object], how: str
) -> None:
    filled(database)
    statements, message = TAMPERING[how]
    for statement in statements:
        behind(statement)
    found = "\n".join(database.verify().faults)
    assert re.search(message, found), found


def test_a_chain_written_anew_from_the_start_is_given_away_by_a_head_kept_elsewhere(
    database: Database, behind: Statement
) -> None:
    filled(database)
    kept = database.verify().head
    for table in ("audit_events", "officer_parts", "case_boards", "cases", "applications", "api_keys"):
        behind(f"DELETE FROM {table}")  # noqa: S608
    behind(f"UPDATE audit_head SET position = 0, hash = '{'0' * 64}'")  # noqa: S608
    filled(database)
    assert database.verify().faults == ()
    assert "written anew" in database.verify(kept).faults[0]
