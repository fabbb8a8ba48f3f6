"""draft(assessment, baseline, officer, paper): a paper of the board, drafted. It measures nothing and decides nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.canonical import plain
from app.domain.findings import Duty
from app.domain.officer import OfficerPart
from app.law import bodies
from app.letters.annex import evidence_rows
from app.letters.characters import one_line
from app.letters.composing import Composer, Planned
from app.letters.cover import cover
from app.letters.facts import Case, Places
from app.letters.model import Letter, Paragraph, Reference, Section, Table
from app.letters.origin import Origin
from app.letters.reading import Reading
from app.letters.tables import Rows, rows_of
from app.letters.wording import (
    PaperWording,
    ParagraphWording,
    SectionWording,
    TableWording,
    paper_wording,
    word_lists,
)

EVIDENCE_TABLE = "evidence"


class Paper(StrEnum):
    """Which paper is drafted."""

    REPRESENTATION = "representation"
    NO_RESPONSE = "no-response"


class PaperError(ValueError):
    """A paper that cannot be drafted from what was given; ``field`` names it, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def draft(
    assessment: Assessment,
    baseline: Baseline,
    officer: OfficerPart | None = None,
    paper: Paper | str = Paper.REPRESENTATION,
) -> Letter:
    """Draft a paper from an assessment, the baseline that it was made on and what people gave.

    The same values give the same letter. Raises PaperError where these do not go together, WordingError where a
    wording file cannot be used, LawError where the law of the assessment's date is not known.
    """
    case = Case(assessment, baseline, officer or OfficerPart(), bodies(assessment.as_at))
    wording = paper_wording(_wording_for(case, paper))
    words = word_lists()[assessment.application.kind]
    origin = Origin(
        one_line(assessment.application.reference),
        _fingerprint(assessment),
        Paper(paper).value,
    )
    return _Draft(wording, Composer(case, words, wording.addressed), origin).letter()


def _fingerprint(assessment: Assessment) -> str:
    """The SHA-256 of the canonical JSON, as assessments are stored under; text that no file can hold has one too."""
    text = json.dumps(plain(assessment), sort_keys=True, ensure_ascii=False, indent=1)
    return hashlib.sha256(f"{text}\n".encode("utf-8", "surrogatepass")).hexdigest()


def _wording_for(case: Case, paper: Paper | str) -> str:
    """Which wording a paper takes. Raises PaperError where the case does not allow the paper."""
    assessment = case.assessment
    if paper not in tuple(Paper):
        raise PaperError("paper", f"{paper!r} is no paper; ask for one of: {', '.join(Paper)}.")
    if case.baseline.id != assessment.baseline:
        raise PaperError(
            "baseline",
            f"The assessment was made on baseline {assessment.baseline!r}, not on {case.baseline.id!r}. Give that one.",
        )
    if case.officer.opinion is not None and assessment.statement is None:
        raise PaperError(
            "officer.opinion",
            "An opinion on a gap belongs to the statement on a consolidation, and none is due here. Leave it out; what "
            "the Board has to say can go under local knowledge.",
        )
    if paper == Paper.REPRESENTATION:
        return assessment.application.kind
    if assessment.duty is Duty.MUST:
        raise PaperError(
            "paper",
            "On a consolidation the relevant board has to make a statement (Schedule 2, paragraph 19(5)), so that no "
            f"record of no response can be drafted. Ask for {Paper.REPRESENTATION.value!r}.",
        )
    return "no_response"


@dataclass(frozen=True)
class _Draft:
    wording: PaperWording
    composer: Composer
    origin: Origin

    def letter(self) -> Letter:
        """Settle what stands and under which number, then write the text, then list the evidence that it used."""
        case, line = self.composer.case, self.composer.line
        rows = self._table_rows()
        tables = {table_id: number for number, table_id in enumerate(rows, start=1)}
        bare = Places(tables, {})
        plans = {section.id: self._plan(section, bare) for section in self._all_sections()}
        places = Places(tables, self._numbers(plans))

        def made(sections: tuple[SectionWording, ...]) -> tuple[Section, ...]:
            return tuple(self._section(each, plans[each.id], rows, places) for each in sections)

        sections, annexes = made(self.wording.sections), made(self.wording.annexes)
        rows[EVIDENCE_TABLE] = evidence_rows(case, (*sections, *annexes))
        annexes = made(self.wording.annexes)
        signature = tuple(
            self.composer.paragraph(planned, bare)
            for planned in self.composer.plan(self.wording.signature, bare)
        )
        references = tuple(
            Reference(label, self.composer.runs(text, label)) for label, text in self.wording.references
        )
        body = tuple(block for each in sections for block in each.blocks if isinstance(block, Paragraph))
        marks = word_lists()["marks"]
        invented = Reading(case).invented()
        return Letter(
            kind=self.wording.kind,
            title=line(self.wording.title, "title"),
            board=line("{{ board() }}", "board").removeprefix("the "),
            as_at=case.assessment.as_at,
            addressee=self._addressee(),
            references=references,
            salutation=self.wording.salutation,
            sections=_with_blocks(sections),
            close=self.wording.close,
            signature=signature,
            annexes=_with_blocks(annexes),
            cover=cover(self.composer, references, (*body, *signature)),
            mark=f"{marks['draft']} {marks['invented']}" if invented else marks["draft"],
            origin=self.origin,
        )

    def _all_sections(self) -> tuple[SectionWording, ...]:
        return (*self.wording.sections, *self.wording.annexes)

    def _table_rows(self) -> dict[str, Rows]:
        """Rows of the tables that stand, in reading order. The evidence table always stands; its rows come last."""
        found: dict[str, Rows] = {}
        for section in self._all_sections():
            for block in section.blocks:
                if isinstance(block, TableWording):
                    is_last = block.id == EVIDENCE_TABLE
                    rows = Rows((), ()) if is_last else rows_of(block.id, Reading(self.composer.case))
                    if is_last or rows.rows:
                        found[block.id] = rows
        return found

    def _plan(self, section: SectionWording, places: Places) -> list[Planned | TableWording]:
        planned: list[Planned | TableWording] = []
        for is_table, together in groupby(section.blocks, key=lambda block: isinstance(block, TableWording)):
            if is_table:
                tables = (block for block in together if isinstance(block, TableWording))
                planned += [table for table in tables if table.id in places.tables]
            else:
                paragraphs = [block for block in together if isinstance(block, ParagraphWording)]
                planned += self.composer.plan(paragraphs, places)
        return planned

    def _numbers(self, plans: Mapping[str, list[Planned | TableWording]]) -> dict[str, int]:
        """Numbers of the body's paragraphs, running through its sections; annexes are not numbered."""
        numbered = [
            each.id
            for section in self.wording.sections
            for each in plans[section.id]
            if isinstance(each, Planned) and each.wording.numbered
        ]
        return {paragraph_id: number for number, paragraph_id in enumerate(numbered, start=1)}

    def _section(
        self,
        section: SectionWording,
        plan: list[Planned | TableWording],
        rows: Mapping[str, Rows],
        places: Places,
    ) -> Section:
        blocks = tuple(
            self.composer.paragraph(each, places)
            if isinstance(each, Planned)
            else self._table(each, rows[each.id], places)
            for each in plan
        )
        return Section(section.id, section.heading, blocks)

    def _table(self, wording: TableWording, found: Rows, places: Places) -> Table:
        line = self.composer.line
        return Table(
            id=wording.id,
            number=places.tables[wording.id],
            caption=line(wording.caption, wording.id),
            header=tuple(line(heading, wording.id) for heading in wording.header),
            rows=found.rows,
            evidence=found.evidence,
            note=line(wording.note, wording.id),
            figures=wording.figures,
        )

    def _addressee(self) -> tuple[str, ...]:
        body = self.composer.case.bodies.addressee
        return tuple(each for each in (body.name, body.address) if each) if self.wording.addressed else ()


def _with_blocks(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.blocks)
