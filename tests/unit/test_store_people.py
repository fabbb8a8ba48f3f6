"""People, sessions and sign-ins under way in the store, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.accounts import Role
from app.domain.audit import AuditEvent
from app.domain.people import Lifetime, Person
from app.store.attempts import KEPT, Attempt, AttemptRefusedError
from app.store.database import Database
from app.store.keys import KeyRefusedError
from app.store.missing import NotStoredError
from app.store.people import PersonChange, PersonRefusedError
from app.store.repository import Repository
from app.store.retention import ATTEMPTS, SESSIONS, due, remove
from app.store.sessions import SEEN_AGAIN, SessionRefusedError, token_sha256
from tests.made_up.postgres import Statement

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "command line: root", "request-1", "Because.")
ISSUER = "https://login.example.gov.uk"
LIFETIME = Lifetime(timedelta(minutes=60), timedelta(hours=12))


def add(records: Repository, email: str = "Ann@Example.gov.uk", **more: Any) -> Person:
    return records.people.add("", email, ISSUER, [Role.ANALYST], ["E1"], EVENT, **more)


def sign_in(records: Repository, subject: str = "s-1", email: str | None = "ann@example.gov.uk") -> Person:
    return records.people.sign_in(ISSUER, subject, email, "The\nanalyst", EVENT)


def test_somebody_is_bound_to_the_providers_name_at_the_first_sign_in(database: Database) -> None:
    with database.writing() as records:
        made = add(records)
        assert (made.email, made.holder, made.subject) == ("ann@example.gov.uk", "ann@example.gov.uk", None)
        first = sign_in(records)
        assert (first.id, first.subject, first.name) == (made.id, "s-1", "Theanalyst")
        assert sign_in(records, email="another@example.gov.uk").id == made.id
        assert sign_in(records, email=None).id == made.id
        assert records.people.find(ISSUER, "s-1") == first
        assert records.people.find("https://other.example.org", "s-1") is None
    actions = [event.action for event in _events(database)]
    assert actions == ["person added", "person bound to a sign-in"]
    assert database.verify().faults == ()


@pytest.mark.parametrize(
    ("subject", "email", "why"),
    [
        ("s-2", "ann@example.gov.uk", "somebody else's"),
        ("s-2", "ben@example.gov.uk", "not on the list"),
        ("s-2", None, "no proven e-mail"),
    ],
)
def test_an_address_that_went_to_somebody_else_opens_nothing(
    database: Database, subject: str, email: str | None, why: str
) -> None:
    with database.writing() as records:
        add(records)
        sign_in(records)
        with pytest.raises(PersonRefusedError, match=why):
            sign_in(records, subject, email)


def test_somebody_of_another_issuer_is_somebody_else(database: Database) -> None:
    with database.writing() as records:
        add(records)
        with pytest.raises(PersonRefusedError, match="not on the list"):
            records.people.sign_in("https://other.example.org", "s-1", "ann@example.gov.uk", "", EVENT)


def test_who_is_disabled_may_not_sign_in_and_may_again_when_enabled(database: Database) -> None:
    with database.writing() as records:
        person = add(records)
        sign_in(records)
        records.people.change(person.id, PersonChange(disabled=True), EVENT)
        with pytest.raises(PersonRefusedError, match="disabled"):
            sign_in(records)
        records.people.change(person.id, PersonChange(disabled=False), EVENT)
        assert sign_in(records).disabled is None
        records.people.change(person.id, PersonChange(unbound=True), EVENT)
        assert sign_in(records, "s-9").subject == "s-9"
    assert database.verify().faults == ()


def test_the_list_can_be_made_before_there_is_a_provider_and_outlives_a_change_of_it(
    database: Database,
) -> None:
    with database.writing() as records:
        made = records.people.add("", "ann@example.gov.uk", "", [Role.ANALYST], ["E1"], EVENT)
        assert (made.issuer, sign_in(records).id, records.people.read(made.id).issuer) == (
            "",
            made.id,
            ISSUER,
        )
        with pytest.raises(PersonRefusedError, match="not on the list"):
            records.people.sign_in("https://other.example.org", "s-1", "ann@example.gov.uk", "", EVENT)
        records.people.change(made.id, PersonChange(unbound=True), EVENT)
        moved = records.people.sign_in("https://other.example.org", "s-5", "ann@example.gov.uk", "", EVENT)
        assert (moved.id, moved.issuer, moved.subject) == (made.id, "https://other.example.org", "s-5")
    assert database.verify().faults == ()


@pytest.mark.parametrize(("first", "second"), [("", ISSUER), (ISSUER, ""), ("", "")])
def test_an_address_that_waits_for_a_provider_is_nobody_elses(
    database: Database, first: str, second: str
) -> None:
    with database.writing() as records:
        records.people.add("", "ann@example.gov.uk", first, [Role.ANALYST], ["E1"], EVENT, holder="desk-1")
        with pytest.raises(ValueError, match=r"ann@example\.gov\.uk is on the list already"):
            records.people.add("", "ann@example.gov.uk", second, [Role.READER], ["E1"], EVENT)


def test_the_holder_stays_when_the_address_changes(database: Database) -> None:
    with database.writing() as records:
        person = add(records)
        changed = records.people.change(
            person.id, PersonChange(email="ann.b@example.gov.uk", name="Desk 1"), EVENT
        )
        assert (changed.email, changed.holder, changed.name) == (
            "ann.b@example.gov.uk",
            "ann@example.gov.uk",
            "Desk 1",
        )
        assert changed.account("x").holder == "ann@example.gov.uk"
        assert add(records, "ben@example.gov.uk", holder="desk-2").holder == "desk-2"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"email": "nobody"}, "no e-mail address"),
        ({"email": "a b@example.org"}, "no e-mail address"),
        ({"email": "ann@example.gov.uk"}, "on the list already"),
        (
            {"email": "ben@example.gov.uk", "holder": "ANN@example.gov.uk"},
            "the holder ann@example.gov.uk is on",
        ),
        ({"email": "ben@example.gov.uk", "holder": "a\nb"}, "one line"),
        ({"email": "ben@example.gov.uk", "roles": []}, "a role and a board"),
        ({"email": "ben@example.gov.uk", "boards": []}, "a role and a board"),
    ],
)
def test_a_person_who_could_not_sign_in_is_not_added(
    database: Database, given: dict[str, Any], message: str
) -> None:
    values = {"name": "", "issuer": ISSUER, "roles": [Role.READER], "boards": ["E1"], "event": EVENT} | given
    with database.writing() as records:
        add(records)
        with pytest.raises(ValueError, match=message):
            records.people.add(**values)
        with pytest.raises(NotStoredError):
            records.people.change("nobody", PersonChange(), EVENT)
        other = add(records, "cat@example.gov.uk")
        with pytest.raises(ValueError, match="on the list already"):
            records.people.change(other.id, PersonChange(email="ann@example.gov.uk"), EVENT)


def test_a_session_opens_what_its_person_may_do_now(database: Database) -> None:
    with database.writing() as records:
        person = add(records)
        started = records.sessions.start_for_person(person, LIFETIME, EVENT)
        found = records.sessions.open(started.token, NOW, LIFETIME)
        assert (found.id, found.account.holder, found.account.boards) == (
            started.id,
            person.holder,
            person.boards,
        )
        records.people.change(person.id, PersonChange(roles=frozenset({Role.READER})), EVENT)
        assert records.sessions.open(started.token, NOW, LIFETIME).account.roles == {Role.READER}
        records.people.change(person.id, PersonChange(disabled=True), EVENT)
        with pytest.raises(SessionRefusedError):
            records.sessions.open(started.token, NOW, LIFETIME)


def with_key(records: Repository, days: float = 30) -> tuple[str, str]:
    """A key and the token of a session that it opened."""
    key = records.keys.make("Laptop", "Ann@example.gov.uk", [Role.READER], ["E1"], NOW + timedelta(days=days), EVENT)  # fmt: skip
    return key, records.sessions.start_for_key(key, LIFETIME, EVENT).token


def test_a_session_of_a_key_ends_with_the_key(database: Database) -> None:
    with database.writing() as records:
        key, token = with_key(records)
        found = records.sessions.open(token, NOW, LIFETIME)
        assert (found.account.holder, found.account.key) == ("ann@example.gov.uk", key.split("_")[1])
        records.keys.revoke(key.split("_")[1], EVENT)
        with pytest.raises(SessionRefusedError):
            records.sessions.open(token, NOW, LIFETIME)
        _, soon = with_key(records, days=0.01)
        with pytest.raises(SessionRefusedError):
            records.sessions.open(soon, NOW + timedelta(minutes=15), LIFETIME)
        with pytest.raises(KeyRefusedError):
            records.sessions.start_for_key("pa_wrong", LIFETIME, EVENT)


@pytest.mark.parametrize("how", ["forged", "empty", "ended", "idle", "too old"])
def test_what_is_no_open_session_opens_nothing(database: Database, how: str) -> None:
    with database.writing() as records:
        _, token = with_key(records)
        held = records.sessions.every()[0].id
        presented = {"forged": token[:-1] + ("A" if token[-1] != "A" else "B"), "empty": ""}.get(how, token)
        now = NOW
        if how == "ended":
            records.sessions.end(held, EVENT)
            records.sessions.end(held, EVENT)
        if how == "idle":
            now = NOW + LIFETIME.idle
        if how == "too old":
            for minutes in range(0, 12 * 60, 30):
                records.sessions.touch(held, NOW + timedelta(minutes=minutes))
            now = NOW + LIFETIME.whole
            assert records.sessions.open(token, now - timedelta(seconds=1), LIFETIME)
        with pytest.raises(SessionRefusedError):
            records.sessions.open(presented, now, LIFETIME)
    assert database.verify().faults == ()


def test_a_session_that_is_used_lasts(database: Database) -> None:
    with database.writing() as records:
        _, token = with_key(records)
        later = NOW + SEEN_AGAIN
        assert not records.sessions.open(token, later - timedelta(seconds=1), LIFETIME).stale
        found = records.sessions.open(token, later, LIFETIME)
        assert found.stale
        records.sessions.touch(found.id, later)
        assert not records.sessions.open(token, later, LIFETIME).stale
        assert records.sessions.open(token, later + LIFETIME.idle - timedelta(seconds=1), LIFETIME)


def test_sessions_are_ended_one_by_one_by_holder_and_all(database: Database) -> None:
    with database.writing() as records:
        person = add(records)
        for _ in range(2):
            records.sessions.start_for_person(person, LIFETIME, EVENT)
        records.sessions.start_for_person(add(records, "ben@example.gov.uk"), LIFETIME, EVENT)
        assert records.sessions.end_all(EVENT, "ann@example.gov.uk") == 2
        assert records.sessions.end_all(EVENT) == 1
        assert all(note.ended == NOW for note in records.sessions.every())
        with pytest.raises(NotStoredError):
            records.sessions.end("nobody", EVENT)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE people SET roles = '[\"administrator\"]'", "the person does not stand"),
        ("UPDATE people SET subject = 'me'", "the person does not stand"),
        ("UPDATE sessions SET sha256 = 'mine'", "the session does not stand"),
        ("UPDATE sessions SET ended = NULL", "the session does not stand"),
        ("UPDATE sessions SET id = 'new'", "the session does not stand"),
    ],
)
def test_people_and_sessions_changed_behind_the_store_are_found(
    database: Database, behind: Statement, statement: str, fault: str
) -> None:
    with database.writing() as records:
        records.sessions.start_for_person(add(records), LIFETIME, EVENT)
        records.sessions.end_all(EVENT)
    assert database.verify().faults == ()
    behind(statement)
    assert [fault in found for found in database.verify().faults] == [True]


def test_neither_tokens_nor_what_forms_are_signed_with_stand_in_the_chain(
    database: Database, behind: Statement
) -> None:
    with database.writing() as records:
        _, token = with_key(records)
    ((kept, secret),) = behind("SELECT sha256, form_secret FROM sessions")
    assert (kept, secret != token) == (token_sha256(token), True)
    chain = "".join(event.after for event in _events(database))
    assert token not in chain
    assert str(secret) not in chain


def test_an_attempt_is_taken_once_by_the_browser_that_began_it(database: Database) -> None:
    attempt = Attempt("nonce", "verifier", "/cases?x=1", '{"fields": [["reason", "Line 1\\né"]]}')
    with database.writing() as records:
        records.attempts.keep("state", "visit", attempt, NOW)
    with database.writing() as records:
        for state, visit in (("state", "other"), ("other", "visit"), ("", "")):
            with pytest.raises(AttemptRefusedError):
                records.attempts.take(state, visit, NOW)
        assert records.attempts.take("state", "visit", NOW) == attempt
        with pytest.raises(AttemptRefusedError):
            records.attempts.take("state", "visit", NOW)
        records.attempts.keep("late", "visit", attempt, NOW)
        with pytest.raises(AttemptRefusedError):
            records.attempts.take("late", "visit", NOW + KEPT)


def test_what_has_ended_is_removed_in_time_and_its_events_stay(database: Database) -> None:
    with database.writing() as records:
        with_key(records)
        records.attempts.keep("state", "visit", Attempt("n", "v", "/", ""), NOW)
    counts: Callable[[datetime], Any] = lambda now: _due(database, now)  # noqa: E731
    assert counts(NOW + timedelta(hours=23)) == (0, 0)
    assert counts(NOW + timedelta(days=2)) == (0, 1)
    assert counts(NOW + timedelta(days=31)) == (1, 1)
    with database.writing() as records:
        event = AuditEvent(NOW + timedelta(days=31), "command line: root", "request-2")
        remove(records, event)
    assert counts(NOW + timedelta(days=31)) == (0, 0)
    assert database.verify().faults == ()
    assert [event.action for event in _events(database)] == ["key made", "signed in", "records removed"]


def _due(database: Database, now: datetime) -> tuple[int, int]:
    with database.reading() as records:
        found = {each.rule: each.count for each in due(records, now)}
    return found[SESSIONS], found[ATTEMPTS]


def _events(database: Database) -> list[Any]:
    with database.reading() as records:
        return list(records.audit.events())
