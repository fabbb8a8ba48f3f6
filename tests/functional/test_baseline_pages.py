"""What figures rest on, on pages: a full needs assessment, one that cannot be used, and what is not there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

PAGE = {"accept": "text/html"}
FULL = Path(__file__).parents[2] / "docs" / "examples" / "baseline-full.json"


@pytest.fixture
def full(data: Path) -> str:
    """The id of the full example, on the snapshot that is there."""
    document = json.loads(FULL.read_bytes())
    document["snapshot"] = json.loads((data / "baselines" / "westley.json").read_bytes())["snapshot"]
    (data / "baselines" / "full.json").write_text(json.dumps(document), encoding="utf-8")
    return str(document["id"])


def test_everything_that_a_full_assessment_says_is_on_its_page(
    full: str, make_app: Callable[..., FastAPI]
) -> None:
    document = json.loads(FULL.read_bytes())
    with TestClient(make_app()) as client:
        text = client.get(f"/baselines/{full}", headers=PAGE).text
    assert "from 1 October 2025" in text
    assert document["predecessor"] in text
    for board in document["boards"]:
        assert board["name"] in text
    for locality in document["localities"]:
        assert locality["name"] in text
    for gap in document["localities"][0]["schedule_1"]["gaps"]:
        assert gap["text"] in text
    for statement in document["supplementary_statements"]:
        assert statement["text"] in text.replace("&#39;", "'")


def test_a_baseline_whose_data_is_gone_says_so(data: Path, make_app: Callable[..., FastAPI]) -> None:
    document = json.loads((data / "baselines" / "westley.json").read_bytes())
    document |= {"id": "without-data", "snapshot": "0" * 16}
    (data / "baselines" / "without.json").write_text(json.dumps(document), encoding="utf-8")
    with TestClient(make_app(), raise_server_exceptions=False) as client:
        shown = client.get("/baselines/without-data", headers=PAGE)
        assert shown.status_code == 200
        assert "cannot be used" in shown.text
        assert "cannot be used" in client.get("/baselines", headers=PAGE).text
        assert client.get("/baselines/without-data/removals", headers=PAGE).status_code == 503


@pytest.mark.parametrize(
    "path", ["/baselines/nobody", "/baselines/nobody/removals", "/snapshots/nobody", "/rechecks/nobody"]
)
def test_what_is_not_there_is_a_page_that_says_so(path: str, client: TestClient) -> None:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 404
    assert "Page not found" in answer.text or "There is no such" in answer.text


def test_a_standard_that_is_none_of_the_baseline_is_told(client: TestClient) -> None:
    answer = client.get("/baselines/westley-2025/removals?standard=fly-5", headers=PAGE)
    assert answer.status_code == 404
    assert "fly-5" in answer.text
