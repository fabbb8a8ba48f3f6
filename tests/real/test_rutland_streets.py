"""Streets of Rutland, February 2018, against what osmium, convertbng, shapely and networkx make of the same file."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmium
import pyproj
import pytest
import shapely
from convertbng.cutil import convert_bng

from geodata.arrays import EdgeFlag, StreetNetwork
from geodata.export import to_osmnx
from geodata.fragments import part_lengths, part_of_nodes
from geodata.network import read_streets
from geodata.snapshot import Source
from geodata.sources.osm import read_ways
from geodata.sources.osm_access import SOLID, WALK
from geodata.splitting import split_ways

STREETS = Path(__file__).resolve().parents[2] / "docs" / "streets.md"


@pytest.fixture(scope="module")
def pbf(real_data: Path) -> Path:
    return real_data / "rutland" / "rutland-2018.osm.pbf"


@pytest.fixture(scope="module")
def streets(pbf: Path) -> tuple[StreetNetwork, Source]:
    return read_streets(pbf, vintage="February 2018")


@pytest.fixture(scope="module")
def unpruned(pbf: Path) -> StreetNetwork:
    read = read_ways(pbf, [WALK])["walk"]
    return split_ways(read.ways, read.places)


@pytest.fixture(scope="module")
def walkable(pbf: Path) -> list[tuple[int, dict[str, str], list[int], list[tuple[float, float]]]]:
    """Ways that a walker may use, chosen by hand for this file: id, tags, nodes, longitude and latitude."""
    return [
        (way.id, dict(way.tags), [n.ref for n in way.nodes], [(n.lon, n.lat) for n in way.nodes])
        for way in drawn(pbf)
        if is_walkable(dict(way.tags))
    ]


@pytest.fixture(scope="module")
def private_gates(pbf: Path) -> set[int]:
    """Barriers through which walkers may not pass."""
    return {
        node.id
        for node in osmium.FileProcessor(str(pbf), osmium.osm.NODE)
        if "barrier" in node.tags
        and (node.tags.get("foot") in ("no", "private") or node.tags.get("access") in ("no", "private"))
        and node.tags.get("foot") not in ("yes", "designated", "permissive")
    }


@pytest.fixture(scope="module")
def lines(pbf: Path) -> tuple[set[int], set[int]]:
    """Points of paths at which a fence, a wall or a hedge drawn as a line passes; and those that stop a walk: the path goes on
    behind the line, and says neither that walkers may pass nor that it is a right of way."""
    inside = {
        node.ref
        for way in osmium.FileProcessor(str(pbf), osmium.osm.WAY)
        if way.tags.get("barrier") in SOLID and "highway" not in way.tags
        for node in (list(way.nodes) if way.is_closed() else list(way.nodes)[1:-1])
    }
    through: dict[int, list[tuple[dict[str, str], bool]]] = {}
    for way in drawn(pbf):
        refs = [node.ref for node in way.nodes]
        for at, ref in enumerate(refs):
            if ref in inside:
                through.setdefault(ref, []).append((dict(way.tags), 0 < at < len(refs) - 1))
    said = {
        node.id
        for node in osmium.FileProcessor(str(pbf), osmium.osm.NODE)
        if node.id in through and ("barrier" in node.tags or "highway" in node.tags)
    }
    paths = ("path", "footway", "track", "bridleway", "cycleway", "steps")
    crossed = {
        node
        for node, ways in through.items()
        if node not in said and all(tags["highway"] in paths for tags, _ in ways)
    }
    shut = {
        node
        for node in crossed
        if any(goes_on for _, goes_on in through[node])
        and not any(
            tags.get("foot") in ("yes", "designated", "permissive") or "designation" in tags
            for tags, _ in through[node]
        )
    }
    return crossed, shut


def drawn(pbf: Path) -> Iterator[Any]:
    for item in osmium.FileProcessor(str(pbf)).with_locations():
        if item.is_way() and "highway" in item.tags:
            yield item


def ostn15(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Eastings and northings, all in one step of the package: the reader goes by way of ETRS89."""
    x, y = convert_bng(*(list(column) for column in zip(*line, strict=True)))
    return list(zip(x.tolist(), y.tolist(), strict=True))


def is_walkable(tags: dict[str, str]) -> bool:
    if tags["highway"] in ("layby", "traffic_island") or tags.get("foot") == "private":
        return False
    if tags.get("foot") in ("yes", "designated", "permissive", "official"):
        return True
    if tags.get("designation", "").startswith(("public_", "byway", "restricted")):
        return True
    return tags.get("access") not in ("private", "no", "agricultural")


def test_every_way_of_the_county_is_accounted_for(streets: tuple[StreetNetwork, Source]) -> None:
    _, source = streets
    assert source.rows == 4461
    assert {d.reason: d.rows for d in source.dropped} == {
        "access=agricultural": 1,
        "access=no": 18,
        "access=private": 139,
        "foot=private": 14,
        "highway=layby is no street for walkers": 1,
        "highway=traffic_island is no street for walkers": 1,
        "in a part of under 500 m that joins no other street": 106,
    }
    assert source.used + sum(d.rows for d in source.dropped) == source.rows
    assert source.sha256.startswith("1ff975d78688c22977b3e01d527418ac")
    assert "2018-02-27" in source.note


def test_the_rules_keep_the_ways_that_a_reader_of_the_file_would_keep(
    unpruned: StreetNetwork, walkable: list[Any]
) -> None:
    assert set(unpruned.edge_way.tolist()) == {way for way, *_ in walkable}


def test_nobody_is_led_where_the_map_says_no_walkers(
    streets: tuple[StreetNetwork, Source], pbf: Path
) -> None:
    kept = set(streets[0].edge_way.tolist())
    tags = {way.id: dict(way.tags) for way in drawn(pbf)}
    assert not [way for way in kept if tags[way].get("foot") in ("no", "private", "use_sidepath")]
    assert not [
        way
        for way in kept
        if tags[way].get("access") in ("no", "private")
        and tags[way].get("foot") not in ("yes", "designated", "permissive", "official")
        and "designation" not in tags[way]
    ]


def test_what_the_document_says_was_seen_is_there_to_be_seen(
    streets: tuple[StreetNetwork, Source], pbf: Path, lines: tuple[set[int], set[int]]
) -> None:
    network, source = streets
    tags = {way.id: dict(way.tags) for way in drawn(pbf)}
    passed = {node.ref for way in drawn(pbf) for node in way.nodes}
    barriers = [
        dict(node.tags)
        for node in osmium.FileProcessor(str(pbf), osmium.osm.NODE)
        if "barrier" in node.tags and node.id in passed
    ]
    relations = [r for r in osmium.FileProcessor(str(pbf), osmium.osm.RELATION) if "highway" in r.tags]

    def km(edges: Any) -> str:
        return f"{network.edge_mm[edges].sum() / 1e6:,.3f} km"

    def ways(which: Callable[[dict[str, str]], bool]) -> str:
        found = [way for way, said in tags.items() if which(said)]
        return f"{len(found):,} way{'s' * (len(found) != 1)}, {km(np.isin(network.edge_way, found))}"

    left_out = {dropped.reason: dropped.rows for dropped in source.dropped}
    unknown = ways(lambda t: t.get("foot") == "unknown").split(", ")[1]
    parts = part_of_nodes(network)
    fragments = re.search(r"Left out (\d+) parts.*?, (\d+) m in all", source.note)
    assert fragments
    seen = {
        "ways with a `highway` tag": f"{len(tags):,}",
        "used": f"{source.used:,} ways, {km(slice(None))}",
        "left out by an access tag": f"{sum(n for why, n in left_out.items() if why.startswith(('access=', 'foot=')))} ways",
        "trunk roads": ways(lambda t: t["highway"].startswith("trunk")),
        "trunk roads of which the map says whether there is a pavement": ways(
            lambda t: t["highway"].startswith("trunk") and any(key.startswith("sidewalk") for key in t)
        ),
        "streets stated to have no pavement": km((network.edge_flags & EdgeFlag.NO_SIDEWALK) != 0),
        "cycleways": ways(lambda t: t["highway"] == "cycleway"),
        "cycleways with `foot=yes`": ways(lambda t: t["highway"] == "cycleway" and t.get("foot") == "yes"),
        "cycleways with `foot=designated`": ways(
            lambda t: t["highway"] == "cycleway" and t.get("foot") == "designated"
        ),
        "bridleways": ways(lambda t: t["highway"] == "bridleway"),
        "tracks": ways(lambda t: t["highway"] == "track"),
        "service roads: drives, alleys, car parks": ways(lambda t: t["highway"] == "service"),
        "roads whose pavement is a line of its own (`sidewalk=separate`)": ways(
            lambda t: t.get("sidewalk") == "separate"
        ),
        "`access=private` with a public right of way": ways(
            lambda t: t.get("access") == "private" and t.get("designation", "").startswith("public_")
        ),
        "`access=destination` or `customers`": ways(
            lambda t: t.get("access") in ("destination", "customers")
        ),
        "squares drawn as a closed way": ways(
            lambda t: t["highway"] == "pedestrian" and t.get("area") == "yes"
        ),
        "squares drawn as a relation": f"{len(relations)}",
        "words about access that no table knows": f"`foot=unknown` on {unknown}",
        "barriers on a street": f"{len(barriers)}, of which {sum(map(WALK.blocks, barriers))} stop a walk",
        "fences, walls and hedges across a street": (
            f"{sum(barrier['barrier'] in ('fence', 'wall', 'hedge') for barrier in barriers)}"
        ),
        "fences, walls and hedges drawn as lines across a path": (
            f"{len(lines[0])} points, of which {len(lines[1])} stops a walk"
        ),
        "gates said to be locked": f"{sum(barrier.get('locked') == 'yes' for barrier in barriers)}",
        "parts under 500 m that were left out": f"{fragments[1]} parts, {int(fragments[2]) / 1000:.3f} km",
        "parts that stay": (
            f"{parts.max() + 1}, the longest with {np.bincount(parts).max() / len(parts):.0%} of the junctions"
        ),
    }
    text = STREETS.read_text(encoding="utf-8").split("## What was seen")[1]
    said = dict(row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| "))
    said.pop("seen")
    assert said == seen
    page = " ".join(STREETS.read_text(encoding="utf-8").split())
    km_left = int(fragments[2]) / 1000
    first = (
        f"2018 there were {len(tags):,}; {source.used:,} are used, {network.nodes:,} junctions and ends, {network.edges:,} edges, "
        f"{network.edge_mm.sum() / 1e6:,.0f} km."
    )
    left = (
        f"In Rutland {fragments[1]} fragments with {km_left:.1f} km ({km_left / (network.edge_mm.sum() / 1e6):.1%}) go and "
        f"{parts.max() + 1} parts stay, the main one with {np.bincount(parts).max() / len(parts):.0%} of the junctions."
    )
    trunk = f"in Rutland of none of {seen['trunk roads'].split(', ')[1].split('.')[0]} km"
    for claim in (first, left, trunk):
        assert claim in page, claim


def test_length_equals_that_of_lines_made_by_convertbng_and_shapely(
    unpruned: StreetNetwork, walkable: list[Any]
) -> None:
    on_grid = sum(shapely.LineString(ostn15(line)).length for *_, line in walkable)
    geod = pyproj.Geod(ellps="WGS84")
    on_the_ground = sum(geod.line_length(*zip(*line, strict=True)) for *_, line in walkable)
    metres = unpruned.edge_mm.sum() / 1000
    assert metres == pytest.approx(on_grid, rel=1e-5)
    assert metres == pytest.approx(on_the_ground, rel=4e-4)  # the grid's scale, at most 0.04% in England
    assert metres == pytest.approx(1_339_013, abs=1)


def test_most_of_the_county_hangs_together_and_only_scraps_are_left_out(
    streets: tuple[StreetNetwork, Source], unpruned: StreetNetwork
) -> None:
    part = part_of_nodes(unpruned)
    lengths = part_lengths(unpruned, part)
    assert len(lengths) == 97
    assert np.bincount(part).max() / unpruned.nodes == pytest.approx(0.94, abs=0.01)
    network, _ = streets
    kept = part_lengths(network, part_of_nodes(network))
    assert sorted(kept.tolist()) == sorted(lengths[lengths >= 500_000].tolist())
    assert len(kept) == 12
    assert (network.nodes, network.edges) == (6481, 7907)
    assert network.edge_mm.sum() / unpruned.edge_mm.sum() > 0.99


def test_shortest_walks_equal_those_over_every_point_of_the_map(
    unpruned: StreetNetwork,
    walkable: list[Any],
    private_gates: set[int],
    lines: tuple[set[int], set[int]],
) -> None:
    """Over all 31,000 points as they are drawn, against the edges between junctions."""
    stops = private_gates | lines[1]
    every_point = nx.Graph()
    for way, _, nodes, line in walkable:
        at = ostn15(line)
        names = [(node, (way, i) if node in stops else None) for i, node in enumerate(nodes)]
        for (a, here), (b, there) in pairwise(zip(names, at, strict=True)):
            # a gate that is shut splits in two: one copy for the street that comes, one for the street that goes on
            one = (*a, "after") if a[1] else a
            every_point.add_edge(one, b, weight=float(np.hypot(here[0] - there[0], here[1] - there[1])))
    start = unpruned.nodes // 2
    ours = nx.single_source_dijkstra_path_length(to_osmnx(unpruned), start, weight="length")
    theirs = nx.single_source_dijkstra_path_length(every_point, (int(unpruned.node_osm[start]), None))
    points = {
        node: (int(unpruned.node_osm[node]), None)
        for node in ours
        if int(unpruned.node_osm[node]) not in stops
    }
    assert len(points) > 6000
    assert max(abs(ours[node] - theirs[point]) for node, point in points.items()) < 0.1
    cut_off = {int(osm) for osm in unpruned.node_osm} - stops - {osm for osm, _ in points.values()}
    assert not [osm for osm in cut_off if (osm, None) in theirs]


def test_the_same_file_gives_the_same_bytes(streets: tuple[StreetNetwork, Source], pbf: Path) -> None:
    again, source = read_streets(pbf, vintage="February 2018")
    assert source == streets[1]
    for name, column in vars(again).items():
        assert np.array_equal(column, getattr(streets[0], name)), name


def test_trunk_roads_stay_and_streets_mapped_without_a_pavement_say_so(
    streets: tuple[StreetNetwork, Source],
) -> None:
    network, _ = streets
    trunk = np.isin(network.edge_class, [network.classes.index(c) for c in ("trunk", "trunk_link")])
    assert network.edge_mm[trunk].sum() / 1e6 == pytest.approx(104.2, abs=0.1)
    bare = (network.edge_flags & EdgeFlag.NO_SIDEWALK) != 0
    assert 0 < network.edge_mm[bare].sum() / 1e6 < 10


def test_driving_on_the_same_file(pbf: Path) -> None:
    network, source = read_streets(pbf, "drive", vintage="February 2018")
    assert "footway" not in network.classes
    assert source.rows == 4461
    limits = np.unique(network.edge_kmh)
    miles = limits[limits > 0] / 1.609344
    assert {round(float(mph), 6) for mph in miles} == {5, 10, 20, 30, 40, 50, 60, 70}
    graph = to_osmnx(network)
    oneway = (network.edge_flags & (EdgeFlag.ONEWAY_FORWARD | EdgeFlag.ONEWAY_BACKWARD)) != 0
    assert 0 < oneway.sum() < network.edges / 4
    assert graph.number_of_edges() == 2 * network.edges - oneway.sum()
