"""The order in which a search from all pharmacies goes through the map: in a band from one corner to the other.

Searched by distance alone, all parts of a large map are worked on by turns, and little that one step needs is still in
the processor's cache from the step before. So the map is tilted: an arc costs less where it leads downhill and as much
more where it leads uphill (Johnson 1977, "Efficient algorithms for shortest paths in sparse networks"). Every way from
one node to another is changed by the same amount, the difference in their heights, so the shortest stays the shortest.
"""

import numpy as np

from app.access.graph import Arcs
from geodata.snapshot import Floats

ALMOST = 0.999
"""Share of the steepest slope allowed, so that every arc still costs something."""


def tilt(arcs: Arcs, x: Floats, y: Floats) -> Floats:
    """Height of each node in units of cost, float64 (n,), 0 or more: no arc falls by as much as it costs.

    x, y: metres, (n,). However the costs came about (a walk, a drive), the tilt is as steep as the quickest arc allows.
    """
    along = np.asarray(x + y)
    along -= along.min(initial=np.inf)
    rise = along[arcs.end] - np.repeat(along, np.diff(arcs.start))
    steepest = float(np.max(np.abs(rise) / arcs.cost, initial=0.0))
    return along * (ALMOST / steepest) if steepest else np.zeros(arcs.nodes)
