"""Evidence that papers and lists state: hours, services, sources."""

from app.access import NoEngineError, PreparedSnapshot
from app.access.unknown import asked_by_name
from app.assessment.doubtful_hours import hours_of
from app.assessment.record import Record, hours, metres
from app.assessment.scene import Weeks
from app.assessment.sites import Site
from app.domain.applications import Application, Consolidation
from app.domain.baselines import Mode
from app.domain.comparison import ADDED, KEPT, LOST, compare_hours, compare_services
from app.domain.evidence import Row
from geodata.model.hours import WeekHours
from geodata.standing import FAR_FROM_STREET_M


def record_hours(record: Record, application: Application, leaving: Site, staying: Site) -> None:
    """Hours at both sites, day by day, and the hours that are lost."""
    here, here_from = hours_of(leaving)
    there, there_from = _hours_after(application, staying)
    found = compare_hours(here, there)
    for name, minutes, source, what in (
        ("hours.leaving", found.leaving, here_from, "Hours a week open at the leaving site"),
        (
            "hours.staying",
            found.staying,
            there_from,
            "Hours a week open at the staying site after the change",
        ),
    ):
        record.state(
            name, what, hours(minutes), "hours a week", inputs=(source,), note=_unknown(minutes, "hours")
        )
    both = (here_from, there_from)
    lost_on = [row for row in found.days if row.minutes_lost]
    rows = [{k: v for k, v in vars(row).items() if k != "minutes_lost"} for row in found.days]
    known = found.lost is not None
    record.measure(
        "hours.days",
        "Days on which hours are lost",
        len(lost_on) if known else None,
        method="hours compared",
        inputs=both,
        rows=rows,
    )
    record.measure(
        "hours.lost",
        "Hours a week in which the leaving site was open and the staying site will not be",
        hours(found.lost),
        "hours a week",
        method="hours compared",
        inputs=both,
        note=_unknown(found.lost, "hours of one site or both"),
    )


def record_hours_of_one(record: Record, site: Site) -> None:
    """Hours a week at the one site of an application."""
    week, source = hours_of(site)
    minutes = week.total_minutes() if week else None
    record.state(
        f"hours.{site.role}",
        f"Hours a week open at the {site.called}",
        hours(minutes),
        "hours a week",
        inputs=(source,),
        note=_unknown(minutes, "hours"),
    )


def weeks_of(application: Application, leaving: Site, staying: Site) -> Weeks:
    """The hours of both sites: the papers' own, else the list's."""
    return Weeks(hours_of(leaving)[0], hours_of(staying)[0], _hours_after(application, staying)[0])


def _hours_after(application: Application, staying: Site) -> tuple[WeekHours | None, str]:
    if isinstance(application, Consolidation) and application.continuing_hours_after is not None:
        week = application.continuing_hours_after
        asked = {} if staying.stated.hours_checked else week.questions()
        return week.without(asked), "application:continuing_hours_after"
    return hours_of(staying)


def _unknown(value: int | None, what: str) -> str:
    return "" if value is not None else f"the {what} are not known for every day"


def record_services(record: Record, application: Application, leaving: Site, staying: Site) -> None:
    """Services of the leaving site: kept, added by undertaking, lost."""
    here, here_from = _services_of(leaving)
    there, there_from = _services_of(staying)
    added = application.services_added if isinstance(application, Consolidation) else ()
    rows = compare_services(here, there, added)
    inputs = (here_from, there_from, "application:services_added")
    known = here is not None and there is not None
    note = "" if known else "the services of one site or both are not known"
    for name, outcome, what in (
        ("services.kept", KEPT, "Services of the leaving site that the staying site gives too"),
        ("services.added", ADDED, "Services of the leaving site that are undertaken for the staying site"),
        ("services.lost", LOST, "Services of the leaving site that the staying site will not give"),
    ):
        chosen = [{"service": row.service} for row in rows if row.outcome == outcome]
        record.measure(
            name,
            what,
            len(chosen) if known else None,
            method="services compared",
            inputs=inputs,
            note=note,
            rows=chosen,
        )
    record.measure(
        "services.compared",
        "Services at either site",
        len(rows) if known else None,
        method="services compared by the names they go by",
        inputs=inputs,
        note=note,
        rows=[dict(vars(row)) for row in rows],
    )


def _services_of(site: Site) -> tuple[tuple[str, ...] | None, str]:
    if site.stated.services is not None:
        return site.stated.services, f"application:{site.role}.services"
    if site.listed is not None and site.listed.services is not None:
        return site.listed.services, f"list:{site.listed.ods_code} ({site.listed.listed_by})"
    return None, f"application:{site.role}.services"


def record_data(record: Record, area: PreparedSnapshot) -> None:
    """The data that everything was measured on, and what those who built it had to say of it."""
    snapshot, manifest = area.snapshot, area.snapshot.manifest
    record.state("snapshot.id", "Snapshot of the area's data", snapshot.id)
    record.state("snapshot.as_at", "Date of the snapshot's pharmacy list", manifest.as_at, "date")
    keys = ("role", "title", "publisher", "vintage", "licence", "attribution", "sha256")
    rows = [{key: getattr(source, key) for key in keys} for source in manifest.sources]
    record.state("sources", "Publishers' files that the snapshot was made from", len(rows), rows=rows)
    record.state(
        "data.notes",
        "What is known of the data and its limits",
        len(manifest.notes),
        rows=[{"note": note} for note in manifest.notes],
    )
    names = area.layer("hwb").names
    record.state(
        "data.areas",
        "Boards' areas whose residents the data has",
        len(manifest.hwbs),
        rows=[{"code": code, "name": names.get(code, code)} for code in manifest.hwbs],
    )
    record.measure(
        "data.selling_not_known",
        "Pharmacies counted of which the list does not say whether they are distance-selling",
        area.selling_not_known,
        method="counted on the pharmacy list",
    )
    asked = asked_by_name(area)
    record.measure(
        "data.selling_by_name",
        "Of those, pharmacies whose name speaks of selling online, on the internet or by delivery",
        len(asked),
        method="read from the trading names of the pharmacy list",
        rows=[
            {"ods_code": one.ods_code, "name": one.trading_name, "postcode": one.postcode} for one in asked
        ],
    )
    checks: list[Row] = [
        {
            "check": one.check,
            "title": "",
            "found": one.found,
            "let_pass": True,
            "by": one.by,
            "reason": one.reason,
        }
        for one in manifest.accepted
    ]
    checks += [
        {
            "check": one.check,
            "title": one.title,
            "found": one.found,
            "let_pass": False,
            "by": "",
            "reason": "",
        }
        for one in manifest.to_look_at
    ]
    record.state(
        "data.checks",
        "Checks of the data that were let pass when it was built, or found something to look at",
        len(checks),
        rows=checks,
    )
    nowhere = area.of_no_known_place
    record.state(
        "data.without_point",
        "Pharmacies of the list that are or may be in the area and have no place, as no file has their postcode",
        len(nowhere),
        rows=[
            {"ods_code": one.ods_code, "name": one.trading_name, "postcode": one.postcode} for one in nowhere
        ],
    )
    try:
        apart = area.not_walked_to
    except NoEngineError:
        return
    record.state(
        "data.far_from_street",
        "Metres from any street beyond which nobody is measured on foot or by car",
        FAR_FROM_STREET_M,
        "m",
    )
    record.measure(
        "data.not_on_network",
        "Pharmacies within a mile of people counted to which no street leads: nobody is measured on foot to them",
        len(apart),
        method=area.engine(Mode.WALK).method,
        rows=[
            {
                "ods_code": one.ods_code,
                "name": one.trading_name,
                "postcode": one.postcode,
                "metres_off_street": metres(off),
            }
            for one, off in apart
        ],
    )
