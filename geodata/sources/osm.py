"""Read the streets of one mode from an OpenStreetMap PBF extract. What may be used is in ``osm_access``."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from osmium.filter import KeyFilter
from osmium.io import File, Reader
from osmium.osm import NODE, NOTHING, RELATION, WAY

from geodata.arrays import Ints, NodeFlag
from geodata.errors import SourceError
from geodata.projection import to_national_grid
from geodata.sources.osm_access import AccessRules
from geodata.sources.osm_facts import NODE_KEYS, edge_flags, name, node_flags, speed_limit
from geodata.sources.tables import Citation, check_file
from geodata.ways import Places, Way

CITATION = Citation(
    title="OpenStreetMap extract",
    publisher="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="(c) OpenStreetMap contributors",
)

PROGRESS_EVERY = 1_000
"""Streets between two calls of ``progress``."""

OUTSIDE = "no two neighbouring points of it lie in the extract"
TWICE = "the same way again"

_UNITS_PER_DEGREE = 10_000_000
"""OpenStreetMap keeps coordinates as whole numbers of this fraction of a degree."""

_NOWHERE = 2**31 - 1
"""What osmium gives as a coordinate of a node that the file does not hold."""

_DO_FETCH = "Download the extract again (Geofabrik publishes one for each county) and check its MD5."


@dataclass(frozen=True)
class WaysRead:
    """Streets of one mode as a file draws them.

    seen: ways with a highway tag. dropped: reason -> ways. cut_ways and cut_points: used ways that lack points,
    and those points, because the extract stops short of them. relations: areas drawn as relations, not read.
    replicated: the time of the data as the file states it, or "".
    """

    ways: tuple[Way, ...]
    places: Places
    seen: int
    dropped: Mapping[str, int]
    cut_ways: int
    cut_points: int
    relations: int
    replicated: str


def read_ways(file: Path, rules: AccessRules, progress: Callable[[int], None] | None = None) -> WaysRead:
    """Ways of ``file`` that ``rules`` admit, with their places in EPSG:27700.

    ``progress`` is called with the number of streets seen so far, now and then and at the end.
    Raises SourceError where the file is missing, is no PBF, is cut short, holds no street of the mode, or lies
    outside Great Britain.
    """
    check_file(file)
    tally = _Tally(rules)
    for item in _objects(file):
        before = tally.seen
        tally.take(item)
        if progress is not None and tally.seen > before and tally.seen % PROGRESS_EVERY == 0:
            progress(tally.seen)
    if progress is not None:
        progress(tally.seen)
    if not tally.ways:
        raise SourceError(file, *_why_empty(tally))
    return WaysRead(
        ways=tuple(tally.ways),
        places=_places(file, tally),
        seen=tally.seen,
        dropped=dict(tally.dropped),
        cut_ways=tally.cut_ways,
        cut_points=tally.cut_points,
        relations=tally.relations,
        replicated=_replicated(file),
    )


@dataclass
class _Tally:
    """What has been read so far. Coordinates are kept flat: a county has millions of points."""

    rules: AccessRules
    ways: list[Way] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)
    seen: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    cut_ways: int = 0
    cut_points: int = 0
    relations: int = 0
    node: Any = field(default_factory=lambda: array("q"))
    longitude: Any = field(default_factory=lambda: array("i"))
    latitude: Any = field(default_factory=lambda: array("i"))
    flags: dict[int, NodeFlag] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)

    def take(self, item: Any) -> None:
        if item.is_way():
            if "highway" in item.tags:
                self.seen += 1
                if reason := self._refusal_or_keep(item):
                    self.dropped[reason] += 1
        elif item.is_relation():
            self.relations += "highway" in item.tags
        else:
            self._keep_facts(item)

    def _refusal_or_keep(self, item: Any) -> str | None:
        tags = dict(item.tags)
        if reason := self.rules.refusal(tags):
            return reason
        if item.id in self.ids:
            return TWICE
        points = [(point.ref, point.x, point.y) for point in item.nodes]
        if not any(a != b and _NOWHERE not in (x, y) for (a, x, _), (b, y, _) in pairwise(points)):
            return OUTSIDE
        nodes, longitude, latitude = zip(*points, strict=True)
        if missing := longitude.count(_NOWHERE):
            self.cut_ways += 1
            self.cut_points += missing
        self.node.extend(nodes)
        self.longitude.extend(longitude)
        self.latitude.extend(latitude)
        self.ids.add(item.id)
        flags = edge_flags(tags, directed=self.rules.directed)
        self.ways.append(Way(item.id, nodes, tags["highway"], name(tags), flags, speed_limit(tags)))
        return None

    def _keep_facts(self, item: Any) -> None:
        tags = dict(item.tags)
        if flags := node_flags(tags):
            self.flags[item.id] = flags
        if self.rules.blocks(tags):
            self.blocked.add(item.id)


def _objects(file: Path) -> Iterator[Any]:
    """Nodes with a fact, and ways and relations with a highway tag, in the file's order."""
    reader = (
        osmium.FileProcessor(File(str(file), "pbf"), NODE | WAY | RELATION)
        .with_locations()
        .with_filter(KeyFilter(*NODE_KEYS))
    )
    try:
        yield from reader
    except RuntimeError as error:  # osmium's one error for a file that it cannot read
        raise SourceError(
            file,
            f"it cannot be read as an OpenStreetMap PBF ({error}): it is something else, or was cut short.",
            _DO_FETCH,
        ) from error


def _places(file: Path, tally: _Tally) -> Places:
    node = np.frombuffer(tally.node, dtype=np.int64)
    longitude = np.frombuffer(tally.longitude, dtype=np.int32)
    osm, at = np.unique(node[longitude != _NOWHERE], return_index=True)
    degrees = (
        whole[longitude != _NOWHERE][at] / _UNITS_PER_DEGREE
        for whole in (longitude, np.frombuffer(tally.latitude, dtype=np.int32))
    )
    try:
        x, y = to_national_grid(*degrees)
    except ValueError as error:
        raise SourceError(file, f"a street in it is in the wrong country: {error}.", _DO_FETCH) from error
    flags = np.zeros(len(osm), dtype=np.uint8)
    stated = _positions(osm, np.array(sorted(tally.flags), dtype=np.int64))
    flags[stated] = [int(tally.flags[int(node)]) for node in osm[stated]]
    blocked = np.zeros(len(osm), dtype=np.bool_)
    blocked[_positions(osm, np.array(sorted(tally.blocked), dtype=np.int64))] = True
    return Places(osm, x, y, flags, blocked)


def _positions(among: Ints, wanted: Ints) -> Ints:
    """Positions in ``among`` of those ``wanted`` ids that it holds."""
    _, at, _ = np.intersect1d(among, wanted, assume_unique=True, return_indices=True)
    return np.asarray(at, dtype=np.int64)


def _replicated(file: Path) -> str:
    reader = Reader(File(str(file), "pbf"), NOTHING)
    try:
        return str(reader.header().get("osmosis_replication_timestamp", ""))
    finally:
        reader.close()


def _why_empty(tally: _Tally) -> tuple[str, str]:
    if not tally.seen:
        return (
            "it holds no street (no way with a highway tag).",
            "Use an extract that holds all of OpenStreetMap.",
        )
    if tally.dropped[OUTSIDE]:
        return (
            f"none of its {tally.seen} streets has its points in the file.",
            "Sort the file by type and id (`osmium sort`), or cut the extract with complete ways.",
        )
    return (
        f"none of its {tally.seen} streets is open to {tally.rules.people}.",
        "Check that it is the extract of the area that you mean.",
    )
