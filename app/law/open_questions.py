"""What of the law stays open here, and what would settle it. Nothing that stands here is said to be settled elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OpenQuestion:
    """Something that no source read here settles. ``rules`` are ids of the rules that it bears on, where there are any."""

    what: str
    known: str
    settled_by: str
    rules: tuple[str, ...] = ()


OPEN_QUESTIONS: tuple[OpenQuestion, ...] = (
    OpenQuestion(
        "The wording of today of what was read in older texts",
        "Most rules were read in SI 2013/349 as it stood in 2019, and what SI 2016/1077 and later instruments put "
        "in anew was read in those instruments as made. Amending instruments of 2020, 2021, 2023 and 2025 were read "
        "as far as their provisions on these rules; none that changes them was found beyond those stated here.",
        "Reading each provision at legislation.gov.uk as it stands on the day of the case.",
    ),
    OpenQuestion(
        "The National Health Service (Pharmaceutical and Local Pharmaceutical Services) (Miscellaneous Amendments) "
        "Regulations 2025",
        "Title and commencement on 1 October 2025 are confirmed; the number of the instrument was not found and its "
        "text was not read. Reports of it name hub and spoke dispensing, practice leaflets, staff references and "
        "vaccines, and nothing on regulations 6, 18, 24, 26A and 31 or on Schedule 2, paragraph 19.",
        "Reading the instrument.",
    ),
    OpenQuestion(
        "The Health Bill introduced on 14 May 2026",
        "It was in committee of the Commons on 25 June 2026. It would abolish NHS England and Healthwatch. What becomes of "
        "section 128A of the 2006 Act, of needs assessments and of Schedule 2, paragraph 19 was not found.",
        "Reading the Bill after committee, and the Act if it is passed.",
        ("sch2para19(1)-(3)", "sch2para19(4)", "sch2para19(5)"),
    ),
    OpenQuestion(
        "Whether regulation 31 stands in the way of a move next door",
        "Read by the letter it does, through the applicant's own shop. That the old listing ends when the new one "
        "starts, so that there is never a second service, is the authors' own answer. No decision on it was found.",
        "A decision of NHS Resolution on a move to adjacent premises, or legal advice.",
        ("reg31",),
    ),
    OpenQuestion(
        "Whether regulation 31 reached a move inside one area before 1 April 2014",
        "It named applications for inclusion in a list, or for inclusion also in respect of further premises.",
        "A decision of that time.",
        ("reg31",),
    ),
    OpenQuestion(
        "How decisions on appeal have read “significantly less accessible” and “accustomed”",
        "Outcomes of SHA/24538, 23308, 22127, 23392 and 17649 are known from their title pages; their reasons were "
        "not read.",
        "Reading the decisions.",
        ("reg24(1)(a)", "reg24(2)(b)"),
    ),
    OpenQuestion(
        "Which application is decided by the old words after a change",
        "Only the saving of regulation 25A was read. For other changes the law is read as at the day of the case.",
        "The transitional provisions of each amending instrument, or legal advice.",
    ),
    OpenQuestion(
        "Whether an officer may form the board's opinion",
        "No power to delegate it to an officer was found: SI 2013/218, regulation 3 speaks of sub-committees for a board's "
        "own functions. It was read as made; SI 2024/16 leaves it as it was. A wider power of the council was not looked "
        "for.",
        "The council's constitution and legal advice.",
        ("si2013/218reg3",),
    ),
    OpenQuestion(
        "What a late statement under Schedule 2, paragraph 19(5) is worth",
        "The duty is in the text; what follows where it is given after the 45 days was not found.",
        "A decision of NHS Resolution, or legal advice.",
        ("sch2para19(4)", "sch2para19(5)"),
    ),
    OpenQuestion(
        "Since when nobody has to ask to be heard at the hearing of an appeal, and to name a matter",
        "Schedule 3, paragraph 8(2) asked both as made in 2013; the text of 2019 has a gap there and asks neither. The "
        "instrument that took them out was not found: SI 2014/417 and SI 2016/1077 were read for it, and are not it.",
        "The note to paragraph 8(2) at legislation.gov.uk, which names the instrument and its day.",
        ("sch3para8(2)",),
    ),
    OpenQuestion(
        "Which assessment served for a board established from 2015 to 2021",
        "Regulation 7(1) spoke of Primary Care Trusts' assessments alone; 7(1A) has the earlier board's serve, since 1 "
        "January 2022. Regulation 5 set no date that such a board could keep before 14 September 2020.",
        "A decision of that time, or legal advice.",
        ("reg5", "reg6(A1)", "reg7(1)", "reg7(1A)"),
    ),
    OpenQuestion(
        "Which integrated care board it is in shared areas, and which nine decided before April 2023",
        "Names of the boards were read in public code; which council lies in which area was not read in the order, nor "
        "were the orders of 1 April 2026. Which nine took pharmacy on 1 July 2022 was not found.",
        "The establishment and variation orders of NHS England; the sender of the notice.",
    ),
    OpenQuestion(
        "Who sent notices, and where to, before September 2015",
        "Some 47 local offices of NHS England did the work; which had which area was not found. On which day market entry "
        "moved to Primary Care Support England in each area was not read.",
        "The notice itself.",
    ),
    OpenQuestion(
        "On which day the body that hears appeals took the name NHS Resolution",
        "Both names were read; 1 April 2017 is taken as the day and was not read in a source.",
        "The annual report of that year.",
    ),
    OpenQuestion(
        "When services began and ended where a date is marked as unverified",
        "Starting dates of older services were not read in a source.",
        "The Directions or service specifications of each.",
    ),
)
