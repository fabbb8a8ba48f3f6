"""Services of which it has to be asked whose they are: in the evidence, as a flag and in the letter."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.letters import draft
from tests.made_up.applications import BASELINE, S1, S2, WITHIN, consolidation
from tests.made_up.small_area import snapshot


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def with_services(area: PreparedSnapshot, *names: str, as_at: date = WITHIN) -> Assessment:
    closing = replace(S2, services=("New Medicine Service", *names))
    return assess(
        consolidation(closing=closing, continuing=replace(S1, services=()), services_added=()),
        BASELINE,
        area,
        as_at,
    )


def test_minor_ailments_are_asked_about_and_may_be_enhanced(area: PreparedSnapshot) -> None:
    found = with_services(area, "Minor ailment scheme", "EHC")
    flag = found.flag("service-to-ask")
    assert flag is not None
    assert "of Minor Ailments, whether NHS England or the integrated care board commissions it" in flag.text
    assert "of Emergency Hormonal Contraception, whether it is given in the Pharmacy" in flag.text
    [enhanced] = [one for one in found.findings if one.rule == "reg26A(6)(a)"]
    assert "may be an enhanced service" in enhanced.reasons[0]
    asks = draft(found, BASELINE).paragraph("ask-whose-services").text
    assert asks.startswith(
        "The Board asks, of Emergency Hormonal Contraception, whether it is given in the Pharmacy"
    )


def test_what_is_one_thing_only_is_not_asked_about(area: PreparedSnapshot, tmp_path: Path) -> None:
    found = with_services(area, "needle exchange")
    assert found.flag("service-to-ask") is None
    assert "ask-whose-services" not in {paragraph.id for paragraph in draft(found, BASELINE).paragraphs}
