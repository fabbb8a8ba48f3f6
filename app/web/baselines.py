"""Pages on what figures rest on: baselines, their snapshots, and every removal at once."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.api.changes import AccountDep
from app.api.problems import Problem
from app.api.rechecks import what_it_would_take_in
from app.api.removals import table_of
from app.api.services import Services, ServicesDep
from app.domain.accounts import Permission
from app.domain.baselines import Baseline
from app.maps.removals import RemovalTable
from app.maps.standards import Measure
from app.store.library import UnknownBaselineError, UnusableSnapshotError
from app.web.ages import age_in_words
from app.web.choosing import LONGEST, Choice, NotThereError
from app.web.removals_picture import Site, draw_removals, sites_of, view_of_removals
from app.web.shell import page, picture
from geodata.snapshot import Boundary, Manifest

router = APIRouter(include_in_schema=False)

Standard = Annotated[str | None, Query(description="The id of the access standard.")]


@router.get("/baselines")
def baselines(request: Request, services: ServicesDep) -> HTMLResponse:
    """The baselines and the snapshots that are loaded, and what stands in the folders and is not used."""
    library = services.library
    manifests = {snapshot.id: snapshot.manifest for snapshot in library.snapshots}
    return page(
        request,
        "baselines.html",
        baselines=library.baselines,
        manifests=manifests,
        ages={key: age_in_words(manifest.as_at, services.today()) for key, manifest in manifests.items()},
        refused=library.refused,
    )


@router.get("/baselines/{baseline_id}")
def baseline(baseline_id: str, request: Request, services: ServicesDep, account: AccountDep) -> HTMLResponse:
    """One baseline: whose it is, its standards, what it found, what it is measured on."""
    found = _baseline(services, baseline_id)
    try:
        manifest: Manifest | None = services.library.snapshot(found.snapshot).manifest
        refused = None
    except UnusableSnapshotError as error:
        manifest, refused = None, str(error)
    return page(
        request,
        "baseline.html",
        baseline=found,
        registered=services.library.registered(found.id),
        standards=[(standard, Measure(standard).words) for standard in found.standards],
        manifest=manifest,
        age=age_in_words(manifest.as_at, services.today()) if manifest else None,
        refused=refused,
        would=what_it_would_take_in(found.id, services, account),
        may_recheck=account.may(Permission.DRAFT),
    )


@router.get("/snapshots/{snapshot_id}")
def snapshot(snapshot_id: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """One snapshot: what data is in use, how old, from where, and what was left out of it."""
    try:
        manifest = services.library.snapshot(snapshot_id).manifest
    except UnusableSnapshotError as error:
        raise Problem("not-found", str(error)) from error
    return page(
        request,
        "snapshot.html",
        manifest=manifest,
        age=age_in_words(manifest.as_at, services.today()),
        baselines=[each for each in services.library.baselines if each.snapshot == snapshot_id],
    )


@router.get("/baselines/{baseline_id}/removals")
def removals(
    baseline_id: str, request: Request, services: ServicesDep, standard: Standard = None
) -> HTMLResponse:
    """For each pharmacy what its closing would do, those that matter most first."""
    found = _baseline(services, baseline_id)
    if standard is not None and standard not in {each.id for each in found.standards}:
        raise NotThereError(
            "There is no such standard",
            f"The baseline has no access standard “{standard[:LONGEST]}”. Choose one that it has.",
            tuple(
                Choice(
                    each.as_published or Measure(each).words,
                    f"/baselines/{found.id}/removals?standard={each.id}",
                )
                for each in found.standards
            ),
        )
    table, chosen, sites = _removals(services, found, standard)
    measured = next(each for each in table.standards if each.id == chosen)
    here = f"/baselines/{baseline_id}/removals"
    losing = [site for site in sites if site.lost]
    return page(
        request,
        "removals.html",
        baseline=found,
        standards=[(each.id, each.as_published or Measure(each).words) for each in found.standards],
        chosen=chosen,
        measured=measured,
        sites=sites,
        imprint=table.imprint,
        picture=f"{here}.svg?standard={chosen}",
        view=f"{here}.json?standard={chosen}",
        words=(
            f"Map of {len(sites)} pharmacies. The closing of {len(losing)} of them alone would take somebody out of the "
            "standard. The table below has every figure."
        ),
    )


@router.get("/baselines/{baseline_id}/removals.svg")
def removals_picture(baseline_id: str, services: ServicesDep, standard: Standard = None) -> Response:
    """The map of removals as a picture."""
    found = _baseline(services, baseline_id)
    table, _, sites = _removals(services, found, standard)
    drawn = draw_removals(sites, _outlines(services, found), table.imprint.attribution)
    return picture(drawn.svg)


@router.get("/baselines/{baseline_id}/removals.json")
def removals_view(baseline_id: str, services: ServicesDep, standard: Standard = None) -> JSONResponse:
    """What the interactive map of removals draws."""
    found = _baseline(services, baseline_id)
    table, chosen, sites = _removals(services, found, standard)
    network = services.library.snapshot(found.snapshot).network("walk")
    view = view_of_removals(table, sites, chosen, _outlines(services, found), network)
    return JSONResponse(view.document())


def _baseline(services: Services, baseline_id: str) -> Baseline:
    try:
        return services.library.baseline(baseline_id)
    except UnknownBaselineError as error:
        raise NotThereError(
            "There is no such baseline",
            f"There is no baseline “{baseline_id[:LONGEST]}”. Choose one that there is.",
            tuple(Choice(each.title, f"/baselines/{each.id}") for each in services.library.baselines),
        ) from error


def _removals(
    services: Services, baseline: Baseline, standard: str | None
) -> tuple[RemovalTable, str, tuple[Site, ...]]:
    """The table on one standard, the baseline's first where none is asked for. Raises Problem, UnusableSnapshotError."""
    chosen = standard or baseline.standards[0].id
    table = table_of(services, baseline.id, chosen)
    return table, chosen, sites_of(table, chosen)


def _outlines(services: Services, baseline: Baseline) -> list[Boundary]:
    """The borders of the boards whose residents are counted."""
    snapshot = services.library.snapshot(baseline.snapshot)
    return [each for each in snapshot.boundaries("hwb") if each.code in snapshot.manifest.hwbs]
