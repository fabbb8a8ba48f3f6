"""Rutland, measured: every home against networkx on osmnx's own graph, and two applications of real Oakham premises.

The applications are invented; the premises, streets, people and lists are real.
"""

from dataclasses import replace
from datetime import date

import networkx as nx
import numpy as np
import pytest
import shapely

from app.access import PreparedSnapshot, prepare
from app.access.doors import doors_at
from app.access.streets import StreetEngine
from app.assessment import assess
from app.domain.applications import Claims, Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import AccessStandard, Baseline, Mode
from app.domain.canonical import canonical_json
from app.domain.findings import Duty, Verdict
from geodata.export import to_osmnx
from geodata.snapshot import Snapshot

RUTLAND = "E06000017"
AS_AT = date(2018, 3, 1)


@pytest.fixture(scope="module")
def area(rutland_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(rutland_snapshot)


@pytest.fixture(scope="module")
def baseline(rutland_baseline: Baseline) -> Baseline:
    return rutland_baseline


def _independent_metres(area: PreparedSnapshot) -> np.ndarray:
    """Metres from each home to its nearest pharmacy by networkx on the graph that osmnx's users would have.

    Independent of the engine: streets are found by brute force over all lines (shapely), cut by hand at each door, and
    searched from each pharmacy by networkx over osmnx's MultiDiGraph of drawn lengths.
    """
    network = area.snapshot.network("walk")
    assert network is not None
    graph = nx.MultiGraph(nx.MultiDiGraph.to_undirected(to_osmnx(network)))
    lines = shapely.linestrings(
        network.geometry_xy, indices=np.repeat(np.arange(network.edges), np.diff(network.geometry_start))
    )

    def door(x: float, y: float) -> tuple[int, float, float]:
        point = shapely.Point(x, y)
        distance = shapely.distance(lines, point)
        edge = int(np.argmin(distance))
        return edge, float(lines[edge].project(point)), float(distance[edge])

    # Nobody is measured to those that no street leads to.
    apart = {premises.ods_code for premises, _ in area.not_on_the_network(Mode.WALK)}
    sites = [
        door(p.point.easting, p.point.northing)
        for p in area.pharmacies
        if p.point and p.ods_code not in apart
    ]
    costs = []
    for edge, along, off in sites:
        start = ("door", edge)
        mine = graph.copy()
        mine.add_edge(start, int(network.edge_u[edge]), length=along)
        mine.add_edge(start, int(network.edge_v[edge]), length=lines[edge].length - along)
        found = nx.single_source_dijkstra_path_length(mine, start, weight="length")
        costs.append((edge, along, off, found))
    best = np.full(len(area.homes), np.inf)
    for home, (x, y) in enumerate(zip(area.homes.x, area.homes.y, strict=True)):
        edge, along, off = door(float(x), float(y))
        u, v, length = int(network.edge_u[edge]), int(network.edge_v[edge]), lines[edge].length
        for site_edge, site_along, site_off, found in costs:
            ways = [found.get(u, np.inf) + along, found.get(v, np.inf) + length - along]
            if site_edge == edge:
                ways.append(abs(site_along - along))
            best[home] = min(best[home], off + site_off + min(ways))
    return best


def test_every_homes_distance_equals_networkx_within_a_centimetre(area: PreparedSnapshot) -> None:
    ours = area.engine(Mode.WALK).homes.first / 1000
    independent = _independent_metres(area)
    assert len(ours) == 1175
    reached = np.isfinite(ours)
    assert int((~reached).sum()) == int((area.engine(Mode.WALK).homes_off).sum())
    assert np.abs(ours - independent)[reached].max() < 0.01


def test_about_two_in_five_people_live_within_a_mile_on_foot(area: PreparedSnapshot) -> None:
    people, first = area.homes.people, area.engine(Mode.WALK).homes.first
    within = people[first <= 1_609_344].sum() / people.sum()
    assert 0.38 < within < 0.41
    straight = area.engine(Mode.STRAIGHT_LINE).homes.first
    assert (straight <= first).all()
    assert people[straight <= 1_609_344].sum() > people[first <= 1_609_344].sum()


def test_streets_that_stop_at_the_county_line_leave_people_whose_answer_could_differ(
    area: PreparedSnapshot,
) -> None:
    """Four pharmacies of Stamford stand where no street of the county's extract leads: nobody is measured to them."""
    mile = AccessStandard("walk-20", Mode.WALK, 20)
    assert [premises.ods_code for premises, _ in area.not_on_the_network(Mode.WALK)] == [
        "FGA80",
        "FGC34",
        "FKH66",
        "FNR78",
    ]
    everyone, measured = int(area.homes.people.sum()), int(area.measured(mile).sum())
    assert (everyone, everyone - measured) == (41_043, 321)
    within = area.homes.people[area.engine_of(mile).homes.first <= 1_609_344].sum()
    assert round(within / measured, 4) == 0.4077


def _site(area: PreparedSnapshot, code: str) -> StatedPremises:
    listed = area.pharmacies[area.labels[code]]
    return StatedPremises(listed.trading_name, listed.address, listed.postcode, ods_code=code)


NOTICE = Notice("invented for a test", date(2018, 2, 26), sent_to_hwb=RUTLAND)


def test_a_consolidation_in_oakham_end_to_end(area: PreparedSnapshot, baseline: Baseline) -> None:
    application = Consolidation(
        "test",
        "invented",
        NOTICE,
        continuing=_site(area, "FLE60"),
        closing=_site(area, "FC826"),
        claims=Claims(300),
    )
    found = assess(application, baseline, area, AS_AT)
    assert found.duty is Duty.MUST
    assert found.relevant_hwb == RUTLAND
    ledger = found.ledger
    straight, walk = ledger.number("distance.straight"), ledger.number("distance.walk")
    assert straight is not None
    assert walk is not None
    assert 0 < straight <= walk < 1000
    assert found.route[0] != found.route[-1]
    assert ledger.number("coverage.walk-20.people") == 40_722
    before, after = ledger.number("coverage.walk-20.before"), ledger.number("coverage.walk-20.after")
    assert before is not None
    assert after is not None
    assert after <= before
    for kind in ("by_locality", "by_ward", "by_deprivation", "by_age"):
        rows = ledger[f"coverage.walk-20.{kind}"].rows
        assert sum(int(row["people"] or 0) for row in rows) == 40_722
        assert sum(int(row["after"] or 0) for row in rows) == after
    # FC826 was the county's 100-hour pharmacy: its hours are on the list of 2014, those of FLE60 too.
    assert ledger.number("hours.leaving") == 100.0
    lost = ledger.number("hours.lost")
    assert lost is not None
    assert lost > 30
    assert {row["ods_code"] for row in ledger["alternatives.walk"].rows} >= {"FLE60", "FMK29", "FQ056"}
    assert found.statement is not None
    gap = next(f for f in found.findings if f.citation.endswith("26A(5)(a)"))
    assert gap.verdict is Verdict.NEEDS_JUDGEMENT
    assert canonical_json(found) == canonical_json(
        assess(application, baseline, prepare(area.snapshot), AS_AT)
    )


def test_a_relocation_in_oakham_end_to_end(area: PreparedSnapshot, baseline: Baseline) -> None:
    existing = _site(area, "FQ056")
    beside_another = replace(
        _site(area, "FMK29"), name="new premises", address="invented for a test", ods_code=None
    )
    application = Relocation(
        "test", "invented", NOTICE, existing=existing, proposed=beside_another, claims=Claims(900)
    )
    found = assess(application, baseline, area, AS_AT)
    assert found.duty is Duty.MAY
    assert found.statement is None
    ledger = found.ledger
    affected = ledger.number("affected.walk-20.people")
    assert affected is not None
    assert affected > 0
    worst = ledger.number("affected.walk-20.change_worst")
    walk = ledger.number("distance.walk")
    assert worst is not None
    assert walk is not None
    assert worst <= walk + 1  # nobody's walk grows by more than the walk between the two sites
    accustomed = next(f for f in found.findings if f.citation.endswith("24(1)(a)"))
    assert accustomed.verdict is Verdict.NEEDS_JUDGEMENT


def test_on_which_of_two_streets_a_home_stands_matters_to_one_in_a_hundred(area: PreparedSnapshot) -> None:
    """The figure of docs/access.md: people with a walk over 100 m shorter by a street at most 10 m farther off."""
    engine = area.engine(Mode.WALK)
    assert isinstance(engine, StreetEngine)
    homes, shorter = area.homes, 0
    for home in np.flatnonzero((homes.people > 0) & np.isfinite(engine.homes.first)):
        reach = float(engine.homes_off_mm[home]) / 1000 + 10
        doors = doors_at(
            engine.network,
            engine.pace,
            engine.snapper.within(float(homes.x[home]), float(homes.y[home]), reach),
        )
        ways = [engine.nodes.first[doors.u] + doors.out_u, engine.nodes.first[doors.v] + doors.out_v]
        best = float(np.min(np.concatenate(ways), initial=np.inf))
        shorter += int(homes.people[home]) * (engine.homes.first[home] - best > 100_000)
    assert round(100 * shorter / int(homes.people.sum()), 1) == 1.0
