"""The PDF, opened again: tags, title, language, headings, table headers, standards, fonts inside, the same bytes."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.letters import Letter, Paper, draft, pdf
from tests.unit.letter_cases import NEAR_POOLE, christchurch, poole

PNG = b"\x89PNG\r\n"


def paper(name: str) -> Letter:
    example = christchurch() if name == Paper.NO_RESPONSE else poole()
    return draft(example.assessment, example.baseline, paper=name)


def tags(reader: PdfReader) -> list[str]:
    """The names of the structure elements, in reading order."""
    found: list[str] = []

    def walk(element) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append(str(element["/S"]))
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("name", Paper)
def test_every_paper_is_tagged_named_and_in_british_english(name):
    letter = paper(name)
    reader = PdfReader(BytesIO(pdf.render(letter)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == letter.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    described = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:part>2</pdfaid:part>" in described
    found = tags(reader)
    papers = tuple(letter.papers)
    assert found.count("/H1") == 1 + len(letter.attachments)
    assert found.count("/Table") == sum(len(each.tables) for each in papers)
    assert found.count("/TH") == sum(len(table.header) for each in papers for table in each.tables)
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inside = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in inside or "/FontFile3" in inside


def test_every_word_of_the_letter_is_in_the_file():
    letter = paper("representation")
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.render(letter))).pages).split()
    )
    for paragraph in letter.paragraphs:
        for word in paragraph.text.split()[:12]:
            assert word.split("-")[0] in text, paragraph.text


def test_the_same_letter_is_the_same_bytes_and_the_date_is_that_of_the_assessment():
    assert pdf.render(paper("representation")) == pdf.render(paper("representation"))
    assert (
        PdfReader(BytesIO(pdf.render(paper("representation")))).metadata.creation_date.date().isoformat()
        == "2019-09-17"
    )


def test_the_body_of_a_consolidation_letter_is_about_two_pages_and_the_evidence_annex_is_one():
    letter = paper("representation")
    assert len(PdfReader(BytesIO(pdf.render(replace(letter, annexes=())))).pages) <= 2
    assert len(PdfReader(BytesIO(pdf.render(paper("evidence-annex")))).pages) == 1


def test_pages_come_as_pictures():
    shown = pdf.pages(paper("representation"), 30)
    assert len(shown) > 2
    assert all(page.startswith(PNG) for page in shown)


def test_characters_that_the_fonts_do_not_have_are_shown_to_be_missing_and_said_so():
    name = "Фармація 薬局 Ὑγίεια 💊"
    closing = replace(poole().assessment.application.closing, name=name)
    example = poole().papers(closing=closing)
    text = " ".join(
        page.extract_text()
        for page in PdfReader(BytesIO(pdf.render(draft(example.assessment, example.baseline)))).pages
    )
    assert "Фармація" in text
    assert "薬" not in text
    assert "\N{REPLACEMENT CHARACTER}" in text
    assert "the Word file and the page have them" in " ".join(text.split())


def test_text_that_looks_like_markup_is_text():
    closing = replace(poole().assessment.application.closing, name='#panic("x") *bold* $x$ <label> @ref \\')
    example = poole().papers(closing=closing)
    text = PdfReader(BytesIO(pdf.render(draft(example.assessment, example.baseline)))).pages[0].extract_text()
    assert '#panic("x") *bold* $x$' in " ".join(text.split())


def test_very_long_names_and_forty_alternatives():
    closing = replace(poole().assessment.application.closing, name="Pharmacy " + "x" * 2000)
    many = tuple(
        {**NEAR_POOLE[0], "ods_code": f"F{n:04d}", "name": f"Pharmacy {n}", "metres": 30.0 * n}
        for n in range(40)
    )
    example = poole().papers(closing=closing).rows("alternatives.straight", many)
    reader = PdfReader(BytesIO(pdf.render(draft(example.assessment, example.baseline))))
    assert "Pharmacy 39" in " ".join(" ".join(page.extract_text() for page in reader.pages).split())
