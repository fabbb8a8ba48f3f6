"""The service years after changes to the law were last looked for: it assesses as before, and says so wherever it matters."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.law import CHECKED_TO
from app.main import create_app
from app.settings import Settings
from tests.functional.conftest import write_data
from tests.made_up.papers import consolidation, relocation

LATER = (date(2028, 6, 25), date(2030, 1, 1))
SAYS = "Changes to the law were looked for up to 25 June 2026 only"


@pytest.fixture(scope="module")
def long_after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("later"))


@pytest.fixture(params=LATER, ids=date.isoformat)
def later(request: pytest.FixtureRequest, long_after: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The service with its clock at a later day, and papers of that day."""
    on: date = request.param
    now = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    settings = Settings(
        data=long_after, database=f"sqlite:///{tmp_path / 'later.sqlite'}", demo=True, requests_a_minute=0
    )
    with TestClient(create_app(settings, clock=lambda: now), raise_server_exceptions=False) as client:
        client.headers["x-on"] = on.isoformat()
        yield client


def on_that_day(client: TestClient) -> dict[str, str]:
    on = date.fromisoformat(client.headers["x-on"])
    return {
        "notice__dated": (on - timedelta(10)).isoformat(),
        "notice__reply_by": (on + timedelta(35)).isoformat(),
        "applied": (on - timedelta(40)).isoformat(),
    }


def test_it_assesses_with_no_date_given_and_flags_it(later: TestClient) -> None:
    for document in (relocation(**on_that_day(later)), consolidation(**on_that_day(later))):
        here = later.post("/v1/applications", json=document)
        assert here.status_code == 201, here.text
        made = later.post(f"{here.headers['location']}/assessments", json={})
        assert made.status_code == 201, made.text
        assert made.json()["as_at"] == later.headers["x-on"]
        assert "law-not-checked" in {flag["id"] for flag in made.json()["flags"]}
        assert later.get(f"{here.headers['location']}/letter.html").status_code == 200
        assert later.post("/v1/assess", json={"application": document}).status_code == 200


def test_readiness_and_the_desk_ask_for_another_search(later: TestClient) -> None:
    ready = later.get("/health/ready")
    assert (ready.status_code, ready.json()["status"], ready.json()["reasons"]) == (200, "ready", [])
    assert [warning[: len(SAYS)] for warning in ready.json()["warnings"]] == [SAYS]
    assert SAYS in later.get("/cases").text


def test_the_rules_of_a_later_day_come_with_who_looked_and_where(later: TestClient) -> None:
    law = later.get("/v1/law").json()
    assert (law["as_at"], law["searched_up_to"]) == (later.headers["x-on"], CHECKED_TO.isoformat())
    assert law["rules"] == later.get("/v1/law?as_at=2026-06-25").json()["rules"]
    assert all(search["by"] and search["where"] and search["found"] for search in law["searches"])


def test_on_the_desk_working_days_that_are_not_known_are_said_to_be(later: TestClient) -> None:
    known = later.headers["x-on"] < "2028-12-26"
    here = later.post("/v1/applications", json=relocation(**on_that_day(later))).headers["location"]
    said = "35 days left (25 working days)" if known else "35 days left (working days not known)"
    assert said in " ".join(later.get("/cases").text.split())
    assert said in " ".join(later.get(here.replace("/v1/applications", "/cases")).text.split())
    found = later.post("/v1/assess", json={"application": relocation(**on_that_day(later))}).json()[
        "assessment"
    ]
    item = next(item for item in found["evidence"] if item["id"] == "deadline.working_days_left")
    assert item["value"] == (25 if known else None)
    assert item["note"] == ("" if known else "bank holidays are known up to 2028-12-26 only")


def test_before_half_a_year_is_over_nothing_is_asked_for(client: TestClient) -> None:
    assert client.get("/health/ready").json()["warnings"] == []
    assert SAYS not in client.get("/cases").text
