"""The register of rules: each with its own id and dates, each tested with both outcomes, each reading what it declares."""

import ast
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from app.law import register
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
    assert {rule.id for rule in ended} == {"reg6(1)", "reg24(3)(d)", "reg25(1)", "reg67(2)(b)"}
    for rule in ended:
        assert rule.until is not None
        following = [other.since for other in RULES if other.id == rule.id and other.since > rule.since]
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


def test_every_rule_says_how_far_its_wording_was_read() -> None:
    assert all(rule.source.words for rule in RULES)
    assert [rule.id for rule in RULES if not rule.source.read] == []
    assert any("amend" in rule.source.words for rule in RULES), (
        "what was not read of later amendments is said"
    )


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


@pytest.mark.parametrize("rule", NOTES, ids=lambda rule: rule.id)
def test_a_note_is_stated_and_not_applied(rule: object) -> None:
    assert rule.kinds == ()  # type: ignore[attr-defined]
    assert rule() is None  # type: ignore[operator]


def test_the_page_in_the_docs_is_written_from_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/write_law_register.py"
