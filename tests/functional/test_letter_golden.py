"""Golden texts of every paper and kind of application on the made-up town."""

from pathlib import Path

import pytest

from app.access import prepare
from app.assessment import assess
from app.domain.assessments import Assessment
from app.domain.baselines import Baseline
from app.letters import Paper, PaperError, draft
from app.letters.wording import house_formats
from app.schemas.applications import APPLICATION
from app.schemas.reading import read
from app.store.library import read_baseline
from geodata.snapshot import Snapshot
from tests import golden_figures
from tests.golden_texts import held, text_of

PAPERS = [(paper, "") for paper in Paper if paper is not Paper.BOARD_REPORT]
PAPERS += [(Paper.BOARD_REPORT, name) for name in house_formats()]


@pytest.fixture(scope="module")
def cases(demo_town: Path) -> dict[str, tuple[Assessment, Baseline]]:
    """Both applications of the town, each assessed on the day of its notice."""
    (folder,) = (demo_town / "snapshots").iterdir()
    area, baseline = prepare(Snapshot.open(folder)), read_baseline(demo_town / "baselines" / "baseline.json")
    found = {}
    for file in sorted((demo_town / "applications").iterdir()):
        application = read(APPLICATION, file.read_bytes()).value()
        found[application.kind] = assess(application, baseline, area, application.notice.dated), baseline
    return found


@pytest.mark.parametrize("kind", ["consolidation", "relocation"])
def test_golden_figures_of_the_made_up_town(cases: dict[str, tuple[Assessment, Baseline]], kind: str) -> None:
    golden_figures.held(f"town-{kind}", golden_figures.figures_of(cases[kind][0]))


@pytest.mark.parametrize("kind", ["consolidation", "relocation"])
@pytest.mark.parametrize(("paper", "form"), PAPERS)
def test_golden_papers_of_the_made_up_town(
    cases: dict[str, tuple[Assessment, Baseline]], kind: str, paper: Paper, form: str
) -> None:
    assessment, baseline = cases[kind]
    name = "-".join(each for each in ("town", kind, paper, form) if each)
    if (kind, paper) in (("consolidation", Paper.NO_RESPONSE), ("relocation", Paper.SUPPLEMENTARY_STATEMENT)):
        with pytest.raises(PaperError):
            draft(assessment, baseline, None, paper)
        return
    held(name, text_of(draft(assessment, baseline, None, paper, form or None)))
