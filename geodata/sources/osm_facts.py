"""What OpenStreetMap states of a street or of a point on one: flags, speed limit and name. Silence stays silence."""

import re
from collections.abc import Mapping

from geodata.arrays import EdgeFlag, NodeFlag

Tags = Mapping[str, str]

KMH_PER_MPH = 1.609344

NODE_KEYS = ("barrier", "highway", "railway", "crossing")
"""Keys of nodes that can carry a fact or a barrier."""

NAME_KEYS = frozenset({"name", "ref"})
"""Keys of ways that ``name`` reads."""

WAY_KEYS = frozenset(
    {
        "bridge",
        "cycleway",
        "footway",
        "highway",
        "junction",
        "lit",
        "maxspeed",
        "maxspeed:backward",
        "maxspeed:forward",
        "maxspeed:type",
        "oneway",
        "path",
        "sidewalk",
        "sidewalk:both",
        "sidewalk:left",
        "sidewalk:right",
        "source:maxspeed",
        "surface",
        "tracktype",
        "tunnel",
    }
)
"""Keys of ways that ``edge_flags`` and ``speed_limit`` read. A test holds it to what they look at."""

_NO = frozenset({"no", "none"})

_UNPAVED = frozenset(
    {
        "compacted",
        "dirt",
        "earth",
        "fine_gravel",
        "grass",
        "gravel",
        "ground",
        "mud",
        "pebblestone",
        "rock",
        "sand",
        "soil",
        "unpaved",
        "woodchips",
    }
)
"""Values of surface that OpenStreetMap's own list calls unpaved."""

_SOFT_TRACKS = frozenset({"grade3", "grade4", "grade5"})
"""Grades of track with soft material; grade2 may be either."""

_GATES = frozenset(
    {
        "bump_gate",
        "full-height_turnstile",
        "gate",
        "hampshire_gate",
        "kissing_gate",
        "lift_gate",
        "sliding_gate",
        "stile",
        "swing_gate",
        "turnstile",
        "wicket_gate",
    }
)
"""Barriers that a walker opens, climbs or turns."""

_FORWARD = frozenset({"yes", "true", "1"})
_BACKWARD = frozenset({"-1", "reverse"})
_BOTH_WAYS = frozenset({"no", "false", "0", "alternating"})

_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(mph|km/h|kmh|kph)?")
_FASTEST_KMH = 70 * KMH_PER_MPH
"""The highest limit in Great Britain; a number above it is a mistake, so nothing is known."""

_WALKING_KMH = 5.0
"""What maxspeed=walk is taken as."""

_WORDED_LIMITS = {
    "gb:nsl_single": 60 * KMH_PER_MPH,
    "gb:nsl_dual": 70 * KMH_PER_MPH,
    "gb:nsl_restricted": 30 * KMH_PER_MPH,
    "gb:motorway": 70 * KMH_PER_MPH,
    "walk": _WALKING_KMH,
}

_NATIONAL = frozenset({"national", "gb:national", "nsl", "gb:nsl"})
"""The national limit without saying which: 70 mph on a motorway, else the lower one, 60 mph."""


def edge_flags(tags: Tags, *, directed: bool) -> EdgeFlag:
    """Facts that the tags of a way state. One-way only where it binds the mode (``directed``)."""
    flags = EdgeFlag(0)
    if tags["highway"] == "steps":
        flags |= EdgeFlag.STEPS
    if tags.get("surface", "") in _UNPAVED or (
        "surface" not in tags and tags.get("tracktype", "") in _SOFT_TRACKS
    ):
        flags |= EdgeFlag.UNPAVED
    if tags.get("lit") in ("no", "disused"):
        flags |= EdgeFlag.UNLIT
    if tags.get("bridge", "no") != "no":
        flags |= EdgeFlag.BRIDGE
    if tags.get("tunnel", "no") != "no":
        flags |= EdgeFlag.TUNNEL
    if "crossing" in (tags["highway"], tags.get("footway"), tags.get("path"), tags.get("cycleway")):
        flags |= EdgeFlag.CROSSING
    if _no_sidewalk(tags):
        flags |= EdgeFlag.NO_SIDEWALK
    return flags | _oneway(tags) if directed else flags


def node_flags(tags: Tags) -> NodeFlag:
    """Facts that the tags of a node state."""
    flags = NodeFlag(0)
    if tags.get("highway") == "crossing" or tags.get("crossing", "no") != "no":
        flags |= NodeFlag.CROSSING
    if "traffic_signals" in (tags.get("highway"), tags.get("crossing")):
        flags |= NodeFlag.SIGNALS
    if tags.get("railway") in ("level_crossing", "crossing"):
        flags |= NodeFlag.LEVEL_CROSSING
    if tags.get("barrier") in _GATES:
        flags |= NodeFlag.GATE
    if tags.get("locked") == "yes":
        flags |= NodeFlag.LOCKED
    return flags


def name(tags: Tags) -> str | None:
    """The street's name, or its road number where it has no name, or None."""
    return tags.get("name", "").strip() or tags.get("ref", "").strip() or None


def speed_limit(tags: Tags) -> float:
    """The speed limit that tags state, km/h, or 0.0 where they state none that can be read.

    Where the two directions differ, the lower. A number without a unit is in km/h, as OpenStreetMap defines it.
    """
    if limit := _read_limit(tags.get("maxspeed", ""), tags):
        return limit
    both = [_read_limit(tags.get(f"maxspeed:{way}", ""), tags) for way in ("forward", "backward")]
    if all(both):
        return min(both)
    return _read_limit(tags.get("maxspeed:type", ""), tags) or _read_limit(
        tags.get("source:maxspeed", ""), tags
    )


def _read_limit(text: str, tags: Tags) -> float:
    value = text.strip().lower()
    if value in _NATIONAL:
        return (70 if tags["highway"] in ("motorway", "motorway_link") else 60) * KMH_PER_MPH
    if value in _WORDED_LIMITS:
        return _WORDED_LIMITS[value]
    found = _LIMIT.fullmatch(value)
    if not found:
        return 0.0
    limit = float(found[1]) * (KMH_PER_MPH if found[2] == "mph" else 1.0)
    return limit if limit <= _FASTEST_KMH else 0.0


def _no_sidewalk(tags: Tags) -> bool:
    if tags.get("sidewalk") in _NO or tags.get("sidewalk:both") in _NO:
        return True
    return tags.get("sidewalk:left") in _NO and tags.get("sidewalk:right") in _NO


def _oneway(tags: Tags) -> EdgeFlag:
    value = tags.get("oneway", "")
    if value in _FORWARD:
        return EdgeFlag.ONEWAY_FORWARD
    if value in _BACKWARD:
        return EdgeFlag.ONEWAY_BACKWARD
    implied = tags.get("junction") in ("roundabout", "circular") or tags["highway"] == "motorway"
    return EdgeFlag.ONEWAY_FORWARD if implied and value not in _BOTH_WAYS else EdgeFlag(0)
