"""The wording files themselves: no figure typed by hand, no id that nobody defines, no key that nobody reads."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from app.letters.model import Kind
from app.letters.prose import FILTERS
from app.letters.reading import LOOKUPS
from app.letters.wording import (
    ENVIRONMENT,
    HOUSE_FORMATS,
    BlockWording,
    PaperWording,
    ParagraphWording,
    PictureWording,
    TableWording,
    WordingError,
    WordingFile,
    cover_wording,
    fill,
    holds,
    house_formats,
    paper_wording,
    word_lists,
)

PAPERS = (
    "consolidation",
    "relocation",
    "change_of_ownership",
    "no_response",
    "delegated_decision",
    "supplementary_statement",
    "appeal_representation",
    "consultation_summary",
    "evidence_annex",
    *(f"{HOUSE_FORMATS}/{name}" for name in house_formats()),
)
EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence.md"
NUMBER_WORDS = re.compile(
    r"\b(three|four|five|six|seven|eight|eleven|twelve|hundred|thousand|half)\b", re.IGNORECASE
)
BY_EVIDENCE = ("known", "fact", "number", "rows", "note")
BY_ID = (*BY_EVIDENCE, "flagged")


def templates() -> list[tuple[str, str]]:
    """Every template of every paper, with where it stands."""
    found = [
        (f"words.{kind}.{name}", text) for kind, words in word_lists().items() for name, text in words.items()
    ]
    for name in PAPERS:
        paper = paper_wording(name)
        found.append((f"{name}.title", paper.title))
        found += [(f"{name}.reference", text) for _, text in paper.references]
        for section in (*paper.sections, *paper.annexes):
            for block in section.blocks:
                found += block_templates(f"{name}.{block.id}", block)
        for block in paper.signature:
            found += block_templates(f"{name}.{block.id}", block)
    cover = cover_wording()
    found += [
        ("cover.title", cover.title),
        ("cover.instruction", cover.instruction),
        ("cover.judged", cover.judged),
    ]
    for check in cover.checks:
        found += block_templates(f"cover.{check.id}", check)
    return found


def block_templates(where: str, block: BlockWording) -> list[tuple[str, str]]:
    if isinstance(block, TableWording):
        return [(where, text) for text in (block.caption, block.note, *block.header)]
    if isinstance(block, PictureWording):
        return [(where, text) for text in (block.caption, block.alt, block.note)]
    return [(where, block.text), (f"{where}.when", "{% if " + block.when + " %}{% endif %}")]


TEMPLATES = templates()


def calls(text: str) -> list[tuple[str, list[object]]]:
    return [
        (call.node.name, [arg.value for arg in call.args if isinstance(arg, nodes.Const)])
        for call in ENVIRONMENT.parse(text).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
    ]


def evidence_ids() -> set[str]:
    """The ids that docs/evidence.md lists; ".after" stands for the id before it with its last part changed, and so on."""
    found: set[str] = set()
    for line in EVIDENCE.read_text("utf-8").splitlines():
        if line.startswith("| `"):
            last = ""
            for name in re.findall(r"`([^`]+)`", line.split("|")[1]):
                if name.startswith("."):
                    name = ".".join(last.split(".")[: -name.count(".")]) + name
                last = name
                found.add(last)
    return found


def flag_ids() -> set[str]:
    return set(re.findall(r"`([a-z0-9-]+)`", EVIDENCE.read_text("utf-8").partition("## Flags")[2]))


def test_there_is_wording_to_check():
    assert len(TEMPLATES) > 150
    assert {"distance.walk", "coverage.<std>.after_share", "services.lost"} <= evidence_ids()


def figures_typed(text: str) -> list[str]:
    """The figures of a template that were typed by hand, and not read from the evidence or cited from the law."""
    tree = ENVIRONMENT.parse(text)
    typed = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    cited = {value for name, values in calls(text) if name == "law" for value in values}
    named = {str(value) for name, values in calls(text) if name in BY_ID for value in values}
    # "At least three" may be said of choice.<std>.three.after: the evidence itself is of three.
    of_evidence = {part for each in named for part in each.split(".")}
    found = [
        *re.findall(r"\d+", typed),
        *({word.lower() for word in NUMBER_WORDS.findall(typed)} - of_evidence),
    ]
    for constant in tree.find_all(nodes.Const):
        value = constant.value
        if isinstance(value, str) and value not in cited | named:
            found += re.findall(r"\d+", value)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value != 0:
            found.append(f"compared with {value}")
    return found


@pytest.mark.parametrize("paper", sorted({where.partition(".")[0] for where, _ in TEMPLATES}))
def test_no_figure_is_typed_into_wording(paper):
    checked = [(where, text) for where, text in TEMPLATES if where.partition(".")[0] == paper]
    assert {where: typed for where, text in checked if (typed := figures_typed(text))} == {}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("within 20 minutes", ["20"]),
        ("Three pharmacies", ["three"]),
        ("{{ number('choice.walk20.three.after') }} people have three", []),
        ("{% if number('people') > 5 %}x{% endif %}", ["compared with 5"]),
        ("{% if number('people') > 0 %}x{% endif %}", []),
        ("{{ 'page 2' }}", ["2"]),
        ("{{ law('reg24(1)') }}", []),
    ],
)
def test_a_typed_figure_is_found(text, typed):
    assert figures_typed(text) == typed


def test_every_evidence_id_that_wording_names_is_in_the_contract():
    named = {
        (where, value)
        for where, text in TEMPLATES
        for name, values in calls(text)
        if name in BY_EVIDENCE
        for value in values
    }
    assert len(named) > 100
    assert not {(where, value) for where, value in named if value not in evidence_ids()}


def test_every_flag_that_wording_names_is_in_the_contract():
    named = {
        value
        for _, text in TEMPLATES
        for name, values in calls(text)
        if name == "flagged"
        for value in values
    }
    assert named
    assert named <= flag_ids()


def test_every_call_is_a_look_up():
    assert {name for _, text in TEMPLATES for name, _ in calls(text)} <= set(LOOKUPS)


@pytest.mark.parametrize("name", PAPERS[:4])
def test_a_paper_has_its_parts_in_order(name):
    paper = paper_wording(name)
    assert isinstance(paper, PaperWording)
    assert paper.sections[0].id == "application"
    assert paper.annexes[-1].id == "method"
    last = paper.annexes[-1].blocks[-1]
    assert isinstance(last, TableWording)
    assert last.id == "evidence"


def test_enhanced_services_are_not_spoken_of_loosely():
    assert not [where for where, text in TEMPLATES if "enhanced" in text.lower()]


def test_the_same_baseline_is_dated_one_way():
    assert [where for where, text in TEMPLATES if 'fact("pna.published")' in text] == [
        "consolidation.pna",
        "relocation.pna",
        "change_of_ownership.pna",
        "no_response.pna",
        "delegated_decision.pna",
        "supplementary_statement.supplements",
        "appeal_representation.pna",
        *(f"{HOUSE_FORMATS}/{name}.{each}" for name in ("bcp",) for each in ("pna", "background-pna")),
        *(f"{HOUSE_FORMATS}/{name}.{each}" for name in ("dorset",) for each in ("background-pna", "pna")),
    ]


READER = WordingFile("test.toml", {}, {})


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"id": "a", "kind": "fact"}, "'a' needs 'text'"),
        ({"id": "a", "kind": "fact", "text": "  "}, "'a' needs 'text'"),
        ({"id": "a", "kind": "rumour", "text": "x"}, "of kind 'rumour'"),
        ({"id": "a", "kind": "fact", "text": "x", "wen": "true"}, "unknown key 'wen'"),
        ({"id": "a", "kind": "fact", "text": "x", "each": "homes"}, "repeats over 'homes'"),
        ({"use": "nothing"}, "no paragraph 'nothing'"),
        ({"table": "nothing"}, "no table 'nothing'"),
    ],
)
def test_a_slip_in_a_wording_file_is_named(raw, message):
    with pytest.raises(WordingError, match=message):
        READER.block(raw)


def test_an_entry_that_stands_twice_is_refused():
    block = {"id": "a", "kind": "fact", "text": "x"}
    section = {"id": "s", "heading": "S", "block": [block, block]}
    with pytest.raises(WordingError, match="'a' stands in the paper twice"):
        READER.paper({"kind": "k", "title": "t", "section": [section]})


def test_a_name_that_nobody_knows_is_an_error_and_says_where():
    with pytest.raises(WordingError, match="opening: 'fcat' is undefined"):
        fill("{{ fcat('distance.walk') }}", {}, "opening")


def test_rounding_has_one_door():
    with pytest.raises(WordingError, match="round"):
        fill("{{ 1.5 | round }}", {}, "opening")


def test_templates_run_in_a_sandbox():
    with pytest.raises(WordingError, match="unsafe"):
        fill("{{ ''.__class__.__mro__ }}", {}, "opening")


def test_a_condition_that_is_no_expression_is_an_error_and_says_where():
    with pytest.raises(WordingError, match="local"):
        holds("known(", {}, "local")


def test_kinds_are_those_of_the_model():
    used = {
        block.kind
        for name in PAPERS
        for s in paper_wording(name).sections
        for block in s.blocks
        if isinstance(block, ParagraphWording)
    }
    assert used == set(Kind)


def test_everything_that_wording_may_use_is_in_the_documentation():
    manual = (EVIDENCE.parent / "letters.md").read_text("utf-8")
    missing = [name for name in LOOKUPS if f"`{name}(" not in manual]
    missing += [name for name in FILTERS if f"`{name}`" not in manual and f"`{name}(" not in manual]
    assert not missing
