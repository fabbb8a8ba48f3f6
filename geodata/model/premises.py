"""A listed pharmacy site, as a publisher's list states it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geodata.model.hours import WeekHours
from geodata.model.point import Point


class ContractType(StrEnum):
    """How the NHS contracts the premises. ``APPLIANCE`` (DAC) is no pharmacy; ``UNKNOWN`` is a list that does not say."""

    COMMUNITY = "community"
    LPS = "lps"
    APPLIANCE = "appliance"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Premises:
    """A listed pharmacy site. None means that the list does not say, never "no".

    ``services`` are names as published. ``listed_by`` names the source in the manifest. ``weekly_total`` is the list's own
    total of its hours, in hours a week.
    """

    ods_code: str
    trading_name: str
    address: str
    postcode: str
    point: Point | None
    contract_type: ContractType
    listed_by: str
    contractor: str | None = None
    hwb_name: str | None = None
    hours: WeekHours | None = None
    services: tuple[str, ...] | None = None
    distance_selling: bool | None = None
    opened: date | None = None
    closed: date | None = None
    weekly_total: float | None = None

    @property
    def hours_in_question(self) -> dict[int, str]:
        """Days whose hours look like a slip, by their position from Monday, and why."""
        if self.hours is None:
            return {}
        found = self.hours.questions()
        if self.weekly_total is not None and not self.hours.agrees_with(self.weekly_total):
            added = (self.hours.total_minutes() or 0) / 60
            why = f"the hours add up to {added:g} a week, the list's own total is {self.weekly_total:g}"
            return dict.fromkeys(range(len(self.hours.days)), why) | found
        return found

    @property
    def known_hours(self) -> WeekHours | None:
        """The hours with days that are in question not known."""
        return None if self.hours is None else self.hours.without(self.hours_in_question)

    @property
    def counts_for_access(self) -> bool:
        """Whether people can walk in for pharmaceutical services and its place is known.

        Appliance contractors are no pharmacies; distance-selling premises may not serve people who call
        (NHS (Pharmaceutical and Local Pharmaceutical Services) Regulations 2013, regulation 64).
        """
        return (
            self.point is not None
            and self.contract_type is not ContractType.APPLIANCE
            and self.distance_selling is not True
        )
