"""Consultations, consultees, answers and redactions as JSON."""

from typing import Annotated

from pydantic import Field

from app.domain import consultations as domain
from app.schemas.fields import IsoDate, Line, Text
from app.schemas.mirror import Mirror, build

GroupName = Annotated[domain.Group, Field(strict=False)]
DoorName = Annotated[domain.Door, Field(strict=False)]
Words = Annotated[str, Field(max_length=domain.TEXT_LIMIT)]
Questions = Annotated[list[Annotated[str, Field(max_length=20)]], Field(max_length=len(domain.QUESTIONS))]


class Consultation(Mirror):
    """A consultation of the board on an application: when it is open, and what is asked."""

    opens: IsoDate
    """The first day on which answers are taken."""
    closes: IsoDate
    """The last day; at least three working days before the board's last day to reply."""
    contact: Line
    """Where to ask, or to answer otherwise: a post or a team, not a person."""
    proposal: Text | None = None
    """What the board says of the proposal in its own words, beside what the service says."""
    public: bool = False
    """Whether everybody is asked, by a public link."""
    questions: Questions = Field(default_factory=lambda: [question.id for question in domain.QUESTIONS])
    """The questions that are asked: who, on_behalf_of, uses, meaning, anything_else. "who" is always asked."""

    def value(self) -> domain.Consultation:
        """The consultation as a frozen value. Raises ConsultationError."""
        return build(domain.Consultation, self)


class Consultee(Mirror):
    """Somebody whom the board asks: a body or a post, not a person by name."""

    name: Line
    """The body or post."""
    group: GroupName
    """The group with which their answer is counted."""
    why: Annotated[str, Field(max_length=1_000)] = ""
    """Why they are asked."""
    citation: Annotated[str, Field(max_length=300)] = ""
    """The provision that names them, where one does."""
    email: Line | None = None
    """An office's e-mail address."""
    post: Annotated[str, Field(max_length=1_000)] | None = None
    """A postal address."""

    def value(self) -> domain.Consultee:
        """The consultee as a frozen value. Raises ConsultationError."""
        return build(domain.Consultee, self)


class Contact(Mirror):
    """Where a consultee is written to."""

    email: Line | None = None
    """An office's e-mail address; null where there is none."""
    post: Annotated[str, Field(max_length=1_000)] | None = None
    """A postal address; null where there is none."""


class Answer(Mirror):
    """What somebody answers. At least one of uses, meaning and anything_else is given."""

    who: GroupName
    """The group with which it is counted."""
    on_behalf_of: Line | None = None
    """The organisation that it is given for."""
    uses: Words | None = None
    """How they use the pharmacies."""
    meaning: Words | None = None
    """What the change would mean for them, or those they speak for."""
    anything_else: Words | None = None
    """What else the board should know."""

    def value(self) -> domain.Answer:
        """The answer as a frozen value. Raises ConsultationError."""
        return build(domain.Answer, self)


class Redaction(Mirror):
    """An answer as it may be shown: without what tells who somebody is. Fields that are left out are not shown."""

    reason: Annotated[str, Field(min_length=1, max_length=1_000)]
    """Why it was changed, or that nothing had to be. It repeats nothing that was taken out."""
    unchanged: bool = False
    """Says that the answer may be shown as it is: somebody looked through it. No words are given then."""
    on_behalf_of: Line | None = None
    """The organisation, as it may be shown."""
    uses: Words | None = None
    """How they use the pharmacies, as it may be shown."""
    meaning: Words | None = None
    """What the change would mean, as it may be shown."""
    anything_else: Words | None = None
    """What else the board should know, as it may be shown."""

    def value(self) -> domain.Redaction:
        """The redaction as a frozen value; ``unchanged`` is for the caller to see to. Raises ConsultationError."""
        return domain.Redaction(self.reason, self.on_behalf_of, self.uses, self.meaning, self.anything_else)
