"""What those answered whom the board asked about an application."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Response:
    """One answer: the body that gave it, the door by which it came ("letter", "web form"), the day, and what it says."""

    body: str
    door: str
    received: date
    text: str
