"""A paper as a PDF for the record: tagged for accessibility (PDF/UA-1) and fit to be kept (PDF/A-2a), by typst.

The fonts are typst's own and stand in the file; no font of the machine is used, so that the same letter is the same bytes.
The list for the officer is left out: a PDF is the paper as people read it.
"""

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst

from app.letters.characters import REPLACEMENT, printable
from app.letters.model import Block, Letter, Paragraph, Picture, Run, Section, Table
from app.letters.widths import widths

MEDIA_TYPE = "application/pdf"
Form = Literal["pdf", "png"]
STANDARDS: Any = ["ua-1", "a-2a"]
PIXELS_AN_INCH = 96
PICTURE_PIXELS = 200
PICTURE_PAGE = """
#set page(width: float(sys.inputs.width) * 1mm, height: float(sys.inputs.height) * 1mm, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
_UNSHOWN = re.compile(
    r"text `\"(.+?)\"` could not be displayed|text `(.+?)` could not be displayed", re.DOTALL
)
_MOST_TRIES = 400
MISSING = f"Characters that the fonts of this file do not have stand as {REPLACEMENT}; the Word file and the page have them."
_ONE_PAGE = ("evidence annex",)


def render(letter: Letter) -> bytes:
    """The PDF. Raises typst.TypstError where the paper breaks a rule of PDF/UA or PDF/A, which no draft does."""
    return _compile(letter, "pdf")[0]


def pages(letter: Letter, pixels_an_inch: float = PIXELS_AN_INCH) -> tuple[bytes, ...]:
    """The same pages as PNG pictures, to look at."""
    return _compile(letter, "png", pixels_an_inch)


def _compile(letter: Letter, form: Form, pixels: float | None = None) -> tuple[bytes, ...]:
    data = _document(letter)
    text = json.dumps(data, ensure_ascii=False)
    stamp = int(datetime.combine(letter.as_at, time(), UTC).timestamp())
    for _ in range(_MOST_TRIES):
        try:
            # The library says "bytes", and gives a list of them for pictures of more than one page.
            made: bytes | list[bytes] = typst.compile(
                _template(),
                format=form,
                ppi=pixels,
                sys_inputs={"data": text},
                ignore_system_fonts=True,
                pdf_standards=STANDARDS if form == "pdf" else None,
                timestamp=stamp,
            )
            return tuple(made) if isinstance(made, list) else (made,)
        except typst.TypstError as error:
            unshown = _UNSHOWN.search(str(error))
            if unshown is None:
                raise
            text = _without(text, unshown[1] or unshown[2])
    raise ValueError(
        "The paper holds too many characters that the fonts of a PDF do not have. Send the Word file."
    )


def _without(text: str, unshown: str) -> str:
    """The paper with characters that no font has shown as missing, and a line that says so."""
    data = json.loads(text)
    bad = {ord(character): REPLACEMENT for character in unshown if ord(character) > 127}
    if not bad:
        raise ValueError(f"A PDF cannot show {unshown!r}.")

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            return value.translate(bad)
        if isinstance(value, list):
            return [shown(each) for each in value]
        return {key: shown(each) for key, each in value.items()} if isinstance(value, dict) else value

    found = shown(data)
    found["missing"] = MISSING
    return json.dumps(found, ensure_ascii=False)


def _document(letter: Letter) -> dict[str, Any]:
    day = letter.as_at
    return {
        "title": printable(letter.title),
        "date": [day.year, day.month, day.day],
        "mark": printable(letter.mark or ""),
        "paper": _paper(letter),
        "attachments": [
            {**_paper(each), "appendix": printable(each.appendix)} for each in letter.attachments
        ],
        "missing": "",
        "size": 8.5 if letter.kind in _ONE_PAGE else 11,
    }


def _paper(letter: Letter) -> dict[str, Any]:
    return {
        "title": printable(letter.title),
        "addressee": [printable(line) for line in letter.addressee],
        "references": [{"label": r.label, "runs": _runs(r.runs)} for r in letter.references],
        "salutation": letter.salutation or "",
        "close": letter.close or "",
        "sections": [_section(each) for each in letter.sections],
        "signature": [_paragraph(each) for each in letter.signature],
        "annexes": [_section(each) for each in letter.annexes],
        "annex-page": True,
    }


def _section(section: Section) -> dict[str, Any]:
    rows = [
        {"label": printable(label), "paragraphs": [_paragraph(each) for each in paragraphs]}
        for label, paragraphs in (section.labelled if section.rows else ())
    ]
    return {
        "heading": printable(section.heading),
        "level": section.level,
        "rows": rows,
        "blocks": [_block(each) for each in section.blocks],
    }


def png(picture: Picture, pixels_an_inch: float = PICTURE_PIXELS) -> bytes:
    """A picture as PNG, for files that hold no SVG."""
    made: bytes | list[bytes] = typst.compile(
        PICTURE_PAGE.encode(),
        format="png",
        ppi=pixels_an_inch,
        sys_inputs={"svg": picture.svg, "width": str(picture.width / 10), "height": str(picture.height / 10)},
        ignore_system_fonts=True,
    )
    return made if isinstance(made, bytes) else made[0]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Picture):
        return {
            "type": "picture",
            "title": printable(block.caption),
            "alt": printable(block.alt),
            "svg": block.svg,
            "note": printable(block.note),
        }
    if isinstance(block, Table):
        return {"type": "table", **_table(block)}
    return {"type": "paragraph", **_paragraph(block)}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"kind": paragraph.kind.value, "number": paragraph.number, "runs": _runs(paragraph.runs)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": printable(table.title),
        "header": [printable(cell) for cell in table.header],
        "rows": [[printable(cell) for cell in row] for row in table.rows],
        "figures": sorted(table.figures),
        "note": printable(table.note),
        "widths": widths(table),
        "small": len(table.header) > 6 or table.id == "evidence",
    }


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{"text": printable(run.text), "open": run.open} for run in runs]


@cache
def _template() -> bytes:
    return resources.files("app.letters").joinpath("pages", "letter.typ").read_bytes()
