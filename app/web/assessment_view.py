"""An assessment as its page shows it: summary first, then what to look at, then each limb with its evidence, then tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.evidence import Evidence, Ledger
from app.domain.findings import Finding, Verdict
from app.letters.pictures import Drawn, draw_week
from app.maps.standards import Measure
from app.web.evidence_words import NOT_KNOWN, TableOfRows, table_of, unit_of_trips, worded

DUTIES = {
    "must": "The board must make a statement.",
    "may": "The board may make representations.",
    "none": "The board has no part in this.",
}
VERDICTS = {
    Verdict.MET: ("Met", "green"),
    Verdict.NOT_MET: ("Not met", "red"),
    Verdict.NEEDS_JUDGEMENT: ("Needs judgement", "yellow"),
    Verdict.PAPERS_SILENT: ("Papers silent", "grey"),
    Verdict.NOT_ENTERED: ("Not entered", "yellow"),
    Verdict.NOT_KNOWN: ("Not known", "grey"),
    Verdict.DOES_NOT_APPLY: ("Does not apply", "grey"),
}
"""What a tag says, and its colour; "met" is good for the application, whoever's test it is."""

TABLES_OF_STANDARD = (
    "coverage.{}.by_locality",
    "coverage.{}.by_ward",
    "coverage.{}.by_deprivation",
    "coverage.{}.by_age",
    "coverage.{}.by_lsoa",
    "accustomed.{}.bands",
    "accustomed.{}.by_locality",
    "accustomed.{}.by_ward",
    "accustomed.{}.by_deprivation",
    "accustomed.{}.by_age",
    "accustomed.{}.on_the_way",
    "accustomed.{}.week",
    "affected.{}.bands",
    "affected.{}.by_deprivation",
    "affected.{}.on_the_way",
    "choice.{}.left",
    "week.{}.summary",
    "week.{}.falls",
    "sensitivity.{}",
    "speeds.{}",
)
TABLES = (
    "alternatives.straight",
    "alternatives.walk",
    "near.straight",
    "nearest.walk",
    "hours.days",
    "services.compared",
    "pna.gaps",
    "pna.statements",
    "housing.planned",
    "hwb.within_2km",
    "site.staying.adjacent",
    "together.applications",
    "deadline.meetings",
)
CHAPTERS = (
    ("The board and the time for a reply", ("hwb.", "deadline.")),
    ("The sites", ("site.", "distance.", "route.", "access.")),
    ("Pharmacies nearby", ("alternatives.", "near.", "nearest.")),
    ("Opening hours", ("hours.",)),
    ("Services", ("services.",)),
    ("The needs assessment", ("pna.", "housing.", "controlled.")),
    ("Considered together", ("together.",)),
    ("Data", ("snapshot.", "sources")),
)
"""Headings of the evidence by how ids begin; what belongs to a standard stands under the standard."""


@dataclass(frozen=True)
class Limb:
    """A finding with its evidence, ready to show."""

    finding: Finding
    verdict: str
    colour: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Titled:
    """A table under its title, with the id and the note of its evidence."""

    id: str
    title: str
    table: TableOfRows
    note: str


@dataclass(frozen=True)
class StandardView:
    """One access standard: how it is measured, its figures, its tables, the chart of its week where any hour differs."""

    id: str
    words: str
    as_published: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Titled, ...]
    week: Drawn | None


def summary_of(assessment: Assessment, baseline: Baseline) -> tuple[tuple[str, str], ...]:
    """What an officer wants to know first: label and text."""
    return tuple(_summary(assessment, assessment.ledger, baseline))


def limbs_of(assessment: Assessment) -> tuple[Limb, ...]:
    """Every finding, those left to people and those against the application first, in the law's order within each."""
    ledger = assessment.ledger
    order = [
        Verdict.NEEDS_JUDGEMENT,
        Verdict.NOT_MET,
        Verdict.PAPERS_SILENT,
        Verdict.NOT_ENTERED,
        Verdict.NOT_KNOWN,
        Verdict.MET,
        Verdict.DOES_NOT_APPLY,
    ]
    return tuple(
        Limb(
            finding,
            *VERDICTS[finding.verdict],
            tuple(ledger[each] for each in finding.evidence if each in ledger),
        )
        for finding in sorted(assessment.findings, key=lambda finding: order.index(finding.verdict))
    )


def standards_of(assessment: Assessment, baseline: Baseline) -> tuple[StandardView, ...]:
    """Each standard that was measured."""
    ledger = assessment.ledger
    return tuple(
        StandardView(
            standard.id,
            Measure(standard).words,
            standard.as_published,
            tuple(_facts(ledger, standard.id)),
            tuple(_tables(ledger, (name.format(standard.id) for name in TABLES_OF_STANDARD))),
            week_of(ledger, standard.id),
        )
        for standard in baseline.standards
        if f"coverage.{standard.id}.people" in ledger or f"nearer.{standard.id}.people" in ledger
    )


def tables_of(assessment: Assessment) -> tuple[Titled, ...]:
    """The tables that belong to no standard."""
    return tuple(_tables(assessment.ledger, TABLES))


def chapters_of(assessment: Assessment, baseline: Baseline) -> tuple[tuple[str, tuple[Evidence, ...]], ...]:
    """All evidence under headings. Every item stands under one."""
    left = list(assessment.evidence)
    found: list[tuple[str, tuple[Evidence, ...]]] = []

    def take(title: str, wanted: Iterable[Evidence]) -> None:
        taken = tuple(wanted)
        if taken:
            found.append((title, taken))
        for item in taken:
            left.remove(item)

    for standard in baseline.standards:
        marks = (f".{standard.id}.", f".{standard.id}")
        take(
            f"Access: {Measure(standard).words}",
            [item for item in left if marks[0] in item.id or item.id.endswith(marks[1])],
        )
    for title, begins in CHAPTERS:
        take(title, [item for item in left if item.id.startswith(begins)])
    take("Others", list(left))
    return tuple(found)


def _summary(assessment: Assessment, ledger: Ledger, baseline: Baseline) -> Iterator[tuple[str, str]]:
    yield "Duty", DUTIES[assessment.duty.value]
    yield "Board", _say(ledger, "hwb.relevant.name")
    if "deadline.last_day" in ledger:
        yield "Last day to reply", _say(ledger, "deadline.last_day")
    for role in ("leaving", "staying"):
        here = f"site.{role}.apart"
        if here in ledger and ledger[here].rows:
            each = "; ".join(
                f"{row['by']}: {row['at']}{', measured' if row['measured'] else ''}"
                for row in ledger[here].rows
            )
            yield (
                f"Places of the {role} site that differ",
                f"{each}. {_say(ledger, here)} apart: check which is right.",
            )
    if "distance.walk" in ledger:
        yield "Distance measured", _distance(ledger)
        yield "Distance claimed", _say(ledger, "distance.claimed", "none entered")
    if "alternatives.straight" in ledger:
        claimed = _say(ledger, "alternatives.claimed", "none entered")
        yield (
            "Pharmacies left within a mile",
            (
                f"{_say(ledger, 'alternatives.straight')} in a straight line, {_say(ledger, 'alternatives.walk')} on "
                f"foot (claimed: {claimed})"
            ),
        )
    for standard in baseline.standards:
        if f"coverage.{standard.id}.after" in ledger:
            yield f"Within {Measure(standard).words}", _coverage(ledger, standard.id)
    if "hours.lost" in ledger:
        yield "Opening hours lost", _say(ledger, "hours.lost")
    if "services.lost" in ledger:
        yield "Services lost", _names(ledger)
    if "pna.finding" in ledger:
        yield "The needs assessment says", _say(ledger, "pna.finding")


def _distance(ledger: Ledger) -> str:
    walk = _say(ledger, "distance.walk")
    if ledger.value("distance.walk") is not None and ledger.value("distance.walk_minutes") is not None:
        walk += f" on foot ({_say(ledger, 'distance.walk_minutes')})"
    return (
        f"{walk}, {_say(ledger, 'distance.straight')} in a straight line. The two points may together be out by "
        f"{_say(ledger, 'distance.error')}."
    )


def _coverage(ledger: Ledger, standard: str) -> str:
    here = f"coverage.{standard}"
    moved = [
        f"{_say(ledger, f'{here}.{name}')} {verb} the standard"
        for name, verb in (("gained", "gain"), ("lost", "lose"))
        if ledger.number(f"{here}.{name}")
    ]
    return (
        f"{_say(ledger, f'{here}.before_share')} of residents before, {_say(ledger, f'{here}.after_share')} after: "
        f"{' and '.join(moved) or 'nobody gains or loses the standard'}"
    )


def _names(ledger: Ledger) -> str:
    if ledger.value("services.lost") is None:
        return NOT_KNOWN
    return "; ".join(str(row["service"]) for row in ledger["services.lost"].rows) or "none"


def _facts(ledger: Ledger, standard: str) -> Iterator[tuple[str, str]]:
    """Every single figure of a standard, as it is called."""
    for item in ledger.items_in_order():
        if f".{standard}." in item.id and not item.rows and not item.id.startswith("together."):
            yield item.what, worded(item)


def _tables(ledger: Ledger, ids: Iterable[str]) -> Iterator[Titled]:
    for name in ids:
        item = ledger.get(name)
        if item is not None and item.rows:
            yield Titled(item.id, item.what, table_of(item, unit_of_trips(item, ledger)), item.note)


def week_of(ledger: Ledger, standard: str) -> Drawn | None:
    """The chart of the week on a standard, None where no hour differs or it was not measured."""
    item = ledger.get(f"week.{standard}.by_hour")
    return draw_week(item.rows) if item is not None and item.rows else None


def _say(ledger: Ledger, evidence_id: str, unknown: str = NOT_KNOWN) -> str:
    item = ledger.get(evidence_id)
    return unknown if item is None or item.value is None else worded(item)
