"""Figures in a text: how many of what. Dates, citations, codes and references are no figures here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_FIGURES = re.compile(
    "|".join(
        (
            # Long words are tried from their beginning only: a file may hold one of ten thousand characters.
            r"\bSHA-256\b|https?://\S+|(?<!\S)\S+@\S+|\bwww\.\S+",
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTHS})(?:\s+\d{{4}})?",
            rf"\b(?:{_MONTHS})\s+\d{{4}}",
            r"\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b(?:19|20)\d{2}(?:\s*[-–]\s*\d{2,4})?\b",
            r"\b\d{1,2}[:.]\d{2}\s*(?:am|pm|to|until|–|-)|\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?(?:am|pm)\b",
            (
                r"\b(?:regulations?|paragraphs?|sections?|Schedules?|Parts?|Tables?|Annex|Appendix|Figure|item|SI|Map)\s+"
                r"\d[\w()./,–-]*(?:\s*(?:and|or|to)\s+\d[\w()./–-]*)*"
            ),
            r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",
            r"\b(?=\w*[A-Za-z])(?=\w*\d)[\w/]*[A-Z][\w/-]*\b",
            r"\b[A-Za-z]+/\d[\w/-]*",
            r"(?<![\w-])[\w-]*[0-9a-f]{8,}\b",
        )
    )
)
_UNITS = (
    ("m", r"metres?|meters?|m"),
    ("km", r"kilometres?|km"),
    ("km/h", r"km/h"),
    ("miles an hour", r"miles? an hour|mph"),
    ("miles", r"miles?"),
    ("minutes", r"minutes?|mins?"),
    ("hours", r"hours?|hrs?"),
    ("people", r"people|persons?|residents?"),
    ("%", r"%|per\s?cent"),
)
_UNIT = re.compile("|".join(f"(?P<u{at}>{spelling})" for at, (_, spelling) in enumerate(_UNITS)))
_FIGURE = re.compile(
    r"(?<![\w.,£])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<gap>\s?-?\s?)(?P<unit>[A-Za-z%/]+(?:\s+an\s+hour|\s?cent)?)?"
    r"|\b(?P<word>two|three|four|five|six|seven|eight|nine)\b(?P<wgap>\s?-?\s?)(?P<wunit>[a-z]+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """A figure as it stands: the number, its unit ("m", "minutes", "people", "%", "" for a bare count), and the words."""

    number: Decimal
    unit: str
    words: str

    @property
    def key(self) -> tuple[Decimal, str]:
        """Number and unit, kilometres and miles of an hour among them, to compare by."""
        return self.number, self.unit


def tokens(text: str) -> Iterator[Token]:
    """Figures of a text, in order. A house number is one too: it is explained by the address that the papers state."""
    bare = _NO_FIGURES.sub(lambda found: " " * len(found[0]), text)
    for found in _FIGURE.finditer(bare):
        if found["digits"]:
            number, unit = Decimal(found["digits"].replace(",", "")), _unit(found["unit"])
        else:
            number, unit = Decimal(WORDS.index(found["word"].lower())), _unit(found["wunit"])
        yield Token(number, unit, " ".join(found[0].split()))


def _unit(spelt: str | None) -> str:
    found = _UNIT.fullmatch(spelt or "")
    return _UNITS[int(str(found.lastgroup)[1:])][0] if found else ""
