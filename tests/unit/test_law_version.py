"""The version of the law follows from what the rules say and how they decide, and from nothing else."""

from datetime import date
from importlib.resources import files

import pytest

from app.law import law_version
from app.law.register import CHAPTERS
from app.law.version import _sources, version_of

NEWEST = date(2025, 10, 1)
RULE = '''"""A regulation."""
from app.law.rule import Judge, met, not_met, rule

LIMIT = 500.0
"""Metres."""


@rule("reg1", "regulation 1", "Whether the sites are near.", judge=Judge.OBJECTIVE, since=date(2013, 4, 1))
def near(metres: float) -> Outcome:
    """Met where they are."""
    # As the crow flies.
    return met("Near.") if metres < LIMIT else not_met(f"{metres:.0f} metres, more than {LIMIT:.0f}.")
'''


def version(source: str) -> str:
    return version_of({"law.one.py": source}, NEWEST)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"regulation 1"', '"regulation 1(1)"'),
        ("Whether the sites are near.", "Whether the sites are next door."),
        ("date(2013, 4, 1)", "date(2013, 4, 2)"),
        ("Judge.OBJECTIVE", "Judge.OPINION"),
        ("judge=", 'reads=("distance.straight",), judge='),
        ("metres < LIMIT", "metres <= LIMIT"),
        ("500.0", "501.0"),
        ("Near.", "Close."),
        (" metres, more than ", " m, more than "),
        ("{LIMIT:.0f}", "{LIMIT:.1f}"),
        ("more than {LIMIT:.0f}", "more than {metres:.0f}"),
        ("\n    return", "\n    metres += 1\n    return"),
    ],
)
def test_what_a_rule_says_or_decides_is_part_of_the_version(before: str, after: str) -> None:
    assert RULE.count(before) == 1
    assert version(RULE.replace(before, after)) != version(RULE)


def test_another_rule_and_another_module_are_part_of_the_version() -> None:
    another = RULE + RULE[RULE.index("@rule") :].replace("reg1", "reg2").replace("near(", "far(")
    assert version(another) != version(RULE)
    assert version_of({"law.one.py": RULE, "law.two.py": RULE}, NEWEST) != version(RULE)
    assert version_of({"law.one.py": RULE}, date(2026, 4, 1)) != version(RULE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# As the crow flies.", "# In a straight line."),
        ('"""Met where they are."""', '"""Met where the sites are near."""'),
        ('"""Metres."""', '"""In metres."""'),
        ("metres: float) -> Outcome", "metres)"),
        ("from app.law.rule import Judge, met, not_met, rule", "from app.law.rule import Judge, met, rule"),
        ("\n\n\n@rule(", "\n@rule(\n    "),
        ("\n", "\r\n"),
    ],
)
def test_what_bears_on_no_outcome_is_no_part_of_the_version(before: str, after: str) -> None:
    assert before in RULE
    assert version(RULE.replace(before, after)) == version(RULE)


def test_the_version_is_the_same_on_every_system_and_python() -> None:
    """Written down once under Python 3.11: another version of Python that reads a tree otherwise would fail here."""
    shapes = RULE + (
        'def more(x, *y, k=1, **z):\n    match x:\n        case [1, *rest] if k:\n            return f"{x!r:>{k}} a" f"{{b}}c"\n'
        "        case {'a': None, **others}:\n            return lambda v=1, /: (yield v)\n"
        "    with open(x) as f, open(k):\n        return [a for a in y if a is not ...], b'1', 1e3, 'é', -1\n"
    )
    assert version(shapes) == "2025-10-01.871289be"


def test_every_module_of_the_law_is_part_of_the_version_of_the_service() -> None:
    """Read as the service reads them: one more, or one changed, is another version."""
    sources = _sources()
    assert {
        f"law.{module.name}" for module in files("app.law").iterdir() if module.name.endswith(".py")
    } - set(sources) == {"law.version.py"}
    newest = max(rule.since for _, rules in CHAPTERS for rule in rules)
    assert law_version() == version_of(sources, newest) == law_version()
    for name in ("law.points.py", "domain.services.py", "domain.deadlines.py"):
        assert version_of({**sources, name: f"{sources[name]}\nONE_MORE = 1\n"}, newest) != law_version()
