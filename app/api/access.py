"""Who may ask for what: one rule for every address. What has no rule is not there."""

from dataclasses import dataclass
from functools import cache
from re import Pattern

from starlette.routing import compile_path

from app.api.addresses import APPLICATIONS, BASELINES, CASES, RECHECKS
from app.domain.accounts import Permission

OPEN = None
"""Anybody may ask, with no key."""

_READ, _DRAFT, _MOVE = Permission.READ, Permission.DRAFT, Permission.MOVE
_HERE = f"{APPLICATIONS}/{{application_id}}"
_CONSULTATION = f"{_HERE}/consultation"
_BASELINE = f"{BASELINES}/{{baseline_id}}"
_CASE, _NEW = "/cases/{application_id}", "/applications/new"
_RUN = f"{RECHECKS}/{{run_id}}"

API_RULES: dict[tuple[str, str], Permission | None] = {
    ("GET", "/health/live"): OPEN,
    ("GET", "/health/ready"): OPEN,
    ("GET", "/version"): OPEN,
    ("GET", "/metrics"): _READ,
    ("GET", APPLICATIONS): _READ,
    ("POST", APPLICATIONS): _DRAFT,
    ("GET", _HERE): _READ,
    ("GET", f"{_HERE}/assessments"): _READ,
    ("POST", f"{_HERE}/assessments"): _DRAFT,
    ("GET", f"{_HERE}/assessments/{{number}}"): _READ,
    ("GET", f"{_HERE}/officer"): _READ,
    ("PUT", f"{_HERE}/officer"): _DRAFT,
    ("GET", f"{_HERE}/case"): _READ,
    ("POST", f"{_HERE}/case/moves"): _MOVE,
    ("GET", f"{_HERE}/events"): _READ,
    ("GET", _CONSULTATION): _READ,
    ("PUT", _CONSULTATION): _DRAFT,
    ("GET", f"{_CONSULTATION}/suggestions"): _READ,
    ("GET", f"{_CONSULTATION}/consultees"): _MOVE,
    ("POST", f"{_CONSULTATION}/consultees"): _DRAFT,
    ("PUT", f"{_CONSULTATION}/consultees/{{consultee_id}}/contact"): _DRAFT,
    ("POST", f"{_CONSULTATION}/consultees/{{consultee_id}}/removal"): _DRAFT,
    ("GET", f"{_CONSULTATION}/links"): _MOVE,
    ("POST", f"{_CONSULTATION}/links"): _DRAFT,
    ("POST", f"{_CONSULTATION}/links/{{link_id}}/revocation"): _DRAFT,
    ("GET", f"{_CONSULTATION}/messages"): _MOVE,
    ("POST", f"{_CONSULTATION}/messages"): _DRAFT,
    ("GET", f"{_CONSULTATION}/answers"): _MOVE,
    ("POST", f"{_CONSULTATION}/answers"): _DRAFT,
    ("POST", f"{_CONSULTATION}/answers/{{number}}/redactions"): _DRAFT,
    ("GET", f"{_HERE}/letter.docx"): _READ,
    ("GET", f"{_HERE}/letter.html"): _READ,
    ("GET", f"{_HERE}/letter.pdf"): _READ,
    ("GET", f"{_HERE}/no-response.docx"): _READ,
    ("GET", f"{_HERE}/no-response.pdf"): _READ,
    ("GET", f"{_HERE}/no-response.html"): _READ,
    ("GET", f"{_HERE}/papers/{{paper}}.{{form}}"): _READ,
    ("GET", f"{_HERE}/lints"): _READ,
    ("POST", f"{_HERE}/letter/check"): _READ,
    ("GET", f"{_HERE}/map.geojson"): _READ,
    ("GET", f"{_HERE}/map.gpkg"): _READ,
    ("GET", CASES): _READ,
    ("POST", "/v1/assess"): _DRAFT,
    ("POST", "/v1/assess/letter.docx"): _DRAFT,
    ("POST", "/v1/assess/letter.html"): _DRAFT,
    ("POST", "/v1/assess/no-response.docx"): _DRAFT,
    ("POST", "/v1/assess/no-response.html"): _DRAFT,
    ("GET", BASELINES): _READ,
    ("POST", BASELINES): Permission.ADMINISTER,
    ("GET", _BASELINE): _READ,
    ("PUT", _BASELINE): Permission.ADMINISTER,
    ("GET", f"{_BASELINE}/versions"): _READ,
    ("POST", f"{_BASELINE}/statements"): Permission.ADMINISTER,
    ("POST", f"{_BASELINE}/retire"): Permission.ADMINISTER,
    ("GET", f"{_BASELINE}/removals"): _READ,
    ("GET", f"{_BASELINE}/removals.csv"): _READ,
    ("GET", f"{_BASELINE}/removals.geojson"): _READ,
    ("GET", f"{_BASELINE}/removals.gpkg"): _READ,
    ("GET", f"{_BASELINE}/recheck"): _READ,
    ("GET", RECHECKS): _READ,
    ("POST", RECHECKS): _DRAFT,
    ("GET", _RUN): _READ,
    ("GET", f"{_RUN}/events"): _READ,
    ("GET", f"{_RUN}/events.json"): _READ,
    ("POST", f"{_RUN}/cancel"): _DRAFT,
    ("POST", f"{_RUN}/resume"): _DRAFT,
    ("GET", f"{_RUN}/report.json"): _READ,
    ("GET", f"{_RUN}/changes.csv"): _READ,
    ("GET", f"{_RUN}/summary.{{form}}"): _READ,
    ("GET", "/v1/law"): _READ,
    ("GET", "/v1/audit"): Permission.ADMINISTER,
}
"""For programs: every one of these stands in the OpenAPI document."""

PAGE_RULES: dict[tuple[str, str], Permission | None] = {
    ("GET", "/"): _READ,
    ("GET", "/cases"): _READ,
    ("GET", _CASE): _READ,
    ("GET", f"{_CASE}/history"): _READ,
    ("GET", f"{_CASE}/moves/{{move}}"): _MOVE,
    ("POST", f"{_CASE}/moves/{{move}}"): _MOVE,
    ("GET", _NEW): _DRAFT,
    ("POST", _NEW): _DRAFT,
    ("GET", f"{_NEW}/{{draft_id}}"): _DRAFT,
    ("GET", f"{_NEW}/{{draft_id}}/notice-text"): _DRAFT,
    ("POST", f"{_NEW}/{{draft_id}}/notice-text"): _DRAFT,
    ("GET", f"{_NEW}/{{draft_id}}/suggestions"): _DRAFT,
    ("POST", f"{_NEW}/{{draft_id}}/suggestions"): _DRAFT,
    ("GET", f"{_NEW}/{{draft_id}}/questions/{{question}}"): _DRAFT,
    ("POST", f"{_NEW}/{{draft_id}}/questions/{{question}}"): _DRAFT,
    ("GET", f"{_NEW}/{{draft_id}}/check"): _DRAFT,
    ("POST", f"{_NEW}/{{draft_id}}/check"): _DRAFT,
    ("GET", f"{_NEW}/{{draft_id}}/delete"): _DRAFT,
    ("POST", f"{_NEW}/{{draft_id}}/delete"): _DRAFT,
    ("GET", "/docs"): _READ,
    ("GET", "/openapi.json"): _READ,
    ("GET", "/cases/{application_id}/assessment"): _READ,
    ("POST", "/cases/{application_id}/assessment"): _DRAFT,
    ("GET", "/cases/{application_id}/evidence"): _READ,
    ("GET", "/cases/{application_id}/officer"): _READ,
    ("GET", "/cases/{application_id}/officer/{section_id}"): _DRAFT,
    ("POST", "/cases/{application_id}/officer/{section_id}"): _DRAFT,
    ("GET", "/cases/{application_id}/papers"): _READ,
    ("POST", "/cases/{application_id}/papers/check"): _READ,
    ("GET", "/cases/{application_id}/papers/{paper}"): _READ,
    ("GET", "/cases/{application_id}/week/{standard}.svg"): _READ,
    ("GET", "/cases/{application_id}/map"): _READ,
    ("GET", "/cases/{application_id}/map.svg"): _READ,
    ("GET", "/cases/{application_id}/map.json"): _READ,
    ("GET", "/baselines"): _READ,
    ("GET", "/baselines/{baseline_id}"): _READ,
    ("GET", "/baselines/{baseline_id}/removals"): _READ,
    ("GET", "/baselines/{baseline_id}/removals.svg"): _READ,
    ("GET", "/baselines/{baseline_id}/removals.json"): _READ,
    ("GET", "/snapshots/{snapshot_id}"): _READ,
    ("GET", "/rechecks"): _READ,
    ("GET", "/rechecks/new"): _DRAFT,
    ("POST", "/rechecks/new"): _DRAFT,
    ("GET", "/rechecks/{run_id}"): _READ,
    ("POST", "/rechecks/{run_id}/cancel"): _DRAFT,
    ("POST", "/rechecks/{run_id}/resume"): _DRAFT,
    ("GET", "/assets/{name}"): OPEN,
    ("GET", "/accessibility"): OPEN,
    ("GET", "/law"): _READ,
    ("GET", "/privacy"): OPEN,
    ("GET", "/sign-in"): OPEN,
    ("POST", "/sign-in"): OPEN,
    ("POST", "/sign-in/provider"): OPEN,
    ("GET", "/sign-in/return"): OPEN,
    ("GET", "/sign-out"): OPEN,
    ("POST", "/sign-out"): OPEN,
    ("GET", "/signed-out"): OPEN,
    ("GET", "/cases/{application_id}/consultation"): _MOVE,
    ("GET", "/cases/{application_id}/consultation/dates"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/dates"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/links"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/links/{link_id}/revocation"): _DRAFT,
    ("GET", "/cases/{application_id}/consultation/consultees"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/consultees"): _DRAFT,
    ("GET", "/cases/{application_id}/consultation/consultees/{consultee_id}"): _MOVE,
    ("POST", "/cases/{application_id}/consultation/consultees/{consultee_id}/contact"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/consultees/{consultee_id}/removal"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/consultees/{consultee_id}/links"): _DRAFT,
    ("GET", "/cases/{application_id}/consultation/messages"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/messages"): _DRAFT,
    ("GET", "/cases/{application_id}/consultation/answers/new"): _DRAFT,
    ("POST", "/cases/{application_id}/consultation/answers/new"): _DRAFT,
    ("GET", "/cases/{application_id}/consultation/answers/{number}"): _MOVE,
    ("POST", "/cases/{application_id}/consultation/answers/{number}"): _DRAFT,
    # The token in the address is what lets somebody in; the words after it stand before the questions' ids.
    ("GET", "/consultations/{token}"): OPEN,
    ("POST", "/consultations/{token}/start"): OPEN,
    ("GET", "/respond/{token}"): OPEN,
    ("GET", "/respond/{token}/map.svg"): OPEN,
    ("GET", "/respond/{token}/check"): OPEN,
    ("POST", "/respond/{token}/send"): OPEN,
    ("GET", "/respond/{token}/sent"): OPEN,
    ("GET", "/respond/{token}/copy"): OPEN,
    ("GET", "/respond/{token}/copy.txt"): OPEN,
    ("GET", "/respond/{token}/later"): OPEN,
    ("GET", "/respond/{token}/{question_id}"): OPEN,
    ("POST", "/respond/{token}/{question_id}"): OPEN,
}
"""For people with a browser."""

RULES = API_RULES | PAGE_RULES
"""What each address asks for, by method and path. A path with ``application_id`` is for that case's boards only."""


FOR_PROGRAMS = ("/v1/", "/health/", "/metrics", "/version", "/openapi.json", "/assets/")
"""Where these addresses fail, the answer is a document, whoever asks; every other is a page."""


def is_page(path: str) -> bool:
    """Whether an address is a page for people."""
    return not path.startswith(FOR_PROGRAMS)


@dataclass(frozen=True)
class Found:
    """The rule for one request. ``methods`` are all that the path takes; ``method`` is None where it takes another."""

    path: str
    methods: tuple[str, ...]
    permission: Permission | None
    taken: bool
    application_id: str | None


def rule_for(method: str, path: str) -> Found | None:
    """The rule for a request, None where no rule has its path."""
    for template, pattern in _patterns().items():
        match = pattern.match(path)
        if match:
            methods = tuple(sorted(each for each, where in RULES if where == template))
            return Found(
                template,
                methods,
                RULES.get((method, template)),
                method in methods,
                match.groupdict().get("application_id"),
            )
    return None


@cache
def _patterns() -> dict[str, Pattern[str]]:
    return {path: compile_path(path)[0] for _, path in RULES}
