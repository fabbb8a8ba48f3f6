"""Maps and removals over HTTP: the right file under the right name, and plain words where it cannot be drawn."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.api.maps import LayerName
from app.api.removals import RemovalsAnswer
from app.maps import LAYERS
from tests.made_up.papers import baseline, consolidation, relocation

REMOVALS = "/v1/baselines/westley-2025/removals"


def assessed(client: TestClient, document: dict[str, Any], **body: str) -> str:
    here = str(client.post("/v1/applications", json=document).headers["location"])
    assert client.post(f"{here}/assessments", json=body).status_code == 201
    return here


def opened(content: bytes, folder: Path) -> Path:
    file = folder / "map.gpkg"
    file.write_bytes(content)
    return file


def test_the_layers_that_may_be_asked_for_are_those_that_there_are() -> None:
    assert LayerName.__args__ == LAYERS  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", [relocation(), consolidation()], ids=["relocation", "consolidation"])
def test_the_map_of_the_latest_assessment(client: TestClient, document: dict[str, Any]) -> None:
    answer = client.get(f"{assessed(client, document)}/map.geojson")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    reference = document["reference"].replace("/", "-").lower()
    assert answer.headers["content-disposition"] == f'attachment; filename="map-{reference}-1.geojson"'
    found = answer.json()
    assert list(found["metadata"]["layers"]) == list(LAYERS)
    assert {feature["properties"]["layer"] for feature in found["features"]} == set(LAYERS)


def test_another_assessment_is_drawn_where_it_is_asked_for(client: TestClient) -> None:
    here = assessed(client, consolidation(), as_at="2026-05-04")
    client.post(f"{here}/assessments", json={"as_at": "2026-05-20"})
    days = {
        path: client.get(f"{here}/map.geojson{path}").json()["metadata"]["assessed_as_at"]
        for path in ("", "?assessment=1", "?assessment=2")
    }
    assert days == {"": "2026-05-20", "?assessment=1": "2026-05-04", "?assessment=2": "2026-05-20"}
    assert client.get(f"{here}/map.geojson?assessment=3").status_code == 404


@pytest.mark.parametrize(("query", "crs"), [("", 27700), ("?crs=27700", 27700), ("?crs=4326", 4326)])
def test_a_geopackage_opens_with_a_layer_each(
    client: TestClient, tmp_path: Path, query: str, crs: int
) -> None:
    answer = client.get(f"{assessed(client, consolidation())}/map.gpkg{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geopackage+sqlite3"
    file = opened(answer.content, tmp_path)
    assert [str(name) for name, _ in pyogrio.list_layers(file)] == list(LAYERS)
    assert pyogrio.read_info(file, layer="reach")["crs"] == f"EPSG:{crs}"


def test_layers_can_be_chosen_so_that_a_map_can_be_handed_on(client: TestClient) -> None:
    here = assessed(client, consolidation())
    shared = client.get(f"{here}/map.geojson?layer=premises&layer=reach").json()
    assert list(shared["metadata"]["layers"]) == ["premises", "reach"]
    assert not any("Analysts only" in note for note in shared["metadata"]["notes"])
    assert any(
        "Analysts only" in note for note in client.get(f"{here}/map.geojson").json()["metadata"]["notes"]
    )


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("standard=walk5", "standard", "no access standard 'walk5'. Give one of: walk20."),
        ("crs=3857", "crs", "Give one of: '27700' or '4326'."),
        (
            "layer=postcodes",
            "layer.0",
            "Give one of: 'route', 'premises', 'affected_homes', 'reach' or 'boards'.",
        ),
        ("assessment=0", "assessment", "Give a number of 1 or more."),
    ],
)
def test_what_cannot_be_drawn_is_named(client: TestClient, query: str, field: str, words: str) -> None:
    answer = client.get(f"{assessed(client, consolidation())}/map.gpkg?{query}")
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert words in error["message"]


def test_before_an_assessment_there_is_nothing_to_draw(client: TestClient) -> None:
    here = client.post("/v1/applications", json=consolidation()).headers["location"]
    answer = client.get(f"{here}/map.geojson")
    assert answer.status_code == 409
    assert answer.json()["detail"] == f"There is nothing to draw yet: POST to {here}/assessments first."
    assert client.get("/v1/applications/nowhere/map.gpkg").status_code == 404


def test_without_its_snapshot_a_map_is_not_drawn(make_app: Callable[..., FastAPI], data: Path) -> None:
    with TestClient(make_app()) as client:
        here = assessed(client, consolidation())
    shutil.rmtree(data / "snapshots")
    with TestClient(make_app()) as client:
        answer = client.get(f"{here}/map.geojson")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/docs#problem-snapshot-unusable"


def test_a_map_that_no_longer_agrees_with_its_assessment_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As though a later version of the service measured otherwise: the assessment says 300 people, the map would show none."""
    from app.access.whatif import Change

    here = assessed(client, consolidation())
    monkeypatch.setattr("app.api.maps.change_of", lambda *_: Change(leaves=-1))
    answer = client.get(f"{here}/map.geojson")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/docs#problem-outdated"
    assert "run the assessment again, and draw that" in answer.json()["detail"]


def test_removals_as_json_are_what_the_api_page_declares(client: TestClient) -> None:
    answer = client.get(REMOVALS)
    found = RemovalsAnswer.model_validate_json(answer.content)
    assert [pharmacy.ods_code for pharmacy in found.pharmacies] == ["XA001", "XA002", "XA003"]
    assert sum(pharmacy.removals["walk20"].people_nearest for pharmacy in found.pharmacies) == 1_000
    assert (
        json.loads(answer.content)["standards"][0]["words"]
        == "20 minutes on foot at 3 miles an hour (1,609.3 m)"
    )


def test_removals_as_files(client: TestClient, tmp_path: Path) -> None:
    table = client.get(f"{REMOVALS}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["content-disposition"] == 'attachment; filename="removals-westley-2025.csv"'
    assert table.text.splitlines()[1].startswith("XA001,Pharmacy XA001,XT1 1AA,Westley,no,no,300,")
    points = client.get(f"{REMOVALS}.geojson?standard=walk20").json()
    assert [feature["properties"]["ods_code"] for feature in points["features"]] == [
        "XA001",
        "XA002",
        "XA003",
    ]
    file = opened(client.get(f"{REMOVALS}.gpkg?crs=4326").content, tmp_path)
    info = pyogrio.read_info(file)
    assert (info["layer_name"], info["features"], info["crs"]) == ("removals", 3, "EPSG:4326")


def test_removals_that_cannot_be_measured_say_why(client: TestClient) -> None:
    unknown = client.get(f"{REMOVALS}.csv?standard=walk5")
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["field"] == "standard"
    assert client.get("/v1/baselines/eastley/removals").status_code == 404


def test_removals_without_streets_say_what_is_missing(make_app: Callable[..., FastAPI], data: Path) -> None:
    file = data / "baselines" / "westley.json"
    snapshot = json.loads(file.read_bytes())["snapshot"]
    by_car = [{"id": "car20", "mode": "drive", "minutes": 20}]
    file.write_text(json.dumps(baseline(snapshot, standards=by_car)), encoding="utf-8")
    with TestClient(make_app()) as client:
        answer = client.get(REMOVALS)
    assert answer.status_code == 422
    assert "has no streets to drive on" in answer.json()["detail"]
