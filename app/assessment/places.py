"""Evidence about the places: whose area, how far apart, how well the points are known, what is near."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from app.access import NoEngineError, PreparedSnapshot
from app.access.boundaries import Near
from app.access.engine import Trip
from app.access.streets import StreetEngine
from app.assessment.matches import record_match
from app.assessment.reached import not_joined
from app.assessment.record import Record, metres
from app.assessment.sites import Site, not_placed
from app.domain.applications import Application
from app.domain.baselines import MM_A_METRE, THREE_MPH, Baseline, Mode, SpeedProfile
from app.domain.evidence import Ledger, Row
from app.domain.findings import Flag
from app.domain.other_applications import AnyApplication
from app.domain.rounding import day_said
from app.law import ADJACENT_METRES
from geodata.model.point import Point
from geodata.model.premises import ContractType
from geodata.snapshot import Boundary

IN_AREA = "point in the outline of a board's area"

NEIGHBOUR_M = 2000.0
"""Boards with any part of their area this near are notified: Schedule 2 paragraph 19(1) to (3)."""


CONTROLLED_M = 1600.0
"""Controlled localities this near matter: regulation 24(1)(b)(ii), Schedule 2 paragraph 19(1)(f) and (3)(f)."""


def relevant_area(application: AnyApplication, sites: Sequence[Site]) -> Boundary | None:
    """The area of the relevant board. ``sites``: the one that is left first, where one is."""
    # A move across a border is judged in the area moved to (regulation 24(2)); else both sites should share one area.
    return sites[-1 if application.kind == "relocation" else 0].hwb


def record_boards(
    record: Record,
    application: AnyApplication,
    sites: Sequence[Site],
    area: PreparedSnapshot,
    baseline: Baseline,
    as_at: date,
) -> None:
    """Whose area the sites are in, who signs off there, who got the notice, and which other boards lie within 2 km."""
    relevant = relevant_area(application, sites)
    names = area.layer("hwb").names
    code = relevant.code if relevant else None
    board = baseline.board(code) if code else None
    rows = [_border(site, area) for site in sites if site.placed]
    record.measure(
        "hwb.relevant",
        "Code of the board in whose area the premises are",
        code,
        method=IN_AREA,
        note=not_placed(sites) or _borders_said(rows),
        rows=rows,
    )
    record.measure(
        "hwb.relevant.name",
        "Board in whose area the premises are",
        _board_name(code, names, baseline),
        method=IN_AREA,
    )
    if board is not None:
        record.state(
            "hwb.sign_off",
            "Who signs off for the board",
            board.sign_off_body,
            inputs=("baseline:boards.sign_off_body",),
            note="" if board.sign_off_body else "the baseline does not record it",
        )
        if board.integrated_care_boards:
            record.state(
                "hwb.integrated_care_board",
                "Integrated care board that decides for the board's area, as the board's data has it",
                board.integrated_care_board(as_at),
                inputs=("baseline:boards.integrated_care_boards",),
            )
    for site in sites:
        own = site.hwb.code if site.hwb else None
        record.measure(
            f"hwb.{site.role}", f"Code of the board area of the {site.called}", own, method=IN_AREA
        )
        record.measure(
            f"hwb.{site.role}.name",
            f"Board in whose area the {site.called} lies",
            _board_name(own, names, baseline),
            method=IN_AREA,
        )
    sent = application.notice.sent_to_hwb
    stated = ("application:notice.sent_to_hwb",)
    record.state("hwb.notice", "Code of the board to which the notice was sent", sent, inputs=stated)
    record.state(
        "hwb.notice.name",
        "Board to which the notice was sent",
        _board_name(sent, names, baseline),
        inputs=stated,
    )
    near: dict[str, Near] = {}
    for site in sites:
        for found in area.layer("hwb").within(site.point, NEIGHBOUR_M) if site.placed else ():
            if found.code != code:
                near[found.code] = min(found, near.get(found.code, found), key=lambda n: n.metres)
    record.measure(
        "hwb.within_2km",
        "Other boards with any part of their area within 2 km of a site",
        len(near),
        method="straight line to the outline of the board's area",
        rows=[
            {"code": n.code, "name": _board_name(n.code, names, baseline), "metres": metres(n.metres)}
            for _, n in sorted(near.items())
        ],
    )


def _border(site: Site, area: PreparedSnapshot) -> Row:
    """How near a site is to another board's area, and whether the postcode directory's district agrees with the outline."""
    layer, board = area.layer("hwb"), site.hwb
    near = layer.within(site.point, NEIGHBOUR_M)
    other = next((each for each in near if board is not None and each.code != board.code), None)
    district = area.snapshot.postcodes.district_of(site.stated.postcode) if site.stated.postcode else None
    return {
        "site": site.called,
        "board": board.code if board else None,
        "nearest_other": other.code if other else None,
        "border_m": metres(other.metres) if other else None,
        "error_m": metres(site.point.error_m),
        "district": district,
        "agrees": _agrees(board.code if board else None, district, layer.names),
    }


def _agrees(board: str | None, district: str | None, boards: Collection[str]) -> bool | None:
    """Whether a district can be a board's; None where that is not known.

    A unitary authority, a metropolitan or a London borough is a board's area itself. The district of a county has another
    code than the county: of which county it is the directory does not say. A code that no outline bears may be a newer or an
    older one of the same area (Barnsley and Sheffield had new ones in 2025).
    """
    if district is None or board is None:
        return None
    if district in boards:
        return district == board
    return False if district[:3] == DISTRICT_OF_A_COUNTY and board[:3] != COUNTY else None


COUNTY, DISTRICT_OF_A_COUNTY = "E10", "E07"
"""How the codes of counties, and of the districts of counties, begin (Office for National Statistics)."""


def _borders_said(rows: Sequence[Row]) -> str:
    told = []
    for row in rows:
        border = row["border_m"]
        told.append(
            f"another board’s area is {border:,.0f} m from the {row['site']}"
            if isinstance(border, float)
            else f"no other board’s area is within {NEIGHBOUR_M / 1000:g} km of the {row['site']}"
        )
        if row["agrees"] is not None:
            same = "agrees" if row["agrees"] else "does not agree"
            told.append(f"the postcode directory’s district, {row['district']}, {same}")
        elif row["district"] is not None:
            told.append(
                f"the postcode directory’s district, {row['district']}, is no board’s area by the outlines"
            )
        else:
            told.append(f"the postcode directory’s district of the {row['site']} is not known")
    return "; ".join(told)


def board_flags(ledger: Ledger) -> Iterator[Flag]:
    """That a site's area is in doubt: the postcode directory says otherwise, or the border is very near."""
    for row in ledger["hwb.relevant"].rows:
        border, error = row["border_m"], row["error_m"]
        if row["agrees"] is False:
            yield Flag(
                "board-in-doubt",
                f"By its outline the area of the {row['site']} is {row['board']}; the postcode directory puts its "
                f"postcode in the district {row['district']}. Check whose area it is.",
                ("hwb.relevant",),
            )
        elif (
            isinstance(border, float)
            and isinstance(error, float)
            and border <= error
            and row["agrees"] is None
        ):
            yield Flag(
                "board-in-doubt",
                f"The area of another board ({row['nearest_other']}) is {border:,.0f} m from the {row['site']}, whose point "
                f"may be out by {error:,.0f} m, and no district of the postcode directory settles it. Check whose it is.",
                ("hwb.relevant",),
            )


def record_controlled(record: Record, site: Site, area: PreparedSnapshot) -> None:
    """Controlled localities within 1.6 km, and in whose area they lie; nothing where none are loaded."""
    if not area.snapshot.has_layer("controlled"):
        return
    if not site.placed:
        record.measure(
            "controlled.within_1600m",
            f"Controlled localities within 1.6 km of the {site.called}",
            None,
            method="not measured",
            note=not_placed((site,)),
        )
        return
    localities, boards = area.layer("controlled"), area.layer("hwb")
    rows: list[Row] = []
    for near in localities.within(site.point, CONTROLLED_M):
        found = boards.sharing(localities.together((near.code,)))
        rows.append(
            {
                "code": near.code,
                "name": near.name,
                "metres": metres(near.metres),
                "hwb": ", ".join(board.code for board in found),
                "boards": ", ".join(board.name for board in found),
            }
        )
    record.measure(
        "controlled.within_1600m",
        f"Controlled localities within 1.6 km of the {site.called}",
        len(rows),
        method="straight line to the outline of the locality",
        inputs=(f"site.{site.role}.point",),
        rows=rows,
    )


def record_adjacent(record: Record, site: Site, own: Site | None, area: PreparedSnapshot) -> None:
    """Listed premises that are next door to a new site or may be; none that are, or may be, it or the ``own`` site left."""
    if not site.placed:
        record.measure(
            f"site.{site.role}.adjacent",
            f"Listed premises within {ADJACENT_METRES:g} m of the {site.called}, in a straight line",
            None,
            method="not measured",
            note=not_placed((site,)),
        )
        return
    rows: list[Row] = []
    ours = site.match.codes | (own.match.codes if own is not None else frozenset())
    unplaced = len(area.without_point - ours)
    for premises in area.listed_near(site.point, ADJACENT_METRES):
        if premises.ods_code in ours or premises.point is None:
            continue
        apart = site.point.metres_to(premises.point)
        error = _error_together(site.point, premises.point)
        if apart - (error or 0.0) <= ADJACENT_METRES:
            rows.append(
                {
                    "ods_code": premises.ods_code,
                    "name": premises.trading_name,
                    "postcode": premises.postcode,
                    "metres": metres(apart),
                    "error_m": metres(error),
                    "within": apart <= ADJACENT_METRES,
                }
            )
    note = (
        f"rows not within {ADJACENT_METRES:g} m may be, as their points may be out by so much"
        if any(not row["within"] for row in rows)
        else ""
    )
    told = (
        note,
        f"{unplaced} premises of the list have no point" if unplaced else "",
        f"{site.match.asked[0].ods_code} may be these premises themselves: that is asked"
        if site.match.asked
        else "",
        "" if site.point.error_m is not None else "how far the site's own point may be out is not known",
    )
    record.measure(
        f"site.{site.role}.adjacent",
        f"Listed premises within {ADJACENT_METRES:g} m of the {site.called}, in a straight line",
        sum(bool(row["within"]) for row in rows),
        method="straight line on the National Grid",
        inputs=(f"site.{site.role}.point",),
        note="; ".join(part for part in told if part),
        rows=sorted(rows, key=lambda row: (float(str(row["metres"])), str(row["ods_code"]))),
    )


def _error_together(one: Point, other: Point) -> float | None:
    """Metres by which two points may together be out; None where that of one is not known."""
    return None if one.error_m is None or other.error_m is None else one.error_m + other.error_m


def _board_name(code: str | None, names: Mapping[str, str], baseline: Baseline) -> str | None:
    """A board's formal name where the baseline gives it, else the name of its area; None where neither is known."""
    if code is None:
        return None
    board = baseline.board(code)
    if board is not None:
        return board.name
    return f"{names[code]} Health and Wellbeing Board" if code in names else None


def record_sites(record: Record, sites: Sequence[Site], area: PreparedSnapshot, as_at: date) -> None:
    """Each site: on the list or not, where its point is from, how far from a street, its contract."""
    for site in sites:
        here, words = f"site.{site.role}", f"the {site.called}"
        code = site.listed.ods_code if site.listed else None
        contract = None if site.contract_type is ContractType.UNKNOWN else site.contract_type.value
        record.measure(
            f"{here}.listed",
            f"ODS code of {words} on the pharmacy list",
            code,
            method="matched by ODS code, else by name and door",
            note=site.match.why_not,
        )
        on_list, why_not = _open_by_list(site, area, as_at)
        record.state(
            f"{here}.listed_on",
            f"The published list that shows {words} open on {as_at.isoformat()}",
            on_list,
            note=why_not,
        )
        record_match(record, site)
        record.state(
            f"{here}.point",
            f"Where the point of {words} is from",
            site.at.source if site.at else None,
            note=not_placed((site,)),
        )
        record.state(f"{here}.contract_type", f"Kind of contract at {words}", contract)
        record.state(
            f"{here}.distance_selling", f"Whether {words} is distance-selling premises", site.distance_selling
        )
        off, stands, method, note = _off_network(site, area)
        record.measure(
            f"{here}.off_network",
            f"Straight line from {words} to the nearest walkable street",
            metres(off),
            "m",
            method=method,
            note=note if off is None else "",
        )
        record.measure(
            f"{here}.on_network",
            f"Whether {words} stands on a street of the connected network",
            stands,
            method=method,
            note=note,
        )


def _open_by_list(site: Site, area: PreparedSnapshot, as_at: date) -> tuple[str | None, str]:
    """The list that shows a site open on a day, by name and date, or why none does."""
    listed = site.listed
    if listed is None:
        return None, "the pharmacy list used here does not have it"
    if listed.closed is not None and listed.closed < as_at:
        return None, f"the list has it closed on {day_said(listed.closed)}"
    if listed.opened is not None and listed.opened > as_at:
        return None, f"the list has it open from {day_said(listed.opened)} only"
    name, _, _ = listed.listed_by.partition(";")
    return (
        f"{name}, as at {day_said(date.fromisoformat(area.snapshot.manifest.as_at))} ({listed.ods_code})",
        "",
    )


def record_distance(
    record: Record,
    application: Application,
    leaving: Site,
    staying: Site,
    area: PreparedSnapshot,
    baseline: Baseline,
    *,
    in_full: bool = True,
) -> Trip | None:
    """The distance between the sites: claimed, in a straight line, and on foot. Gives back the walk, where there is one.

    Where it is not to be ``in_full`` the walk has its length and no line.
    """
    claims, points = application.claims, ("site.leaving.point", "site.staying.point")
    for name, what, claim, unit in (
        ("distance.claimed", "Distance that the papers claim", claims.distance_m, "m"),
        ("distance.claimed_minutes", "Walking time that the papers claim", claims.walk_minutes, "minutes"),
    ):
        record.state(name, what, claim, unit, inputs=("application:claims",))
    why_not = not_placed((leaving, staying))
    record.measure(
        "distance.straight",
        "Straight line between the sites",
        None if why_not else metres(leaving.point.metres_to(staying.point)),
        "m",
        method="not measured" if why_not else "straight line on the National Grid",
        inputs=points,
        note=why_not,
    )
    error = None if why_not else _error_together(leaving.point, staying.point)
    record.measure(
        "distance.error",
        "Metres by which the two points may together be out",
        metres(error),
        "m",
        method="sum of the two points' positional errors",
        inputs=points,
        note=why_not or ("" if error is not None else "the positional error of a point is not known"),
    )
    walk, method, note = _walk(leaving, staying, area, in_full=in_full)
    length = walk.metres if walk else None
    if length is not None:
        _record_walk_range(record, leaving, staying, area)
    record.measure(
        "distance.walk",
        "Walk between the sites",
        metres(length),
        "m",
        method=method,
        inputs=points,
        note=note,
    )
    speed = walking_speed(baseline)
    record.measure(
        "distance.walk_minutes",
        f"Walking time between the sites at {speed.name}",
        None if length is None else round(speed.minutes_for(length), 3),
        "minutes",
        method=f"{method}, at {speed.kmh} km/h",
        inputs=("distance.walk",),
        note=note,
    )
    return walk


def _record_walk_range(record: Record, leaving: Site, staying: Site, area: PreparedSnapshot) -> None:
    """The walk at least and at most, where it turns on which street within a point's own error a site stands on.

    Entered only where the two differ by more than that error (the greater, of two points).
    """
    engine = area.engine(Mode.WALK)
    found = engine.cost_range(leaving.point, staying.point) if isinstance(engine, StreetEngine) else None
    if found is None:
        return
    least, most = (cost / MM_A_METRE for cost in found)
    if most - least <= max(leaving.point.error_m or 0.0, staying.point.error_m or 0.0):
        return
    for name, what, value in (("least", "at least", least), ("most", "at most", most)):
        record.measure(
            f"distance.walk.at_{name}",
            f"Walk between the sites {what}, by which street a site stands on",
            metres(value) if np.isfinite(value) else None,
            "m",
            method=f"{engine.method}; every street of the connected network within the error of a site's point",
            inputs=("site.leaving.point", "site.staying.point"),
            note="" if np.isfinite(value) else "from one of the streets there is no way, or a very long one",
        )


def street_flags(ledger: Ledger) -> Iterator[Flag]:
    """That a site may stand on either of two streets, and the walk turns on which."""
    least = ledger.number("distance.walk.at_least") if "distance.walk.at_least" in ledger else None
    if least is None:
        return
    most = ledger.number("distance.walk.at_most")
    upto = f"to {most:,.0f} m" if most is not None else "m or more"
    yield Flag(
        "street-in-doubt",
        "More than one street lies within the error of a site’s point, and the walk between the sites is "
        f"{least:,.0f} {upto} by which of them it stands on. Give the doors’ own points.",
        ("distance.walk.at_least", "distance.walk.at_most", "distance.error"),
    )


def walking_speed(baseline: Baseline) -> SpeedProfile:
    """The pace of the baseline's first standard on foot, else 3 miles an hour."""
    return next((s.speed for s in baseline.standards if s.mode is Mode.WALK and s.speed), THREE_MPH)


def _walk(
    leaving: Site, staying: Site, area: PreparedSnapshot, *, in_full: bool
) -> tuple[Trip | None, str, str]:
    if why_not := not_placed((leaving, staying)):
        return None, "not measured", why_not
    try:
        engine = area.engine(Mode.WALK)
    except NoEngineError as error:
        return None, "not measured", str(error)
    for site in (leaving, staying):
        if why_not := not_joined(engine, site):
            return None, "not measured", why_not
    if in_full:
        trip = engine.trip(leaving.point, staying.point)
    else:
        cost = engine.cost(leaving.point, staying.point)
        trip = Trip(cost, None if cost is None else cost / MM_A_METRE, (), 0.0)
    return (
        trip,
        engine.method,
        "" if trip.metres is not None else "no walkable way was found between the sites",
    )


def _off_network(site: Site, area: PreparedSnapshot) -> tuple[float | None, bool | None, str, str]:
    if why_not := not_placed((site,)):
        return None, None, "not measured", why_not
    try:
        engine = area.engine(Mode.WALK)
    except NoEngineError as error:
        return None, None, "not measured", str(error)
    why_not = not_joined(engine, site)
    return engine.off_network(site.point), not why_not, engine.method, why_not
