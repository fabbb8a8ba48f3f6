"""The map and the chart: what stands on them, the same bytes, words for those who do not see them, the same facts as a table."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from lxml import etree, html
from pypdf import PdfReader

from app.domain.assessments import Place
from app.letters import Letter, docx, draft, pdf
from app.letters import html as page
from app.letters.pictures import draw_map, draw_week, marks
from tests.unit.letter_cases import item, poole

HERE = (401_000.0, 90_500.0)
PLACES = (
    Place("leaving", "Rowlands Pharmacy", *HERE),
    Place("staying", "Boots", 401_150.0, 90_660.0),
    Place("alternative", "Farther", 401_500.0, 90_900.0),
    Place("alternative", "Nearer <&>", 401_100.0, 90_400.0),
)
ROUTE = (HERE, (401_000.0, 90_660.0), (401_150.0, 90_660.0))
CREDIT = ("© OpenStreetMap contributors.",)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEK = tuple(
    {"day": day, "hour": hour, "before": 900 if 8 <= hour < 18 else 0, "after": 900 if 9 <= hour < 18 else 0}
    for day in DAYS
    for hour in range(24)
)


def tree(svg: str):
    return etree.fromstring(svg.encode())


def shapes(svg: str, name: str) -> list:
    return tree(svg).findall(f".//{{http://www.w3.org/2000/svg}}{name}")


def texts(svg: str) -> list[str]:
    return [each.text for each in shapes(svg, "text")]


def drawn_letter() -> Letter:
    example = poole().with_items(
        item("week.walk-20.by_hour", len(WEEK), rows=WEEK), item("week.walk-20.falls", 7.0, "hours a week")
    )
    assessment = replace(example.assessment, places=PLACES, route=ROUTE)
    return draft(assessment, example.baseline)


def test_marks_are_letters_for_the_sites_and_numbers_by_distance_for_the_others():
    assert [(m.mark, m.place.label, round(m.metres)) for m in marks(PLACES)] == [
        ("A", "Rowlands Pharmacy", 0), ("B", "Boots", 219), ("1", "Nearer <&>", 141), ("2", "Farther", 640),
    ]  # fmt: skip
    assert marks(()) == ()
    assert draw_map((), (), ()) is None


def test_the_map_has_sites_route_pharmacies_scale_north_and_attribution():
    drawn = draw_map(PLACES, ROUTE, CREDIT)
    assert drawn is not None
    said = texts(drawn.svg)
    assert {"A", "B", "1", "2", "N", "100 metres", "The shortest walk from A to B.", *CREDIT} <= set(said)
    assert len(shapes(drawn.svg, "polygon")) == 2 + 1  # two triangles and the arrow of north
    assert any(each.get("stroke-dasharray") == "22 14" for each in shapes(drawn.svg, "polyline"))
    assert "A mile in a straight line from A." not in said  # all of the picture lies within the mile


def test_the_ring_of_a_mile_is_explained_where_it_can_be_seen():
    far = (*PLACES, Place("alternative", "Far", 402_500.0, 90_500.0))
    assert "A mile in a straight line from A." in texts(draw_map(far, ROUTE, CREDIT).svg)


def test_streets_are_one_path_and_those_beside_the_picture_are_left_out():
    near, far = ((401_010.0, 90_510.0), (401_200.0, 90_510.0)), ((450_000.0, 90_000.0), (450_100.0, 90_000.0))
    drawn = draw_map(PLACES, ROUTE, CREDIT, (near, far))
    (path,) = shapes(drawn.svg, "path")
    assert path.get("d").count("M") == 1
    assert "Streets from which B is within the standard." in texts(drawn.svg)


def test_nothing_is_told_by_colour():
    for drawn in (draw_map(PLACES, ROUTE, CREDIT, (ROUTE,)), draw_week(WEEK)):
        colours = set(re.findall(r"#[0-9a-f]{3,6}", drawn.svg))
        assert all(len({*re.findall("..", each[1:].ljust(6, each[1]))}) == 1 for each in colours), colours


def test_the_same_places_are_the_same_bytes():
    assert draw_map(PLACES, ROUTE, CREDIT) == draw_map(PLACES, ROUTE, CREDIT)
    assert draw_week(WEEK) == draw_week(WEEK)


def test_two_sites_twenty_metres_apart_do_not_lie_on_one_another():
    near = (PLACES[0], replace(PLACES[1], easting=HERE[0] + 20, northing=HERE[1]))
    drawn = draw_map(near, (), ())
    square = shapes(drawn.svg, "rect")
    circle = next(each for each in shapes(drawn.svg, "circle") if each.get("fill") == "#000")
    crossed = next(each for each in square if each.get("width") == "30")
    assert float(circle.get("cx")) - float(crossed.get("x")) > 45


def test_a_chart_is_drawn_only_where_an_hour_differs():
    assert draw_week(tuple({**row, "after": row["before"]} for row in WEEK)) is None
    said = texts(draw_week(WEEK).svg)
    assert {"Monday", "Sunday", "today", "after the change", "1,200", "0"} <= set(said)


def test_the_letter_holds_both_with_their_facts_in_words_and_in_a_table():
    letter = drawn_letter()
    chart_map, chart = letter.pictures
    assert (chart_map.id, chart.id) == ("map", "week-walk-20")
    assert "around 220 metres from A in a straight line and around 310 metres on foot" in chart_map.alt
    assert "Table 1 gives the same places in words." in chart_map.alt
    assert "In 7 hours a week fewer people than today" in chart.alt
    places = letter.tables[0]
    assert places.rows[0] == ("A", "the closing site", "Rowlands Pharmacy", "0")
    assert places.rows[2] == ("1", "another pharmacy", "Nearer <&>", "141")
    assert {"distance.straight", "distance.walk", "alternatives.straight"} <= set(chart_map.evidence)


def test_word_html_and_pdf_hold_the_pictures_with_alternative_text():
    letter = drawn_letter()
    document = Document(BytesIO(docx.render(letter)))
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [
        p.alt for p in letter.pictures
    ]
    assert docx.render(letter) == docx.render(letter)

    shown = html.document_fromstring(page.render(letter))
    assert [each.get("alt") for each in shown.xpath("//figure/img")] == [p.alt for p in letter.pictures]
    assert "img-src data:" in page.content_security_policy()

    reader = PdfReader(BytesIO(pdf.render(letter)))
    told = [str(each["/Alt"]) for each in figures(reader)]
    assert [" ".join(text.split()) for text in told] == [p.alt for p in letter.pictures]


def figures(reader: PdfReader) -> list:
    found = []

    def walk(element) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            if element.get("/S") == "/Figure":
                found.append(element)
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize(
    "paper", ["board-report", "delegated-decision", "supplementary-statement", "representation"]
)
def test_every_paper_with_facts_has_the_map(paper):
    example = poole()
    assessment = replace(example.assessment, places=PLACES, route=ROUTE)
    letter = draft(assessment, example.baseline, paper=paper)
    assert any(picture.id == "map" for each in letter.papers for picture in each.pictures)


def test_forty_pharmacies_and_a_name_in_any_script_are_drawn_and_named_in_the_table():
    many = tuple(
        Place("alternative", f"Аптека {n} 薬局", 401_000.0 + 40 * n, 90_000.0 + 30 * (n % 7))
        for n in range(1, 41)
    )
    places = (*PLACES[:2], *many)
    drawn = draw_map(places, ROUTE, CREDIT)
    assert {str(n) for n in range(1, 41)} <= set(texts(drawn.svg))
    assert len(shapes(drawn.svg, "polygon")) == 41
    example = poole()
    letter = draft(replace(example.assessment, places=places), example.baseline)
    assert len(letter.tables[0].rows) == 42
    assert letter.tables[0].rows[2][2].endswith("薬局")
    assert pdf.render(letter).startswith(b"%PDF")


def test_the_evidence_says_which_picture_uses_it():
    letter = drawn_letter()
    rows = {row[0]: row[4] for row in letter.tables[-1].rows}
    assert "the map" in rows["distance.straight"]
    assert "the chart of the week" in rows["week.walk-20.by_hour"]
