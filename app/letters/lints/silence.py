"""Sentences that say that the papers leave something out, where nobody has confirmed that they do."""

import re
from collections.abc import Iterator

from app.domain.entered import Entered, entered, optional_fields
from app.domain.other_applications import AnyApplication
from app.letters.lints.lint import Lint, Subject

SILENCE = "silence-not-confirmed"
_SAYS_SO = re.compile(
    r"\b(?:papers|notice|application|applicant|form)\b(?: as sent)? (?:do(?:es)?|did|has|have) not "
    r"(?:say|state|give|name|mention|refer|set out|include|specif|explain)"
    r"|\b(?:papers|notice|application) (?:is|are) silent\b|\bthat the (?:papers|application) leaves? out\b"
    r"|\b(?:papers|notice|application)\b(?: as sent)? (?:gives?|states?) no\b",
    re.IGNORECASE,
)
_OF_NO_USE = (
    "stated",
    "notice",
    "existing",
    "proposed",
    "closing",
    "continuing",
    "premises",
    "claims",
    "application",
)
"""Words of paths that say nothing of what a field is about."""


def silence_not_confirmed(subject: Subject) -> Iterator[Lint]:
    """Such sentences, unless the paragraph as it is drafted rests on a field that was confirmed as left out.

    A sentence that stands in no paragraph of the draft is let be where it names what a confirmed field is about.
    """
    confirmed = set(_confirmed(subject.assessment.application))
    rests = {
        paragraph.id
        for paper in subject.draft.papers
        for paragraph in paper.paragraphs
        if any(f"application:{path}" in paragraph.inputs for path in confirmed)
    }
    about = {word for path in confirmed for word in _words(path.replace("_", " ").replace(".", " "))}
    for passage in subject.manuscript.passages:
        if passage.id in rests:
            continue
        for sentence in passage.sentences:
            if _SAYS_SO.search(sentence) and not (passage.id is None and about & set(_words(sentence))):
                yield Lint(
                    SILENCE,
                    passage.id or "a paragraph",
                    sentence,
                    "Nobody has confirmed that the papers leave this out. Look into them; where they do, enter it as not "
                    "stated, and else take the sentence out.",
                )


def _confirmed(application: AnyApplication) -> Iterator[str]:
    """Paths of the fields on which the papers are confirmed to be silent; staffing that they say nothing of is one."""
    yield from (
        path
        for path in optional_fields(application.__class__)
        if entered(application, path) is Entered.SILENT
    )
    if getattr(application, "staffing_stated", None) is False:
        yield "staffing_stated"


def _words(text: str) -> list[str]:
    return [word[:6] for word in re.findall(r"[a-z]{5,}", text.lower()) if word not in _OF_NO_USE]
