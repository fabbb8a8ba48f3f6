"""What has changed on the list since the PNA was published, and how many pharmacies each ward and locality has."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from app.access import PreparedSnapshot
from app.access.nearest import NOBODY
from app.assessment.localities import locality_of, where_is
from app.assessment.record import Record, metres
from app.assessment.sites import Site, not_placed
from app.domain.baselines import METRES_A_MILE, Baseline, LocalityFinding
from app.domain.dates import span_of
from app.domain.evidence import Row
from geodata.model.point import Point
from geodata.model.postcode import squeezed
from geodata.model.premises import ContractType, Premises

SUCCESSOR_DAYS = 60
"""A pharmacy that opens where another closed no longer before than this goes on under another code: nothing is lost."""


def record_since(record: Record, baseline: Baseline, site: Site, area: PreparedSnapshot) -> None:
    """Pharmacies that opened or closed in the site's locality of the PNA, or within a mile of it, since its publication."""
    first, last = span_of(baseline.published)
    listed = date.fromisoformat(area.snapshot.manifest.as_at)
    found = locality_of(site, baseline, area).found
    what = (
        f"Pharmacies that opened or closed since the PNA was published, in the locality of the {site.called} or within a "
        "mile of it"
    )
    inputs = (f"baseline:{baseline.id}", f"site.{site.role}.point", "snapshot.as_at")
    dated = all(premises.opened is not None for premises in area.snapshot.premises if _counts(premises))
    former = area.snapshot.former
    if former is None or not dated:
        missing = (
            "the days on which pharmacies opened" if former is not None else "the pharmacies that have closed"
        )
        record.measure(
            "pna.since",
            what,
            None,
            method="not measured",
            inputs=inputs,
            note=f"the list does not say {missing}",
        )
        return
    if not site.placed:
        record.measure(
            "pna.since", what, None, method="not measured", inputs=inputs, note=not_placed((site,))
        )
        return
    rows = list(_changes(area, site, found, former, first, listed))
    certain = [row for row in rows if str(row["on"]) > last.isoformat() and not row["went_on_as"]]
    notes = [f"as the list of {listed.isoformat()} has it"]
    if first != last and len(rows) > len(certain):
        notes.append("those of the month or year of publication are listed, not counted")
    record.measure(
        "pna.since",
        what,
        len(certain),
        method="openings and closures of the list; a mile in a straight line",
        inputs=inputs,
        note="; ".join(notes),
        rows=[
            {**row, "counted": row in certain}
            for row in sorted(rows, key=lambda row: (str(row["on"]), str(row["ods_code"])))
        ],
    )


def _changes(
    area: PreparedSnapshot,
    site: Site,
    found: LocalityFinding | None,
    former: tuple[Premises, ...],
    first: date,
    listed: date,
) -> Iterator[Row]:
    own = site.listed.ods_code if site.listed else None
    for premises in former:
        on = premises.closed
        if on is not None and first <= on <= listed and _counts(premises):
            where = _near(premises, site, found, area)
            if where:
                yield _row(premises, "closed", on, where, _successor(premises, area), site)
    before = {squeezed(each.postcode): each.closed for each in former if each.closed}
    for premises in area.snapshot.premises:
        on = premises.opened
        if on is None or not first <= on <= listed or not _counts(premises) or premises.ods_code == own:
            continue
        closed = before.get(squeezed(premises.postcode))
        if closed is not None and abs(on - closed) <= timedelta(SUCCESSOR_DAYS):
            continue
        where = _near(premises, site, found, area)
        if where:
            yield _row(premises, "opened", on, where, None, site)


def _row(premises: Premises, what: str, on: date, where: str, went_on_as: str | None, site: Site) -> Row:
    return {
        "what": what,
        "on": on.isoformat(),
        "ods_code": premises.ods_code,
        "name": premises.trading_name,
        "postcode": premises.postcode,
        "where": where,
        "metres": metres(site.point.metres_to(premises.point)) if premises.point else None,
        "went_on_as": went_on_as,
    }


def _counts(premises: Premises) -> bool:
    return premises.contract_type is not ContractType.APPLIANCE and premises.distance_selling is not True


def _near(premises: Premises, site: Site, found: LocalityFinding | None, area: PreparedSnapshot) -> str:
    """Where premises are, by the site: in its locality, within a mile, both; empty where neither, or of no known place."""
    if premises.point is None:
        return ""
    within = site.point.metres_to(premises.point) <= METRES_A_MILE
    wards = where_is(premises.point, area).wards if found is not None else frozenset()
    inside = found is not None and bool(wards) and wards <= set(found.wards)
    return " and ".join(
        words for words, is_so in (("in the locality", inside), ("within a mile", within)) if is_so
    )


def _successor(closed: Premises, area: PreparedSnapshot) -> str | None:
    for premises in area.snapshot.premises:
        if premises.opened is None or closed.closed is None or not _counts(premises):
            continue
        same = squeezed(premises.postcode) == squeezed(closed.postcode)
        if same and abs(premises.opened - closed.closed) <= timedelta(SUCCESSOR_DAYS):
            return premises.ods_code
    return None


def record_by_area(
    record: Record, leaving: Site, staying: Site, area: PreparedSnapshot, baseline: Baseline, kind: str
) -> None:
    """Pharmacies of each ward and of each locality, before and after the change, where their number changes or is theirs."""
    wards = area.layer("ward").names
    why_not = not_placed((leaving, staying)) or ("" if wards else "no outlines of wards are loaded")
    if why_not:
        for name, what in _AREAS:
            record.measure(name, what, None, method="not measured", note=why_not)
        return
    before: Counter[str] = Counter(
        _ward(area, each.point) for at, each in enumerate(area.pharmacies) if at != leaving.label
    )
    after = before.copy()
    if leaving.serves_callers:
        before[_ward(area, leaving.point)] += 1
    if staying.serves_callers and (kind == "relocation" or staying.label == NOBODY):
        after[_ward(area, staying.point)] += 1
        if kind != "relocation":
            before[_ward(area, staying.point)] += 1
    own = {_ward(area, site.point) for site in (leaving, staying)}
    localities = {ward: found.name for found in baseline.localities for ward in found.wards}
    for (name, what), groups in zip(_AREAS, ({ward: ward for ward in wards}, localities), strict=True):
        was, will = Counter[str](), Counter[str]()
        for ward in before.keys() | after.keys():
            if ward in groups:
                was[groups[ward]] += before[ward]
                will[groups[ward]] += after[ward]
        mine = {groups[ward] for ward in own if ward in groups}
        shown = sorted(mine | {each for each in was.keys() | will.keys() if was[each] != will[each]})
        record.measure(
            name,
            what,
            sum(was[each] != will[each] for each in shown),
            method="counted pharmacies by the ward that their point lies in",
            inputs=("site.leaving.point", "site.staying.point"),
            note="" if mine else "the sites lie in none that is known",
            rows=[
                {
                    "group": wards.get(each, each),
                    "before": was[each],
                    "after": will[each],
                    "only": was[each] == 1 and will[each] == 0,
                    "of_leaving": each == groups.get(_ward(area, leaving.point)),
                    "of_staying": each == groups.get(_ward(area, staying.point)),
                }
                for each in shown
            ],
        )


_AREAS = (
    ("pharmacies.by_ward", "Wards in which the number of pharmacies changes"),
    ("pharmacies.by_locality", "Localities of the PNA in which the number of pharmacies changes"),
)


def _ward(area: PreparedSnapshot, point: Point | None) -> str:
    found = area.layer("ward").containing(point) if point else None
    return found.code if found else ""
