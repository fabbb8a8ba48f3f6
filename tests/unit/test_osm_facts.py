from collections.abc import Iterator, Mapping

import pytest

from geodata.arrays import EdgeFlag, NodeFlag
from geodata.sources import osm_facts
from geodata.sources.osm_access import RULES, WAY_KEYS

MPH_30, MPH_60, MPH_70 = 48.28032, 96.56064, 112.65408


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"maxspeed": "30 mph"}, MPH_30),
        ({"maxspeed": "30mph"}, MPH_30),
        ({"maxspeed": " 30 MPH "}, MPH_30),
        ({"maxspeed": "70 mph"}, MPH_70),
        ({"maxspeed": "50"}, 50.0),
        ({"maxspeed": "50 km/h"}, 50.0),
        ({"maxspeed": "12.5 mph"}, 20.1168),
        ({"maxspeed": "national"}, MPH_60),
        ({"maxspeed": "GB:national", "highway": "motorway"}, MPH_70),
        ({"maxspeed": "GB:nsl_single"}, MPH_60),
        ({"maxspeed": "GB:nsl_dual"}, MPH_70),
        ({"maxspeed": "walk"}, 5.0),
        ({"maxspeed:forward": "30 mph", "maxspeed:backward": "60 mph"}, MPH_30),
        ({"maxspeed:forward": "30 mph"}, 0.0),
        ({"maxspeed:type": "GB:nsl_dual"}, MPH_70),
        ({"maxspeed": "signals", "source:maxspeed": "GB:nsl_restricted"}, MPH_30),
        ({"source:maxspeed": "survey"}, 0.0),
        ({}, 0.0),
        ({"maxspeed": "none"}, 0.0),
        ({"maxspeed": "fast"}, 0.0),
        ({"maxspeed": "30 mph;40 mph"}, 0.0),
        ({"maxspeed": "-30 mph"}, 0.0),
        ({"maxspeed": "0"}, 0.0),
        ({"maxspeed": "300"}, 0.0),
        ({"maxspeed": "30 mphh"}, 0.0),
    ],
)
def test_speed_limit(tags: dict[str, str], kmh: float) -> None:
    assert osm_facts.speed_limit({"highway": "primary"} | tags) == pytest.approx(kmh)


@pytest.mark.parametrize(
    ("tags", "flag"),
    [
        ({"oneway": "yes"}, EdgeFlag.ONEWAY_FORWARD),
        ({"oneway": "1"}, EdgeFlag.ONEWAY_FORWARD),
        ({"oneway": "-1"}, EdgeFlag.ONEWAY_BACKWARD),
        ({"oneway": "reverse"}, EdgeFlag.ONEWAY_BACKWARD),
        ({"oneway": "no"}, EdgeFlag(0)),
        ({"oneway": "approach"}, EdgeFlag(0)),
        ({"junction": "roundabout"}, EdgeFlag.ONEWAY_FORWARD),
        ({"junction": "roundabout", "oneway": "approach"}, EdgeFlag.ONEWAY_FORWARD),
        ({"junction": "roundabout", "oneway": "-1"}, EdgeFlag.ONEWAY_BACKWARD),
        ({"highway": "motorway"}, EdgeFlag.ONEWAY_FORWARD),
        ({"highway": "motorway", "oneway": "no"}, EdgeFlag(0)),
        ({"highway": "motorway_link"}, EdgeFlag(0)),
    ],
)
def test_one_way_binds_cars_and_not_walkers(tags: dict[str, str], flag: EdgeFlag) -> None:
    way = {"highway": "primary"} | tags
    assert osm_facts.edge_flags(way, directed=True) == flag
    assert osm_facts.edge_flags(way, directed=False) == EdgeFlag(0)


@pytest.mark.parametrize(
    ("tags", "flag"),
    [
        ({"highway": "steps"}, EdgeFlag.STEPS),
        ({"surface": "gravel"}, EdgeFlag.UNPAVED),
        ({"surface": "asphalt", "tracktype": "grade5"}, EdgeFlag(0)),
        ({"tracktype": "grade4"}, EdgeFlag.UNPAVED),
        ({"tracktype": "grade2"}, EdgeFlag(0)),
        ({"lit": "no"}, EdgeFlag.UNLIT),
        ({"lit": "yes"}, EdgeFlag(0)),
        ({"bridge": "yes"}, EdgeFlag.BRIDGE),
        ({"bridge": "no"}, EdgeFlag(0)),
        ({"tunnel": "building_passage"}, EdgeFlag.TUNNEL),
        ({"highway": "footway", "footway": "crossing"}, EdgeFlag.CROSSING),
        ({"sidewalk": "none"}, EdgeFlag.NO_SIDEWALK),
        ({"sidewalk": "no"}, EdgeFlag.NO_SIDEWALK),
        ({"sidewalk:both": "no"}, EdgeFlag.NO_SIDEWALK),
        ({"sidewalk:left": "no", "sidewalk:right": "no"}, EdgeFlag.NO_SIDEWALK),
        ({"sidewalk:left": "no"}, EdgeFlag(0)),
        ({"highway": "trunk"}, EdgeFlag(0)),
        (
            {"lit": "no", "bridge": "yes", "highway": "steps"},
            EdgeFlag.UNLIT | EdgeFlag.BRIDGE | EdgeFlag.STEPS,
        ),
    ],
)
def test_facts_of_a_street(tags: dict[str, str], flag: EdgeFlag) -> None:
    assert osm_facts.edge_flags({"highway": "primary"} | tags, directed=False) == flag


@pytest.mark.parametrize(
    ("tags", "flag"),
    [
        ({"highway": "crossing"}, NodeFlag.CROSSING),
        ({"crossing": "uncontrolled"}, NodeFlag.CROSSING),
        ({"crossing": "no"}, NodeFlag(0)),
        ({"highway": "crossing", "crossing": "traffic_signals"}, NodeFlag.CROSSING | NodeFlag.SIGNALS),
        ({"highway": "traffic_signals"}, NodeFlag.SIGNALS),
        ({"railway": "level_crossing"}, NodeFlag.LEVEL_CROSSING),
        ({"railway": "crossing"}, NodeFlag.LEVEL_CROSSING),
        ({"barrier": "kissing_gate"}, NodeFlag.GATE),
        ({"barrier": "gate", "locked": "yes"}, NodeFlag.GATE | NodeFlag.LOCKED),
        ({"barrier": "gate", "locked": "no"}, NodeFlag.GATE),
        ({"barrier": "bollard"}, NodeFlag(0)),
        ({"highway": "bus_stop"}, NodeFlag(0)),
    ],
)
def test_facts_of_a_point(tags: dict[str, str], flag: NodeFlag) -> None:
    assert osm_facts.node_flags(tags) == flag


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        ({"name": " High Street ", "ref": "A606"}, "High Street"),
        ({"ref": "A606"}, "A606"),
        ({"name": " "}, None),
        ({}, None),
    ],
)
def test_name(tags: dict[str, str], name: str | None) -> None:
    assert osm_facts.name(tags) == name


_SAID = {"highway": "residential", "sidewalk:left": "no"}
"""What leads a rule to look further."""


class Watched(Mapping[str, str]):
    """Tags that say next to nothing, and keep what they were asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        if key in _SAID:
            return _SAID[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_only_keys_that_a_rule_looks_at_are_read_from_a_file_and_none_is_forgotten() -> None:
    facts, names, rules = Watched(), Watched(), Watched()
    osm_facts.edge_flags(facts, directed=True)
    osm_facts.speed_limit(facts)
    assert facts.asked == osm_facts.WAY_KEYS
    osm_facts.name(names)
    assert names.asked == osm_facts.NAME_KEYS
    for table in RULES.values():
        table.refusal(rules)
        table.unknown(rules)
    assert rules.asked == WAY_KEYS
