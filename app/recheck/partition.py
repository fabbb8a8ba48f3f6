"""Large snapshots cut by boards, each part with a halo of streets and pharmacies wide enough that no figure changes.

A board's figures are of its own residents. They need the streets and pharmacies as far out as anybody's trip goes: no
trip that starts in the area and is no longer than the halo leaves the part. ``check_halo`` proves it of a part, from the
part alone; a halo that is too narrow is refused with the width that is needed at least.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree

from app.access import NoEngineError, PreparedSnapshot
from app.access.boundaries import Layer
from app.access.pace import limit_of
from app.assessment.places import relevant_area
from app.assessment.sites import Site, find_site, find_sites
from app.domain.baselines import METRES_A_MILE, MM_A_METRE, Baseline, Mode
from app.domain.other_applications import AnyApplication, OtherApplication
from app.recheck.batch import Done, Journal, run
from app.recheck.plans import Plan, Task
from geodata.model.point import Point
from geodata.snapshot import Floats, Homes, Snapshot, SnapshotContents, StreetNetwork, write_snapshot

OFF_STREET_M = 1000.0
"""Streets are kept so much farther out than pharmacies, and the longest street more, so that each stands where it stood."""

Mask = NDArray[np.bool_]
Sites = tuple[Point, ...]
"""Where the sites of one application are: one, or the one that is left and the one that stays."""


class HaloError(ValueError):
    """A halo that is too narrow for what a part is to answer. ``needed_m``: the least that could be enough, metres."""

    def __init__(self, message: str, needed_m: float) -> None:
        super().__init__(message)
        self.needed_m = needed_m


def standards_halo_m(baseline: Baseline) -> float:
    """The least halo that a PNA's standards ask for: their reach, and the mile within which pharmacies are listed.

    Raises HaloError for a drive standard, whose reach is no length.
    """
    reaches = [METRES_A_MILE]
    for standard in baseline.standards:
        if standard.mode is Mode.DRIVE:
            raise HaloError(
                f"The standard {standard.id!r} is by car: its reach is no length. Do not cut.", np.inf
            )
        reaches.append(limit_of(standard) / MM_A_METRE)
    return max(reaches)


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
    while True:
        contents, all_of_it = cut(whole, boards, halo_m, sites)
        path = write_snapshot(folder, contents)
        if all_of_it:
            return path
        try:
            check_halo(PreparedSnapshot(Snapshot.open(path)), baseline, halo_m, sites)
        except HaloError as error:
            halo_m = max(error.needed_m, 1.5 * halo_m)
        else:
            return path


def cut(
    whole: Snapshot, boards: tuple[str, ...], halo_m: float, sites: Sequence[Sites] = ()
) -> tuple[SnapshotContents, bool]:
    """The residents of some boards with the streets and pharmacies within a halo, and whether nothing was left out.

    Outlines and postcodes are kept whole: they are small, and say what lies beyond.
    """
    homes, near = _residents(whole, boards), _within(whole, boards, sites)
    premises = tuple(
        one
        for one in whole.premises
        if one.point is None or near(np.array([[one.point.easting, one.point.northing]]), halo_m)[0]
    )
    networks, all_of_it = {}, len(premises) == len(whole.premises)
    for mode in whole.manifest.modes:
        network = whole.network(mode)
        assert network is not None  # noqa: S101 - the manifest names it; tells the type checker
        longest_m = float(network.edge_mm.max(initial=0)) / MM_A_METRE
        places = np.column_stack([network.node_x, network.node_y])
        inside = near(places, halo_m + longest_m + OFF_STREET_M)
        networks[mode] = _part_of(network, inside)
        all_of_it = all_of_it and bool(inside.all())
    manifest = whole.manifest
    layers = (*("hwb", "ward", "lsoa"), *(("controlled",) if whole.has_layer("controlled") else ()))
    return SnapshotContents(
        name=f"{manifest.name}-{'-'.join(boards)}".lower(),
        as_at=date.fromisoformat(manifest.as_at),
        hwbs=boards,
        homes=homes,
        premises=premises,
        postcodes=whole.postcodes,
        boundaries={layer: whole.boundaries(layer) for layer in layers if whole.has_layer(layer)},
        networks=networks,
        sources=manifest.sources,
        notes=(*manifest.notes, f"Cut from snapshot {whole.id} with a halo of {halo_m:,.0f} m."),
        method=manifest.method,
        invented=manifest.invented,
        overlay=whole.overlay,
        accepted=manifest.accepted,
    ), all_of_it


def check_halo(
    part: PreparedSnapshot, baseline: Baseline, halo_m: float, sites: Sequence[Sites] = ()
) -> None:
    """Prove that a part answers for its residents as the whole does. Raises HaloError where it may not.

    What costs no more than the halo is wide cannot have left the part, and what is cheaper outside would have to. So the
    reach of each standard and every resident's two nearest pharmacies must lie within it, and half of each walk between
    two sites, as a walk is never farther from both than that.
    """
    needed = standards_halo_m(baseline)
    for mode in {standard.mode for standard in baseline.standards}:
        try:
            second = part.engine(mode).homes.second[part.homes.people > 0]
        except NoEngineError:
            continue
        if not np.isfinite(second).all():
            raise HaloError(
                f"{int((~np.isfinite(second)).sum()):,} homes reach no second pharmacy within the part. Give a wider halo "
                f"than {halo_m:,.0f} m, or do not cut here.",
                halo_m,
            )
        needed = max(needed, float(second.max(initial=0.0)) / MM_A_METRE)
    needed = max(needed, *(_half_of_walk(part, both, halo_m) for both in sites), 0.0)
    if needed > halo_m:
        raise HaloError(
            f"A halo of {halo_m:,.0f} m is too narrow: trips of residents and the standard take {needed:,.0f} m.",
            needed,
        )


def by_board(
    applications: Mapping[str, AnyApplication], area: PreparedSnapshot
) -> dict[str | None, tuple[str, ...]]:
    """Cases by the board in whose area their premises are; None: in no board's. Raises ApplicationError."""
    found: dict[str | None, list[str]] = {}
    for case, application in applications.items():
        outline = relevant_area(application, _found(application, area))
        found.setdefault(outline.code if outline else None, []).append(case)
    return {board: tuple(cases) for board, cases in found.items()}


def run_parts(
    parts: Sequence[tuple[Plan, Sequence[Task]]],
    journal: Journal,
    executor: Executor,
    *,
    progress: Callable[[Done], None] = lambda _: None,
    **how: Any,
) -> Done:
    """Re-check the cases of several boards, each board on its own plan, in one journal. ``how`` goes to ``run``."""
    of = sum(len(tasks) for _, tasks in parts)
    done = failed = 0
    for plan, tasks in parts:
        before = Done(done, of, failed)

        def tell(one: Done, before: Done = before) -> None:
            progress(replace(before, done=before.done + one.done, failed=before.failed + one.failed))

        found = run(plan, tasks, journal, executor, progress=tell, **how)
        done, failed = done + found.done, failed + found.failed
    return Done(done, of, failed)


def _half_of_walk(part: PreparedSnapshot, sites: Sites, halo_m: float) -> float:
    """Metres: half of the walk between the two sites of an application."""
    if len(sites) < 2 or part.snapshot.network(Mode.WALK.value) is None:
        return 0.0
    cost = part.engine(Mode.WALK).cost(sites[0], sites[1])
    if cost is None:
        raise HaloError("Two sites have no walk between them within the part. Give a wider halo.", halo_m)
    return cost / MM_A_METRE / 2


def sites_of(application: AnyApplication, area: PreparedSnapshot) -> Sites:
    """Where the sites of an application are. Raises ApplicationError."""
    return tuple(site.point for site in _found(application, area))


def _found(application: AnyApplication, area: PreparedSnapshot) -> tuple[Site, ...]:
    if isinstance(application, OtherApplication):
        return (find_site(application, area),)
    return find_sites(application, area)


def _residents(whole: Snapshot, boards: tuple[str, ...]) -> Homes:
    homes = whole.homes
    codes = [at for at, code in enumerate(homes.labels["hwb"]) if code in boards]
    here = np.isin(homes.hwb, codes)
    columns = {f.name: getattr(homes, f.name) for f in fields(Homes)}
    cut_out = {name: column[here] for name, column in columns.items() if isinstance(column, np.ndarray)}
    groups = {name: people[here] for name, people in homes.groups.items()}
    return Homes(**{**columns, **cut_out, "groups": groups})


def _within(
    whole: Snapshot, boards: tuple[str, ...], sites: Sequence[Sites]
) -> Callable[[Floats, float], Mask]:
    """Asks of places, float64 (k, 2), whether they are within so many metres of the areas, their residents or the sites."""
    homes = _residents(whole, boards)
    outline = Layer(whole.boundaries("hwb")).together(boards)
    points = [(point.easting, point.northing) for both in sites for point in both]
    people = np.column_stack([homes.x, homes.y])
    centres = np.concatenate([people, np.array(points, dtype=np.float64).reshape(-1, 2)])
    tree = KDTree(centres) if len(centres) else None

    def near(places: Floats, metres: float) -> Mask:
        inside = shapely.contains_xy(outline.buffer(metres), places[:, 0], places[:, 1])
        if tree is not None:
            inside |= tree.query(places)[0] <= metres
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
