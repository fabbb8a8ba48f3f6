"""Hours that are not known are no closed doors; those that look like a slip are asked about."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.domain.other_applications import AnyApplication
from app.schemas import premises as schemas
from geodata.model.hours import DAYS, WeekHours, parse_week
from geodata.model.premises import Premises
from geodata.sources.nhsbsa import parse_hours
from tests.made_up.applications import BASELINE, S1, S2, WITHIN, consolidation
from tests.made_up.small_area import LONG_HOURS, OFFICE_HOURS, PREMISES, premises, snapshot

Assess = Callable[..., Assessment]
SLIP = parse_week({**dict.fromkeys(DAYS[:5], "09:00-05:30"), "saturday": "closed", "sunday": "closed"})
"""Half past five in the afternoon written as in the morning: 102.5 hours a week."""


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assess:
    made: dict[tuple[Premises, ...], PreparedSnapshot] = {}

    def run(application: AnyApplication, listed: Sequence[Premises] = PREMISES) -> Assessment:
        key = tuple(listed)
        if key not in made:
            made[key] = prepare(snapshot(tmp_path_factory.mktemp("area"), premises=key))
        return assess(application, BASELINE, made[key], WITHIN)

    return run


def flags(found: Assessment) -> set[str]:
    return {flag.id for flag in found.flags}


def with_hours(**changes: WeekHours | None) -> tuple[Premises, ...]:
    return tuple(replace(one, hours=changes.get(one.ods_code, one.hours)) for one in PREMISES)


def said(found: Assessment) -> str:
    return " ".join(p for each in found.findings for p in (*each.points_for, *each.points_against))


MANY = tuple(premises(f"XB{at:03}", 3_000 + at, "XT1 1AC") for at in range(20))
"""Pharmacies far from everybody, so that one whose hours are not known is few of many."""


def test_above_a_tenth_of_unknown_days_no_figure_by_the_hour_is_given_and_the_evidence_says_why(
    assessed: Assess,
) -> None:
    found = assessed(consolidation(), with_hours(XA003=None))
    assert [
        found.ledger.value(f"week.walk-5.{name}") for name in ("falls", "may_fall", "by_hour", "summary")
    ] == [None] * 4
    assert found.ledger.value("hours.others_share") == 1.0
    note = found.ledger["week.walk-5.falls"].note
    assert note.startswith(
        "the opening hours of 1 of 1 other pharmacies are not known for every day: more than 10%"
    )
    assert "week-not-measured" in flags(found)
    assert "of an open pharmacy" not in said(found)
    assert "of the week are fewer" not in said(found)


def test_what_is_not_known_gives_bounds_and_a_loss_only_where_both_have_it(assessed: Assess) -> None:
    """A pharmacy beside the closing one whose hours nobody knows may be open whenever that was."""
    silent = premises("XA060", 960, "XT1 1AB", trading_name="Silent Chemist", hours=None)
    known = replace(silent, hours=OFFICE_HOURS)
    sure = assessed(consolidation(), (*PREMISES, known, *MANY))
    open_ = assessed(consolidation(), (*PREMISES, silent, *MANY))
    assert sure.ledger.value("hours.others") == 0
    assert open_.ledger.value("hours.others") == 1
    falls, may = (sure.ledger.value(f"week.walk-5.{name}") for name in ("falls", "may_fall"))
    assert falls == may, "known to the minute"
    assert float(str(falls)) > 0
    assert open_.ledger.value("week.walk-5.falls") == 0
    assert float(str(open_.ledger.value("week.walk-5.may_fall"))) > float(str(falls))
    row = next(r for r in open_.ledger["week.walk-5.by_hour"].rows if (r["day"], r["hour"]) == ("monday", 10))
    assert (row["before"], row["before_most"], row["after"], row["after_most"]) == (500, 500, 200, 500)
    assert "of an open pharmacy" not in said(open_), "for nobody and against nobody"
    assert "of an open pharmacy" in said(sure)


def test_a_loss_that_no_unknown_hours_could_mend_is_stated(assessed: Assess) -> None:
    far = premises("XA061", 3_900, "XT1 1AC", hours=None)
    found = assessed(consolidation(), (*PREMISES, far, *MANY))
    falls = found.ledger.value("week.walk-5.falls")
    assert falls == found.ledger.value("week.walk-5.may_fall") == LONG_HOURS.total_minutes() / 60  # type: ignore[operator]
    assert "of an open pharmacy" not in said(found)
    facts = " ".join(reason for each in found.findings for reason in each.reasons)
    assert "whichever of the pharmacies whose hours are not known are open" in facts


def test_a_slip_at_a_site_is_a_question_and_no_hours_until_somebody_has_checked_it(assessed: Assess) -> None:
    found = assessed(consolidation(closing=replace(S2, hours=SLIP)))
    flag = found.flag("hours-questioned")
    assert flag is not None
    assert (
        "Pharmacy XA002, Monday 09:00-05:30: it opens in the morning, at 09:00, and shuts at 05:30"
        in flag.text
    )
    assert found.ledger.value("hours.leaving") is None
    assert found.ledger.value("hours.lost") is None
    checked = assessed(consolidation(closing=replace(S2, hours=SLIP, hours_checked=True)))
    assert checked.ledger.value("hours.leaving") == 102.5
    assert "hours-questioned" not in flags(checked)


def test_a_slip_of_the_list_is_not_counted_as_known(assessed: Assess) -> None:
    found = assessed(consolidation(), with_hours(XA003=SLIP))
    (row, *_) = found.ledger["hours.questioned_elsewhere"].rows
    assert (row["name"], row["day"], row["where"]) == ("Pharmacy XA003 (XA003)", "Monday", "list")
    assert found.ledger.value("hours.others") == 1


def test_where_papers_and_list_differ_both_are_told_and_the_papers_hours_are_used(assessed: Assess) -> None:
    found = assessed(consolidation(continuing=replace(S1, hours=LONG_HOURS)))
    flag = found.flag("hours-differ-from-list")
    assert flag is not None
    assert "Pharmacy XA001, Monday: papers 08:00-20:00, list 09:00-17:30" in flag.text
    assert found.ledger.value("hours.staying") == LONG_HOURS.total_minutes() / 60  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("09:00-17:30", ""),
        ("07:00-23:00", ""),
        ("20:00-06:00", ""),
        ("06:30-23:00", "it is open for 16.5 hours, more than 16"),
        ("00:00-24:00", "it is open for 24 hours, more than 16"),
        ("08:00-01:00", "it opens in the morning, at 08:00, and shuts at 01:00"),
    ],
)
def test_days_that_look_like_a_slip(day: str, why: str) -> None:
    assert parse_week({"monday": day}).questions().get(0, "") == why


def test_a_hundred_hours_that_shut_at_a_minute_to_midnight_are_a_hundred_hours() -> None:
    week = {**dict.fromkeys(DAYS[:5], "08:00-23:59"), "saturday": "08:00-22:00", "sunday": "10:00-16:00"}
    hours = parse_hours(week).hours
    assert hours.total_minutes() == 100 * 60
    assert not hours.questions()
    # The publisher may have counted the minutes that are missing: no disagreement.
    assert hours.agrees_with(100)
    assert hours.agrees_with(100 - 5 / 60)
    assert not hours.agrees_with(98)


def test_hours_typed_from_papers_that_shut_at_a_minute_to_midnight_are_open_until_midnight() -> None:
    typed = {
        **dict.fromkeys(DAYS[:5], "08:00-23:59"),
        "saturday": "10:00-13:00,14:00-23:59",
        "sunday": "closed",
    }
    week = schemas.WeekHours(**typed).value()
    assert week.total_minutes() == (5 * 16 + 3 + 10) * 60
    assert week.as_text()["monday"] == "08:00-24:00"


def test_a_week_that_does_not_add_up_to_the_lists_total_is_in_question() -> None:
    one = replace(PREMISES[0], weekly_total=46.5)
    assert not one.hours_in_question
    assert one.known_hours == one.hours
    other = replace(one, weekly_total=40.0)
    assert set(other.hours_in_question) == set(range(7))
    assert "add up to 46.5 a week, the list's own total is 40" in other.hours_in_question[0]
    assert other.known_hours is not None
    assert not any(other.known_hours.days)
