"""Read the streets of one or several modes from an OpenStreetMap extract. What may be used is in ``osm_access``."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import Codes, Ints
from geodata.errors import SourceError
from geodata.projection import to_national_grid
from geodata.sources.osm_access import PATHS, AccessRules
from geodata.sources.osm_facts import edge_flags, node_flags, speed_limit
from geodata.sources.osm_scan import UNITS_PER_DEGREE, Drawn, Scan, Tags, scan
from geodata.sources.tables import Citation
from geodata.ways import NOT_HERE, Places, Ways, Words, starts, stretches

CITATION = Citation(
    title="OpenStreetMap extract",
    publisher="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="(c) OpenStreetMap contributors",
)

OUTSIDE = "no two neighbouring points of it lie in the extract"

MOST_WITHOUT_POINTS = 0.5
"""Above this share of a mode's streets without points a file is refused: a tool has left the points out."""

_DO_FETCH = "Take the extract of the area that you mean (Geofabrik publishes one for each county)."
_DO_CUT = (
    "Cut the extract with whole ways: `osmium extract --strategy complete_ways`; the nodes must be in the file, or their "
    "places on the ways (`osmium add-locations-to-ways`)."
)


@dataclass(frozen=True)
class WaysRead:
    """Streets of one mode as a file draws them.

    seen: ways with a highway tag, and ways that draw the outline of an area with one (``outlines`` of them).
    dropped: reason -> ways. cut_ways and cut_points: used ways that lack points, and those points, because the extract
    stops short of them. unknown: what access tags say that no table knows ("foot=fishing") -> ids of used ways, int64.
    repeated, deleted: objects that stand in the file more than once, or marked as deleted. replicated: the time of the
    data as the file states it, or "".
    """

    ways: Ways
    places: Places
    seen: int
    outlines: int
    dropped: Mapping[str, int]
    cut_ways: int
    cut_points: int
    unknown: Mapping[str, Ints]
    repeated: int
    deleted: int
    replicated: str


def read_ways(
    file: Path, modes: Sequence[AccessRules], progress: Callable[[int], None] | None = None
) -> dict[str, WaysRead]:
    """Ways of ``file`` that each mode's rules admit, by mode, with their places in EPSG:27700. The file is read once.

    ``progress`` is called with the number of streets seen so far, now and then and at the end.
    Raises SourceError where the file is missing, is no extract, is cut short, holds no street of a mode, holds most of
    its streets without their points, or lies outside Great Britain.
    """
    found = scan(file, progress)
    if not len(found.drawn.id):
        raise SourceError(
            file,
            "it holds no street (no way with a highway tag).",
            "Use an extract that holds all of OpenStreetMap.",
        )
    place, whole = _placed(found)
    judged = {rules.mode: _Judged.of(rules, found.drawn.tags) for rules in modes}
    kept = {mode: whole & judgement.admits[found.drawn.stated] for mode, judgement in judged.items()}
    for mode, judgement in judged.items():
        _refuse_what_is_not_there(file, judgement, found.drawn, kept[mode])
    used = np.logical_or.reduce(list(kept.values()))
    places = _on_the_grid(file, found, place, used)
    return {
        mode: _of_mode(
            found,
            judged[mode],
            kept[mode],
            _with_facts(places, found, rules, _closed_by_lines(found, place, rules)),
            place,
        )
        for mode, rules in zip(judged, modes, strict=True)
    }


@dataclass(frozen=True)
class _Judged:
    """What the rules of a mode make of each distinct set of tags. admits: bool; flags, kmh: its facts."""

    rules: AccessRules
    refusals: Sequence[str | None]
    admits: NDArray[np.bool_]
    unknown: Sequence[Sequence[str]]

    @classmethod
    def of(cls, rules: AccessRules, sets: Sequence[Tags]) -> "_Judged":
        refusals = [rules.refusal(tags) for tags in sets]
        admits = np.array([reason is None for reason in refusals], dtype=np.bool_)
        unknown = [
            rules.unknown(tags) if reason is None else () for tags, reason in zip(sets, refusals, strict=True)
        ]
        return cls(rules, refusals, admits, unknown)


def _placed(found: Scan) -> tuple[Ints, NDArray[np.bool_]]:
    """The position among the points of every point of a way, and whether two neighbours of a way are both there."""
    drawn, points = found.drawn, found.points
    at = np.searchsorted(points.osm, drawn.node)
    at[at == len(points.osm)] = 0
    place = np.where(points.osm[at] == drawn.node, at, NOT_HERE) if len(points.osm) else at - 1
    step = (place[1:] != NOT_HERE) & (place[:-1] != NOT_HERE) & (place[1:] != place[:-1])
    counted = starts(step.astype(np.int64))
    counted = np.append(counted, counted[-1:]) if len(place) else np.zeros(1, dtype=np.int64)
    first, last = drawn.start[:-1], np.maximum(drawn.start[1:] - 1, drawn.start[:-1])
    return place, counted[last] > counted[first]


def _refuse_what_is_not_there(file: Path, judged: _Judged, drawn: Drawn, kept: NDArray[np.bool_]) -> None:
    seen, people = len(drawn.id), judged.rules.people
    admitted = int(judged.admits[drawn.stated].sum())
    if not admitted:
        raise SourceError(
            file,
            f"none of its {seen:,} streets is open to {people}.",
            "Check that it is the extract of the area that you mean.",
        )
    without = admitted - int(kept.sum())
    if without == admitted or without / admitted > MOST_WITHOUT_POINTS:
        told = "none" if without == admitted else f"only {admitted - without:,}"
        raise SourceError(
            file,
            f"{told} of its {admitted:,} streets that are open to {people} has its points in the file.",
            _DO_CUT,
        )


def _on_the_grid(file: Path, found: Scan, place: Ints, used: NDArray[np.bool_]) -> Places:
    """The places of all points that ways of any mode pass, on the National Grid; those of other ways stay at 0, 0."""
    points = found.points
    of_used = place[np.repeat(used, np.diff(found.drawn.start))]
    wanted = np.zeros(len(points.osm), dtype=np.bool_)
    wanted[of_used[of_used != NOT_HERE]] = True
    x, y = np.zeros(len(wanted)), np.zeros(len(wanted))
    try:
        x[wanted], y[wanted] = to_national_grid(
            points.x[wanted] / UNITS_PER_DEGREE, points.y[wanted] / UNITS_PER_DEGREE
        )
    except ValueError as error:
        raise SourceError(file, f"a street in it is in the wrong country: {error}.", _DO_FETCH) from error
    nothing = np.zeros(len(wanted), dtype=np.uint8)
    return Places(points.osm, x, y, nothing, nothing.astype(np.bool_))


def _closed_by_lines(found: Scan, place: Ints, rules: AccessRules) -> Ints:
    """Positions of points at which a fence, a wall or a hedge drawn as a line of its own crosses a path, int64.

    Not where the point says itself what is there (a gate, a stile, a crossing), where the mode is expressly let in on the
    path (a public footpath has its stile, drawn or not), where a road passes too, or where the path has two neighbouring
    points of such lines: it runs along one.
    """
    drawn, points = found.drawn, found.points
    if not len(found.crossed) or not len(points.osm):
        return np.empty(0, dtype=np.int64)
    at = np.searchsorted(points.osm, found.crossed)
    at[at == len(points.osm)] = 0
    marked = np.zeros(len(points.osm), dtype=np.bool_)
    marked[at[points.osm[at] == found.crossed]] = True
    on_line = (place != NOT_HERE) & marked[place]
    pair = np.flatnonzero(on_line[1:] & on_line[:-1])
    way = np.repeat(np.arange(len(drawn.id)), np.diff(drawn.start))
    pair = pair[way[pair] == way[pair + 1]]
    path = np.array(
        [tags.get("highway") in PATHS and not rules.invites(tags) for tags in drawn.tags], dtype=np.bool_
    )
    # What is only planned or being built opens nothing.
    there = np.array(
        [tags.get("highway") in rules.classes | rules.invited_classes for tags in drawn.tags], dtype=np.bool_
    )
    passed = (~path & there)[drawn.stated][way]
    open_ones = np.concatenate([place[pair], place[pair + 1], place[on_line & passed]])
    marked[open_ones] = False
    # A lamp or a bus stop at the fence says nothing of a way through it.
    says = [node for node, tags in found.facts.items() if "barrier" in tags or node_flags(tags)]
    stated = np.array(says, dtype=np.int64)
    where = np.searchsorted(points.osm, stated)
    where[where == len(points.osm)] = 0
    marked[where[points.osm[where] == stated]] = False
    return np.flatnonzero(marked)


def _with_facts(places: Places, found: Scan, rules: AccessRules, closed: Ints) -> Places:
    node = np.array(list(found.facts), dtype=np.int64)
    at = places.positions(node)
    flags, blocked = np.zeros(len(places.osm), np.uint8), np.zeros(len(places.osm), np.bool_)
    tags = list(found.facts.values())
    for position, here in zip(np.flatnonzero(at != NOT_HERE), at[at != NOT_HERE], strict=True):
        flags[here] = int(node_flags(tags[position]))
        blocked[here] = rules.blocks(tags[position])
    blocked[closed] = True
    return Places(places.osm, places.x, places.y, flags, blocked)


def _of_mode(found: Scan, judged: _Judged, kept: NDArray[np.bool_], places: Places, place: Ints) -> WaysRead:
    drawn = found.drawn
    rows = np.flatnonzero(kept)
    start, along = stretches(drawn.start[:-1][rows], drawn.start[1:][rows])
    stated, passed = drawn.stated[rows], place[along]
    missing = starts((passed == NOT_HERE).astype(np.int64))
    lacking = missing[start[1:]] - missing[start[:-1]]
    classes, codes, flags, kmh = _facts(judged, drawn.tags)
    ways = Ways(
        id=drawn.id[rows],
        start=start,
        place=passed,
        highway=codes[stated],
        name=drawn.name[rows],
        flags=flags[stated],
        kmh=kmh[stated],
        classes=classes,
        names=drawn.names,
    )
    return WaysRead(
        ways=ways,
        places=places,
        seen=len(drawn.id),
        outlines=drawn.outlines,
        dropped=_dropped(judged, drawn, kept),
        cut_ways=int((lacking > 0).sum()),
        cut_points=int(lacking.sum()),
        unknown=_unknown(judged, stated, ways.id),
        repeated=found.repeated,
        deleted=found.deleted,
        replicated=found.replicated,
    )


def _facts(judged: _Judged, sets: Sequence[Tags]) -> tuple[Sequence[str], Codes, Codes, NDArray[np.float64]]:
    """Of each distinct set of tags: its class with the list of classes, its flags and its speed limit; 0 where refused."""
    classes = Words()
    codes, flags, kmh = np.zeros(len(sets), np.int32), np.zeros(len(sets), np.int32), np.zeros(len(sets))
    for number in np.flatnonzero(judged.admits).tolist():
        tags = sets[number]
        codes[number] = classes.code(tags["highway"])
        flags[number] = int(edge_flags(tags, directed=judged.rules.directed))
        kmh[number] = speed_limit(tags)
    return classes.listed, codes, flags, kmh


def _dropped(judged: _Judged, drawn: Drawn, kept: NDArray[np.bool_]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for number, ways in enumerate(np.bincount(drawn.stated, minlength=len(drawn.tags)).tolist()):
        if reason := judged.refusals[number]:
            counted[reason] += ways
    if outside := int((judged.admits[drawn.stated] & ~kept).sum()):
        counted[OUTSIDE] = outside
    return dict(counted)


def _unknown(judged: _Judged, stated: Codes, way: Ints) -> dict[str, Ints]:
    found: dict[str, list[Ints]] = {}
    for number, words in enumerate(judged.unknown):
        for word in words:
            found.setdefault(word, []).append(way[stated == number])
    return {word: np.concatenate(ways) for word, ways in sorted(found.items()) if sum(map(len, ways))}
