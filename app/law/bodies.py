"""Who decides, who is written to and who hears appeals, under the name that each bore on a date.

Names are data with dates and sources. Which integrated care board it is depends on the place (``integrated_care_boards``, or
the board's own data); which local Healthwatch it is is not known here.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.law.integrated_care_boards import care_board_of
from app.law.period import REGULATIONS_IN_FORCE, check_date
from app.law.sources import READ_2019, Source

MARKET_ENTRY_EMAIL = "pcse.marketentry@nhs.net"


@dataclass(frozen=True)
class Body:
    """A body in a role under the ``name`` that it bore from ``since`` to ``until`` (None: still), and the source of that.

    ``address`` is where letters go, where one is known. ``note`` says what the name alone does not, ``unsettled`` what of it
    is not known here and a person has to find out; empty where nothing is.
    """

    role: str
    name: str
    since: date
    until: date | None
    source: Source
    address: str | None = None
    note: str = ""
    unsettled: str = ""

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
        note="In nine areas the integrated care board decided for NHS England from 1 July 2022; which they were was not "
        "read.",
        unsettled="whether NHS England or, in nine areas by delegation, the integrated care board decided: ask the sender",
    ),
    Body(
        "decision-maker",
        "the integrated care board",
        date(2023, 4, 1),
        None,
        Source("healthcareleadernews.com on the delegation of pharmacy; england.nhs.uk, Pharmacy Manual"),
        note="The Regulations still name NHS England; the integrated care board decides by delegation.",
        unsettled="which integrated care board decides is not known here: ask the sender, and record it with the board's "
        "data",
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
PCSE_SINCE = date(2015, 9, 1)
ADDRESSEES = (
    Body(
        "addressee",
        "NHS England",
        REGULATIONS_IN_FORCE,
        PCSE_SINCE - timedelta(days=1),
        Source(
            "the Public Accounts Committee's report HC 698 of 25 July 2018: until the contract of 2015 some 47 local "
            "offices of NHS England did this work",
            read=False,
        ),
        note="Which local office it was is not known here: the notice says.",
        unsettled="the local office that sent the notice, and its address",
    ),
    Body(
        "addressee",
        "Primary Care Support England",
        PCSE_SINCE,
        None,
        Source(
            "the Public Accounts Committee's report HC 698 of 25 July 2018 (contract of August 2015, market entry included) "
            "and bma.org.uk (September 2015); a local pharmaceutical committee's page for the address; on which day market "
            "entry moved to it in each area was not read",
            read=False,
        ),
        address=MARKET_ENTRY_EMAIL,
        note="It takes in applications, gives notice of them and collects representations for the decision-maker.",
    ),
)
RENAMED = date(2017, 4, 1)
APPEALS = (
    Body(
        "appeals",
        "the NHS Litigation Authority (Family Health Services Appeal Unit)",
        REGULATIONS_IN_FORCE,
        RENAMED - timedelta(days=1),
        Source(
            "SI 2013/349, regulation 117, for the function; nhsla.com for the name of the unit; the day on which the name "
            "changed was not read in a source",
            read=False,
        ),
        note="For the Secretary of State. A board has no right of appeal.",
    ),
    Body(
        "appeals",
        "NHS Resolution (Primary Care Appeals)",
        RENAMED,
        None,
        Source(
            "SI 2013/349, regulation 117, for the function; resolution.nhs.uk, “formerly known as the Family Health "
            "Services Appeal Unit”; the day on which the name changed was not read in a source",
            read=False,
        ),
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


def bodies(as_at: date, area: str | None = None, own: str | None = None) -> Bodies:
    """The bodies of a day, for the board of an area. Raises LawError where the day is before the Regulations.

    ``own`` is the name of the integrated care board as the board's own data gives it; it goes before what is known here.
    """
    check_date(as_at)

    def held(names: tuple[Body, ...]) -> Body:
        return next(body for body in names if body.held(as_at))

    return Bodies(
        decision_maker=_decision_maker(held(DECISION_MAKERS), as_at, area, own),
        in_the_text=held(IN_THE_TEXT),
        addressee=held(ADDRESSEES),
        appeals=held(APPEALS),
        healthwatch=held(HEALTHWATCH),
        pharmaceutical_committee=held(COMMITTEES[:1]),
        medical_committee=held(COMMITTEES[1:]),
    )


def _decision_maker(body: Body, as_at: date, area: str | None, own: str | None) -> Body:
    """The body that decides, by name where an integrated care board does and which one is known."""
    if body is not DECISION_MAKERS[-1]:
        return body
    found = care_board_of(area, as_at)
    if own is not None:
        return replace(body, name=own, unsettled="", source=Source("the board's own data", read=False))
    return body if found is None else replace(body, name=found.name, unsettled="", source=found.source)
