"""Papers on the board's position, grounds of refusal, an appeal, the supplementary statement's own day, and options."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.applications import Received, Relocation
from app.domain.findings import Flag
from app.domain.officer import (
    Appeal,
    Appellant,
    Choice,
    Grant,
    Limb,
    LimbView,
    OfficerPart,
    Opinion,
    Position,
    Report,
    Stance,
)
from app.domain.other_applications import OtherApplication, OtherKind
from app.letters import Kind, Letter, Paper, PaperError, draft
from app.letters.lints import check_draft
from tests.unit.letter_cases import AS_AT, BCP, Example, assessed, christchurch, item, poole

POSITION = Position(
    Stance.OBJECTS,
    "the Board at its meeting",
    date(2019, 9, 16),
    "The way crosses the A35",
    accessibility=Limb(LimbView.NOT_MET, "the steps at the bridge"),
    arrangements=Limb(LimbView.NOTHING),
    services=Limb(LimbView.MET),
)


def paper(
    example: Example, officer: OfficerPart | None = None, name: str = "representation", **more: object
) -> Letter:
    return draft(example.assessment, example.baseline, officer, name, **more)  # type: ignore[arg-type]


def again(example: Example) -> Example:
    """The same before the law once more."""
    return replace(
        example, assessment=assessed(example.assessment.application, list(example.assessment.evidence))
    )


def test_a_relocation_letter_takes_the_position_that_the_board_has() -> None:
    letter = paper(christchurch(), OfficerPart(position=POSITION))
    assert letter.paragraph("position").text == (
        "The Board objects to the application. That position was formed by the Board at its meeting on 16 September 2019. Reasons "
        "given: The way crosses the A35."
    )
    limbs = letter.paragraph("position-limbs").text
    assert "each of which is for NHS England to judge" in limbs
    assert (
        "(regulation 24(1)(a)), the Board’s view is that this is not so (reasons given: the steps at the bridge);"
        in limbs
    )
    assert "(regulation 24(1)(b)), the Board has nothing to say;" in limbs
    assert limbs.endswith("(regulation 24(1)(d)), the Board’s view is that this is so.")
    assert "regulation 24(1)(c)" not in limbs
    assert "gives no opinion" not in letter.paragraph("basis").text
    sections = [section.id for section in letter.sections]
    assert sections.index("position") < sections.index("access")


@pytest.mark.parametrize(
    ("stance", "says"),
    [
        (Stance.SUPPORTS, "The Board supports the application."),
        (Stance.NOTHING, "The Board has nothing to say on whether the application should be granted."),
    ],
)
def test_the_other_positions(stance: Stance, says: str) -> None:
    bare = Position(stance, "the Board", date(2019, 9, 16))
    letter = paper(christchurch(), OfficerPart(position=bare))
    assert letter.paragraph("position").text.startswith(says)
    assert "Reasons given" not in letter.paragraph("position").text
    assert "position-limbs" not in [each.id for each in letter.paragraphs]


def test_without_a_position_the_letter_has_none() -> None:
    letter = paper(christchurch())
    assert not {"position", "position-limbs"} & {each.id for each in letter.paragraphs}
    assert "gives no opinion on whether any change is significant" in letter.paragraph("basis").text


def test_a_move_across_the_border_has_the_limbs_of_24_2() -> None:
    across = christchurch().but(hwb__leaving="E06000059")
    limbs = paper(across, OfficerPart(position=POSITION)).paragraph("position-limbs").text
    assert "(regulation 24(2)(b)), the Board’s view is that this is not so" in limbs
    assert "24(1)" not in limbs


def test_a_position_is_for_a_relocation_alone() -> None:
    with pytest.raises(PaperError, match="A position is given on a relocation") as error:
        paper(poole(), OfficerPart(position=POSITION))
    assert error.value.field == "officer.position"


def test_lints_take_a_position_that_was_given_and_no_other() -> None:
    example, officer = christchurch(), OfficerPart(position=POSITION)
    assert check_draft(paper(example, officer), example.assessment, example.baseline, officer, AS_AT) == ()


def test_a_post_that_formed_the_position_is_named_to_the_officer() -> None:
    alone = replace(POSITION, given_by="the Director of Public Health")
    cover = paper(christchurch(), OfficerPart(position=alone)).cover
    assert cover is not None
    [check] = [each.text for group in cover.groups for each in group.items if each.id == "check-authority"]
    assert (
        "The position is recorded as formed by the Director of Public Health: that is a post and no body."
        in check
    )
    assert "no power to delegate this to an officer was found" in check
    board = paper(christchurch(), OfficerPart(position=POSITION)).cover
    assert board is not None
    assert not any("a post and no body" in each.text for group in board.groups for each in group.items)


def test_no_test_of_the_decision_makers_is_printed_as_met() -> None:
    """Over the board's signature it would be the board's word."""
    example = again(christchurch().papers(same_services=True, uninterrupted=True))
    by_rule = {finding.rule: finding for finding in example.assessment.findings}
    assert by_rule["reg24(1)(d)"].verdict.value == "met"
    letter = paper(example)
    [table] = [each for each in letter.tables if each.id == "tests"]
    assert not [row for row in table.rows if row[1].startswith(("met", "not met"))]
    judged = {row[0].partition(". ")[0]: (row[1], row[3]) for row in table.rows}
    assert judged["Regulation 24(1)(d)"] == ("so, by the papers and lists", "a matter of fact")
    for result, judge in judged.values():
        if "NHS England" in judge:
            assert "by the papers and lists" not in result


def test_t10_the_letter_says_first_and_plainly_that_it_must_be_refused_and_gives_the_statement_still() -> (
    None
):
    example = again(poole().but(site__leaving__distance_selling=True))
    opinion = Opinion(Choice.WOULD_NOT, "the Board", date(2019, 9, 16))
    letter = paper(example, OfficerPart(opinion=opinion))
    refusal = letter.paragraph("refusals")
    assert refusal.kind is Kind.LAW
    assert refusal.text.startswith(
        "On the papers and the facts below, the application must be refused. Regulation 26A(5)(b):"
    )
    assert "The statement of Schedule 2, paragraph 19(5) is made all the same" in refusal.text
    ids = [each.id for each in letter.paragraphs]
    assert ids.index("refusals") < ids.index("statement")
    assert "if application CAS-TEST-2 is granted" in letter.paragraph("statement").text
    assert "would not create a gap" in letter.paragraph("statement").text
    assert "refusals" not in [each.id for each in paper(poole()).paragraphs]


def test_a_relocation_that_must_be_refused_says_so_too() -> None:
    moved = christchurch().assessment.application
    assert isinstance(moved, Relocation)
    example = again(
        christchurch().papers(
            last_relocated=date(2019, 3, 1), last_relocation_good_cause=False, applied=date(2019, 7, 1)
        )
    )
    letter = paper(example)
    assert "Regulation 24(3)(c)" in letter.paragraph("refusals").text
    assert "The statement below" not in letter.paragraph("refusals").text
    [table] = [each for each in letter.tables if each.id == "tests"]
    [row] = [row for row in table.rows if row[0].startswith("Regulation 24(3)(c)")]
    assert row[1] == "on these facts it must be refused"


def test_the_letter_goes_to_the_address_that_the_notice_gives() -> None:
    assert paper(poole()).addressee == ("Primary Care Support England", "pcse.marketentry@nhs.net")
    notice = replace(
        poole().assessment.application.notice, reply_to="Market Entry\n4th floor, 1 Example Street\nLeeds"
    )
    given = paper(poole().papers(notice=notice))
    assert given.addressee == (
        "Primary Care Support England", "Market Entry", "4th floor, 1 Example Street", "Leeds",
    )  # fmt: skip
    assert given.cover is not None
    checks = {each.id: each.text for group in given.cover.groups for each in group.items}
    assert checks["check-address"].startswith("The letter goes to the address that the notice gives")


def test_before_september_2015_the_office_that_sent_the_notice_is_open() -> None:
    example = christchurch()
    early = replace(example.assessment, as_at=date(2014, 6, 2))
    letter = draft(early, example.baseline)
    assert letter.addressee == ("NHS England",)
    assert letter.cover is not None
    checks = {each.id: each.text for group in letter.cover.groups for each in group.items}
    assert "the local office that sent the notice" in checks["check-address"]


APPEAL = Appeal(
    Appellant.APPLICANT,
    date(2020, 1, 6),
    "SHA/1",
    "Primary Care Appeals\n8th Floor",
    maintains=True,
    matters=("The steps at the bridge have not changed.",),
    given_by="the Board",
    given_on=date(2020, 1, 20),
    wishes_to_be_heard=True,
    heard_on="the steps",
    signatory="The Chair",
    authority="the Board’s meeting of 20 January 2020",
)


def test_a_representation_on_an_appeal_is_a_paper_of_its_own_with_its_clock() -> None:
    letter = paper(christchurch(), OfficerPart(appeal=APPEAL), Paper.APPEAL_REPRESENTATION)
    assert letter.addressee == ("NHS Resolution (Primary Care Appeals)", "Primary Care Appeals", "8th Floor")
    assert letter.paragraph("appeal-notice").text.startswith("Notice of an appeal was sent to")
    assert (
        "by the applicant, Day Lewis, against a refusal (Schedule 2, paragraph 36)"
        in letter.paragraph("appeal-notice").text
    )
    assert letter.paragraph("appeal-basis").text.endswith(
        "within 30 days of the day on which the notice of appeal was sent to it (Schedule 3, paragraph 3(2)), that is up to 5 "
        "February 2020."
    )
    assert letter.paragraph("appeal-maintains").text == (
        "The Board maintains what it wrote on the application. That was decided by the Board on 20 January 2020."
    )
    assert letter.paragraph("appeal-matter-1").text == "The steps at the bridge have not changed."
    assert "on this matter: the steps." in letter.paragraph("appeal-hearing").text
    assert letter.signature[0].text == "The Chair"
    third = replace(APPEAL, brought_by=Appellant.THIRD_PARTY, maintains=False, wishes_to_be_heard=False)
    other = paper(christchurch(), OfficerPart(appeal=third), Paper.APPEAL_REPRESENTATION)
    assert "by a third party, against a grant" in other.paragraph("appeal-notice").text
    assert "does not maintain what it wrote" in other.paragraph("appeal-maintains").text
    assert "does not ask to be heard" in other.paragraph("appeal-hearing").text


def test_what_is_not_given_of_an_appeal_stands_open() -> None:
    letter = paper(poole(), None, Paper.APPEAL_REPRESENTATION)
    for name in ("appeal-notice", "appeal-maintains", "appeal-hearing"):
        assert letter.paragraph(name).is_open
    assert letter.addressee == ("NHS Resolution (Primary Care Appeals)",)
    assert all(each.is_open for each in letter.signature if each.id != "on-behalf")


GIVEN = OfficerPart(
    opinion=Opinion(Choice.WOULD_NOT, "the Board", date(2019, 9, 16)),
    signatory="The Director",
    authority="the meeting of September 2019",
)


def test_a_supplementary_statement_has_its_own_authority_day_and_figures() -> None:
    bare = paper(poole(), GIVEN, Paper.SUPPLEMENTARY_STATEMENT)
    # The letter's signatory and authority are not the statement's.
    assert [each.is_open for each in bare.signature] == [True, False, True]
    assert bare.paragraph("measured-as-at").is_open
    assert bare.paragraph("no-gap").is_open
    grant = Grant(
        date(2019, 9, 2), "NHS England", "CAS-9", date(2019, 9, 10), date(2019, 9, 16), "the Board", AS_AT,
        "The Chair", "the meeting of January 2020",
    )  # fmt: skip
    whole = paper(poole(), replace(GIVEN, grant=grant), Paper.SUPPLEMENTARY_STATEMENT)
    assert whole.signature[0].text == "The Chair"
    assert whole.signature[-1].text == "By authority of: the meeting of January 2020"
    assert whole.paragraph("measured-as-at").text == "The figures are as at 17 September 2019."
    assert whole.paragraph("no-gap").text.endswith(
        "The Board formed that opinion, after the decision, on 16 September 2019."
    )
    assert "was removed from the pharmaceutical list" in whole.paragraph("removed").text
    for past in ("were", "remained", "lived within reach", "was open"):
        assert any(past in each.text for each in whole.paragraphs), past
    assert not any("would remain" in each.text or " today" in each.text for each in whole.paragraphs)
    later = replace(grant, statement_on=date(2020, 2, 3))
    other_day = paper(poole(), replace(GIVEN, grant=later), Paper.SUPPLEMENTARY_STATEMENT)
    assert "assess again as at that day" in other_day.paragraph("measured-as-at").text
    for wrong, says in (
        ({"granted_on": date(2019, 9, 18)}, "before the decision"),
        ({"removed_on": date(2019, 9, 18)}, "before the removal"),
    ):
        early = paper(poole(), replace(GIVEN, grant=replace(grant, **wrong)), Paper.SUPPLEMENTARY_STATEMENT)
        assert f"[the day of publication lies {says}" in early.paragraph("measured-as-at").text
        same = replace(grant, **dict.fromkeys(wrong, AS_AT))
        that_day = paper(poole(), replace(GIVEN, grant=same), Paper.SUPPLEMENTARY_STATEMENT)
        assert not that_day.paragraph("measured-as-at").is_open
    nameless = replace(grant, opinion_by=None)
    unsaid = paper(poole(), replace(GIVEN, grant=nameless), Paper.SUPPLEMENTARY_STATEMENT)
    assert "[who formed the opinion after the decision]" in unsaid.paragraph("no-gap").text


def test_an_opinion_formed_after_the_decision_needs_no_second_day() -> None:
    grant = Grant(date(2019, 9, 1), "NHS England")
    letter = paper(poole(), replace(GIVEN, grant=grant), Paper.SUPPLEMENTARY_STATEMENT)
    assert letter.paragraph("no-gap").text.endswith(
        "The Board formed that opinion on 16 September 2019, after the decision."
    )


@pytest.mark.parametrize("form", ["bcp", "dorset"])
def test_a_report_gives_the_options_with_their_consequences(form: str) -> None:
    must = paper(poole(), None, "board-report", house_format=form).paragraph("options").text
    assert "it has to publish a supplementary statement (regulation 6(4))" in must
    assert "To say nothing is not open to the Board" in must
    may = paper(christchurch(), None, "board-report", house_format=form).paragraph("options").text
    assert "(d) To make no representation" in may
    assert "is not sent an appeal" in may


@pytest.mark.parametrize(
    ("meeting", "says"),
    [
        (date(2019, 9, 25), "comes in time: the last day for representations is 27 September 2019."),
        (date(2019, 9, 27), "comes in time"),
        (date(2019, 9, 28), "comes after the last day for representations, 27 September 2019."),
    ],
)
def test_a_report_holds_the_meeting_against_the_last_day(meeting: date, says: str) -> None:
    letter = paper(poole(), OfficerPart(report=Report(meeting=meeting)), "board-report")
    assert says in letter.paragraph("meeting-in-time").text


def test_a_meeting_after_the_day_that_the_notice_states_may_be_in_time_still() -> None:
    example = poole().but(deadline__stated="2019-09-20")
    text = (
        paper(example, OfficerPart(report=Report(meeting=date(2019, 9, 25))), "board-report")
        .paragraph("meeting-in-time")
        .text
    )
    assert (
        "comes after the day for a reply that the notice states, 20 September 2019, and in time for the last day"
        in text
    )
    unknown = paper(christchurch(), OfficerPart(report=Report(meeting=date(2019, 9, 18))), "board-report")
    assert "the notice asks for a reply by 20 September 2019" in unknown.paragraph("meeting-in-time").text
    past = paper(christchurch(), OfficerPart(report=Report(meeting=date(2019, 9, 25))), "board-report")
    assert past.paragraph("meeting-in-time").text.endswith("that the notice states, 20 September 2019.")
    assert "meeting-in-time" not in [each.id for each in paper(poole(), None, "board-report").paragraphs]


def test_an_assessment_of_a_body_before_the_board_is_not_called_the_boards() -> None:
    items = (item("pna.predecessor", True), item("pna.first_due", "2022-04-01", "date"))
    example = again(poole().with_items(*items))
    text = paper(example).paragraph("pna").text
    assert text.startswith(
        "Until the Board publishes an assessment of its own, due by 1 April 2022, that of the body before it serves:"
    )
    assert "The Board’s Pharmaceutical Needs Assessment" not in text
    assert BCP == "E06000058"


def cover_of(letter: Letter) -> dict[str, str]:
    assert letter.cover is not None
    return {item.id: item.text for group in letter.cover.groups for item in group.items}


def test_on_an_appeal_the_officer_is_told_of_its_own_thirty_days_and_nothing_of_the_forty_five() -> None:
    """Schedule 3, paragraphs 3(2) and 8(2)."""
    appeal = Appeal(Appellant.THIRD_PARTY, date(2019, 11, 4), given_by="the Director of Public Health")
    found = cover_of(paper(again(poole()), OfficerPart(appeal=appeal), "appeal-representation"))
    assert "is 4 December 2019" in found["check-appeal-deadline"]
    assert "Take it from the notice of appeal." in found["check-appeal-address"]
    assert "Ask, and name one." in found["check-appeal-hearing"]
    assert "decided by the Director of Public Health: that is a post and no body" in found["check-authority"]
    assert not {"check-deadline", "check-address", "check-hearing", "deadline-from-date-of-notice"} & set(
        found
    )
    letter = cover_of(paper(again(poole())))
    assert {"check-deadline", "check-address", "check-hearing", "deadline-from-date-of-notice"} <= set(letter)
    assert not [each for each in letter if each.startswith("check-appeal")]


def test_on_an_appeal_a_relocation_sets_the_new_place_beside_the_old() -> None:
    """24(1)(a) is what the appeal turns on: choice stands apart there too."""
    appeal = Appeal(Appellant.APPLICANT, date(2019, 11, 4))
    found = paper(christchurch(), OfficerPart(appeal=appeal), "appeal-representation")
    said = [each.id for each in found.paragraphs]
    assert said.index("accustomed-walk-20") < said.index("choice-intro") < said.index("alternatives")
    assert "accustomed-bands" in [table.id for table in found.tables]


@pytest.mark.parametrize(
    "name", ["representation", "delegated-decision", "board-report", "appeal-representation"]
)
def test_a_ground_of_refusal_stands_in_every_paper(name: str) -> None:
    """26A(5)(b)."""
    selling = again(poole().but(site__leaving__distance_selling=True))
    assert "Regulation 26A(5)(b)" in paper(selling, name=name).paragraph("refusals").text


@pytest.mark.parametrize(
    ("officer", "name", "warned"),
    [
        (
            OfficerPart(Opinion(Choice.WOULD_NOT, "the Director of Public Health", AS_AT)),
            "representation",
            True,
        ),
        (
            OfficerPart(Opinion(Choice.WOULD_NOT, "the Pharmacy Sub-Committee", AS_AT)),
            "representation",
            False,
        ),
        (
            OfficerPart(
                Opinion(Choice.WOULD_NOT, "the Board", AS_AT),
                grant=Grant(date(2019, 10, 1), opinion_on=date(2019, 10, 2), opinion_by="the Chair"),
            ),
            "supplementary-statement",
            True,
        ),
        (
            OfficerPart(appeal=Appeal(given_by="the public health team", given_on=date(2019, 11, 5))),
            "appeal-representation",
            True,
        ),
    ],
)
def test_an_opinion_that_an_officer_formed_is_marked_beside_its_sentence(
    officer: OfficerPart, name: str, warned: bool
) -> None:
    """[SI 2013/218, regulation 3] Who forms it is the board or a sub-committee."""
    example = poole()
    lints = check_draft(paper(example, officer, name), example.assessment, example.baseline, officer, AS_AT)
    found = [lint for lint in lints if lint.rule == "opinion-formed-by-officer"]
    assert bool(found) is warned
    assert all("no power to delegate this to an officer was found" in lint.message for lint in found)


SAYS_THE_DAY = (
    ("representation", "thanks"),
    ("no-response", "received"),
    ("board-report", "summary-application"),
    ("delegated-decision", "summary-application"),
    ("consultation-summary", "summary-application"),
)


@pytest.mark.parametrize(("name", "paragraph"), SAYS_THE_DAY)
def test_every_paper_that_gives_the_last_day_says_where_receipt_is_not_recorded(
    name: str, paragraph: str
) -> None:
    """Schedule 2, paragraph 19(4): the day is then counted from the date that the notice bears."""
    notice = replace(christchurch().assessment.application.notice, sent_to_hwb=BCP)
    example = (
        christchurch()
        .papers(notice=notice)
        .but(deadline__given="2019-08-06", deadline__last_day="2019-09-20", hwb__notice=BCP)
    )
    said = paper(again(example), name=name).paragraph(paragraph).text
    assert "20 September 2019" in said
    assert (
        "On which day notice was given to the Board, from which its time runs, is not recorded"
        in said.replace("notice: on", "notice. On")
    )
    known = example.papers(notice=replace(notice, received=Received(date(2019, 8, 6))))
    assert "is not recorded" not in paper(again(known), name=name).paragraph(paragraph).text


@pytest.mark.parametrize(("name", "paragraph"), [("representation", "pna"), ("appeal-representation", "pna")])
def test_a_needs_assessment_that_was_not_in_force_on_the_day_is_left_open_in_the_paper(
    name: str, paragraph: str
) -> None:
    """A case of 2014 does not rest on an assessment of 2018 without a word."""
    flag = Flag(
        "pna-not-in-force", "The needs assessment was not published and in force on the day of the case."
    )
    for flags, is_open in (((flag,), True), ((), False)):
        example = poole()
        example = replace(example, assessment=replace(example.assessment, flags=flags))
        found = paper(example, name=name).paragraph(paragraph)
        assert found.is_open is is_open
        assert ("choose the one that was" in found.text) is is_open


@pytest.mark.parametrize("kind", ["change of ownership", "change of services"])
def test_no_paper_is_drafted_where_boards_are_not_asked(kind: str) -> None:
    """Schedule 2, paragraph 18: a plain change of ownership (26(1), 26(3)) is told of when it is decided."""
    example = poole()
    other = OtherApplication(
        "R",
        "A Ltd",
        example.assessment.application.notice,
        OtherKind(kind),
        example.assessment.application.staying,
    )
    with pytest.raises(PaperError, match=r"Schedule 2, paragraph 18") as error:
        draft(replace(example.assessment, application=other, statement=None), example.baseline)
    assert error.value.field == "kind"
