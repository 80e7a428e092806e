"""Every column of the seed tables has a name in both languages, and no name is of a column that is not there."""

from __future__ import annotations

from geo import Atlas
from geo.columns.seed_columns import SEED_HEADINGS
from geo.export.collections.collection import collections
from geo.export.collections.collection_table import feature_table


def test_each_column_of_a_seed_table_is_named_in_two_languages(atlas: Atlas) -> None:
    tables = [one for one in collections(atlas).values() if one.source == "table"]
    there = set()
    for one in tables:
        for key, field in feature_table(atlas, one.id).fields.items():
            zh, en = field.title
            assert any("\u4e00" <= sign <= "\u9fff" for sign in zh), (one.id, key)
            assert en != key or en.isalpha(), (one.id, key)
            there |= {key, f"{one.name}.{key}"}
    assert set(SEED_HEADINGS) <= there


def test_a_word_that_means_something_else_in_another_table_is_named_for_its_table(atlas: Atlas) -> None:
    titles = {name: feature_table(atlas, name).fields["status"].title for name in ("table-documents", "table-claims")}
    assert titles["table-documents"] != titles["table-claims"]
