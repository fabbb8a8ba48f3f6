"""What it costs to get from a point onto the network and off it again, one-way streets included."""

from dataclasses import dataclass, fields

import numpy as np

from app.access.pace import Pace
from geodata.snapshot import Codes, Floats, Ints, StreetNetwork
from geodata.standing import Snapped


@dataclass(frozen=True)
class Doors:
    """k points on the network, and the cost between each and the two ends of its edge, inf where not allowed.

    edge: int64 (k,). u, v: int32 (k,), nodes at its ends. out_u, out_v: float64 (k,), from the point to the end;
    in_u, in_v: from the end to the point. along: float64 (k,), share of the edge from u; off: float64 (k,), cost off street.
    """

    edge: Ints
    u: Codes
    v: Codes
    out_u: Floats
    out_v: Floats
    in_u: Floats
    in_v: Floats
    along_mm: Ints
    off: Floats

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, which: Ints) -> "Doors":
        """The doors at some positions."""
        return Doors(*(getattr(self, f.name)[which] for f in fields(self)))


def doors_at(network: StreetNetwork, pace: Pace, snapped: Snapped) -> Doors:
    """The doors of points that stand on edges. From a point too far from any street, nothing leads anywhere."""
    edge, length = snapped.edge, network.edge_mm[snapped.edge]
    forward, backward = _cost(pace.costs.forward[edge]), _cost(pace.costs.backward[edge])
    off = np.where(snapped.far, np.inf, np.rint(snapped.off_mm * pace.off_street))
    from_u = snapped.along_mm / length
    from_v = (length - snapped.along_mm) / length
    return Doors(
        edge=edge,
        u=network.edge_u[edge],
        v=network.edge_v[edge],
        out_u=_part(backward, from_u) + off,
        out_v=_part(forward, from_v) + off,
        in_u=_part(forward, from_u) + off,
        in_v=_part(backward, from_v) + off,
        along_mm=snapped.along_mm,
        off=off,
    )


def _part(whole: Floats, share: Floats) -> Floats:
    """Cost of a share of an edge. No part of it costs nothing, on a street that may not be used that way too."""
    return np.rint(np.where(share == 0, 0.0, whole) * share)


def _cost(cost: Ints) -> Floats:
    return np.where(cost < 0, np.inf, cost).astype(np.float64)


def along_one_edge(
    network: StreetNetwork, pace: Pace, begins: Doors, ends: Doors
) -> tuple[Ints, Ints, Floats]:
    """Points that share an edge: (begin, end, cost of the trip straight along it), each (pairs,)."""
    order = np.argsort(ends.edge, kind="stable")
    edges = ends.edge[order]
    low, high = np.searchsorted(edges, begins.edge, "left"), np.searchsorted(edges, begins.edge, "right")
    count = high - low
    begin = np.repeat(np.arange(len(begins)), count)
    within = np.arange(len(begin)) - np.repeat(np.cumsum(count) - count, count)
    end = order[np.repeat(low, count) + within] if len(begin) else np.empty(0, dtype=np.int64)
    ahead = ends.along_mm[end] - begins.along_mm[begin]
    edge = begins.edge[begin]
    whole = np.where(ahead >= 0, _cost(pace.costs.forward[edge]), _cost(pace.costs.backward[edge]))
    part = _part(whole, np.abs(ahead) / network.edge_mm[edge])
    return begin, end, part + begins.off[begin] + ends.off[end]
