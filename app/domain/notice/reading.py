"""The text of a notice, read for everything that an application asks."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.domain.notice.applicants import find_applicants
from app.domain.notice.days import find_dates
from app.domain.notice.finds import Reading, Suggestion, once, words_around
from app.domain.notice.places import find_sites
from app.domain.notice.replies import RECEIPT, find_replies
from app.domain.other_applications import Basis

LONGEST = 50_000
"""Characters of a text that are read."""

_KINDS = (
    ("consolidation", r"consolidat(?:e|es|ed|ing|ion)|regulation 26A"),
    ("relocation", r"relocat(?:e|es|ed|ing|ion)|regulation 24\b|no significant change|\bNSCR\b"),
    ("distance-selling entry", r"distance[ -]selling"),
    ("routine entry", r"routine application|unforeseen benefits|inclusion in (?:the|a) pharmaceutical list"),
    ("change of ownership", r"change of ownership"),
    ("change of services", r"change (?:of|to the) (?:pharmaceutical )?services|directed services"),
)
_REFERENCE = (
    re.compile(r"\b(CAS-[A-Z0-9]+(?:-[A-Z0-9]+)*)\b"),
    re.compile(
        r"\bref(?:erence)?(?: (?:no|number))?\b\.?\s*[:#-]?\s*([A-Z0-9][A-Z0-9/.\-]{2,30}[A-Z0-9])\b", re.IGNORECASE
    ),
)  # fmt: skip
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NOT_A_RANGE = r"(?<![\d.,–-])(?<!within )(?<!than )(?<!over )(?<!under )(?<!\d to )(?<!\d and )"
"""What must not stand before a figure: "4-5 minutes", "within 400 m", "less than 1 km" state none."""

_CLAIMS = (
    (
        "claims.distance_m",
        re.compile(
            _NOT_A_RANGE + r"\b(\d[\d,]*(?:\.\d+)?)\s?(m|metres?|meters?|km|kilomet(?:re|er)s?)\b(?!\s*[²2])",
            re.IGNORECASE,
        ),
    ),
    (
        "claims.walk_minutes",
        re.compile(
            _NOT_A_RANGE
            + r"\b(\d{1,3}(?:\.\d+)?|[a-z]+)[- ]min(?:ute)?s?['’]?(?: walk|\s+on foot|\s+walking)",
            re.IGNORECASE,
        ),
    ),
    (
        "claims.walk_minutes",
        re.compile(
            r"\bwalk(?:ing time)?(?: \([^)]*\))? of (?:about |around |approximately )?(\d{1,3}|[a-z]+)[- ]minutes?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "claims.alternatives_within_a_mile",
        re.compile(
            r"\b(\d{1,3}|[a-z]+) (?:other |remaining |alternative )*pharmac(?:y|ies)"
            r"(?: (?:that |which )?(?:is|are|left|remain|remains|remaining|(?:will|would) (?:still )?(?:be|remain)))*"
            r" within (?:a|one|1) mile",
            re.IGNORECASE,
        ),
    ),
)
"""Figures that papers claim; a second group of a distance is its unit."""


def read_notice(text: str, boards: Mapping[str, str]) -> Reading:
    """What the text of a notice seems to say. ``boards`` are names of boards by the code of their area."""
    text = text[:LONGEST].replace("\r\n", "\n").replace("\u00a0", " ")
    kinds = once(list(_kinds(text)))
    kind = kinds[0].values[0][1] if kinds else None
    sites, unplaced = find_sites(text, kind)
    dates, undated = find_dates(text)
    replies = find_replies(text)
    found = [
        *kinds,
        *_references(text),
        *dates,
        *replies,
        *_boards(text, boards),
        *find_applicants(text),
        *sites,
        *_claims(text),
    ]
    placed = [value for each in replies for _, value in each.values]
    notes = [*undated, *(note for note in unplaced if not any(value in note for value in placed))]
    if found:
        notes.append(RECEIPT)
    if {each.values[0][1] for each in kinds} >= {"consolidation", "relocation"}:
        notes.insert(
            0,
            "The text speaks of a relocation and of a consolidation. If these are two applications, paste the part about "
            "one of them.",
        )
    return Reading(tuple(once(found)), tuple(notes))


def _kinds(text: str) -> Iterator[Suggestion]:
    """Kinds, the one that the text speaks of first at the front."""
    first = [
        (match.start(), kind, match)
        for kind, pattern in _KINDS
        if (match := re.search(pattern, text, re.IGNORECASE))
    ]
    # A consolidation may well come with a change of ownership, and is not one.
    main = {"consolidation", "relocation"}
    for _, kind, match in sorted(first, key=lambda item: (item[1] not in main, item[0])):
        yield Suggestion("kind", (("kind", kind),), words_around(text, match.start(), match.end()))
    for basis in Basis:
        found = re.search(re.escape(basis.value), text, re.IGNORECASE)
        if found and basis is Basis.UNFORESEEN_BENEFITS:
            yield Suggestion(
                "basis", (("basis", basis.value),), words_around(text, found.start(), found.end())
            )


def _references(text: str) -> Iterator[Suggestion]:
    for pattern in _REFERENCE:
        for match in pattern.finditer(text):
            if re.search(r"\d", match[1]):
                words = words_around(text, match.start(), match.end(), 30)
                yield Suggestion("notice.reference", (("notice.reference", match[1]),), words)


def _boards(text: str, boards: Mapping[str, str]) -> Iterator[Suggestion]:
    plain = " ".join(text.split()).casefold()
    for code, name in boards.items():
        if " ".join(name.split()).casefold() in plain:
            pattern = r"\s+".join(re.escape(word) for word in name.split())
            match = re.search(pattern, text, re.IGNORECASE)
            words = words_around(text, match.start(), match.end(), 30) if match else name
            yield Suggestion("notice.sent_to_hwb", (("notice.sent_to_hwb", code),), words)


def _claims(text: str) -> Iterator[Suggestion]:
    for about, pattern in _CLAIMS:
        for match in pattern.finditer(text):
            value = match[1].replace(",", "").lower()
            if value in _COUNTS:
                value = str(_COUNTS.index(value) + 1)
            if re.fullmatch(r"[0-9.]+", value):
                if match.re.groups > 1 and match[2].lower().startswith("k"):
                    value = f"{Decimal(value) * 1000:f}".removesuffix(".0")
                yield Suggestion(about, ((about, value),), words_around(text, match.start(), match.end(), 40))
