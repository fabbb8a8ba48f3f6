"""How old the data is, and what has opened and closed since the PNA: flags with both days, evidence, and the letter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.access import prepare
from app.assessment import assess, outline
from app.assessment.ages import read_vintage
from app.domain.assessments import Assessment
from app.letters import draft
from geodata.manifest import Source
from tests.made_up.complete_case import Case, consolidation, relocation
from tests.made_up.small_area import premises, snapshot

Run = Callable[[Case], Assessment]
OPENED = date(2010, 1, 1)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def made(case: Case) -> Assessment:
        area = prepare(snapshot(tmp_path, **case.data))
        found = assess(case.application, case.baseline, area, case.as_at)
        assert outline(case.application, case.baseline, area, case.as_at).flags == found.flags
        return found

    return made


def dated(case: Case, published: str = "2024-06", **opened: date) -> Case:
    """The case with days of opening on the list, and an older PNA."""
    listed = tuple(replace(each, opened=opened.get(each.ods_code, OPENED)) for each in case.data["premises"])
    return replace(case, baseline=replace(case.baseline, published=published)).with_data(
        premises=listed, former=()
    )


def closed(code: str, at: float, postcode: str, on: date):
    return premises(code, at, postcode, opened=OPENED, closed=on)


def test_what_closed_and_opened_since_the_pna_is_told_with_its_days(run: Run) -> None:
    case = dated(consolidation(), XA004=date(2025, 2, 1), XA003=date(2024, 6, 20)).with_data(
        former=(
            closed("XB001", 1_300, "XT1 1AE", date(2025, 9, 30)),
            closed("XB002", 500, "XT1 1AA", OPENED),
            closed("XB003", 9_000, "XT1 1ZZ", date(2025, 9, 30)),
        )
    )
    found = run(case)
    item = found.ledger["pna.since"]
    assert item.value == 2
    assert [(row["ods_code"], row["what"], row["on"], row["counted"]) for row in item.rows] == [
        ("XA003", "opened", "2024-06-20", False),
        ("XA004", "opened", "2025-02-01", True),
        ("XB001", "closed", "2025-09-30", True),
    ]
    assert "those of the month or year of publication are listed, not counted" in item.note
    text = draft(found, case.baseline).paragraph("pna-since").text
    assert text == (
        "Since the PNA was published, by the list of 1 April 2026, two pharmacies of that locality or within a mile of the "
        "closing site have opened or closed: Pharmacy XA004, XT1 1AD, opened on 1 February 2025; Pharmacy XB001, XT1 1AE, "
        "closed on 30 September 2025."
    )
    flag = found.flag("pna-before-list")
    assert flag is not None
    assert "published in June 2024" in flag.text
    assert "1 April 2026" in flag.text


def test_a_pharmacy_that_goes_on_under_another_code_is_neither_lost_nor_gained(run: Run) -> None:
    case = dated(consolidation(), XA004=date(2025, 2, 1)).with_data(
        former=(closed("XB001", 1_800, "XT1 1AD", date(2025, 1, 31)),)
    )
    item = run(case).ledger["pna.since"]
    assert item.value == 0
    assert [(row["ods_code"], row["went_on_as"]) for row in item.rows] == [("XB001", "XA004")]


@pytest.mark.parametrize("former", [None, ()])
def test_a_list_without_days_says_nothing_of_what_changed(run: Run, former: tuple[()] | None) -> None:
    case = replace(consolidation(), baseline=replace(consolidation().baseline, published="2024-06"))
    found = run(case.with_data(former=former))
    assert found.ledger.value("pna.since") is None
    assert draft(found, case.baseline).paragraph("pna-since").text == (
        "Which pharmacies there have opened or closed since the PNA was published is not known from the list used."
    )


def test_the_only_pharmacy_of_its_ward_is_called_so(run: Run) -> None:
    """XA001 and XA002 stand in West End, XA003 and XA004 in Middle; moved to 2,150 m, XA002 leaves the one for the other."""
    found = run(consolidation())
    rows = found.ledger["pharmacies.by_ward"].rows
    assert [(row["group"], row["before"], row["after"]) for row in rows] == [("West End", 2, 1)]
    assert "has two pharmacies today and would have one after the consolidation" in (
        draft(found, consolidation().baseline).paragraph("areas").text
    )
    case = relocation().site("proposed", postcode="XT1 1AF", address="2150 Long Street")
    case = case.with_data(premises=tuple(each for each in case.data["premises"] if each.ods_code != "XA001"))
    found = run(case)
    assert [
        (row["group"], row["before"], row["after"]) for row in found.ledger["pharmacies.by_ward"].rows
    ] == [
        ("West End", 1, 0),
        ("Middle", 2, 3),
    ]
    assert [
        (row["group"], row["before"], row["after"]) for row in found.ledger["pharmacies.by_locality"].rows
    ] == [
        ("Middle", 2, 3),
        ("West", 1, 0),
    ]
    text = draft(found, case.baseline).paragraph("areas").text
    assert text.startswith("The existing site is the only pharmacy of its ward, West End.")


def source(role: str, vintage: str) -> Source:
    return Source(
        role, f"a made-up file of {role}", "nobody", "none", "made up", vintage, role, "0" * 64, 1, 1, 1
    )


@pytest.mark.parametrize(
    ("role", "vintage", "flag", "told"),
    [
        ("streets", "February 2018", "data-of-another-time", "The map of streets is of February 2018, and the assessment is as at 20 May 2026"),
        ("streets", "2026", None, ""),
        ("hours", "2025-01-02", "data-of-another-time", "The list of opening hours is of 2 January 2025"),
        ("residents", "2021", None, ""),
        ("residents", "2011", "data-of-another-time", "The count of residents is of 2011"),
        ("streets", "some time ago", "data-undated", "'some time ago'"),
    ],
)  # fmt: skip
def test_a_gap_that_can_matter_is_a_flag_with_both_days(
    run: Run, role: str, vintage: str, flag: str | None, told: str
) -> None:
    found = run(consolidation().with_data(sources=(source(role, vintage),)))
    raised = {each.id: each.text for each in found.flags if each.id.startswith("data-")}
    assert set(raised) == ({flag} if flag else set())
    assert told in raised.get(flag or "", "")


def test_a_list_of_another_year_is_flagged_before_and_after_the_case(run: Run) -> None:
    for as_at, told in ((date(2024, 12, 1), "1 December 2024"), (date(2026, 9, 1), "1 September 2026")):
        found = run(consolidation().with_data(as_at=as_at))
        assert any(told in each.text and "20 May 2026" in each.text for each in found.flags)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-06-01", date(2024, 6, 1), date(2024, 6, 1)),
        ("June 2024", date(2024, 6, 1), date(2024, 6, 30)),
        ("1 June 2024", date(2024, 6, 1), date(2024, 6, 1)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("as given", None, None),
        ("31 June 2024", None, None),
    ],
)
def test_the_days_that_a_vintage_can_mean(text: str, first: date | None, last: date | None) -> None:
    assert read_vintage(text) == (first, last)
