"""A small area built from publishers' files: what goes in comes out, and nothing is lost on the way."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geodata.build import build_snapshot
from geodata.errors import SourceError
from geodata.recipe import Recipe, read_recipe
from geodata.snapshot import Snapshot
from tests.made_up import publishers
from tests.made_up.publishers import (
    AGES,
    EAST,
    LSOA_EAST,
    LSOA_NORTH,
    LSOA_ONE,
    LSOA_TWO,
    PEOPLE,
    WEST,
    write_all,
)

OWN = (LSOA_ONE, LSOA_TWO, LSOA_NORTH)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_all(tmp_path_factory.mktemp("publishers"))


@pytest.fixture(scope="module")
def recipe(files: Path) -> Recipe:
    return read_recipe(files / "recipe.toml")


@pytest.fixture(scope="module")
def snapshot(files: Path, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.open(build_snapshot(recipe, files, tmp_path_factory.mktemp("snapshots")))


def test_nobody_is_lost_and_nobody_is_made_up(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    assert homes.labels["lsoa"] == OWN
    people = np.bincount(homes.lsoa, weights=homes.people)
    assert people.tolist() == [PEOPLE[code] for code in OWN]
    for band, counts in enumerate(zip(*(AGES[code] for code in OWN), strict=True)):
        group = list(homes.groups)[band]
        assert np.bincount(homes.lsoa, weights=homes.groups[group]).tolist() == list(counts)
    assert sum(homes.groups.values()).tolist() == homes.people.tolist()  # type: ignore[union-attr]


def test_residents_live_at_their_own_lsoas_postcodes(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    assert homes.name.tolist() == [b"XQ11AA", b"XQ11AB", b"XQ11AC", b"XQ12AA", b"XQ12AB", LSOA_NORTH.encode()]
    assert homes.people.tolist() == [34, 33, 33, 36, 35, 9]
    wards = [homes.labels["ward"][ward] for ward in homes.ward]
    assert wards[:5] == ["E05999001"] * 3 + ["E05999002"] * 2
    assert set(homes.hwb.tolist()) == {0}
    assert homes.labels["hwb"] == (WEST,)
    assert homes.imd_decile.tolist() == [1, 1, 1, 7, 7, 0]


def test_premises_are_the_open_ones_of_the_area_and_its_reach(snapshot: Snapshot) -> None:
    by_code = {p.ods_code: p for p in snapshot.premises}
    assert list(by_code) == ["FZ001", "FZ002", "FZ004", "FZ005", "FZ009"]
    assert by_code["FZ001"].hours is not None
    assert by_code["FZ001"].hours.total_minutes() == 40.5 * 60
    assert by_code["FZ001"].services == ("New Medicine Service",)
    assert by_code["FZ001"].contractor == "Xample Pharmacies Ltd"
    assert by_code["FZ002"].services is None
    assert by_code["FZ004"].distance_selling is True
    assert by_code["FZ004"].hours is None
    assert by_code["FZ005"].point is None
    assert [code for code, p in by_code.items() if p.counts_for_access] == ["FZ001", "FZ002"]


def test_postcodes_can_be_looked_up_within_the_reach_only(snapshot: Snapshot) -> None:
    here = snapshot.locate("xq2 1aa")
    assert here is not None
    assert here.error_m == 50.0
    assert snapshot.locate("XQ9 9ZZ") is None


def test_boundaries_are_the_areas_and_every_board_near_by(snapshot: Snapshot) -> None:
    assert [b.code for b in snapshot.boundaries("hwb")] == [WEST, EAST]
    assert [b.code for b in snapshot.boundaries("ward")] == ["E05999001", "E05999002"]
    assert [b.code for b in snapshot.boundaries("lsoa")] == list(OWN)


def test_every_row_of_every_file_is_used_or_dropped_for_a_reason(snapshot: Snapshot) -> None:
    sources = snapshot.manifest.sources
    assert [s.role for s in sources] == [
        "boundaries hwb",
        "boundaries lsoa",
        "lookup",
        "boundaries ward",
        "postcodes",
        "pharmacies",
        "hours",
        "services",
        "residents",
        "ages",
        "deprivation",
        "walk streets",
    ]
    for source in sources:
        assert source.rows == source.used + sum(d.rows for d in source.dropped), source.role
        assert source.licence == "Invented data"
        assert len(source.sha256) == 64
    assert snapshot.manifest.invented


def test_what_an_officer_must_know_is_noted(snapshot: Snapshot) -> None:
    notes = " ".join(snapshot.manifest.notes)
    for words in (
        "Invented data",
        "open on 1 June 2024",
        "1 premises of the list are kept without a point",
        "known for 2 of 5 premises",
        "Marked as such for this data: FZ004",
        "1 LSOA has no postcode",
        "Deprivation is not known for E01999003 (9 people)",
        "assumed, not published: 50 m for most, not known for 1",
    ):
        assert words in notes


def test_the_same_files_make_the_same_snapshot(
    files: Path, recipe: Recipe, snapshot: Snapshot, tmp_path: Path
) -> None:
    again = Snapshot.open(build_snapshot(recipe, files, tmp_path))
    assert again.id == snapshot.id
    assert again.manifest.canonical() == snapshot.manifest.canonical()
    again.verify()


def test_a_changed_file_makes_another_snapshot(recipe: Recipe, snapshot: Snapshot, tmp_path: Path) -> None:
    files = write_all(tmp_path / "files")
    rows = [r for r in publishers.DISPENSARIES if r[0] != "FZ001"]
    publishers.write_dispensaries(files / "dispensaries.csv", rows)
    other = Snapshot.open(build_snapshot(recipe, files, tmp_path / "snapshots"))
    assert other.id != snapshot.id
    assert "FZ001" not in {p.ods_code for p in other.premises}


def test_both_boards_together_leave_no_border_between_them(
    files: Path, recipe: Recipe, tmp_path: Path
) -> None:
    both = recipe.model_copy(update={"hwbs": (WEST, EAST), "streets": {}})
    snapshot = Snapshot.open(build_snapshot(both, files, tmp_path))
    assert snapshot.manifest.counts["people"] == sum(PEOPLE.values())
    assert snapshot.homes.labels["hwb"] == (WEST, EAST)
    assert snapshot.manifest.modes == ()
    assert any("straight lines" in note for note in snapshot.manifest.notes)
    east = snapshot.homes.hwb == 1
    assert snapshot.homes.people[east].sum() == PEOPLE[LSOA_EAST]


def test_the_nhsbsa_list_alone_can_say_who_is_open(files: Path, recipe: Recipe, tmp_path: Path) -> None:
    entry = recipe.pharmacies.model_copy(update={"layout": "nhsbsa", "file": Path("hours.csv")})
    alone = recipe.model_copy(update={"pharmacies": entry, "hours": None, "services": None, "streets": {}})
    snapshot = Snapshot.open(build_snapshot(alone, files, tmp_path))
    assert [p.ods_code for p in snapshot.premises] == ["FZ001", "FZ002"]
    assert all(p.hours for p in snapshot.premises)
    assert any("which has no dates" in note for note in snapshot.manifest.notes)


def test_an_earlier_postcode_file_gives_the_point_and_each_file_its_own_count(
    files: Path, recipe: Recipe, tmp_path: Path
) -> None:
    earlier = publishers.write_csv(
        tmp_path / "earlier.csv",
        ["Postcode", "Positional_quality_indicator", "Eastings", "Northings"],
        [["XQ1 1AA", "10", 486_250, 308_000]],
    )
    first = recipe.postcodes[0].model_copy(update={"file": earlier, "homes": False})
    snapshot = Snapshot.open(
        build_snapshot(recipe.model_copy(update={"postcodes": (first, *recipe.postcodes)}), files, tmp_path)
    )
    point = snapshot.locate("XQ1 1AA")
    assert point is not None
    assert point.easting == 486_250.0
    assert [s.used for s in snapshot.manifest.sources if s.role == "postcodes"] == [1, 5]
    assert snapshot.homes.x[0] == 486_200.0, "residents live at the points of their own file"


def test_what_cannot_be_built_names_the_file(files: Path, recipe: Recipe, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no board 'E06000017'"):
        build_snapshot(recipe.model_copy(update={"hwbs": ("E06000017",)}), files, tmp_path)
    with pytest.raises(SourceError, match="1 June 2024, which is yet to come"):
        build_snapshot(recipe, files, tmp_path, today=date(2024, 5, 31))
    away = files / "away.csv"
    publishers.write_postcodes(away, {"XQ9 9ZZ": (10, 60_000, 0)})
    entry = recipe.postcodes[0].model_copy(update={"file": Path("away.csv")})
    with pytest.raises(SourceError, match=r"away\.csv: no postcode of it lies in the area"):
        build_snapshot(recipe.model_copy(update={"postcodes": (entry,)}), files, tmp_path)
    wards = recipe.boundaries.model_copy(update={"ward": recipe.boundaries.lsoa})
    with pytest.raises(SourceError, match="no column like WD21CD"):
        build_snapshot(recipe.model_copy(update={"boundaries": wards}), files, tmp_path)
    assert not list(tmp_path.iterdir()), "nothing is left behind"


def test_progress_goes_up_to_its_end(files: Path, recipe: Recipe, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build_snapshot(recipe, files, tmp_path, progress=lambda *step: told.append(step))
    done = [step for _, step, _ in told]
    assert done == sorted(done)
    assert done[0] == 0
    assert told[-1][1] == told[-1][2]
    assert len({of for _, _, of in told}) == 1
