"""What a layer looks like in its database."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import UnavailableError
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store
from geo.store.postgis.write import table_of, writing
from tests.cluster import Cluster
from tests.geo.conftest import PASSWORD


def test_a_table_has_a_key_an_index_a_type_and_a_note(database: str, plots_file: Path) -> None:
    note = import_layer(plots_file, database, ImportOptions("in-table", force=True))
    assert table_of(note.id) == "in_table"
    pool = open_store(database)[note.id].table.pool  # type: ignore[attr-defined]
    with pool.connected() as connection:
        ask = connection.exec_driver_sql
        indexes = " ".join(one for (one,) in ask("SELECT indexdef FROM pg_indexes WHERE tablename = 'in_table'"))
        kind = ask("SELECT type FROM geometry_columns WHERE f_table_name = 'in_table'").scalar()
        empty = ask("SELECT COUNT(*) FROM in_table WHERE use IS NULL").scalar()
    assert "(fid)" in indexes
    assert "USING gist (geom)" in indexes
    assert kind == "POLYGON"
    assert empty == 9


def test_a_server_that_does_not_answer_is_unavailable(cluster: Cluster) -> None:
    assert cluster.open
    with pytest.raises(UnavailableError) as caught, writing(f"postgresql://bench:secret-9@127.0.0.1:1/{PASSWORD[:1]}"):
        pass
    assert "secret-9" not in str(caught.value)
