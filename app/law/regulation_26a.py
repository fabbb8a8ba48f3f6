"""Regulation 26A, paragraphs (1) to (5) and (8): consolidations onto an existing site, in force from 5 December 2016.

S1 is the site that continues, held by P1; S2 the one that closes, held by P2. The regulation asks neither how far apart
the sites are nor who is accustomed to them: such facts are evidence on the gap of paragraph (5)(a), no tests of their own.
The undertakings and consents of paragraphs (6) and (7) are in ``regulation_26a_consents``.
"""

from app.domain.applications import Consolidation, Route
from app.law.case import Case
from app.law.figures import listed
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.points import (
    ACCESS_READS,
    PNA_READS,
    PROVISION_READS,
    TOGETHER_READS,
    Points,
    access_points,
    change_points,
    pna_points,
    provision_points,
)
from app.law.rule import (
    CONSOLIDATION,
    Judge,
    Outcome,
    after,
    does_not_apply,
    judgement,
    met,
    not_known,
    not_met,
    rule,
    together,
    unsaid,
)
from app.law.sites import (
    AREA_READS,
    OWNER_FIELDS,
    ROUTE_FIELDS,
    contract_type,
    crosses_border,
    listing,
    route_of,
    same_owner,
    site_field,
    unlisted,
)
from app.law.sources import READ_2016
from geodata.model.premises import ContractType

KINDS = (CONSOLIDATION,)
CONTRACT_READS = (
    "site.leaving.contract_type",
    "site.staying.contract_type",
    "site.leaving.listed_on",
    "site.staying.listed_on",
    "papers:closing.contract_type",
    "papers:continuing.contract_type",
)
ROUTE_READS = (
    "papers:route",
    "papers:applicant",
    "papers:continuing.contractor",
    "papers:closing.contractor",
)
OWNER_READS = ("papers:same_owner", "papers:continuing.contractor", "papers:closing.contractor")
NAMES = {"leaving": "the closing site (S2)", "staying": "the continuing site (S1)"}


@rule(
    "reg26A(1)",
    "regulation 26A(1)",
    "Both sites are premises on the pharmaceutical list, in the area of one board.",
    judge=Judge.FACT,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016,
    reads=(*AREA_READS, *CONTRACT_READS, "hwb.relevant.name"),
)
def listed_in_one_area(_: Consolidation, case: Case) -> Outcome:
    """Local pharmaceutical services are a contract, not an entry in a list."""
    crosses = crosses_border(case)
    if crosses:
        return not_met(
            "The two sites lie in the areas of different boards. Two such sites cannot be consolidated under "
            "this regulation."
        )
    found = [listing(case, role, name) for role, name in NAMES.items()]
    barred = tuple(one.why for one in found if one.listed is False)
    if barred:
        return not_met(*barred, "Such a contract cannot be used for a consolidation.")
    if crosses is None:
        return not_known("It is not known in which board's area each of the two sites lies.")
    unknown = tuple(one for one in found if one.listed is None)
    if unknown:
        return unlisted(case, *unknown)
    where = case.text("hwb.relevant.name") or "one board"
    return met(*(one.why for one in found), f"Both sites lie in the area of {where}.")


@rule(
    "reg26A(3)",
    "regulation 26A(3)",
    "The contractor of the continuing site (P1) applies, and where the closing site has another owner the "
    "application includes the change of its ownership to P1.",
    judge=Judge.FACT,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016,
    reads=(*ROUTE_READS, *OWNER_READS, "papers:change_of_ownership_included"),
)
def continuing_contractor_applies(papers: Consolidation, case: Case) -> Outcome:
    """The ordinary route."""
    route = route_of(papers)
    if route is None:
        return unsaid(case, ROUTE_FIELDS, "which of the two contractors applies")
    if route is Route.CLOSING_CONTRACTOR:
        return does_not_apply("The contractor of the closing site applies: see paragraph (4).")
    owner = same_owner(papers)
    if owner is None:
        return unsaid(case, OWNER_FIELDS, "whether the two sites have the same owner")
    if owner:
        return met("One contractor holds both sites and applies.")
    return _ownership(papers, case, "closing site")


@rule(
    "reg26A(4)",
    "regulation 26A(4)",
    "If the contractor of the closing site (P2) wants to take over the continuing site, P2 applies and the "
    "application includes the change of its ownership to P2.",
    judge=Judge.FACT,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016,
    reads=(*ROUTE_READS, *OWNER_READS, "papers:change_of_ownership_included"),
)
def closing_contractor_applies(papers: Consolidation, case: Case) -> Outcome:
    """The reverse route, for sites of different owners only."""
    route = route_of(papers)
    if route is None:
        return unsaid(case, ROUTE_FIELDS, "which of the two contractors applies")
    if route is Route.CONTINUING_CONTRACTOR:
        return does_not_apply("The contractor of the continuing site applies: see paragraph (3).")
    owner = same_owner(papers)
    if owner is None:
        return unsaid(case, OWNER_FIELDS, "whether the two sites have the same owner")
    if owner:
        return not_met(
            "The papers say that the contractor of the closing site applies to take over the continuing "
            "site, and also that one contractor holds both. This route is for sites of different owners only."
        )
    return _ownership(papers, case, "continuing site")


@rule(
    "reg26A(5)(a)",
    "regulation 26A(5)(a)",
    "Granting it would not create a gap in pharmaceutical services provision that could be met by a routine "
    "application to meet a current or future need, or to secure improvements or better access.",
    judge=Judge.REFUSES,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016,
    reads=(*ACCESS_READS, *PROVISION_READS, *PNA_READS),
)
def no_gap(_: Consolidation, case: Case) -> Outcome:
    """The question on which the board states its opinion. People answer it."""
    points = Points()
    pna_points(case, points)
    access_points(case, points)
    provision_points(case, points)
    return points.outcome(
        "Whether closing the site would create such a gap is left to people: to the board for its opinion, and to the "
        "decision-maker, which must refuse the application if it is satisfied that there would be one."
    )


@rule(
    "reg26A(5)(b)",
    "regulation 26A(5)(b)",
    "Neither site is distance-selling premises or appliance contractor premises.",
    judge=Judge.FACT,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016,
    reads=(
        *CONTRACT_READS,
        "site.leaving.distance_selling",
        "site.staying.distance_selling",
        "papers:closing.distance_selling",
        "papers:continuing.distance_selling",
    ),
)
def premises_of_the_right_kind(_: Consolidation, case: Case) -> Outcome:
    """A ground on which the application must be refused, whatever the gap."""
    barred: list[str] = []
    unknown: list[Outcome] = []
    for role, name in NAMES.items():
        contract, distance = contract_type(case, role), case.truth(f"site.{role}.distance_selling")
        if contract is ContractType.APPLIANCE:
            barred.append(f"{_sentence(name)} is the premises of an appliance contractor.")
        if distance:
            barred.append(f"{_sentence(name)} is distance-selling premises.")
        # A list of pharmacies marks appliance contractors, whatever else it does not say of the contract.
        if contract is ContractType.UNKNOWN and case.text(f"site.{role}.listed_on") is None:
            unknown.append(
                unsaid(
                    case,
                    f"{site_field(case.application, role)}.contract_type",
                    f"what kind of contractor holds {name}",
                    lists=True,
                )
            )
        if distance is None:
            unknown.append(
                unsaid(
                    case,
                    f"{site_field(case.application, role)}.distance_selling",
                    f"whether {name} is distance-selling premises",
                    lists=True,
                )
            )
    if barred:
        return not_met(*barred, "The application must be refused.")
    if unknown:
        return together(*unknown)
    return met("Both sites are pharmacies that people can call at.")


@rule(
    "reg26A(8)",
    "regulation 26A(8)",
    "If other consolidations are considered together with this one, they create no such gap between them.",
    judge=Judge.MAY_REFUSE,
    kinds=KINDS,
    since=CONSOLIDATIONS_IN_FORCE,
    source=READ_2016,
    reads=("papers:considered_with", "together.applications", *TOGETHER_READS),
)
def no_gap_together(papers: Consolidation, case: Case) -> Outcome:
    """Each may be refused for what all of them do, though it were harmless alone."""
    measured = tuple(str(row["reference"]) for row in case.rows("together.applications"))
    named = tuple(dict.fromkeys((*papers.considered_with, *measured)))
    if not named:
        return does_not_apply(
            "The papers name no other consolidation that is considered together with this one."
        )
    others = listed(named)
    why = (
        f"This application is considered together with {others}. Each may be refused for the effect of all "
        "of them together, though it would create no gap alone."
    )
    if not measured:
        return judgement(f"{why} The effect of all of them together was not measured.")
    left_out = tuple(reference for reference in named if reference not in measured)
    points = Points()
    change_points(case.together, points)
    return points.outcome(
        f"{why} The points are of all of them granted at once."
        if not left_out
        else f"{why} The points are of this one and {listed(measured)} granted at once; {listed(left_out)} was not "
        "measured with them."
    )


def _ownership(papers: Consolidation, case: Case, site: str) -> Outcome:
    if papers.change_of_ownership_included is None:
        return after(
            "The sites have different owners.",
            unsaid(
                case,
                "change_of_ownership_included",
                f"whether the application includes the change of ownership of the {site}",
            ),
        )
    if papers.change_of_ownership_included:
        return met(f"The application includes the change of ownership of the {site}.")
    return not_met(
        "The sites have different owners and the application does not include the change of ownership of the "
        f"{site}."
    )


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


RULES = (
    listed_in_one_area,
    continuing_contractor_applies,
    closing_contractor_applies,
    no_gap,
    premises_of_the_right_kind,
    no_gap_together,
)
