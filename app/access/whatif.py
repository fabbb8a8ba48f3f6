"""What a change does to every home, exactly, from the nearest two pharmacies that are already known.

Before and after are both made of the same three things: the pharmacies that the change does not touch, the site that
is left and the site that is moved to. So a move by nothing changes nothing, to the millimetre.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.access.engine import Engine
from app.access.nearest import NOBODY
from geodata.model.point import Point
from geodata.snapshot import Floats


@dataclass(frozen=True)
class Change:
    """One change at one moment: the site that is left and, for a move, the site that is moved to.

    ``leaves`` is the label of the leaving site in the engine's pharmacies, or -1 where the list does not have it.
    ``left_point`` is its explicit point where the papers give a better one than the list (or the list has none).
    ``new_point`` is where services are given afterwards; None where that site is on the list already (a consolidation).
    ``also_open`` is a site open before and after that the list does not have.
    """

    leaves: int
    left_point: Point | None = None
    new_point: Point | None = None
    also_open: Point | None = None


@dataclass(frozen=True)
class BeforeAfter:
    """Cost to the nearest pharmacy for every home, float64 (h,), before and after.

    ``affected``: bool (h,), homes to which the leaving site was nearer than any other pharmacy. Where another was exactly
    as near (two at one postcode, say) the home has lost nothing by a removal and is not among them.
    """

    before: Floats
    after: Floats
    affected: NDArray[np.bool_]


def before_and_after(engine: Engine, change: Change) -> BeforeAfter:
    """Every home's cost before and after a change. Exact: no limit is put on how far people may have to go."""
    homes = engine.homes
    others = homes.without(change.leaves) if change.leaves != NOBODY else homes.first
    if change.also_open is not None:
        others = np.minimum(others, engine.reach_of(change.also_open, _no_farther_than(others)))
    if change.left_point is None:
        left = _cost_of_listed(engine, change.leaves, others)
    else:
        left = engine.reach_of(change.left_point, _no_farther_than(others))
    before = np.minimum(others, left)
    after = others
    affected = left < others
    if change.new_point is not None:
        after = np.minimum(others, engine.reach_of(change.new_point, _no_farther_than(others)))
    return BeforeAfter(before, after, affected)


def _cost_of_listed(engine: Engine, label: int, others: Floats) -> Floats:
    """Cost to the leaving site for the homes that have it as their nearest, inf for the rest."""
    homes = engine.homes
    if label == NOBODY:
        return np.full(len(others), np.inf)
    return np.where(
        homes.first_label == label, homes.first, np.where(homes.second_label == label, homes.second, np.inf)
    )


def _no_farther_than(others: Floats) -> float:
    """A site farther from a home than its nearest other pharmacy changes nothing; with no other pharmacy, anything does."""
    return float(others.max(initial=0.0))
