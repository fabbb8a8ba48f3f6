"""Rutland by car: every junction against networkx on osmnx's directed graph, and our speeds beside osmnx's own."""

from dataclasses import replace
from datetime import date

import networkx as nx
import numpy as np
import osmnx as ox
import pytest

from app.access import PreparedSnapshot, prepare
from app.access.pace import DEFAULT_ROAD_KMH
from app.access.streets import StreetEngine
from app.assessment import assess
from app.domain.applications import Consolidation, Notice, StatedPremises
from app.domain.baselines import AccessStandard, Baseline, Board, Mode, RoadSpeed
from geodata.export import to_osmnx
from geodata.snapshot import EdgeFlag, Snapshot, StreetNetwork


@pytest.fixture(scope="module")
def area(rutland_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(rutland_snapshot)


@pytest.fixture(scope="module")
def engine(area: PreparedSnapshot) -> StreetEngine:
    found = area.engine(Mode.DRIVE)
    assert isinstance(found, StreetEngine)
    return found


@pytest.fixture(scope="module")
def graph(engine: StreetEngine) -> nx.MultiDiGraph:
    return to_osmnx(engine.network)


def _seconds_by_hand(network: StreetNetwork, data: dict[str, object]) -> float:
    road = str(data["highway"])
    limit = data.get("maxspeed")
    kmh = DEFAULT_ROAD_KMH.get(road, 32.0)
    if limit:
        kmh = min(kmh, float(str(limit)))
    return float(str(data["length"])) * 3.6 / kmh


def test_every_junction_is_as_far_as_networkx_drives(engine: StreetEngine, graph: nx.MultiDiGraph) -> None:
    for _, _, data in graph.edges(data=True):
        data["seconds"] = _seconds_by_hand(engine.network, data)
    doors = engine.pharmacy_doors
    for site in range(len(doors)):
        for node, cost in ((doors.u[site], doors.in_u[site]), (doors.v[site], doors.in_v[site])):
            if np.isfinite(cost):
                graph.add_edge(int(node), ("site", site), seconds=float(cost) / 1000)
    # A pharmacy that stands on no street of the connected network has no way to it: those over the border.
    sites = [("site", site) for site in range(len(doors)) if ("site", site) in graph]
    assert len(sites) >= 6
    found = nx.multi_source_dijkstra_path_length(graph.reverse(copy=False), sites, weight="seconds")
    graph.remove_nodes_from(sites)
    ours = engine.nodes.first / 1000
    theirs = np.array([found.get(node, np.inf) for node in range(engine.network.nodes)])
    assert np.array_equal(np.isinf(ours), np.isinf(theirs))
    reached = np.isfinite(ours)
    assert reached.mean() > 0.9
    # Each street's time is kept to the millisecond.
    assert np.abs(ours[reached] - theirs[reached]).max() < 0.5


def test_one_way_streets_are_one_way(engine: StreetEngine, graph: nx.MultiDiGraph) -> None:
    one_way = np.flatnonzero(engine.network.edge_flags & (EdgeFlag.ONEWAY_FORWARD | EdgeFlag.ONEWAY_BACKWARD))
    assert len(one_way) > 20
    assert graph.number_of_edges() == 2 * engine.network.edges - len(one_way)


def test_our_speeds_stand_beside_osmnxs_imputed_ones(engine: StreetEngine, graph: nx.MultiDiGraph) -> None:
    """osmnx takes the limit where it is mapped and the mean limit of the class where not: a drive with no junctions.

    Ours are to be slower, but of the same order; both are assumptions, and ours are printed with every drive figure.
    """
    theirs = ox.routing.add_edge_travel_times(ox.routing.add_edge_speeds(graph.copy(), fallback=48.0))
    for _, _, data in graph.edges(data=True):
        data["seconds"] = _seconds_by_hand(engine.network, data)
    ours = np.array([data["seconds"] for *_, data in graph.edges(data=True)])
    osmnx_seconds = np.array([data["travel_time"] for *_, data in theirs.edges(data=True)])
    weight = np.array([data["length"] for *_, data in graph.edges(data=True)])
    slower = (ours * weight).sum() / (osmnx_seconds * weight).sum()
    assert 1.0 < slower < 1.8


def test_a_drive_standard_is_assessed_with_its_speeds_printed(
    area: PreparedSnapshot, rutland_snapshot: Snapshot
) -> None:
    listed = {p.ods_code: p for p in area.pharmacies}
    sites = [
        StatedPremises(listed[c].trading_name, listed[c].address, listed[c].postcode, ods_code=c)
        for c in ("FLE60", "FC826")
    ]
    application = Consolidation(
        "test", "invented", Notice("test", date(2018, 2, 26)), continuing=sites[0], closing=sites[1]
    )
    drive = AccessStandard(
        "drive-20", Mode.DRIVE, 20, None, as_published="20 minutes by car (typed for a test)"
    )
    baseline = Baseline(
        "test",
        "typed for a test",
        "2018",
        (Board("E06000017", "Rutland", "Rutland"),),
        (drive,),
        (),
        rutland_snapshot.id,
    )
    found = assess(application, baseline, area, date(2018, 3, 1)).ledger
    share = found.number("coverage.drive-20.before_share")
    assert share is not None
    assert share > 0.95
    assert found["affected.drive-20.change_worst"].unit == "minutes"
    speeds = {row["road"]: row["kmh"] for row in found["speeds.drive-20"].rows}
    assert speeds["residential"] == 32.0
    crawl = replace(drive, road_speeds=tuple(RoadSpeed(str(road), 5.0) for road in speeds))
    slow = assess(application, replace(baseline, standards=(crawl,)), area, date(2018, 3, 1)).ledger
    slow_share = slow.number("coverage.drive-20.before_share")
    assert slow_share is not None
    assert slow_share < share
