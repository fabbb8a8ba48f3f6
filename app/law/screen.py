"""The board's own screen: which relocations may go down a delegated route because nothing much changes.

This is no law. It is a rule that a board sets and prints, so that a recommendation such as "delegate the answer to
relocations where there is no significant change" says what that means. Whether it may delegate at all is another matter:
see ``sign_off``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.applications import Relocation
from app.domain.findings import Screened, Verdict
from app.law.case import Case, Judgement
from app.law.figures import hours, people
from app.law.points import called, standards
from app.law.sign_off import sign_off_warning

HISTORIC_METRES = 500.0
"""Moves under 500 m on foot were close to automatic under the 2005 Regulations, regulation 7(3)."""

FLAGS_THAT_STOP = (
    "notice-misdirected",
    "deadline-passed",
    "distance-selling",
    "far-from-street",
    "extract-edge",
    "one-group-changes",
)


@dataclass(frozen=True)
class Screen:
    """What may change at most for a relocation to go down the delegated route. Distances in metres, on foot."""

    most_metres: float = HISTORIC_METRES
    most_people_losing_the_standard: float = 0
    most_hours_lost: float = 0
    most_services_lost: float = 0
    stopping_flags: tuple[str, ...] = FLAGS_THAT_STOP

    def printed(self) -> str:
        """The rule in one sentence, to stand in the paper."""
        outside = _at_most(self.most_people_losing_the_standard, people, "nobody falls", "{} fall")
        closed = _at_most(self.most_hours_lost, hours, "no opening hours are", "{} of opening are")
        services = _at_most(self.most_services_lost, "{:g}".format, "no service is", "{} services are")
        return (
            "A relocation may be answered without going to the board where the new premises are no more than "
            f"{self.most_metres:,.0f} metres away on foot, {outside} outside an access standard, {closed} "
            f"lost, {services} lost, no test of the Regulations is failed, and none of these is flagged: "
            f"{', '.join(self.stopping_flags)}. What is not known goes to the board."
        )


DEFAULT_SCREEN = Screen()
"""A starting point for a board to change, not a recommendation."""


def screen(
    case: Case, judgement: Judgement, by: Screen = DEFAULT_SCREEN, flags: tuple[str, ...] = ()
) -> Screened:
    """Put a case through the board's screen. ``flags`` are ids raised elsewhere than in the law."""
    stops: list[str] = []
    if not isinstance(case.application, Relocation):
        stops.append(f"A {case.application.kind} is not a relocation.")
    stops += _too_much(case, by)
    stops += [
        f"Failed: {found.citation}." for found in judgement.findings if found.verdict is Verdict.NOT_MET
    ]
    raised = {*flags, *(flag.id for flag in judgement.flags)}
    stops += [f"Flagged: {flag}." for flag in by.stopping_flags if flag in raised]
    warned = sign_off_warning("An officer")
    return Screened(
        delegated=not stops,
        reasons=tuple(stops) or ("Nothing that the screen looks at changes more than it allows.",),
        warning=warned.text,
    )


def _at_most(most: float, words: Callable[[float], str], none: str, some: str) -> str:
    return none if most == 0 else f"no more than {some.format(words(most))}"


def _too_much(case: Case, by: Screen) -> list[str]:
    limits = [
        ("distance.walk", by.most_metres, "Distance on foot", "{:,.0f} metres".format),
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
