"""Regulation 22: routine applications rest on the needs assessment or on unforeseen benefits."""

from dataclasses import replace

from app.domain.other_applications import Basis
from tests.spec.cases import JUDGEMENT, NO_MATTER, ROUTINE, SILENT, finding, verdict

UNFORESEEN = replace(ROUTINE, basis=Basis.UNFORESEEN_BENEFITS)


def test_22_1_asks_for_what_the_assessment_states() -> None:
    """[reg22(1)]"""
    assert verdict(ROUTINE, "reg22(1)") is JUDGEMENT
    assert finding(ROUTINE, "reg22(1)").points_against != ()
    assert finding(ROUTINE, "reg22(1)", pna__gaps=2).points_for == (
        "The Pharmaceutical Needs Assessment states two gaps in Aford Central.",
    )
    assert verdict(UNFORESEEN, "reg22(1)") is NO_MATTER
    assert verdict(replace(ROUTINE, basis=None), "reg22(1)") is SILENT


def test_22_1_lays_out_what_the_site_would_add() -> None:
    """[reg22(1)] Figures never settle it: MET and NO_MATTER are not to be had from them."""
    added = {
        "near.walk": 1,
        "nearest.walk": 1_240.0,
        "near.straight": 2,
        "nearest.straight": 900.0,
        "coverage.walk-20.gained": 1_480.0,
        "nearer.walk-20.people": 2_310.0,
        "nearer.walk-20.change_mean": -640.0,
    }
    found = finding(ROUTINE, "reg22(1)", **added)
    assert found.verdict is JUDGEMENT
    assert "Within a mile of the site on foot, one pharmacy stands." in found.reasons
    assert "The nearest is around 1.2 kilometres away on foot." in found.reasons
    assert found.points_for == (
        "1,480 people would newly come within the standard (20 minutes, walk).",
        "The site would be nearer to 2,310 people, by around 640 metres on average (20 minutes, walk).",
    )
    assert finding(ROUTINE, "reg22(1)", **(added | {"nearer.walk-20.change_mean": -2.0})).points_for[1:] == ()
    unknown = finding(ROUTINE, "reg22(1)", **{"coverage.walk-20.gained": None})
    assert not any("newly come" in one for one in (*unknown.reasons, *unknown.points_for))
