"""The baselines that the service holds."""

from typing import Any

from fastapi import APIRouter, Response

from app.api import addresses, answers
from app.api.problems import Problem
from app.api.services import ServicesDep
from app.domain.canonical import canonical_json
from app.schemas.baselines import Baseline
from app.store.library import UnknownBaselineError

router = APIRouter(prefix="/v1/baselines", tags=["Baselines"])


@router.get("", response_model=answers.BaselineList)
def list_baselines(services: ServicesDep) -> Any:
    """Every baseline loaded: whose it is, its standards, and whether its snapshot can be used."""
    usable = {snapshot.id for snapshot in services.library.snapshots}
    items = [
        {
            "id": baseline.id,
            "title": baseline.title,
            "published": baseline.published,
            "boards": [board.name for board in baseline.boards],
            "standards": [standard.as_published or standard.id for standard in baseline.standards],
            "snapshot": baseline.snapshot,
            "usable": baseline.snapshot in usable,
            "invented": baseline.invented,
            "url": addresses.baseline(baseline.id),
        }
        for baseline in services.library.baselines
    ]
    return {"items": items, "refused": [refused.reason for refused in services.library.refused]}


@router.get("/{baseline_id}", response_model=Baseline)
def read_baseline(baseline_id: str, services: ServicesDep) -> Any:
    """One baseline in full, as its file holds it."""
    try:
        baseline = services.library.baseline(baseline_id)
    except UnknownBaselineError as error:
        raise Problem("not-found", str(error)) from error
    return Response(canonical_json(baseline), media_type="application/json")
