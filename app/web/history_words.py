"""The audit chain in plain words."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.audit import RecordedEvent
from app.domain.cases import State
from app.web.case_words import STATES
from app.web.shell import day

TITLES = {
    "application received": "Application taken in",
    "assessment added": "Assessment made",
    "officer's part given": "Officer’s part given",
    "answer received": "Answer to the consultation received",
    "answer made fit to be shown": "Answer made fit to be shown",
    "consultation made": "Consultation made",
    "consultation changed": "Consultation changed",
    "consultees added": "Consultees added",
    "days of the case counted anew": "Days for a reply counted anew",
}
_PATTERNS = (
    (re.compile(r"contact of consultee \w+ changed"), "Contact of a consultee changed"),
    (re.compile(r"consultee \w+ removed"), "Consultee taken off the list"),
    (re.compile(r"personal link made"), "Personal link made"),
    (re.compile(r"public link made"), "Public link made"),
    (re.compile(r"link \w+ revoked"), "Link withdrawn"),
)
_BY_LINK = re.compile(r"link [a-z0-9]{10}")
_PEOPLE = re.compile(r"\b(?:consultee|link) [a-z0-9]{10}\b")
FACTS = {
    "state": "Where it stands",
    "duty": "The board’s duty",
    "last_day": "Last day for a reply",
    "boards": "Boards",
    "opinion_given": "Opinion given",
    "no_response_reason_given": "Reason for no representation given",
    "drafters": "Worked on the draft",
    "approved_by": "Approved by",
    "sent_on": "Letter sent on",
    "outcome": "Decision",
    "relevant": "Board of the area",
    "plan_to": "Day to plan to",
    "appeal_given": "Appeal written down",
    "appeal_drafters": "Worked on the paper on the appeal",
    "appeal_last_day": "Last day to write on the appeal",
    "appeal_approved_by": "Approved on the appeal by",
    "appeal_sent_on": "Representation on the appeal sent on",
    "appeal_outcome": "Outcome of the appeal",
    "approved_assessment": "Assessment of the approved letter",
}
"""What the chain says of a case, in the order in which it is shown; its version is only counted."""


@dataclass(frozen=True)
class Changed:
    """One thing that was changed: what stood before and what stands afterwards, "" where there was nothing."""

    what: str
    before: str
    after: str


def event_title(action: str) -> str:
    """What was done, in words."""
    if action in TITLES:
        return TITLES[action]
    if action.startswith("case moved to "):
        state = action.removeprefix("case moved to ")
        return f"Case moved to “{STATES[State(state)]}”" if state in {s.value for s in State} else action
    found = next((title for pattern, title in _PATTERNS if pattern.fullmatch(action)), None)
    return found or f"{action[:1].upper()}{action[1:]}"


def actor_words(actor: str, names: Mapping[str, str]) -> str:
    """Who did something: a holder as they are called; of an answering link whom it was made for, and never its id."""
    return names.get(actor, "Somebody by a link to answer") if _BY_LINK.fullmatch(actor) else actor


def event_changes(event: RecordedEvent, names: Mapping[str, str]) -> list[Changed]:
    """What was changed of the case, and the documents that came or went.

    ``names`` says for whom a link was made, whom a consultee's id stands for and what a board's code is called: "link abc",
    "consultee abc" or "E06000059" to words.
    """
    before, after = json.loads(event.before) or {}, json.loads(event.after) or {}
    old, new = before.get("case") or {}, after.get("case") or {}
    found = [
        Changed(what, _text(name, old.get(name), names), _text(name, new.get(name), names))
        for name, what in FACTS.items()
        if name in new
        and old.get(name) != new.get(name)
        and (_text(name, old.get(name), names) or _text(name, new.get(name), names))
    ]
    for name in _PEOPLE.findall(event.action):
        found.append(_document(name, names, ""))
    for name in sorted(after.get("documents") or {}):
        found.append(_document(name, names, ""))
    for name in sorted(after.get("removed") or {}):
        found.append(_document(name, names, "removed"))
    return found


def _document(name: str, names: Mapping[str, str], gone: str) -> Changed:
    """A document by its name; a link or a consultee by whom it stands for."""
    if _PEOPLE.fullmatch(name):
        what = "For" if name.startswith("link") else "Consultee"
        words = names.get(name, "A consultee")
    else:
        what, words = "Document", f"{name[:1].upper()}{name[1:]}"
    return Changed(what, words, "") if gone else Changed(what, "", words)


def _text(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value is False or value == []:
        return ""
    if value is True:
        return "Yes"
    if name == "state":
        return STATES[State(value)]
    if name in ("last_day", "plan_to", "sent_on", "appeal_last_day", "appeal_sent_on"):
        return day(date.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(names.get(str(each), str(each)) if name == "boards" else str(each) for each in value)
    if name == "relevant":
        return names.get(str(value), str(value))
    return str(value).capitalize() if name in ("duty", "outcome", "appeal_outcome") else str(value)
