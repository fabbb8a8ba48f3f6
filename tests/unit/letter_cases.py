"""Two assessments written by hand for tests of the letters.

PAPER marks a fact typed from the public paper of the BCP Health and Wellbeing Board of 25 September 2019 (item 9), LIST one
read off public lists (the NHS ODS list and the ONS Postcode Directory). INVENTED marks what neither says and was made up so
that every paragraph has something to say: head-counts, hours, services, walks. Findings, flags and the open statement are
what app.law makes of these.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.applications import (
    Application,
    Claims,
    Consolidation,
    Notice,
    Relocation,
    Route,
    StatedPremises,
)
from app.domain.assessments import Assessment
from app.domain.baselines import THREE_MPH, AccessStandard, Baseline, Board, LocalityFinding, Mode
from app.domain.evidence import Evidence, Ledger, Row, Scalar
from app.domain.findings import Flag
from app.law import Case, judge
from tests.made_up.gone_through import read

PAPER = "the paper of 25 September 2019"
LIST = "public lists"
INVENTED = "invented for the test"

BCP = "E06000058"
DORSET = "E06000059"
AS_AT = date(2019, 9, 17)

WALK = AccessStandard(
    id="walk-20",
    mode=Mode.WALK,
    minutes=20,
    speed=THREE_MPH,
    as_published="within 20 minutes of where they live",
    population_source="Census 2021 usual residents",
    assumed="that the 20 minutes are on foot at 3 miles an hour; the paper does not say",
)
BASELINE = Baseline(
    id="dorset-2018",
    title="Dorset, Bournemouth and Poole PNA 2018",
    published="2018-03",
    boards=(Board(BCP, "Bournemouth, Christchurch and Poole Health and Wellbeing Board", "BCP HWB"),),
    standards=(WALK,),
    localities=(
        LocalityFinding(
            id="poole-central",
            name="Poole Central",
            wards=(),
            statement="the local population has good access; the number of pharmacies and their locations are more than "
            "adequate for the area",
            gaps=(),
            planned_housing="not of sufficient scale to significantly impact on the need for pharmaceutical services",
        ),
    ),
    snapshot="bcp-test",
    url="https://www.publichealthdorset.org.uk/our-partners/",
)

POOLE = read(
    Consolidation(
        reference="HWB/2019/02",  # INVENTED
        applicant="Boots UK Ltd",  # PAPER
        notice=Notice(
            "CAS-TEST-2", date(2019, 8, 13), date(2019, 9, 27), BCP
        ),  # PAPER for the days, INVENTED reference
        continuing=StatedPremises(
            "Boots", "190-196 High Street, Poole", "BH15 1SX", "Boots UK Ltd", "FC009"
        ),  # PAPER
        closing=StatedPremises(
            "Rowlands Pharmacy", "138 High Street, Poole", "BH15 1DN", None, "FNF64"
        ),  # PAPER
        claims=Claims(450, 6, 4),  # PAPER
        route=Route.CONTINUING_CONTRACTOR,
        same_owner=False,
        services_added=("Supervised Consumption",),  # PAPER: one service to be added; INVENTED: which
    )
)
CHRISTCHURCH = read(
    Relocation(
        reference="HWB/2019/01",  # INVENTED
        applicant="Day Lewis",  # PAPER
        notice=Notice(
            "CAS-TEST-1", date(2019, 8, 6), date(2019, 9, 20), DORSET
        ),  # PAPER for the days and the board
        existing=StatedPremises(
            "Day Lewis Pharmacy", "1 Invented Street, Christchurch", "BH23 1AA"
        ),  # INVENTED address
        proposed=StatedPremises(
            "Day Lewis Pharmacy", "3 Invented Street, Christchurch", "BH23 1AA"
        ),  # INVENTED address
        claims=Claims(20, None, None),  # PAPER
    )
)


def item(
    evidence_id: str,
    value: Scalar,
    unit: str = "",
    source: str = INVENTED,
    rows: tuple[Row, ...] = (),
    note: str = "",
    method: str = "typed for the test",
) -> Evidence:
    what = evidence_id.replace(".", ", ").replace("_", " ")
    return Evidence(evidence_id, what, value, unit, method, (source,), note, rows)


def _places(relevant: str | None, name: str | None, notice: str, notice_name: str) -> list[Evidence]:
    return [
        item("snapshot.id", "bcp-test-0123456789"),
        item("snapshot.as_at", AS_AT.isoformat(), "date"),
        item(
            "sources",
            2,
            rows=(
                {
                    "role": "pharmacies",
                    "title": "ODS list of dispensaries",
                    "publisher": "NHS",
                    "vintage": "2025-04",
                    "licence": "Open Government Licence v3.0",
                    "attribution": "Contains NHS data",
                    "sha256": "0" * 64,
                },
                {
                    "role": "streets",
                    "title": "OpenStreetMap",
                    "publisher": "OpenStreetMap contributors",
                    "vintage": "2019-09-01",
                    "licence": "ODbL 1.0",
                    "attribution": "© OpenStreetMap contributors",
                    "sha256": "1" * 64,
                },
            ),
        ),
        item("hwb.relevant", relevant, source=LIST),
        item("hwb.relevant.name", name, source=LIST),
        item("hwb.leaving", relevant, source=LIST),
        item("hwb.staying", relevant, source=LIST),
        item("hwb.notice", notice, source=PAPER),
        item("hwb.notice.name", notice_name, source=PAPER),
        item("hwb.within_2km", 0),
    ]


def _deadline(given: str | None, last: str | None, stated: str, left: int | None) -> list[Evidence]:
    return [
        item("deadline.given", given, "date", PAPER),
        item("deadline.stated", stated, "date", PAPER),
        item("deadline.last_day", last, "date", PAPER),
        item("deadline.plan_to", stated, "date", PAPER),
        item("deadline.days_left", left, "days"),
        item("deadline.meetings", None, note="the board's meetings are not in the baseline"),
    ]


def _sites(leaving: str, staying: str) -> list[Evidence]:
    return [
        item("site.leaving.listed", "FNF64", source=LIST),
        item("site.staying.listed", "FC009", source=LIST),
        item("site.leaving.point", f"postcode {leaving}, ONS Postcode Directory", source=LIST),
        item("site.staying.point", f"postcode {staying}, ONS Postcode Directory", source=LIST),
        item("site.leaving.contract_type", "community", source=LIST),
        item("site.staying.contract_type", "community", source=LIST),
        item("site.leaving.distance_selling", False),
        item("site.staying.distance_selling", False),
    ]


def _distance(
    claimed: float, minutes: float | None, straight: float, walk: float, took: float, error: float
) -> list[Evidence]:
    return [
        item("distance.claimed", claimed, "m", PAPER),
        item("distance.claimed_minutes", minutes, "minutes", PAPER),
        item("distance.straight", straight, "m", LIST),
        item("distance.walk", walk, "m"),
        item("distance.walk_minutes", took, "minutes"),
        item("distance.error", error, "m"),
    ]


def _coverage(before: int, after: int, gained: int, lost: int) -> list[Evidence]:
    people = 151_270
    area = "coverage.walk-20."
    none = {"gained": 0, "lost": 0}
    return [
        item(f"{area}people", people, "people"),
        item(f"{area}before", before, "people"),
        item(f"{area}after", after, "people"),
        item(f"{area}gained", gained, "people"),
        item(f"{area}lost", lost, "people"),
        item(f"{area}before_share", round(before / people, 6), "share"),
        item(f"{area}after_share", round(after / people, 6), "share"),
        item(f"{area}unreachable_before", 0, "people"),
        item(f"{area}unreachable_after", 0, "people"),
        item(f"{area}not_measured", 0, "people"),
        item(f"{area}may_lose", 0, "people"),
        item(
            f"{area}by_locality",
            0,
            rows=({"group": "Poole Central", "people": 9000, "before": 9000, "after": 9000, **none},),
        ),
        item(
            f"{area}by_ward",
            0,
            rows=({"group": "Poole Town", "people": 9000, "before": 9000, "after": 9000, **none},),
        ),
        item(
            f"{area}by_age",
            0,
            rows=(
                {"group": "aged 65 and over", "people": 30_000, "before": 29_000, "after": 29_000, **none},
            ),
        ),
        item(f"{area}edge", 0, "people"),
    ]


def _choice_and_week() -> list[Evidence]:
    summary = (
        {"when": "weekdays, 9am to 6pm", "before": 148_000, "after": 148_000},
        {"when": "Sunday, 9am to 6pm", "before": 90_000, "after": 90_000},
    )
    paces = (
        {
            "pace": "3 miles an hour",
            "kmh": 4.828032,
            "before": 148_901,
            "after": 148_901,
            "gained": 0,
            "lost": 0,
        },
        {
            "pace": "an older person's pace",
            "kmh": 3.2,
            "before": 120_000,
            "after": 119_990,
            "gained": 0,
            "lost": 10,
        },
    )
    return [
        item("choice.walk-20.two.before", 140_000, "people"),
        item("choice.walk-20.two.after", 139_000, "people"),
        item("choice.walk-20.three.before", 120_000, "people"),
        item("choice.walk-20.three.after", 118_500, "people"),
        item("week.walk-20.falls", 0.0, "hours a week"),
        item("week.walk-20.summary", len(summary), rows=summary),
        item("sensitivity.walk-20", 1, rows=paces),
    ]


def _affected(
    people: int, before: float, after: float, median: float, p90: float, worst: float
) -> list[Evidence]:
    area = "affected.walk-20."
    return [
        item(f"{area}people", people, "people"),
        item(f"{area}before_mean", before, "m"),
        item(f"{area}after_mean", after, "m"),
        item(f"{area}change_mean", after - before, "m"),
        item(f"{area}change_median", median, "m"),
        item(f"{area}change_p90", p90, "m"),
        item(f"{area}change_worst", worst, "m"),
        item(
            f"{area}bands",
            2,
            rows=(
                {"band": "up to 100 m longer", "people": people},
                {"band": "over 100 m longer", "people": 0},
            ),
        ),
    ]


def _by_decile(people: int, before: float, after: float) -> Evidence:
    rows = (
        {
            "group": "decile 1 (most deprived)",
            "decile": 1,
            "people": people,
            "before_mean": before,
            "after_mean": after,
        },
    )
    return item("affected.walk-20.by_deprivation", 1, rows=rows)


def _accustomed() -> list[Evidence]:
    """Those nearest to the existing site of a move next door, and their trips to the new place."""
    area = "accustomed.walk-20."
    means: Row = {
        "decile": None,
        "people": 890,
        "before_mean": 350.0,
        "new_mean": 352.4,
        "change_worst": 20.4,
    }
    return [
        item(f"{area}people", 890, "people"),
        item(f"{area}before_mean", 350.0, "m"),
        item(f"{area}new_mean", 352.4, "m"),
        item(f"{area}change_mean", 2.4, "m"),
        item(f"{area}change_median", 2.2, "m"),
        item(f"{area}change_p90", 18.4, "m"),
        item(f"{area}change_worst", 20.4, "m"),
        item(f"{area}nearer", 310, "people"),
        item(f"{area}farther", 580, "people"),
        item(
            f"{area}bands",
            2,
            rows=(
                {"band": "shorter or the same", "people": 310},
                {"band": "up to 100 m longer", "people": 580},
            ),
        ),
        item(f"{area}by_deprivation", 1, rows=(means | {"group": "decile 2", "decile": 2},)),
        item(f"{area}by_age", 1, rows=(means | {"group": "aged 65 and over"},)),
        item(
            f"{area}on_the_way",
            2,
            rows=(
                {"what": "steps", "street": "", "easting": 415_900.0, "northing": 92_700.0, "people": 40},
                {
                    "what": "crosses a trunk or primary road",
                    "street": "Bypass",
                    "easting": 415_800.0,
                    "northing": 92_800.0,
                    "people": 210,
                },
            ),
        ),
        item(
            f"{area}week",
            1,
            rows=(
                {
                    "when": "weekdays, 9am to 6pm",
                    "hours": 42.5,
                    "hours_new": 42.5,
                    "people": 890,
                    "before_mean": 350.0,
                    "new_mean": 352.4,
                    "change_worst": 20.4,
                },
                {
                    "when": "Sunday, 9am to 6pm",
                    "hours": 0.0,
                    "hours_new": None,
                    "people": 0,
                    "before_mean": None,
                    "new_mean": None,
                    "change_worst": None,
                },
            ),
        ),
    ]


def _provision(kept: int, added: int) -> list[Evidence]:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    week = ["09:00-17:30"] * 5 + ["closed", "closed"]
    rows = tuple(
        {
            "day": day,
            "leaving": hours,
            "staying": "08:30-18:30" if day != "sunday" else "10:00-16:00",
            "both": "08:30-18:30",
            "lost": "none",
        }
        for day, hours in zip(days, week, strict=True)
    )
    promised = ({"service": "Supervised Consumption"},) * added
    compared = (
        {
            "service": "New Medicine Service",
            "leaving": True,
            "staying": True,
            "undertaken": False,
            "outcome": "kept",
        },
        {
            "service": "Supervised Consumption",
            "leaving": True,
            "staying": False,
            "undertaken": True,
            "outcome": "added by undertaking",
        },
    )
    return [
        item("hours.leaving", 42.5, "hours a week"),
        item("hours.staying", 66.0, "hours a week"),
        item("hours.days", 0, rows=rows),
        item("hours.lost", 0.0, "hours a week"),
        item("services.kept", kept, rows=({"service": "New Medicine Service"},) * kept),
        item("services.added", added, rows=promised, source=PAPER),
        item("services.lost", 0, source=PAPER),
        item("services.compared", kept + added, rows=compared[: kept + added]),
    ]


def _pna() -> list[Evidence]:
    found = BASELINE.localities[0]
    return [
        item("pna.title", BASELINE.title, source=PAPER),
        item("pna.published", BASELINE.published, source=PAPER),
        item("pna.url", BASELINE.url, source=PAPER),
        item("pna.locality", found.name, source=PAPER),
        item("pna.finding", found.statement, source=PAPER),
        item("pna.housing", found.planned_housing, source=PAPER),
        item("pna.gaps", 0, source=PAPER),
        item("pna.standard", WALK.as_published, source=PAPER),
    ]


# LIST for codes and straight lines; INVENTED names, and walks longer than a mile or not.
NEAR_POOLE: tuple[Row, ...] = (
    {"ods_code": "FM329", "name": "First Invented Pharmacy", "postcode": "BH15 1AA", "metres": 209.4},
    {"ods_code": "FC009", "name": "Boots", "postcode": "BH15 1SX", "metres": 223.2},
    {"ods_code": "FGC36", "name": "Second Invented Pharmacy", "postcode": "BH15 2AA", "metres": 586.1},
    {"ods_code": "FXN20", "name": "Third Invented Pharmacy", "postcode": "BH15 3AA", "metres": 1080.0},
)
WALKED = tuple({**row, "metres": float(str(row["metres"])) * 1.4, "minutes": 4.0} for row in NEAR_POOLE[:3])


def _alternatives(claimed: int | None) -> list[Evidence]:
    return [
        item("alternatives.claimed", claimed, source=PAPER),
        item("alternatives.straight", len(NEAR_POOLE), source=LIST, rows=NEAR_POOLE),
        item("alternatives.walk", len(WALKED), rows=WALKED),
    ]


@dataclass(frozen=True)
class Example:
    """An assessment with the baseline that it was made on."""

    assessment: Assessment
    baseline: Baseline = BASELINE

    def but(self, *unknown: str, **values: Any) -> "Example":
        """The same with some evidence unknown and some of other value ("distance__walk=3.0"; "walk_20" for the standard)."""
        told = {key.replace("__", ".").replace("walk_20", "walk-20"): value for key, value in values.items()}
        ids = {each.id for each in self.assessment.evidence}
        wrong = ({*unknown} | {*told}) - ids
        assert not wrong, wrong
        evidence = tuple(
            replace(each, value=None, rows=())
            if each.id in unknown
            else replace(each, value=told.get(each.id, each.value))
            for each in self.assessment.evidence
        )
        return replace(self, assessment=replace(self.assessment, evidence=evidence))

    def with_items(self, *items: Evidence) -> "Example":
        """The same with some evidence put in the place of what has its id, or added."""
        new = {each.id: each for each in items}
        evidence = tuple(new.pop(each.id, each) for each in self.assessment.evidence)
        return replace(self, assessment=replace(self.assessment, evidence=(*evidence, *new.values())))

    def rows(self, evidence_id: str, rows: tuple[Row, ...]) -> "Example":
        """The same with other rows, and their number, in one item."""
        evidence = tuple(
            replace(each, value=len(rows), rows=rows) if each.id == evidence_id else each
            for each in self.assessment.evidence
        )
        return replace(self, assessment=replace(self.assessment, evidence=evidence))

    def papers(self, **fields: Any) -> "Example":
        """The same with other papers, gone through by a person, and what the law makes of them."""
        application = read(replace(self.assessment.application, not_stated=(), **fields))
        return replace(self, assessment=assessed(application, list(self.assessment.evidence)))


def unread(example: Example) -> Example:
    """The same with papers of which nobody has confirmed that they are silent on anything."""
    application = replace(example.assessment.application, not_stated=())
    return replace(example, assessment=assessed(application, list(example.assessment.evidence)))


def assessed(application: Application, evidence: list[Evidence], extra: tuple[Flag, ...] = ()) -> Assessment:
    judgement = judge(Case(application, AS_AT, Ledger(tuple(evidence))))
    relevant = next(each.value for each in evidence if each.id == "hwb.relevant")
    claims = ("distance.claimed", "distance.straight", "distance.walk")
    raised = [
        Flag("distance-differs-from-claim", "The papers claim 450 m; it is 223 m in a straight line.", claims)
    ] * (application.kind == "consolidation")
    raised += [
        Flag(
            "positional-error",
            "The sites are closer than the points are good for.",
            ("distance.straight", "distance.error"),
        )
    ] * (application.kind == "relocation")
    return Assessment(
        application=application,
        as_at=AS_AT,
        baseline=BASELINE.id,
        snapshot="bcp-test-0123456789",
        relevant_hwb=None if relevant is None else str(relevant),
        duty=judgement.duty,
        evidence=tuple(evidence),
        findings=judgement.findings,
        flags=(*judgement.flags, *raised, *extra),
        statement=judgement.statement,
        notifiees=judgement.notifiees,
        screened=None,
        places=(),
        route=(),
        versions=(("assessment method", "1"), ("law read as at", AS_AT.isoformat())),
    )


def poole() -> Example:
    """The consolidation on the High Street in Poole."""
    area = _places(BCP, "Bournemouth, Christchurch and Poole", BCP, "Bournemouth, Christchurch and Poole")
    evidence = [
        *area,
        *_deadline("2019-08-13", "2019-09-27", "2019-09-27", 10),
        *_sites("BH15 1DN", "BH15 1SX"),
        *_distance(450, 6, 223.2, 312.7, 3.886, 80.0),
        *_alternatives(4),
        *_coverage(148_901, 148_901, 0, 0),
        _by_decile(1204, 480.2, 702.9),
        *_choice_and_week(),
        *_affected(1204, 480.2, 702.9, 210.0, 395.0, 441.7),
        *_provision(1, 1),
        *_pna(),
    ]
    return Example(assessed(POOLE, evidence))


def christchurch() -> Example:
    """The move of about 20 metres, next door, in Christchurch."""
    area = _places(BCP, "Bournemouth, Christchurch and Poole", DORSET, "Dorset")
    evidence = [
        *area,
        *_deadline(None, None, "2019-09-20", None),
        *_sites("BH23 1AA", "BH23 1AA"),
        *_distance(20, None, 19.0, 24.0, 0.298, 80.0),
        *_alternatives(None),
        *_coverage(148_901, 148_903, 2, 0),
        _by_decile(890, 350.0, 352.1),
        *_choice_and_week(),
        *_affected(890, 350.0, 352.1, 2.0, 18.0, 20.4),
        *_accustomed(),
        *_provision(1, 0),
        *_pna(),
    ]
    example = Example(assessed(CHRISTCHURCH, evidence))
    nowhere = ("pna.locality", "pna.finding", "pna.housing", "pna.gaps", "site.staying.listed")
    return example.but(*nowhere, site__leaving__listed="F0000")
