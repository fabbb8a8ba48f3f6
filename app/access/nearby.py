"""Search only where the answer can lie, so that a question about one site costs the same in a council as in a country.

No trip is cheaper than a straight line at the cheapest cost per metre of the whole network. Nodes that are too far for a
question even so are left out beforehand, first by squares of the map and then one by one; the rest is searched exactly.
"""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from app.access.graph import TINY, Entries, Searcher
from app.access.index import Index, index_by
from app.access.nearest import NearestTwo
from geodata.snapshot import Codes, Floats, Ints

NODES_A_SQUARE = 16
MOST_SQUARES = 20_000
"""Squares are looked at one by one for each site: more of them leave out more nodes, and take longer themselves."""

ELSEWHERE = 0
"""Number of every node outside the part that is searched; nothing leads on from there."""

MOST_OF_THE_MAP = 0.4
"""Share of all nodes from which on it is quicker to search the whole map than to cut out a part of it."""

ALMOST = 0.999999
"""Share of the cheapest cost per metre that is reckoned with, so that no rounding leaves a node out."""


@dataclass(frozen=True)
class _Squares:
    """Squares of the map that have nodes: their side in metres, their middles, float64 (s,), and their nodes."""

    side: float
    x: Floats
    y: Floats
    nodes: Index


class Nearby:
    """Searches around one site at a time over arcs whose nodes have a place. Safe to use from several threads."""

    def __init__(self, searcher: Searcher, x: Floats, y: Floats) -> None:
        """x, y: metres, float64 (n,)."""
        self._searcher, self._arcs = searcher, searcher.arcs
        self._x, self._y = x, y
        self._lock = Lock()

    def within(self, site: Entries, limit: float) -> tuple[Ints, Floats]:
        """Nodes from which one site costs no more than a limit, int64 (k,), and the cost, float64 (k,)."""
        squares = np.flatnonzero(self._least_of_squares(site) <= limit)
        node = self._squares.nodes.of(squares)
        return self._searched(site, node[self._least(site, node) <= limit], limit)

    def nearer(self, site: Entries, known: NearestTwo, leaves: int, highest: Floats) -> tuple[Ints, Floats]:
        """Nodes from which one site costs less than every pharmacy but the leaving one, and the cost, as ``within``.

        From one node to the next, the cost to the nearest pharmacy rises by no more than the arc costs. So every node on
        the way from such a node is one, too, and the search can do without all others.
        known: the nearest two of every node. highest: float64 (s,), ``highest_of_squares`` of the second.
        """
        squares = np.flatnonzero(self._least_of_squares(site) < highest)
        node = self._squares.nodes.of(squares)
        least = self._least(site, node)
        some = least < known.second[node]
        node, least = node[some], least[some]
        others = known.without(leaves, node)
        some = least < others
        node, others = node[some], others[some]
        node, cost = self._searched(site, node, float(others.max(initial=0.0)))
        less = cost < known.without(leaves, node)
        return node[less], cost[less]

    def highest_of_squares(self, bound: Floats) -> Floats:
        """The highest value in each square, float64 (s,), of one for each node, float64 (n,)."""
        squares = self._squares.nodes
        return (
            np.maximum.reduceat(bound[squares.thing], squares.start[:-1]) if len(squares.thing) else bound[:0]
        )

    def _searched(self, site: Entries, node: Ints, limit: float) -> tuple[Ints, Floats]:
        if len(node) > self._arcs.nodes * MOST_OF_THE_MAP:
            cost = self._searcher.from_site(site, limit)[node]
            reached = np.isfinite(cost)
            return node[reached], cost[reached]
        with self._lock:
            self._number[node] = np.arange(1, len(node) + 1, dtype=np.int32)
            graph = self._part(site, node)
            self._number[node] = ELSEWHERE
        cost = dijkstra(graph, indices=[len(node) + 1], limit=limit, min_only=True)[1:-1]
        reached = np.isfinite(cost)
        return node[reached], np.rint(cost[reached])

    def _part(self, site: Entries, node: Ints) -> csr_array:
        """The graph of some nodes, numbered from 1, and the site after them; arcs to anywhere else end in one node, 0."""
        arcs, size = self._arcs, len(node)
        low = arcs.start[node]
        count = arcs.start[node + 1] - low
        start = np.zeros(size + 3, dtype=np.int32)
        np.cumsum(count, out=start[2:-1])
        arc = np.arange(start[-2], dtype=np.int32) + np.repeat(low - start[1:-2], count)
        doors = self._number[np.array([site.u[0], site.v[0]])]
        costs = np.array([site.to_u[0], site.to_v[0]])
        entered = (doors != ELSEWHERE) & np.isfinite(costs)
        if doors[0] == doors[1]:
            entered[int(costs[0] <= costs[1])] = False
        start[-1] = start[-2] + int(entered.sum())
        end = np.concatenate([self._number[arcs.end[arc]], doors[entered]])
        cost = np.concatenate([arcs.cost[arc], np.maximum(costs[entered], TINY)])
        return csr_array((cost, end, start), shape=(size + 2, size + 2))

    def _least(self, site: Entries, node: Ints) -> Floats:
        """A cost that no trip from some nodes to the site is below."""
        return self._least_at(site, self._x[node], self._y[node], 0.0)

    def _least_of_squares(self, site: Entries) -> Floats:
        return self._least_at(site, self._squares.x, self._squares.y, self._squares.side / np.sqrt(2))

    def _least_at(self, site: Entries, x: Floats, y: Floats, slack_m: float) -> Floats:
        """The cost of a straight line from one end of the site's edge, less what could be saved by the other end."""
        u, v = int(site.u[0]), int(site.v[0])
        between = float(np.hypot(self._x[v] - self._x[u], self._y[v] - self._y[u]))
        ahead = min(site.to_u[0], site.to_v[0] - between * self._a_metre)
        east, north = x - self._x[u], y - self._y[u]
        metres = np.sqrt(east * east + north * north)  # np.hypot takes several times as long
        return np.asarray(ahead + np.maximum(metres - slack_m, 0.0) * self._a_metre)

    @cached_property
    def _a_metre(self) -> float:
        """A cost per metre that no arc is below."""
        arcs = self._arcs
        begin = np.repeat(np.arange(arcs.nodes, dtype=np.int32), np.diff(arcs.start))
        metres = np.hypot(self._x[arcs.end] - self._x[begin], self._y[arcs.end] - self._y[begin])
        dearest = float(np.max(metres / arcs.cost, initial=0.0))
        return ALMOST / dearest if dearest else 0.0

    @cached_property
    def _squares(self) -> _Squares:
        west, south = self._x.min(initial=np.inf), self._y.min(initial=np.inf)
        east, north = self._x.max(initial=-np.inf), self._y.max(initial=-np.inf)
        wanted = np.clip(self._arcs.nodes / NODES_A_SQUARE, 1, MOST_SQUARES)
        side = max(float(np.sqrt((east - west + 1) * (north - south + 1) / wanted)), 1.0)
        column, row = (
            ((self._x - west) // side).astype(np.int64),
            ((self._y - south) // side).astype(np.int64),
        )
        wide = int(column.max(initial=0)) + 1
        distinct, square = np.unique(row * wide + column, return_inverse=True)
        return _Squares(
            side,
            west + (distinct % wide + 0.5) * side,
            south + (distinct // wide + 0.5) * side,
            index_by(square, np.arange(len(square)), len(distinct)),
        )

    @cached_property
    def _number(self) -> Codes:
        """Number of each node in the part being searched, ``ELSEWHERE`` for all others: reset after each use."""
        return np.full(self._arcs.nodes, ELSEWHERE, dtype=np.int32)
