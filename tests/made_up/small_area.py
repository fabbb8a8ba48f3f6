"""A snapshot small enough to check by hand: one straight street of 4 km with homes and pharmacies along it.

Two boards share it, at easting 502,000: E06999001 to the west, E06999002 to the east. Nothing here is a real place.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from geodata.arrays import Boundary, Homes, Postcodes
from geodata.model.hours import DAYS, parse_week
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Snapshot, SnapshotContents, Source, write_snapshot
from tests.generative.networks import network_of

WEST, EAST = "E06999001", "E06999002"
WARD_WEST, WARD_MIDDLE = "E05999001", "E05999002"
NORTHING = 400_000.0
OFFICE_HOURS = parse_week(
    {**dict.fromkeys(DAYS[:5], "09:00-17:30"), "saturday": "09:00-13:00", "sunday": "closed"}
)
LONG_HOURS = parse_week({**dict.fromkeys(DAYS[:6], "08:00-20:00"), "sunday": "10:00-16:00"})


def premises(code: str, at: float, postcode: str, **changes: object) -> Premises:
    listed = Premises(
        ods_code=code,
        trading_name=f"Pharmacy {code}",
        address=f"{at:.0f} Long Street",
        postcode=postcode,
        point=Point(500_000.0 + at, NORTHING, f"postcode {postcode}", 50.0),
        contract_type=ContractType.COMMUNITY,
        listed_by="a made-up list",
        hours=OFFICE_HOURS,
        services=("New Medicine Service",),
        distance_selling=False,
    )
    return replace(listed, **changes)  # type: ignore[arg-type]


PREMISES = (
    premises("XA001", 500, "XT1 1AA"),
    premises(
        "XA002",
        950,
        "XT1 1AB",
        hours=LONG_HOURS,
        services=("New Medicine Service", "Flu vaccination service"),
    ),
    premises("XA003", 2_500, "XT1 1AC"),
    premises("XA009", 700, "XT1 1AD", distance_selling=True),
)

HOMES = ((0, 100), (450, 200), (1_200, 300), (1_900, 400))
"""Metres along the street, and people: 1,000 in the western board's area."""


def contents(**changes: object) -> SnapshotContents:
    x = np.array([500_000.0 + at for at, _ in HOMES])
    size = len(HOMES)
    people = np.array([number for _, number in HOMES], dtype=np.int32)
    older = (people // 4).astype(np.int32)
    homes = Homes(
        x=x,
        y=np.full(size, NORTHING + 10),
        people=people,
        hwb=np.zeros(size, dtype=np.int32),
        ward=np.array([0, 0, 1, 1], dtype=np.int32),
        lsoa=np.arange(size, dtype=np.int32),
        imd_decile=np.array([1, 1, 5, 0], dtype=np.int32),
        name=np.array([b"XT11AA", b"XT11AB", b"XT11AC", b"XT11AD"]),
        groups={"age_0_64": people - older, "age_65_plus": older},
        labels={"hwb": (WEST,), "ward": (WARD_WEST, WARD_MIDDLE), "lsoa": ("L1", "L2", "L3", "L4")},
    )
    base = SnapshotContents(
        name="long-street",
        as_at=date(2026, 4, 1),
        hwbs=(WEST,),
        homes=homes,
        premises=PREMISES,
        postcodes=Postcodes(
            code=np.array([b"XT11AA", b"XT11AB", b"XT11AC", b"XT11AD", b"XT11ZZ", b"XT99ZZ"]),
            x=np.array([500_500.0, 500_950.0, 502_500.0, 500_700.0, 500_520.0, 500_900.0]),
            y=np.array([NORTHING] * 5 + [NORTHING + 1_500]),
            error_m=np.array([50.0, 50.0, 50.0, 50.0, 50.0, np.nan]),
        ),
        boundaries={
            "hwb": (
                Boundary(WEST, "Westley", shapely.box(499_000, 398_000, 502_000, 402_000).wkb),
                Boundary(EAST, "Eastley", shapely.box(502_000, 398_000, 505_000, 402_000).wkb),
            ),
            "ward": (
                Boundary(WARD_WEST, "West End", shapely.box(499_000, 398_000, 500_800, 402_000).wkb),
                Boundary(WARD_MIDDLE, "Middle", shapely.box(500_800, 398_000, 502_000, 402_000).wkb),
            ),
        },
        networks={
            "walk": network_of(
                [(500_000.0, NORTHING), (501_000.0, NORTHING), (504_000.0, NORTHING)],
                [(0, 1, []), (1, 2, [])],
            )
        },
        sources=(
            Source(
                "streets",
                "A made-up street",
                "nobody",
                "none",
                "made up",
                "2026",
                "street",
                "0" * 64,
                1,
                1,
                1,
            ),
        ),
        invented=True,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def snapshot(folder: Path, **changes: object) -> Snapshot:
    return Snapshot.open(write_snapshot(folder, contents(**changes)))
