"""The way of a case over HTTP: who may move it, what that needs, who may not approve, and the list of what is due."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.case_answers import CaseAnswer, CaseList, EventAnswer
from app.domain.accounts import Role
from app.domain.cases import CLOSED, MOVES, Need, State, next_moves
from tests.made_up.papers import consolidation, relocation

MakeKey = Callable[..., dict[str, str]]
Json = dict[str, Any]
OPINION = {"choice": "would not", "given_by": "Westley Health and Wellbeing Board", "given_on": "2026-05-20"}


class Desk:
    """One case and two people at it."""

    def __init__(self, client: TestClient, make_key: MakeKey, document: Json) -> None:
        self.client = client
        self.analyst = make_key(Role.ANALYST, holder="ann")
        self.approver = make_key(Role.APPROVER, holder="ben")
        self.both = make_key(Role.ANALYST, Role.APPROVER, holder="ann")
        self.here = client.post("/v1/applications", json=document, headers=self.analyst).headers["location"]

    def case(self) -> Json:
        answer = self.client.get(f"{self.here}/case", headers=self.analyst)
        CaseAnswer.model_validate_json(answer.content)
        found: Json = answer.json()
        assert answer.headers["etag"] == f'"{found["version"]}"'
        return found

    def move(self, to: str, who: Json | None = None, **more: str) -> Any:
        headers = {**(who or self.analyst), "If-Match": "*"}
        return self.client.post(f"{self.here}/case/moves", json={"to": to, **more}, headers=headers)

    def assess(self) -> Any:
        return self.client.post(f"{self.here}/assessments", headers=self.analyst)

    def give(self, who: Json | None = None, **part: Any) -> Any:
        headers = {**(who or self.analyst), "If-Match": "*"}
        return self.client.put(f"{self.here}/officer", json=part, headers=headers)

    def drafted(self) -> "Desk":
        assert self.assess().status_code == 201
        opinion = {"opinion": OPINION} if self.case()["kind"] == "consolidation" else {}
        assert self.give(signatory="The Chair of the Board", **opinion).status_code == 200
        assert self.move("drafted").status_code == 200
        return self


@pytest.fixture
def desk(guarded: TestClient, make_key: MakeKey) -> Desk:
    return Desk(guarded, make_key, consolidation())


@pytest.fixture
def moving(guarded: TestClient, make_key: MakeKey) -> Desk:
    return Desk(guarded, make_key, relocation())


def detail(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["detail"])


def test_states_are_all_reached_and_only_closed_ones_are_not_left() -> None:
    assert {move.to for move in MOVES} == set(State) - {State.RECEIVED}
    assert {state for state in State if not next_moves(state)} == CLOSED
    for state in State:
        targets = [move.to for move in next_moves(state)]
        assert len(targets) == len(set(targets)), f"two moves lead from {state} to the same state"
    assert all(move.by for move in MOVES)
    assert Role.READER not in {role for move in MOVES for role in move.by}


def test_a_consolidation_goes_all_the_way_to_its_supplementary_statement(desk: Desk) -> None:
    assert desk.case()["state"] == "received"
    desk.drafted()
    assert desk.move("consulted").status_code == 200
    assert desk.move("approved", desk.approver).status_code == 200
    assert desk.case()["approved_by"] == "ben"
    assert desk.move("sent").status_code == 200
    assert desk.move("decided", outcome="granted").json()["outcome"] == "granted"
    last = desk.move("statement published")
    assert (last.json()["state"], last.json()["next"]) == ("statement published", [])

    events = desk.client.get(f"{desk.here}/events", headers=desk.analyst).json()
    for event in events:
        EventAnswer.model_validate(event)
    assert [event["action"] for event in events] == [
        "application received",
        "assessment added",
        "officer's part given",
        *(
            f"case moved to {state}"
            for state in ("drafted", "consulted", "approved", "sent", "decided", "statement published")
        ),
    ]
    approved = events[5]
    assert (approved["actor"], approved["before"]["case"]["state"]) == ("ben", "consulted")
    assert approved["after"]["case"]["approved_by"] == "ben"
    assert all(event["request_id"] for event in events)


def test_whoever_drafted_may_not_approve_whatever_key_is_used(desk: Desk) -> None:
    desk.drafted()
    assert "Only the role approver" in detail(desk.move("approved"), 403)
    assert "Whoever drafted may not approve" in detail(desk.move("approved", desk.both), 403)
    assert desk.case()["state"] == "drafted"
    assert desk.move("approved", desk.approver).status_code == 200


def test_whoever_gave_a_part_of_the_draft_may_not_approve_it(desk: Desk, make_key: MakeKey) -> None:
    desk.drafted()
    carol = make_key(Role.ANALYST, Role.APPROVER, holder="carol")
    assert desk.give(carol, opinion=OPINION, local_knowledge=["A surgery opens in 2027."]).status_code == 200
    assert "Whoever drafted" in detail(desk.move("approved", carol), 403)
    assert desk.move("approved", desk.approver).status_code == 200


def test_the_opinion_on_a_consolidation_is_given_before_it_is_approved(desk: Desk) -> None:
    desk.assess()
    desk.move("drafted")
    assert "opinion is not given yet" in detail(desk.move("approved", desk.approver), 409)
    missing = {step["to"]: step["missing"] for step in desk.case()["next"]}
    assert missing["approved"] == [Need.OPINION.value]
    assert missing["consulted"] == []


def test_what_was_approved_is_not_changed_until_it_is_sent_back(desk: Desk) -> None:
    desk.drafted()
    desk.move("approved", desk.approver)
    for answer in (desk.assess(), desk.give(opinion=OPINION)):
        assert "what it rests on is not changed any more" in detail(answer, 409)
    assert "needs a reason" in detail(desk.move("assessed", desk.approver), 409)
    back = desk.move("assessed", desk.approver, reason="The distance is to be explained.")
    assert (back.json()["state"], back.json()["approved_by"]) == ("assessed", None)
    assert desk.give(opinion=OPINION).status_code == 200


def test_the_decision_is_written_down_after_it_was_taken_and_nothing_else_is(desk: Desk) -> None:
    """The statement asks who decided and when, and the page for it opened only until weeks before the decision."""
    desk.drafted()
    desk.move("approved", desk.approver)
    grant = {
        "granted_on": "2026-06-20",
        "granted_by": "The integrated care board",
        "removed_on": "2026-08-01",
    }
    part = desk.client.get(f"{desk.here}/officer", headers=desk.analyst).json()["part"]
    assert desk.give(**{**part, "grant": grant}).status_code == 409, "there is no decision yet"
    letter = desk.client.get(f"{desk.here}/letter.docx", headers=desk.analyst).content
    desk.move("sent")
    desk.move("decided", outcome="granted")
    assert "not changed any more" in detail(desk.give(**{**part, "grant": grant, "signatory": "X"}), 409)
    page = desk.client.get(f"/cases/{desk.here.rpartition('/')[2]}/officer", headers=desk.analyst).text
    assert re.findall(r"/officer/([a-z-]+)\"", page) == ["grant", "appeal"], "what came after"
    section = f"/cases/{desk.here.rpartition('/')[2]}/officer"
    assert "Day of the decision" in desk.client.get(f"{section}/grant", headers=desk.analyst).text
    assert "not changed any more" in desk.client.get(f"{section}/opinion", headers=desk.analyst).text
    assert desk.give(**{**part, "grant": grant}).status_code == 200
    assert desk.client.get(f"{desk.here}/letter.docx", headers=desk.analyst).content == letter
    statement = f"{desk.here}/papers/supplementary-statement.html"
    page = desk.client.get(statement, headers=desk.analyst).text
    assert "on 20 June 2026" in page
    assert "say on which day after it, and who formed it then" in page
    assert desk.give(**{**part, "grant": grant | {"opinion_on": "2026-06-25"}}).status_code == 200
    page = desk.client.get(statement, headers=desk.analyst).text
    assert "who formed the opinion after the decision" in page
    assert "formed that opinion, after the decision, on 25 June 2026" in page
    assert "say on which day" not in page
    desk.move("statement published")
    assert desk.give(**{**part, "grant": grant}).status_code == 409


def test_nothing_is_written_down_of_a_grant_that_was_refused(desk: Desk) -> None:
    desk.drafted()
    desk.move("approved", desk.approver)
    desk.move("sent")
    desk.move("decided", outcome="refused")
    part = desk.client.get(f"{desk.here}/officer", headers=desk.analyst).json()["part"]
    assert desk.give(**{**part, "grant": {"granted_on": "2026-06-20"}}).status_code == 409


def test_a_board_that_must_answer_cannot_leave_it(desk: Desk) -> None:
    desk.assess()
    desk.give(no_response_reason="We are busy.")
    assert "must make a statement" in detail(desk.move("no response", desk.approver), 409)


def test_a_relocation_may_be_left_without_a_response_with_a_reason(moving: Desk) -> None:
    moving.assess()
    assert "No reason for making no representation" in detail(
        moving.move("no response", moving.approver), 409
    )
    moving.give(no_response_reason="The move is next door.")
    assert "Whoever drafted" in detail(moving.move("no response", moving.both), 403)
    assert moving.move("no response", moving.approver).json()["state"] == "no response"
    assert "needs the outcome" in detail(moving.move("decided"), 409)
    assert moving.move("decided", outcome="granted").status_code == 200
    assert "granted consolidation only" in detail(moving.move("statement published"), 409)


@pytest.mark.parametrize("to", [state.value for state in State])
def test_a_move_that_is_not_there_is_refused_and_says_which_are(desk: Desk, to: str) -> None:
    allowed = {"withdrawn": 409, "assessed": 409}  # these are there, and lack a reason and an assessment
    answer = desk.move(to)
    assert answer.status_code == allowed.get(to, 409)
    if to not in allowed:
        assert (
            f"A case that is received cannot become {to}. It can go to: assessed, withdrawn." in answer.text
        )


def test_a_withdrawn_case_goes_nowhere(desk: Desk) -> None:
    assert desk.move("withdrawn", reason="PCSE says so.").status_code == 200
    assert "can go to: nowhere" in detail(desk.move("assessed"), 409)
    assert desk.assess().status_code == 409


def test_a_reader_and_an_administrator_move_nothing(desk: Desk, make_key: MakeKey) -> None:
    for role in (Role.READER, Role.ADMINISTRATOR):
        assert desk.move("withdrawn", make_key(role), reason="No.").status_code == 403


@pytest.fixture
def many(guarded: TestClient, make_key: MakeKey) -> Iterator[tuple[TestClient, dict[str, str]]]:
    key = make_key(Role.ANALYST)
    for number, (kind, day) in enumerate(
        [(relocation, "2026-06-20"), (consolidation, "2026-05-02"), (relocation, "2026-06-01"),
         (consolidation, "2026-06-20"), (relocation, "2026-05-04")]
    ):  # fmt: skip
        # Day 45 of each is the day that is named.
        dated = date.fromisoformat(day) - timedelta(days=45)
        document = kind(reference=f"PC/{number}", notice__dated=dated.isoformat(), notice__reply_by=None)
        here = guarded.post("/v1/applications", json=document, headers=key).headers["location"]
        if number % 2:
            guarded.post(f"{here}/assessments", headers=key)
    return guarded, key


def listed(many: tuple[TestClient, dict[str, str]], query: str = "") -> list[str]:
    client, key = many
    answer = client.get(f"/v1/cases{query}", headers=key)
    CaseList.model_validate_json(answer.content)
    return [item["reference"].removeprefix("PC/") for item in answer.json()["items"]]


def test_the_list_has_what_is_due_first_with_days_left_and_next_steps(
    many: tuple[TestClient, dict[str, str]],
) -> None:
    client, key = many
    assert listed(many) == ["1", "4", "2", "0", "3"]
    first, second = client.get("/v1/cases", headers=key).json()["items"][:2]
    assert (first["days_left"], first["overdue"], first["duty"]) == (-2, True, "must")
    assert (second["days_left"], second["overdue"], second["duty"]) == (0, False, None)
    assert {step["to"] for step in first["next"]} == {"drafted", "no response", "withdrawn"}
    assert second["next"][0] == {
        "to": "assessed",
        "step": "Run an assessment",
        "by": ["analyst"],
        "missing": [Need.ASSESSMENT.value],
    }


def test_the_list_is_sorted_and_filtered_as_asked(many: tuple[TestClient, dict[str, str]]) -> None:
    assert listed(many, "?sort=-last_day") == ["3", "0", "2", "4", "1"]
    assert listed(many, "?sort=received") == ["0", "1", "2", "3", "4"]
    assert listed(many, "?sort=-reference") == ["4", "3", "2", "1", "0"]
    assert listed(many, "?sort=state") == ["1", "3", "0", "2", "4"]
    assert listed(many, "?state=assessed") == ["1", "3"]
    assert listed(many, "?state=assessed&state=received&kind=relocation") == ["4", "2", "0"]
    assert listed(many, "?due_by=2026-06-01") == ["1", "4", "2"]
    assert listed(many, "?kind=nothing") == []


@pytest.mark.parametrize("sort", ["last_day", "-last_day", "state", "-state", "reference", "-received"])
def test_pages_join_to_the_whole_list(many: tuple[TestClient, dict[str, str]], sort: str) -> None:
    client, key = many
    whole = listed(many, f"?sort={sort}")
    found, following = [], f"/v1/cases?sort={sort}&limit=2"
    while following:
        page = client.get(following, headers=key).json()
        found += [item["reference"].removeprefix("PC/") for item in page["items"]]
        following = page["next"]
    assert found == whole


def test_the_next_page_keeps_the_filters(many: tuple[TestClient, dict[str, str]]) -> None:
    client, key = many
    page = client.get(
        "/v1/cases?state=received&kind=relocation&due_by=2026-06-30&limit=1", headers=key
    ).json()
    assert "state=received&kind=relocation&due_by=2026-06-30&sort=last_day&limit=1&after=" in page["next"]
    assert client.get(page["next"], headers=key).json()["items"][0]["reference"] == "PC/2"


@pytest.mark.parametrize("query", ["state=nowhere", "sort=colour", "limit=0", "limit=201", "due_by=soon"])
def test_a_list_asked_for_wrongly_names_the_field(
    many: tuple[TestClient, dict[str, str]], query: str
) -> None:
    client, key = many
    answer = client.get(f"/v1/cases?{query}", headers=key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(query.partition("=")[0])


APPEAL = {"brought_by": "applicant", "sent_on": "2026-05-04", "reference": "SHA/1", "maintains": True}


def decided(desk: Desk, outcome: str = "refused") -> Json:
    """Written in time, and decided; the officer's part as it holds."""
    desk.drafted()
    assert desk.move("approved", desk.approver).status_code == 200
    assert desk.move("sent", on="2026-05-04").status_code == 200
    assert desk.move("decided", outcome=outcome).status_code == 200
    part: Json = desk.client.get(f"{desk.here}/officer", headers=desk.analyst).json()["part"]
    return part


def test_t4_a_board_that_wrote_is_sent_the_appeal_and_writes_on_it_with_four_eyes(moving: Desk) -> None:
    part = decided(moving)
    assert moving.case()["sent_on"] == "2026-05-04"
    wanting = detail(moving.move("appeal notified"), 409)
    assert wanting == Need.APPEAL.value
    assert moving.give(**{**part, "appeal": APPEAL}).status_code == 200
    assert "not changed any more" in detail(moving.give(**{**part, "appeal": APPEAL, "signatory": "X"}), 409)
    assert moving.move("appeal notified").status_code == 200
    case = moving.case()
    assert (case["appeal_last_day"], case["plan_to"], case["days_left"]) == ("2026-06-03", "2026-06-03", 30)
    assert [
        item["reference"]
        for item in moving.client.get("/v1/cases?due_by=2026-06-03", headers=moving.analyst).json()["items"]
    ]
    matters = {
        **APPEAL,
        "matters": ["The steps have not changed."],
        "given_by": "the Director of Public Health",
    }
    assert moving.give(**{**part, "appeal": matters}).status_code == 200
    paper = f"{moving.here}/papers/appeal-representation.html"
    shown = moving.client.get(paper, headers=moving.analyst).text
    assert "The steps have not changed." in shown
    assert "up to 3 June 2026" in shown
    assert moving.move("appeal drafted").status_code == 200
    assert any("a post" in text or "formed by" in text for text in moving.case()["warnings"])
    assert moving.move("appeal approved", moving.both).status_code == 403, "she wrote it"
    assert moving.move("appeal approved", moving.approver).status_code == 200
    assert "not changed any more" in detail(moving.give(**{**part, "appeal": APPEAL}), 409)
    assert moving.move("appeal notified", reason="One more matter.").status_code == 200
    assert moving.case()["appeal_approved_by"] is None
    assert moving.move("appeal drafted").status_code == 200
    assert moving.move("appeal approved", moving.approver).status_code == 200
    assert moving.move("appeal representation sent", on="2026-05-05").status_code == 422, (
        "that day is to come"
    )
    assert moving.move("appeal representation sent").status_code == 200
    assert moving.case()["appeal_sent_on"] == "2026-05-04"
    assert moving.move("appeal decided").status_code == 409
    assert moving.move("appeal decided", outcome="sent back").status_code == 200
    case = moving.case()
    assert (case["state"], case["outcome"], case["appeal_outcome"]) == (
        "appeal decided",
        "refused",
        "sent back",
    )
    assert case["next"] == [
        {
            "to": "statement published",
            "step": "Publish the supplementary statement",
            "by": ["analyst", "approver"],
            "missing": [Need.GRANTED_CONSOLIDATION.value],
        }
    ]
    actions = [
        event["action"] for event in moving.client.get(f"{moving.here}/events", headers=moving.analyst).json()
    ]
    assert "case moved to appeal representation sent" in actions


def test_t4_a_board_that_recorded_no_response_is_not_sent_the_appeal(moving: Desk) -> None:
    assert moving.assess().status_code == 201
    assert moving.give(no_response_reason="Nothing changes.").status_code == 200
    assert moving.move("no response", moving.approver).status_code == 200
    assert moving.move("decided", outcome="refused").status_code == 200
    part = moving.client.get(f"{moving.here}/officer", headers=moving.analyst).json()["part"]
    assert moving.give(**{**part, "appeal": APPEAL}).status_code == 200
    assert detail(moving.move("appeal notified"), 409) == Need.WROTE.value
    assert moving.move("appeal decided", outcome="granted").status_code == 200
    record = moving.client.get(f"{moving.here}/papers/no-response.html", headers=moving.analyst).text
    assert "would not be sent the appeal" in record


def test_nothing_need_be_written_on_an_appeal_and_somebody_else_decides_that(moving: Desk) -> None:
    part = decided(moving, "granted")
    moving.give(**{**part, "appeal": {**APPEAL, "brought_by": "third party"}})
    assert moving.move("appeal notified").status_code == 200
    assert moving.move("no appeal representation", moving.both, reason="Nothing new.").status_code == 403
    assert moving.move("no appeal representation", moving.approver).status_code == 409
    assert moving.move("no appeal representation", moving.approver, reason="Nothing new.").status_code == 200
    assert moving.case()["appeal_approved_by"] == "ben"
    assert moving.move("appeal decided", outcome="granted").status_code == 200


def test_a_consolidation_granted_on_appeal_is_followed_by_the_statement(desk: Desk) -> None:
    part = decided(desk, "refused")
    assert detail(desk.move("statement published"), 409) == Need.GRANTED_CONSOLIDATION.value
    assert desk.move("appeal decided", outcome="granted").status_code == 200
    assert desk.give(**{**part, "grant": {"granted_on": "2026-05-04"}}).status_code == 200
    assert desk.move("statement published").status_code == 200


def test_the_statement_is_assessed_as_at_its_own_day_and_the_letter_stays(desk: Desk) -> None:
    part = decided(desk, "granted")
    letter = desk.client.get(f"{desk.here}/letter.docx", headers=desk.analyst).content
    made = desk.client.post(f"{desk.here}/assessments", json={"as_at": "2026-05-03"}, headers=desk.analyst)
    assert made.status_code == 201
    assert desk.client.get(f"{desk.here}/letter.docx", headers=desk.analyst).content == letter
    grant = {"granted_on": "2026-05-01", "statement_on": "2026-05-03", "signatory": "The Chair"}
    assert desk.give(**{**part, "grant": grant}).status_code == 200
    shown = desk.client.get(f"{desk.here}/papers/supplementary-statement.html", headers=desk.analyst).text
    assert "The figures are as at 3 May 2026." in shown
    assert "assess again as at that day" not in shown
    last_day = desk.case()["last_day"]
    assert last_day == "2026-06-15"
    page = desk.client.get(
        f"/cases/{desk.here.rpartition('/')[2]}/papers/representation", headers=desk.analyst
    )
    assert page.status_code == 200


def test_no_assessment_is_taken_after_a_refusal(desk: Desk) -> None:
    decided(desk, "refused")
    assert desk.assess().status_code == 409


def test_when_the_notice_came_can_be_learned_later_and_counts_from_then_on(
    guarded: TestClient, make_key: MakeKey
) -> None:
    """The notice went to another board: nothing is counted until the day of receipt is recorded."""
    astray = Desk(guarded, make_key, relocation(notice__sent_to_hwb="E06999002"))
    assert astray.assess().status_code == 201
    case = astray.case()
    assert (case["last_day"], case["days_left"], case["overdue"]) == (None, None, False)
    assert case["plan_to"] == "2026-06-15", "the day that the notice states"
    page = guarded.get(f"/cases/{astray.here.rpartition('/')[2]}", headers=astray.analyst).text
    assert "when it was given to this one is not recorded" in page
    assert astray.give(received={"on": "2026-04-30"}).status_code == 422
    assert astray.give(received={"on": "2026-05-02", "by": "Primary Care Support England"}).status_code == 200
    assert astray.case()["last_day"] == "2026-06-16"
    page = guarded.get(f"/cases/{astray.here.rpartition('/')[2]}", headers=astray.analyst).text
    assert "notice is now recorded as given to the board on 2 May 2026" in page
    assert "Assess again" in page
    lints = guarded.get(f"{astray.here}/lints", headers=astray.analyst).json()["lints"]
    assert "time-counted-from-another-day" in {each["rule"] for each in lints}
    assert astray.assess().status_code == 201
    lints = guarded.get(f"{astray.here}/lints", headers=astray.analyst).json()["lints"]
    assert "time-counted-from-another-day" not in {each["rule"] for each in lints}
    page = guarded.get(f"/cases/{astray.here.rpartition('/')[2]}", headers=astray.analyst).text
    assert "Assess again" not in page
    latest = guarded.get(f"{astray.here}/assessments/2", headers=astray.analyst).json()
    assert latest["application"]["notice"]["received"]["on"] == "2026-05-02"
    assert "notice-receipt-unknown" not in {flag["id"] for flag in latest["flags"]}
    letter = guarded.get(f"{astray.here}/letter.html", headers=astray.analyst).text
    assert "Notice was given to it on 2 May 2026, by Primary Care Support England." in letter


def test_a_day_of_sending_goes_with_sending_alone(moving: Desk) -> None:
    assert moving.assess().status_code == 201
    answer = moving.move("drafted", on="2026-05-01")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "on"


def test_an_officers_own_opinion_is_flagged_before_sending(desk: Desk) -> None:
    assert desk.assess().status_code == 201
    own = {**OPINION, "given_by": "the Director of Public Health"}
    assert desk.give(opinion=own).status_code == 200
    assert desk.move("drafted").status_code == 200
    said = " ".join(desk.case()["warnings"])
    assert "no power to delegate this to an officer was found" in said
    assert desk.move("approved", desk.approver).status_code == 200, "it warns and bars nothing"
    assert "no power to delegate" in " ".join(desk.case()["warnings"])
    page = desk.client.get(f"/cases/{desk.here.rpartition('/')[2]}/moves/sent", headers=desk.analyst).text
    assert "no power to delegate this to an officer was found" in page
    assert "Day on which it was sent" in page


def test_a_receipt_that_is_learnt_after_drafting_is_told_before_the_approval(desk: Desk) -> None:
    desk.drafted()
    assert "Assess again" not in " ".join(desk.case()["warnings"])
    part = desk.client.get(f"{desk.here}/officer", headers=desk.analyst).json()["part"]
    assert desk.give(**{**part, "received": {"on": "2026-05-03"}}).status_code == 200
    said = " ".join(desk.case()["warnings"])
    assert "The assessment counts the 45 days from 1 May 2026, the date of the notice" in said
    assert "so that the last day is 17 June 2026. Assess again" in said
    assert desk.assess().status_code == 201
    assert "Assess again" not in " ".join(desk.case()["warnings"])


def test_a_position_is_for_a_relocation_alone(desk: Desk) -> None:
    given = {"stance": "objects", "given_by": "the Board", "given_on": "2026-05-04"}
    answer = desk.give(position=given)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "position"
