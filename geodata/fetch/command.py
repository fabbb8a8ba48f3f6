"""`geodata fetch AREA`: the options, in the user's words."""

import re
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geodata.errors import SourceError
from geodata.fetch.endpoints import Endpoints
from geodata.fetch.run import fetch_area
from geodata.fetch.telling import text_of
from geodata.fetch.wants import SEVERAL, Given, Wants, parse_given
from geodata.progress import on_terminal

_PANEL = "Files that you have: FILE, or FILE@VINTAGE. The rest is downloaded."
_CONTACT = re.compile(r"\S+@\S+\.\S+|https?://\S+")


class Decides(StrEnum):
    """The list that says which premises are open."""

    ODS = "ods"
    NHSBSA = "nhsbsa"


class LiveAt(StrEnum):
    """Where residents live."""

    OUTPUT_AREAS = "output-areas"
    POSTCODES = "postcodes"


class StreetsFrom(StrEnum):
    """Whose streets."""

    GEOFABRIK = "geofabrik"
    OVERPASS = "overpass"
    NONE = "none"


def _given(option: str, what: str) -> typer.models.OptionInfo:
    info: typer.models.OptionInfo = typer.Option(option, metavar="FILE", help=what, rich_help_panel=_PANEL)
    return info


def fetch(
    area: Annotated[
        str, typer.Argument(help="A Health and Wellbeing Board of England: its name or its code.")
    ],
    contact: Annotated[
        str,
        typer.Option(
            envvar="GEODATA_CONTACT", help="Your e-mail or web address: publishers are told who asks."
        ),
    ],
    data: Annotated[
        Path, typer.Option(help="The folder to fetch into; the board gets a folder in it.")
    ] = Path("data"),
    as_at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day of the snapshot, such as 2026-09-30. Left out: today, or the end of the NHSBSA list's quarter.",
        ),
    ] = None,
    open_by: Annotated[
        Decides,
        typer.Option(
            help="Which list says what is open: ods (openings and closures with their dates) or nhsbsa (the quarter's list)."
        ),
    ] = Decides.ODS,
    homes: Annotated[
        LiveAt,
        typer.Option(help="Where residents live: at output areas' centroids, or spread over postcodes."),
    ] = LiveAt.OUTPUT_AREAS,
    streets: Annotated[
        StreetsFrom,
        typer.Option(help="Streets from Geofabrik's extracts, from Overpass (a small area only), or none."),
    ] = StreetsFrom.GEOFABRIK,
    streets_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of the streets. Left out: the newest."),
    ] = None,
    drive: Annotated[bool, typer.Option("--drive", help="Streets for driving as well as walking.")] = False,
    reach: Annotated[
        float,
        typer.Option(
            min=1000, max=100_000, help="How far over the border pharmacies and streets are wanted, metres."
        ),
    ] = 3000,
    endpoints: Annotated[
        Path | None, typer.Option(help="A TOML file of addresses that replace the program's own.")
    ] = None,
    boards: Annotated[str | None, _given("--boards", "Outlines of boards (GeoPackage).")] = None,
    lsoas: Annotated[str | None, _given("--lsoas", "Outlines of LSOAs (GeoPackage).")] = None,
    wards: Annotated[str | None, _given("--wards", "Outlines of wards (GeoPackage).")] = None,
    lookup: Annotated[str | None, _given("--lookup", "LSOA to ward and district (CSV).")] = None,
    pharmacies: Annotated[str | None, _given("--pharmacies", "Openings and closures (edispensary).")] = None,
    hours: Annotated[str | None, _given("--hours", "Consolidated Pharmaceutical List (CSV).")] = None,
    services: Annotated[
        str | None, _given("--services", "Services (CSV); not published, so never downloaded.")
    ] = None,
    postcodes: Annotated[
        list[str] | None, _given("--postcodes", "Code-Point Open (CSV); may be given several times.")
    ] = None,
    residents: Annotated[str | None, _given("--residents", "Census TS001 by LSOA (CSV).")] = None,
    ages: Annotated[str | None, _given("--ages", "Census ages by LSOA (CSV).")] = None,
    centroids: Annotated[str | None, _given("--centroids", "Output areas' centroids (CSV).")] = None,
    output_area_residents: Annotated[
        str | None, _given("--output-area-residents", "Census TS001 by output area (CSV).")
    ] = None,
    deprivation: Annotated[
        str | None, _given("--deprivation", "Index of Multiple Deprivation (CSV).")
    ] = None,
    street_file: Annotated[
        list[str] | None,
        _given("--street-file", "OpenStreetMap extract (PBF); several are joined and cut to the area."),
    ] = None,
) -> None:
    """Download what a snapshot of a board's area needs, and write the recipe for `geodata build`.

    The first download is large; a second run asks each publisher whether anything is new, and downloads only that. A run
    that is stopped goes on where it was. docs/fetching.md tells what is asked of whom.
    """
    if not _CONTACT.fullmatch(contact.strip()):
        raise SourceError(
            "--contact",
            f"{contact!r} is no e-mail or web address.",
            "Publishers must be able to reach who asks.",
        )
    given = _files(
        boards=boards,
        lsoas=lsoas,
        wards=wards,
        lookup=lookup,
        pharmacies=pharmacies,
        hours=hours,
        services=services,
        residents=residents,
        ages=ages,
        centroids=centroids,
        output_area_residents=output_area_residents,
        deprivation=deprivation,
    )
    given |= {
        role: tuple(map(parse_given, texts))
        for role, texts in zip(SEVERAL, (postcodes, street_file), strict=True)
        if texts
    }
    wants = Wants(
        area=area,
        contact=contact.strip(),
        as_at=_day(as_at),
        reach_m=reach,
        decides=open_by.value,
        homes=homes.value,
        streets=streets.value,
        streets_day=_day(streets_date),
        drive=drive,
        given=given,
    )
    places = Endpoints.read(endpoints)
    with on_terminal("finding the board") as tell:
        fetched = fetch_area(wants, data, places, progress=tell)
    typer.echo(text_of(fetched))


def _files(**texts: str | None) -> dict[str, tuple[Given, ...]]:
    return {role: (parse_given(text),) for role, text in texts.items() if text is not None}


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
