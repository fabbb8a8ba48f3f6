"""Consolidations considered together (regulation 26A(8)) on the one straight street, by hand."""

from dataclasses import replace

import pytest

from app.access import PreparedSnapshot, prepare
from app.access.mixed import Parts
from app.assessment import assess
from app.domain.applications import ApplicationError, Consolidation, StatedPremises
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Mode
from app.domain.canonical import canonical_json
from app.domain.findings import Finding, Verdict
from app.recheck.batch import BasisAt, Plan, Task, work
from app.recheck.causes import AreaCache, Basis, Rechecked, recheck
from app.recheck.conclusions import conclusion
from app.store.values import read_value
from tests.made_up.applications import BASELINE, S1, S2, WITHIN, consolidation, relocation
from tests.made_up.small_area import PREMISES, premises, snapshot

S3 = StatedPremises("Pharmacy XA003", "2500 Long Street", "XT1 1AC", contractor="Two Ltd", ods_code="XA003")
THIRD = Consolidation(
    reference="CAS-0009",
    applicant="One Ltd",
    notice=consolidation().notice,
    continuing=S1,
    closing=S3,
)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def limb(found: Assessment, rule: str = "reg26A(8)") -> Finding:
    [one] = [finding for finding in found.findings if finding.rule == rule]
    return one


def test_two_closures_each_harmless_alone_do_harm_together(area: PreparedSnapshot) -> None:
    """Of XA002 and XA003 either will do for the homes at 1,200 m and 1,900 m within 15 minutes (1,207 m)."""
    baseline = replace(BASELINE, standards=(AccessStandard("walk-15", Mode.WALK, 15),))
    alone = assess(consolidation(), baseline, area, WITHIN)
    other = assess(THIRD, baseline, area, WITHIN)
    assert [one.ledger.value("coverage.walk-15.lost") for one in (alone, other)] == [0, 0]
    found = assess(consolidation(), baseline, area, WITHIN, (THIRD,))
    assert found.ledger.value("coverage.walk-15.lost") == 0
    assert found.ledger.value("together.coverage.walk-15.lost") == 400
    assert found.ledger.value("together.affected.walk-15.people") == 700
    assert found.ledger.value("together.affected.walk-15.after_mean") == pytest.approx(
        (300 * 710 + 400 * 1410) / 700, abs=0.001
    )
    assert limb(found).verdict is Verdict.NEEDS_JUDGEMENT
    assert "400 people would fall outside the standard (15 minutes, walk)." in limb(found).points_against
    assert "together.coverage.walk-15.lost" in limb(found).evidence
    assert limb(alone).verdict is Verdict.DOES_NOT_APPLY
    assert not [name for name in alone.ledger if name.startswith("together.")]


def test_all_at_once_is_a_run_without_those_pharmacies(
    area: PreparedSnapshot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    left = tuple(one for one in PREMISES if one.ods_code not in ("XA002", "XA003"))
    without = prepare(snapshot(tmp_path_factory.mktemp("without"), premises=left))
    new = StatedPremises("Pharmacy XA777", "9 Long Street", "XT1 1AD", ods_code="XA777")
    rest = assess(consolidation(closing=new), BASELINE, without, WITHIN).ledger
    found = assess(consolidation(), BASELINE, area, WITHIN, (THIRD,)).ledger
    for standard in BASELINE.standards:
        # XA777 is on no list: closing it from the list of those that stay leaves the same pharmacies.
        name = f"coverage.{standard.id}.after"
        assert found.value(f"together.{name}") == rest.value(name), name
    assert found.value("together.alternatives.walk") == 1
    assert [row["ods_code"] for row in found["together.alternatives.walk"].rows] == ["XA001"]


def test_the_others_are_named_and_kept_with_the_assessment(area: PreparedSnapshot) -> None:
    found = assess(consolidation(), BASELINE, area, WITHIN, (THIRD,))
    item = found.ledger["together.applications"]
    assert item.value == 1
    assert item.rows[0]["reference"] == "CAS-0009"
    assert (item.rows[0]["closing_ods_code"], item.rows[0]["continuing_ods_code"]) == ("XA003", "XA001")
    assert found.together == (THIRD,)
    assert "together:CAS-0009" in found.ledger["together.coverage.walk-5.lost"].inputs
    assert read_value(Assessment, canonical_json(found)) == found
    again = assess(found.application, BASELINE, area, WITHIN, found.together)  # type: ignore[arg-type]
    assert canonical_json(again) == canonical_json(found)


def test_papers_that_cannot_all_come_about_say_so(area: PreparedSnapshot) -> None:
    circle = replace(THIRD, continuing=S2)
    note = assess(consolidation(), BASELINE, area, WITHIN, (circle,)).ledger["together.applications"].note
    assert note == "Pharmacy XA002 continues by one application and closes by another"


def test_what_the_papers_name_and_nobody_measured_is_told(area: PreparedSnapshot) -> None:
    papers = consolidation(considered_with=("CAS-0009", "CAS-0011"))
    assert "was not measured" in limb(assess(papers, BASELINE, area, WITHIN)).reasons[0]
    found = assess(papers, BASELINE, area, WITHIN, (THIRD,))
    assert "CAS-0011 was not measured with them" in limb(found).reasons[0]


def test_a_standard_that_cannot_be_measured_is_unknown_together_too(area: PreparedSnapshot) -> None:
    drive = replace(BASELINE, standards=(AccessStandard("drive-20", Mode.DRIVE, 20, None),))
    found = assess(consolidation(), drive, area, WITHIN, (THIRD,))
    assert found.ledger.value("together.coverage.drive-20.lost") is None
    assert "no streets to drive on" in found.ledger["together.coverage.drive-20.lost"].note


def test_a_relocation_is_considered_with_none(area: PreparedSnapshot) -> None:
    with pytest.raises(ApplicationError, match="this is a relocation") as error:
        assess(relocation(), BASELINE, area, WITHIN, (THIRD,))
    assert error.value.field == "together"


def test_an_unknown_postcode_among_the_others_is_named(area: PreparedSnapshot) -> None:
    lost = replace(THIRD, closing=replace(S3, ods_code=None, postcode="XT7 7XX"))
    with pytest.raises(ApplicationError, match="CAS-0009: The postcode XT7 7XX") as error:
        assess(consolidation(), BASELINE, area, WITHIN, (lost,))
    assert error.value.field == "together.0.closing.postcode"


def test_sites_that_the_list_does_not_have_count_at_their_points(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """XA003 is not on the list of this snapshot: by its papers it closes all the same, and its people lose it."""
    listed = (*PREMISES[:2], premises("XA010", 3_500, "XT1 1AD"))
    without = prepare(snapshot(tmp_path_factory.mktemp("unlisted"), premises=listed))
    found = assess(consolidation(), BASELINE, without, WITHIN, (THIRD,))
    # Home 1,900 had XA003 at 610 m, and has XA001 at 1,410 m.
    assert found.ledger.value("together.affected.walk-10.people") == 700
    assert found.ledger.value("together.coverage.walk-10.before") == 1000


def test_a_recheck_considers_together_what_was_considered_together(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Without the others, the limb on all together would seem to have moved though nothing did."""
    made = snapshot(tmp_path_factory.mktemp("recheck"))
    basis = Basis(BASELINE, Parts(made, made, made), WITHIN)
    stored = conclusion(assess(consolidation(), BASELINE, prepare(made), WITHIN, (THIRD,)))
    found = recheck(consolidation(), basis, basis, AreaCache(), stored, (THIRD,))
    assert found.changes == ()
    alone = recheck(consolidation(), basis, basis, AreaCache(), stored)
    assert [change.moved.name for change in alone.changes] == ["reg26A(8)"]


def test_a_batch_hands_the_others_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = snapshot(tmp_path_factory.mktemp("batch"))
    here = BasisAt(BASELINE, made.path, made.path, made.path, WITHIN)
    task = Task("one", canonical_json(consolidation()), together=(canonical_json(THIRD),))
    [outcome] = work(Plan(here, here), [task])
    assert outcome.error is None
    found = read_value(Rechecked, outcome.result or b"")
    assert dict(found.new.verdicts)["reg26A(8)"] == "needs judgement"
