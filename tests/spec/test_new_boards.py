"""Regulations 5, 6(A1) to (A3), 6(3A), 7(1) and 7(1A): first assessments, and whose serves until then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.findings import Duty
from app.law import FIRST_BOARDS, first_due, new_board
from app.law.regulation_6 import (
    first_by_april_2015,
    first_by_april_2022,
    first_by_october_2022,
    first_within_twelve_months,
    may_supplement_predecessor,
    predecessors_assessment_serves,
    trusts_assessment_serves,
)
from app.law.reorganisations import NEW_BOARDS
from tests.spec.cases import RELOCATION, flag_ids, flag_text

DAY = timedelta(days=1)


def test_t9_a_board_of_1_april_2023_publishes_its_first_assessment_by_1_april_2024() -> None:
    """[reg6(A3), reg7(1A)] Until then its predecessor's of 1 October 2022 serves."""
    assert first_due(date(2023, 4, 1), date(2023, 6, 1)) == date(2024, 4, 1)
    assert predecessors_assessment_serves(None, date(2023, 6, 1))
    assert predecessors_assessment_serves(date(2024, 3, 1), date(2024, 2, 29))
    assert not predecessors_assessment_serves(date(2024, 3, 1), date(2024, 3, 1))
    evidence = {
        "pna__published": "2022-10-01",
        "pna__predecessor": True,
        "pna__first_due": "2024-04-01",
        "pna__overdue": False,
    }
    said = flag_text(RELOCATION, "pna-predecessor", date(2023, 6, 1), **evidence)
    assert "its own first one is due by 1 April 2024" in said
    assert "7(1)" not in said
    assert "pna-overdue" not in flag_ids(RELOCATION, date(2023, 6, 1), **evidence)
    late = flag_text(RELOCATION, "pna-overdue", date(2024, 4, 2), **(evidence | {"pna__overdue": True}))
    assert "own first assessment was due by 1 April 2024" in late
    assert "pna-predecessor" not in flag_ids(RELOCATION, **(evidence | {"pna__predecessor": None}))


@pytest.mark.parametrize(
    ("established", "as_at", "due"),
    [
        (FIRST_BOARDS, date(2014, 1, 1), date(2015, 4, 1)),
        (FIRST_BOARDS, date(2015, 4, 1), date(2015, 4, 1)),
        (date(2019, 4, 1), date(2019, 9, 25), None),
        (date(2019, 4, 1), date(2020, 9, 13), None),
        (date(2019, 4, 1), date(2020, 9, 14), date(2022, 4, 1)),
        (date(2019, 4, 1), date(2021, 12, 31), date(2022, 4, 1)),
        (date(2019, 4, 1), date(2022, 1, 1), date(2022, 10, 1)),
        (date(2021, 12, 31), date(2022, 1, 1), date(2022, 10, 1)),
        (date(2022, 1, 1), date(2022, 1, 1), date(2023, 1, 1)),
    ],
)
def test_when_a_first_assessment_is_due_by_the_words_of_the_day(
    established: date, as_at: date, due: date | None
) -> None:
    """[reg5, reg6(A1), reg6(A3)]"""
    assert first_due(established, as_at) == due


def test_each_wording_has_its_own_boards_and_its_own_days() -> None:
    """[reg5, reg6(A1), reg6(A3)]"""
    assert first_by_april_2015(date(2013, 4, 1)) == date(2015, 4, 1)
    assert first_by_april_2015(date(2019, 4, 1)) is None
    assert first_by_april_2022(date(2013, 4, 1)) is None
    assert first_by_october_2022(date(2022, 1, 1)) is None
    assert first_within_twelve_months(date(2021, 12, 31)) is None
    assert first_by_april_2022.in_force(date(2021, 12, 31))
    assert not first_by_april_2022.in_force(date(2022, 1, 1))
    assert not first_within_twelve_months.in_force(date(2021, 12, 31))


def test_7_1_the_trusts_assessment_served_until_the_boards_first() -> None:
    """[reg7(1)] The paragraph went on 1 January 2022."""
    assert trusts_assessment_serves(None, date(2014, 1, 1))
    assert not trusts_assessment_serves(date(2015, 3, 1), date(2015, 3, 1))
    assert trusts_assessment_serves.in_force(date(2021, 12, 31))
    assert not trusts_assessment_serves.in_force(date(2022, 1, 1))
    trusts = {"pna__published": "2011-02", "pna__predecessor": True, "pna__first_due": "2015-04-01"}
    said = flag_text(RELOCATION, "pna-predecessor", date(2014, 5, 1), **trusts)
    assert "its own first one is due by 1 April 2015" in said
    assert "that an earlier board" not in said


def test_before_2022_whose_assessment_serves_a_new_board_is_said_to_be_open() -> None:
    """[reg7(1), reg7(1A)] Bournemouth, Christchurch and Poole, 2019: the assessment of 2018."""
    evidence = {"pna__published": "2018-04", "pna__predecessor": True, "pna__first_due": None}
    said = flag_text(RELOCATION, "pna-predecessor", date(2019, 9, 25), **evidence)
    assert "the text of the day sets no day for its own first one" in said
    assert "speaks of Primary Care Trusts’ assessments alone" in said
    assert "Primary Care Trusts" not in flag_text(RELOCATION, "pna-predecessor", date(2022, 1, 1), **evidence)


def test_6_3a_a_new_board_may_supplement_its_predecessors_assessment() -> None:
    """[reg6(3A)] All three things are asked for."""
    asked = {"making_first": True, "relevant": True, "essential": True}
    assert may_supplement_predecessor(**asked).duty is Duty.MAY
    for name in asked:
        assert may_supplement_predecessor(**(asked | {name: False})).duty is Duty.NONE
    assert not may_supplement_predecessor.in_force(date(2021, 12, 31))
    assert may_supplement_predecessor.in_force(date(2022, 1, 1))


def test_reorganised_councils_are_data_with_their_sources() -> None:
    assert len({each.area for each in NEW_BOARDS}) == len(NEW_BOARDS)
    for each in NEW_BOARDS:
        assert each.established > FIRST_BOARDS
        assert each.area not in each.predecessors
        assert each.source.words
        assert new_board(each.area) is each
    bcp = new_board("E06000058")
    assert bcp is not None
    assert (bcp.established, bcp.predecessors) == (date(2019, 4, 1), ("E06000028", "E06000029", "E10000009"))
    assert new_board("E06000017") is None
    assert new_board(None) is None
    assert replace(bcp, area="X").area == "X"
