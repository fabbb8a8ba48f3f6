"""Wording read from files: which sections and paragraphs a paper has, and their text as templates.

The files stand in ``wording/``. ``docs/letters.md`` says how to change them. Templates run in Jinja's sandbox, in which
an unknown name is an error, and see a case only through a Reading.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.letters.facts import FactError
from app.letters.model import Kind
from app.letters.prose import FILTERS

FOLDER = "wording"
HOUSE_FORMATS = "house_formats"
LOOPS = (
    "standards", "officer.local_knowledge", "officer.assurances", "officer.recommendations", "officer.appeal.matters",
)  # fmt: skip


class WordingError(ValueError):
    """A wording file that cannot be used; the message names the file and the entry and says what is wrong."""


@dataclass(frozen=True)
class ParagraphWording:
    """A paragraph as worded. ``each`` repeats it; ``when`` is an expression that has to hold for it to stand."""

    id: str
    kind: Kind
    text: str
    when: str = "true"
    each: str | None = None
    numbered: bool = True
    label: str = ""


@dataclass(frozen=True)
class TableWording:
    """A table's caption, headings and note, and the place in the paper where it stands."""

    id: str
    caption: str
    header: tuple[str, ...]
    figures: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class PictureWording:
    """A picture's caption, what it shows in words, and its note. ``each`` repeats it for each standard."""

    id: str
    caption: str
    alt: str
    note: str = ""


BlockWording = ParagraphWording | TableWording | PictureWording


@dataclass(frozen=True)
class SectionWording:
    """A heading with paragraphs and tables in order."""

    id: str
    heading: str
    blocks: tuple[BlockWording, ...]
    level: int = 2
    rows: bool = False


@dataclass(frozen=True)
class AppendixWording:
    """Another paper that stands at the end of one, under a heading; ``when`` has to hold for it to stand."""

    paper: str
    heading: str
    when: str = "true"


@dataclass(frozen=True)
class PaperWording:
    """All the words of one paper. ``after_decision``: the time for representations on the application is behind it."""

    kind: str
    title: str
    salutation: str | None
    close: str | None
    references: tuple[tuple[str, str], ...]
    sections: tuple[SectionWording, ...]
    annexes: tuple[SectionWording, ...]
    signature: tuple[ParagraphWording, ...]
    addressed: bool
    headline: str = ""
    appendices: tuple[AppendixWording, ...] = ()
    to: str = ""
    after_decision: bool = False


@dataclass(frozen=True)
class CoverWording:
    """The words of the list for the officer: ``headings`` by the sort of item, ``fields`` what the papers may leave out."""

    title: str
    instruction: str
    headings: Mapping[str, str]
    judged: str
    fields: Mapping[str, str]
    checks: tuple[ParagraphWording, ...]


ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
# Only the filters of the house: Jinja's own round and format are ways round the rounding rules.
ENVIRONMENT.filters.clear()
ENVIRONMENT.filters.update(FILTERS)


@cache
def paper_wording(name: str) -> PaperWording:
    """The wording of a paper by its file: "consolidation", "house_formats/bcp". Raises WordingError."""
    raw, common = _whole(f"{name}.toml"), _read("common.toml")
    reader = WordingFile(
        f"{name}.toml", common.get("paragraph", {}), _read("tables.toml"), _read("pictures.toml")
    )
    return reader.paper(raw)


def house_formats() -> tuple[str, ...]:
    """The formats in which a report to a board can be drafted: the names of the files in wording/house_formats."""
    folder = resources.files("app.letters").joinpath(FOLDER, HOUSE_FORMATS)
    return tuple(
        sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))
    )


@cache
def house_format_names() -> Mapping[str, str]:
    """What people call each house format, by its id: "Dorset format". Raises WordingError where a file gives no name."""
    found = {}
    for each in house_formats():
        file = f"{HOUSE_FORMATS}/{each}.toml"
        found[each] = WordingFile(file, {}, {}).need(_read(file), "name")
    return found


@cache
def cover_wording() -> CoverWording:
    """The wording of the list for the officer. Raises WordingError."""
    raw = _read("cover.toml")
    reader = WordingFile("cover.toml", {}, {})
    return CoverWording(
        title=reader.need(raw, "title"),
        instruction=reader.need(raw, "instruction"),
        headings=raw["headings"],
        judged=reader.need(raw, "judged"),
        fields=raw["fields"],
        checks=tuple(reader.paragraph(entry) for entry in raw.get("check", ())),
    )


def word_lists() -> Mapping[str, Mapping[str, str]]:
    """What the sites and the change are called, by kind of application, and the marks that a draft bears."""
    return _read("words.toml")


def fill(text: str, names: Mapping[str, Any], where: str) -> str:
    """A template's text with its facts. Raises WordingError, naming ``where``, for what it may not ask or print."""
    try:
        return " ".join(_template(text).render(names).split())
    except (TemplateError, FactError, TypeError, ValueError) as error:
        raise WordingError(f"{where}: {error}") from error


def holds(expression: str, names: Mapping[str, Any], where: str) -> bool:
    """Whether a ``when`` holds. Raises WordingError as ``fill`` does."""
    return fill("{{ 'yes' if " + expression + " else 'no' }}", names, where) == "yes"


def _whole(name: str) -> Mapping[str, Any]:
    """What a file says; where it is ``like`` another, with what that says and it leaves out.

    A section under the id of one there takes its place. Raises WordingError for a section that is not there.
    """
    raw = _read(name)
    if "like" not in raw:
        return raw
    base = _read(f"{raw['like']}.toml")
    own = {section["id"]: section for section in raw.get("section", ())}
    sections = [own.pop(section["id"], section) for section in base["section"]]
    if own:
        raise WordingError(
            f"{name}: {raw['like']}.toml has no section {min(own)!r} whose place it could take"
        )
    return {**base, **raw, "section": sections}


@cache
def _template(text: str) -> Any:
    return ENVIRONMENT.from_string(text)


@cache
def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(resources.files("app.letters").joinpath(FOLDER, name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WordingError(f"{name}: {error}") from error


@dataclass(frozen=True)
class WordingFile:
    """Reads one file's entries, with the paragraphs and tables that papers share at hand."""

    file: str
    common: Mapping[str, Any]
    tables: Mapping[str, Any]
    pictures: Mapping[str, Any] = field(default_factory=dict)

    def paper(self, raw: Mapping[str, Any]) -> PaperWording:
        """All of a paper."""
        result = PaperWording(
            kind=self.need(raw, "kind"),
            title=self.need(raw, "title"),
            salutation=raw.get("salutation"),
            close=raw.get("close"),
            references=tuple((entry["label"], entry["text"]) for entry in raw.get("reference", ())),
            sections=tuple(self.section(entry) for entry in raw.get("section", ())),
            annexes=tuple(self.section(entry) for entry in raw.get("annex", ())),
            signature=tuple(
                replace(found, numbered=False)
                for found in (self.block(entry) for entry in raw.get("signature", ()))
                if isinstance(found, ParagraphWording)
            ),
            addressed=raw.get("addressed", True),
            headline=raw.get("headline", ""),
            to=raw.get("to", ""),
            after_decision=raw.get("after_decision", False),
            appendices=tuple(
                AppendixWording(
                    self.need(entry, "paper"), self.need(entry, "heading"), entry.get("when", "true")
                )
                for entry in raw.get("appendix", ())
            ),
        )
        sections = (*result.sections, *result.annexes)
        ids = [section.id for section in sections]
        ids += [f"{type(b).__name__}:{b.id}" for section in sections for b in section.blocks]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise WordingError(
                f"{self.file}: {twice[0].rpartition(':')[2]!r} stands in the paper twice; give each entry an id of its own"
            )
        return result

    def section(self, raw: Mapping[str, Any]) -> SectionWording:
        """One section or annex."""
        blocks = tuple(self.block(entry) for entry in raw.get("block", ()))
        rows = bool(raw.get("rows", False))
        if rows or not raw.get("numbered", True):
            blocks = tuple(
                replace(block, numbered=False) if isinstance(block, ParagraphWording) else block
                for block in blocks
            )
        heading = raw.get("heading", "") if rows else self.need(raw, "heading")
        return SectionWording(self.need(raw, "id"), heading, blocks, raw.get("level", 2), rows)

    def block(self, raw: Mapping[str, Any]) -> BlockWording:
        """A paragraph, one that papers share ("use"), or a place for a table or a picture."""
        if "table" in raw:
            return self.table(raw["table"])
        if "picture" in raw:
            return self.picture(raw["picture"])
        if "use" in raw:
            shared = self.common.get(raw["use"])
            if shared is None:
                raise WordingError(f"{self.file}: common.toml has no paragraph {raw['use']!r}")
            return self.paragraph(
                {"id": raw["use"], **shared, **{k: v for k, v in raw.items() if k != "use"}}
            )
        return self.paragraph(raw)

    def paragraph(self, raw: Mapping[str, Any]) -> ParagraphWording:
        """A paragraph with its own words."""
        paragraph_id, kind, text = (self.need(raw, key) for key in ("id", "kind", "text"))
        unknown = set(raw) - {"id", "kind", "text", "when", "each", "numbered", "label"}
        if unknown:
            raise WordingError(
                f"{self.file}: paragraph {paragraph_id!r} has an unknown key {sorted(unknown)[0]!r}"
            )
        if kind not in tuple(Kind):
            raise WordingError(
                f"{self.file}: paragraph {paragraph_id!r} is of kind {kind!r}; use one of {', '.join(Kind)}"
            )
        each = raw.get("each")
        if each is not None and each not in LOOPS:
            raise WordingError(
                f"{self.file}: paragraph {paragraph_id!r} repeats over {each!r}; use one of {LOOPS}"
            )
        return ParagraphWording(
            paragraph_id,
            Kind(kind),
            text,
            raw.get("when", "true"),
            each,
            raw.get("numbered", True),
            raw.get("label", ""),
        )

    def table(self, table_id: str) -> TableWording:
        """A table by its name in tables.toml."""
        raw = self.tables.get(table_id)
        if raw is None:
            raise WordingError(f"{self.file}: tables.toml has no table {table_id!r}")
        return TableWording(
            table_id,
            self.need(raw, "caption"),
            tuple(raw["header"]),
            frozenset(raw.get("figures", ())),
            raw.get("note", ""),
        )

    def picture(self, picture_id: str) -> PictureWording:
        """A picture by its name in pictures.toml."""
        raw = self.pictures.get(picture_id)
        if raw is None:
            raise WordingError(f"{self.file}: pictures.toml has no picture {picture_id!r}")
        return PictureWording(
            picture_id, self.need(raw, "caption"), self.need(raw, "alt"), raw.get("note", "")
        )

    def need(self, raw: Mapping[str, Any], key: str) -> str:
        """A text that has to be there."""
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise WordingError(f"{self.file}: {raw.get('id', 'the paper')!r} needs {key!r}")
        return value
