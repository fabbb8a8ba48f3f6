"""Which OpenStreetMap ways and barriers a mode may use, as tables. Another mode is another table, not other code.

Keys of a mode go from the particular to the general; the first that says yes or no decides ("foot" beats
"access"). Values that a table does not know ("unknown", "fishing") say nothing, and a build lists them. Conditional
tags ("access:conditional") are not read. docs/streets.md states these choices for those who rely on the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Tags = Mapping[str, str]
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AccessKey:
    """A tag's values that invite the mode, and those that refuse it.

    ``asked``: the tag is about access, so that a value which is in neither set is a question. Other tags
    ("oneway", "designation") have values that have nothing to do with who may pass.
    """

    key: str
    invites: frozenset[str] = _NOTHING
    refuses: frozenset[str] = _NOTHING
    asked: bool = False


@dataclass(frozen=True)
class AccessRules:
    """What one mode may use.

    classes: values of ``highway`` that are open unless a key refuses. invited_classes: open only where a key
    invites. keys: in order, the first that says anything decides. barriers: values of ``barrier`` that stop the
    mode unless a key invites; any barrier stops it where a key refuses. directed: one-way streets bind the mode.
    people: who is refused, in words for a report.
    """

    mode: str
    people: str
    classes: frozenset[str]
    invited_classes: frozenset[str]
    keys: tuple[AccessKey, ...]
    barriers: frozenset[str]
    directed: bool

    def refusal(self, tags: Tags) -> str | None:
        """Why a way with these tags is not used, in words that many ways can share, or None where it is used."""
        highway = tags.get("highway", "")
        if highway not in self.classes and highway not in self.invited_classes:
            return f"highway={highway} is no street for {self.people}"
        invited, reason = self._said(tags)
        if reason is None and highway in self.invited_classes and not invited:
            return f"highway={highway} without a tag that lets {self.people} in"
        return reason

    def blocks(self, tags: Tags) -> bool:
        """Whether a node with these tags is a barrier that stops the mode."""
        barrier = tags.get("barrier")
        if barrier is None:
            return False
        invited, reason = self._said(tags)
        return reason is not None or (barrier in self.barriers and not invited)

    def invites(self, tags: Tags) -> bool:
        """Whether tags expressly let the mode in."""
        return self._said(tags)[0]

    def unknown(self, tags: Tags) -> tuple[str, ...]:
        """What these tags say about access that no table knows, before a key decides: "foot=fishing"."""
        found: list[str] = []
        for rule in self.keys:
            values = _values(tags, rule.key)
            if values & (rule.invites | rule.refuses):
                break
            if rule.asked:
                found += (f"{rule.key}={value}" for value in sorted(values) if value)
        return tuple(found)

    def _said(self, tags: Tags) -> tuple[bool, str | None]:
        """What the first key that says anything says: invited, or refused for a reason."""
        for rule in self.keys:
            values = _values(tags, rule.key)
            if values & rule.invites:
                return True, None
            if refused := values & rule.refuses:
                return False, f"{rule.key}={min(refused)}"
        return False, None


def _values(tags: Tags, key: str) -> set[str]:
    """The values of a tag, which semicolons part, in small letters."""
    return {value.strip().lower() for value in tags.get(key, "").split(";")}


# Words with which mappers let somebody in. "permissive": the owner lets the public pass. "destination": for those
# who are going there, as people who walk or drive to their homes and to a pharmacy are.
_INVITES = frozenset({"yes", "designated", "official", "permissive", "public", "destination", "customers"})

# Words with which they keep somebody out. Farm, forest and delivery traffic is not the public; nor are those who hold
# a permit, live, work, learn or serve behind the sign. What is closed is closed.
_REFUSES = frozenset(
    {
        "no",
        "private",
        "agricultural",
        "forestry",
        "delivery",
        "authorised",
        "authorized",
        "closed",
        "emergency",
        "employee",
        "employees",
        "members",
        "military",
        "permit",
        "permit_holders",
        "prohibited",
        "resident",
        "residents",
        "staff",
        "students",
        "tenants",
    }
)

# Barriers that nobody walks or drives through: where a line of them crosses a street and no gate is drawn.
SOLID = frozenset(
    {"city_wall", "fence", "guard_rail", "hedge", "hedge_bank", "retaining_wall", "wall", "wire_fence"}
)

PATHS = frozenset({"bridleway", "byway", "cycleway", "footway", "path", "steps", "track"})
"""Classes that a fence, a wall or a hedge drawn as a line of its own can close. Across a road a mapper left out the gap."""

# Streets that everybody uses, on foot and by car.
_ROADS = frozenset(
    {
        "trunk",  # also for walkers, with or without a pavement: EdgeFlag.NO_SIDEWALK says where tags say none
        "trunk_link",
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "service",  # drives, car parks and alleys: many homes and shop doors stand on nothing else
        "road",  # a road whose class nobody has surveyed yet
    }
)

WALK = AccessRules(
    mode="walk",
    people="walkers",
    classes=_ROADS
    | {
        "pedestrian",  # the outline, where it is drawn as an area: people walk along it and meet every street on it
        "footway",
        "path",
        "steps",
        "bridleway",  # walkers may use every bridleway in England
        "cycleway",  # open to walkers in England unless signed otherwise; osmnx drops them even if foot=designated
        "track",
        "byway",  # an older word for a right of way that is open to walkers
        "crossing",  # a crossing drawn as a way of its own
    },
    invited_classes=frozenset(
        {
            "corridor",  # inside a building, and shut when that is; counted where mapped as open to walkers
            "elevator",
            "platform",  # behind a ticket gate, unless tagged otherwise
            "busway",  # guided busways, some with a path that the public may use
            "bus_guideway",
        }
    ),
    keys=(
        AccessKey("abandoned", refuses=frozenset({"yes"})),
        AccessKey("foot", invites=_INVITES, refuses=_REFUSES | {"use_sidepath"}, asked=True),
        AccessKey("motorroad", refuses=frozenset({"yes"})),  # signed like a motorway: no walkers
        AccessKey(
            "designation",  # a public right of way over private land, which access=private on a farm track hides
            invites=frozenset(
                {
                    "public_footpath",
                    "public_bridleway",
                    "restricted_byway",
                    "byway_open_to_all_traffic",
                    "public_byway",
                }
            ),
        ),
        AccessKey("access", invites=_INVITES, refuses=_REFUSES, asked=True),
    ),
    barriers=SOLID,  # gates, stiles and bollards let walkers through unless they are tagged private or no
    directed=False,
)

DRIVE = AccessRules(
    mode="drive",
    people="cars",
    classes=_ROADS | {"motorway", "motorway_link"},
    invited_classes=frozenset({"track", "pedestrian", "byway"}),
    keys=(
        AccessKey("abandoned", refuses=frozenset({"yes"})),
        AccessKey("area", refuses=frozenset({"yes"})),  # nobody drives along the outline of a yard
        AccessKey("oneway", refuses=frozenset({"reversible"})),  # its direction changes by the hour
        AccessKey("service", refuses=frozenset({"emergency_access"})),
        *(
            AccessKey(key, invites=_INVITES, refuses=_REFUSES | {"psv", "bus"}, asked=True)
            for key in ("motorcar", "motor_vehicle", "vehicle", "access")
        ),
    ),
    barriers=SOLID
    | frozenset(
        {
            "block",
            "bollard",
            "bus_trap",
            "chain",
            "cycle_barrier",
            "full-height_turnstile",
            "horse_stile",
            "jersey_barrier",
            "kissing_gate",
            "log",
            "motorcycle_barrier",
            "planter",
            "stile",
            "sump_buster",
            "turnstile",
        }
    ),
    directed=True,
)

RULES: Mapping[str, AccessRules] = {rules.mode: rules for rules in (WALK, DRIVE)}
"""The tables by mode."""

WAY_KEYS = frozenset({"highway", *(rule.key for rules in RULES.values() for rule in rules.keys)})
"""Every key of a way that a table looks at."""
