"""What the law is applied to, and what it gives back."""

from dataclasses import dataclass
from datetime import date

from app.domain.applications import Application
from app.domain.assessments import OpenStatement
from app.domain.evidence import Evidence, Ledger, Row, Scalar
from app.domain.findings import Duty, Finding, Flag, Notifiee
from app.domain.other_applications import OtherApplication

AnyApplication = Application | OtherApplication


class LawError(ValueError):
    """A question that the law, as it is known here, cannot answer; the message says why and what to do."""


class WatchedLedger(Ledger):
    """A ledger that notes which items are looked up, so that a finding cites what it rests on and nothing else."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger.items_in_order())
        self.seen: set[str] = set()

    def value(self, evidence_id: str) -> Scalar:
        """The value under an id, noted as seen."""
        self.seen.add(evidence_id)
        return super().value(evidence_id)

    def __getitem__(self, key: str) -> Evidence:
        self.seen.add(key)
        return super().__getitem__(key)


@dataclass(frozen=True)
class Case:
    """An application, the evidence about it, and ``as_at``: the date at which the law is read.

    Which of two wordings holds is decided by ``as_at`` alone, except where a text looks at another day and says so: the
    twelve months of regulation 24(3)(c) run to the application, the 45 days of paragraph 19(4) from the notice.

    ``together`` is evidence measured with every consolidation that is considered together granted at once (26A(8)).
    """

    application: AnyApplication
    as_at: date
    ledger: Ledger
    together: Ledger | None = None

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
    """

    duty: Duty
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    statement: OpenStatement | None
    representations_citation: str
    notifiees: tuple[Notifiee, ...] = ()
