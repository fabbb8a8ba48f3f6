"""The register: every rule, in the order of the Regulations."""

from datetime import date
from functools import lru_cache

from app.law import (
    notes,
    notifiees,
    regulation_6,
    regulation_18_19,
    regulation_24,
    regulation_24_refusals,
    regulation_25,
    regulation_26,
    regulation_26a,
    regulation_26a_consents,
    regulation_31,
    regulation_65a,
    schedule_2,
    schedule_3,
    sign_off,
)
from app.law.period import check_date
from app.law.rule import Rule

CHAPTERS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Regulations 4 and 6: the map, revised assessments and supplementary statements", regulation_6.RULES),
    ("Regulations 18, 19 and 22: routine applications", regulation_18_19.RULES),
    ("Regulation 24: relocations", (*regulation_24.RULES, *regulation_24_refusals.RULES)),
    ("Regulations 25 and 25A: distance-selling premises", regulation_25.RULES),
    ("Regulation 26: change of ownership", regulation_26.RULES),
    (
        "Regulation 26A: consolidations",
        (*regulation_26a.RULES[:-1], *regulation_26a_consents.RULES, *regulation_26a.RULES[-1:]),
    ),
    ("Regulation 31: same or adjacent premises", regulation_31.RULES),
    ("Regulation 65A: opening-hours directions", regulation_65a.RULES),
    ("Schedule 2: procedure", (*schedule_2.RULES[:3], *notifiees.RULES, *schedule_2.RULES[3:])),
    ("Schedules 2 and 3: after the decision", schedule_3.RULES),
    ("SI 2013/218: who may decide for a board", sign_off.RULES),
    ("For reference: rules that bind others", notes.RULES),
)
RULES: tuple[Rule, ...] = tuple(rule for _, rules in CHAPTERS for rule in rules)


def register(as_at: date | None = None) -> tuple[Rule, ...]:
    """Every rule in force on a day, or every rule there is. Raises LawError where the law of that day is not known."""
    if as_at is None:
        return RULES
    check_date(as_at)
    return _in_force(as_at)


@lru_cache(64)
def _in_force(as_at: date) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.in_force(as_at))
