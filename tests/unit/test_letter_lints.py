"""The lints, on drafts with defects put in one by one, and on the paper of 25 September 2019 as it was published."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.applications import Received
from app.domain.officer import Choice, OfficerPart, Opinion
from app.letters import draft
from app.letters.lints import RULES, Lint, check, check_draft, of_text
from app.letters.lints.manuscript import Manuscript, Passage, of_letter, sentences
from app.letters.lints.tokens import tokens
from tests.unit.letter_cases import AS_AT, Example, christchurch, poole, unread

GIVEN = OfficerPart(opinion=Opinion(Choice.WOULD_NOT, "the Board", date(2019, 9, 17)))
SEED = Path(__file__).with_name("paper_of_25_september_2019.txt")


def lints_of(
    text: str, example: Example | None = None, officer: OfficerPart = GIVEN, on: date = AS_AT
) -> list[Lint]:
    example = example or poole()
    letter = draft(example.assessment, example.baseline, officer)
    return list(check(of_text(text), letter, example.assessment, example.baseline, officer, on))


def rules_of(text: str, **more) -> set[str]:
    return {lint.rule for lint in lints_of(text, **more)} - {"statutory-statement"}


# The published paper


def test_the_published_paper_is_caught_for_each_of_its_defects():
    found = lints_of(SEED.read_text("utf-8"), officer=OfficerPart(), on=date(2019, 9, 25))
    by_rule: dict[str, list[Lint]] = {}
    for lint in found:
        by_rule.setdefault(lint.rule, []).append(lint)

    numbers = by_rule["paragraph-number-repeated"]
    assert [lint.where for lint in numbers] == ["paragraph 6"]
    assert "The original notification for the first application" in numbers[0].sentence

    dated = by_rule["pna-dated-two-ways"]
    assert [lint.message for lint in dated] == [
        "The needs assessment is dated April 2018 here and March 2018 in the needs assessment as it is recorded."
    ]
    assert (
        "The remaining pharmacy provides a wide range of enhanced services"
        in by_rule["enhanced-service"][0].sentence
    )

    statement = by_rule["statutory-statement"]
    assert all("routine application" in lint.message for lint in statement)
    assert statement[0].blocks
    assert any(lint.sentence.startswith("In summary our view is") for lint in statement)

    late = by_rule["reply-by-passed"]
    assert any("20 September 2019" in lint.message for lint in late)
    assert not any("27 September 2019" in lint.message for lint in late)

    opinions = " ".join(lint.sentence for lint in by_rule["opinion-nobody-gave"])
    assert "In summary our view is that the application does not create a gap" in opinions
    assert "no significant impact on overall access times" in opinions
    assert by_rule["minutes-without-speed"]
    # Boards that no longer were: the joint board of the PNA ended with its councils on 1 April 2019.
    assert any(
        "Bournemouth & Poole Health and Wellbeing Board" in lint.message
        for lint in by_rule["body-not-in-force"]
    )
    # Figures that the application or the standard gives are not complained of.
    said = " ".join(lint.message for lint in by_rule.get("figure-without-evidence", ()))
    assert not any(words in said for words in ("450", "6-minute", "4 pharmacies", "20 minutes", "190", "138"))


def test_the_same_paper_in_2022_names_a_service_that_had_ended():
    example = poole()
    later = replace(example, assessment=replace(example.assessment, as_at=date(2022, 9, 1)))
    found = [
        lint
        for lint in lints_of(SEED.read_text("utf-8"), example=later)
        if lint.rule == "service-not-in-force"
    ]
    assert len(found) == 1
    assert "ended on 31 March 2021" in found[0].message


# Our own drafts


@pytest.mark.parametrize("paper", ["representation", "no-response"])
def test_a_relocation_as_drafted_has_nothing_to_look_at(paper):
    example = christchurch()
    letter = draft(example.assessment, example.baseline, paper=paper)
    assert check_draft(letter, example.assessment, example.baseline, None, AS_AT) == ()


def test_a_consolidation_with_its_opinion_has_nothing_to_look_at_and_without_it_is_blocked():
    example = poole()
    letter = draft(example.assessment, example.baseline, GIVEN)
    assert check_draft(letter, example.assessment, example.baseline, GIVEN, AS_AT) == ()
    open_one = draft(example.assessment, example.baseline)
    (only,) = check_draft(open_one, example.assessment, example.baseline, None, AS_AT)
    assert (only.rule, only.where, only.blocks) == ("statutory-statement", "statement", True)


def edited(paragraph_id: str, before: str, after: str) -> list[Lint]:
    """Lints of the draft with some words of one paragraph replaced, its evidence forgotten as in a file sent back."""
    example = poole()
    letter = draft(example.assessment, example.baseline, GIVEN)
    passages = []
    for passage in of_letter(letter).passages:
        text = passage.text
        if passage.id == paragraph_id:
            assert before in text
            text = text.replace(before, after)
        passages.append(Passage(text, passage.id, passage.kind, passage.number))
    return list(
        check(Manuscript(tuple(passages)), letter, example.assessment, example.baseline, GIVEN, AS_AT)
    )


@pytest.mark.parametrize(
    ("paragraph", "before", "after", "rule", "says"),
    [
        ("distance", "450 metres", "540 metres", "figure-differs", "distance.claimed is 450 m"),
        ("distance", "a 6-minute walk", "a 7-minute walk", "figure-differs", "distance.claimed_minutes is 6 minutes"),
        ("alternatives", "four pharmacies", "five pharmacies", "figure-differs", "alternatives.straight is 4"),
        ("coverage-walk-20", "98.4%", "99.4%", "figure-differs", "coverage.walk-20.before_share"),
        ("affected-walk-20", "1,204 people", "1,024 people", "figure-differs", "affected.walk-20.people is 1,204 people"),
        ("hours", "66 hours", "68 hours", "figure-differs", "hours.staying is 66 hours a week"),
    ],
)  # fmt: skip
def test_a_figure_that_no_longer_matches_names_the_evidence(paragraph, before, after, rule, says):
    lint, *others = edited(paragraph, before, after)
    assert {other.sentence for other in others} <= {lint.sentence}
    assert lint.rule == rule
    assert after.split(" ")[0].strip("a ") in lint.sentence or after in lint.sentence
    assert says in lint.message
    assert paragraph in lint.where


@pytest.mark.parametrize(
    ("before", "after", "blocks"),
    [
        (" that could be met by a routine application", "", True),
        (", or (b) to secure improvements, or better access, to pharmaceutical services", "", True),
        ("would not create", "would / would not create", True),
    ],
)
def test_a_statement_that_is_not_whole_blocks(before, after, blocks):
    found = [lint for lint in edited("statement", before, after) if lint.rule == "statutory-statement"]
    assert found
    assert found[0].blocks is blocks


def test_a_statement_on_the_other_side_than_the_opinion_given_is_named():
    found = edited("statement", "would not create", "would create")
    assert [lint.rule for lint in found] == ["opinion-nobody-gave"]
    assert "“would not”, given by the Board" in found[0].message


def test_a_statement_that_is_taken_out_is_missing():
    example = poole()
    letter = draft(example.assessment, example.baseline, GIVEN)
    rest = Manuscript(tuple(p for p in of_letter(letter).passages if p.id != "statement"))
    (lint,) = check(rest, letter, example.assessment, example.baseline, GIVEN, AS_AT)
    assert lint.blocks
    assert "is missing" in lint.message


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The walk takes 12 minutes at 3 miles an hour.", "figure-without-evidence"),
        ("More than 2,300 people use the pharmacy.", "figure-without-evidence"),
        ("The pharmacy offers Pharmacy First.", "service-not-in-force"),
        ("We send this to the integrated care board.", "body-not-in-force"),
        ("The Reading Health and Wellbeing Board agrees.", "body-not-in-force"),
        ("It gives several enhanced services.", "enhanced-service"),
        ("The PNA was published in April 2018.", "pna-dated-two-ways"),
        ("Please reply by 1 September 2019.", "reply-by-passed"),
        ("6. One.\n7. Two.\n7. Three.", "paragraph-number-repeated"),
        ("The Board believes that people will manage.", "opinion-nobody-gave"),
        ("It is a 6-minute walk.", "minutes-without-speed"),
    ],
)
def test_each_rule_finds_its_defect_alone(text, rule):
    assert rules_of(text) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "The pharmacies are 450 metres apart.",
        "The closing site is at 138 High Street, Poole, BH15 1DN.",
        "Under regulation 26A(3) and Schedule 2, paragraph 19(5), see Table 12 and SI 2013/349.",
        "The pharmacy at the time gave Medicines Use Reviews.",
        "Medicines Use Reviews ended on 31 March 2021.",
        "The Bank Holiday Rota is an enhanced service.",
        "NHS England decides.",
        "The Bournemouth, Christchurch and Poole Health and Wellbeing Board writes.",
        "The PNA was published in March 2018.",
        "Please reply by 27 September 2019.",
        "1. One.\n2. Two.\n1. One again.\n2. Two again.",
        "In our opinion it would not create a gap that could be met by a routine application.",
        "The number of pharmacies and their locations are more than adequate for the area.",
    ],
)
def test_what_is_right_is_let_be(text):
    assert rules_of(text) == set()


def test_that_papers_are_silent_is_let_be_only_where_somebody_confirmed_it():
    """As the letter has it, and as somebody typed it."""
    example = poole()
    assert not [lint for lint in drafted(example) if lint.rule == "silence-not-confirmed"]
    typed = "The papers do not state the opening hours of the closing site."
    assert "silence-not-confirmed" not in rules_of(typed)
    found = lints_of(typed, unread(example))
    assert [lint.sentence for lint in found if lint.rule == "silence-not-confirmed"] == [typed]
    letter = draft(example.assessment, example.baseline, GIVEN)
    bare = unread(example)
    kept = check(
        of_letter(letter),
        draft(bare.assessment, bare.baseline, GIVEN),
        bare.assessment,
        bare.baseline,
        GIVEN,
        AS_AT,
    )
    assert "ask-staffing" in {lint.where for lint in kept if lint.rule == "silence-not-confirmed"}


def drafted(example: Example) -> tuple[Lint, ...]:
    letter = draft(example.assessment, example.baseline, GIVEN)
    return check_draft(letter, example.assessment, example.baseline, GIVEN, AS_AT)


def test_a_figure_in_the_officers_own_words_is_theirs():
    text = "The surgery has 8,412 patients."
    assert rules_of(text) == {"figure-without-evidence"}
    assert rules_of(text, officer=replace(GIVEN, local_knowledge=(text,))) == set()


def test_every_rule_says_what_it_wants():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.says.endswith(".") for rule in RULES)


def test_sentences_and_figures_are_read_as_people_read_them():
    assert list(sentences("Near St. Mary’s. It is 1.4 kilometres. Yes.")) == [
        "Near St. Mary’s.",
        "It is 1.4 kilometres.",
        "Yes.",
    ]
    assert [(str(t.number), t.unit) for t in tokens("1,204 people, 98.4%, an 8-minute walk, four pharmacies, 1.4 km")] == [
        ("1204", "people"), ("98.4", "%"), ("8", "minutes"), ("4", ""), ("1.4", "km"),
    ]  # fmt: skip
    assert not list(
        tokens("On 27 September 2019, 27/9/19, BH15 1SX, FNF64, regulation 6(4), 09:00 to 17:30, 2018-03")
    )


def test_every_rule_is_in_the_documentation():
    manual = (Path(__file__).parents[2] / "docs" / "letters.md").read_text("utf-8")
    assert [rule.id for rule in RULES if f"`{rule.id}`" not in manual] == []


@pytest.mark.parametrize(
    ("recorded", "found"), [(None, False), (date(2019, 8, 13), False), (date(2019, 8, 20), True)]
)
def test_a_receipt_learnt_after_the_assessment_asks_for_another(recorded: date | None, found: bool):
    example = poole()
    officer = replace(GIVEN, received=None if recorded is None else Received(recorded))
    letter = draft(example.assessment, example.baseline, officer)
    lints = check_draft(letter, example.assessment, example.baseline, officer, AS_AT)
    again = [lint for lint in lints if lint.rule == "time-counted-from-another-day"]
    assert bool(again) is found
    assert all("so that the last day is 4 October 2019" in lint.message for lint in again)
    assert letter.cover is not None
    [check] = [i.text for group in letter.cover.groups for i in group.items if i.id == "check-deadline"]
    assert ("Assess again" in check) is found
