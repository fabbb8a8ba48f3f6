"""From streets as they are drawn to the network that people are measured on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geodata.arrays import MM, StreetNetwork
from geodata.fragments import SMALLEST_PART_M, Fragments, mark_apart, without_fragments
from geodata.projection import ACCURACY
from geodata.snapshot import Dropped, Source
from geodata.sources.osm import CITATION, OUTSIDE, WaysRead, read_ways
from geodata.sources.osm_access import RULES
from geodata.sources.tables import source_of
from geodata.splitting import split_ways
from geodata.ways import Places, Way, Ways

__all__ = ["Places", "StreetsRead", "Way", "build_network", "read_modes", "read_streets"]

MUCH = 0.05
"""Above this share of a mode's streets that lack points, the note says so first."""

MOST = 0.5
"""Above this share of streets that are not open to a mode, the note says so too."""


@dataclass(frozen=True)
class StreetsRead:
    """The network of one mode, what there is to say of its file, and what a person should look at.

    unknown: what access tags say that no table knows -> metres of street that is counted all the same.
    cut_ways: streets open to the mode that lack points, or have none in the file, of ``open_ways``.
    """

    network: StreetNetwork
    source: Source
    unknown: Mapping[str, float]
    cut_ways: int
    open_ways: int

    @property
    def cut(self) -> float:
        """Streets that lack points as a share of those open to the mode, 0 to 1."""
        return self.cut_ways / self.open_ways


def build_network(
    ways: Iterable[Way], places: Places, *, smallest_part_m: float = SMALLEST_PART_M
) -> StreetNetwork:
    """The network of ``ways`` (see ``splitting.split_ways``) without parts shorter than ``smallest_part_m`` metres.

    Other parts that join no more are marked (``fragments.mark_apart``).

    Raises ValueError where two ways have one id, or no way has two neighbouring places.
    """
    return mark_apart(without_fragments(split_ways(Ways.of(ways, places), places), smallest_part_m)[0])


def read_streets(
    file: Path, mode: str = "walk", *, vintage: str, progress: Callable[[int], None] | None = None
) -> tuple[StreetNetwork, Source]:
    """The network of a mode ("walk" or "drive") from an OpenStreetMap extract, and what there is to say of the file.

    As ``read_modes`` of one mode.
    """
    read = read_modes(file, {mode: vintage}, progress=progress)[mode]
    return read.network, read.source


def read_modes(
    file: Path, vintages: Mapping[str, str], *, progress: Callable[[int], None] | None = None
) -> dict[str, StreetsRead]:
    """The networks of several modes from one OpenStreetMap extract, which is read once.

    ``vintages``: for each mode wanted the date of the data in words. ``progress`` is called with the number of streets
    read so far. In a source, ``rows`` are ways with a highway tag or on the outline of an area with one; ``used`` and the
    rows of ``dropped`` add up to them.
    Raises SourceError where the file cannot be used, and ValueError for a mode without rules.
    """
    for mode in vintages:
        if mode not in RULES:
            raise ValueError(f'no rules of access for mode "{mode}"; there are: {", ".join(sorted(RULES))}')
    ways = read_ways(file, [RULES[mode] for mode in vintages], progress)
    made = {}
    for mode, vintage in vintages.items():
        read = ways.pop(mode)
        network, fragments = without_fragments(split_ways(read.ways, read.places))
        unknown = _metres(network, read)
        source = _source(file, mode, vintage, read, fragments, unknown)
        outside = read.dropped.get(OUTSIDE, 0)
        made[mode] = StreetsRead(
            mark_apart(network), source, unknown, read.cut_ways + outside, len(read.ways) + outside
        )
    return made


def _metres(network: StreetNetwork, read: WaysRead) -> dict[str, float]:
    metres = {
        word: float(network.edge_mm[np.isin(network.edge_way, ways)].sum()) / MM
        for word, ways in read.unknown.items()
    }
    return {word: length for word, length in metres.items() if length}


def _source(
    file: Path, mode: str, vintage: str, read: WaysRead, fragments: Fragments, unknown: Mapping[str, float]
) -> Source:
    dropped = [Dropped(reason, rows) for reason, rows in sorted(read.dropped.items())]
    alone = f"in a part of under {SMALLEST_PART_M:.0f} m that joins no other street"
    dropped.append(Dropped(alone, fragments.ways))
    return source_of(
        f"{mode} streets",
        file,
        CITATION,
        vintage,
        rows=read.seen,
        dropped=dropped,
        note=" ".join(_notes(read, fragments, unknown)),
    )


def _notes(read: WaysRead, fragments: Fragments, unknown: Mapping[str, float]) -> list[str]:
    notes = []
    outside = read.dropped.get(OUTSIDE, 0)
    lacking = (read.cut_ways + outside) / (len(read.ways) + outside)
    if lacking > MUCH:
        notes.append(f"LOOK: {100 * lacking:.0f}% of the streets open to this mode lack points in the file.")
    refused = sum(read.dropped.values()) - outside
    if refused > MOST * read.seen:
        notes.append(f"{refused:,} of {read.seen:,} streets in the file are not open to this mode.")
    notes.append(f"Projected by {ACCURACY}.")
    if read.replicated:
        notes.append(f"The file states its data as of {read.replicated}.")
    if read.repeated:
        notes.append(
            f"{read.repeated:,} objects stand in the file more than once: the newest version is used."
        )
    if read.deleted:
        notes.append(f"{read.deleted:,} objects are marked as deleted in the file and were left out.")
    if fragments.parts:
        notes.append(
            f"Left out {fragments.parts} parts of under {SMALLEST_PART_M:.0f} m that join no other street, "
            f"{fragments.metres} m in all."
        )
    if read.cut_ways:
        notes.append(
            f"{read.cut_ways} streets lack {read.cut_points} points: the extract stops short of them, or they were deleted."
        )
    if read.outlines:
        notes.append(
            f"{read.outlines} ways are streets because they draw the outline of a square or the like."
        )
    if unknown:
        told = ", ".join(f"{word} on {metres / 1000:.2f} km" for word, metres in unknown.items())
        notes.append(f"Words about access that the tables do not know, on streets that are counted: {told}.")
    return notes
