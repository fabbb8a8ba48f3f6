"""All of England as at 1 January 2014, by straight line: nobody lost, and the gradient that is well known."""

from datetime import date
from pathlib import Path

from app.access import prepare
from app.england import england_table
from geodata.build import build_snapshot
from geodata.england import england_recipe
from geodata.snapshot import Snapshot


def test_england_is_counted_whole_and_the_most_deprived_live_nearest(real_data: Path, tmp_path: Path) -> None:
    data = real_data / "england"
    made = build_snapshot(england_recipe(data, date(2014, 1, 1)), data, tmp_path)
    table = england_table(prepare(Snapshot.open(made)))
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
