"""The papers beside the letters: every heading of the house formats in order, what is open, what does not apply."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from lxml import html as parser

from app.domain.officer import Choice, DelegatedDecision, Grant, OfficerPart, Opinion, Report
from app.domain.responses import Response
from app.letters import Letter, Paper, PaperError, docx, draft, html
from app.letters.lints import check_draft
from app.letters.widths import widths
from app.letters.wording import house_formats
from tests.unit.letter_cases import AS_AT, christchurch, poole

BCP_COVER = (
    ["Report subject", "Meeting date", "Status", "Executive summary", "Recommendations", "Reason for recommendations"],
    ["Portfolio Holder(s)", "Corporate Director", "Report Authors", "Wards", "Classification"],
)  # fmt: skip
BCP = [
    "Purpose of report", "Background", "Analysis", "Options", "Summary of financial implications", "Summary of legal implications",
    "Summary of human resources implications", "Summary of environmental impact", "Summary of public health implications",
    "Summary of equality implications", "Summary of risk assessment", "Background papers", "Appendices",
]  # fmt: skip
DORSET_COVER = [
    "Meeting date", "Purpose", "Portfolio Holder", "Local Councillor(s)", "Executive Director", "Report Author", "Title", "Tel",
    "Email", "Report Status",
]  # fmt: skip
DORSET = [
    "Recommendation", "Reason for Recommendation", "1. Executive Summary", "2. Financial Implications",
    "3. Climate implications", "4. Other Implications", "Legal", "Human resources", "Public health", "5. Risk Assessment",
    "6. Equalities Impact Assessment", "7. Appendices", "8. Background Papers", "Footnote", "Background", "Analysis",
    "Options",
]  # fmt: skip
GIVEN = OfficerPart(opinion=Opinion(Choice.WOULD_NOT, "the Board", date(2019, 9, 17)))


def paper(name: str, officer: OfficerPart | None = None, case=poole, **more) -> Letter:
    example = case()
    return draft(example.assessment, example.baseline, officer, name, **more)


def headings(letter: Letter) -> list[str]:
    return [section.heading for section in letter.sections if not section.rows]


def labels(letter: Letter) -> list[list[str]]:
    return [[label for label, _ in section.labelled] for section in letter.sections if section.rows]


@pytest.mark.parametrize("case", [poole, christchurch])
def test_a_report_has_every_heading_of_its_house_format_in_order(case):
    bcp = paper("board-report", case=case, house_format="bcp")
    assert labels(bcp) == list(BCP_COVER)
    assert headings(bcp) == BCP
    dorset = paper("board-report", case=case, house_format="dorset")
    assert labels(dorset) == [DORSET_COVER]
    assert headings(dorset) == DORSET


@pytest.mark.parametrize("name", house_formats())
def test_every_heading_stands_in_both_files_with_its_level(name):
    letter = paper("board-report", house_format=name)
    wanted = [(s.heading, s.level) for s in (*letter.sections, *letter.annexes) if not s.rows]
    document = Document(BytesIO(docx.render(letter)))
    written = [
        (p.text, int(p.style.name[-1])) for p in document.paragraphs if p.style.name.startswith("Heading")
    ]
    assert [each for each in written if each in wanted][: len(wanted)] == wanted
    tree = parser.document_fromstring(html.render(letter))
    shown = [
        (" ".join(h.text_content().split()), int(h.tag[1]))
        for h in tree.xpath("//main//*[self::h2 or self::h3]")
    ]
    assert shown[: len(wanted)] == wanted
    ids = [each.get("id") for each in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_a_report_is_drafted_with_recommendations_and_leaves_the_choice_open():
    letter = paper("board-report")
    cover = dict(letter.sections[0].labelled)
    texts = [p.text for p in cover["Recommendations"]]
    assert texts[0] == "It is RECOMMENDED that:"
    assert [text[:3] for text in texts[1:]] == ["(a)", "(b)", "(c)"]
    assert "[would / would not: the authors have not yet recommended which]" in texts[2]
    assert "that could be met by a routine application (a)" in texts[2]


def test_what_the_authors_give_takes_the_place_of_what_is_open():
    report = Report(
        meeting=date(2019, 9, 25), status="Public report", recommended=Choice.WOULD_NOT, financial="None",
        equality="See the tables.", author="Public health consultant",
    )  # fmt: skip
    letter = paper("board-report", OfficerPart(report=report))
    assert letter.paragraph("report-meeting").text == "25 September 2019"
    assert "pharmaceutical list would not create a gap" in letter.paragraph("recommend-opinion").text
    assert letter.paragraph("implication-financial").text == "None."
    assert letter.paragraph("implication-human-resources").is_open
    own = paper("board-report", OfficerPart(recommendations=("Note this", "Agree that")))
    assert [p.text for p in own.paragraphs if p.id.startswith("recommend-")] == [
        "(a) Note this.",
        "(b) Agree that.",
    ]


def test_a_report_holds_the_draft_response_as_its_appendix_with_numbers_of_its_own():
    letter = paper("board-report")
    (attached,) = letter.attachments
    assert attached.appendix == "Appendix 1: Draft response to Primary Care Support England"
    assert attached.paragraphs == paper("representation").paragraphs
    record = paper("board-report", OfficerPart(no_response_reason="Next door."), case=christchurch)
    assert [each.kind for each in record.attachments] == ["record of no response"]
    document = Document(BytesIO(docx.render(letter)))
    lists = {
        p._p.pPr.numPr.numId.val
        for p in document.paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    }
    assert len(lists) == 2
    assert any(p.text == attached.appendix and p.style.name == "Heading 1" for p in document.paragraphs)


def test_an_unknown_house_format_is_refused_with_those_that_there_are():
    with pytest.raises(PaperError, match="Give one of: bcp, dorset") as caught:
        paper("board-report", house_format="other")
    assert caught.value.field == "format"


def test_a_delegated_decision_says_who_took_it_and_warns_of_the_authority():
    letter = paper("delegated-decision")
    assert labels(letter) == [["Decision taken by", "Date of decision", "Authority", "References"]]
    assert "no power to delegate this to an officer was found" in letter.paragraph("implication-law").text
    decision = DelegatedDecision(
        "The Director of Public Health", date(2019, 9, 20), "the Board, June 2019", "To write", "Facts"
    )
    given = paper("delegated-decision", OfficerPart(decision=decision))
    assert given.paragraph("taken-by").text == "The Director of Public Health"
    assert given.paragraph("taken-on").text == "20 September 2019"
    assert given.paragraph("decision").text == "To write."
    assert given.paragraph("interests").is_open


def test_a_supplementary_statement_needs_a_consolidation_and_an_opinion_that_there_is_no_gap():
    letter = paper("supplementary-statement")
    assert letter.paragraph("no-gap").is_open
    assert letter.paragraph("granted").is_open
    grant = Grant(date(2019, 12, 2), "NHS England", "CAS-9", date(2020, 2, 1))
    given = paper("supplementary-statement", replace(GIVEN, grant=grant))
    assert (
        "does not create a gap in pharmaceutical services provision that could be met"
        in given.paragraph("no-gap").text
    )
    assert given.paragraph("granted").text.endswith("on 2 December 2019 (reference CAS-9).")
    assert given.paragraph("removed").text.endswith(
        "was removed from the pharmaceutical list from 1 February 2020."
    )
    would = replace(GIVEN, opinion=replace(GIVEN.opinion, choice=Choice.WOULD))
    with pytest.raises(PaperError, match="would create a gap"):
        paper("supplementary-statement", would)
    with pytest.raises(PaperError, match="follows a granted consolidation"):
        paper("supplementary-statement", case=christchurch)


def test_responses_are_set_out_or_said_not_to_have_been_recorded():
    assert (
        paper("consultation-summary").paragraph("no-responses").text
        == "No responses from those whom the Board might have asked were recorded."
    )
    answer = Response("Made-up Patients’ Group", "web form", date(2019, 9, 2), "The walk is uphill <b>.")
    letter = paper("consultation-summary", responses=(answer,))
    assert letter.paragraph("no-responses").text == (
        "One response was recorded from those whom the Board asked (Table 1)."
    )
    assert letter.tables[0].rows == (
        ("Made-up Patients’ Group", "web form", "2 September 2019", "The walk is uphill <b>."),
    )
    assert "uphill &lt;b&gt;" in html.render(letter)
    assert len(paper("board-report", responses=(answer,)).tables) == 2


def test_the_evidence_annex_gives_method_speeds_data_and_hashes():
    letter = paper("evidence-annex")
    assert [table.id for table in letter.tables] == ["speeds", "data"]
    assert letter.tables[0].rows[0][:2] == ("20 minutes on foot at 3 miles an hour", "4.828032 km/h")
    assert letter.tables[1].rows[0] == (
        "ODS list of dispensaries", "April 2025", "Open Government Licence v3.0", "0" * 16,
    )  # fmt: skip
    assert letter.tables[1].note.startswith("Contains NHS data. ")
    assert letter.origin is not None
    assert f"the hash SHA-256 {letter.origin.assessment}" in letter.paragraph("hashes").text


@pytest.mark.parametrize("name", Paper)
def test_no_column_is_too_narrow_for_its_longest_word(name):
    """Long ids of evidence ran into the next column, and neither could be read."""
    example = christchurch() if name == Paper.NO_RESPONSE else poole()
    letter = draft(example.assessment, example.baseline, paper=name)
    for table in letter.tables:
        columns = zip(table.header, *table.rows, strict=True)
        for cells, width in zip(columns, widths(table), strict=True):
            assert width > max(len(word) for cell in cells for word in cell.split())


@pytest.mark.parametrize("case", [poole, christchurch])
@pytest.mark.parametrize("name", Paper)
def test_lints_find_nothing_in_a_paper_as_drafted(name, case):
    officer = GIVEN if case is poole else None
    example = case()
    try:
        letter = draft(example.assessment, example.baseline, officer, name)
    except PaperError:
        return
    assert check_draft(letter, example.assessment, example.baseline, officer, AS_AT) == ()


@pytest.mark.parametrize("name", Paper)
def test_a_paper_is_the_same_bytes_each_time(name):
    example = christchurch() if name == Paper.NO_RESPONSE else poole()
    first, second = (draft(example.assessment, example.baseline, paper=name) for _ in range(2))
    assert docx.render(first) == docx.render(second)
    assert html.render(first) == html.render(second)
