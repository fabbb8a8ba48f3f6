"""The limits of the checks, all in one place, each with its reason. A recipe may set others, with a reason of its own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """Above ``warn`` a person should look; above ``stop`` the build stops. None: never.

    ``least``: a count that must be passed too before a build is stopped, as a share of a few is no share.
    """

    warn: float | None
    stop: float | None
    reason: str
    least: int = 0


NOT_PLACED = "pharmacies-not-placed"
OTHER_BOARD = "pharmacies-in-another-board"
HOURS_UNREAD = "hours-unread"
HOURS_UNKNOWN = "hours-unknown"
HOMES_FAR = "homes-far-from-streets"
PHARMACIES_FAR = "pharmacies-far-from-streets"
SMALL_PARTS = "people-in-small-parts"
PHARMACIES_APART = "pharmacies-in-small-parts"
SAME_DOOR = "pharmacies-at-one-door"
STREETS_CUT = "streets-cut"
ACCESS_WORDS = "access-words"
STREET_ELSEWHERE = "postcodes-far-from-their-street"
DOORS_FAR = "doors-far-from-their-postcode"
ONE_POINT = "people-at-one-point"
AREAS_OVERLAP = "areas-overlap"
PEOPLE_OF_AREAS = "people-of-small-areas"
AGES_DIFFER = "ages-and-residents"
LIST_AGE = "list-older"
HOURS_AGE = "hours-older"
COVERAGE_CHANGED = "coverage-changed"
PEOPLE_CHANGED = "people-changed"
PHARMACIES_CHANGED = "pharmacies-changed"
STREETS_CHANGED = "streets-changed"

LIMITS: Mapping[str, Limit] = {
    NOT_PLACED: Limit(
        0.0,
        0.05,
        "A slip in one postcode happens; more than a few is a postcode file of another area or year.",
        2,
    ),
    OTHER_BOARD: Limit(
        0.0,
        0.1,
        "One at the edge may be of either board; more is a list or an outline of another year or place.",
        2,
    ),
    HOURS_UNREAD: Limit(0.0, 0.1, "A slip of the pen happens; more is a layout that has changed.", 2),
    HOURS_UNKNOWN: Limit(0.1, None, "Hours bear on what is lost, not on who reaches a pharmacy."),
    HOMES_FAR: Limit(
        0.01,
        0.1,
        "In a county of farms under one in a hundred lives so far off; one in ten is streets that are missing.",
    ),
    PHARMACIES_FAR: Limit(
        0.0, 0.5, "A pharmacy stands at a street: those over the border may be beyond the extract.", 2
    ),
    SMALL_PARTS: Limit(
        0.02,
        0.15,
        "People whose street joins no other part of the network can walk to no pharmacy: few do so in truth.",
    ),
    PHARMACIES_APART: Limit(
        0.0,
        None,
        "Nobody can be measured to a pharmacy whose street joins no other: a gap in the map, as a rule.",
    ),
    SAME_DOOR: Limit(
        0.0, None, "Two codes at one door may be one pharmacy counted twice: the list must be asked."
    ),
    STREETS_CUT: Limit(
        0.05,
        0.3,
        "Few streets cross the edge of an extract; many without points are an extract cut without whole ways.",
        20,
    ),
    ACCESS_WORDS: Limit(
        0.0,
        None,
        "A word that the tables do not know may keep people out: it is counted as open until somebody looks.",
    ),
    STREET_ELSEWHERE: Limit(
        0.0,
        None,
        "The point of a postcode lies on its street as a rule; else address or point is of another place.",
    ),
    DOORS_FAR: Limit(
        300.0, 5000.0, "A door lies near its postcode; kilometres away, easting and northing were mixed up."
    ),
    ONE_POINT: Limit(
        0.0,
        0.25,
        "An output area of 2021 was drawn for at most 625 people; more at one point are an area whose postcodes share it, "
        "or that has hardly any. A quarter of all so placed are not where they live.",
    ),
    AREAS_OVERLAP: Limit(
        10.0,
        None,
        "Neighbours share a border, no ground: outlines of two years or two publishers do. Wider than a kilometre, or more "
        "than half of one, is refused.",
    ),
    PEOPLE_OF_AREAS: Limit(
        0.0,
        None,
        "An LSOA of the census of 2021 has 998 to 9,899 people. None, or more than 10,000, is another count or another "
        "area; more than 100,000 is refused.",
    ),
    AGES_DIFFER: Limit(
        0.02,
        None,
        "The census changes small counts by a few people to protect them; more is another table. Groups that exceed the "
        "residents by more than 5% and 30 people are refused.",
    ),
    LIST_AGE: Limit(6.0, None, "The list comes out each quarter; an old one is right for an old case."),
    HOURS_AGE: Limit(12.0, None, "Hours change more often than addresses."),
    COVERAGE_CHANGED: Limit(
        0.02, 0.1, "A pharmacy more or less moves it by a point or two; ten are a broken file."
    ),
    PEOPLE_CHANGED: Limit(0.02, 0.1, "Residents are those of one census until the next."),
    PHARMACIES_CHANGED: Limit(0.1, 0.4, "Few pharmacies open or close in a quarter."),
    STREETS_CHANGED: Limit(
        0.1, 0.3, "Mappers add some streets each year; a third more or less is an extract cut elsewhere."
    ),
}
