"""Flags that the law raises from evidence: what a person should look at before the papers go out."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.other_applications import OtherKind
from app.law import judge
from tests.spec.cases import CONSOLIDATION, RELOCATION, ROUTINE, case, flag_ids, flag_text


@pytest.mark.parametrize("application", [RELOCATION, CONSOLIDATION, ROUTINE])
def test_papers_in_which_nothing_is_wrong_raise_nothing(application: Any) -> None:
    assert flag_ids(application) == []


@pytest.mark.parametrize(
    ("evidence", "flag"),
    [
        ({"hwb.notice": "B", "hwb.notice.name": None, "hwb.relevant.name": None}, "notice-misdirected"),
        ({"deadline.days_left": -1}, "deadline-passed"),
        ({"deadline.stated": "2024-04-12"}, "deadline-differs"),
        ({"deadline.meetings": 0}, "no-meeting-in-window"),
        ({"distance.claimed": 12}, "regulation-31"),
        ({"site.leaving.distance_selling": True}, "distance-selling"),
        ({"site.staying.distance_selling": True}, "distance-selling"),
    ],
)
def test_one_thing_wrong_raises_one_flag_that_cites_its_evidence(evidence: dict[str, Any], flag: str) -> None:
    raised = judge(case(RELOCATION, **evidence)).flags
    assert [one.id for one in raised] == [flag]
    assert raised[0].text.endswith((".", "ask."))
    assert raised[0].citation
    assert set(raised[0].evidence) <= set(case(RELOCATION, **evidence).ledger)
    assert set(evidence) & set(raised[0].evidence)


@pytest.mark.parametrize(
    "evidence",
    [
        {"hwb.relevant": None},
        {"hwb.notice": None},
        {"deadline.days_left": None},
        {"deadline.stated": None},
        {"deadline.meetings": None},
        {"hwb.leaving": None},
        {"distance.claimed": None, "distance.straight": None},
        {"site.leaving.distance_selling": None},
    ],
)
def test_what_is_not_known_raises_nothing(evidence: dict[str, Any]) -> None:
    assert flag_ids(RELOCATION, **evidence) == []
    assert flag_ids(CONSOLIDATION, **evidence) == []


def test_the_last_day_itself_is_in_time() -> None:
    assert flag_ids(RELOCATION, **{"deadline.days_left": 0}) == []


def test_a_deadline_says_how_long_it_is_past_and_which_date_is_used() -> None:
    assert "passed 1 day before" in flag_text(RELOCATION, "deadline-passed", **{"deadline.days_left": -1})
    text = flag_text(RELOCATION, "deadline-differs", **{"deadline.stated": "2024-04-12"})
    assert "by 12 April 2024; 45 days from its date is 5 April 2024" in text


def test_without_a_meeting_the_routes_open_are_named_with_the_warning_on_officers() -> None:
    text = flag_text(RELOCATION, "no-meeting-in-window", **{"deadline.meetings": 0})
    for words in ("sub-committee", "SI 2013/218, regulation 3", "urgent item", "more time"):
        assert words in text


def test_a_service_is_named_once_with_when_it_started_or_ended() -> None:
    future = replace(
        RELOCATION, existing=replace(RELOCATION.existing, services=("Pharmacy First", "MUR", "MURs"))
    )
    text = flag_text(future, "service-name-not-in-force", date(2022, 1, 1))
    assert "Medicines Use Review (ended on 31 March 2021) and" not in text
    assert (
        "Pharmacy First (started on 31 January 2024) and Medicines Use Review (ended on 31 March 2021)"
        in text
    )


def test_services_found_in_lists_are_looked_at_too() -> None:
    rows = {"services.compared": ({"service": "Medicines Use Review"},)}
    raised = judge(case(RELOCATION, rows=rows)).flags
    assert raised[0].id == "service-name-not-in-force"
    assert raised[0].evidence == ("services.compared",)
    absent = replace(RELOCATION, existing=replace(RELOCATION.existing, services=("MUR",)))
    assert judge(case(absent, services__compared=...)).flags[0].evidence == ()


def test_the_other_kinds_are_looked_at_by_their_one_site() -> None:
    papers = replace(
        ROUTINE,
        kind=OtherKind.CHANGE_OF_SERVICES,
        premises=replace(ROUTINE.premises, services=("MUR", "a service that nobody knows")),
    )
    assert flag_ids(papers) == ["service-name-not-in-force"]
    explained = replace(ROUTINE, adjacency_explanation="another floor of the same building")
    assert flag_ids(explained) == ["regulation-31"]
    assert flag_text(explained, "regulation-31").startswith("The papers speak of it.")


def test_a_date_after_the_law_was_last_looked_at_is_flagged() -> None:
    assert flag_ids(RELOCATION, date(2026, 6, 25)) == []
    assert flag_ids(RELOCATION, date(2026, 6, 26)) == ["law-not-checked"]
