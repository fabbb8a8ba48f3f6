"""Every command and address that a document names is there: the command with its options, the address with its method.

Examples that are marked are run as well (test_documents.py). These are the others: what needs files of the reader's own.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from starlette.routing import compile_path

from app.api.access import API_RULES, PAGE_RULES
from app.cli import commands
from geodata.cli import app as geodata_commands

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*.md")]
)
PROGRAMS: dict[str, Any] = {
    "pharmacy-assessor": typer.main.get_command(commands),
    "geodata": typer.main.get_command(geodata_commands),
}
OPERATORS = {"|", "||", "&&", ";", ">", ">>", "<", "&", "(", ")"}
RULES = {**API_RULES, **PAGE_RULES}


def command_lines(text: str) -> Iterator[str]:
    """Lines of shell in a document: of blocks marked sh, of indented blocks, and between single backquotes."""
    text = text.replace("\\\n", " ")
    for block in re.finditer(r"^```sh[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield from block[1].splitlines()
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"^    (\S.*)$", prose, re.MULTILINE)
    yield from re.findall(r"`([^`]+)`", prose)


def calls(text: str) -> Iterator[list[str]]:
    """Each call of one of our programs in a document, as words: the program first."""
    for line in command_lines(text):
        if not any(program in line for program in PROGRAMS):
            continue
        splitter = shlex.shlex(line.replace("$(", " ( "), posix=True, punctuation_chars=True)
        splitter.whitespace_split = True
        try:
            words = list(splitter)
        except ValueError:
            # A text in quotes that goes on in the next line: what is before it says enough.
            words = line.split("#")[0].split()
        current: list[str] | None = None
        for word in [*words, ";"]:
            if word in OPERATORS:
                if current and len(current) > 1:
                    yield current
                current = None
            elif current is not None:
                current.append(word)
            elif word.removeprefix(".venv/bin/") in PROGRAMS:
                current = [word.removeprefix(".venv/bin/")]


def fault(call: list[str]) -> str | None:
    """What is wrong with a call: a command or an option that is not there."""
    program, *words = call
    command, path = PROGRAMS[program], program
    while words and hasattr(command, "commands"):
        name = words.pop(0)
        if name.startswith("-"):
            return None if name == "--help" else f"{path} has no option {name}"
        if name not in command.list_commands(None):
            return f"{path} has no command {name}"
        command, path = command.get_command(None, name), f"{path} {name}"
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    unknown = [word for word in words if word.startswith("--") and word.split("=")[0] not in known]
    return f"{path} has no option {unknown[0]}" if unknown else None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_their_options_are_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [found for call in calls(text) if (found := fault(call))] == []


def test_most_commands_are_in_some_document() -> None:
    named = {
        tuple(call[:2]) for name in DOCUMENTS for call in calls((ROOT / name).read_text(encoding="utf-8"))
    }
    for program, command in PROGRAMS.items():
        missing = {name for name in command.list_commands(None) if (program, name) not in named}
        assert not missing, f"no document says how to call {program} {missing}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "`pharmacy-assessor keys make --nickname x`",
            "pharmacy-assessor keys make has no option --nickname",
        ),
        ("    geodata digest recipe.toml", "geodata has no command digest"),
        (
            "```sh\nx=$(.venv/bin/pharmacy-assessor backups --out y) # z\n```",
            "pharmacy-assessor has no command backups",
        ),
    ],
)
def test_what_is_not_there_is_found(line: str, said: str) -> None:
    assert [fault(call) for call in calls(line)] == [said]


def addresses(text: str) -> Iterator[tuple[str | None, str]]:
    """Addresses of the service that a document names in full, with the method where one stands before it."""
    for method, path in re.findall(r"`(GET|POST|PUT) (/[^`?\s,]+)", text):
        yield method, path
    for path in re.findall(r"http://127\.0\.0\.1:8000(/[^\s?`\"')>]+)", text):
        if path != "/v1":  # what the addresses of a guide begin with
            yield None, path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_addresses_are_there(name: str) -> None:
    patterns = [(method, compile_path(path)[0]) for method, path in RULES]
    for method, path in addresses((ROOT / name).read_text(encoding="utf-8")):
        asked = re.sub(r"\{\w+\}", "x", path)
        assert any(method in (None, known) and rule.match(asked) for known, rule in patterns), (
            f"{name}: {method or ''} {path} is not there"
        )


def test_a_command_imports_what_it_uses_and_not_the_whole_service() -> None:
    # Every import is waited for each time that somebody types a command: the web framework and pandas are the dearest.
    asked = "import sys, app.cli.keys; print(sorted({'fastapi', 'pandas', 'scipy'} & sys.modules.keys()))"
    served = "import sys, app.main; print(sorted({'pandas', 'pyogrio'} & sys.modules.keys()))"
    for code in (asked, served):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]", done.stdout
