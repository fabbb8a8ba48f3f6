"""A person's answers to what an assessment asks of the sites: which listed premises, which place, whose hours are right."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from app.api.problems import not_valid
from app.domain.other_applications import AnyApplication, sites_of
from app.schemas.faults import Fault
from app.schemas.fields import OdsCode
from app.schemas.mirror import Mirror
from app.schemas.premises import MeasuredAt

SiteField = Annotated[
    Literal["existing", "proposed", "continuing", "closing", "premises"],
    Field(description="The site, by the field of the application that has it."),
]


class SiteAnswer(Mirror):
    """Answers for one site. What is left out stays as the application has it."""

    site: SiteField
    """The site, by the field of the application that has it."""
    listed_as: list[OdsCode] | None = Field(default=None, max_length=4)
    """Which premises of the pharmacy list it is: as `listed_as` of the site in the application."""
    measured_at: MeasuredAt | None = None
    """Which of two places is measured: "papers" or "list"."""
    hours_checked: bool | None = None
    """Whether hours that look like a slip are right."""


def answered(application: AnyApplication, answers: Sequence[SiteAnswer]) -> AnyApplication:
    """The application with what a person answered. Raises Problem for a site that it does not have, or twice."""
    sites = dict(sites_of(application))
    seen: set[str] = set()
    for at, answer in enumerate(answers):
        if answer.site not in sites or answer.site in seen:
            known = " and ".join(sites)
            text = f"Name each site of this application once at most: {known}."
            raise not_valid([Fault(f"sites.{at}.site", text)])
        seen.add(answer.site)
        given: dict[str, Any] = {
            "listed_as": None if answer.listed_as is None else tuple(answer.listed_as),
            "measured_at": answer.measured_at,
            "hours_checked": answer.hours_checked,
        }
        told = {name: value for name, value in given.items() if value is not None}
        changed: dict[str, Any] = {answer.site: replace(sites[answer.site], **told)}
        application = replace(application, **changed)
    return application
