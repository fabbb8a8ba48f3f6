"""A council's own Word file as the template: its header, logo and styles stay, our paper stands where it says."""

import io
import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from app.letters import Letter, docx, draft
from app.letters.docx import _blank
from app.letters.templates import PLACEHOLDERS, TemplateError, read_template
from app.letters.uploads import read_upload
from tests.unit.letter_cases import poole


def council(*lines: str, header: str = "Made-up Council {{ mark }}", styles: tuple[str, ...] = ()) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for name in styles:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).font.name = "Comic Sans MS"
    for line in lines:
        document.add_paragraph(line)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


GOOD = council("Our ref: {{ reference }}", "{{ body }}", "Published by {{ board }}, {{as_at}}")


def letter() -> Letter:
    return draft(poole().assessment, poole().baseline)


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]


def test_the_paper_stands_where_the_body_was_with_lines_filled_in_around_it():
    written = texts(docx.render(letter(), read_template(GOOD)))
    assert written[0] == "Our ref: HWB/2019/02"
    assert (
        written[-1]
        == "Published by Bournemouth, Christchurch and Poole Health and Wellbeing Board, 17 September 2019"
    )
    rest = iter(written)
    assert all(paragraph.text in rest for section in letter().sections for paragraph in section.blocks)
    assert not any("{{" in text for text in written)


def test_header_and_logo_of_the_council_stay_and_draft_stands_in_the_header():
    filled = Document(BytesIO(docx.render(letter(), read_template(GOOD))))
    assert filled.sections[0].header.paragraphs[0].text == "Made-up Council DRAFT: not approved and not sent."
    bare = Document(
        BytesIO(docx.render(letter(), read_template(council("{{ body }}", header="Made-up Council"))))
    )
    assert [p.text for p in bare.sections[0].header.paragraphs] == [
        "DRAFT: not approved and not sent.",
        "Made-up Council",
    ]


def test_styles_of_the_council_are_taken_and_those_it_lacks_are_added():
    content = docx.render(letter(), read_template(council("{{ body }}", styles=("Letter Text",))))
    document = Document(BytesIO(content))
    assert document.styles["Letter Text"].font.name == "Comic Sans MS"
    assert "Statutory Statement" in [style.name for style in document.styles]
    numbered = [p.text for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert numbered == [p.text for p in letter().paragraphs if p.number is not None]


def test_our_own_blank_document_with_a_body_is_a_template():
    document = Document(BytesIO(_blank()))
    document.add_paragraph("{{ body }}")
    saved = BytesIO()
    document.save(saved)
    assert letter().title in texts(docx.render(letter(), read_template(saved.getvalue())))


def test_a_letter_on_a_template_is_the_same_bytes_and_is_known_again_when_sent_back():
    template = read_template(GOOD)
    content = docx.render(letter(), template)
    assert content == docx.render(letter(), template)
    upload = read_upload(content, letter())
    assert upload.origin == letter().origin
    assert [p.id for p in upload.manuscript.passages if p.number][:2] == ["thanks", "sites"]


def test_a_placeholder_that_word_has_split_over_runs_is_filled():
    document = Document()
    paragraph = document.add_paragraph("Ref ")
    for piece in ("{", "{ refe", "rence }", "} and {{ ti", "tle }}."):
        paragraph.add_run(piece)
    document.add_paragraph("{{ body }}")
    saved = BytesIO()
    document.save(saved)
    assert f"Ref HWB/2019/02 and {letter().title}." in texts(
        docx.render(letter(), read_template(saved.getvalue()))
    )


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            ("{{ body }}", "{{ signature }} {{ chair }}"),
            "not known: chair, signature. Known are: body, title",
        ),
        (("{{ body }}", "{{ ''.__class__ }}"), "not known"),
        (("No place",), "needs {{ body }} once"),
        (("{{ body }}", "{{ body }}"), "needs {{ body }} once"),
        (("Before {{ body }}",), "alone in its paragraph"),
        (("{{ body }}", "{{ title"), "braces that are no placeholder"),
        (("{{ body }}", "{% for x in y %}"), "braces that are no placeholder"),
    ],
)
def test_a_template_with_what_is_not_known_is_an_error_before_anything_is_written(lines, says):
    with pytest.raises(TemplateError) as caught:
        read_template(council(*lines))
    assert says in str(caught.value)


def test_an_unknown_placeholder_in_a_header_or_a_table_is_found_too():
    with pytest.raises(TemplateError, match="logo"):
        read_template(council("{{ body }}", header="{{ logo }}"))
    document = Document(BytesIO(GOOD))
    document.add_table(1, 1).rows[0].cells[0].text = "{{ cell }}"
    saved = BytesIO()
    document.save(saved)
    with pytest.raises(TemplateError, match="cell"):
        read_template(saved.getvalue())


@pytest.mark.parametrize("content", [b"", b"not a file", b"PK\x03\x04"])
def test_what_is_no_word_file_is_refused(content):
    with pytest.raises(TemplateError, match="not a Word file"):
        read_template(content)


def test_a_template_with_macros_is_refused():
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(TemplateError, match="macros"):
        read_template(buffer.getvalue())


def test_every_placeholder_is_in_the_documentation():
    from pathlib import Path

    manual = (Path(__file__).parents[2] / "docs" / "letters.md").read_text("utf-8")
    assert all(f"`{{{{ {name} }}}}`" in manual for name in PLACEHOLDERS)
