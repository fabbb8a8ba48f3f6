"""Which integrated care board decides for which Health and Wellbeing Board's area, and when: data, with how far each was
read.

Integrated care boards were established on 1 July 2022 by an order of NHS England that describes their areas by councils.
Names are those of the order; they were read in public code that carries the national codes. Which council lies in which
area was put together from what is commonly known and was NOT read in the order's own table: a board should check its own,
and can give it with its needs assessment, which goes before this. Where an area is shared, or where it went to another
board on 1 April 2026 was not read, nothing is said.
"""

from dataclasses import dataclass
from datetime import date

from app.law.sources import Source

ESTABLISHED = date(2022, 7, 1)
MERGED = date(2026, 4, 1)
BEFORE_MERGER = date(2026, 3, 31)
KNOWN = Source(
    "names of the Integrated Care Boards (Establishment) Order 2022 as public code carries them; the assignment of councils "
    "was not read in the order",
    read=False,
)
MERGERS = Source(
    "names of the boards of 1 April 2026 as public code carries them, with the Minister's written statement of 9 September "
    "2025; the orders were not read",
    read=False,
)


@dataclass(frozen=True)
class CareBoard:
    """An integrated care board under its name, for the areas of boards that lie in it whole, from a day to a day."""

    name: str
    areas: tuple[str, ...]
    since: date
    until: date
    source: Source

    def held(self, on: date) -> bool:
        """Whether it was there on a day, as far as was looked."""
        return self.since <= on <= self.until


LAST_KNOWN = date(2027, 3, 31)
"""More mergers were to take effect on 1 April 2027; which was not read."""


def _named(short: str, areas: str, *, since: date = ESTABLISHED, until: date = LAST_KNOWN) -> CareBoard:
    return CareBoard(
        f"NHS {short} Integrated Care Board",
        tuple(areas.split()),
        since,
        until,
        MERGERS if since == MERGED else KNOWN,
    )


CARE_BOARDS: tuple[CareBoard, ...] = (
    _named("Bath and North East Somerset, Swindon and Wiltshire", "E06000022 E06000030 E06000054"),
    _named("Birmingham and Solihull", "E08000025 E08000029"),
    _named("Black Country", "E08000027 E08000028 E08000030 E08000031"),
    _named("Bristol, North Somerset and South Gloucestershire", "E06000023 E06000024 E06000025"),
    _named(
        "Cheshire and Merseyside",
        "E06000006 E06000007 E06000049 E06000050 E08000011 E08000012 E08000013 E08000014 E08000015",
    ),
    _named("Cornwall and the Isles of Scilly", "E06000052 E06000053"),
    _named("Coventry and Warwickshire", "E08000026 E10000031"),
    _named("Derby and Derbyshire", "E06000015 E10000007"),
    _named("Devon", "E06000026 E06000027 E10000008"),
    _named("Dorset", "E06000058 E06000059"),
    _named("Gloucestershire", "E10000013"),
    _named(
        "Greater Manchester",
        "E08000001 E08000002 E08000003 E08000004 E08000005 E08000006 E08000007 E08000008 E08000009 E08000010",
    ),
    _named("Herefordshire and Worcestershire", "E06000019 E10000034"),
    _named("Kent and Medway", "E06000035 E10000016"),
    _named("Leicester, Leicestershire and Rutland", "E06000016 E06000017 E10000018"),
    _named("Lincolnshire", "E10000019"),
    _named("Northamptonshire", "E06000061 E06000062"),
    _named("Nottingham and Nottinghamshire", "E06000018 E10000024"),
    _named("Shropshire, Telford and Wrekin", "E06000020 E06000051"),
    _named("Somerset", "E10000027 E06000066"),
    _named("South Yorkshire", "E08000016 E08000017 E08000018 E08000019 E08000038 E08000039"),
    _named("Staffordshire and Stoke-on-Trent", "E06000021 E10000028"),
    _named("West Yorkshire", "E08000032 E08000033 E08000034 E08000035 E08000036"),
    _named("Humber and North Yorkshire", "E06000010 E06000011 E06000012 E06000013 E06000014"),
    _named(
        "North East and North Cumbria",
        "E06000001 E06000002 E06000003 E06000004 E06000005 E06000047 E06000057 E06000063 E08000021 E08000022 E08000023 "
        "E08000024 E08000037",
    ),
    _named("Lancashire and South Cumbria", "E06000008 E06000009 E10000017"),
    _named(
        "North East London", "E09000001 E09000002 E09000012 E09000016 E09000025 E09000026 E09000030 E09000031"
    ),
    _named("South East London", "E09000004 E09000006 E09000011 E09000022 E09000023 E09000028"),
    _named("South West London", "E09000008 E09000021 E09000024 E09000027 E09000029 E09000032"),
    # Up to the mergers of 1 April 2026.
    _named("North Central London", "E09000003 E09000007 E09000010 E09000014 E09000019", until=BEFORE_MERGER),
    _named(
        "North West London",
        "E09000005 E09000009 E09000013 E09000015 E09000017 E09000018 E09000020 E09000033",
        until=BEFORE_MERGER,
    ),
    _named(
        "Bedfordshire, Luton and Milton Keynes",
        "E06000032 E06000042 E06000055 E06000056",
        until=BEFORE_MERGER,
    ),
    _named("Cambridgeshire and Peterborough", "E06000031 E10000003", until=BEFORE_MERGER),
    _named("Mid and South Essex", "E06000033 E06000034", until=BEFORE_MERGER),
    _named("Norfolk and Waveney", "E10000020", until=BEFORE_MERGER),
    _named("Sussex", "E06000043 E10000011 E10000032", until=BEFORE_MERGER),
    _named("Hampshire and Isle of Wight", "E06000044 E06000045 E06000046"),
    _named(
        "Buckinghamshire, Oxfordshire and Berkshire West",
        "E06000037 E06000038 E06000041 E06000060 E10000025",
        until=BEFORE_MERGER,
    ),
    _named("Frimley", "E06000036 E06000039 E06000040", until=BEFORE_MERGER),
    # From the mergers of 1 April 2026.
    _named(
        "West and North London",
        "E09000003 E09000005 E09000007 E09000009 E09000010 E09000013 E09000014 E09000015 E09000017 E09000018 E09000019 "
        "E09000020 E09000033",
        since=MERGED,
    ),
    _named(
        "Central East", "E06000031 E06000032 E06000042 E06000055 E06000056 E10000003 E10000015", since=MERGED
    ),
    _named("Essex", "E06000033 E06000034 E10000012", since=MERGED),
    _named("Hampshire and Isle of Wight", "E10000014", since=MERGED),
    _named("Norfolk and Suffolk", "E10000020 E10000029", since=MERGED),
    _named("Surrey and Sussex", "E06000043 E10000011 E10000030 E10000032", since=MERGED),
    _named(
        "Thames Valley",
        "E06000036 E06000037 E06000038 E06000039 E06000040 E06000041 E06000060 E10000025",
        since=MERGED,
    ),
)


def care_board_of(area: str | None, on: date) -> CareBoard | None:
    """The integrated care board in which a board's area lies whole on a day; None where it is shared or not known."""
    return next((each for each in CARE_BOARDS if area in each.areas and each.held(on)), None)
