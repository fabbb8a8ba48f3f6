"""What the engine concludes, and what it leaves to people."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What facts and text settle of one test in the Regulations.

    Three say why nothing is settled: the papers are silent, as a person has confirmed; nobody has entered what they say;
    or it is not for the papers to say, and the lists and the map do not know it.
    """

    MET = "met"
    NOT_MET = "not met"
    NEEDS_JUDGEMENT = "needs judgement"
    PAPERS_SILENT = "papers silent"
    NOT_ENTERED = "not entered"
    NOT_KNOWN = "not known"
    DOES_NOT_APPLY = "does not apply"


class Duty(StrEnum):
    """Whether the board must make a statement, may make representations, or has no part."""

    MUST = "must"
    MAY = "may"
    NONE = "none"


@dataclass(frozen=True)
class Finding:
    """One limb of the law applied to one application.

    ``judge`` says whose judgement the test is. ``points_for`` and ``points_against`` lay out the facts where the
    verdict is left to people. ``evidence`` are ids in the assessment's ledger. ``source`` says how far the wording of
    the rule was read in its source.
    """

    rule: str
    citation: str
    asks: str
    judge: str
    verdict: Verdict
    reasons: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    points_for: tuple[str, ...] = ()
    points_against: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Flag:
    """Something that a person should look at before the papers go out. ``id`` is stable: tests and re-checks compare it."""

    id: str
    text: str
    evidence: tuple[str, ...] = ()
    citation: str = ""


@dataclass(frozen=True)
class Notifiee:
    """Somebody to be told. ``certain`` is False where that depends on an opinion or on what is not known here.

    ``told`` is whether the notice says that they were; None where it does not say whom it went to.
    """

    name: str
    why: str
    citation: str
    certain: bool
    told: bool | None


@dataclass(frozen=True)
class Screened:
    """Whether an application may go down the delegated route, why or why not, and the warning that goes with it.

    ``rule`` is the screen in words, for a paper to print. ``own`` is whether the board set it; else it is this
    service's, which no board has adopted.
    """

    delegated: bool
    reasons: tuple[str, ...]
    warning: str
    rule: str = ""
    own: bool = False


@dataclass(frozen=True)
class FollowUp:
    """What follows ``when`` something comes about: what the board must or may then do, or what happens to it, and why."""

    when: str
    duty: Duty
    text: str
    citation: str
