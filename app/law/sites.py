"""Plain questions about the two sites that several rules ask: whose area, which contract, who holds them."""

from app.domain.applications import Consolidation, Route
from app.law.case import Case, LawError
from geodata.model.premises import ContractType

AREA_READS = ("hwb.leaving", "hwb.staying")


def crosses_border(case: Case) -> bool | None:
    """Whether the two sites lie in different boards' areas; None where either area is not known."""
    leaving, staying = case.text("hwb.leaving"), case.text("hwb.staying")
    return None if leaving is None or staying is None else leaving != staying


def contract_type(case: Case, role: str) -> ContractType:
    """The contract of the "leaving" or the "staying" site. Raises LawError for a type that the law does not know."""
    value = case.text(f"site.{role}.contract_type")
    if value is None:
        return ContractType.UNKNOWN
    try:
        return ContractType(value)
    except ValueError as error:
        known = ", ".join(kind.value for kind in ContractType)
        raise LawError(
            f"The contract type {value!r} of the {role} site is not one that the Regulations know; use one "
            f"of {known}."
        ) from error


def route_of(application: Consolidation) -> Route | None:
    """Who applies: as stated, else the contractor whose name the applicant bears; None where neither settles it."""
    if application.route is not None:
        return application.route
    holds_continuing = same_name(application.applicant, application.continuing.contractor)
    holds_closing = same_name(application.applicant, application.closing.contractor)
    if holds_continuing:
        return Route.CONTINUING_CONTRACTOR
    return Route.CLOSING_CONTRACTOR if holds_closing else None


def same_owner(application: Consolidation) -> bool | None:
    """Whether one contractor holds both sites: as stated, else by their names; None where the papers do not say."""
    if application.same_owner is not None:
        return application.same_owner
    if application.continuing.contractor is None:
        return None
    return same_name(application.continuing.contractor, application.closing.contractor)


def same_name(one: str, other: str | None) -> bool | None:
    """Whether two names are the same but for case, punctuation and "Limited"; None where one is not given."""
    return None if other is None else _bare(one) == _bare(other)


def _bare(name: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return " ".join("ltd" if word == "limited" else word for word in words)
