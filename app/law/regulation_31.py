"""Regulation 31: refusal because the premises are, or adjoin, premises from which the same service is given already.

Whom it reaches changed twice. To 31 March 2014 paragraph (1) named applications for inclusion in a list, or for inclusion
also in respect of further premises; from 1 April 2014 any routine or excepted application (SI 2014/417, regulation 10);
since 5 December 2016 consolidations are left out (SI 2016/1077, regulation 8). Paragraph (2) has stood throughout.

Read by the letter it bites on a pharmacy that moves next door, as the applicant's own shop is adjacent; yet the old listing
ends when the new one starts, so that there is never a second service. The engine therefore asks for the explanation that
Schedule 2, paragraph 6 requires and never concludes a refusal. That reading is the authors' own and was not found in any
decision.

Premises listed to anybody count ("which may or may not be the applicant"). They are looked for by their points, which may
be out by tens of metres: who may be next door is named, with how far the points may be out.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from app.domain.applications import Consolidation, Relocation
from app.domain.evidence import Row
from app.law.case import AnyApplication, Case
from app.law.figures import listed, metres
from app.law.period import CONSOLIDATIONS_IN_FORCE, REGULATIONS_IN_FORCE
from app.law.rule import (
    CONSOLIDATION,
    NOTIFIABLE,
    Judge,
    Outcome,
    Rule,
    does_not_apply,
    judgement,
    not_known,
    rule,
    unsaid,
)
from app.law.sources import LATER_IN_PART, MADE_2013, SI_2014_417, SI_2016_1077, TEXT_2019, Source, read_in

ADJACENT_METRES = 50.0
"""Sites no farther apart than this are taken to be adjacent or close, to be looked at: neither word is defined."""

NEARNESS_READS = (
    "distance.straight",
    "distance.claimed",
    "site.staying.adjacent",
    "papers:adjacency_explanation",
)


def own_site(case: Case) -> float | None:
    """Metres between the two sites of a move, the smaller of claimed and measured; None where neither is known."""
    known = [
        one for one in (case.number("distance.claimed"), case.number("distance.straight")) if one is not None
    ]
    return min(known, default=None)


def neighbours(case: Case) -> tuple[str, ...]:
    """In a sentence each: the applicant's own old site and other listed premises that are or may be next door."""
    apart = own_site(case)
    own = (
        (f"The new premises are {metres(apart)} from the existing premises.",)
        if apart is not None and apart <= ADJACENT_METRES
        else ()
    )
    rows = case.rows("site.staying.adjacent")
    return (*own, *_of_others(rows, within=True), *_of_others(rows, within=False))


def _of_others(rows: tuple[Row, ...], *, within: bool) -> tuple[str, ...]:
    named = tuple(_named(row) for row in rows if row["within"] is within)
    if not named:
        return ()
    how = "are" if within else "may, as far as their points can be trusted, be"
    return (f"Other listed premises {how} within {ADJACENT_METRES:g} metres: {listed(named)}.",)


def _named(row: Row) -> str:
    out = row["error_m"]
    error = f"the points may be out by {out:.0f} metres together" if isinstance(out, float) else "by points"
    return f"{row['name']}, {row['postcode']} ({metres(float(str(row['metres'])))} away; {error})"


OWN_READING = "that a move next door need not be refused is the authors' own reading"
REACHES_ALL = date(2014, 4, 1)
"""SI 2014/417, regulation 10."""
ASKS = (
    "If the new premises are, adjoin or are close to listed premises, the services are not to be treated as "
    "part of the service already given there."
)
BEFORE_2014 = (
    "To 31 March 2014 the regulation named applications for inclusion in a list, or for inclusion also in respect "
    "of further premises. Whether that reached a move inside one area is for the decision-maker."
)

Test = Callable[[AnyApplication, Case], Outcome]


def same_site(application: AnyApplication, case: Case) -> Outcome:
    """Needs the applicant's explanation where premises are close; the verdict is never a refusal."""
    if isinstance(application, Consolidation):
        return does_not_apply("Consolidations are left out of regulation 31.")
    near = neighbours(case)
    explanation = application.adjacency_explanation
    if explanation:
        return judgement(
            "The applicant explains why regulation 31 should not bite; whether it is reasonable to treat the "
            "two as one service is for the decision-maker.",
            *near,
            points_for=(f"The applicant's explanation: {explanation}",),
        )
    if near:
        found = unsaid(
            case, "adjacency_explanation", "why regulation 31 should not bite (Schedule 2, paragraph 6)"
        )
        return replace(
            found,
            reasons=(
                *near,
                *found.reasons,
                "Ask for it. Of its own old site the applicant may say that the old listing ends as the new one starts.",
            ),
        )
    looked_for = case.number("site.staying.adjacent") is not None
    if own_site(case) is None and not looked_for:
        return not_known(
            "Neither the papers nor any measurement say how close the new premises are to listed premises."
        )
    return does_not_apply(
        f"No listed premises were found within {ADJACENT_METRES:g} metres of the new premises."
        if looked_for
        else "The two sites are farther apart. Whether other listed premises are close was not looked for."
    )


def same_site_before_2014(application: AnyApplication, case: Case) -> Outcome:
    """The same, with what is doubtful of a move inside one area."""
    found = same_site(application, case)
    return (
        replace(found, reasons=(*found.reasons, BEFORE_2014))
        if isinstance(application, Relocation)
        else found
    )


def _worded(test: Test, citation: str, since: date | None, until: date | None, source: Source) -> Rule:
    kinds = (
        NOTIFIABLE if since == CONSOLIDATIONS_IN_FORCE else tuple(k for k in NOTIFIABLE if k != CONSOLIDATION)
    )
    return rule(
        "reg31",
        citation,
        ASKS,
        judge=Judge.REFUSES,
        kinds=kinds,
        since=since or REGULATIONS_IN_FORCE,
        until=until,
        source=source,
        reads=NEARNESS_READS,
    )(test)


RULES = (
    _worded(
        same_site_before_2014,
        "regulation 31, with Schedule 2, paragraph 6, as it stood to 31 March 2014",
        None,
        REACHES_ALL - timedelta(days=1),
        read_in(MADE_2013, caveat=OWN_READING),
    ),
    _worded(
        same_site,
        "regulation 31, with Schedule 2, paragraph 6, as amended by SI 2014/417",
        REACHES_ALL,
        CONSOLIDATIONS_IN_FORCE - timedelta(days=1),
        read_in(SI_2014_417, TEXT_2019, caveat=OWN_READING),
    ),
    _worded(
        same_site,
        "regulation 31, with Schedule 2, paragraph 6",
        CONSOLIDATIONS_IN_FORCE,
        None,
        read_in(SI_2016_1077, TEXT_2019, caveat=f"{LATER_IN_PART}; {OWN_READING}"),
    ),
)
