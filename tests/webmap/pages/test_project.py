"""A project over HTTP: the page without scripts, the JSON, the slides; nothing of it is stored or run."""

from __future__ import annotations

import io
import json
import re

import pypdf
import pytest
from flask.testing import FlaskClient

from geo.readers.project.project_file import MOST_BYTES
from tests.geo.readers.project.files import text, view

PAGE = {"Accept": "text/html", "Accept-Language": "zh"}


def upload(client: FlaskClient, path: str, body: str, headers: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    return client.post(path, data={"file": (io.BytesIO(body.encode()), "一.lingang.json")}, headers=headers)


@pytest.mark.parametrize(("lang", "words"), [("zh", "项目文件"), ("en", "Project file")])
def test_the_page_says_what_a_project_is_and_takes_a_file(client: FlaskClient, lang: str, words: str) -> None:
    page = client.get("/project", headers={**PAGE, "Accept-Language": lang})
    assert page.status_code == 200
    assert words in page.text
    assert re.search(r'<form[^>]*method="post" action="/project"[^>]*enctype="multipart/form-data"', page.text)


def test_a_file_becomes_a_list_of_links_and_a_button_for_slides(client: FlaskClient) -> None:
    script = "<script>alert(1)</script>"
    page = upload(client, "/project", text(title=script, views=[view(script, drawing="d1")]), PAGE)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert script not in page.text
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
    assert re.search(
        r'<a href="/#map=11/30\.9/121\.85&amp;layers=coast,parks,scopes&amp;place=[^"]*&amp;draw=a[^"]*">', page.text
    )
    assert "项目以数据版本 1 制作" in page.text
    kept = re.search(r'name="project" value="([^"]*)"', page.text)
    assert kept is not None
    # The button sends what the page holds: no file has to be chosen again.
    sent = kept[1].replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">")
    slides = client.post("/project/slides.pdf?lang=zh", data={"project": sent})
    assert slides.mimetype == "application/pdf"
    assert "no-store" in slides.headers["Cache-Control"]
    assert len(pypdf.PdfReader(io.BytesIO(slides.data)).pages) == 2


def test_a_program_gets_the_project_set_right_with_links(client: FlaskClient) -> None:
    answer = client.post("/project.json", data=text(strange=1), content_type="application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    found = json.loads(answer.data)
    assert [row["link"][:6] for row in found["views"]] == ["/#map=", "/#map="]
    assert found["notes"][-1]["text_en"].endswith("strange")
    assert upload(client, "/project.json", json.dumps(found["project"])).get_json()["project"] == found["project"]


@pytest.mark.parametrize("path", ["/project.json", "/project/slides.pdf"])
@pytest.mark.parametrize(
    "body", ["", "{}", text(views={}), text(views=[view(extent=[1, 2])]), " " * (MOST_BYTES + 1)], ids=range(5)
)
def test_what_is_no_project_is_a_clear_400(client: FlaskClient, path: str, body: str) -> None:
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json(force=True)["expected"]
    if len(body) < MOST_BYTES:
        assert upload(client, path, body).status_code == 400


def test_a_form_without_a_file_and_one_too_large_are_refused_in_words(client: FlaskClient) -> None:
    page = client.post("/project", data={}, headers=PAGE, content_type="multipart/form-data; boundary=x")
    assert (page.status_code, page.mimetype) == (400, "text/html")
    large = client.post("/project.json", data={"project": "x" * (3 * MOST_BYTES + 1)})
    assert large.status_code == 400


def test_an_option_nobody_knows_is_refused(client: FlaskClient) -> None:
    assert client.post("/project/slides.pdf?paper=A4", data=text(), content_type="application/json").status_code == 400
