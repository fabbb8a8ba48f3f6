"""What the law is applied to, and what it gives back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.domain.assessments import OpenStatement
from app.domain.entered import Entered, entered
from app.domain.evidence import Evidence, Ledger, Row, Scalar
from app.domain.findings import Duty, Finding, Flag, FollowUp, Notifiee
from app.domain.other_applications import AnyApplication

__all__ = ["TOGETHER", "AnyApplication", "Case", "Judgement", "LawError", "WatchedLedger"]

TOGETHER = "together."
"""Ids of evidence that was measured with every consolidation considered together granted at once begin so."""


class LawError(ValueError):
    """A question that the law, as it is known here, cannot answer; the message says why and what to do.

    ``field`` is what is at fault: the date asked for, or the path of a field of the application.
    """

    def __init__(self, message: str, field: str = "as_at") -> None:
        super().__init__(message)
        self.field = field


class WatchedLedger(Ledger):
    """A ledger that notes which items are looked up, so that a finding cites what it rests on and nothing else."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        # The same items, not a copy of a hundred for each of twenty rules; whatever is looked up is never entered.
        self._items = ledger.by_id()
        self.seen: set[str] = set()

    def value(self, evidence_id: str) -> Scalar:
        """The value under an id, noted as seen."""
        self.seen.add(evidence_id)
        return super().value(evidence_id)

    def __getitem__(self, key: str) -> Evidence:
        self.seen.add(key)
        return super().__getitem__(key)


class PartOfLedger(Ledger):
    """The items of another ledger whose ids begin in a certain way, under their ids without that beginning."""

    def __init__(self, whole: Ledger, beginning: str) -> None:
        super().__init__()
        self._whole, self._beginning = whole, beginning

    def value(self, evidence_id: str) -> Scalar:
        """The value under an id; None where it is not known or was not sought."""
        return self._whole.value(self._beginning + evidence_id)

    def items_in_order(self) -> tuple[Evidence, ...]:
        """All items, in the order in which they were entered."""
        return tuple(self[key] for key in self)

    def by_id(self) -> dict[str, Evidence]:
        """The items by id."""
        return dict(self)

    def __getitem__(self, key: str) -> Evidence:
        return self._whole[self._beginning + key]

    def __iter__(self) -> Iterator[str]:
        return (key.removeprefix(self._beginning) for key in self._whole if key.startswith(self._beginning))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Case:
    """An application, the evidence about it, and ``as_at``: the date at which the law is read.

    Which of two wordings holds is decided by ``as_at`` alone, except where a text looks at another day and says so: the
    twelve months of regulation 24(3)(c) run to the application, the 45 days of paragraph 19(4) from the day on which notice
    was given to the board.
    """

    application: AnyApplication
    as_at: date
    ledger: Ledger

    @property
    def together(self) -> "Case":
        """The case on evidence measured with every consolidation considered together granted at once (26A(8))."""
        return replace(self, ledger=PartOfLedger(self.ledger, TOGETHER))

    def entered(self, path: str) -> Entered:
        """What is known of a field of the papers: "same_services", "closing.hours"."""
        return entered(self.application, path)

    def text(self, evidence_id: str) -> str | None:
        """A value in words; None where it is not known."""
        value = self.ledger.value(evidence_id)
        return None if value is None else str(value)

    def number(self, evidence_id: str) -> float | None:
        """A value as a number; None where it is not known."""
        return self.ledger.number(evidence_id)

    def truth(self, evidence_id: str) -> bool | None:
        """A yes or no; None where it is not known. Raises LawError where the evidence is neither."""
        value = self.ledger.value(evidence_id)
        if value is None or isinstance(value, bool):
            return value
        raise LawError(f"Evidence {evidence_id} should be true, false or unknown; it is {value!r}.")

    def rows(self, evidence_id: str) -> tuple[Row, ...]:
        """The table of an item; empty where the item is absent."""
        item = self.ledger.get(evidence_id)
        return () if item is None else item.rows


@dataclass(frozen=True)
class Judgement:
    """What the law says of a case: the relevant board's duty, each limb, what to look at, and the open statement.

    ``duty`` is that of ``hwb.relevant``, wherever the notice went: paragraph 19(5) binds the relevant board once it has
    been told. ``representations_citation`` is the provision under which that board writes, empty where it has no part.
    ``follow_up`` is what comes after a decision.
    """

    duty: Duty
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    statement: OpenStatement | None
    representations_citation: str
    notifiees: tuple[Notifiee, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
