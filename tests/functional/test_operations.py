"""Running it: settings that refuse what is unsafe, commands for keys and copies, logs, figures, workers, a stop in time."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.cli import commands
from app.domain.accounts import Role
from app.settings import Settings
from app.store.backup import MANIFEST
from app.store.database import Database
from app.store.migrate import head
from tests.made_up.logs import logged
from tests.made_up.papers import consolidation, relocation
from tests.made_up.small_area import WEST
from tests.made_up.waiting import PATIENCE_SECONDS, until

MakeKey = Callable[..., dict[str, str]]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"host": "0.0.0.0"}, "Keys would go in clear"),  # noqa: S104
        ({"host": "10.0.0.1"}, "PHARMACY_BEHIND_TLS=true"),
        ({"demo": True, "host": "0.0.0.0"}, "let it listen on 127.0.0.1"),  # noqa: S104
        ({"demo": True, "host": "0.0.0.0", "behind_tls": True}, "let it listen on 127.0.0.1"),  # noqa: S104
        ({"requests_a_minute": 0}, "keys can be guessed"),
        ({"proxy": "*"}, "no address of a proxy"),
        ({"proxy": "0.0.0.0/0"}, "no address of a proxy"),
        ({"proxy": "10.0.0.5, proxy.example.gov.uk"}, "proxy.example.gov.uk is no address"),
        ({"failed_keys_a_minute": 0}, "keys can be guessed"),
        ({"database": "sqlite://"}, "gone at the next start"),
        ({"database": "sqlite:///:memory:"}, "gone at the next start"),
        ({"database": "no url"}, "no database URL"),
        ({"public_url": "http://pharmacy.example.gov.uk"}, "would go in clear to pharmacy.example.gov.uk"),
        ({"public_url": "pharmacy.example.gov.uk"}, "PHARMACY_PUBLIC_URL is no address"),
        ({"public_url": "https://example.gov.uk/pharmacy"}, "no path"),
        ({"public_url": "https://a:b@example.gov.uk"}, "no address"),
        ({"oidc_issuer": "http://login.example.gov.uk"}, "would go in clear to login.example.gov.uk"),
        ({"oidc_issuer": "https://login.example.gov.uk?x=1"}, "no question mark"),
        (
            {"oidc_issuer": "https://login.example.gov.uk"},
            "set PHARMACY_OIDC_CLIENT_ID and PHARMACY_PUBLIC_URL too",
        ),
        ({"oidc_client_secret": "x"}, "set PHARMACY_OIDC_ISSUER and"),
        ({"session_idle_minutes": 1}, "greater than or equal to 5"),
        ({"workers": 0}, "greater than or equal to 1"),
        ({"max_body_bytes": 10**9}, "less than or equal to"),
    ],
)
def test_unsafe_settings_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Settings(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"host": "0.0.0.0", "behind_tls": True},  # noqa: S104
        {"demo": True, "requests_a_minute": 0},
        {"host": "localhost"},
        {"proxy": "10.0.0.5, 172.31.253.0/24,::1"},
        {"public_url": "http://127.0.0.1:8000", "oidc_issuer": "http://[::1]:9000", "oidc_client_id": "x"},
        {
            "public_url": "https://a.example.gov.uk/",
            "oidc_issuer": "https://b.example.gov.uk/x/v2.0",
            "oidc_client_id": "x",
        },
        {"database": "postgresql+psycopg://pharmacy@database/pharmacy"},
    ],
)
def test_safe_settings_are_taken(given: dict[str, Any]) -> None:
    Settings(**given)


def test_the_secret_reaches_the_workers_and_nothing_that_is_printed() -> None:
    given = {
        "public_url": "https://a.example.gov.uk",
        "oidc_issuer": "https://b.example.gov.uk",
        "oidc_client_id": "x",
    }
    settings = Settings(**given, oidc_client_secret="hush")  # type: ignore[arg-type]
    assert settings.environment()["PHARMACY_OIDC_CLIENT_SECRET"] == "hush"
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_an_unsafe_setting_stops_the_command_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHARMACY_HOST", "0.0.0.0")  # noqa: S104
    result = CliRunner().invoke(commands, ["serve"])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("Keys would go in clear to 0.0.0.0.")


def test_a_setting_that_is_misspelt_is_told(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    monkeypatch.setenv("PHARMACY_REQUEST_A_MINUTE", "60")
    monkeypatch.setenv("PHARMACY_WEATHER", "fine")
    told = CliRunner().invoke(commands, ["serve", "--data", str(data)])
    assert told.exit_code == 0
    lines = [line for line in told.stderr.splitlines() if "no setting" in line]
    assert lines == [
        "PHARMACY_REQUEST_A_MINUTE is no setting of the service and changes nothing. Did you mean PHARMACY_REQUESTS_A_MINUTE?",
        "PHARMACY_WEATHER is no setting of the service and changes nothing.",
    ]


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def test_a_key_is_made_listed_used_and_revoked_by_command(
    make_app: Callable[..., FastAPI], data: Path, database_url: str
) -> None:
    here = ("--data", str(data), "--database", database_url)
    made = run("keys", "make", "--name", "laptop", "--holder", "ann", "--role", "analyst", "--role", "reader",
               "--board", WEST, "--days", "30000", *here, code=2)  # fmt: skip
    assert "730" in made.stderr
    key = run(
        "keys", "make", "--name", "laptop", "--holder", "ann", "--role", "analyst", "--board", WEST, *here
    ).output
    headers = {"Authorization": f"Bearer {key.strip()}"}
    listed = run("keys", "list", *here).output
    id_ = key.split("_")[1]
    assert re.match(rf"{id_}  holds  until \d{{4}}-\d\d-\d\d  analyst  {WEST}  ann  laptop\n", listed)
    assert key.strip().rsplit("_", 1)[1] not in listed
    with TestClient(make_app(demo=False, requests_a_minute=99, database=database_url)) as client:
        assert client.get("/v1/cases", headers=headers).status_code == 200
        run("keys", "revoke", id_, "--reason", "lost", *here)
        assert client.get("/v1/cases", headers=headers).status_code == 401
    assert "  revoked  " in run("keys", "list", *here).output
    assert "no key nobody" in run("keys", "revoke", "nobody", *here, code=1).stderr
    assert "2 events, whole and in order" in run("audit", "verify", *here).output


def filled(make_app: Callable[..., FastAPI], url: str) -> None:
    """Three cases, one of them approved, and their assessments."""
    with TestClient(make_app(database=url)) as client:
        for document in (relocation(), consolidation(), relocation(reference="PC/3")):
            here = client.post(
                "/v1/applications", json=document, headers={"Idempotency-Key": document["reference"]}
            )
            client.post(f"{here.headers['location']}/assessments")


def test_the_chain_is_verified_by_command(
    make_app: Callable[..., FastAPI], data: Path, database_url: str, behind: Callable[[str], object]
) -> None:
    filled(make_app, database_url)
    here = ("--data", str(data), "--database", database_url)
    said = run("audit", "verify", *here).output
    head = re.search(r"6 events, whole and in order. The last one has the hash ([0-9a-f]{64})", said)
    assert head
    run("audit", "verify", "--expect", head[1], *here)
    assert "written anew" in run("audit", "verify", "--expect", "0" * 63 + "1", *here, code=1).stderr
    behind("UPDATE audit_events SET actor = 'somebody else' WHERE position = 4")
    with TestClient(make_app(database=database_url)) as client:
        found = client.get("/v1/audit").json()
        assert (found["events"], found["head"]) == (6, head[1])
        assert [fault[:27] for fault in found["faults"]] == ["Event 4 (assessment added, "]
    assert "Event 4 (assessment added" in run("audit", "verify", *here, code=1).stderr


def test_the_tables_go_up_and_down_by_command(data: Path, empty_database_url: str) -> None:
    here = ("--data", str(data), "--database", empty_database_url)
    assert run("database", "step", *here).output == "none\n"
    assert f"stand at step {head()}" in run("database", "upgrade", *here).output
    assert "make a copy first" in run("database", "downgrade", "0001", *here, code=1).stderr.lower()
    assert "stand at step 0001" in run("database", "downgrade", "0001", "--yes", *here).output
    assert "no step 7" in run("database", "upgrade", "--to", "7", *here, code=1).stderr


def answers(make_app: Callable[..., FastAPI], url: str) -> list[bytes]:
    with TestClient(make_app(database=url)) as client:
        assert client.get("/health/ready").json() == {"status": "ready", "reasons": [], "warnings": []}
        found = [client.get("/v1/cases").content]
        for item in client.get("/v1/applications").json()["items"]:
            for path in ("", "/assessments/1", "/events", "/letter.html"):
                found.append(client.get(f"{item['url']}{path}").content)
        return found


def test_the_restore_drill(
    make_app: Callable[..., FastAPI],
    data: Path,
    database_url: str,
    postgres_url: str,
    tmp_path: Path,
) -> None:
    """Copy what is in use, lose everything, restore to each kind of database: every answer is the same to the byte."""
    filled(make_app, database_url)
    before = answers(make_app, database_url)
    copy = tmp_path / "copy"
    said = run("backup", "--out", str(copy), "--data", str(data), "--database", database_url).output
    assert "6 events" in said
    assert "manifests of 1 snapshots" in said
    assert "is there already" in run("backup", "--out", str(copy), "--data", str(data), "--database", database_url, code=1).stderr  # fmt: skip
    names = {str(file.relative_to(copy)) for file in copy.rglob("*") if file.is_file()}
    snapshot = next((data / "snapshots").glob("[!.]*")).name
    assert names == {
        MANIFEST,
        "database.sqlite3",
        "baselines/westley.json",
        f"snapshots/{snapshot}/manifest.json",
    }

    shutil.rmtree(data / "baselines")
    targets = [f"sqlite:///{tmp_path / 'new.sqlite3'}"]
    if not database_url.startswith("postgresql"):
        targets.append(postgres_url)
    for target in targets:
        here = ("--data", str(data), "--database", target)
        assert "6 events are restored" in run("restore", str(copy), *here).output
        assert "6 events, whole" in run("audit", "verify", *here).output
        assert answers(make_app, target) == before
        with TestClient(make_app(database=target)) as client:  # numbers go on where they stopped
            assert client.post("/v1/applications", json=relocation(reference="PC/4")).status_code == 201
            repeated = client.post("/v1/applications", json=relocation(), headers={"Idempotency-Key": "PC/2"})
            assert repeated.headers["idempotency-replayed"] == "true"
        assert "is not empty" in run("restore", str(copy), *here, code=1).stderr


def test_a_restored_service_is_told_which_snapshots_it_wants(
    make_app: Callable[..., FastAPI], data: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    filled(make_app, url)
    run("backup", "--out", str(tmp_path / "copy"), "--data", str(data), "--database", url)
    new = tmp_path / "elsewhere"
    result = run("restore", str(tmp_path / "copy"), "--data", str(new))
    assert re.search(r"Snapshot \S+ is not in .*snapshots. Put its folder there.", result.stderr)
    assert (new / "baselines" / "westley.json").exists()


@pytest.mark.parametrize("damage", ["changed", "gone", "no manifest", "not JSON"])
def test_a_damaged_copy_is_refused(
    make_app: Callable[..., FastAPI], data: Path, tmp_path: Path, damage: str
) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    filled(make_app, url)
    copy = tmp_path / "copy"
    run("backup", "--out", str(copy), "--data", str(data), "--database", url)
    file = copy / "database.sqlite3"
    if damage == "changed":
        raw = bytearray(file.read_bytes())
        raw[-100] ^= 1
        file.write_bytes(raw)
    elif damage == "gone":
        file.unlink()
    elif damage == "no manifest":
        (copy / MANIFEST).unlink()
    else:
        (copy / MANIFEST).write_text("{", encoding="utf-8")
    wanted = {"changed": "has changed since", "gone": "No such file", "no manifest": "No such file", "not JSON": "no manifest of a copy"}  # fmt: skip
    target = f"sqlite:///{tmp_path / 'target.sqlite3'}"
    refused = run("restore", str(copy), "--data", str(data), "--database", target, code=1)
    assert wanted[damage] in refused.stderr


def test_a_database_that_does_not_verify_is_not_copied_as_if_it_did(
    make_app: Callable[..., FastAPI],
    data: Path,
    tmp_path: Path,
    database_url: str,
    behind: Callable[[str], object],
) -> None:
    filled(make_app, database_url)
    behind("UPDATE cases SET state = 'sent'")
    refused = run(
        "backup", "--out", str(tmp_path / "copy"), "--data", str(data), "--database", database_url, code=1
    )
    assert "does not verify" in refused.stderr
    assert list(tmp_path.glob("*copy*")) == []


def test_retention_says_what_is_due_before_it_removes_anything(
    make_app: Callable[..., FastAPI], data: Path, database_url: str, behind: Callable[[str], object]
) -> None:
    filled(make_app, database_url)
    behind("UPDATE repeats SET at = '2020-01-01 00:00:00' WHERE key = 'PC/1'")
    here = ("--data", str(data), "--database", database_url)
    assert "kept 7 days" in run("retention", *here).output
    due = int(run("retention", *here).output.split()[0])
    assert due >= 1
    assert run("retention", "--remove", *here).output.startswith(
        f"{due} answers kept for repeated requests removed"
    )
    assert run("retention", *here).output.startswith("0 answers")
    assert "7 events, whole" in run("audit", "verify", *here).output


def test_readiness_asked_for_each_few_seconds_fills_no_log(guarded: TestClient) -> None:
    with logged() as stream:
        for _ in range(3):
            assert guarded.get("/health/ready").status_code == 200
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["route"] for line in lines] == ["/health/ready"] * 3


def test_logs_are_lines_of_json_without_anything_that_was_sent(
    guarded: TestClient, make_key: MakeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(Role.ANALYST, holder="Zebedee Quux")
    document = relocation(applicant="Xylophone Chemists", reference="SECRET-REFERENCE")
    with logged() as stream:
        here = guarded.post("/v1/applications", json=document, headers=key).headers["location"]
        guarded.get(f"{here}?name=Xylophone", headers=key)
        guarded.post("/v1/applications", json={**document, "applicant": 7}, headers=key)
        guarded.get("/v1/law", headers={"Authorization": "Bearer pa_wrong"})

        def fail(*_: object) -> None:
            raise RuntimeError("Xylophone Chemists of SECRET-REFERENCE")

        monkeypatch.setattr("app.api.health.versions", fail)
        failed = guarded.get("/version")
    text = stream.getvalue()
    lines = [json.loads(line) for line in text.splitlines()]
    for secret in ("Xylophone", "SECRET-REFERENCE", "Zebedee", "XT1", "pa_", here.rsplit("/", 1)[1]):
        assert secret not in text, secret
    answered = [line for line in lines if line["event"] == "answered"]
    assert [(line["method"], line["route"], line["status"]) for line in answered] == [
        ("POST", "/v1/applications", 201),
        ("GET", "/v1/applications/{application_id}", 200),
        ("POST", "/v1/applications", 422),
        ("GET", "/v1/law", 401),
        ("GET", "/version", 500),
    ]
    assert answered[0]["key"] == key["Authorization"].split("_")[1]
    assert all(line["request_id"] and line["timestamp"] and line["level"] for line in answered)
    failure = next(line for line in lines if "exception" in line)
    assert failure["exception"] == "RuntimeError"
    assert failed.headers["x-request-id"] in failure["event"]
    assert any("read_version" in place for place in failure["where"])


def test_figures_count_requests_by_address_as_declared(guarded: TestClient, make_key: MakeKey) -> None:
    key = make_key(Role.ANALYST)
    here = guarded.post("/v1/applications", json=consolidation(), headers=key).headers["location"]
    guarded.post(f"{here}/assessments", headers=key)
    guarded.get("/wp-login.php")
    text = guarded.get("/metrics", headers=key).text
    assert 'pharmacy_requests_total{method="POST",route="/v1/applications",status="201"} 1.0' in text
    assert 'pharmacy_requests_total{method="GET",route="none",status="404"} 1.0' in text
    assert "pharmacy_assessment_seconds_count 1.0" in text
    assert here not in text


class Server:
    """`pharmacy-assessor serve` in processes of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def is_closed(self) -> bool:
        """Whether it takes no more connections."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS).close()
        except ConnectionError:
            return True
        return False

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            content = None if body is None else json.dumps(body).encode()
            more = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, content, {**more, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def serving(data: Path, log: Path, **settings: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PHARMACY_DATA": str(data), "PHARMACY_PORT": str(port), "PHARMACY_DEMO": "true",
                   **{f"PHARMACY_{name.upper()}": value for name, value in settings.items()}}  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from app.cli import main; main()", "serve"],
            env=environment, stdout=out, stderr=out, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    server = Server(process, port, log)
    try:

        def ready() -> bool:
            assert process.poll() is None, log.read_text()
            try:
                return server.ask("GET", "/health/ready")[0] == 200
            except OSError:
                return False

        until(ready, "the service")
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize("command", [["audit", "verify"], ["retention"], ["backup", "--out", "copy"]])
def test_no_new_database_is_made_to_say_that_all_is_well(command: list[str], tmp_path: Path) -> None:
    """A folder that was typed wrongly has no chain: an empty one would be "whole and in order"."""
    found = CliRunner().invoke(commands, [*command, "--data", str(tmp_path / "mistyped")])
    assert found.exit_code == 1
    assert "There is no database at" in found.output
    assert not (tmp_path / "mistyped").exists()


def test_a_worker_has_minutes_to_start(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker hashes its snapshots first: the supervisor's own five seconds would end it, and the next one, for good."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: given.update(options))
    assert CliRunner().invoke(commands, ["serve", "--data", str(data), "--workers", "2"]).exit_code == 0
    assert given["workers"] == 2
    assert given["timeout_worker_healthcheck"] >= 60 * given["workers"]


@pytest.mark.parametrize(
    ("proxy", "comes_from", "address"),
    [
        ("", "203.0.113.9", "203.0.113.9"),
        ("", "127.0.0.1", "198.51.100.7"),
        ("203.0.113.0/24", "203.0.113.9", "198.51.100.7"),
        ("203.0.113.8", "203.0.113.9", "203.0.113.9"),
    ],
)
def test_who_asks_is_taken_from_the_proxy_that_was_named_and_from_nobody_else(
    data: Path, monkeypatch: pytest.MonkeyPatch, proxy: str, comes_from: str, address: str
) -> None:
    """Else one guesser behind the proxy would lock everybody out, or name a new address each time and go on."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: given.update(options))
    monkeypatch.setenv("PHARMACY_PROXY", proxy)
    assert CliRunner().invoke(commands, ["serve", "--data", str(data)]).exit_code == 0
    seen: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    behind = ProxyHeadersMiddleware(app, given["forwarded_allow_ips"])
    headers = [(b"x-forwarded-for", b"192.0.2.66, 198.51.100.7")]
    scope: Any = {"type": "http", "client": (comes_from, 1), "headers": headers, "scheme": "http"}
    with ThreadPoolExecutor(
        1
    ) as pool:  # a test in a browser, in this same process, may have left a loop running
        pool.submit(lambda: asyncio.run(behind(scope, None, None))).result()  # type: ignore[arg-type]
    assert seen == [address]


def test_workers_share_snapshots_count_together_and_stop_in_time(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log", workers="2") as server:
        _, made = server.ask("POST", "/v1/applications", consolidation())
        here = json.loads(made)["links"]["assessments"]
        for _ in range(12):
            assert server.ask("POST", here, {})[0] == 201
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        maps = [Path(f"/proc/{child}/maps").read_text() for child in children]
        sharing = [text for text in maps if ".prepared/" in text and "/network/walk/" in text]
        assert sharing, "no worker has the snapshot mapped"
        assert all(re.search(r" r--[sp] .*\.prepared/", text) for text in sharing)
        _, figures = server.ask("GET", "/metrics")
        assert b"pharmacy_assessment_seconds_count 12.0" in figures
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(PATIENCE_SECONDS)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert sum(line["event"] == "answered" for line in lines) >= 14
    with closing(Database(f"sqlite:///{data / 'pharmacy.sqlite3'}")) as database:
        assert database.verify().events == 13


def test_a_stop_waits_for_what_is_under_way(data: Path, tmp_path: Path) -> None:
    with serving(data, tmp_path / "log") as server:
        body = json.dumps(consolidation()).encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS) as connection:
            head = f"POST /v1/applications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
            answer = connection.makefile("rb")
            # The service asks for the body: the request is under way.
            assert (answer.readline().split()[1], answer.readline()) == (b"100", b"\r\n")
            connection.sendall(body[:100])
            server.process.send_signal(signal.SIGTERM)
            until(server.is_closed, "the stop")
            connection.sendall(body[100:])
            assert answer.readline().split()[1] == b"201"
        assert server.process.wait(PATIENCE_SECONDS) in (0, -signal.SIGTERM)
    with closing(Database(f"sqlite:///{data / 'pharmacy.sqlite3'}")) as database:
        assert (database.verify().events, database.verify().faults) == (1, ())
