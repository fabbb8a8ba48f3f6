"""Every address of the OpenAPI document is called with what it allows and what it does not: no failure, no undeclared answer."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from app.api.access import API_RULES
from app.main import create_app
from app.settings import Settings
from tests.made_up.papers import baseline, consolidation
from tests.made_up.small_area import snapshot

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    data: Path = tmp_path_factory.mktemp("data")
    made = snapshot(data / "snapshots")
    (data / "baselines").mkdir()
    (data / "baselines" / "one.json").write_text(json.dumps(baseline(made.id)))
    app = create_app(
        Settings(data=data, demo=True, requests_a_minute=0), clock=lambda: datetime(2026, 5, 4, tzinfo=UTC)
    )
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def places(app: FastAPI) -> dict[str, str]:
    """What stands in paths and is there: an assessed consolidation, and the baseline."""
    client = TestClient(app)
    made = client.post("/v1/applications", json=consolidation()).json()
    client.post(made["links"]["assessments"])
    return {"application_id": made["id"], "baseline_id": "westley-2025"}


@pytest.fixture(scope="module")
def api(app: FastAPI) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", app)


OPERATIONS = sorted(API_RULES)
NOTHING_TO_GET_WRONG = {
    "/health/live",
    "/health/ready",
    "/metrics",
    "/version",
    "/v1/audit",
    "/v1/baselines",
    "/v1/baselines/{baseline_id}/versions",
    "/v1/applications/{application_id}",
    "/v1/applications/{application_id}/assessments",
    "/v1/applications/{application_id}/case",
    "/v1/applications/{application_id}/officer",
}
"""Paths whose GET takes no query and any text as an id: nothing that is sent there breaks the document."""


@pytest.mark.parametrize(
    ("method", "path"), OPERATIONS, ids=[f"{method} {path}" for method, path in OPERATIONS]
)
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_what_is_answered_is_what_the_document_says(
    api: Any, places: dict[str, str], method: str, path: str, mode: GenerationMode
) -> None:
    if (method, mode) == ("GET", GenerationMode.NEGATIVE) and path in NOTHING_TO_GET_WRONG:
        return
    operation = api[path][method]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode), st.booleans())
    def call(case: Any, real: bool) -> None:
        if real:
            # An id drawn at random is of nothing: half of the calls go to what is there.
            there = {name: value for name, value in places.items() if name in case.path_parameters}
            case.path_parameters = {**case.path_parameters, **there}
        case.call_and_validate(checks=CHECKS)

    call()
