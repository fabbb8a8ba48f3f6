"""Layers of an ArcGIS server: every record of a question, in pages, counted first and compared at the end.

The server answers at most 2,000 records at once, answers 400 (not 429) to bursts, gives no steady order unless records are
ordered by a field of the data, and reports errors inside answers of status 200.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from geodata.fetch.endpoints import ArcGis, Layer
from geodata.fetch.errors import DO_LATER, FetchError, do_file
from geodata.fetch.pages import column_like, page_starts, what_is_missing
from geodata.fetch.store import Answer
from geodata.fetch.web import Web
from geodata.sources.tables import some

Bounds = tuple[float, float, float, float]
_GRID = 27700


@dataclass(frozen=True)
class Described:
    """A layer as the server describes it: its fields, its greatest page, and when it was last edited ("" if not said)."""

    fields: tuple[str, ...]
    page: int
    edited: str


@dataclass(frozen=True)
class Question:
    """What is asked of a layer. ``key``: a field that tells records apart.

    ``bounds``: west, south, east, north in EPSG:27700. ``outlines`` and ``points``: that these are wanted with the records.
    """

    where: str
    fields: tuple[str, ...]
    key: str
    bounds: Bounds | None = None
    outlines: bool = False
    points: bool = False

    def query(self) -> dict[str, object]:
        """The question without pages."""
        query: dict[str, object] = {"where": self.where, "f": "json"}
        if self.bounds is not None:
            query |= {
                "geometry": ",".join(f"{metres:.0f}" for metres in self.bounds),
                "geometryType": "esriGeometryEnvelope",
                "spatialRel": "esriSpatialRelIntersects",
                "inSR": _GRID,
            }
        return query


class FeatureLayer:
    """One layer of a server. ``option``: of the command line, with which its file can be given instead."""

    def __init__(self, web: Web, server: ArcGis, layer: Layer, title: str, option: str) -> None:
        self.web = web
        self.server = server
        self.layer = layer
        self.title = title
        self.option = option
        self.address = f"{server.services.rstrip('/')}/{layer.layer}"
        self._described: Described | None = None

    @property
    def described(self) -> Described:
        """The layer as the server describes it; asked once."""
        if self._described is None:
            told = self._ask(self.address, {"f": "json"})
            fields = tuple(str(field["name"]) for field in told.get("fields") or ())
            edited = str((told.get("editingInfo") or {}).get("lastEditDate") or "")
            self._described = Described(fields, int(told.get("maxRecordCount") or self.server.page), edited)
        return self._described

    def column(self, prefix: str, ending: str) -> str:
        """The field named like CTYUA24CD, of whatever year. Raises FetchError naming the fields that there are."""
        found = column_like(self.described.fields, prefix, ending)
        if found is None:
            raise FetchError(
                self.title,
                self.address,
                f"it has not one column like {prefix}24{ending}; it has {some(self.described.fields, 12)}.",
                do_file(self.option),
            )
        return found

    def need(self, *names: str) -> tuple[str, ...]:
        """Fields by these names, in whatever capitals. Raises FetchError naming the first that is missing."""
        by_name = {field.casefold(): field for field in self.described.fields}
        for name in names:
            if name.casefold() not in by_name:
                raise FetchError(
                    self.title,
                    self.address,
                    f"it has no column {name!r}; it has {some(self.described.fields, 12)}.",
                    do_file(self.option),
                )
        return tuple(by_name[name.casefold()] for name in names)

    def records(self, question: Question) -> list[dict[str, Any]]:
        """Every record, in the order of its key: ``attributes`` and, where asked for, ``geometry``. Raises FetchError."""
        count = int(
            self._ask(f"{self.address}/query", question.query() | {"returnCountOnly": "true"})["count"]
        )
        wanted = self.server.outline_page if question.outlines else self.server.page
        page = min(wanted, self.described.page)
        pages = self.web.at_once(partial(self._page, question, page), page_starts(count, page))
        records = [record for answer in pages for record in answer.get("features", [])]
        wrong = what_is_missing([str(record["attributes"].get(question.key)) for record in records], count)
        if wrong:
            raise FetchError(self.title, self.address, wrong, DO_LATER)
        return records

    def kept(self, name: str) -> Answer | None:
        """What was made of this layer before, if the server says that nothing was edited since."""
        edited = self.described.edited
        return self.web.store.answer(self._name(name)) if edited else None

    def keep(self, name: str, sha256: str, md5: str, size: int) -> Answer:
        """Remember a file that was made of this layer, under a name that says what was asked."""
        answer = Answer(self._name(name), sha256, md5, size, self.web.now(), self.web.now())
        self.web.store.remember(answer)
        return answer

    def _name(self, name: str) -> str:
        return f"{self.address}#{name}#{self.described.edited}"

    def _page(self, question: Question, page: int, start: int) -> Mapping[str, Any]:
        query = question.query() | {
            "outFields": ",".join(question.fields),
            "orderByFields": question.key,
            "resultOffset": start,
            "resultRecordCount": page,
            "returnGeometry": "true" if question.outlines or question.points else "false",
            "outSR": _GRID,
        }
        answer: Mapping[str, Any] = self._ask(f"{self.address}/query", query, data=True)
        told = answer.get("spatialReference") or {}
        if not {told.get("wkid", _GRID), told.get("latestWkid", _GRID)} <= {_GRID}:
            raise FetchError(
                self.title,
                self.address,
                f"it was asked for British National Grid (EPSG:{_GRID}) and says that it sent {told}.",
                do_file(self.option),
            )
        self.web.progress(f"{self.title}: from record {start:,}", start, start + page)
        return answer

    def _ask(self, address: str, query: Mapping[str, object], *, data: bool = False) -> Any:
        answer = self.web.ask(self.title, address, query, data=data)
        if not isinstance(answer, dict) or "error" in answer:
            told = answer.get("error") if isinstance(answer, dict) else answer
            words = told.get("message") if isinstance(told, dict) else told
            raise FetchError(
                self.title,
                address,
                f"it answers with an error: {words}",
                f"{DO_LATER} {do_file(self.option)}",
            )
        return answer


def values(record: Mapping[str, Any], fields: Sequence[str]) -> tuple[str, ...]:
    """Attributes of a record as text, "" where empty."""
    attributes = record["attributes"]
    return tuple("" if attributes.get(field) is None else str(attributes[field]) for field in fields)
