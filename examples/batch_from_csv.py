"""Submit a batch of applications from a CSV file, assess each, and write the letters. Needs Python 3.11 and requests.

    python examples/batch_from_csv.py examples/applications.csv --server http://127.0.0.1:8000 --out letters

The key, where the service asks for one, is taken from the environment variable PHARMACY_KEY.

Each row is an application. Each heading is a field of POST /v1/applications with dots for what is inside what
("notice.dated", "existing.hours.monday"); examples/README.md explains them. An empty cell is left out: never guessed.

What goes wrong with a row is printed by row and column, and the other rows go on. Run it again to resume: what was taken in
is in progress.csv in the folder of the letters, and sent with an Idempotency-Key besides, so that nothing is taken in twice.
Exit status: 0 where every row has its letters, 1 where a row has none, 2 where nothing could be done.
"""

import argparse
import csv
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import requests

NUMBERS = {
    "easting", "northing", "error_m", "distance_m", "walk_minutes", "alternatives_within_a_mile",
    "services_added_unnamed",
}  # fmt: skip
LISTS = {"listed_as", "services", "services_added", "not_stated", "notified", "considered_with"}
YES_NO = {
    "address_is_best_estimate", "already_listed", "business_carried_on", "change_of_ownership_included", "changes_hands",
    "consents_to_removal_from_old_list", "consultation_room", "continuing_business_carried_on", "continuing_uninterrupted",
    "distance_selling", "enhanced_services_uninterrupted", "granted_under_one_stop_exemption",
    "granted_under_retail_area_exemption", "hours_checked", "hours_directed", "hours_kept", "last_relocation_good_cause",
    "moves_with_all_gp_providers", "ownership_change_consented", "presupposes_consolidation_gap",
    "removal_consented_by_closing", "removal_consented_by_continuing", "same_directed_hours_undertaken",
    "same_owner", "same_services", "same_services_at_continuing", "seller_has_ceased", "services_kept", "staffing_stated",
    "stays_in_retail_area", "step_free_access", "uninterrupted",
}  # fmt: skip
LETTERS = ("letter_docx", "letter_html", "no_response_docx", "no_response_html")
TRIES = 6


class RowError(Exception):
    """What is wrong with a row: lines to print."""


class Service:
    """The service over HTTP: waits where it is asked to, and tries again where it is not reached."""

    def __init__(self, address: str, key: str | None) -> None:
        self._address = address.rstrip("/")
        self._session = requests.Session()
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"

    def ask(self, method: str, path: str, body: Any = None, once: str | None = None) -> requests.Response:
        """An answer other than "too many requests" or "not ready". ``once`` is the Idempotency-Key."""
        headers = {"Idempotency-Key": once} if once else {}
        answer = None
        for attempt in range(TRIES):
            try:
                answer = self._session.request(
                    method, self._address + path, json=body, headers=headers, timeout=120
                )
            except (requests.ConnectionError, requests.Timeout) as error:
                if attempt == TRIES - 1:
                    raise SystemExit(f"{self._address} does not answer ({type(error).__name__}).") from error
                wait = float(2**attempt)
            else:
                if answer.status_code not in (429, 503):
                    return answer
                wait = float(answer.headers.get("Retry-After") or 2**attempt)
            if attempt < TRIES - 1:
                print(f"  waiting {wait:g} seconds", flush=True)
                time.sleep(wait)
        raise RowError(f"the service was still busy after {TRIES} tries: {problem(answer)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the batch. Returns the exit status."""
    parser = argparse.ArgumentParser(
        description="Submit applications from a CSV file and write their letters."
    )
    parser.add_argument("file", type=Path, help="the CSV file, UTF-8")
    parser.add_argument("--server", default="http://127.0.0.1:8000", help="where the service is")
    parser.add_argument(
        "--out", type=Path, default=Path("letters"), help="the folder for letters and progress.csv"
    )
    parser.add_argument("--as-at", help="the day of the assessment, such as 2026-09-15; today unless given")
    parser.add_argument("--baseline", help="the id of the needs assessment; the board's own unless given")
    given = parser.parse_args(arguments)
    rows, faults = read_rows(given.file)
    if faults:
        print("Nothing was sent.", *faults, sep="\n", file=sys.stderr)
        return 2
    service = Service(given.server, os.environ.get("PHARMACY_KEY"))
    wanted = {name: value for name, value in (("as_at", given.as_at), ("baseline", given.baseline)) if value}
    progress = Progress(given.out)
    failed = 0
    for done, (number, headings, application) in enumerate(rows, 1):
        print(f"[{done}/{len(rows)}] {application['reference']}", flush=True)
        try:
            for line in submit(service, progress, application, wanted, given.out):
                print(f"  {line}", flush=True)
        except RowError as error:
            failed += 1
            for line in faults_by_column(error, number, headings):
                print(line, file=sys.stderr, flush=True)
    print(f"{len(rows) - failed} of {len(rows)} applications have their letters in {given.out}.")
    return 1 if failed else 0


def read_rows(file: Path) -> tuple[list[tuple[int, list[str], dict[str, Any]]], list[str]]:
    """Rows with their number in a spreadsheet, the headings and the application; and every fault seen before sending."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            table = list(csv.reader(handle, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [], [f"{file}: it cannot be read as CSV in UTF-8 ({error})."]
    headings = [heading.strip() for heading in table[0]] if table else []
    missing = [name for name in ("kind", "reference") if name not in headings]
    if missing or len(set(headings)) != len(headings):
        return [], [
            f"{file}: row 1 has no column {missing[0]}." if missing else f"{file}: row 1 has a column twice."
        ]
    rows, faults, seen = [], [], dict[str, int]()
    for number, line in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(headings):
            faults.append(f"row {number}: {len(line)} cells, where {len(headings)} belong.")
            continue
        application, wrong = application_of(headings, line)
        faults += [f"row {number}, {fault}" for fault in wrong]
        reference = str(application.get("reference", ""))
        if not reference:
            faults.append(f"row {number}, column reference: it is empty.")
        elif reference in seen:
            faults.append(f"row {number}, column reference: {reference} is in row {seen[reference]} too.")
        seen.setdefault(reference, number)
        rows.append((number, headings, application))
    return rows, faults


def application_of(headings: Sequence[str], line: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """An application from the cells of a row, and what of them cannot be read."""
    application: dict[str, Any] = {}
    faults = []
    for heading, text in zip(headings, line, strict=True):
        cell = text.strip()
        if not cell:
            continue
        *inside, name = heading.split(".")
        try:
            value = value_of(name, cell)
        except ValueError as error:
            faults.append(f"column {heading}: {error}")
            continue
        place = application
        for part in inside:
            place = place.setdefault(part, {})
        place[name] = value
    return application, faults


def value_of(name: str, cell: str) -> Any:
    """A cell as the field wants it. Raises ValueError saying what is wrong."""
    if name in NUMBERS:
        if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
            raise ValueError(f"{cell!r} is no number.")
        return float(cell) if "." in cell else int(cell)
    if name in YES_NO:
        if cell.lower() not in ("yes", "no"):
            raise ValueError(f"{cell!r} is not yes or no; leave the cell empty where the papers do not say.")
        return cell.lower() == "yes"
    if name in LISTS:
        return [] if cell.lower() == "none" else [part.strip() for part in cell.split(";") if part.strip()]
    return cell


def submit(
    service: Service, progress: "Progress", application: dict[str, Any], wanted: dict[str, str], out: Path
) -> Iterator[str]:
    """Take in one application, assess it and write its letters; yields what was done. Raises RowError."""
    content = hashlib.sha256(json.dumps(application, sort_keys=True).encode()).hexdigest()
    # The key is of the reference, not of the content: a row that was changed later is refused and not taken in twice.
    once = "batch-" + hashlib.sha256(application["reference"].encode()).hexdigest()[:40]
    address = progress.address_of(application["reference"], content)
    if address is None:
        taken = expect(201, service.ask("POST", "/v1/applications", application, once))
        address = taken.json()["links"]["self"]
        progress.add(application["reference"], content, address)
        yield f"taken in: {address}"
    else:
        yield f"taken in earlier: {address}"
    asked = hashlib.sha256(
        json.dumps([wanted, wanted.get("as_at") or time.strftime("%Y-%m-%d")]).encode()
    ).hexdigest()
    made = expect(201, service.ask("POST", f"{address}/assessments", wanted, f"{once}-{asked[:16]}"))
    yield "assessed earlier" if "Idempotency-Replayed" in made.headers else "assessed"
    links = expect(200, service.ask("GET", address)).json()["links"]
    folder = out / re.sub(r"[^A-Za-z0-9._-]+", "_", application["reference"]).strip(".")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "assessment.json").write_bytes(made.content)
    for name in LETTERS:
        if links.get(name):
            file = folder / links[name].rpartition("/")[2]
            file.write_bytes(expect(200, service.ask("GET", links[name])).content)
            yield f"written: {file}"


def expect(status: int, answer: requests.Response) -> requests.Response:
    """An answer with the status that was expected. Raises RowError with the problem that came instead."""
    if answer.status_code == status:
        return answer
    if answer.status_code == 409:
        raise RowError(
            f"{problem(answer)} A row that was changed after it was taken in needs a reference of its own."
        )
    if answer.status_code == 422:
        errors = answer.json().get("errors") or [{"field": "", "message": problem(answer)}]
        raise RowError(*((error["field"], error["message"]) for error in errors))
    raise RowError(problem(answer))


def problem(answer: requests.Response | None) -> str:
    """A problem (RFC 9457) in words."""
    if answer is None:
        return "no answer"
    try:
        told = answer.json()
        return f"{answer.status_code} {told['title']}: {told.get('detail', '')}"
    except (ValueError, KeyError, TypeError):
        return f"{answer.status_code} {answer.reason}"


def faults_by_column(error: RowError, number: int, headings: Sequence[str]) -> Iterator[str]:
    """A row's faults with the column of each: that of the field, or of what the field is inside of."""
    for fault in error.args:
        if isinstance(fault, str):
            yield f"row {number}: {fault}"
            continue
        field, message = fault
        column = max(
            (h for h in headings if f"{field}.".startswith(f"{h}.")),
            key=len,
            default=f"{field} (not in the file)",
        )
        yield f"row {number}, column {column}: {message}" if field else f"row {number}: {message}"


class Progress:
    """What was taken in, in progress.csv: reference, hash of the row, address."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "progress.csv"
        self._known: dict[str, tuple[str, str]] = {}
        if self._file.exists():
            with self._file.open(encoding="utf-8", newline="") as handle:
                self._known = {row[0]: (row[1], row[2]) for row in csv.reader(handle) if len(row) == 3}

    def address_of(self, reference: str, content: str) -> str | None:
        """Where an application stands, None where it was not taken in. Raises RowError where its row has changed since."""
        if reference not in self._known:
            return None
        before, address = self._known[reference]
        if before != content:
            raise RowError(
                f"it was taken in as {address} and the row has changed since. Give the row a reference of its own, "
                "or put it back as it was."
            )
        return address

    def add(self, reference: str, content: str, address: str) -> None:
        """Write down that an application was taken in."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerow([reference, content, address])
        self._known[reference] = (content, address)


if __name__ == "__main__":
    sys.exit(main())
