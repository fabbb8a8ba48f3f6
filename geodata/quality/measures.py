"""What the checks measure of streets: how far homes and pharmacies stand from them, which part they hang on, who is near.

The shares of people near a pharmacy are for holding one snapshot against another: they are found from junction to junction,
and are not the figures of an assessment.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from geodata.arrays import MM, Floats, Homes, Ints, StreetNetwork
from geodata.fragments import part_lengths, part_of_nodes
from geodata.model.premises import Premises

NEAR_M = 1600.0
"""About twenty minutes' walk, metres."""


def in_small_part(network: StreetNetwork, edge: Ints) -> NDArray[np.bool_]:
    """Whether edges hang on another part of the network than its longest, bool (n,)."""
    part = part_of_nodes(network)
    longest = int(np.argmax(part_lengths(network, part)))
    answer: NDArray[np.bool_] = part[network.edge_u[edge]] != longest
    return answer


def share_near(
    homes: Homes, pharmacies: Sequence[Premises], networks: Mapping[str, StreetNetwork]
) -> dict[str, float]:
    """Shares of people within ``NEAR_M`` of a pharmacy that counts: in a straight line, and on foot if there are streets."""
    spots = np.array([(p.point.easting, p.point.northing) for p in pharmacies if p.point]).reshape(-1, 2)
    people = int(homes.people.sum())
    if not people:
        return {}
    at = np.column_stack([homes.x, homes.y])
    near: dict[str, NDArray[np.bool_]] = {"straight": np.zeros(len(homes), dtype=bool)}
    if len(spots):
        near["straight"] = np.asarray(KDTree(spots).query(at)[0]) <= NEAR_M
    walk = networks.get("walk")
    if walk is not None and walk.edges:
        near["walk"] = _walked(walk, at, spots) <= NEAR_M
    return {way: float(homes.people[reached].sum()) / people for way, reached in near.items()}


def _walked(network: StreetNetwork, homes: Floats, spots: Floats) -> Floats:
    junctions = KDTree(np.column_stack([network.node_x, network.node_y]))
    off, start = junctions.query(homes)
    if not len(spots):
        return np.full(len(homes), np.inf)
    off_spot, spot = junctions.query(spots)
    n = network.nodes
    # A node for all pharmacies at once, joined to the junction of each by the straight line to it.
    u = np.concatenate([network.edge_u, np.full(len(spots), n)])
    v = np.concatenate([network.edge_v, spot])
    metres = np.concatenate([network.edge_mm / MM, np.maximum(off_spot, 0.001)])
    order = np.lexsort((metres, v, u))
    u, v, metres = u[order], v[order], metres[order]
    first = np.append(True, (np.diff(u) != 0) | (np.diff(v) != 0))  # of parallel streets the shortest
    graph = coo_array((metres[first], (u[first], v[first])), shape=(n + 1, n + 1)).tocsr()
    reached = dijkstra(graph, directed=False, indices=np.array([n]), limit=NEAR_M)[0]
    walked: Floats = reached[start] + off
    return walked
