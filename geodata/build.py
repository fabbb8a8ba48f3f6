"""From a recipe and a folder of publishers' files to a snapshot. The same inputs give the same snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from geodata import METHOD_VERSION
from geodata.area import Area
from geodata.arrays import Floats, Homes, Ints, Postcodes, StreetNetwork
from geodata.errors import SourceError
from geodata.ground import Ground, read_ground
from geodata.ledger import Ledger, told
from geodata.listing import (
    add_hours,
    add_services,
    mark_distance_selling,
    place_premises,
    squeezed,
)
from geodata.model.overlay import Overlay
from geodata.model.premises import Premises
from geodata.network import StreetsRead, read_modes
from geodata.overlay.applying import apply_overlay, door_points
from geodata.overlay.reading import Told, read_overlay
from geodata.overlay.telling import overlay_notes
from geodata.people import Population, add_wards, settle
from geodata.progress import Progress, silent
from geodata.quality.checking import Acceptance, check_contents, passed
from geodata.quality.page import report_html
from geodata.quality.report import Report, report_json
from geodata.quality.subject import Subject
from geodata.recipe import CodePointOpen, File, OutputAreas, PostcodeEntry, Recipe
from geodata.snapshot import BESIDE, Snapshot, SnapshotContents, Source, write_snapshot
from geodata.sources import nhsbsa, services
from geodata.sources.census import read_ages, read_residents
from geodata.sources.centroids import read_centroids
from geodata.sources.deprivation import read_deciles
from geodata.sources.nhsbsa import read_list_with_problems
from geodata.sources.ods import read_former_dispensaries, read_open_dispensaries
from geodata.sources.onspd import read_ons_package
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
    run.tell("boundaries")
    ground = read_ground(recipe, data, run.ledger)
    run.tell("list of pharmacies")
    listed, list_source = _read_list(run)
    if recipe.overlay is not None:
        codes = {premises.ods_code for premises in listed}
        run.told = read_overlay(data / recipe.overlay.folder, recipe.as_at, codes, today=today)
    run.tell("postcodes")
    known, live = _read_postcodes(
        run, ground.area, [premises.postcode for premises in (*listed, *(run.former or ()))]
    )
    run.tell("hours and services")
    premises = _make_premises(run, ground, listed, list_source, known)
    former = _place_former(run, ground, known)
    run.tell("residents and homes")
    homes = _make_homes(run, ground, live)
    networks = _read_networks(run)
    run.tell("writing")
    near = ground.area.near(known.x, known.y)
    contents = SnapshotContents(
        name=recipe.name,
        as_at=recipe.as_at,
        hwbs=recipe.hwbs,
        homes=homes,
        premises=premises,
        postcodes=Postcodes(known.code[near], known.x[near], known.y[near], known.error_m[near]),
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
        contents, tuple(run.strays), run.unread, _vintages(recipe), recipe.limits(), today, run.streets
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

    def tell(self, doing: str) -> None:
        """Go on to the next step."""
        self.done += 1
        self.say(doing)

    def say(self, doing: str) -> None:
        """Tell of something within a step."""
        self.progress(doing, self.done, 6 + len({entry.file for entry in self.recipe.streets.values()}))


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


def _read_postcodes(run: _Run, area: Area, also: Sequence[str]) -> tuple[Postcodes, Postcodes]:
    """Every postcode known, and those at which residents live."""
    wanted = {squeezed(postcode) for postcode in also}
    tables, read = [], []
    for entry in run.recipe.postcodes:
        table, source = _read_postcode_file(run, entry, area, wanted)
        tables.append(table)
        read.append((entry, source))
    known, origin = join_postcodes(tables)
    near = area.near(known.x, known.y)
    for position, (entry, source) in enumerate(read):
        gave = int((near & (origin == position)).sum())
        named = entry if isinstance(entry, CodePointOpen) else None
        if entry.homes and not area.near(tables[position].x, tables[position].y, 0.0).any():
            raise SourceError(
                source.file,
                "no postcode of it lies in the area.",
                "Name the postcodes of the area in the recipe (and for the ONS package, their first letters).",
            )
        run.ledger.add(named, source, gave, "given by a file named earlier in the recipe")
    run.ledger.note(_error_note(known.error_m[near]))
    homes = [table for entry, table in zip(run.recipe.postcodes, tables, strict=True) if entry.homes]
    return known, join_postcodes(homes)[0] if homes else known


def _read_postcode_file(
    run: _Run, entry: PostcodeEntry, area: Area, also: set[str]
) -> tuple[Postcodes, Source]:
    if isinstance(entry, CodePointOpen):
        return read_code_point_open(run.data / entry.file, area, vintage=entry.vintage, also=also)
    if entry.homes:
        run.ledger.note(
            "Residents are spread over postcodes of the ONS Postcode Directory package, terminated ones among them."
        )
    return read_ons_package(area, letters=entry.letters, error_m=entry.error_m, also=also)


def _error_note(error_m: Floats) -> str:
    unknown = int(np.isnan(error_m).sum())
    typical = f"{np.nanmedian(error_m):g} m for most" if unknown < len(error_m) else "not at all"
    return (
        "A postcode's point stands for every address of it. How far it may be out is assumed, not published: "
        f"{typical}{f', not known for {unknown:,}' if unknown else ''}."
    )


def _make_premises(
    run: _Run, ground: Ground, listed: Sequence[Premises], source: Source, postcodes: Postcodes
) -> tuple[Premises, ...]:
    recipe, ledger = run.recipe, run.ledger
    doors = door_points(run.told) if run.told else {}
    placed = place_premises(listed, postcodes, ground.area, ground.board_names(recipe.hwbs), doors)
    premises = placed.premises
    run.strays += placed.strays
    ledger.add(recipe.pharmacies, source, len(premises), "outside the area and its reach")
    ledger.note(*placed.notes)
    codes = {p.ods_code for p in premises}
    not_open = "of premises that are not on the list of open ones here"
    if recipe.hours is not None:
        read = read_list_with_problems(
            run.data / recipe.hours.file, vintage=recipe.hours.vintage, role="hours", title=recipe.hours.title
        )
        rows, source = read.premises, read.source
        run.unread |= read.unread
        added = add_hours(premises, rows, told(recipe.hours, nhsbsa.CITATION.title))
        premises = added.premises
        ledger.add(recipe.hours, source, sum(row.ods_code in codes for row in rows), not_open)
        ledger.note(*added.notes)
    if recipe.services is not None:
        given, source = read_services(run.data / recipe.services.file, vintage=recipe.services.vintage)
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


def _make_homes(run: _Run, ground: Ground, live: Postcodes) -> Homes:
    recipe, ledger = run.recipe, run.ledger
    lsoas = {outline.code for outline in ground.lsoas.own_outlines}
    entry = recipe.census.residents
    people, source = read_residents(run.data / entry.file, lsoas, vintage=entry.vintage)
    ledger.add(entry, source)
    groups: Mapping[str, Mapping[str, int]] = {}
    deciles: Mapping[str, int] = {}
    if recipe.census.ages is not None:
        entry = recipe.census.ages
        groups, source = read_ages(run.data / entry.file, lsoas, vintage=entry.vintage)
        ledger.add(entry, source)
    if recipe.deprivation is not None:
        entry = recipe.deprivation
        deciles, source = read_deciles(run.data / entry.file, lsoas, vintage=entry.vintage)
        ledger.add(entry, source)
    population = Population(people, groups, deciles)
    if recipe.census.output_areas is None:
        homes, notes = settle(ground.lsoas, population, live)
    else:
        centroids, counts = _read_output_areas(run, ground.area, recipe.census.output_areas)
        homes, notes = settle(ground.lsoas, population, centroids, counts)
    ledger.note(*notes)
    homes, notes = add_wards(homes, ground.wards, ground.lookup)
    ledger.note(*notes)
    return homes


def _read_output_areas(run: _Run, area: Area, entry: OutputAreas) -> tuple[Postcodes, Ints]:
    """Centroids of output areas in the area and its reach, and how many people live in each."""
    centroids, source = read_centroids(run.data / entry.centroids.file, area, vintage=entry.centroids.vintage)
    run.ledger.add(entry.centroids, source)
    codes = [code.decode() for code in centroids.code]
    file = run.data / entry.residents.file
    people, source = read_residents(
        file, codes, vintage=entry.residents.vintage, role="residents of output areas"
    )
    run.ledger.add(entry.residents, source)
    return centroids, np.array([people[code] for code in codes], dtype=np.int64)


def _read_networks(run: _Run) -> dict[str, StreetNetwork]:
    """The networks by mode. A file that several modes name is read once."""
    entries: dict[str, File] = dict(sorted(run.recipe.streets.items()))
    for file in dict.fromkeys(entry.file for entry in entries.values()):
        modes = [mode for mode, entry in entries.items() if entry.file == file]
        run.tell(f"streets ({', '.join(modes)})")
        say = partial(_say_streets, run, ", ".join(modes))
        vintages = {mode: entries[mode].vintage for mode in modes}
        run.streets |= read_modes(run.data / file, vintages, progress=say)
    for mode, entry in entries.items():
        run.ledger.add(entry, run.streets[mode].source)
    if not entries:
        run.ledger.note("There are no streets in this snapshot: distances are straight lines.")
    return {mode: run.streets[mode].network for mode in entries}


def _say_streets(run: _Run, mode: str, seen: int) -> None:
    run.say(f"streets ({mode}): {seen:,} read")
