"""Whether the streets of the data lead to a site: what cannot be reached on them is not measured, and is never a number."""

from collections.abc import Sequence

from app.access import NoEngineError, PreparedSnapshot
from app.access.engine import Engine
from app.access.streets import StreetEngine
from app.assessment.sites import Site
from app.domain.baselines import METRES_A_MILE, Mode
from geodata.standing import FAR_FROM_STREET_M, JOIN_M


def engine_from(site: Site, mode: Mode, area: PreparedSnapshot) -> tuple[Engine | None, str]:
    """The engine that can measure from a site; None and why where there are no streets, or none that leads to the site."""
    try:
        engine = area.engine(mode)
    except NoEngineError as error:
        return None, str(error)
    why_not = not_joined(engine, site)
    return (None if why_not else engine), why_not


def not_walked_to(site: Site, mode: Mode, area: PreparedSnapshot) -> str:
    """Which pharmacies are within a mile of a site in a straight line and stand on no street; empty where none do."""
    engine = area.engine(mode)
    if not isinstance(engine, StreetEngine):
        return ""
    near = [
        premises.ods_code
        for premises, cut_off in zip(area.pharmacies, engine.no_way_to(site.point).tolist(), strict=True)
        if cut_off and premises.point and site.point.metres_to(premises.point) <= METRES_A_MILE
    ]
    if not near:
        return ""
    return f"the data has no way on foot to {', '.join(near)}, within a mile in a straight line"


def not_joined(engine: Engine, site: Site) -> str:
    """Why a site cannot be measured on streets; empty where it can."""
    if not isinstance(engine, StreetEngine) or engine.stands(site.point):
        return ""
    off = engine.off_network(site.point)
    if off > FAR_FROM_STREET_M:
        return (
            f"the {site.called} is {off:,.0f} m from the nearest street of the data; nobody is measured more than "
            f"{FAR_FROM_STREET_M:g} m from any"
        )
    return f"the only streets within {JOIN_M:g} m of the {site.called} join no other street of the data"


def not_reached(engine: Engine, sites: Sequence[Site]) -> str:
    """Why a change between sites cannot be measured on streets; empty where it can.

    Where two sites are a mile or less apart and no way leads from one to the other, one stands on the wrong side of a gap in
    the map: what people lose or gain by it would be the map's doing.
    """
    open_to_callers = [site for site in sites if site.serves_callers]
    for site in open_to_callers:
        if why_not := not_joined(engine, site):
            return why_not
    if len(open_to_callers) == 2 and isinstance(engine, StreetEngine):
        one, other = open_to_callers
        apart = one.point.metres_to(other.point)
        if apart <= METRES_A_MILE and engine.cost(one.point, other.point) is None:
            return (
                f"the sites are {apart:,.0f} m apart in a straight line, and the data has no way between them"
            )
    return ""
