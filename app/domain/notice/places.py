"""Sites in the text of a notice: each postcode with the address and the name before it, and which site it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.notice.finds import Suggestion, words_around

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)[^\S\n]{0,3}([0-9][A-Z]{2})\b", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:\b(?:at|from|for|to|onto|into|of|and|with|address|premises|site|situated|located|in)\b\s*:?|:|\n\s*\n|[.;]\s)",
    re.IGNORECASE,
)
_AT = re.compile(r",?\s+(?:(?:is|are|which|currently|presently|now|already|situated|located)\s+)*at\s*:?\s*$")
_PARTS = re.compile(r"\b(?:and|of|from|for|by|onto|into|with|to)\b|[,:;.\n]")
_NO_NAME = re.compile(r"\d|(?:unit|shop|flat|suite|floor|ground|first|kiosk)\b", re.IGNORECASE)
_NO_NAME_OF_ONE = re.compile(
    r"consolidation|relocation|(?:the|a|this|our|its)(?: \w+)* (?:pharmacy|site|premises|business)",
    re.IGNORECASE,
)
_NAME_AFTER = re.compile(
    r"^\s*,?\s*\(?(?:of|occupied by)\s+([A-Z][^,:;.\n()]{1,60}?)(?:\s+(?:already|currently|at|who)\b|[,.;)\n]|$)"
)
_ODS = re.compile(r"\bODS(?: code)?\s*:?\s*\(?\s*([A-Z0-9]{5})\b|\((F[A-Z0-9]{4})\)")
REACH, NEAR = 200, 120

_VERB = r"(?:relocat|mov|consolidat|clos|chang|transfer|open|be\b|provid|giv|mak|stat|repl|respon|you\b|us\b|the board)"
_NEAR = r"(?=(?:(?![.;:]\s).){0,60}$)"
"""Within the same clause as the address."""

_CUES = {
    "consolidation": (
        (
            "continuing",
            (r"\bonto\b|\bon to\b|\binto\b|\b(?:consolidat|merg)\w* with\b|"
            r"continuing|remaining|retained|\bsite 1\b|\bS1\b"),
        ),
        (
            "closing",
            (r"clos(?:e|es|ing)\b|ceas(?:e|ing)|currently at|\b(?:relocat|consolidat|mov|transfer)\w* from\b|"
            r"\bsite 2\b|\bS2\b"),
        ),
    ),
    "relocation": (
        ("proposed", rf"\b(?:in)?to\b(?!\s+{_VERB}){_NEAR}|proposed|new (?:premises|site|address|location)"),
        ("existing", rf"\bfrom\b{_NEAR}|existing|current|old (?:premises|site|address)|\bof\b{_NEAR}"),
    ),
}  # fmt: skip
"""What stands before a site and says which one it is; the last one counts."""

_CUES_AFTER = {
    "consolidation": (
        (
            "closing",
            r"^[\s,]*(?:which |that )?(?:(?:will|is to|would|to) )?(?:clos(?:e|es|ing)|cease)\b|^\s*\((?:the )?closing\b",
        ),
        ("continuing", r"^\s*\((?:the )?(?:continuing|remaining|retained)\b"),
    ),
    "relocation": (
        ("existing", r"^\s*\((?:the )?(?:existing|current|old)\b"),
        ("proposed", r"^\s*\((?:the )?(?:proposed|new)\b"),
    ),
}  # fmt: skip
"""What stands right after a site and says which one it is: it goes before what stands before it."""

_OF_A_BODY = re.compile(
    r"Primary Care Support|\bPCSE\b|NHS England|\bP\.?O\.? Box\b|Wellbeing Board|\bCouncil\b|Integrated Care Board",
    re.IGNORECASE,
)
_WRITTEN_TO = re.compile(
    r"\b(?:reply|respond|replies|representations|responses|write|return(?:ed)?|sent|send)\b[^.\n]{0,40}\bto\b[^.]{0,80}$",
    re.IGNORECASE,
)
"""Of somebody who writes or is written to, and no premises: what stands in the address, and what before it."""


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
        if name[:1].isupper() and not _NO_NAME_OF_ONE.fullmatch(name):
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
    roles = _roles(text, places, cues, _CUES_AFTER[kind or ""])
    # Of two sites the second is the one that is left, where the text says which one the other is. It is confirmed anyway.
    if len(places) == 2 and sum(role is None for role in roles) == 1 and not any(map(_is_a_body, places)):
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


def _is_a_body(place: Place) -> bool:
    own = " ".join(value for _, value in place.values)
    return bool(_OF_A_BODY.search(own) or _WRITTEN_TO.search(place.before))


Cues = tuple[tuple[str, str], ...]


def _roles(text: str, places: list[Place], cues: Cues, after: Cues) -> list[str | None]:
    """Which site each place is. What stands after one and speaks of it is not read again as what stands before the next."""
    found: list[str | None] = []
    told = 0
    for place in places:
        before = place.before[max(0, told - (place.start - len(place.before))) :]
        role, told = None, place.end
        for name, pattern in after:
            match = re.search(pattern, text[place.end : place.end + NEAR], re.IGNORECASE)
            if match:
                role, told = name, place.end + match.end()
        found.append(None if _is_a_body(place) else role or _role(before, cues))
    return found


def _role(before: str, cues: Cues) -> str | None:
    latest, found = -1, None
    for role, pattern in cues:
        for match in re.finditer(pattern, before, re.IGNORECASE | re.DOTALL):
            if match.end() > latest:
                latest, found = match.end(), role
    return found


def _suggest(text: str, place: Place, site: str) -> Suggestion:
    values = tuple((f"{site}.{field}", value) for field, value in place.values)
    return Suggestion(site, values, _words(text, place))


def _words(text: str, place: Place) -> str:
    return words_around(text, place.start, place.end, 40)
