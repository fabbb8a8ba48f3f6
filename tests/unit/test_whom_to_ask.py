"""Whom a board might ask: those told by law under the names of the day, and wards counted by hand on the made-up street."""

from dataclasses import replace
from datetime import date

import pytest

from app.access import NoEngineError, PreparedSnapshot, prepare
from app.assessment import assess
from app.assessment.consultees import suggested
from app.assessment.wards import WardInReach, wards_in_reach
from app.domain.applications import Application
from app.domain.baselines import AccessStandard, Mode
from app.domain.consultations import Group
from app.domain.findings import Notifiee
from app.law.consultees import suggested_by_law
from app.schemas.applications import APPLICATION
from app.schemas.baselines import BASELINE
from tests.made_up.papers import baseline, consolidation, other
from tests.made_up.small_area import WARD_MIDDLE, WARD_WEST, snapshot

WALK = AccessStandard("walk", Mode.WALK, 20)
ON = date(2026, 5, 4)


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("snapshots")))


def merger(**changes: object) -> Application:
    value: Application = APPLICATION.validate_python(consolidation(**changes)).value()
    return value


def test_wards_are_those_with_people_in_reach_of_either_site(street: PreparedSnapshot) -> None:
    """S2 at 500 m, S1 at 950 m; homes at 0, 450, 1,200 and 1,900 m, each 10 m off the street."""
    twenty = wards_in_reach(merger(), street, WALK)
    assert twenty == (
        WardInReach(WARD_MIDDLE, "Middle", 700, ("Pharmacy XA002",)),
        WardInReach(WARD_WEST, "West End", 300, ("Pharmacy XA001",)),
    )
    four = wards_in_reach(merger(), street, AccessStandard("short", Mode.WALK, 4))
    # 322 m: of S2 only the 200 at 450 m, of S1 only the 300 at 1,200 m.
    assert [(ward.code, ward.people) for ward in four] == [(WARD_MIDDLE, 300), (WARD_WEST, 200)]
    half = wards_in_reach(merger(), street, AccessStandard("none", Mode.WALK, 0.5))
    assert [(ward.name, ward.people) for ward in half] == [("West End", 0), ("Middle", 0)], (
        "the sites' own stay"
    )


def test_an_application_for_one_site_has_that_sites_wards(street: PreparedSnapshot) -> None:
    entry = APPLICATION.validate_python(other("routine entry")).value()
    found = wards_in_reach(entry, street, WALK)
    assert [(ward.name, ward.holds) for ward in found] == [("Middle", ("New Pharmacy",)), ("West End", ())]


def test_a_standard_that_cannot_be_measured_is_told(street: PreparedSnapshot) -> None:
    with pytest.raises(NoEngineError, match="no streets to drive on"):
        wards_in_reach(merger(), street, AccessStandard("car", Mode.DRIVE, 20, speed=None))


TOLD = (
    Notifiee("the Local Pharmaceutical Committee", "its area includes the premises", "x(1)(a)", True, None),
    Notifiee("the local Healthwatch", "always", "x(1)(e)", True, None),
    Notifiee("Westley Health and Wellbeing Board", "the premises are in its area", "x(1)(h)", True, True),
    Notifiee(
        "Eastley Health and Wellbeing Board", "part of its area is within 2 kilometres", "x(1)(h)", True, None
    ),
    Notifiee("GP practices and dispensing doctors for Eastley", "if it is near", "x(3)(f)", False, None),
)


def test_those_told_by_law_are_named_for_the_place_with_reason_and_citation() -> None:
    found = suggested_by_law(TOLD, "Westley Health and Wellbeing Board", ON)
    assert [(each.consultee.name, each.consultee.group, each.certain) for each in found] == [
        (
            "The Local Pharmaceutical Committee for the area of Westley Health and Wellbeing Board",
            Group.PROFESSIONS,
            True,
        ),
        (
            "The local Healthwatch organisation for the area of Westley Health and Wellbeing Board",
            Group.PATIENTS,
            True,
        ),
        ("Eastley Health and Wellbeing Board", Group.BOARDS, True),
        ("GP practices and dispensing doctors for Eastley", Group.PROFESSIONS, False),
    ]
    assert [each.consultee.why for each in found[1:3]] == [
        "The Regulations have them told of the application always.",
        "The Regulations have them told of the application: part of its area is within 2 kilometres.",
    ]
    assert found[0].consultee.citation == "x(1)(a)"


def test_where_the_board_is_not_known_none_is_named() -> None:
    relevant = replace(TOLD[2], name="the relevant Health and Wellbeing Board")
    found = suggested_by_law((TOLD[0], relevant), None, ON)
    assert [each.consultee.name for each in found] == [
        "The Local Pharmaceutical Committee for the area of the board"
    ]


def test_two_wards_of_one_name_are_told_apart(street: PreparedSnapshot) -> None:
    on = BASELINE.validate_python(baseline(street.snapshot.id)).value()
    assessment = assess(merger(), on, street, ON)
    wards = (
        WardInReach("E05000001", "Abbey", 5, ()),
        WardInReach("E05000002", "Abbey", 1_200, ("A", "B")),
        WardInReach("E05000003", "Bourne", 0, ("C",)),
    )
    councillors = [
        each.consultee
        for each in suggested(assessment, wards, WALK)
        if each.consultee.group is Group.COUNCILLORS
    ]
    assert [(each.name, each.why) for each in councillors] == [
        (
            "Councillors of the ward Abbey (E05000001)",
            "5 people of the ward are within 20 minutes' walk of a site.",
        ),
        (
            "Councillors of the ward Abbey (E05000002)",
            "A is in the ward; B is in the ward; 1,200 people of the ward are within 20 minutes' walk of a site.",
        ),
        ("Councillors of the ward Bourne", "C is in the ward."),
    ]
    assert suggested(replace(assessment, notifiees=()), wards, WALK) == ()
