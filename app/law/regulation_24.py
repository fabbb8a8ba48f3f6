"""Regulation 24: relocations that do not result in significant change to pharmaceutical services provision.

Paragraph (1) is a move inside one board's area, (2) a move into a neighbouring board's; their limbs ask the same of
another area. Paragraph (3) lists the premises from which a move must be refused. There is no distance in the text.
"""

from collections.abc import Callable
from datetime import date, timedelta

from app.domain.applications import Relocation
from app.law.case import Case
from app.law.points import (
    PLACE_READS,
    PNA_READS,
    PROVISION_READS,
    Points,
    controlled_localities,
    place_points,
    pna_points,
    provision_points,
)
from app.law.rule import (
    RELOCATION,
    Judge,
    Outcome,
    Rule,
    does_not_apply,
    judgement,
    met,
    not_known,
    not_met,
    rule,
    unsaid,
)
from app.law.sites import AREA_READS, LISTED_READS, Listing, crosses_border, is_taken_over, listing, unlisted
from app.law.sources import READ_2013, READ_2013_AND_2019, READ_2014

KINDS = (RELOCATION,)
PLANNING_REWORDED = date(2014, 4, 1)
"""SI 2014/417, regulation 8: until then the decision-maker had to be satisfied that there would be no such detriment."""

Limb = Callable[[Relocation, Case], Outcome]


def within(limb: Limb) -> Limb:
    """A limb of paragraph (1): it holds where both sites lie in one board's area."""

    def test(move: Relocation, case: Case) -> Outcome:
        if crosses_border(case):
            return does_not_apply(
                "The move crosses into another board's area, so that paragraph (2) governs it."
            )
        return limb(move, case)

    return test


def across(limb: Limb) -> Limb:
    """A limb of paragraph (2): it holds where the move crosses into another board's area."""

    def test(move: Relocation, case: Case) -> Outcome:
        crosses = crosses_border(case)
        if crosses is None:
            return does_not_apply(
                "Nothing shows that the move crosses into another board's area; it is read under paragraph "
                "(1)."
            )
        if not crosses:
            return does_not_apply(
                "Both sites lie in the area of one board, so that paragraph (1) governs it."
            )
        return limb(move, case)

    return test


def accessibility(_: Relocation, case: Case) -> Outcome:
    """24(1)(a) and (2)(b): significantly less accessible for those accustomed to the old site? People decide."""
    points = Points()
    place_points(case, points)
    return points.outcome(
        "Whether the new place is significantly less accessible than the old turns on the patient groups that are "
        "accustomed to the existing premises and on the way they come; the Regulations set no distance. The figures "
        "are laid out for a person to weigh."
    )


def arrangements(_: Relocation, case: Case) -> Outcome:
    """24(1)(b) and (2)(c): a significant change to the arrangements in place? People decide."""
    points = Points()
    provision_points(case, points)
    return points.outcome(
        "Whether the change to the arrangements in place is significant is an opinion.",
        controlled_localities(case),
    )


def planning(_: Relocation, case: Case) -> Outcome:
    """24(1)(c) and (2)(d): significant detriment to proper planning? People decide."""
    points = Points()
    pna_points(case, points)
    opinion = "Whether proper planning would suffer significantly is an opinion."
    if case.truth("pna.own") is False:
        return not_known(*points.facts, opinion)
    return points.outcome(opinion)


def sameness(move: Relocation, case: Case) -> Outcome:
    """24(1)(d) and (2)(e): the undertaking to provide the same services, beside what the sites are known to provide."""
    if move.same_services is None:
        return unsaid(case, "same_services", "whether the services at the new premises will be the same")
    if not move.same_services:
        return not_met("The papers say that the services at the new premises will not be the same.")
    lost = case.number("services.lost")
    if lost:
        return judgement(
            "The applicant undertakes to provide the same services, but services of the existing premises "
            "are not among those that the papers give for the new premises. Ask the applicant which is "
            "right.",
            points_for=("The applicant undertakes to provide the same services.",),
            points_against=tuple(
                f"Not given for the new premises: {row['service']}." for row in case.rows("services.lost")
            ),
        )
    return met("The applicant undertakes to provide the same services at the new premises.")


def continuity(move: Relocation, case: Case) -> Outcome:
    """24(1)(e) and (2)(f): no interruption, except for a period allowed for good cause."""
    if move.interruption:
        told = f"The papers speak of an interruption: {move.interruption.rstrip('. ')}."
        if move.uninterrupted:
            return judgement(
                f"{told} They also say that services will not be interrupted. Ask the applicant which is "
                "right."
            )
        return judgement(f"{told} Whether there is good cause for it is for the decision-maker to allow.")
    if move.uninterrupted is None:
        return unsaid(case, ("uninterrupted", "interruption"), "whether services will be interrupted")
    if move.uninterrupted:
        return met("The papers say that services will not be interrupted.")
    return judgement(
        "The papers say that services will be interrupted and do not say for how long or why. The "
        "decision-maker may allow a period for good cause."
    )


def on_a_list(case: Case) -> Outcome | None:
    """Why the leaving site is not, or not known to be, on a pharmaceutical list; None where it is."""
    found = existing_listing(case)
    if found.listed is False:
        return not_met(found.why)
    return unlisted(case, found) if found.listed is None else None


def _read_for(move: Relocation) -> tuple[str, ...]:
    """Of whom the regulation is read where the business changes hands with the move: the applicant need not be listed."""
    if not is_taken_over(move):
        return ()
    return ("It is read for the present owner (26(2)(d)): the applicant need not be on a list yet.",)


def existing_listing(case: Case) -> Listing:
    """Whether the existing premises are on a pharmaceutical list, and what shows it."""
    return listing(case, "leaving", "the existing site")


@rule(
    "reg24(1)",
    "regulation 24(1)",
    "The applicant is already on a pharmaceutical list and moves to different premises in the area of the "
    "same board.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "hwb.relevant.name", *LISTED_READS, "papers:changes_hands"),
)
def same_area(move: Relocation, case: Case) -> Outcome:
    """The opening words of paragraph (1)."""
    crosses = crosses_border(case)
    if crosses:
        return does_not_apply("The move crosses into another board's area: see paragraph (2).")
    not_listed = on_a_list(case)
    if not_listed is not None:
        return not_listed
    if crosses is None:
        return not_known("It is not known in which board's area each of the two sites lies.")
    where = case.text("hwb.relevant.name") or "one board"
    return met(existing_listing(case).why, f"Both sites lie in the area of {where}.", *_read_for(move))


accessibility_within = rule(
    "reg24(1)(a)",
    "regulation 24(1)(a)",
    "For the patient groups accustomed to the existing premises, the new place is not significantly less "
    "accessible.",
    judge=Judge.OBJECTIVE,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, *PLACE_READS),
)(within(accessibility))

arrangements_within = rule(
    "reg24(1)(b)",
    "regulation 24(1)(b)",
    "Granting it would not significantly change the arrangements in place for local pharmaceutical services or for "
    "pharmaceutical services (dispensing doctors left out) in any part of the board's area, or in a neighbour's "
    "controlled locality within 1.6 km of the new premises.",
    judge=Judge.OPINION,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, *PROVISION_READS, "controlled.within_1600m"),
)(within(arrangements))


def by_date(rule_id: str, citation: str, where: str, limb: Limb, reads: tuple[str, ...]) -> tuple[Rule, Rule]:
    """The limb on proper planning as it was worded to 31 March 2014, and as it has been since. ``where``: whose planning."""
    before = rule(
        rule_id,
        f"{citation}, as it stood to 31 March 2014",
        f"The decision-maker is satisfied that granting it would not cause significant detriment to proper planning of "
        f"pharmaceutical services in {where}.",
        judge=Judge.SATISFIED,
        kinds=KINDS,
        until=PLANNING_REWORDED - timedelta(days=1),
        source=READ_2013,
        reads=reads,
    )(limb)
    since = rule(
        rule_id,
        citation,
        f"The decision-maker is not of the opinion that granting it would cause significant detriment to proper planning of "
        f"pharmaceutical services in {where}.",
        judge=Judge.NOT_OPINION,
        kinds=KINDS,
        since=PLANNING_REWORDED,
        source=READ_2014,
        reads=reads,
    )(limb)
    return before, since


planning_within = by_date(
    "reg24(1)(c)", "regulation 24(1)(c)", "the area", within(planning), (*AREA_READS, *PNA_READS)
)

sameness_within = rule(
    "reg24(1)(d)",
    "regulation 24(1)(d)",
    "The services undertaken at the new premises are the same as those provided at the existing premises (enhanced services "
    "whether or not they are commissioned).",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "papers:same_services", "services.lost"),
)(within(sameness))

continuity_within = rule(
    "reg24(1)(e)",
    "regulation 24(1)(e)",
    "Services will not be interrupted, except for a period allowed for good cause.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "papers:uninterrupted", "papers:interruption"),
)(within(continuity))


@rule(
    "reg24(2)",
    "regulation 24(2) and (2)(a)",
    "The applicant is already on one board's list and moves to different premises in the area of a "
    "neighbouring board.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "hwb.relevant.name", *LISTED_READS, "papers:changes_hands"),
)
def other_area(move: Relocation, case: Case) -> Outcome:
    """The opening words of paragraph (2): the board moved to is the relevant one."""

    def limb(papers: Relocation, known: Case) -> Outcome:
        not_listed = on_a_list(known)
        if not_listed is not None:
            return not_listed
        into = known.text("hwb.relevant.name") or "the board moved to"
        return judgement(
            existing_listing(known).why,
            f"The move is into the area of {into}. The two areas must border each other; look at a map.",
            *_read_for(papers),
        )

    return across(limb)(move, case)


accessibility_across = rule(
    "reg24(2)(b)",
    "regulation 24(2)(b)",
    "For the patient groups accustomed to the existing premises, the new place is not significantly less "
    "accessible.",
    judge=Judge.OBJECTIVE,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, *PLACE_READS),
)(across(accessibility))

arrangements_across = rule(
    "reg24(2)(c)",
    "regulation 24(2)(c)",
    "Granting it would not significantly change the arrangements in place for local pharmaceutical services or for "
    "pharmaceutical services (dispensing doctors left out) in any part of the area moved to, or in a neighbour's "
    "controlled locality (the area left included) within 1.6 km of the new premises.",
    judge=Judge.OPINION,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, *PROVISION_READS, "controlled.within_1600m"),
)(across(arrangements))

planning_across = by_date(
    "reg24(2)(d)", "regulation 24(2)(d)", "the area moved to", across(planning), (*AREA_READS, *PNA_READS)
)

sameness_across = rule(
    "reg24(2)(e)",
    "regulation 24(2)(e)",
    "The services undertaken at the new premises are the same as those provided at the existing premises (enhanced services "
    "whether or not they are commissioned).",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "papers:same_services", "services.lost"),
)(across(sameness))

continuity_across = rule(
    "reg24(2)(f)",
    "regulation 24(2)(f)",
    "Services will not be interrupted, except for a period allowed for good cause.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "papers:uninterrupted", "papers:interruption"),
)(across(continuity))


@rule(
    "reg24(2)(g)",
    "regulation 24(2)(g)",
    "The applicant consents to coming off the list of the area left when services start at the new premises.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(*AREA_READS, "papers:consents_to_removal_from_old_list"),
)
def consent_across(move: Relocation, case: Case) -> Outcome:
    """The name, or the premises where the applicant has others in that area."""

    def limb(papers: Relocation, known: Case) -> Outcome:
        consents = papers.consents_to_removal_from_old_list
        if consents is None:
            return unsaid(
                known,
                "consents_to_removal_from_old_list",
                "whether the applicant consents to coming off the old list",
            )
        if consents:
            return met("The applicant consents to coming off the old list.")
        return not_met("The applicant does not consent to coming off the old list.")

    return across(limb)(move, case)


RULES = (
    same_area,
    accessibility_within,
    arrangements_within,
    *planning_within,
    sameness_within,
    continuity_within,
    other_area,
    accessibility_across,
    arrangements_across,
    *planning_across,
    sameness_across,
    continuity_across,
    consent_across,
)
