"""What is printed with every map and table: baseline, snapshot, publishers' attributions, whether the data is made up."""

from app import METHOD_VERSION
from app.domain.baselines import Baseline
from app.maps.features import Imprint
from geodata.snapshot import Manifest


def imprint(
    title: str,
    baseline: Baseline,
    manifest: Manifest,
    method: tuple[str, ...],
    notes: tuple[str, ...] = (),
    **data: str,
) -> Imprint:
    """The imprint of something drawn from a snapshot for a baseline."""
    invented = manifest.invented or baseline.invented
    return Imprint(
        title=title,
        attribution=attribution_of(manifest),
        method=(*method, f"assessment method {METHOD_VERSION}, snapshot method {manifest.method}"),
        notes=(*notes, "The data is made up, for a demonstration.") if invented else notes,
        data={
            "baseline": baseline.id,
            "baseline_title": baseline.title,
            "baseline_published": baseline.published,
            "snapshot": manifest.id,
            "snapshot_as_at": manifest.as_at,
            **data,
        },
    )


def attribution_of(manifest: Manifest) -> tuple[str, ...]:
    """What publishers ask to be printed, each once, in the order of the snapshot's sources."""
    return tuple(dict.fromkeys(source.attribution for source in manifest.sources))
