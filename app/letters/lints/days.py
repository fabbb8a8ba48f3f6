"""Dates: the needs assessment dated two ways, a day to reply by that has passed; and paragraph numbers given twice."""

import re
from collections.abc import Iterator
from datetime import date

from app.domain.receipt import assess_again
from app.letters.lints.lint import Lint, Subject
from app.letters.prose import day

PNA = "pna-dated-two-ways"
REPLY = "reply-by-passed"
NUMBERS = "paragraph-number-repeated"
RECEIPT = "time-counted-from-another-day"
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_PNA = re.compile(r"\bPNAs?\b|Pharmaceutical Needs Assessment", re.IGNORECASE)
_PUBLISHED = re.compile(r"\bpublished\b|\bdated\b", re.IGNORECASE)
_REPLY = re.compile(
    r"\b(?:repl(?:y|ies)|response|representations?)\b[^.]{0,60}?\b(?:by|due|before|until|to)\b", re.IGNORECASE
)
_DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>{'|'.join(_MONTHS)})(?:\s+(?P<y>\d{{4}}))?\b"
    r"|\b(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{2,4})\b|\b(?P<iso>\d{4}-\d{2}(?:-\d{2})?)\b",
    re.IGNORECASE,
)


def pna_dated_two_ways(subject: Subject) -> Iterator[Lint]:
    """Every sentence that dates the needs assessment otherwise than the baseline, or otherwise than the paper does first."""
    known = subject.baseline.published if len(subject.baseline.published) >= 7 else None
    first: str | None = known
    for passage in subject.manuscript.passages:
        for sentence in passage.sentences:
            published = _PUBLISHED.search(sentence)
            if not (_PNA.search(sentence) and published):
                continue
            found = next(
                (each for each in map(_iso, _DATE.finditer(sentence, published.end())) if each), None
            )
            if found is None:
                continue
            if first is None:
                first = found
            elif not (found.startswith(first) or first.startswith(found)):
                whose = "the needs assessment as it is recorded" if known else "the paper itself elsewhere"
                yield Lint(
                    PNA, passage.id or "a paragraph", sentence,
                    f"The needs assessment is dated {day(found)} here and {day(first)} in {whose}.",
                )  # fmt: skip


def reply_by_passed(subject: Subject) -> Iterator[Lint]:
    """Days to reply by that lie before the day on which the paper is checked.

    The day that the notice states may pass, and nothing with it: representations are in time up to day 45.
    """
    ledger = subject.assessment.ledger
    end, stated = ledger.value("deadline.last_day"), ledger.value("deadline.stated")
    open_still = end is not None and date.fromisoformat(str(end)) >= subject.on
    for passage in subject.manuscript.passages:
        for sentence in passage.sentences:
            asked = _REPLY.search(sentence)
            if asked is None:
                continue
            for found in _DATE.finditer(sentence, asked.start()):
                last = _day(found, subject.assessment.as_at.year)
                if last is not None and last < subject.on and not (open_still and last.isoformat() == stated):
                    yield Lint(
                        REPLY, passage.id or "a paragraph", sentence,
                        f"That day, {day(last)}, had passed on {day(subject.on)}. The time itself runs for 45 days from the "
                        "day on which notice was given to the Board: say so, or, where they are over, that this is no "
                        "representation under paragraph 19(4).",
                    )  # fmt: skip


def time_counted_from_another_day(subject: Subject) -> Iterator[Lint]:
    """An assessment whose 45 days rest on another day than the one that is recorded now as that of the notice."""
    assessment = subject.assessment
    if "deadline.given" not in assessment.ledger:
        return
    again = assess_again(assessment.application, subject.officer, assessment.relevant_hwb)
    if again is not None:
        yield Lint(RECEIPT, "the time for representations", "", again)


def numbers_repeated(subject: Subject) -> Iterator[Lint]:
    """A number that stands before two paragraphs of one run. A list that starts again at 1 is another run."""
    seen: dict[int, str] = {}
    for passage in subject.manuscript.passages:
        number = passage.number
        if number is None:
            continue
        if number == 1:
            seen = {}
        elif number in seen:
            yield Lint(
                NUMBERS, f"paragraph {number}", passage.text,
                f"The number {number} stands twice: also before “{_start(seen[number])}”.",
            )  # fmt: skip
        seen.setdefault(number, passage.text)


def _iso(found: re.Match[str]) -> str | None:
    """A date as year and month, with the day where it is given; None without a year."""
    if found["iso"]:
        return found["iso"]
    if found["m2"]:
        return f"{_year(found['y2']):04}-{int(found['m2']):02}-{int(found['d2']):02}"
    if not found["y"]:
        return None
    month = _MONTHS.index(found["m"].lower()) + 1
    return f"{int(found['y']):04}-{month:02}" + (f"-{int(found['d']):02}" if found["d"] else "")


def _day(found: re.Match[str], year: int) -> date | None:
    """A date to the day; the assessment's year where none is given."""
    text = _iso(found)
    if text is None and found["d"]:
        text = f"{year:04}-{_MONTHS.index(found['m'].lower()) + 1:02}-{int(found['d']):02}"
    try:
        return date.fromisoformat(text) if text and text.count("-") == 2 else None
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _start(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rstrip()}…"
