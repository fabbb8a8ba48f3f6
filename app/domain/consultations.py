"""A consultation of the board on an application: whom it asks, until when, what, and what they answer.

The Regulations ask the board for its opinion; they do not say whom it is to ask first. A consultation is the board's own,
inside the 45 days for representations (Schedule 2, paragraph 19(4) of SI 2013/349).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from app.domain.dates import LONDON
from app.domain.working_days import weekdays_between, working_days_between

WORKING_DAYS_TO_WRITE = 3
"""Working days that must lie between the closing day and the board's last day. The service's own choice, no rule of law."""

LINE_LIMIT, TEXT_LIMIT = 300, 4_000
"""Characters of one line and of an answer to one question."""


class ConsultationError(ValueError):
    """A consultation or an answer that cannot be; ``field`` is the field at fault, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Door(Enum):
    """How an answer came."""

    WEB_FORM = "web form"
    LETTER = "letter"
    EMAIL = "e-mail"
    TELEPHONE = "telephone"
    MEETING = "meeting"


class Group(Enum):
    """Who is asked or answers, as it is counted. No group says who somebody is."""

    PUBLIC = "people who use a pharmacy"
    CARER = "people who speak for somebody else"
    PATIENTS = "Healthwatch and community groups"
    PROFESSIONS = "committees, contractors and practices"
    BOARDS = "other boards"
    COUNCILLORS = "councillors"
    OTHERS = "others"


WHO = {
    Group.PUBLIC: "I use a pharmacy in the area",
    Group.CARER: "I care for, or speak for, somebody who uses a pharmacy in the area",
    Group.PATIENTS: "I answer for Healthwatch or a community group",
    Group.PROFESSIONS: "I answer for a committee, a pharmacy or a GP practice",
    Group.BOARDS: "I answer for another Health and Wellbeing Board",
    Group.COUNCILLORS: "I am a councillor",
    Group.OTHERS: "None of these",
}
"""The choices of the question who somebody is, in their own words."""


@dataclass(frozen=True)
class Question:
    """A question as it is put. ``id`` is the field of Answer that takes what is said; ``limit`` is in characters."""

    id: str
    asks: str
    hint: str
    limit: int
    needed: bool = False


QUESTIONS = (
    Question("who", "Who are you?", "Your answer is counted with others of your group.", 0, needed=True),
    Question(
        "on_behalf_of",
        "Which organisation do you answer for?",
        "Leave this blank if you answer for yourself.",
        LINE_LIMIT,
    ),
    Question(
        "uses",
        "How do you use the pharmacies?",
        "For example how often, at what times, for which services, and how you get there.",
        TEXT_LIMIT,
    ),
    Question(
        "meaning",
        "What would the change mean for you, or for those you speak for?",
        "Do not give your name, or anything about your health that the board does not need.",
        TEXT_LIMIT,
    ),
    Question(
        "anything_else",
        "Is there anything else that the board should know?",
        "For example new homes nearby, steep streets, or buses that stopped.",
        TEXT_LIMIT,
    ),
)
"""The questions, in the order in which they are asked. Only ``who`` has a set of choices."""

WORDS = tuple(question.id for question in QUESTIONS if question.limit)
"""Fields of an answer that hold somebody's own words."""

_LIMITS = {question.id: question.limit for question in QUESTIONS}


class Stage(Enum):
    """Where a consultation stands on a day."""

    NOT_OPEN = "not open yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Consultation:
    """A consultation, open from ``opens`` to the end of ``closes`` (days in England).

    ``proposal`` is what the board says of the proposal in its own words, beside what the service says of it.
    ``contact`` is where to ask or to answer otherwise: a post or a team, not a person. ``public`` is whether the board
    asks everybody. ``questions`` are ids of QUESTIONS. Raises ConsultationError.
    """

    opens: date
    closes: date
    contact: str
    proposal: str | None = None
    public: bool = False
    questions: tuple[str, ...] = tuple(question.id for question in QUESTIONS)

    def __post_init__(self) -> None:
        if self.closes < self.opens:
            raise ConsultationError(
                "closes", f"It closes on {self.closes} and opens on {self.opens}. Give a later closing day."
            )
        if not self.contact.strip():
            raise ConsultationError("contact", "Say where people can ask or answer otherwise.")
        unknown = set(self.questions) - set(_LIMITS)
        if unknown:
            raise ConsultationError("questions", f"There is no question {min(unknown)!r}.")
        if "who" not in self.questions or not set(self.questions) & set(WORDS[1:]):
            raise ConsultationError("questions", "Ask who people are (who) and one of the other questions.")

    def stage(self, on: date) -> Stage:
        """Where it stands on a day."""
        if on < self.opens:
            return Stage.NOT_OPEN
        return Stage.CLOSED if on > self.closes else Stage.OPEN

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked, in order."""
        return tuple(question for question in QUESTIONS if question.id in self.questions)


def check_closing(consultation: Consultation, last_day: date | None) -> None:
    """It closes early enough to write the letter. Raises ConsultationError. ``last_day`` None: there is none to keep.

    Where bank holidays are not known it is refused only if there are too few days from Monday to Friday.
    """
    if last_day is None:
        return
    known = working_days_between(consultation.closes, last_day)
    left = weekdays_between(consultation.closes, last_day) if known is None else known
    if left < WORKING_DAYS_TO_WRITE:
        at_most = "" if known is not None else "at most "
        raise ConsultationError(
            "closes",
            f"The board's day to reply by is {last_day}, and {at_most}{max(left, 0)} working days are left after "
            f"{consultation.closes}. Close at least {WORKING_DAYS_TO_WRITE} working days before it, so that the answers "
            "can go into the letter.",
        )


@dataclass(frozen=True)
class Consultee:
    """Whom the board asks: a body or a post, never a person by name. ``why`` and ``citation`` say why it is asked.

    ``email`` and ``post`` (a postal address) are None where not known. Raises ConsultationError.
    """

    name: str
    group: Group
    why: str = ""
    citation: str = ""
    email: str | None = None
    post: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not _one_line(self.name) or len(self.name) > LINE_LIMIT:
            raise ConsultationError(
                "name", f"Give the body or post on one line of up to {LINE_LIMIT} characters."
            )
        if self.email is not None and not is_address(self.email):
            raise ConsultationError(
                "email", f"{self.email!r} is not an e-mail address. Give one like office@example.org."
            )


@dataclass(frozen=True)
class Answer:
    """What somebody answers, question by question; None where they said nothing. Raises ConsultationError."""

    who: Group
    on_behalf_of: str | None = None
    uses: str | None = None
    meaning: str | None = None
    anything_else: str | None = None

    def __post_init__(self) -> None:
        check_words(self)
        if not any(getattr(self, name) for name in WORDS[1:]):
            raise ConsultationError("meaning", "Answer at least one of the questions.")


@dataclass(frozen=True)
class Redaction:
    """An answer as it may be shown, made beside the original: its words without what tells who somebody is, and why.

    Words that need no change stand as they were given. Raises ConsultationError.
    """

    reason: str
    on_behalf_of: str | None = None
    uses: str | None = None
    meaning: str | None = None
    anything_else: str | None = None

    def __post_init__(self) -> None:
        check_words(self)
        if not self.reason.strip():
            raise ConsultationError("reason", "Say why it was changed, or that nothing had to be.")


def check_words(words: Answer | Redaction) -> None:
    """Somebody's own words are within their limits and not blank. Raises ConsultationError."""
    for name in WORDS:
        text = getattr(words, name)
        if text is None:
            continue
        if not text.strip():
            raise ConsultationError(name, "This is blank. Give the text, or leave it out.")
        if len(text) > _LIMITS[name]:
            raise ConsultationError(
                name, f"This is {len(text):,} characters long. Give at most {_LIMITS[name]:,}."
            )
        if any(_unprintable(letter) for letter in text):
            raise ConsultationError(name, "This holds a control character, which cannot be printed.")


def unchanged(answer: Answer, reason: str) -> Redaction:
    """The redaction that leaves an answer as it is: somebody looked, and nothing in it tells who it is from."""
    return Redaction(reason, **{name: getattr(answer, name) for name in WORDS})


def words_in_one(words: Answer | Redaction) -> str:
    """What somebody said, in one text, without the organisation that they named."""
    said = (getattr(words, name) for name in WORDS[1:])
    return "\n".join(text.strip() for text in said if text)


def day_in_england(at: datetime) -> date:
    """The day in England at a time."""
    return at.astimezone(LONDON).date()


def is_address(text: str) -> bool:
    """Whether a text looks like one e-mail address, and can do nothing else in a message's head."""
    local, at, host = text.partition("@")
    plain = all(
        letter.isascii() and letter.isprintable() and letter not in ' ,;:<>()[]"\\' for letter in text
    )
    return bool(plain and local and at and "@" not in host and "." in host.strip(".") and len(text) <= 254)


def _one_line(text: str) -> bool:
    return not any(letter in "\r\n" or _unprintable(letter) for letter in text)


def _unprintable(letter: str) -> bool:
    return (letter < " " and letter not in "\n\r\t") or "\x7f" <= letter <= "\x9f" or letter in "\ufffe\uffff"
