"""What a letter says where it is in question who a site is, or where: on the street of ``small_area``."""

from dataclasses import replace
from datetime import date

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Claims, MeasuredAt, Relocation, StatedPremises
from app.letters import Kind, Letter, draft
from app.letters.lints import check_draft
from tests.made_up.applications import BASELINE, S1, S2, WITHIN, consolidation, relocation
from tests.made_up.small_area import snapshot

NEW_SITE = StatedPremises("Pharmacy XA001", "700 Long Street", "XT1 1AD")
ELSEWHERE = replace(S1, address="950 Long Street", postcode="XT1 1AB")


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def _move(existing: StatedPremises) -> Relocation:
    return relocation(existing=existing, proposed=NEW_SITE, claims=Claims(250))


def _letter(application: object, area: PreparedSnapshot, paper: str = "representation") -> Letter:
    assessment = assess(application, BASELINE, area, WITHIN)  # type: ignore[arg-type]
    return draft(assessment, BASELINE, None, paper)


def _ids(letter: Letter) -> list[str]:
    return [paragraph.id for paragraph in letter.paragraphs]


def test_both_places_are_told_with_the_metres_between_them_and_asked_about(area: PreparedSnapshot) -> None:
    letter = _letter(_move(ELSEWHERE), area)
    assert letter.paragraph("places-differ").text == (
        "The papers put the existing site at XT1 1AB (easting 500,950, northing 400,000); the pharmacy list has it at XT1 1AA "
        "(easting 500,500, northing 400,000), around 450 metres from there. What follows is measured from the place in the "
        "papers."
    )
    assert "around 250 metres apart in a straight line" in letter.paragraph("distance").text
    assert letter.paragraph("ask-place").text.startswith("The Board asks which of the two places is right")
    assert any("450 m from there" in item.text for group in letter.cover.groups for item in group.items)


def test_what_a_person_chose_is_said_and_not_asked_again(area: PreparedSnapshot) -> None:
    letter = _letter(_move(replace(ELSEWHERE, measured_at=MeasuredAt.LIST)), area)
    assert letter.paragraph("places-differ").text.endswith(
        "What follows is measured from the place in the list."
    )
    assert "ask-place" not in _ids(letter)


@pytest.mark.parametrize("paper", ["representation", "no-response", "board-report", "delegated-decision"])
def test_every_paper_that_gives_the_distance_says_from_where(area: PreparedSnapshot, paper: str) -> None:
    assert "places-differ" in _ids(_letter(_move(ELSEWHERE), area, paper))


def test_a_site_in_question_is_an_open_place_and_nobody_is_counted(area: PreparedSnapshot) -> None:
    letter = _letter(consolidation(closing=replace(S2, ods_code="ZZ900")), area)
    paragraph = letter.paragraph("identity")
    (said,) = (run.text for run in paragraph.runs if run.open)
    assert said.startswith(
        "[which premises of the pharmacy list the sites are has still to be answered; until then"
    )
    assert letter.paragraph("coverage-walk-10").text == (
        "On the standard of 10 minutes on foot at 3 miles an hour: coverage was not measured."
    )
    assert "was not measured" in letter.paragraph("alternatives").text
    texts = " ".join(each.text for each in letter.paragraphs if each.kind is Kind.FACT)
    for said in ("Nobody", "nobody", "At no hour"):
        assert said not in texts
    assert any(
        "Is the leaving site XA002?" in item.text for group in letter.cover.groups for item in group.items
    )


def test_nothing_is_said_where_papers_and_list_agree(area: PreparedSnapshot) -> None:
    assert not {"identity", "places-differ", "ask-place"} & set(_ids(_letter(_move(S1), area)))


@pytest.mark.parametrize("existing", [ELSEWHERE, replace(S1, ods_code="ZZ900")])
def test_its_figures_rest_on_evidence(area: PreparedSnapshot, existing: StatedPremises) -> None:
    assessment = assess(_move(existing), BASELINE, area, WITHIN)
    letter = draft(assessment, BASELINE, None, "representation")
    lints = check_draft(letter, assessment, BASELINE, None, date(2026, 5, 20))
    assert not [lint for lint in lints if lint.rule == "figures"]
