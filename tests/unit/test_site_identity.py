"""Who a site is on the pharmacy list, and where: held against the papers, told where it differs, asked where it is unclear.

The street of ``small_area``: XA001 at 500 m, XA002 at 950 m, XA003 at 2,500 m; homes at 0, 450, 1,200 and 1,900 m.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import ApplicationError, Claims, MeasuredAt, StatedPremises
from app.domain.assessments import Assessment
from app.domain.identity import same_name, same_number
from app.domain.other_applications import AnyApplication
from geodata.model.point import Point
from geodata.model.premises import ContractType, Premises
from tests.made_up.applications import BASELINE, S1, S2, WITHIN, consolidation, entry, relocation
from tests.made_up.small_area import NORTHING, PREMISES, premises, snapshot

Assess = Callable[..., Assessment]

NEW_SITE = StatedPremises("Pharmacy XA001", "700 Long Street", "XT1 1AD")
"""A proposed site at 700 m, where the list has distance-selling premises of another name."""


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assess:
    made: dict[tuple[Premises, ...], PreparedSnapshot] = {}

    def run(application: AnyApplication, listed: Sequence[Premises] = PREMISES) -> Assessment:
        key = tuple(listed)
        if key not in made:
            made[key] = prepare(snapshot(tmp_path_factory.mktemp("area"), premises=key))
        return assess(application, BASELINE, made[key], WITHIN)

    return run


def values(found: Assessment, *ids: str) -> list[object]:
    return [found.ledger.value(name) for name in ids]


def flags(found: Assessment) -> set[str]:
    return {flag.id for flag in found.flags}


OF_ACCESS = ("alternatives.straight", "alternatives.walk", "coverage.walk-5.before", "coverage.walk-5.lost")


def test_a_site_is_matched_by_its_code_and_what_differs_is_told(assessed: Assess) -> None:
    found = assessed(consolidation(closing=replace(S2, address="95 Long Street", contractor=None)))
    item = found.ledger["site.leaving.match"]
    assert item.value == "by code"
    told = {str(row["what"]): (row["papers"], row["list"], row["agrees"]) for row in item.rows}
    assert told["ODS code"] == ("XA002", "XA002", True)
    assert told["name"] == ("Pharmacy XA002", "Pharmacy XA002", True)
    assert told["address"] == ("95 Long Street", "950 Long Street", False)
    assert told["postcode"][2] is True
    assert told["contractor"] == (None, None, None), "nobody says: that is no difference"
    assert found.ledger.value("site.leaving.apart") == 0
    assert not flags(found) & {"site-in-question", "site-elsewhere-on-list"}


def test_papers_that_give_no_code_are_matched_by_name_and_door(assessed: Assess) -> None:
    found = assessed(consolidation(closing=replace(S2, ods_code=None)))
    assert values(found, "site.leaving.match", "site.leaving.listed") == ["by door", "XA002"]
    assert found.ledger.value("coverage.walk-5.lost") == 300


def test_another_pharmacy_at_the_postcode_is_not_taken_for_a_site_because_it_is_alone_there(
    assessed: Assess,
) -> None:
    """It has another name and another number: nothing says that it is the one of the papers."""
    found = assessed(consolidation(closing=replace(S2, name="Green Door", address="12 Mews", ods_code=None)))
    assert values(found, "site.leaving.match", "site.leaving.listed") == ["by nothing", None]
    assert "site-not-listed" in flags(found)
    # With no number to compare it may be: so it is asked.
    unclear = replace(S2, name="Green Door", address="The Mews", ods_code=None)
    assert "site-in-question" in flags(assessed(consolidation(closing=unclear)))


def test_the_papers_place_is_measured_and_both_places_are_told_where_the_list_has_another(
    assessed: Assess,
) -> None:
    """The papers give another postcode for the existing site than the list has for its code."""
    moved = replace(S1, address="950 Long Street", postcode="XT1 1AB")
    found = assessed(relocation(existing=moved, proposed=NEW_SITE))
    assert values(found, "site.leaving.match", "site.leaving.listed") == ["by code", "XA001"]
    # From 950 m to 700 m, not from the list's 500 m.
    assert values(found, "distance.straight", "distance.walk") == [250.0, 250.0]
    item = found.ledger["site.leaving.apart"]
    assert item.value == 450.0
    assert [(row["by"], row["measured"]) for row in item.rows] == [("papers", True), ("list", False)]
    flag = found.flag("site-elsewhere-on-list")
    assert flag is not None
    assert "XT1 1AB (easting 500,950, northing 400,000)" in flag.text
    assert (
        "XA001 at XT1 1AA (easting 500,500, northing 400,000), 450 m from there. The papers’ place is measured."
        in flag.text
    )
    # Before: XA001 at 950 m beside XA002 there; nobody has the list's place at 500 m to go to.
    assert found.ledger.value("coverage.walk-5.before") == 300


def test_a_person_may_choose_the_place_of_the_list(assessed: Assess) -> None:
    moved = replace(S1, address="950 Long Street", postcode="XT1 1AB", measured_at=MeasuredAt.LIST)
    found = assessed(relocation(existing=moved, proposed=NEW_SITE))
    assert found.ledger.value("distance.straight") == 200.0
    flag = found.flag("site-elsewhere-on-list")
    assert flag is not None
    assert "The list’s place is measured, as a person chose." in flag.text
    with pytest.raises(ApplicationError) as error:
        assessed(relocation(proposed=replace(NEW_SITE, measured_at=MeasuredAt.LIST)))
    assert error.value.field == "proposed.measured_at"


def test_a_continuing_site_is_measured_where_its_papers_put_it_too(assessed: Assess) -> None:
    """At 700 m it is 250 m from the closing site, and within five minutes of the home at 450 m alone."""
    at_700 = replace(S1, address="700 Long Street", postcode="XT1 1AD")
    found = assessed(consolidation(continuing=at_700))
    assert values(found, "site.staying.match", "distance.walk") == ["by code", 250.0]
    assert [(row["ods_code"], row["metres"]) for row in found.ledger["alternatives.walk"].rows] == [
        ("XA001", 250.0),
        ("XA003", 1550.0),
    ]
    assert values(found, "coverage.walk-5.before", "coverage.walk-5.after") == [500, 200]
    assert assessed(consolidation()).ledger.value("coverage.walk-5.before") == 500


def test_within_the_error_of_a_postcode_it_is_one_place(assessed: Assess) -> None:
    close = replace(S1, address="520 Long Street", postcode="XT1 1ZZ")
    found = assessed(relocation(existing=close, proposed=NEW_SITE))
    assert found.ledger.value("site.leaving.apart") == 20.0
    assert found.ledger.value("distance.straight") == 180.0, "the papers' place, whatever the list says"
    assert "site-elsewhere-on-list" not in flags(found)


def test_a_postcode_that_is_not_known_is_not_replaced_by_the_lists_unless_a_person_says_so(
    assessed: Assess,
) -> None:
    lost = replace(S1, postcode="XT7 7XX")
    with pytest.raises(ApplicationError, match="to measure from there, give “list”") as error:
        assessed(consolidation(continuing=lost))
    assert error.value.field == "continuing.postcode"
    found = assessed(consolidation(continuing=replace(lost, measured_at=MeasuredAt.LIST)))
    assert values(found, "distance.straight", "site.staying.apart") == [450.0, None]


def test_a_code_of_another_name_and_another_postcode_is_refused_by_what_it_is_and_what_fits(
    assessed: Assess,
) -> None:
    with pytest.raises(ApplicationError) as error:
        assessed(consolidation(closing=replace(S2, ods_code="XA003")))
    assert error.value.field == "closing.ods_code"
    assert str(error.value) == (
        "On the pharmacy list XA003 is Pharmacy XA003, 2500 Long Street, XT1 1AC. Beside that code the papers give "
        "Pharmacy XA002, XT1 1AB. That name and postcode fit XA002 (Pharmacy XA002, 950 Long Street, XT1 1AB). Check the code "
        "against the papers. Where it is right and the list is behind, give it in closing.listed_as too."
    )
    nowhere = replace(S2, name="Green Door", ods_code="XA003")
    with pytest.raises(ApplicationError, match="No premises of the list fit that name and postcode"):
        assessed(consolidation(closing=nowhere))
    # A person who knows that the list is behind may say so.
    insisted = replace(nowhere, listed_as=("XA003",))
    found = assessed(consolidation(closing=insisted))
    assert values(found, "site.leaving.match", "site.leaving.listed") == ["by a person’s answer", "XA003"]
    assert "site-elsewhere-on-list" in flags(found), "and both places are told all the same"


def test_a_new_name_at_the_same_postcode_is_no_other_pharmacy(assessed: Assess) -> None:
    found = assessed(consolidation(closing=replace(S2, name="Green Door")))
    assert values(found, "site.leaving.match", "coverage.walk-5.lost") == ["by code", 300]
    agrees = {row["what"]: row["agrees"] for row in found.ledger["site.leaving.match"].rows}
    assert (agrees["name"], agrees["postcode"]) == (False, True)


def test_the_code_of_a_chains_other_shop_is_asked_about(assessed: Assess) -> None:
    """Both have the chain's name: the code is that of one, the postcode that of the other."""
    chain = tuple(replace(one, trading_name="Chain") for one in PREMISES)
    found = assessed(consolidation(closing=replace(S2, name="Chain", ods_code="XA003")), chain)
    flag = found.flag("site-in-question")
    assert flag is not None
    assert flag.text.startswith(
        "Is the leaving site XA002? The papers’ code is XA003 on the pharmacy list, but the list has"
    )
    assert values(found, *OF_ACCESS) == [None] * 4


CONTRACTORS_CODE = replace(S2, ods_code="ZZ900")


def test_a_contractors_code_taken_for_the_premises_counts_nobody_until_a_person_answers(
    assessed: Assess,
) -> None:
    found = assessed(consolidation(closing=CONTRACTORS_CODE))
    flag = found.flag("site-in-question")
    assert flag is not None
    assert flag.text.startswith(
        "Is the leaving site XA002? Pharmacy XA002 was not found on the pharmacy list: no premises of the list has the ODS "
        "code ZZ900. The list has XA002 (Pharmacy XA002, 950 Long Street, XT1 1AB) there or near by."
    )
    assert values(found, *OF_ACCESS) == [None] * 4
    assert not [
        name for name in found.ledger if name.startswith(("affected.", "choice.", "week.", "sensitivity."))
    ]
    assert (
        "whether the leaving site is XA002 of the pharmacy list is not answered"
        in found.ledger["coverage.walk-5.lost"].note
    )
    assert found.ledger.value("distance.walk") == 450.0, "the places are known all the same"
    said = " ".join(
        point for finding in found.findings for point in (*finding.points_for, *finding.points_against)
    )
    assert "No resident falls" not in said
    assert "remain" not in said


@pytest.mark.parametrize(
    ("answer", "lost", "flag"),
    [
        (("XA002",), 300, None),
        # It is another pharmacy at that door: who closes leaves it behind, and nobody loses.
        ((), 0, "site-not-listed"),
    ],
)
def test_once_answered_it_is_measured_as_answered(
    assessed: Assess, answer: tuple[str, ...], lost: int, flag: str | None
) -> None:
    found = assessed(consolidation(closing=replace(CONTRACTORS_CODE, listed_as=answer)))
    assert values(found, "site.leaving.match", "coverage.walk-5.lost") == ["by a person’s answer", lost]
    assert "site-in-question" not in flags(found)
    assert flag is None or flag in flags(found)


def test_an_answer_that_cannot_be_is_refused_by_its_field(assessed: Assess) -> None:
    with pytest.raises(
        ApplicationError, match="No premises of the pharmacy list has the ODS code XA777"
    ) as error:
        assessed(consolidation(closing=replace(S2, listed_as=("XA002", "XA777"))))
    assert error.value.field == "closing.listed_as.1"
    with pytest.raises(ApplicationError, match="Both sites would be XA001") as error:
        assessed(consolidation(closing=replace(S2, listed_as=("XA001",))))
    assert error.value.field == "closing.listed_as"


def test_one_pharmacy_under_two_codes_is_asked_about_and_then_counted_once(assessed: Assess) -> None:
    twice = (*PREMISES, replace(PREMISES[1], ods_code="XA012"))
    asked = assessed(consolidation(), twice)
    assert "Is the leaving site XA012?" in asked.flag("site-in-question").text  # type: ignore[union-attr]
    both = assessed(consolidation(closing=replace(S2, listed_as=("XA002", "XA012"))), twice)
    assert values(both, "coverage.walk-5.lost", "alternatives.walk") == [300, 2]
    (standard, *_) = BASELINE.standards
    assert both.ledger.value(f"choice.{standard.id}.two.before") == assessed(consolidation()).ledger.value(
        f"choice.{standard.id}.two.before"
    )
    other = assessed(consolidation(closing=replace(S2, listed_as=("XA002",))), twice)
    assert values(other, "coverage.walk-5.lost", "alternatives.walk") == [0, 3]


def test_two_codes_are_measured_as_the_list_without_one_of_them(assessed: Assess) -> None:
    """Every figure of access is that of a list on which the premises stand once."""
    twice = (*PREMISES, replace(PREMISES[1], ods_code="XA012"))
    both = assessed(consolidation(closing=replace(S2, listed_as=("XA002", "XA012"))), twice).ledger
    once = assessed(consolidation()).ledger
    begins = ("alternatives.", "coverage.", "affected.", "choice.", "week.", "sensitivity.")
    for name in (each for each in once if each.startswith(begins)):
        assert (both[name].value, both[name].rows) == (once[name].value, once[name].rows), name


LATER = (
    replace(PREMISES[0], address="700 Long Street", postcode="XT1 1AD", point=premises("", 700, "").point),
)
"""The applicant's own listing on a list that is later than its move to 700 m."""


def test_after_a_move_the_list_has_the_applicant_at_the_proposed_site_and_it_is_no_other_pharmacy(
    assessed: Assess,
) -> None:
    move = relocation(existing=S1, proposed=NEW_SITE, claims=Claims(200))
    later, before = assessed(move, (*LATER, *PREMISES[1:3])), assessed(move, PREMISES[:3])
    flag = later.flag("site-elsewhere-on-list")
    assert flag is not None
    assert (
        "at the other site of the application: the list may be later than the change. The papers’ place is measured."
        in flag.text
    )
    for name in (
        "distance.straight",
        "distance.walk",
        *OF_ACCESS,
        "coverage.walk-5.after",
        "site.staying.adjacent",
    ):
        assert later.ledger.value(name) == before.ledger.value(name), name
    assert later.ledger.value("distance.walk") == 200.0
    assert "regulation-31" not in flags(later), "the list's place alone made it a move next door"


def test_the_applicants_own_listing_at_the_proposed_door_under_another_code_is_asked_about(
    assessed: Assess,
) -> None:
    there = premises("XA020", 700, "XT1 1AD", trading_name="Pharmacy XA001")
    move = relocation(existing=S1, proposed=NEW_SITE)
    found = assessed(move, (*PREMISES[:3], there))
    assert (
        "Is the staying site XA020? Pharmacy XA001 is yet to be opened, but the list has"
        in found.flag("site-in-question").text
    )  # type: ignore[union-attr]
    assert values(found, *OF_ACCESS) == [None] * 4
    assert found.ledger.value("site.staying.adjacent") == 0
    assert "XA020 may be these premises themselves" in found.ledger["site.staying.adjacent"].note
    own = assessed(
        relocation(existing=S1, proposed=replace(NEW_SITE, listed_as=("XA020",))), (*PREMISES[:3], there)
    )
    plain = assessed(move, PREMISES[:3])
    assert values(own, *OF_ACCESS) == values(plain, *OF_ACCESS)
    another = assessed(
        relocation(existing=S1, proposed=replace(NEW_SITE, listed_as=())), (*PREMISES[:3], there)
    )
    assert another.ledger.value("site.staying.adjacent") == 1
    assert "regulation-31" in flags(another)


def test_a_pharmacy_of_another_name_at_the_proposed_door_is_another_pharmacy(assessed: Assess) -> None:
    there = premises("XA020", 700, "XT1 1AD", trading_name="Green Door", contractor="Nobody’s Ltd")
    found = assessed(relocation(existing=S1, proposed=NEW_SITE), (*PREMISES[:3], there))
    assert "site-in-question" not in flags(found)
    assert "regulation-31" in flags(found)
    # The contractor who applies may have it: then it may be the applicant's own.
    own = replace(there, contractor="One Ltd")
    assert "site-in-question" in flags(
        assessed(relocation(existing=S1, proposed=NEW_SITE), (*PREMISES[:3], own))
    )


def test_a_new_pharmacy_that_the_list_has_already_is_not_counted_beside_itself(assessed: Assess) -> None:
    door = premises("XA030", 1_500, "XT1 1ZZ", trading_name="New Pharmacy")
    asked = assessed(entry(), (*PREMISES, door))
    assert values(asked, "near.walk", "coverage.walk-5.gained", "nearest.walk") == [None, None, None]
    assert "site-in-question" in flags(asked)
    answered = assessed(entry(premises=replace(entry().premises, listed_as=("XA030",))), (*PREMISES, door))
    plain = assessed(entry())
    for name in (
        "near.walk",
        "nearest.walk",
        "coverage.walk-5.gained",
        "nearer.walk-10.people",
        "choice.walk-10.two.after",
    ):
        assert answered.ledger.value(name) == plain.ledger.value(name), name


def test_an_appliance_contractor_of_the_same_name_at_the_door_is_no_question(assessed: Assess) -> None:
    counter = replace(PREMISES[1], ods_code="XA012", contract_type=ContractType.APPLIANCE)
    assert "site-in-question" not in flags(assessed(consolidation(), (*PREMISES, counter)))


def test_a_measured_door_of_the_papers_holds_against_the_lists_point(assessed: Assess) -> None:
    door = Point(500_970.0, NORTHING, "measured at the door", 1.0)
    found = assessed(consolidation(closing=replace(S2, point=door)))
    assert values(found, "distance.straight", "site.leaving.apart") == [470.0, 20.0]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Boots", "BOOTS UK LIMITED", True),
        ("Lloydspharmacy", "Lloyds Pharmacy Ltd", True),
        ("Rowlands Pharmacy", "L Rowland & Co (Retail) Ltd", True),
        ("Copperquil Chemist", "Copperquill Chemists", True),
        ("Day Lewis Pharmacy", "Day Lewis Christchurch", True),
        ("The Pharmacy", "THE PHARMACY", True),
        ("The Pharmacy", "The Chemist", False),
        ("Well Pharmacy - Christchurch", "Lloyds Pharmacy Christchurch", False),
        ("Station Pharmacy", "High Street Pharmacy", False),
        ("Pharmacy", "Boots", False),
    ],
)
def test_names_are_compared_by_the_words_that_tell_them_apart(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_street_numbers_are_compared_only_where_both_have_one() -> None:
    assert same_number("12 High Street", "Unit 12, High Street") is True
    assert same_number("12-14 High Street", "12 - 14 High St") is True
    assert same_number("12a High Street", "12 High Street") is False
    assert same_number("High Street", "12 High Street") is None
