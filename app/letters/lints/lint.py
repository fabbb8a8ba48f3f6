"""What a lint says: which rule, which sentence, what is wrong and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.domain.officer import OfficerPart
from app.domain.responses import Consulted
from app.letters.lints.manuscript import Manuscript
from app.letters.model import Letter


@dataclass(frozen=True)
class Lint:
    """One thing that a rule found. ``where`` is the paragraph or table, ``sentence`` the words as they stand.

    ``blocks`` is true for the statutory statement on a consolidation alone: a paper without it may not be approved.
    """

    rule: str
    where: str
    sentence: str
    message: str
    blocks: bool = False


@dataclass(frozen=True)
class Subject:
    """What a paper is held against: the assessment that it was drafted from, what people gave, the draft, and a day."""

    manuscript: Manuscript
    draft: Letter
    assessment: Assessment
    baseline: Baseline
    officer: OfficerPart
    on: date
    consulted: Consulted | None = None


@dataclass(frozen=True)
class Rule:
    """A rule by its id. ``says`` is what it wants, in a line; ``check`` finds where a paper does not keep to it."""

    id: str
    says: str
    check: Callable[[Subject], Iterator[Lint]]
