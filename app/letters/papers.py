"""Which papers there are, which application each is for, and which wording it takes."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from app.domain.applications import Relocation
from app.domain.findings import Duty
from app.domain.officer import Choice
from app.law import is_taken_over, notifiable
from app.letters.facts import Case
from app.letters.wording import HOUSE_FORMATS, house_formats, word_lists


class Paper(StrEnum):
    """Which paper is drafted."""

    REPRESENTATION = "representation"
    NO_RESPONSE = "no-response"
    BOARD_REPORT = "board-report"
    DELEGATED_DECISION = "delegated-decision"
    SUPPLEMENTARY_STATEMENT = "supplementary-statement"
    APPEAL_REPRESENTATION = "appeal-representation"
    CONSULTATION_SUMMARY = "consultation-summary"
    EVIDENCE_ANNEX = "evidence-annex"


class PaperError(ValueError):
    """A paper that cannot be drafted from what was given; ``field`` names it, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def wording_for(case: Case, paper: Paper | str, house_format: str | None = None) -> str:
    """Which wording a paper takes. Raises PaperError where the case does not allow the paper."""
    _check_case(case)
    _check_position(case)
    if paper not in tuple(Paper):
        raise PaperError("paper", f"{paper!r} is no paper; ask for one of: {', '.join(Paper)}.")
    return _WORDING[Paper(paper)](case, house_format)


def _check_case(case: Case) -> None:
    assessment = case.assessment
    if case.baseline.id != assessment.baseline:
        raise PaperError(
            "baseline",
            f"The assessment was made on baseline {assessment.baseline!r}, not on {case.baseline.id!r}. Give that one.",
        )
    if not notifiable(assessment.application.kind):
        raise PaperError(
            "kind",
            f"Boards are not asked about an application of this kind ({assessment.application.kind}: Schedule 2, paragraph "
            "18), so that no paper is drafted on it.",
        )
    if assessment.application.kind not in word_lists():
        raise PaperError(
            "kind",
            f"No paper is drafted on an application of this kind ({assessment.application.kind}); papers are on "
            "relocations and consolidations.",
        )
    if case.officer.opinion is not None and assessment.statement is None:
        raise PaperError(
            "officer.opinion",
            "An opinion on a gap belongs to the statement on a consolidation, and none is due here. Leave it out; what "
            "the Board has to say can go under local knowledge.",
        )


def _check_position(case: Case) -> None:
    if case.officer.position is not None and not isinstance(case.assessment.application, Relocation):
        raise PaperError(
            "officer.position",
            "A position is given on a relocation, and this is none. Leave it out: on a consolidation the Board gives its "
            "opinion.",
        )


def _representation(case: Case, _: str | None) -> str:
    application = case.assessment.application
    return "change_of_ownership" if is_taken_over(application) else str(application.kind)


def _no_response(case: Case, _: str | None) -> str:
    if case.assessment.duty is Duty.MUST:
        raise PaperError(
            "paper",
            "On a consolidation the relevant board has to make a statement (Schedule 2, paragraph 19(5)), so that no "
            "record of no response can be drafted. Draft the representation.",
        )
    return "no_response"


def _board_report(_: Case, house_format: str | None) -> str:
    known = house_formats()
    chosen = house_format or word_lists()["house_formats"]["default"]
    if chosen not in known:
        raise PaperError("format", f"There is no house format {chosen!r}. Give one of: {', '.join(known)}.")
    return f"{HOUSE_FORMATS}/{chosen}"


def _supplementary(case: Case, _: str | None) -> str:
    if case.assessment.statement is None:
        raise PaperError(
            "paper",
            "A supplementary statement of this kind follows a granted consolidation (regulation 6(4)), of premises in the "
            "Board’s area. This application is none.",
        )
    if case.officer.opinion is not None and case.officer.opinion.choice is Choice.WOULD:
        raise PaperError(
            "officer.opinion",
            "The opinion given is that the consolidation would create a gap, so that no supplementary statement under "
            "regulation 6(4) is due. Consider a revised assessment (regulation 6(2)).",
        )
    return "supplementary_statement"


_WORDING: Mapping[Paper, Callable[[Case, str | None], str]] = {
    Paper.REPRESENTATION: _representation,
    Paper.NO_RESPONSE: _no_response,
    Paper.BOARD_REPORT: _board_report,
    Paper.DELEGATED_DECISION: lambda *_: "delegated_decision",
    Paper.SUPPLEMENTARY_STATEMENT: _supplementary,
    Paper.APPEAL_REPRESENTATION: lambda *_: "appeal_representation",
    Paper.CONSULTATION_SUMMARY: lambda *_: "consultation_summary",
    Paper.EVIDENCE_ANNEX: lambda *_: "evidence_annex",
}
