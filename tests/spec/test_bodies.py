"""Who decides, who is written to, who hears appeals: by date, and by place where an integrated care board decides."""

from datetime import date

import pytest

from app.law import Case, bodies, judge
from app.law.integrated_care_boards import CARE_BOARDS, ESTABLISHED, care_board_of
from tests.spec.cases import AS_AT, CONSOLIDATION, RELOCATION, case, ledger

DORSET = "NHS Dorset Integrated Care Board"


@pytest.mark.parametrize(
    ("on", "decides", "settled"),
    [
        (date(2014, 6, 2), "NHS England", True),
        (date(2016, 12, 5), "NHS England", True),
        (date(2019, 9, 25), "NHS England", True),
        (date(2022, 6, 30), "NHS England", True),
        (date(2022, 7, 1), "NHS England", False),
        (date(2023, 3, 31), "NHS England", False),
        (date(2023, 4, 1), DORSET, True),
        (date(2026, 11, 30), DORSET, True),
        (date(2027, 3, 31), DORSET, True),
        (date(2027, 4, 1), "the integrated care board", False),
    ],
)
def test_who_decides_in_bournemouth_by_day(on: date, decides: str, settled: bool) -> None:
    found = bodies(on, "E06000058").decision_maker
    assert (found.name, not found.unsettled) == (decides, settled)


@pytest.mark.parametrize(
    ("on", "addressee", "appeals"),
    [
        (
            date(2014, 6, 2),
            "NHS England",
            "the NHS Litigation Authority (Family Health Services Appeal Unit)",
        ),
        (
            date(2015, 8, 31),
            "NHS England",
            "the NHS Litigation Authority (Family Health Services Appeal Unit)",
        ),
        (
            date(2015, 9, 1),
            "Primary Care Support England",
            "the NHS Litigation Authority (Family Health Services Appeal Unit)",
        ),
        (
            date(2017, 3, 31),
            "Primary Care Support England",
            "the NHS Litigation Authority (Family Health Services Appeal Unit)",
        ),
        (date(2017, 4, 1), "Primary Care Support England", "NHS Resolution (Primary Care Appeals)"),
        (date(2026, 11, 30), "Primary Care Support England", "NHS Resolution (Primary Care Appeals)"),
    ],
)
def test_who_is_written_to_and_who_hears_appeals_by_day(on: date, addressee: str, appeals: str) -> None:
    found = bodies(on)
    assert (found.addressee.name, found.appeals.name) == (addressee, appeals)
    assert bool(found.addressee.unsettled) is (on < date(2015, 9, 1))


def test_which_care_board_it_is_goes_by_place_and_by_day() -> None:
    before, after = date(2026, 3, 31), date(2026, 4, 1)
    assert care_board_of("E06000036", before).name == "NHS Frimley Integrated Care Board"  # type: ignore[union-attr]
    assert care_board_of("E06000036", after).name == "NHS Thames Valley Integrated Care Board"  # type: ignore[union-attr]
    # Surrey was shared between two until the mergers, and lies in one since.
    assert care_board_of("E10000030", before) is None
    assert care_board_of("E10000030", after).name == "NHS Surrey and Sussex Integrated Care Board"  # type: ignore[union-attr]
    # North Yorkshire is shared between three.
    assert care_board_of("E06000065", before) is None
    assert care_board_of("E06000058", date(2022, 6, 30)) is None
    assert care_board_of(None, before) is None


def test_an_area_lies_whole_in_one_care_board_at_a_time() -> None:
    for on in (ESTABLISHED, date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31)):
        areas = [area for each in CARE_BOARDS if each.held(on) for area in each.areas]
        assert len(areas) == len(set(areas)), on
    assert all(
        each.name.startswith("NHS ") and each.name.endswith(" Integrated Care Board") for each in CARE_BOARDS
    )
    assert not any(each.source.read for each in CARE_BOARDS), "the order's own table was not read"


def test_the_boards_own_data_goes_before_what_is_known_here() -> None:
    assert bodies(
        date(2024, 1, 1), "E06000058", "NHS Elsewhere Integrated Care Board"
    ).decision_maker.name == ("NHS Elsewhere Integrated Care Board")
    # Before it decided, it is not named whatever the data says.
    assert (
        bodies(date(2019, 1, 1), "E06000058", "NHS Elsewhere Integrated Care Board").decision_maker.name
        == "NHS England"
    )


def test_the_body_that_judges_is_named_in_the_findings() -> None:
    """[reg26A(5)(a), reg24(1)(b)] By the place of the premises; without one known, in general words."""
    named = judge(
        case(CONSOLIDATION, hwb__relevant="E06000058", hwb__leaving="E06000058", hwb__staying="E06000058")
    )
    assert any(DORSET in found.judge for found in named.findings)
    general = judge(Case(RELOCATION, AS_AT, ledger()))
    assert any("the integrated care board" in found.judge for found in general.findings)
    own = judge(case(CONSOLIDATION, hwb__integrated_care_board="NHS Own Integrated Care Board"))
    assert any("NHS Own Integrated Care Board" in found.judge for found in own.findings)
