"""Where a site is measured that has no postcode: its point, the middle of its street, its place on the list, or nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.access import prepare
from app.access.named import streets_called
from app.assessment import assess
from app.domain.applications import ApplicationError
from app.domain.assessments import Assessment
from app.letters import draft
from geodata.arrays import StreetNetwork
from geodata.model.point import Point
from tests.made_up.complete_case import Case, consolidation, relocation, streets
from tests.made_up.small_area import NORTHING, snapshot


def _named(network: StreetNetwork, names: dict[int, str]) -> StreetNetwork:
    """The network with names of some of its edges."""
    words = ("", *dict.fromkeys(names.values()))
    codes = network.edge_name.copy()
    for edge, name in names.items():
        codes[edge] = words.index(name)
    return replace(network, edge_name=codes, names=words)


STREETS = _named(
    streets(),
    # Edges of the street in front run from 498,000 m by 250 m each.
    {13: "Long Street", 14: "Long  street", 0: "Mill Lane", 30: "Mill Lane"},
)


def test_a_street_is_found_by_its_name_with_how_far_it_runs() -> None:
    (found,) = streets_called(STREETS, "long street")
    assert (found.northing, found.error_m) == (NORTHING, 250.0)
    assert found.easting == 501_500.0
    assert [at.easting for at in streets_called(STREETS, "Mill Lane")] == [498_125.0, 505_625.0]
    assert streets_called(STREETS, "Nowhere Road") == ()


def _assessed(case: Case, folder: Path, role: str, **changed: object) -> Assessment:
    silent = case.papers(
        not_stated=(f"{role}.postcode",),
        **{role: replace(getattr(case.application, role), postcode=None, **changed)},
    ).with_data(networks={"walk": STREETS})
    area = prepare(snapshot(folder, **silent.data))
    return assess(silent.application, silent.baseline, area, silent.as_at)


def test_a_site_with_a_street_is_measured_from_its_middle_and_may_be_out_by_the_rest(tmp_path: Path) -> None:
    found = _assessed(relocation(), tmp_path, "proposed", street="Long Street")
    assert found.ledger.value("distance.straight") == 550.0
    assert found.ledger.value("distance.error") == 255.0
    flag = found.flag("postcode-not-given")
    assert flag is not None
    assert "from the middle of Long Street on the map, from which it may be 250 m away" in flag.text
    text = draft(found, relocation().baseline).paragraph("no-postcode").text
    assert (
        "The papers give no postcode of the proposed site; it is measured from the middle of Long Street"
        in text
    )


def test_a_street_that_the_map_has_twice_or_not_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(ApplicationError, match=r"2 streets called Mill Lane: easting 498,125") as error:
        _assessed(relocation(), tmp_path, "proposed", street="Mill Lane")
    assert error.value.field == "proposed.street"
    with pytest.raises(ApplicationError, match="no street called Nowhere Road"):
        _assessed(relocation(), tmp_path / "none", "proposed", street="Nowhere Road")


def test_a_listed_site_is_measured_from_its_place_on_the_list_and_the_letter_says_so(tmp_path: Path) -> None:
    found = _assessed(consolidation(), tmp_path, "closing")
    assert found.ledger.value("distance.straight") == 450.0
    text = draft(found, consolidation().baseline).paragraph("no-postcode").text
    assert text == (
        "The papers give no postcode of the closing site; it is measured from its place on the pharmacy list (postcode XT1 1AB)."
    )


def test_a_code_of_another_name_without_a_postcode_is_asked_about(tmp_path: Path) -> None:
    found = _assessed(consolidation(), tmp_path, "closing", ods_code="XA003")
    flag = found.flag("site-in-question")
    assert flag is not None
    assert "Is the leaving site XA003?" in flag.text
    assert found.ledger.value("coverage.walk-10.lost") is None


def test_a_site_with_a_point_and_no_postcode_is_measured_there(tmp_path: Path) -> None:
    point = Point(501_300.0, NORTHING, "measured at the door", 1.0)
    found = _assessed(relocation(), tmp_path, "proposed", point=point)
    assert found.ledger.value("distance.straight") == 350.0
    assert "measured at the door" in found.flag("postcode-not-given").text  # type: ignore[union-attr]
