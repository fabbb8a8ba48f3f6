"""Ages by LSOA from Nomis's API, which is asked for a hundred LSOAs at a time and gives a row for each count.

No more than 25,000 rows come to who has no key; a hundred LSOAs have 1,200.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from geodata.fetch.context import Context
from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.kinds import Kind
from geodata.fetch.pages import chunks
from geodata.fetch.piece import Piece, origin
from geodata.fetch.wants import ROLES
from geodata.sources import census

NAME = "census2021-ts007b-lsoa.csv"
AT_ONCE = 100
_FIELDS = ("geography_code", "c2021_age_12a_name", "obs_value")
_PEOPLE = 20100


def fetch_ages(context: Context, lsoas: Sequence[str]) -> Piece:
    """The broad age bands (TS007B) of these LSOAs as one table of the API's layout. Raises FetchError.

    Every answer is whole or refused: each LSOA that was asked for must be in it, with as many bands as the others.
    """
    web, option, title = context.web, ROLES["ages"], census.AGES.title
    context.step("census: ages")
    rows: list[tuple[str, ...]] = []
    answers = []
    for codes in chunks(sorted(lsoas), AT_ONCE):
        query = {
            "date": "latest",
            "geography": ",".join(codes),
            "measures": _PEOPLE,
            "select": ",".join(_FIELDS),
        }
        address = f"{context.endpoints.nomis.ages}?{urlencode(query, safe=',')}"
        answer = web.download(title, address, Kind.CSV, option)
        came, wrong = _read(web.store.object(answer.sha256), codes)
        if wrong:
            raise FetchError(title, address, wrong, do_file(option))
        rows += came
        answers.append(answer)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[name.upper() for name in _FIELDS], *rows])
    content = web.store.object(web.store.keep_text(text.getvalue())[0])
    vintage = context.endpoints.nomis.vintage
    return Piece("ages", NAME, content, census.AGES, vintage, tuple(map(origin, answers)), table=True)


def _read(file: Path, codes: Sequence[str]) -> tuple[list[tuple[str, ...]], str]:
    """The answer's rows in order, and a sentence where it is not what was asked for."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        headings, *rows = list(csv.reader(handle)) or [[]]
    wanted = [name.upper() for name in _FIELDS]
    names = [name.upper() for name in headings]
    missing = [name for name in wanted if name not in names]
    if missing:
        return [], f"it has no column {missing[0]!r}; it has {', '.join(headings) or 'none'}."
    ragged = [number for number, row in enumerate(rows, 2) if len(row) != len(headings)]
    if ragged:
        return [], f"row {ragged[0]} has not {len(headings)} columns."
    at = [names.index(name) for name in wanted]
    came = sorted(tuple(row[i] for i in at) for row in rows)
    bands = dict.fromkeys(codes, 0)
    for code, *_ in came:
        if code not in bands:
            return [], f"it sent {code!r}, which was not asked for."
        bands[code] += 1
    short = [code for code, count in bands.items() if count < max(bands.values())]
    if not came or short:
        return [], f"it sent {len(came):,} counts, and not all of {(short or list(codes))[0]}."
    return came, ""
