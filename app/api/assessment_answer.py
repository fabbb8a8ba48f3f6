"""The shape of an assessment as it is served: field by field what ``app.domain.assessments`` holds."""

from app.api.answers import Answer
from app.schemas.applications import Application, Consolidation
from app.schemas.fields import IsoDate

Scalar = str | int | float | bool | None


class Evidence(Answer):
    """One figure or fact, with how it was made and from what. A value of null is not known; the note says why."""

    id: str
    """The id by which findings, flags and letters name it."""
    what: str
    """What it is, in words."""
    value: Scalar
    """The figure or fact; null where it is not known."""
    unit: str
    """"m", "minutes", "people", "share" (0 to 1), "date", "hours a week"; empty for text and counts."""
    method: str
    """How it was made, with the version of the method."""
    inputs: list[str]
    """What it was made from."""
    note: str
    """Why it is not known, or what has to be said with it."""
    rows: list[dict[str, Scalar]]
    """A table, where one value is not enough."""


class Finding(Answer):
    """One limb of the law applied to the application."""

    rule: str
    """The id of the rule."""
    citation: str
    """Where the rule stands."""
    asks: str
    """What it asks."""
    judge: str
    """Whose judgement it is."""
    verdict: str
    """"met", "not met", "needs judgement", "papers silent" (as a person has confirmed), "not entered" (nobody has entered
    what the papers say), "not known" (no list and no map at hand says it) or "does not apply"."""
    reasons: list[str]
    """Why."""
    evidence: list[str]
    """Ids of the evidence that it rests on."""
    points_for: list[str]
    """Facts for the application, where the verdict is left to people."""
    points_against: list[str]
    """Facts against it."""
    source: str
    """How far the wording of the rule was read in its source."""


class Flag(Answer):
    """Something that a person should look at before the papers go out."""

    id: str
    """A stable id."""
    text: str
    """What to look at, and why."""
    evidence: list[str]
    """Ids of the evidence that it rests on."""
    citation: str
    """The provision that it concerns, where one does."""


class OpenStatement(Answer):
    """The statutory statement, its opinion left open."""

    citation: str
    """Where the duty stands."""
    text: str
    """The sentence."""
    choices: list[str]
    """What the board may choose from."""


class Place(Answer):
    """A site on the map, in metres on the British National Grid (EPSG:27700)."""

    role: str
    """"leaving", "staying" or "alternative"."""
    label: str
    """What it is called."""
    easting: float
    """Metres east."""
    northing: float
    """Metres north."""


class Notifiee(Answer):
    """Somebody to be told."""

    name: str
    """The body."""
    why: str
    """Why it is to be told."""
    citation: str
    """The provision."""
    certain: bool
    """False where it depends on an opinion or on what is not known here."""
    told: bool | None
    """Whether the notice says that it was told; null where the notice does not say whom it went to."""


class Screened(Answer):
    """What the board's own screen says of a relocation."""

    delegated: bool
    """Whether it may go down the delegated route."""
    reasons: list[str]
    """Why, or why not."""
    warning: str
    """What to look at before anything is delegated."""
    rule: str
    """The screen in words, to print in a paper."""
    own: bool
    """Whether the board set it; else it is this service's, which no board has adopted."""


class FollowUp(Answer):
    """What follows when something comes about."""

    when: str
    """When it follows: "if it is granted …"."""
    duty: str
    """"must", "may" or "none": what is asked of the board then."""
    text: str
    """What it is to do, or what happens to it."""
    citation: str
    """The provision."""


class AssessmentAnswer(Answer):
    """An assessment, byte for byte as it was stored."""

    application: Application
    """The application, as it was assessed."""
    as_at: IsoDate
    """The date as at which law and deadline are read."""
    baseline: str
    """The id of the baseline."""
    snapshot: str
    """The id of the snapshot."""
    relevant_hwb: str | None
    """The code of the board in whose area the premises are; null where it is not known."""
    duty: str
    """"must", "may" or "none": whether the board has to make a statement."""
    evidence: list[Evidence]
    """Every figure and fact."""
    findings: list[Finding]
    """The law, limb by limb."""
    flags: list[Flag]
    """What a person should look at."""
    statement: OpenStatement | None
    """The statutory statement, where one is due."""
    notifiees: list[Notifiee]
    """Who is to be told of the application, and whether the notice says that they were."""
    screened: Screened | None
    """Whether a relocation passes the board's own screen for the delegated route; null for other kinds."""
    places: list[Place]
    """The sites, to draw on a map."""
    route: list[tuple[float, float]]
    """The walk from the site that is left to the one that stays, EPSG:27700; empty where not measured."""
    versions: list[tuple[str, str]]
    """Versions of method, law and data."""
    follow_up: list[FollowUp]
    """What comes after a decision."""
    together: list[Consolidation]
    """The other consolidations that were considered together with this one."""
