"""A file of streets as large as a county's, or a region's, made by repeating a small real extract side by side."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import osmium
from osmium.osm.mutable import Node, Relation, Way

WEST, SOUTH = -5.6, 50.2
"""Where the south-western copy's corner lies, degrees: 18 columns and 20 rows from here stay within Great Britain."""

LARGEST_ID = 12_000_000_000
"""Ids are spread up to about where OpenStreetMap's node ids stand today, as those of a real county are."""


@dataclass
class _Drawn:
    """The extract in memory. Ids are numbered anew from 1, in their order, so that no two copies' ids meet."""

    nodes: dict[int, int] = field(default_factory=dict)
    degrees: list[tuple[float, float]] = field(default_factory=list)
    tags: dict[int, Mapping[str, str]] = field(default_factory=dict)
    ways: list[tuple[int, Any, Mapping[str, str]]] = field(default_factory=list)
    relations: list[tuple[int, list[tuple[str, int, str]], Mapping[str, str]]] = field(default_factory=list)


def repeat(extract: Path, out: Path, copies: int, columns: int) -> Path:
    """Write ``copies`` of ``extract``, ``columns`` to a row, to ``out`` (PBF) unless it is there, and return it.

    The first copy stands in the south-west; each is moved by the width or height of the rectangle that the extract says
    it covers. Ids of a copy are those of the extract numbered anew, far from those of the next, and names have the number of
    the copy, so that a reader gains nothing from the repetition. What refers to something that the extract does not hold is
    left out of relations and kept, without a place, in ways.
    """
    if out.exists():
        return out
    drawn = _read(extract)
    with osmium.io.Reader(str(extract), osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    width, height = box.top_right.lon - box.bottom_left.lon, box.top_right.lat - box.bottom_left.lat
    rows = -(-copies // columns)
    places = list(product(range(rows), range(columns)))[:copies]
    step = LARGEST_ID // copies
    part = out.with_name(f".{out.name}")
    part.unlink(missing_ok=True)
    with osmium.SimpleWriter(osmium.io.File(str(part), "pbf")) as writer:
        for copy, (row, column) in enumerate(places):
            east = WEST - box.bottom_left.lon + column * width
            north = SOUTH - box.bottom_left.lat + row * height
            _write_nodes(writer, drawn, copy * step, east, north)
        for copy in range(copies):
            for number, nodes, tags in drawn.ways:
                moved = [node + copy * step for node in nodes]
                named = {**tags, "name": f"{tags['name']} {copy}"} if "name" in tags else tags
                writer.add_way(Way(id=number + copy * len(drawn.ways), nodes=moved, tags=named, version=1))
        for copy in range(copies):
            by = {"n": copy * step, "w": copy * len(drawn.ways), "r": copy * len(drawn.relations)}
            for number, members, tags in drawn.relations:
                there = [(kind, member + by[kind], role) for kind, member, role in members]
                writer.add_relation(Relation(id=number + by["r"], members=there, tags=tags, version=1))
    part.rename(out)
    return out


def _write_nodes(writer: Any, drawn: _Drawn, step: int, east: float, north: float) -> None:
    node = Node(version=1)
    for number, (longitude, latitude) in enumerate(drawn.degrees, 1):
        node.id = step + number
        node.location = (longitude + east, latitude + north)
        node.tags = drawn.tags.get(number)
        writer.add_node(node)


def _read(extract: Path) -> _Drawn:
    drawn = _Drawn()
    beyond: dict[int, int] = {}
    ways: dict[int, int] = {}
    relations: list[Any] = []
    items: Iterator[Any] = iter(osmium.FileProcessor(str(extract)))
    for item in items:
        tags = dict(item.tags)
        if item.is_node():
            drawn.nodes[item.id] = len(drawn.nodes) + 1
            drawn.degrees.append((item.lon, item.lat))
            if tags:
                drawn.tags[len(drawn.nodes)] = tags
        elif item.is_way():
            ways[item.id] = len(ways) + 1
            numbers = [
                drawn.nodes.get(n.ref) or beyond.setdefault(n.ref, len(drawn.nodes) + len(beyond) + 1)
                for n in item.nodes
            ]
            drawn.ways.append((ways[item.id], array("q", numbers), tags))
        else:
            relations.append((item.id, [(m.type, m.ref, m.role) for m in item.members], tags))
    known = {"n": drawn.nodes, "w": ways, "r": {row[0]: number for number, row in enumerate(relations, 1)}}
    for number, (_, members, tags) in enumerate(relations, 1):
        kept = [(kind, known[kind][ref], role) for kind, ref, role in members if ref in known[kind]]
        drawn.relations.append((number, kept, tags))
    return drawn
