"""OpenStreetMap files as they come: every format and shape is read as a plain extract is, or refused by its own name.

The streets: a ring of 1,600 m (400 m, 400 m, 400 m, then back to the start by a short cut of 400 m that is way 11).
"""

import bz2
import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import osmium
import pytest

from geodata.errors import SourceError
from geodata.network import StreetsRead, read_modes
from geodata.sources import osm_scan

from ..opl import CUT, NODES, PLAIN, RING, Line, node, way


@pytest.fixture
def opl(tmp_path: Path) -> Callable[..., Path]:
    def write(lines: list[Line], name: str = "streets.opl") -> Path:
        file = tmp_path / name
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


def turned(file: Path, name: str, form: str = "") -> Path:
    """The same objects in another format, by osmium."""
    made = file.with_name(name)
    target = osmium.io.File(str(made), form) if form else str(made)
    with osmium.SimpleWriter(target, overwrite=True) as writer:
        osmium.apply(str(file), writer)
    return made


def read(file: Path) -> dict[str, StreetsRead]:
    return read_modes(file, {"walk": "a day", "drive": "a day"})


def metres(file: Path, mode: str = "walk") -> int:
    return round(float(read(file)[mode].network.edge_mm.sum()) / 1000)


def same(one: StreetsRead, other: StreetsRead) -> bool:
    """Whether two networks are the same to the bit, whatever the files' names."""
    mine, theirs = vars(one.network), vars(other.network)
    return (
        all(np.array_equal(mine[name], theirs[name]) for name in mine)
        and one.source.note == other.source.note
    )


FORMS = {
    "a.osm.pbf": "",
    "b.osm.pbf": "pbf,pbf_compression=none",
    "c.osm.pbf": "pbf,pbf_compression=lz4",
    "d.osm.pbf": "pbf,pbf_dense_nodes=false",
    "e.osm.pbf": "pbf,add_metadata=false",
    "f.osm": "",
    "g.osm.gz": "",
    "h.osm.bz2": "",
    "i.opl": "",
    "j.opl.gz": "",
    "no ending": "pbf",
    "wrong.osm": "pbf",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_accepted_format_gives_the_same_streets(name: str, opl: Callable[..., Path]) -> None:
    plain = opl(PLAIN)
    assert metres(plain) == 1600
    assert metres(plain, "drive") == 1200
    other = read(turned(plain, name, FORMS[name]))
    for mode, streets in read(plain).items():
        assert same(streets, other[mode])


@pytest.mark.parametrize("form", ["low.osm.pbf", "low.osm", "low.opl"])
def test_places_that_are_kept_on_the_ways_are_read_from_there(form: str, opl: Callable[..., Path]) -> None:
    plain = opl(PLAIN)
    made = plain.with_name(form)
    header = osmium.io.Header()
    target = osmium.io.File(
        str(made), f"{form.removeprefix('low.').removeprefix('osm.')},locations_on_ways=true"
    )
    with osmium.SimpleWriter(target, header=header) as writer:
        for item in osmium.FileProcessor(str(plain)).with_locations():
            if not item.is_node():  # untagged nodes are gone, as osmium add-locations-to-ways leaves them out
                writer.add(item)
    assert "n" not in {line[0] for line in made.read_text().splitlines()} if form == "low.opl" else True
    assert same(read(made)["walk"], read(plain)["walk"])


@pytest.mark.parametrize("turn", [lambda lines: lines[::-1], lambda lines: [*lines[4:], *lines[:4]]])
def test_a_file_in_any_order_is_read(
    turn: Callable[[list[Line]], list[Line]], opl: Callable[..., Path]
) -> None:
    assert same(read(opl(turn(PLAIN), "turned.opl"))["walk"], read(opl(PLAIN))["walk"])


LATER = {
    "a way that is now private": (replace(CUT, rest="Thighway=footway,foot=private Nn1,n4", version=2), 1200),
    "a way that is gone": (replace(CUT, rest="T Nn1,n4", version=2, seen="D"), 1200),
    "a way that is gone with its tags kept": (replace(CUT, version=2, seen="D"), 1200),
    "a way that is no street any more": (replace(CUT, rest="Trailway=rail Nn1,n4", version=2), 1200),
    "a node that has moved": (node(4, (0.0, 300.0), version=2), 1512),
    "a node that is gone": (Line("n", 4, "T x y", 2, "D"), 800),
    "a node that is gone with its place kept": (node(4, version=2, seen="D"), 800),
    "the same again": (CUT, 1600),
}


@pytest.mark.parametrize("which", LATER)
@pytest.mark.parametrize("first", [True, False], ids=["older first", "newer first"])
@pytest.mark.parametrize("history", [True, False], ids=["history file", "merged file"])
def test_of_two_versions_the_newest_counts_in_any_order(
    which: str, first: bool, history: bool, opl: Callable[..., Path]
) -> None:
    later, expected = LATER[which]
    at = next(i for i, line in enumerate(PLAIN) if (line.kind, line.id) == (later.kind, later.id))
    pair = [PLAIN[at], later] if first else [later, PLAIN[at]]
    file = opl([*PLAIN[:at], *pair, *PLAIN[at + 1 :]])
    if history:
        file = turned(file, "history.osm.pbf", "osh.pbf")
    streets = read(file)["walk"]
    assert round(float(streets.network.edge_mm.sum()) / 1000) == expected
    assert "1 objects stand in the file more than once: the newest version is used." in streets.source.note
    assert ("1 objects are marked as deleted" in streets.source.note) == (
        "x y" in later.rest or "kept" in which
    )


def test_of_two_versions_with_places_on_the_ways_the_newest_counts(opl: Callable[..., Path]) -> None:
    def placed(line: Line) -> Line:
        there = {str(n.id): n.rest.removeprefix("T ").replace(" ", "") for n in NODES}
        return replace(line, rest=re.sub(r"n(\d)", lambda ref: ref[0] + there[ref[1]], line.rest))

    private = replace(CUT, rest="Thighway=footway,foot=private Nn1,n4", version=2)
    file = opl([placed(line) for line in (private, RING, CUT)], "low.opl")
    assert metres(file) == 1200
    moved = replace(placed(CUT), rest=placed(CUT).rest.replace("n4x-0.7", "n4x-0.8"))
    with pytest.raises(SourceError, match="way 11 stands in it more than once"):
        read(opl([placed(RING), placed(CUT), moved], "moved.opl"))


def test_two_contents_of_one_version_are_refused_and_not_chosen_from(opl: Callable[..., Path]) -> None:
    other = replace(CUT, rest="Thighway=footway,foot=private Nn1,n4")
    with pytest.raises(
        SourceError, match=r"way 11 stands in it more than once, with nothing to say which.*osmium merge"
    ):
        read(opl([*PLAIN, other]))


def test_a_large_history_is_refused_with_the_command_that_mends_it(
    opl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(osm_scan, "SORTED_IN_MEMORY", 10)
    with pytest.raises(SourceError, match=r"more than one version, as in a history file.*osmium time-filter"):
        read(opl([*PLAIN, LATER["a way that is gone"][0]]))


def test_objects_marked_as_deleted_are_left_out_and_told(opl: Callable[..., Path]) -> None:
    streets = read(opl([*NODES, RING, replace(CUT, seen="D")]))["walk"]
    assert streets.network.edge_mm.sum() == pytest.approx(1_200_000, abs=50)
    assert "1 objects are marked as deleted in the file and were left out." in streets.source.note


def test_a_node_marked_as_deleted_holds_no_street_though_its_place_is_kept(opl: Callable[..., Path]) -> None:
    streets = read(opl([*NODES[:3], replace(NODES[3], seen="D"), RING, CUT]))["walk"]
    assert streets.network.edge_mm.sum() == pytest.approx(800_000, abs=50)
    assert "1 objects are marked as deleted in the file and were left out." in streets.source.note
    assert "lack 1 points: the extract stops short of them, or they were deleted." in streets.source.note


@pytest.mark.parametrize("name", ["edited.osm", "edited.osm.gz", "edited.osm.bz2"])
@pytest.mark.parametrize("of", ['<way id="11"', '<node id="4"'])
def test_what_was_deleted_in_an_editor_is_left_out(name: str, of: str, opl: Callable[..., Path]) -> None:
    plain = turned(opl(PLAIN), "plain.osm").read_text(encoding="utf-8")
    edited = opl([], "edited.osm")
    edited.write_text(plain.replace(of, f'{of} action="delete"'), encoding="utf-8")
    content = edited.read_bytes()
    file = edited.with_name(name)
    packed = {".gz": gzip.compress(content), ".bz2": bz2.compress(content)}
    file.write_bytes(packed.get(file.suffix, content))
    streets = read(file)["walk"]
    assert streets.network.edge_mm.sum() == pytest.approx(1_200_000 if "way" in of else 800_000, abs=50)
    assert "1 objects are marked as deleted in the file and were left out." in streets.source.note


def test_xml_is_known_by_its_root_though_a_licence_stands_before_it(opl: Callable[..., Path]) -> None:
    file = turned(opl(PLAIN), "plain.osm")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("<osm ", f"<!-- {'licence ' * 600}-->\n<osm ", 1), encoding="utf-8")
    assert metres(file) == 1600


def test_what_an_editor_has_not_sent_in_yet_is_read(opl: Callable[..., Path]) -> None:
    middle = node(-5, (10.0, 200.0))
    planned = way(-10, "n1,n-5,n4", "highway=footway,name=New%20%path")
    streets = read(opl([middle, *NODES, planned, RING]))["walk"]
    assert streets.network.edge_mm.sum() == pytest.approx(1_600_500, abs=100)
    assert -10 in streets.network.edge_way
    assert "New path" in streets.network.names
    own = [replace(line, id=-line.id) for line in NODES]
    drawn = way(-1, "n-1,n-2,n-3,n-4")
    assert metres(opl([*own, drawn], "own.opl")) == 1200
    moved = node(-4, (0.0, 300.0), version=2)
    for order in ([*own, moved], [moved, *own]):
        assert metres(opl([*order, drawn], "twice.opl")) == 1212
    with pytest.raises(SourceError, match="node -4 stands in it more than once, with nothing to say"):
        read(opl([*own, replace(moved, version=1), drawn], "tie.opl"))


SQUARE = [node(5, (0.0, 800.0)), node(6, (300.0, 800.0)), node(7, (300.0, 600.0)), node(8, (0.0, 600.0))]
ROAD = way(12, "n4,n8")


@pytest.mark.parametrize(
    "drawn",
    [
        [way(20, "n5,n6,n7,n8,n5", "highway=pedestrian,area=yes")],
        [way(20, "n5,n6,n7,n8,n5", ""), Line("r", 1, "Thighway=pedestrian,type=multipolygon Mw20@outer")],
        [
            way(20, "n5,n6,n7", ""),
            way(21, "n7,n8,n5", ""),
            Line("r", 1, "Thighway=pedestrian,type=multipolygon Mw20@outer,w21@"),
        ],
    ],
    ids=["closed way", "relation of one way", "relation of two ways"],
)
def test_a_square_is_walked_along_its_outline_however_it_is_drawn(
    drawn: list[Line], opl: Callable[..., Path]
) -> None:
    file = opl([*NODES, *SQUARE, RING, ROAD, *drawn])
    streets = read(file)
    assert round(float(streets["walk"].network.edge_mm.sum()) / 1000) == 1200 + 200 + 1000
    assert round(float(streets["drive"].network.edge_mm.sum()) / 1000) == 1200 + 200
    source = streets["walk"].source
    assert source.rows == source.used + sum(d.rows for d in source.dropped)


def test_a_street_on_the_outline_of_a_square_keeps_its_own_tags(opl: Callable[..., Path]) -> None:
    relation = Line("r", 1, "Thighway=pedestrian,type=multipolygon Mw10@outer,w11@outer")
    private = replace(CUT, rest="Thighway=footway,access=private Nn1,n4")
    assert metres(opl([*NODES, RING, private, relation])) == 1200


LINE = [node(5, (200.0, 200.0)), node(6, (0.0, 200.0)), node(7, (-200.0, 200.0)), node(8, (0.0, 300.0))]
"""A line from east to west, and a path from the ring's fourth corner to its first that meets it at node 6."""


@pytest.mark.parametrize(
    ("barrier", "path", "at", "line", "through"),
    [
        ("fence", "highway=footway", "", "n5,n6,n7", False),
        ("wall", "highway=path", "", "n5,n6,n7", False),
        ("hedge", "highway=track", "", "n5,n6,n7", False),
        ("kerb", "highway=footway", "", "n5,n6,n7", True),
        ("fence", "highway=footway", "barrier=gate", "n5,n6,n7", True),
        ("fence", "highway=footway", "barrier=stile", "n5,n6,n7", True),
        ("fence", "highway=footway,foot=yes", "", "n5,n6,n7", True),
        ("hedge", "highway=footway,designation=public_footpath", "", "n5,n6,n7", True),
        ("hedge", "highway=residential", "", "n5,n6,n7", True),
        ("fence", "highway=footway", "highway=street_lamp", "n5,n6,n7", False),
        ("fence", "highway=footway", "highway=crossing", "n5,n6,n7", True),
        ("fence", "highway=footway", "", "n5,n6", True),  # it ends at the path
        ("fence", "highway=footway", "", "n5,n6,n8", True),  # the path runs along it
    ],
)
def test_a_fence_a_wall_or_a_hedge_drawn_as_a_line_across_a_path_stops_a_walk(
    barrier: str, path: str, at: str, line: str, through: bool, opl: Callable[..., Path]
) -> None:
    points = [LINE[0], node(6, (0.0, 200.0), at), *LINE[2:]]
    file = opl([*NODES, *points, RING, way(11, "n4,n8,n6,n1", path), way(30, line, f"barrier={barrier}")])
    network = read(file)["walk"].network
    assert ((network.node_osm == 6).sum() == 2) is not through, (
        "a street that is cut has an end on either side"
    )


def test_a_street_that_is_only_planned_opens_no_fence(opl: Callable[..., Path]) -> None:
    path, fence = way(11, "n4,n8,n6,n1", "highway=footway"), way(30, "n5,n6,n7", "barrier=fence")
    for kind, ends in (("proposed", 2), ("service", 1)):
        across = way(31, "n5,n6,n7", f"highway={kind}")
        network = read(opl([*NODES, *LINE, RING, path, fence, across]))["walk"].network
        assert (network.node_osm == 6).sum() == ends


def test_two_fences_that_meet_at_a_path_stop_a_walk_as_one_does(opl: Callable[..., Path]) -> None:
    halves = [way(30, "n5,n6", "barrier=fence"), way(31, "n6,n7", "barrier=fence")]
    network = read(opl([*NODES, *LINE, RING, way(11, "n4,n8,n6,n1", "highway=footway"), *halves]))[
        "walk"
    ].network
    assert (network.node_osm == 6).sum() == 2


def test_words_that_no_table_knows_are_listed_with_their_metres(opl: Callable[..., Path]) -> None:
    odd = replace(CUT, rest="Thighway=footway,access=fishing Nn1,n4")
    streets = read(opl([*NODES, RING, odd]))["walk"]
    assert streets.unknown == {"access=fishing": pytest.approx(400.0, abs=0.1)}
    assert "do not know, on streets that are counted: access=fishing on 0.40 km." in streets.source.note


def test_a_file_that_lacks_the_points_of_many_streets_says_so_itself(opl: Callable[..., Path]) -> None:
    cut = [way(100 + i, "n1,n4,n99") for i in range(3)]
    assert (
        "LOOK: 60% of the streets open to this mode lack points"
        in read(opl([*PLAIN, *cut]))["walk"].source.note
    )
    gone = [way(100 + i, "n98,n99") for i in range(3)]
    with pytest.raises(
        SourceError, match=r"only 2 of its 5 streets that are open to walkers has its points.*complete_ways"
    ):
        read(opl([*PLAIN, *gone]))


REFUSED = {
    b"hello": "something else",
    b"\0" * 500: "something else",
    b"<!DOCTYPE html><html></html>": "it is a web page",
    b"<?xml version='1.0'?><gpx></gpx>": "it is other XML",
    b"<?xml version='1.0'?><osm version='0.6'></osm>": "it holds no street",
    b"<?xml version='1.0'?><osm version='0.5'></osm>": "of an old version of the format",
    b"<?xml version='1.0'?><osmChange version='0.6'></osmChange>": "file of changes.*osmium apply-changes",
    b'{"version": 0.6, "elements": []}': "JSON, as Overpass.*out:xml",
    b"PK\x03\x04 and so on": "it is a zip file. Unpack it",
    b"\xfd7zXZ\x00 and so on": "packed with xz.*unxz",
    b"\x28\xb5\x2f\xfd and so on": "packed with zstd.*unzstd",
    b"\xff\xe0\x04o5m2 and so on": "o5m file.*osmium cat",
    b"n1 v1 dV T x0.0 y5": "its last line has no end: it was cut short, or saved so.*echo >>",
    gzip.compress(b"<?xml version='1.0'?><osm version='0.6'>", mtime=0)[:-4]: "was cut short.*MD5",
}  # fmt: skip


@pytest.mark.parametrize("content", REFUSED)
def test_a_file_of_another_kind_is_refused_by_its_own_name(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "streets.osm.pbf"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=REFUSED[content]) as caught:
        read(file)
    assert caught.value.file == file
    assert ("MD5" in str(caught.value)) == ("Download it again" in str(caught.value))


@pytest.mark.parametrize("name", ["a.osm.pbf", "f.osm", "g.osm.gz", "h.osm.bz2", "i.opl"])
def test_a_file_that_was_cut_short_is_refused_as_that(name: str, opl: Callable[..., Path]) -> None:
    whole = turned(opl(PLAIN, "plain.opl"), name).read_bytes()
    file = opl(PLAIN).with_name(name)
    for length in (len(whole) // 2, len(whole) - (2 if name == "f.osm" else 1)):
        file.write_bytes(whole[:length])
        with pytest.raises(SourceError, match="was cut short"):
            read(file)


def test_a_damaged_file_is_not_called_cut_short(opl: Callable[..., Path]) -> None:
    file = turned(opl(PLAIN), "a.osm.pbf")
    content = bytearray(file.read_bytes())
    content[-20] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(SourceError, match=r"failed to uncompress.*osmium fileinfo") as caught:
        read(file)
    assert "MD5" not in str(caught.value)
