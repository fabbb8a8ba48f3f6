"""Print twenty papers, to be read line by line against the law: kinds, routes, dates of 2014 to 2026, and who holds what.

The figures are those that the tests type for a made-up case. Run from the root of the checkout:

.venv/bin/python -m scripts.twenty_letters > letters.txt
"""

from dataclasses import replace
from datetime import date, timedelta

from app.domain.applications import Notice, Received, Route
from app.domain.deadlines import deadline
from app.domain.evidence import Ledger
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
from app.law import Case, judge
from app.letters import Letter, draft
from tests.made_up.gone_through import read
from tests.unit.letter_cases import BCP, DORSET, Example, christchurch, poole


def on(
    example: Example,
    day: date,
    received: Received | None = None,
    board: str = BCP,
    reply_to: str | None = None,
    **papers: object,
) -> Example:
    """The example with its notice dated a day, read three weeks later, and what the law of that day makes of it."""
    application = example.assessment.application
    notice = Notice(
        f"CAS-{day.year}-1",
        day,
        day + timedelta(days=45),
        board,
        received=received,
        reply_to=reply_to,
    )
    application = read(replace(application, notice=notice, not_stated=(), **papers))  # type: ignore[arg-type]
    as_at = day + timedelta(days=21)
    due = deadline(notice, BCP)
    told = {
        "deadline.given": due.given.isoformat() if due.given else None,
        "deadline.last_day": due.last_day.isoformat() if due.last_day else None,
        "deadline.plan_to": due.plan_to.isoformat() if due.plan_to else None,
        "deadline.stated": notice.reply_by.isoformat() if notice.reply_by else None,
        "deadline.days_left": due.days_left(as_at),
        "hwb.notice": board,
        "snapshot.as_at": as_at.isoformat(),
    }
    evidence = tuple(
        replace(each, value=told[each.id]) if each.id in told else each
        for each in example.assessment.evidence
    )
    found = judge(Case(application, as_at, Ledger(evidence)))
    assessment = replace(
        example.assessment,
        application=application,
        as_at=as_at,
        evidence=evidence,
        duty=found.duty,
        findings=found.findings,
        flags=found.flags,
        statement=found.statement,
        notifiees=found.notifiees,
        versions=(("assessment method", "1"), ("law read as at", as_at.isoformat())),
    )
    return replace(example, assessment=assessment)


D = date
BOARD = "the Board at its meeting"
OFFICER = "the Director of Public Health"
SIGNED = {"signatory": "A. Person, Director of Public Health", "authority": "the Board's resolution of 2 May"}


def opinion(day: date, choice: Choice = Choice.WOULD_NOT, by: str = BOARD) -> OfficerPart:
    return OfficerPart(Opinion(choice, by, day), wishes_to_be_heard=False, **SIGNED)


def position(day: date, stance: Stance, **limbs: Limb) -> OfficerPart:
    return OfficerPart(
        position=Position(stance, BOARD, day, **limbs), wishes_to_be_heard=True, heard_on="the way", **SIGNED
    )


GRANTED = Grant(
    granted_on=D(2023, 9, 1),
    granted_by="NHS England",
    removed_on=D(2023, 10, 1),
    opinion_on=D(2023, 9, 14),
    opinion_by=BOARD,
    statement_on=D(2023, 10, 2),
    signatory="B. Person, Chair",
    authority="the Board's resolution of 14 September",
)
APPEAL = Appeal(
    brought_by=Appellant.THIRD_PARTY,
    sent_on=D(2023, 9, 4),
    reference="SHA/1",
    maintains=True,
    given_by=BOARD,
    given_on=D(2023, 9, 14),
    wishes_to_be_heard=False,
    **SIGNED,
)
NOT_MET = Limb(LimbView.NOT_MET, "the steps at the bridge")


def letters() -> list[tuple[str, Letter]]:
    """Each with what it is of."""
    move, merge = christchurch(), poole()
    closing = Route.CLOSING_CONTRACTOR
    got = Received(D(2025, 5, 9), "NHS Dorset", "by e-mail")
    made = [
        ("move 2014, no position", on(move, D(2014, 3, 3)), None, "representation"),
        (
            "move 2014, objects",
            on(move, D(2014, 3, 3)),
            position(D(2014, 4, 1), Stance.OBJECTS, accessibility=NOT_MET),
            "representation",
        ),
        ("move 2014, no response", on(move, D(2014, 3, 3), board=DORSET), None, "no-response"),
        (
            "move 2016, supports",
            on(move, D(2016, 5, 2)),
            position(D(2016, 5, 20), Stance.SUPPORTS),
            "representation",
        ),
        (
            "move 2016, report",
            on(move, D(2016, 5, 2)),
            OfficerPart(report=Report(meeting=D(2016, 6, 17))),
            "board-report",
        ),
        ("merger 2019, would not", on(merge, D(2019, 8, 13)), opinion(D(2019, 9, 1)), "representation"),
        (
            "merger 2019, would, closing contractor",
            on(merge, D(2019, 8, 13), route=closing),
            opinion(D(2019, 9, 1), Choice.WOULD),
            "representation",
        ),
        (
            "merger 2019, owner not said, no opinion",
            on(merge, D(2019, 8, 13), route=None, same_owner=None),
            None,
            "representation",
        ),
        (
            "merger 2019, decision",
            on(merge, D(2019, 8, 13)),
            opinion(D(2019, 9, 1)),
            "delegated-decision",
        ),
        (
            "merger 2023, one owner, officer's own",
            on(merge, D(2023, 6, 13), same_owner=True),
            opinion(D(2023, 7, 1), by=OFFICER),
            "representation",
        ),
        (
            "merger 2023, consents withheld",
            on(merge, D(2023, 6, 13), removal_consented_by_closing=False),
            opinion(D(2023, 7, 1)),
            "representation",
        ),
        (
            "merger 2023, statement",
            on(merge, D(2023, 6, 13)),
            replace(opinion(D(2023, 7, 1)), grant=GRANTED),
            "supplementary-statement",
        ),
        (
            "merger 2023, appeal",
            on(merge, D(2023, 6, 13)),
            replace(opinion(D(2023, 7, 1)), appeal=APPEAL),
            "appeal-representation",
        ),
        ("move 2023, appeal", on(move, D(2023, 6, 13)), OfficerPart(appeal=APPEAL), "appeal-representation"),
        (
            "move 2023, interrupted",
            on(move, D(2023, 6, 13), uninterrupted=False, same_services=False),
            None,
            "representation",
        ),
        (
            "merger 2025, received late",
            on(merge, D(2025, 5, 6), received=got, reply_to="pharmacy@dorset.example"),
            opinion(D(2025, 6, 1)),
            "representation",
        ),
        (
            "merger 2025, report",
            on(merge, D(2025, 5, 6)),
            OfficerPart(report=Report(meeting=D(2025, 6, 23))),
            "board-report",
        ),
        (
            "move 2025, nothing to say",
            on(move, D(2025, 5, 6), changes_hands=True),
            position(D(2025, 6, 1), Stance.NOTHING),
            "representation",
        ),
        ("merger 2026, would not", on(merge, D(2026, 5, 5)), opinion(D(2026, 6, 1)), "representation"),
        ("move 2026, decision", on(move, D(2026, 5, 5)), None, "delegated-decision"),
    ]
    return [
        (what, draft(each.assessment, each.baseline, part, paper, "bcp" if paper == "board-report" else None))
        for what, each, part, paper in made
    ]


def show(what: str, letter: Letter) -> None:
    """The words of a paper, without its annexes."""
    print(f"\n{'=' * 8} {what}\n{letter.title}")
    print(*letter.addressee, sep="\n")
    for reference in letter.references:
        print(f"{reference.label}: {reference.text}")
    for section in letter.sections:
        print(f"## {section.heading}")
        for block in section.blocks:
            print(getattr(block, "text", f"[{type(block).__name__}]"))
    for paragraph in letter.signature:
        print(paragraph.text)


if __name__ == "__main__":
    for title, each in letters():
        show(title, each)
