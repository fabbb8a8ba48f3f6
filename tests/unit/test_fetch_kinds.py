"""What a server sent is looked at before it is read: kinds of files, relations with streets, records, given extracts."""

from pathlib import Path

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Relation

from geodata.errors import SourceError
from geodata.fetch.clip import cut_streets
from geodata.fetch.kinds import Kind, what_is_wrong
from geodata.fetch.record import read_runs
from geodata.projection import from_national_grid
from tests.made_up.publishers_server import noise, zipped
from tests.pbf import ORIGIN, Extract, street


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        (Kind.CSV, b"", "it sent nothing"),
        (Kind.CSV, b"\xef\xbb\xbf\n<!DOCTYPE html>", "it sent a web page, not a CSV file"),
        (Kind.CSV, b'{"error": 1}', "not a CSV file"),
        (Kind.CSV, zipped({"a.csv": b"a"}), "not a CSV file"),
        (Kind.ZIP, zipped({"a.csv": noise(5000, 1)})[:3000], "not a whole zip file"),
        (
            Kind.ZIP,
            zipped({"a.csv": noise(5000, 1)}).replace(noise(5000, 1)[100:110], b"0123456789"),
            "a.csv in the zip file is damaged",
        ),
        (Kind.PBF, b"\x00\x00\x00\x0d\x0a\x09OSMNothing", "not an OpenStreetMap PBF"),
        (Kind.OSM_XML, b"<?xml version='1.0'?><note/>", "not OpenStreetMap XML"),
        (Kind.OSM_XML, b"<?xml version='1.0'?><osm><node/>", "was cut short"),
        (Kind.JSON, b"{", "not JSON"),
    ],
)
def test_what_is_not_of_its_kind_is_said(tmp_path: Path, kind: Kind, content: bytes, said: str) -> None:
    file = tmp_path / "sent"
    file.write_bytes(content)
    assert said in (what_is_wrong(file, kind) or "")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Kind.CSV, b"a,b\n1,2\n"),
        (Kind.ZIP, zipped({"a.csv": b"a"})),
        (Kind.OSM_XML, b"<?xml version='1.0'?><osm></osm>"),
        (Kind.JSON, b"[]"),
    ],
)
def test_what_is_of_its_kind_passes(tmp_path: Path, kind: Kind, content: bytes) -> None:
    file = tmp_path / "sent"
    file.write_bytes(content)
    assert what_is_wrong(file, kind) is None


EVERYWHERE = (-9.0, 49.0, 3.0, 61.0)


def drawn(folder: Path) -> Path:
    """Two streets kilometres apart, a river, an outline without tags, and relations of squares with a street or the outline."""
    places = {1: (0, 0), 2: (100, 0), 3: (5000, 0), 4: (5100, 0), 5: (0, 50), 6: (100, 50)}
    ways = [street(10, 1, 2), street(11, 3, 4), (12, [2, 6], {"waterway": "river"}), (13, [5, 6], {})]
    file = Extract(places, ways).write(folder / "drawn.osm.pbf")
    whole = folder / "whole.osm.pbf"
    with osmium.SimpleWriter(str(whole)) as writer:
        for item in osmium.FileProcessor(str(file)):
            writer.add(item)
        for number, way in ((20, 10), (21, 11), (22, 13)):
            writer.add_relation(
                Relation(id=number, members=[("w", way, "outer")], tags={"highway": "pedestrian"})
            )
    return whole


def held(file: Path) -> list[tuple[str, int]]:
    return [(item.type_str(), item.id) for item in osmium.FileProcessor(str(file))]


def test_streets_are_cut_whole_with_their_points_and_squares_and_nothing_else(tmp_path: Path) -> None:
    whole = drawn(tmp_path)
    longitude, latitude = from_national_grid(*(np.array([edge]) for edge in ORIGIN))
    near = (longitude[0] - 0.001, latitude[0] - 0.001, longitude[0] + 0.0005, latitude[0] + 0.001)
    out = tmp_path / "cut.osm.pbf"
    assert cut_streets([whole], near, out)
    assert held(out) == [
        *(("n", number) for number in (1, 2, 5, 6)),
        ("w", 10),
        ("w", 13),
        ("r", 20),
        ("r", 22),
    ]
    assert not cut_streets([whole], EVERYWHERE, tmp_path / "not.osm.pbf")
    assert not (tmp_path / "not.osm.pbf").exists()


def test_a_fence_that_passes_a_point_of_a_street_is_cut_with_it_and_others_are_not(tmp_path: Path) -> None:
    places = {
        1: (0, 0),
        2: (100, 0),
        3: (5000, 0),
        4: (5100, 0),
        5: (100, 50),
        6: (100, -50),
        7: (50, 50),
        8: (50, -50),
    }
    fence, kerb = {"barrier": "fence"}, {"barrier": "kerb"}
    ways = [
        street(10, 1, 2),
        street(11, 3, 4),
        (12, [5, 2, 6], fence),
        (13, [7, 8], fence),
        (14, [7, 1], kerb),
    ]
    whole, out = Extract(places, ways).write(tmp_path / "whole.osm.pbf"), tmp_path / "cut.osm.pbf"
    longitude, latitude = from_national_grid(*(np.array([edge]) for edge in ORIGIN))
    assert cut_streets(
        [whole], (longitude[0] - 0.01, latitude[0] - 0.01, longitude[0] + 0.01, latitude[0] + 0.01), out
    )
    assert held(out) == [*(("n", number) for number in (1, 2, 5, 6)), ("w", 10), ("w", 12)]


def test_an_extract_of_elsewhere_or_that_is_damaged_is_refused(tmp_path: Path) -> None:
    whole = drawn(tmp_path)
    with pytest.raises(SourceError, match="no street of it lies in the area"):
        cut_streets([whole], (-5.0, 50.0, -4.0, 51.0), tmp_path / "cut.osm.pbf")
    damaged = tmp_path / "damaged.osm.pbf"
    damaged.write_bytes(whole.read_bytes()[:-40])
    with pytest.raises(SourceError, match="it was cut short"):
        cut_streets([damaged], EVERYWHERE, tmp_path / "cut.osm.pbf")


def test_a_record_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    assert read_runs(tmp_path) == []
    for text in ("{", '{"format": 99, "runs": []}', "[]"):
        (tmp_path / "imports.json").write_text(text)
        with pytest.raises(SourceError, match=r"is not a record of imports.*Move it away"):
            read_runs(tmp_path)
