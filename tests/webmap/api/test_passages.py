"""A passage as data: the same as its page, with the text only where the service has the documents."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from geo import Atlas
from tests.geo.registers.made_up import DOC, atlas_with_document
from webmap import create_app

PATH = f"/documents/{DOC}/passage.json?table=claims&id=made.1"


def test_the_text_is_there_where_the_service_has_it_and_is_kept_nowhere(atlas: Atlas, tmp_path: Path) -> None:
    made_up = atlas_with_document(atlas, tmp_path)
    answer = create_app({"documents": tmp_path}, atlas=made_up).test_client().get(PATH)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
    parts = [part for paragraph in answer.json["text"]["paragraphs"] for part in paragraph]
    assert [part["text"] for part in parts if part["chosen"]] == ["国际航运枢纽"]
    bare = create_app(atlas=made_up).test_client().get(PATH)
    assert bare.json["text"]["paragraphs"] == []
    assert bare.json["statements"] == answer.json["statements"]


def test_a_passage_without_text_may_be_kept(client: FlaskClient) -> None:
    first = client.get("/documents/parks-2021/passage.json")
    again = client.get("/documents/parks-2021/passage.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_a_wrong_question_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/documents/parks-2021/passage.json?table=claims")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
