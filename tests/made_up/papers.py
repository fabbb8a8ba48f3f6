"""Applications and a baseline for the made-up street of ``small_area``, as JSON that people would send."""

from copy import deepcopy
from typing import Any

from tests.made_up.small_area import EAST, NORTHING, WARD_MIDDLE, WARD_WEST, WEST

Json = dict[str, Any]

WEEK = {
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-13:00,14:00-17:30"),
    "saturday": "09:00-13:00",
    "sunday": "closed",
}

NOTICE: Json = {"reference": "CAS-1", "dated": "2026-05-01", "reply_by": "2026-06-15", "sent_to_hwb": WEST}

CLOSING: Json = {
    "name": "Pharmacy XA001",
    "address": "500 Long Street",
    "postcode": "XT1 1AA",
    "ods_code": "XA001",
    "contractor": "Long Street Chemists Ltd",
    "hours": WEEK,
    "services": ["New Medicine Service"],
}
CONTINUING: Json = {
    "name": "Pharmacy XA002",
    "address": "950 Long Street",
    "postcode": "XT1 1AB",
    "ods_code": "XA002",
    "hours": {**WEEK, "sunday": "10:00-16:00"},
    "services": ["New Medicine Service", "Flu vaccination service"],
}
NEW_DOOR: Json = {
    "easting": 501_500.0,
    "northing": NORTHING,
    "source": "measured at the door",
    "error_m": 1.0,
}
PROPOSED: Json = {"name": "Pharmacy XA001", "address": "520 Long Street", "postcode": "XT1 1ZZ"}


def consolidation(**changes: Any) -> Json:
    return _changed(
        {
            "kind": "consolidation",
            "reference": "PC/1",
            "applicant": "Pharmacy XA002 Ltd",
            "notice": NOTICE,
            "continuing": CONTINUING,
            "closing": CLOSING,
            "claims": {"distance_m": 450, "walk_minutes": 6, "alternatives_within_a_mile": 2},
        },
        changes,
    )


def relocation(**changes: Any) -> Json:
    return _changed(
        {
            "kind": "relocation",
            "reference": "PC/2",
            "applicant": "Long Street Chemists Ltd",
            "notice": NOTICE,
            "existing": CLOSING,
            "proposed": PROPOSED,
            "claims": {"distance_m": 20},
            "same_services": True,
        },
        changes,
    )


def other(kind: str, /, **changes: Any) -> Json:
    """An application of another kind, for premises at 1,500 m of the street or, where they are listed, for XA001."""
    listed = kind in ("change of services", "change of ownership")
    new = {"name": "New Pharmacy", "address": "1500 Long Street", "postcode": "XT1 1ZZ", "point": NEW_DOOR}
    return _changed(
        {
            "kind": kind,
            "reference": "PC/3",
            "applicant": "New Chemists Ltd",
            "notice": NOTICE,
            "premises": CLOSING if listed else new,
        },
        changes,
    )


def baseline(snapshot: str, **changes: Any) -> Json:
    return _changed(
        {
            "id": "westley-2025",
            "title": "Westley Pharmaceutical Needs Assessment",
            "published": "2025-10",
            "boards": [
                {"code": WEST, "name": "Westley Health and Wellbeing Board", "short_name": "the Board"}
            ],
            "standards": [{"id": "walk20", "mode": "walk", "minutes": 20}],
            "localities": [
                {
                    "id": "west",
                    "name": "West",
                    "wards": [WARD_WEST, WARD_MIDDLE],
                    "statement": "No gaps.",
                    "gaps": [],
                }
            ],
            "snapshot": snapshot,
            "invented": True,
        },
        changes,
    )


def _changed(document: Json, changes: dict[str, Any]) -> Json:
    """A document with fields replaced, double underscores reaching down (``notice__dated``); ``...`` takes a field out."""
    document = deepcopy(document)
    for path, value in changes.items():
        *above, last = path.split("__")
        target = document
        for name in above:
            target = target.setdefault(name, {})
        if value is ...:
            del target[last]
        else:
            target[last] = value
    return document


__all__ = ["EAST", "WEST", "Json", "baseline", "consolidation", "other", "relocation"]
