"""draft(assessment, baseline, officer, paper): a paper of the board, drafted. It measures nothing and decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from app.domain.assessments import Assessment, Line
from app.domain.baselines import Baseline
from app.domain.officer import OfficerPart
from app.domain.responses import Consulted, Response
from app.law import bodies, is_taken_over
from app.letters.annex import evidence_rows
from app.letters.characters import one_line
from app.letters.composing import Composer, Planned
from app.letters.cover import cover
from app.letters.facts import Case, Places
from app.letters.model import Block, Letter, Paragraph, Reference, Section, Table
from app.letters.origin import Origin, fingerprint
from app.letters.papers import Paper, wording_for
from app.letters.picturing import pictures_of
from app.letters.prose import capital
from app.letters.reading import Reading
from app.letters.tables import Rows, rows_of
from app.letters.wording import (
    PaperWording,
    ParagraphWording,
    PictureWording,
    SectionWording,
    TableWording,
    holds,
    paper_wording,
    word_lists,
)

EVIDENCE_TABLE = "evidence"
_Planned = Planned | TableWording | PictureWording


def draft(
    assessment: Assessment,
    baseline: Baseline,
    officer: OfficerPart | None = None,
    paper: Paper | str = Paper.REPRESENTATION,
    house_format: str | None = None,
    responses: tuple[Response, ...] = (),
    streets: tuple[Line, ...] = (),
    consulted: Consulted | None = None,
) -> Letter:
    """Draft a paper from an assessment, the baseline that it was made on and what people gave.

    ``house_format`` is for a report to the board: the name of a file in wording/house_formats. ``responses`` are what
    those answered whom the board asked. ``streets`` are those from which the site that stays is within the first standard
    (EPSG:27700 metres), to draw on the map. ``consulted`` is what the consultation came to in numbers, None where the
    board made none.

    The same values give the same letter. Raises PaperError where these do not go together, WordingError where a
    wording file cannot be used, LawError where the law of the assessment's date is not known.
    """
    board = None if assessment.relevant_hwb is None else baseline.board(assessment.relevant_hwb)
    care_board = None if board is None else board.integrated_care_board(assessment.as_at)
    case = Case(
        assessment,
        baseline,
        officer or OfficerPart(),
        bodies(assessment.as_at, assessment.relevant_hwb, care_board),
        responses,
        streets,
        consulted,
    )
    wording = paper_wording(wording_for(case, paper, house_format))
    lists = word_lists()
    own = lists["change_of_ownership"] if is_taken_over(assessment.application) else {}
    words = {**lists[assessment.application.kind], **own}
    origin = Origin(one_line(assessment.application.reference), fingerprint(assessment), Paper(paper).value)
    made = _Draft(
        wording, Composer(case, words, wording.addressed, wording.to, wording.after_decision), origin
    )
    attached = (
        replace(
            draft(assessment, baseline, officer, appendix.paper, house_format, responses, streets, consulted),
            appendix=made.composer.line(appendix.heading, "appendix"),
            cover=None,
            mark=None,
            origin=None,
        )
        for appendix in wording.appendices
        if made.stands(appendix.when)
    )
    return replace(made.letter(), attachments=tuple(attached))


@dataclass(frozen=True)
class _Draft:
    wording: PaperWording
    composer: Composer
    origin: Origin

    def stands(self, when: str) -> bool:
        """Whether a part of the paper stands."""
        return holds(when, self.composer.names(Reading(self.composer.case)), "appendix")

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

    def _plan(self, section: SectionWording, places: Places) -> list[_Planned]:
        planned: list[_Planned] = []
        for sort, together in groupby(section.blocks, key=type):
            if sort is ParagraphWording:
                paragraphs = [block for block in together if isinstance(block, ParagraphWording)]
                planned += self.composer.plan(paragraphs, places)
            else:
                blocks = (block for block in together if not isinstance(block, ParagraphWording))
                planned += [b for b in blocks if isinstance(b, PictureWording) or b.id in places.tables]
        return planned

    def _numbers(self, plans: Mapping[str, list[_Planned]]) -> dict[str, int]:
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
        plan: list[_Planned],
        rows: Mapping[str, Rows],
        places: Places,
    ) -> Section:
        blocks: list[Block] = []
        for each in plan:
            if isinstance(each, Planned):
                blocks.append(self.composer.paragraph(each, places))
            elif isinstance(each, PictureWording):
                blocks += pictures_of(each, self.composer, places)
            else:
                blocks.append(self._table(each, rows[each.id], places))
        return Section(section.id, section.heading, tuple(blocks), section.level, section.rows)

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
        if self.wording.headline:
            return (self.composer.line(self.wording.headline, "headline"),)
        if not self.wording.addressed:
            return ()
        case = self.composer.case
        if self.wording.to == "appeals":
            appeal = case.officer.appeal
            return (capital(case.bodies.appeals.name), *_lines(appeal.reply_to if appeal else None))
        # The address that the notice gives goes before the one that is known here.
        given = _lines(case.assessment.application.notice.reply_to)
        known = case.bodies.addressee.address
        return (case.bodies.addressee.name, *(given or ((known,) if known else ())))


def _lines(address: str | None) -> tuple[str, ...]:
    """An address as its lines."""
    return tuple(filter(None, (one_line(line) for line in (address or "").splitlines())))


def _with_blocks(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.blocks)
