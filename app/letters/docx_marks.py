"""The few marks of a Word file that python-docx has no call for: fields, bookmarks, numbering, header rows."""

import re
from collections.abc import Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shape import InlineShape
from docx.shared import Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

BOOKMARK_LENGTH = 40


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Lay a bookmark round a paragraph's text, so that an edited file can be set beside the letter it came from."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(name))
    end.set(qn("w:id"), str(number))
    properties = paragraph._p.get_or_add_pPr()
    properties.addnext(start)
    paragraph._p.append(end)


def bookmark_prefix(at: int) -> str:
    """What stands before an attached paper's ids in bookmarks; at: its place, from 1, or 0 for the paper itself."""
    return f"a{at} " if at else ""


def bookmark_name(name: str) -> str:
    """A name that Word takes: letters, digits and underscores, at most 40."""
    return ("paragraph_" + re.sub(r"[^A-Za-z0-9]", "_", name))[:BOOKMARK_LENGTH]


def number(paragraph: Paragraph, list_id: int) -> None:
    """Number a paragraph in a running list, so that Word keeps the numbers right when an officer adds one."""
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = 0
    numbering.get_or_add_numId().val = list_id


def another_list(document: Document, list_id: int) -> int:
    """A running list like another that counts from one again; returns its id."""
    numbering = document.part.numbering_part.element
    like = next(each for each in numbering.num_lst if each.numId == list_id)
    added = numbering.add_num(like.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def alternative_text(shape: InlineShape, name: str, text: str) -> None:
    """Say in words what a picture shows."""
    shape._inline.docPr.set("name", name)
    shape._inline.docPr.set("descr", text)


def page_number(paragraph: Paragraph) -> None:
    """Add the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def restart_pages(section: Section) -> None:
    """Count pages from one in a section."""
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(start)


def header_row(row: _Row) -> None:
    """Mark a row as the headings: it is repeated on each page and read out with each cell."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def whole_row(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def fill_the_page(table: Table) -> None:
    """Let a table take the width of the page and each column what its text needs."""
    width = table._tbl.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    for preferred in table._tbl.xpath(".//w:tcW"):
        preferred.getparent().remove(preferred)


def columns(table: Table, shares: Sequence[float]) -> None:
    """Give each column its share of the page's width, where a program does not fit columns to their text itself."""
    grid = table._tbl.tblGrid.gridCol_lst
    whole = sum(int(each.w or 0) for each in grid)
    for column, share in zip(grid, shares, strict=True):
        column.w = Length(round(whole * share / sum(shares)))


def describe(table: Table, title: str) -> None:
    """Say what a table shows to those who do not see it, and which row and column head it."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    look = OxmlElement("w:tblLook")
    for name, value in (
        ("val", "00A0"),
        ("firstRow", "1"),
        ("lastRow", "0"),
        ("firstColumn", "1"),
        ("lastColumn", "0"),
        ("noHBand", "0"),
        ("noVBand", "1"),
    ):
        look.set(qn(f"w:{name}"), value)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    properties.append(look)
    properties.append(caption)
