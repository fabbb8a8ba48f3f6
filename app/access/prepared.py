"""A snapshot made ready for measuring: each thing is worked out once, when first needed, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from app.access.accustomed import old_and_new
from app.access.boundaries import Layer
from app.access.coverage import Standing, Trips, standing, trips_of
from app.access.ends import Ends, ends_of, to_nearest
from app.access.engine import Engine
from app.access.kept import Kept
from app.access.measured import EVERYWHERE, Doubt, no_doubt
from app.access.named import streets_called
from app.access.pace import DEFAULT_ROAD_KMH, driving, limit_of, walking
from app.access.population import (
    NO_DECILE,
    NO_LOCALITY,
    NO_LSOA,
    NO_WARD,
    Grouping,
    Population,
    by_area,
    by_kind,
    population,
)
from app.access.recent import Recent
from app.access.straight import StraightLineEngine
from app.access.streets import StreetEngine
from app.access.table import ReachTable, reach_table
from app.access.whatif import Change, Effect, effect_of, effect_of_several
from app.domain.baselines import METRES_A_MILE, MM_A_METRE, AccessStandard, Mode, RoadSpeed
from geodata.model.hours import WeekHours
from geodata.model.point import Point
from geodata.model.postcode import squeezed
from geodata.model.premises import ContractType, Premises
from geodata.snapshot import Codes, Floats, Homes, Ints, Snapshot

Localities = tuple[tuple[str, tuple[str, ...]], ...]
"""Localities of a PNA: the name and the wards of each."""

RoadSpeeds = tuple[RoadSpeed, ...]

DECILES = tuple(
    f"decile {n}" + {1: " (most deprived)", 10: " (least deprived)"}.get(n, "") for n in range(1, 11)
)


class NoEngineError(ValueError):
    """A standard asks for a way of measuring that the snapshot has no data for; the message says what is missing."""


class PreparedSnapshot:
    """A snapshot with its engines and layers. A value: what it answers depends on the snapshot alone."""

    def __init__(self, snapshot: Snapshot, kept: Mapping[Mode, Kept] | None = None) -> None:
        """A prepared snapshot; ``kept`` is what engines with the usual speeds worked out earlier."""
        self.snapshot = snapshot
        self._kept = dict(kept or {})
        self._engines: dict[tuple[Mode, RoadSpeeds], Engine] = {}
        self._effects: Recent[Effect] = Recent()
        self._trips: Recent[Trips] = Recent()
        self._accustomed: Recent[Effect] = Recent()

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

    @cached_property
    def listed(self) -> Mapping[str, Premises]:
        """Premises of the list by ODS code, those that do not count for access too."""
        return {premises.ods_code: premises for premises in self.snapshot.premises}

    def at_postcode(self, postcode: str | None) -> tuple[Premises, ...]:
        """Premises of the list at a postcode, in the order of the list; none where it is not known."""
        return self._at_postcodes.get(squeezed(postcode), ()) if postcode else ()

    def locate(self, postcode: str | None) -> Point | None:
        """The point of a postcode, None where it, or its place, is not known."""
        return self.snapshot.locate(postcode) if postcode else None

    def streets_called(self, name: str) -> tuple[Point, ...]:
        """The middle of each street of that name on the map; none where it has none, or there are no streets."""
        return self._streets_called.get(name, lambda: self._find_streets(name))

    def _find_streets(self, name: str) -> tuple[Point, ...]:
        networks = (self.snapshot.network(mode) for mode in self.snapshot.manifest.modes)
        network = next((each for each in networks if each is not None), None)
        return () if network is None else streets_called(network, name)

    def wards_of_lsoa(self, code: str) -> frozenset[str]:
        """Codes of the wards whose residents live in an LSOA; none where nobody of the data does."""
        return self._wards_of_lsoas.get(code, frozenset())

    @cached_property
    def _wards_of_lsoas(self) -> Mapping[str, frozenset[str]]:
        homes, found = self.homes, dict[str, frozenset[str]]()
        pairs = np.unique(np.column_stack([homes.lsoa, homes.ward]), axis=0)
        for lsoa, ward in pairs[(pairs >= 0).all(axis=1)].tolist():
            code = homes.labels["lsoa"][lsoa]
            found[code] = found.get(code, frozenset()) | {homes.labels["ward"][ward]}
        return found

    @cached_property
    def _streets_called(self) -> Recent[tuple[Point, ...]]:
        return Recent()  # names are typed by people: their number has no end

    @cached_property
    def _at_postcodes(self) -> Mapping[str, tuple[Premises, ...]]:
        found: dict[str, tuple[Premises, ...]] = {}
        for premises in self.snapshot.premises:
            if code := squeezed(premises.postcode):
                found[code] = (*found.get(code, ()), premises)
        return found

    @cached_property
    def selling_not_known(self) -> int:
        """How many pharmacies the list does not say of whether they are distance-selling."""
        return sum(premises.distance_selling is None for premises in self.pharmacies)

    @cached_property
    def known_hours(self) -> tuple[WeekHours | None, ...]:
        """The hours of each counted pharmacy; a day that is in question is not known."""
        return tuple(premises.known_hours for premises in self.pharmacies)

    @cached_property
    def hours_in_question(self) -> tuple[tuple[Premises, int, str], ...]:
        """Days of counted pharmacies whose hours look like a slip: whose, which day from Monday, and why."""
        return tuple(
            (premises, day, why)
            for premises in self.pharmacies
            for day, why in sorted(premises.hours_in_question.items())
        )

    @cached_property
    def days_not_known(self) -> NDArray[np.int64]:
        """On how many days of the week the hours of each counted pharmacy are not known, int64 (p,)."""
        return np.array(
            [7 if week is None else sum(day is None for day in week.days) for week in self.known_hours],
            dtype=np.int64,
        )

    @cached_property
    def without_point(self) -> frozenset[str]:
        """ODS codes of premises of the list that have no point."""
        return frozenset(premises.ods_code for premises in self.snapshot.premises if premises.point is None)

    @cached_property
    def of_no_known_place(self) -> tuple[Premises, ...]:
        """Pharmacies of the list at which people may call, and that have no point: they count for nobody's access."""
        return tuple(
            one
            for one in self.snapshot.premises
            if one.point is None
            and one.contract_type is not ContractType.APPLIANCE
            and one.distance_selling is not True
        )

    def listed_near(self, point: Point, metres: float) -> tuple[Premises, ...]:
        """Premises of the list that may be within a distance, as their point may be out, in the order of the list."""
        east, north, error = self._listed_points
        own = point.error_m or 0.0
        # A millimetre more than asked for: a sieve, and whoever asks measures what is left by the points themselves.
        apart = np.hypot(east - point.easting, north - point.northing) - error - own
        return tuple(self._with_point[at] for at in np.flatnonzero(apart <= metres + 0.001))

    @cached_property
    def _with_point(self) -> tuple[Premises, ...]:
        return tuple(premises for premises in self.snapshot.premises if premises.point is not None)

    @cached_property
    def _listed_points(self) -> tuple[Floats, Floats, Floats]:
        points = [premises.point for premises in self._with_point if premises.point]
        rows = [(point.easting, point.northing, point.error_m or 0.0) for point in points]
        east, north, error = np.array(rows, dtype=np.float64).reshape(-1, 3).T
        return east, north, error

    def engine(self, mode: Mode, speeds: RoadSpeeds = ()) -> Engine:
        """The engine of a mode. Raises NoEngineError where the snapshot has no streets for it.

        ``speeds`` replaces the assumed speeds of some classes of road when driving.
        """
        if (mode, speeds) not in self._engines:
            self._engines[mode, speeds] = self._make(mode, speeds)
        return self._engines[mode, speeds]

    def engine_of(self, standard: AccessStandard) -> Engine:
        """The engine that a standard is measured with. Raises NoEngineError."""
        return self.engine(standard.mode, standard.road_speeds)

    def of_board(self, code: str) -> "PreparedSnapshot | None":
        """The same with the people of one board's area alone; None where the data has none of them."""
        if code not in self._boards:
            self._boards[code] = self._own(code)
        return self._boards[code]

    def _own(self, code: str) -> "PreparedSnapshot | None":
        homes, codes = self.homes, self.homes.labels["hwb"]
        own = homes.hwb == (codes.index(code) if code in codes else NOBODY_HERE)
        if not own.any():
            return None
        return self if own.all() else _OfBoard(self, _people_of(homes, own))

    @cached_property
    def _boards(self) -> "dict[str, PreparedSnapshot | None]":
        return {}

    def population(self, localities: Localities) -> Population:
        """The area's people by locality, ward, LSOA, deprivation decile and age group."""
        if localities not in self._populations:
            self._populations[localities] = population(self.homes.people, self._groupings(localities))
        return self._populations[localities]

    def standing(self, standard: AccessStandard, localities: Localities) -> Standing:
        """How a standard stands on the list as it is. Raises NoEngineError where the snapshot has no streets for it."""
        key = standard, localities
        if key not in self._standings:
            limit, people = limit_of(standard), self.population(localities)
            self._standings[key] = standing(self.engine_of(standard), limit, people, self.doubt(standard))
        return self._standings[key]

    def effect(self, standard: AccessStandard, change: Change) -> Effect:
        """What a change does, by the engine of a standard. Raises NoEngineError."""
        key = standard.mode, standard.road_speeds, change
        return self._effects.get(
            key, lambda: self._known(standard, effect_of(self.engine_of(standard), change))
        )

    def effect_of_several(self, standard: AccessStandard, changes: Sequence[Change]) -> Effect:
        """What several closures do at once, by the engine of a standard. Raises NoEngineError."""
        return self._known(standard, effect_of_several(self.engine_of(standard), changes))

    def _known(self, standard: AccessStandard, effect: Effect) -> Effect:
        """Those affected are people to whom the leaving site was nearer than the end of the streets."""
        at = np.flatnonzero(effect.affected)
        nearer = np.zeros(len(effect.home), dtype=bool)
        nearer[at] = self.end_nearer(self.engine_of(standard), effect.before[at], effect.home[at])
        return effect.known(nearer)

    def trips(self, standard: AccessStandard, localities: Localities, change: Change) -> Trips:
        """How trips change, by the engine of a standard. Raises NoEngineError."""
        key = standard.mode, standard.road_speeds, change
        unit, people = self.engine_of(standard).unit, self.population(localities)
        return self._trips.get(key, lambda: trips_of(self.effect(standard, change), people, unit))

    def accustomed(self, standard: AccessStandard, change: Change, old: Point, new: Point) -> Effect:
        """Those to whom the old site is the nearest, with their cost to it and to the new one. Raises NoEngineError."""
        key = standard.mode, standard.road_speeds, change, old, new
        engine = self.engine_of(standard)
        return self._accustomed.get(key, lambda: old_and_new(engine, self.effect(standard, change), old, new))

    def table(self, standard: AccessStandard) -> ReachTable:
        """Who reaches which pharmacy within a standard. Raises NoEngineError where the snapshot has no streets for it."""
        if standard not in self._tables:
            self._tables[standard] = reach_table(
                self.engine_of(standard), len(self.homes), limit_of(standard)
            )
        return self._tables[standard]

    def layer(self, name: str) -> Layer:
        """The outlines of a layer ("hwb", "ward", "lsoa")."""
        if name not in self._layers:
            self._layers[name] = Layer(self.snapshot.boundaries(name))
        return self._layers[name]

    def doubt(self, standard: AccessStandard) -> Doubt:
        """Of which homes an answer on a standard may not be known. Raises NoEngineError."""
        if standard not in self._doubts:
            engine, limit = self.engine_of(standard), limit_of(standard)
            self._doubts[standard] = (
                Doubt(limit, engine.homes_off, self._ends(standard.mode).nearer(self._reach_m(engine, limit)))
                if isinstance(engine, StreetEngine)
                else no_doubt(len(self.homes), limit)
            )
        return self._doubts[standard]

    def measured(self, standard: AccessStandard) -> Codes:
        """People of whom it is known whether they are within a standard on the list as it stands, int32 (h,)."""
        unsure = self.doubt(standard).of(self.engine_of(standard).homes.first)
        return np.where(unsure, 0, self.homes.people).astype(np.int32)

    def unsure_near(self, standard: AccessStandard, effect: Effect, places: Sequence[Point]) -> int:
        """People not measured, before or after, who live within a standard's reach of any place in a straight line."""
        engine, doubt, limit = self.engine_of(standard), self.doubt(standard), limit_of(standard)
        if not doubt.any or not isinstance(engine, StreetEngine):
            return 0
        changed = doubt.of(effect.before, effect.home) | doubt.of(effect.after, effect.home)
        listed = self._unsure(standard)
        homes = np.concatenate([listed[~np.isin(listed, effect.home)], effect.home[changed]])
        reach, near = engine.farthest_m(limit), np.zeros(len(homes), dtype=bool)
        for place in places:
            x, y = self.homes.x[homes] - place.easting, self.homes.y[homes] - place.northing
            near |= np.hypot(x, y) <= reach
        return int(self.homes.people[homes[near]].sum(dtype=np.int64))

    def _unsure(self, standard: AccessStandard) -> Ints:
        """Homes that are not measured on the list as it stands, int64 (k,)."""
        if standard not in self._unsures:
            unsure = self.doubt(standard).of(self.engine_of(standard).homes.first)
            self._unsures[standard] = np.flatnonzero(unsure)
        return self._unsures[standard]

    @cached_property
    def _unsures(self) -> dict[AccessStandard, Ints]:
        return {}

    def end_nearer(self, engine: Engine, cost: Floats, home: Ints | slice = EVERYWHERE) -> NDArray[np.bool_]:
        """Homes to which the end of the streets is nearer than a pharmacy at some cost, bool (c,)."""
        if not isinstance(engine, StreetEngine):
            return np.zeros(len(cost), dtype=bool)
        reach = cost / MM_A_METRE if engine.mode is Mode.WALK else self._straight_m[home]
        return self._ends(engine.mode).nearer(reach, home)

    def perhaps_beyond(self, standard: AccessStandard, effect: Effect | None = None) -> int:
        """People not within a walking standard, before or after, near a border of which it is not known what lies beyond.

        They are measured. Nothing is said of other ways of measuring: 0.
        """
        if standard.mode is not Mode.WALK:
            return 0
        limit, people = limit_of(standard), self.homes.people
        perhaps, doubt = self._ends(Mode.WALK).perhaps(limit / MM_A_METRE), self.doubt(standard)
        first = self.engine_of(standard).homes.first
        if standard not in self._perhaps:
            listed = perhaps & (first > limit) & ~doubt.of(first)
            self._perhaps[standard] = int(people[listed].sum(dtype=np.int64))
        if effect is None:
            return self._perhaps[standard]
        at = np.flatnonzero(perhaps[effect.home])
        home = effect.home[at]
        now, then = ((cost[at] > limit) & ~doubt.of(cost[at], home) for cost in (effect.listed, effect.after))
        balance = then.astype(np.int64) - now
        return self._perhaps[standard] + int((balance * people[home]).sum())

    def not_on_the_network(self, mode: Mode) -> tuple[tuple[Premises, float], ...]:
        """Pharmacies that count and stand on no street of the connected network, with metres to the nearest; by ODS code.

        Nobody is measured to them. Raises NoEngineError.
        """
        engine = self.engine(mode)
        if not isinstance(engine, StreetEngine):
            return ()
        found = (self.pharmacies[at] for at in np.flatnonzero(engine.pharmacies_off).tolist())
        return tuple((one, engine.off_network(one.point)) for one in found if one.point is not None)

    @cached_property
    def not_walked_to(self) -> tuple[tuple[Premises, float], ...]:
        """Those of ``not_on_the_network`` on foot within a mile, in a straight line, of people who are counted.

        On a list of all England the others tell nobody anything, and a part that is cut for a board need not hold them.
        Raises NoEngineError.
        """
        apart = self.not_on_the_network(Mode.WALK)
        inhabited = self.homes.people > 0
        if not apart or not inhabited.any():
            return ()
        homes = KDTree(np.column_stack([self.homes.x, self.homes.y])[inhabited])
        places = np.array(
            [(one.point.easting, one.point.northing) for one, _ in apart if one.point is not None]
        )
        metres: Floats = np.asarray(homes.query(places)[0])
        return tuple(each for each, away in zip(apart, metres.tolist(), strict=True) if away <= METRES_A_MILE)

    def _reach_m(self, engine: Engine, limit: float) -> float | Floats:
        """How far the end of the streets matters, metres: by car no farther than the nearest pharmacy in a straight line."""
        if engine.mode is Mode.WALK:
            return limit / MM_A_METRE
        return np.minimum(self._straight_m, engine.farthest_m(limit))

    @cached_property
    def _straight_m(self) -> Floats:
        """Straight line from each home to the nearest pharmacy, metres."""
        return self.engine(Mode.STRAIGHT_LINE).homes.first / MM_A_METRE

    def _ends(self, mode: Mode) -> Ends:
        if mode not in self._ends_of:
            engine = self.engine(mode)
            assert isinstance(engine, StreetEngine)  # noqa: S101 - asked of modes on streets; tells the type checker
            counted = self.snapshot.manifest.built_for or self.snapshot.manifest.hwbs
            layer = self.layer("hwb")
            others = layer.together(tuple(code for code in layer.names if code not in counted))
            area = layer.together(counted)
            self._ends_of[mode] = ends_of(
                engine.network,
                self.homes,
                engine.homes_off_mm,
                area,
                others,
                self._to_no_way(engine),
            )
        return self._ends_of[mode]

    def _to_no_way(self, engine: StreetEngine) -> Floats:
        """Metres from each home to the nearest pharmacy to which no street of the data leads from it, float64 (h,)."""
        spots = np.array(
            [(one.point.easting, one.point.northing) for one in self.pharmacies if one.point],
            dtype=np.float64,
        ).reshape(-1, 2)
        places = np.column_stack([self.homes.x, self.homes.y])
        metres = np.full(len(places), np.inf)
        for other in np.unique(engine.homes_on_others):
            here = engine.homes_on_others == other
            metres[here] = to_nearest(spots[engine.no_way_from(others=bool(other))], places[here])
        return metres

    @cached_property
    def _ends_of(self) -> dict[Mode, Ends]:
        return {}

    @cached_property
    def _doubts(self) -> dict[AccessStandard, Doubt]:
        return {}

    @cached_property
    def _perhaps(self) -> dict[AccessStandard, int]:
        return {}

    @cached_property
    def _layers(self) -> dict[str, Layer]:
        return {}

    @cached_property
    def _tables(self) -> dict[AccessStandard, ReachTable]:
        return {}

    @cached_property
    def _populations(self) -> dict[Localities, Population]:
        return {}

    @cached_property
    def _standings(self) -> dict[tuple[AccessStandard, Localities], Standing]:
        return {}

    def _groupings(self, localities: Localities) -> dict[str, Grouping]:
        homes = self.homes
        of_ward = {ward: at for at, (_, wards) in enumerate(localities) for ward in wards}
        locality = np.array([of_ward.get(ward, -1) for ward in homes.labels["ward"]] + [-1], dtype=np.int32)
        names = {b.code: b.name for layer in ("ward", "lsoa") for b in self.snapshot.boundaries(layer)}
        wards, lsoas = ([names.get(code, code) for code in homes.labels[layer]] for layer in ("ward", "lsoa"))
        ages = {age_words(group): people for group, people in homes.groups.items()}
        return {
            "by_locality": by_area(
                [name for name, _ in localities],
                locality[homes.ward],
                homes.people,
                NO_LOCALITY,
            ),
            "by_ward": by_area(wards, homes.ward, homes.people, NO_WARD),
            "by_lsoa": by_area(lsoas, homes.lsoa, homes.people, NO_LSOA),
            "by_deprivation": by_area(DECILES, homes.imd_decile - 1, homes.people, NO_DECILE),
            "by_age": by_kind(ages, len(homes)),
        }

    def _make(self, mode: Mode, speeds: RoadSpeeds) -> Engine:
        if mode is Mode.STRAIGHT_LINE:
            return StraightLineEngine(self.homes, self.pharmacies)
        network = self.snapshot.network(mode.value)
        if network is None or not network.edges:
            raise NoEngineError(
                f"The snapshot {self.snapshot.id} has no streets to {mode.value} on. Build it with a street extract, "
                "or measure by straight line."
            )
        pace = (
            walking(network)
            if mode is Mode.WALK
            else driving(network, {**DEFAULT_ROAD_KMH, **{s.road: s.kmh for s in speeds}})
        )
        return StreetEngine(
            network, pace, self.homes, self.pharmacies, None if speeds else self._kept.get(mode)
        )


NOBODY_HERE = -2
"""A code that no home bears."""


class _OfBoard(PreparedSnapshot):
    """A prepared snapshot in which only some of the people are counted. What does not depend on them is the whole's own."""

    def __init__(self, whole: PreparedSnapshot, homes: Homes) -> None:
        super().__init__(whole.snapshot)
        self._whole, self._counted = whole, homes
        self._effects = whole._effects

    @property
    def homes(self) -> Homes:
        return self._counted

    def engine(self, mode: Mode, speeds: RoadSpeeds = ()) -> Engine:
        return self._whole.engine(mode, speeds)

    def table(self, standard: AccessStandard) -> ReachTable:
        return self._whole.table(standard)

    def layer(self, name: str) -> Layer:
        return self._whole.layer(name)

    def doubt(self, standard: AccessStandard) -> Doubt:
        return self._whole.doubt(standard)

    def _ends(self, mode: Mode) -> Ends:
        return self._whole._ends(mode)


def _people_of(homes: Homes, own: NDArray[np.bool_]) -> Homes:
    """The same homes with nobody in those that are not own, which bear the groups of one that is. own: bool (h,)."""
    one = int(np.argmax(own))
    return replace(
        homes,
        people=np.where(own, homes.people, 0).astype(homes.people.dtype),
        groups={name: np.where(own, people, 0).astype(people.dtype) for name, people in homes.groups.items()},
        **{
            name: np.where(own, codes := getattr(homes, name), codes[one])
            for name in ("ward", "lsoa", "imd_decile")
        },
    )


def prepare(snapshot: Snapshot, kept: Mapping[Mode, Kept] | None = None) -> PreparedSnapshot:
    """Make a snapshot ready for measuring, with what was kept of an earlier time where there is some."""
    return PreparedSnapshot(snapshot, kept)


def age_words(group: str) -> str:
    """An age group in words: "age_65_plus" is "aged 65 and over"."""
    words = group.split("_")
    if words[0] != "age" or len(words) != 3:
        return group.replace("_", " ")
    return f"aged {words[1]} and over" if words[2] == "plus" else f"aged {words[1]} to {words[2]}"
