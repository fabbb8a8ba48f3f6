"""Print the papers of some thirty cases, to be read line by line against the law: kinds, routes, dates of 2014 to 2026, and
who holds what.

Each case is assessed on the made-up street of the tests, with a needs assessment and lists of its own time. Tables and
annexes are printed too, the table of evidence apart; with ``--cover`` also the list for the officer. Run from the root of
the checkout:

.venv/bin/python -m scripts.twenty_letters > letters.txt
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Consolidation, Notice, Received, Relocation, Route, StatedPremises
from app.domain.baselines import Baseline, Board
from app.domain.officer import (
    Appeal,
    Appellant,
    Choice,
    Grant,
    Limb,
    LimbView,
    OfficerPart,
    Opinion,
    Position,
    Report,
    Stance,
)
from app.letters import Letter, draft
from app.letters.drafting import EVIDENCE_TABLE
from app.letters.model import Paragraph, Picture, Table
from geodata.model.point import Point
from tests.made_up.applications import BASELINE, S1, S2, consolidation, relocation
from tests.made_up.gone_through import read
from tests.made_up.small_area import EAST, NORTHING, OFFICE_HOURS, WEST, contents, snapshot

WESTLEY = "Westley Health and Wellbeing Board"
EASTLEY = "Eastley Health and Wellbeing Board"
SNAPSHOTS = TemporaryDirectory()
PUBLISHED = (
    (date(2011, 2, 1), "2011"),
    (date(2015, 3, 25), "2015"),
    (date(2018, 3, 14), "2018"),
    (date(2022, 9, 28), "2022"),
    (date(2025, 9, 30), "2025"),
)
"""Needs assessments of the made-up board: the first is that of the body before it."""


def needs(as_at: date, *, board: str = WEST, **changes: Any) -> Baseline:
    """The needs assessment of a board that was the latest on a day."""
    day, year = [each for each in PUBLISHED if each[0] <= as_at][-1]
    place, name = ("Westley", WESTLEY) if board == WEST else ("Eastley", EASTLEY)
    given = replace(
        BASELINE,
        id=f"{place.lower()}-{year}",
        title=f"{place} Pharmaceutical Needs Assessment {year} (made up)",
        published=day.isoformat(),
        boards=(Board(board, name, place, **changes),),
    )
    return given if board == WEST else replace(given, localities=())


@cache
def street(year: int, both: bool = False) -> PreparedSnapshot:
    """The street with lists of a year; with ``both``, residents of the eastern board's area too."""
    own = contents(as_at=date(year, 1, 15))
    changes: dict[str, Any] = {"as_at": own.as_at, "sources": (replace(own.sources[0], vintage=str(year)),)}
    if both:
        homes = own.homes
        changes["homes"] = replace(
            homes,
            x=np.array([500_000.0, 500_450.0, 502_200.0, 502_900.0]),
            hwb=np.array([0, 0, 1, 1], dtype=np.int32),
            labels=homes.labels | {"hwb": (WEST, EAST)},
        )
        changes["hwbs"] = (WEST, EAST)
    return prepare(snapshot(Path(SNAPSHOTS.name) / f"{year}-{both}", **changes))


def told(day: date, **changes: Any) -> Notice:
    """A notice of a day, to the western board."""
    return replace(Notice(f"CAS-{day.year}-1", day, day + timedelta(days=45), WEST), **changes)


def site(at: float, **changes: Any) -> StatedPremises:
    """New premises on the street."""
    door = Point(500_000.0 + at, NORTHING, "measured at the door", 1.0)
    return replace(
        StatedPremises("Pharmacy XA001", f"{at:.0f} Long Street", "XT1 1ZZ", point=door, hours=OFFICE_HOURS),
        **changes,
    )


def drafted(
    application: Relocation | Consolidation,
    paper: str,
    part: OfficerPart | None = None,
    *,
    days: int = 21,
    baseline: Baseline | None = None,
    both: bool = False,
    form: str | None = None,
) -> Letter:
    """The paper on an application, as at some days after its notice."""
    as_at = application.notice.dated + timedelta(days=days)
    on = baseline or needs(as_at)
    found = assess(read(replace(application, not_stated=())), on, street(as_at.year, both), as_at)
    return draft(found, on, part, paper, form or ("bcp" if paper == "board-report" else None))


D = date
BOARD = "the Board at its meeting"
OFFICER = "the Director of Public Health"
SIGNED = {"signatory": "A. Person, Director of Public Health", "authority": "the Board's resolution of 2 May"}
NOT_MET = Limb(LimbView.NOT_MET, "the steps at the bridge")
MET = Limb(LimbView.MET)
SILENT = Limb(LimbView.NOTHING)
FAR = site(1_900)


def opinion(day: date, choice: Choice = Choice.WOULD_NOT, by: str = BOARD) -> OfficerPart:
    """The board's opinion on a consolidation."""
    return OfficerPart(Opinion(choice, by, day), wishes_to_be_heard=False, **SIGNED)


def position(day: date, stance: Stance, **limbs: Limb) -> OfficerPart:
    """The board's position on a relocation."""
    return OfficerPart(
        position=Position(stance, BOARD, day, **limbs), wishes_to_be_heard=True, heard_on="the way", **SIGNED
    )


def move(day: date, **changes: Any) -> Relocation:
    """A move of 20 m inside the area."""
    notice = changes.pop("notice", told(day))
    return relocation(notice=notice, applied=day - timedelta(days=20), **changes)


def merge(day: date, **changes: Any) -> Consolidation:
    """A consolidation of two contractors' sites."""
    notice = changes.pop("notice", told(day))
    settled: dict[str, Any] = {
        "change_of_ownership_included": True,
        "ownership_change_consented": True,
        "removal_consented_by_continuing": True,
        "removal_consented_by_closing": True,
        "enhanced_services_uninterrupted": True,
    }
    return consolidation(notice=notice, applied=day - timedelta(days=20), **(settled | changes))


GRANT = Grant(
    granted_on=D(2023, 6, 20),
    granted_by="NHS England",
    removed_on=D(2023, 7, 1),
    opinion_on=D(2023, 6, 29),
    opinion_by=BOARD,
    statement_on=D(2023, 7, 4),
    signatory="B. Person, Chair",
    authority="the Board's resolution of 29 June",
)
APPEAL = Appeal(
    brought_by=Appellant.THIRD_PARTY,
    sent_on=D(2023, 6, 28),
    reference="SHA/1",
    maintains=True,
    matters=("the road has no pavement",),
    given_by=BOARD,
    given_on=D(2023, 7, 3),
    wishes_to_be_heard=True,
    heard_on="the road",
    **SIGNED,  # type: ignore[arg-type]
)


def relocations() -> Iterator[tuple[str, Letter]]:
    """Moves, by date and by who holds what."""
    letter, astray = "representation", told(D(2014, 3, 3), sent_to_hwb=EAST)
    yield "move 2014, to 31 March, no position", drafted(move(D(2014, 3, 3)), letter)
    yield (
        "move 2014, from 1 April, objects",
        drafted(
            move(D(2014, 4, 14), proposed=FAR),
            letter,
            position(D(2014, 5, 2), Stance.OBJECTS, accessibility=NOT_MET, planning=SILENT, services=MET),
        ),
    )
    yield "move 2014, notice astray, no response", drafted(move(D(2014, 3, 3), notice=astray), "no-response")
    yield (
        "move 2016, supports",
        drafted(move(D(2016, 5, 2)), letter, position(D(2016, 5, 20), Stance.SUPPORTS)),
    )
    late = OfficerPart(report=Report(meeting=D(2016, 6, 17)))
    yield "move 2016, report", drafted(move(D(2016, 5, 2), proposed=FAR), "board-report", late)
    yield "move 2016, report", drafted(move(D(2016, 5, 2)), "board-report", late, form="dorset")
    yield (
        "move 2019, time over, no response",
        drafted(
            move(D(2019, 8, 6), notice=told(D(2019, 8, 6), received=Received(D(2019, 8, 7)))),
            "no-response",
            OfficerPart(no_response_reason="nothing changes"),
            days=50,
        ),
    )
    new = needs(D(2023, 5, 1), established=D(2023, 4, 1), predecessors=("E10000099",))
    yield "move 2023, a new board", drafted(move(D(2023, 5, 1)), letter, baseline=new)
    applicant = replace(APPEAL, brought_by=Appellant.APPLICANT)
    yield (
        "move 2023, appeal",
        drafted(
            move(D(2023, 6, 13), proposed=FAR),
            "appeal-representation",
            OfficerPart(appeal=applicant),
        ),
    )
    yield (
        "move 2023, interrupted, other services",
        drafted(
            move(D(2023, 6, 13), uninterrupted=False, same_services=False),
            letter,
        ),
    )
    directed = replace(S1, hours_directed=True, core_hours=OFFICE_HOURS)
    yield (
        "move 2023, directed hours not undertaken",
        drafted(
            move(D(2023, 6, 13), existing=directed, same_directed_hours_undertaken=False),
            letter,
        ),
    )
    yield (
        "move 2024, again within 12 months",
        drafted(
            move(D(2024, 6, 13), last_relocated=D(2023, 12, 1), last_relocation_good_cause=False),
            letter,
            position(D(2024, 7, 2), Stance.OBJECTS, services=NOT_MET),
        ),
    )
    selling = replace(S1, distance_selling=True)
    yield (
        "move 2025, from distance-selling premises",
        drafted(move(D(2025, 5, 6), existing=selling, proposed=site(520, distance_selling=False)), letter),
    )
    sold = {"applicant": "New Owner Ltd", "changes_hands": True}
    yield (
        "move 2025, changes hands, nothing to say",
        drafted(
            move(D(2025, 5, 6), business_carried_on=True, **sold),
            letter,
            position(D(2025, 6, 1), Stance.NOTHING, accessibility=MET, services=SILENT),
        ),
    )
    yield (
        "move 2025, changes hands, distance-selling",
        drafted(
            move(D(2025, 7, 6), existing=selling, proposed=site(520, distance_selling=False), **sold),
            letter,
        ),
    )
    yield (
        "move 2025, changes hands, report",
        drafted(
            move(D(2025, 5, 6), **sold), "board-report", OfficerPart(report=Report(meeting=D(2025, 6, 5)))
        ),
    )
    over = {"proposed": site(2_300), "consents_to_removal_from_old_list": True}
    crossing = move(D(2026, 5, 5), notice=told(D(2026, 5, 5), sent_to_hwb=EAST), **over)
    east = needs(D(2026, 5, 5), board=EAST)
    yield (
        "move 2026, over the border, objects",
        drafted(
            crossing,
            letter,
            position(D(2026, 6, 1), Stance.OBJECTS, accessibility=NOT_MET),
            baseline=east,
            both=True,
        ),
    )
    yield "move 2026, over the border, the old board's data", drafted(crossing, letter)
    yield "move 2026, decision", drafted(move(D(2026, 5, 5)), "delegated-decision")


def consolidations() -> Iterator[tuple[str, Letter]]:
    """Consolidations, by date and by route."""
    letter, reverse = "representation", {"route": Route.CLOSING_CONTRACTOR, "applicant": "Two Ltd"}
    yield "merger 2019, would not", drafted(merge(D(2019, 8, 13)), letter, opinion(D(2019, 9, 1)))
    yield (
        "merger 2019, would, closing contractor",
        drafted(
            merge(
                D(2019, 8, 13),
                **reverse,
                continuing_business_carried_on=True,
                same_services_at_continuing=True,
                continuing_uninterrupted=True,
            ),
            letter,
            opinion(D(2019, 9, 1), Choice.WOULD),
        ),
    )
    unsaid = {"continuing": replace(S1, contractor=None), "closing": replace(S2, contractor=None)}
    yield "merger 2019, owners not said, no opinion", drafted(merge(D(2019, 8, 13), **unsaid), letter)
    yield (
        "merger 2019, decision",
        drafted(merge(D(2019, 8, 13)), "delegated-decision", opinion(D(2019, 9, 1))),
    )
    yield (
        "merger 2022, while nine care boards decide",
        drafted(merge(D(2022, 8, 13)), letter, opinion(D(2022, 9, 1))),
    )
    one = {
        "same_owner": True,
        "change_of_ownership_included": None,
        "ownership_change_consented": None,
        "removal_consented_by_closing": None,
    }
    yield (
        "merger 2023, one owner, officer's own",
        drafted(merge(D(2023, 6, 13), **one), letter, opinion(D(2023, 7, 1), by=OFFICER)),
    )
    yield (
        "merger 2023, consent withheld",
        drafted(
            merge(D(2023, 6, 13), removal_consented_by_closing=False),
            letter,
            opinion(D(2023, 7, 1)),
        ),
    )
    yield (
        "merger 2023, distance-selling closing site",
        drafted(
            merge(D(2023, 6, 13), closing=replace(S2, distance_selling=True)), letter, opinion(D(2023, 7, 1))
        ),
    )
    yield (
        "merger 2023, statement",
        drafted(
            merge(D(2023, 4, 13)),
            "supplementary-statement",
            replace(opinion(D(2023, 5, 1)), grant=GRANT),
            days=82,
        ),
    )
    yield (
        "merger 2023, appeal",
        drafted(
            merge(D(2023, 6, 13)), "appeal-representation", replace(opinion(D(2023, 7, 1)), appeal=APPEAL)
        ),
    )
    got = Received(D(2025, 5, 9), "NHS Westley Integrated Care Board", "by e-mail")
    yield (
        "merger 2025, received later, reply to",
        drafted(
            merge(
                D(2025, 5, 6), notice=told(D(2025, 5, 6), received=got, reply_to="pharmacy@westley.example")
            ),
            letter,
            opinion(D(2025, 6, 1)),
        ),
    )
    yield (
        "merger 2025, report",
        drafted(merge(D(2025, 5, 6)), "board-report", OfficerPart(report=Report(meeting=D(2025, 6, 23)))),
    )
    yield "merger 2026, would not", drafted(merge(D(2026, 5, 5)), letter, opinion(D(2026, 6, 1)))
    yield (
        "merger 2026, time over, relied on a later day",
        drafted(
            merge(D(2026, 5, 5), notice=told(D(2026, 5, 5), reply_by=D(2026, 7, 15))),
            letter,
            opinion(D(2026, 6, 22)),
            days=50,
        ),
    )


def show(what: str, letter: Letter, *, cover: bool) -> None:
    """The words of a paper, its tables and annexes, and of what is attached to it."""
    print(f"\n{'=' * 8} {what}")
    for paper in letter.papers:
        print(paper.appendix or paper.title)
        print(*paper.addressee, sep="\n")
        for reference in paper.references:
            print(f"{reference.label}: {reference.text}")
        for section in paper.sections:
            print(f"## {section.heading}")
            _blocks(section.blocks)
        for paragraph in paper.signature:
            print(paragraph.text)
        for annex in paper.annexes:
            print(f"## {annex.heading}")
            _blocks(annex.blocks)
        if cover and paper.cover is not None:
            for group in paper.cover.groups:
                print(f"## For the officer: {group.heading}")
                for item in group.items:
                    print(f"* {item.text}")


def _blocks(blocks: tuple[Paragraph | Table | Picture, ...]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            print(f"{block.label}: {block.text}" if block.label else block.text)
        elif isinstance(block, Table) and block.id != EVIDENCE_TABLE:
            print(f"[{block.title}]", " | ".join(block.header), sep="\n")
            for row in block.rows:
                print("  " + " | ".join(cell.replace("\n", " / ") for cell in row))
        elif isinstance(block, Picture):
            print(f"[picture: {block.caption}]")


if __name__ == "__main__":
    for title, each in (*relocations(), *consolidations()):
        show(title, each, cover="--cover" in sys.argv)
