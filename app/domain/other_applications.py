"""The other kinds of application that a board hears of: market entry, change of services, change of ownership.

They are recognised so that they get the right duty, deadline and people to be told; they are not forced into the
regulations for relocations and consolidations. An application for market entry is routine (regulation 12) or, for
distance-selling premises, excepted (25). "Change of services" is an application to add directed services under
regulation 23; one for any other service that is not listed yet is routine (12(b)(iii)).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.applications import (
    Application,
    Consolidation,
    Notice,
    Relocation,
    StatedPremises,
    refuse_misplaced,
    refuse_unplaced,
)


class OtherKind(StrEnum):
    """What is applied for. The value is what ``kind`` of an application says everywhere."""

    ROUTINE_ENTRY = "routine entry"
    DISTANCE_SELLING_ENTRY = "distance-selling entry"
    CHANGE_OF_SERVICES = "change of services"
    CHANGE_OF_OWNERSHIP = "change of ownership"


class Basis(StrEnum):
    """On what a routine application rests, by the regulation under which it is considered."""

    CURRENT_NEED = "current need"
    FUTURE_NEED = "future need"
    CURRENT_IMPROVEMENTS = "improvements or better access"
    FUTURE_IMPROVEMENTS = "future improvements or better access"
    UNFORESEEN_BENEFITS = "unforeseen benefits"


@dataclass(frozen=True)
class OtherApplication:
    """One of the other kinds, for one site. None means that nobody entered the field; ``not_stated`` names silence.

    ``basis`` is for routine entry only. ``presupposes_consolidation_gap`` says whether the applicant relies on a gap left
    by a consolidation, and ``consolidation_granted`` when that was granted (regulation 18(2)(g)). ``already_listed`` says
    whether the applicant is on a pharmaceutical list for the area already. Raises ApplicationError where a field is stated
    and not stated at once.
    """

    reference: str
    applicant: str
    notice: Notice
    kind: OtherKind
    premises: StatedPremises
    applied: date | None = None
    basis: Basis | None = None
    presupposes_consolidation_gap: bool | None = None
    consolidation_granted: date | None = None
    already_listed: bool | None = None
    adjacency_explanation: str | None = None
    not_stated: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        refuse_misplaced(self)
        refuse_unplaced(self, (("premises", self.premises),))


AnyApplication = Application | OtherApplication


def sites_of(application: AnyApplication) -> tuple[tuple[str, StatedPremises], ...]:
    """The sites of an application by the field that holds each; one that is left stands first."""
    if isinstance(application, Relocation):
        return ("existing", application.existing), ("proposed", application.proposed)
    if isinstance(application, Consolidation):
        return ("closing", application.closing), ("continuing", application.continuing)
    return (("premises", application.premises),)
