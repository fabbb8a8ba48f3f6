"""A Letter: ordered paragraphs that each name their evidence, tables, a signature and, apart, a cover for the officer.

The model knows nothing of Word or HTML, nor of how the figures were made. Every paper is one of these: a
representation, a record of no response, and in time the board report and the supplementary statement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from app.letters.origin import Origin


class Kind(StrEnum):
    """What sort of statement a paragraph makes, so that a reader can tell measured fact from somebody's view."""

    FACT = "fact"
    OPINION = "opinion"
    ASSURANCE = "assurance sought"
    STATUTORY = "statutory statement"
    LAW = "law"
    METHOD = "method"
    OFFICER = "officer"


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph's text. ``open`` marks what a person has still to give."""

    text: str
    open: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph and what it rests on.

    ``evidence`` are ids in the assessment's ledger. ``inputs`` name what else was read, as Evidence does:
    "application:<field>", "baseline:<field>", "officer:<field>", "law:<citation>". ``number`` is None where the
    paper does not number the paragraph. ``label`` heads its row where its section is laid out in rows.
    """

    id: str
    kind: Kind
    runs: tuple[Run, ...]
    number: int | None = None
    evidence: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    label: str = ""

    @property
    def text(self) -> str:
        """The whole text, open places included."""
        return "".join(run.text for run in self.runs)

    @property
    def is_open(self) -> bool:
        """Whether a person has still to give something here."""
        return any(run.open for run in self.runs)


@dataclass(frozen=True)
class Table:
    """A table with a caption and one header row; the first column heads its row.

    A cell may hold several lines, parted by a newline. ``figures`` are the indexes of columns that hold numbers.
    """

    id: str
    number: int
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    evidence: tuple[str, ...] = ()
    note: str = ""
    figures: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"table {self.id!r}: every row needs {len(self.header)} cells, one a heading")

    @property
    def title(self) -> str:
        """The caption with its number, as the text refers to it."""
        return f"Table {self.number}. {self.caption}"


@dataclass(frozen=True)
class Picture:
    """A map or a chart as SVG, ``width`` and ``height`` in tenths of a millimetre, with what it shows in words.

    ``alt`` is for those who do not see it; the same facts stand in a table.
    """

    id: str
    caption: str
    svg: str
    width: int
    height: int
    alt: str
    evidence: tuple[str, ...] = ()
    note: str = ""


Block = Paragraph | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, in order.

    ``level`` 3 is a heading under the one before. ``rows`` lays the paragraphs out as a table, labels on the left.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]
    level: int = 2
    rows: bool = False

    @property
    def labelled(self) -> tuple[tuple[str, tuple[Paragraph, ...]], ...]:
        """The paragraphs by label, neighbours with one label together."""
        paragraphs = (block for block in self.blocks if isinstance(block, Paragraph))
        return tuple(
            (label, tuple(group)) for label, group in groupby(paragraphs, key=lambda each: each.label)
        )


@dataclass(frozen=True)
class Reference:
    """A line at the head of the paper: its label and what stands there."""

    label: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """What stands there, as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class CoverItem:
    """One thing for the officer to settle or look at; ``id`` is a flag's id, a paragraph's id or a rule."""

    id: str
    text: str
    evidence: tuple[str, ...] = ()
    citation: str = ""


@dataclass(frozen=True)
class CoverGroup:
    """Cover items of one sort under a heading."""

    heading: str
    items: tuple[CoverItem, ...]


@dataclass(frozen=True)
class Cover:
    """The list for the officer. It is no part of the paper and is taken off before the paper goes out."""

    title: str
    instruction: str
    groups: tuple[CoverGroup, ...]


@dataclass(frozen=True)
class Letter:
    """A paper of the board, complete: renderers add nothing to it and leave nothing out.

    ``mark`` stands on every page while the paper is a draft. ``as_at`` is the date of the assessment, not of signing.
    ``salutation`` and ``close`` are None on a record, which goes to nobody. ``origin`` is written into the Word file, so
    that a file sent back is known again. ``attachments`` are papers that stand at the end as appendices, each under its
    own ``appendix`` heading and with numbers of its own.
    """

    kind: str
    title: str
    board: str
    as_at: date
    addressee: tuple[str, ...]
    references: tuple[Reference, ...]
    salutation: str | None
    sections: tuple[Section, ...]
    close: str | None
    signature: tuple[Paragraph, ...]
    annexes: tuple[Section, ...]
    cover: Cover | None
    mark: str | None
    language: str = "en-GB"
    origin: Origin | None = None
    attachments: tuple["Letter", ...] = ()
    appendix: str = ""

    @property
    def papers(self) -> Iterator["Letter"]:
        """This paper, and then those that are attached to it."""
        yield self
        for attached in self.attachments:
            yield from attached.papers

    @property
    def blocks(self) -> Iterator[Block]:
        """Everything in the paper, in reading order, the cover left out."""
        for section in self.sections:
            yield from section.blocks
        yield from self.signature
        for annex in self.annexes:
            yield from annex.blocks

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """The paragraph of an id. Raises KeyError where the paper has none."""
        for paragraph in self.paragraphs:
            if paragraph.id == paragraph_id:
                return paragraph
        raise KeyError(paragraph_id)
