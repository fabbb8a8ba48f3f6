"""Regulation 31: refusal because the premises are, or adjoin, premises from which the same service is given already.

It reaches routine and excepted applications, but not consolidations. Read by the letter it bites on a pharmacy that moves
next door, as the applicant's own shop is adjacent; yet the old listing ends when the new one starts, so that there is
never a second service. The engine therefore asks for the explanation that Schedule 2, paragraph 6 requires and never
concludes a refusal. That reading is the authors' own and was not found in any decision.

Premises listed to anybody count ("which may or may not be the applicant"). They are looked for by their points, which may
be out by tens of metres: who may be next door is named, with how far the points may be out.
"""

from app.domain.applications import Consolidation
from app.domain.evidence import Row
from app.law.case import AnyApplication, Case
from app.law.figures import listed, metres
from app.law.rule import (
    NOTIFIABLE,
    READ_2019,
    Judge,
    Outcome,
    Source,
    does_not_apply,
    judgement,
    rule,
    silent,
)

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


@rule(
    "reg31",
    "regulation 31, with Schedule 2, paragraph 6",
    "If the new premises are, adjoin or are close to listed premises, the services are not to be treated as "
    "part of the service already given there.",
    judge=Judge.REFUSES,
    kinds=NOTIFIABLE,
    source=Source(
        f"{READ_2019.words}; that a move next door need not be refused is the authors' own reading"
    ),
    reads=NEARNESS_READS,
)
def not_the_same_site(application: AnyApplication, case: Case) -> Outcome:
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
        return silent(
            *near,
            "The papers hold no explanation under Schedule 2, paragraph 6. Ask for it. Of an old site of its "
            "own the applicant may say that the old listing ends when the new one starts.",
        )
    looked_for = case.number("site.staying.adjacent") is not None
    if own_site(case) is None and not looked_for:
        return silent(
            "Neither the papers nor any measurement say how close the new premises are to listed premises."
        )
    return does_not_apply(
        f"No listed premises were found within {ADJACENT_METRES:g} metres of the new premises."
        if looked_for
        else "The two sites are farther apart. Whether other listed premises are close was not looked for."
    )


RULES = (not_the_same_site,)
