"""Rutland's share within a mile measured in other ways: the table of docs/evidence.md, figure by figure."""

from pathlib import Path

import pytest

from app.access import PreparedSnapshot, prepare
from geodata.snapshot import Snapshot
from scripts.share_by_method import table, variants

EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence.md"


@pytest.fixture(scope="module")
def area(rutland_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(rutland_snapshot)


def test_the_table_in_the_documentation_is_what_the_script_prints(area: PreparedSnapshot) -> None:
    assert table(variants(area)) in EVIDENCE.read_text("utf-8")


def test_the_first_row_is_the_services_own_figure(area: PreparedSnapshot, rutland_baseline) -> None:
    standing = area.standing(rutland_baseline.standards[0], ())
    within, people = standing.within["everyone"].sum(), standing.people["everyone"].sum()
    assert variants(area)[0].share == within / people


def test_about_39_per_cent_comes_of_moving_points_to_junctions_or_of_leaving_out_cycleways(
    area: PreparedSnapshot,
) -> None:
    shares = {each.what: round(100 * each.share, 1) for each in variants(area)}
    assert shares["the service's own"] == 40.8
    assert shares["points moved to the nearest junction, the move counted"] == 39.7
    assert shares["cycleways not walked"] == 40.0
    assert shares["nearest junction, the move counted, and cycleways not walked"] == 39.0
