"""The share of England's people within a mile in a straight line of a pharmacy: by deprivation, by board and in total.

A picture of the whole country, not evidence on an application: straight lines are no walks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import numpy as np

from app.access import PreparedSnapshot
from app.access.population import EVERYONE, by_area, population
from app.access.prepared import DECILES
from app.access.unknown import selling_words
from app.domain.baselines import METRES_A_MILE, MM_A_METRE, Mode

METHOD = """Share of residents within one mile (1,609.344 m) in a straight line of a pharmacy.

Pharmacies: premises of subtype 1 on the NHS list of dispensaries that were open on the day, at the point of their
postcode. Residents: Census 2021, by LSOA, spread evenly over the points of its postcodes. Deprivation: IMD 2025, decile 1
is the most deprived tenth of LSOAs. Boards: counties and unitary authorities of 2021.

Known weaknesses:
- A straight line is shorter than any walk: rivers, railways and roads without a crossing are ignored.
- Residents are those of 2021 and deprivation that of 2025, whatever the day of the list.
- The postcode package holds terminated postcodes too, and residents are spread over these as well.
- Postcode points are good to tens of metres, and a premises that moved under one code stands at its later place.
- LSOA outlines are generalised to 200 m: a postcode near an edge can fall in the LSOA next door.
"""


@dataclass(frozen=True)
class Share:
    """People of a group and how many of them are within."""

    group: str
    name: str
    people: int
    within: int

    @property
    def share(self) -> float:
        """Within, of all, 0 to 1."""
        return self.within / self.people if self.people else 0.0


@dataclass(frozen=True)
class EnglandTable:
    """The three tables for one day. ``pharmacies``: how many are counted; ``unknown``: what the list does not say."""

    as_at: str
    snapshot: str
    pharmacies: int
    total: Share
    by_decile: tuple[Share, ...]
    by_hwb: tuple[Share, ...]
    unknown: tuple[str, ...]


def england_table(area: PreparedSnapshot) -> EnglandTable:
    """The tables of a snapshot of England."""
    homes = area.homes
    within = area.engine(Mode.STRAIGHT_LINE).homes.first <= METRES_A_MILE * MM_A_METRE
    everybody = np.ones(len(homes), dtype=bool)
    boards = homes.labels["hwb"]
    people = population(
        homes.people,
        {
            "decile": by_area(DECILES, homes.imd_decile - 1, homes.people, "deprivation not known"),
            "hwb": by_area(boards, homes.hwb, homes.people, "board not known"),
        },
    )
    names = {outline.code: outline.name for outline in area.snapshot.boundaries("hwb")}

    def shares(grouping: str) -> tuple[Share, ...]:
        counted = people.groupings[grouping]
        columns = counted.count(everybody), counted.count(within)
        rows = zip(counted.names, *columns, strict=True)
        return tuple(
            Share(group, names.get(group, group), int(all_), int(near)) for group, all_, near in rows
        )

    (total,) = shares(EVERYONE)
    return EnglandTable(
        as_at=area.snapshot.manifest.as_at,
        snapshot=area.snapshot.id,
        pharmacies=len(area.pharmacies),
        total=total,
        by_decile=shares("decile"),
        by_hwb=shares("hwb"),
        unknown=selling_words(area),
    )


def as_csv(rows: Sequence[Share], group: str, *, named: bool = False) -> str:
    """A table as CSV: the group, (its name,) people, within and share to four places."""
    lines = [",".join([group, *(["name"] if named else []), "people", "within", "share"])]
    for row in rows:
        name = [f'"{row.name}"'] if named else []
        lines.append(",".join([row.group, *name, str(row.people), str(row.within), f"{row.share:.4f}"]))
    return "\n".join(lines) + "\n"


BAR, GAP, LEFT, WIDE = 26, 10, 210, 520
WRAPPED = 115
"""Characters of a line below the bars."""


def as_picture(table: EnglandTable) -> str:
    """The shares by decile as an SVG bar chart, each bar labelled with its figure."""
    bars = []
    for at, row in enumerate(table.by_decile):
        y = 70 + at * (BAR + GAP)
        bars.append(
            f'<text x="{LEFT - 10}" y="{y + 18}" text-anchor="end">{row.group}</text>'
            f'<rect x="{LEFT}" y="{y}" width="{WIDE * row.share:.1f}" height="{BAR}" fill="#1d5f8a"/>'
            f'<text x="{LEFT + WIDE * row.share + 8:.1f}" y="{y + 18}">{row.share:.1%}</text>'
        )
    told = [
        f'<text x="20" y="{90 + len(table.by_decile) * (BAR + GAP) + 18 * at}" font-size="12">{escape(line)}</text>'
        for at, line in enumerate(line for words in table.unknown for line in wrap(words, WRAPPED))
    ]
    height = 90 + len(table.by_decile) * (BAR + GAP) + 18 * len(told)
    title = f"People within a mile in a straight line of a pharmacy, England, {table.as_at}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="820" height="{height}" role="img" aria-labelledby="title" '
        f'font-family="Arial, sans-serif" font-size="15"><title id="title">{title}</title>'
        f'<rect width="100%" height="100%" fill="white"/><text x="20" y="30" font-size="18">{title}</text>'
        f'<text x="20" y="52">by decile of deprivation (IMD 2025); all: {table.total.share:.1%}</text>'
        f"{''.join(bars)}{''.join(told)}</svg>\n"
    )
