"""The HTML page: accessible, on its own, escaped, with the evidence of every paragraph."""

import base64
import hashlib
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html as parser

from app.letters import Letter, draft, html
from tests.unit.letter_cases import Example, christchurch, poole

PAPERS = {
    "consolidation": (poole, "representation"),
    "relocation": (christchurch, "representation"),
    "no response": (christchurch, "no-response"),
}


def paper(name: str) -> Letter:
    example, wanted = PAPERS[name]
    return draft(example().assessment, example().baseline, paper=wanted)


def poole_letter(example: Example | None = None) -> Letter:
    example = example or poole()
    return draft(example.assessment, example.baseline)


def page(letter: Letter):
    return parser.document_fromstring(
        html.render(letter).encode(), parser=parser.HTMLParser(encoding="utf-8")
    )


def words(node) -> str:
    return " ".join(node.text_content().split())


@pytest.fixture(scope="module")
def letter():
    return poole_letter()


@pytest.fixture(scope="module")
def tree(letter):
    return page(letter)


@pytest.mark.parametrize("name", PAPERS)
def test_every_paragraph_is_there_in_order_with_its_kind_and_evidence(name):
    letter = paper(name)
    shown = page(letter).xpath("//p[@data-kind]")
    assert [each.get("id") for each in shown] == [f"paragraph-{p.id}" for p in letter.paragraphs]
    for each, paragraph in zip(shown, letter.paragraphs, strict=True):
        number = f"{paragraph.number}. " if paragraph.number is not None else ""
        assert words(each) == f"{number}{paragraph.text}"
        assert each.get("data-kind") == paragraph.kind.value
        assert each.get("data-evidence").split() == list(paragraph.evidence)
        assert each.get("data-inputs") == "; ".join(paragraph.inputs)


@pytest.mark.parametrize("name", PAPERS)
def test_there_is_one_main_heading_and_no_level_is_left_out(name):
    letter = paper(name)
    tree = page(letter)
    assert [words(h) for h in tree.xpath("//h1")] == [letter.title]
    assert [words(h) for h in tree.xpath("//main//h2")] == [
        s.heading for s in (*letter.sections, *letter.annexes)
    ]
    levels = [int(h.tag[1]) for h in tree.xpath("//*[self::h1 or self::h2 or self::h3]")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_says_its_language_and_title(letter, tree):
    assert tree.get("lang") == "en-GB"
    assert words(tree.find(".//title")) == f"{letter.mark} {letter.title}"
    assert words(tree.xpath("//p[@class='mark']")[0]) == letter.mark


def test_tables_have_captions_and_scopes(letter, tree):
    tables = tree.xpath("//table")
    assert [words(t.find("caption")) for t in tables] == [table.title for table in letter.tables]
    for shown, table in zip(tables, letter.tables, strict=True):
        assert [words(h) for h in shown.xpath("./thead/tr/th[@scope='col']")] == list(table.header)
        assert [words(h) for h in shown.xpath("./tbody/tr/th[@scope='row']")] == [
            " ".join(r[0].split()) for r in table.rows
        ]
        assert [len(row) for row in shown.xpath("./tbody/tr")] == [len(table.header)] * len(table.rows)
        assert shown.get("data-evidence").split() == list(table.evidence)


def test_ids_are_given_once_and_labels_point_at_them(tree):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(ids)


def test_what_is_open_is_marked(letter, tree):
    wanted = [run.text for reference in letter.references for run in reference.runs if run.open]
    wanted += [run.text for p in letter.paragraphs for run in p.runs if run.open]
    assert [words(mark) for mark in tree.xpath("//mark")] == wanted


def test_the_list_for_the_officer_stands_apart(letter, tree):
    aside = tree.xpath("//aside")[0]
    assert words(aside.find("h2")) == letter.cover.title
    items = [item for group in letter.cover.groups for item in group.items]
    assert [each.get("data-id") for each in aside.xpath(".//li")] == [item.id for item in items]
    assert not tree.xpath("//main//*[@data-id]")


def test_without_cover_and_mark_neither_is_shown(letter):
    tree = page(replace(letter, cover=None, mark=None))
    assert not tree.xpath("//aside")
    assert not tree.xpath("//p[@class='mark']")
    assert words(tree.find(".//title")) == letter.title


def test_the_page_stands_alone_and_can_load_nothing(letter, tree):
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //form")
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy == html.content_security_policy()
    text = html.render(letter)
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "style=" not in text


def test_it_can_be_printed(letter):
    text = html.render(letter)
    assert "@media print" in text
    assert "size: A4" in text


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "</main></body><h1>Approved</h1>",
        '" onmouseover="alert(1)',
        "{{ 7 * 7 }}{% for x in y %}",
        "&lt;b&gt; & co",
        "\ufdd0[not open]\ufdd1",
    ],
)
def test_text_of_the_papers_is_text_and_nothing_else(evil):
    closing = replace(poole().assessment.application.closing, name=evil)
    example = poole().papers(closing=closing).but(pna__finding=evil, pna__url=f"javascript:{evil}")
    letter = poole_letter(example)
    shown = evil.replace("\ufdd0", "\ufffd").replace("\ufdd1", "\ufffd")
    assert shown in letter.paragraph("sites").text
    tree = page(letter)
    assert not tree.xpath("//script | //@onmouseover")
    assert len(tree.xpath("//h1")) == 1
    assert shown in words(tree.xpath("//p[@id='paragraph-sites']")[0])
    assert len(tree.xpath("//mark")) == 6
    assert not tree.xpath("//main//a")


def test_the_same_letter_is_the_same_page(letter):
    assert html.render(letter) == html.render(poole_letter())
