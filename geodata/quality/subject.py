"""What the checks look at: what is about to be written, and what was seen on the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import shapely

from geodata.arrays import StreetNetwork
from geodata.model.premises import ContractType, Premises
from geodata.network import StreetsRead
from geodata.overlaps import Overlap
from geodata.quality.limits import LIMITS, Limit
from geodata.snapshot import SnapshotContents


@dataclass(frozen=True)
class Subject:
    """``strays`` are premises that the list puts in a board and their point beyond its reach; ``unread`` hours by code.

    ``vintages``: of the list, where it has no dates of its own, and of the hours, in words. ``today`` is None where the day
    of the build does not matter. ``read``: what reading the streets of each mode has told.
    ``overlaps``: areas of one layer that share some ground.
    """

    contents: SnapshotContents
    strays: tuple[Premises, ...] = ()
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vintages: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=lambda: LIMITS)
    today: date | None = None
    read: Mapping[str, StreetsRead] = field(default_factory=dict)
    overlaps: tuple[Overlap, ...] = ()

    @cached_property
    def pharmacies(self) -> tuple[Premises, ...]:
        """Premises that are no appliance contractor's, in the area and its reach; placed or not."""
        return tuple(p for p in self.contents.premises if p.contract_type is not ContractType.APPLIANCE)

    @cached_property
    def own(self) -> tuple[Premises, ...]:
        """Pharmacies that lie in the area of the boards."""
        outlines = {b.code: shapely.from_wkb(b.wkb) for b in self.contents.boundaries["hwb"]}
        area = shapely.union_all([outlines[code] for code in self.contents.hwbs])
        return tuple(
            p
            for p in self.pharmacies
            if p.point and shapely.contains_xy(area, p.point.easting, p.point.northing)
        )

    @cached_property
    def streets(self) -> tuple[str, StreetNetwork] | None:
        """The streets that people walk on, or drive on where there are no others; None where there are none."""
        for mode in ("walk", "drive"):
            network = self.contents.networks.get(mode)
            if network is not None and network.edges:
                return mode, network
        return None

    @cached_property
    def people(self) -> int:
        """Residents."""
        return int(np.sum(self.contents.homes.people))
