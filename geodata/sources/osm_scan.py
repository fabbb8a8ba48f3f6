"""Streets out of an OpenStreetMap file of any format at the speed of osmium: nothing is done in Python for a node.

osmium goes through the file and writes what is wanted into working files: streets as lines of text (OPL), ids, and the
points of all nodes as an array. Python reads the streets, and looks up the points of only those nodes that streets pass.
"""

import re
import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import IdFilter, KeyFilter
from osmium.io import File, Reader
from osmium.osm import NODE, RELATION, WAY

from geodata.arrays import Codes, Ints
from geodata.errors import SourceError
from geodata.sources import osm_access, osm_facts
from geodata.sources.osm_files import deleted_in_an_editor, format_of, header_of, may_hold_deleted, reading
from geodata.ways import Words, starts, stretches

Tags = dict[str, str]
Units = NDArray[np.int32]
"""Degrees as OpenStreetMap keeps them: whole numbers of a ten-millionth."""

PROGRESS_EVERY = 1_000
"""Streets between two calls of ``progress``."""

UNITS_PER_DEGREE = 10_000_000
NOWHERE = 2**31 - 1
"""What osmium gives as a coordinate of a node that has no place."""

SORTED_IN_MEMORY = 200 * 1024**2
"""Bytes of a file up to which objects that stand in it twice are put in order here, in some twelve times as much memory."""

_WAY_KEYS = osm_access.WAY_KEYS | osm_facts.WAY_KEYS
_OUTLINE = frozenset({"", "outer"})
_NODE_RECORD = np.dtype([("id", "<u8"), ("x", "<i4"), ("y", "<i4")])
"""What osmium's file of locations holds for each node."""

_RECORDS = 1 << 20
_LINES = 10_000
_REF = re.compile(r"n(-?[0-9]+)")
_ESCAPED = re.compile(r"%([0-9a-f]+)%")


@dataclass(frozen=True)
class Drawn:
    """Streets as a file draws them, w of them with r points in all, by ascending id.

    id: int64 (w,). start: int64 (w + 1,); way i passes node[start[i]:start[i + 1]], OpenStreetMap ids, int64 (r,).
    stated: int32 (w,), into ``tags``, the distinct sets of tags that bear on anything. name: int32 (w,), into ``names``.
    x, y: int32 (r,), where the file keeps places on ways, ``NOWHERE`` where it does not.
    outlines: of these ways, those that are drawn as a part of an area's outline alone.
    """

    id: Ints
    start: Ints
    node: Ints
    x: Units
    y: Units
    stated: Codes
    tags: Sequence[Tags]
    name: Codes
    names: Sequence[str]
    outlines: int


@dataclass(frozen=True)
class Points:
    """Nodes that streets pass, sorted by id: osm int64 (n,), x and y int32 (n,), all of them with a place."""

    osm: Ints
    x: Units
    y: Units


@dataclass(frozen=True)
class Scan:
    """What was read. facts: node id -> tags. crossed: nodes that fences, walls and hedges drawn as lines pass, int64,
    sorted, each once; an end of a line is none, unless another line goes on there. repeated and deleted: objects that stand
    in the file more than once, or are marked as deleted. replicated: the time of the data as the file states it, or ""."""

    drawn: Drawn
    points: Points
    facts: Mapping[int, Tags]
    crossed: Ints
    repeated: int
    deleted: int
    replicated: str


def scan(file: Path, progress: Callable[[int], None] | None = None) -> Scan:
    """Read the streets of a file, every point they pass that it holds, and nodes that state a fact.

    ``progress`` is called with the number of streets seen so far, now and then and at the end. Raises SourceError.
    """
    with tempfile.TemporaryDirectory(prefix="streets-") as folder, reading(file):
        source = _Source(file, Path(folder), format_of(file))
        found = _once(source, progress)
        if isinstance(found, _Twice):
            found = _once(_in_order(source, found), progress)
        if isinstance(found, _Twice):
            raise SourceError(file, f"{len(found):,} objects stand in it more than once.", _DO_FILTER)
        return found


_DO_FILTER = (
    "Keep the newest version of each: `osmium time-filter FILE -o NEW.osm.pbf` (after `osmium sort FILE`)."
)


@dataclass(frozen=True)
class _Source:
    """A file to read, the folder for working files, its format.

    repeated: objects that were put in order before; edited: what an editor had deleted in the file that they came from.
    """

    file: Path
    folder: Path
    format: str
    repeated: int = 0
    edited: Mapping[str, set[int]] | None = None

    @property
    def osmium(self) -> File:
        return File(str(self.file), self.format)

    def reader(self, kinds: Any) -> Any:
        return Reader(self.osmium, kinds)

    def every(self, kind: Any) -> Iterator[Any]:
        """Every object of a kind, one by one, which is slow."""
        yield from osmium.FileProcessor(self.osmium, kind)


@dataclass(frozen=True)
class _Twice:
    """Ids of nodes, ways and relations that stand in the file more than once."""

    nodes: Ints
    ways: Ints
    relations: Ints

    def __len__(self) -> int:
        return len(self.nodes) + len(self.ways) + len(self.relations)


def _once(source: _Source, progress: Callable[[int], None] | None) -> Scan | _Twice:
    table = _Nodes(source)
    way_ids, relation_ids = _streets(source)
    twice = _Twice(table.twice, _repeats(way_ids), _repeats(relation_ids))
    if len(twice):
        return twice
    gone = _Gone.of(source)
    facts = _Facts(gone.nodes)
    for line in _lines(source.folder / "nodes.opl"):
        facts.take(line)
    lines = _Lines(progress, gone)
    for line in _lines(source.folder / "streets.opl"):
        lines.take(line)
    lines.take_outlines(source)
    drawn = lines.drawn()
    points = table.points(drawn)
    if (drawn.node < 0).any():
        points, again = _with_negative(source, drawn, points)
        if len(again):
            return _Twice(again, *([np.empty(0, dtype=np.int64)] * 2))
    passed = gone.nodes.intersection(drawn.node.tolist()) if gone.nodes else set()
    if passed:
        there = ~np.isin(points.osm, list(passed))
        points = Points(points.osm[there], points.x[there], points.y[there])
    deleted = len(facts.deleted | passed) + lines.deleted
    replicated = str(header_of(source.osmium).get("osmosis_replication_timestamp", ""))
    return Scan(drawn, points, facts.tags, lines.crossed(), source.repeated, deleted, replicated)


@dataclass(frozen=True)
class _Gone:
    """Ids of deleted objects: nodes so marked, and what an editor deleted. osmium's own filters pass both."""

    nodes: set[int]
    ways: set[int]
    relations: set[int]

    @classmethod
    def of(cls, source: _Source) -> "_Gone":
        """Of a file that holds every object once. Only a file that marks something is gone through: that is slow."""
        if not may_hold_deleted(source.file, source.format):
            return cls(set(), set(), set())
        edited = source.edited or deleted_in_an_editor(source.file, source.format)
        marked = {node.id for node in source.every(NODE) if node.deleted}
        return cls(marked | edited["n"], edited["w"], edited["r"])

    def holds(self, kind: str, number: int) -> bool:
        return number in (self.ways if kind == "w" else self.relations)


def _streets(source: _Source) -> tuple[Ints, Ints]:
    """Write every street and barrier line, and return the ids of all ways and of all relations, in the file's order."""
    ids, streets = source.folder / "ids", source.folder / "streets.opl"
    with (
        osmium.SimpleWriter(File(str(ids), "ids"), overwrite=True) as all_ids,
        _opl(streets) as writer,
        source.reader(WAY | RELATION) as reader,
    ):
        filters = (KeyFilter("highway", "barrier"),)  # osmium keeps no hold of what it is given
        osmium.apply(reader, all_ids, *filters, writer)
    text = ids.read_text(encoding="ascii")
    ids.unlink()
    return _ids(text, "w"), _ids(text, "r")


def _ids(text: str, kind: str) -> Ints:
    """The numbers of lines such as "w12", of one kind."""
    first, last = text.find(kind), text.rfind(kind)
    part = text[first : text.find("\n", last)] if first >= 0 else ""
    if (
        part.count("\n") != part.count(kind) - 1
    ):  # kinds stand among each other: no tool writes that, and it can be read
        part = "\n".join(line for line in part.splitlines() if line.startswith(kind))
    return np.fromstring(part.replace(kind, ""), dtype=np.int64, sep="\n")


def _opl(file: Path) -> Any:
    """A writer of lines: ids, versions, tags, and what an object refers to, with places where it has them."""
    return osmium.SimpleWriter(
        File(str(file), "opl,add_metadata=version,locations_on_ways=true"), overwrite=True
    )


def _lines(file: Path) -> Iterator[list[str]]:
    """The fields of every line."""
    with file.open(encoding="utf-8", newline="\n") as handle:
        for line in handle:
            yield line[:-1].split(" ")


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split(","):
        key, _, value = pair.partition("=")
        yield _plain(key), _plain(value)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "%" in text else text


def _tags(text: str) -> Tags:
    return dict(_pairs(text)) if text else {}


@dataclass
class _Facts:
    """Tags of nodes that state something, of all but those that are ``gone``."""

    gone: set[int]
    tags: dict[int, Tags] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)

    def take(self, line: list[str]) -> None:
        node, _, seen, tags, *_ = line
        number = int(node[1:])
        if seen == "dD" or number in self.gone:
            self.deleted.add(number)
        else:
            self.tags[number] = _tags(tags[1:])


class _Lines:
    """Streets out of lines, a part of the points at a time: a county has millions."""

    def __init__(self, progress: Callable[[int], None] | None, gone: _Gone) -> None:
        self.deleted = 0
        self._gone = gone
        self._progress = progress
        self._id, self._length = array("q"), array("q")
        self._stated, self._named = array("i"), array("i")
        self._sets: dict[str, int] = {}
        self._names_met: dict[str, int] = {}
        self._names = Words()
        self._text: list[str] = []
        self._points: list[tuple[Ints, Units, Units]] = []
        self._areas: dict[int, str] = {}
        self._outlines = 0
        self._inside, self._ends = array("q"), array("q")

    def take(self, line: list[str]) -> None:
        """A way that is a street, or a relation that is an area of streets."""
        thing, _, seen, tags, members = line
        street = tags.startswith("Thighway=") or ",highway=" in tags
        deleted = seen == "dD" or self._gone.holds(thing[0], int(thing[1:]))
        if not street:
            if not deleted and thing[0] == "w":
                self._take_barrier(tags[1:], members[1:])
        elif deleted:
            self.deleted += 1
        elif thing[0] == "w":
            self._add(int(thing[1:]), tags[1:], members[1:])
            if self._progress is not None and len(self._id) % PROGRESS_EVERY == 0:
                self._progress(len(self._id))
        elif "type=multipolygon" in tags[1:].split(","):
            for member in members[1:].split(","):
                ref, _, role = member.partition("@")
                if ref.startswith("w") and role in _OUTLINE:
                    self._areas.setdefault(int(ref[1:]), f"{tags[1:]},area=yes")

    def _take_barrier(self, tags: str, points: str) -> None:
        """Nodes of a line that nobody passes."""
        if not any(pair.startswith("barrier=") and pair[8:] in osm_access.SOLID for pair in tags.split(",")):
            return
        nodes = [int(ref) for ref in _REF.findall(points)]
        if nodes and nodes[0] == nodes[-1]:
            self._inside.extend(nodes)
        else:
            self._inside.extend(nodes[1:-1])
            self._ends.extend((*nodes[:1], *nodes[-1:]))

    def crossed(self) -> Ints:
        """Nodes that lines pass which nobody does: inside one, or where two end."""
        inside, ends = (np.array(ids, dtype=np.int64) for ids in (self._inside, self._ends))
        return _distinct(np.concatenate([inside, _repeats(np.sort(ends))]))

    def take_outlines(self, source: _Source) -> None:
        """Ways that are no streets of themselves and draw the outline of an area of streets: they have the area's tags."""
        known = set(self._id)
        wanted = {way: tags for way, tags in self._areas.items() if way not in known}
        if wanted:
            file = source.folder / "outlines.opl"
            with _opl(file) as writer, source.reader(WAY) as reader:
                filters = (IdFilter(wanted),) if min(wanted) > 0 else ()
                osmium.apply(reader, *filters, writer)
            for thing, _, seen, _, members in _lines(file):
                if int(thing[1:]) in wanted and seen != "dD" and int(thing[1:]) not in self._gone.ways:
                    self._add(int(thing[1:]), wanted[int(thing[1:])], members[1:])
                    self._outlines += 1
        if self._progress is not None:
            self._progress(len(self._id))

    def _add(self, way: int, tags: str, points: str) -> None:
        stated, named = [], []
        for pair in tags.split(","):
            key = pair.partition("=")[0]
            if key in _WAY_KEYS:
                stated.append(pair)
            elif key in osm_facts.NAME_KEYS:
                named.append(pair)
        self._id.append(way)
        self._length.append(points.count(",") + 1 if points else 0)
        self._stated.append(self._sets.setdefault(",".join(stated), len(self._sets)))
        self._named.append(self._name(",".join(named)))
        if points:
            self._text.append(points)
        if len(self._text) >= _LINES:
            self._flush()

    def _name(self, text: str) -> int:
        if text not in self._names_met:
            self._names_met[text] = self._names.code(osm_facts.name(_tags(text)))
        return self._names_met[text]

    def _flush(self) -> None:
        text = ",".join(self._text)
        self._text.clear()
        bare = text.replace("xy", "").replace("n", "")
        if "x" not in bare:
            node = np.fromstring(bare, dtype=np.int64, sep=",")
            nowhere = np.full(len(node), NOWHERE, dtype=np.int32)
            self._points.append((node, nowhere, nowhere))
            return
        every = text.replace("xy", "xnanynan").replace("n", "", 1).replace(",n", ",")
        table = np.fromstring(every.replace("x", ",").replace("y", ","), dtype=np.float64, sep=",").reshape(
            -1, 3
        )
        here = np.isfinite(table[:, 1])
        x, y = (
            np.where(here, np.rint(table[:, column] * UNITS_PER_DEGREE), NOWHERE).astype(np.int32)
            for column in (1, 2)
        )
        self._points.append((table[:, 0].astype(np.int64), x, y))

    def drawn(self) -> Drawn:
        """All that was taken, by ascending id."""
        if self._text:
            self._flush()
        way, length = np.array(self._id, dtype=np.int64), np.array(self._length, dtype=np.int64)
        empty = [(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))]
        node, x, y = (np.concatenate(column) for column in zip(*(self._points or empty), strict=True))
        self._points.clear()
        stated, named = np.array(self._stated, dtype=np.int32), np.array(self._named, dtype=np.int32)
        start = starts(length)
        if (np.diff(way) < 0).any():
            order = np.argsort(way, kind="stable")
            _, at = stretches(start[:-1][order], start[1:][order])
            way, length, stated, named = way[order], length[order], stated[order], named[order]
            node, x, y, start = node[at], x[at], y[at], starts(length)
        return Drawn(
            way,
            start,
            node,
            x,
            y,
            stated,
            [_tags(text) for text in self._sets],
            named,
            self._names.listed,
            self._outlines,
        )


class _Nodes:
    """Where all nodes are, in a file on disk that osmium fills and numpy reads: memory is for those that streets pass."""

    def __init__(self, source: _Source) -> None:
        self._file = source.folder / "nodes"
        table = osmium.index.create_map(f"sparse_file_array,{self._file}")
        keep = osmium.NodeLocationsForWays(table)
        with _opl(source.folder / "nodes.opl") as writer, source.reader(NODE) as reader:
            filters = (KeyFilter(*osm_facts.NODE_KEYS),)
            osmium.apply(reader, keep, *filters, writer)
        del keep, table  # closes the file
        self._ordered, self.twice = self._look()

    def _parts(self) -> Iterator[Any]:
        """The records, many at a time; what osmium filled the end of the file with left out."""
        with self._file.open("rb") as handle:
            while len(part := np.fromfile(handle, dtype=_NODE_RECORD, count=_RECORDS)):
                yield part[(part["id"] != 0) | (part["x"] != NOWHERE)]

    def _look(self) -> tuple[bool, Ints]:
        """Whether ids ascend, and those that stand there more than once."""
        last = 0
        for part in self._parts():
            number = part["id"].astype(np.int64)
            if len(number) and (number[0] <= last or (np.diff(number) <= 0).any()):
                return False, _repeats(np.concatenate([p["id"] for p in self._parts()]).astype(np.int64))
            last = int(number[-1]) if len(number) else last
        return True, np.empty(0, dtype=np.int64)

    def points(self, drawn: Drawn) -> Points:
        """The places of the nodes that streets pass: those that stand on the ways themselves, else the nodes' own."""
        wanted = _distinct(drawn.node)
        x = np.full(len(wanted), NOWHERE, dtype=np.int32)
        y = x.copy()
        parts = self._parts() if self._ordered else iter([self._sorted()])
        for part in parts:
            if not len(part):
                continue
            number = part["id"].astype(np.int64)
            low, high = np.searchsorted(wanted, [number[0], number[-1] + 1])
            at = np.searchsorted(number, wanted[low:high])
            here = np.flatnonzero(number[at] == wanted[low:high])
            x[low + here], y[low + here] = part["x"][at[here]], part["y"][at[here]]
        on_ways = np.flatnonzero(drawn.x != NOWHERE)
        if len(on_ways):
            at = np.searchsorted(wanted, drawn.node[on_ways])
            x[at], y[at] = drawn.x[on_ways], drawn.y[on_ways]
        there = x != NOWHERE
        return Points(wanted[there], x[there], y[there])

    def _sorted(self) -> Any:
        whole = np.concatenate(list(self._parts()))
        return whole[np.argsort(whole["id"], kind="stable")]


def _distinct(ids: Ints) -> Ints:
    """Ids, each once, ascending: by sorting, which is several times as fast as numpy's own way by a table of hashes."""
    ordered = np.sort(ids)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _repeats(ids: Ints) -> Ints:
    """Ids that occur more than once."""
    ascending = np.diff(ids) > 0
    if ascending.all():
        return np.empty(0, dtype=np.int64)
    found, count = np.unique(ids, return_counts=True)
    return found[count > 1]


def _with_negative(source: _Source, drawn: Drawn, points: Points) -> tuple[Points, Ints]:
    """The points with those of nodes with negative ids, which osmium's own table leaves out; and ids that come twice.

    Editors give such ids to what they have not sent in yet.
    """
    wanted = set(np.setdiff1d(drawn.node[drawn.node < 0], points.osm).tolist())
    found: dict[int, tuple[int, int]] = {}
    met: list[int] = []
    for node in source.every(NODE):
        if node.id in wanted:
            met.append(node.id)
            if node.deleted or not node.location.valid():
                continue
            found[node.id] = (node.location.x, node.location.y)
    at = np.array(list(found.values()), dtype=np.int32).reshape(-1, 2)
    osm = np.concatenate([np.array(list(found), dtype=np.int64), points.osm])
    order = np.argsort(osm)
    x, y = np.concatenate([at[:, 0], points.x]), np.concatenate([at[:, 1], points.y])
    return Points(osm[order], x[order], y[order]), _repeats(np.sort(np.array(met, dtype=np.int64)))


def _in_order(source: _Source, twice: _Twice) -> _Source:
    """The file with the newest version of everything, as a working file. Raises SourceError where none is the newest."""
    size = source.file.stat().st_size
    if size > SORTED_IN_MEMORY:
        raise SourceError(
            source.file,
            f"{len(twice):,} objects stand in it in more than one version, as in a history file or extracts of several "
            f"days put together; at {size / 1024**2:,.0f} MB it is too large to put in order here.",
            _DO_FILTER,
        )
    _refuse_ties(source, twice)
    # osmium's reader of several files goes by the ending of a name.
    named = source.folder / f"source.{'osm.' if source.format == 'pbf' else ''}{source.format}"
    named.symlink_to(source.file.resolve())
    merged = osmium.MergeInputReader()
    merged.add_file(str(named))
    again = source.folder / "again"  # osmium adds to a file of locations that is there
    again.mkdir()
    ordered = again / "ordered.osm.pbf"
    # As a history: only there does a PBF say what is deleted.
    with osmium.SimpleWriter(File(str(ordered), "osh.pbf,locations_on_ways=true")) as writer:
        merged.apply(writer, simplify=True)
    return _Source(ordered, again, "pbf", len(twice), deleted_in_an_editor(source.file, source.format))


def _refuse_ties(source: _Source, twice: _Twice) -> None:
    """Raise SourceError where two objects with one id and one version differ: which is right is not for us to say."""
    for kind, word, ids in (
        (NODE, "node", twice.nodes),
        (WAY, "way", twice.ways),
        (RELATION, "relation", twice.relations),
    ):
        if not len(ids):
            continue
        newest: dict[int, tuple[int, set[Any]]] = {}
        wanted = set(ids.tolist())
        for item in source.every(kind):
            if item.id in wanted:
                version, contents = newest.setdefault(item.id, (item.version, set()))
                if item.version > version:
                    newest[item.id] = version, contents = item.version, set()
                if item.version == version:
                    contents.add(_content(item))
        ties = [number for number, (_, contents) in newest.items() if len(contents) > 1]
        if ties:
            raise SourceError(
                source.file,
                f"{word} {ties[0]} stands in it more than once, with nothing to say which is newer"
                + (f" ({len(ties) - 1:,} more like it)." if len(ties) > 1 else "."),
                "Put the extracts together again from files that keep versions: `osmium merge ONE OTHER -o NEW.osm.pbf`.",
            )


def _content(item: Any) -> tuple[Any, ...]:
    tags = tuple(sorted((tag.k, tag.v) for tag in item.tags))
    if item.is_node():
        return item.deleted, tags, (item.location.x, item.location.y)
    if item.is_way():
        return item.deleted, tags, tuple((node.ref, node.location.x, node.location.y) for node in item.nodes)
    return item.deleted, tags, tuple((m.type, m.ref, m.role) for m in item.members)
