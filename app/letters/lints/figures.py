"""A figure with no evidence, or that no longer matches it; and a row of a table that was changed by hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from types import NoneType

from app.domain.evidence import Evidence, Scalar
from app.domain.rounding import half_up, minutes_of, per_cent, prose_metres, whole
from app.letters.lints.lint import Lint, Subject
from app.letters.lints.manuscript import Grid, Passage
from app.letters.lints.tokens import Token, tokens
from app.letters.model import Paragraph
from app.letters.prose import exact

NO_EVIDENCE = "figure-without-evidence"
DIFFERS = "figure-differs"
ALIKE = 0.6
"""How alike two paragraphs are, by difflib's measure, for one to be taken for the other, edited."""
UNITS = {"m": "m", "minutes": "minutes", "people": "people", "share": "%", "hours a week": "hours", "": ""}


@dataclass
class Explained:
    """The figures that a set of sources accounts for: numbers by unit, and numbers that may stand with any unit."""

    by_unit: set[tuple[Decimal, str]] = field(default_factory=set)
    bare: set[Decimal] = field(default_factory=set)

    def covers(self, token: Token) -> bool:
        """Whether a figure is accounted for."""
        return token.number in self.bare or token.key in self.by_unit

    def text(self, text: str) -> None:
        """Account for the figures of a text from the papers, the baseline or the officer."""
        for token in tokens(text):
            self.by_unit.add(token.key)
            if not token.unit:
                self.bare.add(token.number)

    def value(self, value: Scalar, unit: str) -> None:
        """Account for a value in the forms in which prose and tables print it, and exact."""
        if isinstance(value, str):
            self.text(value)
        elif value is not None and not isinstance(value, bool):
            self.by_unit.update(_forms(value, unit))

    def item(self, item: Evidence) -> None:
        """Account for an evidence item: its value, its rows, and the figures in its own words."""
        self.value(item.value, item.unit)
        for row in item.rows:
            for value in row.values():
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    self.bare.update((Decimal(str(value)), half_up(value), half_up(value, "0.1")))
                    # A cell of metres may be said in kilometres, one of minutes is whole.
                    self.by_unit.update(_forms(value, "m") if value >= 0 else ())
                elif isinstance(value, str):
                    self.text(value)
        # "at least three pharmacies" is what a figure is of.
        self.text(f"{item.what}. {item.note}")
        if item.id.endswith(".change_p90"):
            self.by_unit.add((Decimal(9), ""))  # "nine in ten of them"

    def anything(self, value: object) -> None:
        """Account for every figure anywhere in a value made of dataclasses."""
        if is_dataclass(value) and not isinstance(value, type):
            for each in fields(value):
                self.anything(getattr(value, each.name))
        elif isinstance(value, (Enum, date)):
            return
        elif isinstance(value, str):
            self.text(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self.bare.add(Decimal(str(value)))
        elif isinstance(value, Mapping):
            self.anything(tuple(value.values()))
        elif isinstance(value, Iterable):
            for each in value:
                self.anything(each)


def figures(subject: Subject) -> Iterator[Lint]:
    """Each figure of each passage, against what the passage rests on; where nobody said what, against all evidence."""
    known = _papers_and_people(subject)
    everything = _with_ledger(subject, known)
    written = [each for paper in subject.draft.papers for each in paper.paragraphs]
    drafted = {each.id: each for each in written}
    texts = {each.text: each for each in written}
    for passage in subject.manuscript.passages:
        source = (
            texts.get(passage.text) or drafted.get(passage.id or "") or _likest(passage, drafted.values())
        )
        edited = passage.evidence is None
        if edited and source is not None and source.text == passage.text:
            continue
        allowed = everything
        if source is not None:
            allowed = _for_paragraph(subject, source, known, edited=edited)
        for sentence in passage.sentences:
            for token in tokens(sentence):
                if not allowed.covers(token):
                    yield _lint(subject, passage, source, sentence, token)


def tables(subject: Subject) -> Iterator[Lint]:
    """Each row of each table of an edited paper, against the draft's table of the same caption."""
    drafted: dict[str, list[tuple[str, ...]]] = {}
    for table in (table for paper in subject.draft.papers for table in paper.tables):
        drafted.setdefault(_caption(table.title), []).extend((table.header, *table.rows))
    for grid in subject.manuscript.grids:
        rows = drafted.get(_caption(grid.caption))
        if rows is not None:
            yield from _rows(grid, rows)


def _rows(grid: Grid, drafted: list[tuple[str, ...]]) -> Iterator[Lint]:
    flat = {tuple(_flat(cell) for cell in row) for row in drafted}
    for row in grid.rows:
        seen = tuple(_flat(cell) for cell in row)
        if seen in flat or not any(tuple(tokens(cell)) for cell in seen[1:]):
            continue
        was = next((each for each in flat if each[0] == seen[0] and len(each) == len(seen)), None)
        said = " | ".join(seen)
        if was is None:
            yield Lint(NO_EVIDENCE, grid.caption, said, "This row is not in the table as it was measured.")
        else:
            changed = "; ".join(
                f"{now!r}, measured {then!r}" for now, then in zip(seen, was, strict=True) if now != then
            )
            yield Lint(DIFFERS, grid.caption, said, f"This row is not as it was measured: {changed}.")


def _lint(subject: Subject, passage: Passage, source: Paragraph | None, sentence: str, token: Token) -> Lint:
    where = source.id if source else passage.id or "a paragraph that the draft does not have"
    if passage.number is not None:
        where = f"paragraph {passage.number} ({where})"
    same = [
        item
        for item in (subject.assessment.ledger.get(each) for each in (source.evidence if source else ()))
        if item is not None
        and not isinstance(item.value, (str, bool, NoneType))
        and UNITS.get(item.unit) == token.unit
    ]
    if not same:
        return Lint(
            NO_EVIDENCE,
            where,
            sentence,
            f"Nothing that was measured, stated or published gives “{token.words}”.",
        )
    rests = "; ".join(f"{item.id} is {exact(item.value, item.unit)}" for item in same)
    return Lint(DIFFERS, where, sentence, f"“{token.words}” does not match the evidence: {rests}.")


def _papers_and_people(subject: Subject) -> Explained:
    """What papers, the published assessment and people state may be repeated anywhere."""
    found = Explained()
    for value in (subject.assessment.application, subject.baseline, subject.officer):
        found.anything(value)
    for _, version in subject.assessment.versions:
        found.text(version)
    # A mile, twenty minutes to it, and the day's own count are the method's.
    found.text("1,609.344 m. 1,609.344 metres. Within a mile. 45 days. 30 days. 1.6 km. 2 km.")
    return found


def _with_ledger(subject: Subject, known: Explained) -> Explained:
    found = _copy(known)
    for item in subject.assessment.evidence:
        found.item(item)
    for finding in subject.assessment.findings:
        for text in (*finding.reasons, *finding.points_for, *finding.points_against, finding.asks):
            found.text(text)
    return found


def _for_paragraph(subject: Subject, source: Paragraph, known: Explained, *, edited: bool) -> Explained:
    found = _copy(known)
    ledger = subject.assessment.ledger
    for evidence_id in source.evidence:
        if evidence_id in ledger:
            found.item(ledger[evidence_id])
    if "consultation" in source.inputs:
        found.anything(subject.consulted)
    if edited:
        found.text(source.text)
    return found


def _copy(known: Explained) -> Explained:
    return Explained(set(known.by_unit), set(known.bare))


def _likest(passage: Passage, drafted: Iterable[Paragraph]) -> Paragraph | None:
    if passage.evidence is not None or len(passage.text) < 40:
        return None
    best, score = None, ALIKE
    for each in drafted:
        matcher = SequenceMatcher(None, passage.text, each.text, autojunk=False)
        if matcher.real_quick_ratio() > score and matcher.quick_ratio() > score and matcher.ratio() > score:
            best, score = each, matcher.ratio()
    return best


@cache
def _forms(value: int | float, unit: str) -> frozenset[tuple[Decimal, str]]:
    """A value as prose, tables and the annex print it."""
    plain = Decimal(str(value))
    found = {(plain, unit), (half_up(abs(value), "0.000001").normalize(), unit)}
    match unit:
        case "m":
            size, spelt = prose_metres(abs(value))
            found |= {(size, "km" if spelt == "kilometres" else "m"), (half_up(abs(value)), "m")}
            found |= {(Decimal(5), "m")} if abs(value) < 5 else set()
            found |= {(half_up(abs(value), 10), "m"), (half_up(abs(value) / 1000, "0.1"), "km")}
        case "minutes":
            found.add((half_up(abs(value)), "minutes"))
        case "people":
            found |= {(half_up(value), "people"), (half_up(value), "")}
        case "share":
            if 0 <= value <= 1:
                found |= {(per_cent(value)[1], "%"), (half_up(value * 100), "%")}
        case "hours a week":
            minutes = minutes_of(value)
            found |= {(Decimal(minutes // 60), "hours"), (Decimal(minutes % 60), "minutes"), (plain, "hours")}
        case _:
            found |= {(Decimal(whole(value)), ""), (abs(plain), "")}
    return frozenset(found)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _caption(text: str) -> str:
    return _flat(text).casefold()
