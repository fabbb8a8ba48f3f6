"""What the form of an assessment asks of the sites, as the last assessment left it, and the answers that it sends."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.applications import StatedPremises
from app.domain.assessments import Assessment
from app.domain.other_applications import sites_of
from app.web.form import Typed, one

NONE = "none"
LISTED, MEASURED, HOURS = "listed_as", "measured_at", "hours_checked"
NOT_ANSWERED = ("", "Not answered yet")


@dataclass(frozen=True)
class SiteQuestion:
    """A choice. ``name`` is its control; ``items`` are values and texts; ``chosen`` the value that stands."""

    name: str
    label: str
    items: tuple[tuple[str, str], ...]
    chosen: str


def site_questions(assessment: Assessment) -> tuple[SiteQuestion, ...]:
    """What is asked, or was answered, of each site."""
    sites = sites_of(assessment.application)
    roles = ("leaving", "staying") if len(sites) > 1 else ("staying",)
    return tuple(
        question
        for role, (field, stated) in zip(roles, sites, strict=True)
        for question in _of_site(assessment, role, field, stated)
    )


def site_answers(typed: Typed) -> list[dict[str, object]]:
    """The answers of a form, as the API takes them."""
    found: dict[str, dict[str, object]] = {}
    for control in typed:
        name, _, field = control.partition("-")
        value = one(typed, control)
        if name not in (LISTED, MEASURED, HOURS) or not value:
            continue
        answer = found.setdefault(field, {"site": field})
        if name == LISTED:
            answer[name] = [] if value == NONE else value.split(",")
        elif name == MEASURED:
            answer[name] = value
        else:
            answer[name] = value == "yes"
    return list(found.values())


def _of_site(assessment: Assessment, role: str, field: str, stated: StatedPremises) -> Iterator[SiteQuestion]:
    ledger = assessment.ledger
    asked = ledger[f"site.{role}.asked"].rows if f"site.{role}.asked" in ledger else ()
    if asked or stated.listed_as is not None:
        listed = ledger.value(f"site.{role}.listed")
        options = {
            str(
                row["ods_code"]
            ): f"It is {row['ods_code']}: {row['name']}, {row['address']}, {row['postcode']}"
            for row in asked
        }
        if asked and listed is not None:
            options = {
                str(listed): f"It is {listed} alone: the other is another pharmacy",
                **options,
                ",".join(
                    [str(listed), *(str(row["ods_code"]) for row in asked)]
                ): "It is all of them: one pharmacy under several codes",
            }
        options[NONE] = "It is none of them: the list does not have it"
        chosen = "" if stated.listed_as is None else ",".join(stated.listed_as) or NONE
        if chosen and chosen not in options:
            options[chosen] = f"It is {chosen.replace(',', ' and ')}"
        label = f"Which premises of the pharmacy list is {stated.called}?"
        yield SiteQuestion(f"{LISTED}-{field}", label, (NOT_ANSWERED, *options.items()), chosen)
    apart = ledger[f"site.{role}.apart"].rows if f"site.{role}.apart" in ledger else ()
    if apart:
        texts = {
            str(
                row["by"]
            ): f"The place {'in the papers' if row['by'] == 'papers' else 'on the list'}: {row['at']}"
            for row in apart
        }
        chosen = stated.measured_at.value if stated.measured_at else ""
        label = f"Where is {stated.name} to be measured?"
        yield SiteQuestion(
            f"{MEASURED}-{field}",
            label,
            (("", "Nobody has chosen: the papers’ place"), *texts.items()),
            chosen,
        )
    questioned = ledger["hours.questioned"].rows if "hours.questioned" in ledger else ()
    if stated.hours_checked is not None or any(row["where"] == role for row in questioned):
        chosen = "" if stated.hours_checked is None else "yes" if stated.hours_checked else "no"
        yield SiteQuestion(
            f"{HOURS}-{field}",
            f"Are the hours of {stated.name} right that look like a slip?",
            (NOT_ANSWERED, ("yes", "Yes, they are as written"), ("no", "No, they are wrong")),
            chosen,
        )
