"""The summary of a run: held to a golden text, clean by the lints, each figure traced, whatever moved said in words."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from app.access import prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.flags import FLAGS
from app.domain.officer import OfficerPart
from app.domain.rechecks import NewBasis, RunCounts, RunPlan, RunState
from app.law import register
from app.letters import pdf
from app.letters.docx import render as word_file
from app.letters.html import render as web_page
from app.letters.lints import RULES
from app.letters.lints.lint import Subject
from app.letters.lints.manuscript import of_letter
from app.letters.lints.tokens import tokens
from app.letters.model import Kind, Letter
from app.recheck import summary as summaries
from app.recheck.batch import BasisAt, Plan, Task, work
from app.recheck.causes import Cause, Rechecked
from app.recheck.conclusions import FIGURES, OF_EACH_STANDARD, OF_THOSE_AFFECTED, Moved
from app.recheck.report import Failed, UnderAnotherCode, report
from app.recheck.successors import Followed
from app.recheck.summary import Summarised, summary
from app.recheck.words import CAUSES, figure_words, moved_words, value_words
from app.store.values import read_value
from geodata.snapshot import Snapshot
from tests.golden_texts import held, text_of
from tests.made_up.applications import BASELINE, WITHIN, consolidation, relocation
from tests.made_up.small_area import PREMISES, premises, snapshot


@pytest.fixture
def made(tmp_path: Path) -> Summarised:
    """Four cases on a newer list and another standard, one of which cannot be read."""
    old = snapshot(tmp_path).path
    new = snapshot(tmp_path, premises=(*PREMISES, premises("XA010", 1_100, "XT1 1AD"))).path
    standards = (replace(BASELINE.standards[0], minutes=5), *BASELINE.standards[1:])
    baseline = replace(BASELINE, id="westley-next", published="2026-04-01", standards=standards)
    plan = Plan(BasisAt(BASELINE, old, old, old, WITHIN), BasisAt(baseline, new, new, new, WITHIN))
    cases = [consolidation(reference="PC/1"), consolidation(reference="PC/2"), relocation(reference="PC/3")]
    tasks = [Task(f"case{at}", canonical_json(each)) for at, each in enumerate(cases, start=1)]
    outcomes = work(plan, [*tasks, Task("case4", b"{}")])
    found = [(o.case, read_value(Rechecked, o.result)) for o in outcomes if o.result]
    failed = [Failed(o.case, o.error) for o in outcomes if o.error]
    chosen = tuple((f"case{at}", 1) for at in range(1, 5))
    left_out = (("not assessed yet, so that there is nothing to compare", 2),)
    return Summarised(
        run="p4m8x2kq7d",
        made=date(2026, 5, 4),
        state=RunState.DONE,
        plan=RunPlan(NewBasis(baseline), chosen, (("method", "9"), ("law", "2")), left_out),
        counts=RunCounts(4, 4, 1),
        report=report(found, failed),
        references={f"case{at}": f"PC/{at}" for at in range(1, 5)},
        boards=("Westley Health and Wellbeing Board",),
        data="long-street as at 1 April 2026",
        whole=True,
        invented=True,
    )


def rows(letter: Letter) -> str:
    return "".join("\n" + " | ".join(row) for table in letter.tables for row in table.rows)


def test_golden_summary(made: Summarised) -> None:
    letter = summary(made)
    held("recheck-summary", text_of(letter) + rows(letter).lstrip("\n") + "\n")


def test_it_is_rendered_for_word_for_a_browser_and_as_pdf(made: Summarised) -> None:
    letter = summary(made)
    document = docx.Document(io.BytesIO(word_file(letter)))
    assert document.paragraphs[0].text == "For: Westley Health and Wellbeing Board"
    assert [len(table.rows) for table in document.tables] == [1 + len(table.rows) for table in letter.tables]
    assert "<h1" in web_page(letter)
    assert pdf.render(letter).startswith(b"%PDF")
    assert word_file(letter) == word_file(summary(made)), "the same bytes"


def test_each_figure_of_the_text_is_one_of_the_report(made: Summarised) -> None:
    known = {0, 1, 2, 3, 4, 5, 9, 10}  # counts, versions, minutes of the standards
    letter = summary(made)
    for paragraph in letter.paragraphs:
        assert paragraph.inputs == ("recheck:report", "recheck:plan")
        assert {int(token.number) for token in tokens(paragraph.text)} <= known, paragraph.text
    counted = len(made.report.changed) + len(made.report.figures_only) + made.report.unchanged
    assert counted + len(made.report.failed) == made.counts.done
    assert all(table.evidence == ("recheck.report",) for table in letter.tables)
    assert [table.number for table in letter.tables] == list(range(1, len(letter.tables) + 1))


def test_the_lints_find_nothing(made: Summarised, tmp_path: Path) -> None:
    """All but the two that hold figures to one assessment's evidence: a summary rests on many."""
    area = prepare(Snapshot.open(next(each for each in tmp_path.iterdir() if not each.name.startswith("."))))
    assessment: Assessment = assess(relocation(), BASELINE, area, WITHIN)
    baseline: Baseline = made.plan.new.baseline or BASELINE
    letter = summary(made)
    subject = Subject(of_letter(letter), letter, assessment, baseline, OfficerPart(), date(2026, 5, 4))
    rules = [rule for rule in RULES if not rule.id.startswith("figure-")]
    assert len(rules) == len(RULES) - 2
    assert [lint for rule in rules for lint in rule.check(subject)] == []


def test_it_says_whose_it_is_what_is_unfinished_and_what_is_not_shown(made: Summarised) -> None:
    part = summary(replace(made, whole=False, state=RunState.CANCELLED, counts=RunCounts(4, 9, 1)))
    said = [paragraph.text for paragraph in part.paragraphs]
    assert any("The re-check is cancelled: 4 of 9 cases have been checked" in text for text in said)
    assert any("Cases of other boards were checked too" in text for text in said)
    assert not any("Not taken in" in text for text in said), "that is of boards that this reader does not see"
    as_it_was = summary(
        replace(made, plan=replace(made.plan, new=NewBasis(as_at=date(2026, 6, 1))), data=None)
    )
    text = as_it_was.paragraph("basis").text
    assert "on the needs assessment on which each was assessed" in text
    assert "reading the law as at 1 June 2026" in text
    assert part.paragraphs[0].kind is Kind.FACT


def test_premises_under_another_code_have_a_table(made: Summarised) -> None:
    assert "followed" not in {section.id for section in summary(made).sections}
    clear = Followed("PC/1", "closing", "XA002", "XA902", (), "both stand at XT1 1AB, number 950")
    unclear = Followed(
        "CAS-9", "continuing", "XA001", None, ("XA903", "XA904"), "XA903 and XA904 are new there"
    )
    followed = (UnderAnotherCode("case1", (clear, unclear)),)
    letter = summary(replace(made, report=replace(made.report, followed=followed)))
    (table,) = (each for each in letter.tables if each.id == "followed")
    assert [row[:4] for row in table.rows] == [
        ("PC/1", "The closing premises", "XA002", "XA902"),
        ("PC/1, together with CAS-9", "The continuing premises", "XA001", "not known"),
    ]
    assert "number 950" in table.rows[0][4]
    assert "XA903 and XA904" in table.rows[1][4]
    assert [each.number for each in letter.tables] == list(range(1, len(letter.tables) + 1))


def test_what_does_not_fit_is_counted(made: Summarised, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "MOST_ROWS", 1)
    notes = [table.note for table in summary(made).tables if table.id in ("changed", "figures")]
    assert notes
    assert all("more rows are in the table of every difference" in note for note in notes)


def test_nothing_that_moved_is_left_in_code_words() -> None:
    for figure in FIGURES:
        assert figure_words(figure) != figure
    for part in OF_EACH_STANDARD:
        assert figure_words(f"coverage.walk-10.{part}").endswith("(standard walk-10)")
    for part in OF_THOSE_AFFECTED:
        assert figure_words(f"affected.straight-10.{part}").endswith("(standard straight-10)")
    for rule in register():
        # A rule that was amended stands once for each wording.
        cited = {f"Finding on {each.citation}" for each in register() if each.id == rule.id}
        assert moved_words(Moved("finding", rule.id, None, None)) in cited
    for flag in FLAGS:
        assert FLAGS[flag] in moved_words(Moved("flag", flag, None, True))
    assert set(CAUSES) == set(Cause)
    assert value_words(Moved("flag", "x", None, True), None) == "not raised"
    assert value_words(Moved("figure", "x", None, 1234.56), 1234.56) == "1,234.6"
    assert value_words(Moved("figure", "x", True, None), None) == "not known"
    assert value_words(Moved("figure", "x", True, None), True) == "yes"
    assert value_words(Moved("finding", "x", None, "met"), None) == "not there"
