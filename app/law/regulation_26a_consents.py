"""Regulation 26A(6) and (7): what must be undertaken and consented to before a consolidation can be granted.

Paragraph (6) goes with the ordinary route, on which the contractor of the continuing site (P1) applies; paragraph (7)
with the reverse route, on which the contractor of the closing site (P2) does.
"""

from collections.abc import Callable

from app.domain.applications import Consolidation, Route
from app.domain.entered import value_at
from app.domain.services import Tier, recognise
from app.law.case import Case
from app.law.period import CONSOLIDATIONS_IN_FORCE
from app.law.rule import (
    CONSOLIDATION,
    Judge,
    Outcome,
    Rule,
    after,
    does_not_apply,
    judgement,
    met,
    not_met,
    rule,
    unsaid,
)
from app.law.sites import OWNER_FIELDS, ROUTE_FIELDS, route_of, same_owner
from app.law.sources import READ_2016

ROUTE_READS = (
    "papers:route",
    "papers:applicant",
    "papers:continuing.contractor",
    "papers:closing.contractor",
)
OWNER_READS = ("papers:same_owner",)

REMOVAL_FIELDS = ("removal_consented_by_continuing", "removal_consented_by_closing")

Limb = Callable[[Consolidation, Case], Outcome]


def on_route(route: Route, limb: Limb) -> Limb:
    """A limb that holds on one of the two routes only."""

    def test(papers: Consolidation, case: Case) -> Outcome:
        taken = route_of(papers)
        if taken is None:
            return unsaid(case, ROUTE_FIELDS, "which of the two contractors applies, on which this turns")
        if taken is not route:
            other = "paragraph (7)" if taken is Route.CLOSING_CONTRACTOR else "paragraph (6)"
            return does_not_apply(f"The {taken.value}: see {other}.")
        return limb(papers, case)

    return test


def owned(by_one: bool, limb: Limb) -> Limb:
    """A limb that holds only where one contractor holds both sites, or only where two do."""

    def test(papers: Consolidation, case: Case) -> Outcome:
        owner = same_owner(papers)
        if owner is None:
            return unsaid(
                case, OWNER_FIELDS, "whether the two sites have the same owner, on which this turns"
            )
        if owner is not by_one:
            return does_not_apply(
                "One contractor holds both sites." if owner else "The two sites have different owners."
            )
        return limb(papers, case)

    return test


def enhanced_services(papers: Consolidation, case: Case) -> Outcome:
    """26A(6)(a) and (7)(d): services that NHS England or the integrated care board commissions, not the council."""
    if papers.enhanced_services_uninterrupted:
        return met("The papers say that no enhanced service will be interrupted.")
    if papers.enhanced_services_uninterrupted is False:
        return judgement(
            "The papers say that an enhanced service will be interrupted. Whether it is to be commissioned "
            "at the continuing site, and whether there is good cause for the interruption, is for the "
            "decision-maker."
        )
    moved = tuple(
        str(row["service"])
        for row in case.rows("services.compared")
        if row.get("leaving") is True and row.get("staying") is False
    )
    if case.ledger.value("services.compared") is None:
        return unsaid(
            case,
            "enhanced_services_uninterrupted",
            "whether enhanced services will go on without interruption",
        )
    tiers = [service.tier if (service := recognise(name)) else None for name in moved]
    if all(tier is not None and tier not in (Tier.ENHANCED, Tier.BY_COMMISSIONER) for tier in tiers):
        return does_not_apply(
            "No enhanced service is known to be given at the closing site and not at the continuing site. "
            "Services that a council commissions are not enhanced services in the meaning of the Regulations."
        )
    return after(
        "The closing site gives a service that may be an enhanced service and that the continuing site does not give.",
        unsaid(case, "enhanced_services_uninterrupted", "whether it will go on without interruption"),
    )


def consent_to_ownership(_: Consolidation, case: Case) -> Outcome:
    """26A(6)(b)(i) and (7)(e)(i)."""
    return _said(case, "ownership_change_consented", "consents to the change of ownership")


def consent_of_both(papers: Consolidation, case: Case) -> Outcome:
    """26A(6)(b)(ii) and (7)(e)(ii)."""
    consents = tuple(value_at(papers, field) for field in REMOVAL_FIELDS)
    names = ("the contractor of the continuing site (P1)", "the contractor of the closing site (P2)")
    refuse = [name for consent, name in zip(consents, names, strict=True) if consent is False]
    unknown = [name for consent, name in zip(consents, names, strict=True) if consent is None]
    if refuse:
        return not_met(
            f"The papers say that {' and '.join(refuse)} does not consent to the closing site leaving the "
            "list."
            if len(refuse) == 1
            else "The papers say that neither contractor consents to the closing site leaving the list."
        )
    if unknown:
        return unsaid(
            case,
            REMOVAL_FIELDS,
            f"whether {' and '.join(unknown)} consents to the closing site leaving the list",
        )
    return met("Both contractors consent to the closing site leaving the list.")


def consent_of_one(papers: Consolidation, case: Case) -> Outcome:
    """26A(6)(c): the one owner's consent, which the papers may give under either site."""
    given = {papers.removal_consented_by_continuing, papers.removal_consented_by_closing} - {None}
    if given == {True, False}:
        return judgement(
            "The papers say both that the owner consents and does not consent to the closing site leaving "
            "the list. Ask which is right."
        )
    what = "consents to the closing site leaving the list"
    if not given:
        return unsaid(case, REMOVAL_FIELDS, f"whether the owner {what}")
    return _borne_out(given == {True}, f"the owner {what}")


def business_carried_on(_: Consolidation, case: Case) -> Outcome:
    """26A(7)(a)."""
    return _said(
        case,
        "continuing_business_carried_on",
        "proposes to carry on the business at the continuing site",
        "applicant",
    )


def same_services(_: Consolidation, case: Case) -> Outcome:
    """26A(7)(b)."""
    return _said(
        case,
        "same_services_at_continuing",
        "undertakes the same services as are given at the continuing site",
        "applicant",
    )


def uninterrupted(papers: Consolidation, case: Case) -> Outcome:
    """26A(7)(c)."""
    if papers.continuing_uninterrupted is False:
        return judgement(
            "The papers say that services at the continuing site will be interrupted. Whether there is good "
            "cause for it is for the decision-maker to allow."
        )
    if papers.continuing_uninterrupted is None:
        return unsaid(
            case, "continuing_uninterrupted", "whether services at the continuing site will be interrupted"
        )
    return met("The papers say that services at the continuing site will not be interrupted.")


def _said(case: Case, field: str, what: str, who: str = "other contractor") -> Outcome:
    given = value_at(case.application, field)
    if given is None:
        return unsaid(case, field, f"whether the {who} {what}")
    return _borne_out(given, f"the {who} {what}")


def _borne_out(given: bool, what: str) -> Outcome:
    if given:
        return met(f"The papers say that {what}.")
    return not_met(f"The papers do not bear out that {what}: they say the opposite.")


def _limb(letter: str, asks: str, test: Limb, *reads: str, owner: bool = False) -> Rule:
    number = letter[:3]
    route = Route.CONTINUING_CONTRACTOR if number == "(6)" else Route.CLOSING_CONTRACTOR
    return rule(
        f"reg26A{letter}",
        f"regulation 26A{letter}",
        asks,
        judge=Judge.SATISFIED,
        kinds=(CONSOLIDATION,),
        since=CONSOLIDATIONS_IN_FORCE,
        source=READ_2016,
        reads=(*ROUTE_READS, *(OWNER_READS if owner else ()), *reads),
    )(on_route(route, test))


ENHANCED_READS = ("papers:enhanced_services_uninterrupted", "services.compared")
REMOVAL_READS = ("papers:removal_consented_by_continuing", "papers:removal_consented_by_closing")
ENHANCED_ASKS = (
    "Any enhanced service that the closing site gives, that the continuing site does not, and that is to be "
    "commissioned there, goes on without interruption, except for a period allowed for good cause."
)

RULES = (
    _limb("(6)(a)", ENHANCED_ASKS, enhanced_services, *ENHANCED_READS),
    _limb(
        "(6)(b)(i)",
        "If the owners differ, P2 consents to the change of ownership of the closing site.",
        owned(False, consent_to_ownership),
        "papers:ownership_change_consented",
        owner=True,
    ),
    _limb(
        "(6)(b)(ii)",
        "If the owners differ, P1 and P2 consent to the closing site leaving the list.",
        owned(False, consent_of_both),
        *REMOVAL_READS,
        owner=True,
    ),
    _limb(
        "(6)(c)",
        "If one contractor holds both sites, P1 consents to the closing site leaving the list.",
        owned(True, consent_of_one),
        *REMOVAL_READS,
        owner=True,
    ),
    _limb(
        "(7)(a)",
        "If P2 applies, P2 proposes to carry on the business at the continuing site in place of P1.",
        business_carried_on,
        "papers:continuing_business_carried_on",
    ),
    _limb(
        "(7)(b)",
        "If P2 applies, P2 undertakes the same services as P1 gives at the continuing site.",
        same_services,
        "papers:same_services_at_continuing",
    ),
    _limb(
        "(7)(c)",
        "If P2 applies, services at the continuing site are not interrupted, except for a period allowed for "
        "good cause.",
        uninterrupted,
        "papers:continuing_uninterrupted",
    ),
    _limb(
        "(7)(d)",
        f"If P2 applies: {ENHANCED_ASKS[0].lower()}{ENHANCED_ASKS[1:]}",
        enhanced_services,
        *ENHANCED_READS,
    ),
    _limb(
        "(7)(e)(i)",
        "If P2 applies, P1 consents to the change of ownership of the continuing site.",
        consent_to_ownership,
        "papers:ownership_change_consented",
    ),
    _limb(
        "(7)(e)(ii)",
        "If P2 applies, P1 and P2 consent to the closing site leaving the list.",
        consent_of_both,
        *REMOVAL_READS,
    ),
)
