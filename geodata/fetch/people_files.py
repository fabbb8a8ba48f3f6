"""Who lives where: census counts, ages, output areas with their centroids, and deprivation."""

import csv
import io
from collections.abc import Sequence

from geodata.area import Area
from geodata.fetch.ages import fetch_ages
from geodata.fetch.arcgis import FeatureLayer, Question
from geodata.fetch.context import Context
from geodata.fetch.errors import FetchError, do_file
from geodata.fetch.kinds import Kind
from geodata.fetch.piece import Piece, origin, reading
from geodata.fetch.wants import ROLES
from geodata.fetch.zipped import member_ending, opened, plain_name, unpack
from geodata.sources import census, centroids, deprivation
from geodata.sources.tables import Citation


def fetch_people(context: Context, area: Area, lsoas: Sequence[str]) -> tuple[Piece, ...]:
    """Every file of residents that is wanted. ``lsoas``: of England, in the area and its reach.

    Raises FetchError, or SourceError where a file's columns are not known.
    """
    nomis = context.endpoints.nomis
    lsoa = "-lsoa.csv"
    residents = _member(context, "residents", nomis.residents, lsoa, census.RESIDENTS)
    with reading(residents):
        census.read_residents(residents.content, (), vintage=residents.vintage)
    ages = (context.given("ages") or (fetch_ages(context, lsoas),))[0]
    with reading(ages):
        census.read_ages(ages.content, (), vintage=ages.vintage)
    pieces = [residents, ages, _deprivation(context)]
    if context.wants.homes == "output-areas":
        points = (context.given("centroids") or (_centroids(context, area),))[0]
        with reading(points):
            known, _ = centroids.read_centroids(points.content, area, vintage=points.vintage)
        counts = _member(context, "output_area_residents", nomis.residents, "-oa.csv", census.RESIDENTS)
        codes = [code.decode() for code in known.code]
        with reading(counts):
            census.read_residents(counts.content, codes, vintage=counts.vintage)
        pieces += [points, counts]
    return tuple(pieces)


def _member(context: Context, role: str, address: str, ending: str, citation: Citation) -> Piece:
    """One file of a bulk download, or the one that was given."""
    for given in context.given(role):
        return given
    context.step(f"census: {role.replace('_', ' ')}")
    web, option = context.web, ROLES[role]
    answer = web.download(citation.title, address, Kind.ZIP, option)
    with opened(web.store, answer) as archive:
        member = member_ending(archive, ending, citation.title, answer, option)
        content = web.store.object(unpack(web.store, archive, member))
    name = plain_name(member)
    return Piece(
        role, name, content, citation, context.endpoints.nomis.vintage, (origin(answer),), table=True
    )


def _deprivation(context: Context) -> Piece:
    for given in context.given("deprivation"):
        deprivation.read_deciles(given.content, (), vintage=given.vintage)
        return given
    context.step("deprivation")
    listed, citation = context.endpoints.deprivation, deprivation.CITATION
    answer = context.web.download(citation.title, listed.list, Kind.CSV, ROLES["deprivation"])
    content = context.web.store.object(answer.sha256)
    piece = Piece(
        "deprivation", "imd-lsoa.csv", content, citation, listed.vintage, (origin(answer),), table=True
    )
    with reading(piece):
        deprivation.read_deciles(content, (), vintage=listed.vintage)
    return piece


def _centroids(context: Context, area: Area) -> Piece:
    """Centroids in and around the area as the table that the publisher's own CSV is: code, x, y in EPSG:27700."""
    context.step("output areas")
    server = context.endpoints.arcgis
    title, option = centroids.CITATION.title, ROLES["centroids"]
    layer = FeatureLayer(context.web, server, server.centroids, title, option)
    code = layer.column("OA", "CD")
    bounds = area.bounds(area.reach_m)
    answer = layer.kept(f"centroids in {bounds}")
    if answer is None:
        records = layer.records(Question("1=1", (code,), code, bounds, points=True))
        try:
            rows = sorted(
                (str(r["attributes"][code]), f"{r['geometry']['x']:.3f}", f"{r['geometry']['y']:.3f}")
                for r in records
            )
        except (KeyError, TypeError, ValueError) as error:
            raise FetchError(
                title, layer.address, f"a point of it cannot be read ({error!r}).", do_file(option)
            ) from error
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([(code.upper(), "x", "y"), *rows])
        answer = layer.keep(f"centroids in {bounds}", *context.web.store.keep_text(text.getvalue()))
    content = context.web.store.object(answer.sha256)
    vintage = server.centroids.vintage
    return Piece(
        "centroids", "output-areas.csv", content, centroids.CITATION, vintage, (origin(answer),), table=True
    )
