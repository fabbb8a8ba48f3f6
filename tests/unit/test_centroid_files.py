"""Population-weighted centroids of output areas: what is read, and what is refused."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.area import Area
from geodata.errors import SourceError
from geodata.sources.centroids import read_centroids

AREA = Area(shapely.box(480_000, 300_000, 490_000, 310_000), 3000.0)
GOOD = "OA21CD,x,y\nE00000002,485000.25,305000\nE00000001,491000,305000\nE00000003,600000,100000\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "centroids.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_centroids_in_reach_are_read_in_order_of_their_codes(tmp_path: Path) -> None:
    centroids, source = read_centroids(written(tmp_path, GOOD), AREA, vintage="2021")
    assert list(centroids.code) == [b"E00000001", b"E00000002"]
    assert list(centroids.x) == [491000.0, 485000.25]
    assert np.isnan(centroids.error_m).all()
    assert (source.rows, source.used) == (3, 2)


def test_capitals_order_and_year_of_columns_may_drift(tmp_path: Path) -> None:
    text = "FID,Y,X,oa31cd\n1,305000,485000,E00000001\n"
    assert len(read_centroids(written(tmp_path, text), AREA, vintage="2031")[0].code) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("OA21CD", "LSOA21CD"), "it has no column like OA21CD; it has LSOA21CD, x, y"),
        (GOOD.replace("x,y", "easting,y"), "it has no column 'x'"),
        (GOOD.replace("491000", "east"), "column 'x', row 3: 'east' is no number of metres"),
        (GOOD.replace("E00000001", "E00000002"), "'E00000002' stands in more than one row"),
        ("OA21CD,x,y\nE00000001,-0.7,52.6\n", "looks like degrees"),
        ("OA21CD,x,y\nE00000001,600000,100000\n", "no output area of it lies in the area"),
        ("<html>Not here</html>", "it is a web page, not a CSV file"),
    ],
)
def test_what_is_not_this_layout_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_centroids(written(tmp_path, text), AREA, vintage="2021")
