"""Checks of the list: pharmacies with no place, in another board, at one door, with hours that cannot be read."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import shapely

from geodata.listing import shared_addresses
from geodata.model.board_names import board_key
from geodata.quality import limits as names
from geodata.quality.report import Check, judged
from geodata.quality.subject import Subject
from geodata.wording import counted

EDGE_M = 500.0
"""Generalised outlines cut corners: a pharmacy this near a board may be in it."""

SAME_DOOR_M = 5.0


def check_premises(subject: Subject) -> Iterator[Check]:
    """All checks of the list."""
    yield _not_placed(subject)
    yield _other_board(subject)
    yield _same_door(subject)
    yield _unread(subject)
    yield _unknown(subject)
    yield _doors(subject)


def _not_placed(subject: Subject) -> Check:
    lost = [p for p in subject.pharmacies if p.point is None]
    total = len(subject.own) + len(lost)
    return judged(
        names.NOT_PLACED,
        "Pharmacies that cannot be put on the map",
        len(lost) / total if total else None,
        "share",
        f"{counted(len(lost), 'pharmacy has', 'pharmacies have')} a postcode that no file knows, of {total:,} that are or "
        "may be in the area.",
        limits=subject.limits,
        count=len(lost),
        items=[f"{p.ods_code} {p.trading_name} ({p.postcode or 'no postcode'})" for p in lost],
    )


def _other_board(subject: Subject) -> Check:
    boards = {board_key(b.name): b for b in subject.contents.boundaries["hwb"]}
    named = [p for p in subject.pharmacies if p.point and board_key(p.hwb_name or "") in boards]
    items = []
    for p in named:
        board = boards[board_key(p.hwb_name or "")]
        here = (p.point.easting, p.point.northing) if p.point else (np.nan, np.nan)
        apart = shapely.from_wkb(board.wkb).distance(shapely.Point(*here))
        if apart > EDGE_M:
            items.append(f"{p.ods_code} {p.trading_name}, {p.postcode}: {apart:,.0f} m outside {board.name}")
    strays = [
        f"{p.ods_code} {p.trading_name}, {p.postcode}: far outside {p.hwb_name}" for p in subject.strays
    ]
    total = len(named) + len(strays)
    wrong = [*items, *strays]
    return judged(
        names.OTHER_BOARD,
        "Pharmacies outside the board that their list names",
        len(wrong) / total if total else None,
        "share",
        f"{len(wrong):,} of {counted(total, 'pharmacy', 'pharmacies')} whose list names a board near here "
        f"{'lies' if len(wrong) == 1 else 'lie'} more than {EDGE_M:g} m outside it."
        if total
        else "The list names no board, or none near here.",
        limits=subject.limits,
        count=len(wrong),
        items=wrong,
    )


def _same_door(subject: Subject) -> Check:
    pairs = {tuple(sorted(codes)) for codes in shared_addresses(subject.pharmacies)}
    doors = [p for p in subject.pharmacies if p.point and p.point.source.startswith("door")]
    for one, other in combinations(doors, 2):
        if one.point and other.point and one.point.metres_to(other.point) <= SAME_DOOR_M:
            pairs.add(tuple(sorted((one.ods_code, other.ods_code))))
    return judged(
        names.SAME_DOOR,
        "Pharmacies at one door",
        float(len(pairs)),
        "doors",
        f"{counted(len(pairs), 'address is', 'addresses are')} shared by more than one pharmacy.",
        limits=subject.limits,
        items=[" and ".join(codes) for codes in sorted(pairs)],
    )


def _unread(subject: Subject) -> Check:
    with_hours = [p for p in subject.pharmacies if p.hours is not None or p.ods_code in subject.unread]
    wrong = [p.ods_code for p in with_hours if p.ods_code in subject.unread]
    return judged(
        names.HOURS_UNREAD,
        "Opening hours that cannot be read",
        len(wrong) / len(with_hours) if with_hours else None,
        "share",
        f"Hours of {len(wrong):,} of {counted(len(with_hours), 'pharmacy', 'pharmacies')} with hours "
        "cannot be read on a day or more."
        if with_hours
        else "No list gives hours.",
        limits=subject.limits,
        count=len(wrong),
        items=[f"{code}: {' '.join(subject.unread[code])}" for code in wrong],
    )


def _unknown(subject: Subject) -> Check:
    own = subject.own
    unknown = [p.ods_code for p in own if p.hours is None or not p.hours.known]
    return judged(
        names.HOURS_UNKNOWN,
        "Opening hours that are not known",
        len(unknown) / len(own) if own else None,
        "share",
        f"Hours are not known for every day at {len(unknown):,} of {counted(len(own), 'pharmacy', 'pharmacies')} "
        "in the area.",
        limits=subject.limits,
        items=unknown,
    )


def _doors(subject: Subject) -> Check:
    overlay = subject.contents.overlay
    doors = [d for d in overlay.doors if d.listed is not None] if overlay else []
    apart = {d.ods_code: d.point.metres_to(d.listed) for d in doors if d.listed}
    limit = subject.limits[names.DOORS_FAR]
    far = [
        f"{code}: {metres:,.0f} m"
        for code, metres in apart.items()
        if limit.warn is None or metres > limit.warn
    ]
    return judged(
        names.DOORS_FAR,
        "Doors far from the point of their postcode",
        max(apart.values()) if apart else None,
        "m",
        f"{counted(len(apart), 'door is', 'doors are')} at most {max(apart.values()):,.0f} m from the point of the postcode."
        if apart
        else "No doors were given.",
        limits=subject.limits,
        items=far,
    )
