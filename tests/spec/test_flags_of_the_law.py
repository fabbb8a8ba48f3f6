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
    assert "passed one day before" in flag_text(RELOCATION, "deadline-passed", **{"deadline.days_left": -1})
    text = flag_text(RELOCATION, "deadline-differs", **{"deadline.stated": "2024-04-12"})
    assert "by 12 April 2024. Day 45 after notice was given, that day not counted, is 5 April 2024" in text


def test_without_a_meeting_the_routes_open_are_named_with_the_warning_on_officers() -> None:
    text = flag_text(RELOCATION, "no-meeting-in-window", **{"deadline.meetings": 0})
    for words in ("sub-committee", "SI 2013/218, regulation 3", "urgent item", "no power to delegate"):
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
    assert flag_ids(papers) == ["not-notifiable", "service-name-not-in-force"]
    explained = replace(ROUTINE, adjacency_explanation="another floor of the same building")
    assert flag_ids(explained) == ["regulation-31"]
    assert flag_text(explained, "regulation-31").startswith("The papers speak of it.")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (OtherKind.CHANGE_OF_SERVICES, "The applicant alone is told of the decision."),
        (OtherKind.CHANGE_OF_OWNERSHIP, "The board is told of the decision."),
    ],
)
def test_a_kind_about_which_boards_are_not_asked_says_so(kind: OtherKind, told: str) -> None:
    text = flag_text(replace(ROUTINE, kind=kind), "not-notifiable")
    assert text.startswith(f"Boards are not asked about a {kind}: no time for representations runs")
    assert told in text
    assert "not-notifiable" not in flag_ids(ROUTINE)


def test_meetings_for_which_papers_come_too_late_leave_the_other_routes() -> None:
    left = {"deadline.meetings": 1, "deadline.meetings_left": 0}
    text = flag_text(RELOCATION, "no-meeting-left", **left)
    assert text.startswith("One meeting of the board fell in the time")
    assert "sub-committee" in text
    assert "no-meeting-left" not in flag_ids(RELOCATION, **(left | {"deadline.meetings_left": 1}))
    assert flag_ids(RELOCATION, **(left | {"deadline.meetings": 0})) == ["no-meeting-in-window"]


@pytest.mark.parametrize(
    ("signs", "flag"),
    [
        ("Pharmacy Sub-Committee", []),
        ("Director of Public Health", ["sign-off-by-officer"]),
        (None, ["sign-off-not-recorded"]),
    ],
)
def test_who_signs_off_is_looked_at_where_the_board_is_known(signs: str | None, flag: list[str]) -> None:
    assert flag_ids(RELOCATION, **{"hwb.sign_off": signs}) == flag
    unasked = replace(ROUTINE, kind=OtherKind.CHANGE_OF_OWNERSHIP)
    assert flag_ids(unasked, **{"hwb.sign_off": signs}) == ["not-notifiable"]


def test_an_assessment_past_its_three_years_is_flagged() -> None:
    evidence = {"pna.overdue": True, "pna.revision_due": "2025-10-31"}
    assert "a revised one was due by 31 October 2025" in flag_text(RELOCATION, "pna-overdue", **evidence)
    assert flag_ids(RELOCATION, **(evidence | {"pna.overdue": False})) == []
    assert flag_ids(RELOCATION, **(evidence | {"pna.overdue": None})) == []


def test_a_notice_from_after_the_date_asked_for_is_flagged() -> None:
    early = date(2024, 2, 19)
    assert flag_ids(RELOCATION, early) == ["notice-after-as-at"]
    assert "dated 20 February 2024, after 19 February 2024" in flag_text(
        RELOCATION, "notice-after-as-at", early
    )


def test_a_date_after_the_law_was_last_looked_at_is_flagged() -> None:
    assert flag_ids(RELOCATION, date(2026, 6, 25)) == []
    assert flag_ids(RELOCATION, date(2026, 6, 26)) == ["law-not-checked"]


def test_services_that_either_may_commission_are_asked_about_and_others_not() -> None:
    """Since 29 October 2025 emergency contraception may be given in the advanced service: the day before it is the council's."""
    asked = replace(CONSOLIDATION, services_added=("Minor ailment scheme",))
    assert "of Minor Ailments, whether NHS England" in flag_text(asked, "service-to-ask")
    assert "service-to-ask" not in flag_ids(replace(CONSOLIDATION, services_added=("needle exchange",)))
    pill = replace(CONSOLIDATION, services_added=("morning-after pill",))
    assert "service-to-ask" not in flag_ids(pill, date(2025, 10, 28))
    assert "service-to-ask" in flag_ids(pill, date(2025, 10, 29))
