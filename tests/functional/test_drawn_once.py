"""Papers and maps are drawn once for the same content, and anew for any other."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.responses import Response
from starlette.testclient import TestClient

from app.api import maps, papers
from app.api.drawn import Drawn
from tests.made_up.papers import consolidation, relocation

FILES = (
    "letter.docx", "letter.html", "letter.pdf", "no-response.docx", "papers/board-report.docx",
    "papers/board-report.docx?format=dorset", "papers/evidence-annex.html", "map.geojson", "map.geojson?layer=route", "map.gpkg",
    "map.gpkg?crs=4326",
)  # fmt: skip
PART = {"signatory": "the Chair of the Board", "no_response_reason": "No change in access."}


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every drawing that is made, by its kind."""
    made: list[str] = []

    def counting(name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **more: Any) -> Any:
            made.append(name)
            return draw(*given, **more)

        return counted

    monkeypatch.setattr(papers, "drafted", counting("drafted", papers.drafted))
    monkeypatch.setattr(maps, "map_of", counting("map_of", maps.map_of))
    return made


@pytest.fixture
def either(make_app: Callable[..., FastAPI], database_url: str) -> Iterator[TestClient]:
    with TestClient(make_app(database=database_url), raise_server_exceptions=False) as client:
        yield client


def assessed(client: TestClient, document: dict[str, Any]) -> str:
    here: str = client.post("/v1/applications", json=document).headers["location"]
    assert client.post(f"{here}/assessments").status_code == 201
    return here


def test_every_file_is_drawn_once_and_given_again_to_the_byte(
    either: TestClient, drawings: list[str]
) -> None:
    here = assessed(either, relocation())
    first = {name: either.get(f"{here}/{name}") for name in FILES}
    assert {name: answer.status_code for name, answer in first.items()} == dict.fromkeys(FILES, 200)
    assert len(drawings) == len(FILES)
    assert len({answer.headers["etag"] for answer in first.values()}) == len(FILES)
    for name, answer in first.items():
        again = either.get(f"{here}/{name}")
        assert again.content == answer.content, name
        for header in ("etag", "content-type", "content-disposition", "content-security-policy"):
            assert again.headers.get(header) == answer.headers.get(header), (name, header)
        assert again.headers["cache-control"] == "private, no-cache"
        had = either.get(f"{here}/{name}", headers={"If-None-Match": f'"other", {answer.headers["etag"]}'})
        assert (had.status_code, had.content, had.headers["etag"]) == (304, b"", answer.headers["etag"])
    assert len(drawings) == len(FILES)


def test_what_changes_a_paper_has_it_drawn_anew(
    either: TestClient, drawings: list[str], make_app: Callable[..., FastAPI]
) -> None:
    here = assessed(either, relocation())
    before = either.get(f"{here}/letter.html")
    assert either.put(f"{here}/officer", json=PART, headers={"If-Match": "*"}).status_code == 200
    after = either.get(f"{here}/letter.html", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, "the Chair of the Board" in after.text) == (200, True)
    assert either.post(f"{here}/assessments", json={"as_at": "2026-04-01"}).status_code == 201
    assert either.get(f"{here}/letter.html").content != after.content
    assert either.get(f"{here}/letter.html?assessment=1").content == after.content
    assert len(drawings) == 3
    other = assessed(either, relocation())
    assert either.get(f"{other}/letter.html").status_code == 200
    assert len(drawings) == 4


def test_what_cannot_be_drawn_is_said_each_time(either: TestClient, behind: Callable[[str], Any]) -> None:
    here = either.post("/v1/applications", json=consolidation()).headers["location"]
    for _ in range(2):
        assert either.get(f"{here}/letter.docx").status_code == 409
        assert either.get(f"{here}/map.geojson").status_code == 409
    either.post(f"{here}/assessments")
    for _ in range(2):
        assert either.get(f"{here}/no-response.docx").status_code == 409
        assert either.get(f"{here}/map.geojson?standard=none").status_code == 422
        assert either.get(f"{here}/letter.docx?assessment=9").status_code == 404
    assert either.get(f"{here}/letter.docx").status_code == 200
    behind("UPDATE assessments SET sha256 = 'x'")
    for name in ("letter.docx", "map.geojson"):
        assert either.get(f"{here}/{name}").status_code == 500, name


def test_another_template_has_word_files_drawn_anew(
    make_app: Callable[..., FastAPI], tmp_path: Any, drawings: list[str]
) -> None:
    from docx import Document

    file = tmp_path / "council.docx"
    with TestClient(make_app(template=file)) as client:
        here = assessed(client, relocation())
        assert client.get(f"{here}/letter.docx").status_code == 503
        for words in ("Westley Council", "Eastley Council"):
            document = Document()
            document.sections[0].header.paragraphs[0].text = words
            document.save(str(file))
            assert client.get(f"{here}/letter.docx").status_code in (200, 503)
            client.get(f"{here}/letter.pdf")
    assert drawings.count("drafted") == 4


def test_what_is_kept_is_bounded_and_the_oldest_goes_first() -> None:
    kept, drawn = Drawn(most_bytes=250), []

    def draw(name: str, size: int = 100) -> Callable[[], Response]:
        def made() -> Response:
            drawn.append(name)
            return Response(b"x" * size)

        return made

    for name in ("a", "b", "a", "c", "a", "b"):
        kept.file(name, draw(name))
    assert drawn == ["a", "b", "c", "b"]
    for _ in range(2):
        kept.file("large", draw("large", 251))
    assert drawn[4:] == ["large", "large"]
    kept.file("b", draw("b"))
    assert drawn[6:] == []
