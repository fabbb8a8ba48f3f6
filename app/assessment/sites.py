"""Find each site of an application: on the pharmacy list, on the map and in a board's area."""

from dataclasses import dataclass

from app.access import PreparedSnapshot
from app.access.nearest import NOBODY
from app.domain.applications import Application, ApplicationError, StatedPremises
from app.domain.other_applications import OtherApplication, OtherKind
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Boundary


@dataclass(frozen=True)
class Site:
    """A stated site as found: ``listed`` on the snapshot's list or not, its point, its position among counted pharmacies.

    ``role`` is "leaving" or "staying", under which its evidence stands; ``called`` is what sentences call it.
    ``why_not_listed`` says why it was not found on the list, for a person to mend.
    """

    role: str
    stated: StatedPremises
    listed: Premises | None
    why_not_listed: str
    point: Point
    label: int
    hwb: Boundary | None
    ward: Boundary | None
    called: str

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
    def point_is_better_than_listed(self) -> bool:
        """Whether the papers give a point of their own, or the list has none."""
        return self.stated.point is not None or self.label == NOBODY


def find_sites(application: Application, area: PreparedSnapshot) -> tuple[Site, Site]:
    """The leaving and the staying site. Raises ApplicationError naming the postcode that no list knows."""
    leaving_field, staying_field = (
        ("existing", "proposed") if application.kind == "relocation" else ("closing", "continuing")
    )
    leaving = _site("leaving", "leaving site", leaving_field, application.leaving, area, seek=True)
    seek = application.kind != "relocation"
    staying = _site("staying", "staying site", staying_field, application.staying, area, seek=seek)
    return leaving, staying


ENTRIES = (OtherKind.ROUTINE_ENTRY, OtherKind.DISTANCE_SELLING_ENTRY)
"""Kinds of application for premises that are not on the list yet."""


def find_site(application: OtherApplication, area: PreparedSnapshot) -> Site:
    """The one site of an application of another kind. Raises ApplicationError naming the postcode that no list knows."""
    seek = application.kind not in ENTRIES
    return _site("staying", "site", "premises", application.premises, area, seek=seek)


def _site(
    role: str, called: str, field: str, stated: StatedPremises, area: PreparedSnapshot, *, seek: bool
) -> Site:
    listed, why = on_the_list(stated, area) if seek else (None, "")
    point = stated.point or (listed.point if listed else None) or area.snapshot.locate(stated.postcode)
    if point is None:
        raise ApplicationError(
            f"{field}.postcode",
            f"The postcode {stated.postcode} of {stated.name} is not among the postcodes of this area's data. "
            "Check it against the papers, or give the site's point (easting and northing).",
        )
    return Site(
        role=role,
        stated=stated,
        listed=listed,
        why_not_listed=why,
        point=point,
        label=area.labels.get(listed.ods_code, NOBODY) if listed else NOBODY,
        hwb=area.layer("hwb").containing(point),
        ward=area.layer("ward").containing(point),
        called=called,
    )


def on_the_list(stated: StatedPremises, area: PreparedSnapshot) -> tuple[Premises | None, str]:
    """The listed premises that a stated site is: by ODS code, else the only one at its postcode (or of its name there)."""
    if stated.ods_code:
        found = area.listed.get(stated.ods_code.upper())
        return found, "" if found else f"no premises of the list has the ODS code {stated.ods_code}"
    here = [p for p in area.snapshot.premises if _plain(p.postcode) == _plain(stated.postcode)]
    same_name = [p for p in here if _first_word(p.trading_name) == _first_word(stated.name)]
    candidates = here if len(here) == 1 else same_name
    if len(candidates) == 1:
        return candidates[0], ""
    if not here:
        return None, f"no premises of the list is at {stated.postcode}, and the papers give no ODS code"
    codes = ", ".join(p.ods_code for p in here)
    return (
        None,
        f"several premises of the list are at {stated.postcode} ({codes}) and the papers give no ODS code",
    )


def _plain(postcode: str) -> str:
    return "".join(postcode.upper().split())


def _first_word(name: str) -> str:
    return (name.casefold().split() or [""])[0]
