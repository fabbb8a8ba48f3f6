"""Grounds on which an application must be refused, where the facts and the text already settle them against it."""

from collections.abc import Iterable

from app.domain.findings import Finding, Verdict

MANDATORY = (
    "reg24(3)", "reg26(3)", "reg26(4)", "reg26A(1)", "reg26A(5)(b)", "reg26A(6)", "reg26A(7)", "reg31",
    "reg65A(3)",
)  # fmt: skip
"""How the ids of rules begin on which an application "must be refused", and that facts alone can settle."""


def grounds_of_refusal(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by which the text has an application refused, in the order of the Regulations."""
    return tuple(
        found for found in findings if found.verdict is Verdict.NOT_MET and found.rule.startswith(MANDATORY)
    )
