"""Streets of one area out of one or several extracts: each once and whole, where a point of it lies in a rectangle.

An extract with nothing outside the rectangle is used as it is, byte for byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import osmium
from osmium.filter import EntityFilter, IdFilter, KeyFilter
from osmium.osm import NODE, NOTHING, RELATION, WAY

from geodata.errors import SourceError
from geodata.fetch.arcgis import Bounds
from geodata.sources.osm_access import SOLID
from geodata.sources.osm_files import format_of, header_of, reading


@dataclass
class _Chosen:
    """What is kept: ids of ways and of the nodes they need, and whether any street was left out."""

    ways: set[int] = field(default_factory=set)
    nodes: set[int] = field(default_factory=set)
    outside: bool = False


def cut_streets(extracts: Sequence[Path], bounds: Bounds, out: Path) -> bool:
    """Write the streets of ``extracts`` (of any format that is read) that reach into ``bounds`` to ``out``, a PBF.

    ``bounds``: west, south, east, north in degrees. Returns False, and writes nothing, where there is one PBF and no street
    of it lies outside: it can be used as it is. Raises SourceError where an extract cannot be read or has no street there.
    """
    chosen = _Chosen()
    for extract in extracts:
        _refuse_places_on_ways(extract)
        _choose(extract, bounds, chosen)
    if not chosen.ways:
        raise SourceError(
            extracts[0], "no street of it lies in the area.", "Check that it is of the area meant."
        )
    if len(extracts) == 1 and not chosen.outside and format_of(extracts[0]) == "pbf":
        return False
    for extract in extracts:
        _choose_barriers(extract, chosen)
    merged = osmium.MergeInputReader()
    with TemporaryDirectory(dir=out.parent) as folder:
        for number, extract in enumerate(extracts):
            part = Path(folder) / f"{number}.osm.pbf"
            _write(extract, chosen, part)
            merged.add_file(str(part))
        out.unlink(missing_ok=True)
        target = osmium.io.File(str(out), "pbf")
        with osmium.SimpleWriter(target, header=_header(extracts)) as writer:
            merged.apply(_Into(writer), simplify=True)
    return True


class _Into(osmium.SimpleHandler):
    """Hands whatever it is given to a writer."""

    def __init__(self, writer: Any) -> None:
        super().__init__()
        self.node = writer.add_node
        self.way = writer.add_way
        self.relation = writer.add_relation


def _header(extracts: Sequence[Path]) -> Any:
    """The header of what is written: when the data is of, where every extract says the same."""
    header = osmium.io.Header()
    for key in ("osmosis_replication_timestamp",):
        said = set()
        for extract in extracts:
            reader = osmium.io.Reader(_source(extract), NOTHING)
            said.add(str(reader.header().get(key, "")))
            reader.close()
        if len(said) == 1 and said != {""}:
            header.set(key, said.pop())
    return header


def _choose(extract: Path, bounds: Bounds, chosen: _Chosen) -> None:
    west, south, east, north = bounds
    filters: list[Any] = [KeyFilter("highway")]
    if outlines := _outlines(extract):
        filters.append(IdFilter(outlines))
    for wanted in filters:
        reader = osmium.FileProcessor(_source(extract), NODE | WAY).with_locations()
        for way in _whole(extract, reader.with_filter(EntityFilter(WAY)).with_filter(wanted)):
            points = [(n.ref, n.lon, n.lat) for n in way.nodes if n.location.valid()]
            if any(west <= lon <= east and south <= lat <= north for _, lon, lat in points):
                chosen.ways.add(way.id)
                chosen.nodes.update(node.ref for node in way.nodes)
            else:
                chosen.outside = True


def _choose_barriers(extract: Path, chosen: _Chosen) -> None:
    """Fences, walls and hedges drawn as lines that pass a point of a chosen street: they can stop a walk."""
    found: set[int] = set()
    reader = osmium.FileProcessor(_source(extract), WAY).with_filter(KeyFilter("barrier"))
    for way in _whole(extract, reader):
        refs = [node.ref for node in way.nodes]
        if way.tags.get("barrier") in SOLID and not chosen.nodes.isdisjoint(refs):
            chosen.ways.add(way.id)
            found.update(refs)
    chosen.nodes |= found


def _outlines(extract: Path) -> set[int]:
    """Ways that draw the outlines of areas of streets, which have their tags on a relation."""
    reader = osmium.FileProcessor(_source(extract), RELATION).with_filter(KeyFilter("highway"))
    return {
        member.ref
        for relation in _whole(extract, reader)
        for member in relation.members
        if member.type == "w"
    }


def _write(extract: Path, chosen: _Chosen, part: Path) -> None:
    with osmium.SimpleWriter(str(part)) as writer:
        for kind, ids in ((NODE, chosen.nodes), (WAY, chosen.ways)):
            reader = osmium.FileProcessor(_source(extract), kind).with_filter(IdFilter(ids))
            for item in _whole(extract, reader):
                writer.add(item)
        reader = osmium.FileProcessor(_source(extract), RELATION).with_filter(KeyFilter("highway"))
        for relation in _whole(extract, reader):
            if any(member.type == "w" and member.ref in chosen.ways for member in relation.members):
                writer.add(relation)


def _whole(extract: Path, reader: Any) -> Iterator[Any]:
    with reading(extract):
        yield from reader


def _refuse_places_on_ways(extract: Path) -> None:
    """osmium makes places that are kept on ways invalid where it looks up nodes, without a word."""
    header = header_of(_source(extract))
    if "LocationsOnWays" in (header.get(f"pbf_optional_feature_{number}", "") for number in range(8)):
        raise SourceError(
            extract,
            "its places are kept on its ways (LocationsOnWays), and it cannot be joined with other extracts.",
            "Give it alone, or the extract that it was made from, which has its nodes.",
        )


def _source(extract: Path) -> osmium.io.File:
    """The store's files have no endings, by which osmium would tell what they are. Raises SourceError."""
    return osmium.io.File(str(extract), format_of(extract))
