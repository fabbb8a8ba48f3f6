"""What a change does to every home, exactly, from the nearest two pharmacies that are already known.

Before and after are both made of the same three things: the pharmacies that the change does not touch, the site that
is left and the site that is moved to. So a move by nothing changes nothing, to the millimetre.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.access.engine import Engine
from app.access.nearest import NOBODY
from geodata.model.point import Point
from geodata.snapshot import Floats, Ints


@dataclass(frozen=True)
class Change:
    """One change at one moment: the site that is left and, for a move, the site that is moved to.

    ``leaves`` is the label of the leaving site in the engine's pharmacies, or -1 where the list does not have it.
    ``left_point`` is its explicit point where the papers give a better one than the list (or the list has none).
    ``new_point`` is where services are given afterwards; None where that site is on the list already (a consolidation).
    ``also_open`` is a site open before and after that the list does not have, or has at another place. ``absent`` are labels
    of listings that are no pharmacy of their own, before or after: sites of the change that are measured elsewhere.
    """

    leaves: int
    left_point: Point | None = None
    new_point: Point | None = None
    also_open: Point | None = None
    absent: tuple[int, ...] = ()

    @property
    def set_aside(self) -> frozenset[int]:
        """Labels of the list that are the change's own: who is left or absent."""
        return frozenset({self.leaves, *self.absent}) - {NOBODY}


@dataclass(frozen=True)
class Effect:
    """The homes that a change touches; for every other home nothing changes.

    home: int64 (c,). listed: float64 (c,), cost to the nearest pharmacy of the list as it stands; before and after:
    float64 (c,), cost with the change's own points. ``affected``: bool (c,), homes to which the leaving site was nearer
    than any other pharmacy. Where another was exactly as near (two at one postcode, say) the home has lost nothing by
    a removal and is not among them. ``unsure``: bool (c,), homes that would be affected if no pharmacy stood beyond the
    end of the streets, which is nearer to them; they are not among the affected.
    """

    home: Ints
    listed: Floats
    before: Floats
    after: Floats
    affected: NDArray[np.bool_]
    unsure: NDArray[np.bool_] | None = None

    def known(self, end_nearer: NDArray[np.bool_]) -> "Effect":
        """The effect with those affected taken out to whom the end of the streets was nearer than the leaving site."""
        return replace(self, affected=self.affected & ~end_nearer, unsure=self.affected & end_nearer)

    def whole(self, engine: Engine) -> tuple[Floats, Floats]:
        """Cost before and after for every home, float64 (h,) each."""
        before, after = engine.homes.first.copy(), engine.homes.first.copy()
        before[self.home], after[self.home] = self.before, self.after
        return before, after


def effect_of(engine: Engine, change: Change) -> Effect:
    """What a change does. Exact for every home, however far it is from any pharmacy."""
    if change.left_point is None and change.also_open is None and not change.absent:
        return _of_listed(engine, change)
    return _of_points(engine, change)


def effect_of_several(engine: Engine, changes: Sequence[Change]) -> Effect:
    """What several closures do at once: exact for every home, from the nearest pharmacies of those that stay.

    ``affected`` are homes to which one of the leaving sites was nearer than any pharmacy that stays. Raises ValueError for
    a change with a new point: a move is no closure.
    """
    if any(change.new_point is not None for change in changes):
        raise ValueError("Several changes at once are closures; a move among them is measured by itself.")
    closed = {label for change in changes for label in change.set_aside}
    others = engine.without(closed).homes.first
    for change in changes:
        if change.also_open is not None:
            others = np.minimum(others, _cost_to(engine, change.also_open, others))
    left = np.full(len(others), np.inf)
    for change in changes:
        left = np.minimum(left, _cost_to_leaving(engine, change, others))
    first, before = engine.homes.first, np.minimum(others, left)
    home = np.flatnonzero((before != first) | (others != first) | (left < others))
    return Effect(home, first[home], before[home], others[home], (left < others)[home])


def _cost_to_leaving(engine: Engine, change: Change, others: Floats) -> Floats:
    """Cost to the site that a change leaves, as ``_cost_to``: at the papers' point where they give one, else the list's."""
    if change.left_point is not None:
        return _cost_to(engine, change.left_point, others)
    found = np.full(len(others), np.inf)
    if change.leaves != NOBODY:
        home, cost = engine.reached_by(change.leaves, float(others.max(initial=0.0)))
        found[home] = cost
    return found


def _of_listed(engine: Engine, change: Change) -> Effect:
    """The usual case: the leaving site stands where the list says. A look-up, and one search around a new site."""
    nearest = engine.homes
    home = nearest.places_of(change.leaves)
    if change.new_point is None:
        first, second = nearest.first[home], nearest.second[home]
        return Effect(home, first, first, second, first < second)
    nearer, cost = engine.nearer(change.new_point, change.leaves)
    theirs = (nearest.first_label[nearer] == change.leaves) & (change.leaves != NOBODY)
    first, second = nearest.first[home], nearest.second[home]
    after = second.copy()
    after[np.searchsorted(home, nearer[theirs])] = cost[theirs]
    others = nearer[~theirs]
    listed = np.concatenate([first, nearest.first[others]])
    return Effect(
        home=np.concatenate([home, others]),
        listed=listed,
        before=listed,
        after=np.concatenate([after, cost[~theirs]]),
        affected=np.concatenate([first < second, np.zeros(len(others), dtype=bool)]),
    )


def _of_points(engine: Engine, change: Change) -> Effect:
    """The papers give a point of their own for a site that is open before: everyone's cost is worked out again."""
    nearest = engine.homes
    if change.absent:
        others = engine.without(change.set_aside).homes.first
    else:
        others = nearest.without(change.leaves) if change.leaves != NOBODY else nearest.first
    if change.also_open is not None:
        others = np.minimum(others, _cost_to(engine, change.also_open, others))
    if change.left_point is not None or change.absent:
        left = _cost_to_leaving(engine, change, others)
    else:
        left = np.where(nearest.first_label == change.leaves, nearest.first, np.inf)
    before, after = np.minimum(others, left), others
    if change.new_point is not None:
        after = np.minimum(others, _cost_to(engine, change.new_point, others))
    home = np.flatnonzero((before != nearest.first) | (after != nearest.first) | (left < others))
    return Effect(home, nearest.first[home], before[home], after[home], (left < others)[home])


def _cost_to(engine: Engine, site: Point, others: Floats) -> Floats:
    """Cost to a site for every home that it can be nearer to than any other pharmacy, inf for the rest, float64 (h,)."""
    home, cost = engine.reached(site, float(others.max(initial=0.0)))
    found = np.full(len(others), np.inf)
    found[home] = cost
    return found
