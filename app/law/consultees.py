"""Whom a board might ask before it answers: those whom the Regulations have told of the application.

The Regulations ask the board to answer; they do not say whom it must ask first. Those who are told anyway (Schedule 2,
paragraph 19(1) to (3)) are whom they hold to have an interest. Which body it is by name depends on the place and is not
known here: it is named by its role, as it is called on the date, for the board's area.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.consultations import Consultee, Group
from app.domain.findings import Notifiee
from app.law.bodies import bodies

GROUPS = {
    "(a)": Group.PROFESSIONS,
    "(b)": Group.PROFESSIONS,
    "(c)": Group.PROFESSIONS,
    "(d)": Group.PROFESSIONS,
    "(e)": Group.PATIENTS,
    "(f)": Group.PROFESSIONS,
    "(h)": Group.BOARDS,
}
"""The group of those whom each sub-paragraph of paragraph 19(1) and (3) names."""

TOLD = "The Regulations have them told of the application"


@dataclass(frozen=True)
class Suggestion:
    """Somebody whom the board might ask. ``certain`` is False where that depends on an opinion, or is a kind of body."""

    consultee: Consultee
    certain: bool


def suggested_by_law(
    notifiees: tuple[Notifiee, ...], board: str | None, as_at: date
) -> tuple[Suggestion, ...]:
    """Those who are told of an application, without the board itself, in the order of the paragraph.

    ``board`` is the name of the board that asks. Raises LawError for a date on which the Regulations were not in force.
    """
    here = f" for the area of {board or 'the board'}"
    found = []
    for notifiee in notifiees:
        if notifiee.name == (board or "the relevant Health and Wellbeing Board"):
            continue
        where = notifiee.citation[-3:]
        name = _called(notifiee.name, as_at) + (here if _is_role(notifiee.name) else "")
        consultee = Consultee(
            name=name[0].upper() + name[1:],
            group=GROUPS.get(where, Group.OTHERS),
            why=f"{TOLD}{_joined(notifiee.why)}.",
            citation=notifiee.citation,
        )
        found.append(Suggestion(consultee, notifiee.certain))
    return tuple(found)


def _joined(why: str) -> str:
    """A reason as the end of a sentence: a condition follows on, a fact after a colon."""
    return f" {why}" if why.startswith(("if", "where", "always")) else f": {why}"


def _is_role(name: str) -> bool:
    """Whether a name says what a body is and not whose: then its place has to be said."""
    return (
        " for " not in name and not name.startswith(("LPS", "contractors", "other")) and "Board" not in name
    )


def _called(name: str, as_at: date) -> str:
    """The name of a role as it is on a date."""
    held = bodies(as_at)
    return name.replace("the local Healthwatch", held.healthwatch.name, 1) if "Healthwatch" in name else name
