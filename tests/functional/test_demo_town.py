"""The made-up town is what its documentation promises, and building it again gives the same bytes."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import jsonschema_rs
import networkx as nx
import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from app.domain.services import in_force, recognise
from app.schemas.applications import APPLICATION
from app.schemas.baselines import BASELINE, json_schema
from app.schemas.reading import read
from geodata.arrays import MM, EdgeFlag, NodeFlag, StreetNetwork
from geodata.demo import build_town, write_town
from geodata.demo.places import BOROUGH_CODE, NEIGHBOUR_CODE
from geodata.demo.skeleton import borough, place, railway, river
from geodata.model.hours import merge_spans
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Snapshot

MILE_M = 1609.344


@pytest.fixture(scope="module")
def snapshot(demo_town: Path) -> Snapshot:
    (folder,) = (demo_town / "snapshots").iterdir()
    return Snapshot.open(folder)


@pytest.fixture(scope="module")
def streets(snapshot: Snapshot) -> StreetNetwork:
    network = snapshot.network("walk")
    assert network is not None
    return network


def _paper(town: Path, name: str) -> dict:
    return json.loads((town / "applications" / f"{name}.json").read_text(encoding="utf-8"))


def _baseline(town: Path) -> dict:
    return json.loads((town / "baselines" / "baseline.json").read_text(encoding="utf-8"))


def _pharmacies(snapshot: Snapshot) -> list[Premises]:
    """Pharmacies of the borough, the distance-selling one among them; no appliance contractor."""
    inside = borough()
    return [
        p
        for p in snapshot.premises
        if p.contract_type is not ContractType.APPLIANCE
        and p.point
        and shapely.contains_xy(inside, p.point.easting, p.point.northing)
    ]


def _files(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_built_twice_the_town_has_the_same_bytes_and_the_same_id(demo_town: Path, tmp_path: Path) -> None:
    again = build_town(tmp_path / "elsewhere" / "and deeper")
    assert again.name == next((demo_town / "snapshots").iterdir()).name
    assert _files(again.parents[1] / "sources") == _files(demo_town / "sources")
    assert _files(again) == _files(demo_town / "snapshots" / again.name)


def test_another_seed_gives_other_streets_and_a_town_of_the_same_size(
    demo_town: Path, tmp_path: Path
) -> None:
    other = write_town(tmp_path, seed=7)
    assert other.hwb == BOROUGH_CODE
    first, second = (
        sha256((sources / "streets.osm.pbf").read_bytes()).hexdigest()
        for sources in (demo_town / "sources", other.sources)
    )
    assert first != second
    rows = (other.sources / "census-ts001-lsoa.csv").read_text(encoding="utf-8").splitlines()[1:]
    borough_rows = [row for row in rows if ",Quernwick 0" in row]
    assert 95_000 <= sum(int(row.rpartition(",")[2]) for row in borough_rows) <= 105_000


def test_everything_says_that_it_is_invented(snapshot: Snapshot, demo_town: Path) -> None:
    assert snapshot.manifest.invented
    assert {source.publisher for source in snapshot.manifest.sources} == {"Invented"}
    baseline = _baseline(demo_town)
    assert baseline["invented"] is True
    assert "made up" in baseline["title"]
    assert baseline["snapshot"] == snapshot.id


def test_no_code_can_be_taken_for_a_real_one(snapshot: Snapshot) -> None:
    codes = {b.code for layer in ("hwb", "ward", "lsoa") for b in snapshot.boundaries(layer)}
    assert {code[3:6] for code in codes} == {"999"}
    assert all(bytes(code).startswith(b"XT") for code in snapshot.postcodes.code)
    assert all(p.ods_code.startswith("XA") and p.postcode.startswith("XT") for p in snapshot.premises)


def test_it_is_a_borough_of_about_a_hundred_thousand_people(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    assert 95_000 <= int(homes.people.sum()) <= 105_000
    assert sum(int(group.sum()) for group in homes.groups.values()) == int(homes.people.sum())
    wards = Counter()
    for ward, people in zip(homes.ward, homes.people, strict=True):
        wards[homes.labels["ward"][ward]] += int(people)
    assert len(wards) >= 20
    assert min(wards.values()) > 1000
    assert max(wards.values()) < 8000


def test_small_areas_are_of_the_size_of_real_ones(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    people = np.bincount(homes.lsoa, weights=homes.people)
    assert 1300 <= people.mean() <= 1700
    assert people.min() >= 900
    assert people.max() <= 3000


def test_neighbourhoods_differ_in_age_and_deprivation(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    assert len(set(homes.imd_decile.tolist())) >= 8
    old = np.bincount(homes.ward, weights=homes.groups["age_65_plus"]) / np.bincount(
        homes.ward, weights=homes.people
    )
    assert old.min() < 0.12
    assert old.max() > 0.25


def test_there_are_fifteen_to_twenty_pharmacies_of_every_kind(snapshot: Snapshot) -> None:
    pharmacies = _pharmacies(snapshot)
    assert 15 <= len(pharmacies) <= 20
    assert sum(p.distance_selling is True for p in pharmacies) == 1
    assert all(p.hours is not None and p.hours.known and p.services for p in pharmacies)
    weeks = [p.hours.days for p in pharmacies if p.hours]
    hours = sorted((p.hours.total_minutes() or 0) / 60 for p in pharmacies if p.hours)
    assert hours[-1] >= 100
    assert hours[-2] < 72
    assert sum(len(week[0] or ()) == 2 for week in weeks) >= 3, "closed for lunch"
    assert {bool(week[5]) for week in weeks} == {True, False}, "some open on Saturday, some not"
    assert 2 <= sum(bool(week[6]) for week in weeks) < len(weeks) / 2, "a few open on Sunday"


def test_published_weekly_totals_agree_with_the_hours(snapshot: Snapshot) -> None:
    source = next(s for s in snapshot.manifest.sources if s.role == "pharmacies")
    assert "add up" not in source.note


def test_services_are_named_as_in_force_in_september_2026(snapshot: Snapshot, demo_town: Path) -> None:
    named = {name for p in snapshot.premises for name in p.services or ()}
    on = read(APPLICATION, (demo_town / "applications" / "relocation.json").read_bytes()).value().notice.dated
    for name in named:
        service = recognise(name)
        assert service is not None, name
        assert service.name == name
        assert in_force(service, on), name


def test_the_neighbour_is_within_2_km_of_some_and_not_of_others(snapshot: Snapshot) -> None:
    outlines = {b.code: shapely.from_wkb(b.wkb) for b in snapshot.boundaries("hwb")}
    metres = [
        outlines[NEIGHBOUR_CODE].distance(Point(p.point.easting, p.point.northing))
        for p in _pharmacies(snapshot)
        if p.point
    ]
    assert min(metres) < 2000 < max(metres)
    over_the_border = [
        outlines[BOROUGH_CODE].distance(Point(p.point.easting, p.point.northing))
        for p in snapshot.premises
        if p.point and outlines[NEIGHBOUR_CODE].contains(Point(p.point.easting, p.point.northing))
    ]
    assert 1 <= len(over_the_border) <= 2
    assert all(0 < far < 2000 for far in over_the_border)


def test_people_of_the_neighbour_are_not_counted(snapshot: Snapshot) -> None:
    homes = snapshot.homes
    assert {homes.labels["hwb"][code] for code in set(homes.hwb.tolist())} == {BOROUGH_CODE}


def _name(streets: StreetNetwork, edge: int) -> str:
    """The name of an edge's street, or "" where it has none."""
    at = int(streets.edge_name[edge])
    return streets.names[at] if at >= 0 else ""


def _crossing(streets: StreetNetwork, barrier: LineString) -> list[int]:
    """Edges inside the borough that touch a barrier's middle line."""
    lines = [LineString(streets.line(edge)) for edge in range(streets.edges)]
    within = shapely.STRtree(lines).query(barrier, predicate="dwithin", distance=0.5)
    inside = borough()
    return [int(edge) for edge in within if inside.intersects(lines[edge])]


def test_the_river_is_crossed_only_by_its_bridges(streets: StreetNetwork) -> None:
    edges = _crossing(streets, river())
    assert all(streets.edge_flags[edge] & EdgeFlag.BRIDGE for edge in edges)
    names = sorted(_name(streets, edge) for edge in edges)
    assert names == ["", "Bridge Street", "Osier Road", "Wool Way"], "three road bridges and a footbridge"


def test_the_railway_is_crossed_only_by_bridges_a_level_crossing_and_a_footbridge_with_steps(
    streets: StreetNetwork,
) -> None:
    edges = _crossing(streets, railway())
    level = np.flatnonzero(streets.node_flags & NodeFlag.LEVEL_CROSSING)
    assert len(level) == 1
    on_the_level = [e for e in edges if level[0] in (streets.edge_u[e], streets.edge_v[e])]
    bridges = [e for e in edges if e not in on_the_level]
    assert {_name(streets, e) for e in on_the_level} == {"Ropery Road"}
    assert all(streets.edge_flags[e] & EdgeFlag.BRIDGE for e in bridges)
    names = sorted(_name(streets, e) for e in bridges)
    assert names == ["", "Millrace Road", "Station Road"]
    footbridge = next(e for e in bridges if not _name(streets, e))
    ends = {int(streets.edge_u[footbridge]), int(streets.edge_v[footbridge])}
    steps = np.flatnonzero(streets.edge_flags & EdgeFlag.STEPS)
    assert {int(n) for e in steps for n in (streets.edge_u[e], streets.edge_v[e])} >= ends


def test_the_trunk_road_has_crossings_signals_and_a_subway(streets: StreetNetwork) -> None:
    trunk = streets.edge_class == streets.classes.index("trunk")
    nodes = np.union1d(streets.edge_u[trunk], streets.edge_v[trunk])
    assert np.count_nonzero(streets.node_flags[nodes] & NodeFlag.SIGNALS) >= 4
    assert np.count_nonzero(streets.node_flags[nodes] & NodeFlag.CROSSING) >= 10
    tunnels = np.flatnonzero(streets.edge_flags & EdgeFlag.TUNNEL)
    assert len(tunnels) == 1
    subway = LineString(streets.line(int(tunnels[0])))
    over = [e for e in np.flatnonzero(trunk) if LineString(streets.line(int(e))).crosses(subway)]
    assert len(over) == 1
    ends = {streets.edge_u[tunnels[0]], streets.edge_v[tunnels[0]]}
    assert not ends & {streets.edge_u[over[0]], streets.edge_v[over[0]]}


def test_it_has_streets_of_many_kinds_and_a_few_thousand_junctions(streets: StreetNetwork) -> None:
    assert 3000 <= streets.nodes <= 9000
    assert {"trunk", "primary", "secondary", "tertiary", "residential", "pedestrian"} <= set(streets.classes)
    assert {"footway", "path", "steps", "cycleway", "bridleway"} <= set(streets.classes)
    dead_ends = np.bincount(np.concatenate([streets.edge_u, streets.edge_v])) == 1
    assert 0.05 < dead_ends.mean() < 0.4, "cul-de-sacs, but not only those"


def test_the_private_farm_track_is_left_out_and_counted(snapshot: Snapshot) -> None:
    source = next(s for s in snapshot.manifest.sources if s.role == "walk streets")
    assert {d.reason: d.rows for d in source.dropped} == {"access=private": 1}


def _graph(streets: StreetNetwork) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(streets.nodes))
    for u, v, mm in zip(
        streets.edge_u.tolist(), streets.edge_v.tolist(), streets.edge_mm.tolist(), strict=True
    ):
        if not graph.has_edge(u, v) or mm < graph[u][v]["mm"]:
            graph.add_edge(u, v, mm=mm)
    return graph


def test_nearly_all_streets_hang_together(streets: StreetNetwork) -> None:
    graph = _graph(streets)
    largest = max(nx.connected_components(graph), key=len)
    assert len(largest) >= 0.99 * streets.nodes


def test_every_home_and_pharmacy_stands_by_a_street(snapshot: Snapshot, streets: StreetNetwork) -> None:
    lines = shapely.STRtree([LineString(streets.line(edge)) for edge in range(streets.edges)])
    doors = [Point(p.point.easting, p.point.northing) for p in snapshot.premises if p.point]
    homes = [Point(x, y) for x, y in zip(snapshot.homes.x, snapshot.homes.y, strict=True)]
    _, metres = lines.query_nearest([*doors, *homes], return_distance=True, all_matches=False)
    assert metres.max() < 40


def _walk(streets: StreetNetwork, graph: nx.Graph, start: Point, end: Point) -> float:
    """Metres on foot between two points, by networkx: to the nearest street, along it, and from the street again."""
    graph = graph.copy()
    lines = [LineString(streets.line(edge)) for edge in range(streets.edges)]
    tree = shapely.STRtree(lines)
    off = 0.0
    for name, point in (("start", start), ("end", end)):
        edge = int(tree.nearest(point))
        along = lines[edge].line_locate_point(point) * MM
        graph.add_edge(name, int(streets.edge_u[edge]), mm=along)
        graph.add_edge(name, int(streets.edge_v[edge]), mm=streets.edge_mm[edge] - along)
        off += lines[edge].distance(point)
    return off + nx.shortest_path_length(graph, "start", "end", weight="mm") / MM


def test_the_two_sites_of_the_consolidation_are_450_m_apart_on_foot(
    snapshot: Snapshot, streets: StreetNetwork, demo_town: Path
) -> None:
    paper = _paper(demo_town, "consolidation")
    at = {p.ods_code: Point(p.point.easting, p.point.northing) for p in snapshot.premises if p.point}
    walked = _walk(
        streets,
        _graph(streets),
        at[paper["closing"]["ods_code"]],
        at[paper["continuing"]["ods_code"]],
    )
    assert walked == pytest.approx(450, abs=25)
    assert paper["claims"] == {"distance_m": 450, "walk_minutes": 6, "alternatives_within_a_mile": 4}


def test_exactly_four_pharmacies_are_left_within_a_mile_of_the_closing_site(
    snapshot: Snapshot, demo_town: Path
) -> None:
    paper = _paper(demo_town, "consolidation")
    at = {p.ods_code: p.point for p in snapshot.premises if p.point and p.counts_for_access}
    closing = at.pop(paper["closing"]["ods_code"])
    near = {code for code, point in at.items() if point.metres_to(closing) <= MILE_M}
    assert len(near) == 4
    assert paper["continuing"]["ods_code"] in near


def test_the_relocation_is_a_move_of_20_m_along_one_street(streets: StreetNetwork, demo_town: Path) -> None:
    paper = _paper(demo_town, "relocation")
    old, new = (
        Point(paper[site]["point"]["easting"], paper[site]["point"]["northing"])
        for site in ("existing", "proposed")
    )
    assert old.distance(new) == pytest.approx(20, abs=3)
    lines = shapely.STRtree([LineString(streets.line(edge)) for edge in range(streets.edges)])
    edges = {int(lines.nearest(door)) for door in (old, new)}
    assert {_name(streets, edge) for edge in edges} == {"Farrow Road"}
    assert all(paper[site]["point"]["error_m"] <= 2 for site in ("existing", "proposed"))


def test_the_papers_are_read_by_the_strict_schemas(demo_town: Path) -> None:
    baseline = read(BASELINE, (demo_town / "baselines" / "baseline.json").read_bytes()).value()
    assert [(s.id, s.mode.value, s.reach_mm) for s in baseline.standards] == [
        ("walk-20", "walk", 1_609_344),
        ("straight-20", "straight line", 1_609_344),
    ]
    for name in ("relocation", "consolidation"):
        application = read(APPLICATION, (demo_town / "applications" / f"{name}.json").read_bytes()).value()
        assert application.kind == name
        assert application.notice.sent_to_hwb == BOROUGH_CODE
        assert application.notice.reply_by is not None
        assert (application.notice.reply_by - application.notice.dated).days == 45
        meetings = baseline.boards[0].meetings
        assert any(application.notice.dated < day <= application.notice.reply_by for day in meetings)


def test_the_papers_state_what_the_list_says_of_the_sites(snapshot: Snapshot, demo_town: Path) -> None:
    listed = {p.ods_code: p for p in snapshot.premises}
    relocation = read(APPLICATION, (demo_town / "applications" / "relocation.json").read_bytes()).value()
    consolidation = read(
        APPLICATION, (demo_town / "applications" / "consolidation.json").read_bytes()
    ).value()
    for site in (relocation.existing, consolidation.continuing, consolidation.closing):
        premises = listed[site.ods_code]
        assert (site.hours, site.postcode) == (premises.hours, premises.postcode)
        assert (site.name, site.contractor) == (premises.trading_name, premises.contractor)
        assert set(site.services) == set(premises.services or ())
    assert consolidation.continuing.contractor != consolidation.closing.contractor


def test_the_consolidation_loses_no_hour_and_adds_the_one_service_that_is_missing(demo_town: Path) -> None:
    paper = read(APPLICATION, (demo_town / "applications" / "consolidation.json").read_bytes()).value()
    closing, continuing = paper.closing, paper.continuing
    both = merge_spans([*closing.hours.week_spans(), *continuing.hours.week_spans()])
    assert both == continuing.hours.week_spans()
    assert continuing.hours.total_minutes() > closing.hours.total_minutes()
    assert set(closing.services) - set(continuing.services) == set(paper.services_added)
    assert len(paper.services_added) == 1
    assert paper.staffing_stated is False


def test_every_ward_is_in_one_locality_of_the_assessment(snapshot: Snapshot, demo_town: Path) -> None:
    localities = _baseline(demo_town)["localities"]
    claimed = Counter(ward for locality in localities for ward in locality["wards"])
    assert set(claimed.values()) == {1}
    assert set(claimed) == {ward.code for ward in snapshot.boundaries("ward")}
    assert sum(bool(locality["gaps"]) for locality in localities) == 1
    assert sum(locality["planned_housing"] is not None for locality in localities) == 1


def test_the_gap_that_the_assessment_states_is_there(snapshot: Snapshot) -> None:
    open_to_callers = [p.point for p in snapshot.premises if p.point and p.counts_for_access]
    homes = snapshot.homes
    village = np.hypot(homes.x - place(-4600, 700)[0], homes.y - place(-4600, 700)[1]) < 450
    assert int(homes.people[village].sum()) > 800
    nearest = min(
        float(np.hypot(homes.x[village] - point.easting, homes.y[village] - point.northing).min())
        for point in open_to_callers
    )
    assert nearest > MILE_M, "even in a straight line"


def test_the_towns_needs_assessment_fits_the_published_schema(demo_town: Path) -> None:
    jsonschema_rs.Draft202012Validator(json_schema()).validate(
        json.loads((demo_town / "baselines" / "baseline.json").read_bytes())
    )
