"""Flags about the data: what a person should look at before the papers go out. Flags about the law are raised in app.law."""

from collections.abc import Sequence

from app.access import PreparedSnapshot
from app.access.unknown import (
    not_walked_to_words,
    selling_words,
    speaks_of_distance,
    without_point_words,
)
from app.assessment.doubtful_hours import flags_of_hours
from app.assessment.matches import flags_of_matches
from app.assessment.places import board_flags, street_flags
from app.assessment.sites import Site
from app.domain.baselines import METRES_A_MILE, AccessStandard, Baseline
from app.domain.evidence import Evidence, Ledger
from app.domain.findings import Flag
from app.domain.rounding import half_up
from geodata.standing import FAR_FROM_STREET_M

CLAIM_TOLERANCE = 0.1
CLAIM_TOLERANCE_M = 25.0
GROUP_POINTS = 0.01
TOTAL_POINTS = 0.001
MUCH_LONGER = 1.5
MOST_DEPRIVED = (1, 2)


def data_flags(
    ledger: Ledger, sites: Sequence[Site], area: PreparedSnapshot, baseline: Baseline
) -> tuple[Flag, ...]:
    """Every flag that the evidence raises."""
    found = [
        *flags_of_matches(ledger, sites, area),
        *board_flags(ledger),
        *_about_sites(ledger, sites),
        *_about_distance(ledger),
        *street_flags(ledger),
        *_about_alternatives(ledger),
        *_about_standards(ledger, baseline),
        *flags_of_hours(ledger),
        *_about_what_is_lost(ledger),
        *_about_the_data(ledger, area, baseline, placed=all(site.placed for site in sites)),
    ]
    return tuple(found)


def _about_sites(ledger: Ledger, sites: Sequence[Site]) -> list[Flag]:
    flags = []
    for site in sites:
        off = ledger.number(f"site.{site.role}.off_network")
        if off is not None and off > FAR_FROM_STREET_M:
            flags.append(
                Flag(
                    "far-from-street",
                    f"{site.stated.name} is {off:,.0f} m from the nearest walkable street of the data. Nothing is measured "
                    "on foot from there. Check its postcode or point, and whether the street extract covers it.",
                    (f"site.{site.role}.off_network",),
                )
            )
        elif ledger.value(f"site.{site.role}.on_network") is False:
            flags.append(
                Flag(
                    "site-not-reached",
                    f"{site.stated.name} stands beside streets that join no other street of the data: a gap in the map, or "
                    "a wrong point. Nothing is measured on foot from there.",
                    (f"site.{site.role}.on_network",),
                )
            )
        if site.distance_selling is None and speaks_of_distance(site.stated.name):
            flags.append(
                Flag(
                    "distance-selling-name",
                    f"The name {site.stated.name} speaks of selling online, on the internet or by delivery, and neither the "
                    "papers nor the list say whether these are distance-selling premises. Can people call there?",
                    (f"site.{site.role}.distance_selling",),
                )
            )
    return [*flags, *_no_way_between(ledger, sites)]


def _no_way_between(ledger: Ledger, sites: Sequence[Site]) -> list[Flag]:
    """Two sites a mile or less apart, both on the network, with no way between them."""
    straight = ledger.number("distance.straight")
    on_foot = all(ledger.value(f"site.{site.role}.on_network") for site in sites)
    if (
        straight is None
        or straight > METRES_A_MILE
        or not on_foot
        or ledger.value("distance.walk") is not None
    ):
        return []
    return [
        Flag(
            "site-not-reached",
            f"The sites are {straight:,.0f} m apart in a straight line, and the data has no way on foot between them: a gap "
            "in the map, or a wrong point. What people would gain or lose on foot is not given.",
            ("distance.walk", "distance.straight"),
        )
    ]


def _about_distance(ledger: Ledger) -> list[Flag]:
    flags = []
    claimed, straight, walk = (ledger.number(f"distance.{name}") for name in ("claimed", "straight", "walk"))
    measured = walk if walk is not None else straight
    if claimed is not None and measured is not None and _differs(claimed, measured):
        on_foot = f", and {walk:,.0f} m on foot" if walk is not None else " (no walk was measured)"
        flags.append(
            Flag(
                "distance-differs-from-claim",
                f"The papers claim {claimed:,.0f} m between the sites; between the points used it is "
                f"{straight:,.0f} m in a straight line{on_foot}.",
                ("distance.claimed", "distance.straight", "distance.walk"),
            )
        )
    error = ledger.number("distance.error")
    if straight is not None and error is not None and error >= straight:
        flags.append(
            Flag(
                "positional-error",
                f"The sites are {straight:,.0f} m apart by the points used, and the two points may together be out by "
                f"{error:,.0f} m: a distance this short cannot be measured from them. Give the doors' own points.",
                ("distance.straight", "distance.error"),
            )
        )
    return flags


def _differs(claimed: float, measured: float) -> bool:
    return abs(claimed - measured) > max(CLAIM_TOLERANCE * claimed, CLAIM_TOLERANCE_M)


def _about_alternatives(ledger: Ledger) -> list[Flag]:
    claimed = ledger.number("alternatives.claimed")
    straight, walk = ledger.number("alternatives.straight"), ledger.number("alternatives.walk")
    if claimed is None or straight is None or claimed in (straight, walk):
        return []
    on_foot = f" and {walk:.0f} on foot" if walk is not None else ""
    found = f"{straight:.0f} were found in a straight line{on_foot}"
    text = f"The papers claim {claimed:.0f} pharmacies left within a mile; {found}."
    return [
        Flag(
            "alternatives-differ-from-claim",
            text,
            ("alternatives.claimed", "alternatives.straight", "alternatives.walk"),
        )
    ]


def _about_standards(ledger: Ledger, baseline: Baseline) -> list[Flag]:
    flags = []
    for standard in baseline.standards:
        name = f"coverage.{standard.id}"
        if standard.assumed:
            flags.append(
                Flag(
                    "standard-assumed",
                    f"Of the standard {standard.id!r} the PNA does not state: {standard.assumed.rstrip('. ')}.",
                    ("pna.standard",),
                )
            )
        edge = ledger.number(f"{name}.edge")
        if edge:
            flags.append(
                Flag(
                    "extract-edge",
                    f"{edge:,.0f} residents counted as not within {standard.minutes:g} minutes live near a border beyond "
                    "which the data has neither streets nor areas: the sea, or a place where a pharmacy could be nearer.",
                    (f"{name}.edge",),
                )
            )
        flags += _not_measured(ledger, standard)
        flags += _one_group_changes(ledger, standard)
        flags += _deprived_go_farther(ledger, standard)
    return flags


def _not_measured(ledger: Ledger, standard: AccessStandard) -> list[Flag]:
    name = f"coverage.{standard.id}"
    number, may_lose = ledger.number(f"{name}.not_measured"), ledger.number(f"{name}.may_lose")
    if not number:
        return []
    flags = [
        Flag(
            "people-not-measured",
            f"{_by(standard)} {number:,.0f} residents are not measured, as the streets of the data do not reach them or end "
            "nearer than any pharmacy. They are in no share.",
            (f"{name}.not_measured",),
        )
    ]
    if may_lose:
        flags.append(
            Flag(
                "people-may-lose",
                f"{_by(standard)} {may_lose:,.0f} residents are within it today, and whether they would be afterwards "
                "cannot be told: the streets of the data end nearer to them than any pharmacy that would be left.",
                (f"{name}.may_lose",),
            )
        )
    return flags


def _by(standard: AccessStandard) -> str:
    return f"By the standard of {standard.minutes:g} minutes ({standard.mode.value})"


def _one_group_changes(ledger: Ledger, standard: AccessStandard) -> list[Flag]:
    name = f"coverage.{standard.id}"
    before, after = ledger.number(f"{name}.before_share"), ledger.number(f"{name}.after_share")
    if before is None or after is None or abs(after - before) >= TOTAL_POINTS:
        return []
    hit = [
        (kind, row)
        for kind in ("by_locality", "by_deprivation", "by_age", "by_ward")
        for row in ledger[f"{name}.{kind}"].rows
        if _moves(row["people"], row["before"], row["after"])
    ]
    if not hit:
        return []
    named = "; ".join(
        f"{row['group']}: {row['before']:,} to {row['after']:,} of {row['people']:,}" for _, row in hit
    )
    text = f"{_by(standard)} the total hardly moves, but these groups do: {named}."
    return [Flag("one-group-changes", text, tuple(dict.fromkeys(f"{name}.{kind}" for kind, _ in hit)))]


def _moves(people: object, before: object, after: object) -> bool:
    assert isinstance(people, int)  # noqa: S101 - rows are written in app.assessment.measures; tells the type checker
    assert isinstance(before, int)  # noqa: S101
    assert isinstance(after, int)  # noqa: S101
    return people > 0 and abs(after - before) / people >= GROUP_POINTS


def _deprived_go_farther(ledger: Ledger, standard: AccessStandard) -> list[Flag]:
    """People of the most deprived areas who go much farther: on a move to the new place, else to what is nearest then."""
    moves = f"accustomed.{standard.id}.by_deprivation" in ledger
    whose, to, then = (
        ("accustomed", "to the new site", "new_mean")
        if moves
        else ("affected", "to the nearest pharmacy", "after_mean")
    )
    evidence_id = f"{whose}.{standard.id}.by_deprivation"
    item: Evidence | None = ledger.get(evidence_id)
    rows = [row for row in item.rows if row["decile"] in MOST_DEPRIVED] if item else []
    hit = [
        (row, before, after)
        for row in rows
        if isinstance(before := row["before_mean"], float)
        and isinstance(after := row[then], float)
        and after >= MUCH_LONGER * before
    ]
    if not hit:
        return []
    unit = ledger[f"{whose}.{standard.id}.change_mean"].unit
    step = "0.1" if unit == "minutes" else 1
    named = "; ".join(
        f"{row['people']:,} people in {row['group']}: {half_up(before, step):,} {unit} to "
        f"{half_up(after, step):,} {unit} on average"
        for row, before, after in hit
    )
    return [
        Flag(
            "deprived-areas-go-farther",
            f"{_by(standard)} people in the most deprived fifth of areas whose nearest pharmacy was the leaving site go "
            f"much farther {to}: {named}.",
            (evidence_id,),
        )
    ]


def _about_what_is_lost(ledger: Ledger) -> list[Flag]:
    flags = []
    for kind, unit in (("hours", "hours a week"), ("services", "services")):
        if f"{kind}.lost" not in ledger:
            continue
        lost = ledger.number(f"{kind}.lost")
        if lost is None:
            note = ledger[f"{kind}.lost"].note
            flags.append(
                Flag(f"{kind}-unknown", f"What {kind} are lost cannot be said: {note}.", (f"{kind}.lost",))
            )
        elif lost:
            flags.append(
                Flag(
                    f"{kind}-lost",
                    f"{lost:g} {unit} of the leaving site would not be given at the staying site.",
                    (f"{kind}.lost",),
                )
            )
    return flags


def _about_the_data(
    ledger: Ledger, area: PreparedSnapshot, baseline: Baseline, *, placed: bool
) -> list[Flag]:
    flags = []
    relevant = ledger.value("hwb.relevant")
    if relevant is None and not placed:
        pass  # where the premises are is not known: that is flagged, and no needs assessment is another board's for it
    elif relevant is None or baseline.board(str(relevant)) is None:
        flags.append(
            Flag(
                "outside-baseline",
                f"The premises are not in the area of a board whose assessment {baseline.title!r} is. "
                "Choose another baseline.",
                ("hwb.relevant", "pna.title"),
            )
        )
    in_force = ledger.get("pna.in_force")
    if in_force is not None and in_force.value is not True:
        was = "was not" if in_force.value is False else "may not have been"
        flags.append(
            Flag(
                "pna-not-in-force",
                f"The needs assessment {was} published and in force on the day of the case: {in_force.note}. Choose the one "
                "that was, or say why this one is used.",
                ("pna.in_force", "pna.published"),
            )
        )
    told = selling_words(area)
    if told:
        flags.append(
            Flag(
                "distance-selling-unknown", " ".join(told), ("data.selling_not_known", "data.selling_by_name")
            )
        )
    flags += _of_the_build(ledger, area)
    if area.snapshot.manifest.invented or baseline.invented:
        flags.append(
            Flag(
                "invented-data",
                "The data of this assessment is made up, for a demonstration.",
                ("snapshot.id",),
            )
        )
    return flags


def _of_the_build(ledger: Ledger, area: PreparedSnapshot) -> list[Flag]:
    """What the checks of the snapshot's build found, and which pharmacies no street leads to."""
    flags = []
    for row in ledger["data.checks"].rows:
        if row["let_pass"]:
            text = (
                f"The data was built although a check would have stopped it: {row['found']} Let pass by {row['by']}: "
                f"{row['reason']}"
            )
            flags.append(Flag("check-let-pass", text, ("data.checks",)))
        else:
            flags.append(Flag("check-to-look-at", f"{row['title']}: {row['found']}", ("data.checks",)))
    nowhere = without_point_words(area)
    if nowhere:
        flags.append(Flag("pharmacies-without-a-place", " ".join(nowhere), ("data.without_point",)))
    apart = not_walked_to_words(area)
    if apart:
        flags.append(Flag("pharmacies-not-on-network", " ".join(apart), ("data.not_on_network",)))
    return flags
