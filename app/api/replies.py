"""What a consultation came to, as papers may say it: numbers, and words that somebody looked through."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.consultations import Stage, words_in_one
from app.domain.responses import Consulted, Response
from app.store.answers import StoredAnswer
from app.store.repository import Repository

NOT_LOOKED_THROUGH = "Not quoted: nobody has looked through it yet."
WITHHELD = "Not quoted: all of it could tell who it is from."


@dataclass(frozen=True)
class Replies:
    """The responses in the order in which they came, and the numbers; None where the board asked nobody."""

    responses: tuple[Response, ...] = ()
    consulted: Consulted | None = None


NOBODY_ASKED = Replies()


def replies_to(records: Repository, application_id: str) -> Replies:
    """What the consultation on an application came to. Raises NotStoredError."""
    held = records.consultations.read(application_id)
    if held is None:
        return NOBODY_ASKED
    answers = records.answers.every(application_id)
    consultees = records.consultations.consultees(application_id)
    consulted = Consulted(
        opens=held.consultation.opens,
        closes=held.consultation.closes,
        public=held.consultation.public,
        asked=len(consultees),
        answered=sum(bool(each.answers) for each in consultees),
        answers=len(answers),
        unchecked=sum(answer.shown is None for answer in answers),
        doors=_counted(answer.door.value for answer in answers),
        groups=_counted(answer.who.value for answer in answers),
    )
    ordered = sorted(answers, key=lambda answer: (answer.received, answer.number))
    return Replies(tuple(_response(answer) for answer in ordered), consulted)


def warnings_of(records: Repository, application_id: str, today: date) -> tuple[str, ...]:
    """What to look at before a consultation is said to be done. None of it bars anything."""
    held = records.consultations.read(application_id)
    if held is None:
        return ("There is no consultation here on this application: nobody was asked through this service.",)
    found = []
    stage, value = held.consultation.stage(today), held.consultation
    if stage is Stage.NOT_OPEN:
        found.append(f"The consultation opens on {_day(value.opens)} only.")
    if stage is Stage.OPEN:
        found.append(f"The consultation is open until {_day(value.closes)}: more answers may come.")
    unchecked = sum(answer.shown is None for answer in records.answers.every(application_id))
    if unchecked:
        found.append(f"Answers that nobody has looked through, and that no paper quotes: {unchecked}.")
    return tuple(found)


def _response(answer: StoredAnswer) -> Response:
    """One response as a paper may say it: a consultee by its body or post, anybody else by their group."""
    body = answer.name or answer.who.value.capitalize()
    if answer.shown is None:
        return Response(body, answer.door.value, answer.received, NOT_LOOKED_THROUGH)
    shown = answer.shown.redaction
    if answer.name is None and shown.on_behalf_of:
        body = shown.on_behalf_of
    return Response(body, answer.door.value, answer.received, words_in_one(shown) or WITHHELD)


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda each: (-each[1], each[0])))
