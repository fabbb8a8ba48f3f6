"""The share of people within a mile of a pharmacy on one snapshot, measured in other ways than the service's own.

.venv/bin/python scripts/share_by_method.py snapshots/FOLDER

A figure from elsewhere may differ by choices that its sentence does not name: how a point is put on the street, which ways
are walked, where people are placed, how long a mile is taken to be. Each row changes one choice (the last rows two) and
leaves the rest as the service has them. No row is an option of the service; its own is the first.
"""

import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from app.access import PreparedSnapshot, prepare
from app.access.pace import walking
from app.access.straight import StraightLineEngine
from app.access.streets import StreetEngine
from app.domain.baselines import METRES_A_MILE, AccessStandard, Mode
from geodata.model.premises import Premises
from geodata.snapshot import Floats, Homes, Ints, Snapshot, StreetNetwork
from geodata.standing import Snapper

METRIC_MILE = 1600.0
CYCLEWAY = frozenset({"cycleway"})
PATHS = frozenset({"footway", "path", "pedestrian", "steps", "track", "bridleway", "cycleway"})
STEPS_TO_A_MEDIAN = 200
MINUTES_A_MILE = 20
Pharmacies = tuple[Premises, ...]


@dataclass(frozen=True)
class Variant:
    """One way to measure: what it changes, and the share of people within, 0 to 1."""

    what: str
    share: float


def variants(area: PreparedSnapshot) -> tuple[Variant, ...]:
    """The service's own way and the others, in order. Raises ValueError for a snapshot without streets to walk on."""
    return tuple(Variant(what, share) for what, share in _shares(area))


def _shares(area: PreparedSnapshot) -> Iterator[tuple[str, float]]:
    network, pharmacies = area.snapshot.network("walk"), area.pharmacies
    if network is None:
        raise ValueError(f"The snapshot {area.snapshot.id} has no streets to walk on.")
    # Each way counts those whom the service measures: who is counted is another question than how.
    homes = replace(area.homes, people=area.measured(AccessStandard("mile", Mode.WALK, MINUTES_A_MILE)))
    costs = _street_metres(network, homes, pharmacies)
    yield "the service's own", _within(homes, costs)
    for metres in (METRIC_MILE, 1550.0, 1500.0):
        yield f"{metres:,.0f} metres in place of {METRES_A_MILE:,}", _within(homes, costs, metres)
    inside = _in_the_area(area)
    yield (
        f"only the {len(inside)} pharmacies inside the area, of {len(pharmacies)}",
        _within(homes, _street_metres(network, homes, inside)),
    )
    on_street, at_street = _on_the_street(network, homes), _doors_on_the_street(network, pharmacies)
    for what, points, doors in (
        ("the line from the home to its street not counted", on_street, pharmacies),
        ("the line from the street to the pharmacy's door not counted", homes, at_street),
        ("neither line counted", on_street, at_street),
    ):
        yield what, _within(homes, _street_metres(network, points, doors))
    yield (
        "points moved to the nearest junction, the move not counted",
        _within(homes, _by_junction(area, network, 0.0)),
    )
    yield (
        "points moved to the nearest junction, the move counted",
        _within(homes, _by_junction(area, network)),
    )
    without = _without(network, CYCLEWAY)
    yield "cycleways not walked", _within(homes, _street_metres(without, homes, pharmacies))
    roads = _without(network, PATHS)
    yield (
        "roads only: no footway, path, track or steps",
        _within(homes, _street_metres(roads, homes, pharmacies)),
    )
    for what, points in (
        ("everybody of an LSOA at the mean of its postcodes", _at_one_point(homes, _mean)),
        ("everybody of an LSOA at the median point of its postcodes", _at_one_point(homes, _median)),
        ("everybody of an LSOA at a point inside its outline", _inside_outlines(area)),
    ):
        yield what, _within(points, _street_metres(network, points, pharmacies))
    yield (
        "every postcode counted as one, not its people",
        float(np.mean(costs[homes.people > 0] <= METRES_A_MILE)),
    )
    yield "a straight line", _within(homes, StraightLineEngine(homes, pharmacies).homes.first / 1000)
    yield (
        "nearest junction, the move counted, and only the pharmacies inside the area",
        _within(homes, _by_junction(area, network, pharmacies=inside)),
    )
    yield (
        "nearest junction, the move counted, and cycleways not walked",
        _within(homes, _by_junction(area, without)),
    )


def _within(homes: Homes, metres: Floats, limit: float = METRES_A_MILE) -> float:
    return float(homes.people[metres <= limit].sum() / homes.people.sum())


def _street_metres(network: StreetNetwork, homes: Homes, pharmacies: Pharmacies) -> Floats:
    """Metres of each home's trip to the nearest pharmacy, by the service's engine."""
    return np.asarray(StreetEngine(network, walking(network), homes, pharmacies).homes.first / 1000)


def _in_the_area(area: PreparedSnapshot) -> Pharmacies:
    """Pharmacies in the outline of a board whose residents are counted."""
    own = set(area.snapshot.manifest.hwbs)
    outlines = [shapely.from_wkb(each.wkb) for each in area.snapshot.boundaries("hwb") if each.code in own]
    east, north = _places(area.pharmacies)
    inside = np.any([shapely.contains_xy(outline, east, north) for outline in outlines], axis=0)
    return tuple(premises for premises, is_in in zip(area.pharmacies, inside, strict=True) if is_in)


def _places(pharmacies: Pharmacies) -> tuple[Floats, Floats]:
    points = [premises.point for premises in pharmacies if premises.point]
    return np.array([point.easting for point in points]), np.array([point.northing for point in points])


def _moved(pharmacies: Pharmacies, east: Floats, north: Floats) -> Pharmacies:
    return tuple(
        replace(premises, point=replace(premises.point, easting=float(x), northing=float(y)))
        for premises, x, y in zip(pharmacies, east, north, strict=True)
        if premises.point
    )


def _nearest_on_streets(network: StreetNetwork, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    stood = Snapper(network).snap(east, north)
    points = [
        shapely.LineString(network.line(int(edge))).interpolate(along / 1000)
        for edge, along in zip(stood.edge, stood.along_mm, strict=True)
    ]
    return np.array([point.x for point in points]), np.array([point.y for point in points])


def _on_the_street(network: StreetNetwork, homes: Homes) -> Homes:
    east, north = _nearest_on_streets(network, homes.x, homes.y)
    return replace(homes, x=east, y=north)


def _doors_on_the_street(network: StreetNetwork, pharmacies: Pharmacies) -> Pharmacies:
    return _moved(pharmacies, *_nearest_on_streets(network, *_places(pharmacies)))


def _by_junction(
    area: PreparedSnapshot, network: StreetNetwork, move: float = 1.0, pharmacies: Pharmacies | None = None
) -> Floats:
    """Metres where every point is moved to the junction nearest to it; ``move`` is the cost of a metre of the move."""
    pharmacies = area.pharmacies if pharmacies is None else pharmacies
    used = np.unique(np.concatenate([network.edge_u, network.edge_v]))
    tree = shapely.STRtree(shapely.points(network.node_x[used], network.node_y[used]))

    def junction(east: Floats, north: Floats) -> tuple[Floats, Floats, Floats]:
        at = used[tree.nearest(shapely.points(east, north))]
        x, y = network.node_x[at], network.node_y[at]
        return x, y, move * np.hypot(x - east, y - north)

    x, y, home_move = junction(area.homes.x, area.homes.y)
    homes = replace(area.homes, x=x, y=y)
    east, north, door_move = junction(*_places(pharmacies))
    trips = [
        _street_metres(network, homes, (door,)) + moved
        for door, moved in zip(_moved(pharmacies, east, north), door_move, strict=True)
    ]
    return np.asarray(np.min(trips, axis=0) + home_move)


def _without(network: StreetNetwork, classes: Collection[str]) -> StreetNetwork:
    """The network without the ways of some classes."""
    kept = np.array([network.classes[at] not in classes for at in network.edge_class])
    counts = np.diff(network.geometry_start)
    arrays = ("edge_u", "edge_v", "edge_mm", "edge_way", "edge_class", "edge_name", "edge_flags", "edge_kmh")
    return replace(
        network,
        **{name: getattr(network, name)[kept] for name in arrays},
        geometry_start=np.concatenate([[0], np.cumsum(counts[kept])]),
        geometry_xy=network.geometry_xy[np.repeat(kept, counts)],
    )


def _mean(east: Floats, north: Floats, people: Floats) -> tuple[float, float]:
    return float(np.average(east, weights=people)), float(np.average(north, weights=people))


def _median(east: Floats, north: Floats, people: Floats) -> tuple[float, float]:
    """The point with the least distance to everybody, in place of a published population-weighted centroid (Weiszfeld)."""
    x, y = _mean(east, north, people)
    for _ in range(STEPS_TO_A_MEDIAN):
        weight = people / np.maximum(np.hypot(east - x, north - y), 1e-6)
        x, y = float(np.average(east, weights=weight)), float(np.average(north, weights=weight))
    return x, y


def _at_one_point(homes: Homes, where: Callable[[Floats, Floats, Floats], tuple[float, float]]) -> Homes:
    """One home an LSOA, at a point of its postcodes."""
    members = [np.flatnonzero(homes.lsoa == lsoa) for lsoa in np.unique(homes.lsoa)]
    points = [where(homes.x[at], homes.y[at], homes.people[at].astype(float)) for at in members]
    return _one_each(homes, members, points)


def _inside_outlines(area: PreparedSnapshot) -> Homes:
    homes = area.homes
    outlines = {each.code: shapely.from_wkb(each.wkb) for each in area.snapshot.boundaries("lsoa")}
    lsoas = np.unique(homes.lsoa)
    inner = [shapely.point_on_surface(outlines[homes.labels["lsoa"][lsoa]]) for lsoa in lsoas]
    members = [np.flatnonzero(homes.lsoa == lsoa) for lsoa in lsoas]
    return _one_each(homes, members, [(point.x, point.y) for point in inner])


def _one_each(homes: Homes, members: list[Ints], points: list[tuple[float, float]]) -> Homes:
    first = np.array([at[0] for at in members])
    arrays = ("hwb", "ward", "lsoa", "imd_decile", "name")
    return replace(
        homes,
        x=np.array([x for x, _ in points]),
        y=np.array([y for _, y in points]),
        people=np.array([homes.people[at].sum() for at in members], dtype=np.int32),
        groups={},
        **{name: getattr(homes, name)[first] for name in arrays},
    )


def table(found: tuple[Variant, ...]) -> str:
    """The shares as a table in Markdown."""
    rows = [f"| {each.what} | {100 * each.share:.1f}% |" for each in found]
    return "\n".join(["| what is done otherwise | share within a mile |", "|---|---|", *rows])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the folder of a snapshot with streets to walk on.")
    print(table(variants(prepare(Snapshot.open(Path(sys.argv[1]))))))
