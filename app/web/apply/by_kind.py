"""The pages that only some kinds of application have: what changes, and what the applicant says and undertakes."""

from app.domain.applications import Route
from app.domain.other_applications import Basis
from app.web.apply.fields import Field, How, Question

CHANGE, LAW = "The change", "What the applicant says and undertakes"
EMPTY = "Leave empty what you have not looked for."


def _yes_no(path: str, label: str, name: str, hint: str = "") -> Field:
    return Field(path, How.YES_NO, label, name, hint)


_CLAIMS = Question(
    "claims",
    CHANGE,
    "What do the papers claim of the change?",
    (
        Field("claims.distance_m", How.NUMBER, "Metres between the two sites", "Distance claimed, in metres", narrow=10),
        Field(
            "claims.walk_minutes", How.NUMBER, "Minutes on foot between the two sites", "Walk claimed, in minutes", narrow=5
        ),
        Field(
            "claims.alternatives_within_a_mile",
            How.WHOLE,
            "Pharmacies left within a mile of the site that is left",
            "Pharmacies claimed to be left within a mile",
            narrow=5,
        ),
    ),
    text=f"These are set beside what is measured. {EMPTY}",
)  # fmt: skip

_HOURS_KEPT = _yes_no(
    "hours_kept",
    "Does the applicant undertake that opening hours stay as they are?",
    "Hours stay as they are",
)

_ADJACENCY = Field(
    "adjacency_explanation",
    How.TEXT,
    "Why do the same or adjacent premises not stand in the way?",
    "Explanation for the same or adjacent premises",
    f"Regulation 31 and Schedule 2, paragraph 6. {EMPTY}",
)

_RELOCATION = (
    _CLAIMS,
    Question(
        "undertakings",
        LAW,
        "What does the applicant undertake?",
        (
            _yes_no(
                "same_services",
                "The same services at the new premises",
                "Same services",
                "Regulation 24(1)(d)",
            ),
            _HOURS_KEPT,
            _yes_no("uninterrupted", "No interruption of services", "No interruption", "Regulation 24(1)(e)"),
            Field(
                "interruption",
                How.TEXT,
                "If services are interrupted, for how long and why",
                "Interruption",
                EMPTY,
            ),
            _yes_no(
                "same_directed_hours_undertaken",
                "The same core hours, where directions fix the hours of the old premises",
                "Same directed hours",
                "Regulation 65A(3)",
            ),
            _yes_no(
                "consents_to_removal_from_old_list",
                "On a move into another board’s area, consent to removal from the old list",
                "Consent to removal from the old list",
                "Regulation 24(2)(g)",
            ),
        ),
    ),
    Question(
        "ownership",
        LAW,
        "Does the business change hands with the move?",
        (
            _yes_no(
                "changes_hands",
                "The applicant takes the business over from its present owner and moves it",
                "Changes hands with the move",
                "Regulation 26(2). The applicant need not be on a list yet",
            ),
            _yes_no(
                "business_carried_on",
                "If so, does the applicant carry on the present owner’s business in its place?",
                "Business carried on",
                "Regulation 26(2)(b)",
            ),
            _yes_no(
                "seller_has_ceased",
                "If so, has the present owner stopped giving services at the old premises?",
                "Present owner has stopped",
                "Regulation 26(2)(a)",
            ),
        ),
    ),
    Question(
        "history",
        LAW,
        "What do the papers say of the old premises’ past?",
        (
            Field(
                "last_relocated",
                How.DATE,
                "When they were last relocated without significant change",
                "Last relocated",
                f"Regulation 24(3)(c). {EMPTY}",
            ),
            _yes_no(
                "last_relocation_good_cause",
                "Is a further move within 12 months accepted as necessary for good cause?",
                "Good cause for a further move",
                "Regulation 24(3)(c)",
            ),
            _yes_no(
                "granted_under_retail_area_exemption",
                "Were they granted under the 2005 exemption for approved retail areas?",
                "Retail area exemption",
                "Regulation 24(3)(a)",
            ),
            _yes_no("stays_in_retail_area", "Do the new premises stay in that retail area?", "Stays in the retail area"),
            _yes_no(
                "granted_under_one_stop_exemption",
                "Were they granted under the 2005 exemption for one-stop primary care centres?",
                "One-stop centre exemption",
                "Regulation 24(3)(b)",
            ),
            _yes_no(
                "moves_with_all_gp_providers",
                "Do all the GP providers of that centre move too?",
                "All GP providers move too",
            ),
        ),
    ),
    Question("adjacency", LAW, "The same or adjacent premises", (_ADJACENCY,)),
)  # fmt: skip

_CONSOLIDATION = (
    Question(
        "route",
        CHANGE,
        "Who applies, and who owns the sites?",
        (
            Field(
                "route",
                How.CHOICE,
                "Which contractor applies?",
                "Who applies",
                "Regulation 26A(3) and (4)",
                options=(
                    (Route.CONTINUING_CONTRACTOR, "The contractor of the site that continues"),
                    (Route.CLOSING_CONTRACTOR, "The contractor of the site that closes"),
                ),
            ),
            _yes_no("same_owner", "Does one contractor hold both sites?", "One contractor holds both"),
            _yes_no(
                "change_of_ownership_included",
                "Does the application include a change of ownership?",
                "Change of ownership included",
                "Needed where the owners differ: regulation 26A(3)(b) and (4)",
            ),
        ),
    ),
    _CLAIMS,
    Question(
        "hours-after",
        CHANGE,
        "Opening hours of the site that continues, after the change",
        (
            Field(
                "continuing_hours_after",
                How.WEEK,
                "Opening hours after the change",
                "Hours after the change",
                "Write each day like 09:00-17:30, or closed. Leave every day empty where the hours will not "
                "differ.",
            ),
        ),
    ),
    Question(
        "services-after",
        CHANGE,
        "Services and staff after the change",
        (
            Field(
                "services_added",
                How.LINES,
                "Services that the applicant undertakes to add",
                "Services added",
                "One service on a line.",
            ),
            _yes_no(
                "enhanced_services_uninterrupted",
                "Do enhanced services that move go on without interruption?",
                "Enhanced services go on",
                "Regulation 26A(6)(a)",
            ),
            Field(
                "services_added_unnamed",
                How.WHOLE,
                "How many more services the applicant undertakes to add without naming them",
                "Services added without a name",
                "1 where the papers speak of one more service.",
                narrow=5,
            ),
            _HOURS_KEPT,
            _yes_no(
                "services_kept",
                "Does the applicant undertake that all services of both sites go on?",
                "All services go on",
            ),
            _yes_no(
                "staffing_stated",
                "Do the papers say anything of staffing after the change?",
                "Staffing stated",
            ),
        ),
    ),
    Question(
        "consents",
        LAW,
        "Who consents?",
        (
            _yes_no(
                "removal_consented_by_continuing",
                "Does the contractor of the site that continues consent to the other leaving the list?",
                "Continuing contractor consents to removal",
            ),
            _yes_no(
                "removal_consented_by_closing",
                "Does the contractor of the site that closes consent to its leaving the list?",
                "Closing contractor consents to removal",
            ),
            _yes_no(
                "ownership_change_consented",
                "Does the contractor who gives up a site consent to the change of ownership?",
                "Change of ownership consented",
                "Regulation 26A(6)(b) and (7)",
            ),
        ),
    ),
    Question(
        "undertakings",
        LAW,
        "If the contractor of the closing site applies, what does it undertake?",
        (
            _yes_no(
                "continuing_business_carried_on",
                "To carry on the business at the site that continues",
                "Business carried on",
            ),
            _yes_no(
                "same_services_at_continuing", "To give the same services there", "Same services at the site"
            ),
            _yes_no("continuing_uninterrupted", "Not to interrupt services there", "No interruption"),
        ),
        text="Regulation 26A(7). Skip this page where the contractor of the continuing site applies.",
    ),
    Question(
        "considered-with",
        LAW,
        "Is it considered together with other applications?",
        (
            Field(
                "considered_with",
                How.LINES,
                "References of the other applications",
                "Considered with",
                "One on a line. Regulation 26A(8). Leave empty if there are none.",
            ),
        ),
    ),
)  # fmt: skip

_LISTED = _yes_no(
    "already_listed",
    "Is the applicant on a pharmaceutical list for the area already?",
    "Already on the list",
)
_BASIS = (
    Field(
        "basis",
        How.CHOICE,
        "On what does the application rest?",
        "Rests on",
        options=tuple((basis.value, basis.value.capitalize()) for basis in Basis),
    ),
    _yes_no(
        "presupposes_consolidation_gap",
        "Does the applicant rely on a gap left by a consolidation?",
        "Relies on a consolidation’s gap",
        "Regulation 18(2)(g)",
    ),
    Field("consolidation_granted", How.DATE, "When that consolidation was granted", "Consolidation granted", EMPTY),
)  # fmt: skip


def _other(kind: str) -> tuple[Question, ...]:
    fields = (*_BASIS, _LISTED) if kind == "routine entry" else (_LISTED,)
    pages: tuple[Question, ...] = (
        Question("basis", LAW, "What do the papers say of the application?", fields),
    )
    if kind in ("routine entry", "distance-selling entry"):
        pages = (*pages, Question("adjacency", LAW, "The same or adjacent premises", (_ADJACENCY,)))
    return pages


def pages_after_sites(kind: str) -> tuple[Question, ...]:
    """The pages of a kind that follow those about its sites."""
    return {"relocation": _RELOCATION, "consolidation": _CONSOLIDATION}.get(kind) or _other(kind)
