"""What changed between two pharmacy lists: openings, closures, moves, and new codes at the same door, told apart.

A change of owner makes a new ODS code at the same address: taken for a closure and an opening, it would look like two
events where nothing changed for anybody who calls there.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.identity import SAME_PLACE_M, same_postcode, street_number
from app.domain.rounding import day_said
from geodata.model.premises import ContractType, Premises


class Event(StrEnum):
    """What happened to premises."""

    OPENED = "opened"
    CLOSED = "closed"
    MOVED = "moved"
    NEW_CODE = "new code at the same door"


@dataclass(frozen=True)
class ListChange:
    """One event. ``before`` is None for an opening, ``after`` for a closure. ``metres`` is how far premises moved."""

    event: Event
    before: Premises | None
    after: Premises | None
    metres: float | None = None


def list_changes(old: tuple[Premises, ...], new: tuple[Premises, ...]) -> tuple[ListChange, ...]:
    """The events between two lists, by code."""
    was, now = {p.ods_code: p for p in old}, {p.ods_code: p for p in new}
    gone = [was[code] for code in sorted(was.keys() - now.keys())]
    come = [now[code] for code in sorted(now.keys() - was.keys())]
    found: list[ListChange] = []
    for premises in gone:
        successor = next((other for other in come if takes_over(premises, other)), None)
        if successor is None:
            found.append(ListChange(Event.CLOSED, premises, None))
        else:
            come.remove(successor)
            found.append(ListChange(Event.NEW_CODE, premises, successor))
    found += [ListChange(Event.OPENED, None, premises) for premises in come]
    for code in sorted(was.keys() & now.keys()):
        if not same_postcode(was[code].postcode, now[code].postcode):
            found.append(ListChange(Event.MOVED, was[code], now[code], _metres(was[code], now[code])))
    return tuple(found)


def takes_over(one: Premises, other: Premises) -> bool:
    """Whether premises that came may be those that went, under another owner: at one door, and of one kind."""
    return _one_door(one, other) and one_kind(one, other)


def door_said(one: Premises, other: Premises) -> str:
    """Why two codes are believed to be one door: what both lists say of it, with the days that they give."""
    number = street_number(other.address)
    if number is not None and number == street_number(one.address):
        told = [f"both stand at {other.postcode}, number {number}"]
    else:
        metres = _metres(one, other)
        apart = "" if metres is None else f", by their points {metres:,.0f} m apart"
        told = [f"both stand at {other.postcode}{apart}, and the lists give no two street numbers to compare"]
    if one.closed is not None:
        told.append(f"{one.ods_code} closed on {day_said(one.closed)}")
    if other.opened is not None:
        told.append(f"{other.ods_code} opened on {day_said(other.opened)}")
    return "; ".join(told)


def one_kind(one: Premises, other: Premises) -> bool:
    """Whether neither list says that one of two is a pharmacy for callers and the other is not."""
    kinds = {one.contract_type, other.contract_type} - {ContractType.UNKNOWN}
    selling = {one.distance_selling, other.distance_selling} - {None}
    return not (len(kinds) > 1 and ContractType.APPLIANCE in kinds) and len(selling) < 2


def _one_door(one: Premises, other: Premises) -> bool:
    """Whether two premises stand at one address: the same postcode, and the same number where both give one."""
    if not same_postcode(one.postcode, other.postcode):
        return False
    numbers = street_number(one.address), street_number(other.address)
    if None not in numbers:
        return numbers[0] == numbers[1]
    metres = _metres(one, other)
    return metres is None or metres <= SAME_PLACE_M


def _metres(one: Premises, other: Premises) -> float | None:
    return round(one.point.metres_to(other.point), 3) if one.point and other.point else None
