"""The date from which the law is known here."""

from datetime import date

from app.domain.applications import Consolidation
from app.law.case import AnyApplication, LawError

REGULATIONS_IN_FORCE = date(2013, 4, 1)
CONSOLIDATIONS_IN_FORCE = date(2016, 12, 5)


def check_date(as_at: date) -> None:
    """Raises LawError where a day is before the Regulations. Any later day is answered: see ``app.law.searched``."""
    if as_at < REGULATIONS_IN_FORCE:
        raise LawError(
            f"The law is asked for as at {as_at}, before the Regulations (SI 2013/349) came into force on 1 "
            "April 2013. Give a later date."
        )


def check_application(application: AnyApplication) -> None:
    """Raises LawError, naming the field, where an application is older than the law under which it would be judged."""
    notice = application.notice.dated
    if notice < REGULATIONS_IN_FORCE:
        raise LawError(
            f"The notice is dated {notice}, before the Regulations (SI 2013/349) came into force on 1 April "
            "2013. Check its date against the papers.",
            "notice.dated",
        )
    if not isinstance(application, Consolidation):
        return
    for field, day in (("notice.dated", notice), ("applied", application.applied)):
        if day is not None and day < CONSOLIDATIONS_IN_FORCE:
            raise LawError(
                f"The papers give {day} for {field}, but consolidations came in on 5 December 2016. Check the date.",
                field,
            )
