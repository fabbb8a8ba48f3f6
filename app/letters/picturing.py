"""Pictures put into a paper: drawn from the assessment, with caption, words for those who do not see them, and a note."""

from collections.abc import Callable, Iterator

from app.letters.composing import Composer
from app.letters.facts import Places
from app.letters.model import Picture
from app.letters.pictures import Drawn, draw_map, draw_week
from app.letters.reading import Reading
from app.letters.wording import PictureWording, fill


def pictures_of(wording: PictureWording, composer: Composer, places: Places) -> Iterator[Picture]:
    """The pictures of a name: none where there is nothing to draw. Raises WordingError, KeyError for a name of none."""
    for reading, drawn in _DRAWERS[wording.id](composer, places):
        names = composer.names(reading)
        caption, alt, note = (
            fill(text, names, wording.id) for text in (wording.caption, wording.alt, wording.note)
        )
        suffix = f"-{reading.standard.id}" if reading.standard else ""
        yield Picture(
            wording.id + suffix, caption, drawn.svg, drawn.width, drawn.height, alt, reading.evidence, note
        )


def _map(composer: Composer, places: Places) -> Iterator[tuple[Reading, Drawn]]:
    reading = Reading(composer.case, places)
    assessment = composer.case.assessment
    drawn = draw_map(assessment.places, assessment.route, reading.attribution(), composer.case.streets)
    if drawn is not None:
        yield reading, drawn


def _week(composer: Composer, places: Places) -> Iterator[tuple[Reading, Drawn]]:
    for standard in composer.case.baseline.standards:
        reading = Reading(composer.case, places, standard)
        if reading.known("week.<std>.by_hour") and reading.known("week.<std>.falls"):
            drawn = draw_week(reading.rows("week.<std>.by_hour"))
            if drawn is not None:
                yield reading, drawn


_DRAWERS: dict[str, Callable[[Composer, Places], Iterator[tuple[Reading, Drawn]]]] = {
    "map": _map,
    "week": _week,
}
