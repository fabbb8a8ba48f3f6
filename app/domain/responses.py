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


@dataclass(frozen=True)
class Consulted:
    """What a consultation came to, in numbers from which nobody can be told.

    ``asked`` are the consultees and ``answered`` those of them who answered; ``answers`` are all that came, from
    whomever. ``unchecked`` are those that nobody has looked through yet: their words stand in no paper. ``doors`` and
    ``groups`` count the answers, largest first.
    """

    opens: date
    closes: date
    public: bool
    asked: int
    answered: int
    answers: int
    unchecked: int
    doors: tuple[tuple[str, int], ...] = ()
    groups: tuple[tuple[str, int], ...] = ()
