"""What was once measured and written wrongly of the made-up town: the papers' words beside the town's own list."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import ApplicationError, Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import Baseline
from app.letters import draft
from app.store.library import Library
from geodata.model.premises import Premises

NOTICE = Notice("CAS-000001-XT", date(2026, 9, 1))
AS_AT = date(2026, 9, 10)


@pytest.fixture(scope="module")
def town(demo_town: Path) -> tuple[PreparedSnapshot, Baseline]:
    library = Library(demo_town)
    baseline = next(each for each in library.baselines if library.snapshot(each.snapshot))
    return prepare(library.snapshot(baseline.snapshot)), baseline


def _stated(one: Premises, **changed: object) -> StatedPremises:
    papers = StatedPremises(one.trading_name, one.address, one.postcode, ods_code=one.ods_code)
    return replace(papers, **changed)  # type: ignore[arg-type]


def _metres(area: PreparedSnapshot, one: str, other: str) -> float:
    at, to = area.snapshot.locate(one), area.snapshot.locate(other)
    assert at is not None
    assert to is not None
    return at.metres_to(to)


def test_papers_whose_postcode_is_not_the_lists_are_measured_from_their_own_and_told(
    town: tuple[PreparedSnapshot, Baseline],
) -> None:
    """Once measured from the list's door without a word."""
    area, baseline = town
    listed = area.listed["XA015"]
    code = "XT1 1ZZ" if listed.postcode != "XT1 1ZZ" else "XT1 1ZY"
    existing = _stated(listed, address="12 High Street, Quernwick", postcode=code)
    proposed = StatedPremises(listed.trading_name, "47 Farrow Road, Quernwick", "XT2 3ZY")
    application = Relocation("QW-2026-01", "Four Larks Healthcare Limited", NOTICE, existing, proposed)
    found = assess(application, baseline, area, AS_AT)
    apart = _metres(area, code, listed.postcode)
    assert found.ledger.value("site.leaving.apart") == pytest.approx(apart, abs=0.001)
    assert found.ledger.value("distance.straight") == pytest.approx(_metres(area, code, "XT2 3ZY"), abs=0.001)
    flag = found.flag("site-elsewhere-on-list")
    assert flag is not None
    for said in (
        code,
        listed.postcode,
        f"{apart:,.0f} m from there",
        "The papers’ place is measured",
        "Check which",
    ):
        assert said in flag.text
    letter = draft(found, baseline)
    assert code in letter.paragraph("places-differ").text
    assert listed.postcode in letter.paragraph("places-differ").text
    assert "which of the two places is right" in letter.paragraph("ask-place").text


def test_a_mistyped_code_is_refused_by_what_it_is_and_what_the_name_and_postcode_fit(
    town: tuple[PreparedSnapshot, Baseline],
) -> None:
    """Once another pharmacy was measured, 829 m away where the true one was 425 m, and the letter named the first."""
    area, baseline = town
    continuing, meant, typed = (area.listed[code] for code in ("XA001", "XA002", "XA003"))
    closing = _stated(meant, ods_code=typed.ods_code)
    application = Consolidation("QW-2026-02", "Shuttle and Loom", NOTICE, _stated(continuing), closing)
    with pytest.raises(ApplicationError) as refused:
        assess(application, baseline, area, AS_AT)
    assert refused.value.field == "closing.ods_code"
    assert typed.trading_name in str(refused.value)
    assert f"That name and postcode fit XA002 ({meant.trading_name}" in str(refused.value)
