"""What an engine worked out once, as plain arrays: to be kept beside its snapshot and opened memory-mapped."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.access.graph import Arcs
from app.access.nearest import NearestTwo
from geodata.standing import Snapped

KEPT_VERSION = "2"
"""Version of what is kept; it is part of the name under which it is kept, so an older one is never read as a newer."""


@dataclass(frozen=True)
class Kept:
    """The graph to search, where homes and pharmacies stand, and the nearest two of every node and home."""

    arcs: Arcs
    homes_at: Snapped
    pharmacies_at: Snapped
    nodes: NearestTwo
    homes: NearestTwo

    def arrays(self) -> dict[str, Any]:
        """Every array by name: "arcs.start", "homes.first", ..."""
        return {name: getattr(getattr(self, name.split(".")[0]), name.split(".")[1]) for name in NAMES_KEPT}


_KINDS: Mapping[str, type] = {
    "arcs": Arcs,
    "homes_at": Snapped,
    "pharmacies_at": Snapped,
    "nodes": NearestTwo,
    "homes": NearestTwo,
}

NAMES_KEPT = tuple(f"{name}.{field.name}" for name, kind in _KINDS.items() for field in fields(kind))
"""The names of all arrays that are kept."""


def kept_from(arrays: Mapping[str, Any]) -> Kept:
    """What was kept, from its arrays by name. Raises KeyError where one is missing."""
    return Kept(
        **{
            name: kind(**{f.name: arrays[f"{name}.{f.name}"] for f in fields(kind)})
            for name, kind in _KINDS.items()
        }
    )
