"""The law as a page: the same as ``GET /v1/law`` answers."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

PAGE = {"accept": "text/html"}


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
    for question in document["open"]:
        assert question["settled_by"] in text
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
