"""Regulation 24(3): premises from which a relocation must be refused."""

from dataclasses import replace
from datetime import date

import pytest

from app.law import judge
from tests.spec.cases import JUDGEMENT, MET, NO_MATTER, NOT_MET, RELOCATION, SILENT, case, finding, verdict

BEFORE, SINCE = date(2025, 6, 22), date(2025, 6, 23)


@pytest.mark.parametrize(("on", "refused"), [(date(2014, 3, 31), False), (date(2014, 4, 1), True)])
def test_24_3_d_came_in_on_1_april_2014(on: date, *, refused: bool) -> None:
    """[reg24(3)(d)] SI 2014/417, regulation 8(c): the day before, distance-selling premises could move anywhere."""
    selling = {"site__leaving__distance_selling": True, "site__staying__distance_selling": False}
    found = {one.rule: one.verdict for one in judge(case(RELOCATION, on, **selling)).findings}
    assert found.get("reg24(3)(d)") is (NOT_MET if refused else None)
    assert verdict(RELOCATION, "reg24(3)(d)", date(2014, 4, 1)) is NO_MATTER


def test_24_3_c_is_read_for_the_seller_where_the_business_changes_hands() -> None:
    """[reg24(3)(c)] By 26(2)(d) the move is judged as though the present owner had asked."""
    own = finding(RELOCATION, "reg24(3)(c)")
    sold = finding(replace(RELOCATION, changes_hands=True), "reg24(3)(c)")
    assert (own.verdict, sold.verdict) == (SILENT, SILENT)
    assert "whether the applicant came to" in own.reasons[0]
    assert "whether the present owner came to" in sold.reasons[0]
    early = replace(
        RELOCATION, changes_hands=True, last_relocated=date(2023, 6, 1), last_relocation_good_cause=False
    )
    assert verdict(early, "reg24(3)(c)") is NOT_MET


@pytest.mark.parametrize(
    ("exempt", "stays", "expected"),
    [
        (False, None, NO_MATTER),
        (None, None, SILENT),
        (True, None, SILENT),
        (True, True, MET),
        (True, False, NOT_MET),
    ],
)
def test_24_3_a_premises_under_the_retail_area_exemption_stay_in_that_area(
    exempt: bool | None, stays: bool | None, expected: object
) -> None:
    """[reg24(3)(a)]"""
    move = replace(RELOCATION, granted_under_retail_area_exemption=exempt, stays_in_retail_area=stays)
    assert verdict(move, "reg24(3)(a)") is expected


@pytest.mark.parametrize(
    ("exempt", "together", "expected"),
    [
        (False, None, NO_MATTER),
        (None, None, SILENT),
        (True, None, SILENT),
        (True, False, NOT_MET),
        (True, True, JUDGEMENT),
    ],
)
def test_24_3_b_one_stop_centres_move_with_all_their_practices(
    exempt: bool | None, together: bool | None, expected: object
) -> None:
    """[reg24(3)(b)]"""
    move = replace(RELOCATION, granted_under_one_stop_exemption=exempt, moves_with_all_gp_providers=together)
    assert verdict(move, "reg24(3)(b)") is expected


@pytest.mark.parametrize(
    ("last", "cause", "expected"),
    [
        (None, None, SILENT),
        (date(2023, 1, 15), None, MET),
        (date(2023, 1, 16), None, SILENT),
        (date(2023, 1, 16), False, NOT_MET),
        (date(2023, 1, 16), True, JUDGEMENT),
        (date(2024, 1, 16), None, JUDGEMENT),
    ],
)
def test_24_3_c_twelve_months_run_to_the_application(
    last: date | None, cause: bool | None, expected: object
) -> None:
    """[reg24(3)(c)] The application is dated 15 January 2024."""
    move = replace(RELOCATION, last_relocated=last, last_relocation_good_cause=cause)
    assert verdict(move, "reg24(3)(c)") is expected


def test_24_3_c_a_listing_after_the_application_is_asked_about() -> None:
    """[reg24(3)(c)]"""
    found = finding(replace(RELOCATION, last_relocated=date(2024, 1, 16)), "reg24(3)(c)")
    assert "which is after this application" in found.reasons[0]


def test_24_3_c_without_the_date_of_the_application_the_notice_settles_only_what_it_can() -> None:
    """[reg24(3)(c)] The notice is dated 20 February 2024; the application came before it, on a day not known."""
    undated = replace(RELOCATION, applied=None)
    assert verdict(replace(undated, last_relocated=date(2023, 2, 20)), "reg24(3)(c)") is SILENT
    recent = replace(undated, last_relocated=date(2023, 2, 21), last_relocation_good_cause=False)
    assert verdict(recent, "reg24(3)(c)") is NOT_MET


@pytest.mark.parametrize("as_at", [BEFORE, SINCE])
@pytest.mark.parametrize(
    ("leaving", "staying", "expected"),
    [
        (False, None, NO_MATTER),
        (None, None, SILENT),
        (True, None, SILENT),
        (True, False, NOT_MET),
        (True, True, JUDGEMENT),
    ],
)
def test_24_3_d_distance_selling_premises_move_to_distance_selling_premises_only(
    leaving: bool | None, staying: bool | None, expected: object, as_at: date
) -> None:
    """[reg24(3)(d)]"""
    evidence = {"site__leaving__distance_selling": leaving, "site__staying__distance_selling": staying}
    assert verdict(RELOCATION, "reg24(3)(d)", as_at, **evidence) is expected


def test_24_3_d_asks_more_from_23_june_2025() -> None:
    """[reg24(3)(d)]"""
    both = {"site__leaving__distance_selling": True, "site__staying__distance_selling": True}
    before = finding(RELOCATION, "reg24(3)(d)", BEFORE, **both)
    since = finding(RELOCATION, "reg24(3)(d)", SINCE, **both)
    assert "all pharmaceutical services" not in before.reasons[0]
    assert "all pharmaceutical services without face to face contact at the premises" in since.reasons[0]
    assert "SI 2025/636" in since.source
    assert before.asks != since.asks
    for each in (before, since):
        (reason,) = each.reasons
        assert reason.startswith(
            "Both are distance-selling premises. Regulation 25(2) asks further that the new premises do not share a site "
            "or building with a GP provider and that their procedures are likely to secure uninterrupted essential "
            "services to anyone in England,"
        )
