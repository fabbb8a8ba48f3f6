"""An Assessment: what one application changes, measured on one baseline, and what the law asks of it."""

from dataclasses import dataclass
from datetime import date

from app.domain.applications import Consolidation
from app.domain.evidence import Evidence, Ledger
from app.domain.findings import Duty, Finding, Flag, FollowUp, Notifiee, Screened
from app.domain.other_applications import AnyApplication

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Place:
    """A site on the map: its role ("leaving", "staying", "alternative"), what it is called, EPSG:27700 metres."""

    role: str
    label: str
    easting: float
    northing: float


@dataclass(frozen=True)
class OpenStatement:
    """The statutory statement of Schedule 2 paragraph 19(5), with the opinion left open for the board to give."""

    citation: str
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """A pure result: the same application, baseline, snapshot and date give the same value and the same bytes.

    ``notifiees`` are those to be told of the application. ``screened`` says whether a relocation passes the board's own
    screen for the delegated route; None for every other kind, which has no such route here. ``follow_up`` is what comes
    after a decision. ``together`` are the consolidations considered together with this one (regulation 26A(8)).
    ``route`` is the walk from the site that is left to the site that stays, EPSG:27700, empty where not measured.
    ``versions`` names method, law and data versions, so that a re-check can say which moved.
    """

    application: AnyApplication
    as_at: date
    baseline: str
    snapshot: str
    relevant_hwb: str | None
    duty: Duty
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    statement: OpenStatement | None
    notifiees: tuple[Notifiee, ...]
    screened: Screened | None
    places: tuple[Place, ...]
    route: Line
    versions: tuple[tuple[str, str], ...]
    follow_up: tuple[FollowUp, ...] = ()
    together: tuple[Consolidation, ...] = ()

    @property
    def ledger(self) -> Ledger:
        """The evidence, to look up by id."""
        return Ledger(self.evidence)

    def flag(self, flag_id: str) -> Flag | None:
        """The flag of an id, or None where it was not raised."""
        return next((flag for flag in self.flags if flag.id == flag_id), None)
