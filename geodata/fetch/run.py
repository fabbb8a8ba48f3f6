"""Fetch an area: find the board, ask each publisher, put the files into the area's folder, write recipe and record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from geodata.errors import SourceError
from geodata.fetch.area_files import fetch_ground
from geodata.fetch.context import Context
from geodata.fetch.endpoints import Endpoints
from geodata.fetch.errors import FetchError
from geodata.fetch.people_files import fetch_people
from geodata.fetch.piece import Piece
from geodata.fetch.placing import place
from geodata.fetch.premises_files import Premises, fetch_premises
from geodata.fetch.recipe_text import recipe_text, slug
from geodata.fetch.record import NAME, Import, Run, read_runs, write_runs
from geodata.fetch.store import Store, digest, write_whole
from geodata.fetch.street_files import fetch_street_files
from geodata.fetch.wants import Wants
from geodata.fetch.web import Web
from geodata.progress import Progress, silent
from geodata.recipe import read_recipe
from geodata.sources import census, centroids, deprivation, lookup, nhsbsa, ods, postcodes, services
from geodata.sources.boundaries import citation
from geodata.sources.osm import CITATION as STREETS

RECIPE = "recipe.toml"
CACHE = ".cache"
_STEPS = 13
_CITATIONS = {
    "boards": citation("hwb"),
    "lsoas": citation("lsoa"),
    "wards": citation("ward"),
    "lookup": lookup.CITATION,
    "pharmacies": ods.CITATION,
    "hours": nhsbsa.CITATION,
    "services": services.CITATION,
    "postcodes": postcodes.CITATION,
    "residents": census.RESIDENTS,
    "ages": census.AGES,
    "centroids": centroids.CITATION,
    "output_area_residents": census.RESIDENTS,
    "deprivation": deprivation.CITATION,
    "streets": STREETS,
}


@dataclass(frozen=True)
class Fetched:
    """What a fetch did. ``recipe`` is the file to build from; ``kept_recipe``: one that the user had changed stays, and the
    new one stands in this file beside it. ``downloaded``: bytes of data that came in.
    """

    folder: Path
    recipe: Path
    kept_recipe: Path | None
    imports: tuple[Import, ...]
    notes: tuple[str, ...]
    downloaded: int

    @property
    def is_new(self) -> bool:
        """Whether any file is another than last time."""
        return any(entry.state != "unchanged" for entry in self.imports)


def fetch_area(
    wants: Wants,
    data: Path,
    endpoints: Endpoints,
    *,
    progress: Progress = silent,
    clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC),
) -> Fetched:
    """Fetch everything that ``wants`` asks for into a folder below ``data``, named for the board.

    Downloads are kept in ``data``/.cache, shared by all boards. The files of an area are replaced only when all are there
    and each was read as what it is said to be. Raises FetchError where a publisher's server or its answer cannot be used,
    BoardError where the board is not known, SourceError for a file.
    """
    today = clock().date()
    if wants.as_at is not None and wants.as_at > today:
        raise SourceError(
            "--as-at", f"{wants.as_at.isoformat()} is yet to come.", "Give a day that has been."
        )
    if wants.streets_day is not None and wants.streets_day > today:
        raise SourceError(
            "--streets-date", f"{wants.streets_day.isoformat()} is yet to come.", "Give a day that has been."
        )
    store = Store(data / CACHE)
    steps = iter(range(_STEPS))
    web = Web(
        store,
        endpoints.manners,
        wants.contact,
        strict=(endpoints.arcgis.services,),
        clock=clock,
        progress=progress,
    )

    def step(doing: str) -> None:
        progress(doing, next(steps, _STEPS), _STEPS)

    try:
        context = Context(web, endpoints, wants, step, _CITATIONS)
        ground = fetch_ground(context)
        premises = fetch_premises(context, ground.area, today)
        people = fetch_people(context, ground.area, ground.lsoas)
        streets = fetch_street_files(context, ground.area)
    except FetchError as error:
        setting = endpoints.setting_of(error.address)
        raise error if setting is None else error.naming(*setting) from error
    finally:
        web.close()
    pieces = _once((*premises.pieces, *people, *ground.pieces, *streets))
    folder = data / slug(ground.board.name)
    runs = read_runs(folder)
    day = wants.as_at or _day_of(wants, premises, today)
    imports = place(folder, pieces, runs, store.object, web.now())
    for piece in pieces:  # what was given is kept as well, so that the next run can tell what changed
        if piece.keyed:
            _keep(store, piece)
    if (
        wants.as_at is None
        and wants.decides == "ods"
        and runs
        and not any(e.state != "unchanged" for e in imports)
    ):
        day = date.fromisoformat(str(runs[-1]["as_at"]))  # nothing moved: the recipe stays as it is
    notes = (ground.note,) if ground.note else ()
    text = recipe_text(ground.board, day, wants, pieces, notes)
    recipe, kept = _write_recipe(folder, text, str(runs[-1]["recipe_sha256"]) if runs else "")
    written = sha256(text.encode()).hexdigest()
    run = Run(
        at=web.now(),
        board=ground.board.code,
        board_name=ground.board.name,
        as_at=day.isoformat(),
        contact=wants.contact,
        downloaded=web.downloaded,
        recipe_sha256=written,
        imports=imports,
        notes=notes,
    )
    write_runs(folder, runs, run)
    read_recipe(recipe)
    return Fetched(folder, recipe, kept, imports, notes, web.downloaded)


def _once(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Files in order, one that two roles share under one name once for each role."""
    return tuple(dict.fromkeys(pieces))


def _keep(store: Store, piece: Piece) -> None:
    name, _ = digest(piece.content)
    if not store.object(name).is_file():
        copy = store.folder / "partial" / f"given-{name}"
        copy.write_bytes(piece.content.read_bytes())
        store.keep(copy)


def _day_of(wants: Wants, premises: Premises, today: date) -> date:
    """The day of the snapshot where none is wanted: today, or the last day of the quarter of the list that decides."""
    if wants.decides == "ods":
        return today
    if premises.quarter is None:
        raise SourceError(
            "--as-at",
            "the list that was given does not say of which quarter it is.",
            "Give the day of the snapshot.",
        )
    return min(today, premises.quarter.last_day)


def _write_recipe(folder: Path, text: str, last: str) -> tuple[Path, Path | None]:
    """Write the recipe; one that somebody changed since it was written stays, and the new one is put beside it."""
    file = folder / RECIPE
    if file.exists():
        there = file.read_bytes()
        if there != text.encode() and sha256(there).hexdigest() != last:
            beside = folder / "recipe.new.toml"
            write_whole(beside, text)
            return beside, file
    write_whole(file, text)
    return file, None


__all__ = ["NAME", "Fetched", "fetch_area"]
