"""What a question page can ask for."""

from dataclasses import dataclass
from enum import Enum

from app.domain.applications import Consolidation, Relocation
from app.domain.entered import optional_fields
from app.domain.other_applications import OtherApplication


class How(Enum):
    """How a field is answered."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "yes, no or not said"
    CHOICE = "choice"
    TICK = "tick"
    WEEK = "week"
    SERVICES = "services"
    BOARD = "board"
    LISTED = "premises of the list"


LEFT_OUT = frozenset(
    path for kind in (Relocation, Consolidation, OtherApplication) for path in optional_fields(kind)
)
"""The paths of all fields that papers of some kind may leave out."""


@dataclass(frozen=True)
class Field:
    """One field of a page. ``path`` is where its value stands in the document of the API.

    ``label`` is the question, ``name`` what errors and summaries call it. ``options`` are values and texts of a choice.
    ``silent`` offers "the papers do not say" as an answer of a choice.
    """

    path: str
    how: How
    label: str
    name: str
    hint: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    silent: bool = True
    narrow: int = 0

    @property
    def id(self) -> str:
        """The id of its control on the page."""
        return self.path.replace(".", "-")

    @property
    def may_be_silent(self) -> bool:
        """Whether papers may leave it out, so that somebody can confirm that they do."""
        return self.path in LEFT_OUT

    @property
    def ticked_as_silent(self) -> bool:
        """Whether that is confirmed by a box of its own; in a choice it is one of the answers."""
        return self.may_be_silent and self.how not in (
            How.YES_NO,
            How.CHOICE,
            How.SERVICES,
            How.BOARD,
            How.LISTED,
        )


@dataclass(frozen=True)
class Question:
    """One page. ``slug`` is its place in the address; ``section`` the part of the task list that it stands in."""

    slug: str
    section: str
    title: str
    fields: tuple[Field, ...]
    text: str = ""
    more: str = ""

    @property
    def required(self) -> bool:
        """Whether something on it has to be answered."""
        return any(field.required for field in self.fields)
