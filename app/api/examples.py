"""Worked examples for the API page: the two applications of a real board paper of 25 September 2019, as it gives them.

The paper gives no address for the relocation, and no opening hours. Nothing is made up for them: where a field must be
filled, its text says that the paper is silent, and the point says what it stands for.
"""

from typing import Any

from fastapi.openapi.models import Example

POSTCODE_POINT = "the postcode's point in the ONS Postcode Directory"
STANDS_IN = "central Christchurch, standing in for the door: the paper gives no address"

CHRISTCHURCH: dict[str, Any] = {
    "kind": "relocation",
    "reference": "Board paper of 25 September 2019, application 1",
    "applicant": "Day Lewis",
    "notice": {
        "reference": "not given in the paper",
        "dated": "2019-08-06",
        "reply_by": "2019-09-20",
        "sent_to_hwb": "E06000059",
    },
    "existing": {
        "name": "Day Lewis",
        "address": "Christchurch (the paper gives no address)",
        "postcode": "BH23 1AE",
        "point": {"easting": 415697, "northing": 92879, "source": STANDS_IN},
    },
    "proposed": {
        "name": "Day Lewis",
        "address": "Christchurch, adjacent to the current location (the paper gives no address)",
        "postcode": "BH23 1AE",
        "point": {"easting": 415717, "northing": 92879, "source": STANDS_IN},
    },
    "claims": {"distance_m": 20},
}

POOLE: dict[str, Any] = {
    "kind": "consolidation",
    "reference": "Board paper of 25 September 2019, application 2",
    "applicant": "Boots UK Ltd",
    "notice": {
        "reference": "not given in the paper",
        "dated": "2019-08-13",
        "reply_by": "2019-09-27",
        "sent_to_hwb": "E06000058",
    },
    "continuing": {
        "name": "Boots",
        "address": "190-196 High Street, Poole, Dorset",
        "postcode": "BH15 1SX",
        "contractor": "Boots UK Ltd",
        "ods_code": "FC009",
        "point": {"easting": 401439, "northing": 91040, "source": POSTCODE_POINT},
    },
    "closing": {
        "name": "Rowlands Pharmacy",
        "address": "138 High Street, Poole, Dorset",
        "postcode": "BH15 1DN",
        "ods_code": "FNF64",
        "point": {"easting": 401305, "northing": 90862, "source": POSTCODE_POINT},
    },
    "claims": {"distance_m": 450, "walk_minutes": 6, "alternatives_within_a_mile": 4},
    "staffing_stated": False,
}

APPLICATIONS: dict[str, Example] = {
    "relocation": {
        "summary": "A move next door: Day Lewis, Christchurch, around 20 m",
        "description": "The notice went to the board of another area; its date is 45 days before the reply-by date, as "
        "the paper does not give it.",
        "value": CHRISTCHURCH,
    },
    "consolidation": {
        "summary": "Two sites into one: Rowlands, 138 High Street, into Boots, 190-196 High Street, Poole",
        "description": "The paper claims 450 m, a 6-minute walk, and four pharmacies left within a mile.",
        "value": POOLE,
    },
}
"""Examples of bodies for POST /v1/applications."""
