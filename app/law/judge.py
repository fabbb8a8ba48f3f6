"""Put a case before the law: every rule that holds on the date and concerns that kind of application, in order."""

from collections.abc import Mapping
from datetime import date

from app.domain.applications import Consolidation
from app.domain.findings import Finding
from app.law.bodies import bodies
from app.law.case import AnyApplication, Case, Judgement, LawError, WatchedLedger
from app.law.flags import flags
from app.law.follow_up import follow_up
from app.law.notifiees import notifiees
from app.law.period import CONSOLIDATIONS_IN_FORCE, check_application, check_date
from app.law.register import register
from app.law.rule import Rule
from app.law.schedule_2 import relevant_duty, representations_citation
from app.law.statement import open_statement


def check(application: AnyApplication, as_at: date) -> None:
    """Raises LawError where the law of a day, or on an application so old, is not known here; nothing need be measured."""
    check_date(as_at)
    if isinstance(application, Consolidation) and as_at < CONSOLIDATIONS_IN_FORCE:
        raise LawError(
            f"Consolidation {application.reference} is assessed as at {as_at}, but consolidations came in on "
            "5 December 2016. Give a later date."
        )
    check_application(application)


def judge(case: Case, *, in_full: bool = True) -> Judgement:
    """What the law says of a case. Raises LawError where it cannot say: see ``check`` and ``app.law.sites``.

    Where not ``in_full``, what only papers use is left out: the open statement, whom to tell and what comes after.
    """
    check(case.application, case.as_at)
    rules = register(case.as_at)
    decision_maker = bodies(
        case.as_at, case.text("hwb.relevant"), case.text("hwb.integrated_care_board")
    ).decision_maker.name
    order = {found: place for place, found in enumerate(case.ledger)}
    return Judgement(
        duty=relevant_duty(case.application),
        findings=tuple(
            _finding(rule, case, decision_maker, order)
            for rule in rules
            if case.application.kind in rule.kinds
        ),
        flags=flags(case),
        statement=(
            open_statement(case.application, case)
            if in_full and isinstance(case.application, Consolidation)
            else None
        ),
        representations_citation=representations_citation(case.application),
        notifiees=notifiees(case) if in_full else (),
        follow_up=follow_up(case) if in_full else (),
    )


def _finding(rule: Rule, case: Case, decision_maker: str, order: Mapping[str, int]) -> Finding:
    """One rule put to a case. ``order``: the place of each item of evidence in the ledger."""
    watched = WatchedLedger(case.ledger)
    outcome = rule.outcome(Case(case.application, case.as_at, watched))
    return Finding(
        rule=rule.id,
        citation=rule.citation,
        asks=rule.asks,
        judge=rule.judge.named(decision_maker),
        verdict=outcome.verdict,
        reasons=outcome.reasons,
        evidence=tuple(sorted(watched.seen & order.keys(), key=order.__getitem__)),
        points_for=outcome.points_for,
        points_against=outcome.points_against,
        source=rule.source.words,
    )
