"""Flags about the data: what a person should look at before the papers go out. Flags about the law are raised in app.law."""

from collections.abc import Sequence

from app.access import PreparedSnapshot
from app.assessment.doubtful_hours import flags_of_hours
from app.assessment.matches import flags_of_matches
from app.assessment.sites import Site
from app.domain.baselines import AccessStandard, Baseline
from app.domain.evidence import Evidence, Ledger
from app.domain.findings import Flag
from app.domain.rounding import half_up

FAR_FROM_STREET_M = 1000.0
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
        *_about_sites(ledger, sites),
        *_about_distance(ledger),
        *_about_alternatives(ledger),
        *_about_standards(ledger, baseline),
        *flags_of_hours(ledger),
        *_about_what_is_lost(ledger),
        *_about_the_data(ledger, area, baseline),
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
                    f"{site.stated.name} is {off:,.0f} m from the nearest walkable street of the data. "
                    "Check its postcode or point, and whether the street extract covers it.",
                    (f"site.{site.role}.off_network",),
                )
            )
    return flags


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
                    "which the data has no streets: a pharmacy on the other side could be nearer.",
                    (f"{name}.edge",),
                )
            )
        flags += _one_group_changes(ledger, standard)
        flags += _deprived_go_farther(ledger, standard)
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


def _about_the_data(ledger: Ledger, area: PreparedSnapshot, baseline: Baseline) -> list[Flag]:
    flags = []
    relevant = ledger.value("hwb.relevant")
    if relevant is None or baseline.board(str(relevant)) is None:
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
    silent = area.selling_not_known
    if silent:
        flags.append(
            Flag(
                "distance-selling-unknown",
                f"The pharmacy list does not say of {silent} premises whether they are distance-selling; they are "
                "counted as open to callers.",
                ("data.selling_not_known",),
            )
        )
    if area.snapshot.manifest.invented or baseline.invented:
        flags.append(
            Flag(
                "invented-data",
                "The data of this assessment is made up, for a demonstration.",
                ("snapshot.id",),
            )
        )
    return flags
