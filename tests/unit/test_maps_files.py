"""Maps as files: GeoJSON by the letter of RFC 7946, GeoPackages opened again, the same bytes each time."""

import json
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from app.access import PreparedSnapshot, prepare
from app.maps import LAYERS, to_geojson, to_geopackage
from app.maps.features import Feature, Field, Imprint, Kind, MapDocument, MapLayer, Shape
from geodata.arrays import Boundary
from geodata.projection import to_national_grid
from tests.made_up.applications import consolidation
from tests.made_up.maps import map_of
from tests.made_up.small_area import WEST, contents, snapshot

SHAPES = dict(zip(LAYERS, ("LineString", "Point", "Point", "LineString", "MultiPolygon"), strict=True))
COUNTS = dict(zip(LAYERS, (1, 3, 1, 4, 1), strict=True))


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    """The made-up street, in an area with a hole, drawn the wrong way round."""
    hole = [(499_500, 401_000), (499_600, 401_000), (499_600, 401_100), (499_500, 401_100)]
    outline = shapely.orient_polygons(
        shapely.Polygon(shapely.box(499_000, 398_000, 502_000, 402_000).exterior, [hole]), exterior_cw=True
    )
    boundaries = {**contents().boundaries, "hwb": (Boundary(WEST, "Westley", outline.wkb),)}
    return prepare(snapshot(tmp_path_factory.mktemp("area"), boundaries=boundaries))


@pytest.fixture(scope="module")
def document(area: PreparedSnapshot) -> MapDocument:
    return map_of(consolidation(), area)


@pytest.fixture(scope="module")
def collection(document: MapDocument) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_geojson(document))
    return found


def opened(content: bytes, folder: Path) -> Path:
    file = folder / "opened.gpkg"
    file.write_bytes(content)
    return file


def positions(geometry: dict[str, Any]) -> list[tuple[float, float]]:
    def inside(coordinates: Any) -> Any:
        if isinstance(coordinates[0], list):
            return [place for part in coordinates for place in inside(part)]
        return [tuple(coordinates)]

    found: list[tuple[float, float]] = inside(geometry["coordinates"])
    return found


def test_geojson_is_a_collection_with_no_crs_and_the_imprint_as_a_foreign_member(
    collection: dict[str, Any], document: MapDocument
) -> None:
    assert list(collection) == ["type", "metadata", "features"]
    assert collection["type"] == "FeatureCollection"
    assert collection["metadata"]["attribution"] == ["made up"]
    assert "shortest walk on streets" in collection["metadata"]["method"][0]
    assert "OSTN15, within 0.1 m" in collection["metadata"]["coordinates"]
    layers = collection["metadata"]["layers"]
    assert {name: layer["features"] for name, layer in layers.items()} == COUNTS
    assert [name for name, layer in layers.items() if layer["analysts_only"]] == ["affected_homes"]
    for feature in collection["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == SHAPES[feature["properties"]["layer"]]


def test_positions_are_longitude_then_latitude_to_seven_decimals(collection: dict[str, Any]) -> None:
    places = [place for feature in collection["features"] for place in positions(feature["geometry"])]
    for longitude, latitude in places:
        assert -0.6 < longitude < -0.4
        assert 53.4 < latitude < 53.6
        assert (round(longitude, 7), round(latitude, 7)) == (longitude, latitude)
    assert all(len(place) == 2 for place in places)


def test_places_are_where_the_pinned_operation_puts_them(
    collection: dict[str, Any], document: MapDocument
) -> None:
    drawn = [feature.geometry for layer in document.layers for feature in layer.features]
    for feature, true in zip(collection["features"], drawn, strict=True):
        there = np.array(positions(feature["geometry"]))
        x, y = to_national_grid(there[:, 0], there[:, 1])
        away = shapely.hausdorff_distance(
            shapely.multipoints(np.column_stack([x, y])), shapely.multipoints(shapely.get_coordinates(true))
        )
        assert away < 0.012  # 7 decimals of a degree are 11 mm at most


def test_rings_are_closed_and_follow_the_right_hand_rule(collection: dict[str, Any]) -> None:
    (board,) = [f for f in collection["features"] if f["properties"]["layer"] == "boards"]
    ((outer, hole),) = board["geometry"]["coordinates"]
    for ring in (outer, hole):
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
    turns = [sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) for ring in (outer, hole)]
    assert turns[0] > 0 > turns[1]  # anticlockwise outside, clockwise inside


def test_lines_have_two_positions_or_more(collection: dict[str, Any]) -> None:
    lines = [f["geometry"] for f in collection["features"] if f["geometry"]["type"] == "LineString"]
    assert len(lines) == 5
    assert all(len(line["coordinates"]) >= 2 for line in lines)


def test_what_is_not_known_is_null(collection: dict[str, Any]) -> None:
    streets = [
        f["properties"]["street"] for f in collection["features"] if f["properties"]["layer"] == "reach"
    ]
    assert streets == [None] * 4


@pytest.mark.parametrize("crs", [27700, 4326])
def test_a_geopackage_has_a_layer_each_in_its_coordinates(
    document: MapDocument, tmp_path: Path, crs: int
) -> None:
    file = opened(to_geopackage(document, crs), tmp_path)
    assert {str(name): str(shape) for name, shape in pyogrio.list_layers(file)} == SHAPES
    for layer in document.layers:
        info = pyogrio.read_info(file, layer=layer.name)
        assert info["crs"] == f"EPSG:{crs}"
        assert info["features"] == COUNTS[layer.name]
        assert info["fields"].tolist() == [field.name for field in layer.fields]


def test_a_geopackage_says_whose_data_it_is_and_who_may_see_it(document: MapDocument, tmp_path: Path) -> None:
    file = opened(to_geopackage(document), tmp_path)
    found = {name: pyogrio.read_info(file, layer=name)["layer_metadata"] for name in LAYERS}
    for name, metadata in found.items():
        assert metadata["ATTRIBUTION"] == "made up"
        assert "shortest walk on streets" in metadata["METHOD"]
        assert metadata["DESCRIPTION"].endswith("made up")
        assert metadata["AUDIENCE"] == ("analysts only" if name == "affected_homes" else "anyone")
    assert (
        "postcodes, evenly, or at the centroids of its output areas" in found["affected_homes"]["DESCRIPTION"]
    )
    assert "minutes_added: difference" in found["affected_homes"]["FIELDS"]


def test_values_and_places_read_back_from_a_geopackage(document: MapDocument, tmp_path: Path) -> None:
    file = opened(to_geopackage(document), tmp_path)
    for layer in document.layers:
        frame = pyogrio.read_dataframe(file, layer=layer.name)
        for row, feature in zip(frame.to_dict("records"), layer.features, strict=True):
            assert shapely.equals_exact(row["geometry"], feature.geometry, tolerance=0.0005)
            for name, value in feature.values.items():
                read = None if row[name] is None or row[name] != row[name] else row[name]
                assert read == value, name


def test_the_same_map_is_the_same_bytes(area: PreparedSnapshot, document: MapDocument) -> None:
    again = map_of(consolidation(), prepare(area.snapshot))
    assert to_geojson(again) == to_geojson(document)
    assert to_geopackage(again) == to_geopackage(document)
    assert to_geopackage(again, 4326) == to_geopackage(document, 4326)


def test_the_clock_of_gdal_is_put_back(document: MapDocument) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2001-01-01T00:00:00.000Z"})
    try:
        to_geopackage(document)
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "2001-01-01T00:00:00.000Z"
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    to_geopackage(document)
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


def test_a_geopackage_bears_the_date_of_the_data_and_not_of_the_day(
    document: MapDocument, tmp_path: Path
) -> None:
    import sqlite3

    with sqlite3.connect(opened(to_geopackage(document), tmp_path)) as database:
        stamps = {stamp for (stamp,) in database.execute("select last_change from gpkg_contents")}
        stamps |= {stamp for (stamp,) in database.execute("select timestamp from gpkg_metadata_reference")}
    database.close()
    assert {datetime.fromisoformat(stamp).date().isoformat() for stamp in stamps} == {"2026-04-01"}


def test_other_coordinates_are_refused(document: MapDocument) -> None:
    with pytest.raises(
        ValueError, match=r"EPSG:3857 is not offered. Give 27700 \(British National Grid\) or 4326"
    ):
        to_geopackage(document, 3857)


IMPRINT = Imprint("title", ("a",), ("m",), (), {"snapshot_as_at": "2026-04-01"})
FIELDS = tuple(Field(kind.name.lower(), kind, kind.value) for kind in Kind)


def one_layer(*rows: tuple[object, ...]) -> MapDocument:
    features = [
        Feature(shapely.Point(500_000, 400_000), dict(zip([f.name for f in FIELDS], row, strict=True)))
        for row in rows
    ]  # type: ignore[arg-type]
    return MapDocument(IMPRINT, (MapLayer("things", "Things", "d", Shape.POINT, FIELDS, tuple(features)),))


def test_nothing_known_is_null_and_never_nought(tmp_path: Path) -> None:
    file = opened(to_geopackage(one_layer((None, None, None, None), ("é", 0, 0.0, False))), tmp_path)
    table = pyogrio.read_arrow(file)[1].select([field.name for field in FIELDS]).to_pylist()
    assert table == [
        dict.fromkeys([field.name for field in FIELDS]),
        {"text": "é", "whole": 0, "number": 0.0, "yes_no": False},
    ]


@pytest.mark.parametrize("crs", [27700, 4326])
def test_a_layer_with_nothing_in_it_is_there_with_its_fields(tmp_path: Path, crs: int) -> None:
    empty = one_layer()
    info = pyogrio.read_info(opened(to_geopackage(empty, crs), tmp_path))
    assert (info["features"], info["geometry_type"], info["crs"]) == (0, "Point", f"EPSG:{crs}")
    assert info["fields"].tolist() == [field.name for field in FIELDS]
    assert json.loads(to_geojson(empty))["features"] == []


def test_the_meridian_is_a_plain_nought() -> None:
    x, y = to_national_grid(np.array([-1e-9]), np.array([51.5]))
    greenwich = one_layer((None, None, None, None))
    (layer,) = greenwich.layers
    there = replace(layer.features[0], geometry=shapely.Point(float(x[0]), float(y[0])))
    text = to_geojson(replace(greenwich, layers=(replace(layer, features=(there,)),))).decode()
    assert "-0.0" not in text
