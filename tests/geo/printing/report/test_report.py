"""The report a planner takes into a meeting: two to four pages, every figure and source of the place in it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError, UnknownPlaceError
from geo.extract.report_site import site_of_place, site_of_polygon
from geo.measure.area import area_km2
from geo.places.profile import profile
from geo.printing.report.report import report_pdf
from geo.printing.report.words import WORDS, figure, percent
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
    assert squeezed(WORDS["review"][0 if lang == "zh" else 1].split("{")[0]) in text
    if place["area"]:
        assert figure(place["area"]["area_km2"]) in text
        assert figure(place["area"]["area_mu"], 0) in text


def test_a_report_says_stated_and_drawn_area_with_the_difference(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site_of_place(atlas, "lg-new-area"), review_number="沪S〔2026〕000号"))
    text, area = text_of(path), profile(atlas, "lg-new-area")["area"]
    for value in (area["stated_area_km2"], area["area_km2"], area["difference_km2"], area["uncertainty_km2"]):
        assert figure(value) in text
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


def test_shares_of_a_polygon_are_those_of_its_intersections(atlas: Atlas) -> None:
    site = site_of_polygon(atlas, SQUARE)
    assert site.area is not None
    assert site.area["area_km2"] == pytest.approx(float(area_km2([SQUARE], "EPSG:4326")[0]))
    members = {member.place_id: member for member in (*site.zones, *site.parks)}
    chip = atlas.features.geometry["fp-oriental-chip-port"]
    common = float(area_km2([shapely.intersection(chip, SQUARE)], "EPSG:4326")[0])
    assert members["fp-oriental-chip-port"].area_km2 == pytest.approx(common)
    assert members["fp-oriental-chip-port"].share_of_site == pytest.approx(common / site.area["area_km2"])
    assert members["lg-new-area"].share_of_site == pytest.approx(1.0)
    assert [profile["id"] for profile in site.speaking][-1] == "lg-new-area"  # the smallest speaks first
    assert not {"new-cities", "fa-two-wings"} & set(members)


def test_a_polygon_far_away_still_gets_an_honest_report(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report_pdf(atlas, site_of_polygon(atlas, shapely.box(110.0, 30.0, 110.01, 30.01), "远处")))
    text = text_of(path)
    assert squeezed(WORDS["no_zones"][0]) in text
    assert "远处" in text


@pytest.mark.parametrize("shape", [None, shapely.Point(121.8, 30.9), shapely.LineString([(121, 30), (122, 31)])])
def test_what_is_no_area_is_refused(atlas: Atlas, shape: shapely.Geometry | None) -> None:
    with pytest.raises(ParameterError):
        site_of_polygon(atlas, shape)


def test_an_unknown_place_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlaceError):
        site_of_place(atlas, "nowhere")


def test_a_share_that_is_not_nothing_is_not_shown_as_nothing() -> None:
    assert (percent(0.0001), percent(0.0), percent(0.5), percent(None)) == ("<0.1%", "0.0%", "50.0%", "—")
    assert figure(-1.005, 1) == "−1.0"
    assert figure(float("nan")) == "—"


def test_the_title_stands_in_the_documents_information(atlas: Atlas) -> None:
    data = report_pdf(atlas, site_of_polygon(atlas, SQUARE, name_en="Site <7>"), lang="en")
    information = pypdf.PdfReader(io.BytesIO(data)).metadata
    assert information is not None
    assert information.title == "Site <7> Site planning report"
    assert atlas.version in str(information.subject)
