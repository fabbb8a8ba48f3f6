"""Streets from Geofabrik's extracts of OpenStreetMap, pinned by the day in their names and checked by their MD5."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from shapely.geometry.base import BaseGeometry

from geodata.fetch.endpoints import Geofabrik
from geodata.fetch.errors import DO_LATER, FetchError, do_file
from geodata.fetch.extracts import Extract, choose, dated, read_index
from geodata.fetch.kinds import Kind
from geodata.fetch.store import Answer
from geodata.fetch.web import Web

TITLE = "OpenStreetMap extract (Geofabrik)"
OPTION = "--street-file"


@dataclass(frozen=True)
class Extracts:
    """The extracts of one day that hold an area's streets."""

    day: date
    names: tuple[str, ...]
    answers: tuple[Answer, ...]


def fetch_extracts(web: Web, geofabrik: Geofabrik, wanted: BaseGeometry, day: date | None) -> Extracts:
    """Download the extracts that cover an area (EPSG:27700), all of one day: the newest that has them all, unless told.

    Raises FetchError where the index is not of the form known, no extract covers the area, or no day has them all.
    """
    index = web.download(TITLE, geofabrik.index, Kind.JSON, OPTION)
    try:
        told = json.loads(web.store.object(index.sha256).read_bytes())
        known = read_index(told, geofabrik.parents, geofabrik.also)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FetchError(
            TITLE, geofabrik.index, f"the index is not of the form known ({error!r}).", do_file(OPTION)
        ) from error
    chosen = choose(known, wanted)
    if not chosen:
        raise FetchError(TITLE, geofabrik.index, "none of its extracts covers the area.", do_file(OPTION))
    today = web.clock().date()
    days = [day] if day else [today - timedelta(days=back) for back in range(geofabrik.days_back + 1)]
    at, sums = _newest(web, chosen, days, geofabrik)
    answers = tuple(
        web.download(f"{TITLE}: {extract.id}", _address(extract, at), Kind.PBF, OPTION, md5=md5)
        for extract, md5 in zip(chosen, sums, strict=True)
    )
    return Extracts(at, tuple(extract.id for extract in chosen), answers)


def _newest(
    web: Web, chosen: Sequence[Extract], days: Sequence[date], geofabrik: Geofabrik
) -> tuple[date, tuple[str, ...]]:
    """The first of the days that has every extract, with their MD5s."""
    for day in days:
        sums = []
        for extract in chosen:
            text = web.finds(f"{TITLE}: {extract.id}", f"{_address(extract, day)}.md5")
            if text is None:
                break
            sums.append(_md5(text, extract, day))
        else:
            return day, tuple(sums)
    names = ", ".join(extract.id for extract in chosen)
    told = f"of {days[0].isoformat()}" if len(days) == 1 else f"of any of the last {geofabrik.days_back} days"
    raise FetchError(
        TITLE,
        _address(chosen[0], days[0]),
        f"there are no files {told} for {names}.",
        f"Geofabrik keeps the last days, and the first of months and years: give such a day with --streets-date. {DO_LATER}",
    )


def _md5(text: str, extract: Extract, day: date) -> str:
    word = text.split()[0].lower() if text.split() else ""
    if len(word) != 32 or set(word) - set("0123456789abcdef"):
        raise FetchError(
            f"{TITLE}: {extract.id}",
            f"{_address(extract, day)}.md5",
            "it sent something that is not an MD5.",
            f"{DO_LATER} {do_file(OPTION)}",
        )
    return word


def _address(extract: Extract, day: date) -> str:
    return dated(extract.address, day.strftime("%y%m%d"))
