"""Word files opened and saved again by LibreOffice: what makes them accessible, and what checks rest on, is still there.

Runs where LibreOffice Writer is installed (``soffice`` on the path); CI installs it.
"""

import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from docx import Document
from docx.oxml.ns import qn

from app.domain.assessments import Place
from app.domain.officer import Choice, OfficerPart, Opinion
from app.letters import Letter, Paper, docx, draft
from app.letters.lints import check
from app.letters.uploads import read_upload
from tests.made_up.waiting import PATIENCE_SECONDS
from tests.unit.letter_cases import AS_AT, christchurch, poole

GIVEN = OfficerPart(opinion=Opinion(Choice.WOULD_NOT, "the Board", date(2019, 9, 17)))
PLACES = (
    Place("leaving", "Rowlands Pharmacy", 401_000.0, 90_500.0),
    Place("staying", "Boots", 401_150.0, 90_660.0),
)


def paper(name: str) -> Letter:
    example = christchurch() if name == Paper.NO_RESPONSE else poole()
    officer = None if name == Paper.NO_RESPONSE else GIVEN
    return draft(replace(example.assessment, places=PLACES), example.baseline, officer, name)


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every paper as LibreOffice saves it, all in one go."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice Writer is not installed (no soffice on the path)")
    folder = tmp_path_factory.mktemp("papers")
    (folder / "saved").mkdir()
    for name in Paper:
        (folder / f"{name}.docx").write_bytes(docx.render(paper(name)))
    subprocess.run(
        [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx:Office Open XML Text", "--outdir", str(folder / "saved"),
            *(str(folder / f"{name}.docx") for name in Paper),
        ],
        check=True, capture_output=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    return folder / "saved"


@pytest.mark.parametrize("name", Paper)
def test_headings_table_headers_alternative_text_language_and_words_are_kept(
    saved_again: Path, name: str
) -> None:
    ours = Document(BytesIO(docx.render(paper(name))))
    theirs = Document(str(saved_again / f"{name}.docx"))

    def headings(document):
        return [
            (p.style.name.lower(), p.text)
            for p in document.paragraphs
            if p.style.name.lower().startswith("heading")
        ]

    def header_rows(document):
        return sum(
            1
            for table in document.tables
            if table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        )

    def told(document):
        return [
            element.get("descr") for element in document.element.iter(qn("wp:docPr")) if element.get("descr")
        ]

    assert headings(theirs) == headings(ours)
    assert len(headings(theirs)) > 1
    assert header_rows(theirs) == header_rows(ours)
    assert told(theirs) == told(ours)
    assert [p.text for p in theirs.paragraphs if p.text] == [p.text for p in ours.paragraphs if p.text]
    language = theirs.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    # LibreOffice files the properties under a relationship of its own, so that they are looked up by name.
    with zipfile.ZipFile(saved_again / f"{name}.docx") as archive:
        properties = archive.read("docProps/core.xml").decode()
    assert f"<dc:title>{escape(ours.core_properties.title)}</dc:title>" in properties


@pytest.mark.parametrize("name", Paper)
def test_a_file_saved_again_is_known_and_has_nothing_more_to_look_at(saved_again: Path, name: str) -> None:
    letter = paper(name)
    upload = read_upload((saved_again / f"{name}.docx").read_bytes(), letter)
    assert upload.origin == letter.origin
    example = christchurch() if name == Paper.NO_RESPONSE else poole()
    assessment = replace(example.assessment, places=PLACES)
    officer = None if name == Paper.NO_RESPONSE else GIVEN
    assert check(upload.manuscript, letter, assessment, example.baseline, officer, AS_AT) == ()
