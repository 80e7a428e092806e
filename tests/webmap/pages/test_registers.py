"""The pages of documents, measures, figures, industries and cities: complete, linked, in both languages."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from webmap.http.current import STATIC_SITE
from webmap.pages.registers import bars

PAGES = ("/documents", "/measures", "/indicators", "/industries", "/cities")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [*PAGES, "/documents/parks-2021", "/themes/industry-ic"])
def test_every_link_of_a_page_leads_somewhere(client: FlaskClient, path: str, lang: str) -> None:
    page = client.get(f"{path}?lang={lang}").text
    links = {link.partition("#")[0].replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', page)}
    assert any("/places/" in link for link in links) or path == "/documents"
    for link in sorted(links)[::7]:
        assert client.get(link).status_code == 200, link


def test_a_source_leads_to_its_statement_and_in_the_static_site_to_its_section(client: FlaskClient) -> None:
    page = client.get("/measures").text
    link = re.search(r'href="(/documents/[a-z0-9-]+/passage[?][^"]+)"', page).group(1)  # type: ignore[union-attr]
    assert "table=measures" in link
    assert client.get(link.replace("&amp;", "&")).status_code == 200
    static = client.get("/measures", environ_overrides={STATIC_SITE: "1"}).text
    assert "/passage" not in static
    doc_id, section = re.search(r'/documents/([a-z0-9-]+)#([^"]+)"', static).groups()  # type: ignore[union-attr]
    assert f'id="{unquote(section)}"' in client.get(f"/documents/{doc_id}").text


def test_the_page_of_a_document_says_all_of_it(client: FlaskClient, atlas: Atlas) -> None:
    page = client.get("/documents/ftz-park-2025").text
    claims = atlas.tables["claims"].query("doc_id == 'ftz-park-2025'")
    assert all(f"/places/{place}" in page for place in claims["place_id"])
    assert client.get("/documents/nowhere").status_code == 404


def test_what_a_text_does_not_print_says_so(client: FlaskClient) -> None:
    assert "未载" in client.get("/documents").text
    assert "not printed" in client.get("/documents?lang=en").text


def test_bars_compare_numbers_of_one_unit_only() -> None:
    base = {"value": "50", "unit": "家"}
    assert bars({"value": "200", "unit": "家"}, base) == (25, 100)
    assert bars({"value": "200", "unit": "亿元"}, base) is None
    assert bars({"value": "翻番", "unit": "家"}, base) is None
    assert bars({"value": "200", "unit": "家"}, None) is None
    assert bars({"value": "0", "unit": "家"}, {"value": "0", "unit": "家"}) is None


def test_the_page_of_a_theme_reads_without_scripts(client: FlaskClient) -> None:
    page = client.get("/themes/industry-ic?lang=en").text
    assert all(word in page for word in ("leading", "named", "not stated", "Nanhui New City", 'class="places-picture"'))
    assert page.count("<tr>") == 14, "three heads and eleven places"
    assert 'fill="url(#theme-unknown)"' in page
    assert "#theme=industry-ic" in page
    assert client.get("/themes/nowhere").status_code == 404


def test_themes_are_listed_by_group_and_linked_from_the_documents(client: FlaskClient) -> None:
    page = client.get("/themes").text
    assert all(f"/themes/{name}" in page for name in ("documents", "grade", "drawn-minus-stated", "industry-blue"))
    assert 'href="/themes"' in client.get("/documents").text
    assert "/themes" not in client.get("/documents", environ_overrides={STATIC_SITE: "1"}).text


def test_the_timeline_reads_without_scripts(client: FlaskClient) -> None:
    page = client.get("/timeline?until=parks-2021&lang=en").text
    assert 'aria-current="page">2021 parks plan' in page
    assert all(word in page for word in ("Up to 2021 parks plan", "not due by then", "Oriental Chip Port", "#time="))
    assert all(f"until={stop}" in page for stop in ("lg-plan-2020", "2025", "2035"))
    assert "/timeline.xlsx?until=parks-2021" in page
    assert "2025 bonded-park plan</h2>" not in page
    assert client.get("/timeline?until=soon").status_code == 400
    assert 'href="/timeline"' in client.get("/compare").text
