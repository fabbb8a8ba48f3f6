"""A report of the checks: what each found, against which limit, and whether it stops a build."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from geodata.errors import SourceError
from geodata.quality.limits import LIMITS, Limit
from geodata.sources.tables import some


class Level(StrEnum):
    """What a check came to."""

    GOOD = "good"
    WARN = "warn"
    STOP = "stop"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Check:
    """One check. ``value`` is what is held against the limit, in ``unit``; ``found`` says it, ``items`` names all."""

    id: str
    title: str
    level: Level
    value: float | None
    unit: str
    limit: Limit
    found: str
    items: tuple[str, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All checks of one build. ``snapshot`` is the id of what was checked, "" where the build was stopped."""

    name: str
    as_at: str
    checks: tuple[Check, ...]
    snapshot: str = ""
    compared_with: str = ""

    @property
    def stops(self) -> tuple[Check, ...]:
        """Checks that stop the build."""
        return tuple(check for check in self.checks if check.level is Level.STOP)

    @property
    def warns(self) -> tuple[Check, ...]:
        """Checks that a person should look at."""
        return tuple(check for check in self.checks if check.level is Level.WARN)


class QualityError(SourceError):
    """A build that its checks stopped. ``report`` is all that was found."""

    def __init__(self, report: Report) -> None:
        self.report = report
        told = " ".join(f"{check.title}: {check.found}" for check in report.stops)
        super().__init__(
            f"{report.name} as at {report.as_at}",
            f"{len(report.stops)} of the checks stopped the build, and no snapshot was made. {told}",
            "Mend the files; or set a limit in the recipe with a reason; or let it pass with --accept REASON --by POST.",
        )


def judged(
    check: str,
    title: str,
    value: float | None,
    unit: str,
    found: str,
    *,
    limits: Mapping[str, Limit] = LIMITS,
    count: int | None = None,
    items: Sequence[str] = (),
    facts: Mapping[str, float] | None = None,
) -> Check:
    """A value held against the limit of its check. ``count``: how many it is, where the value is their share."""
    limit = limits[check]
    level = Level.GOOD
    if value is None:
        level = Level.NOT_CHECKED
    elif limit.stop is not None and value > limit.stop and (count is None or count > limit.least):
        level = Level.STOP
    elif limit.warn is not None and value > limit.warn:
        level = Level.WARN
    rounded = None if value is None else round(value, 6)
    return Check(check, title, level, rounded, unit, limit, found, tuple(items), facts or {})


def report_json(report: Report) -> str:
    """The report as JSON, as it is kept beside a snapshot."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"


def report_from(text: str) -> Report:
    """The report that ``report_json`` wrote. Raises ValueError, TypeError or KeyError for anything else."""
    data: dict[str, Any] = json.loads(text)
    checks = tuple(
        Check(**{**c, "level": Level(c["level"]), "limit": Limit(**c["limit"]), "items": tuple(c["items"])})
        for c in data.pop("checks")
    )
    return Report(**data, checks=checks)


def report_lines(report: Report) -> list[str]:
    """The report in plain words, what stops first."""
    head = f"Checks: {len(report.stops)} stop, {len(report.warns)} to look at, {len(report.checks)} in all"
    lines = [f"{head}{f', compared with {report.compared_with}' if report.compared_with else ''}"]
    for level, word in (
        (Level.STOP, "STOP"),
        (Level.WARN, "LOOK"),
        (Level.NOT_CHECKED, "not checked"),
        (Level.GOOD, "good"),
    ):
        for check in report.checks:
            if check.level is level:
                lines.append(f"- {word}: {check.title}. {check.found}")
                if check.items and level in (Level.STOP, Level.WARN):
                    lines.append(f"    {some(check.items, 12)}")
                if level in (Level.STOP, Level.WARN):
                    lines.append(f"    {limit_words(check)}")
    return lines


def limit_words(check: Check) -> str:
    """The limit of a check with its reason."""
    bounds = [
        f"{word} above {_amount(bound, check.unit)}"
        for word, bound in (("look", check.limit.warn), ("stop", check.limit.stop))
        if bound is not None
    ]
    words = "; ".join(bounds) or "no limit"
    return f"{words[0].upper()}{words[1:]}. {check.limit.reason}"


def _amount(value: float, unit: str) -> str:
    return f"{100 * value:g}%" if unit == "share" else f"{value:g} {unit}"
