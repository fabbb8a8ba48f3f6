"""The API page and the OpenAPI document: examples are taken, errors are declared, nothing is fetched from elsewhere."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.access import API_RULES
from app.api.examples import APPLICATIONS
from app.schemas.applications import APPLICATION


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_document_has_every_address_that_has_a_rule(document: dict[str, Any]) -> None:
    assert set(operations(document)) == {f"{method} {path}" for method, path in API_RULES}


def test_every_operation_is_described_and_declares_its_problems(document: dict[str, Any]) -> None:
    found = operations(document)
    assert [name for name, operation in found.items() if not operation.get("description")] == []
    assert len({operation["operationId"] for operation in found.values()}) == len(found)
    for operation in found.values():
        assert list(operation["responses"]["500"]["content"]) == ["application/problem+json"]
        assert "default" not in operation["responses"]
    assert "HTTPValidationError" not in str(document)


def test_every_field_of_the_document_is_described(document: dict[str, Any]) -> None:
    bare = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if not part.get("description")
    ]
    assert bare == []


def test_every_reference_of_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    wanted = set(re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(document)))
    assert wanted <= set(document["components"]["schemas"])


def test_the_document_says_which_applications_there_are(document: dict[str, Any]) -> None:
    body = document["paths"]["/v1/applications"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"]["discriminator"]["propertyName"] == "kind"
    assert set(body["examples"]) == {"relocation", "consolidation"}
    notice = document["components"]["schemas"]["Notice"]["properties"]["dated"]
    assert notice["format"] == "date"
    assert document["components"]["schemas"]["StatedPremises"]["additionalProperties"] is False


@pytest.mark.parametrize("name", APPLICATIONS)
def test_examples_are_taken_as_they_stand(client: TestClient, document: dict[str, Any], name: str) -> None:
    post = document["paths"]["/v1/applications"]["post"]
    example = post["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    assert APPLICATION.validate_python(example).kind == name
    assert client.post("/v1/applications", json=example).status_code == 201


def test_the_examples_say_what_the_paper_says() -> None:
    poole = APPLICATION.validate_python(APPLICATIONS["consolidation"]["value"]).value()
    assert (poole.closing.ods_code, poole.closing.postcode) == ("FNF64", "BH15 1DN")
    assert (poole.continuing.ods_code, poole.continuing.postcode) == ("FC009", "BH15 1SX")
    assert (str(poole.notice.dated), str(poole.notice.reply_by)) == ("2019-08-13", "2019-09-27")
    claims = poole.claims
    assert (claims.distance_m, claims.walk_minutes, claims.alternatives_within_a_mile) == (450, 6, 4)
    christchurch = APPLICATION.validate_python(APPLICATIONS["relocation"]["value"]).value()
    assert (str(christchurch.notice.reply_by), christchurch.claims.distance_m) == ("2019-09-20", 20)
    assert christchurch.notice.sent_to_hwb == "E06000059"
    assert christchurch.existing.point.metres_to(christchurch.proposed.point) == 20


def test_the_page_fetches_nothing_and_runs_nothing(client: TestClient) -> None:
    answer = client.get("/docs")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.text) == []
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert '<html lang="en-GB">' in answer.text


def test_the_api_page_shows_every_address_and_both_examples(
    client: TestClient, document: dict[str, Any]
) -> None:
    page = client.get("/docs").text
    assert [name for name in operations(document) if f"<code>{name}</code>" not in page] == []
    assert page.count("<details>") == 9
    assert "FNF64" in page
    assert all(f'id="schema-{name}"' in page for name in document["components"]["schemas"])


def test_links_inside_the_api_page_lead_somewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
