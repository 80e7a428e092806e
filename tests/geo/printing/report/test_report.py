"""The report a planner takes into a meeting: two to four pages, every figure and source of the place in it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
import shapely

from geo import Atlas
from geo.extract.site import site_of_place, site_of_polygon
from geo.places.profile import profile
from geo.printing.report.numbers import column, figure, percent
from geo.printing.report.report import report_pdf
from geo.words import catalogue, say
from tests.geo.pdf import fonts_of, text_of

SQUARE = shapely.box(121.75, 30.86, 121.83, 30.91)
PLACES = ["lg-new-area", "fp-oriental-chip-port", "fa-frontier", "belt-bay", "dz-lg-crystal", "node-yangshan-port"]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place_id", PLACES)
def test_a_report_has_two_to_four_pages_embedded_fonts_and_selectable_text(
    atlas: Atlas, tmp_path: Path, place_id: str, lang: str
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site_of_place(atlas, place_id), lang=lang))
    assert 2 <= len(pypdf.PdfReader(path).pages) <= 4
    assert all(embedded for _, embedded in fonts_of(path))
    text, place = text_of(path), profile(atlas, place_id)
    assert squeezed(place[f"name_{lang}"]) in text
    assert squeezed(place[f"disclaimer_{lang}"]) in text
    assert atlas.version in text
    assert squeezed(catalogue(lang)["report.review"].split("{")[0]) in text
    if place["area"]:
        about = place["geometry"]["grade"] == "C" or place["area"]["derived"]
        assert figure(place["area"]["area_km2"], about=about) in text
        assert figure(place["area"]["area_mu"], "mu", about=about) in text


def test_a_report_says_stated_and_drawn_area_with_the_difference(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site_of_place(atlas, "lg-new-area"), review_number="沪S〔2026〕000号"))
    text, area = text_of(path), profile(atlas, "lg-new-area")["area"]
    for key in ("stated_area_km2", "area_km2", "difference_km2", "uncertainty_km2"):
        assert squeezed(column(area, key)) in text
    assert squeezed(area["stated_area_source_zh"]) in text
    assert "沪S〔2026〕000号" in text


def test_statements_carry_document_and_section(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site_of_place(atlas, "fp-oriental-chip-port")))
    text = text_of(path)
    claims = [claim for claim in profile(atlas, "fp-oriental-chip-port")["claims"] if claim["type"] == "positioning"]
    assert claims
    for claim in claims:
        assert squeezed(claim["terms_zh"][0]) in text
        assert squeezed(claim["document"]["short_zh"]) in text
        assert squeezed(claim["document"]["title_zh"])[:12] in text


def test_a_statement_says_whether_it_holds_for_the_whole_site_or_for_part(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    site = site_of_polygon(atlas, SQUARE)
    path.write_bytes(report_pdf(atlas, site))
    text = text_of(path, "raw")
    spoken = [
        squeezed(
            place.statements["name_zh"]
            + say(f"report.applies_to_{place.applies}", "zh", share=percent(place.share_of_site))
        )
        for place in site.applying
        if any(claim["type"] in {"positioning", "function", "industry"} for claim in place.statements["claims"])
    ]
    assert any("适用于整体" in said for said in spoken)
    assert any("适用于部分" in said for said in spoken)
    assert [said for said in spoken if said not in text] == [], "each is in the table, or named as left out"


def test_places_near_the_site_are_named_as_uncertain(atlas: Atlas, tmp_path: Path) -> None:
    site = site_of_place(atlas, "fp-oriental-chip-port")
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site))
    assert site.near
    names = "、".join(place["name_zh"] for place in site.near)
    assert squeezed(say("report.near", "zh", count=len(site.near), names=names)) in text_of(path, "raw")


def test_a_polygon_far_away_still_gets_an_honest_report(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site_of_polygon(atlas, shapely.box(110.0, 30.0, 110.01, 30.01), "远处")))
    text = text_of(path)
    assert squeezed(say("touched.no_zones", "zh")) in text
    assert "远处" in text


def test_the_title_stands_in_the_documents_information(atlas: Atlas) -> None:
    data = report_pdf(atlas, site_of_polygon(atlas, SQUARE, name_en="Site <7>"), lang="en")
    information = pypdf.PdfReader(io.BytesIO(data)).metadata
    assert information is not None
    assert information.title == "Site <7> Site planning report"
    assert atlas.version in str(information.subject)
