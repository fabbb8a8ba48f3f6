"""Whatever is known or unknown, a paper can be drafted, and a paragraph depends on nothing but the evidence that it names."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from hypothesis import example as also
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.evidence import Evidence, Scalar
from app.letters import Letter, docx, draft, html
from tests.unit.letter_cases import Example, christchurch, poole

CASES = {
    "consolidation": (poole(), "representation"),
    "relocation": (christchurch(), "representation"),
    "no response": (christchurch(), "no-response"),
    "report": (poole(), "board-report"),
    "decision": (christchurch(), "delegated-decision"),
    "supplement": (poole(), "supplementary-statement"),
    "consultation": (poole(), "consultation-summary"),
    "annex": (christchurch(), "evidence-annex"),
}
# Which board it is decides more than text: without it the assessment has no relevant board either.
FIXED = ("hwb.relevant",)


def made(case: Example, paper: str) -> Letter:
    return draft(case.assessment, case.baseline, paper=paper)


def with_evidence(case: Example, items: tuple[Evidence, ...]) -> Example:
    return replace(case, assessment=replace(case.assessment, evidence=items))


def unknown(item: Evidence) -> Evidence:
    return replace(item, value=None, rows=())


def well_written(letter: Letter) -> None:
    known = [p.text for p in letter.paragraphs]
    for text in (*known, letter.title, *(table.title for table in letter.tables)):
        assert text == " ".join(text.split()), text
        assert not re.search(r"\bNone\b|\bnan\b|\{\{|\}\}|\{%| [.,;:)]|\( |\.\.|Fact\(", text), text
        assert text.count("(") == text.count(")"), text
    numbers = [
        p.number
        for section in letter.sections
        for p in section.blocks
        if getattr(p, "number", None) and p in letter.paragraphs
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    referred = {int(n) for text in known for n in re.findall(r"Table (\d+)", text)}
    assert referred <= {table.number for table in letter.tables}


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
@settings(max_examples=30)
def test_whatever_is_unknown_a_paper_is_drafted_and_rests_on_the_ledger(name, data):
    case, paper = CASES[name]
    items = case.assessment.evidence
    which = data.draw(st.sets(st.sampled_from([item.id for item in items if item.id not in FIXED])))
    gone = data.draw(
        st.sets(
            st.sampled_from(
                [i.id for i in items if i.id.startswith(("coverage", "affected", "services", "hours"))]
            )
        )
    )
    evidence = tuple(unknown(item) if item.id in which else item for item in items if item.id not in gone)
    letter = made(with_evidence(case, evidence), paper)
    well_written(letter)
    ledger = {item.id for item in evidence}
    for block in letter.blocks:
        # Findings keep the evidence that they were made from; everything else was read just now.
        if getattr(block, "id", "") != "tests":
            assert set(block.evidence) <= ledger


@pytest.mark.parametrize("name", CASES)
def test_with_nothing_known_at_all_a_paper_is_drafted(name):
    case, paper = CASES[name]
    blind = with_evidence(case, tuple(unknown(item) for item in case.assessment.evidence))
    letter = made(replace(blind, assessment=replace(blind.assessment, relevant_hwb=None)), paper)
    well_written(letter)
    page = html.render(letter)
    assert "name of the Board, not known]" in page or paper in ("evidence-annex",), paper


def another(item: Evidence, draw: st.DataObject) -> Scalar:
    """Another value of the same sort, one that the item could have."""
    value = item.value
    if isinstance(value, bool):
        return not value
    if item.unit == "share":
        return draw.draw(st.floats(0, 1))
    if item.unit == "date":
        return draw.draw(st.dates()).isoformat()
    if item.unit in ("m", "hours a week", "minutes"):
        return draw.draw(st.floats(0, 160))
    if isinstance(value, int):
        return draw.draw(st.integers(0, 200_000))
    return "another text"


def compared(letter: Letter) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Texts by paragraph id, with what refers to other places of the paper taken out, and the evidence named."""
    text = {
        p.id: re.sub(r" ?\((Table|and by)[^)]*\)|paragraph \d+|Table \d+", "", p.text)
        for p in letter.paragraphs
    }
    return {p.id: (text[p.id], p.evidence) for p in letter.paragraphs}


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_paragraph_depends_on_nothing_but_the_evidence_it_names(name, data):
    case, paper = CASES[name]
    items = case.assessment.evidence
    changed = data.draw(
        st.sampled_from([i for i in items if i.known and i.id not in (*FIXED, "pna.published")])
    )
    value = another(changed, data)
    other = with_evidence(case, tuple(replace(i, value=value) if i is changed else i for i in items))
    before, after = compared(made(case, paper)), compared(made(other, paper))
    for paragraph in before.keys() & after.keys():
        (text, named), (new_text, now_named) = before[paragraph], after[paragraph]
        # The hash of the assessment is that of all its evidence.
        if paragraph != "hashes" and changed.id not in named and changed.id not in now_named:
            assert text == new_text, paragraph


TEXT = st.text(max_size=60)


@given(name=TEXT, address=TEXT, postcode=TEXT, applicant=TEXT, finding=TEXT, row=TEXT)
@settings(max_examples=10)
@also("\x00", "\ud800", "\ufffe", "<script>", "{{ x }}", "\u202e]]>")
def test_any_text_can_be_written_to_both_files(name, address, postcode, applicant, finding, row):
    case = poole()
    closing = replace(case.assessment.application.closing, name=name, address=address, postcode=postcode)
    case = case.papers(closing=closing, applicant=applicant).but(pna__finding=finding)
    case = case.rows("services.lost", ({"service": row},))
    letter = made(case, "representation")
    page = html.render(letter)
    page.encode("utf-8")
    assert page.count("<h1>") == page.count("</main>") == 1
    document = Document(BytesIO(docx.render(letter)))
    texts = {p.text for p in document.paragraphs}
    assert {p.text for p in letter.paragraphs} <= texts
