"""`geodata fetch` as a process that is killed half way through a download, and started again."""

import hashlib
import io
import os
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from geodata.cli import app
from geodata.recipe import read_recipe
from tests.made_up.published_town import around, publish_town
from tests.made_up.publishers_server import (
    Fault,
    geofabrik,
    noise,
    os_products,
    serving,
    write_endpoints,
    zipped,
)
from tests.made_up.waiting import PATIENCE_SECONDS, until


def test_a_run_that_is_killed_goes_on_where_it_was(demo_town: Path, tmp_path: Path) -> None:
    published = publish_town(demo_town / "sources")
    # Never whole before the kill: after 400 kB the server falls silent.
    large = published.files["/os/files/codepo_gb.zip"]
    padded = zipped({"Doc/licence.pdf": noise(4_000_000, 3), **_members(large)})
    os_products(published, padded)
    streets = (demo_town / "sources" / "streets.osm.pbf").read_bytes()
    geofabrik(
        published, {"quernshire": (around(demo_town / "sources"), streets)}, datetime.now(tz=UTC).date()
    )
    with serving(published) as server:
        endpoints = write_endpoints(tmp_path / "endpoints.toml", server.url)
        words = [
            *(sys.executable, "-m", "geodata.cli", "fetch", "Quernwick", "--data", str(tmp_path / "data")),
            *("--endpoints", str(endpoints), "--contact", "https://example.org/contact"),
        ]
        server.faults.append(Fault("/os/files/codepo_gb.zip", times=1, held_at=400_000))
        first = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        partial = tmp_path / "data" / ".cache" / "partial"
        until(lambda: any(f.stat().st_size > 200_000 for f in partial.glob("*") if f.suffix != ".json"))
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert not (tmp_path / "data" / "quernwick").exists()  # nothing half done in the area's folder
        asked = len(server.log)
        second = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
        assert second.returncode == 0, second.stderr
        ranges = [
            h["Range"] for path, h in server.log[asked:] if path == "/os/files/codepo_gb.zip" and "Range" in h
        ]
        assert len(ranges) == 1
        assert int(ranges[0].removeprefix("bytes=").rstrip("-")) > 200_000
        before = [headers for path, headers in server.log[asked:] if path.endswith("202627q1.csv")]
        assert len(before) == 1
        assert "If-None-Match" in before[0]  # what was whole is not downloaded again
    lines = second.stdout.splitlines()
    assert lines[-2] == "Next:"
    assert lines[-1].startswith("geodata build ")
    assert lines[-1].endswith(" --out data/snapshots")
    assert not list(partial.iterdir())  # nothing is left lying about
    assert read_recipe(tmp_path / "data" / "quernwick" / "recipe.toml").hwbs == ("E06999001",)
    stored = tmp_path / "data" / ".cache" / "objects"
    whole = hashlib.sha256(padded).hexdigest()
    assert (stored / whole[:2] / whole).read_bytes() == padded


def _members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name.endswith(".csv")}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Quernwick"], "Missing option '--contact'"),
        (["Quernwick", "--contact", "me"], "Error: --contact: 'me' is no e-mail or web address."),
        (["Quernwick", "--contact", "a@example.org", "--as-at", "soon"], "does not match the format"),
        (
            ["Quernwick", "--contact", "a@example.org", "--hours", "nowhere.csv"],
            "Error: nowhere.csv: there is no such file.",
        ),
        (
            ["Quernwick", "--contact", "a@example.org", "--endpoints", "{bad}"],
            "arcgis.bords: Extra inputs are not permitted",
        ),
    ],
)
def test_what_is_wrong_with_the_command_is_said_before_anybody_is_asked(
    words: list[str], said: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[arcgis.bords]\nlayer = "x"\n')
    given = [str(bad) if word == "{bad}" else word for word in words]
    result = CliRunner().invoke(
        app, ["fetch", *given, "--data", str(tmp_path / "data")], env={"GEODATA_CONTACT": ""}
    )
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
    assert not (tmp_path / "data").exists()
