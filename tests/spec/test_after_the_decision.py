"""Schedules 2 and 3: who is told, who may appeal, and what a board has in an appeal that others bring."""

from datetime import date

import pytest

from app.law.schedule_3 import (
    appeal_by,
    applicants_appeal_by,
    given_access_to_lists,
    may_speak_on_appeal,
    sent_the_appeal,
    told_of_changed_lists,
    told_of_decision,
    told_of_each_other,
    told_of_granted_consolidation,
    told_of_outcome,
)
from tests.spec.cases import MET, NOT_KNOWN, NOT_MET

TOLD = date(2020, 2, 27)


@pytest.mark.parametrize(
    ("kind", "standing", "told"),
    [
        ("consolidation", {}, True),
        ("relocation", {}, True),
        ("relocation", {"relevant": False, "near": True}, False),
        ("relocation", {"relevant": False, "near": True, "wrote": True}, True),
        ("relocation", {"relevant": False, "moved_from": True}, True),
        ("consolidation", {"relevant": False, "near": True}, False),
        ("distance-selling entry", {"relevant": False, "near": True}, False),
        ("routine entry", {"relevant": False, "near": True}, True),
        ("routine entry", {"relevant": False}, False),
        ("change of ownership", {}, True),
        ("change of ownership", {"relevant": False, "near": True}, True),
        ("change of services", {}, False),
        ("change of services", {"wrote": True}, False),
    ],
)
def test_28_which_board_is_told_of_the_decision_by_kind_and_by_route(
    kind: str, standing: dict[str, bool], told: bool
) -> None:
    """[sch2para28]"""
    assert told_of_decision(kind, **standing) is told


def test_28_5_applicants_considered_together_are_told_of_each_other() -> None:
    """[sch2para28(5)]"""
    assert told_of_each_other(2)
    assert not told_of_each_other(1)


@pytest.mark.parametrize(
    ("appellant", "facts", "may"),
    [
        ("Contractor", {"kind": "relocation"}, True),
        ("LPS chemist", {"kind": "consolidation"}, True),
        ("contractor", {"kind": "relocation", "wrote": False}, False),
        ("contractor", {"kind": "change of ownership", "wrote": False}, True),
        ("contractor", {"kind": "change of services"}, False),
        ("applicant considered together", {"kind": "consolidation", "wrote": False}, True),
        ("GP practice", {"kind": "routine entry", "rested_on_44_3": True}, True),
        ("GP practice", {"kind": "routine entry"}, False),
        ("GP practice", {"kind": "relocation", "rested_on_44_3": True}, False),
        ("GP practice", {"kind": "consolidation", "rested_on_44_3": True}, False),
        ("health and wellbeing board", {"kind": "relocation"}, False),
        ("local Healthwatch", {"kind": "relocation"}, False),
    ],
)
def test_30_who_may_appeal_against_a_grant(appellant: str, facts: dict[str, object], may: bool) -> None:
    """[sch2para30] 30(3)(a)(iv) only where 44(3) was used: never on a relocation or a consolidation."""
    assert appeal_by(TOLD, appellant, **facts) == (date(2020, 3, 28) if may else None)  # type: ignore[arg-type]


def test_36_the_applicant_appeals_against_a_refusal_within_30_days() -> None:
    """[sch2para36]"""
    assert applicants_appeal_by(TOLD) == date(2020, 3, 28)


def test_t4_a_board_that_wrote_in_time_is_sent_the_appeal_and_one_that_did_not_is_not() -> None:
    """[sch3para3(1)] The applicant's against a refusal and a third party's against a grant alike."""
    assert sent_the_appeal("relocation", wrote=True)
    assert sent_the_appeal("consolidation", wrote=True)
    assert not sent_the_appeal("relocation", wrote=False)
    assert not sent_the_appeal("change of ownership", wrote=True)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"wrote_on_appeal": True, "wishes": True, "matter": "the underpass"}, MET),
        ({"wrote_on_appeal": True, "wishes": True, "matter": None}, NOT_KNOWN),
        ({"wrote_on_appeal": True, "wishes": None, "matter": None}, NOT_KNOWN),
        ({"wrote_on_appeal": True, "wishes": False, "matter": "the underpass"}, NOT_MET),
        ({"wrote_on_appeal": False, "wishes": True, "matter": "the underpass"}, NOT_MET),
    ],
)
def test_8_who_wrote_on_the_appeal_may_speak(facts: dict[str, object], verdict: object) -> None:
    """[sch3para8(2)] The text of 2013 asked for a wish and a matter, that of 2019 for neither: both are kept to."""
    assert may_speak_on_appeal(**facts).verdict is verdict


def test_10_who_wrote_on_the_appeal_hears_how_it_ended() -> None:
    """[sch3para10]"""
    assert told_of_outcome(wrote_on_appeal=True)
    assert not told_of_outcome(wrote_on_appeal=False)


def test_10_1a_the_board_hears_of_a_consolidation_granted_on_appeal_in_any_case() -> None:
    """[sch3para10(1A)]"""
    assert told_of_granted_consolidation("consolidation", granted=True)
    assert not told_of_granted_consolidation("consolidation", granted=False)
    assert not told_of_granted_consolidation("relocation", granted=True)
    assert not told_of_granted_consolidation.in_force(date(2016, 12, 4))
    assert told_of_granted_consolidation.in_force(date(2016, 12, 5))


def test_regulation_10_6_brings_the_news_of_changed_lists() -> None:
    """[reg10(6)]"""
    assert told_of_changed_lists(bears_on_functions=True)
    assert not told_of_changed_lists(bears_on_functions=False)


def test_regulation_10_6_has_the_board_told_since_5_december_2016() -> None:
    """[reg10(6)] SI 2016/1077, regulation 4: until then the board had access to the lists, and had to look."""
    assert not given_access_to_lists(bears_on_functions=True)
    assert given_access_to_lists.in_force(date(2016, 12, 4))
    assert not told_of_changed_lists.in_force(date(2016, 12, 4))
    assert told_of_changed_lists.in_force(date(2016, 12, 5))
    assert not given_access_to_lists.in_force(date(2016, 12, 5))
