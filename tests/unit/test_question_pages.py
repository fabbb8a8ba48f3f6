"""The questions build the document that the API takes, and nothing else."""

from typing import Any

import pytest

from app.domain import applications as papers
from app.domain import other_applications as domain
from app.domain.entered import optional_fields
from app.schemas.applications import APPLICATION, Consolidation, OtherApplication, Relocation
from app.web.apply.checking import check, check_page
from app.web.apply.fields import How
from app.web.apply.questions import questions
from app.web.apply.reading import SILENT, Answers, controls, read_field, silence_of, typed_on
from app.web.apply.shown import NOT_ENTERED, NOT_SAID, rows
from app.web.case_words import KINDS
from app.web.date_input import read_date
from tests.made_up.papers import consolidation, other, relocation

MODELS_OF_THE_DOMAIN = {"relocation": papers.Relocation, "consolidation": papers.Consolidation}
MODELS = {"relocation": Relocation, "consolidation": Consolidation}


def question(kind: str, slug: str) -> Any:
    return next(each for each in questions(kind) if each.slug == slug)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_api_is_asked_for(kind: str) -> None:
    model = MODELS.get(kind, OtherApplication)
    asked = {field.path for each in questions(kind) for field in each.fields}
    tops = {path.partition(".")[0] for path in asked}
    wanted = set(model.model_fields) - {"not_stated"}  # an answer to each question, and none of its own
    if kind in ("change of services", "change of ownership"):
        wanted -= {"adjacency_explanation"}  # regulation 31 bites on those who come in or move
    if kind not in ("routine entry", *MODELS):
        wanted -= {"basis", "presupposes_consolidation_gap", "consolidation_granted"}
    assert tops == wanted
    assert {path for path in asked if path.startswith("notice.")} == {
        "notice.reference",
        "notice.dated",
        "notice.reply_by",
        "notice.reply_to",
        "notice.received.on",
        "notice.received.by",
        "notice.received.how",
        "notice.sent_to_hwb",
        "notice.notified",
    }
    slugs = [each.slug for each in questions(kind)]
    assert len(set(slugs)) == len(slugs)
    ids = [field.id for each in questions(kind) for field in each.fields]
    assert len(set(ids)) == len(ids)


def typed(document: dict[str, Any], kind: str) -> Answers:
    """A document as somebody would type it."""
    answers: Answers = {}
    for each in questions(kind):
        found: dict[str, list[str]] = {}
        for field in each.fields:
            value: Any = document
            for part in field.path.split("."):
                value = value.get(part) if isinstance(value, dict) else None
            if value is None:
                continue
            if field.how is How.DATE:
                year, month, day = value.split("-")
                found |= dict(zip(controls(field)[:3], ([day], [month], [year]), strict=True))
            elif field.how is How.WEEK:
                found |= {f"{field.path}.{name}": [text] for name, text in value.items() if text}
            elif field.how is How.LINES:
                found[field.path] = ["\n".join(value)]
            elif field.how is How.SERVICES:
                found[controls(field)[1]] = ["\n".join(value)]
            elif isinstance(value, bool):
                found[field.path] = ["yes" if value else "no"]
            else:
                found[field.path] = [str(value)]
        if found:
            answers[each.slug] = found
    return answers


@pytest.mark.parametrize(
    "document",
    [
        relocation(applied="2026-04-20", last_relocated="2024-02-29", uninterrupted=False, interruption="Two days."),
        consolidation(services_added=["NMS"], route="continuing contractor applies", same_owner=False, staffing_stated=True),
        other("routine entry", basis="unforeseen benefits", already_listed=True),
        other("change of ownership"),
    ],
    ids=["relocation", "consolidation", "routine entry", "change of ownership"],
)  # fmt: skip
def test_what_is_typed_makes_the_application_that_the_api_would_make(document: dict[str, Any]) -> None:
    checked = check(typed(document, document["kind"]))
    assert checked.errors == ()
    assert checked.application == APPLICATION.validate_python(document).value()
    shown = rows(checked.document, {})
    assert any(row.lines == (NOT_ENTERED,) for row in shown)
    assert len([row for row in shown if row.said]) > 10


def test_nothing_typed_is_told_page_by_page_and_nothing_is_made_up() -> None:
    checked = check({"kind": {"kind": ["relocation"]}})
    assert checked.application is None
    assert {placed.question.slug for placed in checked.errors if placed.question} == {
        "notice",
        "applicant",
        "existing-place",
        "proposed-place",
    }
    assert check({}).errors[0].error.text == "Choose the kind of application."


def errors_of(kind: str, slug: str, **typed_in: str) -> list[tuple[str, str]]:
    form = {name.replace("__", "."): [value] for name, value in typed_in.items()}
    found = check_page(question(kind, slug), form, {"kind": {"kind": [kind]}})
    return [(error.control, error.text) for error in found]


@pytest.mark.parametrize(
    ("slug", "typed_in", "control", "says"),
    [
        ("existing-place", {"existing__postcode": "BH15"}, "existing-postcode", "is not a postcode"),
        ("existing-place", {"existing__postcode": ""}, "existing-name", "Give the trading name."),
        ("existing-listing", {"existing__ods_code": "fa 1"}, "existing-ods_code", "capitals and digits"),
        ("existing-hours", {"existing__hours__monday": "9 to 5"}, "existing-hours-monday", "Monday: '9 to 5' is not a time"),
        ("existing-hours", {"existing__hours__sunday": "18:00-09:00"}, "existing-hours-sunday", "ends before it starts"),
        ("existing-door", {"existing__point__easting": "400000"}, "existing-point-northing", "leave all four empty"),
        ("existing-door", {"existing__point__easting": "far"}, "existing-point-easting", "give a number, such as 450"),
        ("claims", {"claims__distance_m": "-1"}, "claims-distance_m", "a number of 0 or more"),
        ("claims", {"claims__alternatives_within_a_mile": "2.5"}, "claims-alternatives_within_a_mile", "a whole number"),
        ("history", {"last_relocated-day": "31", "last_relocated-month": "2", "last_relocated-year": "2026"},
         "last_relocated-day", "there is no 31 February 2026"),
    ],
)  # fmt: skip
def test_an_error_names_its_field_and_says_what_to_give(
    slug: str, typed_in: dict[str, str], control: str, says: str
) -> None:
    found = dict(errors_of("relocation", slug, **typed_in))
    assert says in found[control]


def test_a_reply_due_before_the_notice_is_told_at_the_reply() -> None:
    dates = {"notice.dated": "2026-05-01", "notice.reply_by": "2026-04-01"}
    form = {"notice.reference": ["X"]}
    for name, text in dates.items():
        year, month, day = text.split("-")
        form |= {f"{name}-day": [day], f"{name}-month": [month], f"{name}-year": [year]}
    found = check_page(question("relocation", "notice"), form, {"kind": {"kind": ["relocation"]}})
    assert [error.control for error in found] == ["notice-reply_by-day"]
    assert "is before the date of the notice" in found[0].text


def test_services_named_and_not_named_at_once_are_refused() -> None:
    field = question("relocation", "existing-services").fields[0]
    assert read_field(field, {field.path: ["none"]}) == ([], ())
    assert read_field(field, {field.path: ["not said"]}) == (None, ())
    value, errors = read_field(field, {field.path: ["not said", "Flu Vaccination"]})
    assert (value, errors[0].control) == (None, "existing-services")


@pytest.mark.parametrize("kind", KINDS)
def test_of_every_field_that_papers_may_leave_out_somebody_can_say_that_they_do(kind: str) -> None:
    """By an answer of a choice, or a box beside it; the document names its path, and the check says it in words."""
    wanted = optional_fields(MODELS_OF_THE_DOMAIN.get(kind, domain.OtherApplication))
    asked = [(each.slug, field) for each in questions(kind) for field in each.fields if field.path in wanted]
    assert len(asked) > 10
    for slug, field in asked:
        unknown = field.how is How.CHOICE and ("unknown", "The papers do not say") in field.options
        box = silence_of(field) if field.ticked_as_silent else field.path
        typed_in = {box: ["unknown" if unknown else "yes" if field.ticked_as_silent else SILENT]}
        document = check({"kind": {"kind": [kind]}, slug: typed_in}).document
        assert document["not_stated"] == [field.path]
        shown = {row.field.path: row for row in rows({**document, "kind": kind}, {})}
        assert shown[field.path].lines == (NOT_SAID,)
        assert shown[field.path].silent
    nothing = check({"kind": {"kind": [kind]}}).document
    assert "not_stated" not in nothing
    assert all(row.lines == (NOT_ENTERED,) for row in rows({**nothing, "kind": kind}, {}) if not row.said)


def test_a_field_that_is_given_is_not_also_left_out_and_of_a_week_some_days_may_be() -> None:
    given = errors_of(
        "relocation", "claims", claims__distance_m="20", **{"claims__distance_m-not-stated": "yes"}
    )
    assert given == [
        (
            "claims-distance_m-not-stated",
            "Distance claimed, in metres: give what the papers say, or tick that they do not, not both.",
        )
    ]
    hours = {"existing.hours.monday": ["09:00-17:00"], "existing.hours-not-stated": ["yes"]}
    found = check({"kind": {"kind": ["relocation"]}, "existing-hours": hours}).document
    assert found["not_stated"] == ["existing.hours"]
    shown = next(
        row for row in rows({**found, "kind": "relocation"}, {}) if row.field.path == "existing.hours"
    )
    assert shown.lines[:2] == ("Monday: 09:00-17:00", "Tuesday: the papers do not say")


def test_another_board_is_given_by_its_code() -> None:
    field = question("relocation", "sent-to").fields[0]
    other_code = f"{field.path}-other"
    assert read_field(field, {field.path: ["other"], other_code: ["e06000059"]}) == ("E06000059", ())
    assert read_field(field, {field.path: ["not said"]}) == (None, ())
    assert read_field(field, {field.path: ["other"]})[1][0].control == "notice-sent_to_hwb-other"
    assert read_field(field, {field.path: ["E06000058"], other_code: ["E06000059"]})[1]


def test_a_form_gives_the_fields_of_its_page_and_no_other() -> None:
    sent = {"existing.name": ["A"], "existing.address": ["  "], "proposed.name": ["B"], "seen": ["x"]}
    assert typed_on(question("relocation", "existing-place"), sent) == {"existing.name": ["A"]}


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "2026", "Date: there is no 31 February 2026. Check the day and the month."),
        ("29", "2", "2025", "Date: there is no 29 February 2025. Check the day and the month."),
        ("", "2", "2026", "Date: give the day too."),
        ("1", "", "", "Date: give the month and year too."),
        ("1", "13", "2026", "Date: “13” is no month. Give a number from 1 to 12."),
        ("1", "2", "26", "Date: give the year with 4 numbers, such as 2026."),
        ("1", "2", "1066", "Date: give a year between 1900 and 2199."),
        ("١", "2", "2026", "Date: there is no ١ February 2026. Check the day and the month."),
        ("1", "ma", "2026", "Date: “ma” is no month. Give a number from 1 to 12."),
    ],
)
def test_a_date_that_is_none_is_told_exactly(day: str, month: str, year: str, said: str) -> None:
    read = read_date({"x-day": [day], "x-month": [month], "x-year": [year]}, "x", "Date")
    assert (read.value, read.fault) == (None, said)


@pytest.mark.parametrize(
    ("month", "number"), [("02", 2), ("Feb", 2), ("february", 2), ("Sept.", 9), ("12", 12)]
)
def test_a_month_may_be_named(month: str, number: int) -> None:
    read = read_date({"x-day": [" 1 "], "x-month": [month], "x-year": ["2026"]}, "x", "Date")
    assert read.value is not None
    assert read.value.month == number
