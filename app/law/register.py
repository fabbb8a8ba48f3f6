"""The register: every rule, in the order of the Regulations."""

from datetime import date

from app.law import (
    regulation_24,
    regulation_24_refusals,
    regulation_26a,
    regulation_26a_consents,
    regulation_31,
    regulation_65a,
)
from app.law.period import check_date
from app.law.rule import Rule

RULES: tuple[Rule, ...] = (
    *regulation_24.RULES,
    *regulation_24_refusals.RULES,
    *regulation_26a.RULES[:-1],
    *regulation_26a_consents.RULES,
    *regulation_26a.RULES[-1:],
    *regulation_31.RULES,
    *regulation_65a.RULES,
)


def register(as_at: date | None = None) -> tuple[Rule, ...]:
    """Every rule in force on a day, or every rule there is. Raises LawError where the law of that day is not known."""
    if as_at is None:
        return RULES
    check_date(as_at)
    return tuple(rule for rule in RULES if rule.in_force(as_at))
