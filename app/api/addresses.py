"""Where things are: the one place that spells out paths."""

APPLICATIONS = "/v1/applications"
BASELINES = "/v1/baselines"
CASES = "/v1/cases"
RECHECKS = "/v1/rechecks"
LETTERS = ("relocation", "consolidation")
"""Kinds of application for which papers are drafted."""


def application(application_id: str) -> str:
    """The address of an application."""
    return f"{APPLICATIONS}/{application_id}"


def assessment(application_id: str, number: int) -> str:
    """The address of one assessment."""
    return f"{application(application_id)}/assessments/{number}"


def baseline(baseline_id: str) -> str:
    """The address of a baseline."""
    return f"{BASELINES}/{baseline_id}"


def baseline_version(baseline_id: str, version: int) -> str:
    """The address of one version of a registered baseline."""
    return f"{baseline(baseline_id)}?version={version}"


def recheck(run_id: str) -> str:
    """The address of a run of re-checks."""
    return f"{RECHECKS}/{run_id}"


def links(application_id: str, kind: str) -> dict[str, str | None]:
    """Where the papers of an application are. Relocations and consolidations have a letter, relocations a record too."""
    here = application(application_id)
    moves = kind == "relocation"
    written = kind in LETTERS
    return {
        "self": here,
        "assessments": f"{here}/assessments",
        "officer": f"{here}/officer",
        "letter_docx": f"{here}/letter.docx" if written else None,
        "letter_html": f"{here}/letter.html" if written else None,
        "no_response_docx": f"{here}/no-response.docx" if moves else None,
        "no_response_html": f"{here}/no-response.html" if moves else None,
    }
