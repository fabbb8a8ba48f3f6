"""The officer's part as JSON: what people decide and add."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from app.domain import officer as domain
from app.schemas.fields import IsoDate, Line, Text, Texts
from app.schemas.mirror import Mirror, build

Choice = Annotated[domain.Choice, Field(strict=False)]


class Opinion(Mirror):
    """The board's opinion on a consolidation: Schedule 2 paragraph 19(5). It is never filled in by the service."""

    choice: Choice
    """"would" or "would not" (create a gap that a routine application could meet)."""
    given_by: Line
    """Who gave the opinion: the body or the post that may give it for the board."""
    given_on: IsoDate
    """The date on which it was given."""
    reasons: Text | None = None
    """The board's reasons, in its own words."""

    def value(self) -> domain.Opinion:
        """The opinion as a frozen value."""
        return build(domain.Opinion, self)


class OfficerPart(Mirror):
    """What people decide and add to the paper; it stands apart from what was computed and is shown as theirs."""

    opinion: Opinion | None = None
    """The opinion on the gap; left open until a person gives it. On consolidations only."""
    no_response_reason: Text | None = None
    """Why the board makes no representation, for the record."""
    local_knowledge: Texts = Field(default_factory=list)
    """Matters that the board knows and the papers do not state, each as a paragraph."""
    assurances: Texts = Field(default_factory=list)
    """Further assurances that the board seeks, each as a paragraph."""
    wishes_to_be_heard: bool | None = None
    """Whether the board wishes to be heard if there is an oral hearing: Schedule 2 paragraph 25."""
    heard_on: Text | None = None
    """The matter on which it wishes to be heard."""
    signatory: Line | None = None
    """Who signs: a post or a body."""
    authority: Line | None = None
    """The authority by which they sign, such as the meeting that resolved it."""

    def value(self) -> domain.OfficerPart:
        """The officer's part as a frozen value."""
        return build(domain.OfficerPart, self)


OFFICER_PART: TypeAdapter[OfficerPart] = TypeAdapter(OfficerPart)
