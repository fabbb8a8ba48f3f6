"""Where the streets of the data stop, people are not measured: counted by themselves, in no share, and no comfort to anyone.

On the street of the complete case the data ends at 1,500 m. People live at every 100 m from 200 m to 3,000 m, 40 at each, and
pharmacies stand at 500 m, 950 m (which closes), 1,800 m and 2,500 m.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.access import prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.domain.findings import Verdict
from app.letters import draft
from geodata.arrays import StreetNetwork
from tests.made_up.complete_case import Case, consolidation, relocation, streets
from tests.made_up.small_area import snapshot


def _on(network: StreetNetwork, case: Case, folder: Path) -> Assessment:
    case = case.with_data(networks={"walk": network})
    return assess(case.application, case.baseline, prepare(snapshot(folder, **case.data)), case.as_at)


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return _on(streets(east=501_500), consolidation(), tmp_path_factory.mktemp("cut"))


@pytest.mark.parametrize(
    ("standard", "figures"),
    [
        # Within 5 minutes (402 m) of 500 m or 950 m live those from 200 m to 1,300 m. To 1,100 m and on the end is nearer.
        (
            "walk-5",
            {"people": 360, "before": 360, "after": 280, "lost": 80, "may_lose": 120, "not_measured": 800},
        ),
        # Within 10 minutes (805 m) live those to 1,700 m: afterwards those to 1,200 m, and of the rest nobody can tell.
        (
            "walk-10",
            {"people": 440, "before": 440, "after": 440, "lost": 0, "may_lose": 200, "not_measured": 720},
        ),
    ],
)
def test_whoever_the_streets_do_not_tell_of_is_in_no_figure_but_their_own(
    cut_short: Assessment, standard: str, figures: Mapping[str, int]
) -> None:
    ledger = cut_short.ledger
    assert {name: ledger.value(f"coverage.{standard}.{name}") for name in figures} == figures
    near = ledger.value(f"coverage.{standard}.not_measured_near")
    assert near == figures["may_lose"]  # to 1,700 m: who lives farther on is out of reach of both sites


def test_nobody_is_said_to_lose_nothing_where_people_near_a_site_are_not_measured(
    cut_short: Assessment,
) -> None:
    text = " ".join(each.text for each in draft(cut_short, consolidation().baseline).paragraphs)
    assert "left out of the count" not in text
    assert (
        "Of those measured, nobody would fall outside the standard and nobody would newly come within it; whether any of 200 "
        "people near by who are not measured would is not known." in text
    )
    assert "720 people could not be measured and are in no share" in text
    # Nobody is known to lose anything within 10 minutes; that is no point for the application.
    points = [point for finding in cut_short.findings for point in finding.points_for]
    assert not [point for point in points if "falls outside" in point]


def test_choice_and_the_week_count_nobody_as_losing_who_may_have_a_pharmacy_beyond_the_end(
    cut_short: Assessment, tmp_path: Path
) -> None:
    ledger = cut_short.ledger
    # Two within 10 minutes have those to 1,200 m; to 700 m and on there may be a second one afterwards, beyond the end.
    assert (ledger.value("choice.walk-10.two.before"), ledger.value("choice.walk-10.two.after")) == (200, 0)
    assert "440 people may have more to choose from" in ledger["choice.walk-10.two.before"].note
    assert ledger.value("week.walk-10.falls") == 0
    assert ledger.value("week.walk-10.near_end") == 440
    # With the end far off the same closing loses people the standard at every open hour.
    whole = _on(streets(), consolidation(), tmp_path).ledger
    assert whole.value("week.walk-10.near_end") == 0
    assert whole.value("week.walk-5.falls") == 46.5


@pytest.mark.parametrize("roads", [True, False])
def test_a_hole_in_the_streets_makes_nobody_lose_the_standard(tmp_path: Path, *, roads: bool) -> None:
    """A piece of the street between two pharmacies is missing: whoever lives at it is not led round by the map's doing."""
    found = _on(streets(hole=(500_600, 500_850), roads=roads), relocation(), tmp_path)
    ledger, whole = found.ledger, _on(streets(), relocation(), tmp_path / "whole").ledger
    assert "the data has no way on foot to XA001" in ledger["alternatives.walk"].note
    assert not ledger["alternatives.walk"].known or ledger.value("coverage.walk-5.lost") == 0
    assert whole.value("coverage.walk-5.lost") == 40
    if roads:  # else the sites' part is no connected network, and nothing is measured on foot
        assert ledger.value("coverage.walk-5.not_measured_near") == 80
    verdicts = {each.rule: each.verdict for each in found.findings}
    assert verdicts["reg24(1)(a)"] is Verdict.NEEDS_JUDGEMENT


def test_two_near_sites_with_no_way_between_them_stop_the_sentence_and_are_flagged(tmp_path: Path) -> None:
    """350 m apart in a straight line, on either side of a hole: what people would lose would be the map's doing."""
    found = _on(streets(hole=(501_050, 501_250), roads=True), relocation(), tmp_path)
    flag = found.flag("site-not-reached")
    assert flag is not None
    assert (
        "The sites are 350 m apart in a straight line, and the data has no way on foot between them"
        in flag.text
    )
    for standard in ("walk-5", "walk-10"):
        assert found.ledger.value(f"coverage.{standard}.lost") is None
        assert "no way between them" in found.ledger[f"coverage.{standard}.lost"].note
    text = " ".join(each.text for each in draft(found, relocation().baseline).paragraphs)
    assert "would fall outside" not in text
    assert "Nobody" not in text
    assert "The walk between them was not measured (no walkable way was found between the sites)" in text


def test_a_pharmacy_that_no_street_leads_to_is_an_end_of_the_streets_too(tmp_path: Path) -> None:
    """XA004, at 1,800 m, stands 300 m beyond the end: who lives nearer to it than a standard reaches is not measured."""
    ledger = _on(streets(east=501_500), consolidation(), tmp_path).ledger
    assert [row["ods_code"] for row in ledger["data.not_on_network"].rows] == ["XA003", "XA004"]
    assert "the data has no way on foot to XA003, XA004" in ledger["alternatives.walk"].note
