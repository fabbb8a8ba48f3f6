"""Regulation 24(3): premises from which a relocation must be refused."""

from datetime import date, timedelta

from app.domain.applications import Relocation
from app.domain.dates import months_after
from app.law.case import Case
from app.law.figures import day
from app.law.rule import (
    RELOCATION,
    Judge,
    Outcome,
    after,
    does_not_apply,
    judgement,
    met,
    not_met,
    rule,
    unsaid,
)
from app.law.sites import OWNERSHIP_READS, changes_hands
from app.law.sources import READ_2013_AND_2019, READ_2014, READ_2025

KINDS = (RELOCATION,)
DISTANCE_SELLING_STAYS = date(2014, 4, 1)
"""SI 2014/417, regulation 8(c): until then a move from distance-selling premises was not refused on that ground."""
DISTANCE_SELLING_REWORDED = date(2025, 6, 23)


@rule(
    "reg24(3)(a)",
    "regulation 24(3)(a)",
    "If the existing premises were listed under the 2005 exemption for approved retail areas, the move stays "
    "inside that area.",
    judge=Judge.FACT,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=("papers:granted_under_retail_area_exemption", "papers:stays_in_retail_area"),
)
def retail_area(move: Relocation, case: Case) -> Outcome:
    """Regulation 13(1)(a) of the 2005 Regulations."""
    if move.granted_under_retail_area_exemption is None:
        return unsaid(
            case,
            "granted_under_retail_area_exemption",
            "whether the existing premises were listed under that exemption",
        )
    if not move.granted_under_retail_area_exemption:
        return does_not_apply("The existing premises were not listed under that exemption.")
    if move.stays_in_retail_area is None:
        return after(
            "The existing premises were listed under that exemption.",
            unsaid(case, "stays_in_retail_area", "whether the new premises are in the same retail area"),
        )
    if move.stays_in_retail_area:
        return met("The new premises are in the same retail area.")
    return not_met("The new premises are outside the retail area, so that the application must be refused.")


@rule(
    "reg24(3)(b)",
    "regulation 24(3)(b)",
    "If the existing premises were listed under the 2005 exemption for one-stop primary care centres, every "
    "GP provider there moves too, to one new place with 18,000 patients listed and a broad range of other "
    "professionals.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=("papers:granted_under_one_stop_exemption", "papers:moves_with_all_gp_providers"),
)
def one_stop_centre(move: Relocation, case: Case) -> Outcome:
    """Regulation 13(1)(c) of the 2005 Regulations."""
    if move.granted_under_one_stop_exemption is None:
        return unsaid(
            case,
            "granted_under_one_stop_exemption",
            "whether the existing premises were listed under that exemption",
        )
    if not move.granted_under_one_stop_exemption:
        return does_not_apply("The existing premises were not listed under that exemption.")
    if move.moves_with_all_gp_providers is None:
        return after(
            "The existing premises were listed under that exemption.",
            unsaid(case, "moves_with_all_gp_providers", "whether all the GP providers move too"),
        )
    if not move.moves_with_all_gp_providers:
        return not_met("Not all the GP providers move too, so that the application must be refused.")
    return judgement(
        "All the GP providers move too. Whether the new place has lists of 18,000 patients and a broad range "
        "of other professionals is to be established."
    )


@rule(
    "reg24(3)(c)",
    "regulation 24(3)(c)",
    "If the applicant (on a change of ownership with a move: the present owner) came to the existing premises by an earlier "
    "such relocation, that was 12 months or more before this application, or there is accepted good cause for moving again.",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    source=READ_2013_AND_2019,
    reads=(
        "papers:last_relocated",
        "papers:applied",
        "papers:notice.dated",
        "papers:last_relocation_good_cause",
        *OWNERSHIP_READS,
    ),
)
def twelve_months(move: Relocation, case: Case) -> Outcome:
    """The twelve months run from the listing of the existing premises to the application."""
    if move.last_relocated is None:
        return unsaid(
            case,
            "last_relocated",
            f"whether {_whose(move)} came to the existing premises by an earlier relocation",
        )
    since = day(move.last_relocated)
    if move.last_relocated > (move.applied or move.notice.dated):
        return judgement(
            f"The papers say that the existing premises were listed on {since}, which is after this "
            "application. Ask which date is right."
        )
    anniversary = months_after(move.last_relocated, 12)
    if move.applied is not None and move.applied >= anniversary:
        return met(f"The existing premises have been listed since {since}, 12 months or more before.")
    if move.applied is None and move.notice.dated >= anniversary:
        return after(
            f"The existing premises have been listed since {since}.",
            unsaid(case, "applied", "on what date the application was made, to which the 12 months run"),
        )
    if move.last_relocation_good_cause is None:
        return after(
            f"The existing premises have been listed for less than 12 months, since {since}.",
            unsaid(case, "last_relocation_good_cause", "whether there is an accepted cause for moving again"),
        )
    if move.last_relocation_good_cause:
        return judgement(
            f"The existing premises have been listed for less than 12 months, since {since}. The papers give "
            "a cause for moving again; whether it is good is for the decision-maker to accept."
        )
    return not_met(
        f"The existing premises have been listed for less than 12 months, since {since}, and there is no "
        "good cause for moving again, so that the application must be refused."
    )


def _whose(move: Relocation) -> str:
    """Whose earlier relocation counts: on a change of ownership with a move, the seller's (26(2)(d))."""
    return "the present owner" if changes_hands(move) else "the applicant"


def distance_selling(case: Case, passes: str) -> Outcome:
    """From distance-selling premises only to distance-selling premises: 24(3)(d) and 26(4). ``passes``: what 25(2) asks."""
    leaving, staying = (
        case.truth("site.leaving.distance_selling"),
        case.truth("site.staying.distance_selling"),
    )
    if leaving is None:
        return unsaid(
            case,
            "existing.distance_selling",
            "whether the existing premises are distance-selling premises",
            lists=True,
        )
    if not leaving:
        return does_not_apply("The existing premises are not distance-selling premises.")
    if staying is None:
        return after(
            "The existing premises are distance-selling premises.",
            unsaid(case, "proposed.distance_selling", "whether the new premises are, too"),
        )
    if not staying:
        return not_met(
            "The existing premises are distance-selling premises and the new premises are not, so that the "
            "application must be refused."
        )
    return judgement(f"Both are distance-selling premises. {passes}")


def _passes_25_2(further: str) -> str:
    """What regulation 25(2) asks, with what it asks on the date."""
    return (
        "Regulation 25(2) asks further that the new premises do not share a site or building with a GP provider and that "
        f"their procedures are likely to secure {further}."
    )


DISTANCE_SELLING_READS = (
    "site.leaving.distance_selling",
    "site.staying.distance_selling",
    "papers:existing.distance_selling",
    "papers:proposed.distance_selling",
)


@rule(
    "reg24(3)(d)",
    "regulation 24(3)(d), with regulation 25(2)",
    "If the existing premises are distance-selling premises, the new premises are too and would pass "
    "regulation 25(2) (essential services to anyone in England, uninterrupted and without face to face "
    "contact).",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    since=DISTANCE_SELLING_STAYS,
    until=DISTANCE_SELLING_REWORDED - timedelta(days=1),
    source=READ_2014,
    reads=DISTANCE_SELLING_READS,
)
def distance_selling_essential(_: Relocation, case: Case) -> Outcome:
    """As worded from 1 April 2014 to 22 June 2025."""
    return distance_selling(
        case,
        _passes_25_2("uninterrupted essential services to anyone in England, without face to face contact"),
    )


@rule(
    "reg24(3)(d)",
    "regulation 24(3)(d), with regulation 25(2) as amended by SI 2025/636",
    "If the existing premises are distance-selling premises, the new premises are too and would pass "
    "regulation 25(2) (all pharmaceutical services without face to face contact at the premises).",
    judge=Judge.SATISFIED,
    kinds=KINDS,
    since=DISTANCE_SELLING_REWORDED,
    source=READ_2025,
    reads=DISTANCE_SELLING_READS,
)
def distance_selling_all(_: Relocation, case: Case) -> Outcome:
    """As worded since 23 June 2025."""
    return distance_selling(
        case,
        _passes_25_2(
            "uninterrupted essential services to anyone in England, and all pharmaceutical services without face "
            "to face contact at the premises"
        ),
    )


RULES = (
    retail_area,
    one_stop_centre,
    twelve_months,
    distance_selling_essential,
    distance_selling_all,
)
