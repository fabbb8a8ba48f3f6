"""Texts that papers are held to: every heading and paragraph, in order, as a reader reads them.

After a change that is meant, write them anew with ``PHARMACY_GOLDEN=write make test ARGS=-k golden`` and read the difference.
"""

import os
import re
from pathlib import Path

from app.letters import Letter
from app.letters.model import Paragraph, Table

FOLDER = Path(__file__).with_name("golden")


def text_of(letter: Letter) -> str:
    """A paper and what is attached to it, as lines. Of tables the title and the headings; of pictures what they show."""
    lines: list[str] = []
    for paper in letter.papers:
        lines += [f"## {paper.appendix}"] * bool(paper.appendix)
        lines += [f"# {paper.title}", *paper.addressee]
        lines += [f"{reference.label}: {reference.text}" for reference in paper.references]
        for section in (*paper.sections, *paper.annexes):
            lines += [f"{'#' * section.level} {section.heading}"] * bool(section.heading)
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    number = f"{block.number}. " if block.number is not None else ""
                    label = f"{block.label}: " if block.label else ""
                    lines.append(f"{label}{number}{block.text}")
                elif isinstance(block, Table):
                    lines += [block.title, " | ".join(block.header)]
                else:
                    lines += [block.caption, block.alt]
        lines += [paragraph.text for paragraph in paper.signature]
    # Hashes and versions change with anything; what they stand in is held, they are not.
    return (
        re.sub(r"\b[0-9a-f]{16,}\b|(?<=method )\d+|(?<=rules )[\d-]+\.[0-9a-f]{8}\b", "…", "\n".join(lines))
        + "\n"
    )


def held(name: str, text: str) -> None:
    """The text is the golden one of a name. Fails with the difference."""
    file = FOLDER / f"{name}.txt"
    if os.environ.get("PHARMACY_GOLDEN") == "write":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8"), f"{file.name} differs; see tests/golden_texts.py"
