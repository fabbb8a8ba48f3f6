"""What was typed into a form, said back under the questions that the form asked, wherever it was on its way to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.consultations import QUESTIONS, WHO
from app.web.apply.fields import Field
from app.web.apply.paste import ABOUT, FIELDS, control_of
from app.web.apply.reading import NONE, OTHER, SILENT
from app.web.apply.shown import NOT_SAID
from app.web.case_words import KINDS
from app.web.date_input import PARTS
from app.web.officer_sections import SECTIONS
from geodata.model.hours import DAYS


@dataclass(frozen=True)
class Asked:
    """A question as its page asks it. ``options``: what its choices say, by their values."""

    label: str
    options: Mapping[str, str] = field(default_factory=dict)


_YES_NO = {"yes": "Yes", "no": "No", SILENT: NOT_SAID}
_ANSWERS = {
    question.id: Asked(question.asks, {group.name: words for group, words in WHO.items()} if question.id == "who" else {})
    for question in QUESTIONS
}  # fmt: skip

PAGES: tuple[tuple[str, Mapping[str, Asked]], ...] = (
    (
        r"/cases/[^/]+/consultation/dates",
        {
            "opens": Asked("First day"),
            "closes": Asked("Last day"),
            "contact": Asked("Where people can ask, or answer in another way"),
            "proposal": Asked("What the board says about the proposal (optional)"),
            "public": Asked("Can everybody answer?", _YES_NO),
            "questions": Asked("Questions", {each.id: each.asks for each in QUESTIONS}),
        },
    ),
    (
        r"/cases/[^/]+/consultation/messages",
        {
            "kind": Asked("What to write", {"invitation": "An invitation to answer", "reminder": "A reminder"}),
            "consultees": Asked("Who to write to"),
            "way": Asked(
                "How to send it",
                {"send": "The service sends it by e-mail now", "copy": "I copy it and send it myself"},
            ),
            "again": Asked("Send it also to those who were sent the same before", _YES_NO),
        },
    ),
    (
        r"/cases/[^/]+/consultation/consultees(/.*)?",
        {
            "suggested": Asked("Suggested"),
            "name": Asked("Body or post"),
            "group": Asked("Counted with"),
            "email": Asked("E-mail address of an office (optional)"),
            "post": Asked("Postal address (optional)"),
            "why": Asked("Why they are asked (optional)"),
            "csv": Asked("Paste a list (optional)"),
            "renew": Asked("Withdraw the links that were sent before", _YES_NO),
        },
    ),
    (
        r"/cases/[^/]+/consultation/answers/[^/]+",
        {
            **_ANSWERS,
            "door": Asked("How it came"),
            "received": Asked("Day on which it came"),
            "consultee": Asked("Who of the list gave it"),
            "who": Asked("Who answers", _ANSWERS["who"].options),
            "reason": Asked("What you took out and why, or that nothing had to be"),
        },
    ),
    (
        r"/cases/[^/]+/moves/[^/]+",
        {
            "outcome": Asked(
                "What was decided?",
                {"granted": "Granted", "refused": "Refused", "sent back": "Sent back to be decided again"},
            ),
            "on": Asked("Day on which it was sent"),
            "reason": Asked("Reason"),
        },
    ),
    (
        r"/cases/[^/]+/assessment",
        {
            "baseline": Asked("Baseline to measure on"),
            "as_at": Asked("Date as at which the law and the deadline are read"),
            "together": Asked("Other consolidations considered together with this one"),
        },
    ),
    (
        r"/rechecks/new",
        {
            "baseline": Asked("Baseline"),
            "snapshot": Asked("Snapshot"),
            "as_at": Asked("Day on which the law is read"),
            "ids": Asked("Ids of cases"),
            "kinds": Asked("Kinds of application", KINDS),
            "states": Asked("States of cases"),
        },
    ),
    (
        r"/applications/new",
        {
            "way": Asked(
                "How do you want to begin?",
                {"paste": "Paste the text of the notice", "type": "Answer the questions"},
            )
        },
    ),
    (r"/applications/new/[^/]+/notice-text", {"text": Asked("Paste the text of the notice")}),
    (r"/applications/new/[^/]+/suggestions", {control_of(about): Asked(words) for about, words in ABOUT.items()}),
)  # fmt: skip
"""Questions by the address that their form is sent to, and by the name of their control."""


def said_back(address: str, fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was typed, under the questions' own words: a date in one line, every choice of one question in one."""
    path = address.partition("?")[0]
    found: dict[str, list[str]] = {}
    joined: dict[str, str] = {}
    for name, value in fields:
        label, words, between = _said(path, name, value)
        found.setdefault(label, []).append(words)
        joined[label] = between
    return [(label, joined[label].join(texts)) for label, texts in found.items()]


def _said(path: str, name: str, value: str) -> tuple[str, str, str]:
    """The label, the value in words, and what stands between this and more of the same question."""
    base, _, part = name.rpartition("-")
    if part in PARTS and (asked := _asked(path, base)):
        return asked.label, value, " "
    day = name.rpartition(".")
    if day[2] in DAYS and (asked := _asked(path, day[0])):
        return f"{asked.label}, {day[2].capitalize()}", value, ", "
    if part == OTHER and (asked := _asked(path, base)):
        return asked.label, value, ", "
    asked = _asked(path, name)
    return (asked.label, asked.options.get(value, value), ", ") if asked else (named(name), value, ", ")


def _asked(path: str, name: str) -> Asked | None:
    if re.fullmatch(r"/cases/[^/]+/officer/[^/]+", path):
        return _OFFICER.get(name)
    if re.fullmatch(r"/applications/new/[^/]+/questions/[^/]+", path):
        return _of_application(FIELDS[name][1]) if name in FIELDS else None
    return next((asked[name] for where, asked in PAGES if re.fullmatch(where, path) and name in asked), None)


def _of_application(one: Field) -> Asked:
    return Asked(
        one.label,
        {**_YES_NO, NONE: "The papers say that there are none", OTHER: "Another", **dict(one.options)},
    )


_OFFICER = {
    each.path: Asked(each.label, dict(each.options)) for section in SECTIONS for each in section.fields
}


def named(control: str) -> str:
    """A control that no page is known to have, made readable: "Opinion: given on, day" of "opinion.given_on-day"."""
    text = control.replace(".", ": ", 1).replace(".", ", ").replace("-", ", ").replace("_", " ")
    return text[:1].upper() + text[1:]
