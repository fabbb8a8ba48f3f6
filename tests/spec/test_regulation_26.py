"""Regulation 26: changes of ownership, alone and with a move."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.findings import Duty
from app.domain.other_applications import OtherKind
from app.law import judge
from tests.spec.cases import (
    ACROSS,
    JUDGEMENT,
    MET,
    NO_MATTER,
    NOT_MET,
    RELOCATION,
    ROUTINE,
    SILENT,
    case,
    finding,
    verdict,
)

OWNERSHIP = replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP)
SOLD = replace(RELOCATION, applicant="Another Ltd", changes_hands=True, business_carried_on=True)
LIMBS = ("reg26(2)(a)", "reg26(2)(b)", "reg26(2)(c)", "reg26(2)(d)", "reg26(2)(e)", "reg26(4)")
BEFORE_2014, SINCE_2014 = date(2014, 3, 31), date(2014, 4, 1)
SELLING = {"site__leaving__distance_selling": True, "site__staying__distance_selling": True}


def test_26_1_a_plain_change_of_ownership_asks_nothing_of_a_board() -> None:
    """[reg26(1)] It is not one of the kinds for which NO_MATTER could be meant: the rule holds, for others to judge."""
    judgement = judge(case(OWNERSHIP))
    assert judgement.duty is Duty.NONE
    assert [found.rule for found in judgement.findings] == ["reg26(1)", "reg26(3)"]
    assert judgement.findings[0].verdict is JUDGEMENT
    assert judgement.findings[0].verdict is not NO_MATTER


@pytest.mark.parametrize("rule", LIMBS)
def test_26_2_and_4_hold_only_where_the_business_changes_hands_with_the_move(rule: str) -> None:
    """[reg26(2)(a), reg26(2)(b), reg26(2)(c), reg26(2)(d), reg26(2)(e), reg26(4)]"""
    assert verdict(RELOCATION, rule) is NO_MATTER
    assert verdict(replace(SOLD, changes_hands=False), rule) is NO_MATTER
    unnamed = replace(RELOCATION, existing=replace(RELOCATION.existing, contractor=None))
    assert verdict(unnamed, rule) is SILENT
    assert verdict(replace(unnamed, changes_hands=True), rule) in (MET, JUDGEMENT, SILENT, NO_MATTER)


def test_26_2_a_the_applicant_need_not_be_on_a_list_yet() -> None:
    """[reg26(2)(a)]"""
    found = finding(SOLD, "reg26(2)(a)")
    assert found.verdict is MET
    assert "the applicant need not be on a list yet" in found.reasons[1]
    unstated = finding(replace(SOLD, changes_hands=None), "reg26(2)(a)")
    assert unstated.verdict is JUDGEMENT
    assert unstated.reasons[0].startswith(
        "The papers name Another Ltd as the applicant and Example Chemists Ltd as"
    )
    said = finding(replace(RELOCATION, changes_hands=True), "reg26(2)(a)")
    assert said.reasons[0] == "The papers say that the business changes hands with the move."


def test_26_2_a_takes_over_listed_premises_or_for_good_cause_what_has_stopped() -> None:
    """[reg26(2)(a)]"""
    assert verdict(SOLD, "reg26(2)(a)", site__leaving__contract_type="lps") is NOT_MET
    unlisted = {"site__leaving__contract_type": None, "site__leaving__listed_on": None}
    assert verdict(SOLD, "reg26(2)(a)", **unlisted) is SILENT
    assert verdict(replace(SOLD, seller_has_ceased=True), "reg26(2)(a)") is JUDGEMENT
    assert verdict(replace(SOLD, seller_has_ceased=False), "reg26(2)(a)") is MET


@pytest.mark.parametrize(("carried_on", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_26_2_b_the_business_is_carried_on_in_the_sellers_place(
    carried_on: bool | None, expected: object
) -> None:
    """[reg26(2)(b)]"""
    assert verdict(replace(SOLD, business_carried_on=carried_on), "reg26(2)(b)") is expected


@pytest.mark.parametrize(("same", "expected"), [(True, MET), (False, NOT_MET), (None, SILENT)])
def test_26_2_c_the_services_are_those_of_the_seller(same: bool | None, expected: object) -> None:
    """[reg26(2)(c)]"""
    assert verdict(replace(SOLD, same_services=same), "reg26(2)(c)") is expected


def test_26_2_d_is_left_to_the_findings_on_regulation_24_read_for_the_seller() -> None:
    """[reg26(2)(d)]"""
    found = finding(SOLD, "reg26(2)(d)")
    assert found.verdict is JUDGEMENT
    assert "24(3)(c) are those of the present owner's listing" in found.reasons[0]
    assert verdict(RELOCATION, "reg26(2)(d)") is NO_MATTER


def test_26_2_e_nothing_is_interrupted_or_a_start_is_soon_enough() -> None:
    """[reg26(2)(e)]"""
    assert verdict(SOLD, "reg26(2)(e)") is MET
    assert verdict(replace(SOLD, uninterrupted=None), "reg26(2)(e)") is SILENT
    assert verdict(replace(SOLD, seller_has_ceased=True), "reg26(2)(e)") is JUDGEMENT


@pytest.mark.parametrize(
    ("leaving", "staying", "expected"),
    [
        (None, None, SILENT),
        (False, None, NO_MATTER),
        (True, None, SILENT),
        (True, False, NOT_MET),
        (True, True, JUDGEMENT),
    ],
)
def test_26_4_distance_selling_premises_stay_distance_selling(
    leaving: bool | None, staying: bool | None, expected: object
) -> None:
    """[reg26(4)]"""
    evidence = {"site__leaving__distance_selling": leaving, "site__staying__distance_selling": staying}
    assert verdict(SOLD, "reg26(4)", **evidence) is expected


@pytest.mark.parametrize(("selling", "expected"), [(None, SILENT), (False, NO_MATTER), (True, JUDGEMENT)])
def test_26_3_distance_selling_premises_that_change_hands_pass_25_2(
    selling: bool | None, expected: object
) -> None:
    """[reg26(3)]"""
    assert verdict(OWNERSHIP, "reg26(3)", site__staying__distance_selling=selling) is expected


@pytest.mark.parametrize(("application", "rule"), [(OWNERSHIP, "reg26(3)"), (SOLD, "reg26(4)")])
def test_26_3_and_4_came_in_on_1_april_2014(application: object, rule: str) -> None:
    """SI 2014/417, regulation 9(b)."""
    before = {one.rule for one in judge(case(application, BEFORE_2014, **SELLING)).findings}  # type: ignore[arg-type]
    since = {one.rule for one in judge(case(application, SINCE_2014, **SELLING)).findings}  # type: ignore[arg-type]
    assert rule not in before
    assert rule in since


def test_26_2_is_notifiable_and_a_plain_change_is_not() -> None:
    """Schedule 2, paragraph 18(b)."""
    assert judge(case(SOLD)).duty is Duty.MAY
    assert judge(case(OWNERSHIP)).duty is Duty.NONE


@pytest.mark.parametrize(("evidence", "rule"), [({}, "reg24(1)"), (ACROSS, "reg24(2)")])
@pytest.mark.parametrize(("hands", "said"), [(True, True), (False, False), (None, False)])
def test_regulation_24_is_read_for_the_present_owner(
    evidence: dict[str, Any], rule: str, hands: bool | None, said: bool
) -> None:
    """[reg24(1), reg24(2), reg26(2)(d)] The applicant need not be on a list yet where it is said that the business changes hands."""
    found = finding(replace(RELOCATION, changes_hands=hands), rule, **evidence)
    assert any("read for the present owner" in reason for reason in found.reasons) is said
