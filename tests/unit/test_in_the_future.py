"""The clock at another day, for a command and for all that it starts, and which tests are run so."""

import platform
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scripts.in_the_future import ROOT, chosen_tests, environment

SCRIPT = ROOT / "scripts" / "in_the_future.py"
SHIFTS = (sys.platform, platform.machine()) == ("linux", "x86_64")
only_where_it_shifts = pytest.mark.skipif(
    not SHIFTS, reason="the clock can be shifted on Linux on x86-64 alone"
)


@only_where_it_shifts
def test_the_clock_of_a_command_and_of_what_it_starts_stands_at_the_day() -> None:
    asks = "import datetime; print(datetime.datetime.now(datetime.UTC).date())"
    starts = f"import subprocess, sys; {asks}; sys.stdout.flush(); subprocess.run([sys.executable, '-c', {asks!r}])"
    command = [sys.executable, SCRIPT, "2031-01-01", sys.executable, "-c", starts]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2031-01-01", "2031-01-01"]


@only_where_it_shifts
def test_processes_agree_about_the_time_however_late_they_begin() -> None:
    made = environment(date(2028, 7, 1), datetime(2028, 6, 30, 8, 59, 50, tzinfo=UTC))
    assert made["FAKETIME"] == "+86410s"
    assert made["DONT_FAKE_MONOTONIC"] == "1"


@pytest.mark.parametrize("given", [[], ["tomorrow", "true"], ["2028-07-01"]])
def test_without_a_day_or_a_command_it_says_what_to_give(given: list[str]) -> None:
    done = subprocess.run([sys.executable, SCRIPT, *given], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Give a day such as 2028-07-01, then a command." in done.stderr


def test_elsewhere_it_says_that_there_is_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    with pytest.raises(RuntimeError, match="on Linux on x86-64 alone"):
        environment(date(2028, 7, 1), datetime.now(UTC))


def test_the_law_the_demo_the_tour_and_the_guides_are_among_the_tests() -> None:
    named = chosen_tests()
    assert all((ROOT / path).exists() for path in named)
    for path in ("tests/spec", "tests/functional/test_demo_command.py", "tests/functional/test_documents.py"):
        assert path in named


def test_a_file_that_lets_the_clock_in_is_among_the_tests_and_one_that_is_given_one_is_not(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "tests" / "unit"
    folder.mkdir(parents=True)
    (folder / "test_one.py").write_text("from datetime import datetime\nnow = datetime.now()\n", "utf-8")
    (folder / "test_two.py").write_text("create_app(Settings(data=data), clock=lambda: NOW)\n", "utf-8")
    (folder / "test_three.py").write_text("make_app()\n", "utf-8")
    assert chosen_tests(tmp_path) == ["tests/spec", "tests/unit/test_one.py", "tests/unit/test_two.py"]
