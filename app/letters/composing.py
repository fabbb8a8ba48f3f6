"""From wording to paragraphs: what stands, how often, under which number, and the text with its evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.domain.baselines import AccessStandard
from app.letters.characters import OPEN_END, OPEN_START, one_line
from app.letters.facts import Case, Places
from app.letters.model import Paragraph, Run
from app.letters.reading import LOOKUPS, Reading
from app.letters.wording import ParagraphWording, WordingError, fill, holds

Names = Mapping[str, Any]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Planned:
    """A paragraph that will stand in the paper, with its reading of the case begun."""

    id: str
    wording: ParagraphWording
    reading: Reading
    names: Names


@dataclass(frozen=True)
class Composer:
    """Composes the paragraphs of one paper. ``words`` are what the sites and the change are called.

    ``to`` is "appeals" where it goes to the body that hears them; ``after_decision`` says that the time for representations
    on the application is behind it.
    """

    case: Case
    words: Mapping[str, str]
    addressed: bool
    to: str = ""
    after_decision: bool = False

    def plan(self, wordings: Sequence[ParagraphWording], places: Places) -> Iterator[Planned]:
        """Paragraphs in order, wherever their ``when`` holds. Neighbours that repeat over the same go round together.

        So all that is said of one standard stands before the next is spoken of. What ``when`` read counts as read.
        """
        for each, together in groupby(wordings, key=lambda wording: wording.each):
            group = tuple(together)
            for place, (suffix, standard, item) in enumerate(self._turns(each)):
                for wording in group:
                    reading = Reading(self.case, places, standard)
                    if item is not None:
                        reading.given(str(each).removeprefix("officer."))
                    names = self.names(reading, item=item, letter=LETTERS[place % len(LETTERS)])
                    if holds(wording.when, names, wording.id):
                        yield Planned(wording.id + suffix, wording, reading, names)

    def paragraph(self, planned: Planned, places: Places) -> Paragraph:
        """The paragraph with its text, its number where ``places`` gives one, and what the text rests on."""
        reading = planned.reading
        reading.places = places
        runs = _runs(fill(planned.wording.text, planned.names, planned.id))
        if not runs:
            raise WordingError(f"paragraph {planned.id!r} has come out empty; give it a when for such a case")
        return Paragraph(
            id=planned.id,
            kind=planned.wording.kind,
            runs=runs,
            number=places.paragraphs.get(planned.id),
            evidence=reading.evidence,
            inputs=reading.inputs,
            label=planned.wording.label,
        )

    def runs(self, text: str, where: str) -> tuple[Run, ...]:
        """A line that is no paragraph: a title, a reference."""
        return _runs(fill(text, self.names(Reading(self.case)), where))

    def line(self, text: str, where: str) -> str:
        """Such a line as plain text."""
        return "".join(run.text for run in self.runs(text, where))

    def names(self, reading: Reading, **more: object) -> Names:
        """What wording may name: the reading's look-ups, the words for the sites, and a few plain truths."""
        assessment = self.case.assessment
        return {
            **{name: getattr(reading, name) for name in LOOKUPS},
            "words": self.words,
            "addressed": self.addressed,
            "on_appeal": self.to == "appeals",
            "has_statement": assessment.statement is not None,
            "is_consolidation": assessment.application.kind == "consolidation",
            **more,
        }

    def _turns(self, each: str | None) -> Iterator[tuple[str, AccessStandard | None, str | None]]:
        if each is None:
            yield "", None, None
        elif each == "standards":
            for standard in self.case.baseline.standards:
                yield f"-{standard.id}", standard, None
        else:
            held: Any = self.case.officer
            for name in each.removeprefix("officer.").split("."):
                held = () if held is None else getattr(held, name)
            items = (one_line(item) for item in held or ())
            for number, item in enumerate(filter(None, items), start=1):
                yield f"-{number}", None, item


def _runs(text: str) -> tuple[Run, ...]:
    runs = []
    for stretch in text.split(OPEN_START):
        inside, marked, after = stretch.partition(OPEN_END)
        if not marked:
            inside, after = "", stretch
        if inside:
            runs.append(Run(inside, open=True))
        if after:
            runs.append(Run(after))
    return tuple(runs)
