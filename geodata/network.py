"""From streets as they are drawn to the network that people are measured on."""

from collections.abc import Callable, Iterable
from pathlib import Path

from geodata.arrays import StreetNetwork
from geodata.fragments import SMALLEST_PART_M, Fragments, without_fragments
from geodata.projection import ACCURACY_M
from geodata.snapshot import Dropped, Source
from geodata.sources.osm import CITATION, WaysRead, read_ways
from geodata.sources.osm_access import RULES
from geodata.sources.tables import source_of
from geodata.splitting import split_ways
from geodata.ways import Places, Way

__all__ = ["Places", "Way", "build_network", "read_streets"]


def build_network(
    ways: Iterable[Way], places: Places, *, smallest_part_m: float = SMALLEST_PART_M
) -> StreetNetwork:
    """The network of ``ways`` (see ``splitting.split_ways``) without parts shorter than ``smallest_part_m`` metres.

    Raises ValueError where two ways have one id, or no way has two neighbouring places.
    """
    return without_fragments(split_ways(ways, places), smallest_part_m)[0]


def read_streets(
    file: Path, mode: str = "walk", *, vintage: str, progress: Callable[[int], None] | None = None
) -> tuple[StreetNetwork, Source]:
    """The network of a mode ("walk" or "drive") from an OpenStreetMap PBF, and what there is to say of the file.

    ``vintage`` is the date of the data in words. ``progress`` is called with the number of streets read so far.
    In the source, ``rows`` are ways with a highway tag; ``used`` and the rows of ``dropped`` add up to them.
    Raises SourceError where the file cannot be used, and ValueError for a mode without rules.
    """
    if mode not in RULES:
        raise ValueError(f'no rules of access for mode "{mode}"; there are: {", ".join(sorted(RULES))}')
    read = read_ways(file, RULES[mode], progress)
    network, fragments = without_fragments(split_ways(read.ways, read.places))
    return network, _source(file, mode, vintage, read, fragments)


def _source(file: Path, mode: str, vintage: str, read: WaysRead, fragments: Fragments) -> Source:
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
        note=" ".join(_notes(read, fragments)),
    )


def _notes(read: WaysRead, fragments: Fragments) -> list[str]:
    notes = [f"Projected by a Helmert shift with a stated accuracy of {ACCURACY_M:g} m."]
    if read.replicated:
        notes.append(f"The file states its data as of {read.replicated}.")
    if fragments.parts:
        notes.append(
            f"Left out {fragments.parts} parts of under {SMALLEST_PART_M:.0f} m that join no other street, "
            f"{fragments.metres} m in all."
        )
    if read.cut_ways:
        notes.append(f"{read.cut_ways} streets lack {read.cut_points} points beyond the edge of the extract.")
    if read.relations:
        notes.append(f"{read.relations} areas drawn as relations are not read.")
    return notes
