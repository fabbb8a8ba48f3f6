"""A server on this machine that answers as the publishers do: CKAN, ArcGIS, bulk zips, dated extracts. Nothing leaves it.

``PublishersServer`` speaks the protocols (ETag, ranges, pages, counts) and can be told to fail; ``Publishers`` is what it
publishes; ``write_endpoints`` the file that points ``geodata fetch`` at it.
"""

import csv
import hashlib
import io
import json
import random
import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

CAP = 2000


@dataclass
class Fault:
    """What goes wrong for addresses that begin with ``path``, so many ``times``.

    status: answered instead (with ``retry_after``). cut_at: bytes after which the connection ends. body: sent instead.
    slow_s: a pause before each 16 kB. held_at: bytes after which nothing more comes, and the connection stays open.
    """

    path: str
    times: int = 1_000_000
    status: int = 0
    retry_after: str = ""
    cut_at: int = -1
    body: bytes | None = None
    slow_s: float = 0.0
    held_at: int = -1


@dataclass(frozen=True)
class Record:
    """One record of a layer, with an outline or a point in EPSG:27700."""

    attributes: Mapping[str, Any]
    shape: BaseGeometry | None = None


@dataclass
class Layer:
    """A layer of the ArcGIS server. ``edited``: its lastEditDate, or None where it does not say.

    ``wkid``: the system of coordinates that its answers say they are in.
    """

    fields: Sequence[str]
    records: Sequence[Record]
    edited: int | None = 1_700_000_000_000
    wkid: int = 27700


@dataclass(frozen=True)
class CensusTable:
    """A table of Nomis's API: the name of its dimension, and for each area its counts by category, "Total" first."""

    dimension: str
    areas: Mapping[str, Mapping[str, int]]


@dataclass
class Publishers:
    """What is published: files by path, layers by name, and census tables of Nomis's API by path.

    ``tags``: whether files are sent with ETag and date.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    layers: dict[str, Layer] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    counts: dict[str, CensusTable] = field(default_factory=dict)
    tags: bool = True


@dataclass
class PublishersServer:
    """The running server. ``log``: (path with query, headers) of every question; ``busiest``: most at one moment.

    ``over``: whether the server is being stopped, which ends every pause.
    """

    publishers: Publishers
    faults: list[Fault] = field(default_factory=list)
    log: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    url: str = ""
    busiest: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, part: str) -> list[str]:
        """Questions whose address holds some words."""
        return [path for path, _ in self.log if part in path]

    def fault(self, path: str) -> Fault:
        """The fault that meets this question, if any; uses it up."""
        with self._lock:
            for fault in self.faults:
                if fault.times > 0 and path.startswith(fault.path):
                    fault.times -= 1
                    return fault
        return Fault("")

    @contextmanager
    def counted(self) -> Iterator[None]:
        """While a question is answered."""
        with self._lock:
            self._now += 1
            self.busiest = max(self.busiest, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


class Handler(BaseHTTPRequestHandler):
    """Answers one connection. ``state`` is set on a subclass for each server."""

    state: PublishersServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for its second packet

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_GET(self) -> None:
        with self.state.counted():
            self.state.log.append((self.path, dict(self.headers)))
            try:
                self._answer(self.state.fault(self.path))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    def _answer(self, fault: Fault) -> None:
        path = urlsplit(self.path).path
        if fault.status:
            self._send(fault.status, b"busy", {"Retry-After": fault.retry_after} if fault.retry_after else {})
        elif fault.body is not None:
            self._send(200, fault.body, {})
        elif self.path in self.state.publishers.redirects:
            self._send(302, b"", {"Location": self.state.publishers.redirects[self.path]})
        elif self.path in self.state.publishers.files or path in self.state.publishers.files:
            content = self.state.publishers.files.get(self.path, self.state.publishers.files.get(path, b""))
            self._file(content.replace(b"{URL}", self.state.url.encode()), fault)
        elif "/FeatureServer/0" in path:
            self._layer(path, self._query(), fault)
        elif path in self.state.publishers.counts:
            self._file(nomis(self.state.publishers.counts[path], self._query()), fault)
        else:
            self._send(404, b"<html>not here</html>", {})

    def _file(self, content: bytes, fault: Fault) -> None:
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Accept-Ranges": "bytes"} if self.state.publishers.tags else {}
        if self.state.publishers.tags and self.headers.get("If-None-Match") == tag:
            self._send(304, b"", headers)
            return
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and self.state.publishers.tags and self.headers.get("If-Range") == tag:
            start = int(asked[1])
            if start >= len(content):
                self._send(416, b"", {"Content-Range": f"bytes */{len(content)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self._send(206, content[start:], headers, fault)
            return
        self._send(200, content, headers, fault)

    def _query(self) -> dict[str, str]:
        return {name: given[0] for name, given in parse_qs(urlsplit(self.path).query).items()}

    def _layer(self, path: str, query: Mapping[str, str], fault: Fault) -> None:
        name = path.split("/FeatureServer/0")[0].rsplit("/", 1)[-1]
        layer = self.state.publishers.layers.get(name)
        if layer is None:
            answer: dict[str, Any] = {"error": {"code": 400, "message": "Invalid URL"}}
        elif path.endswith("/query"):
            answer = ask(layer, query)
        else:
            answer = {"fields": [{"name": name} for name in layer.fields], "maxRecordCount": CAP}
            answer |= {"editingInfo": {"lastEditDate": layer.edited}} if layer.edited else {}
        self._send(200, json.dumps(answer).encode(), {}, fault)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str], fault: Fault | None = None) -> None:
        fault = fault or Fault("")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if 0 <= fault.cut_at < len(body):
            body = body[: fault.cut_at]
            self.close_connection = True
        if 0 <= fault.held_at < len(body):
            self.wfile.write(body[: fault.held_at])
            self.wfile.flush()
            self.state.over.wait()
            self.close_connection = True
            return
        if not fault.slow_s:
            self.wfile.write(body)
            return
        for at in range(0, len(body), 1 << 14):
            self.state.over.wait(fault.slow_s)
            self.wfile.write(body[at : at + (1 << 14)])
            self.wfile.flush()


@contextmanager
def serving(publishers: Publishers) -> Iterator[PublishersServer]:
    """The server on a free port of this machine, until the block ends."""
    state = PublishersServer(publishers)
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"state": state}))
    state.url = f"http://127.0.0.1:{httpd.server_address[1]}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def ask(layer: Layer, query: Mapping[str, str]) -> dict[str, Any]:
    """What an ArcGIS layer answers to a question: the count, or a page of records in the order asked for."""
    chosen = list(filter(_filter(query), layer.records))
    if query.get("returnCountOnly") == "true":
        return {"count": len(chosen)}
    by = query.get("orderByFields")
    if by:
        chosen = sorted(chosen, key=lambda record: str(record.attributes[by]))
    start = int(query.get("resultOffset", 0))
    most = min(int(query.get("resultRecordCount", CAP)), CAP)
    wanted = query["outFields"].split(",")
    if not set(wanted) <= set(layer.fields):
        return {"error": {"code": 400, "message": "Invalid query parameters"}}
    features = []
    for record in chosen[start : start + most]:
        feature: dict[str, Any] = {"attributes": {name: record.attributes[name] for name in wanted}}
        if query.get("returnGeometry") == "true" and record.shape is not None:
            feature["geometry"] = esri(record.shape)
        features.append(feature)
    answer: dict[str, Any] = {
        "objectIdFieldName": "FID",
        "globalIdFieldName": "GlobalID",
        "features": features,
    }
    answer["fields"] = [{"name": name, "alias": name, "type": "esriFieldTypeString"} for name in wanted]
    if query.get("returnGeometry") == "true":
        kind = "Point" if any(isinstance(record.shape, shapely.Point) for record in chosen) else "Polygon"
        answer |= {
            "geometryType": f"esriGeometry{kind}",
            "spatialReference": {"wkid": layer.wkid, "latestWkid": layer.wkid},
        }
    return answer | ({"exceededTransferLimit": True} if start + most < len(chosen) else {})


def _filter(query: Mapping[str, str]) -> Callable[[Record], bool]:
    """What ``where`` and an envelope ask of a record; only the forms of condition that are asked here."""
    where = query["where"]
    holds: Callable[[Record], bool]
    if found := re.fullmatch(r"(\w+) LIKE '(\w*)%'", where):
        field, start = found.groups()
        holds = lambda record: str(record.attributes[field]).startswith(start)  # noqa: E731
    elif found := re.fullmatch(r"(\w+) (?:= |IN \()('.*')\)?", where):
        field, wanted = found[1], set(re.findall(r"'(\w+)'", found[2]))
        holds = lambda record: record.attributes[field] in wanted  # noqa: E731
    else:
        assert where == "1=1", where
        holds = lambda _record: True  # noqa: E731
    if "geometry" not in query:
        return holds
    box = shapely.box(*map(float, query["geometry"].split(",")))
    return lambda record: holds(record) and record.shape is not None and bool(box.intersects(record.shape))


def esri(shape: BaseGeometry) -> dict[str, Any]:
    """A shape as ArcGIS writes it: rings, the outer ones clockwise; or a point."""
    if isinstance(shape, shapely.Point):
        return {"x": shape.x, "y": shape.y}
    rings = []
    for part in shapely.get_parts(shape):
        clockwise = shapely.orient_polygons(part, exterior_cw=True)
        rings += [
            [list(point) for point in ring.coords] for ring in (clockwise.exterior, *clockwise.interiors)
        ]
    return {"rings": rings}


def nomis(table: CensusTable, query: Mapping[str, str]) -> bytes:
    """What Nomis's API answers for areas by code: a row for each count, the columns that were selected, in capitals."""
    assert query["measures"] == "20100", query
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    columns = query["select"].upper().split(",")
    writer.writerow(columns)
    for code in query["geography"].split(","):
        for name, count in table.areas.get(code, {}).items():
            row = {"GEOGRAPHY_CODE": code, f"{table.dimension}_NAME": name, "OBS_VALUE": count}
            writer.writerow([row[column] for column in columns])
    return out.getvalue().encode()


def layer_of(file: Path, edited: int | None = 1_700_000_000_000) -> Layer:
    """A layer with the outlines of a GeoPackage."""
    meta, _, geometry, columns = pyogrio.raw.read(file)
    fields = list(meta["fields"])
    rows = zip(*columns, strict=True)
    records = [
        Record(dict(zip(fields, map(str, row), strict=True)), shapely.force_2d(shapely.from_wkb(wkb)))
        for row, wkb in zip(rows, geometry, strict=True)
    ]
    return Layer(["FID", *fields], records, edited)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def noise(size: int, seed: int) -> bytes:
    """Bytes that do not pack, the same each time: for downloads that are long enough to be cut short."""
    return random.Random(seed).randbytes(size)  # noqa: S311


def ckan(names: Sequence[str], newest_changed: str) -> bytes:
    """CKAN's description of a list by quarters; the one that was changed last is not the newest quarter."""
    resources = [
        {
            "name": name,
            "url": "{URL}/nhsbsa/" + name.lower() + ".csv",
            "metadata_modified": "2026-07-01" if name == newest_changed else "2020-01-01",
        }
        for name in names
    ]
    return json.dumps({"success": True, "result": {"resources": resources}}).encode()


def os_products(publishers: Publishers, archive: bytes, version: str = "2026-05") -> None:
    """Ordnance Survey's product, its list of downloads with MD5 and size, and the zip behind a redirect."""
    listed = [
        {
            "md5": hashlib.md5(archive, usedforsecurity=False).hexdigest().upper(),
            "size": len(archive),
            "url": "{URL}/os/CodePointOpen/downloads?area=GB&format=CSV&redirect",
            "format": "CSV",
            "area": "GB",
            "fileName": "codepo_gb.zip",
        },
        {
            "md5": "",
            "size": 1,
            "url": "{URL}/os/other",
            "format": "GeoPackage",
            "area": "GB",
            "fileName": "x",
        },
    ]
    publishers.files["/os/CodePointOpen"] = json.dumps({"id": "CodePointOpen", "version": version}).encode()
    publishers.files["/os/CodePointOpen/downloads?area=GB&format=CSV"] = json.dumps(listed).encode()
    publishers.redirects["/os/CodePointOpen/downloads?area=GB&format=CSV&redirect"] = (
        "/os/files/codepo_gb.zip"
    )
    publishers.files["/os/files/codepo_gb.zip"] = archive


def geofabrik(publishers: Publishers, extracts: Mapping[str, tuple[BaseGeometry, bytes]], day: date) -> None:
    """An index of extracts (id -> outline in degrees, bytes) and their files of one day, each with its MD5."""
    features = [_extract("england", "great-britain", shapely.box(-7, 49.5, 3, 56))]
    for name, (outline, content) in extracts.items():
        features.append(_extract(name, "england", outline))
        path = f"/geofabrik/england/{name}-{day:%y%m%d}.osm.pbf"
        publishers.files[path] = content
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        publishers.files[f"{path}.md5"] = f"{md5}  {path.rsplit('/', 1)[-1]}\n".encode()
    index = {"type": "FeatureCollection", "features": features}
    publishers.files["/geofabrik/index-v1.json"] = json.dumps(index).encode()


def _extract(name: str, parent: str, outline: BaseGeometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {
            "id": name,
            "parent": parent,
            "name": name.title(),
            "urls": {"pbf": "{URL}/geofabrik/england/" + name + "-latest.osm.pbf"},
        },
        "geometry": shapely.geometry.mapping(outline),
    }


def write_endpoints(file: Path, url: str, **manners: float) -> Path:
    """A file of endpoints that points everything at a server."""
    manners = {"back_off_seconds": 0.01, "longest_wait_seconds": 0.05, "connect_seconds": 5} | manners
    lines = ["[manners]", *(f"{name} = {value}" for name, value in manners.items())]
    lines += [
        "[nhsbsa]",
        f'package = "{url}/nhsbsa/package_show?id=consolidated-pharmaceutical-list"',
        "[ods]",
        f'list = "{url}/ods/getReport?report=edispensary"',
        "[arcgis]",
        f'services = "{url}/arcgis/rest/services"',
        "[nomis]",
        f'residents = "{url}/nomis/census2021-ts001.zip"',
        f'ages = "{url}{AGES}"',
        "[deprivation]",
        f'list = "{url}/gov/iod2025.csv"',
        "[postcodes]",
        f'product = "{url}/os/CodePointOpen"',
        f'downloads = "{url}/os/CodePointOpen/downloads?area=GB&format=CSV"',
        "[geofabrik]",
        f'index = "{url}/geofabrik/index-v1.json"',
        "[overpass]",
        f'interpreter = "{url}/overpass/interpreter"',
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


BOARDS = "Counties_and_Unitary_Authorities_December_2024_Boundaries_UK_BGC"
LSOAS = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
WARDS = "Wards_December_2024_Boundaries_UK_BGC"
LOOKUP = "LSOA21_WD24_LAD24_EW_LU"
CENTROIDS = "OA_December_2021_EW_PWC_V4"
AGES = "/nomis/NM_2018_1.data.csv"
