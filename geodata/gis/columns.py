"""Columns of a layer, each with what it holds and in what unit; None is "not known" and stays empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.geopackage import Column, Layer, Shape


@dataclass(frozen=True)
class Told:
    """A column and its meaning."""

    column: Column
    meaning: str


def text(name: str, meaning: str, values: Sequence[str | None]) -> Told:
    """Words; an empty text is not known."""
    kept = np.array([value or None for value in values], dtype=object)
    return Told(Column(name, kept, np.array([value is None for value in kept], dtype=bool)), meaning)


def number(name: str, meaning: str, values: Sequence[float | None]) -> Told:
    """Measures."""
    missing = np.array([value is None for value in values], dtype=bool)
    kept = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return Told(Column(name, kept, missing), meaning)


def yes_no(name: str, meaning: str, values: Sequence[bool | None]) -> Told:
    """Yes, no, or not known."""
    missing = np.array([value is None for value in values], dtype=bool)
    return Told(Column(name, np.array([bool(value) for value in values], dtype=np.bool_), missing), meaning)


def array(name: str, meaning: str, values: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> Told:
    """A column that is an array already."""
    nothing = np.zeros(len(values), dtype=bool) if missing is None else missing
    return Told(Column(name, np.ascontiguousarray(values), nothing), meaning)


def coded(name: str, meaning: str, codes: NDArray[np.int32], labels: Sequence[str]) -> Told:
    """Words that an array holds positions of; -1 is not known."""
    words = np.array([*labels, None], dtype=object)
    return Told(Column(name, words[codes], codes < 0), meaning)


def layer(
    name: str,
    title: str,
    about: str,
    told: Sequence[Told],
    wkb: NDArray[Any] | None = None,
    shape: Shape | None = None,
) -> Layer:
    """A layer whose description says what it is and what each of its columns holds."""
    columns = "; ".join(f"{one.column.name}: {one.meaning}" for one in told)
    return Layer(name, title, f"{about} Columns: {columns}.", [one.column for one in told], wkb, shape)
