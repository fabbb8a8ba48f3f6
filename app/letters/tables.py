"""Rows of the tables, each from the evidence of its name. A table without rows is left out of the paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.domain.baselines import Mode
from app.domain.evidence import Row
from app.domain.findings import Finding, Verdict
from app.law import grounds_of_refusal
from app.law.rule import Judge
from app.letters.characters import one_line
from app.letters.prose import (
    capital,
    day,
    day_or_text,
    decimal,
    hours,
    opening,
    share,
    tenths,
    whole_metres,
    whole_people,
)
from app.letters.reading import Reading

TextRow = tuple[str, ...]
NOT_KNOWN = "not known"
HASH_SHOWN = 16
"""Characters of a file's SHA-256 that a paper shows; the snapshot's manifest has all 64."""
GROUPS = ("by_locality", "by_ward", "by_deprivation", "by_age")


@dataclass(frozen=True)
class Rows:
    """The rows of a table and the evidence that they were read from."""

    rows: tuple[TextRow, ...]
    evidence: tuple[str, ...]


def rows_of(table_id: str, reading: Reading) -> Rows:
    """Build the rows of a table. Raises KeyError for a table that nobody builds."""
    rows = tuple(_BUILDERS[table_id](reading))
    return Rows(rows, reading.evidence if rows else ())


def standard_words(reading: Reading) -> str:
    """A standard as a table names it: "20 minutes on foot at 3 miles an hour"."""
    at = f" at {reading.measure('speed.name')}" if reading.measure("speed") else ""
    return f"{decimal(reading.measure('minutes'))} minutes {reading.mode()}{at}"


def _per_standard(reading: Reading, evidence_id: str) -> Iterator[Reading]:
    for standard in reading.case.baseline.standards:
        one = replace(reading, standard=standard)
        if one.known(evidence_id):
            yield one


def _alternatives(reading: Reading) -> Iterator[TextRow]:
    straight = _by_code(reading, "alternatives.straight")
    walked = _by_code(reading, "alternatives.walk")
    for code, row in {**(walked or {}), **(straight or {})}.items():
        yield (
            _text(row, "name"),
            code,
            _text(row, "postcode"),
            _length(code, straight),
            _length(code, walked),
        )


def _by_code(reading: Reading, evidence_id: str) -> dict[str, Row] | None:
    if not reading.known(evidence_id):
        return None
    return {str(row["ods_code"]): row for row in reading.rows(evidence_id)}


def _length(code: str, found: dict[str, Row] | None) -> str:
    if found is None:
        return "not measured"
    return whole_metres(found[code]["metres"]) if code in found else "over a mile"


def _per_way(reading: Reading, evidence_id: str) -> Iterator[Reading]:
    """As ``_per_standard``, each way of going once: a trip between two places does not depend on a standard's minutes."""
    return (one for one in _per_standard(reading, evidence_id) if one.own_way())


def _accustomed_bands(reading: Reading) -> Iterator[TextRow]:
    for one in _per_way(reading, "accustomed.<std>.bands"):
        rows = one.rows("accustomed.<std>.bands")
        if any(row["people"] for row in rows):
            for row in rows:
                yield _text(row, "band"), one.mode(), whole_people(row["people"])


def _accustomed_groups(reading: Reading) -> Iterator[TextRow]:
    for kind in GROUPS:
        for one in _per_way(reading, f"accustomed.<std>.{kind}"):
            for row in one.rows(f"accustomed.<std>.{kind}"):
                trips = (_trip(one, row[key]) for key in ("before_mean", "new_mean", "change_worst"))
                yield _text(row, "group"), one.mode(), whole_people(row["people"]), *trips


def _accustomed_week(reading: Reading) -> Iterator[TextRow]:
    for one in _per_way(reading, "accustomed.<std>.week"):
        for row in one.rows("accustomed.<std>.week"):
            if row["hours"]:
                open_new = NOT_KNOWN if row["hours_new"] is None else hours(row["hours_new"])
                trips = (_trip(one, row[key]) for key in ("before_mean", "new_mean", "change_worst"))
                yield (
                    capital(_text(row, "when")),
                    one.mode(),
                    hours(row["hours"]),
                    open_new,
                    whole_people(row["people"]),
                    *trips,
                )


def _coverage(reading: Reading) -> Iterator[TextRow]:
    for one in _per_standard(reading, "coverage.<std>.people"):
        before, after = (_people(one, f"coverage.<std>.{when}") for when in ("before", "after"))
        yield (
            standard_words(one),
            _people(one, "coverage.<std>.people"),
            f"{before}{_share(one, 'coverage.<std>.before_share')}",
            f"{after}{_share(one, 'coverage.<std>.after_share')}",
            _people(one, "coverage.<std>.lost"),
            _people(one, "coverage.<std>.gained"),
            _people(one, "coverage.<std>.unreachable_before"),
            _people(one, "coverage.<std>.unreachable_after"),
        )


def _groups(reading: Reading) -> Iterator[TextRow]:
    for standard in reading.case.baseline.standards:
        one = replace(reading, standard=standard)
        for kind in GROUPS:
            evidence_id = f"coverage.<std>.{kind}"
            # Asked for first, so that a table of no change rests on nothing.
            if not one.known(evidence_id):
                continue
            for row in one.rows(evidence_id):
                if row["gained"] or row["lost"]:
                    counts = (
                        whole_people(row[key]) for key in ("people", "before", "after", "lost", "gained")
                    )
                    yield (_text(row, "group"), standard_words(one), *counts)


def _bands(reading: Reading) -> Iterator[TextRow]:
    for one in _per_standard(reading, "affected.<std>.bands"):
        rows = one.rows("affected.<std>.bands")
        if any(row["people"] for row in rows):
            for row in rows:
                yield _text(row, "band"), standard_words(one), whole_people(row["people"])


def _deprivation(reading: Reading) -> Iterator[TextRow]:
    for one in _per_standard(reading, "affected.<std>.by_deprivation"):
        for row in one.rows("affected.<std>.by_deprivation"):
            trips = (_trip(one, row[key]) for key in ("before_mean", "after_mean"))
            yield _text(row, "group"), standard_words(one), whole_people(row["people"]), *trips


def _paces(reading: Reading) -> Iterator[TextRow]:
    for one in _per_standard(reading, "sensitivity.<std>"):
        for row in one.rows("sensitivity.<std>"):
            counts = (whole_people(row[key]) for key in ("before", "after", "lost", "gained"))
            speed = f"{decimal(row['kmh'])} km/h"
            pace = _text(row, "pace")
            yield pace if pace == speed else f"{pace} ({speed})", standard_words(one), *counts


def _week(reading: Reading) -> Iterator[TextRow]:
    for one in _per_standard(reading, "week.<std>.summary"):
        for row in one.rows("week.<std>.summary"):
            yield (
                capital(_text(row, "when")),
                standard_words(one),
                *(_bounds(row, name) for name in ("before", "after")),
            )


def _bounds(row: Row, name: str) -> str:
    """A head-count, or the two that it lies between: assessments of an earlier method have the first alone."""
    least, most = whole_people(row[name]), whole_people(row.get(f"{name}_most", row[name]))
    return least if least == most else f"{least} to {most}"


def _hours(reading: Reading) -> Iterator[TextRow]:
    # The days may be told apart though the week's total is not known, so rows count without a value.
    item = reading.case.assessment.ledger.get("hours.days")
    if item is None or not any(row["leaving"] or row["staying"] for row in item.rows):
        return
    reading.known("hours.days")
    for row in item.rows:
        yield capital(_text(row, "day")), *(opening(row[key]) for key in ("leaving", "staying", "lost"))


def _services(reading: Reading) -> Iterator[TextRow]:
    item = reading.case.assessment.ledger.get("services.compared")
    if item is None or not item.rows:
        return
    reading.known("services.compared")
    for row in item.rows:
        answers = (_yes_no(row[key]) for key in ("leaving", "staying", "undertaken"))
        yield (_text(row, "service"), *answers, _text(row, "outcome"))


def _tests(reading: Reading) -> Iterator[TextRow]:
    for finding in reading.case.assessment.findings:
        # What nobody has entered is a question for the officer, on the list beside the paper, and no sentence of it.
        if finding.verdict not in (Verdict.DOES_NOT_APPLY, Verdict.NOT_ENTERED):
            reading.reads(finding.evidence)
            yield (
                one_line(f"{capital(finding.citation)}. {finding.asks}"),
                _result(finding),
                "\n".join(_points(finding)),
                one_line(finding.judge),
            )


SETTLED_BY_FACT = (Judge.FACT.value, Judge.TEXT.value, Judge.BOARD.value)


def _result(finding: Finding) -> str:
    """What a paper says of a test: what is for the decision-maker is never "met" over a board's signature."""
    if finding in grounds_of_refusal((finding,)):
        return "on these facts it must be refused"
    if finding.verdict not in (Verdict.MET, Verdict.NOT_MET):
        return finding.verdict.value
    if finding.judge in SETTLED_BY_FACT:
        return f"{'so' if finding.verdict is Verdict.MET else 'not so'}, by the papers and lists"
    return "to be judged"


def _points(finding: Finding) -> Iterator[str]:
    yield from (one_line(reason) for reason in finding.reasons)
    yield from (one_line(f"For: {point}") for point in finding.points_for)
    yield from (one_line(f"Against: {point}") for point in finding.points_against)


def _sources(reading: Reading) -> Iterator[TextRow]:
    if not reading.known("sources"):
        return
    for row in reading.rows("sources"):
        terms = [_text(row, key) for key in ("licence", "attribution") if row.get(key)]
        yield _text(row, "title"), _text(row, "publisher"), day_or_text(row.get("vintage")), "\n".join(terms)


def _data(reading: Reading) -> Iterator[TextRow]:
    if not reading.known("sources"):
        return
    for row in reading.rows("sources"):
        sha256 = row.get("sha256")
        yield (
            _text(row, "title"),
            day_or_text(row.get("vintage")),
            _text(row, "licence"),
            NOT_KNOWN if sha256 is None else str(sha256)[:HASH_SHOWN],
        )


def _speeds(reading: Reading) -> Iterator[TextRow]:
    for standard in reading.case.baseline.standards:
        one = replace(reading, standard=standard)
        speed = f"{decimal(one.measure('speed.kmh'))} km/h" if one.measure("speed") else "by class of road"
        source = one_line(str(one.measure("speed.source"))) if one.measure("speed") else _roads(one)
        yield standard_words(one), speed, source, one_line(str(one.measure("assumed") or "nothing recorded"))


def _roads(reading: Reading) -> str:
    if not reading.known("speeds.<std>"):
        return NOT_KNOWN
    return "; ".join(f"{row['road']} {decimal(row['kmh'])} km/h" for row in reading.rows("speeds.<std>"))


def _responses(reading: Reading) -> Iterator[TextRow]:
    if reading.responses():
        for response in reading.case.responses:
            yield (
                one_line(response.body),
                one_line(response.door),
                day(response.received),
                one_line(response.text),
            )


def _response_doors(reading: Reading) -> Iterator[TextRow]:
    return _counts(reading.consulted("doors"))


def _response_groups(reading: Reading) -> Iterator[TextRow]:
    return _counts(reading.consulted("groups"))


def _counts(counts: object) -> Iterator[TextRow]:
    for name, number in counts if isinstance(counts, tuple) else ():
        yield one_line(str(name)), str(number)


def _map_places(reading: Reading) -> Iterator[TextRow]:
    what = {"leaving": reading.words_of("leaving"), "staying": reading.words_of("staying")}
    for each in reading.marks():
        yield (
            each.mark,
            what.get(each.place.role, "another pharmacy"),
            one_line(each.place.label),
            whole_metres(each.metres),
        )


_BUILDERS: dict[str, Callable[[Reading], Iterator[TextRow]]] = {
    "alternatives": _alternatives,
    "accustomed-bands": _accustomed_bands,
    "accustomed-groups": _accustomed_groups,
    "accustomed-week": _accustomed_week,
    "coverage": _coverage,
    "groups": _groups,
    "bands": _bands,
    "deprivation": _deprivation,
    "paces": _paces,
    "week": _week,
    "hours": _hours,
    "services": _services,
    "tests": _tests,
    "sources": _sources,
    "data": _data,
    "places": _map_places,
    "speeds": _speeds,
    "responses": _responses,
    "response-doors": _response_doors,
    "response-groups": _response_groups,
}


def _people(reading: Reading, evidence_id: str) -> str:
    return whole_people(reading.fact(evidence_id)) if reading.known(evidence_id) else NOT_KNOWN


def _share(reading: Reading, evidence_id: str) -> str:
    return f" ({share(reading.fact(evidence_id))})" if reading.known(evidence_id) else ""


def _trip(reading: Reading, value: object) -> str:
    if value is None:
        return NOT_KNOWN
    timed = reading.measure("mode") == Mode.DRIVE
    return f"{tenths(value)} minutes" if timed else f"{whole_metres(value)} metres"


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return NOT_KNOWN if value is None else one_line(str(value))


def _yes_no(value: object) -> str:
    return NOT_KNOWN if value is None else "yes" if value else "no"
