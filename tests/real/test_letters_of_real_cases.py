"""Letters drafted from real assessments: the paper's own two cases, and a consolidation of real Oakham premises."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Claims, Consolidation, Relocation
from app.domain.assessments import Assessment
from app.domain.baselines import AccessStandard, Baseline, Board, Mode
from app.letters import Kind, Letter, Paper, docx, draft, html, pdf
from geodata.snapshot import Snapshot
from tests import golden_figures
from tests.functional.test_letter_golden import PAPERS
from tests.golden_texts import held, text_of
from tests.real import test_rutland_access as oakham
from tests.real import test_seed_cases as seed
from tests.unit.letter_cases import BASELINE, WALK


def rests_on_the_ledger(letter: Letter, assessment: Assessment) -> None:
    known = {item.id for item in assessment.evidence}
    for block in letter.blocks:
        assert set(block.evidence) <= known
    assert all(p.evidence or p.inputs for p in letter.paragraphs if p.kind is Kind.FACT)


def written_in_full(letter: Letter) -> None:
    """Both files hold every paragraph, and the Word file is the same twice."""
    page = html.render(letter)
    texts = {p.text for p in Document(BytesIO(docx.render(letter))).paragraphs}
    for paragraph in letter.paragraphs:
        assert paragraph.text in texts
        assert f'id="paragraph-{paragraph.id}"' in page
    assert docx.render(letter) == docx.render(letter)


@pytest.fixture(scope="module")
def bcp(bcp_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(bcp_snapshot)


@pytest.fixture(scope="module")
def dorset_pna(bcp: PreparedSnapshot) -> Baseline:
    ward = next(outline.code for outline in bcp.snapshot.boundaries("ward") if outline.name == "Poole Town")
    return replace(
        BASELINE,
        standards=(AccessStandard("straight-20", Mode.STRAIGHT_LINE, 20, as_published=WALK.as_published),),
        localities=(replace(BASELINE.localities[0], wards=(ward,)),),
        snapshot=bcp.snapshot.id,
    )


def test_the_letter_on_poole(bcp: PreparedSnapshot, dorset_pna: Baseline) -> None:
    assessment = assess(seed.POOLE, dorset_pna, bcp, seed.MEETING)
    letter = draft(assessment, dorset_pna)
    rests_on_the_ledger(letter, assessment)
    written_in_full(letter)
    distance = letter.paragraph("distance").text
    assert (
        "450 metres apart, a 6-minute walk. Measured, they are around 220 metres apart in a straight line."
        in distance
    )
    assert "The distance in the papers and the distance measured do not agree" in distance
    assert letter.paragraph("alternatives").text.startswith(
        "After the consolidation, four pharmacies would remain within a mile of the closing site in a straight line"
    )
    assert [row[1] for row in next(t for t in letter.tables if t.id == "alternatives").rows] == [
        "FM329",
        "FC009",
        "FGC36",
        "FXN20",
    ]
    assert (
        "You asked for a reply by 27 September 2019, 45 days after the date of the notice"
        in letter.paragraph("thanks").text
    )
    assert letter.paragraph("statement").is_open
    assert "that could be met by a routine application (a)" in letter.paragraph("statement").text
    assert "Nobody would fall outside the standard" in letter.paragraph("coverage-straight-20").text
    hours = letter.paragraph("hours-source").text
    assert (
        "set out like the Consolidated Pharmaceutical List”, February 2014 (Table 8), and stand as" in hours
    )


def test_the_record_on_christchurch(bcp: PreparedSnapshot, dorset_pna: Baseline) -> None:
    assessment = assess(seed._christchurch(bcp), dorset_pna, bcp, seed.MEETING)
    letter = draft(assessment, dorset_pna, paper="no-response")
    rests_on_the_ledger(letter, assessment)
    written_in_full(letter)
    assert (
        "The notice was sent to the Dorset Health and Wellbeing Board."
        in letter.paragraph("misdirected").text
    )
    # When notice was given to this board the paper does not say: nobody can say that its time had passed.
    assert "late" not in [paragraph.id for paragraph in letter.paragraphs]
    assert "cannot be said that the time has passed" in letter.paragraph("received").text
    assert "which is more than the distance between them" in letter.paragraph("distance").text
    assert "[reason not yet given]" in letter.paragraph("reason").text


@pytest.fixture(scope="module")
def rutland(rutland_snapshot: Snapshot) -> PreparedSnapshot:
    return prepare(rutland_snapshot)


@pytest.fixture(scope="module")
def rutland_pna(rutland: PreparedSnapshot) -> Baseline:
    return Baseline(
        id="rutland-test",
        title="Pharmaceutical Needs Assessment typed for a test (its findings are invented)",
        published="2018",
        boards=(Board(oakham.RUTLAND, "Rutland Health and Wellbeing Board", "Rutland"),),
        standards=(
            AccessStandard("walk-20", Mode.WALK, 20),
            AccessStandard("straight-20", Mode.STRAIGHT_LINE, 20),
        ),
        localities=(),
        snapshot=rutland.snapshot.id,
        invented=True,
    )


def test_the_letter_on_a_consolidation(rutland: PreparedSnapshot, rutland_pna: Baseline) -> None:
    application = Consolidation(
        "test",
        "invented",
        oakham.NOTICE,
        continuing=oakham._site(rutland, "FLE60"),
        closing=oakham._site(rutland, "FC826"),
        claims=Claims(300),
    )
    assessment = assess(application, rutland_pna, rutland, oakham.AS_AT)
    letter = draft(assessment, rutland_pna)
    rests_on_the_ledger(letter, assessment)
    written_in_full(letter)
    assert "MADE-UP DATA" in (letter.mark or "")
    walk, straight = letter.paragraph("coverage-walk-20"), letter.paragraph("coverage-others-straight-20")
    assert "of the 40,722 people of the Board’s area" in walk.text
    assert walk.number is not None
    assert straight.number is not None
    between = range(walk.number, straight.number)
    assert letter.paragraph("affected-walk-20").number in between
    assert (
        "In 50 hours 30 minutes a week in which the closing site is open today"
        in letter.paragraph("hours").text
    )


def test_the_evidence_annex_is_short_with_real_sources_too(
    rutland: PreparedSnapshot, rutland_pna: Baseline, bcp: PreparedSnapshot, dorset_pna: Baseline
) -> None:
    """It says in how few words people were placed and what the lists leave out, and names twelve publishers' files."""
    sites = {"continuing": oakham._site(rutland, "FLE60"), "closing": oakham._site(rutland, "FC826")}
    closed = Consolidation("test", "invented", oakham.NOTICE, claims=Claims(300), **sites)
    for area, pna, application, day in (
        (rutland, rutland_pna, closed, oakham.AS_AT),
        (bcp, dorset_pna, seed.POOLE, seed.MEETING),
    ):
        letter = draft(assess(application, pna, area, day), pna, paper=Paper.EVIDENCE_ANNEX)
        # What the checks of the data found takes Rutland's some lines over a page.
        assert len(PdfReader(BytesIO(pdf.render(letter))).pages) == (2 if area is rutland else 1)
        notes = letter.paragraph("method-notes").text
        assert "are spread evenly over the points of the postcodes of each LSOA" in notes
        assert "list does not say whether they are distance-selling" in letter.paragraph("method-trip").text


def _without_names(text: str, area: PreparedSnapshot) -> str:
    """A paper on real places with the names, addresses and codes of premises left out: they are not kept here."""
    told = {
        part
        for p in area.snapshot.premises
        for part in (p.trading_name, p.address, p.postcode, p.ods_code, p.address.split(",")[0])
    }
    for part in sorted(told, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(part)}\b", "…", text, flags=re.IGNORECASE)
    return text


@pytest.fixture(scope="module")
def oakham_cases(rutland: PreparedSnapshot, rutland_pna: Baseline) -> dict[str, Assessment]:
    """An invented consolidation and an invented relocation on real places, by kind."""
    sites = {"continuing": oakham._site(rutland, "FLE60"), "closing": oakham._site(rutland, "FC826")}
    closed = Consolidation("test", "invented", oakham.NOTICE, claims=Claims(300), **sites)
    # To the very door of another listed pharmacy, which the move leaves open: a person has said that it is another.
    beside = replace(sites["continuing"], listed_as=())
    moved = Relocation("test", "invented", oakham.NOTICE, existing=sites["closing"], proposed=beside)
    return {each.kind: assess(each, rutland_pna, rutland, oakham.AS_AT) for each in (closed, moved)}


@pytest.mark.parametrize(("paper", "form"), PAPERS)
def test_golden_papers_of_rutland(
    rutland: PreparedSnapshot,
    rutland_pna: Baseline,
    oakham_cases: dict[str, Assessment],
    paper: Paper,
    form: str,
) -> None:
    """Every paper and kind on real places."""
    for kind, other in (("consolidation", Paper.NO_RESPONSE), ("relocation", Paper.SUPPLEMENTARY_STATEMENT)):
        if paper is other:  # not a paper of this kind
            continue
        letter = draft(oakham_cases[kind], rutland_pna, None, paper, form or None)
        name = "-".join(each for each in ("rutland", kind, paper, form) if each)
        held(name, _without_names(text_of(letter), rutland))


@pytest.mark.parametrize("kind", ["consolidation", "relocation"])
def test_golden_figures_of_rutland(oakham_cases: dict[str, Assessment], kind: str) -> None:
    golden_figures.held(f"rutland-{kind}", golden_figures.figures_of(oakham_cases[kind]))
