"""Maps and removals of Rutland: street lengths against networkx, people against the census, files as QGIS would open them.

The application is invented; the premises, streets, people and lists are real.
"""

import json
from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from app.access import PreparedSnapshot, prepare
from app.access.streets import StreetEngine
from app.access.whatif import Change, effect_of
from app.domain.applications import Consolidation, Notice, StatedPremises
from app.domain.baselines import Baseline, Mode
from app.maps import LAYERS, removal_table, removals_map, to_csv, to_geojson, to_geopackage
from app.maps.features import MapDocument
from app.maps.reach import lines_of, streets_within
from geodata.export import to_osmnx
from geodata.model.point import Point
from geodata.snapshot import Snapshot
from tests.made_up.maps import features_of, map_of

RUTLAND = "E06000017"
MILE_MM = 1_609_344
RESIDENTS = 41_043


@pytest.fixture(scope="module")
def area(rutland_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(rutland_snapshot)


@pytest.fixture(scope="module")
def baseline(rutland_baseline: Baseline) -> Baseline:
    return rutland_baseline


@pytest.fixture(scope="module")
def application(area: PreparedSnapshot) -> Consolidation:
    def site(code: str) -> StatedPremises:
        listed = area.pharmacies[area.labels[code]]
        return StatedPremises(listed.trading_name, listed.address, listed.postcode, ods_code=code)

    notice = Notice("invented for a test", date(2018, 2, 26), sent_to_hwb=RUTLAND)
    return Consolidation("test", "invented", notice, continuing=site("FLE60"), closing=site("FC826"))


@pytest.fixture(scope="module")
def document(area: PreparedSnapshot, baseline: Baseline, application: Consolidation) -> MapDocument:
    return map_of(application, area, "walk-20", baseline=baseline, as_at=date(2018, 3, 1))


@pytest.fixture(scope="module")
def engine(area: PreparedSnapshot) -> StreetEngine:
    found = area.engine(Mode.WALK)
    assert isinstance(found, StreetEngine)
    return found


def _metres_by_networkx(engine: StreetEngine, site: Point, limit: float) -> float:
    """Metres of street within a limit of a site: osmnx's graph, cut by hand at the door, searched by networkx.

    Independent of the engine: the street is found by brute force over all lines, lengths are those drawn.
    """
    graph = nx.MultiGraph()
    # Everyone may walk both ways: each street once, not once for each direction (networkx would keep loops twice).
    graph.add_edges_from(
        (u, v, data) for u, v, data in to_osmnx(engine.network).edges(data=True) if not data["reversed"]
    )
    edges = {data["edge"]: (u, v, key) for u, v, key, data in graph.edges(keys=True, data=True)}
    lines = {edge: graph.edges[ends]["geometry"] for edge, ends in edges.items()}
    point = shapely.Point(site.easting, site.northing)
    nearest = min(lines, key=lambda edge: lines[edge].distance(point))
    u, v = int(engine.network.edge_u[nearest]), int(engine.network.edge_v[nearest])
    along = shapely.LineString(engine.network.line(nearest)).project(point)
    graph.remove_edge(*edges[nearest])
    graph.add_edge("door", u, length=along)
    graph.add_edge("door", v, length=lines[nearest].length - along)
    left = limit - lines[nearest].distance(point)
    found = nx.single_source_dijkstra_path_length(graph, "door", weight="length")
    return sum(
        min(data["length"], sum(max(0.0, left - found.get(end, np.inf)) for end in ends))
        for *ends, data in graph.edges(data=True)
    )


@pytest.mark.parametrize("code", ["FC826", "FLE60", "FQ056"])
@pytest.mark.parametrize("metres", [400.0, 1_609.344, 5_000.0])
def test_streets_within_reach_are_as_long_as_networkx_says(
    area: PreparedSnapshot, engine: StreetEngine, code: str, metres: float
) -> None:
    point = area.pharmacies[area.labels[code]].point
    assert point is not None
    reach = streets_within(engine, point, metres * 1000)
    independent = _metres_by_networkx(engine, point, metres)
    assert reach.mm.sum() / 1000 == pytest.approx(independent, abs=0.001 * (len(reach) + 1))
    assert metres < independent < engine.network.edge_mm.sum() / 1000
    drawn = sum(line.length for line in lines_of(engine.network, reach))
    assert drawn == pytest.approx(independent, abs=0.001 * (len(reach) + 1))


def test_homes_stand_on_reached_streets_as_their_own_trips_say(
    area: PreparedSnapshot, engine: StreetEngine
) -> None:
    """A home's trip less the straight line to its street is within the mile exactly where its place on the street is drawn."""
    point = area.pharmacies[area.labels["FC826"]].point
    assert point is not None
    reach, doors = streets_within(engine, point, MILE_MM), engine.home_doors
    home, cost = engine.reached(point, np.inf)
    share = doors.along_mm / engine.network.edge_mm[doors.edge]
    compared = 0
    for at, trip in zip(home, cost, strict=True):
        parts = np.flatnonzero(reach.edge == doors.edge[at])
        drawn = any(reach.begin[part] <= share[at] <= reach.end[part] for part in parts)
        on_street = float(trip - doors.off[at])
        if abs(on_street - MILE_MM) > 2:  # nearer than the rounding of a part of an edge, no answer is wrong
            assert drawn == (on_street < MILE_MM)
            compared += drawn
    assert compared > 200


def test_homes_on_the_map_are_the_people_of_the_assessment(document: MapDocument) -> None:
    homes = [feature.values for feature in features_of(document, "affected_homes")]
    assert len(homes) > 20
    # The map is refused where they differ from the evidence; here, that they are people and not points.
    assert 500 < sum(int(home["people"] or 0) for home in homes if home["nearest_was_leaving"]) < RESIDENTS
    assert all(float(home["metres_added"] or 0) > 0 for home in homes)


def test_a_geopackage_of_rutland_opens_with_every_layer_on_the_national_grid(
    document: MapDocument, tmp_path: Path
) -> None:
    file = tmp_path / "map.gpkg"
    file.write_bytes(to_geopackage(document))
    assert [str(name) for name, _ in pyogrio.list_layers(file)] == list(LAYERS)
    frames = {name: pyogrio.read_dataframe(file, layer=name) for name in LAYERS}
    outline = frames["boards"].geometry.iloc[0]
    assert frames["boards"]["name"].tolist() == ["Rutland"]
    assert frames["affected_homes"].within(outline.buffer(200)).all()
    assert frames["reach"].within(outline.buffer(200)).all()
    leaving = frames["premises"].set_index("role").loc["leaving"].geometry
    of_leaving = frames["reach"][frames["reach"]["site"] == "leaving"]
    assert of_leaving.distance(leaving).min() < 50
    assert of_leaving.distance(leaving).max() <= 1_609.344
    assert {"FC826", "FLE60", "FMK29", "FQ056"} <= set(frames["premises"]["ods_code"])
    for name in LAYERS:
        metadata = pyogrio.read_info(file, layer=name)["layer_metadata"]
        assert "OpenStreetMap contributors" in metadata["ATTRIBUTION"]
        assert "OpenStreetMap contributors" in metadata["DESCRIPTION"]


def test_wgs84_is_within_the_stated_accuracy_of_projs_own_choice(document: MapDocument) -> None:
    """PROJ, left to choose, takes the grid of Ordnance Survey where it has it, and another shift where it has not."""
    to_grid = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    features = json.loads(to_geojson(document))["features"]
    drawn = [feature for layer in document.layers for feature in layer.features]
    for feature, true in zip(features, drawn, strict=True):
        if feature["geometry"]["type"] == "Point":
            x, y = to_grid.transform(*feature["geometry"]["coordinates"])
            assert true.geometry.distance(shapely.Point(x, y)) < 4


def test_people_over_all_removals_are_those_who_reach_any_pharmacy(
    area: PreparedSnapshot, baseline: Baseline
) -> None:
    table = removal_table(area, baseline)
    for standard in table.standards:
        removals = [row.removals[standard.id] for row in table.rows]
        assert standard.people + (standard.people_not_measured or 0) == RESIDENTS
        reached = standard.people - (standard.people_unreachable or 0)
        assert sum(removal.people_nearest for removal in removals) == reached
        assert all(r.people_losing_standard <= r.people_nearest for r in removals)
        # Where everybody within the standard lost their nearest, no more than all of them could lose it.
        assert sum(r.people_losing_standard for r in removals) <= (standard.people_within or 0)
    assert [standard.people_unreachable for standard in table.standards] == [0, 0]
    assert [standard.people_not_measured for standard in table.standards] == [321, 0]


def test_every_removal_is_what_taking_that_pharmacy_away_does(
    area: PreparedSnapshot, baseline: Baseline
) -> None:
    for standard in baseline.standards:
        engine = area.engine_of(standard)
        for row in removal_table(area, baseline, standard.id).rows:
            effect = effect_of(engine, Change(area.labels[row.premises.ods_code]))
            people = area.measured(standard)[effect.home].astype(np.int64)
            removal, finite = row.removals[standard.id], np.isfinite(effect.after)
            assert removal.people_nearest == people.sum()
            assert removal.people_stranded == people[~finite].sum()
            lost = (effect.before <= MILE_MM) & (effect.after > MILE_MM)
            assert removal.people_losing_standard == people[lost].sum()
            added = ((effect.after - effect.before)[finite] * people[finite]).sum()
            if people[finite].sum():
                assert removal.mean_metres_added == pytest.approx(
                    added / people[finite].sum() / 1000, abs=0.001
                )


def test_removals_of_rutland_name_neighbours_over_the_border(
    area: PreparedSnapshot, baseline: Baseline, tmp_path: Path
) -> None:
    table = removal_table(area, baseline)
    outside = [row for row in table.rows if row.outside_area]
    assert {row.board for row in table.rows if not row.outside_area} == {"Rutland"}
    assert outside
    assert "Rutland" not in {row.board for row in outside}
    assert len(to_csv(table).decode().splitlines()) == len(area.pharmacies) + 1
    file = tmp_path / "removals.gpkg"
    file.write_bytes(to_geopackage(removals_map(table)))
    frame = pyogrio.read_dataframe(file)
    assert frame["straight-20_people_nearest"].sum() == RESIDENTS
