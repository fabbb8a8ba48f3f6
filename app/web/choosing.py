"""Addresses that name something there is none of: what there is instead, as links."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from app.api.problems import Problem
from app.api.services import Services
from app.web.shell import day

AsTyped = Annotated[str | None, Query(alias="assessment")]
"""The number of an assessment as it stands in an address, whatever somebody made of it."""

LONGEST = 60
"""Characters of an address that are said back."""


@dataclass(frozen=True)
class Choice:
    """A link to what there is."""

    text: str
    href: str


class NotThereError(Problem):
    """What an address asks for is not there. ``heading`` says so; ``choices`` are what is."""

    def __init__(
        self, heading: str, detail: str, choices: tuple[Choice, ...], kind: str = "not-found"
    ) -> None:
        self.heading, self.choices = heading, choices
        super().__init__(kind, detail)


def assessment_asked(
    services: Services, application_id: str, typed: str | None, here: str, more: str = ""
) -> int | None:
    """The number of the assessment that an address asks for, None for the latest.

    ``here`` is the address of the page, ``more`` what its query has besides. Raises NotThereError, NotStoredError.
    """
    with services.database.reading() as records:
        notes = records.assessments(application_id)
    if not notes:
        run = Choice("Run an assessment", f"/cases/{application_id}/assessment#run")
        raise NotThereError("There is no assessment yet", "This case has not been assessed yet.", (run,))
    if typed is None:
        return None
    found = next((note.number for note in notes if typed == str(note.number)), None)
    if found is None:
        raise NotThereError(
            "There is no such assessment",
            f"This case has no assessment “{typed[:LONGEST]}”. Choose one that it has.",
            tuple(
                Choice(
                    f"Assessment {note.number}, of the law as at {day(note.as_at)}",
                    f"{here}?assessment={note.number}{f'&{more}' if more else ''}",
                )
                for note in reversed(notes)
            ),
        )
    return found
