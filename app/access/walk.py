"""Walking on the streets of a snapshot, from door to door.

A trip is the straight line from the home to the nearest point of a walkable street, along that street, the shortest
path, along the destination's street, and the straight line to the door. A home on the premises' own street walks along
it directly.
"""

from functools import cached_property

import numpy as np

from app.access.engine import Trip
from app.access.graph import Costs, Doors, Searcher, outward_arcs
from app.access.nearest import NearestTwo, best_two, nearest_two_of_nodes, with_candidates
from app.access.route import route_between
from app.access.snapping import Snapped, Snapper
from app.domain.baselines import MM_A_METRE, Mode
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Codes, Floats, Homes, Ints, StreetNetwork


class WalkEngine:
    """Distances on foot over a street network, whole millimetres, exact to the rounding of each edge."""

    mode = Mode.WALK
    method = "shortest walk on streets with off-street ends, version 1"

    def __init__(self, network: StreetNetwork, homes: Homes, pharmacies: tuple[Premises, ...]) -> None:
        self._network = network
        self._homes = homes
        self.pharmacies = pharmacies
        self._snapper = Snapper(network)

    @cached_property
    def searcher(self) -> Searcher:
        """Shortest paths over the network."""
        network = self._network
        arcs = outward_arcs(
            network.nodes, network.edge_u, network.edge_v, Costs(network.edge_mm, network.edge_mm)
        )
        return Searcher(arcs, network.edge_u, network.edge_v)

    @cached_property
    def home_doors(self) -> Snapped:
        """Where the homes stand on the network."""
        return self._snapper.snap(self._homes.x, self._homes.y)

    @cached_property
    def pharmacy_doors(self) -> Snapped:
        """Where the pharmacies stand on the network."""
        points = [p.point for p in self.pharmacies if p.point]
        return self._snapper.snap(
            np.array([p.easting for p in points], dtype=np.float64),
            np.array([p.northing for p in points], dtype=np.float64),
        )

    @cached_property
    def nodes(self) -> NearestTwo:
        """Nearest two pharmacies of every node, (n,)."""
        return nearest_two_of_nodes(self.searcher, self._doors(self.pharmacy_doors))

    @cached_property
    def homes(self) -> NearestTwo:
        """Nearest two pharmacies of every home, (h,)."""
        door, doors = self.home_doors, self._doors(self.home_doors)
        u, v = self._network.edge_u[door.edge], self._network.edge_v[door.edge]
        nodes = self.nodes
        costs = np.stack(
            [
                nodes.first[u] + doors.to_u,
                nodes.first[v] + doors.to_v,
                nodes.second[u] + doors.to_u,
                nodes.second[v] + doors.to_v,
            ],
            axis=1,
        )
        labels = np.stack(
            [nodes.first_label[u], nodes.first_label[v], nodes.second_label[u], nodes.second_label[v]], axis=1
        )
        pairs = _on_the_same_edge(door, self.pharmacy_doors)
        return with_candidates(best_two(costs, labels), *pairs)

    def reach_of(self, point: Point, limit_mm: float) -> Floats:
        """Cost from every home to a site, float64 (h,); inf beyond ``limit_mm`` or with no way there."""
        return self._costs_from(point, self.home_doors, limit_mm)

    def to_pharmacies(self, point: Point, limit_mm: float) -> Floats:
        """Cost from a point to every counted pharmacy, float64 (p,); inf beyond ``limit_mm`` or with no way there."""
        return self._costs_from(point, self.pharmacy_doors, limit_mm)

    def trip(self, begin: Point, end: Point) -> Trip:
        """The shortest walk between two points, with its line."""
        a, b = self._snap(begin), self._snap(end)
        return route_between(
            self._network, self.searcher, (begin, a, self._doors(a)), (end, b, self._doors(b))
        )

    def off_network(self, point: Point) -> float:
        """Metres from a point to the nearest walkable street."""
        return float(self._snap(point).off_mm[0]) / MM_A_METRE

    def _costs_from(self, point: Point, places: Snapped, limit_mm: float) -> Floats:
        site, doors = self._snap(point), self._doors(places)
        node_cost = self.searcher.from_door(self._doors(site), limit_mm)
        cost = np.minimum(
            node_cost[self._network.edge_u[places.edge]] + doors.to_u,
            node_cost[self._network.edge_v[places.edge]] + doors.to_v,
        )
        place, direct, _ = _on_the_same_edge(places, site)
        cost[place] = np.minimum(cost[place], direct)
        return np.where(cost <= limit_mm, cost, np.inf)

    def _snap(self, point: Point) -> Snapped:
        return self._snapper.snap(np.array([point.easting]), np.array([point.northing]))

    def _doors(self, snapped: Snapped) -> Doors:
        length = self._network.edge_mm[snapped.edge]
        return Doors(
            snapped.edge,
            (snapped.off_mm + snapped.along_mm).astype(np.float64),
            (snapped.off_mm + length - snapped.along_mm).astype(np.float64),
        )


def _on_the_same_edge(homes: Snapped, sites: Snapped) -> tuple[Ints, Floats, Codes]:
    """Homes and sites that share an edge: (home, cost straight along it, site), each (pairs,)."""
    order = np.argsort(sites.edge, kind="stable")
    edges = sites.edge[order]
    low, high = np.searchsorted(edges, homes.edge, "left"), np.searchsorted(edges, homes.edge, "right")
    count = high - low
    home = np.repeat(np.arange(len(homes)), count)
    within = np.arange(len(home)) - np.repeat(np.cumsum(count) - count, count)
    site = order[np.repeat(low, count) + within] if len(home) else np.empty(0, dtype=np.int64)
    along = np.abs(homes.along_mm[home] - sites.along_mm[site])
    cost = along + homes.off_mm[home] + sites.off_mm[site]
    return home, cost.astype(np.float64), site.astype(np.int32)
