"""The map of a proposal as a picture, drawn once for each assessment and worker."""

from collections import OrderedDict
from threading import Lock

from app.api.drafts import streets_within
from app.api.services import Services
from app.letters.pictures import draw_map
from app.store.library import UnusableSnapshotError
from app.store.repository import StoredAssessment

MOST_KEPT = 32
_kept: OrderedDict[str, str | None] = OrderedDict()
_keeping = Lock()


def proposal_map(services: Services, stored: StoredAssessment) -> str | None:
    """The SVG of an assessment's map, None where there is no site to draw."""
    key = stored.note.sha256
    with _keeping:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    drawn = _drawn(services, stored)
    with _keeping:
        _kept[key] = drawn
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return drawn


def _drawn(services: Services, stored: StoredAssessment) -> str | None:
    assessment = stored.assessment.value
    try:
        area = services.library.area(assessment.snapshot)
        with services.measuring:
            streets = streets_within(assessment, stored.baseline.value, area)
    except UnusableSnapshotError:
        streets = ()  # the sites stand without them
    sources = assessment.ledger.get("sources")
    said = [str(row["attribution"]) for row in (sources.rows if sources else ()) if row.get("attribution")]
    credits_ = tuple(dict.fromkeys(f"{text.rstrip('.')}." for text in said))
    drawn = draw_map(assessment.places, assessment.route, credits_, streets)
    return None if drawn is None else drawn.svg
