"""One line of the made-up pharmaceutical list, and the names of services as they were in force in 2026."""

from dataclasses import dataclass

from geodata.demo.curves import Spot, beside
from geodata.demo.main_roads import road
from geodata.demo.places import BOROUGH

DOOR_OFF_ROAD_M = 7.0
"""From the middle of the road to a shop's door."""

POSTCODE_OFF_ROAD_M = 13.0
"""From the middle of the road to the point of the shop's postcode."""

Week = tuple[str, str, str, str, str, str, str]
"""Opening hours from Monday to Sunday, as the NHS Business Services Authority writes them."""

CLOSED = "CLOSED"


@dataclass(frozen=True)
class Shop:
    """One line of the pharmaceutical list.

    ``road`` and ``along`` say where it stands: metres along a main road; ``side`` is 1 on its left, -1 on its right.
    """

    code: str
    name: str
    contractor: str
    number: str
    road: str
    along: float
    side: int
    hours: Week
    services: tuple[str, ...]
    contract: str = "Community"
    board: str = BOROUGH

    @property
    def door(self) -> Spot:
        """The shop's door, EPSG:27700."""
        return self.door_at(self.along)

    @property
    def postcode_point(self) -> Spot:
        """The point of its postcode, a few metres behind the door."""
        return beside(road(self.road), self.along, self.side * POSTCODE_OFF_ROAD_M)

    @property
    def address(self) -> str:
        """Number and street."""
        return f"{self.number} {self.road}"

    def door_at(self, along: float) -> Spot:
        """A door on the same side of the same road."""
        return beside(road(self.road), along, self.side * DOOR_OFF_ROAD_M)


NEW_MEDICINE = "New Medicine Service"
PHARMACY_FIRST = "Pharmacy First"
BLOOD_PRESSURE = "Hypertension Case-Finding"
CONTRACEPTION = "Pharmacy Contraception"
FLU = "Flu Vaccination"
SMOKING = "Smoking Cessation (hospital referral)"
LATERAL_FLOW = "Lateral Flow Device (eligible patients)"
COVID = "Covid-19 Vaccination"
HEALTH_CHECK = "NHS Health Check"
NEEDLES = "Needle and Syringe Programme"
SUPERVISED = "Supervised Consumption"
EMERGENCY_CONTRACEPTION = "Emergency Hormonal Contraception"
APPLIANCE_REVIEW = "Appliance Use Review"
STOMA = "Stoma Appliance Customisation"
