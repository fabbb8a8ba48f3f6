"""The domain's values refuse what cannot be, and name the field at fault."""

from datetime import date

import pytest

from app.domain.applications import ApplicationError, Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import THREE_MPH, AccessStandard, Baseline, LocalityFinding, Mode, SpeedProfile
from app.domain.canonical import canonical_json
from app.domain.evidence import Evidence, Ledger
from geodata.model.hours import DAYS, parse_week

NOTICE = Notice("CAS-1", date(2019, 8, 13), date(2019, 9, 27))
HERE = StatedPremises("One", "1 High Street", "XT1 1AA", ods_code="XA001")
THERE = StatedPremises("Two", "2 High Street", "XT1 1AB", ods_code="XA002")


def test_a_reply_due_before_the_notice_is_refused() -> None:
    with pytest.raises(ApplicationError, match="27 September 2019 is before") as error:
        Notice("CAS-1", date(2019, 10, 1), date(2019, 9, 27))
    assert error.value.field == "notice.reply_by"


def test_closing_and_continuing_site_must_differ() -> None:
    twin = StatedPremises("Other name", "Elsewhere", "XT9 9ZZ", ods_code="XA001")
    with pytest.raises(ApplicationError, match="same ODS code, XA001") as error:
        Consolidation("CAS-1", "One Ltd", NOTICE, continuing=HERE, closing=twin)
    assert error.value.field == "closing.ods_code"


def test_a_move_to_the_same_address_is_refused_however_it_is_typed() -> None:
    same = StatedPremises("One", "1  HIGH street", "xt11aa")
    with pytest.raises(ApplicationError, match="same address and postcode") as error:
        Relocation("CAS-1", "One Ltd", NOTICE, existing=HERE, proposed=same)
    assert error.value.field == "proposed.address"


def test_a_move_keeps_its_ods_code() -> None:
    moved = StatedPremises("One", "3 High Street", "XT1 1AA", ods_code="XA001")
    assert Relocation("CAS-1", "One Ltd", NOTICE, existing=HERE, proposed=moved).staying is moved


def test_twenty_minutes_at_three_miles_an_hour_is_a_mile_to_the_millimetre() -> None:
    assert AccessStandard("walk-20", Mode.WALK, 20).reach_mm == 1_609_344


def test_other_paces_reach_other_lengths() -> None:
    assert AccessStandard("a", Mode.WALK, 20, SpeedProfile("4.5 km/h", 4.5, "test")).reach_mm == 1_500_000


@pytest.mark.parametrize("minutes", [0, -1, 241])
def test_a_standard_of_no_time_or_of_days_is_refused(minutes: float) -> None:
    with pytest.raises(ValueError, match="cannot be measured"):
        AccessStandard("a", Mode.WALK, minutes)


@pytest.mark.parametrize("kmh", [0, -4.5, 16])
def test_a_speed_that_nobody_walks_is_refused(kmh: float) -> None:
    with pytest.raises(ValueError, match="no walking pace"):
        SpeedProfile("fast", kmh, "test")


def test_a_walk_needs_a_speed_and_a_drive_has_no_length() -> None:
    with pytest.raises(ValueError, match="needs a speed"):
        AccessStandard("a", Mode.WALK, 20, None)
    with pytest.raises(ValueError, match="no length"):
        _ = AccessStandard("a", Mode.DRIVE, 20, None).reach_mm


def test_a_baseline_needs_standards_with_ids_of_their_own() -> None:
    twice = (AccessStandard("a", Mode.WALK, 20), AccessStandard("a", Mode.STRAIGHT_LINE, 20))
    with pytest.raises(ValueError, match="id of its own"):
        Baseline("b", "PNA", "2026", (), twice, (), "snapshot")


def test_a_ward_belongs_to_the_locality_that_claims_it() -> None:
    town = LocalityFinding("t", "Town", ("W1", "W2"))
    baseline = Baseline(
        "b", "PNA", "2026", (), (AccessStandard("a", Mode.WALK, 20, THREE_MPH),), (town,), "s"
    )
    assert baseline.locality_of_ward("W2") is town
    assert baseline.locality_of_ward("W3") is None
    assert baseline.locality_of_ward(None) is None


def test_one_id_holds_one_figure() -> None:
    item = Evidence("distance.straight", "Straight line", 223.0, "m", "test", ())
    ledger = Ledger((item,))
    with pytest.raises(ValueError, match="entered twice"):
        ledger.add(item)
    assert ledger.number("distance.straight") == 223.0
    assert ledger.number("distance.walk") is None


def test_words_are_no_number() -> None:
    with pytest.raises(TypeError, match="no number"):
        Ledger((Evidence("pna.title", "Title", "PNA", "", "test", ()),)).number("pna.title")


def test_the_same_value_is_the_same_bytes() -> None:
    week = parse_week(dict.fromkeys(DAYS, "closed"))
    one = canonical_json({"b": (1, date(2019, 9, 25)), "a": week})
    assert one == canonical_json({"a": week, "b": [1, date(2019, 9, 25)]})
    assert b'"monday": "closed"' in one
    with pytest.raises(ValueError):
        canonical_json({"a": float("nan")})
    with pytest.raises(TypeError, match="no canonical form"):
        canonical_json({"a": object()})
