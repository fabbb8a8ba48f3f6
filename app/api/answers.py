"""The shapes of answers, for the API page and for tests that hold answers to them."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.applications import Application
from app.schemas.officer import OfficerPart


class Answer(BaseModel):
    """Base of every answer: what is not declared here is not sent."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class ProblemError(Answer):
    """One field at fault."""

    field: str
    """The path of the field, such as closing.hours.monday; empty for the whole."""
    message: str
    """What is wrong and what to give."""


class ProblemAnswer(Answer):
    """A problem, as RFC 9457 shapes it."""

    type: str
    """Where the API page explains this kind of problem."""
    title: str
    """The kind of problem in words."""
    status: int
    """The HTTP status."""
    detail: str
    """What happened this time."""
    instance: str
    """The address that was asked for."""
    errors: list[ProblemError] = Field(default_factory=list)
    """Every field at fault, where fields are."""


class AssessmentNote(Answer):
    """What a list says of one assessment."""

    number: int
    """Its number, from 1."""
    made: datetime
    """When it was made."""
    as_at: date
    """The date as at which it reads the law and the deadline."""
    baseline: str
    """The baseline on which it was measured."""
    snapshot: str
    """The snapshot on which it was measured."""
    sha256: str
    """The hash of its canonical JSON."""
    url: str
    """Where it is."""


class OfficerAnswer(Answer):
    """The officer's part that holds."""

    version: int
    """Its version, from 1; every version is kept."""
    given: datetime
    """When it was given."""
    part: OfficerPart
    """What was given."""


class Links(Answer):
    """Where the papers of an application are. A paper that does not apply is null."""

    self: str
    """The application itself."""
    assessments: str
    """Its assessments; POST here runs one."""
    officer: str
    """The officer's part."""
    letter_docx: str | None
    """The draft letter for Word."""
    letter_html: str | None
    """The draft letter as a page."""
    no_response_docx: str | None
    """The draft record of no response for Word."""
    no_response_html: str | None
    """The draft record of no response as a page."""


class ApplicationNote(Answer):
    """What a list says of one application."""

    id: str
    """The id under which it is kept."""
    kind: str
    """"relocation", "consolidation", "routine entry", "distance-selling entry", "change of services" or "change of
    ownership"."""
    reference: str
    """The reference that it bears."""
    applicant: str
    """Who applies."""
    leaving: str | None
    """The site that is left: name and postcode; null where none is."""
    staying: str
    """The site where services are given afterwards: name and postcode."""
    last_day: date | None
    """Day 45 after notice was given to the board; null where that is not known or boards are not asked about this kind."""
    received: datetime
    """When it came in."""
    url: str
    """Where it is."""


class ApplicationList(Answer):
    """A page of applications, the latest first."""

    items: list[ApplicationNote]
    """The applications of this page."""
    next: str | None
    """The address of the next page; null on the last."""


class ApplicationAnswer(Answer):
    """An application as it came in, with what was made of it."""

    id: str
    """The id under which it is kept."""
    received: datetime
    """When it came in."""
    sha256: str
    """The hash of its canonical JSON."""
    application: Application
    """The application. A field that was not sent reads as null: the papers are silent."""
    assessments: list[AssessmentNote]
    """Its assessments, the first one first."""
    officer: OfficerAnswer | None
    """The officer's part, where one was given."""
    links: Links
    """Where its papers are."""


class BaselineNote(Answer):
    """What a list says of one baseline."""

    id: str
    """Its id."""
    title: str
    """The title of the assessment."""
    published: str
    """When it was published, as far as is known."""
    boards: list[str]
    """The boards whose assessment it is."""
    standards: list[str]
    """Its access standards, as it words them."""
    snapshot: str
    """The snapshot that it is measured on."""
    usable: bool
    """Whether its snapshot is there and verified."""
    invented: bool
    """Whether it is made up."""
    version: int | None
    """The version that holds, of a registered one; null for one that is a file."""
    retired: datetime | None
    """Since when it is offered no more; null while it is."""
    url: str
    """Where it is in full."""


class BaselineList(Answer):
    """Every baseline loaded, and every file that is not used."""

    items: list[BaselineNote]
    """The baselines."""
    refused: list[str]
    """Why files and folders of the library are not used."""


class LawText(Answer):
    """A text in which a rule was read."""

    name: str
    """The instrument and the state in which it was read."""
    link: str
    """Its address at legislation.gov.uk."""


class LawRule(Answer):
    """One rule of the law."""

    id: str
    """Its id."""
    citation: str
    """Where it stands."""
    asks: str
    """What the rule asks, phrased so that "met" is good for the application."""
    judge: str
    """Whose judgement it is; `{decision_maker}` stands for the body that decides on the date."""
    since: date
    """The first day on which it held."""
    until: date | None
    """The last day on which it held; null where it still does."""
    kinds: list[str]
    """The kinds of application of which it is a limb."""
    reads: list[str]
    """The evidence ids and the fields of the papers that it looks at."""
    links: list[str]
    """Addresses of its provisions at legislation.gov.uk, as they stand now."""
    source: str
    """How far the wording was read, and in what, in a line."""
    source_read: bool
    """Whether the text of the law itself was read."""
    read_in: list[LawText]
    """The texts in which it was read."""
    read: str
    """How far: "read whole", "read in part" or "not read"."""


class LawBody(Answer):
    """A body under the name that it bore on the date."""

    name: str
    """The name."""
    note: str
    """What the name alone does not say."""
    since: date
    """The first day on which it bore that name in that role."""
    until: date | None
    """The last day; null where it still does."""
    source: str
    """Where that comes from."""
    source_read: bool
    """Whether that was read in a source; else it is unverified."""


class LawOpen(Answer):
    """Something of the law that no source read here settles."""

    what: str
    """What is open."""
    known: str
    """What is known of it."""
    settled_by: str
    """What would settle it."""
    rules: list[str]
    """Ids of the rules that it bears on."""


class LawSearch(Answer):
    """One search for changes to the law."""

    up_to: date
    """The latest day of what was found to read."""
    made: date | None
    """The day on which it was made; null where that was not kept."""
    by: str
    """Who looked."""
    where: list[str]
    """Where they looked."""
    found: str
    """What they found, and what is open."""


class LawAnswer(Answer):
    """The law as it is read on a date."""

    as_at: date
    """The date."""
    version: str
    """The version of the rules as this service holds them."""
    rules: list[LawRule]
    """The rules in force."""
    bodies: dict[str, LawBody]
    """The bodies, by role."""
    open: list[LawOpen]
    """What stays open, and what would settle it."""
    searched_up_to: date
    """The last day up to which changes to the law were looked for; of a later date the rules are those of that day."""
    searches: list[LawSearch]
    """Who looked, where, and what was found, search by search."""


class Live(Answer):
    """The process answers."""

    status: str
    """"live"."""


class Ready(Answer):
    """Whether the service can do all its work."""

    status: str
    """"ready" or "not ready"."""
    reasons: list[str]
    """Why not; empty where it is."""
    warnings: list[str]
    """What somebody should see to, though it bars nothing: that changes to the law were not looked for in half a year."""


class AuditAnswer(Answer):
    """Whether the audit chain is whole."""

    events: int
    """How many events there are."""
    head: str
    """The hash of the last one: keep it elsewhere, and a chain written anew is given away."""
    faults: list[str]
    """What was changed, removed or moved; empty where nothing was."""


class Version(Answer):
    """What is running."""

    service: str
    """The version of the service."""
    method: str
    """The version of how figures are computed."""
    law: str
    """The version of the rules."""
    python: str
    """The version of Python."""
    libraries: dict[str, str]
    """The versions of the libraries that compute and draft."""
