"""Whatever JSON is sent, the service answers with a document or with a problem that names a field: never with a failure."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.made_up.papers import baseline, consolidation, other, relocation
from tests.made_up.small_area import snapshot

SEEDS = (
    relocation(
        applied="2026-04-01",
        last_relocated="2026-01-01",
        existing__hours_directed=True,
        proposed__point={"easting": 500_520, "northing": 400_000, "source": "a map", "error_m": 2},
    ),
    consolidation(
        continuing_hours_after={"monday": "00:00-24:00", "saturday": "22:00-04:00"},
        services_added=["New Medicine Service"],
        route="closing contractor applies",
        considered_with=["PC/9"],
    ),
    other(
        "routine entry",
        basis="unforeseen benefits",
        applied="2026-04-01",
        presupposes_consolidation_gap=True,
        consolidation_granted="2026-01-15",
    ),
    other("change of ownership", already_listed=True),
)

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-10, 10**7),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "09:00-17:00",
            "closed",
            "2026-02-28",
            "1900-01-01",
            "2199-12-31",
            "XT1 1AC",
            "XA003",
            "{{ x }}",
            "<b>",
        ]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=5), max_size=2),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data: Path = tmp_path_factory.mktemp("data")
    made = snapshot(data / "snapshots")
    (data / "baselines").mkdir()
    (data / "baselines" / "one.json").write_text(json.dumps(baseline(made.id)))
    app = create_app(
        Settings(data=data, demo=True, requests_a_minute=0), clock=lambda: datetime(2026, 5, 4, tzinfo=UTC)
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def paths_of(document: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    for key, value in items:
        yield (*here, key)
        yield from paths_of(value, (*here, key))


@st.composite
def damaged(draw: Any) -> Any:
    """An application with one to three places changed or taken out."""
    document = deepcopy(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 3))):
        places = list(paths_of(document))
        *above, last = draw(st.sampled_from(places))
        target = document
        for key in above:
            target = target[key]
        if draw(st.booleans()) and isinstance(target, dict):
            del target[last]
        else:
            target[last] = draw(VALUES)
        if not document:
            break
    return document


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(damaged())
def test_an_application_is_taken_through_to_its_letter_or_refused_with_the_field(
    client: TestClient, document: Any
) -> None:
    answer = client.post("/v1/applications", json=document)
    if answer.status_code == 422:
        assert all(error["message"] for error in answer.json()["errors"])
        return
    assert answer.status_code == 201, answer.text
    links = answer.json()["links"]
    assessment = client.post(links["assessments"], json={"baseline": "westley-2025"})
    if assessment.status_code == 422:
        assert assessment.json()["errors"]
        return
    assert assessment.status_code == 201, assessment.text
    for name in ("letter_html", "letter_docx", "no_response_html"):
        if links[name]:
            assert client.get(links[name]).status_code == 200
