"""Outlines from GeoPackages: whole, of the right kind, on the National Grid."""

from pathlib import Path

import pytest
import shapely

from geodata.errors import SourceError
from geodata.sources.boundaries import read_boundaries
from tests.made_up.publishers import BOARDS, EAST, LSOAS, WEST, box, write_layer

ORIGIN_BOX = (486_000.0, 308_000.0, 486_500.0, 308_100.0)


@pytest.fixture
def boards(tmp_path: Path) -> Path:
    return write_layer(tmp_path / "boards.gpkg", "CTYUA", BOARDS)


def test_outlines_come_by_code_with_names(boards: Path) -> None:
    outlines, source = read_boundaries(boards, "hwb", vintage="2021")
    assert [(b.code, b.name) for b in outlines] == [(WEST, "Westmarch"), (EAST, "Eastmarch")]
    assert shapely.from_wkb(outlines[0].wkb).equals(BOARDS[WEST])
    assert (source.role, source.rows, source.used) == ("boundaries hwb", 2, 2)


def test_bounds_pick_what_meets_them(tmp_path: Path) -> None:
    file = write_layer(tmp_path / "lsoas.gpkg", "LSOA", LSOAS)
    outlines, source = read_boundaries(file, "lsoa", vintage="", bounds=ORIGIN_BOX)
    assert [b.code for b in outlines] == ["E01999001"]
    assert source.rows == 4


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_a_file_that_was_cut_short_is_refused(boards: Path, share: float) -> None:
    whole = boards.read_bytes()
    boards.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(SourceError, match="damaged or cut short") as caught:
        read_boundaries(boards, "hwb", vintage="")
    assert caught.value.file == boards


def test_a_web_page_is_no_geopackage(tmp_path: Path) -> None:
    file = tmp_path / "boards.gpkg"
    file.write_text("<html>Sign in</html>")
    with pytest.raises(SourceError, match="not a GeoPackage"):
        read_boundaries(file, "hwb", vintage="")


def test_an_outline_file_of_another_kind_is_refused(boards: Path) -> None:
    with pytest.raises(SourceError, match="no column like LSOA21CD"):
        read_boundaries(boards, "lsoa", vintage="")


def test_longitude_and_latitude_are_refused_not_shifted(tmp_path: Path) -> None:
    file = write_layer(tmp_path / "boards.gpkg", "CTYUA", {WEST: shapely.box(-1, 52, 0, 53)}, crs="EPSG:4326")
    with pytest.raises(SourceError, match="EPSG:4326"):
        read_boundaries(file, "hwb", vintage="")


def test_a_layer_that_is_not_there_is_refused_with_those_that_are(boards: Path) -> None:
    with pytest.raises(SourceError, match="no layer 'wards'") as caught:
        read_boundaries(boards, "hwb", vintage="", layer="wards")
    assert "boards" in caught.value.todo


def test_an_outline_that_crosses_itself_is_made_valid(tmp_path: Path) -> None:
    bow = shapely.Polygon([(5000, 5000), (5010, 5010), (5010, 5000), (5000, 5010)])
    file = write_layer(tmp_path / "boards.gpkg", "CTYUA", {WEST: bow, EAST: box(0, 0, 9, 9)})
    outlines, _ = read_boundaries(file, "hwb", vintage="")
    shape = shapely.from_wkb(outlines[0].wkb)
    assert shape.is_valid
    assert shape.area == pytest.approx(50)
