"""Health and Wellbeing Boards that came after 2013, with the council that established each: data, with how far each was
read.

A board is established by its council (section 194 of the Health and Social Care Act 2012). Where a reorganisation of local
government made a new council, the day taken here is that on which the council became the authority for its area; on which
day it set up its board was not read. A county council that went on as the council of a unitary area (North Yorkshire,
Somerset) made no new board and is not here. A board's own data goes before this.
"""

from dataclasses import dataclass
from datetime import date

from app.law.sources import Source

FIRST_BOARDS = date(2013, 4, 1)
"""The day on which boards began, in all areas that were there then."""


@dataclass(frozen=True)
class NewBoard:
    """A board by the code of its area: when its council became the authority, and the areas of the boards before it."""

    area: str
    established: date
    predecessors: tuple[str, ...]
    source: Source


_BCP_AND_DORSET = Source("SI 2018/648, articles 3 to 9")
_BUCKINGHAMSHIRE = Source("the Buckinghamshire order of 2019 (SI 2019/957), not read", read=False)
_NORTHAMPTONSHIRE = Source("the Northamptonshire order of 2020 (SI 2020/156), not read", read=False)
_CUMBRIA = Source("SI 2022/331, articles 3 to 5")

NEW_BOARDS: tuple[NewBoard, ...] = (
    NewBoard("E06000058", date(2019, 4, 1), ("E06000028", "E06000029", "E10000009"), _BCP_AND_DORSET),
    NewBoard("E06000059", date(2019, 4, 1), ("E10000009",), _BCP_AND_DORSET),
    NewBoard("E06000060", date(2020, 4, 1), ("E10000002",), _BUCKINGHAMSHIRE),
    NewBoard("E06000061", date(2021, 4, 1), ("E10000021",), _NORTHAMPTONSHIRE),
    NewBoard("E06000062", date(2021, 4, 1), ("E10000021",), _NORTHAMPTONSHIRE),
    NewBoard("E06000063", date(2023, 4, 1), ("E10000006",), _CUMBRIA),
    NewBoard("E06000064", date(2023, 4, 1), ("E10000006",), _CUMBRIA),
)


def new_board(area: str | None) -> NewBoard | None:
    """The board of an area that came after 2013; None for one of 2013, and for one of which nothing is known here."""
    return next((each for each in NEW_BOARDS if each.area == area), None)
