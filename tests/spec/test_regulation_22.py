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
        "The Pharmaceutical Needs Assessment states 2 gaps in Aford Central.",
    )
    assert verdict(UNFORESEEN, "reg22(1)") is NO_MATTER
    assert verdict(replace(ROUTINE, basis=None), "reg22(1)") is SILENT
