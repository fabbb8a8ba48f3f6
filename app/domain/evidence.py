"""Evidence: every figure with what it is, how it was made and from what, under an id that papers can cite."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Scalar = str | int | float | bool | None
Row = Mapping[str, Scalar]


@dataclass(frozen=True)
class Evidence:
    """One fact that findings and letters may rest on.

    ``value`` of None means that the fact is not known; ``note`` then says why. ``unit`` is "m", "minutes", "people",
    "share" (0 to 1), "date", "hours a week" or "" for text and counts. ``rows`` holds a table where one value is not enough.
    ``inputs`` names what it was made from: "snapshot:<id>", "baseline:<id>", "application:<field>", "law:<citation>".
    """

    id: str
    what: str
    value: Scalar
    unit: str
    method: str
    inputs: tuple[str, ...]
    note: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the fact is known."""
        return self.value is not None


class Ledger(Mapping[str, Evidence]):
    """Evidence by id, in the order in which it was found. Adding an id twice raises ValueError."""

    def __init__(self, items: tuple[Evidence, ...] = ()) -> None:
        self._items: dict[str, Evidence] = {}
        for item in items:
            self.add(item)

    def add(self, item: Evidence) -> None:
        """Enter one item. Raises ValueError where its id is taken: two figures under one name is a defect."""
        if item.id in self._items:
            raise ValueError(f"evidence {item.id!r} is entered twice")
        self._items[item.id] = item

    def value(self, evidence_id: str) -> Scalar:
        """The value under an id; None where it is not known or was not sought."""
        item = self._items.get(evidence_id)
        return None if item is None else item.value

    def number(self, evidence_id: str) -> float | None:
        """The value as a number; None where it is not known. Raises TypeError where it is no number."""
        value = self.value(evidence_id)
        if value is None:
            return None
        if isinstance(value, (str, bool)):
            raise TypeError(f"evidence {evidence_id!r} is {value!r}, which is no number")
        return float(value)

    def by_id(self) -> dict[str, Evidence]:
        """The items themselves by id, not to be changed."""
        return self._items

    def items_in_order(self) -> tuple[Evidence, ...]:
        """All items, in the order in which they were entered."""
        return tuple(self._items.values())

    def __getitem__(self, key: str) -> Evidence:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)
