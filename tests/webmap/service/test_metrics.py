"""/metrics counts requests by endpoint, method and class of status, for one process and for several."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from geo import Atlas
from webmap import create_app

#: A worker that answers one request of a place and prints the figures.
_WORKER = """
import json, sys
from geo import load_atlas
from webmap import create_app
client = create_app({"access_log": False}, atlas=load_atlas()).test_client()
client.get("/places/park-frontier.json")
print(json.dumps(client.get("/metrics").text))
"""


def figures(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Return the value of each sample by name and sorted labels."""
    families = text_string_to_metric_families(text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def app(atlas: Atlas) -> Flask:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False}, atlas=atlas)


def test_requests_are_counted_with_their_durations(app: Flask, atlas: Atlas) -> None:
    client = app.test_client()
    for path in ("/places/park-frontier.json", "/places/park-frontier.json", "/places/nowhere.json", "/nothing"):
        client.get(path)
    client.open("/healthz", method="BREW")
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=")
    found = figures(answer.text)

    def count(endpoint: str, status: str, method: str = "GET") -> float:
        labels = (("endpoint", endpoint), ("method", method), ("status", status))
        return found["lingang_request_seconds_count", labels]

    assert count("place_data.place_json", "2xx") == 2
    assert count("place_data.place_json", "4xx") == 1
    assert count("none", "4xx") == 1
    assert count("none", "4xx", "other") == 1
    assert found["lingang_data_info", (("version", atlas.version),)] == 1
    assert found["lingang_jobs", (("state", "running"),)] == 0
    assert found["lingang_jobs", (("state", "waiting"),)] == 0
    assert found["lingang_busy_total", ()] == 0
    if sys.platform == "linux":
        assert found["lingang_process_resident_memory_bytes", ()] > 50_000_000


def test_a_refusal_is_counted_and_the_answer_of_readyz_is_none(app: Flask) -> None:
    metrics = app.extensions["metrics"]
    metrics.observe("sheet.sheet", "GET", 503, 0.1)
    metrics.observe("health.readyz", "GET", 503, 0.1)
    assert figures(app.test_client().get("/metrics").text)["lingang_busy_total", ()] == 1


def test_applications_count_apart(app: Flask, atlas: Atlas) -> None:
    app.test_client().get("/compare")
    other = create_app(atlas=atlas).test_client()
    assert "compare.matrix" not in other.get("/metrics").text


def test_several_processes_count_together(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    texts = []
    for _ in range(2):
        command = [sys.executable, "-c", _WORKER]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, encoding="utf-8")
        texts.append(json.loads(done.stdout))
    labels = (("endpoint", "place_data.place_json"), ("method", "GET"), ("status", "2xx"))
    counts = [figures(text)["lingang_request_seconds_count", labels] for text in texts]
    assert counts == [1, 2]
    assert "lingang_data_info" in texts[1]
