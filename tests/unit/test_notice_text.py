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
