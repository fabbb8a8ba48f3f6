"""Every address of the API that changes something leaves an event; the others change nothing that is a record.

Pages go through the same doors: ``every_change_has_its_event`` in ``conftest`` watches every test of this folder.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from starlette.testclient import TestClient

from app.api.access import API_RULES
from app.store.tables import ApiKeyRow, CaseRow, SessionRow
from tests.functional.conftest import NOW
from tests.made_up.papers import baseline, consolidation

HERE = "/v1/applications/{application_id}"
OF = f"{HERE}/consultation"
KEEPS_NOTHING = {
    "/v1/assess",
    "/v1/assess/letter.docx",
    "/v1/assess/letter.html",
    "/v1/assess/no-response.docx",
    "/v1/assess/no-response.html",
    f"{HERE}/letter/check",
}
"""What these are sent is read, answered and forgotten."""
DATES = {"opens": "2026-05-04", "closes": "2026-06-08", "contact": "The public health team"}
HEALTHWATCH = {
    "name": "Healthwatch Westley",
    "group": "Healthwatch and community groups",
    "email": "office@example.org",
}
ENTRY = {"door": "letter", "received": "2026-05-04", "answer": {"who": "others", "uses": "Weekly."}}
STATEMENT = {"published": "2026-04-02", "under": "6(4)", "text": "No gap.", "localities": ["west"]}


class Walk:
    """Sends what changes something, and sees an event more each time."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self.walked: set[tuple[str, str]] = set()
        self.places: dict[str, str] = {}

    def events(self) -> int:
        """How many events there are, in a chain that is whole."""
        found = self._client.app.state.services.database.verify()  # type: ignore[attr-defined]
        assert found.faults == ()
        return int(found.events)

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        before = self.events()
        where = path.format(**self.places)
        answer = self._client.request(method, where, json=body, headers={"If-Match": "*"})
        assert answer.is_success, (path, answer.text)
        assert self.events() > before, path
        self.walked.add((method, path))
        return answer.json()


def test_each_address_that_changes_something_leaves_its_event(
    client: TestClient, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The run waits, so that it can be cancelled and resumed: nothing works it off.
    monkeypatch.setattr(client.app.state.services.runs, "start", lambda _: None)  # type: ignore[attr-defined]
    walk = Walk(client)
    walk.places["application_id"] = walk("POST", "/v1/applications", consolidation())["id"]
    walk("POST", f"{HERE}/assessments")
    walk("PUT", f"{HERE}/officer", {"signatory": "The Chair"})
    walk("PUT", OF, DATES)
    (consultee,) = walk("POST", f"{OF}/consultees", {"consultees": [HEALTHWATCH]})
    walk.places["consultee_id"] = consultee["id"]
    walk("PUT", f"{OF}/consultees/{{consultee_id}}/contact", {"email": "b@example.org"})
    walk.places["link_id"] = walk("POST", f"{OF}/links", {"consultee": consultee["id"]})["id"]
    walk("POST", f"{OF}/links/{{link_id}}/revocation", {})
    walk("POST", f"{OF}/messages", {"kind": "invitation"})
    walk("POST", f"{OF}/answers", ENTRY)
    walk.places["number"] = "1"
    walk("POST", f"{OF}/answers/{{number}}/redactions", {"reason": "Nothing to change.", "unchanged": True})
    walk("POST", f"{OF}/consultees/{{consultee_id}}/removal", {"reason": "asked twice"})
    walk("POST", f"{HERE}/case/moves", {"to": "drafted"})

    held = json.loads((data / "baselines" / "westley.json").read_bytes())["snapshot"]
    whole = {**baseline(held), "id": "westley-2026", "published": "2026-04-01"}
    walk.places["baseline_id"] = "westley-2026"
    walk("POST", "/v1/baselines", whole)
    walk("PUT", "/v1/baselines/{baseline_id}", {**whole, "note": "Corrected."})
    walk("POST", "/v1/baselines/{baseline_id}/statements", STATEMENT)
    walk.places["run_id"] = walk("POST", "/v1/rechecks", {"baseline": "westley-2026"})["id"]
    walk("POST", "/v1/rechecks/{run_id}/cancel")
    walk("POST", "/v1/rechecks/{run_id}/resume")
    walk("POST", "/v1/baselines/{baseline_id}/retire", {"reason": "Replaced."})

    changing = {(method, path) for method, path in API_RULES if method not in ("GET", "HEAD")}
    assert walk.walked == {each for each in changing if each[1] not in KEEPS_NOTHING}


def test_what_is_only_looked_at_leaves_no_event(client: TestClient) -> None:
    walk = Walk(client)
    before = walk.events()
    for path in ("/v1/assess", "/v1/assess/letter.html", "/v1/assess/letter.docx"):
        assert client.post(path, json={"application": consolidation()}).status_code == 200
    assert walk.events() == before
    assert client.get("/v1/applications").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (update(CaseRow).values(state="sent"), ["cases"]),
        (delete(ApiKeyRow), ["api_keys"]),
        (update(SessionRow).values(seen=NOW), []),
        (update(SessionRow).values(seen=NOW, expires=NOW), ["sessions"]),
    ],
)
def test_a_change_without_an_event_is_seen_by_the_watch_itself(
    client: TestClient, every_change_has_its_event: list[str], change: Any, told: list[str]
) -> None:
    """The watch that every other test relies on, shown to see what it is there for."""
    database: Any = client.app.state.services.database  # type: ignore[attr-defined]
    with database.session(writing=True) as session:
        session.execute(change)
    assert every_change_has_its_event == told
    every_change_has_its_event.clear()
