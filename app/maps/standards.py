"""One access standard on a map: which one is meant, how it is called, and its costs as metres and minutes."""

from dataclasses import dataclass

import numpy as np

from app.access.pace import MS_A_MINUTE, limit_of
from app.domain.baselines import MM_A_METRE, AccessStandard, Baseline, Mode

_HOW = {Mode.WALK: "on foot", Mode.DRIVE: "by car", Mode.STRAIGHT_LINE: "in a straight line"}


class UnknownStandardError(LookupError):
    """The baseline has no access standard of this id; the message names those that it has."""


@dataclass(frozen=True)
class Measure:
    """A standard's costs in the units that people read: whole millimetres on foot, whole milliseconds by car come in."""

    standard: AccessStandard

    @property
    def limit(self) -> float:
        """The cost that the standard allows."""
        return limit_of(self.standard)

    @property
    def words(self) -> str:
        """The standard in words, with its speed and length."""
        standard = self.standard
        words = f"{standard.minutes:g} minutes {_HOW[standard.mode]}"
        if standard.mode is Mode.DRIVE or standard.speed is None:
            return words
        return f"{words} at {standard.speed.name} ({standard.reach_mm / MM_A_METRE:,.1f} m)"

    def metres(self, cost: float) -> float | None:
        """Metres to the millimetre; None by car, whose costs are times, and where there is no way."""
        if self.standard.mode is Mode.DRIVE or not np.isfinite(cost):
            return None
        return round(float(cost) / MM_A_METRE, 3)

    def minutes(self, cost: float) -> float | None:
        """Minutes at the standard's speed; None where there is no way."""
        if not np.isfinite(cost):
            return None
        if self.standard.mode is Mode.DRIVE or self.standard.speed is None:
            return round(float(cost) / MS_A_MINUTE, 3)
        return round(self.standard.speed.minutes_for(float(cost) / MM_A_METRE), 3)


def standard_of(baseline: Baseline, standard_id: str | None) -> AccessStandard:
    """A standard by its id, the baseline's first where none is given. Raises UnknownStandardError."""
    if standard_id is None:
        return baseline.standards[0]
    found = next((standard for standard in baseline.standards if standard.id == standard_id), None)
    if found is None:
        known = ", ".join(standard.id for standard in baseline.standards)
        raise UnknownStandardError(
            f"Baseline {baseline.id} has no access standard {standard_id!r}. Give one of: {known}."
        )
    return found
