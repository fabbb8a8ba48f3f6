"""Rules that bind others, kept in the register so that a reader finds them; nothing is computed from them here."""

from dataclasses import replace
from datetime import date

from app.law.period import CONSOLIDATIONS_IN_FORCE, REGULATIONS_IN_FORCE
from app.law.rule import (
    READ_2016,
    READ_2019,
    READ_2020,
    READ_2021,
    READ_2023,
    READ_2025,
    Judge,
    Rule,
    Source,
)


def note(
    rule_id: str, citation: str, says: str, *, source: Source = READ_2019, since: date = REGULATIONS_IN_FORCE
) -> Rule:
    """A rule that is stated and not applied."""
    return Rule(rule_id, citation, says, Judge.TEXT, since, None, (), source, (), lambda: None)


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
        "A granted consolidation takes effect by a notice of consolidation, within 6 months of the decision "
        "(9 at most, longer after an appeal): dates, closing and continuing premises, and what is done about "
        "prescription nominations. Else the grant lapses.",
        source=READ_2016,
        since=CONSOLIDATIONS_IN_FORCE,
    ),
    note(
        "sch2para34(3A)",
        "Schedule 2, paragraph 34(3A)",
        "A notice of commencement is given at least 30 days before services start.",
        source=READ_2020,
        since=date(2020, 11, 9),
    ),
    note(
        "sch2para34(3C)",
        "Schedule 2, paragraph 34(3C)",
        "Services start no more than 60 days after the end of the period in which the notice of commencement "
        "is to be sent.",
        source=READ_2023,
        since=date(2023, 5, 25),
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
    ),
    note(
        "reg48",
        "regulation 48",
        "A practice may dispense to patients in a controlled locality more than 1.6 km from any pharmacy. "
        "Moving or closing one can change who they are. That the distance is a straight line is the authors' "
        "reading.",
    ),
    note(
        "reg64",
        "regulation 64(3)",
        "At distance-selling premises no pharmaceutical service is given face to face, directed services "
        "included; vaccination against flu and coronavirus was let off to 31 March 2026.",
        source=READ_2025,
        since=date(2025, 10, 1),
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
    replace(
        note(
            "reg67(2)(b)",
            "regulation 67(2)(b)",
            "A contractor that closes gives 6 months' notice for premises with a 100 hours condition.",
        ),
        until=date(2023, 5, 24),
    ),
    note(
        "reg67(2)(b)",
        "regulation 67(2)(b), as amended by SI 2023/479",
        "A contractor that closes gives 6 months' notice for premises that have or had a 100 hours "
        "condition.",
        source=READ_2023,
        since=date(2023, 5, 25),
    ),
    note(
        "reg67(2)",
        "regulation 67(2)",
        "Any other contractor that closes gives 3 months' notice.",
    ),
    note(
        "reg67(5)-(6)",
        "regulation 67(5) and (6)",
        "On a consolidation the contractor that leaves gives notice of ceasing together with the notice of "
        "consolidation; the applicant need give none.",
        source=READ_2016,
        since=CONSOLIDATIONS_IN_FORCE,
    ),
)
