"""The recipe that names the files that were fetched, as TOML that a person can read and change."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from geodata.fetch.outlines import Listed
from geodata.fetch.piece import Piece
from geodata.fetch.wants import Wants
from geodata.sources.onspd import is_ons_directory
from geodata.wording import in_words

_HEAD = """\
# {name} ({code}), as at {as_at}. Written by `geodata fetch`; imports.json beside it says where each file comes from.
# Change what you know better. What no public list says (distance-selling premises, services, doors) goes into an overlay:
# docs/overlay.md. docs/data.md says what each field means.
"""


def slug(name: str) -> str:
    """A board's name as the name of a folder: lower case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def recipe_text(
    board: Listed, as_at: date, wants: Wants, pieces: Sequence[Piece], notes: Sequence[str]
) -> str:
    """The recipe as TOML."""
    by_role: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_role.setdefault(piece.role, []).append(piece)
    lines = [
        _HEAD.format(name=board.name, code=board.code, as_at=in_words(as_at)),
        f"name = {_text(slug(board.name))}",
        f"as_at = {as_at.isoformat()}",
        f"hwbs = [{_text(board.code)}]",
        f"reach_m = {wants.reach_m:g}",
    ]
    if notes:
        lines += ["notes = [", *(f"    {_text(note)}," for note in notes), "]"]
    lines += _lists(wants, by_role)
    for piece in by_role["postcodes"]:
        layout = "ons-directory" if is_ons_directory(piece.content) else "code-point-open"
        lines += ["", "[[postcodes]]", f"layout = {_text(layout)}", *_file(piece)]
        lines += ["homes = true"] if wants.homes == "postcodes" else []
    tables = [
        ("census.residents", "residents"),
        ("census.ages", "ages"),
        ("census.output_areas.centroids", "centroids"),
        ("census.output_areas.residents", "output_area_residents"),
        ("deprivation", "deprivation"),
        ("lookup", "lookup"),
        ("boundaries.hwb", "boards"),
        ("boundaries.lsoa", "lsoas"),
        ("boundaries.ward", "wards"),
        ("streets.walk", "streets"),
    ]
    tables += [("streets.drive", "streets")] if wants.drive else []
    for heading, role in tables:
        lines += _table(heading, by_role, role)
    return "\n".join(lines) + "\n"


def _lists(wants: Wants, by_role: Mapping[str, Sequence[Piece]]) -> list[str]:
    """The list that says what is open, and what adds hours and services to it."""
    if wants.decides == "nhsbsa":
        lines = ["", "[pharmacies]", 'layout = "nhsbsa"', *_file(by_role["hours"][0])]
    else:
        lines = ["", "[pharmacies]", 'layout = "ods"', *_file(by_role["pharmacies"][0])]
        lines += _table("hours", by_role, "hours")
    return lines + _table("services", by_role, "services")


def _table(heading: str, by_role: Mapping[str, Sequence[Piece]], role: str) -> list[str]:
    return [line for piece in by_role.get(role, ())[:1] for line in ("", f"[{heading}]", *_file(piece))]


def _file(piece: Piece) -> list[str]:
    lines = [f"file = {_text(piece.name)}", f"vintage = {_text(piece.vintage)}"]
    return [*lines, f"note = {_text(piece.note)}"] if piece.note else lines


def _text(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)
