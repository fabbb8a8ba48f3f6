"""The ground: which board is meant, and the outlines of boards, LSOAs and wards in and around it."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from geodata.area import NEIGHBOUR_BOARDS_M, Area, make_area
from geodata.arrays import Boundary
from geodata.fetch.arcgis import FeatureLayer, Question, values
from geodata.fetch.boards import find_board
from geodata.fetch.context import Context
from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.outlines import Listed, english_areas, fetch_outlines
from geodata.fetch.pages import chunks, one_of
from geodata.fetch.piece import Piece, origin, reading
from geodata.fetch.wants import ROLES
from geodata.sources import lookup
from geodata.sources.boundaries import citation, read_boundaries

_KINDS = {"boards": "hwb", "lsoas": "lsoa", "wards": "ward"}
_MOST_CODES = 100
"""LSOAs named in one question, so that its address stays short."""


@dataclass(frozen=True)
class Ground:
    """The board that is meant, its area, what there is to say of how it was found, and the files.

    ``lsoas``: codes of those of England that lie in the area and its reach.
    """

    board: Listed
    area: Area
    note: str
    lsoas: tuple[str, ...]
    pieces: tuple[Piece, ...]


def fetch_ground(context: Context) -> Ground:
    """Find the board and fetch its ground. Raises BoardError, FetchError or SourceError."""
    context.step("the board")
    given = context.given("boards")
    if given:
        piece = given[0]
        outlines, _ = read_boundaries(piece.content, "hwb", vintage=piece.vintage)
        listed = [Listed(b.code, b.name) for b in outlines if b.code.startswith("E")]
        board, note = find_board(context.wants.area, listed)
        area = make_area(piece.content, outlines, [board.code], context.wants.reach_m)
    else:
        layer = _layer(context, "boards")
        board, note = find_board(context.wants.area, english_areas(layer))
        own = fetch_outlines(layer, where=f"{{code}} = '{board.code}'")
        file = context.web.store.object(own.sha256)
        outlines, _ = read_boundaries(file, "hwb", vintage=layer.layer.vintage)
        area = make_area(file, outlines, [board.code], context.wants.reach_m)
        piece = _outlines(context, "boards", area, NEIGHBOUR_BOARDS_M)
    lsoas = context.given("lsoas") or (_outlines(context, "lsoas", area, area.reach_m),)
    wards = context.given("wards") or (_outlines(context, "wards", area, area.reach_m),)
    for part in (*lsoas, *wards):
        with reading(part):
            read_boundaries(part.content, _KINDS[part.role], vintage=part.vintage)
    found = context.given("lookup") or (_fetch_lookup(context, lsoas[0]),)
    with reading(found[0]):
        lookup.read_lookup(found[0].content, vintage=found[0].vintage)
    return Ground(board, area, note, _english_near(area, lsoas[0]), (piece, *lsoas, *wards, *found))


def _english_near(area: Area, lsoas: Piece) -> tuple[str, ...]:
    """LSOAs of England in the area and its reach: a file that was given may hold the whole country's."""
    outlines, _ = read_boundaries(lsoas.content, "lsoa", vintage=lsoas.vintage)
    box = shapely.box(*area.bounds(area.reach_m))
    return tuple(
        o.code for o in outlines if o.code.startswith("E") and box.intersects(shapely.from_wkb(o.wkb))
    )


def _layer(context: Context, role: str) -> FeatureLayer:
    server = context.endpoints.arcgis
    kind = _KINDS.get(role)
    title = lookup.CITATION.title if kind is None else citation(kind).title
    return FeatureLayer(context.web, server, getattr(server, role), title, ROLES[role])


def _outlines(context: Context, role: str, area: Area, metres: float) -> Piece:
    context.step(f"outlines of {role}")
    layer = _layer(context, role)
    answer = fetch_outlines(layer, bounds=area.bounds(metres))
    content = context.web.store.object(answer.sha256)
    return Piece(
        role, f"{role}.gpkg", content, citation(_KINDS[role]), layer.layer.vintage, (origin(answer),)
    )


def _fetch_lookup(context: Context, lsoas: Piece) -> Piece:
    """The lookup's rows of the LSOAs whose outlines there are."""
    context.step("lookup of LSOAs to wards and districts")
    outlines, _ = read_boundaries(lsoas.content, "lsoa", vintage=lsoas.vintage)
    layer = _layer(context, "lookup")
    fields = tuple(
        name
        for name in layer.described.fields
        if re.fullmatch(r"(?:LSOA|WD|LAD)\d\d(?:CD|NM)", name, re.IGNORECASE)
    )
    lsoa = layer.column("LSOA", "CD")
    for prefix in ("WD", "LAD"):
        layer.column(prefix, "CD")
    name = f"{lsoa} of {lsoas.content.name}"
    answer = layer.kept(name)
    if answer is None:
        rows = [
            row
            for codes in chunks(_codes(outlines), _MOST_CODES)
            for row in _rows(layer, lsoa, codes, fields)
        ]
        if not rows:
            raise FetchError(
                layer.title, layer.address, "it has none of the area's LSOAs.", do_file("--lookup")
            )
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows([[field.upper() for field in fields], *sorted(rows)])
        answer = layer.keep(name, *context.web.store.keep_text(text.getvalue()))
    content = context.web.store.object(answer.sha256)
    return Piece(
        "lookup",
        "lookup.csv",
        content,
        lookup.CITATION,
        layer.layer.vintage,
        (origin(answer),),
        table=True,
        keyed=False,
    )


def _codes(outlines: Sequence[Boundary]) -> tuple[str, ...]:
    return tuple(outline.code for outline in outlines)


def _rows(
    layer: FeatureLayer, lsoa: str, codes: Sequence[str], fields: tuple[str, ...]
) -> list[tuple[str, ...]]:
    return [values(record, fields) for record in layer.records(Question(one_of(lsoa, codes), fields, lsoa))]
