"""Papers drafted from stored figures, for every address that needs one: nothing is measured again."""

import re
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Query

from app.access import PreparedSnapshot
from app.api import addresses
from app.api.problems import Problem, not_valid
from app.api.replies import NOBODY_ASKED, Replies, replies_to
from app.api.services import Services
from app.assessment.measures import change_of
from app.assessment.sites import find_sites
from app.domain.applications import ApplicationError, Consolidation, Relocation
from app.domain.assessments import Assessment, Line
from app.domain.baselines import Baseline
from app.domain.officer import OfficerPart
from app.domain.responses import Consulted
from app.letters import Letter, Paper, PaperError, draft
from app.maps import OtherFiguresError, application_map
from app.schemas.faults import Fault
from app.store.library import UnusableSnapshotError
from app.store.repository import StoredAssessment

Which = Annotated[
    int | None,
    Query(
        ge=1,
        le=2**31 - 1,
        alias="assessment",
        description="The number of the assessment; the latest where left out.",
    ),
]


@dataclass(frozen=True)
class Drafted:
    """A draft, what it was drafted from, and a file name for it without an ending."""

    letter: Letter
    stored: StoredAssessment
    officer: OfficerPart | None
    name: str
    consulted: Consulted | None = None


def drafted(
    services: Services,
    application_id: str,
    number: int | None,
    paper: Paper,
    *,
    sha256: str | None = None,
    house_format: str | None = None,
) -> Drafted:
    """Draft a paper from an assessment: by its number, by its hash, or the latest.

    Raises Problem where there is none or the paper does not apply, NotStoredError, AlteredError.
    """
    with services.database.reading() as records:
        application = records.application(application_id)
        notes = records.assessments(application_id)
        if number is None and not notes:
            where = f"{addresses.application(application_id)}/assessments"
            raise Problem("not-assessed", f"There is nothing to draft from yet: POST to {where} first.")
        if number is None and sha256 is None and paper is not Paper.SUPPLEMENTARY_STATEMENT:
            # What was approved stays as it was approved, whatever is measured for the statement later.
            number = records.cases.read(application_id).approved_assessment
        if sha256 is not None:
            number = next((note.number for note in notes if note.sha256 == sha256), number)
        stored = records.assessment(application_id, number)
        officer = records.officer_part(application_id)
        replies = replies_to(records, application_id)
    part = officer.part.value if officer else None
    letter = letter_of(
        services, stored.assessment.value, stored.baseline.value, part, paper, house_format, replies
    )
    if letter.origin is not None:
        # The hash that the assessment is kept under, whatever fields later versions add when they read it back.
        letter = replace(letter, origin=replace(letter.origin, assessment=stored.note.sha256))
    reference = re.sub(r"[^a-z0-9]+", "-", application.application.value.reference.casefold()).strip("-")
    return Drafted(
        letter, stored, part, f"{paper.value}-{reference or application_id}-draft", replies.consulted
    )


def letter_of(
    services: Services,
    assessment: Assessment,
    baseline: Baseline,
    part: OfficerPart | None,
    paper: Paper,
    house_format: str | None = None,
    replies: Replies = NOBODY_ASKED,
) -> Letter:
    """Draft a paper from an assessment, wherever that is. Raises Problem where the paper does not apply."""
    kind = assessment.application.kind
    if kind not in addresses.LETTERS:
        raise Problem(
            "does-not-apply",
            f"There is no letter for a {kind} yet. The assessment says who may write, by when and on what figures.",
        )
    try:
        return draft(
            assessment,
            baseline,
            part,
            paper,
            house_format,
            replies.responses,
            _streets(services, assessment, baseline),
            replies.consulted,
        )
    except PaperError as error:
        if error.field == "format":
            raise not_valid([Fault("format", str(error))]) from error
        raise Problem("does-not-apply", str(error)) from error


def _streets(services: Services, assessment: Assessment, baseline: Baseline) -> tuple[Line, ...]:
    """Streets to draw, none where the snapshot is gone: a paper stands without them."""
    try:
        area = services.library.area(assessment.snapshot)
    except UnusableSnapshotError:
        return ()
    with services.measuring:
        return streets_within(assessment, baseline, area)


def streets_within(assessment: Assessment, baseline: Baseline, area: PreparedSnapshot) -> tuple[Line, ...]:
    """Streets from which the site that stays is within the first standard, EPSG:27700 to a tenth of a metre, to draw.

    They are looked at and nothing is counted by them. None where the snapshot now gives other figures than it did.
    """
    application = assessment.application
    if not isinstance(application, (Relocation, Consolidation)):
        return ()
    try:
        change = change_of(*find_sites(application, area), application.kind)
        drawn = application_map(assessment, baseline, area, change, None, ("reach",))
    except (OtherFiguresError, ApplicationError):
        return ()
    return tuple(
        tuple((round(x, 1), round(y, 1)) for x, y in feature.geometry.coords)
        for layer in drawn.layers
        for feature in layer.features
        if feature.values["site"] == "staying" and feature.values["length_metres"] is not None
    )
