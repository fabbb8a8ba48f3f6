from pathlib import Path

import numpy as np
import osmium
import pytest

from bench.county import repeat
from geodata.network import read_modes

from ..pbf import Extract, street


def test_copies_stand_side_by_side_and_share_nothing(tmp_path: Path) -> None:
    places = {1: (0.0, 0.0), 2: (400.0, 0.0), 3: (400.0, 400.0)}
    plain = Extract(places, [street(10, 1, 2, 3, name="Ring")]).write(tmp_path / "plain.osm.pbf")
    header = osmium.io.Header()
    header.add_box(osmium.osm.Box(-0.75, 52.65, -0.70, 52.68))
    one = tmp_path / "one.osm.pbf"
    with osmium.SimpleWriter(str(one), header=header) as writer:
        osmium.apply(str(plain), writer)
    many = repeat(one, tmp_path / "many.osm.pbf", 6, 3)
    network = read_modes(many, {"walk": "x"})["walk"].network
    assert network.edges == 6
    assert network.names == tuple(f"Ring {copy}" for copy in range(6))
    assert network.edge_mm.sum() == pytest.approx(6 * 800_000, rel=0.05)  # degrees are wider in the south
    corners = np.column_stack([network.node_x, network.node_y])
    assert np.ptp(corners[:, 0]) > 2 * 3_000
    assert np.ptp(corners[:, 1]) > 3_000
    assert repeat(one, many, 1, 1) == many  # made once
    assert len(np.unique(network.edge_way)) == 6
