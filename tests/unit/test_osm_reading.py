from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node
from osmium.osm.mutable import Way as DrawnWay

from geodata.arrays import NodeFlag, StreetNetwork
from geodata.errors import SourceError
from geodata.network import read_streets
from geodata.snapshot import Dropped, Source

from ..pbf import ORIGIN, Extract, street

# A cross of four arms of 600 m, so that nothing is left out as a fragment.
CROSS = {1: (0.0, 0.0), 2: (600.0, 0.0), 3: (0.0, 600.0), 4: (-600.0, 0.0), 5: (0.0, -600.0)}


def read(file: Path, extract: Extract, mode: str = "walk") -> tuple[StreetNetwork, Source]:
    return read_streets(extract.write(file), mode, vintage="made for a test")


@pytest.fixture
def pbf(tmp_path: Path) -> Path:
    return tmp_path / "streets.osm.pbf"


def ends(network: StreetNetwork) -> set[frozenset[int]]:
    osm = network.node_osm
    return {
        frozenset((int(osm[u]), int(osm[v]))) for u, v in zip(network.edge_u, network.edge_v, strict=True)
    }


def test_two_streets_that_cross_are_cut_where_they_meet(pbf: Path) -> None:
    network, source = read(
        pbf, Extract(CROSS, [street(10, 4, 1, 2, name="High Street"), street(11, 3, 1, 5)])
    )
    assert ends(network) == {frozenset(p) for p in [(4, 1), (1, 2), (3, 1), (1, 5)]}
    assert network.edge_mm == pytest.approx(600_000, abs=20)  # places are kept to a centimetre or so
    assert sorted(network.edge_way.tolist()) == [10, 10, 11, 11]
    assert network.classes == ("residential",)
    assert network.names == ("High Street",)
    assert sorted(network.edge_name.tolist()) == [-1, -1, 0, 0]
    centre = int(np.flatnonzero(network.node_osm == 1)[0])
    assert (network.node_x[centre], network.node_y[centre]) == pytest.approx(ORIGIN, abs=0.02)
    assert (source.rows, source.used, source.dropped) == (2, 2, ())
    assert source.size == pbf.stat().st_size
    assert source.attribution == "(c) OpenStreetMap contributors"
    assert source.licence == "ODbL 1.0"


def test_streets_that_cross_without_a_shared_point_do_not_meet(pbf: Path) -> None:
    network, _ = read(pbf, Extract(CROSS, [street(10, 4, 2), street(11, 3, 5, bridge="yes")]))
    assert ends(network) == {frozenset((4, 2)), frozenset((3, 5))}


def test_every_way_is_used_or_has_a_reason(pbf: Path) -> None:
    extract = Extract(
        CROSS | {6: (2000.0, 0.0), 7: (2100.0, 0.0)},
        [
            street(10, 4, 1, 2),
            street(11, 3, 1, highway="footway", foot="no"),
            street(12, 1, 5, highway="motorway"),
            street(13, 1, 5, highway="motorway"),
            street(14, 6, 7, highway="path"),
            street(15, 98, 99),
            street(16, 1, 1),
            (17, [1, 3], {"building": "yes"}),
            (18, [1, 3], {"railway": "rail"}),
        ],
    )
    _, source = read(pbf, extract)
    assert (source.rows, source.used) == (7, 1)
    assert source.dropped == (
        Dropped("foot=no", 1),
        Dropped("highway=motorway is no street for walkers", 2),
        Dropped("no two neighbouring points of it lie in the extract", 2),
        Dropped("in a part of under 500 m that joins no other street", 1),
    )
    assert "Left out 1 parts of under 500 m that join no other street, 100 m in all." in source.note


def test_a_street_that_leaves_the_extract_is_kept_as_far_as_it_is_there(pbf: Path) -> None:
    extract = Extract(CROSS, [street(10, 90, 4, 1, 91, 92, 3, 93, 5), street(11, 1, 2)])
    network, source = read(pbf, extract)
    assert ends(network) == {frozenset((4, 1)), frozenset((1, 2))}
    assert "1 streets lack 4 points: the extract stops short of them, or they were deleted." in source.note
    assert (source.rows, source.used) == (2, 2)


@pytest.mark.parametrize(
    ("gate", "through"),
    [
        ({"barrier": "gate"}, True),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, True),
        ({"barrier": "fence"}, False),
        ({"barrier": "wall"}, False),
        ({"barrier": "hedge"}, False),
        ({"barrier": "gate", "locked": "yes"}, True),
        ({"access": "private"}, True),
    ],
)
def test_a_barrier_that_nobody_may_pass_cuts_the_street(
    pbf: Path, gate: dict[str, str], through: bool
) -> None:
    extract = Extract(CROSS, [street(10, 4, 1, 2)], tags={1: gate})
    network, _ = read(pbf, extract)
    assert (network.node_osm == 1).sum() == (0 if "barrier" not in gate else 1 if through else 2)
    assert network.edges == (1 if "barrier" not in gate else 2)


def test_a_fact_in_the_middle_of_a_street_becomes_a_node_with_its_flag(pbf: Path) -> None:
    extract = Extract(
        CROSS, [street(10, 4, 1, 2)], tags={1: {"highway": "crossing", "crossing": "traffic_signals"}}
    )
    network, _ = read(pbf, extract)
    at = network.node_osm == 1
    assert network.node_flags[at].tolist() == [NodeFlag.CROSSING | NodeFlag.SIGNALS]
    assert not network.node_flags[~at].any()


def test_a_square_drawn_as_an_area_is_walked_along_its_outline(pbf: Path) -> None:
    square = street(10, 1, 2, 3, 1, highway="pedestrian", area="yes")
    network, _ = read(pbf, Extract(CROSS, [square, street(11, 1, 4), street(12, 3, 5)]))
    assert sorted(network.edge_way.tolist()) == [10, 10, 11, 12]


def test_driving_is_the_same_reader_with_another_table(pbf: Path) -> None:
    ways = [street(10, 4, 1, 2, oneway="yes", maxspeed="30 mph"), street(11, 3, 1, 5, highway="footway")]
    network, source = read(pbf, Extract(CROSS, ways), "drive")
    assert ends(network) == {frozenset((4, 2))}
    assert network.edge_kmh.tolist() == pytest.approx([48.28032])
    assert source.role == "drive streets"
    assert source.dropped == (Dropped("highway=footway is no street for cars", 1),)


def test_an_unknown_mode_is_refused(pbf: Path) -> None:
    with pytest.raises(ValueError, match='no rules of access for mode "fly"; there are: drive, walk'):
        read(pbf, Extract(CROSS, [street(10, 1, 2)]), "fly")


def test_progress_counts_streets(pbf: Path) -> None:
    ways = [street(10 + i, 1, 2) for i in range(2500)]
    said: list[int] = []
    read_streets(Extract(CROSS, ways).write(pbf), vintage="made for a test", progress=said.append)
    assert said == [1000, 2000, 2500]


def test_a_missing_file_is_named(pbf: Path) -> None:
    with pytest.raises(SourceError, match="no such file") as caught:
        read_streets(pbf, vintage="")
    assert caught.value.file == pbf


def test_a_file_without_streets_says_so(pbf: Path) -> None:
    with pytest.raises(SourceError, match="it holds no street"):
        read(pbf, Extract(CROSS, [(10, [1, 2], {"building": "yes"})]))


def test_a_file_without_a_street_of_the_mode_says_so(pbf: Path) -> None:
    with pytest.raises(SourceError, match="none of its 1 streets is open to walkers"):
        read(pbf, Extract(CROSS, [street(10, 1, 2, highway="motorway")]))


def test_a_file_whose_ways_lack_their_points_says_so(pbf: Path) -> None:
    with pytest.raises(
        SourceError,
        match=r"none of its 1 streets that are open to walkers has its points in the file.*complete_ways",
    ):
        read(pbf, Extract({}, [street(10, 1, 2)]))


def test_streets_of_another_country_are_refused(pbf: Path) -> None:
    with osmium.SimpleWriter(str(pbf)) as writer:
        writer.add_node(Node(id=1, location=(24.9, 60.2)))
        writer.add_node(Node(id=2, location=(24.91, 60.2)))
        writer.add_way(DrawnWay(id=10, nodes=[1, 2], tags={"highway": "residential"}))
    with pytest.raises(SourceError, match=r"longitude 24\.9, latitude 60\.2 lies outside Great Britain"):
        read_streets(pbf, vintage="")
