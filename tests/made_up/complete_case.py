"""A case of which everything is known, on a made-up street, and ways to take one fact of it away or to contradict it.

Two pharmacies of four stand near each other on a street that goes on beyond every home, with a second street behind it. The
papers give everything that can be given, and the list says the same. Nothing here is a real place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import shapely

from app.domain.applications import Claims, Consolidation, Notice, Relocation, Route, StatedPremises
from app.domain.baselines import THREE_MPH, AccessStandard, Baseline, Board, LocalityFinding, Mode
from geodata.arrays import Boundary, Homes, Postcodes, StreetNetwork
from geodata.fragments import mark_apart
from geodata.model.hours import DAYS, WeekHours, parse_week
from geodata.model.point import Point
from tests.generative.networks import network_of
from tests.made_up.small_area import NORTHING, OFFICE_HOURS, WARD_MIDDLE, WARD_WEST, WEST, premises

AS_AT = date(2026, 5, 20)
WEST_END, EAST_END, BEHIND = 498_000.0, 506_000.0, 300.0
STEP = 250.0
SERVICES = ("New Medicine Service", "Pharmacy First")
CODES = {"XA001": 500.0, "XA002": 950.0, "XA003": 2_500.0, "XA004": 1_800.0}
"""The pharmacies, by where they stand along the street."""

ALL_DAY = parse_week(dict.fromkeys(DAYS, "09:00-17:30"))
HOMES = tuple(float(at) for at in range(200, 3_001, 100))
POSTCODES = {
    "XT1 1AA": 500.0,
    "XT1 1AB": 950.0,
    "XT1 1AC": 2_500.0,
    "XT1 1AD": 1_800.0,
    "XT1 1AE": 1_300.0,
    "XT1 1AF": 2_150.0,
}


@dataclass(frozen=True)
class Case:
    """All that an assessment is made from. ``data`` is what the snapshot holds beyond what ``small_area`` has."""

    application: Consolidation | Relocation
    data: Mapping[str, Any]
    baseline: Baseline
    as_at: date = AS_AT

    def papers(self, **changed: object) -> "Case":
        """The case with other papers."""
        return replace(self, application=replace(self.application, **changed))  # type: ignore[arg-type]

    def site(self, role: str, **changed: object) -> "Case":
        """The case with other things said of one site."""
        return self.papers(**{role: replace(getattr(self.application, role), **changed)})

    def with_data(self, **changed: object) -> "Case":
        """The case on other data."""
        return replace(self, data={**self.data, **changed})

    def listed(self, code: str, **changed: object) -> "Case":
        """The case with something else on the list for one pharmacy."""
        return self.with_data(
            premises=tuple(
                replace(each, **changed) if each.ods_code == code else each  # type: ignore[arg-type]
                for each in self.data["premises"]
            )
        )

    @property
    def roles(self) -> tuple[str, str]:
        """The fields of the site that is left and of the one that stays."""
        if isinstance(self.application, Consolidation):
            return "closing", "continuing"
        return "existing", "proposed"


BASELINE = Baseline(
    id="westley-pna",
    title="Westley Pharmaceutical Needs Assessment (made up)",
    published="2026-03-01",
    boards=(
        Board(
            WEST,
            "Westley Health and Wellbeing Board",
            "Westley",
            (date(2026, 6, 10),),
            sign_off_body="the Health and Wellbeing Board",
        ),
    ),
    standards=(
        AccessStandard("walk-10", Mode.WALK, 10, THREE_MPH, "within a 10-minute walk"),
        AccessStandard("walk-5", Mode.WALK, 5, THREE_MPH),
    ),
    localities=(
        LocalityFinding("west", "West", (WARD_WEST,), "No gaps were found.", (), "No housing is planned."),
        LocalityFinding(
            "middle", "Middle", (WARD_MIDDLE,), "No gaps were found in Middle.", (), "200 homes by 2030"
        ),
    ),
    snapshot="",
    url="https://example.org/pna",
    invented=True,
)


def streets(
    west: float = WEST_END,
    east: float = EAST_END,
    hole: tuple[float, float] | None = None,
    loop: tuple[float, float] | None = None,
    roads: bool = False,
) -> StreetNetwork:
    """The two streets and the ways between them, marked as a build marks them. ``west`` and ``east``: where the data ends.

    ``hole``: eastings between which nothing is mapped. ``loop``: the middle of a mapped path that joins no street.
    ``roads``: a road of 25 km leads out at each end, so that the streets on either side of a hole are a network each.
    """
    nodes: list[tuple[float, float]] = []
    edges: list[tuple[int, int, list[tuple[float, float]]]] = []
    rows: list[list[int]] = []
    stops = [at for at in np.arange(WEST_END, EAST_END + 1, STEP) if west <= at <= east]
    for north in (NORTHING, NORTHING + BEHIND):
        row = [len(nodes) + n for n in range(len(stops))]
        nodes += [(float(at), north) for at in stops]
        rows.append(row)
        edges += [
            (row[n], row[n + 1], []) for n in range(len(stops) - 1) if not _cut(stops[n], stops[n + 1], hole)
        ]
    edges += [
        (rows[0][n], rows[1][n], [])
        for n, at in enumerate(stops)
        if at % 1_000 == 0 and not _cut(at, at, hole)
    ]
    if loop is not None:
        first, (x, y) = len(nodes), loop
        corners = [(x - 65, y), (x + 65, y), (x + 65, y + 130), (x - 65, y + 130)]
        nodes += corners
        edges += [(first + n, first + (n + 1) % 4, []) for n in range(4)]
    if roads:
        for at, far in ((rows[0][0], -25_000.0), (rows[0][-1], 25_000.0)):
            nodes.append((nodes[at][0] + far, NORTHING))
            edges.append((at, len(nodes) - 1, []))
    return mark_apart(network_of(nodes, edges))


def _cut(one: float, other: float, hole: tuple[float, float] | None) -> bool:
    return hole is not None and max(one, other) > hole[0] and min(one, other) < hole[1]


def _homes() -> Homes:
    size = len(HOMES)
    people = np.full(size, 40, dtype=np.int32)
    older = people // 4
    return Homes(
        x=np.array(HOMES) + 500_000.0,
        y=np.full(size, NORTHING + 10),
        people=people,
        hwb=np.zeros(size, dtype=np.int32),
        ward=np.array([0 if at < 1_400 else 1 for at in HOMES], dtype=np.int32),
        lsoa=np.array([0 if at < 1_400 else 1 for at in HOMES], dtype=np.int32),
        imd_decile=np.array([3 if at < 1_400 else 6 for at in HOMES], dtype=np.int32),
        name=np.array([f"H{n}".encode() for n in range(size)]),
        groups={"age_0_64": people - older, "age_65_plus": older},
        labels={"hwb": (WEST,), "ward": (WARD_WEST, WARD_MIDDLE), "lsoa": ("L1", "L2")},
    )


def _data() -> dict[str, Any]:
    of_code = {at: code for code, at in POSTCODES.items()}
    return {
        "homes": _homes(),
        "premises": tuple(
            premises(code, at, of_code[at], services=SERVICES, hours=OFFICE_HOURS, point=_at(at))
            for code, at in CODES.items()
        ),
        "postcodes": Postcodes(
            code=np.array([code.replace(" ", "").encode() for code in POSTCODES]),
            x=np.array([500_000.0 + at for at in POSTCODES.values()]),
            y=np.full(len(POSTCODES), NORTHING),
            error_m=np.full(len(POSTCODES), 5.0),
        ),
        "boundaries": {
            "hwb": (Boundary(WEST, "Westley", shapely.box(490_000, 390_000, 510_000, 410_000).wkb),),
            "ward": (
                Boundary(WARD_WEST, "West End", shapely.box(490_000, 390_000, 501_400, 410_000).wkb),
                Boundary(WARD_MIDDLE, "Middle", shapely.box(501_400, 390_000, 510_000, 410_000).wkb),
            ),
        },
        "networks": {"walk": streets()},
    }


def _at(along: float) -> Point:
    code = next(code for code, at in POSTCODES.items() if at == along)
    return Point(500_000.0 + along, NORTHING, f"postcode {code}", 5.0)


def _stated(code: str | None, at: float, hours: WeekHours = OFFICE_HOURS) -> StatedPremises:
    postcode = next(each for each, place in POSTCODES.items() if place == at)
    return StatedPremises(
        f"Pharmacy {code or 'XA002'}",
        f"{at:.0f} Long Street",
        postcode,
        contractor="One Ltd",
        ods_code=code,
        contract_type=premises("XA001", 0, "XT1 1AA").contract_type,
        distance_selling=False,
        hours=hours,
        core_hours=hours,
        hours_directed=False,
        services=SERVICES,
        step_free_access=True,
        consultation_room=True,
    )


_NOTICE = Notice(
    "CAS-0001",
    date(2026, 5, 1),
    date(2026, 6, 15),
    sent_to_hwb=WEST,
    notified=("Westley LPC", "Westley LMC", "Healthwatch Westley", "Westley Health and Wellbeing Board"),
)


def consolidation() -> Case:
    """XA002 closes onto XA001, 450 m to the west."""
    return Case(
        Consolidation(
            reference="CAS-0001",
            applicant="One Ltd",
            notice=_NOTICE,
            continuing=_stated("XA001", 500),
            closing=_stated("XA002", 950),
            applied=date(2026, 4, 20),
            claims=Claims(450, 6, 3),
            route=Route.CONTINUING_CONTRACTOR,
            same_owner=True,
            change_of_ownership_included=False,
            ownership_change_consented=True,
            removal_consented_by_continuing=True,
            removal_consented_by_closing=True,
            enhanced_services_uninterrupted=True,
            continuing_business_carried_on=True,
            same_services_at_continuing=True,
            continuing_uninterrupted=True,
            staffing_stated=True,
            hours_kept=True,
            services_kept=True,
        ),
        _data(),
        BASELINE,
    )


def relocation() -> Case:
    """XA002 moves 350 m to the east."""
    return Case(
        Relocation(
            reference="CAS-0002",
            applicant="One Ltd",
            notice=_NOTICE,
            existing=_stated("XA002", 950),
            proposed=_stated(None, 1_300),
            applied=date(2026, 4, 20),
            claims=Claims(350, 4, 3),
            same_services=True,
            uninterrupted=True,
            last_relocated=date(2010, 1, 1),
            last_relocation_good_cause=False,
            granted_under_retail_area_exemption=False,
            stays_in_retail_area=False,
            granted_under_one_stop_exemption=False,
            moves_with_all_gp_providers=False,
            same_directed_hours_undertaken=True,
            consents_to_removal_from_old_list=True,
            hours_kept=True,
        ),
        _data(),
        BASELINE,
    )


CASES: Mapping[str, Callable[[], Case]] = {"consolidation": consolidation, "relocation": relocation}
Choose = Callable[..., Any]
"""One of some things: ``choose("XA003", "XA004")``."""


@dataclass(frozen=True)
class Change:
    """One fact taken away or contradicted. ``told`` is what must be said of it then, as a pattern; empty where nothing is gone.

    ``own_word``: the papers say otherwise than the list of their own site, and are measured by their own word. Figures may then
    differ in either direction, but not without the letter itself saying that the two disagree.
    """

    apply: Callable[[Case, Choose], Case]
    told: str
    own_word: bool = False
    kinds: tuple[str, ...] = field(default=("consolidation", "relocation"))


def _without_hours(case: Case, choose: Choose) -> Case:
    """Hours of a pharmacy that has no part in the application: of the week, or of one day."""
    code = choose("XA003", "XA004")
    days = choose(DAYS, ("saturday",), ("monday", "tuesday"))
    text = {**OFFICE_HOURS.as_text(), **dict.fromkeys(days)}
    return case.listed(code, hours=parse_week(text))


def _hours_nowhere(case: Case, choose: Choose) -> Case:
    """Hours of a site of the application, neither in the papers nor on the list."""
    role = choose(*case.roles)
    code = getattr(case.application, role).ods_code
    case = case.site(role, hours=None)
    return case.listed(code, hours=None) if code else case


def _another_code(case: Case, choose: Choose) -> Case:
    return case.site(case.roles[0], ods_code=choose("XA003", "XA004"))


def _morning(case: Case, choose: Choose) -> Case:
    """A slip of the list: a day that shuts the next morning."""
    text = OFFICE_HOURS.as_text() | {choose(*DAYS[:5]): "09:00-05:30"}
    return case.listed(choose("XA003", "XA004"), hours=parse_week(text))


def _streets_end(case: Case, choose: Choose) -> Case:
    return case.with_data(
        networks={"walk": choose(streets(east=501_500), streets(east=500_750), streets(west=501_000))}
    )


def _hole(case: Case, choose: Choose) -> Case:
    hole = choose((500_600, 500_850), (501_050, 501_250))
    return case.with_data(networks={"walk": streets(hole=hole, roads=choose(True, False))})


def _loop(case: Case, choose: Choose) -> Case:
    """A path that joins nothing runs 3 m from a home, nearer than its street."""
    return case.with_data(
        networks={"walk": streets(loop=(500_000 + choose(1_100.0, 1_300.0), NORTHING + 13))}
    )


def _no_postcode(case: Case, choose: Choose) -> Case:
    """Papers that give no postcode of a site, as somebody has confirmed, and nothing in its stead."""
    role = choose(*case.roles)
    return case.papers(
        **{role: replace(getattr(case.application, role), postcode=None), "not_stated": (f"{role}.postcode",)}
    )


def _silent_on(name: str) -> Callable[[Case, Choose], Case]:
    return lambda case, _: case.papers(**{name: None})


CHANGES: Mapping[str, Change] = {
    "papers without hours": Change(
        lambda case, choose: case.site(choose(*case.roles), hours=None),
        r"[Nn]ot (been )?entered|from the (published )?list|not known",
    ),
    "hours of a site nowhere": Change(_hours_nowhere, r"hours .*not (all )?known|[Nn]ot (been )?entered"),
    "services nowhere": Change(
        lambda case, _: case.site(case.roles[1], services=None).listed("XA001", services=None),
        r"services .*not (all )?(known|entered)",
    ),
    "no distance claimed": Change(
        lambda case, _: case.papers(claims=Claims(None, None, 3)), r"[Nn]ot (been )?entered"
    ),
    "undertaking of the same services not entered": Change(
        _silent_on("same_services"), r"[Nn]ot (been )?entered", kinds=("relocation",)
    ),
    "interruption not entered": Change(
        _silent_on("uninterrupted"), r"[Nn]ot (been )?entered", kinds=("relocation",)
    ),
    "consent not entered": Change(
        lambda case, _: case.papers(removal_consented_by_closing=None, removal_consented_by_continuing=None),
        r"[Nn]ot (been )?entered",
        kinds=("consolidation",),
    ),
    "owners not entered": Change(
        lambda case, _: case.papers(same_owner=None).site("closing", contractor=None),
        r"[Nn]ot (been )?entered",
        kinds=("consolidation",),
    ),
    "staffing not entered": Change(
        _silent_on("staffing_stated"), r"[Nn]ot (been )?entered", kinds=("consolidation",)
    ),
    "who else was told not entered": Change(
        lambda case, _: case.papers(notice=replace(_NOTICE, notified=None)), r"[Nn]ot (been )?entered"
    ),
    "another pharmacy may be distance-selling": Change(
        lambda case, choose: case.listed(choose("XA003", "XA004"), distance_selling=None), r"distance-selling"
    ),
    "date of the list long past": Change(
        lambda case, _: case.with_data(as_at=date(2024, 12, 1)), r"(list|data).*December 2024"
    ),
    "needs assessment older than the list": Change(
        lambda case, _: replace(case, baseline=replace(case.baseline, published="2024-03-01")),
        r"March 2024.*(list|pharmacies)|(list|pharmacies).*March 2024",
    ),
    "another distance claimed": Change(
        lambda case, choose: case.papers(claims=Claims(choose(90, 1_500), None, 3)), r"claim|do not agree"
    ),
    "other hours than the list's": Change(
        lambda case, choose: case.site(
            case.roles[0], hours=choose(ALL_DAY, parse_week(dict.fromkeys(DAYS, "10:00-12:00")))
        ),
        r"hours .*(list|differ|disagree|agree)",
        own_word=True,
    ),
    "no code of the site that is left": Change(
        lambda case, _: case.site(case.roles[0], ods_code=None), r"no ODS code|by (the )?door|without a code"
    ),
    "papers without a postcode": Change(_no_postcode, r"no postcode|No postcode"),
    "hours of another pharmacy unknown": Change(_without_hours, r"hours .*(not|un)\s?known"),
    "streets that end": Change(
        _streets_end, r"is measured|not measured|no streets|farther than|stands? off|streets .*(end|stop)"
    ),
    "a hole in the streets": Change(
        _hole, r"not measured|no way|could not be reached|cannot be reached|no walk"
    ),
    "a path that joins nothing": Change(_loop, ""),
    "a code of another pharmacy": Change(_another_code, r"XA00[34].*XA002|code"),
    "hours of another pharmacy that cannot be": Change(_morning, r"(05:30|16 hours|hours .*not known)"),
    "another postcode for the site that is left": Change(
        lambda case, choose: case.site(case.roles[0], postcode=choose("XT1 1AF", "XT1 1AE")),
        r"XT1 1A[EF].*XT1 1AB|XT1 1AB.*XT1 1A[EF]",
        own_word=True,
    ),
}
"""What may happen to a complete case, one fact at a time."""
