"""Lines that cross become streets that meet; bridges and tunnels do not meet what they pass."""

from shapely import LineString

from geodata.demo.weave import Street, largest_part, woven

ROAD = {"highway": "residential"}


def _street(*points: tuple[float, float], **tags: str) -> Street:
    return Street(LineString(points), {**ROAD, **tags})


def _points(street: Street) -> list[tuple[float, ...]]:
    return list(street.line.coords)


def test_two_that_cross_share_a_point() -> None:
    along, across = woven([_street((0, 0), (100, 0)), _street((40, -50), (40, 50))])
    assert _points(along) == [(0, 0), (40, 0), (100, 0)]
    assert _points(across) == [(40, -50), (40, 0), (40, 50)]


def test_an_end_that_all_but_touches_is_joined_with_its_own_point() -> None:
    along, stem = woven([_street((0, 0), (100, 0)), _street((40, 0.3), (40, 50))])
    assert _points(stem)[0] == (40, 0.3)
    assert (40, 0.3) in _points(along)


def test_a_gap_is_left_a_gap() -> None:
    along, stem = woven([_street((0, 0), (100, 0)), _street((40, 2), (40, 50))])
    assert _points(along) == [(0, 0), (100, 0)]
    assert len(_points(stem)) == 2


def test_a_bridge_meets_streets_only_at_its_ends() -> None:
    below, bridge, approach = woven(
        [
            _street((0, 0), (100, 0)),
            _street((40, -20), (40, 20), bridge="yes", layer="1"),
            _street((40, 20), (40, 90)),
        ]
    )
    assert _points(below) == [(0, 0), (100, 0)]
    assert _points(bridge) == [(40, -20), (40, 20)]
    assert _points(approach)[0] == (40, 20)


def test_two_that_run_together_for_a_while_share_the_ends_of_it() -> None:
    one, other = woven([_street((0, 0), (100, 0)), _street((30, 0), (60, 0), (60, 50))])
    assert {(30, 0), (60, 0)} <= set(_points(one)) & set(_points(other))


def test_only_the_largest_part_is_kept() -> None:
    island = _street((500, 500), (600, 500))
    kept = largest_part(woven([_street((0, 0), (100, 0)), island, _street((100, 0), (100, 90))]))
    assert len(kept) == 2
    assert all(street.line != island.line for street in kept)
