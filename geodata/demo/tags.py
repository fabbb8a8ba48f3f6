"""OpenStreetMap tags for what the made-up town is drawn with."""

from collections.abc import Mapping

from geodata.demo.main_roads import MainRoad
from geodata.demo.places import Style

Tags = Mapping[str, str]

RAILWAY: Tags = {"railway": "rail", "name": "Quernwick Line", "electrified": "no"}
BRIDGE: Tags = {"bridge": "yes", "layer": "1"}
STEPS: Tags = {"highway": "steps", "surface": "concrete", "lit": "yes", "step_count": "32"}
FOOTBRIDGE: Tags = {"highway": "footway", "surface": "concrete", "lit": "yes", **BRIDGE}
SUBWAY: Tags = {"highway": "footway", "surface": "asphalt", "lit": "yes", "tunnel": "yes", "layer": "-1"}
PAVED_PATH: Tags = {"highway": "footway", "surface": "asphalt", "lit": "yes"}
ALLEY: Tags = {"highway": "footway", "surface": "paving_stones", "lit": "yes"}
CUT_THROUGH: Tags = {"highway": "footway", "surface": "asphalt", "lit": "no"}
PARK_PATH: Tags = {"highway": "path", "surface": "compacted", "lit": "no"}
RIVERSIDE: Tags = {"highway": "path", "surface": "gravel", "lit": "no", "name": "Quern Bank"}
GREENWAY: Tags = {
    "highway": "cycleway",
    "foot": "designated",
    "segregated": "no",
    "surface": "asphalt",
    "lit": "no",
    "name": "Wool Line",
}
FIELD_PATH: Tags = {"highway": "footway", "designation": "public_footpath", "surface": "ground", "lit": "no"}
BRIDLEWAY: Tags = {"highway": "bridleway", "designation": "public_bridleway", "surface": "dirt", "lit": "no"}
FARM_TRACK: Tags = {"highway": "track", "tracktype": "grade3", "access": "private"}


def main_road(main: MainRoad, in_town: bool) -> Tags:
    """A main road; out of town it has no pavement and no light."""
    tags = {"highway": main.highway, "name": main.name, "surface": "asphalt"}
    if main.highway == "pedestrian":
        return {**tags, "surface": "paving_stones", "lit": "yes"}
    if in_town:
        return {**tags, "maxspeed": main.maxspeed, "sidewalk": "both", "lit": "yes"}
    return {**tags, "maxspeed": "60 mph", "sidewalk": "no", "lit": "no"}


def minor_street(name: str, style: Style) -> Tags:
    """A street of houses."""
    tags = {"highway": "residential", "name": name, "surface": "asphalt", "maxspeed": "20 mph", "lit": "yes"}
    if style is Style.VILLAGE:
        return {**tags, "maxspeed": "30 mph", "sidewalk": "no"}
    return {**tags, "sidewalk": "both"}
