"""Who decides, who is written to and who hears appeals, under the name that each bore on a date.

Names are data with dates and sources. Which integrated care board or which local Healthwatch it is depends on the place
and is not known here: boards keep that with their own data.
"""

from dataclasses import dataclass
from datetime import date

from app.law.period import REGULATIONS_IN_FORCE, check_date
from app.law.sources import READ_2019, Source

MARKET_ENTRY_EMAIL = "pcse.marketentry@nhs.net"


@dataclass(frozen=True)
class Body:
    """A body in a role under the ``name`` that it bore from ``since`` to ``until`` (None: still), and the source of that.

    ``address`` is where letters go, where one is known. ``note`` says what the name alone does not.
    """

    role: str
    name: str
    since: date
    until: date | None
    source: Source
    address: str | None = None
    note: str = ""

    def held(self, on: date) -> bool:
        """Whether the body bore that name in that role on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Bodies:
    """The bodies of one day. ``in_the_text`` is what the Regulations themselves then call the decision-maker."""

    decision_maker: Body
    in_the_text: Body
    addressee: Body
    appeals: Body
    healthwatch: Body
    pharmaceutical_committee: Body
    medical_committee: Body


DECISION_MAKERS = (
    Body("decision-maker", "NHS England", REGULATIONS_IN_FORCE, date(2022, 6, 30), READ_2019),
    Body(
        "decision-maker",
        "NHS England",
        date(2022, 7, 1),
        date(2023, 3, 31),
        Source("england.nhs.uk, Pharmacy Manual; thepharmacist.co.uk"),
        note="In nine areas the integrated care board decided for NHS England from 1 July 2022.",
    ),
    Body(
        "decision-maker",
        "the integrated care board",
        date(2023, 4, 1),
        None,
        Source("healthcareleadernews.com on the delegation of pharmacy; england.nhs.uk, Pharmacy Manual"),
        note="The Regulations still name NHS England; the integrated care board decides by delegation.",
    ),
)
IN_THE_TEXT = (
    Body("decision-maker in the text", "the NHSCB", REGULATIONS_IN_FORCE, date(2023, 11, 5), READ_2019),
    Body(
        "decision-maker in the text",
        "NHS England",
        date(2023, 11, 6),
        None,
        Source("legislation.gov.uk, Schedule 2 paragraph 19 at 6 November 2023"),
        note="A Health Bill introduced on 14 May 2026 would abolish NHS England; it is not law.",
    ),
)
ADDRESSEES = (
    Body(
        "addressee",
        "Primary Care Support England",
        REGULATIONS_IN_FORCE,
        None,
        Source(
            "a board's paper of September 2019 for the name; a local pharmaceutical committee's page for the "
            "address; when it began is unverified",
            read=False,
        ),
        address=MARKET_ENTRY_EMAIL,
        note="It takes in applications, gives notice of them and collects representations for the decision-maker.",
    ),
)
APPEALS = (
    Body(
        "appeals",
        "NHS Resolution (Primary Care Appeals)",
        REGULATIONS_IN_FORCE,
        None,
        Source("SI 2013/349, regulation 117, for the function; the trading name is as at 2019", read=False),
        note="In law the NHS Litigation Authority, for the Secretary of State. A board has no right of appeal.",
    ),
)
HEALTHWATCH = (
    Body(
        "local Healthwatch",
        "the local Healthwatch organisation",
        REGULATIONS_IN_FORCE,
        None,
        READ_2019,
        note="A Health Bill introduced on 14 May 2026 would abolish Healthwatch; it is not law.",
    ),
)
COMMITTEES = (
    Body(
        "pharmaceutical committee",
        "the Local Pharmaceutical Committee",
        REGULATIONS_IN_FORCE,
        None,
        READ_2019,
    ),
    Body("medical committee", "the Local Medical Committee", REGULATIONS_IN_FORCE, None, READ_2019),
)


def bodies(as_at: date) -> Bodies:
    """The bodies of a day. Raises LawError where the day is before the Regulations."""
    check_date(as_at)

    def held(names: tuple[Body, ...]) -> Body:
        return next(body for body in names if body.held(as_at))

    return Bodies(
        decision_maker=held(DECISION_MAKERS),
        in_the_text=held(IN_THE_TEXT),
        addressee=held(ADDRESSEES),
        appeals=held(APPEALS),
        healthwatch=held(HEALTHWATCH),
        pharmaceutical_committee=held(COMMITTEES[:1]),
        medical_committee=held(COMMITTEES[1:]),
    )
