"""In which ward, and so in which locality of a PNA, a site lies: by the outlines of wards, else by its LSOA."""

from dataclasses import dataclass

from app.access import PreparedSnapshot
from app.assessment.sites import Site, not_placed
from app.domain.baselines import Baseline, LocalityFinding
from geodata.model.point import Point

BY_OUTLINE = "point in the outline of a ward"
BY_LSOA = "the wards of the LSOA in whose outline the point lies, as the data gives them to its residents"


@dataclass(frozen=True)
class Where:
    """The ward of a place: codes of those that it can be, by a method, or why none is known."""

    wards: frozenset[str]
    method: str = "not measured"
    why_not: str = ""


@dataclass(frozen=True)
class Locality:
    """The locality of a site; None and why, where it lies in none or it is not known in which."""

    found: LocalityFinding | None
    method: str
    why_not: str = ""


def where_is(point: Point, area: PreparedSnapshot) -> Where:
    """The ward in whose outline a point lies; with no outlines, or in none of them, those of its LSOA's residents."""
    ward = area.layer("ward").containing(point)
    if ward is not None:
        return Where(frozenset({ward.code}), BY_OUTLINE)
    has_wards = bool(area.layer("ward").names)
    lsoa = area.layer("lsoa").containing(point) if area.snapshot.has_layer("lsoa") else None
    wards = area.wards_of_lsoa(lsoa.code) if lsoa is not None else frozenset()
    if wards:
        return Where(wards, BY_LSOA)
    missing = "its point lies in no outline of a ward" if has_wards else "no outlines of wards are loaded"
    return Where(frozenset(), why_not=f"{missing}, and the ward of its LSOA is not known")


def locality_of(site: Site, baseline: Baseline, area: PreparedSnapshot) -> Locality:
    """The locality of a PNA in which a site lies."""
    if not site.placed:
        return Locality(None, "not measured", not_placed((site,)))
    return locality_at(site.point, baseline, area)


def locality_at(point: Point, baseline: Baseline, area: PreparedSnapshot) -> Locality:
    """The locality of a PNA in which a point lies."""
    where = where_is(point, area)
    if not where.wards:
        return Locality(None, where.method, f"in which locality the site lies is not known: {where.why_not}")
    found = {each.id: each for ward in where.wards if (each := baseline.locality_of_ward(ward)) is not None}
    everywhere = all(baseline.locality_of_ward(ward) is not None for ward in where.wards)
    if not found:
        return Locality(None, where.method, "the site lies in no locality of this PNA's data")
    if len(found) > 1 or not everywhere:
        return Locality(
            None,
            where.method,
            "in which locality the site lies is not known: its LSOA has residents of several wards, not all of one "
            "locality",
        )
    return Locality(next(iter(found.values())), where.method)
