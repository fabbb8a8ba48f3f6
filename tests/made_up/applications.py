"""Made-up applications and a made-up baseline on the made-up street of ``small_area``."""

from dataclasses import replace
from datetime import date

from app.domain.applications import Claims, Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import THREE_MPH, AccessStandard, Baseline, Board, LocalityFinding, Mode
from app.domain.other_applications import Basis, OtherApplication, OtherKind
from geodata.model.point import Point
from tests.made_up.small_area import NORTHING, WARD_MIDDLE, WARD_WEST, WEST

NOTICE = Notice("CAS-0001", date(2026, 5, 1), date(2026, 6, 15), sent_to_hwb=WEST)
WITHIN = date(2026, 5, 20)

BASELINE = Baseline(
    id="westley-pna",
    title="Westley Pharmaceutical Needs Assessment (made up)",
    published="2025-10",
    boards=(
        Board(WEST, "Westley Health and Wellbeing Board", "Westley", (date(2026, 6, 10), date(2026, 7, 8))),
    ),
    standards=(
        AccessStandard("walk-10", Mode.WALK, 10, THREE_MPH, "within a 10-minute walk"),
        AccessStandard("walk-5", Mode.WALK, 5, THREE_MPH),
        AccessStandard("straight-10", Mode.STRAIGHT_LINE, 10, THREE_MPH),
    ),
    localities=(
        LocalityFinding("west", "West", (WARD_WEST,), "No gaps were found.", (), None),
        LocalityFinding(
            "middle", "Middle", (WARD_MIDDLE,), "No gaps were found in Middle.", (), "200 homes by 2030"
        ),
    ),
    snapshot="",
    invented=True,
)

S1 = StatedPremises("Pharmacy XA001", "500 Long Street", "XT1 1AA", contractor="One Ltd", ods_code="XA001")
S2 = StatedPremises("Pharmacy XA002", "950 Long Street", "XT1 1AB", contractor="Two Ltd", ods_code="XA002")


def consolidation(**changes: object) -> Consolidation:
    base = Consolidation(
        reference="CAS-0001", applicant="One Ltd", notice=NOTICE, continuing=S1, closing=S2,
        claims=Claims(450, 6, 2), services_added=("Flu vaccination service",),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def relocation(**changes: object) -> Relocation:
    door = Point(500_500.0, NORTHING, "measured at the door", 1.0)
    next_door = Point(500_520.0, NORTHING, "measured at the door", 1.0)
    base = Relocation(
        reference="CAS-0002",
        applicant="One Ltd",
        notice=NOTICE,
        existing=replace(S1, point=door),
        proposed=StatedPremises("Pharmacy XA001", "520 Long Street", "XT1 1ZZ", point=next_door),
        claims=Claims(20),
        same_services=True,
        uninterrupted=True,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def entry(**changes: object) -> OtherApplication:
    """A routine application for a new pharmacy at 1,500 m of the street."""
    door = Point(501_500.0, NORTHING, "measured at the door", 1.0)
    base = OtherApplication(
        reference="CAS-0003",
        applicant="New Ltd",
        notice=NOTICE,
        kind=OtherKind.ROUTINE_ENTRY,
        premises=StatedPremises("New Pharmacy", "1500 Long Street", "XT1 1ZZ", point=door),
        basis=Basis.CURRENT_NEED,
    )
    return replace(base, **changes)  # type: ignore[arg-type]
