"""All checks of a build, and what a person let pass."""

from dataclasses import dataclass, replace

from geodata.errors import SourceError
from geodata.overlay.cells import CellError, said_by
from geodata.quality import limits as names
from geodata.quality.compared import check_against
from geodata.quality.of_ages import check_ages
from geodata.quality.of_people import check_people
from geodata.quality.of_premises import check_premises
from geodata.quality.of_streets import check_streets
from geodata.quality.report import QualityError, Report
from geodata.quality.subject import Subject
from geodata.snapshot import Accepted, Snapshot, SnapshotContents, ToLookAt

OF_A_DAY = frozenset(
    {
        names.LIST_AGE,
        names.COVERAGE_CHANGED,
        names.PEOPLE_CHANGED,
        names.PHARMACIES_CHANGED,
        names.STREETS_CHANGED,
    }
)
"""Checks whose answer turns on the day of the build or on the snapshot before: no part of what a snapshot is."""


@dataclass(frozen=True)
class Acceptance:
    """Who lets a build pass that its checks would stop (a post or a body), and why. Raises SourceError for neither."""

    reason: str
    by: str

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise SourceError(
                "--accept",
                "it needs a reason, and --by the post that gives it.",
                "Give both; they stand in the snapshot.",
            )
        try:
            said_by(self.by)
        except CellError as error:
            raise SourceError("--by", *error.args) from None


def check_contents(subject: Subject, before: Snapshot | None = None) -> Report:
    """Every check. Raises SourceError where ``before`` is of another area."""
    contents = subject.contents
    checks = (
        *check_premises(subject),
        *check_people(subject),
        *check_streets(subject),
        *check_ages(subject),
        *check_against(subject, before),
    )
    compared = before.path.resolve().name if before else ""
    return Report(contents.name, contents.as_at.isoformat(), checks, compared_with=compared)


def passed(contents: SnapshotContents, report: Report, acceptance: Acceptance | None) -> SnapshotContents:
    """The contents as they may be written, with what is to be looked at and what was let pass. Raises QualityError."""
    looked = replace(
        contents,
        to_look_at=tuple(
            ToLookAt(check.id, check.title, check.found) for check in report.warns if check.id not in OF_A_DAY
        ),
    )
    if not report.stops:
        return looked
    if acceptance is None:
        raise QualityError(report)
    return replace(
        looked,
        accepted=tuple(
            Accepted(check.id, check.found, acceptance.reason.strip(), acceptance.by.strip())
            for check in report.stops
        ),
    )
