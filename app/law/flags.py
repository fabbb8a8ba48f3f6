"""What a person should look at before the papers go out, as far as the law raises it; computed from evidence values."""

from dataclasses import replace
from datetime import date

from app.domain.applications import Consolidation, StatedPremises
from app.domain.findings import Flag
from app.domain.other_applications import OtherApplication
from app.domain.services import in_force, recognise, to_ask
from app.law.case import AnyApplication, Case
from app.law.figures import day, listed
from app.law.flags_of_time import ABOUT_TIME, Raise
from app.law.regulation_31 import neighbours
from app.law.rule import NOTIFIABLE
from app.law.schedule_2 import notifiable
from app.law.schedule_3 import told_of_decision
from app.law.searched import CHECKED_TO
from app.law.sign_off import sign_off_warning


def notice_misdirected(_: AnyApplication, case: Case) -> Flag | None:
    """The notice went to a board that is neither the relevant one nor a neighbour within 2 km."""
    relevant, sent_to = case.text("hwb.relevant"), case.text("hwb.notice")
    if relevant is None or sent_to is None or relevant == sent_to:
        return None
    own = case.text("hwb.relevant.name") or f"the board of area {relevant}"
    other = case.text("hwb.notice.name") or f"the board of area {sent_to}"
    if sent_to in {row.get("code") for row in case.rows("hwb.within_2km")}:
        return Flag(
            "notice-to-neighbour",
            f"The notice was sent to {other}, part of whose area lies within 2 kilometres and which is "
            f"rightly told. It may make representations; the relevant board is {own}. Check that it was told "
            "too.",
            ("hwb.relevant", "hwb.notice", "hwb.within_2km"),
            "Schedule 2, paragraph 19(1)(h)",
        )
    return Flag(
        "notice-misdirected",
        f"The notice was sent to {other}, but the premises are in the area of {own}, which is the relevant "
        "board. Tell the sender: the time of each board runs from the day on which notice was given to it.",
        ("hwb.relevant", "hwb.notice"),
        "Schedule 2, paragraph 19(1)(h)",
    )


def regulation_31(application: AnyApplication, case: Case) -> Flag | None:
    """Listed premises are, or may be, next door, or the papers themselves explain why they may be."""
    if isinstance(application, Consolidation) or application.kind not in NOTIFIABLE:
        return None
    near = neighbours(case)
    if not near and not application.adjacency_explanation:
        return None
    how = " ".join(near) or "The papers speak of it."
    ask = (
        "The applicant's explanation under Schedule 2, paragraph 6 is in the papers."
        if application.adjacency_explanation
        else "Ask for the applicant's explanation under Schedule 2, paragraph 6."
    )
    return Flag(
        "regulation-31",
        f"{how} An application for premises next to listed premises may meet regulation 31, even by the "
        f"applicant's own shop. {ask} This is no finding that it must be refused.",
        ("distance.straight", "distance.claimed", "site.staying.adjacent"),
        "regulation 31, with Schedule 2, paragraph 6",
    )


def different_boards(application: AnyApplication, case: Case) -> Flag | None:
    """The two sites of a consolidation lie in different boards' areas."""
    leaving, staying = case.text("hwb.leaving"), case.text("hwb.staying")
    if not isinstance(application, Consolidation) or leaving is None or staying is None or leaving == staying:
        return None
    return Flag(
        "different-boards",
        f"The closing site lies in area {leaving} and the continuing site in area {staying}. Premises in the "
        "areas of two boards cannot be consolidated under regulation 26A.",
        ("hwb.leaving", "hwb.staying"),
        "regulation 26A(1)",
    )


def distance_selling(application: AnyApplication, case: Case) -> Flag | None:
    """A distance-selling site: refusal of a consolidation, special rules for a relocation."""
    named = tuple(
        name
        for role, name in _names(application).items()
        if case.truth(f"site.{role}.distance_selling") is True
    )
    if not named:
        return None
    evidence = ("site.leaving.distance_selling", "site.staying.distance_selling")
    which = f"Distance-selling premises: {listed(named)}."
    if isinstance(application, Consolidation):
        return Flag(
            "distance-selling",
            f"{which} A consolidation to or from such premises must be refused.",
            evidence,
            "regulation 26A(5)(b)",
        )
    return Flag(
        "distance-selling",
        f"{which} Nobody may call there for essential services, so that walking access says nothing of them. "
        "A move from such premises must be to such premises.",
        evidence,
        "regulation 24(3)(d)",
    )


def service_names(application: AnyApplication, case: Case) -> Flag | None:
    """The papers name a service that did not exist on the as-at date."""
    named: dict[str, str] = {}
    for name in _services(application, case):
        service = recognise(name)
        if service is not None and not in_force(service, case.as_at):
            named[service.name] = (
                f"ended on {day(service.until)}"
                if service.until is not None and case.as_at > service.until
                else f"started on {day(service.since or date.max)}"
            )
    if not named:
        return None
    said = listed(tuple(f"{name} ({when})" for name, when in named.items()))
    return Flag(
        "service-name-not-in-force",
        f"Not a service on {day(case.as_at)}: {said}. Check what the papers mean before a letter names it.",
        ("services.compared",) if "services.compared" in case.ledger else (),
    )


def services_to_ask(application: AnyApplication, case: Case) -> Flag | None:
    """The papers or the list name services of which who commissions them decides what they are in law."""
    named = {service.name: service for name in _services(application, case) if (service := recognise(name))}
    told = [
        f"of {name}, {ask}" for name, service in sorted(named.items()) if (ask := to_ask(service, case.as_at))
    ]
    if not told:
        return None
    return Flag(
        "service-to-ask",
        f"Ask, before a paper says whose service it is: {'; '.join(told)}. Enhanced and advanced services are "
        "pharmaceutical services; what a council commissions is not.",
        ("services.compared",) if "services.compared" in case.ledger else (),
    )


def law_not_checked(_: AnyApplication, case: Case) -> Flag | None:
    """The as-at date lies after the day up to which changes to the law were looked for."""
    if case.as_at <= CHECKED_TO:
        return None
    return Flag(
        "law-not-checked",
        f"The law is read as at {day(case.as_at)}; changes to it were looked for up to {day(CHECKED_TO)} "
        "only. Check legislation.gov.uk before relying on it.",
    )


def not_notifiable(application: AnyApplication, case: Case) -> Flag | None:  # noqa: ARG001 - asked like the others
    """Boards are not asked about an application of this kind: no time runs and nothing need be sent."""
    if notifiable(application.kind):
        return None
    told = "The board is told" if told_of_decision(application.kind) else "The applicant alone is told"
    return Flag(
        "not-notifiable",
        f"Boards are not asked about a {application.kind}: no time for representations runs, and nothing "
        f"need be sent. {told} of the decision. Access does not change by it.",
        citation="Schedule 2, paragraphs 18 and 28",
    )


def signs_off(application: AnyApplication, case: Case) -> Flag | None:
    """Who signs off for the board is an officer, or is not recorded."""
    if "hwb.sign_off" not in case.ledger or not notifiable(application.kind):
        return None
    warning: Flag | None = sign_off_warning(case.text("hwb.sign_off"))
    return None if warning is None else replace(warning, evidence=("hwb.sign_off",))


RAISED: tuple[Raise, ...] = (
    notice_misdirected,
    *ABOUT_TIME,
    not_notifiable,
    signs_off,
    regulation_31,
    different_boards,
    distance_selling,
    service_names,
    services_to_ask,
    law_not_checked,
)


def flags(case: Case) -> tuple[Flag, ...]:
    """Every flag that the law raises on a case; each names only evidence that the ledger holds."""
    raised = (raise_it(case.application, case) for raise_it in RAISED)
    return tuple(
        Flag(flag.id, flag.text, tuple(e for e in flag.evidence if e in case.ledger), flag.citation)
        for flag in raised
        if flag is not None
    )


def _names(application: AnyApplication) -> dict[str, str]:
    if isinstance(application, Consolidation):
        return {"leaving": "the closing site", "staying": "the continuing site"}
    return {"leaving": "the existing premises", "staying": "the new premises"}


def _sites(application: AnyApplication) -> tuple[StatedPremises, ...]:
    if isinstance(application, OtherApplication):
        return (application.premises,)
    return (application.leaving, application.staying)


def _services(application: AnyApplication, case: Case) -> tuple[str, ...]:
    stated = tuple(name for site in _sites(application) for name in site.services or ())
    added = application.services_added if isinstance(application, Consolidation) else ()
    compared = tuple(str(row["service"]) for row in case.rows("services.compared"))
    return (*stated, *added, *compared)
