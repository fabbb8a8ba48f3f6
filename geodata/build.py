"""From a recipe and a folder of publishers' files to a snapshot. The same inputs give the same snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from geodata import METHOD_VERSION
from geodata.area import EVERYWHERE, Area
from geodata.arrays import Floats, Homes, Ints, Postcodes, StreetNetwork
from geodata.errors import Faults, SourceError
from geodata.ground import Ground, read_ground
from geodata.ledger import Ledger, told
from geodata.listing import (
    add_hours,
    add_services,
    mark_distance_selling,
    place_premises,
)
from geodata.looking import look_at_files
from geodata.model.overlay import Overlay
from geodata.model.postcode import squeezed
from geodata.model.premises import Premises
from geodata.network import StreetsRead, read_modes
from geodata.overlay.applying import apply_overlay, door_points
from geodata.overlay.reading import Told, read_overlay
from geodata.overlay.telling import overlay_notes
from geodata.people import Population, add_wards, refuse_too_many_ages, settle
from geodata.progress import Progress, silent
from geodata.quality.checking import Acceptance, check_contents, passed
from geodata.quality.page import report_html
from geodata.quality.report import Report, report_json
from geodata.quality.subject import Subject
from geodata.recipe import (
    CodePointOpen,
    File,
    OnsDirectory,
    OnsPackage,
    OutputAreas,
    PostcodeEntry,
    Recipe,
)
from geodata.snapshot import BESIDE, Snapshot, SnapshotContents, Source, write_snapshot
from geodata.sources import nhsbsa, services
from geodata.sources.census import read_ages, read_residents
from geodata.sources.centroids import read_centroids
from geodata.sources.deprivation import read_deciles
from geodata.sources.nhsbsa import ListRead, read_list_with_problems
from geodata.sources.ods import read_former_dispensaries, read_open_dispensaries
from geodata.sources.onspd import read_ons_directory, read_ons_package
from geodata.sources.postcodes import join_postcodes, read_code_point_open
from geodata.sources.services import read_services
from geodata.wording import in_words


def build_snapshot(
    recipe: Recipe,
    data: Path,
    out: Path,
    *,
    progress: Progress = silent,
    today: date | None = None,
    compare_with: Snapshot | None = None,
    accept: Acceptance | None = None,
) -> Path:
    """Build a snapshot below ``out`` from files below ``data`` and return its folder, with a report of its checks in it.

    ``today``, where given, refuses a recipe as at a later day. ``compare_with`` is the snapshot of last time. ``accept``
    lets pass what the checks would stop, and says who and why. Raises SourceError naming the file that is at fault, and
    QualityError, with the report, where the checks stop the build.
    """
    if today is not None and recipe.as_at > today:
        raise SourceError(
            recipe.pharmacies.file,
            f"the recipe wants the list as at {in_words(recipe.as_at)}, which is yet to come.",
            "Give a day that has been.",
        )
    run = _Run(recipe, data, Ledger(invented=recipe.invented), progress)
    run.ledger.note(*recipe.notes)
    for check, own in recipe.quality.items():
        run.ledger.note(f"The limit of the check {check} is set in the recipe: {own.reason}.")
    read = _read_files(run, today)
    ground = read.ground
    known, live = _join_postcodes(run, ground.area, read.postcodes)
    premises = _make_premises(run, ground, read, known)
    former = _place_former(run, ground, known)
    homes = _make_homes(run, ground, live, read)
    networks = _make_networks(run)
    run.tell("writing")
    near = ground.area.near(known.x, known.y)
    contents = SnapshotContents(
        name=recipe.name,
        as_at=recipe.as_at,
        hwbs=recipe.hwbs,
        homes=homes,
        premises=premises,
        postcodes=known.take(near),
        boundaries=ground.layers(),
        networks=networks,
        sources=tuple(run.ledger.sources),
        notes=tuple(run.ledger.notes),
        method=METHOD_VERSION,
        invented=recipe.invented,
        overlay=run.overlay,
        former=former,
    )
    subject = Subject(
        contents,
        tuple(run.strays),
        run.unread,
        _vintages(recipe),
        recipe.limits(),
        today,
        run.streets,
        overlaps=ground.overlaps,
    )
    report = check_contents(subject, compare_with)
    folder = _write(out, passed(contents, report, accept), report)
    run.tell("done")
    return folder


def _write(out: Path, contents: SnapshotContents, report: Report) -> Path:
    def beside(made: str) -> dict[str, str]:
        told = replace(report, snapshot=made)
        return dict(zip(BESIDE, (report_json(told), report_html(told)), strict=True))

    return write_snapshot(out, contents, beside)


def _vintages(recipe: Recipe) -> dict[str, str]:
    """Vintages that the checks of age need: the ODS list has dates of its own."""
    told = {"list": recipe.pharmacies.vintage} if recipe.pharmacies.layout == "nhsbsa" else {}
    return told if recipe.hours is None else {**told, "hours": recipe.hours.vintage}


@dataclass
class _Run:
    """What every step of one build needs."""

    recipe: Recipe
    data: Path
    ledger: Ledger
    progress: Progress
    done: int = -1
    told: Told | None = None
    overlay: Overlay | None = None
    strays: list[Premises] = field(default_factory=list)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    former: tuple[Premises, ...] | None = None
    streets: dict[str, StreetsRead] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    def tell(self, doing: str) -> None:
        """Go on to the next step."""
        self.done += 1
        self.say(doing)

    def say(self, doing: str) -> None:
        """Tell of something within a step."""
        self.progress(doing, self.done, 7 + len({entry.file for entry in self.recipe.streets.values()}))


@dataclass(frozen=True)
class _PostcodesRead:
    """One file of postcodes. ``homes``: those of it at which residents live, where the recipe wants them."""

    entry: PostcodeEntry
    table: Postcodes
    source: Source
    homes: Postcodes | None


@dataclass(frozen=True)
class _People:
    """Who lives where, by small area, with each file's record."""

    population: Population
    sources: tuple[tuple[File, Source], ...]
    places: Postcodes | None
    weights: Ints | None
    of_places: tuple[tuple[File, Source], ...]


@dataclass(frozen=True)
class _Files:
    """Every file of a recipe but its streets, as read."""

    ground: Ground
    listed: tuple[Premises, ...]
    list_source: Source
    hours: ListRead | None
    services: tuple[Mapping[str, tuple[str, ...]], Source] | None
    postcodes: tuple[_PostcodesRead, ...]
    people: _People


def _read_files(run: _Run, today: date | None) -> _Files:
    """Read all files, streets among them, and raise every fault of them at once. Layouts are looked at first.

    Where a file cannot be read, those that lean on it are still read through for faults of their own: the whole of Great
    Britain in place of an area that is not known, every small area in place of the board's.
    """
    recipe, data, faults = run.recipe, run.data, run.faults
    run.tell("layouts of all files")
    look_at_files(recipe, data, faults)
    if faults:
        run.say(f"layouts: {len(faults.errors)} wrong; the rest is read to find every fault")
    run.tell("boundaries")
    ground = faults.tried(lambda: read_ground(recipe, data, run.ledger))
    area = ground.area if ground else EVERYWHERE
    run.tell("list of pharmacies")
    listed = faults.tried(lambda: _read_list(run))
    hours = faults.tried(lambda: _read_hours(run))
    services_read = faults.tried(lambda: _read_services(run))
    if (overlay := recipe.overlay) is not None:
        codes = {premises.ods_code for premises in listed[0]} if listed else None
        run.told = faults.tried(lambda: read_overlay(data / overlay.folder, recipe.as_at, codes, today=today))
    run.tell("postcodes")
    also = {squeezed(p.postcode) for p in (*(listed[0] if listed else ()), *(run.former or ()))}
    postcodes = [
        faults.tried(partial(_read_postcode_file, run, entry, area, also)) for entry in recipe.postcodes
    ]
    run.tell("residents")
    people = faults.tried(lambda: _read_people(run, ground, area))
    _read_streets(run)
    faults.stop()
    assert ground and listed and people  # noqa: S101, PT018 - nothing failed; tells the type checker
    given = tuple(each for each in postcodes if each is not None)
    return _Files(ground, *listed, hours, services_read, given, people)


FORMER_YEARS = 5
"""How far back premises that closed are kept: an assessment is revised every three years, and some are two years late."""


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _read_list(run: _Run) -> tuple[tuple[Premises, ...], Source]:
    entry = run.recipe.pharmacies
    file = run.data / entry.file
    if entry.layout == "ods":
        listed, source = read_open_dispensaries(
            file, run.recipe.as_at, vintage=entry.vintage, title=entry.title
        )
        run.former = read_former_dispensaries(
            file, run.recipe.as_at, _years_before(run.recipe.as_at, FORMER_YEARS)
        )
        run.ledger.note(
            f"Premises are those of the list that were open on {in_words(run.recipe.as_at)}; the day on which one closed "
            "is its last day open."
        )
    else:
        read = read_list_with_problems(file, vintage=entry.vintage, title=entry.title)
        listed, source = read.premises, read.source
        run.unread |= read.unread
        run.ledger.note(
            f"Premises are those of the list of {entry.vintage}, which has no dates: what opened or closed between then "
            f"and {in_words(run.recipe.as_at)} is not known."
        )
    return listed, source


def _read_hours(run: _Run) -> ListRead | None:
    entry = run.recipe.hours
    if entry is None:
        return None
    return read_list_with_problems(
        run.data / entry.file, vintage=entry.vintage, role="hours", title=entry.title
    )


def _read_services(run: _Run) -> tuple[Mapping[str, tuple[str, ...]], Source] | None:
    entry = run.recipe.services
    return None if entry is None else read_services(run.data / entry.file, vintage=entry.vintage)


def _read_postcode_file(run: _Run, entry: PostcodeEntry, area: Area, also: set[str]) -> _PostcodesRead:
    if isinstance(entry, CodePointOpen):
        table, source = read_code_point_open(run.data / entry.file, area, vintage=entry.vintage, also=also)
    elif isinstance(entry, OnsDirectory):
        read = read_ons_directory(run.data / entry.file, area, vintage=entry.vintage, also=also)
        homes = read.postcodes.take(np.flatnonzero(read.lived_in)) if entry.homes else None
        return _PostcodesRead(entry, read.postcodes, read.source, homes)
    else:
        table, source = read_ons_package(area, letters=entry.letters, error_m=entry.error_m, also=also)
    return _PostcodesRead(entry, table, source, table if entry.homes else None)


def _join_postcodes(run: _Run, area: Area, read: Sequence[_PostcodesRead]) -> tuple[Postcodes, Postcodes]:
    """Every postcode known, and those at which residents live."""
    known, origin = join_postcodes([each.table for each in read])
    near = area.near(known.x, known.y)
    for position, each in enumerate(read):
        gave = int((near & (origin == position)).sum())
        entry = each.entry
        if each.homes is not None and not area.near(each.homes.x, each.homes.y, 0.0).any():
            raise SourceError(
                each.source.file,
                "no postcode of it lies in the area.",
                "Name the postcodes of the area in the recipe (and for the ONS package, their first letters).",
            )
        if entry.homes and isinstance(entry, OnsPackage):
            run.ledger.note(
                "Residents are spread over postcodes of the ONS Postcode Directory package, terminated ones among them."
            )
        named = None if isinstance(entry, OnsPackage) else entry
        run.ledger.add(named, each.source, gave, "given by a file named earlier in the recipe")
    run.ledger.note(_error_note(known.error_m[near]))
    homes = [each.homes for each in read if each.homes is not None]
    return known, join_postcodes(homes)[0] if homes else known


def _error_note(error_m: Floats) -> str:
    unknown = int(np.isnan(error_m).sum())
    typical = f"{np.nanmedian(error_m):g} m for most" if unknown < len(error_m) else "not at all"
    return (
        "A postcode's point stands for every address of it. How far it may be out is assumed, not published: "
        f"{typical}{f', not known for {unknown:,}' if unknown else ''}."
    )


def _make_premises(run: _Run, ground: Ground, read: _Files, postcodes: Postcodes) -> tuple[Premises, ...]:
    recipe, ledger = run.recipe, run.ledger
    doors = door_points(run.told) if run.told else {}
    said = {row.ods_code: row.hwb_name for row in read.hours.premises if row.hwb_name} if read.hours else {}
    placed = place_premises(read.listed, postcodes, ground.area, ground.board_names(recipe.hwbs), doors, said)
    premises = placed.premises
    run.strays += placed.strays
    ledger.add(recipe.pharmacies, read.list_source, len(premises), "outside the area and its reach")
    ledger.note(*placed.notes)
    codes = {p.ods_code for p in premises}
    not_open = "of premises that are not on the list of open ones here"
    if recipe.hours is not None and read.hours is not None:
        rows = read.hours.premises
        run.unread |= read.hours.unread
        added = add_hours(premises, rows, told(recipe.hours, nhsbsa.CITATION.title))
        premises = added.premises
        ledger.add(recipe.hours, read.hours.source, sum(row.ods_code in codes for row in rows), not_open)
        ledger.note(*added.notes)
    if recipe.services is not None and read.services is not None:
        given, source = read.services
        added = add_services(premises, given, told(recipe.services, services.CITATION.title))
        premises = added.premises
        used = sum(len(names) for code, names in given.items() if code in codes)
        ledger.add(recipe.services, source, used, not_open)
        ledger.note(*added.notes)
    marked = mark_distance_selling(premises, recipe.pharmacies.distance_selling)
    ledger.note(*marked.notes)
    return _with_overlay(run, marked.premises, postcodes)


def _place_former(run: _Run, ground: Ground, postcodes: Postcodes) -> tuple[Premises, ...] | None:
    """Premises that closed, at the points of their postcodes; one whose postcode is not known here stays without a point."""
    if run.former is None:
        return None
    names = ground.board_names(run.recipe.hwbs)
    return place_premises(run.former, postcodes, ground.area, names, {}).premises


def _with_overlay(run: _Run, premises: tuple[Premises, ...], postcodes: Postcodes) -> tuple[Premises, ...]:
    entry = run.recipe.overlay
    if run.told is None or entry is None:
        return premises
    applied = apply_overlay(run.told, premises, postcodes, run.recipe.pharmacies.distance_selling)
    for source in run.told.sources(entry.keeper, entry.vintage, applied.used):
        run.ledger.add(None, source)
    run.ledger.note(*overlay_notes(applied.overlay))
    run.overlay = applied.overlay
    return applied.premises


def _read_people(run: _Run, ground: Ground | None, area: Area) -> _People:
    """Residents, groups and deciles of the area's LSOAs; of all that the files have where these are not known."""
    recipe, faults = run.recipe, Faults()
    lsoas = {outline.code for outline in ground.lsoas.own_outlines} if ground else None
    census = recipe.census
    people = faults.tried(
        lambda: read_residents(run.data / census.residents.file, lsoas, vintage=census.residents.vintage)
    )
    sources: list[tuple[File, Source]] = [(census.residents, people[1])] if people else []
    groups: Mapping[str, Mapping[str, int]] = {}
    deciles: Mapping[str, int] = {}
    if (entry := census.ages) is not None:
        ages = faults.tried(partial(read_ages, run.data / entry.file, lsoas, vintage=entry.vintage))
        if ages is not None:
            groups = ages[0]
            sources.append((entry, ages[1]))
        if people and ages:
            with faults.gathered():
                refuse_too_many_ages(run.data / entry.file, people[0], groups)
    if (entry := recipe.deprivation) is not None:
        read = faults.tried(partial(read_deciles, run.data / entry.file, lsoas, vintage=entry.vintage))
        if read is not None:
            deciles = read[0]
            sources.append((entry, read[1]))
    places, weights = None, None
    of_places: tuple[tuple[File, Source], ...] = ()
    if census.output_areas is not None:
        areas = faults.tried(partial(_read_output_areas, run, area, census.output_areas))
        if areas is not None:
            places, weights, of_places = areas
    faults.stop()
    assert people is not None  # noqa: S101 - nothing failed; tells the type checker
    return _People(Population(people[0], groups, deciles), tuple(sources), places, weights, of_places)


def _make_homes(run: _Run, ground: Ground, live: Postcodes, read: _Files) -> Homes:
    ledger, people = run.ledger, read.people
    for entry, source in (*people.sources, *people.of_places):
        ledger.add(entry, source)
    places = live if people.places is None else people.places
    homes, notes = settle(ground.lsoas, people.population, places, people.weights)
    ledger.note(*notes)
    homes, notes = add_wards(homes, ground.wards, ground.lookup)
    ledger.note(*notes)
    return homes


def _read_output_areas(
    run: _Run, area: Area, entry: OutputAreas
) -> tuple[Postcodes, Ints, tuple[tuple[File, Source], ...]]:
    """Centroids of output areas in the area and its reach, and how many people live in each."""
    faults = Faults()
    centroids = faults.tried(
        lambda: read_centroids(run.data / entry.centroids.file, area, vintage=entry.centroids.vintage)
    )
    codes = [code.decode() for code in centroids[0].code] if centroids else None
    people = faults.tried(
        lambda: read_residents(
            run.data / entry.residents.file,
            codes,
            vintage=entry.residents.vintage,
            role="residents of output areas",
        )
    )
    faults.stop()
    assert centroids and codes is not None and people  # noqa: S101, PT018 - nothing failed; tells the type checker
    weights = np.array([people[0][code] for code in codes], dtype=np.int64)
    return centroids[0], weights, ((entry.centroids, centroids[1]), (entry.residents, people[1]))


def _read_streets(run: _Run) -> None:
    """Read the networks by mode. A file that several modes name is read once."""
    entries: dict[str, File] = dict(sorted(run.recipe.streets.items()))
    for file in dict.fromkeys(entry.file for entry in entries.values()):
        modes = [mode for mode, entry in entries.items() if entry.file == file]
        run.tell(f"streets ({', '.join(modes)})")
        say = partial(_say_streets, run, ", ".join(modes))
        vintages = {mode: entries[mode].vintage for mode in modes}
        with run.faults.gathered():
            run.streets |= read_modes(run.data / file, vintages, progress=say)


def _make_networks(run: _Run) -> dict[str, StreetNetwork]:
    run.tell("homes and premises")
    entries: dict[str, File] = dict(sorted(run.recipe.streets.items()))
    for mode, entry in entries.items():
        run.ledger.add(entry, run.streets[mode].source)
    if not entries:
        run.ledger.note("There are no streets in this snapshot: distances are straight lines.")
    return {mode: run.streets[mode].network for mode in entries}


def _say_streets(run: _Run, mode: str, seen: int) -> None:
    run.say(f"streets ({mode}): {seen:,} read")
