"""The shapes of answers about consultations."""

from datetime import date, datetime

from app.api.answers import Answer
from app.domain.consultations import Door, Group, Stage
from app.schemas import consultations as schemas
from app.store.consultation_links import LinkKind
from app.store.messages import MessageState


class QuestionAnswer(Answer):
    """A question as it is put."""

    id: str
    """The field of an answer that takes what is said."""
    asks: str
    """The question."""
    hint: str
    """What helps to answer it."""
    limit: int
    """Characters that it takes at most; 0 where it is a choice."""


class Count(Answer):
    """How many of one sort."""

    of: str
    """The sort: a door, or a group."""
    count: int
    """How many."""


class ConsultationAnswer(Answer):
    """A consultation as it holds."""

    version: int
    """How often it was made or changed; its ETag is "consultation-" and this."""
    changed: datetime
    """When it was last changed."""
    stage: Stage
    """Where it stands today."""
    consultation: schemas.Consultation
    """When it is open and what is asked."""
    questions: list[QuestionAnswer]
    """The questions as they are put, in order."""
    last_day: date | None
    """The board's last day to reply."""
    asked: int
    """How many consultees the board asks."""
    answered: int
    """How many of them answered, by whatever door."""
    answers: int
    """How many answers there are in all."""
    unchecked: int
    """How many of these nobody has looked through yet: their words stand in no paper."""
    by_door: list[Count]
    """Answers by how they came."""
    by_group: list[Count]
    """Answers by who gave them."""


class SuggestionAnswer(Answer):
    """Somebody whom the board might ask."""

    consultee: schemas.Consultee
    """Whom, why, and the provision that names them."""
    certain: bool
    """Whether it is one body that is told in any case; false for a kind of body, or where it depends on an opinion."""
    listed: bool
    """Whether the board's list has that name already."""


class SuggestionsAnswer(Answer):
    """Whom the board might ask. It decides for itself whom it does ask."""

    suggestions: list[SuggestionAnswer]
    """In the order of the Regulations, then the wards with the most people concerned."""
    note: str | None
    """What could not be worked out, and why."""


class LinkAnswer(Answer):
    """What is kept of a link: never its token."""

    id: str
    """Its id, to revoke it by."""
    kind: LinkKind
    """Whose it is."""
    consultee: str | None
    """The id of the consultee; null for a public link."""
    made: datetime
    """When it was made."""
    expires: datetime
    """From when it opens nothing."""
    revoked: datetime | None
    """When it was revoked; null while it holds."""


class MadeLinkAnswer(LinkAnswer):
    """A link that was just made."""

    token: str
    """The secret in it, shown this once."""
    url: str
    """The link to send, with the secret in it, shown this once."""


class ConsulteeAnswer(Answer):
    """Somebody whom the board asks."""

    id: str
    """Its id."""
    consultee: schemas.Consultee
    """Whom, why, and where they are written to."""
    removed: datetime | None
    """When the board took them off its list; null while they are on it."""
    links: list[LinkAnswer]
    """Their links."""
    answers: list[int]
    """The numbers of what they answered; empty where they did not."""


class ShownAnswer(Answer):
    """An answer as it may be shown."""

    number: int
    """Which version; the last one holds."""
    by: str
    """Who made it fit to be shown."""
    at: datetime
    """When."""
    reason: str
    """Why."""
    on_behalf_of: str | None
    """The organisation; null where none was named or it is not shown."""
    uses: str | None
    """How they use the pharmacies."""
    meaning: str | None
    """What the change would mean."""
    anything_else: str | None
    """What else the board should know."""


class StoredAnswerAnswer(Answer):
    """One answer to a consultation."""

    number: int
    """Its number, from 1."""
    reference: str
    """What was given to whoever sent it."""
    door: Door
    """How it came."""
    who: Group
    """The group with which it is counted."""
    received: date
    """The day on which it came."""
    kept: datetime
    """When it was kept here."""
    entered_by: str | None
    """Who entered what came by another door than the web form."""
    consultee: str | None
    """The id of the consultee who gave it; null for somebody else."""
    name: str | None
    """The body or post of that consultee."""
    sha256: str
    """The hash of the original."""
    original: schemas.Answer | None
    """The answer as it was given; null where it was removed after its time."""
    shown: ShownAnswer | None
    """The answer as it may be shown; null until somebody has looked through it."""


class MessageAnswer(Answer):
    """A message to a consultee."""

    id: str
    """Its id."""
    consultee: str
    """The id of the consultee."""
    kind: str
    """What it is for."""
    to: str | None
    """The address; null where none is known, or where it was removed after its time."""
    subject: str
    """Its subject."""
    text: str
    """Its text. The link is in it only in the answer to the request that drafted it."""
    state: MessageState
    """Where it stands. With "sending" that stays so, and with "not known", it may have gone or not."""
    fault: str | None
    """Why it was not sent."""
    made: datetime
    """When it was drafted."""
    changed: datetime
    """When it last changed."""


class SkippedAnswer(Answer):
    """A consultee who gets no message."""

    consultee: str
    """The id of the consultee."""
    name: str
    """The body or post."""
    reason: str
    """Why."""


class MessagesAnswer(Answer):
    """Messages that were drafted or sent, and who got none."""

    messages: list[MessageAnswer]
    """The messages."""
    skipped: list[SkippedAnswer]
    """Who got none, and why."""
