"""The file format of a baseline: its schema, its examples, files of before formats had numbers, and what is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from app.access import prepare
from app.assessment import assess
from app.domain.baselines import Baseline
from app.domain.canonical import canonical_json
from app.domain.schedule_1 import Gap, Schedule1, When
from app.schemas.baselines import BASELINE, json_schema
from app.schemas.faults import DocumentError
from app.schemas.reading import read
from app.store.library import read_baseline
from app.store.values import read_value
from tests.made_up.applications import consolidation
from tests.made_up.papers import baseline
from tests.made_up.small_area import WARD_MIDDLE, WARD_WEST, snapshot

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = sorted((DOCS / "examples").glob("baseline-*.json"))
DAY = date(2026, 5, 20)


def value(**changes: Any) -> Baseline:
    return read(BASELINE, json.dumps(baseline("abc", **changes)).encode()).value()


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(DocumentError) as caught:
        value(**changes)
    return {fault.field: fault.message for fault in caught.value.faults}


def test_the_schema_that_is_published_is_the_one_that_is_read_by() -> None:
    published = json.loads((DOCS / "baseline.schema.json").read_bytes())
    assert published == json_schema(), (
        "write it anew: pharmacy-assessor baselines schema --out docs/baseline.schema.json"
    )
    assert published["$schema"].endswith("2020-12/schema")
    assert published["additionalProperties"] is False


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_the_examples_are_valid_and_are_read(file: Path) -> None:
    jsonschema_rs.Draft202012Validator(json_schema(), validate_formats=True).validate(
        json.loads(file.read_bytes())
    )
    assert read_baseline(file).invented


def test_the_fuller_example_gives_every_field_of_the_format_once() -> None:
    full = json.loads((DOCS / "examples" / "baseline-full.json").read_bytes())
    assert set(json_schema()["properties"]) - set(full) == set()
    paragraphs = set().union(*(found["schedule_1"] for found in full["localities"]))
    assert paragraphs == set(Schedule1.__dataclass_fields__)


@pytest.mark.parametrize(
    "changes",
    [{"colour": 1}, {"format": 3}, {"published": "spring"}, {"in_force_from": 2025}, {"standards": []}],
)
def test_the_schema_refuses_what_the_service_refuses(changes: dict[str, Any]) -> None:
    document = baseline("abc", **changes)
    assert not jsonschema_rs.Draft202012Validator(json_schema()).is_valid(document)
    assert faults(**changes)


def test_a_file_from_before_formats_had_numbers_is_read_as_it_was() -> None:
    assert "format" not in baseline("abc")
    plain = value()
    assert value(format=1) == value(format=2) == plain
    assert plain.supplementary_statements == ()
    assert plain.localities[0].stated_gaps == ()


def test_a_later_format_is_refused_in_words() -> None:
    assert "reads formats 1 and 2" in faults(format=3)["format"]
    assert "reads formats 1 and 2" in faults(format="2")["format"]


def test_what_was_kept_before_these_fields_were_there_reads_back() -> None:
    kept = json.loads(canonical_json(value()))
    for name in (
        "in_force_from",
        "in_force_to",
        "predecessor",
        "supplementary_statements",
        "how_assessed",
        "map_url",
    ):
        del kept[name]
    for locality in kept["localities"]:
        del locality["schedule_1"], locality["housing"]
    assert read_value(Baseline, json.dumps(kept).encode()) == value()


def test_a_full_baseline_is_kept_and_read_back_whole() -> None:
    full = read_baseline(DOCS / "examples" / "baseline-full.json")
    assert read_value(Baseline, canonical_json(full)) == full


STATEMENT = {"published": "2026-01-05", "under": "6(3)", "text": "Opens on Sundays."}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"in_force_from": "2025-09-30"}, "in_force_from", "before it was published, 2025-10"),
        ({"in_force_to": "2025-09-30"}, "in_force_to", "cannot end before it began, 2025-10"),
        ({"in_force_from": "2026-01-01", "in_force_to": "2025-12-31"}, "in_force_to", "began, 2026-01-01"),
        ({"predecessor": "westley-2025"}, "predecessor", "does not come before itself"),
        (
            {"supplementary_statements": [{**STATEMENT, "published": "2025-09-30"}]},
            "supplementary_statements.0.published",
            "before the needs assessment",
        ),
        (
            {"supplementary_statements": [STATEMENT, {**STATEMENT, "published": "2026-01-04"}]},
            "supplementary_statements.1.published",
            "before the statement before it",
        ),
        (
            {"supplementary_statements": [{**STATEMENT, "localities": ["nowhere"]}]},
            "supplementary_statements.0.localities.0",
            "no locality 'nowhere'",
        ),
        (
            {"supplementary_statements": [{**STATEMENT, "under": "6(2)"}]},
            "supplementary_statements.0.under",
            "'6(3A)', '6(3)' or '6(4)'",
        ),
    ],
)
def test_dates_out_of_order_and_loose_ends_are_refused_by_field(
    changes: dict[str, Any], field: str, message: str
) -> None:
    found = faults(**changes)
    assert list(found) == [field]
    assert message in found[field]


def locality(**changes: Any) -> list[dict[str, Any]]:
    found = {"id": "west", "name": "West", "wards": [WARD_WEST, WARD_MIDDLE], **changes}
    return [found]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"gaps": [], "schedule_1": {"gaps": []}}, "localities.0", "given twice"),
        (
            {"schedule_1": {"gaps": [{"text": "More.", "when": "future"}]}},
            "localities.0.schedule_1.gaps.0",
            "Give circumstances",
        ),
        (
            {"schedule_1": {"gaps": [{"text": "More.", "circumstances": "Later."}]}},
            "localities.0.schedule_1.gaps.0",
            "those of a future gap",
        ),
        ({"housing": [{"place": "North", "homes": 0}]}, "localities.0.housing.0.homes", "1 or more"),
    ],
)
def test_findings_that_contradict_themselves_are_refused(
    changes: dict[str, Any], field: str, message: str
) -> None:
    found = faults(localities=locality(**changes))
    assert list(found) == [field]
    assert message in found[field]


def test_gaps_by_paragraph_are_counted_and_named_and_half_an_answer_is_none() -> None:
    both = Schedule1(gaps=(Gap("Later.", When.FUTURE, "500 homes."),), better_access=(Gap("Evenings."),))
    assert [(number, gap.text) for number, gap in both.stated] == [("2(b)", "Later."), ("4(a)", "Evenings.")]
    assert both.complete
    half = value(localities=locality(schedule_1={"gaps": []}))
    assert half.localities[0].stated_gaps is None


def test_the_evidence_names_gaps_by_paragraph_housing_and_the_statements_of_the_day(tmp_path: Path) -> None:
    area = prepare(snapshot(tmp_path))
    paragraphs = {"gaps": [], "better_access": [{"text": "Evenings would be better."}]}
    housing = [{"place": "Northfields", "homes": 640, "by": 2028}, {"place": "Southfields"}]
    on = value(
        localities=locality(schedule_1=paragraphs, housing=housing),
        supplementary_statements=[
            {**STATEMENT, "localities": ["west"]},
            {**STATEMENT, "published": "2026-05-21", "text": "Published later."},
        ],
    )
    ledger = assess(consolidation(), on, area, DAY).ledger
    assert ledger.value("pna.gaps") == 1
    assert ledger["pna.gaps"].rows == ({"gap": "Evenings would be better.", "paragraph": "4(a)"},)
    assert ledger.value("pna.housing") == (
        "640 homes at Northfields by 2028; homes, their number not stated, at Southfields"
    )
    assert ledger["pna.statements"].rows == (
        {"published": "2026-01-05", "under": "6(3)", "statement": "Opens on Sundays."},
    )
    half = value(localities=locality(schedule_1={"better_access": []}))
    item = assess(consolidation(), half, area, DAY).ledger["pna.gaps"]
    assert (item.value, item.note) == (
        None,
        "what the PNA says under paragraph 2 of Schedule 1 is not recorded",
    )
    assert "pna.statements" not in assess(consolidation(), value(), area, DAY).ledger


@pytest.mark.parametrize(
    ("changes", "day", "holds"),
    [
        ({}, "2025-09-30", False),
        ({}, "2025-10-01", True),
        ({"in_force_from": "2025-10-15"}, "2025-10-14", False),
        ({"in_force_from": "2025-10-15"}, "2025-10-15", True),
        ({"in_force_to": "2026-03-31"}, "2026-03-31", True),
        ({"in_force_to": "2026-03-31"}, "2026-04-01", False),
    ],
)
def test_an_assessment_of_needs_is_in_force_from_its_day_to_its_last(
    changes: dict[str, Any], day: str, holds: bool
) -> None:
    assert value(**changes).in_force(date.fromisoformat(day)) is holds


def test_a_drive_standard_has_no_walking_pace_however_it_is_written() -> None:
    """Once 3 miles an hour stood in every standard that left its speed out: papers then had cars driven at that speed."""
    drive = {"id": "drive-20", "mode": "drive", "minutes": 20}
    three_mph = {"name": "3 miles an hour", "kmh": 4.828032, "source": "an older file"}
    for given in ({}, {"speed": None}, {"speed": three_mph}):
        (standard,) = value(standards=[drive | given]).standards
        assert standard.speed is None
        with pytest.raises(ValueError, match="no length"):
            _ = standard.reach_mm
    slower = {"name": "a slow car", "kmh": 12, "source": "a guess"}
    (message,) = faults(standards=[drive | {"speed": slower}]).values()
    assert "no walking pace" in message
    assert "road_speeds" in message
