"""Services of a pharmacy by their proper names: which tier each belongs to and from when to when it existed.

A name in a paper must have been right on the date of the paper: "Medicines Use Review" is right in September 2019 and
wrong after 31 March 2021. Council-commissioned services (needle exchange, supervised consumption and the like) are not
"enhanced services" in the meaning of the Regulations, though papers often call them so.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tier(StrEnum):
    """Who commissions a service and under what. Only the first three are pharmaceutical services.

    Some are enhanced services where NHS England or the integrated care board commissions them, and not where a council does:
    which of the two it is has to be asked.
    """

    ESSENTIAL = "essential"
    ADVANCED = "advanced"
    ENHANCED = "enhanced"
    LOCALLY_COMMISSIONED = "locally commissioned"
    BY_COMMISSIONER = "enhanced or locally commissioned, by who commissions it"


@dataclass(frozen=True)
class Service:
    """A service under its canonical name. ``since`` and ``until`` are the first and last day, None where there is none.

    ``aliases`` are other names in use, short forms among them. ``source`` says where the dates come from; ``verified`` is
    False where a date is not from a source that was read. ``note`` says what is rough about a date. ``asks`` is what has to
    be asked before it is said whose service it is, from ``asks_since`` on; empty where nothing has.
    """

    name: str
    tier: Tier
    since: date | None
    until: date | None
    aliases: tuple[str, ...]
    source: str
    verified: bool
    note: str = ""
    asks: str = ""
    asks_since: date | None = None


_CONTRACT_2005 = date(2005, 4, 1)
_SCHEDULE_4 = "SI 2013/349, Schedule 4, Part 2; the starting date is unverified"
_LOCAL = "commissioned locally, from and to dates that differ from place to place"


def _essential(name: str, *aliases: str) -> Service:
    return Service(name, Tier.ESSENTIAL, _CONTRACT_2005, None, aliases, _SCHEDULE_4, verified=False)


def _local(name: str, *aliases: str, tier: Tier = Tier.LOCALLY_COMMISSIONED) -> Service:
    return Service(name, tier, None, None, aliases, _LOCAL, verified=True)


WHO_COMMISSIONS = (
    "whether NHS England or the integrated care board commissions it, as an enhanced service, or the council"
)


def _by_commissioner(name: str, *aliases: str) -> Service:
    return Service(
        name, Tier.BY_COMMISSIONER, None, None, aliases, _LOCAL, verified=True, asks=WHO_COMMISSIONS
    )


SERVICES: tuple[Service, ...] = (
    _essential("Dispensing of Medicines", "dispensing", "dispensing medicines", "dispensing of drugs"),
    _essential("Dispensing of Appliances", "dispensing appliances"),
    _essential("Repeat Dispensing", "repeat dispensing and eRD", "electronic repeat dispensing", "eRD"),
    _essential(
        "Disposal of Unwanted Medicines",
        "disposal of unwanted drugs",
        "waste medicines",
        "unwanted medicines",
    ),
    _essential(
        "Promotion of Healthy Lifestyles",
        "promotion of healthy living",
        "public health campaigns",
        "health campaigns",
    ),
    _essential("Signposting"),
    _essential("Support for Self-Care", "self care", "support for people with self care"),
    Service(
        "Discharge Medicines Service",
        Tier.ESSENTIAL,
        date(2021, 1, 1),
        None,
        ("DMS", "discharge medicine service"),
        "SI 2020/1126, regulation 12",
        verified=True,
        note="In the Regulations from 1 January 2021; that it started on 15 February 2021 is unverified.",
    ),
    Service(
        "Healthy Living Pharmacy",
        Tier.ESSENTIAL,
        date(2021, 1, 1),
        None,
        ("HLP", "healthy living pharmacy requirements"),
        "starting date unverified",
        verified=False,
    ),
    Service(
        "Medicines Use Review",
        Tier.ADVANCED,
        _CONTRACT_2005,
        date(2021, 3, 31),
        (
            "MUR",
            "MURs",
            "medicine use review",
            "medicines use reviews",
            "medicine use reviews",
            "medicines use review and prescription intervention",
            "medicines use review & prescription intervention service",
        ),
        "archive.psnc.org.uk/services-commissioning/advanced-services/murs; pcc.nhs.uk",
        verified=True,
    ),
    Service(
        "Appliance Use Review",
        Tier.ADVANCED,
        date(2010, 4, 1),
        None,
        ("AUR", "AURs", "appliance use reviews"),
        "SI 2013/349, regulation 2; the starting date is unverified",
        verified=False,
    ),
    Service(
        "Stoma Appliance Customisation",
        Tier.ADVANCED,
        date(2010, 4, 1),
        None,
        ("SAC", "stoma customisation"),
        "SI 2013/349, regulation 2; the starting date is unverified",
        verified=False,
    ),
    Service(
        "New Medicine Service",
        Tier.ADVANCED,
        date(2011, 10, 1),
        None,
        ("NMS", "new medicines service"),
        "pcc.nhs.uk, guidance of January 2012; the exact starting date is unverified",
        verified=False,
    ),
    Service(
        "Flu Vaccination",
        Tier.ADVANCED,
        date(2015, 9, 1),
        None,
        (
            "flu",
            "flu jab",
            "influenza vaccination",
            "seasonal influenza vaccination",
            "seasonal flu vaccination",
            "adult flu vaccination",
            "flu vaccine",
        ),
        "cpsc.org.uk; the starting date is unverified",
        verified=False,
    ),
    Service(
        "Childhood Flu Vaccination",
        Tier.ADVANCED,
        date(2025, 9, 1),
        None,
        ("childhood flu", "children's flu vaccination"),
        "SI 2025/636, regulation 10, for its stock; the starting date is unverified",
        verified=False,
        note="Started in autumn 2025.",
    ),
    Service(
        "NHS Urgent Medicine Supply Advanced Service",
        Tier.ADVANCED,
        date(2016, 12, 1),
        date(2019, 10, 28),
        ("NUMSAS", "urgent medicine supply"),
        "cpsc.org.uk; the starting date is unverified",
        verified=False,
    ),
    Service(
        "Community Pharmacist Consultation Service",
        Tier.ADVANCED,
        date(2019, 10, 29),
        date(2024, 1, 30),
        ("CPCS", "community pharmacy consultation service"),
        "mrpharmacy.co.uk; surreysussex.communitypharmacy.org.uk",
        verified=True,
        note="Became part of Pharmacy First on 31 January 2024.",
    ),
    Service(
        "Pandemic Delivery",
        Tier.ADVANCED,
        date(2020, 4, 9),
        date(2022, 3, 5),
        ("pandemic delivery service", "home delivery during the pandemic"),
        "cpsc.org.uk for the start; reports of February 2022 on the end of Pharmacy Collect for the end",
        verified=True,
    ),
    Service(
        "Covid-19 Lateral Flow Device Distribution",
        Tier.ADVANCED,
        date(2021, 3, 29),
        date(2022, 3, 31),
        ("pharmacy collect", "C-19 LFD distribution", "LFD distribution", "lateral flow device distribution"),
        "pharmaceutical-journal.com, April 2021; archive.psnc.org.uk, decommissioned on 31 March 2022",
        verified=True,
    ),
    Service(
        "Hepatitis C Testing",
        Tier.ADVANCED,
        date(2020, 9, 1),
        date(2023, 3, 31),
        ("hep C testing", "hepatitis C antibody testing"),
        "unverified",
        verified=False,
    ),
    Service(
        "Hypertension Case-Finding",
        Tier.ADVANCED,
        date(2021, 10, 1),
        None,
        ("BP check", "blood pressure check", "NHS blood pressure check", "HCFS", "hypertension case finding"),
        "archive.psnc.org.uk; gmpcb.org.uk",
        verified=True,
    ),
    Service(
        "Smoking Cessation (hospital referral)",
        Tier.ADVANCED,
        date(2022, 3, 1),
        None,
        ("smoking cessation advanced service", "SCS", "smoking cessation service for hospital referrals"),
        "mrpharmacy.co.uk; the starting date is unverified",
        verified=False,
    ),
    Service(
        "Pharmacy Contraception",
        Tier.ADVANCED,
        date(2023, 4, 24),
        None,
        ("PCS", "OC", "oral contraception", "contraception", "pharmacy contraception service"),
        "cpwy.org; chemistanddruggist.co.uk",
        verified=True,
        note="Oral emergency contraception is part of it since 29 October 2025.",
    ),
    Service(
        "Lateral Flow Device (eligible patients)",
        Tier.ADVANCED,
        date(2023, 11, 1),
        None,
        ("LFD service", "lateral flow device tests supply", "lateral flow device service"),
        "unverified",
        verified=False,
    ),
    Service(
        "Pharmacy First",
        Tier.ADVANCED,
        date(2024, 1, 31),
        None,
        ("NHS pharmacy first",),
        "surreysussex.communitypharmacy.org.uk",
        verified=True,
    ),
    Service(
        "Covid-19 Vaccination",
        Tier.ENHANCED,
        date(2021, 1, 1),
        None,
        ("covid vaccination", "covid jab", "coronavirus vaccination", "covid-19 vaccinations"),
        "SI 2021/1346, regulation 6, for national enhanced services; the rest is unverified",
        verified=False,
    ),
    _local("Bank Holiday Rota", "bank holiday opening", "rota", tier=Tier.ENHANCED),
    _by_commissioner("Palliative Care Medicines", "palliative care drugs", "palliative stock"),
    _by_commissioner("Care Home Service", "care home", "care home support"),
    _by_commissioner("Minor Ailments", "minor ailment scheme", "minor ailments scheme"),
    _local("NHS Health Check", "health check", "health checks", "NHS health checks"),
    _local("Stop Smoking", "smoking cessation", "stop smoking support"),
    Service(
        "Emergency Hormonal Contraception",
        Tier.LOCALLY_COMMISSIONED,
        None,
        None,
        ("EHC", "morning-after pill", "emergency contraception", "morning after pill"),
        f"{_LOCAL}; cpwy.org for its place in the Pharmacy Contraception Service",
        verified=True,
        note="Since 29 October 2025 the Pharmacy Contraception Service, which is advanced, has it too.",
        asks="whether it is given in the Pharmacy Contraception Service (advanced), is commissioned locally, or both",
        asks_since=date(2025, 10, 29),
    ),
    _local(
        "Needle and Syringe Programme",
        "NSP",
        "needle exchange",
        "needle & syringe exchange",
        "needle and syringe exchange",
    ),
    _local(
        "Supervised Consumption",
        "supervised self-administration",
        "supervised administration",
        "supervised consumption of prescribed medicines",
        "supervised methadone",
    ),
    _local("Chlamydia Screening", "chlamydia", "chlamydia screening and treatment", "chlamydia testing"),
    _local("Alcohol Brief Intervention", "alcohol", "alcohol screening", "alcohol advice"),
    _local("Weight Management", "weight", "weight management (adults)", "weight loss"),
    _local("Naloxone", "take-home naloxone", "naloxone supply"),
)


def recognise(name: str) -> Service | None:
    """The service that a name means, whatever its case, punctuation or wrapping; None where it is none of these.

    Reads names as NHS lists publish them ("Pharmacy NHS service: medicine use review (MUR) service"). A service that
    the list itself calls non-NHS is none of these.
    """
    if "non nhs" in _words(name):
        return None
    for spelling in (name, re.sub(r"\([^)]*\)", " ", name)):
        bare = _bare(spelling)
        for candidate in (bare, re.sub(r"^(pharmacy|nhs) ", "", bare)):
            if candidate in _BY_NAME:
                return _BY_NAME[candidate]
    return None


def in_force(service: Service, on: date) -> bool:
    """Whether a service existed on a day, so that a paper of that day may name it."""
    return (service.since is None or service.since <= on) and (service.until is None or on <= service.until)


def to_ask(service: Service, on: date) -> str:
    """What has to be asked, on a day, before it is said whose service it is; empty where nothing has."""
    return service.asks if service.asks_since is None or service.asks_since <= on else ""


def _words(name: str) -> str:
    spelt = name.lower().replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", spelt).split())


def _bare(name: str) -> str:
    """The words without what lists wrap around them: "Pharmacy NHS service:" before, "service" or "services" after."""
    return re.sub(r" services?$", "", re.sub(r"^(pharmacy )?nhs service ", "", _words(name)))


_BY_NAME = {_bare(name): service for service in SERVICES for name in (service.name, *service.aliases)}
