"""A point between two streets: which of them the door stands on is not known, and a walk that turns on it is a range.

The street in front and the one behind it, 40 m apart here, are joined 1 km to the east alone. The old site is 300 m west of the
new one, whose point lies 15 m from the street in front and 25 m from the one behind.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from app.access import prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.letters import draft
from geodata.fragments import mark_apart
from geodata.model.point import Point
from tests.generative.networks import network_of
from tests.made_up.complete_case import relocation
from tests.made_up.small_area import NORTHING, snapshot

STREETS = mark_apart(
    network_of(
        [
            *((500_000.0, NORTHING), (502_250.0, NORTHING), (506_000.0, NORTHING)),
            *((500_000.0, NORTHING + 40), (502_250.0, NORTHING + 40)),
        ],
        [(0, 1, []), (1, 2, []), (3, 4, []), (1, 4, [])],
    )
)


def _assessed(folder: Path, error_m: float | None) -> Assessment:
    case = relocation().with_data(networks={"walk": STREETS})
    case = case.site("proposed", point=Point(501_250.0, NORTHING + 15, "on a plan", error_m))
    return assess(case.application, case.baseline, prepare(snapshot(folder, **case.data)), case.as_at)


def test_the_walk_is_a_range_where_streets_within_the_error_differ_by_more_than_it(tmp_path: Path) -> None:
    found = _assessed(tmp_path, 30.0)
    ledger = found.ledger
    assert (
        ledger.value("distance.walk") == 315.0
    )  # from the nearest street: 300 m along it, and 15 m to the door
    assert ledger.value("distance.walk.at_least") == 315.0
    # From the one behind: 1,000 m on, 40 m across, 1,300 m back, and 25 m to the door.
    assert ledger.value("distance.walk.at_most") == 2_365.0
    flag = found.flag("street-in-doubt")
    assert flag is not None
    assert "315 to 2,365 m" in flag.text
    text = draft(found, relocation().baseline).paragraph("distance").text
    assert "the walk is between around 320 metres and around 2.4 kilometres" in text
    facts = [fact for each in found.findings for fact in each.reasons]
    assert any("by which street a site stands on" in fact for fact in facts)
    # Within 5 minutes (402 m) of the street in front nobody loses it; to the one behind, those between the pharmacies do.
    assert [ledger.value(f"coverage.walk-5.lost{end}") for end in (".at_least", "", ".at_most")] == [
        0,
        0,
        200,
    ]
    others = draft(found, relocation().baseline).paragraph("coverage-others-walk-5").text
    assert "by the nearest street nobody would fall outside it" in others
    assert "within the error of its point, up to 200 people would fall outside it" in others
    assert any("nobody to 200 people would fall outside the standard (5 minutes" in fact for fact in facts)
    assert found.screened is not None
    assert not found.screened.delegated
    assert any("Distance on foot: 2,365 metres" in reason for reason in found.screened.reasons)


@pytest.mark.parametrize("error_m", [None, 20.0])
def test_it_is_one_figure_where_no_other_street_lies_within_the_error(
    tmp_path: Path, error_m: float | None
) -> None:
    found = _assessed(tmp_path, error_m)
    assert found.ledger.value("distance.walk") == 315.0
    assert "distance.walk.at_least" not in found.ledger
    assert found.flag("street-in-doubt") is None


def test_it_is_one_figure_where_the_streets_meet_near_by(tmp_path: Path) -> None:
    """A street behind that is joined 10 m away makes a difference smaller than the error."""
    near = network_of(
        [(500_000.0, NORTHING), (501_260.0, NORTHING), (506_000.0, NORTHING), (501_260.0, NORTHING + 40)],
        [(0, 1, []), (1, 2, []), (1, 3, [])],
    )
    case = relocation().with_data(networks={"walk": mark_apart(near)})
    case = replace(case.site("proposed", point=Point(501_250.0, NORTHING + 15, "on a plan", 60.0)))
    found = assess(case.application, case.baseline, prepare(snapshot(tmp_path, **case.data)), case.as_at)
    assert "distance.walk.at_least" not in found.ledger


def test_a_street_too_far_to_step_onto_is_not_in_question_however_vague_the_point(tmp_path: Path) -> None:
    streets = mark_apart(
        network_of(
            [
                *((x, NORTHING) for x in (500_000.0, 502_250.0)),
                *((x, NORTHING + 900) for x in (500_000.0, 502_250.0)),
            ],
            [(0, 1, []), (2, 3, []), (1, 3, [])],
        )
    )
    case = relocation().with_data(networks={"walk": streets})
    case = case.site("proposed", point=Point(501_250.0, NORTHING + 15, "a street of two kilometres", 1_000.0))
    found = assess(case.application, case.baseline, prepare(snapshot(tmp_path, **case.data)), case.as_at)
    assert found.ledger.value("distance.walk") == 315.0
    assert "distance.walk.at_least" not in found.ledger
