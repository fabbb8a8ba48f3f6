"""Choices that depend on the date of the notice and on the boards that are known."""

from datetime import date

from app.domain.identity import SAME_PLACE_M, same_name
from app.domain.services import SERVICES, Tier, in_force
from app.store.library import Library
from app.web.apply.fields import Field
from app.web.apply.reading import Answers
from app.web.date_input import read_date
from app.web.form import one
from geodata.model.premises import Premises

MOST_LISTED = 8
"""Premises that are offered at most; others are named by their code."""


def service_options(answers: Answers, today: date) -> list[tuple[str, str]]:
    """Services in force on the date of the notice, those that every pharmacy gives left out."""
    dated = read_date(answers.get("notice", {}), "notice.dated", "").value or today
    return [
        (service.name, f"{service.name} ({service.tier})")
        for service in SERVICES
        if service.tier is not Tier.ESSENTIAL and in_force(service, dated)
    ]


def listed_options(field: Field, answers: Answers, library: Library) -> list[tuple[str, str]]:
    """Premises of the pharmacy list that a site may be, by what was answered: its code, postcode and name."""
    site = field.path.partition(".")[0]

    def said(page: str, name: str) -> str:
        return one(answers.get(f"{site}-{page}", {}), f"{site}.{name}")

    found = premises_like(
        said("place", "name"), said("place", "postcode"), said("listing", "ods_code"), library
    )
    return [
        (each.ods_code, ", ".join((f"{each.ods_code}: {each.trading_name}", each.address, each.postcode)))
        for each in found
    ]


def premises_like(name: str, postcode: str, code: str, library: Library) -> list[Premises]:
    """Listed premises of the first snapshot that has any of a code, at a postcode, or of a name near it."""
    for snapshot in library.snapshots:
        area = library.area(snapshot.id)
        own = area.listed.get(code.upper()) if code else None
        here = area.at_postcode(postcode)
        point = area.locate(postcode)
        near = (
            [each for each in area.listed_near(point, SAME_PLACE_M) if same_name(name, each.trading_name)]
            if point
            else []
        )
        found = dict.fromkeys((*((own,) if own else ()), *here, *near))
        if found:
            return list(found)[:MOST_LISTED]
    return []


def board_names(library: Library) -> dict[str, str]:
    """The names of the boards of every baseline that is loaded, by the code of their area."""
    return {board.code: board.name for baseline in library.baselines for board in baseline.boards}


def board_options(library: Library) -> list[tuple[str, str]]:
    """Boards as choices."""
    named = sorted(board_names(library).items(), key=lambda item: item[1])
    return [(code, f"{name} ({code})") for code, name in named]
