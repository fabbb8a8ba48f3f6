"""A board's own screen for relocations: what may change at most for one to be answered without going to the board.

It is no law but a rule that a board sets as data. What it says in words, and how a case is put through it, stands in
``app.law.screen``.
"""

from dataclasses import dataclass
from math import isfinite

from app.domain.flags import FLAGS

HISTORIC_METRES = 500.0
"""Moves under 500 m on foot were close to automatic under the 2005 Regulations, regulation 7(3)."""

FLAGS_THAT_STOP = (
    "notice-misdirected",
    "deadline-passed",
    "distance-selling",
    "far-from-street",
    "board-in-doubt",
    "site-in-question",
    "site-elsewhere-on-list",
    "postcode-not-given",
    "site-not-reached",
    "people-may-lose",
    "extract-edge",
    "one-group-changes",
)


@dataclass(frozen=True)
class Screen:
    """What may change at most for a relocation to go down the delegated route. Distances in metres, on foot.

    Raises ValueError for a limit below 0 and for a flag that there is none of: it would never stop anything.
    """

    most_metres: float = HISTORIC_METRES
    most_people_losing_the_standard: float = 0
    most_hours_lost: float = 0
    most_services_lost: float = 0
    stopping_flags: tuple[str, ...] = FLAGS_THAT_STOP

    def __post_init__(self) -> None:
        for name, most in vars(self).items():
            if name != "stopping_flags" and not (isfinite(most) and most >= 0):
                raise ValueError(f"The screen's {name} is {most}. Give a number of 0 or more.")
        unknown = [flag for flag in self.stopping_flags if flag not in FLAGS]
        if unknown:
            raise ValueError(
                f"The screen stops at {', '.join(unknown)}, and there is no such flag. Those there are: {', '.join(FLAGS)}."
            )
