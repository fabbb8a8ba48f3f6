"""Plain questions about the two sites that several rules ask: whose area, which contract, on a list, who holds them."""

from dataclasses import dataclass

from app.domain.applications import Consolidation, Relocation, Route
from app.law.case import AnyApplication, Case, LawError
from app.law.rule import Outcome, unsaid
from geodata.model.premises import ContractType

AREA_READS = ("hwb.leaving", "hwb.staying")
ROUTE_FIELDS, OWNER_FIELDS = ("route",), ("same_owner",)
"""What of the papers would say which contractor applies, and who owns the sites, where their names do not show it."""
LISTED_READS = ("site.leaving.contract_type", "site.leaving.listed_on", "papers:existing.contract_type")
"""What ``listing`` looks at for the leaving site."""
OWNERSHIP_READS = ("papers:changes_hands", "papers:applicant", "papers:existing.contractor")
"""What ``changes_hands`` looks at."""


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


@dataclass(frozen=True)
class Listing:
    """Whether a site is on a pharmaceutical list, and what shows it: ``listed`` is None where nothing does."""

    listed: bool | None
    why: str
    role: str
    called: str


def listing(case: Case, role: str, called: str) -> Listing:
    """Whether the "leaving" or the "staying" site, ``called`` so in sentences, is on a pharmaceutical list.

    A published list that shows it open on the day shows that it is; where no list has it, the papers may say under which
    contract it works; where neither does, ``unlisted`` says so. Raises LawError for a contract type that the law does not
    know.
    """
    contract, on_list = contract_type(case, role), case.text(f"site.{role}.listed_on")
    begun = called[0].upper() + called[1:]
    if contract is ContractType.LPS:
        return Listing(
            False,
            f"{begun} works under a local pharmaceutical services contract, which is not an entry in a pharmaceutical list.",
            role,
            called,
        )
    if on_list is not None:
        not_said = (
            " Whether it works under a local pharmaceutical services contract, which would be no entry, is not said there."
            if contract is ContractType.UNKNOWN
            else ""
        )
        return Listing(True, f"{begun} is listed: {on_list}.{not_said}", role, called)
    if contract is ContractType.UNKNOWN:
        return Listing(
            None,
            f"No list used here shows {called} open on the day.",
            role,
            called,
        )
    return Listing(
        True,
        f"{begun} is listed, as the papers give its contract; no list used here shows it open on the day.",
        role,
        called,
    )


def unlisted(case: Case, *found: Listing) -> Outcome:
    """What is said of sites that no list shows, where the papers would have to say under which contract they work."""
    paths = tuple(f"{site_field(case.application, one.role)}.contract_type" for one in found)
    whether = "under which contract " + (" and ".join(f"{one.called} works" for one in found))
    outcome = unsaid(case, paths, whether)
    return Outcome(outcome.verdict, (*(one.why for one in found), *outcome.reasons))


def site_field(application: AnyApplication, role: str) -> str:
    """The field of the papers that holds the "leaving" or the "staying" site."""
    if isinstance(application, Consolidation):
        return {"leaving": "closing", "staying": "continuing"}[role]
    if isinstance(application, Relocation):
        return {"leaving": "existing", "staying": "proposed"}[role]
    return "premises"


def changes_hands(move: Relocation) -> bool | None:
    """Whether a business changes hands with a move: as stated, else by the names; None where the papers do not say."""
    if move.changes_hands is not None:
        return move.changes_hands
    same = same_name(move.applicant, move.existing.contractor)
    return None if same is None else not same


def is_taken_over(application: AnyApplication) -> bool:
    """Whether an application is one under regulation 26(2): it is stated that the business changes hands with the move."""
    return isinstance(application, Relocation) and application.changes_hands is True


def names_differ(move: Relocation) -> bool:
    """Whether the papers name two as applicant and as contractor of the existing premises."""
    return same_name(move.applicant, move.existing.contractor) is False


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
