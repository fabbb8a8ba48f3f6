"""The shapes of answers on re-checks."""

from datetime import date, datetime

from pydantic import Field

from app.api.answers import Answer
from app.domain.rechecks import RunState


class LeftOut(Answer):
    """Cases that were asked for and are not in a run."""

    reason: str
    """Why."""
    cases: int
    """How many."""


class RunAnswer(Answer):
    """A run of re-checks. Its counts are over the cases that you may see."""

    id: str
    """Its id."""
    state: RunState
    """Where it stands: waiting, running, done, cancelled, interrupted or failed."""
    made: datetime
    """When it was asked for."""
    asked_by: str
    """Who asked."""
    ended: datetime | None
    """When it ended; null while it is under way."""
    problem: str | None
    """Why the run as a whole failed; null where it did not."""
    baseline: str | None
    """The baseline that cases are checked on; null where each stays on its own."""
    baseline_version: int | None
    """The version of that baseline, where it is registered."""
    snapshot: str | None
    """The snapshot that cases are checked on; null where it is that of the baseline."""
    as_at: date | None
    """The day on which the law is read; null where it is that of each assessment."""
    cases: int
    """How many cases there are."""
    done: int
    """How many have been checked."""
    failed: int
    """How many of those could not be; the report says why."""
    left_out: list[LeftOut] = Field(default_factory=list)
    """Cases that were asked for and are not in the run, for those who may see all of it."""
    whole: bool
    """Whether you may see every case of the run, and so cancel and resume it."""
    links: dict[str, str]
    """Where its events and reports are."""


class RunList(Answer):
    """A page of runs, the latest first."""

    items: list[RunAnswer]
    """The runs."""
    next: str | None
    """Where the next page is; null on the last one."""


class EndedCase(Answer):
    """A case that has been checked."""

    case: str
    """The id of its application."""
    failed: bool
    """Whether it could not be checked."""


class ProgressAnswer(Answer):
    """How far a run is, and which cases ended since the event that was named."""

    id: int
    """The number of this event: give it back as `after`, or as Last-Event-ID."""
    state: RunState
    """Where the run stands."""
    done: int
    """How many cases have been checked."""
    of: int
    """Of how many."""
    failed: int
    """How many could not be."""
    ended: list[EndedCase]
    """The cases that ended since, at most 500 at a time."""
    more: bool
    """Whether more ended than are given here: ask again at once."""


class InputDifference(Answer):
    """How many cases were assessed on another input than the baseline has now."""

    input: str
    """"baseline" or "snapshot"."""
    was: str
    """Its id then."""
    cases: int
    """How many cases."""


class WhatARecheckWouldTakeIn(Answer):
    """What a re-check on a baseline would take in. Nothing is measured for this."""

    baseline: str
    """The baseline."""
    snapshot: str
    """Its snapshot."""
    cases: int
    """Cases of your boards that would be checked."""
    same: int
    """Those that were assessed on this very baseline and snapshot: only a newer method or law could move them."""
    differ: int
    """Those that were assessed on another baseline, another version of it, or another snapshot."""
    inputs: list[InputDifference]
    """On what those were assessed."""
    left_out: list[LeftOut]
    """Cases that would be left out."""
