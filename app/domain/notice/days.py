"""Dates in the text of a notice, by what the words before them say that they are."""

import re
from collections.abc import Iterator
from datetime import date

from app.domain.notice.finds import Suggestion, words_around

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_IN_WORDS = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH},?[ -](\d{{4}})\b", re.IGNORECASE)
_IN_FIGURES = re.compile(r"\b(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NO_YEAR = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?!,? \d{{4}})(?![a-z])", re.IGNORECASE)

BEFORE = 90
"""How many characters before a date are looked at for what it is."""

_CUES = (
    (
        "notice.reply_by",
        re.compile(
            r"respon(?:se|d|ses)\b|repl(?:y|ies)\b|representations?\b|comments?\b|deadline|due\b|no later than|closing date|"
            r"received by|"
            r"\b(?:by|until)(?:\s+(?:midnight|noon|(?:the )?end of|\d{1,2}(?:[:.]\d\d)?\s?[ap]m)(?:\s+on)?)?\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "applied",
        re.compile(
            r"application (?:form )?(?:is |was )?(?:dated|received|submitted|made)|\bapplied(?: on)?\s*$",
            re.IGNORECASE,
        ),
    ),
    (
        "notice.dated",
        re.compile(
            r"\bdated?\b|^\s*sent\s*:|date of (?:this |the )?(?:letter|notice)|(?:notified|notice given) on|^\s*$",
            re.IGNORECASE,
        ),
    ),
)  # fmt: skip

Found = tuple[int, int, date | None]


def _dates(text: str) -> Iterator[Found]:
    """Start, end and date of each; None for a day that there is none of."""
    for match in _IN_WORDS.finditer(text):
        month = MONTHS.index(match[2][:3].lower()) + 1
        yield match.start(), match.end(), _date(int(match[3]), month, int(match[1]))
    for match in _IN_FIGURES.finditer(text):
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        yield match.start(), match.end(), _date(year, int(match[3]), int(match[1]))
    for match in _ISO.finditer(text):
        yield match.start(), match.end(), _date(int(match[1]), int(match[2]), int(match[3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year < 2200 else None


def find_dates(text: str) -> tuple[list[Suggestion], list[str]]:
    """Dates that the text says the meaning of, and notes on those of which it does not."""
    found, notes = [], []
    for start, end, day in sorted(_dates(text), key=lambda item: item[0]):
        words = words_around(text, start, end)
        if day is None:
            notes.append(f"There is no such day as “{text[start:end]}”: “{words}”.")
            continue
        about = _meaning(text, start)
        if about is None:
            notes.append(f"The date {text[start:end]} was not placed: “{words}”.")
            continue
        found.append(Suggestion(about, ((about, day.isoformat()),), words))
    for match in _NO_YEAR.finditer(text):
        words = words_around(text, match.start(), match.end())
        notes.append(f"The date {match[0].rstrip('.')} has no year, so it was not taken: “{words}”.")
    return found, notes


def _meaning(text: str, start: int) -> str | None:
    """What a date is, by the last cue before it in its own sentence or, where it stands on a line alone, the notice's."""
    before = re.split(r"\n|(?<=[.;])\s", text[max(0, start - BEFORE) : start])[-1]
    before = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*$", "", before, flags=re.IGNORECASE)
    latest, meaning = -1, None
    for about, pattern in _CUES:
        for match in pattern.finditer(before):
            # Of two cues that end at the same place the one that stands first in the list wins.
            if match.end() > latest:
                latest, meaning = match.end(), about
    return meaning
