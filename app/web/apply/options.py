"""Choices that depend on the date of the notice and on the boards that are known."""

from datetime import date

from app.domain.services import SERVICES, Tier, in_force
from app.store.library import Library
from app.web.apply.reading import Answers
from app.web.date_input import read_date


def service_options(answers: Answers, today: date) -> list[tuple[str, str]]:
    """Services in force on the date of the notice, those that every pharmacy gives left out."""
    dated = read_date(answers.get("notice", {}), "notice.dated", "").value or today
    return [
        (service.name, f"{service.name} ({service.tier})")
        for service in SERVICES
        if service.tier is not Tier.ESSENTIAL and in_force(service, dated)
    ]


def board_names(library: Library) -> dict[str, str]:
    """The names of the boards of every baseline that is loaded, by the code of their area."""
    return {board.code: board.name for baseline in library.baselines for board in baseline.boards}


def board_options(library: Library) -> list[tuple[str, str]]:
    """Boards as choices."""
    named = sorted(board_names(library).items(), key=lambda item: item[1])
    return [(code, f"{name} ({code})") for code, name in named]
