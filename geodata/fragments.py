"""Parts of a network that hang together with nothing else, and leaving out the small ones."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.arrays import MM, Codes, EdgeFlag, Ints, StreetNetwork

SMALLEST_PART_M = 500.0
"""Parts of less than this many metres in all are left out. They are gaps in the map (a car park's aisles, a path
through a playground that nobody joined to the street); a home beside one would count as cut off from everything.
Longer parts are kept: a hamlet whose road leaves the extract is a real place, and its people must be counted."""

CONNECTED_M = 20_000.0
"""Parts of at least so many metres, and the longest, are the connected network: a town and its villages, an island with a
town on it. A shorter part is a gap in the map, or a place whose road leaves the extract; see ``standing.JOIN_M``."""


@dataclass(frozen=True)
class Fragments:
    """What was left out: parts, their length in whole millimetres, and ways of which nothing is left."""

    parts: int
    mm: int
    ways: int

    @property
    def metres(self) -> int:
        """Length in whole metres."""
        return round(self.mm / MM)


def part_of_nodes(network: StreetNetwork) -> Codes:
    """The part that each node belongs to, int32 (n,), numbered from 0; one-way streets join like any other."""
    n = network.nodes
    joined = coo_array(
        (np.ones(network.edges, dtype=np.int8), (network.edge_u, network.edge_v)), shape=(n, n)
    )
    _, part = connected_components(joined, directed=False)
    return np.asarray(part, dtype=np.int32)


def part_lengths(network: StreetNetwork, part: Codes) -> Ints:
    """Length of every part in whole millimetres, int64."""
    length = np.zeros(int(part.max()) + 1, dtype=np.int64)
    np.add.at(length, part[network.edge_u], network.edge_mm)
    return length


def without_fragments(
    network: StreetNetwork, smallest_part_m: float = SMALLEST_PART_M
) -> tuple[StreetNetwork, Fragments]:
    """The network without its parts shorter than ``smallest_part_m``, and what was left out.

    The longest part is always kept. Order of nodes and edges stays.
    """
    part = part_of_nodes(network)
    length = part_lengths(network, part)
    keep = length >= smallest_part_m * MM
    keep[np.argmax(length)] = True
    if keep.all():
        return network, Fragments(0, 0, 0)
    kept = _subset(network, keep[part])
    ways = len(np.unique(network.edge_way)) - len(np.unique(kept.edge_way))
    return kept, Fragments(int((~keep).sum()), int(length[~keep].sum()), ways)


def mark_apart(network: StreetNetwork) -> StreetNetwork:
    """The network with ``EdgeFlag.APART`` on exactly the streets of parts that are none of the connected network.

    ``EdgeFlag.OTHER`` is on those of the connected network that do not hang together with its longest part.
    """
    if not network.edges:
        return network
    part = part_of_nodes(network)
    length = part_lengths(network, part)
    short = length < CONNECTED_M * MM
    short[np.argmax(length)] = False
    other = ~short
    other[np.argmax(length)] = False
    flags = network.edge_flags & ~(EdgeFlag.APART | EdgeFlag.OTHER)
    flags |= np.where(short[part[network.edge_u]], EdgeFlag.APART, 0)
    flags |= np.where(other[part[network.edge_u]], EdgeFlag.OTHER, 0)
    return replace(network, edge_flags=flags.astype(np.int32))


def _subset(network: StreetNetwork, nodes: NDArray[np.bool_]) -> StreetNetwork:
    """Only these nodes and the edges between them; every edge has both its ends in or both out."""
    edges = nodes[network.edge_u]
    number = np.cumsum(nodes, dtype=np.int32) - np.int32(1)
    points = np.diff(network.geometry_start)
    edge_class, classes = _used(network.edge_class[edges], network.classes)
    edge_name, names = _used(network.edge_name[edges], network.names)
    return replace(
        network,
        **{f: getattr(network, f)[nodes] for f in ("node_x", "node_y", "node_osm", "node_flags")},
        **{f: getattr(network, f)[edges] for f in ("edge_mm", "edge_way", "edge_flags", "edge_kmh")},
        edge_u=number[network.edge_u[edges]],
        edge_v=number[network.edge_v[edges]],
        edge_class=edge_class,
        edge_name=edge_name,
        geometry_start=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(points[edges])]),
        geometry_xy=network.geometry_xy[np.repeat(edges, points)],
        classes=classes,
        names=names,
    )


def _used(codes: Codes, words: tuple[str, ...]) -> tuple[Codes, tuple[str, ...]]:
    """Codes in the list of only those words that are used; -1 stays -1."""
    used = np.unique(codes[codes >= 0])
    number = np.full(len(words) + 1, -1, dtype=np.int32)  # the last one is what -1 points at
    number[used] = np.arange(len(used), dtype=np.int32)
    return number[codes], tuple(words[code] for code in used)
