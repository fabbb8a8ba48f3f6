"""What a run of re-checks found: the cases whose finding, duty or flag changed, ranked, and the rest counted."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.recheck.causes import Attributed, Cause, Rechecked
from app.recheck.successors import Followed


@dataclass(frozen=True)
class Failed:
    """A case that could not be re-checked, and why."""

    case: str
    error: str


@dataclass(frozen=True)
class Ranked:
    """A case whose conclusion changed, with what changed and why."""

    case: str
    rechecked: Rechecked


@dataclass(frozen=True)
class UnderAnotherCode:
    """A case with premises that the new list has under another code, or may have."""

    case: str
    followed: tuple[Followed, ...]


@dataclass(frozen=True)
class Report:
    """``changed``: a finding, the duty or a flag moved, those of most such changes first. ``figures_only``: ids.

    ``followed``: cases with premises that the new list has under another code, or may have.
    """

    changed: tuple[Ranked, ...]
    figures_only: tuple[str, ...]
    unchanged: int
    failed: tuple[Failed, ...]
    causes: tuple[tuple[Cause, int], ...]
    followed: tuple[UnderAnotherCode, ...] = ()


def report(found: Iterable[tuple[str, Rechecked]], failed: Iterable[Failed] = ()) -> Report:
    """Put what was found in order. ``causes`` counts the cases that each input moved."""
    pairs = sorted(found, key=lambda pair: pair[0])
    changed = [Ranked(case, item) for case, item in pairs if item.weighs]
    changed.sort(key=lambda ranked: (-_weight(ranked.rechecked), ranked.case))
    causes: Counter[Cause] = Counter()
    for _, item in pairs:
        causes.update({cause for change in item.changes for cause in change.causes})
    return Report(
        changed=tuple(changed),
        figures_only=tuple(case for case, item in pairs if item.changes and not item.weighs),
        unchanged=sum(not item.changes for _, item in pairs),
        failed=tuple(sorted(failed, key=lambda one: one.case)),
        causes=tuple(sorted(causes.items(), key=lambda pair: (-pair[1], pair[0]))),
        followed=tuple(UnderAnotherCode(case, item.followed) for case, item in pairs if item.followed),
    )


def _weight(item: Rechecked) -> int:
    """Findings and the duty before flags."""
    weights = {"duty": 100, "finding": 10, "flag": 1}
    return sum(weights.get(change.moved.kind, 0) for change in item.changes)


def as_csv(found: Iterable[tuple[str, Rechecked]]) -> str:
    """Every difference of every case: case, reference, what moved, from, to, by which input, and which only together.

    Premises under another code have a row of the kind "site", with why they are believed to be the same.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("case", "reference", "kind", "name", "old", "new", "causes", "inputs", "why"))
    for case, item in sorted(found, key=lambda pair: pair[0]):
        for change in item.changes:
            rows.writerow((case, _safe(item.reference), *_cells(change), ""))
        for one in item.followed:
            codes = _safe(one.old), _safe(one.new or " or ".join(one.others) + ", not known")
            rows.writerow(
                (case, _safe(one.reference), "site", one.site, *codes, Cause.PHARMACIES, "", one.why)
            )
    return text.getvalue()


def _cells(change: Attributed) -> tuple[str, ...]:
    moved = change.moved
    return (
        moved.kind,
        moved.name,
        _safe(moved.old),
        _safe(moved.new),
        "; ".join(change.causes),
        "; ".join(change.inputs),
    )


def _safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r" else text
