"""The neighbourhoods of the made-up borough: where they lie, how they are built, who lives there.

Every name is invented. A ward is a neighbourhood and a locality of the PNA is a group of wards, as in a real borough.
"""

from dataclasses import dataclass
from enum import StrEnum

from geodata.demo.curves import Spot

BOROUGH = "Quernwick"
BOROUGH_CODE = "E06999001"
NEIGHBOUR = "Marrowdale"
NEIGHBOUR_CODE = "E06999002"
FAR_NEIGHBOUR = "Wolderquill"
FAR_NEIGHBOUR_CODE = "E06999003"


class Style(StrEnum):
    """How a neighbourhood's streets are laid out."""

    CENTRE = "centre"
    TERRACES = "terraces"
    SUBURB = "suburb"
    ESTATE = "estate"
    VILLAGE = "village"


class Ages(StrEnum):
    """Who lives there, by age."""

    YOUNG = "young"
    FAMILIES = "families"
    MIXED = "mixed"
    OLDER = "older"


class Locality(StrEnum):
    """The localities of the PNA, by their ids."""

    CENTRAL = "central"
    NORTH = "north"
    EAST = "east"
    SOUTH = "south"
    WEST = "west"
    VILLAGES = "villages"


@dataclass(frozen=True)
class Neighbourhood:
    """One ward. ``at`` is a spot inside it, metres from the market cross; ``decile`` its usual deprivation decile."""

    name: str
    at: Spot
    style: Style
    people: int
    decile: int
    ages: Ages
    locality: Locality | None


NEIGHBOURHOODS = (
    Neighbourhood("Quern Cross", (150, 250), Style.CENTRE, 4800, 3, Ages.YOUNG, Locality.CENTRAL),
    Neighbourhood("Ropersfold", (-450, 1250), Style.TERRACES, 4900, 2, Ages.YOUNG, Locality.CENTRAL),
    Neighbourhood("Larkhollow", (550, 1450), Style.TERRACES, 3400, 4, Ages.MIXED, Locality.CENTRAL),
    Neighbourhood("Pellgate", (1000, 750), Style.TERRACES, 3250, 3, Ages.FAMILIES, Locality.CENTRAL),
    Neighbourhood("Hythemarsh", (1350, -150), Style.TERRACES, 3950, 1, Ages.FAMILIES, Locality.CENTRAL),
    Neighbourhood("Quillham", (1650, 850), Style.SUBURB, 2600, 6, Ages.MIXED, Locality.EAST),
    Neighbourhood("Stanwether", (2250, 950), Style.SUBURB, 3750, 7, Ages.MIXED, Locality.EAST),
    Neighbourhood("Elderfarrow", (2950, 900), Style.ESTATE, 2000, 9, Ages.FAMILIES, Locality.EAST),
    Neighbourhood("Saltmarrow", (2550, -150), Style.SUBURB, 4000, 8, Ages.OLDER, Locality.EAST),
    Neighbourhood("Farrowheath", (2600, 1850), Style.SUBURB, 3200, 8, Ages.OLDER, Locality.NORTH),
    Neighbourhood("Hollinfarrow", (2150, 2250), Style.ESTATE, 2200, 7, Ages.FAMILIES, Locality.NORTH),
    Neighbourhood("Highlark", (1050, 2250), Style.SUBURB, 4650, 8, Ages.MIXED, Locality.NORTH),
    Neighbourhood("Gorsemarrow", (-300, 2350), Style.ESTATE, 4000, 3, Ages.FAMILIES, Locality.NORTH),
    Neighbourhood("Wetherlow", (-1500, 2250), Style.ESTATE, 3250, 4, Ages.FAMILIES, Locality.WEST),
    Neighbourhood("Kilnmarrow", (-1350, 1450), Style.TERRACES, 3150, 2, Ages.FAMILIES, Locality.WEST),
    Neighbourhood("Brackenfold", (-1400, 700), Style.TERRACES, 3600, 3, Ages.MIXED, Locality.WEST),
    Neighbourhood("Tannersmead", (-1850, -250), Style.TERRACES, 3850, 2, Ages.YOUNG, Locality.WEST),
    Neighbourhood("Greenwether", (-2350, 1150), Style.SUBURB, 5050, 6, Ages.MIXED, Locality.WEST),
    Neighbourhood("Rushenfold", (-2450, -50), Style.SUBURB, 2700, 7, Ages.OLDER, Locality.WEST),
    Neighbourhood("Oxenlarrow", (-2300, -1050), Style.ESTATE, 2450, 5, Ages.FAMILIES, Locality.SOUTH),
    Neighbourhood("Osierholt", (-1450, -1000), Style.TERRACES, 3700, 4, Ages.MIXED, Locality.SOUTH),
    Neighbourhood("Millwether", (-350, -1150), Style.TERRACES, 3500, 3, Ages.YOUNG, Locality.SOUTH),
    Neighbourhood("Quaywick", (1000, -1150), Style.TERRACES, 4900, 2, Ages.MIXED, Locality.SOUTH),
    Neighbourhood("Dunfarrow", (2400, -950), Style.SUBURB, 2600, 6, Ages.OLDER, Locality.SOUTH),
    Neighbourhood("Coldhythe", (1050, -1950), Style.ESTATE, 4400, 6, Ages.FAMILIES, Locality.SOUTH),
    Neighbourhood("Ashenlow", (-350, -2000), Style.SUBURB, 3750, 10, Ages.OLDER, Locality.SOUTH),
    Neighbourhood("Fennyholt", (-1500, -1950), Style.SUBURB, 2900, 7, Ages.MIXED, Locality.SOUTH),
    Neighbourhood("Larkquill", (700, 4250), Style.VILLAGE, 1900, 9, Ages.OLDER, Locality.VILLAGES),
    Neighbourhood("Pinnowby", (-4600, 700), Style.VILLAGE, 1600, 8, Ages.OLDER, Locality.VILLAGES),
)
"""Wards of the borough; the last two are villages with the country round them."""

BORDER_TOWN = Neighbourhood("Marrowdale Cross", (4800, 420), Style.SUBURB, 5900, 6, Ages.MIXED, None)
"""The neighbouring board's town just over the border; no locality of this borough's PNA."""
