"""Evidence of what the Pharmaceutical Needs Assessment says, and how old it is."""

from datetime import date

from app.assessment.record import Record
from app.assessment.sites import Site
from app.domain.baselines import Baseline
from app.domain.dates import span_of
from app.law import revision_due


def record_pna(record: Record, baseline: Baseline, site: Site, as_at: date) -> None:
    """What the Pharmaceutical Needs Assessment says of a site's locality, and when a revised one was due."""
    found = baseline.locality_of_ward(site.ward.code if site.ward else None)
    source = (f"baseline:{baseline.id}",)
    nowhere = "" if found else "the site lies in no locality of this PNA's data"
    gaps = None if found is None or found.gaps is None else found.gaps
    for name, what, value, note in (
        ("pna.title", "Pharmaceutical Needs Assessment", baseline.title, ""),
        ("pna.published", "Date of publication", baseline.published, ""),
        ("pna.url", "Where it is published", baseline.url, ""),
        ("pna.locality", f"Locality of the {site.called}", found.name if found else None, nowhere),
        ("pna.finding", "What the PNA says of the locality", found.statement if found else None, nowhere),
        ("pna.housing", "Planned housing in the locality", found.planned_housing if found else None, nowhere),
        (
            "pna.standard",
            "Access standard, as the PNA words it",
            baseline.standards[0].as_published or None,
            baseline.standards[0].assumed,
        ),
    ):
        record.state(name, what, value, inputs=source, note=note)
    rows = [{"gap": gap} for gap in gaps or ()]
    record.state(
        "pna.gaps",
        "Gaps that the PNA states for the locality",
        None if gaps is None else len(gaps),
        inputs=source,
        rows=rows,
    )
    _record_age(record, baseline, as_at)


def _record_age(record: Record, baseline: Baseline, as_at: date) -> None:
    """When a revised assessment was due, at the latest that the date of publication allows."""
    first, last = (revision_due(day, as_at) for day in span_of(baseline.published))
    record.measure(
        "pna.revision_due",
        "Day by which a revised assessment is due",
        last.isoformat(),
        "date",
        method=f"3 years after publication, or as put off in the pandemic (regulation 6(1), read as at {as_at.isoformat()})",
        inputs=(f"baseline:{baseline.id}",),
        note="" if first == last else f"counted from the end of {baseline.published}: the day is not known",
    )
    overdue = None if first < as_at <= last else as_at > last
    record.measure(
        "pna.overdue",
        "Whether a revised assessment was due",
        overdue,
        method=f"as at {as_at.isoformat()}; that none was published is not known here",
        inputs=("pna.revision_due",),
        note="" if overdue is not None else "the day of publication is needed to say",
    )
