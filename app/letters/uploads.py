"""A Word file that somebody sends: looked at before anything opens it, then read as a manuscript.

Refused: what is no Word file, macros and other programs, and archives that grow beyond all measure. No part is trusted:
names are looked up, never written to disk, and no reference to another file or address is followed.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from lxml import etree

from app.letters.docx_marks import bookmark_name, bookmark_prefix
from app.letters.lints.manuscript import Grid, Manuscript, Passage, numbered
from app.letters.model import Letter
from app.letters.origin import PROPERTIES, Origin, read_origin

LARGEST_BYTES = 10_000_000
LARGEST_UNPACKED = 100_000_000
MOST_PARTS = 2_000
MOST_GROWTH = 200
MOST_MARKS = 300_000
"""How many tags the XML of a file has at most; each takes time. A paper of sixty pages has some fifty thousand."""
LARGEST_XML = 20_000_000
MOST_CHARACTERS = 1_000_000
LONGEST_PARAGRAPH = 10_000
"""In characters: four pages without a break. What looks for figures and citations in it reads some places many times."""
MOST_PARAGRAPHS = 20_000
MOST_COLUMNS = 63
"""Word itself has no more columns in a table. A cell that says it spans a billion would be read a billion times."""
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROGRAMS = re.compile(
    r"vbaProject|vbaData|activeX|/embeddings/|oleObject|\.(?:exe|dll|js|vbs|bat|ps1)$", re.IGNORECASE
)
_COVER = "Cover Item"
_SPANS = ("w:gridSpan", "w:gridBefore", "w:gridAfter")
TOO_LONG = "Unpacked, this file is larger than any letter. Send the Word file as Word saves it."


class UploadError(ValueError):
    """A file that cannot be taken as a Word file; the message says why and what to send."""


@dataclass(frozen=True)
class Upload:
    """A Word file as read. ``origin`` says which assessment it was drafted from, None where it does not say."""

    manuscript: Manuscript
    origin: Origin | None


def read_upload(content: bytes, draft: Letter | None = None) -> Upload:
    """Read a Word file. draft: the paper that it may be an edited form of, to know paragraphs again. Raises UploadError."""
    parts = safe_parts(content)
    try:
        document = Document(BytesIO(content))
        _check_measure(document)
        manuscript = _manuscript(document, draft)
    except UploadError:
        raise
    except (KeyError, ValueError, AttributeError, RecursionError, etree.XMLSyntaxError) as error:
        raise UploadError(
            f"The file says that it is a Word file but cannot be read as one ({type(error).__name__})."
        ) from error
    return Upload(manuscript, read_origin(parts.get(PROPERTIES, b"")))


def safe_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name, none of them a program. Raises UploadError before anything large is unpacked."""
    if len(content) > LARGEST_BYTES:
        raise UploadError(f"The file is larger than {LARGEST_BYTES:,} bytes. Take large pictures out.")
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UploadError(
            "This is not a Word file (.docx). Save it from Word as “Word document (.docx)”."
        ) from error
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or total > LARGEST_UNPACKED or total > MOST_GROWTH * max(len(content), 1):
        raise UploadError(TOO_LONG)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(entry.flag_bits & 0x1 for entry in entries):
        raise UploadError("The file is protected or damaged. Save it again from Word without a password.")
    programs = sorted(name for name in names if _PROGRAMS.search(name))
    if programs:
        raise UploadError(
            f"The file holds macros or an embedded program ({programs[0]}). Save it as .docx without them."
        )
    try:
        parts = {entry.filename: _unpacked(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise UploadError(
            "The file is damaged: a part of it cannot be unpacked. Save it again from Word."
        ) from error
    _check_kind(parts)
    return parts


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    # The size that an archive states may be a lie; no more than that is read.
    with archive.open(entry) as part:
        content = part.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile("a part has not the size that it states")
    return content


def _check_kind(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise UploadError("The file is one with macros (.docm or .dotm). Save it as .docx without them.")
    if "word/document.xml" not in parts or _MAIN.encode() not in types:
        raise UploadError("This is not a Word file (.docx). Save it from Word as “Word document (.docx)”.")
    written = {name: content for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    for name, content in written.items():
        if b"\0" in content:
            raise UploadError(
                f"The part {name} is not written in UTF-8, as Word writes. Save the file again from Word."
            )
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise UploadError(
                f"The part {name} declares entities, which Word never does. Save the file again from Word."
            )
    marks = sum(content.count(b"<") for content in written.values())
    if marks > MOST_MARKS or sum(map(len, written.values())) > LARGEST_XML:
        raise UploadError(TOO_LONG)


def _check_measure(document: WordDocument) -> None:
    """Raises UploadError where reading would take longer than any letter does, ValueError where a span is no number."""
    body = document.element.body
    spans = (each.get(qn("w:val"), "1") for name in _SPANS for each in body.iter(qn(name)))
    if any(not 0 <= int(span) <= MOST_COLUMNS for span in spans):
        raise UploadError(
            f"A table has a cell over more than {MOST_COLUMNS} columns. Send the file as Word saves it."
        )
    lengths = [sum(len(each.text or "") for each in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    if len(lengths) > MOST_PARAGRAPHS or sum(lengths) > MOST_CHARACTERS:
        raise UploadError(TOO_LONG)
    if max(lengths, default=0) > LONGEST_PARAGRAPH:
        raise UploadError(f"A paragraph has more than {LONGEST_PARAGRAPH:,} characters. Break it up.")


def _manuscript(document: WordDocument, draft: Letter | None) -> Manuscript:
    known = {
        bookmark_name(bookmark_prefix(at) + each.id): each
        for at, paper in enumerate(draft.papers if draft else ())
        for each in paper.paragraphs
    }
    passages: list[Passage] = []
    grids: list[Grid] = []
    counted: dict[int, int] = {}
    last, styles = "", _style_names(document)
    for element in _body(document, styles):
        if element.tag == qn("w:tbl"):
            rows = tuple(
                tuple(cell.text.strip() for cell in row.cells) for row in WordTable(element, document).rows
            )
            grids.append(Grid(last, rows))
            continue
        text = " ".join(_text(element).split())
        if not text:
            continue
        last = text
        name = _style_of(element, styles)
        if name.startswith(("Heading", "Caption", "Title")):
            continue
        source = next((known[mark] for mark in _bookmarks(element) if mark in known), None)
        number, typed = _count(element, counted), numbered(text)
        if number is None and typed.number is not None:
            number, text = typed.number, typed.text
        passages.append(Passage(text, source.id if source else None, source.kind if source else None, number))
    return Manuscript(tuple(passages), tuple(grids))


def _style_names(document: WordDocument) -> dict[str | None, str]:
    """The names of the styles of paragraphs by id, the one of paragraphs without any under None. Each is looked up once."""
    default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    names: dict[str | None, str] = {None: str(getattr(default, "name", ""))}
    return names | {
        each.style_id: str(each.name) for each in document.styles if each.type == WD_STYLE_TYPE.PARAGRAPH
    }


def _style_of(paragraph: etree._Element, names: dict[str | None, str]) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return names.get(None if found is None else found.get(qn("w:val")), names[None])


def _body(document: WordDocument, names: dict[str | None, str]) -> list[etree._Element]:
    """Paragraphs and tables, without the list for the officer where it was left in."""
    elements = [each for each in document.element.body.iterchildren() if each.tag in (qn("w:p"), qn("w:tbl"))]
    styles = [_style_of(each, names) if each.tag == qn("w:p") else "" for each in elements]
    if _COVER not in styles:
        return elements
    last = max(at for at, name in enumerate(styles) if name == _COVER)
    return elements[last + 1 :]


def _text(element: etree._Element) -> str:
    """The text with insertions that are tracked and without what is tracked as deleted."""
    found = []
    for each in element.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        found.append(each.text or "" if each.tag == qn("w:t") else " ")
    return "".join(found)


def _bookmarks(element: etree._Element) -> list[str]:
    return [str(mark.get(qn("w:name"))) for mark in element.iter(qn("w:bookmarkStart"))]


def _count(element: etree._Element, counted: dict[int, int]) -> int | None:
    """The number that Word gives a paragraph of a running list on the first level."""
    properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if properties is None:
        return None
    level, listed = properties.find(qn("w:ilvl")), properties.find(qn("w:numId"))
    if listed is None or (level is not None and level.get(qn("w:val")) != "0"):
        return None
    list_id = int(listed.get(qn("w:val"), "0"))
    if list_id == 0:
        return None
    counted[list_id] = counted.get(list_id, 0) + 1
    return counted[list_id]
