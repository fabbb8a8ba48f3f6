"""A paper as its reader has it: passages in order, however it was written down, each with its sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.letters.model import Kind, Letter, Paragraph

_ENDS = re.compile(r"(?<=[.!?:])[”\"’)]?\s+(?=[A-Z“\"(\[])")
_TITLES = re.compile(r"\b(?:St|Dr|Mr|Mrs|Ms|No|vs|approx)\.$")


@dataclass(frozen=True)
class Passage:
    """One paragraph of a paper. ``id`` and ``kind`` are those of the draft's paragraph, where it is known to be one.

    ``number`` is the number that stands before it. ``evidence`` and ``inputs`` are None where nobody said what it rests on.
    """

    text: str
    id: str | None = None
    kind: Kind | None = None
    number: int | None = None
    evidence: tuple[str, ...] | None = None
    inputs: tuple[str, ...] | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences, in order."""
        return tuple(sentences(self.text))


@dataclass(frozen=True)
class Grid:
    """A table of a paper: its caption, where one stands before it, and its rows, the headings first."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Manuscript:
    """The passages and tables of a paper, without the list for the officer."""

    passages: tuple[Passage, ...]
    grids: tuple[Grid, ...] = ()

    @property
    def text(self) -> str:
        """All passages, a line each."""
        return "\n".join(passage.text for passage in self.passages)


def of_letter(letter: Letter) -> Manuscript:
    """A draft, with what is attached to it, as a manuscript."""
    passages: list[Passage] = []
    for paper in letter.papers:
        passages += [
            Passage(f"{line.label}: {line.text}", evidence=(), inputs=()) for line in paper.references
        ]
        passages += [
            Passage(each.text, each.id, each.kind, each.number, each.evidence, each.inputs)
            for each in paper.blocks
            if isinstance(each, Paragraph)
        ]
    grids = [
        Grid(table.title, (table.header, *table.rows)) for paper in letter.papers for table in paper.tables
    ]
    return Manuscript(tuple(passages), tuple(grids))


def of_text(text: str) -> Manuscript:
    """A paper typed as plain text, a line a paragraph; a number before a line ("6. ...") is its number."""
    return Manuscript(tuple(numbered(line) for line in text.splitlines() if line.strip()))


def numbered(line: str) -> Passage:
    """A line as a passage, with the number that is typed before it taken off."""
    typed = re.match(r"\s*(\d{1,3})[.)]\s+(?=\S)", line)
    if typed is None:
        return Passage(" ".join(line.split()))
    return Passage(" ".join(line[typed.end() :].split()), number=int(typed[1]))


def sentences(text: str) -> Iterator[str]:
    """A text's sentences. A full stop after "St" or "Dr" ends none."""
    held = ""
    for piece in _ENDS.split(text):
        held = f"{held} {piece}".strip()
        if not _TITLES.search(held):
            yield held
            held = ""
    if held:
        yield held
