"""Regulation 31: the same or adjacent premises."""

from dataclasses import replace
from datetime import date

import pytest

from tests.spec.cases import (
    CONSOLIDATION,
    JUDGEMENT,
    NO_MATTER,
    NOT_KNOWN,
    RELOCATION,
    ROUTINE,
    SILENT,
    finding,
    flag_ids,
    flag_text,
    verdict,
)


@pytest.mark.parametrize(
    ("claimed", "straight", "expected"),
    [
        (20, 0.0, SILENT),
        (20, 90.0, SILENT),
        (None, 50.0, SILENT),
        (None, 50.1, NO_MATTER),
        (450, None, NO_MATTER),
        (None, None, NOT_KNOWN),
    ],
)
def test_31_next_door_asks_for_the_paragraph_6_explanation_and_never_refuses(
    claimed: float | None, straight: float | None, expected: object
) -> None:
    """[reg31]"""
    evidence = {"distance__claimed": claimed, "distance__straight": straight}
    found = finding(RELOCATION, "reg31", **evidence)
    assert found.verdict is expected
    near = any(metres is not None and metres <= 50 for metres in (claimed, straight))
    assert ("regulation-31" in flag_ids(RELOCATION, **evidence)) is near
    assert ("Ask for it" in " ".join(found.reasons)) is near


def test_31_an_explanation_given_is_laid_before_people() -> None:
    """[reg31]"""
    move = replace(RELOCATION, adjacency_explanation="the old shop shuts on the same day")
    found = finding(move, "reg31")
    assert found.verdict is JUDGEMENT
    assert found.points_for == ("The applicant's explanation: the old shop shuts on the same day",)
    assert "is in the papers" in flag_text(move, "regulation-31")


def listed_near(metres: float, error_m: float | None, *, within: bool) -> dict[str, object]:
    """Evidence that another contractor's listed premises stand near the new ones."""
    row = {
        "name": "Other Chemist",
        "postcode": "XT1 1BC",
        "metres": metres,
        "error_m": error_m,
        "within": within,
    }
    return {"site.staying.adjacent": int(within), "rows": {"site.staying.adjacent": (row,)}}


@pytest.mark.parametrize("application", [RELOCATION, ROUTINE])
def test_31_another_contractors_premises_next_door_are_seen(application: object) -> None:
    """[reg31]"""
    evidence = listed_near(18.0, 100.0, within=True)
    found = finding(application, "reg31", **evidence)
    assert found.verdict is SILENT
    assert found.reasons[0] == (
        "Other listed premises are within 50 metres: Other Chemist, XT1 1BC (around 20 metres away; the points may be out "
        "by 100 metres together)."
    )
    assert "site.staying.adjacent" in found.evidence
    assert "Other Chemist" in flag_text(application, "regulation-31", **evidence)


def test_31_says_where_points_are_too_rough_to_tell() -> None:
    """[reg31]"""
    found = finding(RELOCATION, "reg31", **listed_near(120.0, 100.0, within=False))
    assert found.verdict is SILENT
    assert "may, as far as their points can be trusted, be within 50 metres" in found.reasons[0]
    unknown = finding(RELOCATION, "reg31", **listed_near(20.0, None, within=True))
    assert "around 20 metres away; by points" in unknown.reasons[0]


def test_31_says_so_where_nobody_is_near() -> None:
    """[reg31]"""
    found = finding(RELOCATION, "reg31", **{"site.staying.adjacent": 0})
    assert found.verdict is NO_MATTER
    assert found.reasons == ("No listed premises were found within 50 metres of the new premises.",)
    assert "was not looked for" in finding(RELOCATION, "reg31").reasons[0]
    assert verdict(ROUTINE, "reg31", distance__claimed=None, distance__straight=None) is NOT_KNOWN


@pytest.mark.parametrize(
    ("on", "doubtful", "citation"),
    [
        (date(2014, 3, 31), True, "as it stood to 31 March 2014"),
        (date(2014, 4, 1), False, "as amended by SI 2014/417"),
        (date(2016, 12, 4), False, "as amended by SI 2014/417"),
        (date(2016, 12, 5), False, "paragraph 6"),
    ],
)
def test_31_1_named_other_applications_before_1_april_2014(
    on: date, *, doubtful: bool, citation: str
) -> None:
    """[reg31] SI 2014/417, regulation 10; consolidations came, and were left out, on 5 December 2016. SILENT, JUDGEMENT"""
    found = finding(RELOCATION, "reg31", on, distance__claimed=20)
    assert found.verdict is SILENT
    assert found.citation.endswith(citation)
    assert any("inside one area" in reason for reason in found.reasons) is doubtful
    entry = finding(ROUTINE, "reg31", on, distance__claimed=20)
    assert not any("inside one area" in reason for reason in entry.reasons)


def test_31_leaves_consolidations_out() -> None:
    """[reg31]"""
    assert verdict(CONSOLIDATION, "reg31", distance__claimed=5) is NO_MATTER
    assert "regulation-31" not in flag_ids(CONSOLIDATION, distance__claimed=5)
