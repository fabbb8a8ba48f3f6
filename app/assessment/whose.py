"""Whose people a figure is of: those of the relevant board's area, and those whom the site that is left serves.

Inside one area the two are the same. Where a move crosses a border, arrangements and planning are judged in the area moved
to (regulation 24(2)(c) and (d)), while those accustomed to the old site live where they live. Nobody's people are counted as
another board's, and where the data has none of an area's people its figures are not known.
"""

from dataclasses import dataclass

from app.access import PreparedSnapshot
from app.assessment.sites import Site


@dataclass(frozen=True)
class Whose:
    """``relevant``: the data with the people of the relevant board's area counted, None where it has none of them.

    ``why_not_left``: why the trips of those whom the leaving site serves are not known; empty where they are.
    """

    relevant: PreparedSnapshot | None
    why_not_relevant: str = ""
    why_not_left: str = ""


def crosses(kind: str, sites: tuple[Site, Site]) -> bool:
    """Whether a relocation is known to cross into another board's area."""
    leaving, staying = (site.hwb.code if site.hwb else None for site in sites)
    return kind == "relocation" and leaving is not None and staying is not None and leaving != staying


def site_of_planning(kind: str, sites: tuple[Site, Site]) -> Site:
    """The site whose locality and planned housing are looked at: the new one where a move crosses a border, else the old."""
    leaving, staying = sites
    return staying if crosses(kind, sites) else leaving


def whose_people(kind: str, sites: tuple[Site, Site], area: PreparedSnapshot) -> Whose:
    """Whose people the figures of an application are of."""
    leaving, staying = (site.hwb for site in sites)
    if not crosses(kind, sites) or leaving is None or staying is None:
        return Whose(area)
    return Whose(
        area.of_board(staying.code),
        f"not known here: the data has no residents of {staying.name}, the area moved to",
        ""
        if area.of_board(leaving.code) is not None
        else f"not known here: the data has no residents of {leaving.name}, the area left",
    )
