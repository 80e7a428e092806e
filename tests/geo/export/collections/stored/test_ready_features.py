"""Features that lie ready in a file are the ones the layer would send, in the same order, and named by its state."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from geo import Atlas
from geo.export.collections.feature_query import FeatureQuery
from geo.export.collections.stored import ready_features
from geo.export.collections.stored.pages import StoredPages, plain_texts
from geo.export.collections.stored.ready_features import ReadyFeatures, write_ready_features
from tests.stored_layers import LAYER


@pytest.fixture(scope="module")
def pages(stored_atlas: Atlas) -> StoredPages:
    return StoredPages(stored_atlas.stored[LAYER])


@pytest.fixture(scope="module")
def ready(pages: StoredPages, tmp_path_factory: pytest.TempPathFactory) -> ReadyFeatures:
    path, layer = tmp_path_factory.mktemp("ready") / "features.arrow", pages.layer
    with pytest.MonkeyPatch.context() as patched:
        # Blocks of four, five of which are fetched at once: 35 located features are nine blocks.
        patched.setattr(ready_features, "_BLOCK", 4)
        patched.setattr(ready_features, "_BATCH", 5)
        steps: list[tuple[str, int, int]] = []
        write_ready_features(
            layer, lambda rows: plain_texts(layer, rows), "the state", path, progress=lambda *step: steps.append(step)
        )
    assert steps == [("writing features", 0, 35), ("writing features", 20, 35), ("writing features", 35, 35)]
    return ReadyFeatures(path)


def test_any_box_is_answered_as_the_layer_would(pages: StoredPages, ready: ReadyFeatures) -> None:
    assert ready.version == "the state"
    bounds = pages.layer.bounds
    assert bounds is not None
    rng = np.random.default_rng(4)
    sizes = []
    for _ in range(40):
        west, east = np.sort(rng.uniform(bounds[0] - 0.01, bounds[2] + 0.01, 2)).tolist()
        south, north = np.sort(rng.uniform(bounds[1] - 0.01, bounds[3] + 0.01, 2)).tolist()
        query = FeatureQuery(bbox=(west, south, east, north))
        straight, kept = pages.page(query, 100, 0), pages.page(query, 100, 0, ready=ready)
        assert kept == straight
        sizes.append(kept.matched)
    assert 0 < min(size for size in sizes if size) < 5
    assert max(sizes) > 20


def test_a_page_of_a_box_and_a_kind_of_shape(pages: StoredPages, ready: ReadyFeatures) -> None:
    whole = pages.layer.bounds
    assert whole is not None
    paged = pages.page(FeatureQuery(bbox=whole), 3, 5, ready=ready)
    straight = pages.page(FeatureQuery(bbox=whole), 3, 5)
    assert paged == straight
    assert (paged.matched, paged.returned) == (35, 3)
    assert ready.page(whole, 100, 0, dimension=2) == pages.page(FeatureQuery(bbox=whole), 100, 0)
    assert ready.page(whole, 100, 0, dimension=1) == (0, 0, b"")
    assert ready.page((0.0, 0.0, 1.0, 1.0), 100, 0) == (0, 0, b"")
    assert ready.page(whole, 100, 35) == (35, 0, b"")


def test_a_box_over_many_blocks_is_left_to_the_layer(
    pages: StoredPages, ready: ReadyFeatures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready_features, "_MOST_BLOCKS", 2)
    assert pages.layer.bounds is not None
    assert ready.page(pages.layer.bounds, 9, 0) is None
    assert pages.page(FeatureQuery(bbox=pages.layer.bounds), 3, 5, ready=ready).matched == 35


def test_another_file_is_no_file_of_features(tmp_path: Path) -> None:
    (tmp_path / "x.arrow").write_bytes(b"no Arrow file")
    with pytest.raises((OSError, ValueError)):
        ReadyFeatures(tmp_path / "x.arrow")
    with pytest.raises(FileNotFoundError):
        ReadyFeatures(tmp_path / "y.arrow")
