"""The premises of a snapshot: one list says which are open, the others add what they know of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.model.board_names import board_key
from geodata.model.point import Point
from geodata.model.postcode import is_postcode, outward, squeezed
from geodata.model.premises import ContractType, Premises
from geodata.sources.tables import some


@dataclass(frozen=True)
class Listing:
    """Premises, in order of their codes, and what there is to say of them."""

    premises: tuple[Premises, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Premises with their points: those of the area and its reach, and how many of the list are elsewhere."""

    premises: tuple[Premises, ...]
    elsewhere: int
    notes: tuple[str, ...] = ()
    strays: tuple[Premises, ...] = ()
    """Premises that their list puts in one of the boards, and their points put beyond its reach; they are not kept."""


_NO_DOORS: Mapping[str, Point] = {}
_NO_NAMES: Mapping[str, str] = {}


def place_premises(
    listed: Sequence[Premises],
    postcodes: Postcodes,
    area: Area,
    board_names: Collection[str],
    doors: Mapping[str, Point] = _NO_DOORS,
    said: Mapping[str, str] = _NO_NAMES,
) -> Placed:
    """Give premises their doors, or else the points of their postcodes, and keep those inside the area or its reach.

    ``doors`` are points that officers measured, by ODS code; ``said`` are boards that another list names, by code.
    A premises whose postcode is not known is kept without a point where it may be of the area: where a list names one of
    the boards; where the first half of its postcode occurs in the area or its reach; or where it has no postcode at all, or
    what is none, and no list names another board.
    """
    near = area.near(postcodes.x, postcodes.y)
    outwards = {bytes(code)[:-3] for code in postcodes.code[near]}
    names = {board_key(name) for name in board_names}
    kept: list[Premises] = []
    lost: list[str] = []
    strays: list[Premises] = []
    for premises in listed:
        door = doors.get(premises.ods_code)
        if door is not None:
            if bool(area.near(np.array([door.easting]), np.array([door.northing]))[0]):
                kept.append(replace(premises, point=door))
            elif board_key(premises.hwb_name or "") in names:
                strays.append(replace(premises, point=door))
            continue
        at = postcodes.find(premises.postcode)
        if at is not None:
            if near[at]:
                kept.append(replace(premises, point=postcodes.point(premises.postcode)))
            elif board_key(premises.hwb_name or "") in names:
                strays.append(replace(premises, point=postcodes.point(premises.postcode)))
            continue
        board = premises.hwb_name or said.get(premises.ods_code, "")
        local = outward(premises.postcode).encode() in outwards
        nowhere = not is_postcode(premises.postcode) and not board_key(board)
        if local or nowhere or board_key(board) in names:
            kept.append(premises)
            lost.append(f"{premises.ods_code} ({premises.postcode or 'no postcode'})")
    notes = []
    if lost:
        notes.append(
            f"{len(lost)} premises of the list are kept without a point, as no postcode file has their postcode, and count "
            f"for no one's access: {some(lost, 12)}."
        )
    notes += _shared_addresses(kept)
    return Placed(tuple(kept), len(listed) - len(kept), tuple(notes), tuple(strays))


def add_hours(premises: Sequence[Premises], hours: Sequence[Premises], told: str) -> Listing:
    """Add hours, contract type, contractor and board from another list, on the ODS code. ``told``: its vintage in words."""
    other = {row.ods_code: row for row in hours}
    answer, differ = [], []
    for own in premises:
        row = other.get(own.ods_code)
        if row is None:
            answer.append(own)
            continue
        if squeezed(row.postcode) != squeezed(own.postcode):
            differ.append(f"{own.ods_code} {own.postcode} there {row.postcode}")
        says = own.contract_type is not ContractType.UNKNOWN
        answer.append(
            replace(
                own,
                hours=row.hours or own.hours,
                weekly_total=row.weekly_total if row.hours else own.weekly_total,
                contract_type=own.contract_type if says else row.contract_type,
                contractor=own.contractor or row.contractor,
                hwb_name=own.hwb_name or row.hwb_name,
                listed_by=f"{own.listed_by}; hours and contract type: {told}",
            )
        )
    unknown = [p.ods_code for p in answer if p.hours is None]
    notes = [_known_note("Opening hours", len(answer), unknown, told)]
    if differ:
        notes.append(
            f"{len(differ)} premises stand at another postcode in the list of hours; the list of open premises is "
            f"followed: {some(differ)}."
        )
    return Listing(tuple(answer), tuple(notes))


def add_services(premises: Sequence[Premises], services: Mapping[str, tuple[str, ...]], told: str) -> Listing:
    """Add services on the ODS code; premises that the file does not name stay unknown. ``told``: its vintage in words."""
    answer = tuple(
        replace(p, services=services[p.ods_code], listed_by=f"{p.listed_by}; services: {told}")
        if p.ods_code in services
        else p
        for p in premises
    )
    unknown = [p.ods_code for p in answer if p.services is None]
    return Listing(answer, (_known_note("Services", len(answer), unknown, told),))


def mark_distance_selling(premises: Sequence[Premises], codes: Collection[str]) -> Listing:
    """Mark premises that the recipe knows to be distance-selling. Of all others it stays unknown."""
    answer = tuple(replace(p, distance_selling=True) if p.ods_code in codes else p for p in premises)
    marked = sorted({p.ods_code for p in premises} & set(codes))
    absent = sorted(set(codes) - set(marked))
    notes = [
        "The lists do not say which premises are distance-selling (people cannot call there for services). "
        + (
            f"Marked as such for this data: {some(marked, 12)}."
            if marked
            else "None is marked as such for this data."
        )
    ]
    if absent:
        notes.append(
            f"The recipe marks as distance-selling, but no such premises are open here: {some(absent)}."
        )
    return Listing(answer, tuple(notes))


def shared_addresses(premises: Sequence[Premises]) -> list[list[str]]:
    """Codes that share a postcode and the first line of an address.

    A change of owner makes a new code at the same address; two codes open at once may be one pharmacy counted twice.
    """
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for p in premises:
        at[squeezed(p.postcode), p.address.split(",")[0].casefold()].append(p.ods_code)
    return [codes for place, codes in sorted(at.items()) if len(codes) > 1 and all(place)]


def _shared_addresses(premises: Sequence[Premises]) -> list[str]:
    shared = shared_addresses(premises)
    if not shared:
        return []
    pairs = some((" and ".join(codes) for codes in shared), 12)
    return [f"These premises share an address and may be one under two codes; both are kept: {pairs}."]


def _known_note(what: str, total: int, unknown: Sequence[str], told: str) -> str:
    rest = f"; not known for {some(unknown, 12)}" if unknown else ""
    return f"{what} are known for {total - len(unknown)} of {total} premises ({told}){rest}."
