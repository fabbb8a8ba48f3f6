"""compose(kind, facts): a message in plain text, from wording in a file."""

import re
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from functools import cache
from importlib import resources

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.domain.rounding import day_said

WIDTH_OF_SUBJECT = 150


class MessageKind(Enum):
    """What a message is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"


@dataclass(frozen=True)
class Facts:
    """What a message says. ``leaving`` and ``staying`` are a site's name and address; ``leaving`` is "" where none is left.

    ``words`` are the board's own about the proposal. ``link`` is the whole address, or what stands in its place.
    ``months`` is how long contacts and answers are kept.
    """

    board: str
    kind: str
    applicant: str
    leaving: str
    staying: str
    reference: str
    consultee: str
    words: str
    contact: str
    closes: date
    months: int
    link: str


@dataclass(frozen=True)
class Message:
    """A message in plain text. The subject is one line."""

    subject: str
    body: str


def compose(kind: MessageKind, facts: Facts) -> Message:
    """A message of a kind. Text from papers and people stands as text, on one line where it was given as one."""
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    lines = {name: _one_line(value) for name, value in values.items() if isinstance(value, str)}
    names = {**values, **lines, "words": facts.words.strip(), "link": facts.link}
    names["closes"] = day_said(facts.closes)
    names["board"] = _capital(lines["board"])
    wording = _wording()
    subject = _one_line(_environment().from_string(wording[kind.value]["subject"]).render(names))
    body = _environment().from_string(wording["shared"]["text"] + wording[kind.value]["body"]).render(names)
    return Message(subject[:WIDTH_OF_SUBJECT], re.sub(r"\n{3,}", "\n\n", body).strip() + "\n")


def with_link(message: Message, place: str, link: str) -> Message:
    """A message with a link put where its place was kept."""
    return replace(message, body=message.body.replace(place, link))


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _wording() -> dict[str, dict[str, str]]:
    text = resources.files("app.messages").joinpath("wording", "consultation.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    # Plain text: nothing is escaped, and nothing of what people wrote is read as a template.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
