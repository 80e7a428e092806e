"""The health address."""

from __future__ import annotations

from flask.testing import FlaskClient

from geo import Atlas


def test_health_counts_what_there_is_and_is_never_kept(client: FlaskClient, atlas: Atlas) -> None:
    answer = client.get("/healthz")
    assert answer.json == {
        "status": "ok",
        "version": atlas.version,
        "layers": len(atlas.layers),
        "places": len(atlas.places),
    }
    assert answer.headers["Cache-Control"] == "no-store"
