"""The board's own screen for relocations that may be answered without going to the board."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.screens import Screen
from app.law import judge, printed, screen
from tests.spec.cases import CONSOLIDATION, RELOCATION, case

LITTLE = {"distance.walk": 120.0}


def screened(
    application: Any = RELOCATION, by: Screen | None = None, flags: tuple[str, ...] = (), **evidence: Any
) -> Any:
    known = case(application, **(LITTLE | evidence))
    return screen(known, judge(known), by, flags)


def test_a_move_that_changes_nothing_may_be_delegated_with_the_warning() -> None:
    found = screened()
    assert found.delegated
    assert found.reasons == ("Nothing that the screen looks at changes more than it allows.",)
    assert "no power to delegate this to an officer was found" in found.warning


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
        ({"hwb.notice": "B"}, "Flagged: the notice went to the board of another area."),
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
    reasons = screened(flags=("one-group-changes",)).reasons
    assert len(reasons) == 1
    assert reasons[0].startswith("Flagged: one group of residents loses or gains the standard")
    assert screened(flags=("standard-assumed",)).delegated


def test_the_screen_is_the_boards_to_set_and_prints_itself() -> None:
    strict = replace(Screen(), most_metres=100)
    assert not screened(by=strict).delegated
    assert "no more than 100 metres away on foot" in printed(strict)
    assert (
        "nobody falls outside an access standard, no opening hours are lost, no service is lost"
        in printed(strict)
    )
    assert "and where none of this holds: the notice went to the board of another area; " in printed(strict)
    loose = Screen(
        most_people_losing_the_standard=50, most_hours_lost=2.5, most_services_lost=1, stopping_flags=()
    )
    assert "no more than 50 people fall outside" in printed(loose)
    assert "no more than 2 hours 30 minutes a week of opening are lost" in printed(loose)
    assert "where none of this holds" not in printed(loose)
    assert "What is not known goes to the board." in printed(strict)


def test_the_rule_goes_with_its_result_and_says_whose_it_is() -> None:
    assert (screened().rule, screened().own) == (printed(Screen()), False)
    strict = replace(Screen(), most_metres=100)
    assert (screened(by=strict).rule, screened(by=strict).own) == (printed(strict), True)


@pytest.mark.parametrize("wrong", [{"most_metres": -1}, {"most_hours_lost": float("nan")}])
def test_a_screen_has_limits_of_nothing_or_more(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} is .* 0 or more"):
        Screen(**wrong)


def test_a_screen_stops_at_flags_that_there_are() -> None:
    with pytest.raises(ValueError, match="stops at notice-misdirectd, and there is no such flag"):
        Screen(stopping_flags=("notice-misdirectd",))
