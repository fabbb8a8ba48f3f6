"""What the endpoints work with, and how they get it."""

from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Annotated, cast

from fastapi import Depends, Request

from app.api.counting import Counting, shared_counting
from app.api.drawn import Drawn
from app.api.figures import Figures
from app.clock import Clock
from app.domain.dates import LONDON
from app.messages.smtp import MailServer
from app.openid.client import Client
from app.recheck.runs import Runs
from app.settings import Settings
from app.store.database import Database
from app.store.library import Library


@dataclass(frozen=True)
class Services:
    """The settings, the database, the library of baselines and snapshots, clock and figures of one
    running service, its counts of who asked how often, its runs of re-checks, and the provider with which
    people sign in, None where they do so with a key.

    ``measuring`` lets one assessment compute at a time: it keeps a processor busy, and two would only share it.
    """

    settings: Settings
    database: Database
    library: Library
    clock: Clock
    figures: Figures
    runs: Runs
    mail: MailServer | None = None
    measuring: Lock = field(default_factory=Lock)
    provider: Client | None = None
    drawn: Drawn = field(default_factory=Drawn)
    counting: Counting = field(default_factory=shared_counting)

    def today(self) -> date:
        """The date in England."""
        return self.clock().astimezone(LONDON).date()


def services_of(request: Request) -> Services:
    """The services of the app that a request came to."""
    return cast("Services", request.app.state.services)


ServicesDep = Annotated[Services, Depends(services_of)]
