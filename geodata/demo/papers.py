"""The papers of the made-up borough: its PNA as a baseline, and the two applications that its board is told of.

Plain JSON, in the field names that the service reads. The applications have the shape of those in a real board's
paper of September 2019: a move of about 20 m next door, and a consolidation of two contractors about 450 m apart.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from geodata.demo.people import wards
from geodata.demo.pharmacies import CLOSING, CONTINUING, MOVING
from geodata.demo.places import BOROUGH, BOROUGH_CODE, Locality
from geodata.demo.shop import CONTRACEPTION, Shop
from geodata.model.hours import DAYS, day_text, parse_day
from geodata.model.premises import Premises
from geodata.snapshot import Snapshot

TODAY = date(2026, 9, 15)
"""The day on which the papers are read, unless another is given."""

NOTICE_DAYS_AGO = 14
REPRESENTATION_DAYS = 45
MEETING_DAYS = (-70, 21, 112, 203)
"""Meetings of the board, in days from the day on which the papers are read; one falls before the replies are due."""

BASELINE_ID = "quernwick-2025"
DOOR_ERROR_M = 1.0
MOVE_M = 20.0

_BOARD = f"{BOROUGH} Health and Wellbeing Board"
_THREE_MPH = {
    "name": "3 miles an hour",
    "kmh": 4.828032,
    "source": "20 minutes to the mile, as the made-up assessment states it",
}
_NO_GAPS = (
    "The assessment found no current gaps in pharmaceutical services in this locality, and that the number of "
    "pharmacies and their places are adequate for it."
)


@dataclass(frozen=True)
class Papers:
    """Where the three papers stand."""

    baseline: Path
    relocation: Path
    consolidation: Path


def write_papers(folder: Path, snapshot: Path, today: date = TODAY) -> Papers:
    """Write ``folder``/baselines/baseline.json and ``folder``/applications/relocation.json and consolidation.json.

    ``snapshot`` is the folder of the town's snapshot, which the baseline names and which knows the premises' postcodes.
    ``today`` sets the dates: notices 14 days before it, replies due 45 days after them. Raises SnapshotError.
    """
    opened = Snapshot.open(snapshot)
    listed = {premises.ods_code: premises for premises in opened.premises}
    papers = Papers(
        folder / "baselines" / "baseline.json",
        folder / "applications" / "relocation.json",
        folder / "applications" / "consolidation.json",
    )
    _write(papers.baseline, baseline(opened.id, today))
    _write(papers.relocation, relocation(listed, today))
    _write(papers.consolidation, consolidation(listed, today))
    return papers


def baseline(snapshot_id: str, today: date = TODAY) -> dict[str, Any]:
    """The made-up PNA. Two standards, both a mile: on foot and by straight line."""
    wording = "Everybody should be able to reach a pharmacy within 20 minutes' walk of where they live."
    population = "Made-up residents of the borough, spread over its postcodes"
    return {
        "id": BASELINE_ID,
        "title": f"{BOROUGH} Pharmaceutical Needs Assessment 2025 to 2028 (made up)",
        "published": "2025-10-01",
        "boards": [
            {
                "code": BOROUGH_CODE,
                "name": _BOARD,
                "short_name": "the Board",
                "meetings": [(today + timedelta(days)).isoformat() for days in MEETING_DAYS],
                "sign_off_body": f"Pharmacy Applications Sub-Committee of the {_BOARD}",
                "contact": f"Public Health, {BOROUGH} Council (made up)",
            }
        ],
        "standards": [
            {
                "id": "walk-20",
                "mode": "walk",
                "minutes": 20,
                "speed": _THREE_MPH,
                "as_published": wording,
                "population_source": population,
                "assumed": "",
            },
            {
                "id": "straight-20",
                "mode": "straight line",
                "minutes": 20,
                "speed": _THREE_MPH,
                "as_published": "Beside the walk, the assessment reports who lives within one mile in a straight line.",
                "population_source": population,
                "assumed": "",
            },
        ],
        "localities": [_locality(locality) for locality in Locality],
        "snapshot": snapshot_id,
        "url": None,
        "note": f"{BOROUGH} is a made-up borough. No person, place or pharmacy in these papers is real.",
        "invented": True,
    }


def relocation(listed: Mapping[str, Premises], today: date = TODAY) -> dict[str, Any]:
    """A move of about 20 m along one side of a street, with both doors measured."""
    existing = _stated(MOVING, listed)
    doors = (MOVING.door, MOVING.door_at(MOVING.along + MOVE_M))
    numbers = (MOVING.address, f"47 {MOVING.road}")
    old, new = (
        {
            **existing,
            "address": f"{address}, {BOROUGH}",
            "point": {
                "easting": door[0],
                "northing": door[1],
                "source": "the shop's door, measured for this made-up application",
                "error_m": DOOR_ERROR_M,
            },
        }
        for door, address in zip(doors, numbers, strict=True)
    )
    return {
        "kind": "relocation",
        "reference": "QW-2026-01",
        "applicant": MOVING.contractor,
        "notice": _notice("CAS-000001-XT", today),
        "existing": old,
        "proposed": {**new, "ods_code": None},
        "applied": (today - timedelta(NOTICE_DAYS_AGO + 30)).isoformat(),
        "claims": {"distance_m": MOVE_M, "walk_minutes": None, "alternatives_within_a_mile": None},
        "same_services": True,
        "uninterrupted": True,
        "granted_under_retail_area_exemption": False,
        "granted_under_one_stop_exemption": False,
        "not_stated": [
            "notice.notified",
            "existing.core_hours",
            "existing.hours_directed",
            "proposed.core_hours",
            "proposed.step_free_access",
            "proposed.consultation_room",
            "adjacency_explanation",
            "last_relocated",
        ],
    }


def consolidation(listed: Mapping[str, Premises], today: date = TODAY) -> dict[str, Any]:
    """Two contractors at either end of the High Street into the one that is open longer. Silent about staffing."""
    return {
        "kind": "consolidation",
        "reference": "QW-2026-02",
        "applicant": CONTINUING.contractor,
        "notice": _notice("CAS-000002-XT", today),
        "continuing": _stated(CONTINUING, listed),
        "closing": _stated(CLOSING, listed),
        "applied": (today - timedelta(NOTICE_DAYS_AGO + 30)).isoformat(),
        "claims": {"distance_m": 450, "walk_minutes": 6, "alternatives_within_a_mile": 4},
        "route": "continuing contractor applies",
        "same_owner": False,
        "services_added": [CONTRACEPTION],
        "change_of_ownership_included": True,
        "ownership_change_consented": True,
        "removal_consented_by_continuing": True,
        "removal_consented_by_closing": True,
        "staffing_stated": False,
        "not_stated": [
            "notice.notified",
            "continuing.step_free_access",
            "continuing.consultation_room",
            "enhanced_services_uninterrupted",
        ],
    }


def _locality(locality: Locality) -> dict[str, Any]:
    finding: dict[str, Any] = {
        "id": locality.value,
        "name": f"{BOROUGH} {locality.value.capitalize()}",
        "wards": [ward.code for ward in wards() if ward.place.locality is locality],
        "statement": _NO_GAPS,
        "gaps": [],
        "planned_housing": None,
    }
    if locality is Locality.CENTRAL:
        finding["planned_housing"] = (
            "About 640 homes are planned at Hythemarsh by 2028. This growth is not of a scale to change the need for "
            "pharmaceutical services in the locality."
        )
    if locality is Locality.VILLAGES:
        finding["statement"] = "The assessment found one gap in this locality, at Pinnowby."
        finding["gaps"] = [
            "Better access, Schedule 1 paragraph 4: no pharmacy is within 20 minutes' walk of the village of Pinnowby."
        ]
    return finding


def _notice(reference: str, today: date) -> dict[str, Any]:
    dated = today - timedelta(NOTICE_DAYS_AGO)
    return {
        "reference": reference,
        "dated": dated.isoformat(),
        "reply_by": (dated + timedelta(REPRESENTATION_DAYS)).isoformat(),
        "sent_to_hwb": BOROUGH_CODE,
        "notified": None,
    }


def _stated(shop: Shop, listed: Mapping[str, Premises]) -> dict[str, Any]:
    return {
        "name": shop.name,
        "address": f"{shop.address}, {BOROUGH}",
        "postcode": listed[shop.code].postcode,
        "contractor": shop.contractor,
        "ods_code": shop.code,
        "contract_type": "community",
        "distance_selling": False,
        "hours": {day: day_text(parse_day(text)) for day, text in zip(DAYS, shop.hours, strict=True)},
        "services": list(shop.services),
    }


def _write(file: Path, paper: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(paper, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
