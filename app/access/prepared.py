"""A snapshot made ready for measuring: each thing is worked out once, when first needed, and kept."""

from functools import cached_property

from app.access.boundaries import Layer
from app.access.engine import Engine
from app.access.straight import StraightLineEngine
from app.access.walk import WalkEngine
from app.domain.baselines import Mode
from geodata.model.premises import Premises
from geodata.snapshot import Floats, Homes, Snapshot


class NoEngineError(ValueError):
    """A standard asks for a way of measuring that the snapshot has no data for; the message says what is missing."""


class PreparedSnapshot:
    """A snapshot with its engines and layers. A value: what it answers depends on the snapshot alone."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._engines: dict[Mode, Engine] = {}

    @property
    def homes(self) -> Homes:
        """Points with people in them."""
        return self.snapshot.homes

    @cached_property
    def pharmacies(self) -> tuple[Premises, ...]:
        """Premises that count for access, by ODS code: no appliance contractors, no known distance-selling premises."""
        return tuple(premises for premises in self.snapshot.premises if premises.counts_for_access)

    @cached_property
    def labels(self) -> dict[str, int]:
        """Position of each counted pharmacy, by ODS code."""
        return {premises.ods_code: at for at, premises in enumerate(self.pharmacies)}

    def engine(self, mode: Mode) -> Engine:
        """The engine of a mode. Raises NoEngineError where the snapshot has no streets for it."""
        if mode not in self._engines:
            self._engines[mode] = self._make(mode)
        return self._engines[mode]

    def layer(self, name: str) -> Layer:
        """The outlines of a layer ("hwb", "ward", "lsoa")."""
        if name not in self._layers:
            self._layers[name] = Layer(self.snapshot.boundaries(name))
        return self._layers[name]

    @cached_property
    def metres_to_edge(self) -> Floats:
        """Metres from each home to the outer edge of the area, float64 (h,)."""
        return self.layer("hwb").metres_to_edge(self.snapshot.manifest.hwbs, self.homes.x, self.homes.y)

    @cached_property
    def _layers(self) -> dict[str, Layer]:
        return {}

    def _make(self, mode: Mode) -> Engine:
        if mode is Mode.STRAIGHT_LINE:
            return StraightLineEngine(self.homes, self.pharmacies)
        network = self.snapshot.network("walk") if mode is Mode.WALK else None
        if network is None:
            raise NoEngineError(
                f"The snapshot {self.snapshot.id} has no streets to {mode.value} on. Build it with a street extract, "
                "or measure by straight line."
            )
        return WalkEngine(network, self.homes, self.pharmacies)


def prepare(snapshot: Snapshot) -> PreparedSnapshot:
    """Make a snapshot ready for measuring."""
    return PreparedSnapshot(snapshot)
