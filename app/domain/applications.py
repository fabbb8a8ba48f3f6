"""Applications as their papers state them, including what they do not state.

A field without a value is one that nobody has entered. That the papers are silent on it is known only where ``not_stated``
names it, because a person has looked (``app.domain.entered``).

S1 is the continuing site and S2 the closing one, as in regulation 26A of the National Health Service
(Pharmaceutical and Local Pharmaceutical Services) Regulations 2013 (SI 2013/349), "the Regulations".
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.entered import misplaced
from geodata.model.hours import WeekHours
from geodata.model.point import Point
from geodata.model.postcode import squeezed
from geodata.model.premises import ContractType


class ApplicationError(ValueError):
    """An application that cannot be; ``field`` is the path of the field at fault, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Route(StrEnum):
    """Who applies in a consolidation: the S1 contractor (26A(3)) or the S2 contractor (26A(4))."""

    CONTINUING_CONTRACTOR = "continuing contractor applies"
    CLOSING_CONTRACTOR = "closing contractor applies"


class MeasuredAt(StrEnum):
    """Which of two places is measured, where the papers put a site elsewhere than the pharmacy list does."""

    PAPERS = "papers"
    LIST = "list"


@dataclass(frozen=True)
class StatedPremises:
    """One site as the papers state it. ``point`` is given where somebody measured the door; else the postcode is used.

    Papers that give no postcode leave it None: then ``point``, or ``street``, the name of its street on the map, says where
    it is, or the application's ``not_stated`` names it, and what turns on the place is not measured.

    ``hours`` are all opening hours, ``core_hours`` the core part. ``hours_directed`` says whether opening-hours
    directions bind the premises (a former 100-hour pharmacy, say). ``walk_in_use`` and ``parking`` are what the papers say,
    in their words, of use by people who walk in and of where they can park.

    The last three are no part of the papers but a person's answers to what the assessment asks, None where nobody answered.
    ``listed_as``: the codes under which the pharmacy list has the premises, the one to go by first; none of them where the
    list does not have them. ``measured_at``: which place is measured; the papers' where nobody chose. ``hours_checked``:
    whether hours that look like a slip of the pen are as they should be.
    """

    name: str
    address: str
    postcode: str | None = None
    contractor: str | None = None
    ods_code: str | None = None
    contract_type: ContractType = ContractType.UNKNOWN
    distance_selling: bool | None = None
    point: Point | None = None
    hours: WeekHours | None = None
    core_hours: WeekHours | None = None
    hours_directed: bool | None = None
    services: tuple[str, ...] | None = None
    address_is_best_estimate: bool = False
    step_free_access: bool | None = None
    consultation_room: bool | None = None
    walk_in_use: str | None = None
    parking: str | None = None
    listed_as: tuple[str, ...] | None = None
    measured_at: MeasuredAt | None = None
    hours_checked: bool | None = None
    street: str | None = None

    @property
    def called(self) -> str:
        """The site in a few words: its name, and its postcode where one is known."""
        return ", ".join(part for part in (self.name, self.postcode) if part)

    @property
    def full_address(self) -> str:
        """The address on one line, with the postcode where one is known."""
        return ", ".join(part for part in (self.address, self.postcode) if part)


@dataclass(frozen=True)
class Received:
    """How a notice reached the board that writes: the day on which it was given to that board, by whom, and by what way.

    Its 45 days run from ``on`` (Schedule 2 paragraph 19(4)), whatever day the notice bears and wherever it went first.
    """

    on: date | None = None
    by: str | None = None
    how: str | None = None


@dataclass(frozen=True)
class Notice:
    """The notice that the board got: its reference, its date, the reply-by date that it states and where it was sent.

    ``dated`` is the day that the notice bears; ``received`` says when and how it was given to the board, where that is
    known. ``sent_to_hwb`` is the code of the board to which it was sent, ``reply_to`` the address for replies as the notice
    gives it. ``notified`` are the bodies that it says were told.
    Raises ApplicationError where the reply is due, or the notice was given, before the day that it bears.
    """

    reference: str
    dated: date
    reply_by: date | None = None
    sent_to_hwb: str | None = None
    notified: tuple[str, ...] | None = None
    received: Received | None = None
    reply_to: str | None = None

    def __post_init__(self) -> None:
        if self.reply_by is not None and self.reply_by < self.dated:
            raise ApplicationError(
                "notice.reply_by",
                f"The reply-by date {self.reply_by:%d %B %Y} is before the date of the notice, {self.dated:%d %B %Y}. "
                "Check both dates against the notice.",
            )
        if self.received is not None and self.received.on is not None and self.received.on < self.dated:
            raise ApplicationError(
                "notice.received.on",
                f"The notice cannot have been given to the board on {self.received.on:%d %B %Y}, before the day that it "
                f"bears, {self.dated:%d %B %Y}. Check both dates against the notice and the post book.",
            )


@dataclass(frozen=True)
class Claims:
    """What the papers claim of the change in access, to be shown beside what is measured."""

    distance_m: float | None = None
    walk_minutes: float | None = None
    alternatives_within_a_mile: int | None = None


@dataclass(frozen=True)
class Relocation:
    """A move to new premises: regulation 24, "relocations that do not result in significant change".

    ``same_services`` is the undertaking of 24(1)(d), ``hours_kept`` one that opening hours stay as they are,
    ``uninterrupted`` that of 24(1)(e), with ``interruption`` saying for how long and why where there is one.
    ``adjacency_explanation`` is what Schedule 2 paragraph 6 asks for where regulation 31 could bite. The ``granted_under_*``
    and ``last_relocated`` fields feed the mandatory refusals of 24(3). ``changes_hands``, ``business_carried_on`` and
    ``seller_has_ceased`` are those of 26(2): a move with which the business goes to another owner, who carries it on, and
    whether the old owner has stopped giving services there. ``not_stated`` are the paths of fields on which the papers are
    silent, as a person has confirmed.
    Raises ApplicationError where the old and new site are the same, or where a field is stated and not stated at once.
    """

    reference: str
    applicant: str
    notice: Notice
    existing: StatedPremises
    proposed: StatedPremises
    applied: date | None = None
    claims: Claims = Claims()
    same_services: bool | None = None
    uninterrupted: bool | None = None
    interruption: str | None = None
    adjacency_explanation: str | None = None
    last_relocated: date | None = None
    last_relocation_good_cause: bool | None = None
    granted_under_retail_area_exemption: bool | None = None
    stays_in_retail_area: bool | None = None
    granted_under_one_stop_exemption: bool | None = None
    moves_with_all_gp_providers: bool | None = None
    same_directed_hours_undertaken: bool | None = None
    consents_to_removal_from_old_list: bool | None = None
    changes_hands: bool | None = None
    business_carried_on: bool | None = None
    seller_has_ceased: bool | None = None
    hours_kept: bool | None = None
    not_stated: tuple[str, ...] = ()
    kind: str = "relocation"

    def __post_init__(self) -> None:
        refuse_misplaced(self)
        refuse_unplaced(self, (("existing", self.existing), ("proposed", self.proposed)))
        _refuse_same_site(self.existing, self.proposed, "proposed", "existing")

    @property
    def leaving(self) -> StatedPremises:
        """The site that is left."""
        return self.existing

    @property
    def staying(self) -> StatedPremises:
        """The site where services are given afterwards."""
        return self.proposed


@dataclass(frozen=True)
class Consolidation:
    """Two listed sites into one: regulation 26A. ``continuing`` is S1, ``closing`` is S2.

    ``services_added`` are those that the applicant undertakes to add at S1, ``services_added_unnamed`` how many more the
    papers do not name ("one more service"). ``hours_kept`` and ``services_kept`` are undertakings that opening hours, and
    the services of both sites, stay as they are. ``same_owner`` says whether one contractor holds both. The consents and
    undertakings are those of 26A(6) and (7). ``considered_with`` are references of other applications that are considered
    together with this one (26A(8)). ``not_stated`` are the paths of fields on which the papers are silent, as a person has
    confirmed. Raises ApplicationError where S1 is S2, or where a field is stated and not stated at once.
    """

    reference: str
    applicant: str
    notice: Notice
    continuing: StatedPremises
    closing: StatedPremises
    applied: date | None = None
    claims: Claims = Claims()
    route: Route | None = None
    same_owner: bool | None = None
    continuing_hours_after: WeekHours | None = None
    services_added: tuple[str, ...] = ()
    change_of_ownership_included: bool | None = None
    ownership_change_consented: bool | None = None
    removal_consented_by_continuing: bool | None = None
    removal_consented_by_closing: bool | None = None
    enhanced_services_uninterrupted: bool | None = None
    continuing_business_carried_on: bool | None = None
    same_services_at_continuing: bool | None = None
    continuing_uninterrupted: bool | None = None
    staffing_stated: bool | None = None
    considered_with: tuple[str, ...] = ()
    services_added_unnamed: int | None = None
    hours_kept: bool | None = None
    services_kept: bool | None = None
    not_stated: tuple[str, ...] = ()
    kind: str = "consolidation"

    def __post_init__(self) -> None:
        refuse_misplaced(self)
        refuse_unplaced(self, (("closing", self.closing), ("continuing", self.continuing)))
        _refuse_same_site(self.continuing, self.closing, "closing", "continuing")

    @property
    def leaving(self) -> StatedPremises:
        """The site that closes (S2)."""
        return self.closing

    @property
    def staying(self) -> StatedPremises:
        """The site that continues (S1)."""
        return self.continuing


Application = Relocation | Consolidation


def refuse_misplaced(application: Any) -> None:
    """Raises ApplicationError where ``not_stated`` names a field that is stated, twice, or that no papers may leave out."""
    found = misplaced(application)
    if found is not None:
        at, message = found
        raise ApplicationError(f"not_stated.{at}", message)


def _refuse_same_site(one: StatedPremises, other: StatedPremises, field: str, other_field: str) -> None:
    if one.ods_code and one.ods_code == other.ods_code and field == "closing":
        raise ApplicationError(
            f"{field}.ods_code",
            f"The {field} site and the {other_field} site have the same ODS code, {one.ods_code}. "
            "A consolidation needs two listed sites: check which code belongs to which.",
        )
    # An address, too, is one however it is spaced and capitalised.
    if squeezed(one.address) == squeezed(other.address) and squeezed(one.postcode or "") == squeezed(
        other.postcode or ""
    ):
        raise ApplicationError(
            f"{field}.address",
            f"The {field} site has the same address and postcode as the {other_field} site. "
            "Check the papers: the two must be different places.",
        )


def refuse_unplaced(application: Any, sites: tuple[tuple[str, StatedPremises], ...]) -> None:
    """Raises ApplicationError where nothing says where a site is, and nobody has confirmed that the papers do not either."""
    for field, site in sites:
        known = site.postcode is not None or site.point is not None or site.street is not None
        if not known and f"{field}.postcode" not in application.not_stated:
            raise ApplicationError(
                f"{field}.postcode",
                f"Nothing says where {site.name} is. Give its postcode, its point or its street; where the papers give "
                f"none of them, name {field}.postcode in not_stated, and what turns on the place is not measured.",
            )
