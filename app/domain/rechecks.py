"""What came of re-checking one case."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What came of one case: the re-check as canonical JSON, or why there is none."""

    case: str
    result: bytes | None
    error: str | None
