"""Controlled localities as a layer of a snapshot: optional, and known to have been looked for where there are none."""

from collections.abc import Callable, Mapping
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.build import build_snapshot
from geodata.errors import SourceError
from geodata.recipe import read_recipe
from geodata.snapshot import Snapshot
from tests.made_up.publishers import RECIPE, box, write_all

NEAR = {"C1": box(1_800, 0, 2_600, 800)}
FAR = {"C9": box(60_000, 0, 61_000, 1_000)}
ENTRY = 'controlled = { file = "controlled.gpkg", vintage = "2024", publisher = "An invented board", licence = "none" }'

Build = Callable[[Mapping[str, shapely.Geometry]], Snapshot]


def write_controlled(file: Path, outlines: Mapping[str, shapely.Geometry], code: str = "code") -> None:
    frame = gpd.GeoDataFrame(
        {code: list(outlines), "name": [f"Locality {one}" for one in outlines]},
        geometry=list(outlines.values()),
        crs="EPSG:27700",
    )
    frame.to_file(file, driver="GPKG")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = write_all(tmp_path / "files")
    (folder / "recipe.toml").write_text(RECIPE.replace("[streets.walk]", f"{ENTRY}\n[streets.walk]"))
    return folder


@pytest.fixture
def build(files: Path, tmp_path: Path) -> Build:
    def made(outlines: Mapping[str, shapely.Geometry]) -> Snapshot:
        write_controlled(files / "controlled.gpkg", outlines)
        recipe = read_recipe(files / "recipe.toml")
        snapshot = Snapshot.open(build_snapshot(recipe, files, tmp_path / "snapshots"))
        snapshot.verify()
        return snapshot

    return made


def test_controlled_localities_near_by_are_kept_with_their_source(build: Build) -> None:
    snapshot = build(NEAR | FAR)
    assert [(one.code, one.name) for one in snapshot.boundaries("controlled")] == [("C1", "Locality C1")]
    [source] = [one for one in snapshot.manifest.sources if one.role == "boundaries controlled"]
    assert (source.rows, source.used, source.licence) == (2, 1, "none")
    assert [dropped.reason for dropped in source.dropped] == ["further than 10 km from the area"]


def test_a_layer_with_nothing_near_by_was_looked_at_all_the_same(build: Build) -> None:
    snapshot = build(FAR)
    assert snapshot.has_layer("controlled")
    assert snapshot.boundaries("controlled") == ()


def test_without_such_a_file_nothing_was_looked_for(tmp_path: Path) -> None:
    folder = write_all(tmp_path / "files")
    snapshot = Snapshot.open(build_snapshot(read_recipe(folder / "recipe.toml"), folder, tmp_path / "out"))
    assert not snapshot.has_layer("controlled")
    assert snapshot.has_layer("hwb")


def test_who_drew_them_must_be_told(files: Path) -> None:
    text = (files / "recipe.toml").read_text()
    (files / "recipe.toml").write_text(text.replace(', publisher = "An invented board"', ""))
    with pytest.raises(SourceError, match=r"boundaries\.controlled\.publisher: Field required"):
        read_recipe(files / "recipe.toml")


def test_a_file_of_another_layout_is_refused(files: Path, tmp_path: Path) -> None:
    write_controlled(files / "controlled.gpkg", NEAR, code="reference")
    with pytest.raises(SourceError, match="no column like code; it has reference, name"):
        build_snapshot(read_recipe(files / "recipe.toml"), files, tmp_path / "out")
