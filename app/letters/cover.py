"""The list for the officer: what is still open, what to look at, what people have to judge. No part of the paper."""

from collections.abc import Iterator

from app.domain.entered import Entered, entered, optional_fields
from app.domain.findings import Finding, Verdict
from app.letters.characters import one_line
from app.letters.composing import Composer
from app.letters.facts import NOWHERE
from app.letters.model import Cover, CoverGroup, CoverItem, Paragraph, Reference
from app.letters.prose import capital
from app.letters.reading import Reading
from app.letters.wording import CoverWording, cover_wording, fill

_OF_THE_TIME = ("deadline-", "no-meeting-", "notice-")
"""How the ids of flags begin that are about the notice and the time for representations."""
_IN_ORDER = (
    Verdict.NOT_MET,
    Verdict.NEEDS_JUDGEMENT,
    Verdict.PAPERS_SILENT,
    Verdict.NOT_ENTERED,
    Verdict.NOT_KNOWN,
)


def cover(composer: Composer, references: tuple[Reference, ...], paragraphs: tuple[Paragraph, ...]) -> Cover:
    """The list for a paper with these references and paragraphs. Groups without items are left out."""
    wording = cover_wording()
    findings = composer.case.assessment.findings
    groups = [CoverGroup(wording.headings["open"], tuple(_open(references, paragraphs)))]
    groups.append(CoverGroup(wording.headings["flags"], tuple(_flags(composer))))
    for verdict in _IN_ORDER:
        items = tuple(_finding(found, wording, composer) for found in findings if found.verdict is verdict)
        groups.append(CoverGroup(wording.headings[verdict.value], items))
    groups.append(CoverGroup(wording.headings["fields"], tuple(_not_entered(wording, composer))))
    groups.append(CoverGroup(wording.headings["checks"], tuple(_checks(wording, composer))))
    return Cover(
        composer.line(wording.title, "cover"),
        composer.line(wording.instruction, "cover"),
        tuple(group for group in groups if group.items),
    )


def _open(references: tuple[Reference, ...], paragraphs: tuple[Paragraph, ...]) -> Iterator[CoverItem]:
    for reference in references:
        for run in reference.runs:
            if run.open:
                yield CoverItem(reference.label, capital(run.text.strip("[]")))
    for paragraph in paragraphs:
        where = f"Paragraph {paragraph.number}: " if paragraph.number is not None else ""
        for run in paragraph.runs:
            if run.open:
                yield CoverItem(paragraph.id, capital(f"{where}{run.text.strip('[]')}"))


def _flags(composer: Composer) -> Iterator[CoverItem]:
    for flag in composer.case.assessment.flags:
        if composer.after_decision and flag.id.startswith(_OF_THE_TIME):
            continue
        citation = f" ({flag.citation})" if flag.citation else ""
        yield CoverItem(flag.id, one_line(f"{flag.text}{citation}"), flag.evidence, flag.citation)


def _not_entered(wording: CoverWording, composer: Composer) -> Iterator[CoverItem]:
    """What a paper turns on and nobody has entered: neither what the papers say of it nor that they are silent."""
    application = composer.case.assessment.application
    left_out = frozenset(optional_fields(application.__class__))
    for path, name in wording.fields.items():
        field = composer.case.field(path)
        if field in left_out and entered(application, field) is Entered.NOT_ENTERED:
            yield CoverItem(f"not-entered-{field}", composer.line(name, path))


def _finding(finding: Finding, wording: CoverWording, composer: Composer) -> CoverItem:
    reading = Reading(composer.case)
    names = composer.names(
        reading,
        citation=one_line(finding.citation),
        asks=one_line(finding.asks),
        judge=one_line(finding.judge),
        reasons=[one_line(reason) for reason in finding.reasons],
        points_for=[one_line(point) for point in finding.points_for],
        points_against=[one_line(point) for point in finding.points_against],
    )
    text = fill(wording.judged, names, finding.rule)
    return CoverItem(finding.rule, text, finding.evidence, finding.citation)


def _checks(wording: CoverWording, composer: Composer) -> Iterator[CoverItem]:
    for planned in composer.plan(wording.checks, NOWHERE):
        paragraph = composer.paragraph(planned, NOWHERE)
        yield CoverItem(paragraph.id, paragraph.text, paragraph.evidence)
