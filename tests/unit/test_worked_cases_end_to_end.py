"""Worked cases from the notice to the paper: measured on the made-up street, put before the law, drafted.

What the law alone says of them stands in ``tests/spec``; the two cases of the board's paper of 2019 in ``tests/real``.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Notice, Received, StatedPremises
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline, Board
from app.domain.findings import Duty, Verdict
from app.domain.officer import Choice, OfficerPart, Opinion
from app.letters import Letter, draft
from geodata.model.hours import DAYS, parse_week
from geodata.model.point import Point
from tests.made_up.applications import BASELINE, S1, S2, consolidation, relocation
from tests.made_up.gone_through import read
from tests.made_up.small_area import EAST, LONG_HOURS, NORTHING, WEST, snapshot

SEPTEMBER = Notice("CAS-T", date(2026, 9, 1), sent_to_hwb=WEST)
Made = tuple[Assessment, Letter]
Make = Callable[..., Made]


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


@pytest.fixture
def make(area: PreparedSnapshot) -> Make:
    """An application from its papers to a paper, as at a day."""

    def made(
        application: Any,
        as_at: date,
        paper: str = "representation",
        officer: OfficerPart | None = None,
        baseline: Baseline = BASELINE,
    ) -> Made:
        found = assess(read(application), baseline, area, as_at)
        return found, draft(found, baseline, officer, paper)

    return made


def verdict(found: Assessment, rule: str) -> Verdict:
    [one] = [each.verdict for each in found.findings if each.rule == rule]
    return one


def checks(letter: Letter) -> dict[str, str]:
    assert letter.cover is not None
    return {item.id: item.text for group in letter.cover.groups for item in group.items}


def at(metres: float, **changes: Any) -> StatedPremises:
    point = Point(500_000.0 + metres, NORTHING, "measured at the door", 1.0)
    return replace(
        StatedPremises("Pharmacy XA001", f"{metres:.0f} Long Street", "XT1 1ZZ", point=point), **changes
    )


@pytest.mark.parametrize("received", [None, Received(date(2026, 9, 1))], ids=["by its date", "by receipt"])
def test_t1_a_later_day_to_reply_by_is_relied_on(make: Make, received: Received | None) -> None:
    notice = replace(SEPTEMBER, reply_by=date(2026, 10, 31), received=received)
    late, letter = make(relocation(notice=notice), date(2026, 10, 20))
    said = letter.paragraph("thanks").text
    assert "The time for representations runs to 16 October 2026" in said
    assert "representations after it are not representations under that paragraph" in said
    assert "was over. The Board asks that this letter be considered all the same" in said
    assert ("so counted," in said) is (received is None)
    assert late.flag("deadline-passed") is not None
    still, letter = make(relocation(notice=notice), date(2026, 10, 16))
    assert still.flag("deadline-passed") is None
    assert "was over" not in letter.paragraph("thanks").text


def test_t2_an_earlier_day_to_reply_by_is_planned_to_and_shortens_nothing(make: Make) -> None:
    notice = replace(SEPTEMBER, reply_by=date(2026, 10, 1))
    found, letter = make(relocation(notice=notice), date(2026, 10, 5))
    assert "runs to 16 October 2026" in letter.paragraph("thanks").text
    assert "was over" not in letter.paragraph("thanks").text
    assert checks(letter)["check-deadline"].startswith("Have the letter there by 1 October 2026.")
    assert found.flag("deadline-passed") is None


def test_t3_a_notice_that_went_to_another_board_first(make: Make) -> None:
    notice = Notice("CAS-T", date(2026, 7, 1), sent_to_hwb=EAST, received=Received(date(2026, 9, 10)))
    found, letter = make(consolidation(notice=notice), date(2026, 9, 20))
    assert found.duty is Duty.MUST
    assert found.ledger.value("deadline.elsewhere") == "2026-08-15"
    said = letter.paragraph("thanks").text
    assert "Thank you for your notice" not in said
    assert "Notice was given to it on 10 September 2026" in said
    assert "runs to 25 October 2026, 45 days after notice was given to the Board" in said
    lost, unsaid = make(consolidation(notice=replace(notice, received=None)), date(2026, 9, 20))
    assert lost.ledger.value("deadline.last_day") is None
    assert "is not recorded: ask whoever sent it" in unsaid.paragraph("thanks").text
    assert "was over" not in unsaid.paragraph("thanks").text


def test_t5_pharmacies_that_stay_are_no_point_for_a_move_away(make: Make) -> None:
    """By hand: 300 people, 210 m to the old place and 1,610 m to one 1,400 m on."""
    found, letter = make(relocation(existing=S1, proposed=at(1_900)), date(2026, 5, 20))
    [limb] = [each for each in found.findings if each.rule == "reg24(1)(a)"]
    assert limb.points_for == ()
    assert "1.6 kilometres" in letter.paragraph("accustomed-walk-10").text
    assert "do not answer regulation 24(1)(a)" in letter.paragraph("choice-intro").text


LESS_SUNDAY = parse_week(dict.fromkeys(DAYS[:6], "08:00-21:00") | {"sunday": "closed"})
DIRECTED = parse_week(dict.fromkeys(DAYS[:6], "08:00-20:00") | {"sunday": "10:00-16:00"})


@pytest.mark.parametrize(
    ("undertaken", "hours", "met"),
    [(True, DIRECTED, True), (True, LESS_SUNDAY, False), (False, DIRECTED, False), (None, DIRECTED, False)],
    ids=["as directed", "equal total, Sunday dropped", "not undertaken", "papers hold none"],
)
def test_t7_directed_hours_go_along_day_by_day(
    make: Make, undertaken: bool | None, hours: Any, met: bool
) -> None:
    assert LESS_SUNDAY.total_minutes() == DIRECTED.total_minutes()
    move = relocation(
        existing=replace(S1, hours_directed=True, core_hours=DIRECTED, hours=LONG_HOURS),
        proposed=at(520, core_hours=hours, hours=LONG_HOURS),
        same_directed_hours_undertaken=undertaken,
    )
    found, letter = make(move, date(2026, 5, 20))
    assert verdict(found, "reg65A(3)") is (Verdict.MET if met else Verdict.NOT_MET)
    refused = [each for each in letter.paragraphs if each.id == "refusals"]
    assert [("Regulation 65A(3)" in each.text) for each in refused] == ([] if met else [True])


@pytest.mark.parametrize(("day", "satisfied"), [(date(2014, 3, 31), True), (date(2014, 4, 1), False)])
def test_t8_the_day_before_and_after_si_2014_417(make: Make, day: date, satisfied: bool) -> None:
    notice = replace(SEPTEMBER, dated=date(2014, 3, 3))
    selling = replace(S1, distance_selling=True)
    move = relocation(notice=notice, existing=selling, proposed=at(520, distance_selling=False))
    found, letter = make(move, day, baseline=replace(BASELINE, published="2011-02-01"))
    [table] = [each for each in letter.tables if each.id == "tests"]
    [planning] = [row for row in table.rows if row[0].startswith("Regulation 24(1)(c)")]
    assert ("The decision-maker is satisfied" in planning[0]) is satisfied
    assert ("reg24(3)(d)" in {each.rule for each in found.findings}) is not satisfied
    assert ("refusals" in [each.id for each in letter.paragraphs]) is not satisfied


@pytest.mark.parametrize(("day", "overdue"), [(date(2024, 4, 1), False), (date(2024, 4, 2), True)])
def test_t9_a_new_boards_first_assessment_and_its_predecessors(make: Make, day: date, overdue: bool) -> None:
    board = Board(WEST, "Westley Health and Wellbeing Board", "Westley", established=date(2023, 4, 1))
    baseline = replace(BASELINE, published="2022-10-01", boards=(board,))
    notice = replace(SEPTEMBER, dated=date(2024, 3, 20))
    found, letter = make(relocation(notice=notice), day, baseline=baseline)
    assert letter.paragraph("pna").text.startswith(
        "Until the Board publishes an assessment of its own, due by 1 April 2024, that of the body before it serves"
    )
    assert (found.flag("pna-overdue") is not None) is overdue


def test_t10_a_distance_selling_site_must_be_refused_and_the_statement_is_made_still(make: Make) -> None:
    part = OfficerPart(Opinion(Choice.WOULD_NOT, "the Board", date(2026, 5, 20)))
    closing = replace(S2, distance_selling=True)
    found, letter = make(consolidation(closing=closing), date(2026, 5, 20), officer=part)
    assert verdict(found, "reg26A(5)(b)") is Verdict.NOT_MET
    assert "Regulation 26A(5)(b)" in letter.paragraph("refusals").text
    assert "if application CAS-0001 is granted" in letter.paragraph("statement").text
    ids = [each.id for each in letter.paragraphs]
    assert ids.index("refusals") < ids.index("statement")


def test_case_14_an_address_that_is_an_estimate_is_told_as_incomplete(make: Make) -> None:
    found, letter = make(relocation(proposed=at(2_000, address_is_best_estimate=True)), date(2026, 5, 20))
    assert verdict(found, "sch2para1(7)(a)") is Verdict.NOT_MET
    assert "incomplete without an address" in checks(letter)["sch2para1(7)(a)"]
