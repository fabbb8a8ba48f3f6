import pytest

from geodata.sources.osm_access import DRIVE, RULES, WALK, AccessRules


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "residential"},
        {"highway": "trunk"},
        {"highway": "trunk", "sidewalk": "none"},
        {"highway": "service", "service": "driveway"},
        {"highway": "footway"},
        {"highway": "steps"},
        {"highway": "bridleway"},
        {"highway": "track"},
        {"highway": "cycleway"},
        {"highway": "cycleway", "foot": "designated"},
        {"highway": "road"},
        {"highway": "pedestrian", "area": "yes"},
        {"highway": "residential", "sidewalk": "separate"},
        {"highway": "service", "access": "private", "foot": "yes"},
        {"highway": "service", "access": "no", "foot": "permissive"},
        {"highway": "service", "access": "no", "foot": "designated"},
        {"highway": "track", "access": "private", "designation": "public_footpath"},
        {"highway": "service", "access": "customers"},
        {"highway": "residential", "access": "destination"},
        {"highway": "residential", "vehicle": "no", "motor_vehicle": "private"},
        {"highway": "path", "foot": "unknown"},
        {"highway": "trunk", "motorroad": "yes", "foot": "yes"},
        {"highway": "corridor", "foot": "yes"},
        {"highway": "footway", "foot": "yes;permissive"},
        {"highway": "residential", "oneway": "reversible"},
    ],
)
def test_walkers_may_use(tags: dict[str, str]) -> None:
    assert WALK.refusal(tags) is None


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"highway": "motorway"}, "highway=motorway is no street for walkers"),
        ({"highway": "motorway", "foot": "yes"}, "highway=motorway is no street for walkers"),
        ({"highway": "motorway_link"}, "highway=motorway_link is no street for walkers"),
        ({"highway": "construction"}, "highway=construction is no street for walkers"),
        ({"highway": "proposed"}, "highway=proposed is no street for walkers"),
        ({"highway": "raceway"}, "highway=raceway is no street for walkers"),
        ({"highway": "bus_stop"}, "highway=bus_stop is no street for walkers"),
        ({"highway": "footway", "abandoned": "yes"}, "abandoned=yes"),
        ({"highway": "footway", "foot": "no"}, "foot=no"),
        ({"highway": "cycleway", "foot": "no"}, "foot=no"),
        ({"highway": "footway", "foot": "private"}, "foot=private"),
        ({"highway": "primary", "foot": "use_sidepath"}, "foot=use_sidepath"),
        ({"highway": "service", "access": "private"}, "access=private"),
        ({"highway": "service", "access": "no"}, "access=no"),
        ({"highway": "track", "access": "agricultural;forestry"}, "access=agricultural"),
        ({"highway": "track", "access": "private", "bicycle": "yes"}, "access=private"),
        ({"highway": "path", "access": "yes", "foot": "no"}, "foot=no"),
        ({"highway": "path", "designation": "public_footpath", "foot": "no"}, "foot=no"),
        ({"highway": "trunk", "motorroad": "yes"}, "motorroad=yes"),
        ({"highway": "trunk", "motorroad": "yes", "access": "yes"}, "motorroad=yes"),
        ({"highway": "corridor"}, "highway=corridor without a tag that lets walkers in"),
        ({"highway": "corridor", "foot": "private"}, "foot=private"),
    ],
)
def test_walkers_may_not_use(tags: dict[str, str], reason: str) -> None:
    assert WALK.refusal(tags) == reason


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "motorway_link"},
        {"highway": "residential", "access": "destination"},
        {"highway": "service", "access": "private", "motor_vehicle": "yes"},
        {"highway": "track", "motor_vehicle": "permissive"},
        {"highway": "residential", "foot": "no"},
        {"highway": "residential", "vehicle": "no", "motorcar": "yes"},
    ],
)
def test_cars_may_use(tags: dict[str, str]) -> None:
    assert DRIVE.refusal(tags) is None


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ({"highway": "footway"}, "highway=footway is no street for cars"),
        ({"highway": "footway", "motor_vehicle": "yes"}, "highway=footway is no street for cars"),
        ({"highway": "track"}, "highway=track without a tag that lets cars in"),
        ({"highway": "residential", "motor_vehicle": "no"}, "motor_vehicle=no"),
        ({"highway": "residential", "vehicle": "private"}, "vehicle=private"),
        ({"highway": "service", "access": "psv"}, "access=psv"),
        ({"highway": "service", "service": "emergency_access"}, "service=emergency_access"),
        ({"highway": "service", "area": "yes"}, "area=yes"),
        ({"highway": "trunk", "oneway": "reversible"}, "oneway=reversible"),
    ],
)
def test_cars_may_not_use(tags: dict[str, str], reason: str) -> None:
    assert DRIVE.refusal(tags) == reason


@pytest.mark.parametrize(
    ("tags", "walkers", "cars"),
    [
        ({"barrier": "gate"}, False, False),
        ({"barrier": "stile"}, False, True),
        ({"barrier": "bollard"}, False, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False, False),
        ({"barrier": "gate", "access": "private"}, True, True),
        ({"barrier": "gate", "access": "no"}, True, True),
        ({"barrier": "gate", "foot": "no"}, True, False),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, False, True),
        ({"barrier": "gate", "motor_vehicle": "private"}, False, True),
        ({"barrier": "fence"}, True, True),
        ({"barrier": "wall"}, True, True),
        ({"barrier": "hedge"}, True, True),
        ({"barrier": "fence", "foot": "yes"}, False, True),
        ({"barrier": "gate", "access": "permit"}, True, True),
        ({"access": "private"}, False, False),
        ({"highway": "crossing"}, False, False),
    ],
)
def test_barriers_that_stop(tags: dict[str, str], walkers: bool, cars: bool) -> None:
    assert WALK.blocks(tags) is walkers
    assert DRIVE.blocks(tags) is cars


SHUT = (
    "permit",
    "residents",
    "employees",
    "staff",
    "military",
    "emergency",
    "closed",
    "Private",
    "no ; permit",
)


@pytest.mark.parametrize("word", SHUT)
@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_words_for_a_few_refuse_as_private_does(rules: AccessRules, word: str) -> None:
    for rule in rules.keys:
        if rule.asked:
            assert (rules.refusal({"highway": "residential", rule.key: word}) or "").startswith(
                f"{rule.key}="
            )


@pytest.mark.parametrize("word", ["yes", "designated", "permissive"])
def test_an_invitation_to_walkers_wins_over_a_word_for_a_few(word: str) -> None:
    assert WALK.refusal({"highway": "path", "access": "residents", "foot": word}) is None


@pytest.mark.parametrize(
    ("tags", "walkers", "cars"),
    [
        ({"access": "fishing"}, ("access=fishing",), ("access=fishing",)),
        ({"foot": "unknown", "access": "hearsay;fishing"}, ("foot=unknown", "access=fishing", "access=hearsay"), ("access=fishing", "access=hearsay")),
        ({"foot": "yes", "access": "fishing"}, (), ("access=fishing",)),
        ({"foot": "fishing", "motor_vehicle": "yes"}, ("foot=fishing",), ()),
        ({"designation": "quiet_lane", "oneway": "yes"}, (), ()),
        ({}, (), ()),
    ],
)  # fmt: skip
def test_words_that_no_table_knows_are_told(
    tags: dict[str, str], walkers: tuple[str, ...], cars: tuple[str, ...]
) -> None:
    tags = {"highway": "residential"} | tags
    assert (WALK.unknown(tags), DRIVE.unknown(tags)) == (walkers, cars)
    assert WALK.refusal(tags) is None
    assert DRIVE.refusal(tags) is None


def test_a_class_is_open_or_needs_an_invitation_never_both() -> None:
    for rules in RULES.values():
        assert not rules.classes & rules.invited_classes
