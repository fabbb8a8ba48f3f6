"""The shapes of answers, for the API page and for tests that hold answers to them."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from app.schemas.applications import Application
from app.schemas.fields import IsoDate
from app.schemas.officer import OfficerPart

Scalar = str | int | float | bool | None


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
    assessments: str
    officer: str
    letter_docx: str
    letter_html: str
    no_response_docx: str | None
    no_response_html: str | None


class ApplicationNote(Answer):
    """What a list says of one application."""

    id: str
    """The id under which it is kept."""
    kind: str
    """"relocation" or "consolidation"."""
    reference: str
    """The reference that it bears."""
    applicant: str
    """Who applies."""
    leaving: str
    """The site that is left: name and postcode."""
    staying: str
    """The site where services are given afterwards: name and postcode."""
    last_day: date
    """The last day for a reply."""
    received: datetime
    """When it came in."""
    url: str
    """Where it is."""


class ApplicationList(Answer):
    """A page of applications, the latest first."""

    items: list[ApplicationNote]
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


class Evidence(Answer):
    """One figure or fact, with how it was made and from what. A value of null is not known; the note says why."""

    id: str
    what: str
    value: Scalar
    unit: str
    method: str
    inputs: list[str]
    note: str
    rows: list[dict[str, Scalar]]


class Finding(Answer):
    """One limb of the law applied to the application."""

    rule: str
    citation: str
    asks: str
    judge: str
    verdict: str
    reasons: list[str]
    evidence: list[str]
    points_for: list[str]
    points_against: list[str]
    source: str


class Flag(Answer):
    """Something that a person should look at before the papers go out."""

    id: str
    text: str
    evidence: list[str]
    citation: str


class OpenStatement(Answer):
    """The statutory statement, its opinion left open."""

    citation: str
    text: str
    choices: list[str]


class Place(Answer):
    """A site on the map, in metres on the British National Grid (EPSG:27700)."""

    role: str
    label: str
    easting: float
    northing: float


class AssessmentAnswer(Answer):
    """An assessment, byte for byte as it was stored."""

    application: Application
    as_at: IsoDate
    baseline: str
    snapshot: str
    relevant_hwb: str | None
    duty: str
    """"must", "may" or "none": whether the board has to make a statement."""
    evidence: list[Evidence]
    findings: list[Finding]
    flags: list[Flag]
    statement: OpenStatement | None
    places: list[Place]
    route: list[tuple[float, float]]
    """The walk from the site that is left to the one that stays, EPSG:27700; empty where not measured."""
    versions: list[tuple[str, str]]
    """Versions of method, law and data."""


class BaselineNote(Answer):
    """What a list says of one baseline."""

    id: str
    title: str
    published: str
    boards: list[str]
    standards: list[str]
    snapshot: str
    usable: bool
    """Whether its snapshot is there and verified."""
    invented: bool
    url: str


class BaselineList(Answer):
    """Every baseline loaded, and every file that is not used."""

    items: list[BaselineNote]
    refused: list[str]
    """Why files and folders of the library are not used."""


class LawRule(Answer):
    """One rule of the law."""

    id: str
    citation: str
    asks: str
    """What the rule asks, phrased so that "met" is good for the application."""
    judge: str
    """Whose judgement it is; `{decision_maker}` stands for the body that decides on the date."""
    since: date
    until: date | None
    """The last day on which it held; null where it still does."""
    kinds: list[str]
    """The kinds of application of which it is a limb."""
    reads: list[str]
    """The evidence ids and the fields of the papers that it looks at."""
    source: str
    """How far the wording was read."""
    source_read: bool
    """Whether the text of the law itself was read."""


class LawBody(Answer):
    """A body under the name that it bore on the date."""

    name: str
    note: str


class LawAnswer(Answer):
    """The law as it is read on a date."""

    as_at: date
    version: str
    rules: list[LawRule]
    bodies: dict[str, LawBody]


class Live(Answer):
    """The process answers."""

    status: str


class Ready(Answer):
    """Whether the service can do all its work."""

    status: str
    reasons: list[str]


class Version(Answer):
    """What is running."""

    service: str
    method: str
    law: str
    python: str
    libraries: dict[str, str]
