"""A consultation that can be, its questions, and what is refused, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.consultations import (
    QUESTIONS,
    TEXT_LIMIT,
    WHO,
    Answer,
    Consultation,
    ConsultationError,
    Consultee,
    Group,
    Redaction,
    Stage,
    check_closing,
    day_in_england,
    is_address,
    unchanged,
    words_in_one,
)

OPEN = Consultation(date(2026, 5, 5), date(2026, 6, 8), "Public health team, health@example.gov.uk")


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 5, 4), Stage.NOT_OPEN),
        (date(2026, 5, 5), Stage.OPEN),
        (date(2026, 6, 8), Stage.OPEN),
        (date(2026, 6, 9), Stage.CLOSED),
    ],
)
def test_it_is_open_on_its_first_and_on_its_last_day(on: date, stage: Stage) -> None:
    assert OPEN.stage(on) is stage


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes": date(2026, 5, 4)}, "closes"),
        ({"contact": " "}, "contact"),
        ({"questions": ("who", "shoe_size")}, "questions"),
        ({"questions": ("uses", "meaning")}, "questions"),
        ({"questions": ("who", "on_behalf_of")}, "questions"),
    ],
)
def test_a_consultation_that_cannot_be_is_refused_by_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(ConsultationError) as refused:
        replace(OPEN, **changes)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_it_must_close_three_working_days_before_the_last_day() -> None:
    """15 June 2026 is a Monday: after Wednesday 10 June there are Thursday, Friday and Monday."""
    last = date(2026, 6, 15)
    check_closing(replace(OPEN, closes=date(2026, 6, 10)), last)
    with pytest.raises(ConsultationError, match="2 working days are left after 2026-06-11"):
        check_closing(replace(OPEN, closes=date(2026, 6, 11)), last)
    with pytest.raises(ConsultationError, match="0 working days are left"):
        check_closing(replace(OPEN, closes=date(2026, 6, 16)), last)
    check_closing(replace(OPEN, closes=date(2026, 6, 16)), None)


def test_where_bank_holidays_are_not_known_only_weekends_are_left_out() -> None:
    """1 February 2090 is a Wednesday: up to Saturday there are two days at most, up to Monday there may be three."""
    far = replace(OPEN, opens=date(2090, 1, 1), closes=date(2090, 2, 1))
    check_closing(far, date(2090, 2, 6))
    with pytest.raises(ConsultationError, match="at most 2 working days are left after 2090-02-01"):
        check_closing(far, date(2090, 2, 4))


def test_questions_are_asked_in_their_order_and_each_group_has_words_of_its_own() -> None:
    assert [each.id for each in replace(OPEN, questions=("meaning", "who")).asked] == ["who", "meaning"]
    assert set(WHO) == set(Group)
    assert {each.id for each in QUESTIONS} == set(Answer.__dataclass_fields__)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({}, "meaning"),
        ({"on_behalf_of": "A club"}, "meaning"),
        ({"uses": " \n"}, "uses"),
        ({"meaning": "x" * (TEXT_LIMIT + 1)}, "meaning"),
        ({"anything_else": "a\x00b"}, "anything_else"),
        ({"on_behalf_of": "x" * 301, "uses": "Weekly"}, "on_behalf_of"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_field(words: dict[str, str], field: str) -> None:
    with pytest.raises(ConsultationError) as refused:
        Answer(Group.PUBLIC, **words)
    assert refused.value.field == field


def test_an_answer_at_its_longest_is_taken_and_stands_in_one_text() -> None:
    answer = Answer(Group.CARER, uses="x" * TEXT_LIMIT, meaning="A longer walk.\n", on_behalf_of="A club")
    assert words_in_one(answer) == "x" * TEXT_LIMIT + "\nA longer walk."
    assert words_in_one(unchanged(answer, "Nothing in it says who it is from.")) == words_in_one(answer)


def test_a_redaction_needs_a_reason_and_may_leave_nothing() -> None:
    assert words_in_one(Redaction("All of it says who it is from.")) == ""
    with pytest.raises(ConsultationError, match="Say why"):
        Redaction(" ", uses="Weekly")


@pytest.mark.parametrize(
    "address",
    [
        "office@example.org\nBcc: all@example.org",
        "office@example.org, b@example.org",
        "Office <office@example.org>",
        "office",
        "@example.org",
        "office@",
        "a@b@example.org",
        "office@localhost",
        "öffice@example.org",
        "a" * 250 + "@example.org",
        "",
    ],
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ConsultationError, match="e-mail"):
        Consultee("The local Healthwatch", Group.PATIENTS, email=address)


def test_a_consultee_is_one_line() -> None:
    assert is_address("lpc.office+pna@example.org")
    for name in ("", "Two\nlines", "x" * 301):
        with pytest.raises(ConsultationError, match="one line"):
            Consultee(name, Group.OTHERS)


def test_the_day_is_that_of_england() -> None:
    assert day_in_england(datetime(2026, 6, 8, 23, 30, tzinfo=UTC)) == date(2026, 6, 9)
    assert day_in_england(datetime(2026, 12, 8, 23, 30, tzinfo=UTC)) == date(2026, 12, 8)
