"""Write the streets as an OpenStreetMap extract (PBF), nodes before ways, by ascending id."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import osmium
from osmium.osm.mutable import Node, Way
from shapely import LineString

from geodata.demo.curves import Spot, spots
from geodata.demo.skeleton import parks, river
from geodata.demo.tags import Tags
from geodata.demo.weave import Street
from geodata.projection import from_national_grid

_BUSY = frozenset({"trunk", "primary"})
_SIGNALS_WITH = frozenset({"trunk", "primary", "secondary", "tertiary"})
_ZEBRA_EVERY = 3
"""Every third side street has a crossing of the busy road beside it."""

_SIGNALS: Tags = {"highway": "traffic_signals", "crossing": "traffic_signals"}
_ZEBRA: Tags = {"highway": "crossing", "crossing": "uncontrolled", "crossing_ref": "zebra"}
_LEVEL_CROSSING: Tags = {"railway": "level_crossing", "crossing:barrier": "full"}
_FARM_GATE: Tags = {"barrier": "gate"}


def write_osm(file: Path, streets: Sequence[Street]) -> None:
    """Write streets, railway, river and parks to ``file``, replacing it. Same streets, same bytes."""
    drawn = [*streets, *_scenery()]
    ids: dict[Spot, int] = {}
    for street in drawn:
        for spot in spots(street.line):
            ids.setdefault(spot, len(ids) + 1)
    facts = facts_of_points(streets)
    places = np.array(list(ids), dtype=np.float64)
    longitude, latitude = from_national_grid(places[:, 0], places[:, 1])
    file.unlink(missing_ok=True)
    with osmium.SimpleWriter(str(file)) as writer:
        for spot, lon, lat in zip(ids, longitude.tolist(), latitude.tolist(), strict=True):
            at = (round(lon, 7), round(lat, 7))
            writer.add_node(Node(id=ids[spot], location=at, tags=dict(facts.get(spot, {}))))
        for number, street in enumerate(drawn, start=1):
            refs = [ids[spot] for spot in spots(street.line)]
            writer.add_way(Way(id=number, nodes=refs, tags=dict(street.tags)))


def facts_of_points(streets: Sequence[Street]) -> Mapping[Spot, Tags]:
    """Tags of points: the level crossing, signals and zebra crossings on busy roads, the gate of a farm."""
    meeting: dict[Spot, list[Tags]] = defaultdict(list)
    for street in streets:
        for spot in spots(street.line):
            meeting[spot].append(street.tags)
    facts: dict[Spot, Tags] = dict(_crossings(meeting))
    for spot, tags in meeting.items():
        if any("railway" in street for street in tags) and any("highway" in street for street in tags):
            facts[spot] = _LEVEL_CROSSING
    for street in streets:
        if street.tags.get("highway") == "track":
            facts[spots(street.line)[1]] = _FARM_GATE
    return facts


def _crossings(meeting: Mapping[Spot, Sequence[Tags]]) -> Iterator[tuple[Spot, Tags]]:
    side_streets = 0
    for spot, tags in sorted(meeting.items(), key=lambda item: item[0]):
        classes = {street.get("highway", "") for street in tags}
        names = {street["name"] for street in tags if street.get("highway") in _SIGNALS_WITH}
        if not classes & _BUSY or not any(street.get("lit") == "yes" for street in tags):
            continue
        if len(names) > 1:
            yield spot, _SIGNALS
        elif len(classes) > 1:
            if side_streets % _ZEBRA_EVERY == 0:
                yield spot, _ZEBRA
            side_streets += 1


def _scenery() -> list[Street]:
    return [
        Street(river(), {"waterway": "river", "name": "River Quern"}),
        *(Street(LineString(park.exterior), {"leisure": "park"}) for park in parks()),
    ]
