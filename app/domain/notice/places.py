"""Sites in the text of a notice: each postcode with the address and the name before it, and which site it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.notice.finds import Suggestion, words_around

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:\b(?:at|from|to|onto|into|of|and|address|premises|site|situated|located|in)\b\s*:?|:|\n\s*\n|[.;]\s)",
    re.IGNORECASE,
)
_AT = re.compile(r",?\s+(?:(?:is|are|which|currently|presently|now|already|situated|located)\s+)*at\s*:?\s*$")
_PARTS = re.compile(r"\b(?:and|of|from|for|by|onto|into|with|to)\b|[,:;.\n]")
_NO_NAME = re.compile(r"\d|(?:unit|shop|flat|suite|floor|ground|first|kiosk)\b", re.IGNORECASE)
_NAME_AFTER = re.compile(
    r"^\s*,?\s*\(?(?:of|occupied by)\s+([A-Z][^,:;.\n()]{1,60}?)(?:\s+(?:already|currently|at|who)\b|[,.;)\n]|$)"
)
_ODS = re.compile(r"\bODS(?: code)?\s*:?\s*\(?\s*([A-Z0-9]{5})\b|\((F[A-Z0-9]{4})\)")
REACH, NEAR = 200, 120

_CUES = {
    "consolidation": (
        ("continuing", r"\bonto\b|\bon to\b|\binto\b|continuing|remaining|retained|\bsite 1\b|\bS1\b"),
        ("closing", r"clos(?:e|es|ing)\b|ceas(?:e|ing)|currently at|\bfrom\b|consolidation of|\bsite 2\b|\bS2\b"),
    ),
    "relocation": (
        ("proposed", r"\bto\b|proposed|new (?:premises|site|address|location)"),
        ("existing", r"\bfrom\b|existing|current|old (?:premises|site|address)|\bof\b"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A postcode with what stands before it. ``start`` and ``end`` are its place in the text."""

    start: int
    end: int
    before: str
    values: tuple[tuple[str, str], ...]


def _places(text: str) -> Iterator[Place]:
    last = taken = 0
    for match in _POSTCODE.finditer(text):
        first = max(last, match.start() - REACH)
        ahead = text[first : match.start()]
        begins = [found.end() for found in _BEGINS.finditer(ahead)]
        start = first + (begins[-1] if begins else 0)
        parts = [part.strip() for part in re.split(r"[,\n]", text[start : match.start()]) if part.strip()]
        name = _name(text, first, start, match.end())
        if not name and len(parts) > 1 and not _NO_NAME.match(parts[0]) and re.search(r"\d", parts[1]):
            name, parts = parts[0], parts[1:]
        ods = _ods(text, max(first, taken), match)
        taken = ods.end() if ods else taken
        found = {
            "name": name,
            "address": ", ".join(parts),
            "postcode": f"{match[1]} {match[2]}".upper(),
            "ods_code": (ods[1] or ods[2]) if ods else "",
        }
        values = tuple((field, value) for field, value in found.items() if value)
        yield Place(start, match.end(), text[first:start], values)
        last = match.end()


def _name(text: str, first: int, start: int, end: int) -> str:
    """A name that stands before "at" and the address, or after the postcode and "of"."""
    before = text[first:start]
    at = _AT.search(before)
    if at:
        name = " ".join(_PARTS.split(before[: at.start()])[-1].split())
        if name[:1].isupper() and name.lower() not in ("consolidation", "relocation"):
            return name
    after = _NAME_AFTER.search(text[end : end + NEAR])
    return " ".join(after[1].split()) if after else ""


def _ods(text: str, since: int, postcode: re.Match[str]) -> re.Match[str] | None:
    """The ODS code beside a postcode: right after it, else before it where no site before has taken it."""
    following = _POSTCODE.search(text, postcode.end())
    reach = min(postcode.end() + 40, following.start() if following else len(text))
    before = list(_ODS.finditer(text, since, postcode.start()))
    return _ODS.search(text, postcode.end(), reach) or (before[-1] if before else None)


def find_sites(text: str, kind: str | None) -> tuple[list[Suggestion], list[str]]:
    """The sites that the text names, as those of a kind of application; notes on those that could not be placed."""
    places = list(_places(text))
    cues = _CUES.get(kind or "")
    if kind is not None and cues is None:
        return [_suggest(text, place, "premises") for place in places], []
    if cues is None:
        notes = [
            f"An address was not placed, as the kind is not clear: “{_words(text, place)}”."
            for place in places
        ]
        return [], notes
    roles = [_role(place, cues) for place in places]
    # Of two sites the second is the one that is left, where the text says which one the other is. It is confirmed anyway.
    if len(places) == 2 and sum(role is None for role in roles) == 1:
        taken = next(role for role in roles if role is not None)
        other = next(name for name, _ in cues if name != taken)
        roles = [role or other for role in roles]
    found = [_suggest(text, place, role) for place, role in zip(places, roles, strict=True) if role]
    notes = [
        f"An address was not placed: “{_words(text, place)}”."
        for place, role in zip(places, roles, strict=True)
        if role is None
    ]
    return found, notes


def _role(place: Place, cues: tuple[tuple[str, str], ...]) -> str | None:
    latest, found = -1, None
    for role, pattern in cues:
        for match in re.finditer(pattern, place.before, re.IGNORECASE):
            if match.end() > latest:
                latest, found = match.end(), role
    return found


def _suggest(text: str, place: Place, site: str) -> Suggestion:
    values = tuple((f"{site}.{field}", value) for field, value in place.values)
    return Suggestion(site, values, _words(text, place))


def _words(text: str, place: Place) -> str:
    return words_around(text, place.start, place.end, 40)
