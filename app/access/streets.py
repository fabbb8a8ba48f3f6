"""Trips on the streets of a snapshot, from door to door, on foot or by car.

A trip is the straight line from the home to the nearest point of a street, along that street, the shortest path, along
the destination's street, and the straight line to the door. A home on the premises' own street goes along it directly.
Whatever can be known beforehand (where homes and pharmacies stand, the nearest two of each home) is worked out once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from app.access.doors import Doors, along_one_edge, doors_at
from app.access.engine import Trip, still_open
from app.access.graph import Costs, Entries, Searcher, outward_arcs
from app.access.index import Index, index_by
from app.access.kept import Kept
from app.access.nearby import Nearby
from app.access.nearest import NearestTwo, best_two, nearest_two_of_nodes, with_candidates
from app.access.pace import Pace, Unit, fastest
from app.access.recent import MANY, Recent
from app.access.route import route_between
from app.access.sweep import tilt
from app.domain.baselines import MM_A_METRE, Mode
from geodata.model.point import Point
from geodata.model.premises import Premises
from geodata.snapshot import Codes, Floats, Homes, Ints, StreetNetwork
from geodata.standing import Snapped, Snapper, apart, of_others

Mask = NDArray[np.bool_]

USUAL = 1_609_344.0
"""A limit within which much is asked about one point: a mile on foot, half an hour by car."""

PREMISES = 256
"""Points around which what is near is kept: some tens of kilobytes each."""

ROUNDABOUT = 1.5
"""How many times the straight line the way between two points is looked for first."""


@dataclass(frozen=True)
class _Around:
    """Costs to the nodes around a point. node: int64 (k,), in order; cost: float64 (k,)."""

    node: Ints
    cost: Floats

    def to(self, wanted: Codes) -> Floats:
        """Costs to some nodes, inf to those that are not around, float64 (w,)."""
        if not len(self.node):
            return np.full(len(wanted), np.inf)
        at = np.minimum(np.searchsorted(self.node, wanted), len(self.node) - 1)
        return np.where(self.node[at] == wanted, self.cost[at], np.inf)


class StreetEngine:
    """Costs of trips over a street network in one mode; exact to the rounding of each edge to whole units."""

    def __init__(
        self,
        network: StreetNetwork,
        pace: Pace,
        homes: Homes,
        pharmacies: tuple[Premises, ...],
        kept: Kept | None = None,
    ) -> None:
        """An engine; what was ``kept`` of an earlier one of the same parts is taken as it is."""
        self._kept = kept
        self.network = network
        self.pace = pace
        self._homes = homes
        self.pharmacies = pharmacies
        self.snapper = Snapper(network)
        self._stood: Recent[tuple[Doors, Snapped]] = Recent(MANY)
        self._standings: Recent[Doors] = Recent()
        self._trips: Recent[Trip] = Recent()
        self._lengths: Recent[float | None] = Recent(MANY)
        self._costs: Recent[Floats] = Recent(PREMISES)
        self._arounds: Recent[_Around] = Recent(PREMISES)

    @property
    def mode(self) -> Mode:
        """Walk or drive."""
        return self.pace.mode

    @property
    def method(self) -> str:
        """How trips are measured, with its version."""
        return self.pace.method

    @property
    def unit(self) -> Unit:
        """The unit in which people read its costs."""
        return self.pace.unit

    @cached_property
    def towards(self) -> Searcher:
        """Searches outwards from a site, over the trips that lead towards it."""
        if self._kept is not None:
            return Searcher(self._kept.arcs)
        network = self.network
        return Searcher(outward_arcs(network.nodes, network.edge_u, network.edge_v, self.pace.costs))

    @cached_property
    def away(self) -> Searcher:
        """Searches outwards from a point over the trips that lead away from it; the same where both ways cost the same."""
        if self.pace.both_ways:
            return self.towards
        network, costs = self.network, self.pace.costs
        turned = Costs(forward=costs.backward, backward=costs.forward)
        return Searcher(outward_arcs(network.nodes, network.edge_u, network.edge_v, turned))

    @cached_property
    def home_doors(self) -> Doors:
        """Where the homes stand on the network."""
        return doors_at(self.network, self.pace, self._homes_snapped)

    @cached_property
    def pharmacy_doors(self) -> Doors:
        """Where the pharmacies stand on the network."""
        return doors_at(self.network, self.pace, self._pharmacies_snapped)

    @cached_property
    def _homes_snapped(self) -> Snapped:
        return self._kept.homes_at if self._kept else self.snapper.snap(self._homes.x, self._homes.y)

    @cached_property
    def _pharmacies_snapped(self) -> Snapped:
        if self._kept:
            return self._kept.pharmacies_at
        points = [p.point for p in self.pharmacies if p.point]
        east = np.array([point.easting for point in points], dtype=np.float64)
        return self.snapper.snap(east, np.array([point.northing for point in points], dtype=np.float64))

    @cached_property
    def homes_off(self) -> Mask:
        """Homes on no street of the connected network: far from any, or on a part that joins nothing, bool (h,)."""
        return self._off(self._homes_snapped)

    @cached_property
    def homes_off_mm(self) -> Ints:
        """From each home to its street, int64 (h,)."""
        return self._homes_snapped.off_mm

    @cached_property
    def pharmacies_off(self) -> Mask:
        """Pharmacies on no street of the connected network, bool (p,)."""
        return self._off(self._pharmacies_snapped)

    @cached_property
    def homes_on_others(self) -> Mask:
        """Homes on streets that do not hang together with the longest part of the connected network, bool (h,)."""
        return np.asarray(self._others[self._homes_snapped.edge])

    @cached_property
    def pharmacies_on_others(self) -> Mask:
        """Pharmacies on such streets, bool (p,)."""
        return np.asarray(self._others[self._pharmacies_snapped.edge])

    def no_way_to(self, point: Point) -> Mask:
        """Pharmacies to which no street of the data leads from a point, bool (p,)."""
        return self.no_way_from(others=bool(self._others[self._stand(point)[1].edge][0]))

    def no_way_from(self, *, others: bool) -> Mask:
        """Pharmacies to which none leads from streets of the longest part, or from those of ``others``, bool (p,)."""
        return np.asarray(self.pharmacies_off | (self.pharmacies_on_others != others))

    @cached_property
    def _others(self) -> Mask:
        return of_others(self.network)

    def stands(self, point: Point) -> bool:
        """Whether a point stands on a street of the connected network."""
        return not self._off(self._stand(point)[1])[0]

    def _off(self, snapped: Snapped) -> Mask:
        return np.asarray(snapped.far | self._apart[snapped.edge])

    @cached_property
    def _apart(self) -> Mask:
        return apart(self.network)

    @cached_property
    def nodes(self) -> NearestTwo:
        """Nearest two pharmacies of every node, (n,)."""
        if self._kept:
            return self._kept.nodes
        arcs = self.towards.arcs
        height = tilt(arcs, self.network.node_x, self.network.node_y)
        return nearest_two_of_nodes(self.towards, _entries(self.pharmacy_doors), height)

    @cached_property
    def homes(self) -> NearestTwo:
        """Nearest two pharmacies of every home, (h,)."""
        if self._kept:
            return self._kept.homes
        home, nodes = self.home_doors, self.nodes
        costs = np.stack(
            [
                nodes.first[home.u] + home.out_u,
                nodes.first[home.v] + home.out_v,
                nodes.second[home.u] + home.out_u,
                nodes.second[home.v] + home.out_v,
            ],
            axis=1,
        )
        labels = (nodes.first_label, nodes.second_label)
        columns = np.stack([label[end] for label in labels for end in (home.u, home.v)], axis=1)
        place, site, cost = along_one_edge(self.network, self.pace, home, self.pharmacy_doors)
        return with_candidates(best_two(costs, columns), place, cost, site.astype(np.int32))

    def keep(self) -> Kept:
        """All that is worth keeping for another engine of the same parts."""
        return Kept(self.towards.arcs, self._homes_snapped, self._pharmacies_snapped, self.nodes, self.homes)

    def without(self, labels: Collection[int]) -> "StreetEngine":
        """The same streets and homes with some pharmacies closed: the nearest two alone are worked out again."""
        left = StreetEngine(self.network, self.pace, self._homes, still_open(self.pharmacies, labels))
        left.towards, left.home_doors = self.towards, self.home_doors
        return left

    def reached(self, point: Point, limit: float) -> tuple[Ints, Floats]:
        """Homes from which a site can be reached within a limit, int64 (c,), in order, and their cost, float64 (c,)."""
        return self._reached(self.door(point), limit)

    def reached_by(self, label: int, limit: float) -> tuple[Ints, Floats]:
        """As ``reached``, for a pharmacy of the list."""
        return self._reached(self.pharmacy_doors.take(np.array([label])), limit)

    def nearer(self, point: Point, leaves: int) -> tuple[Ints, Floats]:
        """Homes to which a site is nearer than every pharmacy but the leaving one, and their cost, as ``reached``."""
        site = self.door(point)
        node, cost = self._nearby.nearer(_entries(site), self.nodes, leaves, self._highest_second)
        home, cost = self._homes_from(site, node, cost)
        less = cost < self.homes.without(leaves, home)
        return home[less], cost[less]

    def _reached(self, site: Doors, limit: float) -> tuple[Ints, Floats]:
        home, cost = self._homes_from(site, *self._nearby.within(_entries(site), limit))
        within = cost <= limit if np.isfinite(limit) else np.isfinite(cost)
        return home[within], cost[within]

    def _homes_from(self, site: Doors, node: Ints, node_cost: Floats) -> tuple[Ints, Floats]:
        """Homes at some nodes or on the site's own edge, in order, and their cost by those nodes or along that edge."""
        end, at = self._homes_at.of_each(node)
        home, cost = end % len(self.home_doors), node_cost[at] + self._out[end]
        on = self._homes_on.of(site.edge)
        if len(on):
            place, _, direct = along_one_edge(self.network, self.pace, self.home_doors.take(on), site)
            home, cost = np.concatenate([home, on[place]]), np.concatenate([cost, direct])
        order = np.argsort(home, kind="stable")
        home, cost = home[order], cost[order]
        first = np.flatnonzero(np.diff(home, prepend=-1))
        return home[first], np.minimum.reduceat(cost, first) if len(first) else cost

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self.towards, self.network.node_x, self.network.node_y)

    @cached_property
    def _highest_second(self) -> Floats:
        return self._nearby.highest_of_squares(self.nodes.second)

    @cached_property
    def _homes_at(self) -> Index:
        """Ways from the homes to the ends of their edges, by node: home i's are i and, to the edge's v, h + i."""
        ends = np.concatenate([self.home_doors.u, self.home_doors.v])
        return index_by(ends, np.arange(len(ends)), self.network.nodes)

    @cached_property
    def _out(self) -> Floats:
        """Cost of each way from a home to an end of its edge, float64 (2h,)."""
        return np.concatenate([self.home_doors.out_u, self.home_doors.out_v])

    @cached_property
    def _homes_on(self) -> Index:
        """Homes by their edge."""
        return index_by(self.home_doors.edge, np.arange(len(self.home_doors)), self.network.edges)

    def to_pharmacies(self, point: Point, limit: float) -> Floats:
        """Cost from a point to every counted pharmacy, float64 (p,); inf beyond ``limit`` or with no way there."""
        return self._costs.get((point, limit), lambda: self._search_pharmacies(point, limit))

    def _search_pharmacies(self, point: Point, limit: float) -> Floats:
        begin, ends = self.door(point), self.pharmacy_doors
        around = self._around(point, limit)
        cost = np.minimum(around.to(ends.u) + ends.in_u, around.to(ends.v) + ends.in_v)
        _, place, direct = along_one_edge(self.network, self.pace, begin, ends)
        cost[place] = np.minimum(cost[place], direct)
        found = np.where(cost <= limit, cost, np.inf)
        found.flags.writeable = False
        return found

    def cost(self, begin: Point, end: Point) -> float | None:
        """What ``trip`` costs, without its line; None where there is no way."""
        return self._lengths.get((begin, end), lambda: self._search_cost(begin, end))

    def _search_cost(self, begin: Point, end: Point) -> float | None:
        here, there = self.door(begin), self.door(end)
        _, _, alongside = along_one_edge(self.network, self.pace, here, there)
        best = float(alongside[0]) if len(alongside) else np.inf
        far = max(USUAL, ROUNDABOUT * begin.metres_to(end) * MM_A_METRE)
        for limit in (far, 2 * far, 4 * far, 8 * far, np.inf):
            around = self._around(begin, limit)
            best = min(best, *(around.to(there.u) + there.in_u), *(around.to(there.v) + there.in_v))
            if best <= limit:
                break
        return float(best) if np.isfinite(best) else None

    def cost_range(self, begin: Point, end: Point) -> tuple[float, float] | None:
        """The least and the most that a walk may be by which street each point stands on; None where that is no question.

        A question it is where another street of the connected network lies within a point's own error, and one is farther
        from the other by the streets than that error. The most is inf where one of them has no way, or a very long one.
        """
        begins, ends = self._may_stand(begin), self._may_stand(end)
        if len(begins) == 1 and len(ends) == 1:
            return None
        far = 2 * max(USUAL, ROUNDABOUT * begin.metres_to(end) * MM_A_METRE)
        found = np.concatenate(
            [self._costs_between(begins.take(np.array([at])), ends, far) for at in range(len(begins))]
        )
        return float(found.min()), float(found.max())

    def other_standings(self, point: Point) -> tuple[Point, ...]:
        """Where else a point may stand, as in ``cost_range``: the nearest points of the streets in question."""
        doors = self._may_stand(point)
        found = []
        for edge, along in zip(doors.edge[1:].tolist(), doors.along_mm[1:].tolist(), strict=True):
            share = along / max(1, int(self.network.edge_mm[edge]))
            at = shapely.LineString(self.network.line(edge)).interpolate(share, normalized=True)
            found.append(Point(at.x, at.y, f"another street near {point.source}"))
        return tuple(found)

    def _may_stand(self, point: Point) -> Doors:
        """Where a point may stand, its nearest street first, then those in question within its error."""
        key = point.easting, point.northing, point.error_m
        return self._standings.get(key, lambda: self._find_standings(point))

    def _find_standings(self, point: Point) -> Doors:
        own, error = self.door(point), point.error_m
        if not error or not np.isfinite(own.off[0]):
            return own
        others = doors_at(self.network, self.pace, self.snapper.within(point.easting, point.northing, error))
        # A place that is known to a kilometre may have streets within its error that nothing steps onto from it.
        others = others.take(np.flatnonzero(np.isfinite(others.off)))
        if not len(others):
            return own
        margin = error * MM_A_METRE
        limit = own.off[0] + float(others.off.max()) + margin
        away = self._costs_between(own, others, limit) - own.off[0] - others.off
        asked = others.take(np.flatnonzero((others.edge != own.edge[0]) & (away > margin)))
        return Doors(*(np.concatenate(pair) for pair in zip(_columns(own), _columns(asked), strict=True)))

    def _costs_between(self, begin: Doors, ends: Doors, limit: float) -> Floats:
        """Cost from one door to some others, inf beyond the limit or with no way, float64 (k,)."""
        reach = self.away.from_site(Entries(begin.u, begin.v, begin.out_u, begin.out_v), limit)
        cost = np.minimum(reach[ends.u] + ends.in_u, reach[ends.v] + ends.in_v)
        _, place, direct = along_one_edge(self.network, self.pace, begin, ends)
        np.minimum.at(cost, place, direct)
        return np.asarray(cost)

    def _around(self, point: Point, limit: float) -> _Around:
        """Costs from a point to the nodes within a limit. Kept for some points: cases come back to the same premises."""

        def search() -> _Around:
            begin = self.door(point)
            cost = self.away.from_site(Entries(begin.u, begin.v, begin.out_u, begin.out_v), limit)
            node = np.flatnonzero(np.isfinite(cost))
            return _Around(node, cost[node])

        if limit > 2 * USUAL:  # much of the map: too much to keep
            return search()
        return self._arounds.get((point.easting, point.northing, limit), search)

    def trip(self, begin: Point, end: Point) -> Trip:
        """The shortest trip from one point to another, with its line and what is on it."""
        return self._trips.get((begin, end), lambda: self._go(begin, end))

    def _go(self, begin: Point, end: Point) -> Trip:
        doors = self.door(begin), self.door(end)
        return route_between(self.network, self.pace, self.towards, (begin, doors[0]), (end, doors[1]))

    def farthest_m(self, cost: float) -> float:
        """How far in a straight line anybody gets for a cost, metres, were all streets as fast as the fastest."""
        return cost * self._fastest / MM_A_METRE

    @cached_property
    def _fastest(self) -> float:
        return fastest(self.pace, self.network)

    def off_network(self, point: Point) -> float:
        """Metres from a point to the nearest street."""
        return float(self._stand(point)[1].off_mm[0]) / MM_A_METRE

    def door(self, point: Point) -> Doors:
        """Where a point stands on the network."""
        return self._stand(point)[0]

    def _stand(self, point: Point) -> tuple[Doors, Snapped]:
        def stand() -> tuple[Doors, Snapped]:
            snapped = self.snapper.snap(np.array([point.easting]), np.array([point.northing]))
            return doors_at(self.network, self.pace, snapped), snapped

        return self._stood.get((point.easting, point.northing), stand)


def _columns(doors: Doors) -> tuple[NDArray[Any], ...]:
    return tuple(vars(doors).values())


def _entries(doors: Doors) -> Entries:
    """Arcs by which sites are come to, seen from the site."""
    return Entries(doors.u, doors.v, doors.in_u, doors.in_v)
