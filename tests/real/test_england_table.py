"""All of England as at 1 January 2014, by straight line: nobody lost, and the gradient that is well known."""

from datetime import date
from pathlib import Path

from app.access import PreparedSnapshot, prepare
from app.england import england_table
from geodata.build import build_snapshot
from geodata.england import england_recipe
from geodata.snapshot import Snapshot


def test_england_is_counted_whole_and_the_most_deprived_live_nearest(real_data: Path, tmp_path: Path) -> None:
    data = real_data / "england"
    made = build_snapshot(england_recipe(data, date(2014, 1, 1)), data, tmp_path)
    area = prepare(Snapshot.open(made))
    table = england_table(area)
    assert table.total.people == 56_489_608  # the census's own total for England's LSOAs
    assert len(table.by_hwb) == 152
    assert (
        sum(row.people for row in table.by_decile)
        == sum(row.people for row in table.by_hwb)
        == table.total.people
    )
    assert 0.87 < table.total.share < 0.91
    shares = {row.group: row.share for row in table.by_decile}
    assert max(shares.values()) == shares["decile 1 (most deprived)"] > 0.98
    assert 11_000 < table.pharmacies < 12_500
    # Coarse outlines put some pharmacies in the board next door, which the directory's district tells.
    assert _in_another_board(area) == (74, 7_578)


def _in_another_board(area: PreparedSnapshot) -> tuple[int, int]:
    """Pharmacies in another board by the outline than by the directory's district, and those whose district is a board."""
    boards, outlines = area.layer("hwb"), area.layer("hwb").names
    differ = compared = 0
    for one in area.pharmacies:
        district = area.snapshot.postcodes.district_of(one.postcode)
        board = boards.containing(one.point) if one.point else None
        if board is None or district not in outlines:
            continue
        compared += 1
        differ += board.code != district
    return differ, compared
