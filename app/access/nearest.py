"""The nearest pharmacy and the nearest *different* one, for every node and every home, from two searches.

With both, what happens when one pharmacy goes is a look-up. The second search rests on this: where a trip to the
second-nearest pharmacy q passes a node whose own nearest is not q, no later node on it has q as its nearest, and where
the nearest changes again on the way, the one left behind is nearer than q. So q reaches a node as its second either
across an edge whose ends have different nearest pharmacies, or from such a crossing within one pharmacy's own streets.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from app.access.graph import Arcs, Entries, Searcher, nearest_labels
from geodata.snapshot import Codes, Floats, Ints

NOBODY = -1
EVERYWHERE = slice(None)


@dataclass(frozen=True)
class NearestTwo:
    """For each of k places: cost to the nearest and second-nearest pharmacy and which they are.

    first, second: float64 (k,), inf where there is none. first_label, second_label: int32 (k,), -1 where there is none.
    """

    first: Floats
    first_label: Codes
    second: Floats
    second_label: Codes

    @cached_property
    def _by_label(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.first_label, kind="stable")
        most = int(self.first_label.max(initial=NOBODY))
        return order, np.searchsorted(self.first_label[order], np.arange(NOBODY, most + 2))

    def places_of(self, label: int) -> Ints:
        """Places whose nearest pharmacy is the one of a label, int64, in order; none for -1."""
        order, start = self._by_label
        at = label - NOBODY
        return order[start[at] : start[at + 1]] if label != NOBODY and at + 1 < len(start) else order[:0]

    def without(self, label: int, place: Ints | slice = EVERYWHERE) -> Floats:
        """Cost to the nearest pharmacy once one of them is gone, float64: of every place, or of some."""
        return np.where(self.first_label[place] == label, self.second[place], self.first[place])


def nearest_two_of_nodes(searcher: Searcher, sites: Entries, height: Floats) -> NearestTwo:
    """The two nearest sites of every node. Sites are numbered as given; two at one place stay two.

    height: float64 (n,), see ``sweep.tilt``; it changes how fast the answer is found, and nothing else.
    """
    arcs, count = searcher.arcs, len(sites)
    if not count:
        return _nothing(arcs.nodes)
    graph = searcher.with_sites(sites)
    site_arcs = _site_arcs_of(graph, arcs.nodes)
    begin = np.repeat(np.arange(arcs.nodes, dtype=np.int32), np.diff(arcs.start))
    graph.data += height[graph.indices]
    graph.data[: len(begin)] -= height[begin]
    first, first_label = nearest_labels(graph, height)
    across, aside = _crossings(arcs, begin, first, first_label), _sites_passed_over(site_arcs, first_label)
    node, label = np.concatenate([across[0], aside[0]]), np.concatenate([across[2], aside[2]])
    cost = np.concatenate([across[1], aside[1]]) + height[node]
    graph = _within_cells(graph, begin, first_label, *_cheapest_of_each(node, cost, label))
    return NearestTwo(first, first_label, *nearest_labels(graph, height))


Candidates = tuple[Codes, Floats, Codes]
"""Ways to come to a node from a pharmacy that is not its nearest: node, cost, label, each (c,)."""


def _site_arcs_of(graph: csr_array, nodes: int) -> Candidates:
    """The arcs from sites to the ends of their own edges."""
    at = slice(graph.indptr[nodes], None)
    site = np.repeat(np.arange(graph.shape[0] - nodes, dtype=np.int32), np.diff(graph.indptr[nodes:]))
    return graph.indices[at], graph.data[at].copy(), site


def _crossings(arcs: Arcs, begin: Codes, first: Floats, label: Codes) -> Candidates:
    """Across every arc whose ends have different nearest pharmacies. begin: where each arc begins."""
    crosses = label[begin] != label[arcs.end]
    begin, end, cost = begin[crosses], arcs.end[crosses], arcs.cost[crosses]
    reached = label[begin] != NOBODY
    begin, end, cost = begin[reached], end[reached], cost[reached]
    return end, first[begin] + cost, label[begin]


def _sites_passed_over(site_arcs: Candidates, first_label: Codes) -> Candidates:
    """At the ends of a site's own edge, where another site is nearer."""
    end, cost, site = site_arcs
    other = first_label[end] != site
    return end[other], cost[other], site[other]


def _cheapest_of_each(node: Codes, cost: Floats, label: Codes) -> Candidates:
    """The cheapest candidate of each node, by label."""
    order = np.lexsort((cost, node))
    best = np.ones(len(node), dtype=bool)
    best[1:] = node[order[1:]] != node[order[:-1]]
    kept = order[best]
    kept = kept[np.argsort(label[kept], kind="stable")]
    return node[kept], cost[kept], label[kept]


def _within_cells(
    graph: csr_array, begin: Codes, first_label: Codes, node: Codes, cost: Floats, label: Codes
) -> csr_array:
    """The graph in which candidates are carried on within each pharmacy's own streets: its sites now lead to them."""
    nodes = len(first_label)
    end, data = graph.indices[: len(begin)], graph.data[: len(begin)]
    within = first_label[begin] == first_label[end]
    rows = np.bincount(begin[within], minlength=nodes), np.bincount(label, minlength=graph.shape[0] - nodes)
    start = np.zeros(graph.shape[0] + 1, dtype=np.int32)
    np.cumsum(np.concatenate(rows), out=start[1:])
    parts = np.concatenate([data[within], cost]), np.concatenate([end[within], node]), start
    return csr_array(parts, shape=graph.shape)


def _nothing(size: int) -> NearestTwo:
    far, nobody = np.full(size, np.inf), np.full(size, NOBODY, dtype=np.int32)
    return NearestTwo(far, nobody, far, nobody)


def best_two(costs: Floats, labels: Codes) -> NearestTwo:
    """The two best candidates of different labels in each row. costs: float64 (k, c); labels: int32 (k, c)."""
    rows = np.arange(len(costs))
    column = np.argmin(costs, axis=1)
    first, label = costs[rows, column], labels[rows, column]
    others = np.where(labels == label[:, None], np.inf, costs)
    column = np.argmin(others, axis=1)
    second = others[rows, column]
    return NearestTwo(
        first,
        np.where(np.isfinite(first), label, NOBODY).astype(np.int32),
        second,
        np.where(np.isfinite(second), labels[rows, column], NOBODY).astype(np.int32),
    )


def with_candidates(known: NearestTwo, place: Ints, cost: Floats, label: Codes) -> NearestTwo:
    """Nearest two with more candidates: pairs of a place and a label with the cost between them, in any order."""
    if not len(place):
        return known
    order = np.argsort(place, kind="stable")
    place, cost, label = place[order], cost[order], label[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(place)) + 1])
    rank = np.arange(len(place)) - np.repeat(starts, np.diff(np.concatenate([starts, [len(place)]])))
    columns = [known.first.copy(), known.second.copy()], [known.first_label.copy(), known.second_label.copy()]
    for turn in range(int(rank.max()) + 1):
        now = rank == turn
        at = place[now]
        costs = np.stack([columns[0][0][at], columns[0][1][at], cost[now]], axis=1)
        labels = np.stack([columns[1][0][at], columns[1][1][at], label[now]], axis=1)
        # A label that stands among the two already may only come nearer.
        better = best_two(costs, labels)
        columns[0][0][at], columns[0][1][at] = better.first, better.second
        columns[1][0][at], columns[1][1][at] = better.first_label, better.second_label
    return NearestTwo(columns[0][0], columns[1][0], columns[0][1], columns[1][1])
