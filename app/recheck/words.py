"""Names of what moved, in words: findings by their citation, flags by what they say, figures by what they measure."""

from functools import cache

from app.domain.baselines import AccessStandard, Mode
from app.domain.evidence import Scalar
from app.domain.flags import FLAGS
from app.domain.rounding import half_up, listed
from app.law import register
from app.recheck.causes import Attributed, Cause
from app.recheck.conclusions import Moved
from app.recheck.successors import Followed

FIGURES = {
    "hwb.relevant": "board in whose area the premises lie",
    "distance.straight": "distance between the sites in a straight line, metres",
    "distance.walk": "walk between the sites, metres",
    "alternatives.straight": "pharmacies left within a mile in a straight line",
    "alternatives.walk": "pharmacies left within a mile’s walk",
    "hours.lost": "opening hours lost a week",
    "services.lost": "services lost",
    "pna.gaps": "gaps that the needs assessment states for the locality",
    "site.leaving.listed": "code on the pharmacy list of the site that is left",
    "site.staying.listed": "code on the pharmacy list of the site that stays",
}
"""Figures of a conclusion by id; those of a standard are in ``OF_A_STANDARD``."""

OF_A_STANDARD = {
    "coverage.before": "people within the standard without the change applied for",
    "coverage.after": "people within the standard with the change applied for",
    "coverage.gained": "people who gain the standard",
    "coverage.lost": "people who lose the standard",
    "coverage.people": "people measured",
    "coverage.not_measured": "people not measured, as the streets of the data cannot tell",
    "coverage.may_lose": "people who may lose the standard, which the streets of the data cannot tell",
    "affected.people": "people whose nearest pharmacy changes",
    "affected.change_mean": "mean change of their trip in metres, or minutes by car",
    "affected.change_worst": "largest change of their trip in metres, or minutes by car",
    "accustomed.people": "people whose nearest pharmacy is the one that moves",
    "accustomed.change_mean": "mean change of their trip, to the new place, in metres, or minutes by car",
    "accustomed.change_worst": "largest change of their trip, to the new place, in metres, or minutes by car",
}
NO_VALUE = {"site.leaving.listed": "not found on the list", "site.staying.listed": "not found on the list"}
"""What no value of a figure means, where it is not that it is not known."""

SITES = {
    "existing": "the existing premises",
    "closing": "the closing premises",
    "continuing": "the continuing premises",
    "premises": "the premises",
}
"""Sites of an application that are looked for on the list, by the field of its papers."""

KINDS = {"duty": "Duty to make a statement", "finding": "Finding", "flag": "Flag", "figure": "Figure"}
CAUSES = {
    Cause.PHARMACIES: "the pharmacy list",
    Cause.STREETS: "the streets",
    Cause.POPULATION: "the population",
    Cause.STANDARD: "the needs assessment: its standard or its findings",
    Cause.LAW: "the day on which the law is read",
    Cause.METHOD: "the method of measuring, or the rules of law, of this service",
    Cause.TOGETHER: "several inputs together, none of them alone",
}
MODES = {Mode.WALK: "on foot", Mode.DRIVE: "by car", Mode.STRAIGHT_LINE: "in a straight line"}


def moved_words(moved: Moved) -> str:
    """What moved, in words."""
    if moved.kind == "duty":
        return KINDS["duty"]
    if moved.kind == "flag":
        return f"Flag: {FLAGS.get(moved.name, moved.name)}"
    if moved.kind == "finding":
        return f"Finding on {_citations().get(moved.name, moved.name)}"
    return f"Figure: {figure_words(moved.name)}"


def figure_words(name: str) -> str:
    """What a figure measures; the id itself where there are no words for it.

    A standard is called by its id: under one id two assessments of needs may mean two things.
    """
    if name in FIGURES:
        return FIGURES[name]
    family, _, rest = name.partition(".")
    standard_id, _, part = rest.rpartition(".")
    words = OF_A_STANDARD.get(f"{family}.{part}")
    return name if words is None else f"{words} (standard {standard_id})"


def standard_words(standard: AccessStandard) -> str:
    """A standard: "20 minutes on foot at 3 miles an hour"."""
    pace = f" at {standard.speed.name}" if standard.speed else ""
    minutes = f"{standard.minutes:g}"
    return f"{minutes} minutes {MODES[standard.mode]}{pace}"


def value_words(moved: Moved, value: Scalar) -> str:
    """A value as a reader reads it; "not known" where there is none, "not raised" of a flag."""
    if moved.kind == "flag":
        return "raised" if value else "not raised"
    if value is None:
        return "not there" if moved.kind == "finding" else NO_VALUE.get(moved.name, "not known")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{int(value):,}" if value == int(value) else f"{half_up(value, '0.1'):,}"
    return str(value)


def followed_words(followed: Followed) -> str:
    """Premises under another code: how they were measured, and why they are believed to be the same."""
    if followed.new is not None:
        return f"Measured on the new list as {followed.new}: {followed.why}."
    return (
        f"What followed {followed.old} is not known: {followed.why}. It was measured each way: what is the same "
        "whichever it is is given, and the rest is not known."
    )


def causes_words(change: Attributed) -> str:
    """The inputs that moved something, in words."""
    if change.causes == (Cause.TOGETHER,) and change.inputs:
        return f"{listed([CAUSES[cause] for cause in change.inputs])}, together and not alone"
    return listed([CAUSES[cause] for cause in change.causes])


@cache
def _citations() -> dict[str, str]:
    return {rule.id: rule.citation for rule in register()}
