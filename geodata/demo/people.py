"""Who lives in each small area: how many, how old, how deprived. Codes are of kinds that were never given out."""

from dataclasses import dataclass
from itertools import count
from random import Random

from shapely import Polygon

from geodata.demo.areas import Layout
from geodata.demo.chance import chance
from geodata.demo.places import BORDER_TOWN, BOROUGH, NEIGHBOUR, NEIGHBOURHOODS, Ages, Neighbourhood

AGE_BANDS = (
    "Aged 15 years and under",
    "Aged 16 to 24 years",
    "Aged 25 to 34 years",
    "Aged 35 to 49 years",
    "Aged 50 to 64 years",
    "Aged 65 years and over",
)
_SHARES = {
    Ages.YOUNG: (0.14, 0.20, 0.23, 0.21, 0.13, 0.09),
    Ages.FAMILIES: (0.24, 0.10, 0.15, 0.23, 0.16, 0.12),
    Ages.MIXED: (0.19, 0.11, 0.13, 0.19, 0.20, 0.18),
    Ages.OLDER: (0.15, 0.08, 0.08, 0.16, 0.24, 0.29),
}
_AREAS_IN_ENGLAND = 33_755
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Ward:
    """A ward with its made-up code."""

    code: str
    place: Neighbourhood

    @property
    def district(self) -> str:
        """The name of the borough or of its neighbour."""
        return NEIGHBOUR if self.place is BORDER_TOWN else BOROUGH


@dataclass(frozen=True)
class PopulatedArea:
    """A small area with its people. ``ages`` follow ``AGE_BANDS``; ``rank`` is 1 where deprivation is worst."""

    code: str
    name: str
    ward: Ward
    outline: Polygon
    ages: tuple[int, ...]
    rank: int

    @property
    def people(self) -> int:
        """Usual residents."""
        return sum(self.ages)

    @property
    def decile(self) -> int:
        """Deprivation decile, 1 the most deprived tenth."""
        return min(10, 1 + (self.rank - 1) * 10 // _AREAS_IN_ENGLAND)

    @property
    def score(self) -> float:
        """A deprivation score that falls as the rank rises."""
        above = 1 - (self.rank - 1) / _AREAS_IN_ENGLAND
        return float(round(92.0 * above * above + 0.5, 3))


def wards() -> tuple[Ward, ...]:
    """Wards of the borough and the neighbour's one, with codes E05999001 and on."""
    return tuple(
        Ward(f"E05999{number:03d}", place)
        for number, place in enumerate((*NEIGHBOURHOODS, BORDER_TOWN), start=1)
    )


def settle(layout: Layout, seed: int) -> tuple[PopulatedArea, ...]:
    """People for every small area, near its ward's number, ages and deprivation but never quite the same."""
    draw = chance(seed, "people")
    numbers = count(1)
    settled = []
    for ward_number, ward in enumerate(wards(), start=1):
        areas = [area for area in layout.areas if area.ward is ward.place]
        for letter, area in zip(_LETTERS, areas, strict=False):
            people = round(ward.place.people * area.share * draw.uniform(0.93, 1.07))
            settled.append(
                PopulatedArea(
                    code=f"E01999{next(numbers):03d}",
                    name=f"{ward.district} {ward_number:03d}{letter}",
                    ward=ward,
                    outline=area.outline,
                    ages=_ages(people, ward.place.ages, draw),
                    rank=_rank(ward.place.decile, draw),
                )
            )
    return tuple(settled)


def _ages(people: int, ages: Ages, draw: Random) -> tuple[int, ...]:
    weights = [share * draw.uniform(0.88, 1.12) for share in _SHARES[ages]]
    exact = [people * weight / sum(weights) for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda band: counts[band] - exact[band])
    for band in by_remainder[: people - sum(counts)]:
        counts[band] += 1
    return tuple(counts)


def _rank(decile: int, draw: Random) -> int:
    around = min(10, max(1, decile + draw.choice((-1, 0, 0, 0, 1))))
    return round((around - draw.uniform(0.02, 0.98)) * _AREAS_IN_ENGLAND / 10)
