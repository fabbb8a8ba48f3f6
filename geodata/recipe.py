"""The recipe of a snapshot: which area, as at which day, from which publishers' files.

A recipe is a TOML file. Its files are named relative to a data folder that is given when it is built, so that
a recipe can be shared and kept under version control while the data stays where it is.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from geodata.errors import SourceError
from geodata.quality.limits import LIMITS, Limit

MOST_ERROR_M = 10_000.0
"""A postcode's point that may be farther out than this says nothing of where an address is, metres."""

NHS_BEGAN = date(1948, 7, 5)
"""Before this day there was no NHS and no NHS pharmacy: no list can be as at an earlier one."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class File(_Entry):
    """One publisher's file. ``vintage`` is the publisher's date of the data, in words; the file seldom says it.

    ``title``, ``publisher``, ``licence`` and ``attribution`` replace what is known of the layout's usual publisher.
    """

    file: Path
    vintage: str = Field(min_length=1)
    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    attribution: str | None = None
    note: str = ""


class PharmacyList(File):
    """The one list that says which premises are open; ``ods`` at any day, ``nhsbsa`` at its own quarter.

    ``distance_selling`` are ODS codes that the board knows to be distance-selling premises: no public list says so.
    """

    layout: Literal["ods", "nhsbsa"]
    distance_selling: tuple[str, ...] = ()

    @field_validator("distance_selling")
    @classmethod
    def _codes(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code.upper() for code in codes))


class CodePointOpen(File):
    """Postcodes in the layout of Code-Point Open. ``homes``: its postcodes are where residents are placed."""

    layout: Literal["code-point-open"]
    homes: bool = False


class OnsDirectory(File):
    """The ONS Postcode Directory or its lookup (ONSPD, NSPL) as the publisher's CSV. Residents live at live postcodes of it
    that are no organisation's own."""

    layout: Literal["ons-directory"]
    homes: bool = False


class OnsPackage(_Entry):
    """Postcodes of the installed ONS Postcode Directory package (the ``postcodes`` extra).

    ``letters``: first letters of the postcodes to read, all where left out. ``error_m``: the positional error to
    assume, as the package carries no quality mark.
    """

    layout: Literal["ons-package"]
    homes: bool = False
    letters: tuple[Annotated[str, Field(pattern="^[A-Z]$")], ...] = ()
    error_m: float | None = Field(default=None, gt=0, le=MOST_ERROR_M)


PostcodeEntry = Annotated[CodePointOpen | OnsDirectory | OnsPackage, Field(discriminator="layout")]


class OutputAreas(_Entry):
    """Output areas, some 300 people each: their population-weighted centroids, and how many live in each."""

    centroids: File
    residents: File


class Census(_Entry):
    """Usual residents by LSOA: the total, and where given the age bands.

    With ``output_areas`` residents live at the centroids of these, without it at the postcodes of their LSOA.
    """

    residents: File
    ages: File | None = None
    output_areas: OutputAreas | None = None


class BoundaryFile(File):
    """A GeoPackage of outlines. ``layer`` is needed only where the file holds several."""

    layer: str | None = None


class ControlledFile(BoundaryFile):
    """A GeoPackage of controlled localities. They have no usual publisher: who drew them, under what licence, is told."""

    publisher: str = Field(min_length=1)
    licence: str = Field(min_length=1)


class Boundaries(_Entry):
    """Outlines: boards (counties and unitary authorities), LSOAs, and where given wards and controlled localities."""

    hwb: BoundaryFile
    lsoa: BoundaryFile
    ward: BoundaryFile | None = None
    controlled: ControlledFile | None = None


class OverlayFolder(_Entry):
    """The folder of tables that officers keep for what no list says, who keeps it, and of when it is, in words."""

    folder: Path
    keeper: str = Field(min_length=1)
    vintage: str = Field(min_length=1)


class OwnLimit(_Entry):
    """Another limit for a check than the usual one, and why. What is left out stays as it is."""

    warn: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    stop: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    reason: str = Field(min_length=1)


class Recipe(_Entry):
    """Everything that a snapshot is made from. ``hwbs`` are the codes of the boards whose residents are counted.

    ``reach_m``: how far over the border pharmacies and postcodes are still wanted, metres.
    ``streets``: an OpenStreetMap extract for each mode ("walk", "drive"); none gives straight lines only.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    as_at: date
    hwbs: tuple[str, ...] = Field(min_length=1)
    reach_m: float = Field(default=3000.0, ge=1000, le=100_000, allow_inf_nan=False)
    invented: bool = False
    notes: tuple[str, ...] = ()
    pharmacies: PharmacyList
    hours: File | None = None
    services: File | None = None
    postcodes: tuple[PostcodeEntry, ...] = Field(min_length=1)
    census: Census
    deprivation: File | None = None
    lookup: File | None = None
    boundaries: Boundaries
    streets: dict[Literal["walk", "drive"], File] = Field(default_factory=dict)
    overlay: OverlayFolder | None = None
    quality: dict[str, OwnLimit] = Field(default_factory=dict)

    @field_validator("hwbs")
    @classmethod
    def _boards(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code.upper() for code in codes))

    @model_validator(mode="after")
    def _check(self) -> "Recipe":
        if self.as_at < NHS_BEGAN:
            raise ValueError(
                f"as_at {self.as_at.isoformat()} is before the NHS began on {NHS_BEGAN.isoformat()}; "
                "give the day at which the list of pharmacies is wanted"
            )
        if self.census.output_areas is None and not any(entry.homes for entry in self.postcodes):
            raise ValueError(
                'no [[postcodes]] entry has "homes = true"; say whose postcodes residents live at, or name '
                "[census.output_areas]"
            )
        strange = sorted(set(self.quality) - set(LIMITS))
        if strange:
            raise ValueError(f"quality has no check {strange[0]!r}; the checks are {', '.join(LIMITS)}")
        for check, own in self.quality.items():
            if own.warn is None and own.stop is None:
                raise ValueError(f"quality.{check} gives neither warn nor stop")
        return self

    def limits(self) -> dict[str, Limit]:
        """The limits of the checks: the usual ones, and the recipe's own where it sets them."""
        answer = dict(LIMITS)
        for check, own in self.quality.items():
            usual = LIMITS[check]
            warn = usual.warn if own.warn is None else own.warn
            stop = usual.stop if own.stop is None else own.stop
            answer[check] = Limit(warn, stop, f"Set in the recipe: {own.reason}", usual.least)
        return answer


def read_recipe(file: Path) -> Recipe:
    """Read a recipe. Raises SourceError naming the file, the field, what is wrong and what to do."""
    try:
        return Recipe.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise SourceError(
            file, "there is no such recipe.", "Check the path; docs/examples has recipes."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SourceError(
            file, f"it is not a readable TOML file ({error}).", "Mend it at that place."
        ) from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc']) or 'recipe'}: "
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        )
        raise SourceError(
            file, f"the recipe does not hold together: {wrong}.", "docs/data.md says what each field means."
        ) from error
