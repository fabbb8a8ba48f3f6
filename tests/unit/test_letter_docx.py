"""The Word file, opened again: headings, header rows, numbering, language, DRAFT, and the same bytes twice."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from app.letters import Letter, docx, draft
from app.letters.archive import FIRST, repack
from app.letters.model import Kind, Run
from tests.unit.letter_cases import NEAR_POOLE, Example, christchurch, poole

PAPERS = {
    "consolidation": (poole, "representation"),
    "relocation": (christchurch, "representation"),
    "no response": (christchurch, "no-response"),
}


def paper(name: str) -> Letter:
    example, wanted = PAPERS[name]
    return draft(example().assessment, example().baseline, paper=wanted)


def word(letter: Letter):
    return Document(BytesIO(docx.render(letter)))


def poole_letter(example: Example | None = None) -> Letter:
    example = example or poole()
    return draft(example.assessment, example.baseline)


@pytest.fixture(scope="module")
def letter():
    return poole_letter()


@pytest.fixture(scope="module")
def document(letter):
    return word(letter)


def in_style(document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == style]


@pytest.mark.parametrize("name", PAPERS)
def test_every_word_of_the_paper_is_in_the_file_in_order(name):
    letter = paper(name)
    written = [p.text for p in word(letter).paragraphs]
    start = written.index(letter.title)
    wanted = [p.text for section in letter.sections for p in section.blocks if hasattr(p, "kind")]
    rest = iter(written[start:])
    assert all(text in rest for text in wanted)


@pytest.mark.parametrize("name", PAPERS)
def test_headings_are_headings_and_in_order(name):
    letter = paper(name)
    document = word(letter)
    assert in_style(document, "Heading 1") == [letter.cover.title, letter.title]
    assert in_style(document, "Heading 2") == [
        *(group.heading for group in letter.cover.groups),
        *(section.heading for section in (*letter.sections, *letter.annexes)),
    ]


def test_paragraphs_are_numbered_by_word_itself(letter, document):
    numbered = [p.text for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert numbered == [p.text for p in letter.paragraphs if p.number is not None]


def test_tables_have_captions_header_rows_and_a_name_for_those_who_do_not_see_them(letter, document):
    assert in_style(document, "Caption") == [table.title for table in letter.tables]
    assert len(document.tables) == len(letter.tables)
    for written, table in zip(document.tables, letter.tables, strict=True):
        rows = written.rows
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * len(
            table.rows
        )
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert [cell.text for cell in rows[0].cells] == list(table.header)
        assert [cell.text for cell in rows[1].cells] == list(table.rows[0])
        assert written._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.title
        assert written._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_table_properties_stand_in_the_order_that_word_wants(document):
    order = [qn(f"w:{name}") for name in ("tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption")]
    for table in document.tables:
        places = [order.index(child.tag) for child in table._tbl.tblPr]
        assert places == sorted(places)


def test_the_language_is_british_english(document):
    default = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}"
    )
    assert default.get(qn("w:val")) == "en-GB"
    assert document.core_properties.language == "en-GB"


def test_draft_stands_on_every_page_of_the_letter_and_the_cover_has_pages_of_its_own(letter, document):
    cover, body = document.sections
    assert cover.header.paragraphs[0].text == letter.cover.title
    assert body.header.paragraphs[0].text == "DRAFT: not approved and not sent."
    assert body._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    names = [child.tag for child in body._sectPr]
    assert names.index(qn("w:pgMar")) < names.index(qn("w:pgNumType")) < names.index(qn("w:cols"))


def test_pages_are_numbered(document):
    fields = [f.get(qn("w:instr")) for f in document.sections[-1].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE"]


def test_a_paper_without_cover_and_mark_has_neither(letter):
    document = word(replace(letter, cover=None, mark=None))
    assert len(document.sections) == 1
    assert document.sections[0].header.paragraphs[0].text == ""
    assert in_style(document, "Heading 1") == [letter.title]


def test_what_is_open_is_shown_open(letter, document):
    wanted = [run.text for reference in letter.references for run in reference.runs if run.open]
    wanted += [run.text for paragraph in letter.paragraphs for run in paragraph.runs if run.open]
    shown = [run.text for p in document.paragraphs for run in p.runs if run.style.name == "Open Item"]
    assert shown == wanted
    assert len(shown) == 6


def test_the_statement_and_officers_words_have_styles_of_their_own(letter, document):
    assert in_style(document, "Statutory Statement") == [
        p.text for p in letter.paragraphs if p.kind is Kind.STATUTORY
    ]
    body = [p for section in letter.sections for p in section.blocks]
    assert in_style(document, "Officer Words") == [p.text for p in body if p.kind is Kind.OFFICER]


def test_every_paragraph_can_be_found_again_by_its_bookmark(letter, document):
    names = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == len(letter.paragraphs)
    assert "paragraph_coverage_walk_20" in names
    assert all(len(name) <= 40 for name in names)


def test_properties_name_the_paper_and_no_person_and_no_clock(letter, document):
    properties = document.core_properties
    assert properties.title == letter.title
    assert properties.author == ""
    assert properties.last_modified_by == ""
    assert properties.created == properties.modified == datetime(2019, 9, 17, tzinfo=UTC)


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_letter_is_the_same_bytes(name):
    assert docx.render(paper(name)) == docx.render(paper(name))


def test_bytes_do_not_depend_on_the_run_of_the_program():
    program = (
        "import hashlib; from app.letters import docx, draft; from tests.unit.letter_cases import poole; e = poole(); "
        "print(hashlib.sha256(docx.render(draft(e.assessment, e.baseline))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Europe/London"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


def test_the_archive_has_no_clock_and_one_order(letter):
    with zipfile.ZipFile(BytesIO(docx.render(letter))) as archive:
        entries = archive.infolist()
        assert archive.testzip() is None
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in entries]
    assert names[0] == FIRST
    assert names[1:] == sorted(names[1:])
    assert repack(docx.render(letter)) == docx.render(letter)


def test_a_file_ends_in_a_paragraph_and_not_in_a_table(document):
    last = document.element.body[-2]
    assert last.tag == qn("w:p")


# What papers may hold


def test_scripts_of_every_sort_are_kept():
    name = "Фармація 薬局 صيدلية Ὑγίεια 💊"
    closing = replace(poole().assessment.application.closing, name=name)
    letter = poole_letter(poole().papers(closing=closing))
    assert any(name in p.text for p in word(letter).paragraphs)


@pytest.mark.parametrize(
    "bad", ["\x00", "\x07", "\x1b", "\ufffe", "\ud800", "\ufdd0", "\u202e", "\U0001ffff"]
)
def test_characters_that_no_file_can_hold_are_shown_to_have_been_there(bad):
    closing = replace(poole().assessment.application.closing, name=f"Row{bad}lands")
    letter = poole_letter(poole().papers(closing=closing))
    assert any("Row\ufffdlands, 138 High Street" in p.text for p in word(letter).paragraphs)


def test_a_letter_made_otherwise_cannot_break_the_file_either(letter):
    first = letter.sections[0]
    paragraph = replace(first.blocks[0], runs=(Run("before\x00after"),))
    broken = replace(letter, sections=(replace(first, blocks=(paragraph,)),))
    assert any("before\ufffdafter" in p.text for p in word(broken).paragraphs)


def test_line_breaks_in_the_papers_do_not_break_a_sentence():
    closing = replace(poole().assessment.application.closing, address="138 High Street,\r\n\t\x0bPoole\n")
    letter = poole_letter(poole().papers(closing=closing))
    assert "Rowlands Pharmacy, 138 High Street, Poole, BH15 1DN" in letter.paragraph("sites").text


def test_very_long_names_and_forty_alternatives():
    name = "Pharmacy " + "x" * 2000
    closing = replace(poole().assessment.application.closing, name=name)
    many = tuple(
        {**NEAR_POOLE[0], "ods_code": f"F{n:04d}", "name": f"{name} {n}", "metres": 30.0 * n}
        for n in range(40)
    )
    example = poole().papers(closing=closing).rows("alternatives.straight", many)
    letter = poole_letter(example)
    document = word(letter)
    assert "After the consolidation, 40 pharmacies would remain" in letter.paragraph("alternatives").text
    # Three more than a mile away in a straight line and on foot are listed too: they are within a mile on foot.
    assert len(document.tables[0].rows) == 1 + 40 + 3
    assert len(document.core_properties.title) == 255
