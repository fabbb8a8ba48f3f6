"""The two applications of the paper of 25 September 2019, on the NHS list as at that day, by straight line.

Facts of the papers are as the paper gives them; what it does not give is left unknown. The baseline carries the paper's
own words of the Pharmaceutical Needs Assessment of 2018, whose mode of travel the paper does not state.
"""

from dataclasses import replace
from datetime import date

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Claims, Consolidation, Notice, Relocation, StatedPremises
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Baseline, Board, LocalityFinding, Mode
from app.domain.findings import Duty
from geodata.snapshot import Snapshot

BCP, DORSET = "E06000058", "E06000059"
MEETING = date(2019, 9, 25)


@pytest.fixture(scope="module")
def area(bcp_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(bcp_snapshot)


@pytest.fixture(scope="module")
def baseline(area: PreparedSnapshot) -> Baseline:
    poole_town = next(b.code for b in area.snapshot.boundaries("ward") if b.name == "Poole Town")
    return Baseline(
        id="dorset-2018",
        title="Dorset, Bournemouth and Poole Pharmaceutical Needs Assessment",
        published="2018-03",
        boards=(
            Board(
                BCP,
                "Bournemouth, Christchurch and Poole Health and Wellbeing Board",
                "BCP",
                (date(2019, 9, 25), date(2020, 1, 30), date(2020, 3, 26), date(2020, 6, 17)),
            ),
        ),
        standards=(
            AccessStandard(
                "straight-20",
                Mode.STRAIGHT_LINE,
                20,
                as_published="within 20 minutes of where they live",
                assumed="the way of travel; a straight line at 3 miles an hour is used",
            ),
        ),
        localities=(
            LocalityFinding(
                "poole-central",
                "Poole Central",
                (poole_town,),
                "no current gaps identified for pharmaceutical services; the number of pharmacies and their locations are "
                "more than adequate for the area",
                (),
                "housing growth planned, not of sufficient scale to significantly impact on the need",
            ),
        ),
        snapshot=area.snapshot.id,
    )


POOLE = Consolidation(
    reference="Poole (the paper gives no reference)",
    applicant="Boots UK Ltd",
    notice=Notice("Poole", date(2019, 8, 13), date(2019, 9, 27), sent_to_hwb=BCP),
    continuing=StatedPremises("Boots UK Ltd", "190-196 High Street, Poole", "BH15 1SX", ods_code="FC009"),
    closing=StatedPremises("Rowlands Pharmacy", "138 High Street, Poole", "BH15 1DN", ods_code="FNF64"),
    claims=Claims(distance_m=450, walk_minutes=6, alternatives_within_a_mile=4),
    same_owner=False,
)


@pytest.fixture(scope="module")
def poole(area: PreparedSnapshot, baseline: Baseline) -> Assessment:
    return assess(POOLE, baseline, area, MEETING)


def test_exactly_four_pharmacies_are_left_within_a_mile_as_the_paper_says(poole: Assessment) -> None:
    item = poole.ledger["alternatives.straight"]
    found = {str(row["ods_code"]): row["metres"] for row in item.rows}
    assert list(found) == ["FM329", "FC009", "FGC36", "FXN20"]
    assert [round(float(m or 0)) for m in found.values()] == [209, 223, 586, 1080]
    assert poole.flag("alternatives-differ-from-claim") is None


def test_the_claimed_450_metres_stand_beside_the_measured_223_as_a_flag(poole: Assessment) -> None:
    assert poole.ledger.value("distance.claimed") == 450
    straight = poole.ledger.number("distance.straight")
    assert straight is not None
    assert round(straight) == 223
    assert poole.ledger.value("distance.walk") is None
    flag = poole.flag("distance-differs-from-claim")
    assert flag is not None
    assert "450 m" in flag.text
    assert "223 m" in flag.text


def test_the_board_must_make_a_statement_by_27_september(poole: Assessment) -> None:
    assert poole.duty is Duty.MUST
    assert poole.relevant_hwb == BCP
    assert poole.ledger.value("deadline.given") == "2019-08-13"
    assert poole.ledger.value("deadline.last_day") == "2019-09-27"
    assert poole.ledger.value("deadline.days_left") == 2
    assert poole.flag("deadline-passed") is None
    assert poole.statement is not None
    assert "that could be met by a routine application" in poole.statement.text


def test_nobody_loses_the_standard_and_the_missing_mode_is_flagged(poole: Assessment) -> None:
    assert poole.ledger.value("coverage.straight-20.lost") == 0
    assert poole.flag("standard-assumed") is not None
    assert poole.ledger.value("pna.locality") == "Poole Central"


def test_the_remaining_pharmacy_is_open_longer_as_the_paper_says(poole: Assessment) -> None:
    # By the NHS list of February 2014, the only hours to hand; the papers' own hours are not in the paper.
    leaving, staying = poole.ledger.number("hours.leaving"), poole.ledger.number("hours.staying")
    assert leaving is not None
    assert staying is not None
    assert staying > leaving
    assert poole.ledger.value("hours.lost") == 0
    assert "list:FNF64" in poole.ledger["hours.leaving"].inputs[0]


def test_what_the_paper_does_not_say_stays_unknown(poole: Assessment) -> None:
    assert poole.ledger.value("services.lost") is None
    assert poole.flag("services-unknown") is not None


def _christchurch(area: PreparedSnapshot) -> Relocation:
    """A Day Lewis pharmacy in Christchurch moves about 20 m, next door; the paper names neither address nor postcode.

    The postcode of a Day Lewis pharmacy open in central Christchurch (BH23) on that day is used for both sites, as a
    move next door would have it; without points of the doors the move cannot be measured, and that is what is tested.
    """
    listed = [
        p
        for p in area.pharmacies
        if p.trading_name.upper().startswith("DAY LEWIS") and p.postcode.startswith("BH23")
    ]
    site = listed[0]
    stated = StatedPremises("Day Lewis", site.address, site.postcode, ods_code=site.ods_code)
    return Relocation(
        reference="Christchurch (the paper gives no reference)",
        applicant="Day Lewis",
        notice=Notice("Christchurch", date(2019, 8, 6), date(2019, 9, 20), sent_to_hwb=DORSET),
        existing=stated,
        proposed=replace(stated, address="next door", ods_code=None),
        claims=Claims(distance_m=20),
    )


def test_the_christchurch_move(area: PreparedSnapshot, baseline: Baseline) -> None:
    found = assess(_christchurch(area), baseline, area, MEETING)
    assert found.relevant_hwb == BCP
    assert found.duty is Duty.MAY
    assert found.ledger.value("deadline.last_day") is None
    assert found.ledger.value("deadline.elsewhere") == "2019-09-20"
    assert found.ledger.value("coverage.straight-20.lost") == 0
    for flag in ("notice-misdirected", "notice-receipt-unknown", "regulation-31", "positional-error"):
        assert found.flag(flag) is not None, flag
