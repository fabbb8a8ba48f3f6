"""Schedule 2: who is told, who must or may write and by when, and what comes after."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.findings import Duty
from app.domain.other_applications import OtherKind
from app.law import OPEN_OPINION, duty_of, judge, with_opinion
from app.law.schedule_2 import (
    decision_due,
    duty_of_board,
    may_be_heard,
    notifiable,
)
from tests.spec.cases import (
    CONSOLIDATION,
    JUDGEMENT,
    MET,
    NOT_KNOWN,
    NOT_MET,
    RELOCATION,
    ROUTINE,
    SILENT,
    case,
    finding,
    verdict,
)

NEIGHBOUR = {"hwb.within_2km": ({"code": "N", "name": "Nford Health and Wellbeing Board", "metres": 1900.0},)}
EVERYONE = (
    "Community Pharmacy Aford",
    "Aford & Bford LMC",
    "Healthwatch Aford",
    "Aford Health and Wellbeing Board",
)


def test_1_7_a_only_a_routine_application_may_estimate_its_address() -> None:
    """[sch2para1(7)(a)]"""
    assert verdict(RELOCATION, "sch2para1(7)(a)") is MET
    vague = replace(RELOCATION.proposed, address_is_best_estimate=True)
    assert verdict(replace(RELOCATION, proposed=vague), "sch2para1(7)(a)") is NOT_MET
    assert verdict(replace(ROUTINE, premises=vague), "sch2para1(7)(a)") is MET
    remote = replace(ROUTINE, kind=OtherKind.DISTANCE_SELLING_ENTRY, premises=vague)
    assert verdict(remote, "sch2para1(7)(a)") is NOT_MET


def test_1_7_c_and_d_the_hours_proposed_are_given() -> None:
    """[sch2para1(7)(c)-(d)]"""
    assert verdict(RELOCATION, "sch2para1(7)(c)-(d)") is MET
    unsaid = replace(RELOCATION, proposed=replace(RELOCATION.proposed, core_hours=None, hours=None))
    found = finding(unsaid, "sch2para1(7)(c)-(d)")
    assert found.verdict is SILENT
    assert "do not say what the core hours and the total opening hours are to be" in found.reasons[1]
    assert verdict(ROUTINE, "sch2para1(7)(c)-(d)") is MET
    silent = replace(ROUTINE, premises=replace(ROUTINE.premises, core_hours=None))
    assert verdict(silent, "sch2para1(7)(c)-(d)") is SILENT


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("relocation", True),
        ("consolidation", True),
        ("routine entry", True),
        ("distance-selling entry", True),
        ("change of services", False),
        ("change of ownership", False),
    ],
)
def test_18_which_applications_a_board_is_told_of_beforehand(kind: str, told: bool) -> None:
    """[sch2para18]"""
    assert notifiable(kind) is told


def test_19_1_everyone_who_must_be_told_was_told() -> None:
    """[sch2para19(1)-(3)]"""
    told = replace(RELOCATION, notice=replace(RELOCATION.notice, notified=EVERYONE))
    assert verdict(told, "sch2para19(1)-(3)") is MET
    assert verdict(RELOCATION, "sch2para19(1)-(3)") is SILENT
    some = replace(RELOCATION, notice=replace(RELOCATION.notice, notified=EVERYONE[:2]))
    found = finding(some, "sch2para19(1)-(3)")
    assert found.verdict is JUDGEMENT
    assert found.reasons[0].startswith("The notice does not name the local Healthwatch among")


def test_19_1_h_a_board_within_2_km_is_told_too() -> None:
    """[sch2para19(1)-(3)]"""
    told = replace(RELOCATION, notice=replace(RELOCATION.notice, notified=EVERYONE))
    found = finding(told, "sch2para19(1)-(3)", hwb__within_2km=1, rows=NEIGHBOUR)
    assert "Nford Health and Wellbeing Board" in found.reasons[0]
    both = replace(told, notice=replace(told.notice, notified=(*EVERYONE, "Nford HWB")))
    assert verdict(both, "sch2para19(1)-(3)", hwb__within_2km=1, rows=NEIGHBOUR) is MET


def test_19_1_to_3_lists_who_must_be_told_and_why() -> None:
    """[sch2para19(1)-(3)]"""
    listed = judge(case(RELOCATION, hwb__within_2km=1, rows=NEIGHBOUR)).notifiees
    certain = [one.name for one in listed if one.certain]
    assert certain == [
        "the Local Pharmaceutical Committee",
        "the Local Medical Committee",
        "the local Healthwatch",
        "Aford Health and Wellbeing Board",
        "Nford Health and Wellbeing Board",
    ]
    assert {one.citation for one in listed if "Nford" in one.name} == {
        "Schedule 2, paragraph 19(1)(h)",
        "Schedule 2, paragraph 19(3)(a)",
        "Schedule 2, paragraph 19(3)(b)",
        "Schedule 2, paragraph 19(3)(e)",
    }
    assert judge(case(replace(ROUTINE, kind=OtherKind.CHANGE_OF_SERVICES))).notifiees == ()


def test_19_1_f_and_3_f_practices_are_told_by_whose_area_the_controlled_locality_is_in() -> None:
    """[sch2para19(1)-(3)]"""
    rural = {"controlled.within_1600m": ({"name": "Bford Rural"},)}
    practices = [
        one
        for one in judge(case(RELOCATION, controlled__within_1600m=1, rows=rural)).notifiees
        if one.name.startswith("GP practices")
    ]
    assert "Bford Rural" in practices[0].why
    beyond = NEIGHBOUR | {"controlled.within_1600m": ({"name": "Nford Rural", "hwb": "N"},)}
    told = judge(case(RELOCATION, controlled__within_1600m=1, hwb__within_2km=1, rows=beyond)).notifiees
    practices = [one for one in told if one.name.startswith("GP practices")]
    assert [one.citation for one in practices] == [
        "Schedule 2, paragraph 19(1)(f)",
        "Schedule 2, paragraph 19(3)(f)",
    ]
    assert practices[0].why.startswith("where the premises are in or within")
    assert "Nford Rural" in practices[1].why


@pytest.mark.parametrize(
    ("kind", "relevant", "near", "duty"),
    [
        ("consolidation", True, False, Duty.MUST),
        ("consolidation", False, True, Duty.MAY),
        ("consolidation", False, False, Duty.NONE),
        ("relocation", True, False, Duty.MAY),
        ("relocation", False, True, Duty.MAY),
        ("routine entry", True, False, Duty.MAY),
        ("change of ownership", True, False, Duty.NONE),
        ("change of services", True, False, Duty.NONE),
    ],
)
def test_19_5_only_the_relevant_board_must_and_only_on_a_consolidation(
    kind: str, relevant: bool, near: bool, duty: Duty
) -> None:
    """[sch2para19(5)]"""
    assert duty_of_board(kind, relevant=relevant, near=near) is duty


def test_19_5_the_duty_follows_the_premises_and_not_the_notice() -> None:
    """[sch2para19(5)]"""
    astray = case(CONSOLIDATION, hwb__notice="Z", rows=NEIGHBOUR, hwb__within_2km=1)
    assert judge(astray).duty is Duty.MUST
    assert [duty_of(astray, board) for board in ("A", "N", "Z")] == [Duty.MUST, Duty.MAY, Duty.NONE]


def test_19_5_the_statement_has_the_whole_qualifier_and_both_heads_and_leaves_the_opinion_open() -> None:
    """[sch2para19(5)]"""
    judgement = judge(case(CONSOLIDATION))
    assert judgement.representations_citation == "Schedule 2, paragraph 19(5)"
    assert judgement.statement is not None
    assert judgement.statement.text == (
        "In the opinion of the Aford Health and Wellbeing Board, if application CAS-1 is granted, the removal of "
        "Old Pharmacy, 1 High Street, XT1 1AA from the pharmaceutical list [would / would not] create a gap in "
        "pharmaceutical services provision that could be met by a routine application (a) to meet a current or "
        "future need for pharmaceutical services, or (b) to secure improvements, or better access, to "
        "pharmaceutical services."
    )
    short = judge(case(CONSOLIDATION, hwb__relevant__name="Aford")).statement
    assert short is not None
    assert short.text == judgement.statement.text
    given = with_opinion(judgement.statement, "would not")
    assert OPEN_OPINION not in given
    assert "list would not create a gap" in given
    with pytest.raises(ValueError, match="'might' is no opinion"):
        with_opinion(judgement.statement, "might")


def test_19_5_asks_no_statement_on_any_other_kind() -> None:
    """[sch2para19(5)]"""
    for application, citation in (
        (RELOCATION, "Schedule 2, paragraph 19(4)"),
        (ROUTINE, "Schedule 2, paragraph 19(4)"),
        (replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP), ""),
    ):
        judgement = judge(case(application))
        assert judgement.statement is None
        assert judgement.representations_citation == citation


@pytest.mark.parametrize(
    ("wishes", "matter", "expected"),
    [
        (True, "the steps on Mill Lane", MET),
        (True, None, NOT_MET),
        (False, "the steps on Mill Lane", NOT_MET),
        (None, None, NOT_KNOWN),
    ],
)
def test_25_to_be_heard_a_board_says_so_and_names_a_matter(
    wishes: bool | None, matter: str | None, expected: object
) -> None:
    """[sch2para25]"""
    assert may_be_heard(wishes=wishes, matter=matter).verdict is expected


def test_27_a_notifiable_application_is_decided_within_four_months() -> None:
    """[sch2para27]"""
    assert decision_due(date(2019, 10, 31), "consolidation") == date(2020, 2, 29)
    assert decision_due(date(2019, 10, 31), "change of ownership") == date(2019, 11, 30)
