"""What is written down of every change: who, why, what was before and after, and a chain that shows tampering.

The hash of an event covers the event itself and the hash of the one before it: whoever changes, removes or reorders an
event has to write every later one anew, and the last hash, kept elsewhere, still gives that away.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from app.domain.canonical import canonical_json

NOTHING_BEFORE = "0" * 64
"""What stands for the hash before the first event."""


@dataclass(frozen=True)
class AuditEvent:
    """Who changes something, when, why, and by which request. No change is taken without one.

    ``actor`` is the holder of the key or account. ``reason`` may be empty where the action speaks for itself.
    """

    at: datetime
    actor: str
    request_id: str
    reason: str = ""


@dataclass(frozen=True)
class RecordedEvent:
    """One link of the chain. ``before`` and ``after`` are canonical JSON; ``subject`` says what was changed."""

    position: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    before: str
    after: str
    request_id: str
    previous: str
    hash: str


def event_hash(event: RecordedEvent) -> str:
    """The SHA-256 that an event should bear, over everything in it but its own hash."""
    fields = {name: value for name, value in vars(event).items() if name != "hash"}
    fields["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical_json(fields)).hexdigest()
