"""Write tiny OpenStreetMap extracts for tests, with places in metres on the National Grid near Oakham."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
from osmium.osm.mutable import Node, Relation
from osmium.osm.mutable import Way as DrawnWay

from geodata.projection import from_national_grid

ORIGIN = (486_000.0, 308_000.0)
"""Where metre (0, 0) of a test's places lies, EPSG:27700."""


@dataclass
class Extract:
    """Places by id as metres from ORIGIN, their tags, ways as (id, places, tags), relations as (id, members, tags)."""

    places: Mapping[int, tuple[float, float]]
    ways: Iterable[tuple[int, list[int], Mapping[str, str]]]
    tags: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    relations: Iterable[tuple[int, list[tuple[str, int, str]], Mapping[str, str]]] = ()

    def write(self, file: Path) -> Path:
        """Write the extract, nodes first, and return the file."""
        with osmium.SimpleWriter(str(file)) as writer:
            for place, (x, y) in sorted(self.places.items()):
                longitude, latitude = from_national_grid(np.array([ORIGIN[0] + x]), np.array([ORIGIN[1] + y]))
                at = (float(longitude[0]), float(latitude[0]))
                writer.add_node(Node(id=place, location=at, tags=dict(self.tags.get(place, {}))))
            for way, nodes, tags in self.ways:
                writer.add_way(DrawnWay(id=way, nodes=nodes, tags=dict(tags)))
            for relation, members, tags in self.relations:
                writer.add_relation(Relation(id=relation, members=members, tags=dict(tags)))
        return file


def street(
    way: int, *nodes: int, highway: str = "residential", **tags: str
) -> tuple[int, list[int], dict[str, str]]:
    """A way for an Extract; a colon in a key is written as two underscores."""
    return way, list(nodes), {"highway": highway, **{k.replace("__", ":"): v for k, v in tags.items()}}
