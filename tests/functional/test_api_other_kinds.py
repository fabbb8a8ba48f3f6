"""Every kind of application over HTTP: taken in, assessed, served; and consolidations considered together."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.answers import ApplicationAnswer, ApplicationList, LawAnswer, ProblemAnswer
from app.api.assessment_answer import AssessmentAnswer
from tests.made_up.papers import CLOSING, consolidation, other, relocation

KINDS = ("routine entry", "distance-selling entry", "change of services", "change of ownership")
THIRD = {"name": "Pharmacy XA003", "address": "2500 Long Street", "postcode": "XT1 1AC", "ods_code": "XA003"}


def kept(client: TestClient, document: dict[str, Any]) -> str:
    response = client.post("/v1/applications", json=document)
    assert response.status_code == 201, response.text
    return str(response.json()["id"])


def run(client: TestClient, application: str, **body: Any) -> Any:
    return client.post(f"/v1/applications/{application}/assessments", json=body)


def errors(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.text
    return {error.field: error.message for error in ProblemAnswer.model_validate(response.json()).errors}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_taken_assessed_and_read_back(client: TestClient, kind: str) -> None:
    here = kept(client, other(kind))
    answer = ApplicationAnswer.model_validate(client.get(f"/v1/applications/{here}").json())
    assert answer.application.kind == kind
    assert (answer.links.letter_docx, answer.links.no_response_html) == (None, None)
    made = run(client, here)
    assert made.status_code == 201, made.text
    assessment = AssessmentAnswer.model_validate(made.json())
    asked = kind.endswith("entry")
    assert assessment.duty == ("may" if asked else "none")
    assert bool(assessment.notifiees) is asked
    ids = {item.id: item.value for item in assessment.evidence}
    assert ids["access.changes"] is (kind == "routine entry")
    assert ("deadline.last_day" in ids) is asked
    assert ("coverage.walk20.gained" in ids) is (kind == "routine entry")
    [note] = ApplicationList.model_validate(client.get("/v1/applications").json()).items
    assert (note.kind, note.leaving) == (kind, None)
    assert note.staying.endswith("XT1 1ZZ" if asked else "XT1 1AA")
    assert (note.last_day is not None) is asked
    again = client.get(f"/v1/applications/{here}/assessments/1")
    assert again.content == made.content


@pytest.mark.parametrize("paper", ["letter.docx", "letter.html", "no-response.docx", "no-response.html"])
def test_a_kind_without_a_letter_says_so(client: TestClient, paper: str) -> None:
    here = kept(client, other("routine entry"))
    run(client, here)
    answer = client.get(f"/v1/applications/{here}/{paper}")
    assert answer.status_code == 409
    assert "There is no letter for a routine entry yet." in answer.json()["detail"]
    assert "Routine application for a new pharmacy" in client.get(f"/cases/{here}").text


def test_a_routine_entry_in_another_boards_area_needs_that_boards_baseline(client: TestClient) -> None:
    away = other("routine entry", premises__point__easting=503_500.0)
    answer = run(client, kept(client, away))
    assert "baseline" in errors(answer)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"kind": "merger"}, "kind", "Give one of: 'relocation', 'consolidation', 'routine entry'"),
        ({"premises": ...}, "premises", "This is missing."),
        ({"basis": "hope"}, "basis", "Give one of: 'current need'"),
        ({"premises__contract_type": "hospital"}, "premises.contract_type", "Give one of: 'community'"),
        (
            {"premises__postcode": "XT7 7XX", "premises__point": None},
            "premises.postcode",
            "in no data that is loaded",
        ),
        ({"closing": CLOSING}, "closing", "There is no field of this name here."),
    ],
)
def test_what_is_wrong_with_such_an_application_is_named(
    client: TestClient, changes: dict[str, Any], field: str, says: str
) -> None:
    answer = client.post("/v1/applications", json=other("routine entry", **changes))
    assert says in errors(answer)[field]


def test_a_consolidation_with_three_sites_is_told_how_to_send_them(client: TestClient) -> None:
    answer = client.post("/v1/applications", json=consolidation(closing=[CLOSING, THIRD]))
    assert "a consolidation joins two sites" in errors(answer)["closing"]
    third = client.post("/v1/applications", json=consolidation(closing_2=THIRD))
    assert "There is no field of this name here" in errors(third)["closing_2"]


def test_an_application_older_than_its_law_is_refused_with_its_field(client: TestClient) -> None:
    old = kept(client, relocation(notice__dated="2013-03-31", notice__reply_by=None))
    assert "1 April 2013" in errors(run(client, old))["notice.dated"]
    early = kept(client, consolidation(notice__dated="2016-12-04", notice__reply_by=None))
    assert "5 December 2016" in errors(run(client, early))["notice.dated"]
    applied = kept(client, consolidation(applied="2016-12-04"))
    assert "5 December 2016" in errors(run(client, applied))["applied"]


@pytest.mark.parametrize(
    ("document", "as_at", "says"),
    [
        (relocation(), "2013-03-31", "1 April 2013"),
        (consolidation(), "2016-12-04", "5 December 2016"),
    ],
)
def test_a_day_of_which_the_law_is_not_known_is_refused(
    client: TestClient, document: dict[str, Any], as_at: str, says: str
) -> None:
    here = kept(client, document)
    assert says in errors(run(client, here, as_at=as_at, baseline="westley-2025"))["as_at"]


def test_contradictory_undertakings_are_put_back_to_the_applicant(client: TestClient) -> None:
    both = relocation(uninterrupted=True, interruption="closed for two days to move stock")
    found = run(client, kept(client, both)).json()["findings"]
    [limb] = [one for one in found if one["rule"] == "reg24(1)(e)"]
    assert limb["verdict"] == "needs judgement"
    assert "Ask the applicant which is right." in limb["reasons"][0]


def test_consolidations_considered_together_are_named_by_their_ids(client: TestClient) -> None:
    here = kept(client, consolidation())
    there = kept(client, consolidation(reference="PC/9", closing=THIRD, considered_with=["PC/1"]))
    made = run(client, here, together=[there])
    assert made.status_code == 201, made.text
    answer = AssessmentAnswer.model_validate(made.json())
    ids = {item.id: item for item in answer.evidence}
    assert ids["together.applications"].rows[0]["reference"] == "PC/9"
    assert "together.coverage.walk20.lost" in ids
    assert [one.reference for one in answer.together] == ["PC/9"]
    [limb] = [one for one in answer.findings if one.rule == "reg26A(8)"]
    assert limb.verdict == "needs judgement"
    assert "together.coverage.walk20.lost" in limb.evidence
    assert client.get(f"/v1/applications/{here}/assessments/1").content == made.content
    assert client.get(f"/v1/applications/{here}/letter.html").status_code == 200


def test_who_cannot_be_considered_together_is_named(client: TestClient) -> None:
    here, move = kept(client, consolidation()), kept(client, relocation())
    there = kept(client, consolidation(reference="PC/9", closing=THIRD))
    found = errors(run(client, here, together=[here, there, there, move, "nobody"]))
    assert list(found) == ["together.0", "together.2", "together.3", "together.4"]
    assert found["together.0"].startswith("This is the application itself.")
    assert "named twice" in found["together.2"]
    assert "is a relocation; only consolidations are considered together" in found["together.3"]
    assert "There is no application nobody." in found["together.4"]
    assert "only consolidations" in errors(run(client, move, together=[there]))["together"].lower()
    assert "at most 20" in errors(run(client, here, together=[there] * 21))["together"]


def test_they_may_be_considered_together_without_a_case(client: TestClient) -> None:
    there = consolidation(reference="PC/9", closing=THIRD)
    body = {"application": consolidation(), "together": [there]}
    made = client.post("/v1/assess", json=body)
    assert made.status_code == 200, made.text
    answer = AssessmentAnswer.model_validate(made.json()["assessment"])
    assert [one.reference for one in answer.together] == ["PC/9"]
    lost = body | {"together": [there, consolidation(closing__postcode="XT7 7XX")]}
    assert list(errors(client.post("/v1/assess", json=lost))) == ["together.1.closing.postcode"]
    moved = body | {"application": relocation()}
    assert "this is a relocation" in errors(client.post("/v1/assess", json=moved))["together"]


def test_a_baseline_may_hold_the_boards_own_screen(make_app: Callable[..., FastAPI], data: Path) -> None:
    file = data / "baselines" / "westley.json"
    document = json.loads(file.read_text())
    document["boards"][0] |= {
        "screen": {"most_metres": 15},
        "sign_off_body": "the public health team",
        "meetings": ["2026-05-20"],
    }
    file.write_text(json.dumps(document))
    with TestClient(make_app()) as client:
        answer = AssessmentAnswer.model_validate(run(client, kept(client, relocation())).json())
        served = client.get("/v1/baselines/westley-2025").json()["boards"][0]["screen"]
    assert answer.screened is not None
    assert answer.screened.own
    assert "no more than 15 metres away on foot" in answer.screened.rule
    assert served["most_metres"] == 15
    assert "sign-off-by-officer" in {flag.id for flag in answer.flags}


@pytest.mark.parametrize(
    ("screen", "field", "says"),
    [
        ({"most_metres": -1}, "most_metres", "Give a number of 0 or more"),
        ({"stopping_flags": ["notice-misdirectd"]}, "screen", "there is no such flag"),
        ({"most_miles": 1}, "most_miles", "There is no field of this name"),
    ],
)
def test_a_screen_that_cannot_work_is_refused_with_its_baseline(
    make_app: Callable[..., FastAPI], data: Path, screen: dict[str, Any], field: str, says: str
) -> None:
    file = data / "baselines" / "westley.json"
    document = json.loads(file.read_text())
    document["boards"][0]["screen"] = screen
    file.write_text(json.dumps(document))
    with TestClient(make_app()) as client:
        [refused] = client.get("/v1/baselines").json()["refused"]
    assert field in refused
    assert says in refused


def test_the_law_is_served_as_at_a_date_with_how_far_it_was_read(client: TestClient) -> None:
    def on(day: str) -> LawAnswer:
        return LawAnswer.model_validate(client.get(f"/v1/law?as_at={day}").json())

    may = [{rule.id for rule in on(f"2023-05-{day}").rules} for day in (24, 25)]
    assert may[1] - may[0] == {"reg65A(2)", "reg65A(3)", "reg65A(4)", "sch2para34(3C)"}
    june = [next(r for r in on(f"2025-06-{day}").rules if r.id == "reg25(1)") for day in (22, 23)]
    assert june[0].asks != june[1].asks
    names = [on(f"2023-{day}").bodies["decision_maker"].name for day in ("03-31", "04-01")]
    assert names == ["NHS England", "the integrated care board"]
    rules = on("2026-05-04").rules
    assert all(rule.source for rule in rules)
    assert all(rule.source_read for rule in rules)
    assert not on("2026-05-04").bodies["addressee"].source_read
