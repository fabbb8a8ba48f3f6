"""The board's own screen: which relocations may go down a delegated route because nothing much changes.

This is no law. It is a rule that a board sets and prints, so that a recommendation such as "delegate the answer to
relocations where there is no significant change" says what that means. Whether it may delegate at all is another matter:
see ``sign_off``.
"""

from collections.abc import Callable

from app.domain.applications import Relocation
from app.domain.findings import Screened, Verdict
from app.domain.flags import FLAGS
from app.domain.screens import Screen
from app.law.case import Case, Judgement
from app.law.figures import hours, people
from app.law.points import called, standards
from app.law.sign_off import by_an_officer


def printed(by: Screen) -> str:
    """The rule in words, to stand in the paper."""
    outside = _at_most(by.most_people_losing_the_standard, people, "nobody falls", "{} fall")
    closed = _at_most(by.most_hours_lost, hours, "no opening hours are", "{} of opening are")
    services = _at_most(by.most_services_lost, "{:g}".format, "no service is", "{} services are")
    flagged = "; ".join(FLAGS[flag] for flag in by.stopping_flags)
    return (
        "A relocation may be answered without going to the board where the new premises are no more than "
        f"{by.most_metres:,.0f} metres away on foot, {outside} outside an access standard, {closed} lost, "
        f"{services} lost and no test of the Regulations is "
        f"failed{f', and where none of this holds: {flagged}' if flagged else ''}. What is not known goes to "
        "the board."
    )


DEFAULT_SCREEN = Screen()
"""A starting point for a board to change, not a recommendation."""


def screen(
    case: Case, judgement: Judgement, own: Screen | None = None, flags: tuple[str, ...] = ()
) -> Screened:
    """Put a case through the board's ``own`` screen, else through the service's. ``flags`` are raised outside the law."""
    by = DEFAULT_SCREEN if own is None else own
    stops: list[str] = []
    if not isinstance(case.application, Relocation):
        stops.append(f"A {case.application.kind} is not a relocation.")
    stops += _too_much(case, by)
    stops += [
        f"Failed: {found.citation}." for found in judgement.findings if found.verdict is Verdict.NOT_MET
    ]
    raised = {*flags, *(flag.id for flag in judgement.flags)}
    stops += [f"Flagged: {FLAGS[flag]}." for flag in by.stopping_flags if flag in raised]
    return Screened(
        delegated=not stops,
        reasons=tuple(stops) or ("Nothing that the screen looks at changes more than it allows.",),
        warning=by_an_officer("An officer").text,
        rule=printed(by),
        own=own is not None,
    )


def _at_most(most: float, words: Callable[[float], str], none: str, some: str) -> str:
    return none if most == 0 else f"no more than {some.format(words(most))}"


def _walk(case: Case) -> str:
    """The evidence of the walk that the screen looks at: the most that it may be, where it is a range."""
    return "distance.walk.at_most" if "distance.walk.at_most" in case.ledger else "distance.walk"


def _too_much(case: Case, by: Screen) -> list[str]:
    limits = [
        (_walk(case), by.most_metres, "Distance on foot", "{:,.0f} metres".format),
        ("hours.lost", by.most_hours_lost, "Opening hours lost", hours),
        ("services.lost", by.most_services_lost, "Services lost", "{:g}".format),
    ]
    for standard in standards(case):
        what = f"People who fall outside the standard ({called(case, standard)})"
        limits.append((f"coverage.{standard}.lost", by.most_people_losing_the_standard, what, people))
    stops = [] if standards(case) else ["No access standard was measured."]
    for evidence, most, what, words in limits:
        value = case.number(evidence)
        if value is None:
            stops.append(f"{what}: not known.")
        elif value > most:
            stops.append(f"{what}: {words(value)}, more than the screen allows ({words(most)}).")
    return stops
