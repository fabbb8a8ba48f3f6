"""Three states of a field: stated, confirmed as left out, entered by nobody; from the document to the letter."""

import re
from dataclasses import replace
from importlib import resources

import pytest

from app.domain.applications import ApplicationError
from app.domain.entered import Entered, entered, optional_fields
from app.letters import draft
from app.letters.reading import Reading
from app.letters.wording import cover_wording
from app.schemas.applications import APPLICATION
from app.schemas.faults import DocumentError
from app.schemas.reading import read as read_document
from geodata.model.hours import parse_week
from tests.made_up.applications import consolidation, entry, relocation
from tests.unit.letter_cases import christchurch, poole, unread

HALF = parse_week({"monday": "09:00-17:00"})


@pytest.mark.parametrize("made", [relocation, consolidation, entry])
def test_every_field_that_may_be_left_out_has_three_states(made) -> None:
    application = made(claims=made().claims.__class__()) if made is not entry else made()
    for path in optional_fields(type(application)):
        if entered(application, path) is Entered.STATED:
            with pytest.raises(ApplicationError) as refused:
                replace(application, not_stated=(path,))
            assert refused.value.field == "not_stated.0"
        else:
            assert entered(application, path) is Entered.NOT_ENTERED
            assert entered(replace(application, not_stated=(path,)), path) is Entered.SILENT


def test_a_week_of_which_a_day_is_open_is_not_stated_in_full() -> None:
    move = relocation(proposed=replace(relocation().proposed, hours=HALF))
    assert entered(move, "proposed.hours") is Entered.NOT_ENTERED
    assert entered(replace(move, not_stated=("proposed.hours",)), "proposed.hours") is Entered.SILENT


def test_no_services_are_stated_on_premises_and_say_nothing_where_some_may_be_undertaken() -> None:
    merged = consolidation(closing=replace(consolidation().closing, services=()), services_added=())
    assert entered(merged, "closing.services") is Entered.STATED
    assert entered(merged, "services_added") is Entered.NOT_ENTERED


@pytest.mark.parametrize(
    ("named", "message"),
    [
        (["existing.colour"], "no field that papers of this kind may leave out"),
        (["existing.name"], "no field that papers of this kind may leave out"),
        (["claims.distance_m"], "is given and is also said not to be stated"),
        (["existing.hours", "existing.hours"], "is named twice"),
    ],
)
def test_what_cannot_be_left_out_is_refused_by_its_place(named: list[str], message: str) -> None:
    with pytest.raises(ApplicationError, match=message) as refused:
        relocation(not_stated=tuple(named))
    assert refused.value.field == f"not_stated.{len(named) - 1}"


def test_a_document_says_it_by_path_and_one_without_says_that_nothing_was_confirmed() -> None:
    document = (
        b'{"kind": "relocation", "reference": "A", "applicant": "B", "notice": {"reference": "C", "dated": "2026-05-01"}, '
        b'"existing": {"name": "D", "address": "1 Long Street", "postcode": "XT1 1AA"}, '
        b'"proposed": {"name": "D", "address": "2 Long Street", "postcode": "XT1 1AB"}%s}'
    )
    bare = read_document(APPLICATION, document % b"").value()
    assert entered(bare, "existing.hours") is Entered.NOT_ENTERED
    said = read_document(APPLICATION, document % b', "not_stated": ["existing.hours"]').value()
    assert entered(said, "existing.hours") is Entered.SILENT
    with pytest.raises(DocumentError) as refused:
        read_document(APPLICATION, document % b', "not_stated": ["applicant"]')
    assert [fault.field for fault in refused.value.faults] == ["not_stated.0"]


OF_THE_PAPERS = re.compile(
    r"\b(papers|notice|application)\b[^.]{0,40}\b(do|does) not (state|say|give|name)|leave out"
)


@pytest.mark.parametrize("made", [poole, christchurch])
@pytest.mark.parametrize("paper", ["representation", "board-report"])
def test_no_paper_says_that_papers_are_silent_on_what_nobody_entered(made, paper: str) -> None:
    """And with the same papers gone through, it says so and asks."""
    example = made()
    letters = [draft(each.assessment, each.baseline, paper=paper) for each in (example, unread(example))]
    said, unsaid = (
        [p.text for each in letter.papers for p in each.paragraphs if OF_THE_PAPERS.search(p.text)]
        + [
            row
            for each in letter.papers
            for table in each.tables
            for row in table.rows
            if "not entered" in row
        ]
        for letter in letters
    )
    assert said
    assert not unsaid
    assert letters[1].cover is not None
    told = {item.id for group in letters[1].cover.groups for item in group.items}
    assert any(each.startswith("not-entered-") for each in told)


def test_every_silence_that_wording_speaks_of_is_on_the_list_for_the_officer_until_somebody_looks() -> None:
    folder = resources.files("app.letters").joinpath("wording")
    files = [*folder.iterdir(), *folder.joinpath("house_formats").iterdir()]
    texts = [each.read_text("utf-8") for each in files if each.name.endswith(".toml")]
    asked = {found for text in texts for found in re.findall(r'silent\("([^"]+)"\)', text)}
    # The finding on regulation 31 tells of its explanation, only where premises are close.
    assert asked - {"adjacency_explanation"} <= set(cover_wording().fields)
    for example in (poole(), christchurch()):
        reading = Reading(case_of(example))
        for path in asked:
            if path not in ("staffing_stated", "same_services", "uninterrupted", "adjacency_explanation"):
                reading.silent(path)


def case_of(example):
    from app.domain.officer import OfficerPart
    from app.law import bodies
    from app.letters.facts import Case

    return Case(example.assessment, example.baseline, OfficerPart(), bodies(example.assessment.as_at))


def test_new_facts_of_the_papers_have_their_sentences_and_are_asked_for_no_more() -> None:
    example = poole()
    site = example.assessment.application.continuing
    asked = texts(example)
    assert "has step-free access or a room for consultations in private" in asked["ask-premises"]
    stated = example.papers(
        continuing=replace(
            site,
            step_free_access=True,
            consultation_room=True,
            walk_in_use="about 15 a day",
            parking="six bays",
        ),
        hours_kept=True,
        services_kept=True,
        services_added=(),
        services_added_unnamed=1,
    )
    found = texts(stated)
    assert "ask-premises" not in found
    assert found["premises"] == (
        "By the papers, the continuing site has step-free access. By the papers, the continuing site has a room for "
        "consultations in private. Of people who walk in at the continuing site the papers say: “about 15 a day”. Of parking at "
        "the continuing site they say: “six bays”."
    )
    assert found["undertakings"].startswith("The applicant undertakes that opening hours stay as they are.")
    assert "all services of the closing site and the continuing site go on" in found["undertakings"]
    assert "The applicant undertakes to add one service that the papers do not name." in found["services"]
    assert found["ask-services-unnamed"] == (
        "The Board asks which service the applicant undertakes to add at the continuing site."
    )
    lacking = example.papers(continuing=replace(site, step_free_access=False))
    assert "a room for consultations in private" in texts(lacking)["ask-premises"]
    assert texts(lacking)["ask-access"] == (
        "The Board asks how people who need step-free access would be served at the continuing site."
    )


def texts(example) -> dict[str, str]:
    return {p.id: p.text for p in draft(example.assessment, example.baseline).paragraphs}
