"""Papers that give no postcode: entered with a point or a street, or as not stated with what then cannot be measured."""

from typing import Any

from starlette.testclient import TestClient

from tests.functional.test_desk import answers, begin, kept, send, words
from tests.made_up import papers

NOWHERE = {"name": "Pharmacy XA001", "address": "The new shop"}
SILENT = {"proposed": NOWHERE, "not_stated": ["proposed.postcode"]}


def _assess(client: TestClient, case: str) -> dict[str, Any]:
    made = client.post(f"/v1/applications/{case}/assessments", json={"baseline": "westley-2025"})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def test_a_site_that_nothing_places_is_refused_until_somebody_says_that_the_papers_do_not(
    client: TestClient,
) -> None:
    refused = client.post("/v1/applications", json=papers.relocation(proposed=NOWHERE))
    assert refused.status_code == 422
    (found,) = refused.json()["errors"]
    assert found["field"] == "proposed.postcode"
    assert "name proposed.postcode in not_stated" in found["message"]
    street = client.post(
        "/v1/applications", json=papers.relocation(proposed={**NOWHERE, "street": "No Street"})
    )
    assert [each["field"] for each in street.json()["errors"]] == ["proposed.street"]


def test_what_turns_on_a_place_that_is_not_known_is_not_measured_and_the_letter_asks_for_it(
    client: TestClient,
) -> None:
    case = kept(client, papers.relocation(**SILENT))
    found = _assess(client, case)
    assert "postcode-not-given" in {flag["id"] for flag in found["flags"]}
    values = {item["id"]: item["value"] for item in found["evidence"]}
    assert values["distance.straight"] is None
    assert values["coverage.walk20.lost"] is None
    assert values["hwb.relevant"] is None
    # What is left near the old site does not turn on where the new one is.
    assert values["alternatives.straight"] is not None
    page = words(client.get(f"/cases/{case}/assessment").text)
    assert "nothing else says where it is" in page
    assert client.get(f"/cases/{case}/map").status_code == 200
    assert "The new shop" in words(client.get(f"/cases/{case}").text)


def test_the_desk_takes_papers_without_a_postcode_and_asks_what_the_list_has(client: TestClient) -> None:
    draft = begin(client)
    answers(client, draft)
    bare = {"proposed.name": "Pharmacy XA001", "proposed.address": "The new shop", "proposed.postcode": ""}
    here = f"{draft}/questions/proposed-place"
    assert send(client, here, **bare).headers["location"] == here
    assert "or tick that the papers do not state the postcode" in words(client.get(here).text)
    ticked = {**bare, "proposed.postcode-not-stated": "yes"}
    assert send(client, f"{draft}/questions/proposed-place", **ticked).status_code == 303
    asked = words(client.get(f"{draft}/questions/existing-checks").text)
    assert "XA001: Pharmacy XA001, 500 Long Street, XT1 1AA" in asked
    checks = {
        "existing.listed_as": "XA001",
        "existing.measured_at": "list",
        "existing.hours_checked": "yes",
    }
    assert send(client, f"{draft}/questions/existing-checks", **checks).status_code == 303
    none = send(client, f"{draft}/questions/proposed-checks", **{"proposed.listed_as": "none"})
    assert none.status_code == 303
    made = send(client, f"{draft}/check")
    assert made.status_code == 303, words(made.text)
    case = made.headers["location"].rpartition("/")[2]
    stored = client.get(f"/v1/applications/{case}").json()["application"]
    assert stored["not_stated"].count("proposed.postcode") == 1
    assert (stored["existing"]["listed_as"], stored["proposed"]["listed_as"]) == (["XA001"], [])
    assert (stored["existing"]["measured_at"], stored["existing"]["hours_checked"]) == ("list", True)
