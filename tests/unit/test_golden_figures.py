"""Golden figures on the made-up street, and how they are kept: another figure asks for another method."""

import json
from pathlib import Path

import pytest

from app import METHOD_VERSION
from app.access import PreparedSnapshot, prepare
from app.assessment import assess
from app.domain.applications import Consolidation, StatedPremises
from tests.golden_figures import CHANGELOG, figures_of, held, released
from tests.made_up.applications import BASELINE, NOTICE, S1, WITHIN, consolidation, entry, relocation
from tests.made_up.small_area import snapshot

S3 = StatedPremises("Pharmacy XA003", "2500 Long Street", "XT1 1AC", contractor="Two Ltd", ods_code="XA003")
ANOTHER = Consolidation("CAS-0009", "One Ltd", NOTICE, continuing=S1, closing=S3)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> PreparedSnapshot:
    return prepare(snapshot(tmp_path_factory.mktemp("area")))


def test_golden_figures_of_the_street(area: PreparedSnapshot) -> None:
    held("street-consolidation", figures_of(assess(consolidation(), BASELINE, area, WITHIN)))
    held("street-relocation", figures_of(assess(relocation(), BASELINE, area, WITHIN)))
    held("street-routine-entry", figures_of(assess(entry(), BASELINE, area, WITHIN)))
    together = assess(consolidation(), BASELINE, area, WITHIN, (ANOTHER,))
    held("street-together", figures_of(together))


def test_the_method_is_named_in_the_newest_section_of_the_changelog() -> None:
    """Its name there is what tells, once the section bears a version, that people hold figures by it."""
    newest = CHANGELOG.read_text("utf-8").split("\n## ")[1]
    assert f"method {METHOD_VERSION}" in newest


UNRELEASED = (
    "# Changes\n\n## Unreleased\n\n* Figures are by method 7.\n\n## 1.0.0 (2026-12-01)\n\n* Method 6.\n"
)
RELEASED = UNRELEASED.replace("Unreleased", "1.1.0 (2027-02-01)")
FIGURES = {"distance.walk": 450.0, "people": 100, "far": False, "unknown": None}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Figures kept by method 7, which no release has gone out with yet."""
    monkeypatch.setenv("PHARMACY_GOLDEN", "write")
    (tmp_path / "CHANGELOG.md").write_text(UNRELEASED, "utf-8")
    held("one", FIGURES, "7", tmp_path, tmp_path / "CHANGELOG.md")
    monkeypatch.delenv("PHARMACY_GOLDEN")
    return tmp_path


def hold(folder: Path, method: str = "7", **changes: object) -> None:
    held("one", {**FIGURES, **changes}, method, folder, folder / "CHANGELOG.md")  # type: ignore[arg-type]


def test_the_same_figures_hold_up_to_the_last_digits(folder: Path) -> None:
    hold(folder)
    hold(folder, **{"distance.walk": 450.0000000001})


@pytest.mark.parametrize(
    "changes",
    [{"distance.walk": 450.1}, {"people": 101}, {"far": 0}, {"unknown": 0}, {"one_more": 1}],
    ids=lambda changes: next(iter(changes)),
)
def test_another_figure_under_the_same_method_fails(folder: Path, changes: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match=r"not those that method 7 gave\. Raise METHOD_VERSION"):
        hold(folder, **changes)


def test_a_raised_method_asks_for_its_own_figures(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="holds the figures of method 7, and this is method 8"):
        hold(folder, "8")
    with pytest.raises(AssertionError, match=r"read what moved[^\n]*\npeople: 100 -> 101"):
        hold(folder, "8", people=101)
    monkeypatch.setenv("PHARMACY_GOLDEN", "write")
    hold(folder, "8", people=101)
    monkeypatch.delenv("PHARMACY_GOLDEN")
    hold(folder, "8", people=101)
    assert json.loads((folder / "one.json").read_text("utf-8"))["method"] == "8"


def test_under_a_method_that_a_release_went_out_with_nothing_is_written_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHARMACY_GOLDEN", "write")
    hold(folder, people=101)
    (folder / "CHANGELOG.md").write_text(RELEASED, "utf-8")
    hold(folder, people=101)
    with pytest.raises(AssertionError, match="A release has gone out with method 7"):
        hold(folder, people=102)
    hold(folder, "8", people=102)


def test_the_methods_of_releases_are_those_that_the_changelog_names_under_a_version() -> None:
    assert released(UNRELEASED) == {"6"}
    assert released(RELEASED) == {"6", "7"}
