"""The reader of streets against files in which a field holds what does not belong there."""

import bz2
import gzip
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import SourceError
from geodata.network import read_modes

from ..opl import PLAIN, Line

ABSURD = ["", "0", "-1", "nan", "inf", "1e300", "999999999999999999999", "x", "highway", "=", "=,=", "%zz%", "n1,n1", "highway=residential"]  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """The plain file as OPL with one field of one object replaced by something that does not belong there."""
    relation = Line("r", 1, "Thighway=pedestrian,type=multipolygon Mw11@outer")
    lines = [str(line).split(" ") for line in [*PLAIN, relation]]
    row = draw(st.integers(0, len(lines) - 1))
    column = draw(st.integers(0, len(lines[row]) - 1))
    head = draw(st.sampled_from([lines[row][column][:1], ""]))
    lines[row][column] = head + draw(st.sampled_from(ABSURD))
    packed = draw(st.sampled_from([bytes, gzip.compress, bz2.compress]))
    return packed("".join(" ".join(line) + "\n" for line in lines).encode())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=spoiled())
def test_whatever_stands_in_a_field_the_file_is_read_or_refused_by_name(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "spoiled.opl"
    file.write_bytes(content)
    try:
        streets = read_modes(file, {"walk": "a day", "drive": "a day"})
    except SourceError as error:
        assert error.wrong  # noqa: PT017
        assert error.todo  # noqa: PT017
    else:
        for mode in streets.values():
            assert np.isfinite(mode.network.geometry_xy).all()
            assert mode.source.used + sum(d.rows for d in mode.source.dropped) == mode.source.rows
