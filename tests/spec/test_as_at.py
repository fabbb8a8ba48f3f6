"""The law follows the date: bodies and their names, and the dates that it cannot answer for."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.domain.applications import Notice
from app.domain.dates import months_after
from app.domain.rounding import day_said
from app.domain.services import SERVICES, Service, in_force
from app.law import (
    CHECKED_TO,
    SEARCHES,
    AnyApplication,
    Body,
    LawError,
    Rule,
    bodies,
    judge,
    overdue_search,
    register,
)
from app.law.bodies import ADDRESSEES, APPEALS, COMMITTEES, DECISION_MAKERS, HEALTHWATCH, IN_THE_TEXT
from app.law.period import REGULATIONS_IN_FORCE
from tests.spec.cases import CONSOLIDATION, RELOCATION, case, finding

OLD_NOTICE = Notice("CAS-0", date(2013, 3, 31))


@pytest.mark.parametrize(
    ("as_at", "decides", "text"),
    [
        (date(2013, 4, 1), "NHS England", "the NHSCB"),
        (date(2019, 9, 25), "NHS England", "the NHSCB"),
        (date(2023, 3, 31), "NHS England", "the NHSCB"),
        (date(2023, 4, 1), "the integrated care board", "the NHSCB"),
        (date(2023, 11, 5), "the integrated care board", "the NHSCB"),
        (date(2023, 11, 6), "the integrated care board", "NHS England"),
        (date(2026, 6, 1), "the integrated care board", "NHS England"),
    ],
)
def test_who_decides_and_what_the_text_calls_them(as_at: date, decides: str, text: str) -> None:
    named = bodies(as_at)
    assert named.decision_maker.name == decides
    assert named.in_the_text.name == text
    assert finding(RELOCATION, "reg24(1)(b)", as_at).judge == f"the opinion of {decides}"


def test_nine_boards_decided_early() -> None:
    assert bodies(date(2022, 6, 30)).decision_maker.note == ""
    assert "nine areas" in bodies(date(2022, 7, 1)).decision_maker.note


def test_letters_go_to_the_service_that_gives_the_notices() -> None:
    addressee = bodies(date(2019, 9, 25)).addressee
    assert addressee.name == "Primary Care Support England"
    assert addressee.address == "pcse.marketentry@nhs.net"


def test_a_bill_is_not_law() -> None:
    named = bodies(date(2026, 6, 20))
    assert named.healthwatch.name == "the local Healthwatch organisation"
    assert "it is not law" in named.healthwatch.note
    assert "no right of appeal" in named.appeals.note
    assert (named.pharmaceutical_committee.name, named.medical_committee.name) == (
        "the Local Pharmaceutical Committee",
        "the Local Medical Committee",
    )


def test_every_day_has_one_body_in_each_role() -> None:
    for year in range(2013, 2028):
        for month in (1, 4, 7, 11):
            if (year, month) != (2013, 1):
                assert bodies(date(year, month, 1))


@pytest.mark.parametrize("as_at", [date(2013, 3, 31), date(1948, 7, 5)])
def test_a_date_before_the_regulations_cannot_be_answered(as_at: date) -> None:
    for ask in (bodies, register, lambda day: judge(case(RELOCATION, day))):
        with pytest.raises(LawError, match="1 April 2013"):
            ask(as_at)


def test_a_consolidation_before_5_december_2016_cannot_be_answered() -> None:
    with pytest.raises(LawError, match="consolidations came in on 5 December 2016"):
        judge(case(CONSOLIDATION, date(2016, 12, 4)))
    assert judge(case(RELOCATION, date(2016, 12, 4))).findings


@pytest.mark.parametrize(
    ("application", "field", "says"),
    [
        (replace(RELOCATION, notice=OLD_NOTICE), "notice.dated", "1 April 2013"),
        (replace(CONSOLIDATION, notice=OLD_NOTICE), "notice.dated", "1 April 2013"),
        (
            replace(CONSOLIDATION, notice=replace(OLD_NOTICE, dated=date(2016, 12, 4))),
            "notice.dated",
            "5 December 2016",
        ),
        (replace(CONSOLIDATION, applied=date(2016, 12, 4)), "applied", "5 December 2016"),
    ],
)
def test_an_application_older_than_its_law_cannot_be_answered(
    application: AnyApplication, field: str, says: str
) -> None:
    with pytest.raises(LawError, match=says) as error:
        judge(case(application))
    assert error.value.field == field


@pytest.mark.parametrize("as_at", [date(2026, 6, 26), date(2028, 6, 25), date(2030, 1, 1), date.max])
def test_every_later_day_is_answered_by_the_rules_as_they_stood_and_says_so(as_at: date) -> None:
    """A day beyond the last search for changes is no reason to refuse: the rules of that last day are applied, with a flag."""
    found = judge(case(RELOCATION, as_at))
    assert [one.rule for one in found.findings] == [
        one.rule for one in judge(case(RELOCATION, CHECKED_TO)).findings
    ]
    (flag,) = [flag for flag in found.flags if flag.id == "law-not-checked"]
    assert f"looked for up to {day_said(CHECKED_TO)} only" in flag.text
    assert bodies(as_at) == bodies(CHECKED_TO)
    assert register(as_at) == register(CHECKED_TO)


def test_up_to_the_last_search_nothing_is_flagged() -> None:
    assert not [flag for flag in judge(case(RELOCATION, CHECKED_TO)).flags if flag.id == "law-not-checked"]


def test_every_search_says_who_looked_where_and_what_was_found() -> None:
    assert max(search.up_to for search in SEARCHES) == CHECKED_TO
    for search in SEARCHES:
        assert search.by
        assert search.where
        assert search.found
        assert search.made is None or search.up_to <= search.made


def test_another_search_is_asked_for_from_six_months_on() -> None:
    due = months_after(CHECKED_TO, 6)
    assert overdue_search(due - timedelta(days=1)) is None
    assert day_said(CHECKED_TO) in (overdue_search(due) or "")
    assert overdue_search(date(2031, 1, 1)) is not None


def test_a_contract_type_that_nobody_knows_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(LawError, match=r"'hospital' of the leaving site.*community, lps, appliance, unknown"):
        judge(case(RELOCATION, site__leaving__contract_type="hospital"))


def test_evidence_that_is_neither_yes_nor_no_is_an_error() -> None:
    with pytest.raises(LawError, match="should be true, false or unknown"):
        judge(case(RELOCATION, site__leaving__distance_selling="perhaps"))


DATED = [rule for rule in register() if rule.until is not None or rule.since > REGULATIONS_IN_FORCE]
DAY = timedelta(days=1)


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: f"{rule.id} from {rule.since} to {rule.until}")
def test_each_wording_holds_on_its_first_and_last_day_and_on_neither_side_of_them(rule: Rule) -> None:
    """The day before and the day after, for every rule with a date: by what the register has in force."""
    assert rule in register(rule.since)
    if rule.since > REGULATIONS_IN_FORCE:
        assert rule not in register(rule.since - DAY)
    if rule.until is not None:
        assert rule in register(rule.until)
        assert rule not in register(rule.until + DAY)
    else:
        assert rule in register(date(2099, 1, 1))


@pytest.mark.parametrize(
    "names", [DECISION_MAKERS, IN_THE_TEXT, ADDRESSEES, APPEALS, HEALTHWATCH, COMMITTEES[:1], COMMITTEES[1:]]
)
def test_bodies_follow_each_other_day_by_day(names: tuple[Body, ...]) -> None:
    """Each name from its first to its last day, the next one from the day after; the first from the day of the Regulations."""
    assert names[0].since == REGULATIONS_IN_FORCE
    assert names[-1].until is None
    for before, after in pairwise(names):
        assert before.until is not None
        assert (before.held(before.until), after.held(before.until)) == (True, False)
        assert (before.held(after.since), after.held(after.since)) == (False, True)
        assert after.since - before.until == DAY


@pytest.mark.parametrize(
    "service", [each for each in SERVICES if each.since or each.until], ids=lambda each: each.name
)
def test_each_service_is_there_from_its_first_day_to_its_last(service: Service) -> None:
    if service.since is not None:
        assert in_force(service, service.since)
        assert not in_force(service, service.since - DAY)
    if service.until is not None:
        assert in_force(service, service.until)
        assert not in_force(service, service.until + DAY)
