"""The limbs of regulation 24 on which a board may take a position: what each asks, and under which number."""

from dataclasses import dataclass
from datetime import date

REWORDED = date(2014, 4, 1)
"""SI 2014/417, regulation 8: until the day before, the decision-maker had to be satisfied that there was no detriment."""


@dataclass(frozen=True)
class LimbWords:
    """A limb by its name in a position: where it stands, and what it asks as the end of "that"."""

    name: str
    citation: str
    asks: str


_LIMBS = (
    (
        "accessibility", "(1)(a)", "(2)(b)",
        "the new premises are not significantly less accessible for the patient groups accustomed to the existing ones",
    ),
    (
        "arrangements", "(1)(b)", "(2)(c)",
        "granting it would not significantly change the arrangements for pharmaceutical or local pharmaceutical services",
    ),
    (
        "planning", "(1)(c)", "(2)(d)",
        "granting it would not cause significant detriment to the proper planning of pharmaceutical services",
    ),
    ("services", "(1)(d)", "(2)(e)", "the services at the new premises would be the same"),
    ("interruption", "(1)(e)", "(2)(f)", "services would not be interrupted, save for a period allowed for good cause"),
)  # fmt: skip


def limbs(*, across: bool, as_at: date) -> tuple[LimbWords, ...]:
    """The limbs in order. ``across``: the premises move into another board's area (24(2))."""
    found = [
        LimbWords(name, f"regulation 24{there if across else here}", asks)
        for name, here, there, asks in _LIMBS
    ]
    if as_at < REWORDED:
        was = found[2]
        found[2] = LimbWords(
            was.name, was.citation, f"{was.asks}, of which the decision-maker has to be satisfied"
        )
    return tuple(found)
