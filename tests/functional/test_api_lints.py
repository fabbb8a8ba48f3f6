"""Lints over HTTP: of the draft, and of Word files sent back, good and bad."""

import io
import random
import zipfile
from typing import Any

import docx
import pytest
from starlette.testclient import TestClient

from app.letters.uploads import LARGEST_BYTES
from tests.functional.test_api_line import OPINION, assessed
from tests.made_up.papers import consolidation, relocation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sent(client: TestClient, here: str, content: bytes, name: str = "letter.docx") -> Any:
    return client.post(f"{here}/letter/check", files={"file": (name, content, WORD)})


def edited(content: bytes, before: str, after: str) -> bytes:
    """The file with some words of one paragraph replaced, as an officer would."""
    document = docx.Document(io.BytesIO(content))
    paragraph = next(p for p in reversed(document.paragraphs) if before in p.text)  # the cover stands first
    text = paragraph.text.replace(before, after)
    for run in paragraph.runs:
        run.text = ""
    paragraph.runs[0].text = text
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed(**{each: archive.read(each) for each in archive.namelist()}, **{name: part})


@pytest.fixture
def here(client: TestClient) -> str:
    return assessed(client, consolidation())


def test_a_draft_is_blocked_by_the_open_statement_alone_and_goes_when_the_opinion_is_given(
    client: TestClient, here: str
) -> None:
    before = client.get(f"{here}/lints").json()
    assert before["blocked"] is True
    assert [(lint["rule"], lint["blocks"]) for lint in before["lints"]] == [("statutory-statement", True)]
    assert "still open" in before["lints"][0]["message"]
    client.put(f"{here}/officer", headers={"If-Match": "*"}, json={"opinion": OPINION})
    after = client.get(f"{here}/lints").json()
    assert (after["blocked"], after["lints"]) == (False, [])
    assert {rule["id"] for rule in after["rules"]} >= {
        "statutory-statement",
        "figure-differs",
        "opinion-nobody-gave",
    }


def test_a_file_sent_back_as_it_was_drafted_has_no_more_to_look_at_than_the_draft(
    client: TestClient, here: str
) -> None:
    answer = sent(client, here, client.get(f"{here}/letter.docx").content).json()
    assert answer["lints"] == client.get(f"{here}/lints").json()["lints"]
    assert answer["drafted_from"] == client.get(f"{here}/assessments").json()[0]["sha256"]


def test_a_changed_figure_and_a_shortened_statement_are_named(client: TestClient, here: str) -> None:
    client.put(f"{here}/officer", headers={"If-Match": "*"}, json={"opinion": OPINION})
    letter = client.get(f"{here}/letter.docx").content
    changed = edited(letter, "450 metres apart, a 6-minute walk.", "350 metres apart, a 6-minute walk.")
    found = sent(client, here, changed).json()
    assert [lint["rule"] for lint in found["lints"]] == ["figure-differs"]
    assert "350 metres" in found["lints"][0]["sentence"]
    assert "distance.claimed is 450 m" in found["lints"][0]["message"]
    assert found["blocked"] is False

    short = edited(letter, " that could be met by a routine application", "")
    found = sent(client, here, short).json()
    assert found["blocked"] is True
    assert found["lints"][0]["rule"] == "statutory-statement"


def test_a_changed_cell_is_named_with_what_was_measured(client: TestClient, here: str) -> None:
    document = docx.Document(io.BytesIO(client.get(f"{here}/letter.docx").content))
    row = next(t for t in document.tables if t.rows[0].cells[0].text == "Pharmacy").rows[1]
    was, row.cells[3].text = row.cells[3].text, "7"
    saved = io.BytesIO()
    document.save(saved)
    found = [
        lint
        for lint in sent(client, here, saved.getvalue()).json()["lints"]
        if lint["rule"] == "figure-differs"
    ]
    assert len(found) == 1
    assert f"'7', measured '{was}'" in found[0]["message"]


def test_an_older_assessment_is_the_one_that_its_letter_is_held_against(
    client: TestClient, here: str
) -> None:
    letter = client.get(f"{here}/letter.docx").content
    client.post(f"{here}/assessments", json={"as_at": "2026-06-16"})
    assert sent(client, here, letter).json()["assessment"] == 1


def test_the_letter_of_another_application_is_refused(client: TestClient, here: str) -> None:
    other = assessed(client, consolidation(reference="PC/9"))
    answer = sent(client, here, client.get(f"{other}/letter.docx").content)
    assert answer.status_code == 409
    assert "drafted for application 'PC/9', not for 'PC/1'" in answer.json()["detail"]
    same_reference = assessed(client, consolidation(claims__distance_m=460))
    answer = sent(client, here, client.get(f"{same_reference}/letter.docx").content)
    assert answer.status_code == 409
    assert "not kept under this application" in answer.json()["detail"]


def test_a_file_that_does_not_say_where_it_came_from_is_held_against_the_latest(
    client: TestClient, here: str
) -> None:
    document = docx.Document()
    document.add_paragraph("The application does not create a gap in pharmaceutical services.")
    saved = io.BytesIO()
    document.save(saved)
    found = sent(client, here, saved.getvalue()).json()
    assert found["blocked"] is True
    assert [lint["rule"] for lint in found["lints"]][:2] == ["origin-not-known", "statutory-statement"]


def test_a_record_of_no_response_is_checked_as_what_it_is(client: TestClient) -> None:
    here = assessed(client, relocation())
    answer = sent(client, here, client.get(f"{here}/no-response.docx").content).json()
    assert (answer["paper"], answer["blocked"]) == ("no-response", False)


BOMB = b"<w:t>" + b"0" * 30_000_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Dear Sir", "not a Word file"),
        (b"", "not a Word file"),
        (packed(a=b"1"), "not a Word file"),
        (packed(**{"word/document.xml": BOMB, "[Content_Types].xml": b"x"}), "larger than any letter"),
        (packed(**{f"part{n}": b"" for n in range(2001)}), "larger than any letter"),
    ],
    ids=["text", "empty", "zip", "bomb", "many parts"],
)
def test_what_is_no_word_file_is_refused(client: TestClient, here: str, content: bytes, says: str) -> None:
    answer = sent(client, here, content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "file"
    assert says in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("word/activeX/activeX1.xml", b"x", "macros or an embedded program"),
        ("word/embeddings/oleObject1.bin", b"x", "macros or an embedded program"),
        ("word/extra.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declares entities"),
    ],
)
def test_macros_and_programs_are_refused(
    client: TestClient, here: str, part: str, content: bytes, says: str
) -> None:
    answer = sent(client, here, with_part(client.get(f"{here}/letter.docx").content, part, content))
    assert answer.status_code == 422
    assert says in answer.json()["errors"][0]["message"]


def test_a_file_with_macros_by_its_type_is_refused(client: TestClient, here: str) -> None:
    letter = client.get(f"{here}/letter.docx").content
    with zipfile.ZipFile(io.BytesIO(letter)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace(
        "wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml"
    ).encode()
    assert "with macros" in sent(client, here, packed(**parts)).json()["errors"][0]["message"]


def test_a_body_larger_than_any_letter_is_not_read(client: TestClient, here: str) -> None:
    answer = sent(client, here, b"0" * (LARGEST_BYTES + 200_000))
    assert answer.status_code == 413


def test_a_damaged_file_is_refused(client: TestClient, here: str) -> None:
    letter = client.get(f"{here}/letter.docx").content
    half = with_part(packed(**{"[Content_Types].xml": b"<Types/>"}), "word/document.xml", b"<x")
    for content in (letter[: len(letter) // 2], half, b"PK\x03\x04" + b"\x00" * 50):
        answer = sent(client, here, content)
        assert answer.status_code == 422, answer.text


def with_body(content: bytes, xml: str) -> bytes:
    """A letter with more at its end, and something incompressible, as a picture would be."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before, mark, after = parts["word/document.xml"].decode().rpartition("<w:sectPr")
    parts["word/document.xml"] = (before + xml + mark + after).encode()
    return packed(**parts, **{"word/media/noise.bin": random.Random(1).randbytes(200_000)})  # noqa: S311


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        ("<w:p/>" * 301_000, "larger than any letter"),
        ("<w:p/>" * 20_001, "larger than any letter"),
        (paragraph("word " * 1_900) * 110, "larger than any letter"),
        (paragraph("1," * 5_001), "more than 10,000 characters"),
        (
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
            "more than 63 columns",
        ),
        (
            "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>"
            + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 2_000
            + "</w:tbl>",
            "cannot be read as one",
        ),
        ("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000, "cannot be read as one"),
    ],
    ids=["tags", "paragraphs", "characters", "a paragraph", "columns", "cells that go on", "depth"],
)
def test_a_small_file_that_would_take_long_to_read_is_refused(
    client: TestClient, here: str, xml: str, says: str
) -> None:
    answer = sent(client, here, with_body(client.get(f"{here}/letter.docx").content, xml))
    assert answer.status_code == 422, answer.text
    assert says in answer.json()["errors"][0]["message"]


def test_a_part_in_which_a_declaration_could_hide_is_refused(client: TestClient, here: str) -> None:
    part = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    answer = sent(client, here, with_part(client.get(f"{here}/letter.docx").content, "word/extra.xml", part))
    assert (answer.status_code, "not written in UTF-8" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"garbage", "multipart/form-data"), (b"garbage", "multipart/form-data; boundary=x")],
)
def test_what_is_no_form_is_said_to_be_none(
    client: TestClient, here: str, content: bytes, media_type: str
) -> None:
    answer = client.post(f"{here}/letter/check", content=content, headers={"Content-Type": media_type})
    assert answer.status_code in (400, 422)
    assert answer.json()["type"] in ("/docs#problem-not-a-form", "/docs#problem-not-valid")
