"""A check that was let pass when the data was built, and what another found to look at, reach flags and every paper of figures."""

from collections.abc import Callable

import pytest

from app.access import prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.letters import draft
from geodata.snapshot import Accepted, ToLookAt
from tests.made_up.complete_case import Case, consolidation, relocation
from tests.made_up.small_area import snapshot

ACCEPTED = Accepted(
    "homes-off-streets",
    "12% of the people live over 250 m from any street.",
    "The moor has no streets.",
    "A. Analyst",
)
LOOK = ToLookAt("list-age", "Age of the pharmacy list", "The list is 14 months older than the streets.")


@pytest.fixture(scope="module", params=[consolidation, relocation])
def found(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Case, Assessment]:
    make: Callable[[], Case] = request.param
    case = make().with_data(accepted=(ACCEPTED,), to_look_at=(LOOK,))
    area = prepare(snapshot(tmp_path_factory.mktemp("built"), **case.data))
    return case, assess(case.application, case.baseline, area, case.as_at)


def test_both_are_flags_with_who_let_it_pass_and_why(found: tuple[Case, Assessment]) -> None:
    _, assessment = found
    passed, look = assessment.flag("check-let-pass"), assessment.flag("check-to-look-at")
    assert passed is not None
    assert look is not None
    for said in (ACCEPTED.found, "Let pass by A. Analyst", ACCEPTED.reason):
        assert said in passed.text
    assert LOOK.found in look.text


@pytest.mark.parametrize("paper", ["representation", "delegated-decision", "evidence-annex", "board-report"])
def test_every_paper_of_figures_says_so(found: tuple[Case, Assessment], paper: str) -> None:
    case, assessment = found
    letter = draft(assessment, case.baseline, None, paper)
    text = " ".join(each.text for each in letter.paragraphs)
    for said in (ACCEPTED.found, "was let pass by A. Analyst", ACCEPTED.reason, LOOK.found):
        assert said in text
