"""Homes: each LSOA's residents spread over its postcodes, whole people, nobody lost and nobody made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geodata.arrays import Codes, Homes, Ints, Postcodes
from geodata.wording import counted


@dataclass(frozen=True)
class Residents:
    """Who lives in one LSOA. ``x``, ``y`` is a point inside it, EPSG:27700; ``decile`` is 0 where not known."""

    lsoa: str
    hwb: str
    people: int
    groups: Mapping[str, int]
    decile: int
    x: float
    y: float


def spread(counts: Sequence[int], homes: int) -> Ints:
    """Share out whole people: int64 (len(counts), homes), each row summing to its count and even to within one.

    What does not divide goes round: each count's remainder starts at the home where the last one's ended, so that
    the sum over all counts is even to within one home by home, too.
    """
    shares = np.empty((len(counts), homes), dtype=np.int64)
    turn = 0
    for row, count in enumerate(counts):
        each, left = divmod(count, homes)
        shares[row] = each
        shares[row, (turn + np.arange(left)) % homes] += 1
        turn = (turn + left) % homes
    return shares


def deal(counts: Sequence[int], weights: Ints) -> Ints:
    """Share out whole people by weight: int64 (len(counts), homes), each row summing to its count.

    Each home gets the share of all of them that its weight asks for, to the nearest person, and of each count as nearly that
    part as whole people allow: homes stand in a line, each as often as people live there and evenly spaced, and the counts
    are told off along it. Where the weights add up to the people, a home gets exactly its weight.
    """
    slots = _apportion(sum(counts), weights)
    home = np.repeat(np.arange(len(slots)), slots)
    turn = np.arange(len(home)) - np.repeat(np.cumsum(slots) - slots, slots)
    line = home[np.lexsort((home, (turn + 0.5) / slots[home]))]
    ends = np.cumsum([0, *counts])
    rows = [np.bincount(line[a:b], minlength=len(slots)) for a, b in pairwise(ends)]
    return np.array(rows, dtype=np.int64).reshape(len(counts), len(slots))


def _apportion(count: int, weights: Ints) -> Ints:
    """Whole numbers that add up to ``count``, in proportion to weights: by largest remainder, then in order."""
    if not weights.sum():
        weights = np.ones_like(weights)
    exact = weights * count
    shares: Ints = exact // weights.sum()
    first = np.argsort(-(exact % weights.sum()), kind="stable")
    shares[first[: count - int(shares.sum())]] += 1
    return shares


def first_at_each_point(postcodes: Postcodes) -> NDArray[np.bool_]:
    """Whether a postcode is the first of those that share its point, in the order of their codes. bool (p,).

    Postcodes of organisations and boxes share the point of a sorting office, and those of one block of flats its building: a
    point is one place where people live, however many postcodes have it.
    """
    points = np.column_stack([postcodes.x, postcodes.y])
    _, first = np.unique(points, axis=0, return_index=True)
    answer = np.zeros(len(points), dtype=bool)
    answer[first] = True
    return answer


def make_homes(
    residents: Sequence[Residents],
    postcodes: Postcodes,
    lsoa_at: NDArray[np.int64],
    weights: Ints | None = None,
) -> tuple[Homes, tuple[str, ...]]:
    """Homes of some LSOAs, by LSOA and postcode, with what there is to say of them. Wards are not yet known (-1).

    ``lsoa_at``: int64 (p,), the position in ``residents`` of the LSOA in which each postcode lies, -1 for another's.
    ``weights``: int64 (p,), people who live at each place, where that is published (output areas); without it residents are
    spread evenly, one share for each distinct point. An LSOA without a postcode becomes one home at a point inside it. All
    totals of people and of each group are kept in every LSOA exactly; where the groups of an LSOA do not add up to its
    people, neither is changed.
    """
    sharing = 0
    if weights is None:
        first = first_at_each_point(postcodes)
        sharing = int(((lsoa_at >= 0) & ~first).sum())
        lsoa_at = np.where(first, lsoa_at, -1)
    members = _members(lsoa_at, len(residents))
    names = list(residents[0].groups) if residents else []
    x, y, name, lsoa, people = [], [], [], [], []
    groups: list[Ints] = []
    bare: list[str] = []
    for position, area in enumerate(residents):
        at = members[position]
        count = max(len(at), 1)
        share = partial(spread, homes=count)
        if weights is not None and len(at):
            share = partial(deal, weights=weights[at])
        shares = share(list(area.groups.values()))
        # Groups that add up settle how many live at each home; otherwise the total is spread by itself.
        adds_up = names and sum(area.groups.values()) == area.people
        people.append(shares.sum(axis=0) if adds_up else share([area.people])[0])
        groups.append(shares)
        lsoa.append(np.full(count, position))
        if len(at):
            x.append(postcodes.x[at])
            y.append(postcodes.y[at])
            name.append(postcodes.code[at])
        else:
            bare.append(area.lsoa)
            x.append(np.array([area.x]))
            y.append(np.array([area.y]))
            name.append(np.array([area.lsoa.encode()]))
    lsoas = np.concatenate(lsoa)
    total, by_group = np.concatenate(people), np.concatenate(groups, axis=1)
    lived_in = (total > 0) | (by_group.sum(axis=0) > 0)
    hwbs = sorted({area.hwb for area in residents})
    homes = Homes(
        x=np.concatenate(x)[lived_in],
        y=np.concatenate(y)[lived_in],
        people=_codes(total)[lived_in],
        hwb=_codes([hwbs.index(area.hwb) for area in residents])[lsoas][lived_in],
        ward=np.full(int(lived_in.sum()), -1, dtype=np.int32),
        lsoa=_codes(lsoas)[lived_in],
        imd_decile=_codes([area.decile for area in residents])[lsoas][lived_in],
        name=np.concatenate(name)[lived_in],
        groups={group: _codes(by_group[row])[lived_in] for row, group in enumerate(names)},
        labels={"hwb": tuple(hwbs), "ward": (), "lsoa": tuple(area.lsoa for area in residents)},
    )
    return homes, (
        *_spread_note(residents, homes, weights is not None, sharing),
        *_bare_note(residents, bare, "postcode" if weights is None else "output area's centroid"),
        *_difference_note(residents),
    )


def _members(lsoa_at: NDArray[np.int64], count: int) -> list[Ints]:
    """Positions of the postcodes of each LSOA, in the order of the postcodes."""
    order = np.argsort(lsoa_at, kind="stable")
    edges = np.searchsorted(lsoa_at[order], np.arange(count + 1))
    return [order[edges[i] : edges[i + 1]] for i in range(count)]


def _codes(numbers: Sequence[int] | NDArray[np.int64]) -> Codes:
    return np.asarray(numbers, dtype=np.int32)


def _spread_note(residents: Sequence[Residents], homes: Homes, weighted: bool, sharing: int) -> list[str]:
    """``sharing``: postcodes left aside, as another has their point."""
    if weighted:
        note = (
            f"The {homes.people.sum():,} residents of {len(residents):,} LSOAs live at {len(homes):,} homes: each is the "
            "population-weighted centroid of an output area, the point that stands for its people (some 300). How many live "
            "in each is published; where output areas' counts do not add up to their LSOA's, and for every age, the LSOA's "
            "total is kept and shared out in proportion."
        )
        return [note]
    note = (
        f"The {homes.people.sum():,} residents of {len(residents):,} LSOAs are spread evenly over the points of "
        f"the postcodes of each LSOA, {len(homes):,} homes in all; a postcode with shops or offices only is not told from "
        "others."
    )
    if not sharing:
        return [note]
    told = counted(sharing, "postcode has", "postcodes have")
    return [
        note,
        f"{told} the point of another, as at a sorting office: such a point gets one share of the people.",
    ]


def _bare_note(residents: Sequence[Residents], bare: Sequence[str], lacking: str) -> list[str]:
    people = sum(area.people for area in residents if area.lsoa in bare)
    note = (
        f"{counted(len(bare), 'LSOA has', 'LSOAs have')} no {lacking} inside: one home each, at a point inside it, "
        f"{counted(people, 'person', 'people')} in all: "
        f"{', '.join(bare)}."
    )
    return [note] if bare else []


def _difference_note(residents: Sequence[Residents]) -> list[str]:
    gaps = [sum(area.groups.values()) - area.people for area in residents if area.groups]
    lsoas = counted(sum(gap != 0 for gap in gaps), "LSOA", "LSOAs")
    people = counted(sum(map(abs, gaps)), "person", "people")
    note = (
        f"In {lsoas} the groups do not add up to the residents, as the publisher changes small counts to protect people: "
        f"by {people} in all, {sum(gaps):+,} on balance. Both are kept as published."
    )
    return [note] if any(gaps) else []
