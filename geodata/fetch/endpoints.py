"""Where publishers are asked and how politely: ``endpoints.toml``, with a user's own file laid over it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geodata.errors import SourceError

DEFAULT = Path(__file__).with_name("endpoints.toml")


OPTIONS = {
    "nhsbsa.package": "--hours",
    "ods.list": "--pharmacies",
    "arcgis.boards.layer": "--boards",
    "arcgis.lsoas.layer": "--lsoas",
    "arcgis.wards.layer": "--wards",
    "arcgis.lookup.layer": "--lookup",
    "arcgis.centroids.layer": "--centroids",
    "nomis.residents": "--residents",
    "nomis.ages": "--ages",
    "deprivation.list": "--deprivation",
    "postcodes.product": "--postcodes",
    "postcodes.downloads": "--postcodes",
    "geofabrik.index": "--street-file",
    "overpass.interpreter": "--street-file",
}
"""Every setting that is an address, and the option with which its file can be given instead."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Manners(_Part):
    """How a server is asked: tries of one question, waits between them (seconds), and requests at once to a host.

    ``keep_hours``: how long an answer that carries neither ETag nor date is taken as fresh.
    """

    tries: int = Field(ge=1, le=20)
    back_off_seconds: float = Field(ge=0)
    longest_wait_seconds: float = Field(ge=0)
    connect_seconds: float = Field(gt=0)
    read_seconds: float = Field(gt=0)
    at_once: int = Field(ge=1, le=8)
    keep_hours: float = Field(ge=0)


class Nhsbsa(_Part):
    """CKAN's description of the Consolidated Pharmaceutical List."""

    package: str


class Listed(_Part):
    """One file at one address."""

    list: str
    vintage: str = ""


class Layer(_Part):
    """A layer of an ArcGIS server: its path below ``services``. ``prefix``: how its code column begins ("CTYUA")."""

    layer: str
    vintage: str
    prefix: str = ""


class ArcGis(_Part):
    """Layers of the Office for National Statistics. ``page`` and ``outline_page``: records asked for at once."""

    services: str
    page: int = Field(ge=1)
    outline_page: int = Field(ge=1)
    boards: Layer
    lsoas: Layer
    wards: Layer
    lookup: Layer
    centroids: Layer


class Nomis(_Part):
    """The census: ``residents`` is a bulk download, ``ages`` a dataset of the API."""

    residents: str
    ages: str
    vintage: str


class PostcodeProduct(_Part):
    """Ordnance Survey's description of Code-Point Open, and the list of its downloads."""

    product: str
    downloads: str


class Geofabrik(_Part):
    """The index of extracts, and which of them are Great Britain's smallest: parts of ``parents``, and ``also``."""

    index: str
    parents: tuple[str, ...]
    also: tuple[str, ...]
    days_back: int = Field(ge=1, le=60)


class Overpass(_Part):
    """A server that cuts OpenStreetMap to order, and the largest rectangle to ask it for, square kilometres."""

    interpreter: str
    largest_km2: float = Field(gt=0)


class Endpoints(_Part):
    """Every address, as ``endpoints.toml`` says."""

    manners: Manners
    nhsbsa: Nhsbsa
    ods: Listed
    arcgis: ArcGis
    nomis: Nomis
    deprivation: Listed
    postcodes: PostcodeProduct
    geofabrik: Geofabrik
    overpass: Overpass

    @classmethod
    def read(cls, own: Path | None = None) -> Self:
        """The project's endpoints with those of ``own`` laid over them. Raises SourceError naming what does not fit."""
        values = tomllib.loads(DEFAULT.read_text(encoding="utf-8"))
        if own is not None:
            try:
                values = _laid_over(values, tomllib.loads(own.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise SourceError(
                    own, f"it is not a readable TOML file ({error}).", "See geodata/fetch/endpoints.toml."
                ) from error
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
            raise SourceError(own or DEFAULT, f"{wrong}.", "Names are those of endpoints.toml.") from error

    def setting_of(self, address: str) -> tuple[str, str] | None:
        """Which setting an address was made from, in the words of TOML (nomis.ages), and the option of its file.

        None for an address that a publisher's own answer named.
        """
        values = self.model_dump()
        for path, option in OPTIONS.items():
            *tables, name = path.split(".")
            table = values
            for part in tables:
                table = table[part]
            own = (
                f"{self.arcgis.services.rstrip('/')}/{table[name]}" if tables[0] == "arcgis" else table[name]
            )
            if address.split("?")[0].removesuffix("/query") == own.split("?")[0]:
                return path, option
        return None


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        merged[name] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
