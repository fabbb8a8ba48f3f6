"""A letter as a Word file that an officer can edit: real headings and numbering, header rows, language, DRAFT on every page.

Built on the blank document in ``blank/``, whose styles it names. The same letter gives the same bytes.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Mm
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from app.letters import docx_marks
from app.letters.archive import pack, repack
from app.letters.characters import printable
from app.letters.model import Cover, Kind, Letter, Paragraph, Picture, Run, Section, Table
from app.letters.origin import add_origin
from app.letters.pdf import png
from app.letters.templates import Template, fill
from app.letters.widths import widths

BLANK = "blank"
PARAGRAPHS_LIST = 1
WIDEST_MM = 160
LABELS_SHARE = 28
STYLES = {Kind.STATUTORY: "Statutory Statement", Kind.OFFICER: "Officer Words", Kind.METHOD: "Method Text"}
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render(letter: Letter, template: Template | None = None) -> bytes:
    """The Word file. The list for the officer stands first, on pages of its own that can be taken out whole.

    template: the council's own file, whose styles, header and logo the paper takes. Raises TemplateError where its styles
    clash with those that a paper needs.
    """
    document = _on_template(letter, template) if template else _on_blank(letter)
    _describe(document, letter)
    buffer = BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _on_blank(letter: Letter) -> WordDocument:
    writer = _Writer(Document(BytesIO(_blank())))
    document = writer.document
    if letter.cover is not None:
        writer.cover(letter.cover)
        _head_and_foot(document.sections[0], letter.cover.title, numbered=False)
        section = document.add_section(WD_SECTION.NEW_PAGE)
        docx_marks.restart_pages(section)
    _head_and_foot(document.sections[-1], letter.mark or "", numbered=True)
    writer.letter(letter)
    return document


def _on_template(letter: Letter, template: Template) -> WordDocument:
    document, numbered = template.opened(_blank())
    place = fill(document, letter)
    body = document.element.body
    theirs = set(body.iterchildren())
    writer = _Writer(document)
    if letter.cover is not None:
        writer.cover(letter.cover)
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    writer.letter(letter, numbered)
    for element in [each for each in body.iterchildren() if each not in theirs]:
        place.addprevious(element)
    body.remove(place)
    if letter.mark and not template.marks:
        for section in document.sections:
            section.header.paragraphs[0].insert_paragraph_before(printable(letter.mark))
    return document


class _Writer:
    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self._bookmarks = 0
        self._list = PARAGRAPHS_LIST
        self._prefix = ""
        self._style_ids: dict[str, str | None] = {}

    def _styled(self, paragraph: WordParagraph, style: str) -> WordParagraph:
        """Give a paragraph a style. The library goes over all styles to find its id, which was half of what a paper cost."""
        if style in self._style_ids:
            paragraph._p.style = self._style_ids[style]
        else:
            paragraph.style = self.document.styles[style]
            self._style_ids[style] = paragraph._p.style
        return paragraph

    def cover(self, cover: Cover) -> None:
        self._text(cover.title, "Heading 1")
        self._text(cover.instruction, "Letter Text")
        for group in cover.groups:
            self._text(group.heading, "Heading 2")
            for item in group.items:
                self._text(item.text, "Cover Item")

    def letter(self, letter: Letter, list_id: int = PARAGRAPHS_LIST) -> None:
        self._list = list_id
        for line in letter.addressee:
            self._text(line, "Letter Address")
        for reference in letter.references:
            self._runs((Run(f"{reference.label}: "), *reference.runs), "Letter Reference")
        if letter.salutation:
            self._text(letter.salutation, "Letter Text")
        self._text(letter.title, "Heading 2" if letter.appendix else "Heading 1")
        for section in letter.sections:
            self._section(section)
        if letter.close:
            self._text(letter.close, "Letter Text").paragraph_format.keep_with_next = True
        for paragraph in letter.signature:
            self._paragraph(paragraph, "Letter Text").paragraph_format.keep_together = True
        for at, annex in enumerate(letter.annexes):
            self._section(annex, new_page=at == 0)
        for at, attached in enumerate(letter.attachments, start=1):
            self._attachment(attached, docx_marks.bookmark_prefix(at))
        # Word wants a paragraph after the last table.
        if self.document.element.body[-2].tag == qn("w:tbl"):
            self._text("", "Table Note")

    def _attachment(self, letter: Letter, prefix: str) -> None:
        self._text(letter.appendix, "Heading 1").paragraph_format.page_break_before = True
        self._prefix = prefix
        self.letter(letter, docx_marks.another_list(self.document, self._list))
        self._prefix = ""

    def _section(self, section: Section, *, new_page: bool = False) -> None:
        if section.rows:
            self._rows(section)
            return
        heading = self._text(section.heading, f"Heading {section.level}")
        if new_page:
            heading.paragraph_format.page_break_before = True
        for block in section.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            elif isinstance(block, Picture):
                self._picture(block)
            else:
                self._table(block)

    def _paragraph(self, paragraph: Paragraph, style: str | None = None) -> WordParagraph:
        written = self._runs(paragraph.runs, style or STYLES.get(paragraph.kind, "Letter Text"))
        if paragraph.number is not None:
            docx_marks.number(written, self._list)
        self._mark(written, paragraph)
        return written

    def _mark(self, written: WordParagraph, paragraph: Paragraph) -> None:
        self._bookmarks += 1
        docx_marks.bookmark(written, self._prefix + paragraph.id, self._bookmarks)

    def _rows(self, section: Section) -> None:
        """A table of labels and paragraphs, as reports begin."""
        labelled = section.labelled
        written = self.document.add_table(rows=len(labelled), cols=2, style="Table Grid")
        docx_marks.fill_the_page(written)
        docx_marks.columns(written, (LABELS_SHARE, 100 - LABELS_SHARE))
        docx_marks.describe(written, section.heading or ", ".join(label for label, _ in labelled))
        for row, (label, paragraphs) in zip(written.rows, labelled, strict=True):
            head, body = row.cells
            self._styled(head.paragraphs[0], "Table Heading").add_run(printable(label))
            for at, paragraph in enumerate(paragraphs):
                line = body.add_paragraph() if at else body.paragraphs[0]
                self._styled(line, "Table Text")
                for run in paragraph.runs:
                    line.add_run(printable(run.text), style="Open Item" if run.open else None)
                self._mark(line, paragraph)
        self._text("", "Table Note")

    def _table(self, table: Table) -> None:
        self._text(table.title, "Caption")
        written = self.document.add_table(
            rows=1 + len(table.rows), cols=len(table.header), style="Table Grid"
        )
        docx_marks.fill_the_page(written)
        docx_marks.columns(written, widths(table))
        docx_marks.describe(written, printable(table.title))
        head, *rows = written.rows
        self._row(head, table.header, table.figures, "Table Heading")
        docx_marks.header_row(head)
        for row, cells in zip(rows, table.rows, strict=True):
            self._row(row, cells, table.figures, "Table Text")
            docx_marks.whole_row(row)
        if table.note:
            self._text(table.note, "Table Note")

    def _picture(self, picture: Picture) -> None:
        self._text(picture.caption, "Caption")
        paragraph = self._styled(self.document.add_paragraph(), "Table Text")
        shape = paragraph.add_run().add_picture(BytesIO(png(picture)), width=Mm(WIDEST_MM))
        docx_marks.alternative_text(shape, picture.id, printable(picture.alt))
        if picture.note:
            self._text(picture.note, "Table Note")

    def _row(self, row: WordRow, cells: tuple[str, ...], figures: frozenset[int], style: str) -> None:
        for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            for number, line in enumerate(text.split("\n")):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                self._styled(paragraph, style).add_run(printable(line))
                if at in figures:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _text(self, text: str, style: str) -> WordParagraph:
        return self._runs((Run(text),), style)

    def _runs(self, runs: tuple[Run, ...], style: str) -> WordParagraph:
        paragraph = self._styled(self.document.add_paragraph(), style)
        for run in runs:
            paragraph.add_run(printable(run.text), style="Open Item" if run.open else None)
        return paragraph


def _head_and_foot(section: WordSection, head: str, *, numbered: bool) -> None:
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False
    section.header.paragraphs[0].add_run(printable(head))
    if numbered:
        section.footer.paragraphs[0].add_run("Page ")
        docx_marks.page_number(section.footer.paragraphs[0])


def _describe(document: WordDocument, letter: Letter) -> None:
    properties = document.core_properties
    properties.title = printable(letter.title)[:255]
    properties.author = ""
    properties.last_modified_by = ""
    properties.language = letter.language
    # The date of the assessment stands in for a clock, so that the same letter is the same file.
    properties.created = properties.modified = datetime.combine(letter.as_at, time(), UTC)
    properties.revision = 1
    if letter.origin is not None:
        add_origin(document.part.package, letter.origin)


@cache
def _blank() -> bytes:
    return pack(dict(_files(resources.files("app.letters").joinpath(BLANK), "")))


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        else:
            yield f"{path}{entry.name}", entry.read_bytes()
