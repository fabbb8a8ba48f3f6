"""The street network as a graph to search: one arc each way that a street may be used.

Arcs point from a pharmacy outwards, so that one search from all pharmacies gives every home's distance *to* its
pharmacy, on one-way streets too: the arc u -> v stands for the trip v -> u.
"""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.snapshot import Codes, Floats, Ints

TINY = 2.0**-10
"""Weight that stands for zero in the sparse matrix, where a zero may be taken for no arc; rounding removes it."""

NO_WAY = np.inf


@dataclass(frozen=True)
class Costs:
    """Cost of using each edge in whole units: millimetres on foot, milliseconds by car. int64 (m,); -1: not allowed.

    ``forward`` is from the edge's u to its v, ``backward`` from v to u.
    """

    forward: Ints
    backward: Ints


@dataclass(frozen=True)
class Arcs:
    """Arcs as compressed sparse rows. start: int32 (n + 1,); end: int32 (a,); cost: float64 (a,); edge: int32 (a,)."""

    start: Codes
    end: Codes
    cost: Floats
    edge: Codes

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.start) - 1


def outward_arcs(nodes: int, edge_u: Codes, edge_v: Codes, costs: Costs) -> Arcs:
    """Arcs for searching outwards from pharmacies: u -> v where the trip v -> u is allowed, and the other way round.

    Loops lead nowhere and are left out; of parallel arcs the cheapest is kept, because a sparse matrix would add them up.
    """
    count = len(edge_u)
    cost = np.concatenate([costs.backward, costs.forward])
    key = np.concatenate([_pairs(edge_u, edge_v), _pairs(edge_v, edge_u)])
    arc = np.flatnonzero((cost >= 0) & np.tile(edge_u != edge_v, 2))
    key = key[arc]
    order = np.argsort(key)
    key, arc = key[order], arc[order]
    again = np.flatnonzero(key[1:] == key[:-1]) + 1
    if len(again):
        parallel = np.union1d(again, again - 1)
        rivals = arc[parallel]
        arc[parallel] = rivals[np.lexsort((rivals % count, cost[rivals], key[parallel]))]
        key, arc = np.delete(key, again), np.delete(arc, again)
    weights = cost[arc].astype(np.float64)
    weights[weights == 0] = TINY
    return Arcs(
        start=_row_starts(key >> _HALF, nodes),
        end=key.astype(np.int32),  # the lower half
        cost=weights,
        edge=(arc % count if count else arc).astype(np.int32),
    )


_HALF = np.int64(32)


def _pairs(begin: Codes, end: Codes) -> Ints:
    """Two codes as one number that sorts by the first and then by the second: much quicker to sort than two columns."""
    return np.asarray((begin.astype(np.int64) << _HALF) | end)


def _row_starts(row: NDArray[Any], rows: int) -> Codes:
    """Where each row starts among entries sorted by row, int32 (rows + 1,)."""
    start = np.zeros(rows + 1, dtype=np.int32)
    np.cumsum(np.bincount(row, minlength=rows), out=start[1:])
    return start


@dataclass(frozen=True)
class Entries:
    """Arcs from each of k sites to the ends of its edge. u, v: int32 (k,); to_u, to_v: float64 (k,), inf: not allowed."""

    u: Codes
    v: Codes
    to_u: Floats
    to_v: Floats

    def __len__(self) -> int:
        return len(self.u)


class Searcher:
    """Shortest paths over arcs, from sites that stand part-way along edges. Safe to use from several threads."""

    def __init__(self, arcs: Arcs) -> None:
        self.arcs = arcs
        self._lock = Lock()

    def with_sites(self, sites: Entries) -> csr_array:
        """The graph with one more node for each site, numbered from n, and arcs from it to the ends of its edge."""
        return _with_rows(self.arcs, *_site_arcs(sites), len(sites))

    def from_site(self, site: Entries, limit: float = NO_WAY) -> Floats:
        """Cost from one site to every node, float64 (n,), inf beyond ``limit``."""
        with self._lock:
            cost = dijkstra(self._aimed(site), indices=[self.arcs.nodes], limit=limit, min_only=True)
        return np.rint(cost[:-1])

    def tree_from_site(self, site: Entries, limit: float = NO_WAY) -> tuple[Floats, Codes]:
        """As ``from_site``, with the next node towards the site: int32 (n,); n is the site itself, negative: not reached."""
        with self._lock:
            found = dijkstra(
                self._aimed(site),
                indices=[self.arcs.nodes],
                limit=limit,
                min_only=True,
                return_predecessors=True,
            )
        return np.rint(found[0][:-1]), found[1][:-1].astype(np.int32)

    def edges_between(self, begin: Ints, end: Ints) -> Ints:
        """The edges that arcs between pairs of nodes stand for, int64 (k,). Raises KeyError where there is none."""
        low, count = self.arcs.start[begin], self.arcs.start[begin + 1] - self.arcs.start[begin]
        pair = np.repeat(np.arange(len(begin)), count)
        arc = np.repeat(low, count) + np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
        hit = self.arcs.end[arc] == end[pair]
        if int(hit.sum()) != len(begin):
            raise KeyError("a pair of nodes has no arc between them")
        return np.asarray(self.arcs.edge[arc[hit]], dtype=np.int64)

    def _aimed(self, site: Entries) -> csr_array:
        """The graph with its spare row pointing at the ends of the site's edge. Overwritten each time, never copied."""
        _, ends, costs = _site_arcs(site)
        graph = self._spare
        graph.indices[-2:], graph.data[-2:] = _padded(ends, costs, self.arcs.nodes)
        return graph

    @cached_property
    def _spare(self) -> csr_array:
        nodes = self.arcs.nodes
        rows = np.zeros(2, dtype=np.int32), np.array([nodes, nodes], dtype=np.int32), np.array([TINY, TINY])
        return _with_rows(self.arcs, *rows, 1)


def _site_arcs(sites: Entries) -> tuple[Codes, Codes, Floats]:
    """(site, node, cost) of every arc by which a site is entered; of two to one node the cheaper."""
    row = np.repeat(np.arange(len(sites), dtype=np.int32), 2)
    ends = np.stack([sites.u, sites.v], axis=1).ravel().astype(np.int32)
    costs = np.stack([sites.to_u, sites.to_v], axis=1).ravel()
    loop = np.repeat(sites.u == sites.v, 2)
    dearer = np.stack([sites.to_u > sites.to_v, sites.to_u <= sites.to_v], axis=1).ravel()
    keep = np.isfinite(costs) & ~(loop & dearer)
    return row[keep], ends[keep], np.where(costs == 0, TINY, costs)[keep]


def _with_rows(arcs: Arcs, row: Codes, ends: Codes, costs: Floats, extra: int) -> csr_array:
    """The arcs with extra rows below: row (0-based among the extra ones, sorted), end and cost of each arc."""
    counts = np.bincount(row, minlength=extra)
    start = np.concatenate([arcs.start, arcs.start[-1] + np.cumsum(counts)]).astype(np.int32)
    size = arcs.nodes + extra
    data = np.concatenate([arcs.cost, costs])
    return csr_array((data, np.concatenate([arcs.end, ends]), start), shape=(size, size))


def _padded(ends: Codes, costs: Floats, nodes: int) -> tuple[Codes, Floats]:
    """Two arcs exactly: a missing one becomes an arc of the spare node to itself, which leads nowhere."""
    missing = 2 - len(ends)
    return (
        np.concatenate([ends, np.full(missing, nodes, dtype=np.int32)]),
        np.concatenate([costs, np.full(missing, TINY)]),
    )


def nearest_labels(graph: csr_array, height: Floats) -> tuple[Floats, Codes]:
    """For every node the cost to the nearest site and which one: float64 (n,), inf unreached; int32 (n,), -1 unreached.

    graph: n nodes and, after them, sites from which nothing leads back; costs tilted by height, float64 (n,).
    """
    nodes = len(height)
    sites = np.arange(nodes, graph.shape[0], dtype=np.int32)
    cost, _, label = dijkstra(graph, indices=sites, min_only=True, return_predecessors=True)
    reached = np.isfinite(cost[:nodes])
    return np.rint(cost[:nodes] - height), np.where(reached, label[:nodes] - nodes, -1).astype(np.int32)
