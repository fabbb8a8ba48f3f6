"""Registered baselines and re-checks as the audit chain has to know them."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.rechecks import RunState
from app.store.baseline_tables import BaselineRow, BaselineVersionRow
from app.store.baselines import baseline_facts
from app.store.recheck_tables import RecheckOutcomeRow, RecheckRow
from app.store.rechecks import outcomes_sha256, run_facts


def recheck_documents(session: Session) -> Iterator[tuple[str, str, str, bool]]:
    """Versions of baselines, plans of runs, and the outcomes of those that are done, as ``verify`` reads documents."""
    versions = select(
        BaselineVersionRow.baseline,
        BaselineVersionRow.version,
        BaselineVersionRow.sha256,
        BaselineVersionRow.content,
    )
    for id_, version, sha256, content in session.execute(versions.execution_options(yield_per=50)):
        yield f"baseline {id_}", f"version {version}", sha256, _hash(content) == sha256
    for run in session.scalars(select(RecheckRow)):
        yield f"recheck {run.id}", "plan", run.sha256, _hash(run.plan) == run.sha256
        if run.state == RunState.DONE.value:
            query = select(RecheckOutcomeRow).where(RecheckOutcomeRow.recheck == run.position)
            rows = session.scalars(query.execution_options(yield_per=200))
            yield f"recheck {run.id}", "outcomes", outcomes_sha256(rows), True


def recheck_rows(session: Session) -> dict[tuple[str, str], Any]:
    """Where baselines and runs stand, by subject and name."""
    found: dict[tuple[str, str], Any] = {
        (f"baseline {row.id}", "baseline"): baseline_facts(row)
        for row in session.scalars(select(BaselineRow))
    }
    return found | {
        (f"recheck {run.id}", "recheck"): run_facts(run) for run in session.scalars(select(RecheckRow))
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
