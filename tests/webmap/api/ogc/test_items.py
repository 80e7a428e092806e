"""Abstract tests of OGC API - Features, Parts 1 (17-069r4), 2 (18-058r1), 3 (19-079r2) and 5 (23-058r1), by number."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pyproj
import pytest
import shapely
from flask.testing import FlaskClient

from geo import Atlas
from geo.export.collections.collection import PARTS, collections
from geo.export.collections.served_crs import CRS84, SERVED

PARKS = "/ogc/collections/parks/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def features(client: FlaskClient, query: str = "", address: str = PARKS) -> dict[str, Any]:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    page: dict[str, Any] = answer.json
    return page


def ids(client: FlaskClient, query: str = "", address: str = PARKS) -> set[str]:
    return {one["id"] for one in features(client, query, address)["features"]}


def first_corner(geometry: dict[str, Any]) -> tuple[float, float]:
    x, y = shapely.get_coordinates(shapely.from_geojson(json.dumps(geometry)))[0]
    return float(x), float(y)


def where(condition: str, more: str = "") -> str:
    return f"filter={quote(condition)}{more}"


@pytest.mark.parametrize("path", ["", "/conformance", "/collections", "/collections/parks", "/collections/parks/items"])
def test_every_address_has_a_page_and_data_that_link_to_each_other(client: FlaskClient, path: str) -> None:
    """Part 1, A.2.1, html: each answer is also HTML, by the Accept header or ``f``."""
    data = client.get(f"/ogc{path}", headers={"Accept": "application/json"})
    page = client.get(f"/ogc{path}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert data.is_json
    assert page.mimetype == "text/html"
    assert "Accept" in data.headers["Vary"]
    assert "Accept" in page.headers["Vary"]
    alternate = next(link for link in data.json["links"] if link["rel"] == "alternate" and link["type"] == "text/html")
    assert client.get(alternate["href"]).mimetype == "text/html"


def test_a_collection_says_what_part_1_asks(client: FlaskClient, atlas: Atlas) -> None:
    """Requirements 12 to 16: id, links to the items in every form, extent, and the same as in the list."""
    listed = client.get("/ogc/collections").json["collections"]
    assert [one["id"] for one in listed] == list(collections(atlas))
    for one in listed:
        kinds = {link["type"] for link in one["links"] if link["rel"] == "items"}
        assert kinds == {"application/geo+json", "text/html"}
        assert any(link["rel"] == "license" for link in one["links"])
        assert one["storageCrs"] in one["crs"]
        if "spatial" in one.get("extent", {}):
            west, south, east, north = one["extent"]["spatial"]["bbox"][0]
            assert 120 < west <= east < 123
            assert 30 < south <= north < 32
    parks = client.get("/ogc/collections/parks").json
    assert {key: value for key, value in parks.items() if key != "links"} == {
        key: value for key, value in next(one for one in listed if one["id"] == "parks").items() if key != "links"
    }
    begin, end = parks["extent"]["temporal"]["interval"][0]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT00:00:00Z", begin)
    assert end is None


def test_a_mixed_layer_has_a_collection_for_each_geometry(client: FlaskClient, atlas: Atlas) -> None:
    """C-01: a program that gives a layer one symbol draws every feature."""
    for one in collections(atlas).values():
        shapes = [f["geometry"] for f in features(client, address=f"/ogc/collections/{one.id}/items")["features"]]
        types = {shape["type"] for shape in shapes if shape}
        if one.part:
            assert types <= set(PARTS[one.part])
        elif one.source == "layer" and len(types) > 1:
            parts = [f"{one.id}-{part}" for part in PARTS if set(PARTS[part]) & types]
            found = [
                ids(client, address=f"/ogc/collections/{part}/items") for part in parts if part in collections(atlas)
            ]
            located = set(atlas.layer(one.id).index[atlas.layer(one.id).geometry.notna()])
            if found:
                assert set.union(*found) == located
                assert sum(map(len, found)) == len(located)
            else:
                assert len([part for part in PARTS if set(PARTS[part]) & types]) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("bbox=121.48,30.6,122.1,31.1", 19),
        ("bbox=121.48,30.6,-100,122.1,31.1,9000", 19),  # heights, requirement 24 C
        ("bbox=177,65,-177,70", 0),  # across the antimeridian, requirement 24 D
        ("bbox=-180,-90,180,90", 19),
        ("bbox=0,0,1,1", 0),
        ("ids=nowhere", 0),
        ("limit=10000000", 24),  # requirement 21: cut, not refused
        ("datetime=2020-01-01T00:00:00Z", 0),
        ("datetime=2099-01-01T00:00:00Z/..", 24),
    ],
)
def test_selections_have_as_many_features(client: FlaskClient, query: str, count: int) -> None:
    page = features(client, query)
    assert page["numberMatched"] == len(page["features"]) == count
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", page["timeStamp"])


@pytest.mark.parametrize(
    "query",
    [
        *("bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=nan,1,2,3", "bbox=1,5,2,3", "bbox=a,b,c,d"),
        *(
            "datetime=garbage",
            "datetime=../..",
            "datetime=2022-01-01/2021-01-01",
            "datetime=a/b/c",
            "datetime=20200101",
        ),
        *("crs=http://www.opengis.net/def/crs/EPSG/0/9999", "bbox-crs=nothing", "filter-crs=x", "filter-lang=sql"),
        *("sortby=colour", "properties=colour", "skipGeometry=yes", "knd=park", "limit=0", "offset=-1"),
        *("filter=knd%3D'park'", "filter=kind", "filter=kind%3D3", "filter=((", "filter-lang=cql2-json&filter={"),
        "filter=" + "(" * 1800,
        "filter=" + quote("a=1 AND " * 300),
    ],
)
def test_what_makes_no_sense_is_refused(client: FlaskClient, query: str) -> None:
    """Requirement 8: unknown and invalid parameters have the status 400."""
    answer = client.get(f"{PARKS}?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("uri", list(SERVED))
def test_coordinates_come_in_the_system_asked_for_with_its_axes(client: FlaskClient, uri: str) -> None:
    """Part 2, requirements 6 to 16: crs, bbox-crs, Content-Crs, and the axis order of the definition."""
    answer = client.get(f"{PARKS}?crs={uri}&ids=fp-oriental-chip-port")
    assert answer.headers["Content-Crs"] == f"<{uri}>"
    stored = features(client, "ids=fp-oriental-chip-port")["features"][0]["geometry"]
    lon, lat = first_corner(stored)
    code = "OGC:CRS84" if uri == CRS84 else uri.replace(EPSG, "EPSG:")
    # WGS84 and CGCS2000 count as one frame here, so the expectation starts at the base of the target.
    base = "OGC:CRS84" if uri in (CRS84, f"{EPSG}4326", f"{EPSG}3857") else "EPSG:4490"
    at = (lon, lat) if base == "OGC:CRS84" else (lat, lon)
    expected = pyproj.Transformer.from_crs(base, code).transform(*at)
    found = shapely.get_coordinates(
        shapely.from_geojson(str(answer.json["features"][0]["geometry"]).replace("'", '"'))
    )[0]
    assert found == pytest.approx(expected, abs=1e-6)
    west, south = found - 1e-3
    east, north = found + 1e-3
    assert "fp-oriental-chip-port" in ids(client, f"bbox={west},{south},{east},{north}&bbox-crs={uri}")


def test_one_feature_has_a_system_too_and_a_link_to_its_page(client: FlaskClient) -> None:
    answer = client.get(f"{PARKS}/fp-oriental-chip-port?crs={EPSG}4529")
    assert answer.headers["Content-Crs"] == f"<{EPSG}4529>"
    northing, easting = first_corner(answer.json["geometry"])
    assert 3_400_000 < northing < 3_430_000
    assert 41_000_000 < easting < 42_000_000
    related = next(link["href"] for link in answer.json["links"] if link["rel"] == "related")
    assert client.get(related).mimetype == "text/html"


def test_properties_order_and_shapes_are_chosen(client: FlaskClient) -> None:
    page = features(client, "properties=name_zh,area_km2&sortby=-area_km2&skipGeometry=true")
    rows = [one["properties"] for one in page["features"]]
    assert all(set(row) == {"name_zh", "area_km2"} for row in rows)
    assert all(one["geometry"] is None for one in page["features"])
    areas = [row["area_km2"] for row in rows if row["area_km2"] is not None]
    assert areas == sorted(areas, reverse=True)
    assert [row["area_km2"] for row in rows[len(areas) :]] == [None] * (len(rows) - len(areas))
    upwards = [one["properties"]["area_km2"] for one in features(client, "sortby=area_km2")["features"]]
    assert upwards[: len(areas)] == areas[::-1]


@pytest.mark.parametrize("name", ["queryables", "sortables", "schema", "feature-schema"])
def test_schemas_name_what_the_features_have(client: FlaskClient, atlas: Atlas, name: str) -> None:
    """Part 3, requirement 2 onwards, and Part 5."""
    for one in collections(atlas):
        answer = client.get(f"/ogc/collections/{one}/{name}")
        assert answer.mimetype == "application/schema+json"
        schema = answer.json
        assert schema["$id"].endswith(f"/ogc/collections/{one}/{name}")
        first = features(client, "limit=1", f"/ogc/collections/{one}/items")["features"][0]
        named = schema["properties"]["properties"]["properties"] if name == "feature-schema" else schema["properties"]
        assert set(named) - {"geometry", "claims"} == set(first["properties"]) - {"claims"}


@pytest.mark.parametrize("language", ["cql2-text", "cql2-json"])
def test_a_filter_is_read_in_both_encodings(client: FlaskClient, language: str) -> None:
    condition = {
        "cql2-text": "kind='park' AND area_km2>3",
        "cql2-json": '{"op":"and","args":[{"op":"=","args":[{"property":"kind"},"park"]},'
        '{"op":">","args":[{"property":"area_km2"},3]}]}',
    }[language]
    found = features(client, where(condition, f"&filter-lang={language}"))["features"]
    assert found
    assert all(one["properties"]["kind"] == "park" and one["properties"]["area_km2"] > 3 for one in found)


def test_a_shape_in_a_filter_is_in_the_system_it_says(client: FlaskClient) -> None:
    to = pyproj.Transformer.from_crs("EPSG:4490", f"EPSG:{4529}")
    corners = [(121.85, 30.85), (121.95, 30.85), (121.9, 30.95), (121.85, 30.85)]
    degrees = ",".join(f"{lon} {lat}" for lon, lat in corners)
    metres = ",".join("{} {}".format(*to.transform(lat, lon)) for lon, lat in corners)
    one = ids(client, where(f"S_INTERSECTS(geometry,POLYGON(({metres})))", f"&filter-crs={EPSG}4529"))
    other = ids(client, where(f"S_INTERSECTS(geometry,POLYGON(({degrees})))"))
    assert one == other
    assert 0 < len(one) < len(ids(client))


def test_a_time_keeps_what_documents_had_named_by_then(client: FlaskClient, atlas: Atlas) -> None:
    since = dict(zip(atlas.tables["documents"]["doc_id"], atlas.tables["documents"]["stands_from"], strict=True))
    claims = atlas.tables["claims"]
    early = set(claims["place_id"][claims["doc_id"].map(since) <= "2021-01-31"])
    parks = set(atlas.layer("parks").index)
    assert 0 < len(parks & early) < len(parks)
    assert ids(client, "datetime=../2021-01-31") == parks & early
    assert ids(client, where("first_named_on <= DATE('2021-01-31')")) == parks & early


def test_tables_and_accounts_are_collections(client: FlaskClient, atlas: Atlas) -> None:
    claims = features(client, where("type='positioning'", "&limit=10000"), "/ogc/collections/table-claims/items")
    table = atlas.tables["claims"]
    assert claims["numberMatched"] == (table["type"] == "positioning").sum()
    assert all(one["geometry"] is None for one in claims["features"])
    account = features(client, where("area_km2 > 10"), "/ogc/collections/account-parks/items")["features"]
    assert all(one["geometry"]["type"] in PARTS["areas"] for one in account)
    assert all(one["properties"]["area_km2"] > 10 for one in account)
