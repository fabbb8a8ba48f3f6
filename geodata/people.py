"""Who lives where: the LSOAs of the boards, their residents by group, and the wards that their homes are in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely

from geodata.area import inner_points, place
from geodata.arrays import Boundary, Homes, Ints, Postcodes
from geodata.errors import SourceError
from geodata.homes import Residents, make_homes
from geodata.sources.lookup import Belongs
from geodata.sources.tables import some
from geodata.wording import counted

COAST_M = 500.0
"""A postcode in no LSOA, or a home in no ward, goes to the nearest within this many metres: generalised outlines cut
corners, above all at the water's edge."""


PLACED = (
    "Postcodes are put in LSOAs by the outlines given: where those are generalised, a postcode near an edge can fall in "
    "the LSOA next door. Each LSOA's total stays as published."
)

PLACED_CENTROIDS = (
    "Output areas are put in LSOAs by the outlines given: where those are generalised, a centroid near an edge can fall in "
    "the LSOA next door. Each LSOA's total stays as published."
)


@dataclass(frozen=True)
class Lsoas:
    """LSOAs in and near the area with the board of each, "" where it is no board known. ``own``: positions of the area's."""

    outlines: tuple[Boundary, ...]
    hwb: tuple[str, ...]
    own: tuple[int, ...]

    @property
    def own_outlines(self) -> tuple[Boundary, ...]:
        """Outlines of the area's own."""
        return tuple(self.outlines[i] for i in self.own)


@dataclass(frozen=True)
class Population:
    """Residents and groups by LSOA, and deciles of those that have one."""

    people: Mapping[str, int]
    groups: Mapping[str, Mapping[str, int]]
    deciles: Mapping[str, int]


TOO_MANY_AGES, TOO_MANY = 0.05, 30
"""The census changes small counts by a few people; groups that exceed the residents by more than this are of another table.
Both must be passed: a share of the residents, and people."""


def refuse_too_many_ages(
    file: Path, people: Mapping[str, int], groups: Mapping[str, Mapping[str, int]]
) -> None:
    """Raise SourceError where groups add up to more people than live in an LSOA; ``file`` is that of the groups."""
    wrong = []
    for code, residents in people.items():
        total = sum(counts.get(code, 0) for counts in groups.values())
        if total - residents > max(TOO_MANY, TOO_MANY_AGES * residents):
            wrong.append(f"{code} ({total:,} of {residents:,})")
    if wrong:
        raise SourceError(
            file,
            f"its age groups add up to more people than live there in {some(wrong)}.",
            "Take ages and residents of one census, by the same LSOAs.",
        )


def find_lsoas(
    file: Path,
    lsoas: Sequence[Boundary],
    boards: Sequence[Boundary],
    hwbs: Sequence[str],
    lookup: Mapping[str, Belongs] | None,
) -> Lsoas:
    """Which LSOAs are the boards' own. ``file`` is that of the LSOA outlines, for what may be wrong.

    An LSOA is of the board that is its district in the lookup (a unitary authority); where there is no lookup, or the
    district is no board (a district of a county), of the board in which a point inside the LSOA lies.
    Raises SourceError where the lookup gives a board an LSOA that the outlines lack, or a board has none.
    """
    x, y = inner_points([shapely.from_wkb(b.wkb) for b in lsoas])
    # At the coast a generalised outline of a board can leave out the middle of an LSOA: those go to the nearest.
    inside = place(x, y, [shapely.from_wkb(b.wkb) for b in boards], COAST_M)
    codes = {b.code for b in boards}
    hwb = []
    for lsoa, at in zip(lsoas, inside, strict=True):
        belongs = (lookup or {}).get(lsoa.code)
        by_place = boards[at].code if at >= 0 else ""
        hwb.append(belongs.district if belongs is not None and belongs.district in codes else by_place)
    expected = {code for code, belongs in (lookup or {}).items() if belongs.district in set(hwbs)}
    missing = sorted(expected - {b.code for b in lsoas})
    if missing:
        raise SourceError(
            file,
            f"it lacks the LSOAs {some(missing)} of the area.",
            "Take outlines and lookup of the same year.",
        )
    empty = sorted(set(hwbs) - set(hwb))
    if empty:
        raise SourceError(
            file, f"no LSOA of it lies in {some(empty)}.", "Take the LSOA outlines for the whole of England."
        )
    own = tuple(i for i, code in enumerate(hwb) if code in set(hwbs))
    return Lsoas(tuple(lsoas), tuple(hwb), own)


def settle(
    lsoas: Lsoas, population: Population, postcodes: Postcodes, weights: Ints | None = None
) -> tuple[Homes, tuple[str, ...]]:
    """Homes of the area's LSOAs at the postcodes that lie in them; wards are not yet known.

    With ``weights``, int64 (p,), the places are output areas' centroids, and so many people live in each.
    """
    outlines = [shapely.from_wkb(b.wkb) for b in lsoas.outlines]
    x, y = inner_points([outlines[i] for i in lsoas.own])
    residents = []
    for i, at_x, at_y in zip(lsoas.own, x, y, strict=True):
        code = lsoas.outlines[i].code
        residents.append(
            Residents(
                lsoa=code,
                hwb=lsoas.hwb[i],
                people=population.people[code],
                groups={group: counts[code] for group, counts in population.groups.items()},
                decile=population.deciles.get(code, 0),
                x=float(at_x),
                y=float(at_y),
            )
        )
    exact = place(postcodes.x, postcodes.y, outlines)
    lost = np.flatnonzero(exact < 0)
    nearest = exact.copy()
    nearest[lost] = place(postcodes.x[lost], postcodes.y[lost], outlines, COAST_M)
    own = np.full(len(outlines) + 1, -1, dtype=np.int64)  # the last is for a postcode in no LSOA
    own[list(lsoas.own)] = np.arange(len(lsoas.own))
    homes, notes = make_homes(residents, postcodes, own[nearest], weights)
    moved = int(((exact < 0) & (own[nearest] >= 0)).sum())
    kind = (
        ("postcode", "postcodes")
        if weights is None
        else ("output area's centroid", "output areas' centroids")
    )
    return homes, (
        *notes,
        PLACED if weights is None else PLACED_CENTROIDS,
        *_placing_notes(moved, kind, population, residents),
    )


def add_wards(
    homes: Homes, wards: Sequence[Boundary], lookup: Mapping[str, Belongs] | None
) -> tuple[Homes, tuple[str, ...]]:
    """Homes with their wards: by the outlines of wards where given, else by the lookup, else not known."""
    if wards:
        at = place(homes.x, homes.y, [shapely.from_wkb(b.wkb) for b in wards], COAST_M)
        codes = tuple(b.code for b in wards)
    elif lookup is not None:
        of_lsoa = [lookup[code].ward if code in lookup else "" for code in homes.labels["lsoa"]]
        codes = tuple(sorted(set(of_lsoa) - {""}))
        at = np.array([codes.index(ward) if ward else -1 for ward in of_lsoa])[homes.lsoa]
    else:
        return homes, ("Wards are not known: the recipe names neither outlines of wards nor a lookup.",)
    lost = int(homes.people[at < 0].sum())
    notes = [f"The ward is not known for the homes of {lost:,} people."] if lost else []
    if not wards:
        notes.append("Wards are those that fit each LSOA best, from the lookup.")
    labels = {**homes.labels, "ward": codes}
    return replace(homes, ward=at.astype(np.int32), labels=labels), tuple(notes)


def _placing_notes(
    moved: int, kind: tuple[str, str], population: Population, residents: Sequence[Residents]
) -> list[str]:
    notes = []
    if moved:
        notes.append(
            f"{counted(moved, f'{kind[0]} lies', f'{kind[1]} lie')} in no LSOA outline, mostly at the water's edge, and "
            f"count to the nearest within {COAST_M:.0f} m."
        )
    unranked = [area for area in residents if not area.decile]
    if unranked and population.deciles:
        people = sum(area.people for area in unranked)
        notes.append(f"Deprivation is not known for {some(a.lsoa for a in unranked)} ({people:,} people).")
    return notes
