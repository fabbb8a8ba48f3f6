"""Maps of assessments on the made-up street, drawn as the service draws them."""

from datetime import date

from app.access import PreparedSnapshot
from app.assessment import assess
from app.assessment.measures import change_of
from app.assessment.sites import find_sites
from app.domain.applications import Application
from app.domain.baselines import Baseline
from app.maps import LAYERS, application_map
from app.maps.features import Feature, MapDocument, MapLayer
from tests.made_up.applications import BASELINE, WITHIN


def map_of(
    application: Application,
    area: PreparedSnapshot,
    standard: str | None = None,
    layers: tuple[str, ...] = LAYERS,
    baseline: Baseline = BASELINE,
    as_at: date = WITHIN,
) -> MapDocument:
    """An application assessed and drawn."""
    leaving, staying = find_sites(application, area)
    change = change_of(leaving, staying, application.kind)
    return application_map(
        assess(application, baseline, area, as_at), baseline, area, change, standard, layers
    )


def layer_of(document: MapDocument, name: str) -> MapLayer:
    """A layer by its name."""
    return next(layer for layer in document.layers if layer.name == name)


def features_of(document: MapDocument, name: str) -> tuple[Feature, ...]:
    """The features of a layer."""
    return layer_of(document, name).features
