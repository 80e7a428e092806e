"""What travels with data is said once, in one order, with the licence of every layer it is of."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from geo.atlas.notices import DISCLAIMER_ZH, LICENCE_EN, LICENCE_ZH, licence_of, notes, texts
from geo.atlas.schema import OWN_PREFIX
from geo.export.layer_content import layer_content
from geo.places.filter import PlaceFilter
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.stats.layer_table import table
from webmap import create_app

PARKS = {"id": "parks", "title_zh": "园区", "title_en": "Parks"}
OWN = {"id": f"{OWN_PREFIX}mine", "title_zh": "我的", "title_en": "mine"}
#: The lines every file ends with.
COMMON = ["area_method", "version", "crs", "licence", "disclaimer"]


@pytest.fixture(scope="module")
def service(atlas: Atlas) -> FlaskClient:
    return create_app({"PROPAGATE_EXCEPTIONS": True}, atlas=atlas).test_client()


def test_notes_stand_in_one_order() -> None:
    made = notes([PARKS, OWN], "v", particulars=[("甲", "a")], day=dt.date(2026, 1, 2))
    assert [note.key for note in made] == [
        *("layer", "by", "about", "area_method", "version", "date", "crs", "licence", "licence", "disclaimer")
    ]
    assert made[5].zh.endswith("2026-01-02")


def test_each_licence_is_named_once() -> None:
    said = texts(notes([PARKS, PARKS], "v"))
    assert sum(LICENCE_ZH in zh for zh, _ in said) == 1
    assert sum(LICENCE_EN in en for _, en in said) == 1
    assert licence_of(OWN["id"]) != licence_of("parks")


@pytest.mark.parametrize("name", ["地块.gpkg", "parcels.parquet:use", "sent", OWN["id"]])
def test_what_is_the_readers_own_is_not_licensed_by_the_atlas(name: str) -> None:
    assert LICENCE_ZH not in licence_of(name)
    assert LICENCE_ZH in licence_of("parks:kind")


def test_a_file_of_no_layer_carries_the_licence_of_the_atlas() -> None:
    assert [note.key for note in notes([], "v")] == COMMON
    assert LICENCE_ZH in notes([], "v")[3].zh


def test_a_layer_a_table_and_statistics_end_with_the_same_lines(atlas: Atlas) -> None:
    layer = [(note.zh, note.en) for note in layer_content(atlas, "parks").notes() if note.key in COMMON]
    shown = table(atlas, "parks", PlaceFilter()).notes()
    statistics = account_files.account_notes(make_account(atlas, "parks"))
    assert shown[-5:] == statistics[-5:]
    # The coordinates of an export have a system of their own.
    assert [line for at, line in enumerate(layer) if at != 2] == [line for at, line in enumerate(shown[-5:]) if at != 2]


@pytest.mark.parametrize("path", ["/stats/parks.csv", "/tables/parks.csv", "/stats/scopes.csv?by=parks"])
def test_the_notes_stand_under_the_rows_of_a_file(service: FlaskClient, path: str) -> None:
    lines = list(csv.reader(io.StringIO(service.get(path).data.decode("utf-8-sig"))))
    said = [line[0] for line in lines[lines.index([]) + 1 :]]
    assert any(LICENCE_ZH in text for text in said)
    assert said[-1] == DISCLAIMER_ZH
