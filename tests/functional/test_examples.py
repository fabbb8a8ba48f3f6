"""The examples do what they say, against the running demo of the made-up town."""

import csv
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyogrio
import pytest
import requests
from typer.testing import CliRunner

from app.cli.loopback import Loopback, bound_socket, running
from app.main import create_app
from app.schemas.applications import APPLICATION
from app.settings import Settings
from geodata.cli import app as geodata_commands
from geodata.demo.papers import TODAY
from tests.made_up.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TABLE = EXAMPLES / "applications.csv"


@pytest.fixture(scope="module")
def town(demo_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo_town, tmp_path_factory.mktemp("examples") / "town"))


@pytest.fixture(scope="module")
def server(town: Path) -> Iterator[Loopback]:
    listening, _ = bound_socket(0)
    with running(create_app(Settings(demo=True, data=town, requests_a_minute=0)), listening) as server:
        yield server


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, with proxies of the machine left aside; one letter for each application, to save time."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    spec = importlib.util.spec_from_file_location("batch_from_csv", EXAMPLES / "batch_from_csv.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "LETTERS", ("letter_html",))
    return module


def table(file: Path, rows: list[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def example(prefix: str = "", **changes: str) -> list[dict[str, str]]:
    """The rows of the example under references of their own, with cells of the second changed."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        row["reference"] = prefix + row["reference"]
    rows[1] |= {name.replace("__", "."): cell for name, cell in changes.items()}
    return rows


def run(batch: ModuleType, file: Path, server: Loopback, out: Path, *more: str) -> int:
    status: int = batch.main(
        [str(file), "--server", server.address, "--out", str(out), "--as-at", TODAY.isoformat(), *more]
    )
    return status


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    return value


def test_the_example_table_is_the_made_up_towns_own_papers(batch: ModuleType, town: Path) -> None:
    rows, faults = batch.read_rows(TABLE)
    assert faults == []
    by_kind = {application["kind"]: application for _, _, application in rows}
    for kind in ("relocation", "consolidation"):
        paper = json.loads((town / "applications" / f"{kind}.json").read_text(encoding="utf-8"))
        assert by_kind[kind] == without_nulls(paper)


def test_every_field_that_is_yes_or_no_a_number_or_a_list_is_known_to_the_script(batch: ModuleType) -> None:
    kinds: dict[str, set[str]] = {"boolean": set(), "number": set(), "integer": set(), "array": set()}

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for name, field in node.get("properties", {}).items():
                for option in (field, *field.get("anyOf", [])):
                    if option.get("type") in kinds:
                        kinds[option["type"]].add(name)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(APPLICATION.json_schema())
    assert kinds["boolean"] == batch.YES_NO
    assert kinds["number"] | kinds["integer"] == batch.NUMBERS
    assert kinds["array"] == batch.LISTS


def test_a_batch_from_the_command_line_writes_every_letter(server: Loopback, tmp_path: Path) -> None:
    out = tmp_path / "letters"
    done = subprocess.run(
        [sys.executable, EXAMPLES / "batch_from_csv.py", TABLE, "--server", server.address, "--out", out,
         "--as-at", TODAY.isoformat()],
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS, env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[1/2] QW-2026-01" in done.stdout
    assert "2 of 2 applications have their letters" in done.stdout
    assert {f.name for f in (out / "QW-2026-01").iterdir()} == {
        "assessment.json", "letter.docx", "letter.html", "no-response.docx", "no-response.html",
    }  # fmt: skip
    assert {f.name for f in (out / "QW-2026-02").iterdir()} == {
        "assessment.json",
        "letter.docx",
        "letter.html",
    }
    assert (out / "QW-2026-02" / "letter.docx").read_bytes().startswith(b"PK")
    assert "Copperquill" in (out / "QW-2026-02" / "letter.html").read_text(encoding="utf-8")


def references(server: Loopback) -> list[str]:
    return [item["reference"] for item in json.loads(server.get("/v1/applications?limit=200"))["items"]]


def test_run_again_nothing_is_taken_in_twice(
    batch: ModuleType, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", example("again-"))
    assert run(batch, file, server, tmp_path / "out") == 0
    capsys.readouterr()
    assert run(batch, file, server, tmp_path / "out") == 0
    told = capsys.readouterr().out
    assert told.count("taken in earlier: /v1/applications/") == 2
    assert told.count("assessed earlier") == 2
    (
        tmp_path / "out" / "progress.csv"
    ).unlink()  # as where the connection broke before anything was written down
    assert run(batch, file, server, tmp_path / "out") == 0
    assert sorted(r for r in references(server) if r.startswith("again-")) == [
        "again-QW-2026-01",
        "again-QW-2026-02",
    ]


def test_a_fault_is_told_by_row_and_column_and_the_other_rows_go_on(
    batch: ModuleType, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = example("faulty-", closing__postcode="nowhere", notice__dated="soon", closing__hours__monday="9-5")
    out = tmp_path / "out"
    assert run(batch, table(tmp_path / "a.csv", rows), server, out) == 1
    told = capsys.readouterr()
    assert "1 of 2 applications have their letters" in told.out
    for words in (
        "row 3, column closing.postcode: This is not a postcode.",
        "row 3, column notice.dated: Give a date as year-month-day",
        "row 3, column closing.hours.monday: monday: '9-5' is not a time range",
    ):
        assert words in told.err
    mended = example("faulty-")
    assert run(batch, table(tmp_path / "a.csv", mended), server, out) == 0, (
        "the mended row is taken in, the other is not again"
    )
    assert "taken in earlier" in capsys.readouterr().out


def test_a_column_that_no_application_has_and_one_that_is_missing_are_named(
    batch: ModuleType, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row | {"colour": ""} for row in example("columns-")]
    rows[0]["colour"] = "green"
    for row in rows:
        del row["applicant"]
    assert run(batch, table(tmp_path / "a.csv", rows), server, tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert "row 2, column colour: " in told
    assert "row 3, column applicant (not in the file): " in told


def test_a_row_that_changed_after_it_was_taken_in_is_refused_with_and_without_progress(
    batch: ModuleType, server: Loopback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(batch, table(tmp_path / "a.csv", example("changed-")), server, out) == 0
    changed = table(tmp_path / "b.csv", example("changed-", applicant="Another Limited"))
    assert run(batch, changed, server, out) == 1
    assert "the row has changed since" in capsys.readouterr().err
    (out / "progress.csv").unlink()
    assert run(batch, changed, server, out) == 1
    told = capsys.readouterr().err
    assert "row 3: 409 " in told
    assert "needs a reference of its own" in told


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            example(claims__distance_m="about 450"),
            "row 3, column claims.distance_m: 'about 450' is no number.",
        ),
        (example(same_owner="perhaps"), "row 3, column same_owner: 'perhaps' is not yes or no;"),
        (example(reference="QW-2026-01"), "row 3, column reference: QW-2026-01 is in row 2 too."),
        (example(reference=""), "row 3, column reference: it is empty."),
        ([{"reference": "A"}], "row 1 has no column kind."),
    ],
)
def test_what_can_be_seen_before_sending_stops_the_batch(
    batch: ModuleType,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    rows: list[dict[str, str]],
    said: str,
) -> None:
    nobody = Loopback(1)
    assert run(batch, table(tmp_path / "a.csv", rows), nobody, tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert told.startswith("Nothing was sent.")
    assert said in told
    assert not (tmp_path / "out").exists()


def test_a_busy_service_is_waited_for_as_long_as_it_says_and_then_given_up(
    batch: ModuleType,
    server: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(batch.time, "sleep", waits.append)
    asked = requests.Session.request
    busy = [429, 503]

    def sometimes(self: requests.Session, *arguments: Any, **named: Any) -> requests.Response:
        if not busy:
            return asked(self, *arguments, **named)
        answer = requests.Response()
        answer.status_code = busy.pop()
        answer._content = b'{"title": "Too many requests", "detail": "Wait."}'
        answer.headers["Retry-After"] = "7"
        return answer

    monkeypatch.setattr(requests.Session, "request", sometimes)
    assert run(batch, table(tmp_path / "a.csv", example("busy-")[:1]), server, tmp_path / "out") == 0
    assert waits == [7.0, 7.0]
    busy += [429] * batch.TRIES
    assert run(batch, table(tmp_path / "b.csv", example("still-")[:1]), server, tmp_path / "two") == 1
    assert (
        "row 2: the service was still busy after 6 tries: 429 Too many requests: Wait."
        in capsys.readouterr().err
    )


def test_a_service_that_is_not_there_is_named(
    batch: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch.time, "sleep", lambda seconds: None)
    listening, _ = bound_socket(0)
    port = listening.getsockname()[1]
    listening.close()
    with pytest.raises(SystemExit, match="does not answer"):
        run(batch, TABLE, Loopback(port), tmp_path / "out")


def test_the_key_is_sent_and_is_no_argument(batch: ModuleType) -> None:
    service = batch.Service("http://127.0.0.1:1/", "pa_example")
    assert service._session.headers["Authorization"] == "Bearer pa_example"
    with pytest.raises(SystemExit):
        batch.main(["a.csv", "--key", "pa_example"])


def test_the_snippet_prints_the_figures(town: Path) -> None:
    for name, figure in (
        ("relocation", "Straight line between the sites: 19.433 m"),
        ("consolidation", "regulation 26A("),
    ):
        done = subprocess.run(
            [sys.executable, EXAMPLES / "offline_snippet.py", town, name],
            capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert figure in done.stdout
        assert "Residents measured (20 minutes, walk): 100,848 people" in done.stdout


def test_the_qgis_note_names_addresses_layers_and_columns_that_there_are(
    server: Loopback, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = (EXAMPLES / "qgis.md").read_text(encoding="utf-8")
    paper = json.loads((town / "applications" / "consolidation.json").read_text(encoding="utf-8"))
    made = server.post("/v1/applications", paper)
    server.post(made["links"]["assessments"], {"as_at": TODAY.isoformat()})
    baseline = json.loads(server.get("/v1/baselines"))["items"][0]["id"]
    addresses = re.findall(r"curl -OJ http://127\.0\.0\.1:8000(\S+)", note)
    assert len(addresses) == 2
    files = []
    for address in addresses:
        file = tmp_path / address.rpartition("/")[2]
        file.write_bytes(server.get(address.replace("APPLICATION", made["id"]).replace("BASELINE", baseline)))
        files.append(file)
    layers = {
        str(name): set(pyogrio.read_info(files[0], layer=name)["fields"])
        for name, _ in pyogrio.list_layers(files[0])
    }
    assert set(layers) == {"boards", "reach", "route", "premises", "affected_homes"}
    assert all(f"`{layer}`" in note for layer in layers)
    assert "site" in layers["reach"]
    assert "name" in layers["premises"]
    assert {"people", "outcome"} <= layers["affected_homes"]
    ((removals, _),) = pyogrio.list_layers(files[1])
    assert f"`{removals}`" in note
    assert any(name.endswith("_people_losing_standard") for name in pyogrio.read_info(files[1])["fields"])
    (snapshot,) = (town / "snapshots").glob("quernwick-*")
    (words,) = re.findall(r"^geodata (export .*)$", note, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(geodata_commands, words.replace("SNAPSHOT", str(snapshot)).split())
    assert done.exit_code == 0, done.stderr
    written = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "area.gpkg")}
    table = note[note.index("| layer | what |") :].split("\n\n")[0]
    assert written <= set(re.findall(r"`(\w+)`", table)), "every layer is in the note's table"
    assert "small_part" in pyogrio.read_info(tmp_path / "area.gpkg", layer="streets_walk")["fields"]


def test_the_page_of_the_examples_names_what_is_there() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for file in EXAMPLES.iterdir():
        assert file.name in ("README.md", "__pycache__") or f"]({file.name})" in page
