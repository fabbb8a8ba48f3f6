"""Schedule 2, paragraph 19(5): the statement that the relevant board must make on a consolidation.

It has the full qualifier ("that could be met by a routine application") and both heads, and leaves the opinion open: that
is the board's, and nobody else's word stands in for it.
"""

from app.domain.applications import Consolidation
from app.domain.assessments import OpenStatement
from app.law.case import Case

CITATION = "Schedule 2, paragraph 19(5)"
CHOICES = ("would", "would not")
OPEN_OPINION = "[would / would not]"
BOARD = "Health and Wellbeing Board"


def open_statement(application: Consolidation, case: Case) -> OpenStatement:
    """The sentence with board, reference and closing premises filled in and the opinion left open.

    The reference is that of the notice: whoever sent it knows no other. The premises are as the papers name them.
    """
    name = case.text("hwb.relevant.name") or BOARD
    if BOARD.casefold() not in name.casefold():
        name = f"{name} {BOARD}"
    board = name if name.casefold().startswith("the ") else f"the {name}"
    closing = application.closing
    premises = ", ".join((closing.name, closing.full_address))
    text = (
        f"In the opinion of {board}, if application {application.notice.reference} is granted, the removal of "
        f"{premises} from the pharmaceutical list {OPEN_OPINION} create a gap in pharmaceutical services "
        "provision that could be met by a routine application (a) to meet a current or future need for "
        "pharmaceutical services, or (b) to secure improvements, or better access, to pharmaceutical "
        "services."
    )
    return OpenStatement(CITATION, text, CHOICES)


def with_opinion(statement: OpenStatement, choice: str) -> str:
    """The statement with an opinion given. Raises ValueError where it is not one of the statement's choices."""
    if choice not in statement.choices:
        raise ValueError(f"{choice!r} is no opinion; give one of: {', '.join(statement.choices)}.")
    return statement.text.replace(OPEN_OPINION, choice)
