"""Who may decide for the board: SI 2013/218, regulation 3. The reading is the authors' own; a board should take advice."""

from app.domain.findings import Flag
from app.law.rule import Judge, rule
from app.law.sources import READ_2013_218

CITATION = "SI 2013/218, regulation 3(2)"
BODIES = ("board", "committee")
OFFICERS = ("chair", "officer", "director", "team", "consultant", "manager", "head of", "chief")


@rule(
    "si2013/218reg3",
    CITATION,
    "Unless the council directs otherwise, a board may arrange for its own statutory functions to be "
    "discharged by a sub-committee; an officer is named only for functions that the council has lent to the "
    "board (section 196(2) of the Health and Social Care Act 2012).",
    judge=Judge.TEXT,
    source=READ_2013_218,
)
def sign_off_warning(body: str | None) -> Flag | None:
    """What to look at where somebody is to sign off for the board; None for a board or a sub-committee."""
    if body is None:
        return Flag(
            "sign-off-not-recorded",
            "It is not recorded who signs off for the board. Record the body and by what authority.",
            citation=CITATION,
        )
    name = body.lower()
    if any(word in name for word in BODIES) and not any(word in name for word in OFFICERS):
        return None
    return Flag(
        "sign-off-by-officer",
        f"{body} is to sign off. The regulation speaks of sub-committees for a board's own functions, and of "
        "officers only for functions lent by the council. Take legal advice, and record the authority.",
        citation=CITATION,
    )


RULES = (sign_off_warning,)
