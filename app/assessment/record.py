"""Write evidence down: every figure with its method, its version and what it was made from."""

from collections.abc import Iterable
from dataclasses import replace

from app import METHOD_VERSION
from app.domain.evidence import Evidence, Ledger, Row, Scalar


class Record:
    """Enters evidence in a ledger. ``basis`` names the data that every figure rests on."""

    def __init__(self, basis: tuple[str, ...]) -> None:
        self.ledger = Ledger()
        self._basis = basis
        self._beginning = self._saying = ""

    def under(self, beginning: str, saying: str, basis: tuple[str, ...]) -> "Record":
        """Enters in the same ledger: ids begin with ``beginning``, what items say with ``saying``, on a wider basis."""
        other = Record((*self._basis, *basis))
        other.ledger, other._beginning, other._saying = self.ledger, beginning, saying
        return other

    def state(
        self,
        evidence_id: str,
        what: str,
        value: Scalar,
        unit: str = "",
        *,
        inputs: tuple[str, ...] = (),
        note: str = "",
        rows: Iterable[Row] = (),
    ) -> None:
        """Enter what papers, a list or a PNA state."""
        self._enter(Evidence(evidence_id, what, value, unit, "as stated", inputs, note, tuple(rows)))

    def measure(
        self,
        evidence_id: str,
        what: str,
        value: Scalar,
        unit: str = "",
        *,
        method: str,
        inputs: tuple[str, ...] = (),
        note: str = "",
        rows: Iterable[Row] = (),
    ) -> None:
        """Enter what was worked out from the snapshot or the baseline."""
        version = f"{method}; assessment {METHOD_VERSION}"
        made_from = (*inputs, *self._basis)
        self._enter(Evidence(evidence_id, what, value, unit, version, made_from, note, tuple(rows)))

    def _enter(self, item: Evidence) -> None:
        if self._beginning or self._saying:
            item = replace(item, id=self._beginning + item.id, what=self._saying + item.what)
        self.ledger.add(item)


def metres(value: float | None) -> float | None:
    """Metres to the millimetre, as they are kept."""
    return None if value is None else round(value, 3)


def share(part: int, whole: int) -> float | None:
    """A share to six places; None where there is nobody to share among."""
    return round(part / whole, 6) if whole else None


def hours(minutes: int | None) -> float | None:
    """Hours a week, to the minute."""
    return None if minutes is None else round(minutes / 60, 4)
