"""A made-up town of three boards, 150 km long and 3 km wide, with one-way roads: long enough that a part leaves much out.

Three rows of road run east to west: the northern one way, the southern the other, the middle one both and faster. Roads
across them join them every kilometre, some one way. Nothing here is a real place.
"""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from app.domain.applications import Consolidation, Notice, Relocation, StatedPremises
from app.domain.baselines import THREE_MPH, AccessStandard, Baseline, Board, Mode
from geodata.arrays import Boundary, Homes, Postcodes, StreetNetwork
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import EdgeFlag, Snapshot, write_snapshot
from tests.made_up.applications import BASELINE, NOTICE
from tests.made_up.small_area import contents

WEST, MIDDLE, EAST = BOARDS = ("E06999001", "E06999002", "E06999003")
LENGTH, ROWS, STEP = 150, 3, 1_000.0
BORDERS = (65, 85)
"""Kilometres along the town at which one board's area ends and the next begins."""
LEFT, BOTTOM = 400_000.0, 300_000.0


def snapshot(folder: Path, random: Generator, lanes: int = 0, **changes: object) -> Snapshot:
    """The town with homes, pharmacies and roads of a random state.

    ``lanes``: so many lanes of 200 m in the middle board's area, with homes on them, that no road joins; into every other
    one it can be driven, and not out of it.
    """
    made = replace(
        contents(),
        name="long-town",
        hwbs=BOARDS,
        homes=_homes(random, lanes),
        premises=pharmacies(random),
        postcodes=Postcodes(
            code=np.array([_postcode(at).replace(" ", "").encode() for at in range(LENGTH)]),
            x=LEFT + STEP * (np.arange(LENGTH) + 0.5),
            y=np.full(LENGTH, BOTTOM + STEP),
            error_m=np.full(LENGTH, 600.0),
        ),
        boundaries={"hwb": _outlines(), "ward": ()},
        networks={
            "walk": _network(random, lanes, one_way=False),
            "drive": _network(random, lanes, one_way=True),
        },
    )
    return Snapshot.open(write_snapshot(folder, replace(made, **changes)))  # type: ignore[arg-type]


def pharmacies(random: Generator, number: int = 150) -> tuple[Premises, ...]:
    """Pharmacies along the town, some of them at one door."""
    east = LEFT + random.uniform(0, (LENGTH - 1) * STEP, number)
    east[-2:] = east[:2]
    north = BOTTOM + random.uniform(0, (ROWS - 1) * STEP, number)
    north[-2:] = north[:2]
    return tuple(
        Premises(
            ods_code=f"XA{at:03d}",
            trading_name=f"Pharmacy {at}",
            address=f"{at} Made-up Road",
            postcode=_postcode(int((x - LEFT) // STEP)),
            point=Point(round(float(x), 3), round(float(y), 3), "made up", 5.0),
            contract_type=ContractType.COMMUNITY,
            listed_by="a made-up list",
            distance_selling=False,
        )
        for at, (x, y) in enumerate(zip(east, north, strict=True))
    )


def baseline(minutes: float, modes: tuple[str, ...], board: str = MIDDLE) -> Baseline:
    """A needs assessment of one board, with standards "walk", "car" or "line" of so many minutes."""
    known = {
        "walk": AccessStandard("walk", Mode.WALK, minutes, THREE_MPH),
        "car": AccessStandard("car", Mode.DRIVE, minutes),
        "line": AccessStandard("line", Mode.STRAIGHT_LINE, minutes, THREE_MPH),
    }
    return replace(
        BASELINE,
        boards=(Board(board, "Made-up Health and Wellbeing Board", "Made-up", ()),),
        localities=(),
        standards=tuple(known[mode] for mode in modes),
    )


def applications(
    random: Generator, premises: tuple[Premises, ...], number: int = 6, board: str = MIDDLE
) -> list[Relocation | Consolidation]:
    """Moves and consolidations of pharmacies in a board's area."""
    ends = (0, *BORDERS, LENGTH)
    of = BOARDS.index(board)
    middle = LEFT + STEP * (ends[of] + ends[of + 1]) / 2

    def out(one: Premises) -> float:
        assert one.point is not None
        return abs(one.point.easting - middle)

    # Two at least: the nearest, where the area has fewer.
    nearest = sorted(premises, key=out)
    half = STEP * (ends[of + 1] - ends[of]) / 2
    own = nearest[: max(2, sum(out(one) < half for one in premises))]
    found: list[Relocation | Consolidation] = []
    for at in range(number):
        leaving, staying = (own[int(each)] for each in random.choice(len(own), 2, replace=False))
        notice = Notice(f"N{at}", NOTICE.dated, NOTICE.reply_by, board)
        if at % 3 == 0:
            assert leaving.point is not None
            door = Point(
                leaving.point.easting + float(random.normal(0, 400)), leaving.point.northing, "a door", 1.0
            )
            new = StatedPremises("New", "a new road", leaving.postcode, point=door)
            found.append(Relocation(f"R{at}", "A Ltd", notice, existing=stated(leaving), proposed=new))
        else:
            found.append(
                Consolidation(f"C{at}", "A Ltd", notice, continuing=stated(staying), closing=stated(leaving))
            )
    return found


def stated(premises: Premises) -> StatedPremises:
    """Premises as papers would state them."""
    return StatedPremises(
        premises.trading_name, premises.address, premises.postcode, ods_code=premises.ods_code
    )


def _postcode(kilometre: int) -> str:
    """One for each kilometre of the town."""
    return f"ZZ{kilometre // 10:02d} {kilometre % 10}AA"


def _homes(random: Generator, lanes: int, number: int = 300) -> Homes:
    x = LEFT + random.uniform(0, (LENGTH - 1) * STEP, number)
    y = BOTTOM + random.uniform(0, (ROWS - 1) * STEP, number)
    x[:lanes], y[:lanes] = _lanes(lanes).T
    people = random.integers(0, 400, number).astype(np.int32)
    board = np.searchsorted(BORDERS, (x - LEFT) / STEP).astype(np.int32)
    nowhere = np.full(number, -1, dtype=np.int32)
    older = (people // 4).astype(np.int32)
    return Homes(
        x=x,
        y=y,
        people=people,
        hwb=board,
        ward=nowhere,
        lsoa=nowhere,
        imd_decile=random.integers(1, 11, number).astype(np.int32),
        name=np.array([f"H{at:03d}".encode() for at in range(number)]),
        groups={"age_0_64": people - older, "age_65_plus": older},
        labels={"hwb": BOARDS, "ward": (), "lsoa": ()},
    )


def _outlines() -> tuple[Boundary, ...]:
    bottom, top = BOTTOM - 500, BOTTOM + 2_500
    ends = [LEFT + STEP * at for at in (-1, *BORDERS, LENGTH)]
    return tuple(
        Boundary(code, code, shapely.box(begin, bottom, end, top).wkb)
        for code, (begin, end) in zip(BOARDS, pairwise(ends), strict=True)
    )


def _lanes(number: int) -> NDArray[np.float64]:
    """The middle of each lane: half a kilometre from any road."""
    x = LEFT + (BORDERS[0] + 2 + 3 * np.arange(number)) * STEP + STEP / 2
    return np.column_stack([x, np.full(number, BOTTOM + STEP / 2)])


def _network(random: Generator, lanes: int, *, one_way: bool) -> StreetNetwork:
    column, row = (each.ravel() for each in np.meshgrid(np.arange(LENGTH), np.arange(ROWS), indexing="ij"))
    node = np.arange(len(column), dtype=np.int32).reshape(LENGTH, ROWS)
    x, y = LEFT + column * STEP, BOTTOM + row * STEP
    along = np.column_stack([node[:-1].ravel(), node[1:].ravel()])
    across = np.column_stack([node[:, :-1].ravel(), node[:, 1:].ravel()])
    ends = np.concatenate([along, across])
    size = len(ends)
    of_row = np.concatenate([np.tile(np.arange(ROWS), LENGTH - 1), np.full(len(across), -1)])
    flags = np.zeros(size, dtype=np.int32)
    if one_way:
        flags[of_row == 0] = int(EdgeFlag.ONEWAY_FORWARD)
        flags[of_row == ROWS - 1] = int(EdgeFlag.ONEWAY_BACKWARD)
        flags[of_row == -1] = random.choice(
            [0, 0, int(EdgeFlag.ONEWAY_FORWARD), int(EdgeFlag.ONEWAY_BACKWARD)], len(across)
        )
        # The roads at both ends are open both ways, so that nobody is shut in.
        flags[of_row == -1] = np.where(
            np.isin(np.repeat(np.arange(LENGTH), ROWS - 1), (0, LENGTH - 1)), 0, flags[of_row == -1]
        )
    middle = _lanes(lanes)
    away = np.array([STEP / 10, 0.0])
    first = len(x) + np.arange(lanes)
    x, y = np.concatenate([np.column_stack([x, y]), middle - away, middle + away]).T
    ends = np.concatenate([ends, np.column_stack([first, first + lanes])])
    of_row, flags = np.append(of_row, np.full(lanes, -1)), np.append(flags, np.zeros(lanes, dtype=np.int32))
    if one_way:  # into every other lane
        into = first[::2]
        column = ((middle[::2, 0] - LEFT) // STEP).astype(np.int64)
        ends = np.concatenate([ends, np.column_stack([node[column, 0], into])])
        of_row = np.append(of_row, np.full(len(into), -1))
        flags = np.append(flags, np.full(len(into), int(EdgeFlag.ONEWAY_FORWARD)))
    size = len(ends)
    points = np.column_stack([x, y])
    lines = np.stack([points[ends[:, 0]], points[ends[:, 1]]], axis=1)
    straight = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
    zeros = np.zeros(size, dtype=np.int32)
    return StreetNetwork(
        node_x=x.copy(),
        node_y=y.copy(),
        node_osm=np.arange(len(x), dtype=np.int64),
        node_flags=np.zeros(len(x), dtype=np.uint8),
        edge_u=ends[:, 0].astype(np.int32),
        edge_v=ends[:, 1].astype(np.int32),
        edge_mm=(straight * 1_000 * random.uniform(1.0, 1.2, size)).round().astype(np.int64),
        edge_way=np.arange(size, dtype=np.int64),
        edge_class=np.where(of_row == 1, 1, 0).astype(np.int32),
        edge_name=zeros,
        edge_flags=flags.astype(np.int32),
        edge_kmh=random.choice([0.0, 32.0, 64.0], size),
        geometry_start=(2 * np.arange(size + 1)).astype(np.int64),
        geometry_xy=lines.reshape(-1, 2),
        classes=("residential", "primary"),
        names=("",),
    )
