"""A generated town as a snapshot: homes and pharmacies part-way along its streets and some way off them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from app.access.doors import doors_at
from app.access.pace import walking
from app.access.streets import StreetEngine
from bench.network import Random, street_network
from geodata.arrays import MM, Boundary, Codes, Floats, Homes, Ints, Postcodes, StreetNetwork
from geodata.model.hours import WeekHours, parse_week
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Snapshot, SnapshotContents, write_snapshot
from geodata.standing import Snapped

AREAS_M: Mapping[str, float] = {"hwb": 30_000.0, "ward": 4_100.0, "lsoa": 1_700.0}
"""Sides of the square areas of each layer."""

AGES = {"age_0_15": 0.18, "age_16_64": 0.62, "age_65_74": 0.11, "age_75_plus": 0.09}

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OPENING = (
    (0.30, "09:00-17:30", "closed", "closed"),
    (0.20, "09:00-18:00", "09:00-13:00", "closed"),
    (0.15, "09:00-13:00,14:00-17:30", "closed", "closed"),
    (0.15, "08:30-18:30", "09:00-17:00", "closed"),
    (0.10, "09:00-17:30", "09:00-17:30", "10:00-16:00"),
    (0.05, "08:00-20:00", "08:00-20:00", "10:00-16:00"),
    (0.05, "07:00-23:00", "07:00-22:00", "10:00-20:00"),
)
"""Kinds of opening hours: share of the pharmacies, hours from Monday to Friday, on Saturday and on Sunday. Invented."""


@dataclass(frozen=True)
class Size:
    """How large a town is made. ``nodes`` is the least; some more come of it."""

    name: str
    nodes: int
    homes: int
    pharmacies: int


@dataclass(frozen=True)
class Town:
    """A snapshot, and where its homes and its pharmacies were put on the streets."""

    snapshot: Snapshot
    home_places: Snapped
    pharmacy_places: Snapped

    @property
    def network(self) -> StreetNetwork:
        """Streets to walk on."""
        network = self.snapshot.network("walk")
        assert network is not None  # noqa: S101 - it was written by ``write_town``
        return network

    def engine(self) -> StreetEngine:
        """A walking engine that has prepared nothing, with everyone standing where they were put: nothing is snapped."""
        network = self.network
        pace = walking(network)
        engine = StreetEngine(network, pace, self.snapshot.homes, self.snapshot.premises)
        engine.home_doors = doors_at(network, pace, self.home_places)
        engine.pharmacy_doors = doors_at(network, pace, self.pharmacy_places)
        return engine


def write_town(folder: Path, size: Size, seed: int = 24, *, outlines: bool = False) -> None:
    """Generate a town and write its snapshot and positions below ``folder``. The same seed gives the same bytes.

    With ``outlines`` boards' areas and wards have theirs, as applications need them.
    """
    network = street_network(size.nodes, seed)
    random = np.random.default_rng([seed, size.homes, size.pharmacies])
    home_places, home_xy = _places(network, size.homes, random)
    pharmacy_places, pharmacy_xy = _places(network, size.pharmacies, random)
    homes = _homes(home_xy, random)
    contents = SnapshotContents(
        name=size.name,
        as_at=date(2025, 10, 1),
        hwbs=("E1",),
        homes=homes,
        premises=_pharmacies(pharmacy_xy, random),
        postcodes=Postcodes(*(np.array([], dtype=kind) for kind in ("S7", "f8", "f8", "f8"))),
        boundaries=_outlines(homes) if outlines else {},
        networks={"walk": network},
        sources=(),
        notes=("Generated for a benchmark; no such place exists.",),
        invented=True,
    )
    path = write_snapshot(folder, contents)
    for name, places in (("homes", home_places), ("pharmacies", pharmacy_places)):
        np.save(folder / f"{name}.npy", np.stack([places.edge, places.along_mm, places.off_mm]))
    (folder / "snapshot").write_text(path.name, encoding="utf-8")


def open_town(folder: Path) -> Town:
    """Open what ``write_town`` has written."""
    snapshot = Snapshot.open(folder / (folder / "snapshot").read_text(encoding="utf-8"))
    homes, pharmacies = (Snapped(*np.load(folder / f"{name}.npy")) for name in ("homes", "pharmacies"))
    return Town(snapshot, homes, pharmacies)


def _places(network: StreetNetwork, count: int, random: Random) -> tuple[Snapped, Floats]:
    """Places anywhere along the streets, 3 to 40 m aside, in the order of the streets; and their coordinates (k, 2)."""
    upto = np.cumsum(network.edge_mm)
    at = np.sort(random.integers(0, upto[-1], count))
    edge = np.searchsorted(upto, at, side="right")
    along = at - (upto[edge] - network.edge_mm[edge])
    off = random.integers(3 * MM, 40 * MM, count)
    return Snapped(edge, along, off), _beside(network, edge, along, off)


def _beside(network: StreetNetwork, edge: Ints, along: Ints, off: Ints) -> Floats:
    """Points at right angles to the chord of each street: near enough to where they stand to be snapped again."""
    share = (along / network.edge_mm[edge])[:, None]
    ends = (
        np.stack([network.node_x[end[edge]], network.node_y[end[edge]]], axis=1) for end in _ends(network)
    )
    begin, end = ends
    chord = end - begin
    aside = np.stack([-chord[:, 1], chord[:, 0]], axis=1) / np.hypot(*chord.T)[:, None]
    return np.asarray(begin + share * chord + aside * (off / MM)[:, None])


def _ends(network: StreetNetwork) -> tuple[Codes, Codes]:
    return network.edge_u, network.edge_v


def _homes(xy: Floats, random: Random) -> Homes:
    """Homes of 1 to 16 people, in square areas."""
    size = len(xy)
    people = random.integers(1, 17, size).astype(np.int32)
    codes, labels = {}, {}
    for layer, side in AREAS_M.items():
        square = (xy // side).astype(np.int64)
        distinct, codes[layer] = np.unique(square[:, 0] * 100_000 + square[:, 1], return_inverse=True)
        labels[layer] = tuple(f"{layer[0].upper()}{number}" for number in range(1, len(distinct) + 1))
    left, groups = people.copy(), {}
    for name, share in list(AGES.items())[:-1]:
        groups[name] = np.minimum(left, random.binomial(people, share)).astype(np.int32)
        left = left - groups[name]
    groups[list(AGES)[-1]] = left
    decile = random.integers(1, 11, len(labels["lsoa"])).astype(np.int32)[codes["lsoa"]]
    return Homes(
        x=xy[:, 0],
        y=xy[:, 1],
        people=people,
        hwb=codes["hwb"].astype(np.int32),
        ward=codes["ward"].astype(np.int32),
        lsoa=codes["lsoa"].astype(np.int32),
        imd_decile=decile,
        name=np.array([b""] * size, dtype="S1"),
        groups=groups,
        labels=labels,
    )


def _outlines(homes: Homes) -> dict[str, tuple[Boundary, ...]]:
    """The squares of boards' areas and of wards in which anybody lives."""
    found = {}
    for layer in ("hwb", "ward"):
        side, codes = AREAS_M[layer], getattr(homes, layer)
        _, one = np.unique(codes, return_index=True)
        squares = [(homes.x[at] // side * side, homes.y[at] // side * side) for at in one]
        found[layer] = tuple(
            Boundary(code, f"{layer} {code}", shapely.box(x, y, x + side, y + side).wkb)
            for code, (x, y) in zip(homes.labels[layer], squares, strict=True)
        )
    return found


def _pharmacies(xy: Floats, random: Random) -> tuple[Premises, ...]:
    kind = random.choice(len(OPENING), len(xy), p=[share for share, *_ in OPENING])
    weeks = [_week(*hours) for _, *hours in OPENING]
    return tuple(
        Premises(
            ods_code=f"F{number:05d}",
            trading_name=f"Pharmacy {number}",
            address="",
            postcode="ZZ1 1AA",
            point=Point(float(east), float(north), "generated"),
            contract_type=ContractType.COMMUNITY,
            listed_by="generated",
            hours=weeks[kind[number]],
        )
        for number, (east, north) in enumerate(xy)
    )


def _week(weekday: str, saturday: str, sunday: str) -> WeekHours:
    return parse_week({**dict.fromkeys(WEEKDAYS, weekday), "saturday": saturday, "sunday": sunday})
