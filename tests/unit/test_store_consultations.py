"""The store of consultations on both kinds of database: links, drafts, answers once, redactions, the chain."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.accounts import Account, Role
from app.domain.audit import AuditEvent
from app.domain.cases import IllegalMoveError, State
from app.domain.consultations import (
    Answer,
    Consultation,
    ConsultationError,
    Consultee,
    Door,
    Group,
    Redaction,
)
from app.schemas.applications import APPLICATION
from app.store.consultation_links import LinkKind
from app.store.consultation_tables import AnswerOriginalRow, AnswerRow, RedactionRow
from app.store.database import Database
from app.store.missing import NotStoredError
from app.store.responding import LinkRefused, OpenLink, Reason, Receipt, RefusedError
from app.store.tables import ImmutableRowError
from tests.made_up.papers import consolidation
from tests.made_up.postgres import Statement

NOW = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
EVENT = AuditEvent(NOW, "the public health analyst", "request-1")
LATER = NOW + timedelta(days=60)
ASKED = Consultation(date(2026, 5, 5), date(2026, 6, 8), "Public health team", public=True)
HEALTHWATCH = Consultee("The local Healthwatch", Group.PATIENTS, "always", email="office@example.org")
SAID = Answer(Group.PATIENTS, uses="Members go weekly.", meaning="A longer walk for SECRETWORD.")


def consulted(database: Database, consultation: Consultation = ASKED) -> str:
    value = APPLICATION.validate_python(consolidation()).value()
    with database.writing() as records:
        owner = records.add_application(value, EVENT).id
        records.consultations.put(owner, consultation, EVENT)
        records.consultations.add_consultees(owner, [HEALTHWATCH], EVENT)
    return owner


def personal(database: Database, owner: str, **how: bool) -> str:
    with database.writing() as records:
        (first, *_) = records.consultations.consultees(owner)
        return records.consultations.make_link(owner, first.id, LATER, EVENT, **how).token


def public(database: Database, owner: str) -> str:
    with database.writing() as records:
        return records.consultations.make_link(owner, None, LATER, EVENT).token


def opened(database: Database, token: str, at: datetime = NOW) -> OpenLink | LinkRefused:
    with database.reading() as records:
        return records.responding.open_link(token, at)


def sent(database: Database, token: str, answer: Answer = SAID, at: datetime = NOW) -> Receipt:
    with database.writing() as records:
        return records.responding.submit(token, answer, at, "request-2")


def whole(database: Database) -> None:
    assert database.verify().faults == ()


def test_a_consultation_is_kept_with_its_versions(database: Database, behind: Statement) -> None:
    owner = consulted(database)
    with database.writing() as records:
        changed = records.consultations.put(owner, replace(ASKED, closes=date(2026, 6, 9)), EVENT)
    with database.reading() as records:
        assert records.consultations.read(owner) == changed
    assert (changed.version, changed.consultation.closes) == (2, date(2026, 6, 9))
    assert behind("SELECT version FROM consultations ORDER BY version") == [(1,), (2,)]
    whole(database)


def test_what_is_not_there_is_said_to_be_not_there(database: Database) -> None:
    value = APPLICATION.validate_python(consolidation()).value()
    with database.writing() as records:
        owner = records.add_application(value, EVENT).id
    with database.writing() as records:
        assert records.consultations.read(owner) is None
        assert records.answers.every(owner) == ()
        with pytest.raises(NotStoredError, match="no consultation on application"):
            records.consultations.make_link(owner, None, LATER, EVENT)
        with pytest.raises(NotStoredError, match="no consultation on application"):
            records.answers.enter(owner, SAID, Door.LETTER, NOW.date(), EVENT)
        with pytest.raises(NotStoredError, match="no consultee x'y"):
            records.consultations.remove_consultee(owner, "x'y", EVENT)
        with pytest.raises(NotStoredError, match="no link abc"):
            records.consultations.revoke_link(owner, "abc", EVENT)
        with pytest.raises(NotStoredError, match="no answer 1"):
            records.answers.redact(owner, 1, Redaction("none"), EVENT)
        with pytest.raises(NotStoredError, match="no application nobody"):
            records.consultations.read("nobody")


def test_it_closes_in_time_for_the_letter(database: Database) -> None:
    owner = consulted(database)
    with (
        database.writing() as records,
        pytest.raises(ConsultationError, match="day to reply by is 2026-06-15"),
    ):
        records.consultations.put(owner, replace(ASKED, closes=date(2026, 6, 12)), EVENT)


def test_consultees_are_listed_once_and_completed(database: Database) -> None:
    owner = consulted(database)
    committee = Consultee("The Local Pharmaceutical Committee", Group.PROFESSIONS)
    with database.writing() as records:
        again = Consultee(
            "the LOCAL Healthwatch", Group.OTHERS, email="other@example.org", post="1 Long Street"
        )
        records.consultations.add_consultees(owner, [again, committee, committee], EVENT)
    with database.reading() as records:
        first, second = records.consultations.consultees(owner)
    assert first.consultee == replace(HEALTHWATCH, post="1 Long Street")
    assert second.consultee == committee
    with database.writing() as records:
        with pytest.raises(ConsultationError, match="not an e-mail address"):
            records.consultations.set_contact(owner, second.id, "nonsense", None, EVENT)
        set_ = records.consultations.set_contact(owner, second.id, "lpc@example.org", None, EVENT)
        assert set_.consultee.email == "lpc@example.org"
        records.consultations.remove_consultee(owner, second.id, EVENT)
        assert [each.id for each in records.consultations.consultees(owner)] == [first.id]
        both = records.consultations.consultees(owner, removed=True)
        assert [each.removed for each in both] == [None, NOW]
    whole(database)


def test_five_hundred_are_asked_at_most(database: Database) -> None:
    owner = consulted(database)
    many = [Consultee(f"Group {number}", Group.OTHERS) for number in range(500)]
    with database.writing() as records, pytest.raises(ConsultationError, match="at most 500"):
        records.consultations.add_consultees(owner, many, EVENT)


def test_a_token_is_kept_as_its_hash_only_and_opens_its_own_consultation(
    database: Database, behind: Statement
) -> None:
    owner = consulted(database)
    token = personal(database, owner)
    assert len(token) == 43
    assert token not in str(behind("SELECT * FROM consultation_links"))
    assert token not in str(behind("SELECT before, after FROM audit_events"))
    found = opened(database, token)
    assert isinstance(found, OpenLink)
    assert (found.application, found.kind, found.receipt) == (owner, LinkKind.PERSONAL, None)
    assert found.consultee is not None
    assert found.consultee.name == HEALTHWATCH.name
    assert opened(database, token[:-1] + "x") == LinkRefused(Reason.UNKNOWN)
    assert opened(database, "") == LinkRefused(Reason.UNKNOWN)
    whole(database)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (datetime(2026, 5, 4, 22, 59, tzinfo=UTC), Reason.NOT_OPEN),
        (datetime(2026, 5, 4, 23, 1, tzinfo=UTC), None),
        (datetime(2026, 6, 8, 22, 59, tzinfo=UTC), None),
        (datetime(2026, 6, 8, 23, 1, tzinfo=UTC), Reason.CLOSED),
        (LATER, Reason.EXPIRED),
    ],
)
def test_a_link_takes_answers_between_midnights_in_england(
    database: Database, at: datetime, reason: Reason | None
) -> None:
    token = personal(database, consulted(database))
    found = opened(database, token, at)
    assert (found.reason if isinstance(found, LinkRefused) else None) is reason
    if reason is not None:
        with pytest.raises(RefusedError) as refused:
            sent(database, token, at=at)
        assert refused.value.refused.reason is reason


def test_a_link_can_be_revoked_and_renewed(database: Database) -> None:
    owner = consulted(database)
    first = personal(database, owner)
    second = personal(database, owner)
    assert isinstance(opened(database, first), OpenLink), "a reminder leaves the first link as it is"
    third = personal(database, owner, renew=True)
    for gone in (first, second):
        found = opened(database, gone)
        assert isinstance(found, LinkRefused)
        assert found.reason is Reason.REVOKED
    link = opened(database, third)
    assert isinstance(link, OpenLink)
    with database.writing() as records:
        records.consultations.revoke_link(owner, link.link, EVENT)
    found = opened(database, third)
    assert isinstance(found, LinkRefused)
    assert found.reason is Reason.REVOKED
    whole(database)


def test_who_is_taken_off_the_list_cannot_answer(database: Database) -> None:
    owner = consulted(database)
    token = personal(database, owner)
    with database.writing() as records:
        (only,) = records.consultations.consultees(owner)
        records.consultations.remove_consultee(owner, only.id, EVENT)
        with pytest.raises(ConsultationError, match="taken off the list"):
            records.consultations.make_link(owner, only.id, LATER, EVENT)
    assert isinstance(opened(database, token), LinkRefused)


def test_a_draft_is_shared_by_a_consultees_links_and_goes_when_sent(
    database: Database, behind: Statement
) -> None:
    owner = consulted(database)
    phone, desktop = personal(database, owner), personal(database, owner)
    with database.writing() as records:
        assert records.responding.draft(desktop, NOW) == {}
        records.responding.save_draft(phone, {"uses": " half a sen", "who": ""}, NOW)
        records.responding.save_draft(phone, {"uses": "half a sentence"}, NOW)
        assert records.responding.draft(desktop, NOW) == {"uses": "half a sentence"}
        with pytest.raises(ConsultationError, match="no question 'shoe"):
            records.responding.save_draft(phone, {"shoe": "42"}, NOW)
        with pytest.raises(ConsultationError, match="too long"):
            records.responding.save_draft(phone, {"uses": "x" * 40_001}, NOW)
    sent(database, desktop)
    with database.writing() as records:
        records.responding.save_draft(phone, {"uses": "more"}, NOW)
    assert behind("SELECT * FROM consultation_drafts") == []


def test_an_answer_is_kept_once_whatever_is_sent_again(database: Database, behind: Statement) -> None:
    owner = consulted(database)
    token, other = personal(database, owner), personal(database, owner)
    receipt = sent(database, token)
    assert receipt.answer == SAID
    assert len(receipt.reference) == 14
    again = sent(database, other, replace(SAID, uses="Something else."))
    assert again == receipt
    found = opened(database, token)
    assert isinstance(found, OpenLink)
    assert found.receipt == receipt
    closed = opened(database, token, NOW + timedelta(days=40))
    assert isinstance(closed, LinkRefused)
    assert (closed.reason, closed.receipt) == (Reason.CLOSED, receipt)
    assert sent(database, token, at=NOW + timedelta(days=40)) == receipt, "sent again after it closed"
    with database.reading() as records:
        (stored,) = records.answers.every(owner)
        (asked,) = records.consultations.consultees(owner)
    assert (stored.number, stored.door, stored.who, stored.name) == (
        1,
        Door.WEB_FORM,
        Group.PATIENTS,
        HEALTHWATCH.name,
    )
    assert asked.answers == (1,)
    assert stored.original == SAID
    assert "SECRETWORD" not in str(behind("SELECT * FROM audit_events"))
    assert "office@example.org" not in str(behind("SELECT * FROM audit_events"))
    whole(database)


def test_two_that_send_at_the_same_moment_get_one_reference(database: Database, behind: Statement) -> None:
    token = personal(database, consulted(database))
    together = Barrier(2)

    def send(_: int) -> Receipt:
        together.wait()
        return sent(database, token)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(send, range(2))
    assert first == second
    assert behind("SELECT count(*) FROM consultation_answers") == [(1,)]
    whole(database)


def test_the_public_link_gives_each_visitor_a_link_of_their_own(database: Database) -> None:
    owner = consulted(database)
    door = public(database, owner)
    with database.writing() as records:
        with pytest.raises(RefusedError):
            records.responding.submit(door, SAID, NOW, "request")
        with pytest.raises(RefusedError):
            records.responding.save_draft(door, {"uses": "x"}, NOW)
        one, two = records.responding.start(door, NOW), records.responding.start(door, NOW)
        with pytest.raises(RefusedError):
            records.responding.start(one, NOW)
        with pytest.raises(RefusedError):
            records.responding.start("nothing", NOW)
        assert records.responding.started_since(door, NOW) == 2
        assert records.responding.started_since(door, NOW + timedelta(seconds=1)) == 0
        records.responding.save_draft(one, {"uses": "mine"}, NOW)
        assert records.responding.draft(two, NOW) == {}
    by_public = Answer(Group.PUBLIC, meaning="A longer walk.")
    assert sent(database, one, by_public).reference != sent(database, two, by_public).reference
    with database.reading() as records:
        assert [answer.name for answer in records.answers.every(owner)] == [None, None]
        assert records.responding.receipt(two, NOW) is not None
        assert records.responding.receipt(door, NOW) is None
        (link,) = records.consultations.public_links(owner)
    with database.writing() as records:
        records.consultations.revoke_link(owner, link.id, EVENT)
    assert isinstance(opened(database, one), LinkRefused), "it closes with the public link"
    whole(database)


def test_a_consultation_that_is_not_public_has_no_public_link(database: Database) -> None:
    owner = consulted(database)
    door = public(database, owner)
    with database.writing() as records:
        records.consultations.put(owner, replace(ASKED, public=False), EVENT)
        with pytest.raises(ConsultationError, match="nobody but its consultees"):
            records.consultations.make_link(owner, None, LATER, EVENT)
    assert isinstance(opened(database, door), LinkRefused)


def test_only_what_was_asked_is_taken(database: Database) -> None:
    owner = consulted(database, replace(ASKED, questions=("who", "meaning")))
    with pytest.raises(ConsultationError) as refused:
        sent(database, personal(database, owner))
    assert refused.value.field == "uses"


def test_an_officer_enters_what_came_by_post(database: Database) -> None:
    owner = consulted(database)
    with database.writing() as records:
        (asked,) = records.consultations.consultees(owner)
        day = date(2026, 5, 5)
        entered = records.answers.enter(owner, SAID, Door.LETTER, day, EVENT, consultee_id=asked.id)
        assert (entered.entered_by, entered.received, entered.name) == (EVENT.actor, day, HEALTHWATCH.name)
        for door, received, match in (
            (Door.WEB_FORM, day, "another door"),
            (Door.LETTER, date(2026, 5, 7), "has not come yet"),
            (Door.LETTER, date(2026, 5, 4), "It opened on"),
        ):
            with pytest.raises(ConsultationError, match=match):
                records.answers.enter(owner, SAID, door, received, EVENT)
    whole(database)


def test_a_redaction_stands_beside_the_original(database: Database, behind: Statement) -> None:
    owner = consulted(database)
    sent(database, personal(database, owner))
    with database.writing() as records:
        assert records.answers.read(owner, 1).shown is None
        records.answers.redact(owner, 1, Redaction("All withheld."), EVENT)
        shown = Redaction("It named somebody.", meaning="A longer walk for [a member].")
        stored = records.answers.redact(owner, 1, shown, EVENT)
    assert stored.original == SAID
    assert stored.shown is not None
    assert (stored.shown.number, stored.shown.by, stored.shown.redaction) == (2, EVENT.actor, shown)
    assert behind("SELECT count(*) FROM answer_redactions") == [(2,)]
    whole(database)


def test_answers_originals_and_redactions_are_never_changed(database: Database) -> None:
    owner = consulted(database)
    sent(database, personal(database, owner))
    with database.writing() as records:
        records.answers.redact(owner, 1, Redaction("All withheld."), EVENT)
    for table, column in ((AnswerRow, "sha256"), (AnswerOriginalRow, "content"), (RedactionRow, "by")):
        with Session(database.engine) as session:
            setattr(session.scalars(select(table)).one(), column, b"x" if column == "content" else "x")
            with pytest.raises(ImmutableRowError):
                session.flush()
        with Session(database.engine) as session:
            session.delete(session.scalars(select(table)).one())
            with pytest.raises(ImmutableRowError):
                session.flush()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE answer_originals SET content = (SELECT content FROM applications)", "answer 1 was changed"),
        ("DELETE FROM answer_originals", "answer 1 is gone"),
        ("UPDATE consultation_links SET sha256 = 'x'", "was replaced"),
        (
            "UPDATE consultations SET content = (SELECT content FROM applications)",
            "consultation 1 was changed",
        ),
        ("UPDATE consultees SET content = (SELECT content FROM applications)", "was changed"),
        ("DELETE FROM answer_redactions", "redaction 1 of answer 1 is gone"),
        ("UPDATE consultation_links SET revoked = NULL", "does not stand as its last event left it"),
        ("UPDATE consultation_links SET expires = made", "does not stand as its last event left it"),
        ("UPDATE consultation_links SET kind = 'public', slot = NULL", "does not stand as its last"),
        ("UPDATE consultees SET removed = made FROM consultation_links", "does not stand as its last event"),
        ("UPDATE consultation_answers SET door = 'letter'", "answer 1 does not stand as its last event"),
        ("UPDATE consultation_answers SET who = 'somebody else'", "answer 1 does not stand as its last"),
        (
            "UPDATE answer_redactions SET content = (SELECT content FROM applications)",
            "redaction 1 of answer 1 was changed",
        ),
    ],
)
def test_tampering_shows(database: Database, behind: Statement, statement: str, fault: str) -> None:
    owner = consulted(database)
    sent(database, personal(database, owner))
    with database.writing() as records:
        records.answers.redact(owner, 1, Redaction("All withheld."), EVENT)
        (consultee,) = records.consultations.consultees(owner)
        records.consultations.revoke_link(owner, consultee.links[0].id, EVENT)
    whole(database)
    behind(statement)
    (found,) = database.verify().faults
    assert fault in found


def test_what_is_learnt_of_somebody_who_is_listed_already_leaves_its_event(database: Database) -> None:
    owner = consulted(database)
    before = database.verify().events
    with database.writing() as records:
        records.consultations.add_consultees(owner, [HEALTHWATCH], EVENT)
    assert database.verify().events == before, "nothing new was said"
    with database.writing() as records:
        records.consultations.add_consultees(owner, [replace(HEALTHWATCH, post="1 High Street")], EVENT)
        last = list(records.audit.events(owner))[-1]
    assert last.action.startswith("contact of consultee")
    whole(database)


def test_nothing_is_taken_once_the_case_has_gone_on(database: Database) -> None:
    owner = consulted(database)
    token = personal(database, owner)
    everybody = Account("somebody", frozenset(Role), frozenset({"all"}), "key")
    with database.writing() as records:
        records.cases.move(owner, State.WITHDRAWN, everybody, replace(EVENT, reason="withdrawn"))
    found = opened(database, token)
    assert isinstance(found, LinkRefused)
    assert found.reason is Reason.ENDED
    with database.writing() as records:
        for change in (
            lambda: records.consultations.put(owner, ASKED, EVENT),
            lambda: records.consultations.add_consultees(owner, [HEALTHWATCH], EVENT),
            lambda: records.answers.enter(owner, SAID, Door.LETTER, NOW.date(), EVENT),
        ):
            with pytest.raises(IllegalMoveError):
                change()


def test_going_down_a_step_is_told_to_the_chain(database: Database) -> None:
    owner = consulted(database)
    sent(database, personal(database, owner))
    database.migrate("0002")
    database.migrate()
    whole(database)
    with database.reading() as records:
        assert records.consultations.read(owner) is None
        actions = [event.action for event in records.audit.events(owner)]
        assert actions[-2:] == ["consultation removed", "days of the case counted anew"]
