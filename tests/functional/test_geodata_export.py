"""`geodata export`: a snapshot as a GeoPackage, opened again with the library that QGIS reads with."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from typer.testing import CliRunner, Result

from geodata.arrays import MM, EdgeFlag
from geodata.cli import app
from geodata.snapshot import Snapshot
from tests.made_up.officers import write_overlay
from tests.made_up.publishers import write_all


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def table(file: Path, layer: str) -> dict[str, Any]:
    """A layer's columns by name, an empty cell as None, with its geometry (or None) as "shape"."""
    meta, _, wkb, columns = pyogrio.raw.read(file, layer=layer)
    cells = ([None if cell is None or cell != cell else cell for cell in column] for column in columns)
    answer = dict(zip(meta["fields"].tolist(), cells, strict=True))
    return answer | {"shape": None if wkb is None else shapely.from_wkb(wkb)}


@pytest.fixture(scope="module")
def town(demo_town: Path) -> Snapshot:
    return Snapshot.open(next((demo_town / "snapshots").iterdir()))


@pytest.fixture(scope="module")
def file(town: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("export") / "town.gpkg"
    said = run("export", town.path, "--out", made)
    assert said.exit_code == 0, said.stderr
    assert said.stdout.splitlines()[-1] == str(made)
    return made


@pytest.fixture(scope="module")
def two_boards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot with premises that no postcode places, and one that is known to be distance-selling."""
    folder = tmp_path_factory.mktemp("two-boards")
    write_all(folder)
    return Path(
        run("build", folder / "recipe.toml", "--data", folder, "--out", folder / "out").stdout.splitlines()[
            -1
        ]
    )


def test_every_layer_is_in_the_national_grid_and_says_what_it_holds_and_in_what_unit(file: Path) -> None:
    layers = {str(name): str(shape) for name, shape in pyogrio.list_layers(file)}
    assert layers == {
        "boards": "MultiPolygon",
        "wards": "MultiPolygon",
        "lsoas": "MultiPolygon",
        "streets_walk": "LineString",
        "homes": "Point",
        "premises": "Point",
        "sources": "None",
        "about": "None",
    }
    for name in layers:
        info = pyogrio.read_info(file, layer=name)
        assert info["crs"] == (None if layers[name] == "None" else "EPSG:27700")
        told = info["layer_metadata"]["DESCRIPTION"]
        assert all(f"{column}: " in told for column in info["fields"]), name


def test_it_holds_every_home_street_and_premises_of_the_snapshot(file: Path, town: Snapshot) -> None:
    homes, lines, sites = (table(file, name) for name in ("homes", "streets_walk", "premises"))
    assert homes["people"] == town.homes.people.tolist()
    assert shapely.get_x(homes["shape"]).tolist() == town.homes.x.tolist()
    assert [sum(homes[group]) for group in town.homes.groups] == [
        int(c.sum()) for c in town.homes.groups.values()
    ]
    network = town.network("walk")
    assert network is not None
    assert np.allclose(np.array(lines["metres"]) * MM, network.edge_mm)
    assert np.abs(shapely.length(lines["shape"]) - np.array(lines["metres"])).max() < 0.001
    steps = ((network.edge_flags & EdgeFlag.STEPS) != 0).tolist()
    assert lines["steps"] == [True if there else None for there in steps], "not stated is empty, never no"
    assert sites["ods_code"] == [premises.ods_code for premises in town.premises]
    first = town.premises[0]
    assert first.hours is not None
    assert sites["weekly_hours"][0] == first.hours.total_minutes() / 60  # type: ignore[operator]
    assert sites["sunday"][0] == first.hours.as_text()["sunday"]
    assert sites["services"][0] == "; ".join(first.services or ())


def test_outlines_have_the_people_that_live_in_them(file: Path, town: Snapshot) -> None:
    everybody = int(town.homes.people.sum())
    for layer in ("boards", "wards", "lsoas"):
        assert sum(filter(None, table(file, layer)["people"])) == everybody, layer
    boards = table(file, "boards")
    assert [code for code, own in zip(boards["code"], boards["own"], strict=True) if own] == list(
        town.manifest.hwbs
    )


def test_sources_come_with_it_with_licence_and_attribution(file: Path, town: Snapshot) -> None:
    sources, about = table(file, "sources"), table(file, "about")
    assert sources["licence"] == [source.licence for source in town.manifest.sources]
    assert sources["sha256"] == [source.sha256 for source in town.manifest.sources]
    told = dict(zip(about["topic"], about["words"], strict=True))
    assert told["snapshot"] == town.id
    assert told["warning"] == "The data is invented."
    assert set(town.manifest.notes) <= set(about["words"])
    description = pyogrio.read_info(file, layer="streets_walk")["layer_metadata"]["DESCRIPTION"]
    assert "© OpenStreetMap contributors, Open Database Licence 1.0" in description


def test_the_same_snapshot_gives_the_same_bytes(file: Path, town: Snapshot, tmp_path: Path) -> None:
    again = tmp_path / "again.gpkg"
    assert run("export", town.path, "--out", again).exit_code == 0
    assert again.read_bytes() == file.read_bytes()


def test_what_is_not_known_is_empty_and_nothing_is_left_out(two_boards: Path, tmp_path: Path) -> None:
    out = tmp_path / "two.gpkg"
    assert run("export", two_boards, "--out", out).exit_code == 0
    sites = table(out, "premises")
    rows = {code: i for i, code in enumerate(sites["ods_code"])}
    placeless = rows["FZ005"]  # its postcode is in no file
    assert sites["shape"][placeless] is None
    assert sites["distance_selling"][rows["FZ004"]]
    assert sites["distance_selling"][rows["FZ001"]] is None
    assert not sites["counts"][rows["FZ004"]]
    assert sites["monday"][rows["FZ004"]] is None
    assert sites["services"][rows["FZ002"]] is None


def test_what_officers_say_comes_with_it(tmp_path: Path) -> None:
    folder = write_all(tmp_path / "files")
    write_overlay(folder / "overlay")
    with (folder / "recipe.toml").open("a", encoding="utf-8") as recipe:
        recipe.write('[overlay]\nfolder = "overlay"\nkeeper = "Westmarch Council"\nvintage = "May 2024"\n')
    built = run(
        "build", folder / "recipe.toml", "--data", folder, "--out", tmp_path / "out"
    ).stdout.splitlines()[-1]
    overlay = Snapshot.open(Path(built)).overlay
    assert overlay is not None
    assert run("export", built, "--out", tmp_path / "said.gpkg").exit_code == 0
    sites, housing = (table(tmp_path / "said.gpkg", name) for name in ("premises", "planned_housing"))
    rows = {code: i for i, code in enumerate(sites["ods_code"])}
    core, undertaking, door, planned = (
        said[0] for said in (overlay.core_hours, overlay.undertakings, overlay.doors, overlay.housing)
    )
    assert str(core.hours.as_text()["monday"]) in sites["core_hours"][rows[core.ods_code]]
    assert sites["undertakings"][rows[undertaking.ods_code]].startswith(undertaking.text)
    assert sites["point_source"][rows[door.ods_code]] == door.point.source
    assert (housing["site"], housing["homes"]) == ([planned.site], [float(planned.homes)])


def test_a_file_that_is_there_stays_and_other_endings_are_refused(town: Snapshot, tmp_path: Path) -> None:
    there = tmp_path / "there.gpkg"
    there.write_text("mine")
    for name, said in (
        ("there.gpkg", "it is there already. Give another name with --out"),
        ("map.shp", "its name does not end in .gpkg. Call it map.gpkg, say."),
        ("no/map.gpkg", "there is no such folder to write it in"),
    ):
        result = run("export", town.path, "--out", tmp_path / name)
        assert result.exit_code == 2
        assert said in result.stderr
    assert there.read_text() == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["there.gpkg"]


def test_a_snapshot_that_was_changed_is_not_exported(two_boards: Path, tmp_path: Path) -> None:
    copy = tmp_path / two_boards.name
    shutil.copytree(two_boards, copy)
    people = copy / "homes" / "people.npy"
    people.write_bytes(people.read_bytes()[:-1] + b"\x07")
    result = run("export", copy, "--out", tmp_path / "out.gpkg")
    assert result.exit_code == 2
    assert "has changed since the snapshot was made" in result.stderr
    assert not (tmp_path / "out.gpkg").exists()
