"""Regulations 4(2) and 6: the map, revised assessments and supplementary statements."""

from datetime import date

import pytest

from app.domain.findings import Duty
from app.domain.officer import Choice
from app.law.regulation_6 import (
    keep_the_map,
    may_supplement,
    revise_sooner,
    revision_due,
    supplement_after_consolidation,
)


def test_4_2_the_map_is_kept_up_to_date() -> None:
    """[reg4(2)]"""
    assert keep_the_map().duty is Duty.MUST
    assert "so far as that is practicable" in keep_the_map().text


@pytest.mark.parametrize(
    ("published", "as_at", "due"),
    [
        (date(2015, 4, 1), date(2018, 5, 1), date(2018, 4, 1)),
        (date(2018, 3, 31), date(2019, 9, 25), date(2021, 3, 31)),
        (date(2018, 3, 31), date(2020, 9, 13), date(2021, 3, 31)),
        (date(2018, 3, 31), date(2020, 9, 14), date(2022, 4, 1)),
        (date(2018, 3, 31), date(2021, 12, 31), date(2022, 4, 1)),
        (date(2018, 3, 31), date(2022, 1, 1), date(2022, 10, 1)),
        (date(2020, 6, 30), date(2024, 1, 1), date(2022, 10, 1)),
        (date(2020, 7, 1), date(2021, 1, 1), date(2023, 7, 1)),
        (date(2022, 10, 1), date(2024, 1, 1), date(2025, 10, 1)),
        (date(2024, 2, 29), date(2026, 1, 1), date(2027, 2, 28)),
    ],
)
def test_6_1_an_assessment_is_revised_within_three_years_or_as_put_off_in_the_pandemic(
    published: date, as_at: date, due: date
) -> None:
    """[reg6(1)]"""
    assert revision_due(published, as_at) == due


@pytest.mark.parametrize(
    ("significant", "disproportionate", "duty"),
    [(True, False, Duty.MUST), (True, True, Duty.NONE), (False, False, Duty.NONE)],
)
def test_6_2_significant_changes_in_need_call_for_an_early_revision(
    significant: bool, disproportionate: bool, duty: Duty
) -> None:
    """[reg6(2)]"""
    assert revise_sooner(significant=significant, disproportionate=disproportionate).duty is duty


@pytest.mark.parametrize(
    ("relevant", "disproportionate", "revising", "duty"),
    [
        (True, True, False, Duty.MAY),
        (True, False, True, Duty.MAY),
        (True, False, False, Duty.NONE),
        (False, True, True, Duty.NONE),
    ],
)
def test_6_3_a_supplementary_statement_may_be_published_on_changed_availability(
    relevant: bool, disproportionate: bool, revising: bool, duty: Duty
) -> None:
    """[reg6(3)]"""
    found = may_supplement(
        relevant=relevant, disproportionate=disproportionate, revising_and_essential=revising
    )
    assert found.duty is duty


@pytest.mark.parametrize(
    ("granted", "opinion", "duty", "words"),
    [
        (True, Choice.WOULD_NOT, Duty.MUST, "does not create a gap"),
        (True, Choice.WOULD, Duty.NONE, "Consider a revised assessment"),
        (True, None, Duty.MUST, "form its opinion"),
        (False, Choice.WOULD_NOT, Duty.NONE, "unless the consolidation is granted"),
    ],
)
def test_6_4_after_a_granted_consolidation_the_board_says_so_where_it_sees_no_gap(
    granted: bool, opinion: Choice | None, duty: Duty, words: str
) -> None:
    """[reg6(4)]"""
    found = supplement_after_consolidation(granted=granted, opinion=opinion)
    assert found.duty is duty
    assert words in found.text
