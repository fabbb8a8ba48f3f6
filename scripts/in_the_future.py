"""Runs a command with the clock at another day, for itself and for every process that it starts:

python scripts/in_the_future.py 2028-07-01 pytest tests/spec

The clock goes on from nine in the morning (UTC) of that day. What measures time between two moments is left alone. Needs
Linux on x86-64, which the wheel of libfaketime is built for. With ``--tests`` it names the tests that can depend on the day:
those of the law, and each file that lets the clock of the machine in. All others are given a clock that stands still.
"""

import os
import platform
import re
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_CLOCK_OF_THE_MACHINE = re.compile(
    r"\b(CliRunner|subprocess|system_clock|datetime\.now|date\.today|time\.time|create_app\(Settings|tests\.made_up\.provider)\b"
)
"""What a test says where something in it may ask the machine for the time: commands, other processes, services."""


def environment(day: date, now: datetime) -> dict[str, str]:
    """What the environment has to say for the clock to stand at a day. Raises RuntimeError where no library can do it."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise RuntimeError(
            "The clock can be shifted on Linux on x86-64 alone: libfaketime's wheel is built for it."
        )
    from libfaketime import get_reload_information

    _, preload = get_reload_information()
    ahead = datetime.combine(day, time(9), UTC) - now
    # Relative to the true clock, so that processes agree about the time however late each of them begins.
    shifted = {**preload, "FAKETIME": f"{ahead.total_seconds():+.0f}s"}
    # The library would read its settings anew each time that somebody asks for the time.
    shifted.pop("FAKETIME_NO_CACHE", None)
    return shifted


def chosen_tests(root: Path = ROOT) -> list[str]:
    """The tests that can depend on the day, as paths from the root of the checkout."""
    found = [
        path.relative_to(root).as_posix()
        for folder in ("unit", "functional")
        for path in sorted((root / "tests" / folder).glob("test_*.py"))
        if _CLOCK_OF_THE_MACHINE.search(path.read_text("utf-8"))
    ]
    return ["tests/spec", *found]


def main() -> None:
    """Put the command in place of this one. Ends with 2 where the day or the command is missing."""
    if sys.argv[1:] == ["--tests"]:
        print(" ".join(chosen_tests()))
        return
    try:
        day, program, *arguments = sys.argv[1:]
        # Where this is run with the clock shifted already, so is what it takes for the time.
        before = timedelta(seconds=float(os.environ.get("FAKETIME", "0").removesuffix("s")))
        shifted = environment(date.fromisoformat(day), datetime.now(UTC) - before)
    except (ValueError, RuntimeError) as error:
        print(f"{error}\nGive a day such as 2028-07-01, then a command.", file=sys.stderr)
        sys.exit(2)
    os.execvpe(program, [program, *arguments], {**os.environ, **shifted})  # noqa: S606 - it is what was asked for


if __name__ == "__main__":
    main()
