"""Papers and maps that were drawn before: kept in this worker by what they were drawn from, and given again to the byte.

Nothing has to be forgotten when something changes: another content has another key. What is kept is bounded, and what
was not asked for the longest goes first.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from threading import Lock
from typing import Any

from fastapi import Response

from app import METHOD_VERSION
from app.api.conditions import has_it
from app.domain.canonical import canonical_json
from app.law import law_version

MOST_BYTES = 64_000_000
VERSIONS = (version("pharmacy-assessor"), METHOD_VERSION)
HAVE_IT: dict[int | str, dict[str, Any]] = {304: {"description": "You have it"}}


@dataclass(frozen=True)
class File:
    """A file as it is answered. ``etag`` is the SHA-256 of its bytes."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]
    etag: str

    @classmethod
    def of(cls, answer: Response) -> "File":
        """What an answer holds."""
        content = bytes(answer.body)
        named = {name: answer.headers[name] for name in KEPT if name in answer.headers}
        return cls(content, answer.media_type or "", named, f'"{hashlib.sha256(content).hexdigest()}"')

    def answer(self, if_none_match: str | None) -> Response:
        """The answer, 304 for somebody who has it. It is for one person's eyes: a browser keeps it and asks each time."""
        headers = {"ETag": self.etag, "Cache-Control": "private, no-cache"}
        if has_it(if_none_match, self.etag):
            return Response(status_code=304, headers=headers)
        return Response(self.content, 200, {**self.headers, **headers}, self.media_type)


KEPT = ("content-disposition", "content-security-policy")


@dataclass
class Drawn:
    """The files of one worker."""

    most_bytes: int = MOST_BYTES
    _files: OrderedDict[str, File] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock)

    def file(self, drawn_from: object, draw: Callable[[], Response]) -> File:
        """The file of what it is drawn from, drawn where it is not kept. Raises what drawing raises, and keeps nothing.

        ``drawn_from`` is plain values that say all that the file depends on but for the versions of the service.
        """
        key = hashlib.sha256(canonical_json([*VERSIONS, law_version(), drawn_from])).hexdigest()
        with self._lock:
            found = self._files.get(key)
            if found is not None:
                self._files.move_to_end(key)
                return found
        found = File.of(draw())  # not under the lock: two may draw the same at once, and draw the same
        with self._lock:
            if key not in self._files and len(found.content) <= self.most_bytes:
                self._files[key] = found
                self._bytes += len(found.content)
            while self._bytes > self.most_bytes:
                _, gone = self._files.popitem(last=False)
                self._bytes -= len(gone.content)
        return found
