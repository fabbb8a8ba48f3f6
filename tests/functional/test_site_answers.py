"""A person is asked which listed premises a site is, answers with the next assessment, and is not asked again."""

import re
from typing import Any

from starlette.testclient import TestClient

from tests.made_up import papers

CODE_OF_A_CONTRACTOR = {**papers.CLOSING, "ods_code": "ZZ900"}


def _taken_in(client: TestClient) -> str:
    made = client.post("/v1/applications", json=papers.consolidation(closing=CODE_OF_A_CONTRACTOR))
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def _assessed(client: TestClient, case: str, **body: object) -> dict[str, Any]:
    made = client.post(f"/v1/applications/{case}/assessments", json=body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def _value(assessment: dict[str, Any], name: str) -> Any:
    return next(item["value"] for item in assessment["evidence"] if item["id"] == name)


def test_an_answer_is_given_with_the_next_assessment_and_stands_in_it(client: TestClient) -> None:
    case = _taken_in(client)
    asked = _assessed(client, case)
    assert "site-in-question" in {flag["id"] for flag in asked["flags"]}
    assert _value(asked, "coverage.walk20.lost") is None
    told = _assessed(client, case, sites=[{"site": "closing", "listed_as": ["XA001"]}])
    assert "site-in-question" not in {flag["id"] for flag in told["flags"]}
    assert _value(told, "coverage.walk20.lost") is not None
    assert told["application"]["closing"]["listed_as"] == ["XA001"]
    kept = client.get(f"/v1/applications/{case}").json()["application"]
    assert kept["closing"]["listed_as"] is None, "the papers stay as they came in"


def test_a_site_that_is_not_the_applications_is_named(client: TestClient) -> None:
    case = _taken_in(client)
    for sites in ([{"site": "existing", "listed_as": []}], [{"site": "closing"}, {"site": "closing"}]):
        refused = client.post(f"/v1/applications/{case}/assessments", json={"sites": sites})
        assert refused.status_code == 422
        assert "Name each site of this application once at most: closing and continuing." in refused.text


def test_the_page_asks_takes_the_answer_and_keeps_it_for_the_next(client: TestClient) -> None:
    case = _taken_in(client)
    _assessed(client, case)
    here = f"/cases/{case}/assessment"
    page = client.get(here).text
    assert "Is the leaving site XA001?" in page
    assert "Which premises of the pharmacy list is Pharmacy XA001, XT1 1AA?" in page
    assert "It is XA001: Pharmacy XA001, 500 Long Street, XT1 1AA" in page
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    sent = client.post(here, data={**hidden, "listed_as-closing": "XA001"}, follow_redirects=True)
    assert sent.status_code == 200
    assert "Is the leaving site XA001?" not in sent.text
    assert re.search(r'<option value="XA001" selected', sent.text), (
        "the answer stands for the next assessment"
    )
    assert "nobody gains or loses the standard" in sent.text or "lose the standard" in sent.text
