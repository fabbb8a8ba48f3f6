"""The evidence annex: every evidence id that the paper rests on, exact, and where the paper uses it."""

import re
from collections.abc import Iterable, Mapping

from app.domain.evidence import Evidence
from app.letters.characters import one_line
from app.letters.facts import NOT_MEASURED, Case
from app.letters.model import Block, Picture, Section, Table
from app.letters.prose import exact
from app.letters.tables import Rows


def evidence_rows(case: Case, sections: Iterable[Section]) -> Rows:
    """One row for each item that a paragraph or a table names, in the order of the ledger."""
    used: dict[str, dict[str, list[str]]] = {}
    for section in sections:
        for block in section.blocks:
            kind, name = _place(block, section)
            for evidence_id in block.evidence:
                names = used.setdefault(evidence_id, {}).setdefault(kind, [])
                if name not in names:
                    names.append(name)
    ledger = case.assessment.ledger
    named = [item for item in ledger.items_in_order() if item.id in used]
    rows = tuple(
        (item.id, one_line(item.what), _value(item), one_line(item.method), _places(used[item.id]))
        for item in named
    )
    return Rows(rows, tuple(item.id for item in named))


def _place(block: Block, section: Section) -> tuple[str, str]:
    """Where a block stands, as a sort of place and which one; "" where there is one of the sort only."""
    if isinstance(block, Table):
        return "Table", str(block.number)
    if isinstance(block, Picture):
        return ("the map", "") if block.id == "map" else ("the chart of the week", "")
    if block.number is not None:
        return "paragraph", str(block.number)
    if section.heading.startswith("Annex"):
        letter = re.match(r"Annex ([A-Z])\.", section.heading)
        return "Annex", letter[1] if letter else ""
    return "under", f"“{block.label or section.heading}”"


def _places(used: Mapping[str, list[str]]) -> str:
    return "; ".join(
        f"{kind}{'s' if len(names) > 1 and kind != 'under' else ''} {', '.join(names)}".strip()
        for kind, names in used.items()
    )


def _value(item: Evidence) -> str:
    value = exact(item.value, item.unit)
    if item.note and not item.method.startswith(NOT_MEASURED):
        return one_line(f"{value} ({item.note})")
    return value
