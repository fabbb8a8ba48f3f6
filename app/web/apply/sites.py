"""The pages about one site: where it is, how it is listed, when it is open, what it gives."""

from app.web.apply.fields import Field, How, Question

NAMES = {
    "existing": ("The premises that are left", "the premises that are left"),
    "proposed": ("The premises moved to", "the premises moved to"),
    "continuing": ("The site that continues", "the site that continues"),
    "closing": ("The site that closes", "the site that closes"),
    "premises": ("The premises", "the premises"),
}
"""The sites of an application by their field: as a heading and within a sentence."""

CONTRACTS = (
    ("community", "Community pharmacy"),
    ("lps", "Local pharmaceutical services (LPS)"),
    ("appliance", "Appliance contractor"),
    ("unknown", "The papers do not say"),
)


def site_pages(site: str) -> tuple[Question, ...]:
    """The pages about a site of the document."""
    section, the = NAMES[site]
    checks = Question(
        f"{site}-checks",
        section,
        f"Check {the} against the pharmacy list",
        (
            Field(
                f"{site}.listed_as",
                How.LISTED,
                "Which premises of the pharmacy list is it?",
                "On the pharmacy list as",
                "Answer where the code, the name or the address in the papers is not the list’s. Until it is known, no "
                "figure of access is given.",
                silent=False,
            ),
            Field(
                f"{site}.measured_at",
                How.CHOICE,
                "Where is it to be measured, if the list has it elsewhere than the papers?",
                "Measured from",
                "The place in the papers is measured unless you choose the list’s.",
                options=(("papers", "The place in the papers"), ("list", "The place on the pharmacy list")),
                silent=False,
            ),
            Field(
                f"{site}.hours_checked",
                How.CHOICE,
                "Are hours right that look like a slip?",
                "Hours that look like a slip",
                "For example, a day that opens at 9am and shuts at 5.30am. They count as not known until somebody says "
                "that they are right.",
                options=(("yes", "Yes, they are as written"), ("no", "No, or I do not know")),
                silent=False,
            ),
        ),
        text="These are your answers, not the papers’. Leave them empty if nothing is in question.",
    )
    return (
        Question(f"{site}-place", section, f"Name and address of {the}", _place(site)),
        Question(
            f"{site}-door",
            section,
            f"Has somebody measured the door of {the}?",
            _door(site),
            text="Leave all four empty to measure from the postcode, or the street. A postcode’s point can be tens of "
            "metres from the door, so a move of a few metres cannot be measured from postcodes.",
        ),
        Question(f"{site}-listing", section, f"NHS listing of {the}", _listing(site)),
        Question(
            f"{site}-hours",
            section,
            f"Opening hours of {the}",
            (
                Field(f"{site}.hours", How.WEEK, "All opening hours", "Opening hours", _HOURS),
            ),
            text="Give all opening hours, core and supplementary together.",
        ),
        Question(
            f"{site}-core-hours",
            section,
            f"Core hours of {the}",
            (
                Field(f"{site}.core_hours", How.WEEK, "Core hours", "Core hours", _HOURS),
                Field(
                    f"{site}.hours_directed",
                    How.YES_NO,
                    "Do directions of NHS England or the integrated care board fix the opening hours?",
                    "Hours fixed by directions",
                    "For example, at a former 100-hour pharmacy.",
                ),
            ),
            text="Core hours are the part of the opening hours that the contract asks for.",
        ),
        Question(
            f"{site}-services",
            section,
            f"Services given at {the}",
            (
                Field(
                    f"{site}.services",
                    How.SERVICES,
                    "Which services do the papers name?",
                    "Services",
                    "Choose all that the papers name. Those listed were in force on the date of the notice.",
                ),
            ),
        ),
        Question(
            f"{site}-visiting",
            section,
            f"Visiting {the}",
            (
                Field(f"{site}.step_free_access", How.YES_NO, "Is there step-free access?", "Step-free access"),
                Field(
                    f"{site}.consultation_room",
                    How.YES_NO,
                    "Is there a room for consultations in private?",
                    "Consultation room",
                ),
                Field(
                    f"{site}.walk_in_use",
                    How.LINE,
                    "What the papers say of people who walk in",
                    "Use by people who walk in",
                    "In their words. It is quoted in papers.",
                ),
                Field(
                    f"{site}.parking",
                    How.LINE,
                    "What the papers say of parking",
                    "Parking",
                    "In their words. It is quoted in papers.",
                ),
            ),
        ),
        checks,
    )  # fmt: skip


_HOURS = (
    "Write each day like 09:00-17:30, or 09:00-13:00, 14:00-17:30 with a break, or closed. Leave a day empty where you "
    "have not looked or the papers do not say."
)


def _place(site: str) -> tuple[Field, ...]:
    fields = (
        Field(f"{site}.name", How.LINE, "Trading name", "Trading name", required=True),
        Field(
            f"{site}.address",
            How.LINE,
            "Address",
            "Address",
            "On one line, without the postcode. If the papers give none, say so here.",
            required=True,
        ),
        Field(
            f"{site}.postcode",
            How.LINE,
            "Postcode",
            "Postcode",
            "For example, BH15 1DN. If the papers give none, tick the box, and give the street below or the door’s point on "
            "the next page. With neither, nothing that turns on the place is measured.",
            narrow=10,
        ),
        Field(
            f"{site}.street",
            How.LINE,
            "Street on the map",
            "Street on the map",
            "Only if there is no postcode: the name of the street as the map has it, without the number.",
        ),
    )
    estimate = Field(
        f"{site}.address_is_best_estimate",
        How.TICK,
        "The papers call this address a best estimate",
        "Best estimate of the address",
        "Only a routine application may give one.",
    )
    return (*fields, estimate) if site in ("proposed", "premises") else fields


def _door(site: str) -> tuple[Field, ...]:
    return (
        Field(
            f"{site}.point.easting",
            How.NUMBER,
            "Easting",
            "Easting of the door",
            "Metres on the British National Grid, such as 401439",
            narrow=10,
        ),
        Field(
            f"{site}.point.northing",
            How.NUMBER,
            "Northing",
            "Northing of the door",
            "Metres on the British National Grid, such as 91040",
            narrow=10,
        ),
        Field(
            f"{site}.point.source",
            How.LINE,
            "Where the point comes from",
            "Source of the point",
            "For example, measured at the door on a site visit. It is printed beside every figure.",
        ),
        Field(
            f"{site}.point.error_m",
            How.NUMBER,
            "How many metres it may be out",
            "Error of the point",
            "Leave empty if this is not known.",
            narrow=5,
        ),
    )


def _listing(site: str) -> tuple[Field, ...]:
    return (
        Field(
            f"{site}.ods_code",
            How.LINE,
            "ODS code",
            "ODS code",
            "The code under which the NHS lists the premises, such as FNF64.",
            narrow=10,
        ),
        Field(
            f"{site}.contractor",
            How.LINE,
            "Contractor",
            "Contractor",
            "Who holds the contract.",
        ),
        Field(
            f"{site}.contract_type",
            How.CHOICE,
            "What kind of contract is it?",
            "Contract",
            options=CONTRACTS,
            silent=False,
        ),
        Field(
            f"{site}.distance_selling",
            How.YES_NO,
            "Are these distance-selling premises?",
            "Distance selling",
            "Patients do not visit distance-selling premises to get medicines.",
        ),
    )
