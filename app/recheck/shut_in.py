"""Homes from which no second pharmacy can be driven or walked to: proven of a part, so that it is true of the whole.

An island, a lane that the map does not join, a one-way road that leads nowhere: if all that can be come to from a home lies
within the halo, every street of it is in the part. So nothing else can be come to on all of the streets, unless a pharmacy
that was left out stands on one of these streets, and that is looked at.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from app.access.graph import Arcs
from app.access.streets import StreetEngine
from geodata.model.premises import Premises
from geodata.snapshot import Floats, Ints, Snapshot

Mask = NDArray[np.bool_]


class Whole:
    """A snapshot that parts are cut from, with its places of streets by mode: put in order when first asked about."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._trees: dict[str, KDTree | None] = {}

    def metres_to_a_street(self, mode: str, places: Floats) -> Floats:
        """How far places are from the nearest end of a street at most, float64 (k,); places: float64 (k, 2).

        0 where there are no streets of the mode: nothing is measured on them.
        """
        if mode not in self._trees:
            network = self.snapshot.network(mode)
            self._trees[mode] = (
                KDTree(np.column_stack([network.node_x, network.node_y]))
                if network and network.nodes
                else None
            )
        tree = self._trees[mode]
        return np.zeros(len(places)) if tree is None else np.asarray(tree.query(places)[0], dtype=np.float64)


@dataclass(frozen=True)
class Beyond:
    """What is outside a part: the snapshots of which the old and the new parts were cut, any list on any streets.

    ``near`` says of places, float64 (k, 2), whether they are within so many metres of what the part was cut around.
    ``longest_m`` is the length of the longest street.
    """

    wholes: tuple[Whole, ...]
    near: Callable[[Floats, float], Mask]
    longest_m: float


def shut_in(
    engine: StreetEngine, homes: Ints, counted: Sequence[Premises], halo_m: float, beyond: Beyond
) -> bool:
    """Whether homes, by their positions, come to no more on all of the streets than within the part.

    ``counted`` are the pharmacies of the part.
    """
    doors = engine.home_doors.take(homes)
    # Who stands on no street comes to nothing: streets are kept farther out than anybody is joined to one.
    doors = doors.take(np.flatnonzero(np.isfinite(doors.off)))
    if not len(doors):
        return True
    if engine.farthest_m(float(doors.off.max(initial=0.0))) > halo_m:
        return False
    begins = np.concatenate([doors.u[np.isfinite(doors.out_u)], doors.v[np.isfinite(doors.out_v)]])
    reached = _reached(engine.away.arcs, begins.astype(np.int64))
    network = engine.network
    places = np.column_stack([network.node_x[reached], network.node_y[reached]])
    if not len(places) or not beyond.near(places, halo_m).all():
        return False
    outside = np.concatenate([_left_out(whole.snapshot.premises, counted) for whole in beyond.wholes])
    if not len(outside):
        return True
    # On a street of theirs one would stand nearer to it than to any other street.
    to_theirs = KDTree(places).query(outside)[0] - beyond.longest_m
    return all(
        bool((to_theirs > whole.metres_to_a_street(engine.mode.value, outside)).all())
        for whole in beyond.wholes
    )


def _left_out(listed: Sequence[Premises], counted: Sequence[Premises]) -> Floats:
    """Where the pharmacies are that are on the whole list and not in the part, float64 (k, 2)."""
    here = {one.ods_code for one in counted}
    points = [
        (one.point.easting, one.point.northing)
        for one in listed
        if one.point is not None and one.counts_for_access and one.ods_code not in here
    ]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def _reached(arcs: Arcs, begins: Ints) -> Ints:
    """All nodes that can be come to from some, those among them, int64 in order."""
    seen = np.zeros(arcs.nodes, dtype=bool)
    front = np.unique(begins)
    while len(front):
        seen[front] = True
        first, count = arcs.start[front], arcs.start[front + 1] - arcs.start[front]
        skipped = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
        following = np.unique(arcs.end[skipped + np.arange(len(skipped))])
        front = following[~seen[following]].astype(np.int64)
    return np.flatnonzero(seen)
