"""Which pharmacies are open, when, and where their postcodes are."""

from dataclasses import dataclass, replace
from datetime import date

from geodata.area import Area
from geodata.fetch.context import Context
from geodata.fetch.kinds import Kind
from geodata.fetch.nhsbsa import fetch_list
from geodata.fetch.piece import Piece, origin, reading
from geodata.fetch.postcodes import fetch_postcodes
from geodata.fetch.quarters import Quarter, quarter_of
from geodata.fetch.wants import NOT_STATED, ROLES
from geodata.sources import nhsbsa, ods, onspd, postcodes, services
from geodata.wording import in_words


@dataclass(frozen=True)
class Premises:
    """The files, and the quarter of the NHSBSA list where its name says it."""

    pieces: tuple[Piece, ...]
    quarter: Quarter | None


def fetch_premises(context: Context, area: Area, today: date) -> Premises:
    """The lists of pharmacies, what services were given, and postcodes.

    Raises FetchError, or SourceError where a column or a contract type of a list is not known.
    """
    hours, quarter = _hours(context)
    with reading(hours):
        nhsbsa.read_pharmaceutical_list(hours.content, vintage=hours.vintage)
    pieces = [hours]
    if context.wants.decides == "ods":
        listed = _openings(context)
        with reading(listed):
            ods.read_open_dispensaries(listed.content, context.wants.as_at or today, vintage=listed.vintage)
        pieces.append(listed)
    for given in context.given("services"):
        services.read_services(given.content, vintage=given.vintage)
        pieces.append(given)
    return Premises((*pieces, *_postcodes(context, area)), quarter)


def _hours(context: Context) -> tuple[Piece, Quarter | None]:
    for given in context.given("hours"):
        quarter = quarter_of(given.name)  # the publisher's own name of the file says of when it is
        named = quarter is not None and given.vintage == NOT_STATED
        return (replace(given, vintage=quarter.in_words) if quarter is not None and named else given), quarter
    context.step("Consolidated Pharmaceutical List")
    found = fetch_list(context.web, context.endpoints.nhsbsa.package)
    content = context.web.store.object(found.answer.sha256)
    name = found.quarter.file_name
    told = found.quarter.in_words
    return Piece(
        "hours", name, content, nhsbsa.CITATION, told, (origin(found.answer),), table=True, keyed=True
    ), found.quarter


def _openings(context: Context) -> Piece:
    for given in context.given("pharmacies"):
        return given
    context.step("openings and closures")
    answer = context.web.download(
        ods.CITATION.title, context.endpoints.ods.list, Kind.CSV, ROLES["pharmacies"]
    )
    content = context.web.store.object(answer.sha256)
    day = date.fromisoformat(answer.retrieved_at[:10])
    return Piece(
        "pharmacies",
        "edispensary.csv",
        content,
        ods.CITATION,
        in_words(day),
        (origin(answer),),
        table=False,
        keyed=True,
    )


def _postcodes(context: Context, area: Area) -> tuple[Piece, ...]:
    pieces = context.given("postcodes")
    if not pieces:
        context.step("postcodes")
        found = fetch_postcodes(context.web, context.endpoints.postcodes, area)
        pieces = tuple(
            Piece(
                "postcodes",
                name,
                context.web.store.object(sha256),
                postcodes.CITATION,
                found.vintage,
                (origin(found.answer),),
            )
            for name, sha256 in found.files.items()
        )
    pieces = tuple(
        replace(piece, citation=onspd.CITATION) if onspd.is_ons_directory(piece.content) else piece
        for piece in pieces
    )
    for piece in pieces:
        with reading(piece):
            if piece.citation is onspd.CITATION:
                onspd.read_ons_directory(piece.content, area, vintage=piece.vintage)
            else:
                postcodes.read_code_point_open(piece.content, area, vintage=piece.vintage)
    return pieces
