"""The register of rules: each with its own id and dates, each tested with both outcomes, each reading what it declares."""

import ast
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from app.law import OPEN_QUESTIONS, register
from app.law.links import provision_links
from app.law.notes import RULES as NOTES
from app.law.register import RULES
from scripts.write_law_register import PAGE, SPEC, cited_rules, citing_tests, page

VERDICTS = {"MET", "NOT_MET", "JUDGEMENT", "SILENT", "NO_MATTER"}


def test_ids_are_unique_on_every_day_on_which_rules_change() -> None:
    for on in sorted({rule.since for rule in RULES}):
        ids = [rule.id for rule in register(on)]
        assert len(set(ids)) == len(ids), on


def test_a_rule_that_ends_is_followed_by_its_new_wording_the_next_day() -> None:
    ended = [rule for rule in RULES if rule.until is not None]
    # What has gone for good: the words on the next 14 days, whose place 34(3A) took, and the vaccinations let off for a time.
    # 7(1) went with its trusts; 7(1A), on the boards before, begins the next day.
    gone = {"sch2para34(2)", "reg64(3B)", "reg7(1)"}
    assert {rule.id for rule in ended} - gone == {
        "reg6(1)",
        "reg6(A1)",
        "reg10(6)",
        "reg24(1)(c)",
        "reg24(2)(d)",
        "reg24(3)(d)",
        "reg25(1)",
        "reg31",
        "reg64(3)",
        "reg67(2)(b)",
        "sch2para34(3B)",
        "sch2para34(4)",
    }
    for rule in ended:
        assert rule.until is not None
        following = [other.since for other in RULES if other.id == rule.id and other.since > rule.since]
        if rule.id not in gone:
            assert (min(following) - rule.until).days == 1


def test_the_register_as_at_a_day_holds_the_rules_of_that_day() -> None:
    before, since = register(date(2023, 5, 24)), register(date(2023, 5, 25))
    assert {rule.id for rule in since} - {rule.id for rule in before} == {
        "reg65A(2)",
        "reg65A(3)",
        "reg65A(4)",
        "sch2para34(3C)",
    }
    assert register() == RULES


def test_every_rule_says_how_far_its_wording_was_read_and_in_what() -> None:
    for rule in RULES:
        assert rule.source.texts, rule.id
        assert rule.source.words.startswith(rule.source.extent.value)
        assert all(text.name in rule.source.words for text in rule.source.texts)
        assert all(text.link.startswith("https://www.legislation.gov.uk/uksi/") for text in rule.source.texts)
    assert [rule.id for rule in RULES if not rule.source.read] == []


def test_what_was_read_in_si_2016_1077_alone_is_not_said_to_have_been_read_in_a_later_text() -> None:
    for rule in RULES:
        names = [text.name for text in rule.source.texts]
        if rule.id.startswith("reg26A") or rule.id == "sch2para29A":
            assert names == ["SI 2016/1077 as made"], rule.id
            assert "no later text of it was read" in rule.source.words
        assert "consolidated" not in rule.source.words


def test_no_rule_was_read_in_an_instrument_made_after_it_ended() -> None:
    """A wording that ended in March 2014 was not read in a text of 2019."""
    for rule in RULES:
        if rule.until is not None and rule.until < date(2019, 1, 1) and rule.id != "reg31":
            assert [text.name for text in rule.source.texts] == ["SI 2013/349 as made"], rule.id


def test_every_rule_links_to_its_provisions() -> None:
    for rule in RULES:
        assert rule.links
        number = rule.id.removeprefix("si2013/218").partition("(")[0]
        regulation = number.startswith("reg") and number.removeprefix(
            "regs" if number.startswith("regs") else "reg"
        )
        place = (
            f"/regulation/{regulation.partition('-')[0]}"
            if regulation
            else f"/paragraph/{number.partition('para')[2]}"
        )
        assert rule.links[0].endswith(place), rule.id


@pytest.mark.parametrize(
    ("citation", "places"),
    [
        ("regulation 24(1)(a)", ["2013/349/regulation/24"]),
        ("regulations 40, 41 and 44", [f"2013/349/regulation/{number}" for number in (40, 41, 44)]),
        ("regulation 6(1) and (A2), as amended by SI 2020/885", ["2013/349/regulation/6"]),
        ("regulation 18(2)(g), with 19(5)", ["2013/349/regulation/18", "2013/349/regulation/19"]),
        ("regulation 25(1) and (2), as it stood to 22 June 2025", ["2013/349/regulation/25"]),
        (
            "regulation 31, with Schedule 2, paragraph 6",
            ["2013/349/regulation/31", "2013/349/schedule/2/paragraph/6"],
        ),
        (
            "Schedule 2, paragraphs 29A and 34A",
            ["2013/349/schedule/2/paragraph/29A", "2013/349/schedule/2/paragraph/34A"],
        ),
        ("SI 2013/218, regulation 3(2)", ["2013/218/regulation/3"]),
    ],
)
def test_a_citation_leads_to_its_provisions(citation: str, places: list[str]) -> None:
    assert provision_links(citation) == tuple(
        f"https://www.legislation.gov.uk/uksi/{place}" for place in places
    )


def test_a_citation_of_nothing_is_refused() -> None:
    for citation in ("the Regulations", "45 days"):
        with pytest.raises(ValueError, match="names no provision"):
            provision_links(citation)


def test_what_stays_open_names_rules_that_are_there_and_what_would_settle_it() -> None:
    ids = {rule.id for rule in RULES}
    for question in OPEN_QUESTIONS:
        assert question.settled_by.endswith(".")
        assert set(question.rules) <= ids
    assert "## What stays open" in page()
    assert all(question.what in page() for question in OPEN_QUESTIONS)


def test_no_rule_is_without_a_test() -> None:
    cited = citing_tests()
    assert [rule.id for rule in RULES if rule not in NOTES and rule.id not in cited] == []


def test_no_test_cites_a_rule_that_is_not_there() -> None:
    assert set(citing_tests()) - {rule.id for rule in RULES} == set()


def test_every_limb_is_tested_with_more_than_one_outcome() -> None:
    outcomes: dict[str, set[str]] = defaultdict(set)
    for path in sorted(Path(SPEC).glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                named = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
                for rule in cited_rules(node):
                    outcomes[rule] |= named & VERDICTS
    assert [rule.id for rule in RULES if rule.kinds and len(outcomes[rule.id]) < 2] == []


@pytest.mark.parametrize("rule", NOTES, ids=lambda rule: f"{rule.id} from {rule.since}")
def test_a_note_is_stated_and_not_applied(rule: object) -> None:
    assert rule.kinds == ()  # type: ignore[attr-defined]
    assert rule() is None  # type: ignore[operator]


def test_the_page_in_the_docs_is_written_from_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/write_law_register.py"
