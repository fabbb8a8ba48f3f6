"""Find each site of an application: on the pharmacy list, on the map and in a board's area."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import PreparedSnapshot
from app.access.nearest import NOBODY
from app.assessment.matching import Match, match, opened_already
from app.domain.applications import Application, ApplicationError, Consolidation, MeasuredAt, StatedPremises
from app.domain.identity import SAME_PLACE_M, same_number, same_postcode
from app.domain.other_applications import AnyApplication, OtherApplication, OtherKind
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Boundary


@dataclass(frozen=True)
class Site:
    """A stated site as found: its ``match`` to the snapshot's list, its point, its position among counted pharmacies.

    ``role`` is "leaving" or "staying", under which its evidence stands; ``called`` is what sentences call it, ``field``
    where the application has it. ``at`` is the place that is measured: the papers', unless a person chose the list's, or the
    papers give none; None where nothing says where it is.
    ``stated_point`` is the papers' place where it is another than the list's. ``own`` are positions among counted
    pharmacies of listings that are these premises too, and at which nothing is measured.
    """

    role: str
    field: str
    stated: StatedPremises
    match: Match
    at: Point | None
    stated_point: Point | None
    label: int
    own: tuple[int, ...]
    hwb: Boundary | None
    ward: Boundary | None
    called: str

    @property
    def placed(self) -> bool:
        """Whether anything says where it is."""
        return self.at is not None

    @property
    def point(self) -> Point:
        """The place that is measured. Raises ValueError where nothing says where it is: ask ``placed`` first."""
        if self.at is None:
            raise ValueError(f"nothing says where the {self.called} is")
        return self.at

    @property
    def listed(self) -> Premises | None:
        """The premises of the list that it is, None where the list does not have it."""
        return self.match.listed

    @property
    def contract_type(self) -> ContractType:
        """What the papers say, else what the list says."""
        if self.stated.contract_type is not ContractType.UNKNOWN or self.listed is None:
            return self.stated.contract_type
        return self.listed.contract_type

    @property
    def distance_selling(self) -> bool | None:
        """What the papers say, else what the list says."""
        if self.stated.distance_selling is not None or self.listed is None:
            return self.stated.distance_selling
        return self.listed.distance_selling

    @property
    def serves_callers(self) -> bool:
        """Whether people can go there: not distance-selling premises, nor an appliance contractor's."""
        return self.distance_selling is not True and self.contract_type is not ContractType.APPLIANCE

    @property
    def stands_apart(self) -> bool:
        """Whether it is measured at another place than the list's, or the list has none."""
        at = self.listed.point if self.listed else None
        if self.at is None:
            return False
        return self.label == NOBODY or at is None or at.metres_to(self.point) > 0

    @property
    def apart(self) -> float | None:
        """Metres between the papers' place and the list's; None where either gives none."""
        if self.listed is None or self.listed.point is None:
            return None
        if self.stated_point is not None:
            return self.stated_point.metres_to(self.listed.point)
        return 0.0 if same_postcode(self.stated.postcode, self.listed.postcode) else None

    @property
    def elsewhere(self) -> bool:
        """Whether the list has it farther from the papers' place than the points of one place may lie apart."""
        return self.apart is not None and self.apart > SAME_PLACE_M


def find_sites(application: Application, area: PreparedSnapshot) -> tuple[Site, Site]:
    """The leaving and the staying site.

    Raises ApplicationError naming the postcode that no list knows, a code that is not that of its name and postcode, an
    answer that cannot be.
    """
    if isinstance(application, Consolidation):
        closing, continuing = application.closing, application.continuing
        leaving_match = match("closing", closing, area, other_codes(application, "closing"))
        staying_match = match("continuing", continuing, area, other_codes(application, "continuing"))
        _refuse_one_code(leaving_match, staying_match)
        return (
            _site("leaving", "leaving site", "closing", closing, leaving_match, area),
            _site("staying", "staying site", "continuing", continuing, staying_match, area),
        )
    existing, proposed = application.existing, application.proposed
    found = match("existing", existing, area)
    applies = [application.applicant, *((existing.contractor,) if existing.contractor else ())]
    there = opened_already("proposed", proposed, applies, area, found.codes)
    return (
        _site("leaving", "leaving site", "existing", existing, found, area),
        _site("staying", "staying site", "proposed", proposed, there, area),
    )


MOST_STREETS = 8
"""Streets of one name that a message names at most."""

ENTRIES = (OtherKind.ROUTINE_ENTRY, OtherKind.DISTANCE_SELLING_ENTRY)
"""Kinds of application for premises that are not on the list yet."""


def find_site(application: OtherApplication, area: PreparedSnapshot) -> Site:
    """The one site of an application of another kind. Raises ApplicationError as ``find_sites`` does."""
    stated = application.premises
    if application.kind in ENTRIES:
        found = opened_already("premises", stated, (application.applicant,), area)
    else:
        found = match("premises", stated, area)
    return _site("staying", "site", "premises", stated, found, area)


def not_placed(sites: Sequence[Site]) -> str:
    """Why nothing can be measured that turns on where some sites are; "" where all have a place."""
    return "; ".join(f"nothing says where the {site.called} is" for site in sites if not site.placed)


def in_question(sites: Sequence[Site]) -> str:
    """Why no figure of access can be given: which premises a site is, or where, is not known; "" where it is."""
    unplaced = not_placed(sites)
    if unplaced:
        return unplaced
    asked = [site for site in sites if not site.match.settled]
    return "; ".join(
        f"whether the {site.called} is {' or '.join(one.ods_code for one in site.match.asked)} of the pharmacy list is not "
        "answered"
        for site in asked
    )


def other_codes(application: AnyApplication, field: str) -> frozenset[str]:
    """Codes that the papers of a consolidation, or a person's answer, give its other site: this one is none of them."""
    if not isinstance(application, Consolidation):
        return frozenset()
    stated = application.continuing if field == "closing" else application.closing
    if stated.listed_as is not None:
        return frozenset(code.upper() for code in stated.listed_as)
    return frozenset({stated.ods_code.upper()} if stated.ods_code else ())


def _refuse_one_code(leaving: Match, staying: Match) -> None:
    both = [one.ods_code for one in (staying.listed, *staying.own) if one]
    for one in (leaving.listed, *leaving.own):
        if one is not None and one.ods_code in both:
            raise ApplicationError(
                "closing.listed_as",
                f"Both sites would be {one.ods_code} of the pharmacy list. A consolidation needs two listed sites: say in "
                "listed_as of each which it is.",
            )


def _site(
    role: str, called: str, field: str, stated: StatedPremises, found: Match, area: PreparedSnapshot
) -> Site:
    stated_point = _stated_point(field, stated, found.listed, area)
    point = _measured_point(field, stated, stated_point, found.listed)
    every = [area.labels.get(one.ods_code, NOBODY) for one in found.own]
    return Site(
        role=role,
        field=field,
        stated=stated,
        match=found,
        at=point,
        stated_point=stated_point,
        label=area.labels.get(found.listed.ods_code, NOBODY) if found.listed else NOBODY,
        own=tuple(label for label in every if label != NOBODY),
        hwb=area.layer("hwb").containing(point) if point else None,
        ward=area.layer("ward").containing(point) if point else None,
        called=called,
    )


def place_on_the_list(stated: StatedPremises, listed: Premises) -> Point | None:
    """The list's point where it is that of the papers' door: at one postcode, and no two street numbers say otherwise."""
    same = same_postcode(stated.postcode, listed.postcode)
    return listed.point if same and same_number(stated.address, listed.address) is not False else None


def _stated_point(
    field: str, stated: StatedPremises, listed: Premises | None, area: PreparedSnapshot
) -> Point | None:
    """The papers' place; None where it is the list's own. Raises ApplicationError where it cannot be put on the map."""
    if stated.point is not None:
        return stated.point
    if stated.postcode is None:
        return None if stated.street is None else _on_street(field, stated.street, area)
    at = listed.point if listed else None
    same = listed is not None and same_postcode(stated.postcode, listed.postcode)
    if listed and place_on_the_list(stated, listed) is not None:
        return None
    point = area.locate(stated.postcode)
    if point is not None or stated.measured_at is MeasuredAt.LIST:
        return point
    if at is not None and same:
        return None
    chosen = (
        f" The list has {listed.ods_code} at {listed.postcode}: to measure from there, give “list” in {field}.measured_at."
        if at is not None and listed
        else ""
    )
    raise ApplicationError(
        f"{field}.postcode",
        f"The postcode {stated.postcode} of {stated.name} is not among the postcodes of this area's data. "
        f"Check it against the papers, or give the site's point (easting and northing).{chosen}",
    )


def _on_street(field: str, name: str, area: PreparedSnapshot) -> Point:
    """The middle of a street. Raises ApplicationError where the map has none of that name, or several."""
    found = area.streets_called(name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ApplicationError(
            f"{field}.street",
            f"The map of this area has no street called {name}. Give the name as the map has it, or the site's point "
            f"(easting and northing) in {field}.point.",
        )
    each = "; ".join(f"easting {at.easting:,.0f}, northing {at.northing:,.0f}" for at in found[:MOST_STREETS])
    more = f"; and {len(found) - MOST_STREETS} more" if len(found) > MOST_STREETS else ""
    raise ApplicationError(
        f"{field}.street",
        f"The map of this area has {len(found)} streets called {name}: {each}{more}. Give the site's point in "
        f"{field}.point.",
    )


def _measured_point(
    field: str, stated: StatedPremises, stated_point: Point | None, listed: Premises | None
) -> Point | None:
    at = listed.point if listed else None
    if stated_point is not None and stated.measured_at is not MeasuredAt.LIST:
        return stated_point
    if at is None and stated.postcode is None and stated.measured_at is not MeasuredAt.LIST:
        return None
    if at is None:
        raise ApplicationError(
            f"{field}.measured_at",
            f"The pharmacy list gives no place of {stated.name}. Choose “papers”, or leave it out.",
        )
    return at
