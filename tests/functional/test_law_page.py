"""The law as a page: the same as ``GET /v1/law`` answers, and as the page in the documents says."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

PAGE = {"accept": "text/html"}
IN_THE_DOCS = " ".join((Path(__file__).parents[2] / "docs" / "law.md").read_text("utf-8").split())


def words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize("day", ["2014-03-31", "2026-05-04"])
def test_the_page_has_what_the_api_answers(client: TestClient, day: str) -> None:
    answer = client.get(f"/law?as_at={day}", headers=PAGE)
    assert answer.status_code == 200
    text, document = words(answer.text), client.get(f"/v1/law?as_at={day}").json()
    for rule in document["rules"]:
        assert rule["asks"] in text
        assert f"Wording: {rule['source']}" in text
        assert all(f'href="{link}"' in answer.text for link in rule["links"])
        assert rule["asks"] in IN_THE_DOCS
        assert f"wording: {rule['source']}" in IN_THE_DOCS
        assert all(link in IN_THE_DOCS for link in rule["links"])
    for question in document["open"]:
        assert question["settled_by"] in text
        assert question["settled_by"] in IN_THE_DOCS
    for said in (text, IN_THE_DOCS, json.dumps(document)):
        assert not re.search(r"consolidated (?:text|version|about)", said)
    for body in document["bodies"].values():
        assert body["name"] in text


@pytest.mark.parametrize(
    ("asked", "told"), [("soon", "Give a day as 2026-01-31."), ("1999-01-01", "1 April 2013")]
)
def test_a_day_whose_law_is_not_known_leads_to_that_of_today(
    client: TestClient, asked: str, told: str
) -> None:
    answer = client.get(f"/law?as_at={asked}", headers=PAGE)
    assert answer.status_code == 404
    assert told in words(answer.text)
    assert 'href="/law"' in answer.text
