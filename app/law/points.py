"""The measured facts around a test that is left to people, in sentences that a board paper can carry.

A fact goes to one side only where its direction is plain (people who lose the standard, hours that nobody covers). How
far the sites are apart, or what the needs assessment says of housing, cuts either way: it is given as plain fact.
Nothing is weighed, and only what is known is named.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.evidence import Row
from app.law.case import Case
from app.law.figures import count, hours, listed, metres, minutes, people
from app.law.rule import Outcome, judgement

ACCESS_READS = (
    "distance.claimed",
    "distance.walk",
    "distance.walk.at_least",
    "distance.walk.at_most",
    "distance.straight",
    "alternatives.walk",
    "alternatives.straight",
    "coverage.<std>.lost",
    "coverage.<std>.lost.at_least",
    "coverage.<std>.lost.at_most",
    "coverage.<std>.gained",
    "coverage.<std>.may_lose",
    "affected.<std>.people",
    "affected.<std>.change_mean",
    "affected.<std>.change_worst",
    "route.on_the_way",
    "coverage.<std>.not_measured_near",
    "week.<std>.falls",
    "week.<std>.near_end",
    "hours.others",
)
PLACE_READS = (
    *ACCESS_READS,
    "coverage.<std>.not_measured",
    "affected.<std>.not_measured",
    "accustomed.<std>.people",
    "accustomed.<std>.before_mean",
    "accustomed.<std>.new_mean",
    "accustomed.<std>.change_mean",
    "accustomed.<std>.change_worst",
    "accustomed.<std>.nearer",
    "accustomed.<std>.on_the_way",
)
ENTRY_READS = (
    "near.walk",
    "near.straight",
    "nearest.walk",
    "nearest.straight",
    "coverage.<std>.gained",
    "coverage.<std>.lost",
    "coverage.<std>.not_measured_near",
    "nearer.<std>.people",
    "nearer.<std>.change_mean",
)
TOGETHER_READS = tuple(
    f"together.{name}"
    for name in ACCESS_READS
    if name.partition(".")[0] in ("alternatives", "coverage", "affected")
)
STAND_IN = "Who is accustomed to the existing site is not known here: those whose nearest pharmacy it is stand in for them."
CHOICE = (
    "What follows is about choice. It is no point on this test, which compares the new place with the old: pharmacies that "
    "remain and the needs assessment's standard of access do not answer it."
)
SAME_METRES, SAME_MINUTES = 5.0, 0.5
"""Changes smaller than these are spoken of as none."""
PROVISION_READS = ("hours.lost", "services.lost")
PNA_READS = (
    "pna.own",
    "hwb.relevant.name",
    "pna.gaps",
    "pna.finding",
    "pna.locality",
    "pna.housing",
    "housing.planned",
)


@dataclass
class Points:
    """Sentences gathered in order: plain facts, and those for and against the application."""

    facts: list[str] = field(default_factory=list)
    in_favour: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)

    def side(self, favourable: bool, sentence: str) -> None:
        """Enter one sentence on one side."""
        (self.in_favour if favourable else self.against).append(sentence)

    def outcome(self, *reasons: str) -> Outcome:
        """A test left to people: why, then the plain facts, with the points for and against."""
        return judgement(
            *reasons,
            *self.facts,
            points_for=tuple(self.in_favour),
            points_against=tuple(self.against),
        )


def access_points(case: Case, points: Points) -> None:
    """Distance, alternatives, coverage and how the trip changes for those who used the site that is left."""
    _distance(case, points)
    _on_the_way(case, points)
    change_points(case, points)
    for standard in standards(case):
        _week(case, standard, points)


def place_points(case: Case, points: Points) -> None:
    """Old place against new place, for those to whom the old is the nearest; beside it, as plain fact, what choice is left.

    The test compares two places. Which pharmacies remain, and whether people are within an assessment's standard of one of
    them, is no answer to it, and is a point on neither side.
    """
    _distance(case, points)
    _on_the_way(case, points)
    points.facts.append(STAND_IN)
    told_before: set[tuple[str, ...]] = set()
    for standard in standards(case):
        found = Points()
        _accustomed(case, standard, found)
        # The trip between two places does not depend on how many minutes a standard allows: each way of going is told once.
        words = (*found.facts, *found.in_favour, *found.against)
        if words not in told_before:
            told_before.add(words)
            points.facts += found.facts
            points.in_favour += found.in_favour
            points.against += found.against
    choice = Points()
    change_points(case, choice)
    for standard in standards(case):
        _week(case, standard, choice)
    told = (*choice.facts, *choice.in_favour, *choice.against)
    if told:
        points.facts += [CHOICE, *told]


def change_points(case: Case, points: Points) -> None:
    """Alternatives, coverage and how trips change: what can be said of several closures at once, too."""
    _alternatives(case, points)
    for standard in standards(case):
        _coverage(case, standard, points)
    for standard in standards(case):
        _affected(case, standard, points)


def entry_points(case: Case, points: Points) -> None:
    """What a new pharmacy would add: who stands near already, who would come within a standard, whose trip gets shorter.

    Pharmacies near by cut either way (choice that there is, provision that there is), and are given as plain fact.
    """
    for way, how in (("walk", "on foot"), ("straight", "in a straight line")):
        near, nearest = case.number(f"near.{way}"), case.number(f"nearest.{way}")
        if near is not None:
            what = count(near, "pharmacy stands", "pharmacies stand")
            points.facts.append(f"Within a mile of the site {how}, {what}.")
        if nearest is not None:
            points.facts.append(f"The nearest is {metres(nearest)} away {how}.")
    for standard in standards(case):
        name, gained = called(case, standard), case.number(f"coverage.{standard}.gained")
        if gained:
            points.side(True, f"{people(gained, start=True)} would newly come within the standard ({name}).")
        elif gained == 0:
            near = case.number(f"coverage.{standard}.not_measured_near")
            points.facts.append(
                f"Of those measured nobody would newly come within the standard ({name}); of {people(near)} near the site "
                "that is not known."
                if near
                else f"Nobody would newly come within the standard ({name})."
            )
        nearer = case.number(f"nearer.{standard}.people")
        change = f"nearer.{standard}.change_mean"
        shorter = _length(case, change, case.number(change))
        if nearer and shorter is not None:
            points.side(
                True, f"The site would be nearer to {people(nearer)}, by {shorter} on average ({name})."
            )


def provision_points(case: Case, points: Points) -> None:
    """Opening hours and services that would be lost or kept."""
    lost = case.number("hours.lost")
    if lost == 0:
        points.side(True, "No opening hours are lost: whenever the one site was open, the other will be.")
    elif lost is not None:
        points.side(
            False, f"The leaving site is open for {hours(lost)} in which the staying site will be closed."
        )
    services = case.number("services.lost")
    if services == 0:
        points.side(True, "No service of the leaving site is lost.")
    elif services is not None:
        names = tuple(str(row["service"]) for row in case.rows("services.lost"))
        points.side(
            False, f"The change loses {count(services, 'service', 'services')}{_named(names)} of that site."
        )


def pna_points(case: Case, points: Points, gaps_help: bool | None = False) -> None:
    """What the Pharmaceutical Needs Assessment says of the locality.

    ``gaps_help`` is whether a gap that it states speaks for the application; None where it speaks for neither side.
    """
    if case.truth("pna.own") is False:
        board = case.text("hwb.relevant.name") or "the board of the area"
        points.facts.append(
            f"What the Pharmaceutical Needs Assessment of {board} says is not known here: the one used is another's."
        )
    where = case.text("pna.locality") or "the locality"
    gaps = case.number("pna.gaps")
    if gaps is not None:
        stated = count(gaps, "gap", "gaps")
        sentence = f"The Pharmaceutical Needs Assessment states {stated} in {where}."
        if gaps_help is None:
            points.facts.append(sentence)
        else:
            points.side((gaps > 0) is gaps_help, sentence)
    finding = case.text("pna.finding")
    if finding is not None:
        points.facts.append(f"The Pharmaceutical Needs Assessment says of {where}: “{finding}”")
    housing = case.text("pna.housing")
    if housing is not None:
        points.facts.append(f"On planned housing the Pharmaceutical Needs Assessment says: “{housing}”")
    planned = case.number("housing.planned")
    if planned == 0:
        points.facts.append("The officers' record has no housing planned within a mile of the site.")
    elif planned is not None:
        what = count(planned, "home is", "homes are")
        points.facts.append(
            f"By the officers' record {what} planned within a mile of the site. Nobody who may live there is counted in any "
            "figure: residents are those of the census."
        )


def controlled_localities(case: Case) -> str:
    """What is known of controlled localities near the new premises."""
    found = case.number("controlled.within_1600m")
    if found is None:
        return "Controlled localities within 1.6 kilometres of the new premises were not looked for."
    names = listed(tuple(_with_boards(row) for row in case.rows("controlled.within_1600m")))
    near = count(found, "controlled locality lies", "controlled localities lie")
    return f"{near[0].upper()}{near[1:]} within 1.6 kilometres of the new premises{': ' if names else ''}{names}."


def _with_boards(row: Row) -> str:
    boards = row.get("boards")
    return f"{row['name']} (in the area of {boards})" if boards else str(row["name"])


def standards(case: Case) -> tuple[str, ...]:
    """Ids of the access standards on which the evidence measures coverage, in order."""
    return _standards(tuple(case.ledger))


@lru_cache(maxsize=64)
def _standards(evidence: tuple[str, ...]) -> tuple[str, ...]:
    # Many rules ask it of the same evidence, and most cases of a board have evidence of the same names.
    return tuple(
        key.removeprefix("coverage.").removesuffix(".lost")
        for key in evidence
        if key.startswith("coverage.") and key.endswith(".lost")
    )


def called(case: Case, standard: str) -> str:
    """A standard as the evidence calls it, "20 minutes, walk"; its id where the evidence gives no other name."""
    _, bracket, words = case.ledger[f"coverage.{standard}.lost"].what.rpartition("(")
    return words.removesuffix(")") if bracket else standard


WAYS = {"walk": "on foot", "drive": "by car", "straight line": "in a straight line"}


def way_of(case: Case, standard: str) -> str:
    """How a standard is measured, in words: "on foot"; as ``called`` has it where the evidence does not say."""
    name = called(case, standard)
    return WAYS.get(name.rpartition(", ")[2], name)


def _named(names: tuple[str, ...]) -> str:
    return f" ({listed(names)})" if names else ""


def _distance(case: Case, points: Points) -> None:
    walked, straight = case.number("distance.walk"), case.number("distance.straight")
    least, most = case.number("distance.walk.at_least"), case.number("distance.walk.at_most")
    if least is not None:
        how = f"at least {metres(least)}" if most is None else f"between {metres(least)} and {metres(most)}"
        points.facts.append(f"The two sites are {how} apart on foot, by which street a site stands on.")
    elif walked is not None:
        points.facts.append(f"The two sites are {metres(walked)} apart on foot.")
    elif straight is not None:
        points.facts.append(f"The two sites are {metres(straight)} apart in a straight line.")

    claimed = case.number("distance.claimed")
    if claimed is not None:
        points.facts.append(f"The papers claim a distance of {claimed:,.0f} metres.")


def _alternatives(case: Case, points: Points) -> None:
    for evidence, how in (("alternatives.walk", "on foot"), ("alternatives.straight", "in a straight line")):
        left = case.number(evidence)
        if left is not None:
            what = count(left, "pharmacy remains", "pharmacies remain")
            points.side(left > 0, f"Within a mile of the leaving site {how}, {what}.")


def _coverage(case: Case, standard: str, points: Points) -> None:
    lost, gained = (
        case.number(f"coverage.{standard}.lost"),
        case.number(f"coverage.{standard}.gained"),
    )
    near = case.number(f"coverage.{standard}.not_measured_near")
    may_lose = case.number(f"coverage.{standard}.may_lose")
    if may_lose:
        points.facts.append(
            f"Of {people(may_lose)} it cannot be told whether they would fall outside the standard "
            f"({called(case, standard)}): the streets of the data end nearer to them than any pharmacy that would be left."
        )
    least, most = (case.number(f"coverage.{standard}.lost.at_{end}") for end in ("least", "most"))
    if least is not None and most is not None and least < most:
        # Of a range no end is a point for or against.
        points.facts.append(
            f"By which street a site stands on, within the error of its point, {people(least)} to {people(most)} would fall "
            f"outside the standard ({called(case, standard)})."
        )
    elif lost == 0 and not may_lose and not near:
        points.side(True, f"No resident falls outside the standard ({called(case, standard)}).")
    elif lost == 0:
        # Nobody is known to: that is no point for it.
        if near:
            points.facts.append(
                f"Of those measured no resident falls outside the standard ({called(case, standard)}). Whether any of "
                f"{people(near)} who live near a site and are not measured would is not known."
            )
    elif lost is not None:
        points.side(
            False, f"{people(lost, start=True)} would fall outside the standard ({called(case, standard)})."
        )
    if gained:
        points.side(
            True,
            f"{people(gained, start=True)} would newly come within the standard ({called(case, standard)}).",
        )


def _affected(case: Case, standard: str, points: Points) -> None:
    mean = case.number(f"affected.{standard}.change_mean")
    worst = case.number(f"affected.{standard}.change_worst")
    who = case.number(f"affected.{standard}.people")
    whose = "Those whose nearest pharmacy was the leaving site"
    if who is not None:
        whose += f" ({people(who)})"
    name = called(case, standard)
    longer = _length(case, f"affected.{standard}.change_mean", mean)
    if mean is not None and longer is None:
        points.side(
            True,
            f"{whose} have a trip of about the same length on average, to the pharmacy that is nearest then ({name}).",
        )
    elif mean is not None:
        change = "longer" if mean > 0 else "shorter"
        points.side(
            mean < 0,
            f"{whose} have a trip {longer} {change} on average, to the pharmacy that is nearest then ({name}).",
        )
    farthest = _length(case, f"affected.{standard}.change_worst", worst)
    if worst is not None and worst > 0 and farthest is not None:
        points.side(False, f"For the worst placed of them it becomes {farthest} longer ({name}).")


def _accustomed(case: Case, standard: str, points: Points) -> None:
    here, name = f"accustomed.{standard}", way_of(case, standard)
    who = case.number(f"{here}.people")
    if who is None:
        points.facts.append(f"Their trips to the new place were not measured ({name}).")
        return
    if not who:
        unsure = any(case.number(f"{each}.{standard}.not_measured") for each in ("coverage", "affected"))
        whom = "Of those measured, the" if unsure else "The"
        points.facts.append(f"{whom} existing site is nobody's nearest pharmacy ({name}).")
        return
    nearer = case.number(f"{here}.nearer")
    if nearer:
        points.side(
            True,
            f"The new place is nearer for {people(nearer)} whose nearest pharmacy is the existing site ({name}).",
        )
    mean, worst = case.number(f"{here}.change_mean"), case.number(f"{here}.change_worst")
    longer = _length(case, f"{here}.change_mean", mean)
    them = f"those whose nearest pharmacy is the existing site ({people(who)})"
    if mean is None:
        points.side(False, f"For {them} no way to the new place was found ({name}).")
    elif longer is None:
        points.side(
            True, f"For {them} the trip to the new place is about as long as to the old on average ({name})."
        )
    else:
        change = "longer" if mean > 0 else "shorter"
        points.side(
            mean < 0,
            f"For {them} the trip to the new place is {longer} {change} on average than to the old{_means(case, here)} "
            f"({name}).",
        )
    farthest = _length(case, f"{here}.change_worst", worst)
    if worst is not None and worst > 0 and farthest is not None:
        points.side(False, f"For the worst placed of them it is {farthest} longer ({name}).")
    _on_their_way(case, standard, points)


def _means(case: Case, here: str) -> str:
    """Both mean trips, in words; empty where either is not known or too small to speak of."""
    before, new = (
        _length(case, f"{here}.{which}", case.number(f"{here}.{which}"))
        for which in ("before_mean", "new_mean")
    )
    return "" if before is None or new is None else f": {new} in place of {before}"


def _on_their_way(case: Case, standard: str, points: Points) -> None:
    """What the map states of their ways to the new place, by kind, with the most people who pass one such place."""
    most: dict[str, float] = {}
    for row in case.rows(f"accustomed.{standard}.on_the_way"):
        what, who = str(row["what"]), float(str(row["people"]))
        most[what] = max(who, most.get(what, 0.0))
    if most:
        told = "; ".join(f"{what} (one such place is passed by {people(who)})" for what, who in most.items())
        points.facts.append(f"Of their ways to the new place the map states: {told}.")


def _length(case: Case, evidence: str, change: float | None) -> str | None:
    """A change in words by its own unit, metres or minutes; None where it is not known or too small to speak of."""
    if change is None:
        return None
    if case.ledger[evidence].unit == "minutes":
        return None if abs(change) < SAME_MINUTES else minutes(abs(change))
    return None if abs(change) < SAME_METRES else metres(abs(change))


def _week(case: Case, standard: str, points: Points) -> None:
    falls = case.number(f"week.{standard}.falls")
    silent, near = case.number("hours.others"), case.number(f"week.{standard}.near_end")
    if silent or near:
        # Bounds are for nobody and against nobody: what of them is certain is told as a fact.
        if falls:
            whichever = (
                *(("whichever of the pharmacies whose hours are not known are open",) if silent else ()),
                *(
                    ("whatever is open where the streets of the data end and it has no way on",)
                    if near
                    else ()
                ),
            )
            points.facts.append(
                f"In {hours(falls)} fewer people are within the standard ({called(case, standard)}) of an open pharmacy, "
                f"{listed(whichever)}."
            )
        return
    if falls == 0:
        points.side(
            True, f"At no hour of the week are fewer people within the standard ({called(case, standard)})."
        )
    elif falls is not None:
        points.side(
            False,
            f"In {hours(falls)} fewer people are within the standard ({called(case, standard)}) of an open pharmacy.",
        )


def _on_the_way(case: Case, points: Points) -> None:
    told = {
        f"{row['what']} ({row['street']})" if row["street"] else str(row["what"]): None
        for row in case.rows("route.on_the_way")
    }
    if told:
        points.facts.append(f"Of the walk between the two sites the map states: {'; '.join(told)}.")
