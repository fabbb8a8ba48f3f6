"""What is not known never becomes a fact: one fact less makes no sentence more certain, and its absence is told.

A complete case is assessed and its letter drafted; then one fact is taken away or contradicted, and both are made again. No
loss, no "nobody" and no point for or against may be new, no range narrower, no test settled that was open, nothing said of the
papers that nobody confirmed.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.access import prepare
from app.assessment import assess
from app.domain.applications import ApplicationError
from app.domain.assessments import Assessment
from app.domain.findings import Verdict
from app.letters import Letter, draft
from tests.made_up.complete_case import CASES, CHANGES, Case, Change
from tests.made_up.small_area import snapshot

LOSS = re.compile(r"(^|\.)(coverage|choice|hours|services|week)\..*(lost|falls|left)$")
NOBODY = re.compile(
    # A count of people by how many pharmacies they can choose from may be nought of those measured.
    r"\b(nobody|no one)\b(?! (?:today|after|would after))|\b(no resident|no hours|no service|no hour|no pharmacy|none)\b",
    re.IGNORECASE,
)
OF_THE_PAPERS = re.compile(
    r"\b(papers|notice|application)\b[^.]{0,40}?\b(do|does) not (state|say|give|name|refer)|that the papers leave out"
)
NUMBERS = re.compile(
    r"\b(\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|nobody)\b(?= |$)", re.IGNORECASE
)
NO_GAIN = " and nobody would newly come within it"
SETTLED = (Verdict.MET, Verdict.NOT_MET)


@dataclass(frozen=True)
class Said:
    """What an assessment and its letter say, taken apart."""

    losses: dict[str, float | None]
    ranges: dict[str, tuple[float, float]]
    points: frozenset[tuple[str, str, str]]
    verdicts: dict[str, Verdict]
    letter: frozenset[str]
    told: frozenset[str]

    @property
    def nobody(self) -> frozenset[str]:
        plain = (each.replace(NO_GAIN, "") for each in self.letter)
        return frozenset(_bare(each) for each in plain if NOBODY.search(each))

    @property
    def of_the_papers(self) -> frozenset[str]:
        return frozenset(each for each in self.letter if OF_THE_PAPERS.search(each))


def _bare(text: str) -> str:
    """A sentence without its figures and the numbers of tables, so that another figure is no other sentence."""
    text = re.sub(r"\bpharmac(?:y|ies) remains?\b", "pharmacies remain", text)
    return NUMBERS.sub("#", re.sub(r" ?\(Table[^)]*\)", "", text))


def _sentences(letter: Letter) -> Iterator[str]:
    for paragraph in letter.paragraphs:
        yield from re.split(r"(?<=[.:]) (?=[A-Z0-9])", paragraph.text)


def _said(case: Case, folder: Path) -> Said:
    found = assess(case.application, case.baseline, prepare(snapshot(folder, **case.data)), case.as_at)
    letter = draft(found, case.baseline)
    groups = letter.cover.groups if letter.cover else ()
    listed = [f"{group.heading}: {item.text}" for group in groups for item in group.items]
    notes = [
        f"{item.what}: {item.value or ''} {item.note}"
        for item in found.evidence
        if item.id.endswith(".match") or (item.note and not item.known)
    ]
    sentences = frozenset(_sentences(letter))
    return Said(
        losses={item.id: _number(item.value) for item in found.evidence if LOSS.search(item.id)},
        ranges=_ranges(found),
        points=frozenset(
            (finding.rule, side, _bare(point))
            for finding in found.findings
            for side, points in (("for", finding.points_for), ("against", finding.points_against))
            for point in points
        ),
        verdicts={finding.rule: finding.verdict for finding in found.findings},
        letter=sentences,
        told=frozenset([*listed, *notes, *(flag.text for flag in found.flags), *sentences]),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _ranges(found: Assessment) -> dict[str, tuple[float, float]]:
    """Figures given as at least and at most; what is not known may be anything."""
    ledger = found.ledger
    names = [each.removesuffix(".at_least") for each in ledger if each.endswith(".at_least")]
    bounds = {}
    for name in names:
        low, high = ledger.number(f"{name}.at_least"), ledger.number(f"{name}.at_most")
        bounds[name] = (-float("inf") if low is None else low, float("inf") if high is None else high)
    return bounds


@cache
def _complete(kind: str) -> Said:
    with tempfile.TemporaryDirectory() as folder:
        return _said(CASES[kind](), Path(folder))


@pytest.mark.parametrize("kind", CASES)
def test_of_a_complete_case_nothing_is_asked_and_nothing_open_but_what_people_judge(kind: str) -> None:
    said = _complete(kind)
    assert not said.of_the_papers
    assert not {
        rule: verdict
        for rule, verdict in said.verdicts.items()
        if verdict not in (*SETTLED, Verdict.NEEDS_JUDGEMENT, Verdict.DOES_NOT_APPLY)
    }
    assert all(value is not None for value in said.losses.values())


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name, change in CHANGES.items() for kind in change.kinds]
)
@given(data=st.data())
@settings(max_examples=3, phases=[Phase.generate])
def test_one_fact_less_makes_nothing_more_certain(name: str, kind: str, data: st.DataObject) -> None:
    change, before = CHANGES[name], _complete(kind)
    case = change.apply(CASES[kind](), lambda *options: data.draw(st.sampled_from(options)))
    try:
        with tempfile.TemporaryDirectory() as folder:
            after = _said(case, Path(folder))
    except ApplicationError as error:
        refused = f"{error.field} {error}"
    else:
        assert not list(_more_certain(change, before, after))
        return
    assert re.search(change.told, refused), refused


def _more_certain(change: Change, before: Said, after: Said) -> Iterator[str]:
    """All that is said with more certainty though less is known."""
    if change.told and not [text for text in after.told - before.told if re.search(change.told, text)]:
        yield f"nothing tells of it; new are {sorted(after.told - before.told)}"
    yield from (f"of the papers: {each}" for each in sorted(after.of_the_papers - before.of_the_papers))
    for rule, verdict in after.verdicts.items():
        if verdict is Verdict.PAPERS_SILENT or (
            verdict in SETTLED and before.verdicts.get(rule) is not verdict
        ):
            yield f"{rule} is {verdict}"
    if change.own_word:
        if not [text for text in after.letter - before.letter if re.search(change.told, text)]:
            yield "the letter does not say that the papers and the list disagree"
        return
    for name, lost in after.losses.items():
        if lost is not None and lost > (before.losses.get(name) or 0):
            yield f"a loss is new: {name} is {lost}, was {before.losses.get(name)}"
    # A sentence that tells of the absence is no claim.
    yield from (
        f"nobody: {each}"
        for each in sorted(after.nobody - before.nobody)
        if not (change.told and re.search(change.told, each))
    )
    yield from (f"a point is new: {' '.join(each)}" for each in sorted(after.points - before.points))
    for name, (low, high) in after.ranges.items():
        was_low, was_high = before.ranges.get(name, (low, high))
        if low > was_low or high < was_high:
            yield f"a range is narrower: {name} is {low} to {high}, was {was_low} to {was_high}"
