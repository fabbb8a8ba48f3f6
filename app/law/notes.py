"""Rules that bind others, kept in the register so that a reader finds them; nothing is computed from them here."""

from datetime import date, timedelta

from app.law.period import CONSOLIDATIONS_IN_FORCE, REGULATIONS_IN_FORCE
from app.law.rule import Judge, Rule
from app.law.sources import (
    LATER_IN_PART,
    READ_2016,
    READ_2016_AND_2019,
    READ_2019,
    READ_2020,
    READ_2021,
    READ_2023,
    READ_2025,
    SI_2020_885,
    SI_2020_1126,
    SI_2023_479,
    TEXT_2019,
    Extent,
    Source,
    read_in,
)

TWELVE_MONTHS = date(2020, 9, 14)
"""SI 2020/885 came into force on the 21st day after it was laid, 24 August 2020."""
THIRTY_DAYS_BEFORE = date(2020, 11, 9)
"""SI 2020/1126 came into force on the 21st day after it was laid, 19 October 2020."""
HOURS_AND_NOTICES = date(2023, 5, 25)
REMOTE_ONLY = date(2025, 10, 1)
DAY = timedelta(days=1)
UNLESS = "unless that is impracticable (then as soon as it is practicable) or the decision-maker agrees to a shorter period"


def note(
    rule_id: str,
    citation: str,
    says: str,
    *,
    source: Source = READ_2019,
    since: date = REGULATIONS_IN_FORCE,
    until: date | None = None,
) -> Rule:
    """A rule that is stated and not applied. ``until`` is its last day."""
    return Rule(rule_id, citation, says, Judge.TEXT, since, until, (), source, (), lambda: None)


RULES = (
    note(
        "sch2para6",
        "Schedule 2, paragraph 6",
        "Whoever seeks premises that are, adjoin or are close to listed premises must explain why regulation "
        "31 does not bite.",
    ),
    note(
        "sch2para8",
        "Schedule 2, paragraph 8",
        "An excepted application must explain why each criterion is met and why no ground of refusal "
        "applies.",
    ),
    note(
        "sch2para21",
        "Schedule 2, paragraph 21",
        "A notice must say that representations may be made, when oral ones would be allowed, and whether "
        "applications are considered together. It need hold only enough for an informed representation, so "
        "that papers may be silent.",
    ),
    note(
        "sch2para22(3)",
        "Schedule 2, paragraph 22(3)",
        "Applications may be considered together and in relation to each other; the applicants are told.",
    ),
    note(
        "sch2para29A",
        "Schedule 2, paragraphs 29A and 34A",
        "A granted consolidation takes effect by a notice of consolidation that is sent within 6 months of the "
        "notice of the decision, or within up to 3 further months that the decision-maker allows (after an appeal, "
        "longer as the Secretary of State allows). It says that the consolidation takes effect in the next 14 days, "
        "and gives dates, closing and continuing premises and what is done about prescription nominations. Else the "
        "grant lapses. The 12 months that hold for other applications since September 2020 were not given here.",
        source=READ_2016,
        since=CONSOLIDATIONS_IN_FORCE,
    ),
    note(
        "sch2para34(2)",
        "Schedule 2, paragraph 34(2), as it stood to 8 November 2020",
        "A notice of commencement says that services start in the next 14 days.",
        source=read_in(TEXT_2019, SI_2020_1126),
        until=THIRTY_DAYS_BEFORE - DAY,
    ),
    note(
        "sch2para34(4)",
        "Schedule 2, paragraph 34(4), as it stood to 13 September 2020",
        "A notice of commencement is sent within 6 months of the notice of the decision (or a shorter time that the "
        "applicant undertook), or within up to 3 further months that the decision-maker allows; else the grant "
        "lapses.",
        until=TWELVE_MONTHS - DAY,
    ),
    note(
        "sch2para34(4)",
        "Schedule 2, paragraph 34(4), as amended by SI 2020/885",
        "A notice of commencement is sent within 12 months of the notice of the decision (or a shorter time that "
        "the applicant undertook), or within up to 3 further months that the decision-maker allows; else the grant "
        "lapses. A consolidation keeps its 6 months (34A).",
        source=read_in(TEXT_2019, SI_2020_885),
        since=TWELVE_MONTHS,
    ),
    note(
        "sch2para34(3A)",
        "Schedule 2, paragraph 34(3A)",
        "A notice of commencement is given at least 30 days before services start, unless a shorter time is agreed "
        "beforehand.",
        source=READ_2020,
        since=THIRTY_DAYS_BEFORE,
    ),
    note(
        "sch2para34(3B)",
        "Schedule 2, paragraph 34(3B), as it stood to 24 May 2023",
        "A change of the day on which services start is told in writing as soon as reasonably practicable, before "
        "the old day and the new.",
        source=READ_2020,
        since=THIRTY_DAYS_BEFORE,
        until=HOURS_AND_NOTICES - DAY,
    ),
    note(
        "sch2para34(3B)",
        "Schedule 2, paragraph 34(3B), as amended by SI 2023/479",
        "A change of the day on which services start is told in writing as soon as reasonably practicable, before services "
        "start.",
        source=read_in(SI_2020_1126, SI_2023_479),
        since=HOURS_AND_NOTICES,
    ),
    note(
        "sch2para34(3C)",
        "Schedule 2, paragraph 34(3C)",
        "Services start no more than 60 days after the end of the period in which the notice of commencement "
        "is to be sent.",
        source=READ_2023,
        since=HOURS_AND_NOTICES,
    ),
    note(
        "reg21A",
        "regulation 21A",
        "A routine application to fill a gap in days or times of opening is refused if it would add to "
        "essential services more than is desirable.",
        source=READ_2021,
        since=date(2022, 1, 1),
    ),
    note(
        "regs40-44",
        "regulations 40, 41 and 44",
        "Bars, reserved locations and the test of prejudice in controlled localities bear on routine "
        "applications only, so that they decide neither a relocation nor a consolidation.",
        source=read_in(TEXT_2019, extent=Extent.PART, caveat=LATER_IN_PART),
    ),
    note(
        "reg48",
        "regulation 48",
        "A practice may dispense to patients in a controlled locality more than 1.6 km from any pharmacy. "
        "Moving or closing one can change who they are. That the distance is a straight line is the authors' "
        "reading.",
        source=read_in(TEXT_2019, extent=Extent.PART, caveat=LATER_IN_PART),
    ),
    note(
        "reg64(3)",
        "regulation 64(3), as it stood to 30 September 2025",
        "At distance-selling premises no pharmaceutical service other than directed services is offered to people who are "
        "there or near by, or received there, and essential services are given without face to face contact.",
        source=READ_2025,
        until=REMOTE_ONLY - DAY,
    ),
    note(
        "reg64(3)",
        "regulation 64(3), as amended by SI 2025/636",
        "At distance-selling premises no pharmaceutical service, directed services included, is offered to people who are "
        "there or near by, or received there, and all are given without face to face contact at the premises.",
        source=READ_2025,
        since=REMOTE_ONLY,
    ),
    note(
        "reg64(3B)",
        "regulation 64(3A) and (3B), as inserted by SI 2025/636",
        "At distance-selling premises that were listed before 1 October 2025, vaccination against flu and "
        "coronavirus could be given as a directed service to the end of 31 March 2026, and no other directed "
        "service.",
        source=READ_2025,
        since=REMOTE_ONLY,
        until=date(2026, 3, 31),
    ),
    note(
        "reg12(b)(iii)",
        "regulations 12(b)(iii) and 23",
        "An application to give further services at listed premises is routine, and boards are told of it; "
        "one for directed services alone is excepted, and they are not.",
    ),
    note(
        "reg65A(2)",
        "regulation 65A(2)",
        "Opening-hours directions apply to whoever is listed at the premises, not only to whom they were given.",
        source=READ_2023,
        since=date(2023, 5, 25),
    ),
    note(
        "reg65A(4)",
        "regulation 65A(4)",
        "A routine application to move from premises that once had a 100 hours condition, and now have "
        "directions in its place, is refused unless the same hours are undertaken.",
        source=READ_2023,
        since=date(2023, 5, 25),
    ),
    note(
        "reg67(2)(a)",
        "regulation 67(2)(a)",
        f"A contractor that closes gives at least 3 months' notice, {UNLESS}.",
    ),
    note(
        "reg67(2)(b)",
        "regulation 67(2)(b), as it stood to 24 May 2023",
        f"A contractor that closes gives at least 6 months' notice for premises with a 100 hours condition, {UNLESS}.",
        until=HOURS_AND_NOTICES - DAY,
    ),
    note(
        "reg67(2)(b)",
        "regulation 67(2)(b), as amended by SI 2023/479",
        "A contractor that closes gives at least 6 months' notice for premises that have or had a 100 hours condition, or a "
        f"direction in its place, {UNLESS}.",
        source=read_in(TEXT_2019, SI_2023_479),
        since=HOURS_AND_NOTICES,
    ),
    note(
        "reg67(3)-(4)",
        "regulation 67(3) and (4)",
        "On a relocation no such notice is due: with the notice of commencement the contractor says when services "
        "at the old premises cease.",
    ),
    note(
        "reg67(5)-(6)",
        "regulation 67(5) and (6)",
        "On a consolidation the contractor that leaves gives notice of ceasing together with the notice of "
        "consolidation; the applicant need give none.",
        source=READ_2016_AND_2019,
        since=CONSOLIDATIONS_IN_FORCE,
    ),
)
