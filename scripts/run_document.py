"""Runs the examples of a document, in order, in one shell, and holds what they print to what the document says.

A fenced block marked ``sh run`` is run. One marked ``sh run setup`` is run too, unless the caller did the same already
(``--no-setup``). A block marked ``text output`` right after is what it prints: ``...`` in a line stands for anything, a
line of ``...`` for any lines. Other blocks are left alone. ``http://127.0.0.1:8000`` is replaced by ``--address``.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WRITTEN_ADDRESS = "http://127.0.0.1:8000"
SECONDS = 1_800
"""A document takes a minute or two; on a machine that does ten other things it took more than five."""
_BLOCK = re.compile(r"^(?P<fence>```+)(?P<mark>[^\n`]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_BETWEEN = "=== block {} ==="


class DocumentError(Exception):
    """An example of a document does not do what the document says; the message names its line."""


@dataclass(frozen=True)
class Example:
    """A block that is run: the line it begins on, its commands, and what they print (None where it is not said)."""

    line: int
    commands: str
    prints: str | None
    setup: bool = False


def examples(text: str) -> Iterator[Example]:
    """The examples of a document. Raises DocumentError for an output that follows no example."""
    pending: Example | None = None
    end = 0
    for block in _BLOCK.finditer(text):
        marks, line = block["mark"].split(), text.count("\n", 0, block.start()) + 1
        if marks[1:] == ["output"]:
            if pending is None or text[end : block.start()].strip():
                raise DocumentError(f"line {line}: this output follows no example")
            yield Example(pending.line, pending.commands, block["body"], pending.setup)
            pending = None
            continue
        if pending:
            yield pending
        pending = None
        if marks[:2] == ["sh", "run"]:
            pending, end = Example(line, block["body"], None, "setup" in marks), block.end()
        elif "run" in marks:
            raise DocumentError(f"line {line}: only blocks of sh are run")
    if pending:
        yield pending


def pattern(prints: str) -> re.Pattern[str]:
    """What an output has to match."""
    lines = []
    for line in prints.rstrip().splitlines():
        if line.strip() == "...":
            lines.append(r"(?:[^\n]*\n)*?")
        else:
            lines.append(r"[^\n]*?".join(map(re.escape, line.rstrip().split("..."))) + r"[ ]*\n")
    return re.compile("".join(lines) + r"\s*")


def script(found: list[Example], address: str) -> str:
    """The examples as one script for bash; each prints a line with its number first."""
    parts = ["set -euo pipefail"]
    for number, example in enumerate(found):
        parts += [
            f"echo; echo '{_BETWEEN.format(number)}'",
            example.commands.replace(WRITTEN_ADDRESS, address),
        ]
    return "\n".join(parts)


def run(document: Path, folder: Path, address: str, setup: bool = True) -> int:
    """Run a document's examples in a folder that looks like a checkout; give their number. Raises DocumentError."""
    found = [one for one in examples(document.read_text(encoding="utf-8")) if setup or not one.setup]
    if not found:
        raise DocumentError(f"{document.name} has no example to run")
    done = subprocess.run(
        ["bash", "-c", script(found, address)],
        cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False,
        env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "COLUMNS": "120"},
    )  # fmt: skip
    printed = re.split(r"\n" + _BETWEEN.format(r"\d+") + "\n", done.stdout)[1:]
    if done.returncode:
        where = f"{document.name}, line {found[max(len(printed) - 1, 0)].line}"
        last = printed[-1].strip() if printed else ""
        raise DocumentError(f"{where}: ended with {done.returncode}\n{last}\n{done.stderr.strip()[-4000:]}")
    for example, what in zip(found, printed, strict=True):
        if example.prints is not None and not pattern(example.prints).fullmatch(what.rstrip() + "\n"):
            raise DocumentError(
                f"{document.name}, line {example.line}: the document says\n{example.prints}\nand this is printed:\n{what}"
            )
    return len(found)


def main() -> None:
    """Run one document; end with 1 where an example fails."""
    asked = argparse.ArgumentParser(description="Run the examples of a document.")
    asked.add_argument("document", type=Path)
    asked.add_argument("--address", default=WRITTEN_ADDRESS, help="where the service answers")
    asked.add_argument("--folder", type=Path, default=Path(), help="a checkout, or what looks like one")
    asked.add_argument("--no-setup", action="store_true", help="leave out the blocks that set up")
    given = asked.parse_args()
    try:
        number = run(given.document.resolve(), given.folder, given.address, setup=not given.no_setup)
    except DocumentError as error:
        sys.exit(str(error))
    print(f"{given.document}: {number} examples do what it says.")


if __name__ == "__main__":
    main()
