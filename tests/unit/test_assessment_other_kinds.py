"""Market entry, changes of services and of ownership on the one straight street: duty, deadline, who is told, what is added."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import ApplicationError
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Mode
from app.domain.canonical import canonical_json
from app.domain.findings import Duty
from app.domain.other_applications import Basis, OtherApplication, OtherKind
from app.store.values import read_value
from geodata.model.point import Point
from tests.made_up.applications import BASELINE, S1, WITHIN, entry
from tests.made_up.small_area import EAST, NORTHING, OFFICE_HOURS, snapshot

Run = Callable[[OtherApplication], Assessment]
NOT_ASKED = (OtherKind.CHANGE_OF_SERVICES, OtherKind.CHANGE_OF_OWNERSHIP)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


@pytest.fixture(scope="module")
def run(area: PreparedSnapshot) -> Run:
    return lambda application: assess(application, BASELINE, area, WITHIN)


def values(found: Assessment, *ids: str) -> list[object]:
    return [found.ledger.value(name) for name in ids]


def at(metres: float) -> Point:
    return Point(500_000.0 + metres, NORTHING, "measured at the door", 1.0)


def test_who_is_near_a_new_pharmacy_by_hand(run: Run) -> None:
    found = run(entry())
    assert values(found, "access.changes", "near.walk", "nearest.walk", "near.straight") == [
        True,
        3,
        550.0,
        3,
    ]
    rows = found.ledger["nearest.walk"].rows
    assert [(row["ods_code"], row["metres"]) for row in rows] == [
        ("XA002", 550.0),
        ("XA001", 1000.0),
        ("XA003", 1000.0),
    ]
    assert rows[0]["minutes"] == pytest.approx(550 / 80.4672, abs=0.001)
    assert [(place.role, place.label) for place in found.places][:2] == [
        ("staying", "New Pharmacy"),
        ("alternative", "Pharmacy XA002"),
    ]


def test_whom_a_new_pharmacy_brings_within_a_standard_by_hand(run: Run) -> None:
    """At 1,600 m it is 300 m and 10 more from the 400 people at 1,900 m, and 410 m from the 300 at 1,200 m."""
    found = run(entry(premises=replace(entry().premises, point=at(1_600))))
    names = ("people", "before", "after", "gained", "lost")
    assert values(found, *(f"coverage.walk-5.{n}" for n in names)) == [1000, 500, 900, 400, 0]
    rows = {row["group"]: row for row in found.ledger["coverage.walk-5.by_locality"].rows}
    assert (rows["Middle"]["before"], rows["Middle"]["after"]) == (300, 700)
    names = ("people", "before_mean", "after_mean", "change_mean")
    assert values(found, *(f"nearer.walk-5.{n}" for n in names)) == [400, 610.0, 310.0, -300.0]
    assert values(found, "choice.walk-10.two.before", "choice.walk-10.two.after") == [500, 900]
    assert not [name for name in found.ledger if name.startswith(("affected.", "alternatives.", "distance."))]


def test_people_who_reach_none_now_are_counted_and_in_no_average(tmp_path: Path) -> None:
    nobody = prepare(snapshot(tmp_path, premises=()))
    found = assess(entry(), BASELINE, nobody, WITHIN)
    assert values(found, "near.walk", "nearest.walk", "nearer.walk-10.people") == [0, None, 1000]
    assert found.ledger["nearest.walk"].note == "no way to any pharmacy was found"
    assert found.ledger.value("nearer.walk-10.before_mean") is None
    assert "1000 of them reach no pharmacy now" in found.ledger["nearer.walk-10.people"].note


def test_without_streets_a_new_pharmacy_is_measured_by_straight_line(tmp_path: Path) -> None:
    bare = prepare(snapshot(tmp_path, networks={}))
    standards = (AccessStandard("walk-10", Mode.WALK, 10), BASELINE.standards[2])
    found = assess(entry(), replace(BASELINE, standards=standards), bare, WITHIN)
    assert values(found, "near.walk", "nearest.walk", "near.straight") == [None, None, 3]
    assert "no streets to walk on" in found.ledger["coverage.walk-10.gained"].note
    assert found.ledger.value("coverage.straight-10.gained") == 0


def test_a_routine_entry_has_its_duty_deadline_and_people_to_be_told(run: Run) -> None:
    found = run(entry())
    assert found.duty is Duty.MAY
    assert found.statement is None
    assert values(found, "deadline.last_day", "hwb.relevant") == ["2026-06-15", "E06999001"]
    certain = [one.name for one in found.notifiees if one.certain]
    assert certain[-2:] == ["Westley Health and Wellbeing Board", "Eastley Health and Wellbeing Board"]
    assert {one.rule for one in found.findings} == {
        "reg18(2)(a)-(b)",
        "reg18(2)(g)",
        "reg22(1)",
        "reg31",
        "sch2para1(7)(a)",
        "sch2para1(7)(c)-(d)",
        "sch2para19(1)-(3)",
    }
    assert any(one.citation == "regulation 6(3)" for one in found.follow_up)
    assert found.screened is None


def test_a_routine_entry_next_to_listed_premises_is_seen(run: Run) -> None:
    beside = entry(premises=replace(entry().premises, point=at(975)))
    found = run(beside)
    item = found.ledger["site.staying.adjacent"]
    assert item.value == 1
    assert [(row["ods_code"], row["metres"], row["error_m"], row["within"]) for row in item.rows] == [
        ("XA002", 25.0, 51.0, True)
    ]
    flag = found.flag("regulation-31")
    assert flag is not None
    assert "Pharmacy XA002, XT1 1AB (around 30 metres away; the points may be out by 51 metres together)" in (
        flag.text
    )


def test_distance_selling_premises_add_nothing_to_access(run: Run) -> None:
    remote = entry(kind=OtherKind.DISTANCE_SELLING_ENTRY, basis=None)
    found = run(remote)
    assert found.ledger.value("access.changes") is False
    assert "serve nobody who calls there" in found.ledger["access.changes"].note
    assert not [name for name in found.ledger if name.startswith("coverage.")]
    assert found.duty is Duty.MAY
    said = entry(premises=replace(entry().premises, distance_selling=True), basis=Basis.UNFORESEEN_BENEFITS)
    assert run(said).ledger.value("access.changes") is False


@pytest.mark.parametrize("kind", NOT_ASKED)
def test_kinds_about_which_boards_are_not_asked(run: Run, kind: OtherKind) -> None:
    found = run(entry(kind=kind, premises=replace(S1, hours=OFFICE_HOURS), basis=None))
    assert found.duty is Duty.NONE
    assert found.notifiees == ()
    assert not [name for name in found.ledger if name.startswith(("deadline.", "coverage.", "near"))]
    assert found.ledger.value("access.changes") is False
    assert found.ledger["access.changes"].note.startswith("the same premises are open to callers as before")
    assert values(found, "site.staying.listed", "hours.staying") == ["XA001", 46.5]
    flag = found.flag("not-notifiable")
    assert flag is not None
    assert "no time for representations runs" in flag.text
    assert found.flag("sign-off-not-recorded") is None


def test_a_site_in_a_neighbours_area_makes_that_board_the_relevant_one(run: Run) -> None:
    found = run(entry(premises=replace(entry().premises, point=at(3_000))))
    assert found.relevant_hwb == EAST
    assert found.flag("notice-to-neighbour") is not None
    assert found.flag("outside-baseline") is not None


def test_an_unknown_postcode_is_refused_with_its_field(run: Run) -> None:
    lost = entry(premises=replace(entry().premises, point=None, postcode="XT7 7XX"))
    with pytest.raises(ApplicationError, match="XT7 7XX") as error:
        run(lost)
    assert error.value.field == "premises.postcode"


@pytest.mark.parametrize("kind", list(OtherKind))
def test_what_is_stored_is_read_back_and_names_only_its_own_evidence(run: Run, kind: OtherKind) -> None:
    found = run(entry(kind=kind))
    assert read_value(Assessment, canonical_json(found)) == found
    named = {e for f in found.findings for e in f.evidence} | {e for f in found.flags for e in f.evidence}
    assert named <= set(found.ledger)
