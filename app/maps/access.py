"""Layers of access on one standard: the homes that a change touches, and the streets that both sites reach."""

import numpy as np
import shapely

from app.access import PreparedSnapshot
from app.access.engine import Engine
from app.access.streets import StreetEngine
from app.access.whatif import Effect
from app.maps.features import Feature, Field, Kind, MapLayer, Shape, Value
from app.maps.reach import circle, lines_of, streets_within
from app.maps.standards import Measure
from geodata.model.point import Point
from geodata.snapshot import MM, Homes

SPREAD = (
    "The people are no count of who lives at that point: the census counts residents by area, and they are put at its "
    "postcodes, evenly, or at the centroids of its output areas, whichever the snapshot was made with. One to four people "
    "at a home are a share of such a count, and say nothing of who lives there. For analysts only: not to be published or "
    "sent to consultees."
)
OFF_STREET = (
    "A picture, by which nobody is counted: the straight line between a home and its street belongs to its trip, and is "
    "not drawn."
)
_HOME_FIELDS = (
    Field(
        "home", Kind.TEXT, "the postcode or output area whose point it is, or the LSOA where that has none"
    ),
    Field("people", Kind.WHOLE, "residents put at this point; a share of the LSOA's count"),
    Field("lsoa", Kind.TEXT, "code of the LSOA"),
    Field("imd_decile", Kind.WHOLE, "deprivation decile of the LSOA, 1 most deprived"),
    Field("nearest_was_leaving", Kind.YES_NO, "whether the leaving site was nearer than any other pharmacy"),
    Field("outcome", Kind.TEXT, "what happens to it on the standard"),
    Field("within_before", Kind.YES_NO, "within the standard before"),
    Field("within_after", Kind.YES_NO, "within the standard after"),
    Field("metres_before", Kind.NUMBER, "to the nearest pharmacy before; empty by car or with no way there"),
    Field("metres_after", Kind.NUMBER, "to the nearest pharmacy after"),
    Field("metres_added", Kind.NUMBER, "difference; below 0 where the trip becomes shorter"),
    Field("minutes_before", Kind.NUMBER, "minutes before, at the standard's speed"),
    Field("minutes_after", Kind.NUMBER, "minutes after"),
    Field("minutes_added", Kind.NUMBER, "difference"),
)
_REACH_FIELDS = (
    Field("site", Kind.TEXT, "leaving or staying"),
    Field("street", Kind.TEXT, "name of the street; empty where the map gives none"),
    Field("kind", Kind.TEXT, "kind of street, as OpenStreetMap calls it"),
    Field("length_metres", Kind.NUMBER, "length of the part that is within the limit"),
    Field("whole", Kind.YES_NO, "whether the street is within the limit from junction to junction"),
    Field("nearest_metres", Kind.NUMBER, "trip to the site from the nearest point; empty by car"),
    Field("nearest_minutes", Kind.NUMBER, "minutes of that trip, at the standard's speed"),
)


NOT_MEASURED = "not known: the streets of the data end nearer than a pharmacy"


def homes_layer(effect: Effect | None, area: PreparedSnapshot, measure: Measure, note: str = "") -> MapLayer:
    """Every home whose nearest pharmacy was the leaving site, or whose trip changes. ``effect``: None where not measured."""
    features = []
    if effect is not None:
        doubt = area.doubt(measure.standard)
        unsure = doubt.of(effect.before, effect.home) | doubt.of(effect.after, effect.home)
        features = [
            _home(effect, at, area.homes, measure, unsure=bool(unsure[at])) for at in _touched(effect)
        ]
    return MapLayer(
        "affected_homes",
        "Homes that the change touches (analysts only)",
        f"Homes whose nearest pharmacy was the leaving site, or whose trip changes. Standard: {measure.words}. "
        f"{SPREAD}{note}",
        Shape.POINT,
        _HOME_FIELDS,
        tuple(features),
        analysts_only=True,
    )


def reach_layer(
    engine: Engine | None, sites: tuple[tuple[str, Point | None], ...], measure: Measure, note: str = ""
) -> MapLayer:
    """The streets within the standard of each site, by role. A site of None serves no callers and is not drawn."""
    features = [
        feature
        for role, point in sites
        if engine is not None and point is not None
        for feature in _reach(engine, role, point, measure)
    ]
    closed = "".join(f" The {role} site serves no callers." for role, point in sites if point is None)
    return MapLayer(
        "reach",
        "Streets within the standard of each site",
        f"Streets from which the site is within {measure.words}, cut where the limit ends. {OFF_STREET}{closed}{note}",
        Shape.LINE,
        _REACH_FIELDS,
        tuple(features),
    )


def _touched(effect: Effect) -> list[int]:
    return [int(at) for at in np.flatnonzero(effect.affected | (effect.before != effect.after))]


def _home(effect: Effect, at: int, homes: Homes, measure: Measure, *, unsure: bool) -> Feature:
    home, before, after = int(effect.home[at]), float(effect.before[at]), float(effect.after[at])
    was, will = before <= measure.limit, after <= measure.limit
    changed = after - before if np.isfinite(before) and np.isfinite(after) else np.inf
    lsoa, decile = int(homes.lsoa[home]), int(homes.imd_decile[home])
    code = homes.labels["lsoa"][lsoa] if lsoa >= 0 else None
    values: dict[str, Value] = {
        "home": _called(homes.name[home].decode(), code),
        "people": int(homes.people[home]),
        "lsoa": code,
        "imd_decile": decile or None,
        "nearest_was_leaving": bool(effect.affected[at]),
        "outcome": NOT_MEASURED if unsure else _outcome(was, will, after),
        "within_before": was,
        "within_after": will,
        "metres_before": measure.metres(before),
        "metres_after": measure.metres(after),
        "metres_added": measure.metres(changed),
        "minutes_before": measure.minutes(before),
        "minutes_after": measure.minutes(after),
        "minutes_added": measure.minutes(changed),
    }
    return Feature(shapely.Point(float(homes.x[home]), float(homes.y[home])), values)


def _called(name: str, lsoa: str | None) -> str:
    """A postcode as people write it; an LSOA's code as it is."""
    return name if name == lsoa else f"{name[:-3]} {name[-3:]}"


def _outcome(was: bool, will: bool, after: float) -> str:
    if was and not will:
        return "loses the standard" if np.isfinite(after) else "loses every pharmacy"
    if will and not was:
        return "comes within the standard"
    if will:
        return "within the standard before and after"
    return (
        "beyond the standard before and after" if np.isfinite(after) else "no way to any pharmacy afterwards"
    )


def _reach(engine: Engine, role: str, site: Point, measure: Measure) -> list[Feature]:
    if not isinstance(engine, StreetEngine):
        length = measure.metres(measure.limit)
        assert length is not None  # noqa: S101 - a straight line is never by car; tells the type checker
        ring = circle(site, length)
        nothing: dict[str, Value] = dict.fromkeys(field.name for field in _REACH_FIELDS)
        return [Feature(ring, nothing | {"site": role, "kind": "limit in a straight line"})]
    network = engine.network
    reach = streets_within(engine, site, measure.limit)
    found = []
    for at, line in enumerate(lines_of(network, reach)):
        edge, nearest = int(reach.edge[at]), float(reach.nearest[at])
        name = int(network.edge_name[edge])
        values: dict[str, Value] = {
            "site": role,
            "street": (network.names[name] or None) if name >= 0 else None,
            "kind": network.classes[int(network.edge_class[edge])],
            "length_metres": round(int(reach.mm[at]) / MM, 3),
            "whole": bool(reach.begin[at] <= 0 and reach.end[at] >= 1),
            "nearest_metres": measure.metres(nearest),
            "nearest_minutes": measure.minutes(nearest),
        }
        found.append(Feature(line, values))
    return found
