"""Where doubt leaves an application: a ground of refusal has to be shown, a condition of the grant has to be met."""

from datetime import date

import pytest

from app.law import register
from app.law.rule import Judge


@pytest.mark.parametrize(
    ("rule", "judge"),
    [
        # "not of the opinion that granting the application would cause significant detriment to proper planning"
        ("reg24(1)(c)", Judge.NOT_OPINION),
        ("reg24(2)(d)", Judge.NOT_OPINION),
        # "in the opinion of": the change to the arrangements has to be found not significant
        ("reg24(1)(b)", Judge.OPINION),
        # "must refuse ... if it is satisfied that granting the application would create a gap"
        ("reg26A(5)(a)", Judge.REFUSES),
        ("reg26A(8)", Judge.MAY_REFUSE),
        ("reg31", Judge.REFUSES),
        # "must refuse unless": the consents have to be there
        ("reg26A(6)(b)(i)", Judge.SATISFIED),
    ],
)
def test_who_has_to_be_satisfied_of_what(rule: str, judge: Judge) -> None:
    assert {each.judge for each in register(date(2024, 3, 1)) if each.id == rule} == {judge}


@pytest.mark.parametrize("rule", ["reg24(1)(c)", "reg24(2)(d)"])
@pytest.mark.parametrize(
    ("on", "judge", "asks"),
    [
        (date(2014, 3, 31), Judge.SATISFIED, "is satisfied that granting it would not cause"),
        (date(2014, 4, 1), Judge.NOT_OPINION, "is not of the opinion that granting it would cause"),
    ],
)
def test_proper_planning_turned_round_on_1_april_2014(rule: str, on: date, judge: Judge, asks: str) -> None:
    """SI 2014/417, regulation 8: the day before, the NHSCB had to be satisfied; since, it must not be of the opinion."""
    [found] = [each for each in register(on) if each.id == rule]
    assert found.judge is judge
    assert asks in found.asks


def test_the_one_who_judges_is_named_and_the_direction_stays() -> None:
    assert Judge.REFUSES.named("NHS England") == (
        "NHS England, which must refuse if it is satisfied of the opposite"
    )
