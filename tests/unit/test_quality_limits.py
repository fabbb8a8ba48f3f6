"""A value against its limit, months of vintages, streets of addresses: the small parts of the checks."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.network import StreetsRead
from geodata.quality import limits as names
from geodata.quality.checking import Acceptance
from geodata.quality.limits import LIMITS
from geodata.quality.of_ages import month_of, months
from geodata.quality.of_streets import check_streets, street_words
from geodata.quality.page import report_html
from geodata.quality.report import Level, Report, judged, limit_words, report_from, report_json, report_lines
from geodata.quality.subject import Subject
from tests.made_up import small_area


@pytest.mark.parametrize(
    ("value", "count", "level"),
    [
        (None, None, Level.NOT_CHECKED),
        (0.0, 0, Level.GOOD),
        (0.01, 1, Level.WARN),
        (0.05, 9, Level.WARN),
        (0.5, 2, Level.WARN),
        (0.051, 3, Level.STOP),
    ],
)
def test_a_share_stops_only_where_it_is_of_more_than_a_few(
    value: float | None, count: int | None, level: Level
) -> None:
    assert judged(names.NOT_PLACED, "T", value, "share", "found", count=count).level is level


def test_every_limit_has_a_reason_and_stands_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    for check, limit in LIMITS.items():
        assert limit.reason.endswith("."), check
        (row,) = (line for line in page.splitlines() if line.startswith("| `") and f"`{check}`" in line)
        assert row.endswith(f" {limit.reason} |"), check
        numbers = re.findall(r"[\d.]+", row.replace(",", ""))
        for bound in filter(None, (limit.warn, limit.stop, limit.least)):
            assert f"{100 * bound if bound < 1 else bound:g}" in numbers, (check, bound)
        if limit.stop is not None and limit.warn is not None:
            assert limit.warn <= limit.stop


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("April 2025", date(2025, 4, 1)),
        ("february 2014, as published", date(2014, 2, 1)),
        ("2025-04", date(2025, 4, 1)),
        ("as at 2025-04-30", date(2025, 4, 1)),
        ("2026-27 Q1", date(2026, 6, 1)),
        ("202627Q4", date(2027, 3, 1)),
        ("2025-26 Q3", date(2025, 12, 1)),
        ("Census 2021", None),
        ("2019", None),
        ("", None),
    ],
)
def test_the_month_of_a_vintage_is_told_or_not_known(words: str, month: date | None) -> None:
    assert month_of(words) == month


def test_months_are_counted_over_the_turn_of_a_year() -> None:
    assert months(date(2025, 11, 30), date(2026, 2, 1)) == 3


def test_streets_are_compared_without_points_and_short_forms() -> None:
    assert street_words("St. Mary's St") == "st marys street"
    assert street_words("ORANGE STREET") == street_words("Orange St.")


def report() -> Report:
    return Report(
        "town",
        "2026-07-01",
        (
            judged(names.SAME_DOOR, "One door", 1.0, "doors", "1 address <is> shared.", items=["A and B"]),
            judged(names.HOMES_FAR, "Homes far", 0.5, "share", "half of them.", facts={"homes": 4}),
            judged(names.LIST_AGE, "Age", None, "months", "not known."),
        ),
        snapshot="0123456789abcdef",
        compared_with="town-2026-04-01-fedcba9876543210",
    )


def test_a_report_is_read_back_as_it_was_written() -> None:
    assert report_from(report_json(report())) == report()


def test_what_stops_a_build_is_told_first_with_its_limit_and_reason() -> None:
    lines = report_lines(report())
    assert (
        lines[0] == "Checks: 1 stop, 1 to look at, 3 in all, compared with town-2026-04-01-fedcba9876543210"
    )
    assert lines[1] == "- STOP: Homes far. half of them."
    assert lines[2].strip().startswith("Look above 1%; stop above 10%. In a county of farms")
    assert lines[3] == "- LOOK: One door. 1 address <is> shared."
    assert lines[-1] == "- not checked: Age. not known."


def test_the_page_stands_alone_and_lets_nothing_through_unescaped() -> None:
    page = report_html(report())
    assert "1 address &lt;is&gt; shared." in page
    assert "<li>A and B</li>" in page
    assert page.index("Homes far") < page.index("One door")
    assert "http" not in page


def test_limits_are_told_in_the_unit_of_the_check() -> None:
    check = judged(names.DOORS_FAR, "Doors", 4000.0, "m", "far.")
    assert limit_words(check).startswith("Look above 300 m; stop above 5000 m. A door lies near its postcode")


@pytest.mark.parametrize(
    ("reason", "by", "said"),
    [("", "analyst", "needs a reason"), ("why", " ", "needs a reason"), ("why", "Dr X", "names a person")],
)
def test_who_lets_a_build_pass_and_why_must_be_said(reason: str, by: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        Acceptance(reason, by)


@pytest.mark.parametrize(
    ("unknown", "cut", "levels"),
    [
        ({}, 0, (Level.GOOD, Level.GOOD)),
        ({"access=fishing": 412.4}, 60, (Level.WARN, Level.WARN)),
        ({"access=fishing": 412.4}, 400, (Level.WARN, Level.STOP)),
    ],
)
def test_what_reading_the_streets_has_told_is_checked(
    unknown: dict[str, float], cut: int, levels: tuple[Level, Level]
) -> None:
    made = small_area.contents()
    read = StreetsRead(made.networks["walk"], made.sources[0], unknown, cut, 1000)
    checks = {check.id: check for check in check_streets(Subject(made, read={"walk": read}))}
    words, lacking = checks[names.ACCESS_WORDS], checks[names.STREETS_CUT]
    assert (words.level, lacking.level) == levels
    assert words.items == (("walk: access=fishing 412 m",) if unknown else ())
    assert f"walk: {cut} of 1,000" in lacking.found
    assert checks.keys() == {check.id for check in check_streets(Subject(replace(made, networks={})))}
