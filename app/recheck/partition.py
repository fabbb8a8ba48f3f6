"""Large snapshots cut by boards, each part with a halo of streets and pharmacies wide enough that no figure changes.

A board's figures are of its own residents. They need the streets and pharmacies as far out as anybody's trip goes: no
trip that starts in the area and is no longer than the halo leaves the part. ``app.recheck.halo`` proves it of a part.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import product
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from app.access import PreparedSnapshot
from app.access.boundaries import Layer
from app.access.mixed import Parts, content_of, mixed
from app.assessment.places import relevant_area
from app.domain.baselines import MM_A_METRE, Baseline
from app.domain.other_applications import AnyApplication
from app.recheck.halo import OFF_STREET_M, Closed, HaloError, Sites, check_halo, found_sites
from app.recheck.shut_in import Beyond, Whole
from geodata.snapshot import Floats, Homes, Snapshot, SnapshotContents, StreetNetwork, write_snapshot

Mask = NDArray[np.bool_]
Near = Callable[[Floats, float], Mask]
Cut = tuple[Snapshot, tuple[str, ...], Baseline]
"""A snapshot, the boards whose residents its part is to count, and their baseline."""


class NothingLeftOutError(Exception):
    """Parts for which no halo is wide enough but one that takes in all there is: there is nothing to cut."""


def write_part(
    folder: Path,
    whole: Snapshot,
    boards: tuple[str, ...],
    baseline: Baseline,
    halo_m: float,
    sites: Sequence[Sites] = (),
) -> Path:
    """The part of some boards as a snapshot of its own, proven wide enough for their residents and for ``sites``.

    Starts with ``halo_m`` (``standards_halo_m``, say) and widens it until the proof holds; a part that takes in all
    there is needs none. ``sites``: those of each application, which may lie over the border.
    """
    try:
        (path,) = write_parts(folder, ((whole, boards, baseline),), halo_m, sites)
    except NothingLeftOutError:
        path = write_snapshot(
            folder, replace(_contents(whole, boards, "Nothing was left out."), **_all_of(whole))
        )
    return path


def write_parts(
    folder: Path,
    wholes: Sequence[Cut],
    halo_m: float,
    sites: Sequence[Sites] = (),
    together: Collection[Closed] = (),
) -> tuple[Path, ...]:
    """Parts of several snapshots around the same places with the same halo: of the old basis and of the new one, say.

    A cause is found by taking the list of one with the streets and the people of another, so the proof is made of each
    such mixture. Where the streets are the same, those of the parts are too. Parts that were too narrow are deleted.
    ``together``: pharmacies that close at once. Raises NothingLeftOutError where parts would take in all there is.
    """
    snapshots = tuple(dict.fromkeys(whole for whole, _, _ in wholes))
    baselines = tuple(baseline for _, _, baseline in wholes)
    near = _within([(whole, boards) for whole, boards, _ in wholes], sites)
    longest_m = max(_longest_m(whole) for whole in snapshots)
    off_m = OFF_STREET_M + longest_m
    beyond = Beyond(tuple(map(Whole, snapshots)), near, longest_m)
    while True:
        made = [_cut(whole, boards, halo_m, near, off_m) for whole, boards, _ in wholes]
        if all(all_of_it for _, all_of_it in made):
            raise NothingLeftOutError
        paths = tuple(write_snapshot(folder, contents) for contents, _ in made)
        parts = [Snapshot.open(path) for path in paths]
        try:
            for (whole, _, _), part in zip(wholes, parts, strict=True):
                _check_what_is_silent(whole, part, halo_m)
            for area in _mixtures(parts):
                for baseline in baselines:
                    check_halo(area, baseline, halo_m, sites, together, beyond)
        except HaloError as error:
            for path in set(paths):
                rmtree(path)
            # A hair more than is needed, as a wider part may have a faster road; half as much again where that is not known.
            known = error.needed_m > halo_m
            halo_m = max(1.01 * error.needed_m, 1.1 * halo_m) if known else 1.5 * halo_m
        else:
            return paths


def _mixtures(parts: Sequence[Snapshot]) -> Iterator[PreparedSnapshot]:
    """Each list on each streets with each people, by what they hold: what is the same is mixed once."""
    distinct = [
        list({content_of(part, name): part for part in parts}.values())
        for name in ("pharmacies", "streets", "people")
    ]
    for pharmacies, streets, people in product(*distinct):
        yield PreparedSnapshot(mixed(Parts(pharmacies, streets, people)))


def _check_what_is_silent(whole: Snapshot, part: Snapshot, halo_m: float) -> None:
    """A list that does not say which premises are distance-selling is flagged: so is the part's. Raises HaloError."""
    if PreparedSnapshot(whole).selling_not_known and not PreparedSnapshot(part).selling_not_known:
        raise HaloError(
            f"Within {halo_m:,.0f} m the list says of all premises whether they are distance-selling; the whole list does "
            "not. Give a wider halo, or do not cut here.",
            halo_m,
        )


def cut(
    whole: Snapshot, boards: tuple[str, ...], halo_m: float, sites: Sequence[Sites] = ()
) -> tuple[SnapshotContents, bool]:
    """The residents of some boards with the streets and pharmacies within a halo, and whether nothing was left out.

    Outlines and postcodes are kept whole: they are small, and say what lies beyond.
    """
    near = _within([(whole, boards)], sites)
    return _cut(whole, boards, halo_m, near, OFF_STREET_M + _longest_m(whole))


def people_of(whole: Snapshot, boards: tuple[str, ...]) -> SnapshotContents:
    """The residents of some boards, with no streets and no pharmacies: to be measured on those of the whole, uncut."""
    note = f"The people of snapshot {whole.id} in these boards' areas alone: its streets and its list are not copied."
    return replace(_contents(whole, boards, note), name=f"{_name(whole, boards)}-people")


def _cut(
    whole: Snapshot, boards: tuple[str, ...], halo_m: float, near: Near, off_m: float
) -> tuple[SnapshotContents, bool]:
    """As ``cut``, around given places. ``off_m``: how much farther out than pharmacies streets are kept, metres."""
    stands = [one.point for one in whole.premises]
    places = np.array([(p.easting, p.northing) if p else (np.nan, np.nan) for p in stands], dtype=np.float64)
    # Premises without a point are kept: how many there are is evidence.
    kept = near(places.reshape(-1, 2), halo_m) | np.isnan(places.reshape(-1, 2)[:, 0])
    premises = tuple(one for one, keep in zip(whole.premises, kept.tolist(), strict=True) if keep)
    networks, all_of_it = {}, len(premises) == len(whole.premises)
    for mode, network in _networks(whole):
        inside = near(np.column_stack([network.node_x, network.node_y]), halo_m + off_m)
        networks[mode] = _part_of(network, inside)
        all_of_it = all_of_it and bool(inside.all())
    note = f"Cut from snapshot {whole.id} with a halo of {halo_m:,.0f} m."
    return replace(_contents(whole, boards, note), premises=premises, networks=networks), all_of_it


def _contents(whole: Snapshot, boards: tuple[str, ...], note: str) -> SnapshotContents:
    """The residents of some boards, with outlines and postcodes; no streets, no pharmacies."""
    manifest = whole.manifest
    layers = (*("hwb", "ward", "lsoa"), *(("controlled",) if whole.has_layer("controlled") else ()))
    return SnapshotContents(
        name=_name(whole, boards),
        as_at=date.fromisoformat(manifest.as_at),
        hwbs=boards,
        homes=_residents(whole, boards),
        premises=(),
        postcodes=whole.postcodes,
        boundaries={layer: whole.boundaries(layer) for layer in layers if whole.has_layer(layer)},
        networks={},
        sources=manifest.sources,
        notes=(*manifest.notes, note),
        method=manifest.method,
        invented=manifest.invented,
        overlay=whole.overlay,
        accepted=manifest.accepted,
        former=whole.former,
        built_for=manifest.built_for or manifest.hwbs,
        to_look_at=manifest.to_look_at,
    )


def _all_of(whole: Snapshot) -> dict[str, Any]:
    """The list and the streets of a snapshot as they are."""
    return {"premises": whole.premises, "networks": dict(_networks(whole))}


def _name(whole: Snapshot, boards: tuple[str, ...]) -> str:
    return f"{whole.manifest.name}-{'-'.join(boards)}".lower()


def _networks(whole: Snapshot) -> Iterator[tuple[str, StreetNetwork]]:
    for mode in whole.manifest.modes:
        network = whole.network(mode)
        assert network is not None  # noqa: S101 - the manifest names it; tells the type checker
        yield mode, network


def _longest_m(whole: Snapshot) -> float:
    """The longest street of any mode, metres."""
    return max((float(n.edge_mm.max(initial=0)) for _, n in _networks(whole)), default=0.0) / MM_A_METRE


def by_board(
    applications: Mapping[str, AnyApplication], area: PreparedSnapshot
) -> dict[str | None, tuple[str, ...]]:
    """Cases by the board in whose area their premises are; None: in no board's. Raises ApplicationError."""
    found: dict[str | None, list[str]] = {}
    for case, application in applications.items():
        outline = relevant_area(application, found_sites(application, area))
        found.setdefault(outline.code if outline else None, []).append(case)
    return {board: tuple(cases) for board, cases in found.items()}


def _residents(whole: Snapshot, boards: tuple[str, ...]) -> Homes:
    homes = whole.homes
    codes = [at for at, code in enumerate(homes.labels["hwb"]) if code in boards]
    here = np.isin(homes.hwb, codes)
    columns = {f.name: getattr(homes, f.name) for f in fields(Homes)}
    cut_out = {name: column[here] for name, column in columns.items() if isinstance(column, np.ndarray)}
    groups = {name: people[here] for name, people in homes.groups.items()}
    return Homes(**{**columns, **cut_out, "groups": groups})


def _within(of: Sequence[tuple[Snapshot, tuple[str, ...]]], sites: Sequence[Sites]) -> Near:
    """Asks of places, float64 (k, 2), whether they are within so many metres of the areas, their residents or the sites."""
    areas = [Layer(whole.boundaries("hwb")).together(boards) for whole, boards in of]
    outline = shapely.union_all(areas)
    shapely.prepare(outline)
    homes = [_residents(whole, boards) for whole, boards in of]
    points = np.array([(point.easting, point.northing) for each in sites for point in each], dtype=np.float64)
    people = [np.column_stack([one.x, one.y]) for one in homes]
    centres = np.concatenate([*people, points.reshape(-1, 2)])
    tree = KDTree(centres) if len(centres) else None

    edges = np.concatenate([np.reshape(outline.bounds, (2, 2)), centres])
    least, most = np.nanmin(edges, axis=0), np.nanmax(edges, axis=0)

    def near(places: Floats, metres: float) -> Mask:
        # All of England is asked about for each board: most of it is out of the question at a glance.
        inside = ((places >= least - metres) & (places <= most + metres)).all(axis=1)
        asked = places[inside]
        # A distance, not a figure drawn around the area: that has corners, and is metres short between them.
        found = shapely.dwithin(outline, shapely.points(asked[:, 0], asked[:, 1]), metres)
        if tree is not None:
            found |= np.isfinite(tree.query(asked, distance_upper_bound=np.nextafter(metres, np.inf))[0])
        inside[inside] = found
        return np.asarray(inside, dtype=bool)

    return near


def _part_of(network: StreetNetwork, inside: Mask) -> StreetNetwork:
    """Some nodes and the edges between them, in the same order."""
    number = np.cumsum(inside) - 1
    kept = np.flatnonzero(inside[network.edge_u] & inside[network.edge_v])
    points = np.diff(network.geometry_start)
    start = np.concatenate([[0], np.cumsum(points[kept])]).astype(np.int64)
    of_kept = np.repeat(np.isin(np.arange(network.edges), kept), points)
    nodes = {f.name: getattr(network, f.name)[inside] for f in fields(network) if f.name.startswith("node_")}
    edges = {f.name: getattr(network, f.name)[kept] for f in fields(network) if f.name.startswith("edge_")}
    edges |= {end: number[edges[end]].astype(np.int32) for end in ("edge_u", "edge_v")}
    return replace(network, **nodes, **edges, geometry_start=start, geometry_xy=network.geometry_xy[of_kept])
