"""What the representation on a consolidation says, sentence by sentence, and what it leaves open."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.applications import Claims, Received
from app.domain.baselines import AccessStandard, Board, Mode
from app.domain.evidence import Ledger
from app.domain.findings import Duty, Flag
from app.domain.officer import Choice, OfficerPart, Opinion
from app.letters import Kind, Letter, PaperError, draft
from tests.unit.letter_cases import (
    BCP,
    NEAR_POOLE,
    WALK,
    Example,
    assessed,
    christchurch,
    item,
    poole,
    unread,
)

QUALIFIER = (
    "create a gap in pharmaceutical services provision that could be met by a routine application (a) to meet a current or "
    "future need for pharmaceutical services, or (b) to secure improvements, or better access, to pharmaceutical services."
)
OPEN = "[would / would not: the Board has not yet given its opinion]"
BOARD = "the Bournemouth, Christchurch and Poole Health and Wellbeing Board"
GIVEN = OfficerPart(opinion=Opinion(Choice.WOULD_NOT, "the Board", date(2019, 9, 25)))


def letter(example: Example | None = None, officer: OfficerPart | None = None) -> Letter:
    example = example or poole()
    return draft(example.assessment, example.baseline, officer)


def says(paragraph_id: str, example: Example | None = None, officer: OfficerPart | None = None) -> str:
    return letter(example, officer).paragraph(paragraph_id).text


def ids(found: Letter) -> list[str]:
    return [paragraph.id for paragraph in found.paragraphs]


def test_it_goes_to_primary_care_support_england_with_both_references():
    found = letter()
    assert found.addressee == ("Primary Care Support England", "pcse.marketentry@nhs.net")
    assert [(each.label, each.text) for each in found.references] == [
        ("Your reference", "CAS-TEST-2"),
        ("Our reference", "HWB/2019/02"),
        ("Date", "[date of signing]"),
    ]
    assert found.title == f"Consolidation of Rowlands Pharmacy onto Boots: statement of {BOARD}"
    assert found.board == BOARD.removeprefix("the ")


def test_it_is_marked_as_a_draft():
    assert letter().mark == "DRAFT: not approved and not sent."


def test_it_thanks_and_names_the_applicant_the_notice_and_the_day_to_reply_by():
    assert says("thanks") == (
        "Thank you for your notice dated 13 August 2019 of the application by Boots UK Ltd to consolidate two pharmacies onto one "
        "site. You asked for a reply by 27 September 2019, 45 days after the date of the notice (Schedule 2, paragraph 19(4)). "
        "On which day notice was given to the Board, from which its time runs, is not recorded."
    )


def test_where_the_notice_states_no_day_the_law_gives_one():
    bare = replace(poole().assessment.application.notice, reply_by=None)
    assert says("thanks", poole().papers(notice=bare).but("deadline.stated")).endswith(
        "The notice states no day to reply by; the time for representations runs to 27 September 2019, 45 days after the date of "
        "the notice (Schedule 2, paragraph 19(4)). On which day notice was given to the Board, from which its time runs, is not "
        "recorded."
    )
    nobody_looked = unread(poole().papers(notice=bare)).but("deadline.stated")
    assert "states no day" not in says("thanks", nobody_looked)
    assert "The time for representations runs to 27 September 2019" in says("thanks", nobody_looked)


def test_a_later_day_to_reply_by_does_not_help_and_the_letter_says_so():
    late = poole().but(deadline__stated="2019-10-31", deadline__days_left=3)
    assert says("thanks", late).endswith(
        "The later day that you gave does not lengthen it, and representations after it are not representations under that "
        "paragraph."
    )
    over = late.papers().but(deadline__days_left=-4)
    over = replace(over, assessment=assessed(over.assessment.application, list(over.assessment.evidence)))
    assert (
        "As this was drafted the time, so counted, was over. The Board asks that this letter be considered all the same"
        in says("thanks", over)
    )
    same = poole().but(deadline__days_left=-4)
    same = replace(same, assessment=assessed(same.assessment.application, list(same.assessment.evidence)))
    assert says("thanks", same).endswith("to be told how it will be treated.")


def test_a_notice_given_on_another_day_than_it_bears_says_both():
    notice = replace(poole().assessment.application.notice, received=Received(date(2019, 8, 15)))
    assert says("thanks", poole().papers(notice=notice)).startswith(
        "Thank you for your notice dated 13 August 2019, given to the Board on 15 August 2019, of the application"
    )


def test_it_names_both_sites():
    assert says("sites") == (
        "The closing site is Rowlands Pharmacy, 138 High Street, Poole, BH15 1DN. The continuing site is Boots, 190-196 High "
        "Street, Poole, BH15 1SX (contractor: Boots UK Ltd)."
    )


def test_a_postcode_that_the_address_holds_already_is_not_said_twice():
    closing = replace(poole().assessment.application.closing, address="138 High Street, Poole bh151dn")
    assert says("sites", poole().papers(closing=closing)).count("BH15 1DN") == 0


def test_it_says_under_which_law_and_for_whom_it_writes():
    text = says("basis")
    assert text.startswith(
        "Schedule 2, paragraph 19(5) of the National Health Service (Pharmaceutical and Local"
    )
    assert "2013 (SI 2013/349), as amended" in text
    assert text.endswith(f"on behalf of {BOARD} (“the Board”).")


# The statutory statement


def test_the_statement_has_its_full_qualifier_and_leaves_the_opinion_open():
    paragraph = letter().paragraph("statement")
    assert paragraph.kind is Kind.STATUTORY
    assert paragraph.text.endswith(f"from the pharmaceutical list {OPEN} {QUALIFIER}")
    assert [run.text for run in paragraph.runs if run.open] == [OPEN]
    assert "[who formed the opinion, and when, is not yet given]" in says("opinion")
    assert "summary" not in ids(letter())


@pytest.mark.parametrize("choice", list(Choice))
def test_an_opinion_that_was_given_stands_with_who_gave_it_and_when(choice):
    officer = OfficerPart(
        opinion=Opinion(choice, "the Board at its meeting", date(2019, 9, 25), "Access hardly changes")
    )
    found = letter(officer=officer)
    assert found.paragraph("statement").text.endswith(
        f"from the pharmaceutical list {choice.value} {QUALIFIER}"
    )
    assert not found.paragraph("statement").is_open
    assert found.paragraph("opinion").text == (
        "That opinion was formed by the Board at its meeting on 25 September 2019. Reasons given: Access hardly changes."
    )
    assert found.paragraph("summary").text == (
        f"In summary, the opinion of the Board is the one that stands in full in paragraph {found.paragraph('statement').number}."
    )


def test_only_a_person_gives_an_opinion():
    opinions = [p for p in letter().paragraphs if p.kind is Kind.OPINION]
    assert [p.text for p in opinions] == ["[who formed the opinion, and when, is not yet given]"]


def test_a_slot_in_the_papers_is_not_taken_for_the_statement_s_own():
    closing = replace(poole().assessment.application.closing, name="Chemist [would / would not]")
    text = says("statement", poole().papers(closing=closing), GIVEN)
    assert "Chemist [would / would not], 138 High Street" in text
    assert text.endswith(f"list would not {QUALIFIER}")


def test_a_statement_without_a_place_for_the_opinion_is_refused():
    example = poole()
    broken = replace(example.assessment.statement, text="There is no gap.")
    with pytest.raises(ValueError, match="must hold"):
        draft(replace(example.assessment, statement=broken), example.baseline)


def test_where_no_statement_is_due_the_letter_says_so_and_gives_none():
    example = poole()
    found = draft(replace(example.assessment, statement=None, duty=Duty.MAY), example.baseline)
    assert not {"statement", "opinion", "basis"} & set(ids(found))
    assert "no statement under Schedule 2, paragraph 19(5) is made here" in found.paragraph("basis-may").text


# The needs assessment


def test_it_rests_on_the_published_needs_assessment():
    assert says("pna") == (
        "The Board’s Pharmaceutical Needs Assessment (“the PNA”) is “Dorset, Bournemouth and Poole PNA 2018”, published in March "
        "2018 and available at https://www.publichealthdorset.org.uk/our-partners/. Its standard of access, in its own words, is "
        "“within 20 minutes of where they live”."
    )
    assert says("locality") == (
        "The closing site lies in the PNA’s locality of Poole Central. Of that locality the PNA finds: the local population has "
        "good access; the number of pharmacies and their locations are more than adequate for the area. It states no gap in "
        "pharmaceutical services there. On planned housing it says: not of sufficient scale to significantly impact on the need "
        "for pharmaceutical services."
    )


def test_gaps_that_the_needs_assessment_states_are_named():
    one = poole().rows("pna.gaps", ({"gap": "evenings"},))
    two = poole().rows("pna.gaps", ({"gap": "evenings"}, {"gap": "Sundays"}))
    assert "It states one gap in pharmaceutical services there: evenings." in says("locality", one)
    assert "It states two gaps in pharmaceutical services there: evenings; Sundays." in says("locality", two)


def test_what_the_needs_assessment_is_not_known_to_say_is_said_to_be_unknown():
    text = says("locality", poole().but("pna.finding", "pna.gaps", "pna.housing"))
    assert "What the PNA finds for that locality is not recorded." in text
    assert "Whether it states a gap there is not recorded." in text
    assert "What it says of planned housing there is not recorded." in text
    assert says("locality", poole().but("pna.locality")) == (
        "The PNA’s locality for the closing site is not known, so that no finding of the PNA is given here."
    )
    assert "available at" not in says("pna", poole().but("pna.url"))


def test_a_needs_assessment_that_is_not_the_board_s_is_not_called_the_board_s():
    example = poole()
    flag = Flag("outside-baseline", "The premises are elsewhere.", ("pna.title",))
    elsewhere = replace(example.assessment, flags=(*example.assessment.flags, flag))
    assert (
        draft(elsewhere, example.baseline)
        .paragraph("pna")
        .text.startswith(
            "The figures rest on a Pharmaceutical Needs Assessment (“the PNA”) that is not recorded as the Board’s own: “Dorset"
        )
    )


# Distance, choice and access


def test_the_distance_claimed_stands_beside_the_distance_measured():
    assert says("distance") == (
        "The papers put the closing site and the continuing site 450 metres apart, a 6-minute walk. Measured, they are around "
        "220 metres apart in a straight line and around 310 metres apart on foot, a 4-minute walk at 3 miles an hour. The "
        "distance in the papers and the distance measured do not agree: that in the papers is the longer. The points measured "
        "from may together be out by around 80 metres."
    )
    assert says("ask-distance") == (
        "The Board asks how the distance in the papers was measured: it is not the one found here."
    )


def test_by_straight_line_alone_no_walk_is_spoken_of():
    example = poole().but("distance.walk", "distance.walk_minutes", "alternatives.walk")
    text = says("distance", example)
    assert "around 220 metres apart in a straight line. The walk between them was not measured." in text
    assert "that in the papers is the longer" in text
    assert "on foot" not in text
    assert "along the network" not in says("method-trip", example)


def test_a_claim_that_is_the_shorter_is_said_to_be():
    assert "that in the papers is the shorter" in says("distance", poole().but(distance__claimed=100))


def test_papers_that_state_no_distance_are_said_not_to():
    example = poole().papers(claims=Claims())
    text = says("distance", example.but("distance.claimed", "distance.claimed_minutes"))
    assert text.startswith(
        "The papers do not state how far apart the closing site and the continuing site are."
    )
    assert "do not agree" not in text
    minutes = says("distance", example.but("distance.claimed"))
    assert minutes.startswith(
        "The papers put the closing site and the continuing site a 6-minute walk apart and state no distance."
    )
    nobody_looked = unread(example).but("distance.claimed", "distance.claimed_minutes")
    assert says("distance", nobody_looked).startswith("Measured, they are around")


def test_the_pharmacies_left_are_counted_and_listed():
    found = letter()
    assert found.paragraph("alternatives").text == (
        "After the consolidation, four pharmacies would remain within a mile of the closing site in a straight line, and three "
        "within a mile on foot (Table 1). The continuing site is counted among them. The papers count four within a mile."
    )
    table = found.tables[0]
    assert table.title == "Table 1. Pharmacies within a mile of the closing site after the consolidation"
    assert [row[1] for row in table.rows] == ["FM329", "FC009", "FGC36", "FXN20"]
    assert table.rows[0][3:] == ("209", "293")
    assert table.rows[3][3:] == ("1,080", "over a mile")


def test_one_pharmacy_and_none():
    one = poole().rows("alternatives.straight", NEAR_POOLE[:1]).but("alternatives.walk")
    none = poole().rows("alternatives.straight", ()).rows("alternatives.walk", ())
    assert "one pharmacy would remain" in says("alternatives", one)
    assert letter(one).tables[0].rows[0][4] == "not measured"
    assert (
        "no pharmacies would remain within a mile of the closing site in a straight line, and none within"
        in says("alternatives", none)
    )
    assert "alternatives" not in [table.id for table in letter(none).tables]


def test_coverage_comes_with_head_counts_and_leaves_nobody_out():
    assert says("coverage-walk-20") == (
        "On the standard of 20 minutes on foot at 3 miles an hour (as taken here; see the annex on method): 98.4% of the 151,270 "
        "people of the Board’s area who were measured live within reach of a pharmacy today (148,901 people), and 98.4% would "
        "after the consolidation (148,901 people). Nobody would fall outside the standard and nobody would newly come within it. "
        "Nobody is left out of the count for want of a way to a pharmacy. Table 3 gives the same at other walking paces."
    )


def test_people_lost_gained_unreachable_and_at_the_edge_are_counted():
    example = poole().but(
        coverage__walk_20__lost=1,
        coverage__walk_20__gained=12,
        coverage__walk_20__unreachable_before=3,
        coverage__walk_20__unreachable_after=4,
        coverage__walk_20__edge=250,
    )
    text = says("coverage-walk-20", example)
    assert "One person would fall outside the standard and 12 people would newly come within it." in text
    assert "counted as outside the standard: 3 people today and 4 people after the consolidation." in text
    assert "For 250 people the answer could differ" in text


def test_groups_in_which_anything_changes_are_counted_and_listed():
    assert says("groups-walk-20") == (
        "In no locality, ward or age group would anyone fall outside that standard or newly come within it."
    )
    rows = (
        {
            "group": "aged 65 and over",
            "people": 30_000,
            "before": 29_000,
            "after": 28_990,
            "gained": 0,
            "lost": 10,
        },
        {
            "group": "aged 0 to 15",
            "people": 20_000,
            "before": 19_000,
            "after": 19_000,
            "gained": 0,
            "lost": 0,
        },
    )
    example = poole().rows("coverage.walk-20.by_age", rows).but(coverage__walk_20__by_age=1)
    found = letter(example)
    table = next(each for each in found.tables if each.id == "groups")
    assert (
        f"newly come within it in one age group (Table {table.number})."
        in found.paragraph("groups-walk-20").text
    )
    assert [row[0] for row in table.rows] == ["aged 65 and over"]
    assert table.rows[0][2:] == ("30,000", "29,000", "28,990", "10", "0")


def test_how_the_trip_changes_for_those_who_go_to_the_closing_site():
    assert says("affected-walk-20") == (
        "Measured on foot, the closing site is the nearest pharmacy of 1,204 people today. Their trip to the nearest pharmacy "
        "would go from around 480 metres on average to around 700 metres. On average it would be around 220 metres longer; at "
        "the median, around 210 metres longer. For nine in ten of them it would be at most around 400 metres longer, and for the "
        "worst placed around 440 metres longer (Table 4, and by deprivation Table 5)."
    )
    assert says("affected-walk-20", poole().but(affected__walk_20__people=0)) == (
        "Measured on foot, the closing site is nobody’s nearest pharmacy today."
    )


def test_what_choice_is_left():
    assert says("choice-walk-20") == (
        "Within that standard at least two pharmacies can be chosen from by 140,000 people today, and by 139,000 people after the "
        "consolidation; at least three, by 120,000 people today and by 118,500 people after."
    )


def other_standards(*standards: AccessStandard, **changed: float) -> Example:
    """Poole measured on further standards; ``changed`` are figures of the last of them, "coverage__lost" and so on."""
    example = poole()
    items = []
    for standard in standards:
        for each in example.assessment.evidence:
            if "walk-20" in each.id:
                told = changed if standard is standards[-1] else {}
                value = told.get(each.id.replace(".walk-20.", "__"), each.value)
                items.append(replace(each, id=each.id.replace("walk-20", standard.id), value=value))
    baseline = replace(example.baseline, standards=(WALK, *standards))
    return replace(example.with_items(*items), baseline=baseline)


CROW = replace(WALK, id="crow", mode=Mode.STRAIGHT_LINE, assumed="")
LONGER = replace(WALK, id="walk-30", minutes=30, assumed="")


def test_the_first_standard_is_given_in_full_and_the_others_in_a_sentence():
    made = letter(other_standards(CROW))
    spoken = [name for name in ids(made) if name.endswith(("-walk-20", "-crow")) and "method" not in name]
    assert spoken == [
        "coverage-walk-20", "groups-walk-20", "choice-walk-20", "affected-walk-20", "coverage-others-crow", "week-walk-20",
    ]  # fmt: skip
    assert made.paragraph("coverage-others-crow").text == (
        "On the standard of 20 minutes in a straight line at 3 miles an hour, 98.4% of people live within reach of a pharmacy, "
        "today and after the consolidation; nobody would fall outside it and nobody would newly come within it (Table 2). "
        "The closing site is then the nearest pharmacy of 1,204 people; for the worst placed the trip would be around 440 metres "
        "longer."
    )


def test_standards_that_say_the_same_are_said_together_and_others_apart():
    made = letter(other_standards(CROW, LONGER))
    assert [name for name in ids(made) if name.startswith("coverage-others")] == ["coverage-others-crow"]
    assert made.paragraph("coverage-others-crow").text.startswith(
        "On the standards of 20 minutes in a straight line at 3 miles an hour and 30 minutes on foot at 3 miles an hour, 98.4%"
    )
    assert "baseline:standards.walk-30.minutes" in made.paragraph("coverage-others-crow").inputs
    apart = letter(other_standards(CROW, LONGER, coverage__lost=4))
    assert [name for name in ids(apart) if name.startswith("coverage-others")] == [
        "coverage-others-crow",
        "coverage-others-walk-30",
    ]
    assert "4 people would fall outside it" in apart.paragraph("coverage-others-walk-30").text


def test_a_drive_is_told_in_minutes():
    drive = AccessStandard("drive-20", Mode.DRIVE, 20, speed=None)
    names = ("before_mean", "after_mean", "change_mean", "change_median", "change_p90", "change_worst")
    trips = zip(names, (4.2, 6.4, 2.2, 0.4, 3.5, 1.0), strict=True)
    by_decile = (
        {
            "group": "decile 1 (most deprived)",
            "decile": 1,
            "people": 900,
            "before_mean": 4.25,
            "after_mean": 6.4,
        },
    )
    items = (
        item("affected.drive-20.people", 900, "people"),
        *(item(f"affected.drive-20.{name}", value, "minutes") for name, value in trips),
        item("affected.drive-20.by_deprivation", 1, rows=by_decile),
    )
    example = poole().with_items(*items)
    found = letter(replace(example, baseline=replace(example.baseline, standards=(drive,))))
    assert found.paragraph("affected-drive-20").text == (
        "Measured by car, the closing site is the nearest pharmacy of 900 people today. Their trip to the nearest pharmacy would "
        "go from around 4 minutes on average to around 6 minutes. On average it would be around 2 minutes longer; at the median, "
        "the same length, to within a minute. For nine in ten of them it would be at most around 4 minutes longer, and for the "
        "worst placed around 1 minute longer."
    )
    assert (
        found.paragraph("coverage-drive-20").text
        == "On the standard of 20 minutes by car: coverage was not measured."
    )
    table = next(each for each in found.tables if each.id == "deprivation")
    assert table.rows == (
        ("decile 1 (most deprived)", "20 minutes by car", "900", "4.3 minutes", "6.4 minutes"),
    )


def test_people_left_with_no_way_to_a_pharmacy_are_spoken_of():
    mean = replace(
        poole().assessment.ledger["affected.walk-20.change_mean"],
        note="40 of them reach no pharmacy afterwards",
    )
    assert says("affected-walk-20", poole().with_items(mean)).endswith(
        "40 of them reach no pharmacy afterwards."
    )


# Hours and services


def test_the_week_is_told_by_what_is_open():
    assert says("week-walk-20") == (
        "At no hour of the week would fewer people be within 20 minutes on foot of a pharmacy that is open than today (Table 7)."
    )
    fewer = item("week.walk-20.falls", 5.75, "hours a week")
    assert says("week-walk-20", poole().with_items(fewer)) == (
        "In 5 hours 45 minutes a week fewer people than today would be within 20 minutes on foot of a pharmacy that is open "
        "(Table 7)."
    )
    silent = item("hours.others", 3), item("week.walk-20.may_fall", 9.0, "hours a week")
    assert says("week-walk-20", poole().with_items(fewer, *silent)) == (
        "The opening hours of three other pharmacies are not known for every day. Figures by the hour are bounds: at least, "
        "with those pharmacies shut, and at most, with those open. In 5 hours 45 minutes a week fewer people than today would "
        "be within 20 minutes on foot of a pharmacy that is open, whichever of the pharmacies whose hours are not known are "
        "open (Table 7)."
    )
    none = item("week.walk-20.falls", 0.0, "hours a week")
    assert "cannot be said (Table 7)" in says("week-walk-20", poole().with_items(none, *silent))
    table = next(each for each in letter().tables if each.id == "week")
    assert table.rows[1] == (
        "Sunday, 9am to 6pm",
        "20 minutes on foot at 3 miles an hour",
        "90,000",
        "90,000",
    )


@pytest.mark.parametrize(
    ("listed", "whose"),
    [
        (("hours.leaving",), "the closing site"),
        (("hours.staying",), "the continuing site"),
        (("hours.leaving", "hours.staying"), "the closing site and the continuing site"),
    ],
)
def test_hours_that_are_from_a_list_are_said_to_be_and_the_papers_are_asked_for(listed, whose):
    known = poole().assessment.ledger
    items = (replace(known[name], inputs=("list:FNF64 (a list)",)) for name in listed)
    found = letter(poole().with_items(*items))
    assert found.paragraph("hours-source").text == (
        f"The papers do not state the hours of {whose}; those given here are from “ODS list of dispensaries”, April 2025 "
        "(Table 9), and stand as they were then."
    )
    assert "to state the opening hours that the papers leave out" in found.paragraph("ask-hours-listed").text
    assert not {"hours-source", "ask-hours-listed"} & set(ids(letter()))


def test_hours_of_a_list_of_their_own_bear_its_name_and_date():
    """Hours of 2014 were once told in a letter of 2019 as if they were the day's."""
    ledger = poole().assessment.ledger
    of_2014 = {"role": "hours", "title": "A list of hours", "publisher": "NHS", "vintage": "February 2014"}
    sources = replace(ledger["sources"], rows=(*ledger["sources"].rows, of_2014))
    listed = replace(ledger["hours.leaving"], inputs=("list:FNF64 (a list)",))
    found = letter(poole().with_items(sources, listed)).paragraph("hours-source").text
    assert "are from “A list of hours”, February 2014 (Table 9), and stand as they were then." in found


def test_the_hours_that_the_papers_leave_out_are_asked_for_once():
    ledger = poole().assessment.ledger
    listed = replace(ledger["hours.leaving"], inputs=("list:FNF64 (a list)",))
    gone = (item("hours.staying", None, "hours a week"), item("hours.lost", None, "hours a week"))
    found = letter(poole().with_items(listed, *gone))
    assert "ask-hours-listed" not in ids(found)
    assert found.paragraph("ask-hours").text.startswith(
        "The papers do not state all the opening hours of the continuing site."
    )
    lost = letter(poole().with_items(listed, item("hours.lost", 5, "hours a week")))
    assert lost.paragraph("ask-hours-listed").text == (
        "The Board asks the applicant to state the opening hours that the papers leave out."
    )


def test_pharmacies_that_may_be_distance_selling_are_not_said_to_be_left_out():
    """The list does not say which premises are; what is not known is counted, and the paper says so."""
    text = letter(poole().with_items(item("data.selling_not_known", 96))).paragraph("method-trip").text
    assert "premises known to be distance-selling, are not counted" in text
    assert text.endswith(
        "Of 96 pharmacies the list does not say whether they are distance-selling: they are counted."
    )
    assert letter().paragraph("method-trip").text.endswith("pharmacies that people can visit.")


def test_what_is_known_of_the_data_stands_with_the_method():
    notes = ({"note": "Residents are spread evenly over postcodes"}, {"note": "Hours are known for 5 of 10."})
    text = letter(poole().with_items(item("data.notes", 2, rows=notes))).paragraph("method-notes").text
    assert text == (
        "This was recorded of the data and its limits when it was built. Residents are spread evenly over postcodes. "
        "Hours are known for 5 of 10."
    )
    assert "method-notes" not in {each.id for each in letter().paragraphs}


def test_people_in_no_known_group_are_not_counted_as_a_group():
    rows = tuple(
        {"group": name, "people": 900, "before": 500, "after": 495, "gained": 0, "lost": 5}
        for name in ("Poole Central", "in no locality of the PNA")
    )
    some = poole().with_items(
        item("coverage.walk-20.by_locality", 1, rows=rows), item("coverage.walk-20.lost", 10, "people")
    )
    text = says("groups-walk-20", some)
    assert "in one locality" in text
    assert text.endswith("Some of them live in no locality that the PNA names.")


def test_hours_are_compared_and_listed_day_by_day():
    found = letter()
    table = next(each for each in found.tables if each.id == "hours")
    assert found.paragraph("hours").text == (
        f"The closing site is open 42 hours 30 minutes a week; the continuing site would be open 66 hours a week (Table {table.number}). "
        "Whenever the closing site is open today, the continuing site would be open, so that no hours are lost."
    )
    assert table.rows[0] == ("Monday", "09:00 to 17:30", "08:30 to 18:30", "none")
    assert table.rows[6] == ("Sunday", "closed", "10:00 to 16:00", "none")


def test_hours_that_would_be_lost_are_said_and_asked_for():
    example = poole().but(hours__lost=0.5, hours__days=1)
    assert (
        "In 30 minutes a week in which the closing site is open today, the continuing site would be closed; that is so on one day of the week."
        in says("hours", example)
    )
    assert says("ask-hours-lost", example).startswith(
        "The Board asks whether the continuing site would open in the 30 minutes a week that would otherwise be lost"
    )


@pytest.mark.parametrize(
    ("unknown", "sentence", "asked"),
    [
        (
            ("hours.staying",),
            "The papers do not state the opening hours of the continuing site.",
            "opening hours of the continuing site.",
        ),
        (
            ("hours.leaving",),
            "The papers do not state the opening hours of the closing site.",
            "opening hours of the closing site.",
        ),
        (
            ("hours.leaving", "hours.staying"),
            "The papers do not state the opening hours of the closing site and the continuing site.",
            "opening hours of the closing site and the continuing site.",
        ),
    ],
)
def test_hours_that_are_not_known_are_asked_for(unknown, sentence, asked):
    example = poole().but(*unknown, "hours.lost", "hours.days")
    assert sentence in says("hours", example)
    assert "no hours are lost" not in says("hours", example)
    assert f"The papers do not state all the {asked}" in says("ask-hours", example)


def test_services_kept_added_and_lost():
    assert says("services") == (
        "No service recorded for the closing site would be lost (Table 8). One service of the closing site is given at the "
        "continuing site already. The applicant undertakes to add Supervised Consumption."
    )
    two = ({"service": "Naloxone"}, {"service": "Weight Management"})
    example = poole().rows("services.lost", two)
    assert "Two services recorded for the closing site would be lost: Naloxone; Weight Management" in says(
        "services", example
    )
    assert says("ask-services-lost", example) == (
        "The Board asks whether Naloxone; Weight Management would be given at the continuing site, and if not, where people who "
        "use them would be sent."
    )
    assert "people who use it would be sent" in says(
        "ask-services-lost", poole().rows("services.lost", two[:1])
    )


def test_services_that_are_not_known_are_asked_for():
    example = poole().but("services.lost", "services.kept", "services.added", "services.compared")
    assert (
        "do not state the services of the closing site and the continuing site, so that they could not be compared"
        in says("services", example)
    )
    assert "The papers do not state the services" in says("ask-services", example)


# Assurances


def test_staffing_is_asked_for_unless_the_papers_state_it():
    assert says("ask-staffing").startswith(
        "The papers do not state how the continuing site would be staffed."
    )
    assert "ask-staffing" in ids(letter(poole().papers(staffing_stated=False)))
    assert "ask-staffing" not in ids(letter(poole().papers(staffing_stated=True)))


@pytest.mark.parametrize(
    ("as_at", "services"),
    [
        (date(2019, 9, 17), "Medicines Use Review and New Medicine Service"),
        (date(2021, 4, 1), "New Medicine Service"),
        (date(2025, 1, 1), "New Medicine Service and Pharmacy First"),
    ],
)
def test_services_are_named_as_they_were_on_the_day(as_at, services):
    example = poole()
    found = draft(replace(example.assessment, as_at=as_at), example.baseline)
    assert found.paragraph("ask-advice").text.endswith(f"through advanced services such as {services}.")


# What people add


def test_officers_words_are_shown_as_theirs():
    officer = OfficerPart(
        local_knowledge=("The crossing at the railway is often shut", ""), assurances=("Keep the rota",)
    )
    found = letter(officer=officer)
    assert found.paragraph("local-intro").text.startswith("What follows is the Board’s own local knowledge.")
    assert found.paragraph("local-1").text == "The crossing at the railway is often shut."
    assert "local-2" not in ids(found)
    assert found.paragraph("ask-officer-1").text == "Keep the rota."
    for name in ("local-1", "ask-officer-1"):
        assert found.paragraph(name).kind is Kind.OFFICER
        assert found.paragraph(name).evidence == ()
        assert found.paragraph(name).inputs[0].startswith("officer:")


def test_no_local_knowledge_makes_no_section():
    assert "local" not in [section.id for section in letter().sections]


@pytest.mark.parametrize(
    ("officer", "text"),
    [
        (
            OfficerPart(),
            "[whether the Board wishes to be heard at any oral hearing, and on what matter, is not yet given] (Schedule 2, paragraph 25).",
        ),
        (
            OfficerPart(wishes_to_be_heard=False),
            "The Board does not ask to be heard at any oral hearing (Schedule 2, paragraph 25).",
        ),
        (
            OfficerPart(wishes_to_be_heard=True, heard_on="access for older people"),
            "If an oral hearing is held, the Board wishes to be heard (Schedule 2, paragraph 25), on this matter: access for older people.",
        ),
        (
            OfficerPart(wishes_to_be_heard=True),
            "If an oral hearing is held, the Board wishes to be heard (Schedule 2, paragraph 25), on this matter: [the matter is not yet given]",
        ),
    ],
)
def test_the_wish_to_be_heard(officer, text):
    assert says("hearing", officer=officer) == text


def test_the_signature_is_open_until_it_is_given():
    assert [p.text for p in letter().signature] == [
        "[name and office of the signatory not yet given]",
        f"On behalf of {BOARD}",
        "By authority of: [authority to sign not yet given]",
    ]
    officer = OfficerPart(signatory="The Chair", authority="the Board’s resolution of 25 September 2019")
    signed = letter(officer=officer).signature
    assert [p.text for p in signed][::2] == [
        "The Chair",
        "By authority of: the Board’s resolution of 25 September 2019",
    ]
    assert not any(p.is_open for p in signed)


def test_the_board_s_own_contact_and_sign_off_body_are_data():
    board = Board(
        BCP,
        "BCP Health and Wellbeing Board",
        "BCP",
        sign_off_body="a sub-committee",
        contact="hwb@example.org",
    )
    example = poole()
    found = draft(example.assessment, replace(example.baseline, boards=(board,)))
    assert (
        found.paragraph("contact").text
        == "Questions about this letter can be sent to the Board: hwb@example.org."
    )
    assert found.board == "BCP Health and Wellbeing Board"
    assert any("a sub-committee" in item.text for group in found.cover.groups for item in group.items)


def test_a_board_that_the_needs_assessment_does_not_know_goes_by_its_area_and_an_unknown_one_is_open():
    example = poole()
    elsewhere = replace(example.baseline, boards=())
    assert draft(example.assessment, elsewhere).board == BOARD.removeprefix("the ")
    nowhere = replace(example.but("hwb.relevant", "hwb.relevant.name").assessment, relevant_hwb=None)
    found = draft(nowhere, elsewhere)
    assert found.board == "[name of the Board, not known]"
    assert found.paragraph("on-behalf").is_open


# Method, sources and evidence


def test_minutes_come_with_their_speed_and_what_was_assumed():
    text = says("method-standard-walk-20")
    assert "20 minutes on foot at 4.828032 km/h (3 miles an hour:" in text
    assert "What the PNA does not state and was chosen here: that the 20 minutes are on foot" in text
    assert "Whom it counts: Census 2021 usual residents." in text


def test_snapshot_dates_and_versions_are_named():
    assert says("method-data") == (
        "The figures were measured on data snapshot bcp-test-0123456789, which shows the pharmacies as at 17 September 2019. The "
        "assessment was made as at 17 September 2019, and the law was read as at that date. Versions: assessment method 1; law "
        "read as at 2019-09-17."
    )


def test_sources_come_with_licence_and_attribution():
    table = next(each for each in letter().tables if each.id == "sources")
    assert table.rows[1] == (
        "OpenStreetMap",
        "OpenStreetMap contributors",
        "1 September 2019",
        "ODbL 1.0\n© OpenStreetMap contributors",
    )


def test_the_evidence_annex_gives_each_figure_exact_and_says_where_it_is_used():
    found = letter()
    rows = {row[0]: row for row in found.tables[-1].rows}
    assert rows["distance.walk"][2] == "312.7 m"
    distance, asked = found.paragraph("distance").number, found.paragraph("ask-distance").number
    assert rows["distance.walk"][4] == f"paragraphs {distance}, {asked}; Annex B"
    assert rows["alternatives.walk"][4] == f"paragraph {found.paragraph('alternatives').number}; Table 1"
    used = {name for block in (*found.paragraphs, *found.tables[:-1]) for name in block.evidence}
    assert set(rows) == used


def test_what_a_paragraph_rests_on_is_in_the_ledger():
    example = poole()
    found = letter(example)
    ledger = Ledger(example.assessment.evidence)
    for block in (*found.paragraphs, *found.tables):
        assert set(block.evidence) <= set(ledger), block.id
    facts = [p for p in found.paragraphs if p.kind is Kind.FACT]
    assert all(p.evidence or p.inputs for p in facts)


def test_paragraphs_are_numbered_once_and_in_order():
    found = letter(officer=replace(GIVEN, local_knowledge=("One", "Two")))
    numbers = [p.number for section in found.sections for p in section.blocks]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(set(ids(found))) == len(ids(found))


def test_headings_are_in_order():
    assert [section.heading for section in (*letter().sections, *letter().annexes)] == [
        "The application",
        "The Board’s statement",
        "The Pharmaceutical Needs Assessment",
        "Distance, choice and access",
        "Opening hours and services",
        "Assurances sought",
        "Conclusion",
        "Annex A. Tables",
        "Annex B. Method, sources and evidence",
    ]


# The list for the officer


def cover_items(found: Letter) -> dict[str, str]:
    return {item.id: item.text for group in found.cover.groups for item in group.items}


def test_what_is_open_is_listed_for_the_officer_and_goes_as_it_is_given():
    found = letter()
    items = cover_items(found)
    statement = found.paragraph("statement").number
    assert (
        items["statement"]
        == f"Paragraph {statement}: would / would not: the Board has not yet given its opinion"
    )
    assert {"Date", "opinion", "hearing", "signatory", "authority"} <= set(items)
    given = replace(GIVEN, wishes_to_be_heard=False, signatory="The Chair", authority="the Board")
    assert not {"statement", "opinion", "hearing", "signatory", "authority"} & set(
        cover_items(letter(officer=given))
    )


def test_flags_are_for_the_officer_and_not_in_the_letter():
    example = poole()
    items = cover_items(letter(example))
    for flag in example.assessment.flags:
        assert flag.text in items[flag.id]
        assert all(flag.text not in paragraph.text for paragraph in letter(example).paragraphs)


def test_facts_for_and_against_are_laid_out_for_the_officer():
    text = cover_items(letter())["reg26A(5)(a)"]
    assert text.startswith("Regulation 26A(5)(a). Granting it would not create a gap")
    assert "For: " in text
    assert "Against: " in text


def test_the_officer_is_reminded_of_the_day_and_of_the_supplementary_statement():
    items = cover_items(letter())
    assert items["check-deadline"] == (
        "Have the letter there by 27 September 2019. The last day, 45 days after the date of the notice, is 27 September 2019; no "
        "weekend, bank holiday or day to reply by lengthens it. On the date of the assessment 10 days were left."
    )
    assert "one day was left" in cover_items(letter(poole().but(deadline__days_left=1)))["check-deadline"]
    assert "it had passed" in cover_items(letter(poole().but(deadline__days_left=-2)))["check-deadline"]
    assert "(regulation 6(4))" in items["check-supplementary"]


# What cannot be drafted


def test_a_baseline_that_the_assessment_was_not_made_on_is_refused():
    example = poole()
    with pytest.raises(PaperError, match="made on baseline 'dorset-2018', not on 'other'") as caught:
        draft(example.assessment, replace(example.baseline, id="other"))
    assert caught.value.field == "baseline"


def test_the_relevant_board_cannot_leave_a_consolidation_unanswered():
    example = poole()
    with pytest.raises(PaperError, match="has to make a statement") as caught:
        draft(example.assessment, example.baseline, paper="no-response")
    assert caught.value.field == "paper"


def test_a_paper_that_there_is_not_is_refused():
    example = poole()
    with pytest.raises(PaperError, match="'poem' is no paper"):
        draft(example.assessment, example.baseline, paper="poem")


def test_an_opinion_on_a_gap_has_no_place_on_a_relocation():
    example = christchurch()
    with pytest.raises(PaperError, match="belongs to the statement on a consolidation") as caught:
        draft(example.assessment, example.baseline, GIVEN)
    assert caught.value.field == "officer.opinion"


def test_made_up_data_is_said_to_be_made_up():
    example = poole()
    found = draft(example.assessment, replace(example.baseline, invented=True))
    assert found.mark == "DRAFT: not approved and not sent. MADE-UP DATA: a demonstration."
    assert found.paragraph("invented").number == 1


def test_the_same_values_give_the_same_letter():
    assert letter() == letter()
