"""A proposal in plain words: only what the papers, the list and the assessment say, and what is not known.

Sentences here are short and their words are easy, because anybody may be asked. None of them says what the outcome
should be. A figure is rounded as it is in letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from app.domain.applications import Consolidation, Relocation
from app.domain.assessments import Assessment
from app.domain.baselines import THREE_MPH, Baseline, Mode
from app.domain.evidence import Row, Scalar
from app.domain.other_applications import AnyApplication, OtherKind, sites_of
from app.domain.rounding import metres_said, minutes_said
from app.law import bodies
from app.letters.pictures import marks
from geodata.model.postcode import squeezed

SERVES_BY_POST = (
    "A pharmacy of this kind serves people by post, phone or the internet, and not across a counter."
)
OTHERS = {
    OtherKind.ROUTINE_ENTRY: ("A new pharmacy may open", "wants to open a new pharmacy."),
    OtherKind.DISTANCE_SELLING_ENTRY: (
        "A new pharmacy may open",
        f"wants to open a new pharmacy. {SERVES_BY_POST}",
    ),
    OtherKind.CHANGE_OF_SERVICES: ("A pharmacy may give new services", "wants to give new services."),
    OtherKind.CHANGE_OF_OWNERSHIP: ("A pharmacy may get a new owner", "wants to take over a pharmacy."),
}
"""What each other kind may bring, and what its applicant wants."""

NOT_KNOWN = "not known"

CHANGES = {
    "kept": "Stays",
    "added by undertaking": "The applicant says that it will be added",
    "lost": "Would stop",
    "staying site only": "Is there already",
    "not known": "Not known",
}


@dataclass(frozen=True)
class Site:
    """A pharmacy of the proposal: what would become of it, its name, and where it is."""

    what: str
    name: str
    address: str


@dataclass(frozen=True)
class Nearby:
    """A pharmacy that would still be near: its mark on the map, and how far it is from the one that is left, in words."""

    mark: str
    name: str
    postcode: str
    far: str
    minutes: str


@dataclass(frozen=True)
class Opening:
    """A day or days of the week: hours at the one, at the other afterwards, and what would be lost, in words."""

    days: str
    leaving: str
    staying: str
    lost: str


@dataclass(frozen=True)
class Proposal:
    """What is asked about. ``measured`` is the day of the figures, None where nothing is measured yet.

    ``distance`` are sentences; ``near_from`` says from where the pharmacies nearby are counted. Empty tables stand
    with a sentence that says why in ``hours_note`` and ``services_note``. ``columns`` are what the two sites are called
    over the hours. ``services`` are pairs of a name and what would become of it.
    """

    title: str
    lead: str
    sites: tuple[Site, ...]
    board: str | None
    decider: str
    measured: date | None
    distance: tuple[str, ...]
    near_from: str
    nearby: tuple[Nearby, ...]
    nearby_note: str
    columns: tuple[str, str]
    services_column: str
    loses_hours: bool
    hours: tuple[Opening, ...]
    hours_note: str
    services: tuple[tuple[str, str], ...]
    services_note: str


def proposal_of(
    application: AnyApplication, assessment: Assessment | None, baseline: Baseline | None, today: date
) -> Proposal:
    """The proposal of an application, with figures where there is an assessment of it."""
    title, wants, whats = _described(application)
    distance, nearby = _measured(application, assessment, baseline)
    near_from = whats[0][0].lower() + whats[0][1:]
    hours = () if assessment is None else _hours(assessment)
    services = () if assessment is None else _services(assessment)
    return Proposal(
        title=title,
        lead=f"{application.applicant} {wants}",
        sites=tuple(
            Site(what, site.name, _address(site.address, site.postcode))
            for what, (_, site) in zip(whats, sites_of(application), strict=True)
        ),
        board=_board(assessment),
        decider=_capital(bodies(today).decision_maker.name),
        measured=None if assessment is None else assessment.as_at,
        distance=distance,
        near_from=near_from,
        nearby=nearby,
        nearby_note=_nearby_note(assessment, nearby),
        columns=_columns(application),
        services_column=f"At {sites_of(application)[-1][1].name}"
        if isinstance(application, Consolidation)
        else "After the move",
        loses_hours=any(each.lost not in ("none", NOT_KNOWN) for each in hours),
        hours=hours,
        hours_note=_hours_note(application, assessment, hours),
        services=services,
        services_note=_services_note(application, assessment, services),
    )


def _described(application: AnyApplication) -> tuple[str, str, tuple[str, ...]]:
    match application:
        case Consolidation():
            return (
                "Two pharmacies may become one",
                "wants to join two pharmacies. One of them would close.",
                ("The pharmacy that would close", "The pharmacy that would stay open"),
            )
        case Relocation():
            return (
                "A pharmacy may move",
                "wants to move its pharmacy to another place.",
                ("Where the pharmacy is now", "Where the pharmacy would be"),
            )
        case _:
            title, wants = OTHERS[application.kind]
            return title, wants, ("Where the pharmacy is, or would be",)


def _columns(application: AnyApplication) -> tuple[str, str]:
    if isinstance(application, Consolidation):
        return "Would close", "Would stay open"
    return "Now", "After the move"


def _measured(
    application: AnyApplication, assessment: Assessment | None, baseline: Baseline | None
) -> tuple[tuple[str, ...], tuple[Nearby, ...]]:
    if assessment is None:
        return (), ()
    value = assessment.ledger.value
    said = []
    walk, minutes, straight = (value(f"distance.{name}") for name in ("walk", "walk_minutes", "straight"))
    there = (
        "from one to the other" if isinstance(application, Consolidation) else "from the old place to the new"
    )
    if isinstance(walk, float) and isinstance(minutes, float):
        said.append(
            f"It is {metres_said(walk)} on foot {there}. At {_pace(baseline)} this takes {minutes_said(minutes)}."
        )
    elif isinstance(straight, float):
        said.append(f"It is {metres_said(straight)} in a straight line {there}. The walk is not known.")
    error = value("distance.error")
    if said and isinstance(error, (int, float)) and error >= 5:
        by = metres_said(error).removeprefix("around ")
        said.append(f"We do not know the doors exactly, so this may be out by up to {by}.")
    claimed = value("distance.claimed")
    if said and isinstance(claimed, (int, float)):
        said.append(f"The applicant says that it is {claimed:,.0f} metres.")
    return tuple(said), _near(assessment)


def _pace(baseline: Baseline | None) -> str:
    standards = baseline.standards if baseline else ()
    return next(
        (each.speed.name for each in standards if each.mode is Mode.WALK and each.speed), THREE_MPH.name
    )


def _near(assessment: Assessment) -> tuple[Nearby, ...]:
    """Those left within a mile of the one that is left; for an entry, those within a mile of the site."""
    ledger = assessment.ledger
    for name in ("alternatives", "near"):
        straight, walk = ledger.get(f"{name}.straight"), ledger.get(f"{name}.walk")
        known = straight if straight is not None and straight.known else walk
        if known is None or not known.known:
            continue
        on_foot = {row["ods_code"]: row for row in walk.rows} if walk is not None and walk.known else None
        marked = {(each.place.label, round(each.metres)): each.mark for each in marks(assessment.places)}
        found = [_nearby(row, on_foot, marked) for row in known.rows]
        return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))
    return ()


def _nearby(
    row: Row, on_foot: Mapping[Scalar, Row] | None, marked: Mapping[tuple[str, int], str]
) -> tuple[tuple[bool, float], Nearby]:
    """A pharmacy, with what it is sorted by: those within a mile on foot first, the nearest first."""
    walk = None if on_foot is None else on_foot.get(row["ods_code"])
    metres, minutes = (walk or row)["metres"], (walk or {}).get("minutes")
    far = metres_said(_number(metres))
    if walk is None:
        far += " in a straight line"
    if walk is None and on_foot is not None:
        far += ", and more than a mile on foot"
    said = minutes_said(_number(minutes)) if minutes is not None else NOT_KNOWN
    name, postcode = str(row["name"]), str(row["postcode"])
    mark = marked.get((name, round(_number(row["metres"]))), "")
    return (walk is None, _number(metres)), Nearby(mark, name, postcode, far, said)


def _number(value: Scalar) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is no length and no time")
    return value


def _nearby_note(assessment: Assessment | None, nearby: tuple[Nearby, ...]) -> str:
    if assessment is None:
        return "Which other pharmacies are near is not measured yet."
    if nearby:
        return ""
    known = any(
        assessment.ledger.value(name) is not None
        for name in ("alternatives.walk", "alternatives.straight", "near.walk", "near.straight")
    )
    if known:
        return "No other pharmacy is within a mile."
    return "Which other pharmacies are near is not known."


def _hours(assessment: Assessment) -> tuple[Opening, ...]:
    item = assessment.ledger.get("hours.days")
    rows = () if item is None else item.rows
    if not any(row.get("leaving") or row.get("staying") for row in rows):
        return ()
    found: list[list[Opening]] = []
    for row in rows:
        hours = (clock_times(row.get(name)) for name in ("leaving", "staying", "lost"))
        day = Opening(str(row["day"]).capitalize(), *hours)
        if found and replace(found[-1][0], days=day.days) == day:
            found[-1].append(day)
        else:
            found.append([day])
    return tuple(replace(those[0], days=_span([each.days for each in those])) for those in found)


def _span(days: list[str]) -> str:
    """Days that follow each other: "Monday", "Monday and Tuesday", "Monday to Friday"."""
    return days[0] if len(days) == 1 else f"{days[0]} {'and' if len(days) == 2 else 'to'} {days[-1]}"


def _hours_note(
    application: AnyApplication, assessment: Assessment | None, hours: tuple[Opening, ...]
) -> str:
    if not isinstance(application, (Relocation, Consolidation)):
        return ""
    if assessment is None:
        return "The opening hours are not compared yet."
    if not hours:
        return "We do not know the opening hours, so we cannot say what would change."
    if assessment.ledger.value("hours.lost") is None:
        return "We do not know all of the opening hours."
    if assessment.ledger.value("hours.lost") == 0:
        return (
            "There would be no hour when the first is open today and the second would be closed."
            if isinstance(application, Consolidation)
            else "There would be no hour when the pharmacy is open today and would be closed after the move."
        )
    return ""


def _services(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    item = assessment.ledger.get("services.compared")
    if item is None:
        return ()
    return tuple((str(row["service"]), CHANGES[str(row["outcome"])]) for row in item.rows)


def _services_note(
    application: AnyApplication, assessment: Assessment | None, services: tuple[tuple[str, str], ...]
) -> str:
    if not isinstance(application, (Relocation, Consolidation)):
        return ""
    if assessment is None:
        return "The services are not compared yet."
    lost = assessment.ledger.value("services.lost")
    if lost is None:
        return "We do not know all of the services, so we cannot say what would change."
    if not services:
        return "The papers name no services."
    if lost == 0:
        return "The papers name no service that would stop."
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _board(assessment: Assessment | None) -> str | None:
    name = None if assessment is None else assessment.ledger.value("hwb.relevant.name")
    return None if name is None else str(name)


def _address(address: str, postcode: str | None) -> str:
    if postcode is None or squeezed(postcode) in squeezed(address):
        return address
    return f"{address}, {postcode}"


def clock_times(value: object) -> str:
    """A day's hours as people say them: "9am to 1pm and 2pm to 5:30pm", "closed", "none", "not known"."""
    if value is None:
        return NOT_KNOWN
    text = str(value)
    if "-" not in text:
        return text
    return " and ".join(
        " to ".join(_clock(end) for end in span.strip().split("-", 1)) for span in text.split(",")
    )


def _clock(text: str) -> str:
    hour, minute = (int(part) for part in text.strip().split(":"))
    if (hour, minute) in ((0, 0), (24, 0)):
        return "midnight"
    at = time(hour % 24, minute)
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
