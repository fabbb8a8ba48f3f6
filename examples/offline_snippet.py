"""Open a snapshot, assess an application on it and print the figures: no server, no database, no notebook.

    python examples/offline_snippet.py .demo relocation

The folder is one that `pharmacy-assessor demo` makes, or any with snapshots/, baselines/ and applications/.
"""

import sys
from datetime import date
from pathlib import Path

from app.access import prepare
from app.assessment import assess
from app.schemas.applications import APPLICATION
from app.schemas.reading import read
from app.store.library import read_baseline
from geodata.snapshot import Snapshot

FIGURES = ("distance.straight", "distance.walk", "alternatives.straight", "hours.lost", "services.lost")


def main(folder: Path, name: str, as_at: date) -> None:
    """Assess ``folder``/applications/``name``.json and print what was found."""
    baseline = read_baseline(next((folder / "baselines").glob("*.json")))
    snapshot = Snapshot.open(next((folder / "snapshots").glob(f"*-{baseline.snapshot}")))
    snapshot.verify()
    area = prepare(snapshot)  # the street network made ready; keep it for the next application
    application = read(APPLICATION, (folder / "applications" / f"{name}.json").read_bytes()).value()
    assessment = assess(application, baseline, area, as_at)

    evidence = {item.id: item for item in assessment.evidence}
    standard = baseline.standards[0].id
    coverage = tuple(f"coverage.{standard}.{part}" for part in ("people", "before", "after", "lost"))
    for item in (evidence[name] for name in (*FIGURES, *coverage) if name in evidence):
        value = "not known" if item.value is None else f"{item.value:,} {item.unit}".strip()
        print(f"{item.what}: {value}{f' ({item.note})' if item.note else ''}")
    print()
    for finding in assessment.findings:
        print(f"{finding.citation}: {finding.verdict.value}")
    for flag in assessment.flags:
        print(f"Look at: {flag.text}")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        date.fromisoformat(sys.argv[3]) if len(sys.argv) > 3 else date(2026, 9, 15),
    )
