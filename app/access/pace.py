"""What it costs to use each street, on foot or by car, and how a standard's minutes become a limit on that cost."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.access.graph import Costs
from app.domain.baselines import FASTEST_ROAD_KMH, MM_A_METRE, THREE_MPH, AccessStandard, Mode
from geodata.snapshot import EdgeFlag, StreetNetwork

MS_A_MINUTE = 60_000

DEFAULT_ROAD_KMH: Mapping[str, float] = {
    "motorway": 96.0,
    "motorway_link": 64.0,
    "trunk": 72.0,
    "trunk_link": 48.0,
    "primary": 56.0,
    "primary_link": 40.0,
    "secondary": 48.0,
    "secondary_link": 40.0,
    "tertiary": 40.0,
    "tertiary_link": 32.0,
    "unclassified": 40.0,
    "residential": 32.0,
    "living_street": 16.0,
    "service": 16.0,
    "track": 16.0,
}
"""Assumed average speeds by class of road, km/h: below the usual limits, for junctions and traffic. An assumption of this
service, printed beside every drive figure, and replaceable in the baseline."""

OTHER_ROAD_KMH = 32.0


@dataclass(frozen=True)
class Unit:
    """The unit in which people read a cost: its name, how much cost makes one, and the bands in which changes are told."""

    name: str
    cost: float
    bands: tuple[float, ...]
    words: tuple[str, ...]


METRES = Unit(
    "m",
    MM_A_METRE,
    (0.0, 100.0, 250.0, 500.0, 1_000.0, 1_609.344),
    (
        "shorter or the same",
        "up to 100 m longer",
        "100 to 250 m longer",
        "250 to 500 m longer",
        "500 m to 1 km longer",
        "1 km to 1 mile longer",
        "more than 1 mile longer",
    ),
)
MINUTES = Unit(
    "minutes",
    MS_A_MINUTE,
    (0.0, 1.0, 2.0, 5.0, 10.0, 20.0),
    (
        "shorter or the same",
        "up to 1 minute longer",
        "1 to 2 minutes longer",
        "2 to 5 minutes longer",
        "5 to 10 minutes longer",
        "10 to 20 minutes longer",
        "more than 20 minutes longer",
    ),
)


@dataclass(frozen=True)
class Pace:
    """How streets are used in one mode.

    Costs are whole millimetres on foot and whole milliseconds by car. ``off_street`` is the cost of a millimetre of the
    straight line between a point and its street. ``both_ways`` says that every trip costs as much there as back.
    """

    mode: Mode
    method: str
    unit: Unit
    costs: Costs
    off_street: float
    both_ways: bool


def limit_of(standard: AccessStandard) -> float:
    """The cost that a standard allows, in the units of its mode. "Within" includes equality."""
    if standard.mode is Mode.DRIVE:
        return float(round(standard.minutes * MS_A_MINUTE))
    return float(standard.reach_mm)


def fastest(pace: Pace, network: StreetNetwork) -> float:
    """Millimetres that a unit of cost is good for at most: on the fastest street as its cost is rounded, or off streets.

    Costs are whole, so that a very short street may be faster than its limit; that is reckoned with.
    """
    best = 1 / pace.off_street
    for costs in (pace.costs.forward, pace.costs.backward):
        used = costs > 0
        best = max(best, float((network.edge_mm[used] / costs[used]).max(initial=0.0)))
    return best


def walking(network: StreetNetwork) -> Pace:
    """Every walkable street both ways, at its length."""
    return Pace(
        mode=Mode.WALK,
        method="shortest walk on streets with off-street ends, version 2",
        unit=METRES,
        costs=Costs(network.edge_mm, network.edge_mm),
        off_street=1.0,
        both_ways=True,
    )


def driving(network: StreetNetwork, road_kmh: Mapping[str, float] = DEFAULT_ROAD_KMH) -> Pace:
    """Roads at the speed of their class or their limit, whichever is lower; one-way streets one way.

    The straight line between a point and its road is walked at 3 miles an hour. Raises ValueError for a speed that no
    road has (0 < km/h <= 130).
    """
    wrong = next(((name, kmh) for name, kmh in road_kmh.items() if not 0 < kmh <= FASTEST_ROAD_KMH), None)
    if wrong:
        raise ValueError(
            f"{wrong[1]} km/h on {wrong[0]} roads is no driving speed; give one above 0 and up to 130 km/h."
        )
    of_class = np.array([road_kmh.get(name, OTHER_ROAD_KMH) for name in network.classes])[network.edge_class]
    kmh = np.where(network.edge_kmh > 0, np.minimum(of_class, network.edge_kmh), of_class)
    took = np.maximum(np.rint(network.edge_mm * 3.6 / kmh), 1).astype(np.int64)
    forward = np.where(network.edge_flags & EdgeFlag.ONEWAY_BACKWARD, -1, took)
    backward = np.where(network.edge_flags & EdgeFlag.ONEWAY_FORWARD, -1, took)
    return Pace(
        mode=Mode.DRIVE,
        method="quickest drive on roads, off-road ends walked at 3 miles an hour, version 2",
        unit=MINUTES,
        costs=Costs(forward, backward),
        off_street=MS_A_MINUTE / (THREE_MPH.kmh * 1_000_000 / 60),
        both_ways=False,
    )
