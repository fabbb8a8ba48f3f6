"""Assessments on one straight street, where every figure can be worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Application, ApplicationError, Claims, Notice
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Mode
from app.domain.canonical import canonical_json
from app.domain.findings import Duty
from geodata.model.point import Point
from geodata.snapshot import EdgeFlag, NodeFlag, Snapshot
from tests.made_up.applications import BASELINE, NOTICE, S1, S2, WITHIN, consolidation, relocation
from tests.made_up.small_area import EAST, NORTHING, OFFICE_HOURS, PREMISES, WEST, contents, snapshot


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


@pytest.fixture(scope="module")
def run(area: PreparedSnapshot) -> Callable[[Application], Assessment]:
    return lambda application: assess(application, BASELINE, area, WITHIN)


def _values(assessment: Assessment, *ids: str) -> list[object]:
    return [assessment.ledger.value(name) for name in ids]


def test_the_sites_of_a_consolidation_are_450_metres_apart(run: Callable[[Application], Assessment]) -> None:
    found = run(consolidation())
    assert _values(found, "distance.claimed", "distance.straight", "distance.walk") == [450, 450.0, 450.0]
    assert found.ledger.value("distance.walk_minutes") == pytest.approx(450 / 80.4672, abs=0.001)
    assert found.route == ((500_950.0, NORTHING), (500_500.0, NORTHING))
    assert found.flag("distance-differs-from-claim") is None


def test_pharmacies_left_within_a_mile_are_listed_nearest_first(
    run: Callable[[Application], Assessment],
) -> None:
    item = run(consolidation()).ledger["alternatives.walk"]
    assert item.value == 2
    assert [(row["ods_code"], row["metres"]) for row in item.rows] == [("XA001", 450.0), ("XA003", 1550.0)]
    claim = run(consolidation(claims=Claims(450, 6, 4))).flag("alternatives-differ-from-claim")
    assert claim is not None
    assert "claim 4 pharmacies left within a mile; 2 were found" in claim.text


def test_coverage_before_and_after_by_hand(run: Callable[[Application], Assessment]) -> None:
    found = run(consolidation())
    names = ("people", "before", "after", "gained", "lost", "unreachable_after")
    assert _values(found, *(f"coverage.walk-10.{n}" for n in names)) == [1000, 1000, 1000, 0, 0, 0]
    assert _values(found, *(f"coverage.walk-5.{n}" for n in names)) == [1000, 500, 200, 0, 300, 0]
    assert _values(found, "coverage.walk-5.before_share", "coverage.walk-5.after_share") == [0.5, 0.2]


def test_coverage_by_group_adds_up_to_the_total(run: Callable[[Application], Assessment]) -> None:
    ledger = run(consolidation()).ledger
    for kind in ("by_locality", "by_ward", "by_deprivation", "by_age"):
        rows = ledger[f"coverage.walk-5.{kind}"].rows
        assert [
            sum(int(row[name] or 0) for row in rows) for name in ("people", "before", "after", "lost")
        ] == [
            1000,
            500,
            200,
            300,
        ], kind
    middle = next(row for row in ledger["coverage.walk-5.by_locality"].rows if row["group"] == "Middle")
    assert (middle["before"], middle["after"], middle["lost"]) == (300, 0, 300)
    groups = [row["group"] for row in ledger["coverage.walk-5.by_deprivation"].rows]
    assert groups == ["deprivation not known", "decile 1 (most deprived)", "decile 5"]
    assert [row["group"] for row in ledger["coverage.walk-5.by_age"].rows] == [
        "aged 0 to 64",
        "aged 65 and over",
    ]


def test_trips_of_those_whose_nearest_closes(run: Callable[[Application], Assessment]) -> None:
    found = run(consolidation())
    names = (
        "people",
        "before_mean",
        "after_mean",
        "change_mean",
        "change_median",
        "change_p90",
        "change_worst",
    )
    assert _values(found, *(f"affected.walk-10.{n}" for n in names)) == [
        300,
        260.0,
        710.0,
        450.0,
        450.0,
        450.0,
        450.0,
    ]
    bands = {row["band"]: row["people"] for row in found.ledger["affected.walk-10.bands"].rows}
    assert bands["250 to 500 m longer"] == 300
    assert sum(int(n or 0) for n in bands.values()) == 300


def test_a_consolidation_is_a_duty_and_a_relocation_is_not(run: Callable[[Application], Assessment]) -> None:
    assert run(consolidation()).duty is Duty.MUST
    assert run(consolidation()).statement is not None
    assert run(relocation()).duty is Duty.MAY
    assert run(relocation()).statement is None


def test_boards_and_neighbours_are_told_from_outlines(run: Callable[[Application], Assessment]) -> None:
    ledger = run(consolidation()).ledger
    assert _values(run(consolidation()), "hwb.relevant", "hwb.relevant.name") == [
        WEST,
        "Westley Health and Wellbeing Board",
    ]
    assert ledger["hwb.within_2km"].rows == (
        {"code": EAST, "name": "Eastley Health and Wellbeing Board", "metres": 1050.0},
    )


def test_a_notice_sent_to_another_board_is_flagged(run: Callable[[Application], Assessment]) -> None:
    astray = run(consolidation(notice=replace(NOTICE, sent_to_hwb="E06999003")))
    assert astray.flag("notice-misdirected") is not None
    neighbour = run(consolidation(notice=replace(NOTICE, sent_to_hwb=EAST)))
    assert neighbour.flag("notice-to-neighbour") is not None
    assert {"notice-misdirected", "notice-to-neighbour"}.isdisjoint(f.id for f in run(consolidation()).flags)


def test_sites_in_different_boards_are_flagged(run: Callable[[Application], Assessment]) -> None:
    far = replace(S2, ods_code="XA003", postcode="XT1 1AC", name="Pharmacy XA003", address="2500 Long Street")
    assert run(consolidation(closing=far)).flag("different-boards") is not None


@pytest.mark.parametrize("which", ["closing", "continuing"])
def test_distance_selling_premises_are_flagged_and_settle_the_refusal(
    run: Callable[[Application], Assessment], which: str
) -> None:
    site = replace(S1 if which == "continuing" else S2, distance_selling=True)
    found = run(consolidation(**{which: site}))
    assert found.flag("distance-selling") is not None
    refusal = next(f for f in found.findings if f.citation.endswith("26A(5)(b)"))
    assert refusal.verdict == "not met"


def test_closing_distance_selling_premises_changes_nobodys_walk(
    run: Callable[[Application], Assessment],
) -> None:
    remote = replace(S2, ods_code="XA009", postcode="XT1 1AD", address="700 Long Street")
    found = run(consolidation(closing=remote))
    assert _values(found, "coverage.walk-5.lost", "affected.walk-5.people") == [0, 0]


def test_a_move_next_door_changes_hardly_anything(run: Callable[[Application], Assessment]) -> None:
    found = run(relocation())
    assert _values(found, "distance.straight", "distance.walk", "distance.error") == [20.0, 20.0, 2.0]
    assert _values(found, "coverage.walk-10.lost", "coverage.walk-10.gained") == [0, 0]
    assert found.flag("regulation-31") is not None
    assert found.flag("positional-error") is None


def test_a_move_shorter_than_the_error_of_its_points_is_flagged(
    run: Callable[[Application], Assessment],
) -> None:
    move = relocation()
    by_postcode = replace(
        move, existing=replace(move.existing, point=None), proposed=replace(move.proposed, point=None)
    )
    flag = run(by_postcode).flag("positional-error")
    assert flag is not None
    assert "20 m apart" in flag.text
    assert "100 m" in flag.text


def test_hours_and_services_fall_back_on_the_list_and_say_so(
    run: Callable[[Application], Assessment],
) -> None:
    found = run(consolidation())
    assert _values(found, "hours.leaving", "hours.staying", "hours.lost") == [78.0, 46.5, 31.5]
    assert found.flag("hours-lost") is not None
    assert found.ledger["hours.leaving"].inputs == ("list:XA002 (a made-up list)",)
    assert _values(found, "services.kept", "services.added", "services.lost") == [1, 1, 0]


def test_unknown_hours_stay_unknown(area: PreparedSnapshot, tmp_path: Path) -> None:
    silent = tuple(replace(p, hours=None, services=None) for p in PREMISES)
    found = assess(consolidation(), BASELINE, prepare(snapshot(tmp_path, premises=silent)), WITHIN)
    assert _values(found, "hours.lost", "services.lost", "services.kept") == [None, None, None]
    assert found.flag("hours-unknown") is not None
    assert found.flag("services-unknown") is not None


def test_the_deadline_and_the_meetings_in_it(run: Callable[[Application], Assessment]) -> None:
    found = run(consolidation())
    assert _values(found, "deadline.last_day", "deadline.days_left") == ["2026-06-15", 26]
    assert [row["in_window"] for row in found.ledger["deadline.meetings"].rows] == [True, False]
    late = consolidation(notice=Notice("CAS-1", date(2026, 5, 1), date(2026, 6, 20), WEST))
    assert run(late).flag("deadline-differs") is not None


def test_what_the_pna_says_of_the_locality(run: Callable[[Application], Assessment]) -> None:
    found = run(consolidation())
    assert _values(found, "pna.locality", "pna.finding", "pna.gaps", "pna.housing") == [
        "Middle",
        "No gaps were found in Middle.",
        0,
        "200 homes by 2030",
    ]


def test_a_site_that_is_not_listed_is_measured_at_its_point_and_flagged(
    run: Callable[[Application], Assessment],
) -> None:
    unlisted = replace(S2, name="Green Door", address="930 Long Street", ods_code="XA777", postcode="XT1 1AB")
    found = run(consolidation(closing=unlisted))
    assert found.flag("site-not-listed") is not None
    # XA002 stands at the same place and stays open, so nobody's trip changes.
    assert found.ledger.value("affected.walk-5.people") == 0
    new = replace(unlisted, point=Point(501_900.0, NORTHING, "measured at the door", 1.0))
    assert run(consolidation(closing=new)).ledger.value("affected.walk-5.people") == 400


def test_several_at_one_postcode_are_told_apart_by_name_or_the_code_is_asked_for(tmp_path: Path) -> None:
    twin = replace(PREMISES[1], ods_code="XA012", trading_name="Other chemist")
    area = prepare(snapshot(tmp_path, premises=(*PREMISES, twin)))
    by_name = assess(consolidation(closing=replace(S2, ods_code=None)), BASELINE, area, WITHIN)
    assert by_name.ledger.value("site.leaving.listed") == "XA002"
    nameless = assess(
        consolidation(closing=replace(S2, ods_code=None, name="Unknown")), BASELINE, area, WITHIN
    )
    flag = nameless.flag("site-in-question")
    assert flag is not None
    assert flag.text.startswith(
        "Is the leaving site XA002 or XA012? Unknown was not found on the pharmacy list: "
    )


def test_an_unknown_postcode_is_refused_with_its_field(run: Callable[[Application], Assessment]) -> None:
    lost = replace(S2, ods_code=None, postcode="XT7 7XX")
    with pytest.raises(ApplicationError, match="XT7 7XX") as error:
        run(consolidation(closing=lost))
    assert error.value.field == "closing.postcode"


def test_premises_far_from_any_street_are_flagged(run: Callable[[Application], Assessment]) -> None:
    far = replace(relocation().proposed, point=None, postcode="XT9 9ZZ")
    found = run(relocation(proposed=far))
    assert found.ledger.value("site.staying.off_network") == 1500.0
    flag = found.flag("far-from-street")
    assert flag is not None
    assert "1,500 m from the nearest walkable street" in flag.text


def test_a_standard_that_cannot_be_measured_is_unknown_not_left_out(area: PreparedSnapshot) -> None:
    drive = replace(BASELINE, standards=(AccessStandard("drive-20", Mode.DRIVE, 20, None),))
    found = assess(consolidation(), drive, area, WITHIN)
    item = found.ledger["coverage.drive-20.before"]
    assert item.value is None
    assert "no streets to drive on" in item.note


def test_people_whose_group_is_not_known_are_listed_and_make_up_no_group(area: PreparedSnapshot) -> None:
    nowhere = assess(consolidation(), replace(BASELINE, localities=()), area, WITHIN)
    standard = BASELINE.standards[0].id
    item = nowhere.ledger[f"coverage.{standard}.by_locality"]
    assert item.value is None
    assert [row["group"] for row in item.rows] == ["in no locality of the PNA"]
    assert nowhere.ledger.value("data.selling_not_known") == area.selling_not_known


def test_a_made_up_area_says_so(run: Callable[[Application], Assessment]) -> None:
    assert run(consolidation()).flag("invented-data") is not None


def test_the_same_inputs_give_the_same_bytes(area: PreparedSnapshot, tmp_path: Path) -> None:
    again = prepare(Snapshot.open(snapshot(tmp_path).path))
    one = canonical_json(assess(consolidation(), BASELINE, area, WITHIN))
    assert one == canonical_json(assess(consolidation(), BASELINE, again, WITHIN))


def test_every_id_that_a_finding_or_flag_names_is_in_the_ledger(
    run: Callable[[Application], Assessment],
) -> None:
    for application in (consolidation(), relocation()):
        found = run(application)
        named = {e for f in found.findings for e in f.evidence} | {e for f in found.flags for e in f.evidence}
        assert named <= set(found.ledger)


def test_choice_before_and_after_by_hand(run: Callable[[Application], Assessment]) -> None:
    # Within 804 m: home 0 has XA001; 450 has XA001 and XA002; 1200 has XA001 and XA002; 1900 has XA003 alone.
    found = run(consolidation())
    ids = [f"choice.walk-10.{n}.{when}" for n in ("two", "three") for when in ("before", "after")]
    assert _values(found, *ids) == [500, 0, 0, 0]
    assert {row["left"]: row["people"] for row in found.ledger["choice.walk-10.left"].rows} == {
        "none": 0,
        "one": 300,
        "two": 0,
        "three or more": 0,
    }
    assert found.ledger.value("choice.walk-5.left") == 300


def test_the_week_before_and_after_by_hand(run: Callable[[Application], Assessment]) -> None:
    found = run(consolidation())
    # XA002 alone is open from 8 to 9 and from 17:30 to 20:00, on Saturday from 13:00 and on Sunday: 450's and 1200's people.
    falls = {
        (row["from"], row["to"]): (row["before"], row["after"])
        for row in found.ledger["week.walk-10.falls"].rows
    }
    assert falls[("monday 08:00", "monday 09:00")] == (500, 0)
    assert falls[("monday 17:30", "monday 20:00")] == (500, 0)
    assert falls[("sunday 10:00", "sunday 16:00")] == (500, 0)
    assert found.ledger.value("week.walk-10.falls") == 5 * 3.5 + (1 + 7) + 6
    by_hour = {
        (row["day"], row["hour"]): (row["before"], row["after"])
        for row in found.ledger["week.walk-10.by_hour"].rows
    }
    assert len(by_hour) == 168
    assert by_hour[("monday", 10)] == (1000, 1000)
    assert by_hour[("monday", 17)] == (750, 500)  # half the hour all, half the hour those of XA002
    assert by_hour[("monday", 3)] == (0, 0)
    summary = {
        row["when"]: (row["before"], row["after"]) for row in found.ledger["week.walk-10.summary"].rows
    }
    assert summary["Sunday, 9am to 6pm"] == (333, 0)


def test_a_move_carries_its_hours_with_it(run: Callable[[Application], Assessment]) -> None:
    found = run(relocation(proposed=replace(relocation().proposed, hours=OFFICE_HOURS)))
    assert found.ledger.value("week.walk-10.falls") == 0
    silent = run(relocation())
    assert silent.ledger.value("week.walk-10.falls") is None
    assert "not known" in silent.ledger["week.walk-10.falls"].note


def test_other_paces_stand_beside_the_standards_own(run: Callable[[Application], Assessment]) -> None:
    rows = {row["pace"]: row for row in run(consolidation()).ledger["sensitivity.walk-10"].rows}
    assert rows["3 miles an hour"]["lost"] == 0
    assert rows["4.5 km/h"]["metres"] == 750.0
    # At 3.2 km/h ten minutes reach 533 m: home 1200 has XA002 at 260 m, then XA001 at 710 m.
    assert rows["an older person's pace"]["lost"] == 300


def test_what_the_map_states_of_the_way_is_told_with_its_place(tmp_path: Path) -> None:
    network = contents().networks["walk"]
    steps = replace(
        network,
        edge_flags=np.array([int(EdgeFlag.UNLIT | EdgeFlag.STEPS), 0], dtype=np.int32),
        node_flags=np.array([0, int(NodeFlag.LEVEL_CROSSING | NodeFlag.LOCKED), 0], dtype=np.uint8),
    )
    found = assess(consolidation(), BASELINE, prepare(snapshot(tmp_path, networks={"walk": steps})), WITHIN)
    assert {row["what"] for row in found.ledger["route.on_the_way"].rows} == {"steps", "unlit"}
    passed = {row["what"]: row["people"] for row in found.ledger["affected.walk-10.on_the_way"].rows}
    assert passed == {"steps": 300, "unlit": 300, "level crossing": 300, "gate said to be locked": 300}
