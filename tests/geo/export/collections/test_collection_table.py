"""Where the features of each kind of collection come from, and of what type their columns are."""

from __future__ import annotations

import datetime as dt

from geo import Atlas
from geo.export.collections.collection_table import SINCE, extent, feature_table
from geo.export.collections.feature_query import FeatureQuery, select
from geo.stats.accounts import make_account


def test_a_place_is_known_since_the_first_document_that_names_it(atlas: Atlas) -> None:
    table = feature_table(atlas, "parks")
    since = dict(zip(table.ids, table.columns[SINCE], strict=True))
    documents = atlas.tables["documents"].set_index("doc_id")["stands_from"]
    claims = atlas.tables["claims"]
    for place in ("fp-oriental-chip-port", "cor-shuyuan"):
        assert since[place] == min(documents[claims["doc_id"][claims["place_id"] == place]])
    assert feature_table(atlas, "roads").columns[SINCE].tolist() == [None] * len(atlas.layer("roads"))


def test_tables_have_numbers_days_and_texts(atlas: Atlas) -> None:
    kinds = {name: one.kind for name, one in feature_table(atlas, "table-documents").fields.items()}
    assert (kinds["sequence"], kinds["stands_from"], kinds["title_zh"]) == ("number", "date", "text")
    table = feature_table(atlas, "table-claims")
    assert table.shapes is None
    assert set(table.ids) == set(atlas.tables["claims"]["claim_id"])


def test_an_account_has_the_figures_of_the_statistics(atlas: Atlas) -> None:
    table = feature_table(atlas, "account-parks")
    rows = {row["place_id"]: row["area_km2"] for row in make_account(atlas, "parks").rows}
    assert dict(zip(table.ids, table.columns["area_km2"], strict=True)) == rows
    assert all(table.shapes)


def test_rows_of_documents_and_accounts_have_a_time_too(atlas: Atlas) -> None:
    since = atlas.tables["documents"].set_index("doc_id")["stands_from"]
    claims = feature_table(atlas, "table-claims")
    assert claims.columns[SINCE].tolist() == [since[one] for one in claims.columns["doc_id"]]
    assert extent(atlas, "table-claims").since == min(since[one] for one in claims.columns["doc_id"])
    assert extent(atlas, "table-places").since is None
    assert extent(atlas, "account-parks").since == extent(atlas, "parks").since
    asked = FeatureQuery(interval=(None, dt.datetime(2020, 12, 31, tzinfo=dt.UTC)))
    assert 0 < len(select(claims, asked)) < len(claims)
