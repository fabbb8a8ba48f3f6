"""Over many made-up cases, every rule reads exactly the evidence and the fields of the papers that it declares."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any
from zlib import crc32

import pytest

from app.domain.applications import Route
from app.domain.evidence import Evidence, Ledger, Scalar
from app.domain.findings import Verdict
from app.domain.other_applications import Basis, OtherKind
from app.law import AnyApplication, Case, judge
from app.law.case import WatchedLedger
from app.law.register import RULES
from app.law.rule import Rule
from geodata.model.hours import parse_week
from tests.spec.cases import CONSOLIDATION, EVIDENCE, RELOCATION, ROUTINE, WEEKDAYS_NINE_TO_FIVE, read

CASES = 1500
LONG = parse_week(dict.fromkeys(("monday", "tuesday", "wednesday"), "07:00-23:00") | {"sunday": "closed"})
WAYS: dict[str, tuple[Any, ...]] = {
    "route": (None, *Route),
    "basis": (None, *Basis),
    "last_relocated": (None, date(2020, 1, 1), date(2023, 6, 1), date(2024, 6, 1)),
    "applied": (None, date(2024, 1, 15), date(2025, 7, 1)),
    "consolidation_granted": (None, date(2021, 1, 1), date(2022, 10, 9), date(2023, 1, 1)),
    "interruption": (None, "two days"),
    "adjacency_explanation": (None, "next door"),
    "considered_with": ((), ("CAS-9",)),
}
VALUES: dict[str, tuple[Scalar, ...]] = {
    "hwb.leaving": ("A", "B", None),
    "hwb.staying": ("A", None),
    "site.leaving.contract_type": ("community", "lps", "appliance", "unknown", None),
    "site.staying.contract_type": ("community", "lps", "appliance", "unknown", None),
    "site.leaving.listed_on": ("a list", None),
    "site.staying.listed_on": ("a list", None),
    "site.leaving.distance_selling": (False, True, None),
    "site.staying.distance_selling": (False, True, None),
    "distance.walk": (447.2, None),
    "distance.straight": (223.0, 20.0, None),
    "distance.claimed": (450, 20, None),
    "coverage.walk-20.lost": (0.0, 12.0, None),
    "coverage.walk-20.gained": (0.0, 3.0, None),
    "affected.walk-20.change_mean": (1.0, 210.0, -30.0, None),
    "affected.walk-20.people": (812.4, None),
    "hours.lost": (0.0, 2.0, None),
    "services.lost": (0, 1, None),
    "services.compared": (2, None),
    "pna.gaps": (0, 1, None),
    "pna.own": (True, False, None),
    "pna.published": ("2022-10", None),
    "pna.finding": ("No gaps were found.", None),
    "pna.housing": ("200 homes", None),
    "housing.planned": (0, 120, None),
    "controlled.within_1600m": (0, 1),
    "hwb.within_2km": (1,),
    "route.on_the_way": (1,),
    "accustomed.walk-20.people": (0, 812.4, None),
    "accustomed.walk-20.change_mean": (420.0, -30.0, 1.0, None),
    "accustomed.walk-20.nearer": (0, 40),
    "accustomed.walk-20.on_the_way": (1,),
    "week.walk-20.falls": (0, 4, None),
    "site.staying.adjacent": (0, 1, None),
    "near.walk": (0, 3, None),
    "nearest.walk": (1_200.0, None),
    "nearer.walk-20.people": (0.0, 40.0),
    "nearer.walk-20.change_mean": (-300.0, -1.0),
    "together.applications": (1, None),
    "together.coverage.walk-20.lost": (0.0, 40.0),
}
ROWS = {
    "services.lost": ({"service": "Flu Vaccination"},),
    "services.compared": ({"service": "Minor Ailments", "leaving": True, "staying": False},),
    "hwb.within_2km": ({"code": "N", "name": "Nford Health and Wellbeing Board"},),
    "route.on_the_way": ({"what": "steps", "street": ""},),
    "accustomed.walk-20.on_the_way": ({"what": "steps", "street": "", "people": 30},),
    "controlled.within_1600m": ({"name": "Bford Rural"},),
    "together.applications": ({"reference": "CAS-9"},),
}
NEXT_DOOR = {"name": "Next Door", "postcode": "XT1 1BC", "metres": 40.0, "error_m": 100.0, "within": True}


class SeenPapers:
    """Papers that write down which fields are looked at, and pass for what they wrap."""

    def __init__(self, wrapped: Any, seen: set[str], path: str = "") -> None:
        self._wrapped, self._seen, self._path = wrapped, seen, path

    @property
    def __class__(self) -> type:
        return type(self._wrapped)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._wrapped, name)
        path = f"{self._path}{name}"
        if is_dataclass(value) and name in (
            "notice",
            "claims",
            "existing",
            "proposed",
            "continuing",
            "closing",
            "premises",
        ):
            return SeenPapers(value, self._seen, f"{path}.")
        # Which fields are confirmed as silent says why a field has no value, and is asked of every field.
        if path not in ("kind", "not_stated"):
            self._seen.add(f"papers:{path}")
        return value


def turn(number: int, name: str, ways: tuple[Any, ...]) -> Any:
    """One of several ways, the same for the same number and name, well mixed over numbers."""
    return ways[crc32(f"{number}/{name}".encode()) % len(ways)]


def papers(number: int) -> AnyApplication:
    application: Any = turn(number, "kind", (RELOCATION, CONSOLIDATION, ROUTINE))
    changes: dict[str, Any] = {}
    for one in fields(application):
        if one.name in WAYS:
            changes[one.name] = turn(number, one.name, WAYS[one.name])
        elif "bool" in str(one.type):
            changes[one.name] = turn(number, one.name, (True, True, False, None))
    if application is ROUTINE:
        changes["kind"] = turn(number, "other", tuple(OtherKind))
    notified = turn(
        number, "notified", (None, ("LPC", "LMC"), ("Healthwatch", "LPC", "LMC", "Nford HWB", "Aford HWB"))
    )
    changes["notice"] = replace(
        application.notice, notified=notified, sent_to_hwb=turn(number, "to", ("A", "B"))
    )
    for site in ("existing", "proposed", "continuing", "closing", "premises"):
        if hasattr(application, site):
            changes[site] = replace(
                getattr(application, site),
                contractor=turn(
                    number, f"{site} contractor", ("Staying Chemists Ltd", "Leaving Chemists Ltd", None)
                ),
                hours_directed=turn(number, f"{site} directed", (True, False, None)),
                core_hours=turn(number, f"{site} core", (WEEKDAYS_NINE_TO_FIVE, LONG, None)),
                address_is_best_estimate=turn(number, f"{site} vague", (True, False)),
            )
    return replace(application, **changes)


def evidence(number: int) -> tuple[Evidence, ...]:
    values = EVIDENCE | {name: turn(number, name, ways) for name, ways in VALUES.items()}
    rows = ROWS | ({"site.staying.adjacent": (NEXT_DOOR,)} if values["site.staying.adjacent"] else {})
    return tuple(
        Evidence(name, name, value, "", "made up", (), rows=rows.get(name, ()))
        for name, value in values.items()
        if value is not None or name != "together.applications"
    )


@pytest.fixture(scope="module")
def seen() -> Mapping[tuple[str, date], set[str]]:
    found: dict[tuple[str, date], set[str]] = {(rule.id, rule.since): set() for rule in RULES if rule.kinds}
    for number in range(CASES):
        application, items = papers(number), evidence(number)
        for rule in RULES:
            if application.kind in rule.kinds:
                here: set[str] = set()
                wrapped: Any = SeenPapers(application, here)
                watched = WatchedLedger(Ledger(items))
                rule.outcome(Case(wrapped, date(2024, 3, 1), watched))
                found[rule.id, rule.since] |= here | watched.seen
    return found


def limbs() -> Iterator[Rule]:
    return (rule for rule in RULES if rule.kinds)


@pytest.mark.parametrize("rule", list(limbs()), ids=lambda rule: f"{rule.id} from {rule.since}")
def test_a_rule_reads_what_it_declares_and_nothing_else(
    rule: Rule, seen: Mapping[tuple[str, date], set[str]]
) -> None:
    read = {
        re.sub(
            r"^((?:together\.)?(?:coverage|affected|accustomed|week|nearer))\.walk-20\.", r"\1.<std>.", name
        )
        for name in seen[rule.id, rule.since]
    }
    assert read == set(rule.reads)


def test_every_finding_cites_evidence_that_is_there_and_gives_a_reason() -> None:
    for number in range(0, CASES, 5):
        ledger = Ledger(evidence(number))
        application = papers(number)
        for found in judge(Case(application, date(2024, 3, 1), ledger)).findings:
            assert set(found.evidence) <= set(ledger)
            assert all(
                reason.endswith((".", "”")) or "explanation" in reason or ": " in reason
                for reason in found.reasons
            )
            assert found.reasons
            assert "None" not in " ".join((*found.reasons, *found.points_for, *found.points_against))


OF_THE_PAPERS = re.compile(r"\b(papers|notice|application)\b.{0,40}\b(do|does) not|^Neither the papers")


def test_papers_are_silent_only_where_somebody_confirmed_it() -> None:
    """The same papers, gone through by a person and not: what was silence is then only not entered, and nothing else moves."""
    silences = set()
    for number in range(0, CASES, 3):
        application, ledger = papers(number), Ledger(evidence(number))
        confirmed = judge(Case(read(application), date(2024, 3, 1), ledger)).findings
        for was, found in zip(
            confirmed, judge(Case(application, date(2024, 3, 1), ledger)).findings, strict=True
        ):
            # Where the text asks for an undertaking (65A), papers that are silent hold none.
            if was.verdict is Verdict.PAPERS_SILENT or (was.rule == "reg65A(3)" and was != found):
                silences.add(was.rule)
                assert found.verdict is Verdict.NOT_ENTERED, was.rule
                assert any("not been entered" in reason for reason in found.reasons)
                assert not [reason for reason in found.reasons if OF_THE_PAPERS.search(reason)]
            else:
                assert (found.verdict, found.reasons) == (was.verdict, was.reasons)
    assert len(silences) > 20


def test_the_two_questions_left_to_people_are_never_answered() -> None:
    for number in range(0, CASES, 5):
        application = papers(number)
        for found in judge(Case(application, date(2024, 3, 1), Ledger(evidence(number)))).findings:
            if found.rule in ("reg24(1)(a)", "reg24(2)(b)", "reg26A(5)(a)"):
                assert found.verdict in (Verdict.NEEDS_JUDGEMENT, Verdict.DOES_NOT_APPLY)
