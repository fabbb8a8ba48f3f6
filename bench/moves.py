"""Moves to measure: pharmacies of a town, each to a point some hundred metres away."""

from dataclasses import dataclass

import numpy as np

from bench.town import Town
from geodata.model.point import Point
from geodata.snapshot import Codes, Homes
from geodata.standing import Snapped, Snapper

STEP_M = 400.0
MOST = 1_000


@dataclass(frozen=True)
class Moves:
    """Which pharmacies leave, where they go, and the places of the new sites on the streets, each (k,)."""

    labels: tuple[int, ...]
    points: tuple[Point, ...]
    places: Snapped


def moves_of(town: Town, count: int, seed: int = 5) -> Moves:
    """The first ``count`` (up to ``MOST``) of a series of moves, the same however many are asked for."""
    random = np.random.default_rng(seed)
    pharmacies = town.snapshot.premises
    labels = tuple(int(label) for label in random.integers(0, len(pharmacies), MOST)[:count])
    steps = random.normal(0.0, STEP_M, (MOST, 2))[:count]
    points = []
    for label, (east, north) in zip(labels, steps, strict=True):
        point = pharmacies[label].point
        assert point is not None  # noqa: S101 - generated pharmacies all have one
        points.append(Point(point.easting + east, point.northing + north, "generated"))
    xy = np.array([(point.easting, point.northing) for point in points])
    return Moves(labels, tuple(points), Snapper(town.network).snap(xy[:, 0], xy[:, 1]))


AGE = "age"
"""The grouping by age: people of several groups live in one home."""


def areas_of(homes: Homes) -> dict[str, Codes]:
    """How people are divided besides, by name: the group of each home, int32 (h,)."""
    return {name: getattr(homes, name) for name in ("hwb", "ward", "lsoa", "imd_decile")}
