"""A council's own Word file as the template of its papers: its styles, its header, its logo, and where our text goes.

The file is a Word file (.docx) with placeholders in double braces. ``{{ body }}``, alone in its paragraph, is where the
paper stands; the others are a line of text and may stand anywhere, in headers and footers too. Nothing in a template is run:
a placeholder is a name on a list, and a name that is not on it is an error before anything is written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from app.letters.characters import printable
from app.letters.model import Letter
from app.letters.prose import day
from app.letters.uploads import UploadError, safe_parts

BODY = "body"
PLACEHOLDERS: Mapping[str, str] = {
    BODY: "the paper, from its address or heading to its annexes",
    "title": "the title of the paper",
    "board": "the name of the board",
    "mark": "DRAFT and the like; empty once there is none",
    "reference": "the reference of the application",
    "as_at": "the date of the assessment",
}
STYLES = (
    "Heading 1", "Heading 2", "Heading 3", "Caption", "Letter Text", "Letter Address", "Letter Reference",
    "Statutory Statement", "Officer Words", "Method Text", "Cover Item", "Table Text", "Table Heading",
    "Table Note", "Open Item", "Table Grid",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
NUMBERED, BULLETED = 1, 2
"""The lists of the blank document: numbered paragraphs, and the officer's list."""
_NUM = (
    '<w:num xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:numId="{}">'
    '<w:abstractNumId w:val="{}"/></w:num>'
)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")


class TemplateError(ValueError):
    """A template that cannot be used; the message says what is wrong with it and what to do."""


@dataclass(frozen=True)
class Template:
    """A template that was looked at and can be used. ``content`` is the Word file."""

    content: bytes

    def opened(self, blank: bytes) -> tuple[WordDocument, int]:
        """The template with the styles of blank that it lacks, and the id of the list for numbered paragraphs."""
        document, ours = Document(BytesIO(self.content)), Document(BytesIO(blank))
        _add_styles(document, ours)
        return document, add_lists(document, ours)

    @property
    def marks(self) -> bool:
        """Whether the template says where DRAFT stands."""
        return any(
            "mark" in _PLACEHOLDER.findall(each.text) for each in _paragraphs(Document(BytesIO(self.content)))
        )


def read_template(content: bytes) -> Template:
    """Look a council's file over. Raises TemplateError that names every placeholder that is not known."""
    try:
        safe_parts(content)
        document = Document(BytesIO(content))
    except UploadError as error:
        raise TemplateError(str(error)) from error
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        raise TemplateError(
            "The template says that it is a Word file but cannot be read as one. Save it again."
        ) from error
    found: list[str] = []
    for paragraph in _paragraphs(document):
        text = paragraph.text
        names = _PLACEHOLDER.findall(text)
        if _STRAY.search(_PLACEHOLDER.sub("", text)):
            raise TemplateError(
                f"There are braces that are no placeholder in “{text.strip()[:80]}”. Write {{{{ title }}}}, say."
            )
        if BODY in names and text.strip() != _PLACEHOLDER.search(text)[0]:  # type: ignore[index]
            raise TemplateError("{{ body }} has to stand alone in its paragraph.")
        found += names
    unknown = sorted(set(found) - set(PLACEHOLDERS))
    if unknown:
        raise TemplateError(
            f"The template has placeholders that are not known: {', '.join(unknown)}. Known are: {', '.join(PLACEHOLDERS)}."
        )
    bodies = sum(_PLACEHOLDER.findall(each.text).count(BODY) for each in document.paragraphs)
    if bodies != 1 or found.count(BODY) != 1:
        raise TemplateError(
            "The template needs {{ body }} once, in a paragraph of its own in the text and not in a table."
        )
    return Template(content)


def fill(document: WordDocument, letter: Letter) -> etree._Element:
    """Put the lines of a paper in the place of their placeholders, and return the paragraph of {{ body }}."""
    values = {
        "title": letter.title,
        "board": letter.board,
        "mark": letter.mark or "",
        "reference": letter.origin.reference if letter.origin else "",
        "as_at": day(letter.as_at),
    }
    place: etree._Element | None = None
    for paragraph in _paragraphs(document):
        if _PLACEHOLDER.fullmatch(paragraph.text.strip()) and BODY in _PLACEHOLDER.findall(paragraph.text):
            place = paragraph._p
        elif _PLACEHOLDER.search(paragraph.text):
            _replace(paragraph, values)
    if place is None:
        raise TemplateError("The template needs {{ body }} once, in a paragraph of its own.")
    return place


def _replace(paragraph: WordParagraph, values: Mapping[str, str]) -> None:
    """Put values in. Word may split a placeholder over runs: its text goes to the first of them, with that one's looks."""
    while True:
        found = _PLACEHOLDER.search(paragraph.text)
        if found is None:
            return
        start, end, at = found.start(), found.end(), 0
        put = printable(values[found[1]])
        for run in paragraph.runs:
            begin, finish = at, at + len(run.text)
            at = finish
            if finish <= start or begin >= end:
                continue
            before, after = run.text[: max(0, start - begin)], run.text[end - begin :] if finish > end else ""
            run.text = f"{before}{put if begin <= start else ''}{after}"


def _paragraphs(document: WordDocument) -> Iterator[WordParagraph]:
    """All paragraphs: of the text, of tables and boxes, of headers and footers."""
    stories = [document.element.body]
    for section in document.sections:
        for story in (
            section.header, section.footer, section.first_page_header, section.first_page_footer, section.even_page_header,
            section.even_page_footer,
        ):  # fmt: skip
            if not story.is_linked_to_previous:
                stories.append(story._element)
    for story in stories:
        for element in story.iter(qn("w:p")):
            yield WordParagraph(element, document)


def _add_styles(document: WordDocument, ours: WordDocument) -> None:
    known = {style.name for style in document.styles}
    ids = {style.style_id for style in document.styles}
    for name in STYLES:
        if name not in known:
            element = parse_xml(etree.tostring(ours.styles[name].element))
            if element.get(qn("w:styleId")) in ids:
                raise TemplateError(
                    f"The template has a style with the id of “{name}” under another name. Rename it to “{name}”."
                )
            document.styles.element.append(element)


def add_lists(document: WordDocument, ours: WordDocument) -> int:
    """Add the lists of a paper under ids that the template does not use; returns that of numbered paragraphs."""
    mine = ours.part.numbering_part
    try:
        theirs = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        part = XmlPart(
            PackURI("/word/numbering.xml"), mine.content_type, parse_xml(mine.blob), document.part.package
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return NUMBERED
    assert isinstance(theirs, XmlPart)  # noqa: S101 - numbering is always read as XML
    root = theirs._element
    kinds = {each.get(qn("w:abstractNumId")) for each in root.findall(qn("w:abstractNum"))}
    lists = {int(str(each.get(qn("w:numId")))) for each in root.findall(qn("w:num"))}
    first_kind = max((int(str(each)) for each in kinds), default=-1) + 1
    first_list = max(lists, default=0) + 1
    for added, abstract in enumerate(mine.element.findall(qn("w:abstractNum"))):
        copied = parse_xml(etree.tostring(abstract))
        copied.set(qn("w:abstractNumId"), str(first_kind + added))
        root.insert(len(root.findall(qn("w:abstractNum"))), copied)
        root.append(parse_xml(_NUM.format(first_list + added, first_kind + added)))
    for reference in document.styles["Cover Item"].element.iter(qn("w:numId")):
        reference.set(qn("w:val"), str(first_list + BULLETED - 1))
    return first_list + NUMBERED - 1
