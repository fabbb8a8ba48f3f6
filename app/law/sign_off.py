"""Who may form the board's opinion: SI 2013/218, regulation 3. The reading is the authors' own; a board should take advice.

The opinion and the signature are two things: an officer may sign what the board, or its sub-committee, decided.
"""

from app.domain.findings import Flag
from app.law.rule import Judge, rule
from app.law.sources import READ_2013_218

CITATION = "SI 2013/218, regulation 3(2)"
BODIES = ("board", "committee")
OFFICERS = ("chair", "officer", "director", "team", "consultant", "manager", "head of", "chief")
NO_POWER = (
    "no power to delegate this to an officer was found: regulation 3(2) of SI 2013/218 lets a board arrange for its own "
    "functions to be discharged by a sub-committee, and names officers for functions alone that the council has lent to the "
    "board (section 196(2) of the Health and Social Care Act 2012). It was read as made; of its amendments SI 2024/16 was "
    "looked at, which leaves it as it was"
)
"""What is said of an officer, with what was read."""


def may_form(body: str) -> bool:
    """Whether a name is that of a board or a sub-committee of one, and not of a post."""
    name = body.lower()
    return any(word in name for word in BODIES) and not any(word in name for word in OFFICERS)


@rule(
    "si2013/218reg3",
    CITATION,
    "Unless the council directs otherwise, a board may arrange for its own statutory functions to be "
    "discharged by a sub-committee; an officer is named only for functions that the council has lent to the "
    "board (section 196(2) of the Health and Social Care Act 2012).",
    judge=Judge.TEXT,
    source=READ_2013_218,
)
def formed_by_warning(body: str) -> str | None:
    """What to look at where somebody formed the board's opinion; None for a board or a sub-committee."""
    if may_form(body):
        return None
    return (
        f"The opinion is recorded as formed by {body}. It is the board’s, or that of a sub-committee of it: {NO_POWER}. "
        "Have the board or its sub-committee form it, or take legal advice; an officer may then sign what was decided."
    )


def sign_off_warning(body: str | None) -> Flag | None:
    """What to look at where somebody is to sign off for the board; None for a board or a sub-committee."""
    if body is None:
        return Flag(
            "sign-off-not-recorded",
            "It is not recorded who signs off for the board. Record the body and by what authority.",
            citation=CITATION,
        )
    return None if may_form(body) else by_an_officer(body)


def by_an_officer(body: str) -> Flag:
    """What to look at where an officer signs for the board."""
    return Flag(
        "sign-off-by-officer",
        f"{body} is to sign off. An officer may sign what the board or its sub-committee decided, and may not form the "
        f"board’s opinion for it: {NO_POWER}. Record who decided, and by what authority the officer signs.",
        citation=CITATION,
    )


RULES = (formed_by_warning,)
