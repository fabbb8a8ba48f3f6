"""The text of a notice: what is recognised in it, with its words, and what is only told."""

import pytest

from app.domain.notice import Reading, read_notice

BOARDS = {"E10000001": "Westley Health and Wellbeing Board"}

# The wording of a board's paper of 2019, with names and places made up.
PAPER_CONSOLIDATION = """Primary Care Support England have notified the Westley Health and Wellbeing Board of an application:

ii. Consolidation onto the site at 190-196 Long Street, Westley, Westshire, XT1 1AB of Highline UK Ltd already at that
site and Rivers Pharmacy currently at 138 Long Street, Westley, Westshire, XT1 1AA – response due 27/9/19

The relocating pharmacy is 450m from the remaining pharmacy, a 6-minute walk.
There will still be 4 pharmacies within a mile of the closing site
"""
PAPER_RELOCATION = """i. Relocation of a Daybreak pharmacy in Westley – response due by 20 September
The relocation is a distance of around 20m, adjacent to the current location
"""
LETTER = """Primary Care Support England
Our ref: CAS-352466-V6K8H2
4 May 2026

Dear Board

Application for relocation not resulting in significant change (regulation 24)

We have received the above application from Long Street Chemists Ltd to relocate from
Pharmacy XA001, 500 Long Street, Westley, XT1 1AA (ODS XA001) to 520 Long Street, Westley, xt11zz.

Please send any representations to us by Thursday 18 June 2026.
"""
FORM = """Reference number: 12/345
Date: 01/05/2026
Applicant: Pharmacy XA002 Ltd
Type: Consolidation onto an existing site (Regulation 26A)
Continuing site:
950 Long Street
Westley
XT1 1AB
ODS code: XA002

Closing site:
500 Long Street
Westley
XT1 1AA

The sites are 450 m apart, a six minute walk. Four pharmacies within a mile remain.
Closing date for comments: 15.6.26
"""


def values(reading: Reading) -> dict[str, str]:
    """Each value by its field; of those about one thing the first."""
    found: dict[str, str] = {}
    for suggestion in reading.suggestions:
        for path, value in suggestion.values:
            found.setdefault(path, value)
    return found


def test_the_wording_of_a_boards_paper() -> None:
    reading = read_notice(PAPER_CONSOLIDATION, BOARDS)
    assert values(reading) == {
        "kind": "consolidation",
        "notice.reply_by": "2019-09-27",
        "notice.sent_to_hwb": "E10000001",
        "continuing.name": "Highline UK Ltd",
        "continuing.address": "190-196 Long Street, Westley, Westshire",
        "continuing.postcode": "XT1 1AB",
        "closing.name": "Rivers Pharmacy",
        "closing.address": "138 Long Street, Westley, Westshire",
        "closing.postcode": "XT1 1AA",
        "claims.distance_m": "450",
        "claims.walk_minutes": "6",
        "claims.alternatives_within_a_mile": "4",
    }


def test_a_date_without_a_year_is_told_and_not_guessed() -> None:
    reading = read_notice(PAPER_RELOCATION, BOARDS)
    assert values(reading) == {"kind": "relocation", "claims.distance_m": "20"}
    assert [note for note in reading.notes if "20 September has no year" in note]


def test_a_letter_of_a_relocation() -> None:
    assert values(read_notice(LETTER, BOARDS)) == {
        "kind": "relocation",
        "notice.reference": "CAS-352466-V6K8H2",
        "notice.dated": "2026-05-04",
        "notice.reply_by": "2026-06-18",
        "applicant": "Long Street Chemists Ltd",
        "existing.name": "Pharmacy XA001",
        "existing.address": "500 Long Street, Westley",
        "existing.postcode": "XT1 1AA",
        "existing.ods_code": "XA001",
        "proposed.address": "520 Long Street, Westley",
        "proposed.postcode": "XT1 1ZZ",
    }


def test_a_form_with_headings_and_addresses_over_lines() -> None:
    assert values(read_notice(FORM, {})) == {
        "kind": "consolidation",
        "notice.reference": "12/345",
        "notice.dated": "2026-05-01",
        "notice.reply_by": "2026-06-15",
        "applicant": "Pharmacy XA002 Ltd",
        "continuing.address": "950 Long Street, Westley",
        "continuing.postcode": "XT1 1AB",
        "continuing.ods_code": "XA002",
        "closing.address": "500 Long Street, Westley",
        "closing.postcode": "XT1 1AA",
        "claims.distance_m": "450",
        "claims.walk_minutes": "6",
        "claims.alternatives_within_a_mile": "4",
    }


@pytest.mark.parametrize("text", [PAPER_CONSOLIDATION, PAPER_RELOCATION, LETTER, FORM])
def test_each_suggestion_bears_words_that_stand_in_the_text(text: str) -> None:
    plain = " ".join(text.split())
    for suggestion in read_notice(text, BOARDS).suggestions:
        words = suggestion.words.removeprefix("… ").removesuffix(" …")
        assert words in plain, suggestion
        assert len(words) > 3


def test_two_applications_in_one_text_are_told() -> None:
    reading = read_notice(PAPER_RELOCATION + PAPER_CONSOLIDATION, BOARDS)
    assert [each.values[0][1] for each in reading.about("kind")] == ["relocation", "consolidation"]
    assert reading.notes[0].startswith("The text speaks of a relocation and of a consolidation.")


def test_two_dates_for_one_thing_are_both_suggested() -> None:
    reading = read_notice("Reply by 1 June 2026. The reply is due on 2 June 2026.", {})
    assert [each.values[0][1] for each in reading.about("notice.reply_by")] == ["2026-06-01", "2026-06-02"]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Reply by 31 June 2026", "There is no such day as “31 June 2026”"),
        ("The shop opened on 3 May 2004.", "The date 3 May 2004 was not placed"),
        ("12 High Street, XT1 1AA", "An address was not placed, as the kind is not clear"),
        ("Relocation. 12 High Street, XT1 1AA", "An address was not placed"),
    ],
)
def test_what_cannot_be_placed_is_told(text: str, note: str) -> None:
    reading = read_notice(text, {})
    assert any(each.startswith(note) for each in reading.notes), reading.notes
    assert not any(path.endswith(("reply_by", "dated", "postcode")) for path in values(reading))


@pytest.mark.parametrize(
    "text", ["", "   ", "nothing of the kind", "\x00" * 50, "XT1 1AA " * 3000, "ref " * 12_000]
)
def test_any_text_is_read(text: str) -> None:
    assert "notice.reference" not in values(read_notice(text, BOARDS))


def test_other_kinds_have_one_site() -> None:
    text = "Routine application offering unforeseen benefits for inclusion in the pharmaceutical list at 7 Mill Lane, XT1 1AC"
    found = values(read_notice(text, {}))
    assert (found["kind"], found["basis"], found["premises.postcode"]) == ("routine entry", "unforeseen benefits", "XT1 1AC")  # fmt: skip


BY = "applicant"
TWO = {"existing.postcode": "XT1 1AA", "proposed.postcode": "XT1 1AB"}
CLOSES = {"closing.postcode": "XT1 1AA", "continuing.postcode": "XT1 1AB"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (("Application by Highline Ltd for a no significant change relocation from 38b Mill Lane, Westley, XT1 1AA to The "
         "Surgery, Houghton Lane, Westley, XT1 1AB"), {BY: "Highline Ltd", **TWO}),
        ("APPLICATION BY HIGHLINE UK LTD FOR RELOCATION", {BY: "HIGHLINE UK LTD"}),
        ("Application by Highline plc to relocate to 520 Long Street, XT1 1AB from 500 Long Street, XT1 1AA",
         {BY: "Highline plc", **TWO}),
        (("Application for a no significant change relocation from 500 Long Street, XT1 1AA to 520 Long Street, XT1 1AB by "
         "Highline Ltd"), {BY: "Highline Ltd", **TWO}),
        ("Relocation application from Highline Ltd for 500 Long Street, XT1 1AA to 520 Long Street, XT1 1AB",
         {BY: "Highline Ltd", "existing.address": "500 Long Street", **TWO}),
        ("Application for relocation by Highline", {BY: "Highline"}),
        ("An application (CAS-1234-A1) made by Highline UK Limited, for a consolidation", {BY: "Highline UK Limited"}),
        ("The application was submitted by Highline Limited on 8 July 2026.", {BY: "Highline Limited", "applied": "2026-07-08"}),
        ("Application from Highline UK Limited trading as Highline Chemist", {BY: "Highline UK Limited"}),
        ("Application by River Consulting on behalf of Highline Ltd for relocation", {BY: "Highline Ltd"}),
        ("The applicant is Highline Ltd.", {BY: "Highline Ltd"}),
        ("The applicant, Highline plc, wishes to relocate.", {BY: "Highline plc"}),
        ("Name of applicant\nHighline Ltd\nType: relocation", {BY: "Highline Ltd"}),
        ("Applicant | L. River & Co (Retail) Ltd", {BY: "L. River & Co (Retail) Ltd"}),
        ("It is told here. L. River & Co (Retail) Ltd has applied to relocate.", {BY: "L. River & Co (Retail) Ltd"}),
        ("Highline Ltd – application for relocation", {BY: "Highline Ltd", "kind": "relocation"}),
        ("NSCR from 500 Long Street, XT1 1AA to 520 Long Street XT1 1AB", {"kind": "relocation", **TWO}),
        ("Applied 8 Jul 2026", {"applied": "2026-07-08"}),
        ("You have until 20 September 2026 to make representations.", {"notice.reply_by": "2026-09-20"}),
        ("Please reply to us by noon on Friday 20 September 2026.", {"notice.reply_by": "2026-09-20"}),
        (("The application is for Rivers pharmacy, currently at 138 High Street, XT1 1AA to consolidate with the Highline "
         "pharmacy at 190-196 High Street, XT1 1AB, a distance of around 450 metres."),
         {"closing.name": "Rivers pharmacy", "continuing.address": "190-196 High Street", "claims.distance_m": "450", **CLOSES}),
        ("Consolidation of Rivers Pharmacy, 138 High Street, XT1 1AA onto Highline, 190 High Street, XT1 1AB",
         {"closing.name": "Rivers Pharmacy", "continuing.name": "Highline", **CLOSES}),
        (("Consolidation. The pharmacy at 138 High Street, XT1 1AA will close, and services will be given from 190 High Street, "
         "XT1 1AB"), CLOSES),
        ("Consolidation. 138 High Street, XT1 1AA (closing site) and 190 High Street, XT1 1AB (continuing site)", CLOSES),
        ("Application to relocate. The pharmacy at 500 Long Street, XT1 1AA will move into 520 Long Street, XT1 1AB", TWO),
        ("about 1.2 km away, a walk of about twelve minutes", {"claims.distance_m": "1200", "claims.walk_minutes": "12"}),
        ("Four other pharmacies are within a mile.", {"claims.alternatives_within_a_mile": "4"}),
    ],
)  # fmt: skip
def test_forms_of_notices(text: str, found: dict[str, str]) -> None:
    got = values(read_notice(text, {}))
    assert {path: got.get(path) for path in found} == found


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Send your views on the application by Thursday 18 June 2026.", ("applicant",)),
        ("We received this application from Primary Care Support England on 4 May 2026.", ("applicant", "notice.reply_by")),
        ("We received an application from the Westley Board. Application by post is welcome.", ("applicant",)),
        ("Application for relocation from Day Pharmacy at 500 Long Street, XT1 1AA to 520 Long Street, XT1 1AB", ("applicant",)),
        ("Application for relocation from Unit 3, XT1 1AA to Unit 4, XT1 1AB", ("applicant",)),
        ("The application was submitted by Highline Limited on 8 July 2026.", ("notice.reply_by",)),
        ("Relocation of a Daybreak pharmacy in Westley", ("applicant", "existing.name")),
        ("Consolidation of Rivers, 138 High Street, XT1 1AA and Highline, 190 High Street, XT1 1AB",
         ("closing.postcode", "continuing.postcode")),
        ("Relocation. Primary Care Support England\nPO Box 350\nWestley XT1 1AA", ("existing.postcode", "proposed.postcode")),
        ("Relocation. Please send representations to The Desk, 1 Mill Lane, XT1 1AA", ("existing.postcode", "proposed.postcode")),
        ("a 4-5 minute walk, within 400m, 0.3 miles, 4 to 5 minutes on foot, less than 1 km",
         ("claims.distance_m", "claims.walk_minutes")),
    ],
)  # fmt: skip
def test_what_is_not_said_is_not_suggested(text: str, fields: tuple[str, ...]) -> None:
    got = values(read_notice(text, {}))
    assert not {path: got[path] for path in fields if path in got}


@pytest.mark.parametrize(
    "text", ["application by ", "application for a ", "Applicant: ", "Mr A. ", "XT1 1AA to ", "1 to ", "within ", "(", "is at "]
)  # fmt: skip
def test_a_text_that_says_one_thing_over_and_over_is_read_in_a_moment(text: str) -> None:
    assert isinstance(read_notice(text * (50_000 // len(text)), BOARDS), Reading)


E_MAIL = """From: Market Entry <entry@senders.example>
Sent: 3 November 2026 09:05
To: health@westley.example
Subject: CAS-100200-A1 relocation

Any written representations must reach us by 18 December 2026 and should be sent to replies@senders.example or to The Desk,
PO Box 7, Westley, XT9 1AA. Questions: ask@senders.example
"""


def test_the_date_of_an_e_mail_is_when_it_was_sent_and_receipt_is_asked() -> None:
    reading = read_notice(E_MAIL, BOARDS)
    found = values(reading)
    assert (found["notice.dated"], found["notice.reply_by"]) == ("2026-11-03", "2026-12-18")
    assert not any(path.startswith("notice.received") for path in found)
    assert [note for note in reading.notes if note.startswith("On which day notice was given to your board")]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (E_MAIL, ["replies@senders.example", "The Desk, PO Box 7, Westley, XT9 1AA"]),
        ("Reply to: desk@senders.example", ["desk@senders.example"]),
        ("Please respond by 4 May 2026 to market.entry@senders.example.", ["market.entry@senders.example"]),
        (
            "Comments by e-mail to a@b.example or by post to The Desk, 1 Mill Lane, XT1 1AA.",
            ["a@b.example", "The Desk, 1 Mill Lane, XT1 1AA"],
        ),
        ("From: a@b.example\nTo: c@d.example\nRelocation", []),
        ("Please send any representations to us by 18 June 2026. Contact a@b.example with questions.", []),
        ("We have had comments. The pharmacy moves to The Surgery, 2 Mill Lane, XT1 1AB.", []),
    ],
)
def test_where_replies_are_to_go_is_what_the_notice_says_and_not_where_it_came_from(
    text: str, addresses: list[str]
) -> None:
    reading = read_notice(text, BOARDS)
    assert [each.values for each in reading.about("notice.reply_to")] == [
        (("notice.reply_to", address),) for address in addresses
    ]
    assert not any(address in note for address in addresses for note in reading.notes)


@pytest.mark.parametrize(
    "text", ["Date notified\t25-Nov-2026", "Dated 25 November 2026", "Sent: 25 Nov 2026 10:00"]
)
def test_forms_of_the_date_of_a_notice(text: str) -> None:
    assert values(read_notice(text, {}))["notice.dated"] == "2026-11-25"
