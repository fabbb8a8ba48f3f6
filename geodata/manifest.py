"""What a snapshot says of itself: area, date, sources, files with their hashes, and what was let pass."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Dropped:
    """Rows of a publisher's file that did not enter the snapshot, and why."""

    reason: str
    rows: int


@dataclass(frozen=True)
class Source:
    """Where a part of the snapshot came from. ``vintage`` is the publisher's date of the data, in words."""

    role: str
    title: str
    publisher: str
    licence: str
    attribution: str
    vintage: str
    file: str
    sha256: str
    size: int
    rows: int
    used: int
    dropped: tuple[Dropped, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Accepted:
    """What a check found and would have stopped the build for, and who let it pass and why."""

    check: str
    found: str
    reason: str
    by: str


@dataclass(frozen=True)
class ToLookAt:
    """What a check of the contents found that a person should look at, and that stopped nothing."""

    check: str
    title: str
    found: str


@dataclass(frozen=True)
class Manifest:
    """What a snapshot is: area, date, sources, files with their hashes, counts, and notes in plain words.

    ``built_for``: the boards for whose areas the streets were got, where they are more than those counted (a snapshot cut
    out of a larger one); empty where they are the same. ``to_look_at``: by checks whose answer lies in the contents alone.
    """

    format: int
    name: str
    as_at: str
    hwbs: tuple[str, ...]
    method: str
    sources: tuple[Source, ...]
    counts: Mapping[str, int]
    notes: tuple[str, ...]
    invented: bool
    modes: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    built_for: tuple[str, ...] = ()
    to_look_at: tuple[ToLookAt, ...] = ()

    def canonical(self) -> bytes:
        """The manifest as the bytes that are hashed and written."""
        row = asdict(self)
        for name in (
            "accepted",
            "built_for",
            "to_look_at",
        ):  # a manifest from before there was such a thing keeps its bytes
            if not row[name]:
                del row[name]
        return (json.dumps(row, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def id(self) -> str:
        """The snapshot's id: the first 16 hex digits of the SHA-256 of the manifest."""
        return hashlib.sha256(self.canonical()).hexdigest()[:16]


def manifest_from(data: dict[str, Any]) -> Manifest:
    """A manifest from what its JSON says. Raises TypeError or KeyError for what is none."""
    sources = tuple(
        Source(**{**s, "dropped": tuple(Dropped(**d) for d in s["dropped"])}) for s in data.pop("sources")
    )
    lists = {key: tuple(data.pop(key)) for key in ("hwbs", "notes", "modes")}
    told = {
        "accepted": tuple(Accepted(**row) for row in data.pop("accepted", ())),
        "built_for": tuple(data.pop("built_for", ())),
        "to_look_at": tuple(ToLookAt(**row) for row in data.pop("to_look_at", ())),
    }
    return Manifest(**{**data, **lists, "sources": sources, **told})
