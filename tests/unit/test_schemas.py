"""The JSON forms mirror the frozen values, take nothing that is not meant, and say in plain words what is wrong."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.domain import applications as applications_domain
from app.domain import baselines as baselines_domain
from app.domain import officer as officer_domain
from app.domain import schedule_1 as schedule_1_domain
from app.schemas import applications, baselines, officer, premises, schedule_1
from app.schemas.applications import APPLICATION
from app.schemas.baselines import BASELINE
from app.schemas.faults import DocumentError
from app.schemas.mirror import Mirror
from app.schemas.officer import OFFICER_PART
from app.schemas.reading import read, strict_json
from geodata.model.hours import parse_week
from geodata.model.point import Point
from tests.made_up.papers import CLOSING, baseline, consolidation, relocation

PAIRS = (
    (premises.Point, Point),
    (premises.StatedPremises, applications_domain.StatedPremises),
    (applications.Notice, applications_domain.Notice),
    (applications.Claims, applications_domain.Claims),
    (applications.Relocation, applications_domain.Relocation),
    (applications.Consolidation, applications_domain.Consolidation),
    (officer.Opinion, officer_domain.Opinion),
    (officer.OfficerPart, officer_domain.OfficerPart),
    (baselines.SpeedProfile, baselines_domain.SpeedProfile),
    (baselines.AccessStandard, baselines_domain.AccessStandard),
    (baselines.LocalityFinding, baselines_domain.LocalityFinding),
    (baselines.Board, baselines_domain.Board),
    (baselines.Baseline, baselines_domain.Baseline),
    (schedule_1.Gap, schedule_1_domain.Gap),
    (schedule_1.Schedule1, schedule_1_domain.Schedule1),
    (schedule_1.HowAssessed, schedule_1_domain.HowAssessed),
    (schedule_1.Housing, schedule_1_domain.Housing),
    (schedule_1.SupplementaryStatement, schedule_1_domain.SupplementaryStatement),
)


def faults(document: Any, schema: Any = APPLICATION) -> dict[str, str]:
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(DocumentError) as caught:
        read(schema, raw)
    return {fault.field: fault.message for fault in caught.value.faults}


def default_of(field: FieldInfo) -> Any:
    default = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(default, Mirror):
        return default.value()
    return tuple(default) if isinstance(default, list) else default


@pytest.mark.parametrize(("schema", "value_type"), PAIRS, ids=lambda item: item.__name__)
def test_a_schema_has_the_fields_and_defaults_of_its_value(schema: type[BaseModel], value_type: type) -> None:
    stated = {name: default_of(field) for name, field in schema.model_fields.items()}
    meant = {
        f.name: f.default if f.default is not dataclasses.MISSING else PydanticUndefined
        for f in _fields(value_type)
    }
    assert list(stated) == [
        *(["kind"] if "kind" in stated else []),
        *(name for name in meant if name != "kind"),
    ]
    stated.pop("kind", None)
    meant.pop("kind", None)
    assert stated == meant


def _fields(value_type: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(value_type)


@pytest.mark.parametrize("schema", [pair[0] for pair in PAIRS], ids=lambda item: item.__name__)
def test_every_field_is_described(schema: type[BaseModel]) -> None:
    assert [name for name, field in schema.model_fields.items() if not field.description] == []
    assert schema.__doc__


def test_a_consolidation_becomes_a_frozen_value() -> None:
    value = read(APPLICATION, json.dumps(consolidation()).encode()).value()
    assert isinstance(value, applications_domain.Consolidation)
    assert value.notice.reply_by == date(2026, 6, 15)
    assert value.closing.hours == parse_week(CLOSING["hours"])
    assert value.closing.services == ("New Medicine Service",)
    assert value.claims.alternatives_within_a_mile == 2
    assert value.same_owner is None


def test_a_relocation_becomes_a_frozen_value() -> None:
    value = read(APPLICATION, json.dumps(relocation()).encode()).value()
    assert isinstance(value, applications_domain.Relocation)
    assert value.same_services is True
    assert value.proposed.services is None


def test_a_site_with_no_services_differs_from_papers_that_are_silent() -> None:
    value = read(APPLICATION, json.dumps(relocation(proposed__services=[])).encode()).value()
    assert value.staying.services == ()


BAD: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"kind": ...}, "kind", "This is missing. Give one of: 'relocation', 'consolidation', 'routine entry', "),
    ({"kind": "merger"}, "kind", "Give one of: 'relocation', 'consolidation', 'routine entry', "),
    ({"reference": ...}, "reference", "This is missing."),
    ({"reference": 7}, "reference", "Give text, in quotation marks."),
    ({"reference": " "}, "reference", "This is blank."),
    ({"reference": "a\nb"}, "reference", "more than one line"),
    ({"reference": "a\u0007b"}, "reference", "control character"),
    ({"reference": "x" * 301}, "reference", "at most 300 characters"),
    ({"colour": "green"}, "colour", "There is no field of this name"),
    ({"notice": None}, "notice", "Give an object"),
    ({"notice__dated": 20190813}, "notice.dated", 'such as "2019-08-13"'),
    ({"notice__dated": "13/08/2019"}, "notice.dated", 'such as "2019-08-13"'),
    ({"notice__dated": "2019-02-30"}, "notice.dated", "There is no such day."),
    ({"notice__dated": "0201-05-01"}, "notice.dated", "between 1900 and 2199"),
    ({"notice__reply_by": "2026-04-30"}, "notice.reply_by", "before the date of the notice"),
    ({"closing__postcode": "XT1"}, "closing.postcode", "not a postcode"),
    ({"closing__ods_code": "xa001"}, "closing.ods_code", "in capitals and digits"),
    ({"closing__ods_code": "XA002"}, "closing.ods_code", "have the same ODS code"),
    (
        {"closing__contract_type": "shop"},
        "closing.contract_type",
        "'community', 'lps', 'appliance' or 'unknown'",
    ),
    ({"closing__hours__monday": "9-5"}, "closing.hours.monday", "not a time range"),
    ({"closing__hours__monday": "17:00-09:00"}, "closing.hours.monday", "ends before it starts"),
    ({"closing__hours__monday": "09:00-13:00,12:00-17:00"}, "closing.hours.monday", "overlap"),
    ({"closing__hours__monday": "09:00-25:00"}, "closing.hours.monday", "a time that no clock shows"),
    ({"closing__hours__monday": ""}, "closing.hours.monday", "This is blank."),
    ({"closing__hours__funday": "closed"}, "closing.hours.funday", "There is no field of this name"),
    (
        {"closing__hours": {"monday": "22:00-06:00", "tuesday": "05:00-09:00"}},
        "closing.hours",
        "overlaps the first",
    ),
    ({"closing__services": "all"}, "closing.services", "Give a list"),
    ({"closing__services": [3]}, "closing.services.0", "Give text"),
    ({"closing__distance_selling": "no"}, "closing.distance_selling", "Give true or false"),
    ({"closing__distance_selling": 0}, "closing.distance_selling", "Give true or false"),
    (
        {"closing__point": {"easting": -1.98, "northing": 50.7, "source": "a map"}},
        "closing.point.easting",
        "0 or more",
    ),
    ({"closing__point": {"easting": 1, "northing": 1}}, "closing.point.source", "This is missing."),
    ({"claims__distance_m": "450"}, "claims.distance_m", "Give a number, without quotation marks."),
    ({"claims__distance_m": 1e7}, "claims.distance_m", "Give a number of 1,000,000 or less."),
    ({"claims__distance_m": -1}, "claims.distance_m", "0 or more"),
    ({"claims__alternatives_within_a_mile": 4.5}, "claims.alternatives_within_a_mile", "whole number"),
    ({"claims__alternatives_within_a_mile": True}, "claims.alternatives_within_a_mile", "whole number"),
    ({"route": "either"}, "route", "'continuing contractor applies' or 'closing contractor applies'"),
    ({"services_added": None}, "services_added", "Give a list"),
)


@pytest.mark.parametrize(("changes", "field", "message"), BAD, ids=lambda item: str(item)[:40])
def test_what_cannot_be_taken_is_named_and_explained(
    changes: dict[str, Any], field: str, message: str
) -> None:
    found = faults(consolidation(**changes))
    assert list(found) == [field]
    assert message in found[field]


def test_the_same_place_twice_is_refused_however_it_is_spaced() -> None:
    site = {**CLOSING, "ods_code": None, "address": "500  LONG street", "postcode": "xt11aa"}
    assert "must be different places" in faults(relocation(proposed=site))["proposed.address"]


def test_every_fault_is_reported_at_once() -> None:
    document = consolidation(
        applicant=3, notice__reply_by="soon", closing__hours__sunday="noon", continuing__name="", colour=1
    )
    assert set(faults(document)) == {
        "applicant",
        "notice.reply_by",
        "closing.hours.sunday",
        "continuing.name",
        "colour",
    }


def test_pydantics_own_words_never_reach_the_reader() -> None:
    for changes, _, _ in BAD:
        for message in faults(consolidation(**changes)).values():
            assert "Input should" not in message
            assert "Value error" not in message


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"{", "This is not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[]", "Give an object"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": -Infinity}', "-Infinity is no number"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "too many digits"),
    ],
)
def test_what_is_no_json_object_is_refused_whole(raw: bytes, message: str) -> None:
    assert message in faults(raw)[""]


def test_a_number_too_large_to_hold_is_refused() -> None:
    raw = json.dumps(consolidation()).replace('"distance_m": 450', '"distance_m": 1e400').encode()
    assert faults(raw) == {"claims.distance_m": "Give a number; infinity and NaN are none."}


def test_a_field_given_twice_is_refused_and_not_settled_by_the_last_one() -> None:
    found = faults(b'{"closing": {"hours": {"monday": "09:00-13:00", "monday": "14:00-17:00"}}}')
    assert found == {"monday": "This field is given twice in one object. Keep the right one."}


def test_a_text_with_half_a_character_is_refused() -> None:
    assert "character" in faults(b'{"kind": "relocation", "reference": "\\ud800"}')["reference"]


def test_a_baseline_is_read_with_its_defaults() -> None:
    value = read(BASELINE, json.dumps(baseline("abc")).encode()).value()
    assert value.standards[0].speed == baselines_domain.THREE_MPH
    assert value.standards[0].reach_mm == 1_609_344
    assert value.localities[0].gaps == ()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"id": "Westley 2025"}, "id", "small letters, digits and hyphens"),
        ({"published": "March 2018"}, "published", '"2018-03-21"'),
        ({"boards": []}, "boards", "at least 1 must be given"),
        ({"standards": []}, "standards", "at least 1 must be given"),
        (
            {"standards": [{"id": "a", "mode": "bus", "minutes": 20}]},
            "standards.0.mode",
            "'walk', 'drive' or 'straight line'",
        ),
        ({"standards": [{"id": "a", "mode": "walk", "minutes": 0}]}, "standards.0.minutes", "above 0"),
        (
            {"standards": [{"id": "a", "mode": "walk", "minutes": 20, "speed": None}]},
            "standards.0",
            "needs a speed",
        ),
        ({"standards": [{"id": "a", "mode": "walk", "minutes": 20}] * 2}, "standards", "an id of its own"),
    ],
)
def test_a_baseline_that_cannot_be_used_says_why(changes: dict[str, Any], field: str, message: str) -> None:
    found = faults(baseline("abc", **changes), BASELINE)
    assert list(found) == [field]
    assert message in found[field]


def test_an_opinion_is_would_or_would_not() -> None:
    given = {"opinion": {"choice": "would not", "given_by": "The Board", "given_on": "2026-06-01"}}
    part = read(OFFICER_PART, json.dumps(given).encode()).value()
    assert part.opinion == officer_domain.Opinion(
        officer_domain.Choice.WOULD_NOT, "The Board", date(2026, 6, 1)
    )
    given["opinion"]["choice"] = "perhaps"
    assert faults(given, OFFICER_PART) == {"opinion.choice": "Give one of: 'would' or 'would not'."}


def test_strict_json_keeps_numbers_as_they_were_written() -> None:
    read_back = strict_json(b'{"whole": 4, "parts": 4.0}')
    assert [type(value) for value in read_back.values()] == [int, float]
