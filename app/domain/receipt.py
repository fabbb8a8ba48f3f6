"""What is learnt of a notice after an assessment was made, and what that does to the time that the assessment counts."""

from app.domain.deadlines import Given, deadline
from app.domain.officer import OfficerPart, as_known
from app.domain.other_applications import AnyApplication
from app.domain.rounding import day_said


def assess_again(application: AnyApplication, part: OfficerPart | None, board: str | None) -> str | None:
    """Why an assessment of the application counts another time than the case does now; None where both count the same.

    ``application`` is as it was assessed, ``part`` what people have recorded since, ``board`` the code of the
    relevant board's area. Raises ApplicationError where the two do not go together.
    """
    then, now = deadline(application.notice, board), deadline(as_known(application, part).notice, board)
    if then.given == now.given:
        return None
    was = (
        "does not count the 45 days, as the day on which notice was given to the board was not recorded"
        if then.given is None
        else f"counts the 45 days from {day_said(then.given)}"
        + (", the date of the notice" if then.basis is Given.DATED else "")
    )
    recorded = (
        "that day is no longer recorded"
        if now.basis is not Given.RECEIVED or now.given is None or now.last_day is None
        else f"notice is now recorded as given to the board on {day_said(now.given)}, so that the last day is "
        f"{day_said(now.last_day)}"
    )
    return f"The assessment {was}; {recorded}. Assess again, and draft the papers from that."
