"""What the optional representation on a relocation says, and the record that none is made."""

from dataclasses import replace
from datetime import date

from app.domain.applications import Received
from app.domain.findings import Duty, Verdict
from app.domain.officer import Limb, LimbView, OfficerPart, Position, Stance
from app.letters import Kind, Letter, draft
from tests.unit.letter_cases import DORSET, Example, assessed, christchurch, item, poole

BOARD = "the Bournemouth, Christchurch and Poole Health and Wellbeing Board"


def letter(
    example: Example | None = None, officer: OfficerPart | None = None, paper: str = "representation"
) -> Letter:
    example = example or christchurch()
    return draft(example.assessment, example.baseline, officer, paper)


def says(paragraph_id: str, example: Example | None = None, officer: OfficerPart | None = None) -> str:
    return letter(example, officer).paragraph(paragraph_id).text


def ids(found: Letter) -> list[str]:
    return [paragraph.id for paragraph in found.paragraphs]


def before_the_law(example: Example) -> Example:
    """The example with findings and flags of its evidence as it is now."""
    found = example.assessment
    return replace(example, assessment=assessed(found.application, list(found.evidence)))


def test_it_says_that_the_board_may_write_and_gives_no_opinion():
    found = letter()
    text = found.paragraph("basis").text
    assert text.startswith("Schedule 2, paragraph 19(4) of the National Health Service")
    assert "lets the Board make representations in writing on a relocation; it does not require them." in text
    assert text.endswith(
        "sets out facts for NHS England to weigh and gives no opinion on whether any change is significant."
    )
    assert not [p for p in found.paragraphs if p.kind in (Kind.OPINION, Kind.STATUTORY)]
    assert not [p for p in found.paragraphs if "gap in pharmaceutical services provision" in p.text]


def test_a_notice_that_went_to_another_board_is_named():
    assert says("thanks") == (
        "Notice of the application by Day Lewis to relocate a pharmacy, dated 6 August 2019, was sent to the Dorset Health and "
        f"Wellbeing Board. The proposed site is in the area of {BOARD}, which is therefore the relevant board and is the one "
        "that writes here. [on which day notice was given to the Board is not recorded: ask whoever sent it]. "
        "You asked for a reply by 20 September 2019. The Board’s time for representations runs for 45 days from the day on which "
        "notice was given to it (Schedule 2, paragraph 19(4)), whatever day another board was told."
    )


def test_a_notice_that_was_given_later_to_the_right_board_says_on_which_day():
    notice = replace(
        christchurch().assessment.application.notice,
        received=Received(date(2019, 9, 10), "Primary Care Support England"),
    )
    found = letter(
        christchurch()
        .papers(notice=notice)
        .but(deadline__given="2019-09-10", deadline__last_day="2019-10-25")
    )
    text = found.paragraph("thanks").text
    assert "Notice was given to it on 10 September 2019, by Primary Care Support England." in text
    assert "runs to 25 October 2019, 45 days after notice was given to the Board" in text


def test_a_move_shorter_than_the_error_of_its_points_is_said_to_be():
    assert says("distance") == (
        "The papers put the existing site and the proposed site 20 metres apart. Measured, they are around 20 metres apart in a "
        "straight line and around 20 metres apart on foot, a walk of less than a minute at 3 miles an hour. The points measured "
        "from may together be out by around 80 metres, which is more than the distance between them: the measurement shows that "
        "they are close, and no more than that."
    )


def test_the_pharmacy_that_moves_is_not_counted_among_those_left():
    assert says("alternatives").endswith(
        "within a mile on foot (Table 4). The pharmacy that moves is not counted."
    )


def test_people_gained_are_counted():
    text = says("coverage-walk-20")
    assert "148,901 people" in text
    assert "148,903 people" in text
    assert "Nobody would fall outside the standard and 2 people would newly come within it." in text


def test_a_trip_that_hardly_changes_is_said_to_be_the_same():
    text = says("affected-walk-20")
    assert "On average it would be the same length, to within 5 metres" in text
    assert "and for the worst placed around 20 metres longer" in text


def test_a_move_that_changes_hands_says_so_and_asks_for_the_business_to_be_carried_on():
    sold = christchurch().papers(changes_hands=True)
    text = says("taken-over", sold)
    assert text.startswith("The business changes hands with the move: ")
    assert "under regulation 26(2), whose applicant need not be on a pharmaceutical list yet" in text
    assert "regulation 24(3)(c) included" in text
    assert "regulation 26(2)(b)" in says("ask-business", sold)
    assert "ask-business" not in ids(letter(sold.papers(business_carried_on=True)))


def test_a_move_that_changes_hands_has_a_letter_of_its_own():
    """26(2): its title, opening, tests and limbs; where only the names differ it stays the relocation's."""
    sold = christchurch().papers(changes_hands=True)
    position = Position(
        Stance.OBJECTS, "the Board", date(2019, 9, 16),
        planning=Limb(LimbView.NOT_MET), services=Limb(LimbView.MET),
    )  # fmt: skip
    found = letter(sold, OfficerPart(position=position))
    assert found.kind == "change of ownership representation"
    assert found.title.startswith("Change of ownership and relocation of Day Lewis Pharmacy: ")
    assert "to take over a pharmacy and relocate it" in found.paragraph("thanks").text
    assert "a change of ownership with a move to other premises" in found.paragraph("basis").text
    assert "The tests of regulations 26(2) and 24" in [section.heading for section in found.sections]
    limbs = found.paragraph("position-limbs").text
    assert "(regulation 26(2)(d), with regulation 24(1)(c)), the Board’s view is that this is not so" in limbs
    assert "(regulation 26(2)(c)), the Board’s view is that this is so" in limbs
    application = christchurch().assessment.application
    unsure = christchurch().papers(existing=replace(application.leaving, contractor="Somebody Else Ltd"))
    for other in (unsure, christchurch().papers(changes_hands=False)):
        assert letter(other).kind == "relocation representation"
        assert letter(other).title.startswith("Relocation of ")
    assert letter(sold, paper="no-response").title.startswith("Change of ownership and relocation of ")


def test_a_notice_to_a_neighbour_is_told_in_the_record_too():
    near = item("hwb.within_2km", 1, rows=({"code": DORSET, "name": "Dorset"},))
    found = record(before_the_law(christchurch().with_items(near)))
    assert (
        "near enough to be told in its own right (Schedule 2, paragraph 19(1)(h))"
        in found.paragraph("misdirected").text
    )


def test_distance_selling_premises_are_not_called_at_and_the_papers_say_so():
    selling = before_the_law(christchurch().but(site__leaving__distance_selling=True))
    assert says("distance", selling).endswith("nobody may call there for essential services.")
    assert "nobody may call there" not in says("distance")


def test_names_that_differ_are_told_and_a_move_by_the_owner_is_not_called_a_sale():
    own = christchurch().papers(changes_hands=False)
    assert "taken-over" not in ids(letter(own))
    application = christchurch().assessment.application
    other = christchurch().papers(existing=replace(application.leaving, contractor="Somebody Else Ltd"))
    assert says("taken-over", other).startswith("The papers name ")
    assert "If these are not the same" in says("taken-over", other)


def test_the_new_place_is_set_beside_the_old_and_nearest_stands_in_for_accustomed():
    assert (
        "The question of regulation 24(1)(a) is whether the new place is significantly less accessible than the old"
        in says("accustomed-intro")
    )
    assert "those whose nearest pharmacy it is stand in for them here" in says("accustomed-intro")
    text = says("accustomed-walk-20")
    assert "the existing site is the nearest pharmacy of 890 people today" in text
    assert (
        "Their trip to it is around 350 metres on average; to the proposed site it would be around 350 metres."
        in text
    )
    assert (
        "The proposed site is nearer than the existing site for 310 people and farther for 580 people."
        in text
    )


def test_what_lies_on_their_ways_is_told_with_its_streets():
    assert "the map states: steps; crosses a trunk or primary road (Bypass)." in says(
        "accustomed-way-walk-20"
    )
    nothing = christchurch().but(**{"accustomed__walk-20__on_the_way": 0})
    assert "the map states no steps" in says("accustomed-way-walk-20", nothing)


def test_choice_stands_apart_and_is_said_to_be_no_answer_to_the_limb():
    text = says("choice-intro")
    assert text.startswith("What follows is about choice")
    assert (
        "These figures do not answer regulation 24(1)(a), which compares the new place with the old." in text
    )
    order = ids(letter())
    assert order.index("accustomed-walk-20") < order.index("choice-intro") < order.index("alternatives")


def test_the_tables_of_the_two_places_are_there_by_band_group_and_week():
    tables = {table.id: table for table in letter().tables}
    assert tables["accustomed-bands"].rows == (
        ("shorter or the same", "on foot", "310"),
        ("up to 100 m longer", "on foot", "580"),
    )
    assert tables["accustomed-groups"].rows[0] == (
        "decile 2", "on foot", "890", "350 metres", "352 metres", "20 metres",
    )  # fmt: skip
    assert [row[0] for row in tables["accustomed-week"].rows] == ["Weekdays, 9am to 6pm"]


def test_where_nobody_is_nearest_or_the_trips_are_not_known_that_is_said():
    nobody = christchurch().but(**{"accustomed__walk-20__people": 0})
    assert "the existing site is nobody’s nearest pharmacy today" in says("accustomed-walk-20", nobody)
    unknown = christchurch().but("accustomed.walk-20.people")
    assert "their trips to the proposed site are not known" in says("accustomed-walk-20", unknown)


def test_the_tests_are_laid_out_with_facts_for_and_against_and_left_to_judgement():
    found = letter()
    table = next(each for each in found.tables if each.id == "tests")
    rows = {row[0].partition(". ")[0]: row for row in table.rows}
    accessible = rows["Regulation 24(1)(a)"]
    assert accessible[1] == "needs judgement"
    points = accessible[2].split("\n")
    assert any(point.startswith("For: The new place is nearer for 310 people") for point in points)
    assert any(point.startswith("Against: ") for point in points)
    findings = christchurch().assessment.findings
    assert len(table.rows) == sum(finding.verdict is not Verdict.DOES_NOT_APPLY for finding in findings)
    assert f"Table {table.number} goes through the tests" in found.paragraph("tests").text


def test_the_explanation_of_regulation_31_is_asked_for_or_told():
    assert "give no explanation of why regulation 31" in says("ask-adjacent")
    explained = christchurch().papers(adjacency_explanation="the old listing ends on the day of the move")
    found = letter(explained)
    assert "ask-adjacent" not in ids(found)
    assert found.paragraph("adjacent-explained").text == (
        "The proposed site is next to or close to listed premises. The applicant explains why regulation 31 does not stand in the "
        "way (Schedule 2, paragraph 6): the old listing ends on the day of the move."
    )


def test_undertakings_that_the_papers_do_not_give_are_asked_for():
    assert {"ask-same-services", "ask-uninterrupted"} <= set(ids(letter()))
    told = letter(christchurch().papers(same_services=True, uninterrupted=True))
    assert not {"ask-same-services", "ask-uninterrupted"} & set(ids(told))
    broken = letter(christchurch().papers(uninterrupted=False, interruption="two days for the fitting"))
    assert "ask-uninterrupted" not in ids(broken)


def test_a_locality_that_is_not_known_is_said_to_be_unknown():
    assert says("locality").startswith("The PNA’s locality for the existing site is not known")


def test_after_the_delegation_the_integrated_care_board_weighs():
    example = christchurch()
    later = draft(replace(example.assessment, as_at=date(2024, 9, 17)), example.baseline)
    assert "facts for NHS Dorset Integrated Care Board to weigh" in later.paragraph("basis").text
    known = draft(replace(example.assessment, as_at=date(2022, 9, 17)), example.baseline).paragraph("basis")
    assert known.text.endswith(
        "[whether NHS England or, in nine areas by delegation, the integrated care board decided: ask the sender]."
    )


# The record of no response


def record(example: Example | None = None, officer: OfficerPart | None = None) -> Letter:
    return letter(example, officer, "no-response")


def test_the_record_goes_to_nobody_and_leaves_the_reason_open():
    found = record()
    assert found.title == "Relocation of Day Lewis Pharmacy: record that no representation is made"
    assert (found.addressee, found.salutation, found.close) == ((), None, None)
    assert [each.label for each in found.references] == ["Reference of the notice", "Our reference", "Date"]
    assert found.paragraph("reason").text == (
        "The Board makes no representation on this application. The reason: [reason not yet given]"
    )
    assert found.paragraph("reason").kind is Kind.OFFICER


def test_the_reason_is_the_one_that_was_given():
    officer = OfficerPart(no_response_reason="the notice reached us late")
    found = record(officer=officer)
    assert found.paragraph("reason").text.endswith("The reason: the notice reached us late.")
    assert not found.paragraph("reason").is_open


def test_the_record_says_what_the_notice_asked_and_whose_board_it_is():
    found = record()
    assert found.paragraph("received").text == (
        "Day Lewis has applied to relocate a pharmacy. The notice is dated 6 August 2019. It asks for a reply by 20 September 2019. "
        "The Board’s time for representations runs for 45 days from the day on which notice was given to it (Schedule 2, "
        "paragraph 19(4)). On which day that was is not recorded, so that it cannot be said that the time has passed."
    )
    assert found.paragraph("given-up").text.startswith(
        "By making no representation the Board gives up more than its say on the application."
    )
    assert "would not be sent the appeal" in found.paragraph("given-up").text
    assert found.paragraph("misdirected").text.endswith(
        f"in the area of {BOARD}, which is therefore the relevant board."
    )
    assert found.paragraph("basis").text.endswith(
        "make representations in writing on this application; it does not require them."
    )


def test_a_last_day_that_had_passed_is_recorded():
    assert "late" not in ids(record())
    late = record(christchurch().but(deadline__last_day="2019-09-20", deadline__days_left=-5))
    assert late.paragraph("late").text == (
        "The last day for representations, 20 September 2019, had passed when this assessment was made."
    )


def test_the_analysis_stands_in_the_record_all_the_same():
    found = record()
    for name in (
        "distance",
        "alternatives",
        "coverage-walk-20",
        "affected-walk-20",
        "hours",
        "services",
        "pna",
    ):
        assert found.paragraph(name).text == letter().paragraph(name).text
    assert "tests" in [table.id for table in found.tables]
    assert not [p for p in found.paragraphs if p.kind is Kind.ASSURANCE]


def test_the_record_says_who_made_it():
    assert [p.text for p in record().signature] == [
        "Recorded by: [name and office not yet given]",
        f"On behalf of {BOARD}",
        "By authority of: [authority to sign not yet given]",
    ]


def test_nobody_is_reminded_to_post_a_record():
    items = [item.id for group in record().cover.groups for item in group.items]
    assert "check-authority" in items
    assert "check-deadline" not in items
    assert "check-hearing" not in items


def test_every_paragraph_rests_on_the_ledger():
    example = christchurch()
    known = {item.id for item in example.assessment.evidence}
    for paper in ("representation", "no-response"):
        for block in letter(example, paper=paper).blocks:
            assert set(block.evidence) <= known


def test_a_board_that_may_answer_a_consolidation_can_record_that_it_does_not():
    example = poole()
    found = draft(replace(example.assessment, duty=Duty.MAY), example.baseline, paper="no-response")
    assert found.title == "Consolidation of Rowlands Pharmacy: record that no representation is made"
    assert (
        "Boots UK Ltd has applied to consolidate two pharmacies onto one site."
        in found.paragraph("received").text
    )
