"""The dates between which the law is known here."""

from datetime import date, timedelta

from app.law.case import LawError

REGULATIONS_IN_FORCE = date(2013, 4, 1)
CONSOLIDATIONS_IN_FORCE = date(2016, 12, 5)
CHECKED_TO = date(2026, 6, 25)
"""The latest day up to which changes to the law were looked for."""
HORIZON = timedelta(days=2 * 365)
"""How long after ``CHECKED_TO`` the law is still read as it then stood, with a flag."""


def check_date(as_at: date) -> None:
    """Raises LawError where the law of a day is not known here."""
    if as_at < REGULATIONS_IN_FORCE:
        raise LawError(
            f"The law is asked for as at {as_at}, before the Regulations (SI 2013/349) came into force on 1 "
            "April 2013. Give a later date."
        )
    if as_at > CHECKED_TO + HORIZON:
        raise LawError(
            f"The law is asked for as at {as_at}, but changes to it were looked for up to {CHECKED_TO} only. "
            "Give an earlier date, or bring the rules up to date."
        )
