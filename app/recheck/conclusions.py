"""What an assessment comes to, and how two of them differ: findings, duty, flags and the figures that people quote."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.evidence import Ledger, Scalar
from app.domain.findings import Duty, Finding, Flag

FIGURES = (
    "hwb.relevant",
    "distance.straight",
    "distance.walk",
    "alternatives.straight",
    "alternatives.walk",
    "hours.lost",
    "services.lost",
    "pna.gaps",
    "site.leaving.listed",
    "site.staying.listed",
)
OF_EACH_STANDARD = ("before", "after", "gained", "lost", "people", "not_measured", "may_lose")
OF_THOSE_AFFECTED = ("people", "change_mean", "change_worst")


@dataclass(frozen=True)
class Conclusion:
    """What an assessment comes to. ``verdicts``: rule to verdict; ``figures``: evidence id to value."""

    duty: str
    verdicts: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    figures: tuple[tuple[str, Scalar], ...]


class Concluded(Protocol):
    """An assessment or its outline: both come to the same."""

    @property
    def duty(self) -> Duty:
        """What the board has to do."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every limb of the law."""
        ...

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What a person should look at."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The evidence by id."""
        ...


def conclusion(assessment: Concluded) -> Conclusion:
    """What an assessment comes to."""
    ledger = assessment.ledger
    standards = sorted({name.split(".")[1] for name in ledger if name.startswith("coverage.")})
    names = [
        *FIGURES,
        *(f"coverage.{standard}.{part}" for standard in standards for part in OF_EACH_STANDARD),
        *(f"affected.{standard}.{part}" for standard in standards for part in OF_THOSE_AFFECTED),
        *(f"accustomed.{standard}.{part}" for standard in standards for part in OF_THOSE_AFFECTED),
    ]
    return Conclusion(
        duty=assessment.duty.value,
        verdicts=tuple((finding.rule, finding.verdict.value) for finding in assessment.findings),
        flags=tuple(sorted({flag.id for flag in assessment.flags})),
        figures=tuple((name, ledger.value(name)) for name in names if name in ledger),
    )


NOT_KNOWN = "not known"
"""What a finding or the duty is where it turns on what is not known."""

NOT_LISTED = "site-not-listed"


def agreed(possible: Sequence[Conclusion]) -> Conclusion:
    """What holds whichever of several conclusions it is. Figures that differ are None; each flag of any is to be looked at.

    That a site is not found on the list under its own code is flagged where there are several.
    """
    first, *others = possible
    if not others:
        return first
    return Conclusion(
        duty=first.duty if all(one.duty == first.duty for one in others) else NOT_KNOWN,
        verdicts=tuple(
            (rule, verdict if all(dict(one.verdicts).get(rule) == verdict for one in others) else NOT_KNOWN)
            for rule, verdict in first.verdicts
        ),
        flags=tuple(sorted({NOT_LISTED, *(flag for one in possible for flag in one.flags)})),
        figures=tuple(
            (name, value if all(dict(one.figures).get(name) == value for one in others) else None)
            for name, value in first.figures
        ),
    )


@dataclass(frozen=True)
class Moved:
    """One thing that differs: its kind ("duty", "finding", "flag" or "figure"), its name, before and after."""

    kind: str
    name: str
    old: Scalar
    new: Scalar

    @property
    def weighs(self) -> bool:
        """Whether a finding, the duty or a flag moved, and not a figure alone."""
        return self.kind != "figure"


def differences(old: Conclusion, new: Conclusion) -> tuple[Moved, ...]:
    """What differs between two conclusions, findings first."""
    found: list[Moved] = []
    if old.duty != new.duty:
        found.append(Moved("duty", "duty", old.duty, new.duty))
    found += _between("finding", dict(old.verdicts), dict(new.verdicts))
    found += _between("flag", dict.fromkeys(old.flags, True), dict.fromkeys(new.flags, True))
    found += _between("figure", dict(old.figures), dict(new.figures))
    return tuple(found)


def _between(
    kind: str,
    old: dict[str, str] | dict[str, bool] | dict[str, Scalar],
    new: dict[str, str] | dict[str, bool] | dict[str, Scalar],
) -> list[Moved]:
    names = [*old, *(name for name in new if name not in old)]
    return [
        Moved(kind, name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)
    ]
