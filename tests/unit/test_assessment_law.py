"""The law over whole assessments: it follows the date, the meetings, the board's own screen and what stands next door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Relocation
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Baseline, Mode
from app.domain.findings import Duty, Finding, Verdict
from app.domain.other_applications import OtherKind
from app.domain.screens import Screen
from app.law import LawError, bodies
from geodata.arrays import Boundary
from geodata.model.hours import parse_week
from geodata.model.point import Point
from tests.made_up.applications import BASELINE, WITHIN, consolidation, entry, relocation
from tests.made_up.small_area import EAST, NORTHING, OFFICE_HOURS, WEST, contents, snapshot

SEVENTY_TWO = parse_week(
    dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), "09:00-21:00")
    | {"sunday": "closed"}
)
On = Callable[[Relocation, date], Assessment]


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def rules(found: Assessment) -> set[str]:
    return {one.rule for one in found.findings}


def limb(found: Assessment, rule: str) -> Finding:
    [one] = [finding for finding in found.findings if finding.rule == rule]
    return one


def with_board(**changes: object) -> Baseline:
    return replace(BASELINE, boards=(replace(BASELINE.boards[0], **changes),))  # type: ignore[arg-type]


def test_24_and_25_may_2023_give_different_hours_grounds(area: PreparedSnapshot) -> None:
    old = replace(relocation().existing, hours_directed=True, core_hours=SEVENTY_TWO)
    new = replace(relocation().proposed, core_hours=OFFICE_HOURS)
    move = relocation(existing=old, proposed=new, not_stated=("same_directed_hours_undertaken",))
    before, after = (assess(move, BASELINE, area, date(2023, 5, day)) for day in (24, 25))
    assert "reg65A(3)" not in rules(before)
    assert limb(after, "reg65A(3)").verdict is Verdict.NOT_MET
    assert "must be refused" in limb(after, "reg65A(3)").reasons[0]
    assert rules(after) - rules(before) == {"reg65A(3)"}


def test_22_and_23_june_2025_differ_for_distance_selling(area: PreparedSnapshot) -> None:
    remote = replace(relocation().existing, distance_selling=True)
    move = relocation(existing=remote, proposed=replace(relocation().proposed, distance_selling=True))
    before, after = (assess(move, BASELINE, area, date(2025, 6, day)) for day in (22, 23))
    assert "all pharmaceutical services" not in " ".join(limb(before, "reg24(3)(d)").reasons)
    assert "all pharmaceutical services" in " ".join(limb(after, "reg24(3)(d)").reasons)
    new = entry(
        kind=OtherKind.DISTANCE_SELLING_ENTRY, basis=None, applied=date(2025, 6, 23), already_listed=False
    )
    assert limb(assess(new, BASELINE, area, date(2025, 6, 22)), "reg25(1)").verdict is Verdict.NEEDS_JUDGEMENT
    assert limb(assess(new, BASELINE, area, date(2025, 6, 23)), "reg25(1)").verdict is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("as_at", "raised"),
    [
        (date(2019, 9, 25), False),
        (date(2021, 3, 31), False),
        (date(2021, 4, 1), True),
        (date(2024, 6, 1), True),
    ],
)
def test_medicines_use_review_is_a_service_to_31_march_2021(
    area: PreparedSnapshot, as_at: date, raised: bool
) -> None:
    papers = consolidation(closing=replace(consolidation().closing, services=("MURs",)), services_added=())
    flag = assess(papers, BASELINE, area, as_at).flag("service-name-not-in-force")
    assert (flag is not None) is raised
    if flag is not None:
        assert "Medicines Use Review (ended on 31 March 2021)" in flag.text


@pytest.mark.parametrize(
    ("as_at", "decides"),
    [(date(2023, 3, 31), "NHS England"), (date(2023, 4, 1), "the integrated care board")],
)
def test_the_decision_maker_bears_its_name_of_the_day(
    area: PreparedSnapshot, as_at: date, decides: str
) -> None:
    found = assess(relocation(), BASELINE, area, as_at)
    assert limb(found, "reg24(1)(b)").judge == f"the opinion of {decides}"
    assert bodies(as_at).addressee.name == "Primary Care Support England"
    assert ("law read as at", as_at.isoformat()) in found.versions


@pytest.mark.parametrize(
    ("as_at", "says"),
    [
        (date(2013, 3, 31), "1 April 2013"),
        (date(2016, 12, 4), "5 December 2016"),
    ],
)
def test_a_day_of_which_the_law_is_not_known_is_refused_before_anything_is_measured(
    area: PreparedSnapshot, as_at: date, says: str
) -> None:
    lost = replace(consolidation().closing, ods_code=None, postcode="XT7 7XX")
    with pytest.raises(LawError, match=says):
        assess(consolidation(closing=lost), BASELINE, area, as_at)


def test_meetings_have_a_day_by_which_papers_are_published(area: PreparedSnapshot) -> None:
    found = assess(consolidation(), BASELINE, area, WITHIN)
    assert found.ledger.value("deadline.working_days_left") == 17  # 26 days; 25 May 2026 is a bank holiday
    rows = found.ledger["deadline.meetings"].rows
    assert [(row["date"], row["papers_by"]) for row in rows] == [
        ("2026-06-10", "2026-06-02"),
        ("2026-07-08", "2026-06-30"),
    ]
    assert found.ledger.value("deadline.meetings_left") == 1
    late = assess(consolidation(), BASELINE, area, date(2026, 6, 3))
    assert late.ledger.value("deadline.meetings_left") == 0
    flag = late.flag("no-meeting-left")
    assert flag is not None
    assert "an urgent item" in flag.text
    assert found.flag("no-meeting-left") is None


def test_without_a_meeting_in_the_window_the_routes_open_are_told(area: PreparedSnapshot) -> None:
    quarterly = with_board(meetings=(date(2026, 4, 1), date(2026, 7, 8)))
    flag = assess(consolidation(), quarterly, area, WITHIN).flag("no-meeting-in-window")
    assert flag is not None
    for route in ("a sub-committee", "an officer", "SI 2013/218", "an urgent item", "no power to delegate"):
        assert route in flag.text


def test_meetings_and_days_beyond_the_list_of_bank_holidays_are_not_guessed(area: PreparedSnapshot) -> None:
    far = with_board(meetings=(date(2028, 12, 1), date(2040, 6, 10)))
    late = consolidation(notice=replace(consolidation().notice, dated=date(2028, 11, 20), reply_by=None))
    ledger = assess(late, far, area, WITHIN).ledger
    assert ledger.value("deadline.last_day") == "2029-01-04"
    assert ledger.value("deadline.working_days_left") is None
    rows = ledger["deadline.meetings"].rows
    assert [(row["papers_by"], row["papers_in_time"]) for row in rows] == [("2028-11-23", True), (None, None)]
    assert ledger.value("deadline.meetings_left") == 1
    assert ledger["deadline.working_days_left"].note.startswith(
        "bank holidays are known up to 2028-12-26 only"
    )
    beyond = consolidation(notice=replace(consolidation().notice, dated=date(2040, 5, 20), reply_by=None))
    ahead = assess(beyond, far, area, WITHIN).ledger
    assert ahead.value("deadline.meetings_left") is None
    assert ahead["deadline.meetings_left"].note.startswith("bank holidays are known up to 2028-12-26 only")
    over = assess(beyond, far, area, date(2040, 6, 10)).ledger
    assert [row["papers_in_time"] for row in over["deadline.meetings"].rows] == [False, False]
    assert over.value("deadline.meetings_left") == 0


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        ("the Board's Pharmacy Sub-Committee", None),
        ("the public health team", "sign-off-by-officer"),
        (None, "sign-off-not-recorded"),
    ],
)
def test_who_signs_off_is_a_recorded_fact_with_a_warning(
    area: PreparedSnapshot, body: str | None, flag: str | None
) -> None:
    found = assess(consolidation(), with_board(sign_off_body=body), area, WITHIN)
    assert found.ledger.value("hwb.sign_off") == body
    raised = [one.id for one in found.flags if one.id.startswith("sign-off")]
    assert raised == ([flag] if flag else [])


def test_a_board_sets_its_own_screen_and_the_paper_can_print_it(area: PreparedSnapshot) -> None:
    usual = assess(relocation(), BASELINE, area, WITHIN).screened
    assert usual is not None
    assert not usual.own
    assert "no more than 500 metres away on foot" in usual.rule
    strict = Screen(most_metres=10, stopping_flags=("invented-data",))
    found = assess(relocation(), with_board(screen=strict), area, WITHIN).screened
    assert found is not None
    assert found.own
    assert "no more than 10 metres away on foot" in found.rule
    assert "where none of this holds: the data is made up" in found.rule
    assert not found.delegated
    assert "Distance on foot: 20 metres, more than the screen allows (10 metres)." in found.reasons
    assert "Flagged: the data is made up." in found.reasons
    assert "no power to delegate this to an officer was found" in found.warning


@pytest.mark.parametrize(
    ("published", "as_at", "overdue"),
    [
        ("2023-05-19", date(2026, 5, 20), True),
        ("2023-05-20", date(2026, 5, 20), False),
        ("2023-05", date(2026, 5, 20), None),
        ("2022", date(2026, 5, 20), True),
        ("2018-03", date(2019, 9, 25), False),
        ("2018-03", date(2022, 4, 1), False),
        ("2018-03", date(2022, 10, 1), False),
        ("2018-03", date(2022, 10, 2), True),
    ],
)
def test_how_old_the_needs_assessment_is(
    area: PreparedSnapshot, published: str, as_at: date, overdue: bool | None
) -> None:
    found = assess(consolidation(), replace(BASELINE, published=published), area, as_at)
    assert found.ledger.value("pna.overdue") is overdue
    assert (found.flag("pna-overdue") is not None) is (overdue is True)
    if len(published) < 10 and overdue is None:
        assert (
            found.ledger["pna.revision_due"].note
            == f"counted from the end of {published}: the day is not known"
        )


def test_a_day_of_publication_that_there_is_none_of_is_no_baseline() -> None:
    with pytest.raises(ValueError, match="no day '2018-02-31'"):
        replace(BASELINE, published="2018-02-31")


def test_after_a_grant_the_statement_is_due_where_there_is_no_gap(area: PreparedSnapshot) -> None:
    found = assess(consolidation(), BASELINE, area, WITHIN)
    due = [one for one in found.follow_up if one.citation == "regulation 6(4)"]
    assert [one.duty for one in due] == [Duty.MUST, Duty.NONE]
    assert "creates no gap" in due[0].when


def test_another_contractors_premises_next_to_the_new_site_are_seen(area: PreparedSnapshot) -> None:
    door = Point(500_960.0, NORTHING, "measured at the door", 1.0)
    move = relocation(
        proposed=replace(relocation().proposed, point=door), not_stated=("adjacency_explanation",)
    )
    found = assess(move, BASELINE, area, WITHIN)
    item = found.ledger["site.staying.adjacent"]
    assert [(row["ods_code"], row["metres"], row["within"]) for row in item.rows] == [("XA002", 10.0, True)]
    assert limb(found, "reg31").verdict is Verdict.PAPERS_SILENT
    flag = found.flag("regulation-31")
    assert flag is not None
    assert "XA002" in flag.text
    assert "site.staying.adjacent" in flag.evidence


def test_premises_that_may_be_next_door_as_far_as_points_go_are_told_apart(area: PreparedSnapshot) -> None:
    """XA009, at a distance of 90 m: its postcode's point may be out by 50 m and the new one by 1 m."""
    door = Point(500_790.0, NORTHING, "measured at the door", 1.0)
    move = relocation(proposed=replace(relocation().proposed, point=door))
    item = assess(move, BASELINE, area, WITHIN).ledger["site.staying.adjacent"]
    assert item.value == 0
    assert [(row["ods_code"], row["within"]) for row in item.rows] == [("XA009", False)]
    assert "may be, as their points may be out" in item.note
    unknown = replace(move, proposed=replace(move.proposed, point=replace(door, error_m=None)))
    item = assess(unknown, BASELINE, area, WITHIN).ledger["site.staying.adjacent"]
    assert item.rows == ()
    assert item.note == "how far the site's own point may be out is not known"


def test_the_applicants_own_old_site_is_no_neighbour(area: PreparedSnapshot) -> None:
    found = assess(relocation(), BASELINE, area, WITHIN)
    assert found.ledger["site.staying.adjacent"].rows == ()
    assert (
        limb(found, "reg31").reasons[0].startswith("The new premises are around 20 metres from the existing")
    )


def test_premises_without_a_point_are_counted_and_not_lost(tmp_path: Path) -> None:
    lost = tuple(replace(one, point=None) if one.ods_code == "XA009" else one for one in contents().premises)
    found = assess(relocation(), BASELINE, prepare(snapshot(tmp_path, premises=lost)), WITHIN)
    assert found.ledger["site.staying.adjacent"].note == "1 premises of the list have no point"


def test_a_pharmacy_without_a_place_is_named_in_the_assessment(tmp_path: Path) -> None:
    lost = tuple(
        replace(one, point=None, postcode="") if one.ods_code == "XA003" else one
        for one in contents().premises
    )
    found = assess(relocation(), BASELINE, prepare(snapshot(tmp_path, premises=lost)), WITHIN)
    item = found.ledger["data.without_point"]
    assert (item.value, [row["ods_code"] for row in item.rows]) == (1, ["XA003"])
    (flag,) = (flag for flag in found.flags if flag.id == "pharmacies-without-a-place")
    assert "Pharmacy XA003 (XA003, no postcode)" in flag.text


def controlled(tmp_path: Path, *outlines: tuple[str, float, float]) -> PreparedSnapshot:
    """The street with controlled localities from so many metres to so many along it."""
    made = tuple(
        Boundary(name, f"{name} Rural", shapely.box(500_000 + begins, 399_000, 500_000 + ends, 401_000).wkb)
        for name, begins, ends in outlines
    )
    return prepare(snapshot(tmp_path, boundaries={**contents().boundaries, "controlled": made}))


def test_controlled_localities_within_1600_metres_are_named_with_their_boards(tmp_path: Path) -> None:
    """The new site is at 520 m; the border between the boards at 2,000 m."""
    area = controlled(tmp_path, ("Near", 2_100, 3_000), ("Far", 2_121, 3_000))
    found = assess(relocation(), BASELINE, area, WITHIN)
    item = found.ledger["controlled.within_1600m"]
    assert item.value == 1
    assert [(row["name"], row["metres"], row["hwb"], row["boards"]) for row in item.rows] == [
        ("Near Rural", 1580.0, EAST, "Eastley")
    ]
    assert "Near Rural (in the area of Eastley)" in limb(found, "reg24(1)(b)").reasons[-1]
    beyond = [one for one in found.notifiees if one.citation == "Schedule 2, paragraph 19(3)(f)"]
    assert [one.name for one in beyond] == [
        "GP practices and dispensing doctors for the area of Eastley Health and Wellbeing Board"
    ]


def test_a_locality_across_the_border_lies_in_both_areas(tmp_path: Path) -> None:
    area = controlled(tmp_path, ("Both", 1_500, 2_500), ("Own", 600, 2_001))
    rows = assess(relocation(), BASELINE, area, WITHIN).ledger["controlled.within_1600m"].rows
    assert [(row["name"], row["hwb"]) for row in rows] == [
        ("Own Rural", WEST),
        ("Both Rural", f"{WEST}, {EAST}"),
    ]


def test_where_none_are_loaded_nothing_is_said_of_them(area: PreparedSnapshot, tmp_path: Path) -> None:
    assert "controlled.within_1600m" not in assess(relocation(), BASELINE, area, WITHIN).ledger
    looked = assess(relocation(), BASELINE, controlled(tmp_path), WITHIN)
    assert looked.ledger.value("controlled.within_1600m") == 0
    assert "No controlled localities lie within" in limb(looked, "reg24(1)(b)").reasons[-1]


def test_flags_of_several_standards_say_which_they_speak_of(area: PreparedSnapshot) -> None:
    assumed = tuple(replace(one, assumed="The mode is not stated.") for one in BASELINE.standards)
    found = assess(consolidation(), replace(BASELINE, standards=assumed), area, WITHIN)
    texts = [flag.text for flag in found.flags if flag.id == "standard-assumed"]
    assert texts[0] == "Of the standard 'walk-10' the PNA does not state: The mode is not stated."
    farther = [flag.text for flag in found.flags if flag.id == "deprived-areas-go-farther"]
    assert len(set(farther)) == len(farther)
    grouped = [flag.text for flag in found.flags if flag.id == "one-group-changes"]
    assert all(text.startswith("By the standard of ") for text in (*farther, *grouped))


def test_s10_full_coverage_by_car_does_not_hide_those_who_go_farther_in_deprived_areas(
    tmp_path: Path,
) -> None:
    """S10, and each standard in its own unit. XA001 closes: the homes at 0 m and 450 m, in decile 1, go to XA002 at 950 m."""
    streets = contents().networks["walk"]
    area = prepare(snapshot(tmp_path, networks={"walk": streets, "drive": streets}))
    standards = (BASELINE.standards[0], AccessStandard("drive-20", Mode.DRIVE, 20, None))
    swapped = consolidation(continuing=consolidation().closing, closing=consolidation().continuing)
    found = assess(swapped, replace(BASELINE, standards=standards), area, WITHIN)
    walk, drive = (flag.text for flag in found.flags if flag.id == "deprived-areas-go-farther")
    shares = [found.ledger.value(f"coverage.drive-20.{when}_share") for when in ("before", "after")]
    assert shares == [1.0, 1.0]
    assert walk.startswith("By the standard of 10 minutes (walk) people in the most deprived fifth")
    assert "300 people in decile 1 (most deprived): 210 m to 660 m on average" in walk
    assert drive.startswith("By the standard of 20 minutes (drive)")
    assert " minutes on average" in drive
