"""Code-Point Open from Ordnance Survey's open downloads: the files of those postcode areas that lie in or near the area."""

import csv
import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, TypeVar

import numpy as np
import pandas as pd

from geodata.area import Area
from geodata.errors import SourceError
from geodata.fetch.endpoints import PostcodeProduct
from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.kinds import Kind
from geodata.fetch.store import Answer
from geodata.fetch.web import Web
from geodata.fetch.zipped import opened, plain_name, unpack
from geodata.sources.postcodes import CITATION

OPTION = "--postcodes"
_MEMBERS = "csv/"
_EASTING, _NORTHING = 2, 3
T = TypeVar("T")


@dataclass(frozen=True)
class PostcodeFiles:
    """Files by the name they are to have ("codepo-le.csv"), as hashes in the store; and the product's version."""

    files: dict[str, str]
    vintage: str
    answer: Answer


def fetch_postcodes(web: Web, product: PostcodeProduct, area: Area) -> PostcodeFiles:
    """Postcodes in and near an area. Raises FetchError where the publisher lists no CSV, or no postcode of it lies there."""
    version = str(
        _answer(web.ask(CITATION.title, product.product), dict, product.product).get("version") or ""
    )
    listed = _answer(web.ask(CITATION.title, product.downloads), list, product.downloads)
    csvs = [entry for entry in listed if isinstance(entry, dict) and entry.get("format") == "CSV"]
    if len(csvs) != 1 or not csvs[0].get("url"):
        raise FetchError(
            CITATION.title,
            product.downloads,
            f"it lists {len(csvs)} downloads as CSV, not one.",
            do_file(OPTION),
        )
    entry = csvs[0]
    size = entry.get("size")
    answer = web.download(
        CITATION.title,
        str(entry["url"]),
        Kind.ZIP,
        OPTION,
        md5=str(entry.get("md5") or "").lower(),
        size=size if isinstance(size, int) else -1,
    )
    return PostcodeFiles(_near(web, answer, area), version or "version not stated", answer)


def _near(web: Web, answer: Answer, area: Area) -> dict[str, str]:
    files = {}
    with opened(web.store, answer) as archive:
        for member in sorted(archive.namelist()):
            path = PurePosixPath(member.casefold())
            if path.suffix != ".csv" or f"{path.parent.name}/" != _MEMBERS:
                continue
            with archive.open(member) as handle:
                if _has_any(handle, area, member):
                    files[f"codepo-{plain_name(path.name)}"] = unpack(web.store, archive, member)
    if not files:
        raise FetchError(
            CITATION.title, answer.address, "no postcode of it lies in the area or near it.", do_file(OPTION)
        )
    return files


def _has_any(handle: IO[bytes], area: Area, member: str) -> bool:
    """Whether any row's point lies in the area or its reach. A look only: the reader checks each row when it builds."""
    text = handle.read().decode("utf-8-sig", "replace")
    first = next(csv.reader(io.StringIO(text)), [])
    headed = bool(first) and "postcode" in first[0].casefold()
    try:
        table = pd.read_csv(
            io.StringIO(text), header=0 if headed else None, usecols=[_EASTING, _NORTHING], dtype="float64"
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise SourceError(
            member,
            f"its third and fourth columns are not eastings and northings ({error}).",
            f"The layout of Code-Point Open has changed: {do_file(OPTION)}",
        ) from error
    x, y = (np.asarray(table.iloc[:, at], dtype=np.float64) for at in (0, 1))
    return bool(area.near(x, y).any())


def _answer(told: Any, kind: type[T], address: str) -> T:
    if not isinstance(told, kind):
        raise FetchError(CITATION.title, address, "its answer is not of the form known.", do_file(OPTION))
    return told
