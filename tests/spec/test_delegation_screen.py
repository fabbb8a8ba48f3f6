"""The board's own screen for relocations that may be answered without going to the board."""

from dataclasses import replace
from typing import Any

import pytest

from app.law import Screen, judge, screen
from tests.spec.cases import CONSOLIDATION, RELOCATION, case

LITTLE = {"distance.walk": 120.0}


def screened(
    application: Any = RELOCATION, by: Screen | None = None, flags: tuple[str, ...] = (), **evidence: Any
) -> Any:
    known = case(application, **(LITTLE | evidence))
    return screen(known, judge(known), by or Screen(), flags)


def test_a_move_that_changes_nothing_may_be_delegated_with_the_warning() -> None:
    found = screened()
    assert found.delegated
    assert found.reasons == ("Nothing that the screen looks at changes more than it allows.",)
    assert "sub-committees" in found.warning


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ({"distance.walk": 501.0}, "Distance on foot: 501 metres, more than the screen allows (500 metres)."),
        ({"distance.walk": None}, "Distance on foot: not known."),
        ({"hours.lost": 1.0}, "Opening hours lost: 1 hour a week, more"),
        ({"services.lost": 1}, "Services lost: 1, more than the screen allows (0)."),
        (
            {"coverage.walk-20.lost": 3.0},
            "People who fall outside the standard (20 minutes, walk): 3 people, more",
        ),
        ({"coverage.walk-20.lost": ...}, "No access standard was measured."),
        ({"site.leaving.contract_type": "lps"}, "Failed: regulation 24(1)."),
        ({"hwb.notice": "B"}, "Flagged: notice-misdirected."),
    ],
)
def test_each_thing_that_changes_sends_it_to_the_board_and_says_why(
    evidence: dict[str, Any], reason: str
) -> None:
    found = screened(**evidence)
    assert not found.delegated
    assert any(one.startswith(reason) for one in found.reasons), found.reasons


def test_a_consolidation_always_goes_to_the_board() -> None:
    assert screened(CONSOLIDATION).reasons[0] == "A consolidation is not a relocation."


def test_flags_raised_from_the_figures_stop_it_too() -> None:
    assert screened(flags=("one-group-changes",)).reasons == ("Flagged: one-group-changes.",)
    assert screened(flags=("standard-assumed",)).delegated


def test_the_screen_is_the_boards_to_set_and_prints_itself() -> None:
    strict = replace(Screen(), most_metres=100)
    assert not screened(by=strict).delegated
    assert "no more than 100 metres away on foot" in strict.printed()
    assert (
        "nobody falls outside an access standard, no opening hours are lost, no service is lost"
        in strict.printed()
    )
    loose = Screen(most_people_losing_the_standard=50, most_hours_lost=2.5, most_services_lost=1)
    assert "no more than 50 people fall outside" in loose.printed()
    assert "no more than 2.5 hours a week of opening are lost" in loose.printed()
    assert "What is not known goes to the board." in strict.printed()
