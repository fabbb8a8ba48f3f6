"""What a paper says of the tests: the limbs on which a board may take a position, and grounds of mandatory refusal."""

from dataclasses import replace
from datetime import date

import pytest

from app.law import grounds_of_refusal, judge, limbs, register
from app.law.refusals import MANDATORY
from tests.spec.cases import CONSOLIDATION, RELOCATION, case


def test_limbs_bear_the_numbers_of_the_route() -> None:
    """[reg24(1)(a), reg24(2)(b)]"""
    here = [limb.citation for limb in limbs(across=False, as_at=date(2024, 1, 1))]
    there = [limb.citation for limb in limbs(across=True, as_at=date(2024, 1, 1))]
    assert here == [f"regulation 24(1)({letter})" for letter in "abcde"]
    assert there == [f"regulation 24(2)({letter})" for letter in "bcdef"]


def test_the_limb_on_planning_is_worded_as_on_the_day() -> None:
    """[reg24(1)(c)] T8: until 31 March 2014 the decision-maker had to be satisfied that there was none."""
    before, after = (limbs(across=False, as_at=day)[2].asks for day in (date(2014, 3, 31), date(2014, 4, 1)))
    assert before.endswith("of which the decision-maker has to be satisfied")
    assert "satisfied" not in after


def test_t10_a_distance_selling_closing_site_is_a_ground_of_refusal() -> None:
    """[reg26A(5)(b)] And its opposite."""
    [ground] = grounds_of_refusal(judge(case(CONSOLIDATION, site__leaving__distance_selling=True)).findings)
    assert ground.citation == "regulation 26A(5)(b)"
    assert grounds_of_refusal(judge(case(CONSOLIDATION)).findings) == ()


def test_other_grounds_of_refusal_are_found_where_facts_settle_them() -> None:
    """[reg26A(1), reg24(3)(c)]"""
    apart = grounds_of_refusal(judge(case(CONSOLIDATION, hwb__staying="B")).findings)
    assert "reg26A(1)" in {found.rule for found in apart}
    again = replace(RELOCATION, last_relocated=date(2023, 6, 1), last_relocation_good_cause=False)
    assert {found.rule for found in grounds_of_refusal(judge(case(again)).findings)} == {"reg24(3)(c)"}


@pytest.mark.parametrize("begins", MANDATORY)
def test_each_beginning_is_that_of_a_rule(begins: str) -> None:
    assert any(rule.id.startswith(begins) for rule in register())


def test_a_limb_that_is_for_the_decision_maker_is_no_ground_of_refusal_here() -> None:
    """[reg24(1)(d)] Services that differ fail a limb; the text does not say "must be refused" of it."""
    other = replace(RELOCATION, same_services=False)
    found = judge(case(other))
    assert any(each.rule == "reg24(1)(d)" and each.verdict.value == "not met" for each in found.findings)
    assert grounds_of_refusal(found.findings) == ()


@pytest.mark.parametrize(
    ("across", "citations"),
    [
        (False, ["26(2)(d), with regulation 24(1)(a)", "26(2)(d), with regulation 24(1)(b)", "26(2)(d), with regulation 24(1)(c)"]),
        (True, ["26(2)(d), with regulation 24(2)(b)", "26(2)(d), with regulation 24(2)(c)", "26(2)(d), with regulation 24(2)(d)"]),
    ],
)  # fmt: skip
def test_limbs_of_a_move_that_changes_hands_are_those_of_26_2(across: bool, citations: list[str]) -> None:
    """[reg26(2)(c), reg26(2)(d), reg26(2)(e)] Services and interruption are its own limbs; the others it takes from 24."""
    found = [limb.citation for limb in limbs(across=across, as_at=date(2024, 1, 1), taken_over=True)]
    assert found == [f"regulation {each}" for each in (*citations, "26(2)(c)", "26(2)(e)")]
