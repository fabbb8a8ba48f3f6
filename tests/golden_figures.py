"""Figures that assessments are held to, kept under the version of the method that made them.

A figure that is another under the same method fails: raise ``METHOD_VERSION`` in ``app/__init__.py``, so that a re-check of an
older assessment can say that the method moved it, name the method in the changelog, and write the figures anew with
``PHARMACY_GOLDEN=write make test ARGS="-k golden"``. That is refused under a method that a release has gone out with.
"""

import hashlib
import json
import math
import os
import re
from collections.abc import Mapping
from pathlib import Path

from app import METHOD_VERSION
from app.domain.assessments import Assessment
from app.domain.evidence import Scalar

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).with_name("golden") / "figures"
CHANGELOG = ROOT / "CHANGELOG.md"
DIGITS = 9
"""Of the significant digits so many are held: the last ones of a sum may differ between processors."""
DIGITS_OF_ROWS = 6
MOST_ROWS = 4
"""A table of more rows is held by a digest."""

Figures = Mapping[str, Scalar]


def figures_of(assessment: Assessment) -> dict[str, Scalar]:
    """Every number, date, yes or no and unknown in the evidence, by its id, and in the rows of tables as "id[row].column".

    A long table is one line, "id[rows]": how many rows, and a digest of their figures. Words are left out: they are held by
    the golden papers.
    """
    found: dict[str, Scalar] = {}
    for item in assessment.evidence:
        if not isinstance(item.value, str) or item.unit == "date":
            found[item.id] = _rounded(item.value, DIGITS)
        rows = [
            {column: value for column, value in row.items() if not isinstance(value, str)}
            for row in item.rows
        ]
        if len(rows) > MOST_ROWS:
            short = [
                {column: _rounded(value, DIGITS_OF_ROWS) for column, value in row.items()} for row in rows
            ]
            digest = hashlib.sha256(json.dumps(short).encode()).hexdigest()
            found[f"{item.id}[rows]"] = f"{len(rows)} rows, {digest[:12]}"
        else:
            for number, row in enumerate(rows):
                found |= {f"{item.id}[{number}].{column}": _rounded(row[column], DIGITS) for column in row}
    return found


def held(
    name: str,
    figures: Figures,
    method: str = METHOD_VERSION,
    folder: Path = FOLDER,
    changelog: Path = CHANGELOG,
) -> None:
    """The figures are the golden ones of a name and were made by this method. Fails with what differs and what to do."""
    file = folder / f"{name}.json"
    if os.environ.get("PHARMACY_GOLDEN") == "write":
        _write(file, figures, method, released(changelog.read_text("utf-8")))
    kept = json.loads(file.read_text("utf-8"))
    moved = differing(kept["figures"], figures)
    if moved and kept["method"] == method:
        raise AssertionError(
            f"Figures of {file.name} are not those that method {method} gave. Raise METHOD_VERSION, then write them "
            f"anew; see tests/golden_figures.py.\n{moved}"
        )
    assert not moved, f"Write {file.name} anew and read what moved; see tests/golden_figures.py.\n{moved}"
    assert kept["method"] == method, (
        f"{file.name} holds the figures of method {kept['method']}, and this is method {method}: write it anew."
    )


def released(changelog: str) -> set[str]:
    """The methods that releases have gone out with: those that the changelog names under a version."""
    return {
        method
        for section in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
        if not section.lower().startswith("unreleased")
        for method in re.findall(r"\bmethod (\d+)\b", section, flags=re.IGNORECASE)
    }


def differing(kept: Figures, now: Figures) -> str:
    """What differs, a line each: what was kept, and what it is now."""
    gone = "(none)"
    return "\n".join(
        f"{name}: {kept.get(name, gone)} -> {now.get(name, gone)}"
        for name in dict.fromkeys((*kept, *now))
        if not _same(kept.get(name, gone), now.get(name, gone))
    )


def _write(file: Path, figures: Figures, method: str, gone_out: set[str]) -> None:
    before = json.loads(file.read_text("utf-8")) if file.exists() else {"method": "", "figures": {}}
    moved = differing(before["figures"], figures)
    if not moved and before["method"] == method:
        return
    if method in gone_out and (before["method"] == method):
        raise AssertionError(
            f"A release has gone out with method {method}: raise METHOD_VERSION before its figures change.\n{moved}"
        )
    file.parent.mkdir(exist_ok=True)
    text = json.dumps({"method": method, "figures": dict(figures)}, indent=0, ensure_ascii=False)
    file.write_text(text + "\n", "utf-8")


def _rounded(value: Scalar, digits: int) -> Scalar:
    return float(f"{value:.{digits}g}") if isinstance(value, float) and math.isfinite(value) else value


def _same(one: Scalar, other: Scalar) -> bool:
    """Alike; of numbers, up to the last digit that is held."""
    if isinstance(one, float) and isinstance(other, (float, int)) and not isinstance(other, bool):
        return math.isclose(one, other, rel_tol=10.0 ** (1 - DIGITS), abs_tol=1e-9)
    return one == other and isinstance(one, bool) is isinstance(other, bool)
