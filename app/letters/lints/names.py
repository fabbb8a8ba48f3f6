"""Names that were not right on the day: services, bodies, boards; and "enhanced service" outside its legal meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain.services import SERVICES, Service, Tier, in_force
from app.law.bodies import IN_THE_TEXT
from app.letters.lints.lint import Lint, Subject
from app.letters.model import Kind
from app.letters.prose import day

SERVICE = "service-not-in-force"
BODY = "body-not-in-force"
ENHANCED = "enhanced-service"
_ENHANCED = re.compile(r"\benhanced (?:pharmac\w+ )?services?\b", re.IGNORECASE)
_BOARD = re.compile(
    r"\b((?:(?:[A-Z][\w’'-]+|and|&|of|the|\([A-Z]+\)),? )*?)Health (?:and|&) Well-?[Bb]eing Board"
)


@dataclass(frozen=True)
class DatedName:
    """A name that a body bore from ``since`` to ``until``, and what to write instead outside of that."""

    pattern: str
    since: date | None
    until: date | None
    instead: str


NAMES = (
    DatedName(r"\bNHSCB\b|\bNHS Commissioning Board\b", None, IN_THE_TEXT[0].until, "NHS England"),
    DatedName(
        r"\b[Cc]linical [Cc]ommissioning [Gg]roups?\b|\bCCGs?\b", None, date(2022, 6, 30), "the integrated care board"
    ),
    DatedName(r"\b[Ii]ntegrated [Cc]are [Bb]oards?\b|\bICBs?\b", date(2022, 7, 1), None, "NHS England, which decided then"),
    DatedName(r"\b[Pp]rimary [Cc]are [Tt]rusts?\b|\bPCTs?\b", None, date(2013, 3, 31), "the body that decides"),
)  # fmt: skip


def services(subject: Subject) -> Iterator[Lint]:
    """Services that did not exist on the date of the assessment."""
    for passage in subject.manuscript.passages:
        for sentence in passage.sentences:
            for service, pattern in _patterns():
                if in_force(service, subject.assessment.as_at):
                    continue
                found = pattern.search(sentence)
                if found and not _said_to_have_ended(sentence):
                    yield Lint(
                        SERVICE, passage.id or "a paragraph", sentence, _service_message(found[0], service)
                    )


def bodies(subject: Subject) -> Iterator[Lint]:
    """Bodies under a name that they did not bear on the date, and boards that the assessment does not know."""
    as_at, known = subject.assessment.as_at, _known_boards(subject)
    for passage in subject.manuscript.passages:
        for sentence in passage.sentences:
            where = passage.id or "a paragraph"
            for name in NAMES:
                found = re.search(name.pattern, sentence)
                if found and not (
                    (name.since is None or name.since <= as_at)
                    and (name.until is None or as_at <= name.until)
                ):
                    yield Lint(BODY, where, sentence, _body_message(found[0], name))
            for found in _BOARD.finditer(sentence):
                called = _plain(found[1])
                if called and not any(called in board or board in called for board in known):
                    yield Lint(
                        BODY, where, sentence,
                        f"“{' '.join(found[0].split())}” is none of the boards that this application concerns. Check that "
                        f"it is meant and that it bore that name on {day(as_at)}.",
                    )  # fmt: skip


def enhanced(subject: Subject) -> Iterator[Lint]:
    """ "Enhanced service" is a class of the Regulations; council services and a pharmacy's own offers are not in it."""
    for passage in subject.manuscript.passages:
        if passage.kind is Kind.LAW:
            continue
        for sentence in passage.sentences:
            if _ENHANCED.search(sentence) and not _names_an_enhanced_service(sentence):
                yield Lint(
                    ENHANCED,
                    passage.id or "a paragraph",
                    sentence,
                    "Enhanced services are those that NHS England or the integrated care board commissions as such under "
                    "directions. Services that a council commissions, or advanced services, are not. Name the services "
                    "meant, or write “services”.",
                )


def _names_an_enhanced_service(sentence: str) -> bool:
    return any(
        service.tier in (Tier.ENHANCED, Tier.BY_COMMISSIONER)
        and re.search(rf"\b{re.escape(name)}", sentence, re.IGNORECASE)
        for service in SERVICES
        for name in (service.name, *(alias for alias in service.aliases if " " in alias))
    )


@cache
def _patterns() -> tuple[tuple[Service, re.Pattern[str]], ...]:
    """Dated services by names that mean nothing else: the full name, its plural, capitals, and long other names."""
    found = []
    for service in SERVICES:
        if service.since is None and service.until is None:
            continue
        names = [f"(?i:{re.escape(service.name)}s?)"]
        for alias in service.aliases:
            if re.fullmatch(r"[A-Z]{3,}s?", alias):
                names.append(f"{re.escape(alias.removesuffix('s'))}s?")
            elif len(alias.split()) > 2:
                names.append(f"(?i:{re.escape(alias)})")
        found.append((service, re.compile(rf"\b(?:{'|'.join(names)})\b")))
    return tuple(found)


def _said_to_have_ended(sentence: str) -> bool:
    return re.search(r"\b(?:ended|decommissioned|withdrawn|replaced|until|formerly)\b", sentence) is not None


def _service_message(words: str, service: Service) -> str:
    end, start = service.until, service.since
    when = f"ended on {day(end)}" if end else f"began on {day(start)}" if start else ""
    return f"“{words}” ({service.name}) did not exist on the date of the assessment: it {when}. {service.note}".strip()


def _body_message(words: str, name: DatedName) -> str:
    when = f"until {day(name.until)}" if name.until else f"from {day(name.since)}"
    return f"The name “{words}” was right {when} and is not on the date of the assessment. Write: {name.instead}."


def _known_boards(subject: Subject) -> set[str]:
    named = [board.name for board in subject.baseline.boards] + [
        board.short_name for board in subject.baseline.boards
    ]
    for item in subject.assessment.evidence:
        if item.id in ("hwb.relevant.name", "hwb.notice.name") and isinstance(item.value, str):
            named.append(item.value)
        if item.id == "hwb.within_2km":
            named += [str(row["name"]) for row in item.rows if row.get("name")]
    return {plain for plain in map(_plain, named) if plain}


def _plain(name: str) -> str:
    """A board's name without what boards share, to compare by."""
    bare = re.sub(r"(?i)health (?:and|&) well-?being board|\([^)]*\)|\bHWB\b", " ", name)
    bare = re.sub(r"[^\w ]", " ", bare.replace("&", " and "))
    words = [word for word in bare.casefold().split() if word not in ("the", "and", "of", "a", "for")]
    return " ".join(words)
