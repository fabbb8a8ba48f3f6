"""What a paper is drafted from, and a fact as wording holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.applications import Consolidation
from app.domain.assessments import Assessment, Line
from app.domain.baselines import Baseline
from app.domain.evidence import Scalar
from app.domain.officer import OfficerPart
from app.domain.responses import Consulted, Response
from app.law import Bodies

NOT_MEASURED = "not measured"
"""How the method of an item begins that nobody measured."""


class FactError(LookupError):
    """Wording asked for a fact that is not there or not known, without asking first whether it is."""


@dataclass(frozen=True)
class Fact:
    """An evidence item in the hands of the wording. A text prints itself; a figure needs a filter to say how."""

    id: str
    value: Scalar
    unit: str

    def __str__(self) -> str:
        if not isinstance(self.value, str):
            raise TypeError(f"evidence {self.id!r} is a figure; give it a filter, such as metres or people")
        return self.value


@dataclass(frozen=True)
class Case:
    """All that a paper is drafted from."""

    assessment: Assessment
    baseline: Baseline
    officer: OfficerPart
    bodies: Bodies
    responses: tuple[Response, ...] = ()
    streets: tuple[Line, ...] = ()
    consulted: Consulted | None = None

    @property
    def roles(self) -> Mapping[str, str]:
        """Which field of the application holds the site that is left and the one that stays."""
        if isinstance(self.assessment.application, Consolidation):
            return {"leaving": "closing", "staying": "continuing"}
        return {"leaving": "existing", "staying": "proposed"}

    def field(self, path: str) -> str:
        """The field of the application that wording means by "leaving.hours"."""
        role, dot, rest = path.partition(".")
        return f"{self.roles[role]}.{rest}" if dot and role in self.roles else path


@dataclass(frozen=True)
class Places:
    """Where things stand in the paper, settled before any text is made: numbers of tables and of paragraphs."""

    tables: Mapping[str, int]
    paragraphs: Mapping[str, int]


NOWHERE = Places({}, {})
"""For text that stands outside the run of the paper and refers to none of it."""
