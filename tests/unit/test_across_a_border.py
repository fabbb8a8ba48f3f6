"""A move into another board's area (regulation 24(2)): whose figures, findings and planning are whose.

The border lies at 2,000 m. The pharmacy at 500 m, in Westley, moves to 2,300 m, in Eastley.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess, outline
from app.domain.applications import StatedPremises
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline, Board, LocalityFinding
from app.domain.findings import Finding, Verdict
from app.letters import draft
from app.recheck import partition
from app.recheck.conclusions import conclusion
from geodata.arrays import Boundary
from geodata.model.point import Point
from tests.made_up.applications import BASELINE, S1, WITHIN, relocation
from tests.made_up.small_area import EAST, NORTHING, WEST, contents, snapshot

WARD_EAST = "E05999003"
MOVE = relocation(
    existing=S1,
    proposed=StatedPremises(
        "Pharmacy XA001",
        "2300 Long Street",
        "XT1 1ZZ",
        point=Point(502_300.0, NORTHING, "measured at the door", 1.0),
    ),
)
EASTERN = replace(
    BASELINE,
    id="eastley-pna",
    title="Eastley Pharmaceutical Needs Assessment (made up)",
    boards=(Board(EAST, "Eastley Health and Wellbeing Board", "Eastley"),),
    localities=(
        LocalityFinding("east", "East", (WARD_EAST,), "One gap was found.", ("Sundays",), "50 homes"),
    ),
)


def both_boards(folder: Path) -> PreparedSnapshot:
    """The street with the homes at 1,200 m and 1,900 m moved to 2,200 m and 2,900 m, in Eastley: 700 people."""
    own = contents()
    homes = replace(
        own.homes,
        x=np.array([500_000.0, 500_450.0, 502_200.0, 502_900.0]),
        hwb=np.array([0, 0, 1, 1], dtype=np.int32),
        labels=own.homes.labels | {"hwb": (WEST, EAST)},
    )
    wards = (*own.boundaries["ward"], Boundary(WARD_EAST, "East Ward", own.boundaries["hwb"][1].wkb))
    return prepare(
        snapshot(folder, homes=homes, hwbs=(WEST, EAST), boundaries=own.boundaries | {"ward": wards})
    )


@pytest.fixture(scope="module")
def west(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """T6: only the data and the needs assessment of the board left are loaded."""
    return assess(MOVE, BASELINE, prepare(snapshot(tmp_path_factory.mktemp("west"))), WITHIN)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return both_boards(tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def east(area: PreparedSnapshot) -> Assessment:
    return assess(MOVE, EASTERN, area, WITHIN)


def limb(found: Assessment, rule: str) -> Finding:
    [one] = [each for each in found.findings if each.rule == rule]
    return one


def test_with_the_old_boards_data_alone_the_area_moved_to_is_not_known_here(west: Assessment) -> None:
    value = west.ledger.value
    assert (value("hwb.relevant"), value("pna.own")) == (EAST, False)
    for name in ("people", "before", "after", "lost", "gained"):
        assert value(f"coverage.walk-10.{name}") is None
    assert west.ledger["coverage.walk-10.people"].note == (
        "not known here: the data has no residents of Eastley, the area moved to"
    )
    for name in ("pna.locality", "pna.finding", "pna.housing", "pna.gaps"):
        assert value(name) is None
        assert west.ledger[name].note.startswith("not known here")
    assert not any(name.startswith(("week.", "choice.", "sensitivity.")) for name in west.ledger)


def test_those_accustomed_to_the_old_site_are_known_all_the_same(west: Assessment) -> None:
    """By hand as everywhere on this street: 300 people, 210 m to the old site and 2,010 m to the new."""
    assert west.ledger.value("accustomed.walk-10.people") == 300
    assert west.ledger.value("accustomed.walk-10.new_mean") == 2_010.0
    assert limb(west, "reg24(2)(b)").verdict is Verdict.NEEDS_JUDGEMENT
    assert limb(west, "reg24(1)(a)").verdict is Verdict.DOES_NOT_APPLY


def test_planning_in_the_area_moved_to_is_said_not_to_be_known(west: Assessment) -> None:
    """T6."""
    planning = limb(west, "reg24(2)(d)")
    assert planning.verdict is Verdict.NOT_KNOWN
    assert "is not known here: the one used is another's." in " ".join(planning.reasons)
    assert not (*planning.points_for, *planning.points_against)


def test_the_letter_never_calls_another_boards_people_the_boards_own(west: Assessment) -> None:
    letter = draft(west, BASELINE)
    text = " ".join(paragraph.text for paragraph in letter.paragraphs)
    assert "people of the Board’s area" not in text
    assert "coverage of the area moved to is not known here" in text
    assert "What the Board’s own needs assessment finds is not known here." in text
    assert "regulation 24(2) governs the move" in letter.paragraph("across").text
    assert "Westley Health and Wellbeing Board" in letter.paragraph("across").text
    assert "regulation 24(2)(b)" in letter.paragraph("accustomed-intro").text


def test_with_both_boards_data_coverage_is_of_the_area_moved_to_alone(east: Assessment) -> None:
    """Of Eastley's 700 people 300 at 2,200 m are 310 m from the pharmacy at 2,500 m, 400 at 2,900 m are 410 m from it.

    Westley's 300, who lose their pharmacy, are not counted as Eastley's.
    """
    value = east.ledger.value
    assert [value(f"coverage.walk-5.{name}") for name in ("people", "before", "after", "lost", "gained")] == [
        700, 300, 300, 0, 0,
    ]  # fmt: skip
    assert [row["group"] for row in east.ledger["coverage.walk-5.by_ward"].rows] == ["Middle"]
    assert value("accustomed.walk-10.people") == 300
    assert value("choice.walk-10.two.after") == 700


def test_planning_and_findings_are_those_of_the_area_moved_to(east: Assessment) -> None:
    value = east.ledger.value
    assert (value("pna.own"), value("pna.locality"), value("pna.gaps")) == (True, "East", 1)
    assert "East" in " ".join(limb(east, "reg24(2)(d)").points_against)
    text = draft(east, EASTERN).paragraph("locality").text
    assert text.startswith("The proposed site lies in the PNA’s locality of East.")


def test_with_the_new_boards_people_alone_those_accustomed_are_not_known(tmp_path: Path) -> None:
    own = contents()
    homes = replace(own.homes, labels=own.homes.labels | {"hwb": (EAST,)})
    found = assess(MOVE, EASTERN, prepare(snapshot(tmp_path, homes=homes, hwbs=(EAST,))), WITHIN)
    for name in ("affected.walk-10.people", "accustomed.walk-10.people"):
        assert found.ledger.value(name) is None
        assert (
            found.ledger[name].note == "not known here: the data has no residents of Westley, the area left"
        )
    assert "were not measured (on foot)" in " ".join(limb(found, "reg24(2)(b)").reasons)


@pytest.mark.parametrize("baseline", [BASELINE, EASTERN])
def test_an_outline_comes_to_the_same_across_a_border(area: PreparedSnapshot, baseline: Baseline) -> None:
    assert conclusion(outline(MOVE, baseline, area, WITHIN)) == conclusion(
        assess(MOVE, baseline, area, WITHIN)
    )


def test_with_both_boards_data_the_letter_counts_the_people_of_the_area_moved_to_alone(
    east: Assessment,
) -> None:
    """Never "the Board's area" of somebody else's people: 700 of Eastley's, and none of Westley's 300."""
    letter = draft(east, EASTERN)
    said = " ".join(
        [
            *(paragraph.text for paragraph in letter.paragraphs),
            *(
                cell
                for table in letter.tables
                if table.id == "coverage"
                for row in table.rows
                for cell in row
            ),
        ]
    )
    assert "of the 700 people of the Board’s area who were measured" in said
    assert "1,000" not in said
    assert "in the area of the Westley Health and Wellbeing Board" in letter.paragraph("across").text


def test_the_board_left_is_named_by_its_area_where_it_is_not_near(east: Assessment) -> None:
    """28(3)(b)(iv): both boards are told, and the one left has its map to keep."""
    told = [each.text for each in east.follow_up if "Westley" in each.text]
    assert any("out of whose area the premises move" in text for text in told)
    assert any("bring the map in its assessment up to date too" in text for text in told)


def test_inside_one_area_the_areas_of_joint_data_are_named(area: PreparedSnapshot) -> None:
    inside = relocation()
    joint = replace(BASELINE, boards=(*BASELINE.boards, *EASTERN.boards))
    text = draft(assess(inside, joint, area, WITHIN), joint).paragraph("coverage-walk-10").text
    assert "of the areas of Westley and Eastley who were measured" in text


@pytest.mark.parametrize(
    ("changes", "known", "note"),
    [
        ({"published": "2026-05-21"}, False, "it was published on 2026-05-21, after that day"),
        ({"published": "2026-05-20"}, True, ""),
        ({"published": "2026-05"}, None, "it was published in 2026-05: the day is needed to say"),
        ({"published": "2027"}, False, "it was published on 2027, after that day"),
        ({"in_force_from": date(2026, 5, 21)}, False, "it came into force on 2026-05-21, after that day"),
        ({"in_force_from": date(2026, 5, 20)}, True, ""),
        ({"in_force_to": date(2026, 5, 19)}, False, "it was in force to 2026-05-19, before that day"),
        ({"in_force_to": date(2026, 5, 20)}, True, ""),
    ],
)
def test_a_needs_assessment_that_was_not_in_force_on_the_day_is_flagged(
    tmp_path: Path, changes: dict[str, object], known: bool | None, note: str
) -> None:
    """The day of the case is 20 May 2026."""
    baseline = replace(BASELINE, **changes)  # type: ignore[arg-type]
    found = assess(relocation(), baseline, prepare(snapshot(tmp_path)), WITHIN)
    assert (found.ledger.value("pna.in_force"), found.ledger["pna.in_force"].note) == (known, note)
    flag = found.flag("pna-not-in-force")
    assert (flag is None) is (known is True)
    if flag is not None:
        assert note in flag.text
        assert ("may not have been" in flag.text) is (known is None)


def test_what_lies_within_a_halo_is_told_by_distance_all_round_a_corner(tmp_path: Path) -> None:
    near = partition._within([(snapshot(tmp_path), (WEST,))], [])
    angle = np.linspace(0, np.pi / 2, 200)
    corner = np.array([502_000.0, 402_000.0])
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    assert near(corner + 2_999.9 * ring, 3_000.0).all(), "a figure with corners is 3.6 m short between them"
    assert not near(corner + 3_000.1 * ring, 3_000.0).any()
