"""The board-ready summary of a run: what was checked on what, what changed and which input moved it, the rest counted."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any

from app.domain.rechecks import RunCounts, RunPlan, RunState
from app.domain.rounding import count_said, day_said, listed
from app.letters.characters import one_line
from app.letters.model import Kind, Letter, Paragraph, Reference, Run, Section, Table
from app.letters.prose import on_date
from app.recheck.report import Ranked, Report
from app.recheck.words import (
    CAUSES,
    SITES,
    causes_words,
    followed_words,
    moved_words,
    standard_words,
    value_words,
)

MOST_ROWS = 200
"""Rows of a table that a board reads; what is beyond them is counted, and stands in changes.csv."""


METHOD = {
    "how": (
        "Each case was assessed again from the application as it came in, and set beside the assessment on file. Then one "
        "input at a time was put in place of the old one, and the case assessed each time: an input that changes something "
        "by itself is said to have moved it. What changes only when several are put in place together is said to be moved "
        "by several together."
    ),
    "method": (
        "Where an assessment made today on the old inputs differs from the one on file, the service’s own method or its "
        "rules of law have moved since, and that is said."
    ),
    "limits": (
        "The assessments on file stay as they are, and so does every letter drafted from them. This paper says where to "
        "look again; it decides nothing, and gives nobody’s opinion."
    ),
    "data": (
        "What the data does not know, a re-check does not know: a pharmacy list has the openings and closures that were "
        "reported by its date, and a street extract the paths that were mapped by then."
    ),
}
"""What every summary says of its method and limits, by paragraph."""

WITHOUT_A_FILE = {
    "how": METHOD["how"].replace(
        "Each case was assessed again from the application as it came in, and set beside the assessment on file.",
        "Each case was assessed from the application as it came in, on the old inputs and on the new ones.",
    )
}
"""What is said otherwise where no assessment is on file: applications were given as files. Nothing is said of the method."""


@dataclass(frozen=True)
class Summarised:
    """What a summary is written from. ``counts`` and ``report`` are over the cases that the reader may see.

    ``boards`` are names. ``references`` are what the papers call each case, by id. ``data`` names the snapshot of the new
    basis with its date; None where each case stays on its own. ``on_file`` says whether there are assessments on file.
    """

    run: str
    made: date
    state: RunState
    plan: RunPlan
    counts: RunCounts
    report: Report
    references: dict[str, str]
    boards: tuple[str, ...]
    data: str | None
    whole: bool
    invented: bool = False
    on_file: bool = True


def summary(of: Summarised) -> Letter:
    """The summary as a paper: ``app.letters`` renders it for Word, for a browser and as a PDF."""
    sections = (
        Section("summary", "What was found", _numbered(_found(of))),
        *_causes(of),
        *_changed(of),
        *_followed(of),
        *_figures(of),
        *_failed(of),
        Section("method", "How this was found, and what it does not say", _method(of)),
    )
    return Letter(
        kind="re-check summary",
        title=f"Re-check of {count_said(of.counts.of, 'case', 'cases')}",
        board=listed(list(of.boards)) if of.boards else "Health and Wellbeing Board",
        as_at=of.made,
        addressee=(),
        references=_references(of),
        salutation=None,
        sections=_tables_numbered(sections),
        close=None,
        signature=(),
        annexes=(),
        cover=None,
        mark=None,
    )


def _references(of: Summarised) -> tuple[Reference, ...]:
    lines = [
        ("For", listed(list(of.boards)) or "all boards"),
        ("Begun", day_said(of.made)),
        ("Re-check", of.run),
    ]
    return tuple(Reference(label, (Run(one_line(text)),)) for label, text in lines)


def _found(of: Summarised) -> list[Paragraph]:
    report, counts = of.report, of.counts
    cases = count_said(counts.done, "case", "cases")
    found = [_paragraph("basis", f"{_capital(cases)} {_was(counts.done)} checked again {_on(of)}.")]
    if counts.done < counts.of:
        found.append(
            _paragraph(
                "unfinished",
                f"The re-check is {of.state.value}: {counts.done:,} of {counts.of:,} cases have been checked. "
                "What follows is about those.",
            )
        )
    changed, figures, failed = len(report.changed), len(report.figures_only), len(report.failed)
    found.append(
        _paragraph(
            "counts",
            f"Of these, {count_said(changed)} changed in a finding, the duty or a flag; {count_said(figures)} changed in "
            f"figures alone; {count_said(report.unchanged)} stayed the same; "
            f"{f'{count_said(failed)} could not be checked' if failed else 'every one could be checked'}.",
        )
    )
    if of.plan.left_out and of.whole:
        reasons = [f"{count_said(count, 'case', 'cases')} {reason}" for reason, count in of.plan.left_out]
        found.append(_paragraph("left-out", f"Not taken in: {listed(reasons)}."))
    if not of.whole:
        found.append(
            _paragraph("boards", "Cases of other boards were checked too. They are not in this paper.")
        )
    if of.invented:
        found.append(
            _paragraph(
                "invented",
                "The data behind this paper is made up for a demonstration. It must not be relied on.",
            )
        )
    return found


def _on(of: Summarised) -> str:
    """On what the cases were checked."""
    new = of.plan.new
    parts = []
    if new.baseline is not None:
        parts.append(f"on {one_line(new.baseline.title)}, published {on_date(new.baseline.published)}")
    else:
        parts.append("on the needs assessment on which each was assessed")
    parts.append(f"with the data of {of.data}" if of.data else "with the data on which each was assessed")
    parts.append(
        f"reading the law as at {day_said(new.as_at)}"
        if new.as_at
        else "reading the law as at the day of each assessment"
    )
    return ", ".join(parts)


def _causes(of: Summarised) -> tuple[Section, ...]:
    if not of.report.causes:
        return ()
    rows = tuple((_capital(CAUSES[cause]), f"{count:,}") for cause, count in of.report.causes)
    table = Table(
        "causes", 1, "Inputs, and the cases in which each moved something", ("Input", "Cases"), rows,
        evidence=_TRACED, note="A case that more than one input moved is counted with each.", figures=frozenset({1}),
    )  # fmt: skip
    return (Section("causes", "What moved the cases", (table,)),)


def _changed(of: Summarised) -> tuple[Section, ...]:
    ranked = of.report.changed
    if not ranked:
        return ()
    rows = [row for case in ranked for row in _rows(of, case, weighs=True)]
    table = Table(
        "changed", 2, "Cases in which a finding, the duty or a flag changed, those with most first",
        ("Case", "What changed", "Before", "Now", "Moved by"), tuple(rows[:MOST_ROWS]),
        evidence=_TRACED, note=_rest(rows),
    )  # fmt: skip
    return (Section("changed", "Cases that changed", (table,)),)


def _followed(of: Summarised) -> tuple[Section, ...]:
    """Premises that the new list has under another code: by which they were measured, and why."""
    rows = [
        (
            _called(of, case.case, one.reference),
            _capital(SITES.get(one.site, one.site)),
            one_line(one.old),
            one_line(one.new or "not known"),
            one_line(followed_words(one)),
        )
        for case in of.report.followed
        for one in case.followed
    ]
    if not rows:
        return ()
    table = Table(
        "followed", 3, "Premises whose code is gone from the new list, and what stands at their door",
        ("Case", "Premises", "Code before", "Code now", "How they were measured, and why"),
        tuple(rows[:MOST_ROWS]), evidence=_TRACED, note=_rest(rows),
    )  # fmt: skip
    return (Section("followed", "Premises under another code", (table,)),)


def _called(of: Summarised, case: str, reference: str) -> str:
    """What the papers call a case; another's premises, considered together with it, are called by that reference too."""
    own = of.references.get(case, reference)
    return one_line(own if own == reference else f"{own}, together with {reference}")


def _figures(of: Summarised) -> tuple[Section, ...]:
    """The figures of the cases that changed; of the others they are counted only."""
    rows = [row for case in of.report.changed for row in _rows(of, case, weighs=False)]
    if not rows:
        return ()
    table = Table(
        "figures", 4, "Figures that changed in those cases", ("Case", "Figure", "Before", "Now", "Moved by"),
        tuple(rows[:MOST_ROWS]), evidence=_TRACED, note=_rest(rows), figures=frozenset({2, 3}),
    )  # fmt: skip
    return (Section("figures", "Figures of the cases that changed", (table,)),)


def _rows(of: Summarised, case: Ranked, *, weighs: bool) -> list[tuple[str, ...]]:
    return [
        (
            one_line(of.references.get(case.case, case.rechecked.reference)),
            _capital(moved_words(change.moved).removeprefix("Figure: ")),
            one_line(value_words(change.moved, change.moved.old)),
            one_line(value_words(change.moved, change.moved.new)),
            causes_words(change),
        )
        for change in case.rechecked.changes
        if change.moved.weighs is weighs
    ]


def _failed(of: Summarised) -> tuple[Section, ...]:
    if not of.report.failed:
        return ()
    rows = [
        (one_line(of.references.get(each.case, each.case)), one_line(_WHAT_KIND.sub("", each.error)))
        for each in of.report.failed
    ]
    table = Table(
        "failed", 5, "Cases that could not be checked, and why", ("Case", "Why"), tuple(rows[:MOST_ROWS]),
        evidence=_TRACED, note=_rest(rows),
    )  # fmt: skip
    return (Section("failed", "Cases that could not be checked", (table,)),)


def _method(of: Summarised) -> tuple[Paragraph, ...]:
    new = of.plan.new.baseline
    standards = "; ".join(f"{each.id}, {standard_words(each)}" for each in new.standards) if new else ""
    said_of = METHOD if of.on_file else {**METHOD, **WITHOUT_A_FILE}
    texts = [(name, text) for name, text in said_of.items() if of.on_file or name != "method"]
    if standards:
        said = f"The access standards of the needs assessment are: {standards}."
        texts.append(
            ("standards", f"{said} One of the same name in an earlier needs assessment may be another.")
        )
    if of.plan.versions:
        said = listed([f"{name} {version}" for name, version in of.plan.versions])
        texts.append(("versions", f"The versions of this service that measured: {said}."))
    return tuple(_paragraph(f"method-{name}", text, kind=Kind.METHOD) for name, text in texts)


_WHAT_KIND = re.compile(r"^\w+(?:Error|Exception): ")
"""The class of an error, which says nothing to a board."""

_TRACED = ("recheck.report",)


def _paragraph(id_: str, text: str, kind: Kind = Kind.FACT) -> Paragraph:
    return Paragraph(id_, kind, (Run(one_line(text)),), inputs=("recheck:report", "recheck:plan"))


def _numbered(paragraphs: list[Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(each.id, each.kind, each.runs, number, each.evidence, each.inputs)
        for number, each in enumerate(paragraphs, start=1)
    )


def _tables_numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Tables numbered as they stand: one that has no rows is left out and leaves no hole."""
    numbers = count(1)
    return tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, number=next(numbers)) if isinstance(block, Table) else block
                for block in section.blocks
            ),
        )
        for section in sections
    )


def _rest(rows: list[Any]) -> str:
    more = len(rows) - MOST_ROWS
    return f"{more:,} more rows are in the table of every difference (changes.csv)." if more > 0 else ""


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
