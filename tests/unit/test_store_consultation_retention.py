"""What could tell who was asked and who answered goes after its time; hashes and what may be shown stay."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.domain.accounts import Account, Role
from app.domain.audit import AuditEvent
from app.domain.cases import State
from app.domain.consultations import Answer, Consultation, Consultee, Door, Group, Redaction
from app.schemas.applications import APPLICATION
from app.store import retention
from app.store.backup import back_up, restore
from app.store.database import Database
from app.store.messages import MessageState
from tests.made_up.papers import consolidation
from tests.made_up.postgres import Statement

NOW = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "the public health analyst", "request-1", "withdrawn")
EVERYBODY = Account("somebody", frozenset(Role), frozenset({"all"}), "key")
SAID = Answer(Group.PATIENTS, meaning="SECRETWORD says that the walk is long.")
YEAR = timedelta(days=365)


def consulted(database: Database, *, closed: bool) -> str:
    """A case with a consultee, a message, an answer by letter that may be shown, one by link that nobody looked at, a draft."""
    value = APPLICATION.validate_python(consolidation()).value()
    with database.writing() as records:
        owner = records.add_application(value, EVENT).id
        asked = Consultation(date(2026, 5, 5), date(2026, 6, 8), "Public health team", public=True)
        records.consultations.put(owner, asked, EVENT)
        body = Consultee(
            "The local Healthwatch", Group.PATIENTS, email="office@example.org", post="1 Long St"
        )
        (consultee,) = records.consultations.add_consultees(owner, [body], EVENT)
        to = (owner, consultee.id, "invitation", "s", "b", "office@example.org", MessageState.DRAFTED, EVENT)
        records.messages.add(*to)
        records.answers.enter(owner, SAID, Door.LETTER, NOW.date(), EVENT, consultee_id=consultee.id)
        records.answers.redact(owner, 1, Redaction("It named somebody.", meaning="The walk is long."), EVENT)
        link = records.consultations.make_link(owner, consultee.id, NOW + YEAR, EVENT).token
        records.responding.submit(link, SAID, NOW, "request")
        door = records.consultations.make_link(owner, None, NOW + timedelta(days=40), EVENT).token
        visitor = records.responding.start(door, NOW)
        records.responding.save_draft(visitor, {"uses": "SECRETWORD begins"}, NOW)
        if closed:
            records.cases.move(owner, State.WITHDRAWN, EVERYBODY, EVENT)
    return owner


def counted(found: Iterable[retention.Due]) -> dict[str, int]:
    """What is past its time, by rule; a rule with nothing past its time is left out."""
    return {each.rule.what: each.count for each in found if each.count}


def due(database: Database, at: datetime) -> dict[str, int]:
    with database.reading() as records:
        return counted(retention.due(records, at))


SOON = {retention.DRAFTS.what: 2, retention.VISITOR_LINKS.what: 2}


def test_nothing_goes_before_its_time_or_while_a_case_is_open(database: Database) -> None:
    consulted(database, closed=True)
    consulted(database, closed=False)
    assert due(database, NOW) == {}
    assert due(database, NOW + timedelta(days=61)) == SOON
    assert due(database, NOW + YEAR) == SOON
    # 2 answers, contact, draft, message
    assert due(database, NOW + YEAR + timedelta(seconds=1)) == SOON | {retention.CONSULTEES.what: 5}


def test_after_its_time_hashes_and_what_may_be_shown_stay(database: Database, behind: Statement) -> None:
    owner, other = consulted(database, closed=True), consulted(database, closed=False)
    later = replace(EVENT, at=NOW + YEAR + timedelta(days=1), reason="past its time")
    with database.writing() as records:
        assert counted(retention.remove(records, later)) == SOON | {retention.CONSULTEES.what: 5}
    assert due(database, later.at) == {}
    with database.reading() as records:
        first, second = records.answers.every(owner)
        (consultee,) = records.consultations.consultees(owner, removed=True)
        assert [each.original for each in records.answers.every(other)] == [SAID, SAID]
        events = list(records.audit.events(owner))
        assert records.messages.every(owner)[0].address is None
    assert (first.original, second.original, second.shown) == (None, None, None)
    assert first.shown is not None
    assert first.shown.redaction.meaning == "The walk is long."
    assert (consultee.consultee.email, consultee.consultee.post) == (None, None)
    assert consultee.consultee.name == "The local Healthwatch"
    assert events[-1].action == "personal data removed"
    assert first.sha256 in events[-1].after
    assert behind("SELECT count(*) FROM answer_originals") == [(2,)]
    assert behind("SELECT count(*) FROM consultation_drafts") == [(0,)]
    assert "SECRETWORD" not in str(behind("SELECT * FROM audit_events"))
    assert database.verify().faults == ()
    with database.writing() as records:
        assert counted(retention.remove(records, later)) == {}
        assert list(records.audit.events(owner))[-1] == events[-1], "nothing to remove, nothing written"


def test_a_copy_of_it_is_restored_whole(database: Database, tmp_path: Path) -> None:
    """The public link was changed after visitors started from it, so that its row may lie after theirs."""
    owner = consulted(database, closed=False)
    with database.writing() as records:
        (public,) = records.consultations.public_links(owner)
        records.consultations.revoke_link(owner, public.id, EVENT)
        before = records.answers.every(owner), records.consultations.consultees(owner)
    back_up(database, tmp_path / "data", tmp_path / "copy", NOW)
    with closing(Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")) as restored:
        restore(tmp_path / "copy", restored, tmp_path / "data")
        with restored.reading() as records:
            assert (records.answers.every(owner), records.consultations.consultees(owner)) == before
        assert restored.verify().faults == ()


def test_an_original_that_goes_without_an_event_is_noticed(database: Database, behind: Statement) -> None:
    owner = consulted(database, closed=True)
    later = replace(EVENT, at=NOW + YEAR + timedelta(days=1))
    with database.writing() as records:
        retention.remove(records, later)
    other = consulted(database, closed=False)
    behind("DELETE FROM answer_originals")
    assert database.verify().faults == (f"{other}: answer 1 is gone.", f"{other}: answer 2 is gone.")
    assert owner != other
