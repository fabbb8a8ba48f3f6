"""Evidence and flags of who a site is: how it was matched to the pharmacy list, what differs, and what a person is asked."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.access import PreparedSnapshot
from app.assessment.record import Record, metres
from app.assessment.sites import Site
from app.domain.applications import MeasuredAt
from app.domain.evidence import Ledger, Row
from app.domain.findings import Flag
from app.domain.identity import SAME_PLACE_M, same_name, same_number, same_postcode
from app.domain.rounding import day_said, listed
from geodata.model.point import Point
from geodata.model.premises import Premises

METHOD = (
    "the papers held against the pharmacy list: by ODS code, or by name and door where they give none; names are compared "
    f"without the words that many have, and points farther apart than {SAME_PLACE_M:g} m are another place"
)


def record_match(record: Record, site: Site) -> None:
    """How a site was matched to the list and what differs; both places where they lie apart; what is in question."""
    here, words, found = f"site.{site.role}", f"the {site.called}", site.match
    record.measure(
        f"{here}.match",
        f"How {words} was matched to the pharmacy list",
        found.by.value,
        method=METHOD,
        inputs=(f"application:{site.field}",),
        note=_question(site) or found.why_not,
        rows=() if site.listed is None else _compared(site, site.listed),
    )
    if site.listed is not None:
        record.measure(
            f"{here}.apart",
            f"Metres between the place of {words} in the papers and on the pharmacy list",
            metres(site.apart),
            "m",
            method="straight line on the National Grid",
            inputs=(f"{here}.match",),
            note="" if site.apart is not None else "the place in the papers, or on the list, is not known",
            rows=_both_places(site) if site.elsewhere else (),
        )
    if found.asked:
        record.measure(
            f"{here}.asked",
            f"Premises of the pharmacy list that {words} may be; a person is asked which",
            len(found.asked),
            method=METHOD,
            inputs=(f"application:{site.field}",),
            rows=[_row(one, site) for one in found.asked],
        )


def flags_of_matches(ledger: Ledger, sites: Sequence[Site], area: PreparedSnapshot) -> Iterator[Flag]:
    """What a person is to look at of who the sites are and where."""
    for site in sites:
        here = f"site.{site.role}"
        if site.match.asked:
            yield Flag("site-in-question", _asks(site), (f"{here}.match", f"{here}.asked"))
        elif site.match.why_not:
            yield Flag(
                "site-not-listed",
                f"{site.stated.name} was not found on the pharmacy list: {site.match.why_not}. "
                "It is measured at its own point, and counted beside the pharmacies that are listed.",
                (f"{here}.listed",),
            )
        if site.stated.postcode is None:
            yield Flag("postcode-not-given", _without_postcode(site), (f"{here}.point",))
        if site.elsewhere and f"{here}.apart" in ledger:
            text = _elsewhere(site, sites, area.snapshot.manifest.as_at)
            yield Flag("site-elsewhere-on-list", text, (f"{here}.apart", f"{here}.match"))


def _compared(site: Site, premises: Premises) -> list[Row]:
    stated = site.stated
    rows: list[Row] = []
    for what, mine, theirs, agrees in (
        ("ODS code", stated.ods_code, premises.ods_code, _codes_agree(stated.ods_code, premises.ods_code)),
        ("name", stated.name, premises.trading_name, same_name(stated.name, premises.trading_name)),
        ("address", stated.address, premises.address, same_number(stated.address, premises.address)),
        ("postcode", stated.postcode, premises.postcode, same_postcode(stated.postcode, premises.postcode)),
        (
            "contractor",
            stated.contractor,
            premises.contractor,
            same_name(stated.contractor, premises.contractor)
            if stated.contractor and premises.contractor
            else None,
        ),
    ):
        rows.append({"what": what, "papers": mine, "list": theirs, "agrees": agrees, "metres": None})
    agrees = None if site.apart is None else not site.elsewhere
    places = (site.stated_point or (premises.point if agrees else None), premises.point)
    mine, theirs = (None if at is None else _grid(at) for at in places)
    apart = metres(site.apart)
    rows.append({"what": "place", "papers": mine, "list": theirs, "agrees": agrees, "metres": apart})
    return rows


def _codes_agree(mine: str | None, theirs: str) -> bool | None:
    return None if mine is None else mine.upper() == theirs


def _both_places(site: Site) -> list[Row]:
    at_list = site.stated.measured_at is MeasuredAt.LIST
    premises, stated_point = site.listed, site.stated_point
    assert premises is not None  # noqa: S101 - asked for only of sites that lie apart; tells the type checker
    assert premises.point is not None  # noqa: S101
    assert stated_point is not None  # noqa: S101
    return [
        {"by": by, "at": f"{postcode} ({_grid(point)})", "measured": measured}
        for by, postcode, point, measured in (
            (
                "papers",
                site.stated.postcode or site.stated.street or "the point given",
                stated_point,
                not at_list,
            ),
            ("list", premises.postcode, premises.point, at_list),
        )
    ]


def _grid(point: Point) -> str:
    return f"easting {point.easting:,.0f}, northing {point.northing:,.0f}"


def _row(one: Premises, site: Site) -> Row:
    stated = site.stated
    here = site.stated_point or site.at
    return {
        "ods_code": one.ods_code,
        "name": one.trading_name,
        "address": one.address,
        "postcode": one.postcode,
        "same_name": same_name(stated.name, one.trading_name),
        "same_postcode": same_postcode(stated.postcode, one.postcode),
        "metres": metres(one.point.metres_to(here)) if one.point and here else None,
    }


def _question(site: Site) -> str:
    codes = [one.ods_code for one in site.match.asked]
    return f"is it {listed(codes, 'or')}?" if codes else ""


def _asks(site: Site) -> str:
    found, stated, codes = site.match, site.stated, [one.ods_code for one in site.match.asked]
    each = listed([f"{p.ods_code} ({p.trading_name}, {p.address}, {p.postcode})" for p in found.asked])
    if found.listed is not None:
        known = f"The papers’ code is {found.listed.ods_code} on the pharmacy list, but the list has {each} at their door"
    elif found.why_not:
        known = f"{stated.name} was not found on the pharmacy list: {found.why_not}. The list has {each} there or near by"
    else:
        known = f"{stated.name} is yet to be opened, but the list has {each} at its door"
    return (
        f"Is the {site.called} {listed(codes, 'or')}? {known}. Until a person has answered, no figure of access is given: "
        "the premises could be counted beside themselves. Answer it with the next assessment."
    )


def _elsewhere(site: Site, sites: Sequence[Site], as_at: str) -> str:
    mine, theirs = _both_places(site)
    premises, apart = site.listed, site.apart
    assert premises is not None  # noqa: S101 - asked for only of sites that lie apart; tells the type checker
    assert apart is not None  # noqa: S101
    measured = "The list’s place" if theirs["measured"] else "The papers’ place"
    chosen = ", as a person chose" if site.stated.measured_at is not None else ""
    return (
        f"The papers put {site.stated.name} at {mine['at']}; the pharmacy list of {day_said(date.fromisoformat(as_at))} "
        f"has {premises.ods_code} at {theirs['at']}, {apart:,.0f} m from there{_moved(site, sites)}. {measured} is "
        f"measured{chosen}. Check which is right."
    )


def _without_postcode(site: Site) -> str:
    stated, listed_point = site.stated, site.listed.point if site.listed else None
    if site.at is None:
        return (
            f"No postcode of {stated.name} is given, and nothing else says where it is. Its distances, whom it serves, "
            "its board and its locality are not known, and nothing that turns on them is given. Give its point or street."
        )
    if stated.point is not None:
        how = f"from the point given ({stated.point.source})"
    elif stated.street is not None and site.at is not listed_point:
        how = f"from the middle of {stated.street} on the map, from which it may be {site.at.error_m or 0:,.0f} m away"
    else:
        how = "from its place on the pharmacy list"
    return f"No postcode of {stated.name} is given. It is measured {how}. Check that this is the place."


def _moved(site: Site, sites: Sequence[Site]) -> str:
    """Where the list's place is that of the other site: it may be later than the move."""
    at = site.listed.point if site.listed else None
    others = [other for other in sites if other is not site and at is not None]
    if any(at and other.at and other.at.metres_to(at) <= SAME_PLACE_M for other in others):
        return ", at the other site of the application: the list may be later than the change"
    return ""
