"""Schedule 2, paragraph 19(4): 45 days from the date on which notice was given to that board, and nothing moves them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.assessment.record import Record
from app.assessment.timing import record_deadline
from app.domain.applications import ApplicationError, Notice, Received
from app.domain.deadlines import Given, appeal_last_day, deadline
from app.domain.evidence import Ledger
from app.domain.officer import OfficerPart
from app.domain.receipt import assess_again
from app.law import Case, judge
from app.law.schedule_2 import in_time
from app.law.schedule_3 import appeal_in_time
from tests.made_up.gone_through import read
from tests.spec.cases import CONSOLIDATION, EVIDENCE, RELOCATION, case, flag_ids, flag_text, ledger

SEPTEMBER = Notice("T1", date(2026, 9, 1), sent_to_hwb="A")


def timed(notice: Notice, as_at: date, **evidence: Any) -> Case:
    """A relocation with a notice, its evidence about time as the assessment enters it."""
    application = replace(RELOCATION, notice=notice, applied=date(2026, 7, 1))
    record = Record(())
    for item in ledger(**evidence).items_in_order():
        if not item.id.startswith("deadline."):
            record.ledger.add(item)
    record_deadline(record, application, None, as_at)
    return Case(application, as_at, record.ledger)


def flags_of(found: Case) -> list[str]:
    return [flag.id for flag in judge(found).flags]


def test_the_day_of_the_notice_is_left_out_and_day_45_is_the_last() -> None:
    """[sch2para19(4)] The paper's own notices of 2019; day 45 is in time, day 46 is not."""
    for given, last in ((date(2019, 8, 6), date(2019, 9, 20)), (date(2019, 8, 13), date(2019, 9, 27))):
        assert deadline(Notice("N", given)).last_day == last
        assert in_time(given, last)
        assert not in_time(given, date.fromordinal(last.toordinal() + 1))


def test_the_time_runs_from_receipt_where_that_is_recorded() -> None:
    """[sch2para19(4)] Dated 1 September and given to the board on the 4th: 19 October, and not the 16th."""
    received = replace(SEPTEMBER, received=Received(date(2026, 9, 4), "Primary Care Support England", "post"))
    assert deadline(received).last_day == date(2026, 10, 19)
    assert deadline(received).basis is Given.RECEIVED
    assert deadline(SEPTEMBER).last_day == date(2026, 10, 16)
    assert deadline(SEPTEMBER).basis is Given.DATED
    how_only = replace(SEPTEMBER, received=Received(how="e-mail"))
    assert deadline(how_only).basis is Given.DATED


def test_a_notice_cannot_be_given_before_the_day_that_it_bears() -> None:
    with pytest.raises(
        ApplicationError, match="cannot have been given to the board on 31 August 2026"
    ) as error:
        replace(SEPTEMBER, received=Received(date(2026, 8, 31)))
    assert error.value.field == "notice.received.on"
    assert replace(SEPTEMBER, received=Received(SEPTEMBER.dated)).received is not None


def test_t1_a_later_day_to_reply_by_does_not_lengthen_the_time() -> None:
    """[sch2para19(4)] Notice 1 September, reply by 31 October, as at 20 October: late, whatever the notice says."""
    later = replace(SEPTEMBER, reply_by=date(2026, 10, 31))
    due = deadline(later)
    assert (due.last_day, due.plan_to) == (date(2026, 10, 16), date(2026, 10, 16))
    assert due.passed(date(2026, 10, 20))
    assert not due.passed(date(2026, 10, 16))
    found = timed(later, date(2026, 10, 20))
    assert {"deadline-passed", "deadline-differs"} <= set(flags_of(found))
    [differs] = [flag.text for flag in judge(found).flags if flag.id == "deadline-differs"]
    assert "does not lengthen the time" in differs
    assert "no representation under paragraph 19(4)" in differs
    assert "paragraphs 25, 28(3)(b)(v) and 30 and under Schedule 3" in differs


def test_t2_an_earlier_day_to_reply_by_does_not_shorten_it_and_is_planned_to() -> None:
    """[sch2para19(4)] Notice 1 September, reply by 1 October, as at 5 October: in time until 16 October."""
    earlier = replace(SEPTEMBER, reply_by=date(2026, 10, 1))
    due = deadline(earlier)
    assert (due.last_day, due.plan_to) == (date(2026, 10, 16), date(2026, 10, 1))
    assert not due.passed(date(2026, 10, 5))
    found = timed(earlier, date(2026, 10, 5))
    assert "deadline-passed" not in flags_of(found)
    assert found.number("deadline.days_left") == 11
    assert "deadline-passed" not in flags_of(timed(earlier, date(2026, 10, 16)))
    assert "deadline-passed" in flags_of(timed(earlier, date(2026, 10, 17)))


def test_t3_a_notice_to_another_board_starts_that_boards_time_alone() -> None:
    """[sch2para19(4)] To board B on 1 July, first given to board A on 10 September: A until 25 October, B until 15 August."""
    astray = Notice("T3", date(2026, 7, 1), sent_to_hwb="B", received=Received(date(2026, 9, 10)))
    due = deadline(astray, "A")
    assert (due.last_day, due.elsewhere) == (date(2026, 10, 25), date(2026, 8, 15))
    # 25 October 2026 is a Sunday: nothing is added, and it is planned to the Friday before.
    assert due.plan_to == date(2026, 10, 23)
    found = timed(
        astray, date(2026, 9, 20), hwb__notice="B", hwb__notice__name="Bford Health and Wellbeing Board"
    )
    assert found.text("deadline.elsewhere") == "2026-08-15"
    assert "deadline-passed" not in flags_of(found)
    assert "deadline-passed" in flags_of(timed(astray, date(2026, 10, 26), hwb__notice="B"))


def test_case_1_where_receipt_is_not_recorded_nothing_is_counted_and_nothing_has_passed() -> None:
    """[sch2para19(4)] The Christchurch notice of 6 August 2019 went to Dorset: its 20 September is not BCP's."""
    notice = Notice("N", date(2019, 8, 6), date(2019, 9, 20), sent_to_hwb="E06000059")
    due = deadline(notice, "E06000058")
    assert (due.given, due.last_day, due.basis) == (None, None, Given.UNKNOWN)
    assert due.passed(date(2019, 9, 25)) is None
    assert due.days_left(date(2019, 9, 25)) is None
    assert not due.differs
    assert due.elsewhere == date(2019, 9, 20)
    assert due.plan_to == date(2019, 9, 20)
    found = timed(
        notice,
        date(2019, 9, 25),
        hwb__relevant="E06000058",
        hwb__notice="E06000059",
        hwb__notice__name="Dorset Health and Wellbeing Board",
    )
    raised = flags_of(found)
    assert "notice-receipt-unknown" in raised
    assert "deadline-passed" not in raised
    [said] = [flag.text for flag in judge(found).flags if flag.id == "notice-receipt-unknown"]
    assert "ended for that board on 20 September 2019" in said
    assert "ask the sender" in said
    assert deadline(replace(notice, reply_by=None), "E06000058").plan_to is None


@pytest.mark.parametrize(
    ("dated", "last", "plan"),
    [
        (date(2026, 8, 6), date(2026, 9, 20), date(2026, 9, 18)),  # a Sunday
        (date(2026, 8, 5), date(2026, 9, 19), date(2026, 9, 18)),  # a Saturday
        (date(2026, 8, 4), date(2026, 9, 18), date(2026, 9, 18)),  # a Friday
        (date(2026, 2, 17), date(2026, 4, 3), date(2026, 4, 2)),  # Good Friday
        (date(2026, 2, 20), date(2026, 4, 6), date(2026, 4, 2)),  # Easter Monday: the Thursday before
    ],
)
def test_no_weekend_and_no_bank_holiday_lengthens_it(dated: date, last: date, plan: date) -> None:
    """[sch2para19(4)] It is planned to the working day before."""
    due = deadline(Notice("N", dated))
    assert (due.last_day, due.plan_to) == (last, plan)
    raised = flags_of(timed(Notice("N", dated, sent_to_hwb="A"), dated))
    assert ("deadline-not-a-working-day" in raised) is (last != plan)


def test_the_day_that_the_notice_states_may_fall_on_a_weekend_too() -> None:
    stated = replace(SEPTEMBER, reply_by=date(2026, 10, 4))
    assert deadline(stated).plan_to == date(2026, 10, 2)
    [said] = [
        flag.text
        for flag in judge(timed(stated, date(2026, 9, 2))).flags
        if flag.id == "deadline-not-a-working-day"
    ]
    assert said.startswith("4 October 2026 is no working day. Nothing in the Regulations moves the time on")


def test_a_day_stated_is_flagged_by_what_it_does() -> None:
    """[sch2para19(4)] Earlier; later and still to come; later and relied on; the same."""
    evidence = {"deadline__last_day": "2024-04-05", "deadline__plan_to": "2024-04-05"}
    earlier = flag_text(RELOCATION, "deadline-differs", deadline__stated="2024-04-01", **evidence)
    assert earlier.endswith("plan to the earlier day; a representation up to day 45 is in time.")
    later = flag_text(RELOCATION, "deadline-differs", deadline__stated="2024-04-20", **evidence)
    assert "plan to day 45" in later
    relied = flag_text(
        RELOCATION, "deadline-differs", date(2024, 4, 10), deadline__stated="2024-04-20", **evidence
    )
    assert "and has passed" in relied
    assert "deadline-differs" not in flag_ids(RELOCATION, deadline__stated="2024-04-05", **evidence)
    assert "deadline-differs" not in flag_ids(RELOCATION, deadline__stated=None, **evidence)


def test_an_appeal_can_be_written_on_for_30_days_the_first_left_out() -> None:
    """[sch3para3(2)]"""
    assert appeal_last_day(date(2026, 9, 1)) == date(2026, 10, 1)
    assert appeal_in_time(date(2026, 9, 1), date(2026, 10, 1))
    assert not appeal_in_time(date(2026, 9, 1), date(2026, 10, 2))


def test_the_duty_to_make_the_statement_does_not_hang_on_the_day_stated() -> None:
    """[sch2para19(5)] The relevant board that is notified has the duty, whoever was told before it."""
    astray = case(CONSOLIDATION, hwb__notice="B")
    assert judge(astray).duty.value == "must"
    assert EVIDENCE["hwb.relevant"] == "A"
    assert isinstance(astray.ledger, Ledger)


def test_a_time_counted_from_the_date_of_the_notice_is_flagged() -> None:
    """[sch2para19(4)] The 45 days run from the day on which notice was given; where it is not recorded, that is said."""
    bare = flags_of(timed(SEPTEMBER, date(2026, 9, 20)))
    assert "deadline-from-date-of-notice" in bare
    only_by = replace(SEPTEMBER, received=Received(None, "Primary Care Support England"))
    assert "deadline-from-date-of-notice" in flags_of(timed(only_by, date(2026, 9, 20)))
    known = replace(SEPTEMBER, received=Received(date(2026, 9, 1)))
    assert "deadline-from-date-of-notice" not in flags_of(timed(known, date(2026, 9, 20)))
    astray = replace(SEPTEMBER, sent_to_hwb="B")
    assert "deadline-from-date-of-notice" not in flags_of(timed(astray, date(2026, 9, 20), hwb__notice="B"))


@pytest.mark.parametrize(
    ("received", "counted"),
    [(None, True), (Received(date(2026, 9, 1)), False)],
    ids=["not recorded", "recorded"],
)
def test_a_time_that_has_passed_says_from_which_day_it_is_counted(
    received: Received | None, counted: bool
) -> None:
    """[sch2para19(4)] On day 46 from the date of the notice; had it been given later, the time would run still."""
    found = timed(replace(SEPTEMBER, received=received), date(2026, 10, 17))
    [passed] = [flag.text for flag in judge(found).flags if flag.id == "deadline-passed"]
    assert ("counted from the date of the notice" in passed) is counted


@pytest.mark.parametrize(
    ("before", "since", "words"),
    [
        (None, Received(date(2026, 9, 5)), ("from 1 September 2026, the date of the notice", "is 20 October 2026")),
        (Received(date(2026, 9, 3)), Received(date(2026, 9, 5)), ("from 3 September 2026;", "is 20 October 2026")),
        (Received(date(2026, 9, 3)), Received(None, "the Board"), ("from 3 September 2026;", "no longer recorded")),
        (None, Received(date(2026, 9, 1)), None),
        (None, Received(None, "the Board"), None),
        (None, None, None),
    ],
)  # fmt: skip
def test_a_receipt_that_is_learnt_later_asks_for_an_assessment_anew(
    before: Received | None, since: Received | None, words: tuple[str, str] | None
) -> None:
    """[sch2para19(4)] The stored assessment counts from another day than the one that is recorded now."""
    bare = replace(RELOCATION, notice=replace(SEPTEMBER, received=before))
    application = read(bare)
    assert before is not None or "notice.received" in application.not_stated
    said = assess_again(application, OfficerPart(received=since), "A")
    assert (said is None) is (words is None)
    for each in words or ():
        assert each in (said or "")


def test_a_receipt_learnt_of_a_notice_that_went_astray() -> None:
    """[sch2para19(4)] Nothing was counted; from the day of receipt the time is."""
    application = replace(RELOCATION, notice=replace(SEPTEMBER, sent_to_hwb="B"))
    said = assess_again(application, OfficerPart(received=Received(date(2026, 9, 20))), "A")
    assert said is not None
    assert said.startswith("The assessment does not count the 45 days")
    assert "so that the last day is 4 November 2026" in said
