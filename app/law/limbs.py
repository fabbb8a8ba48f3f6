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


_OWN_OF_26_2 = {"services": "(2)(c)", "interruption": "(2)(e)"}
"""Limbs that regulation 26(2) has itself; the others it takes from 24, for the present owner (26(2)(d))."""


def limbs(*, across: bool, as_at: date, taken_over: bool = False) -> tuple[LimbWords, ...]:
    """The limbs in order. ``across``: the premises move into another board's area (24(2)). ``taken_over``: the business
    changes hands with the move (26(2)).
    """
    found = [
        LimbWords(name, f"regulation 24{there if across else here}", asks)
        for name, here, there, asks in _LIMBS
    ]
    if as_at < REWORDED:
        was = found[2]
        found[2] = LimbWords(
            was.name, was.citation, f"{was.asks}, of which the decision-maker has to be satisfied"
        )
    return tuple(_of_26_2(limb) for limb in found) if taken_over else tuple(found)


def _of_26_2(limb: LimbWords) -> LimbWords:
    own = _OWN_OF_26_2.get(limb.name)
    citation = f"regulation 26{own}" if own else f"regulation 26(2)(d), with {limb.citation}"
    return LimbWords(limb.name, citation, limb.asks)
