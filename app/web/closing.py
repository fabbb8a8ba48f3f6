"""When the officer's part of a case was closed, and by whom, in words."""

import json
from collections.abc import Iterable

from app.domain.audit import RecordedEvent
from app.domain.cases import CHANGEABLE, State
from app.web.case_words import STATES
from app.web.shell import moment


def closed_words(state: State, events: Iterable[RecordedEvent]) -> str:
    """Why the officer's part is not changed any more, from where a case stands and its part of the audit chain."""
    closing = None
    for event in events:
        before, after = _state(event.before), _state(event.after)
        if after is not None and after not in CHANGEABLE and before in CHANGEABLE:
            closing = event
    now = f"The case is at “{STATES[state]}”, so this part is not changed any more."
    if closing is None:
        return now
    to = _state(closing.after)
    done = f"Closed by {closing.actor} on {moment(closing.at)}"
    return (
        f"{done}, when the case went to “{STATES[to]}”. {now}" if to and to is not state else f"{done}. {now}"
    )


def _state(document: str) -> State | None:
    case = (json.loads(document) or {}).get("case") or {}
    return State(case["state"]) if case.get("state") else None
