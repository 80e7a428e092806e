"""The pages of area statistics: they sum, and their form leads where it says."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from geo.measure.units import printed
from geo.stats.accounts import make_account
from geo.stats.ledger import ledger
from webmap.pages.stats import zone_block

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


def test_a_layer_divided_by_another_sums_to_its_zones_on_the_page(client: FlaskClient, atlas: Atlas) -> None:
    page = client.get("/stats/functional_areas?by=parks", headers=HTML).text
    account = make_account(atlas, "functional_areas", "parks").to_dict()
    assert printed(account["total"]["area_km2"], about=True) in page
    assert "未分配" in page
    assert "重叠" in page
    assert page.count('<svg class="bar') >= len({row["place_id"] for row in account["rows"]})
    moved = client.get("/stats?zones=clusters&by=parks&lang=en")
    assert moved.headers["Location"].endswith("/stats/clusters?by=parks&lang=en")


def test_every_layer_with_areas_has_a_statistics_page(client: FlaskClient, atlas: Atlas) -> None:
    for layer_id in atlas.zone_layers:
        page = html(client, f"/stats/{layer_id}")
        account = make_account(atlas, layer_id)
        about = {row["grade"] for row in account.rows} == {"C"}
        assert printed(account.sum["area_km2"], about=about) in page
        assert printed(account.total["area_km2"], about=about) in page
        for row in account.rows:
            assert printed(row["area_km2"], about=row["grade"] == "C") in page
        assert f'href="/stats/{layer_id}.csv"' in page


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("zones=clusters", "/stats/clusters"),
        ("zones=clusters&by=&field=kind", "/stats/clusters"),
        ("zones=clusters&by=parks&field=kind", "/stats/clusters?by=parks:kind"),
        ("zones=clusters&by=parks&field=&lang=en", "/stats/clusters?by=parks&lang=en"),
    ],
)
def test_the_form_leads_to_the_address_of_what_was_chosen(client: FlaskClient, query: str, place: str) -> None:
    assert client.get(f"/stats?{query}").headers["Location"].replace("%3A", ":") == place


def test_without_a_choice_the_form_leads_to_the_first_layer(client: FlaskClient, atlas: Atlas) -> None:
    assert client.get("/stats").headers["Location"] == f"/stats/{atlas.zone_layers[0]}"


def test_an_empty_divisor_divides_nothing(client: FlaskClient) -> None:
    assert html(client, "/stats/clusters?by=").count("<h1>") == 1
    assert "未分配" not in html(client, "/stats/clusters?by=")


def test_members_of_a_zone_come_largest_first_and_slivers_are_left_out() -> None:
    rows = [
        {"place_id": "z", "name_zh": "甲", "name_en": "A", "row": kind, "member": member, "grade": "B"}
        | {"area_km2": area, "area_ha": area * 100, "area_mu": area * 1500}
        for kind, member, area in [
            *[("member", "small", 1.0), ("member", "sliver", 0.0), ("member", "large", 3.0)],
            *[("unassigned", None, 2.0), ("overlap", None, -0.5)],
        ]
    ]
    block = zone_block(rows)
    assert [row["member"] for row in block["rows"]] == ["large", "small", None, None]
    assert block["area_km2"] == 5.5
    assert block["widest"] == 5.5
    assert (block["place_id"], block["name_en"]) == ("z", "A")


def test_the_ledger_has_a_row_for_every_stated_area(client: FlaskClient, atlas: Atlas) -> None:
    page = html(client, "/ledger")
    for row in ledger(atlas):
        assert row["name_zh"] in page
