"""Checks of areas and of who lives in them: outlines that overlap, counts and ages that are odd."""

from collections.abc import Iterator

import numpy as np

from geodata.quality import limits as names
from geodata.quality.report import Check, judged
from geodata.quality.subject import Subject
from geodata.wording import counted

MANY = 10_000
"""More residents than any LSOA of the census of 2021 has."""

AT_ONE_POINT = 625
"""The most people that an output area of 2021 was drawn for."""

FEW_PEOPLE = 15
"""So few people of difference say nothing, whatever their share."""


def check_people(subject: Subject) -> Iterator[Check]:
    """All checks of areas and people."""
    yield _one_point(subject)
    yield _overlaps(subject)
    yield _odd_counts(subject)
    yield _ages(subject)


def _one_point(subject: Subject) -> Check:
    homes = subject.contents.homes
    points, at = np.unique(np.column_stack([homes.x, homes.y]), axis=0, return_inverse=True)
    people = np.bincount(at.ravel(), weights=homes.people, minlength=len(points)).astype(np.int64)
    crowded = [point for point in np.argsort(-people, kind="stable").tolist() if people[point] > AT_ONE_POINT]
    there = int(people[crowded].sum())
    items = []
    for point in crowded:
        standing = np.flatnonzero(at.ravel() == point)
        lsoas = sorted({homes.labels["lsoa"][homes.lsoa[home]] for home in standing.tolist()})
        names_there = ", ".join(homes.name[home].decode() for home in standing[:3].tolist())
        items.append(f"{people[point]:,} people of {', '.join(lsoas)} at {names_there}")
    return judged(
        names.ONE_POINT,
        "People at one point",
        there / subject.people if subject.people else None,
        "share",
        f"{there:,} people stand at {counted(len(crowded), 'point', 'points')} with more than {AT_ONE_POINT} each; the most "
        f"at one point are {int(people.max(initial=0)):,}.",
        limits=subject.limits,
        items=items,
        facts={"most": int(people.max(initial=0))},
    )


def _overlaps(subject: Subject) -> Check:
    widest = max((overlap.wide_m for overlap in subject.overlaps), default=0.0)
    count = len(subject.overlaps)
    return judged(
        names.AREAS_OVERLAP,
        "Areas that overlap their neighbours",
        widest,
        "m",
        f"{counted(count, 'pair of areas shares', 'pairs of areas share')} ground, up to {widest:,.0f} m wide."
        if count
        else "No two areas share ground.",
        limits=subject.limits,
        items=[str(overlap) for overlap in subject.overlaps],
    )


def _odd_counts(subject: Subject) -> Check:
    homes = subject.contents.homes
    codes = homes.labels["lsoa"]
    people = np.bincount(homes.lsoa, weights=homes.people, minlength=len(codes)).astype(np.int64)
    odd = [
        f"{code}: {count:,}"
        for code, count in zip(codes, people.tolist(), strict=True)
        if not 0 < count <= MANY
    ]
    return judged(
        names.PEOPLE_OF_AREAS,
        "Small areas with nobody or very many people",
        float(len(odd)),
        "areas",
        f"{counted(len(odd), 'LSOA has', 'LSOAs have')} nobody or more than {MANY:,} people.",
        limits=subject.limits,
        items=odd,
    )


def _ages(subject: Subject) -> Check:
    homes = subject.contents.homes
    codes, title = homes.labels["lsoa"], "Age groups and residents that differ"
    if not homes.groups:
        return judged(
            names.AGES_DIFFER, title, None, "share", "There are no age groups.", limits=subject.limits
        )
    people, ages = (
        np.bincount(homes.lsoa, weights=counts, minlength=len(codes)).astype(np.int64)
        for counts in (homes.people, sum(homes.groups.values()))
    )
    apart = np.abs(ages - people)
    share = np.where(apart > FEW_PEOPLE, apart / np.maximum(people, 1), 0.0)
    limit = subject.limits[names.AGES_DIFFER].warn
    far = np.flatnonzero(share > limit) if limit is not None else np.array([], dtype=np.int64)
    return judged(
        names.AGES_DIFFER,
        title,
        float(share.max(initial=0.0)),
        "share",
        f"In {counted(int((apart > 0).sum()), 'LSOA', 'LSOAs')} the groups do not add up to the residents, by at most "
        f"{int(apart.max(initial=0)):,} people.",
        limits=subject.limits,
        items=[f"{codes[at]}: {ages[at]:,} by age, {people[at]:,} residents" for at in far.tolist()],
    )
