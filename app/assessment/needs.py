"""Evidence of what the Pharmaceutical Needs Assessment says, and how old it is."""

from datetime import date

from app.access import PreparedSnapshot
from app.assessment.localities import locality_of
from app.assessment.record import Record
from app.assessment.sites import Site
from app.domain.baselines import Baseline, LocalityFinding
from app.domain.dates import span_of
from app.domain.evidence import Row
from app.law import FIRST_BOARDS, first_due, new_board, revision_due


def record_pna(record: Record, baseline: Baseline, site: Site, area: PreparedSnapshot, as_at: date) -> None:
    """What the Pharmaceutical Needs Assessment says of a site's locality, and when a revised one was due.

    Of premises in another board's area than its own it says nothing, whatever its localities are.
    """
    relevant = record.ledger.value("hwb.relevant")
    own = relevant is not None and baseline.board(str(relevant)) is not None
    lies = locality_of(site, baseline, area)
    found = lies.found if own else None
    source = (f"baseline:{baseline.id}",)
    nowhere = (
        ""
        if found
        else lies.why_not
        if own
        else "not known here: the needs assessment used is not that of the board in whose area the premises are"
        if relevant is not None
        else "not known here: in which board's area the premises are is not known"
    )
    record.state("pna.own", "Whether the needs assessment is the relevant board's own", own, inputs=source)
    gaps = found.stated_gaps if found else None
    for name, what, value, note in (
        ("pna.title", "Pharmaceutical Needs Assessment", baseline.title, ""),
        ("pna.published", "Date of publication", baseline.published, ""),
        ("pna.url", "Where it is published", baseline.url, ""),
        ("pna.locality", f"Locality of the {site.called}", found.name if found else None, nowhere),
        ("pna.finding", "What the PNA says of the locality", found.statement if found else None, nowhere),
        ("pna.housing", "Planned housing in the locality", found.housing_said if found else None, nowhere),
        (
            "pna.standard",
            "Access standard, as the PNA words it",
            baseline.standards[0].as_published or None,
            baseline.standards[0].assumed,
        ),
    ):
        record.state(name, what, value, inputs=source, note=note)
    record.state(
        "pna.gaps",
        "Gaps that the PNA states for the locality",
        None if gaps is None else len(gaps),
        inputs=source,
        note=_half_known(found) if own else nowhere,
        rows=_gap_rows(found),
    )
    _record_statements(record, baseline, found, as_at)
    _record_in_force(record, baseline, as_at)
    established, where = _established(record, baseline)
    own = span_of(baseline.published)[1] >= established
    _record_whose(record, own, established, where, as_at)
    _record_age(record, baseline, as_at, own=own, first=None if own else first_due(established, as_at))


def _gap_rows(found: LocalityFinding | None) -> list[Row]:
    if found is None:
        return []
    if found.gaps is None and found.schedule_1 is not None:
        return [{"gap": gap.text, "paragraph": number} for number, gap in found.schedule_1.stated]
    return [{"gap": gap} for gap in found.gaps or ()]


def _half_known(found: LocalityFinding | None) -> str:
    """Why the number of gaps is not known though some may be."""
    paragraphs = found.schedule_1 if found and found.gaps is None else None
    if paragraphs is None or paragraphs.complete:
        return ""
    missing = [
        number for number, gaps in (("2", paragraphs.gaps), ("4", paragraphs.better_access)) if gaps is None
    ]
    return (
        f"what the PNA says under paragraph {' and paragraph '.join(missing)} of Schedule 1 is not recorded"
    )


def _record_statements(
    record: Record, baseline: Baseline, found: LocalityFinding | None, as_at: date
) -> None:
    """The supplementary statements that are part of the PNA on the day. Entered only where there are any at all."""
    if not baseline.supplementary_statements:
        return
    locality = found.id if found else None
    rows: list[Row] = [
        {"published": each.published.isoformat(), "under": each.under.value, "statement": each.text}
        for each in baseline.statements(as_at)
        if each.concerns(locality)
    ]
    record.state(
        "pna.statements",
        "Supplementary statements to the PNA that concern the locality",
        len(rows),
        inputs=(f"baseline:{baseline.id}",),
        note=f"those published by {as_at.isoformat()}",
        rows=rows,
    )


def _record_in_force(record: Record, baseline: Baseline, as_at: date) -> None:
    """Whether the assessment was published, and in force, on the day of the case."""
    first, last = span_of(baseline.published)
    known: bool | None = True
    note = ""
    if first > as_at:
        known, note = False, f"it was published on {baseline.published}, after that day"
    elif baseline.in_force_from is not None and baseline.in_force_from > as_at:
        known, note = False, f"it came into force on {baseline.in_force_from.isoformat()}, after that day"
    elif baseline.in_force_to is not None and baseline.in_force_to < as_at:
        known, note = False, f"it was in force to {baseline.in_force_to.isoformat()}, before that day"
    elif last > as_at:
        known, note = None, f"it was published in {baseline.published}: the day is needed to say"
    record.measure(
        "pna.in_force",
        f"Whether the assessment was published and in force on {as_at.isoformat()}",
        known,
        method="by its dates",
        inputs=(f"baseline:{baseline.id}",),
        note=note,
    )


def _established(record: Record, baseline: Baseline) -> tuple[date, str]:
    """The day on which the relevant board was established, by its own data or the table of new boards, and the source."""
    code = record.ledger.value("hwb.relevant")
    board = baseline.board(str(code))
    if board is not None and board.established is not None:
        return board.established, f"baseline:boards.{code}.established"
    new = new_board(None if code is None else str(code))
    return (FIRST_BOARDS, "law:boards began") if new is None else (new.established, "law:reorganisations")


def _record_whose(record: Record, own: bool, established: date, source: str, as_at: date) -> None:
    """Whether the assessment is the board's own or one that serves until it has one, and when its first is due."""
    if own:
        return
    due = first_due(established, as_at)
    record.measure(
        "pna.predecessor",
        "Whether the assessment is that of a body before the board",
        value=True,
        method="published before the board was established (regulation 7(1), and 7(1A) since 1 January 2022)",
        inputs=(source, "pna.published"),
        note=f"the board was established on {established.isoformat()}",
    )
    record.measure(
        "pna.first_due",
        "Day by which the board's own first assessment is due",
        due.isoformat() if due else None,
        "date",
        method=f"regulations 5 and 6(A1) to (A3), read as at {as_at.isoformat()}",
        inputs=(source,),
        note="" if due else "the text of the day sets none for a board established after 1 April 2015",
    )


def _record_age(record: Record, baseline: Baseline, as_at: date, *, own: bool, first: date | None) -> None:
    """When a revised assessment was due, or the board's own first one, at the latest that the date of publication allows."""
    if not own:
        _record_first(record, first, as_at)
        return
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


def _record_first(record: Record, due: date | None, as_at: date) -> None:
    """That no revision is due of another's assessment, and whether the board's own was."""
    record.state(
        "pna.revision_due",
        "Day by which a revised assessment is due",
        None,
        "date",
        note="the assessment is that of a body before the board: its own first one is due (pna.first_due)",
    )
    record.measure(
        "pna.overdue",
        "Whether the board's own first assessment was due",
        None if due is None else as_at > due,
        method=f"as at {as_at.isoformat()}; that none was published is not known here",
        inputs=("pna.first_due",),
        note="" if due is not None else "the text of the day sets no day",
    )
