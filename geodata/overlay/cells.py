"""Cells of an overlay's tables: from what an officer typed to a value, or to what is wrong and what to do."""

import re
from datetime import date

from geodata.britain import EAST_M, LEAST_M, NORTH_M
from geodata.model.hours import Day, HoursError, parse_day

LARGEST_DOOR_ERROR_M = 100.0
"""A point that may be further out than this is no better than the postcode's own."""

PEOPLE_PER_HOME = (0.5, 6.0)
"""The census of 2021 found 2.4 people to a household in England; a figure beyond these is a slip."""

_TITLES = re.compile(r"^(mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|cllr|councillor)\b\.?", re.IGNORECASE)


class CellError(ValueError):
    """A cell that cannot be read. ``args`` are what is wrong and what to do."""


def text(cell: str) -> str:
    """Any words on one line."""
    return " ".join(cell.split())


def said_by(cell: str) -> str:
    """A post or a body. A form of address or an e-mail address is refused: no person is named in a snapshot."""
    if _TITLES.match(cell) or "@" in cell:
        raise CellError(
            f"{cell!r} names a person.", 'Give a post or a body, such as "primary care manager, Xshire ICB".'
        )
    return text(cell)


def ods_code(cell: str) -> str:
    """An ODS code in capitals."""
    code = cell.upper()
    if not re.fullmatch(r"[A-Z0-9]{3,8}", code):
        raise CellError(
            f"{cell!r} is no ODS code.", "Give the code of the premises as the list has it, such as FA123."
        )
    return code


def day(cell: str) -> date:
    """A day, YYYY-MM-DD; spreadsheets' 31/12/2026 is read too, day first."""
    british = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return date.fromisoformat(cell)
    except ValueError:
        raise CellError(f"{cell!r} is no day.", "Write it as 2026-12-31 (or 31/12/2026).") from None


def year(cell: str) -> int:
    """A year from 2000 to 2100."""
    if not re.fullmatch(r"20\d\d|2100", cell):
        raise CellError(f"{cell!r} is no year.", "Write it with four figures, such as 2028.")
    return int(cell)


def yes_no_unknown(cell: str) -> bool | None:
    """Yes is True, no is False, unknown is None."""
    answers = {"yes": True, "no": False, "unknown": None}
    if cell.casefold() not in answers:
        raise CellError(f"{cell!r} is not yes, no or unknown.", "Write one of the three.")
    return answers[cell.casefold()]


def easting(cell: str) -> float:
    """Metres east, EPSG:27700."""
    return _metres(cell, "easting", EAST_M)


def northing(cell: str) -> float:
    """Metres north, EPSG:27700."""
    return _metres(cell, "northing", NORTH_M)


def door_error(cell: str) -> float:
    """How far a door's point may be out, metres."""
    number = _number(cell)
    if not 0 < number <= LARGEST_DOOR_ERROR_M:
        raise CellError(
            f"{cell!r} is not more than 0 and at most {LARGEST_DOOR_ERROR_M:g} metres.",
            "Say how far out the point may be; a point that is worse than a postcode's does not belong here.",
        )
    return number


def homes(cell: str) -> int:
    """A number of homes, at least 1."""
    if not re.fullmatch(r"[1-9]\d{0,5}", cell.replace(",", "")):
        raise CellError(f"{cell!r} is no number of homes.", "Give a whole number of at least 1.")
    return int(cell.replace(",", ""))


def people_per_home(cell: str) -> float:
    """People that are assumed to live in a home."""
    number, (least, most) = _number(cell), PEOPLE_PER_HOME
    if not least <= number <= most:
        raise CellError(
            f"{cell!r} is not from {least:g} to {most:g} people a home.", "Give an average, such as 2.4."
        )
    return number


def opening(cell: str) -> Day:
    """A day's hours; an empty cell is not known."""
    try:
        return parse_day(cell)
    except HoursError as error:
        raise CellError(str(error).removeprefix("the day: "), "Correct the hours.") from None


def _metres(cell: str, name: str, bounds: tuple[float, float]) -> float:
    number, (least, most) = _number(cell), bounds
    if not least < number < most:
        raise CellError(
            f"{cell!r} is no {name} of the British National Grid.",
            f"Give metres between {least:,.0f} and {most:,.0f} (EPSG:27700), not a longitude or latitude.",
        )
    if number < LEAST_M:
        raise CellError(
            f"{cell!r} is too small for a {name} in metres.",
            "Give it in metres (EPSG:27700), not as a longitude, a latitude or kilometres.",
        )
    return number


def _number(cell: str) -> float:
    if not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?", cell):
        raise CellError(f"{cell!r} is no number.", "Write figures only, with a point for decimals.")
    return float(cell.replace(",", ""))
