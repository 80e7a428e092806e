"""A planner saves sloppily: one fault per test on a copy of the data, each answered by a finding one can act on."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import mapping, shape

from geo import load_atlas
from geo.atlas.load import default_folder
from geo.check.rules import RULES
from geo.check.run import Finding, Report, check
from geo.coordinates.gcj02 import wgs84_to_gcj02
from tests.conftest import DataFolders

Feature = dict[str, Any]


@pytest.fixture(scope="session")
def as_delivered() -> Report:
    """The findings on the data as it is: a test looks only for what its own fault adds."""
    return check()


@pytest.fixture
def added(folders: DataFolders, as_delivered: Report) -> Callable[[], list[Finding]]:
    return lambda: [f for f in check(folders.layers, folders.seeds).findings if f not in as_delivered.findings]


def features(folders: DataFolders, layer: str) -> list[Feature]:
    return json.loads((folders.layers / f"{layer}.geojson").read_text(encoding="utf-8"))["features"]


def save(folders: DataFolders, layer: str, rows: list[Feature], **members: Any) -> None:
    document = {"type": "FeatureCollection", **members, "features": rows}
    path = folders.layers / f"{layer}.geojson"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def change(folders: DataFolders, layer: str, name: str, edit: Callable[[Feature], object]) -> None:
    rows = features(folders, layer)
    edit(next(row for row in rows if row["id"] == name))
    save(folders, layer, rows)


def reshape(
    folders: DataFolders, layer: str, move: Callable[[np.ndarray], np.ndarray], names: tuple[str, ...] = (), **more: Any
) -> None:
    """Move all vertices of a layer, or of some of its features."""
    rows = features(folders, layer)
    for row in rows:
        if row["geometry"] and (not names or row["id"] in names):
            row["geometry"] = json.loads(json.dumps(mapping(shapely.transform(shape(row["geometry"]), move))))
    save(folders, layer, rows, **more)


def exterior(feature: Feature) -> list[list[float]]:
    """The outer ring of the first polygon, to be changed in place."""
    coordinates = feature["geometry"]["coordinates"]
    return coordinates[0] if feature["geometry"]["type"] == "Polygon" else coordinates[0][0]


def one(findings: list[Finding], rule: str) -> Finding:
    """The single finding of a rule."""
    of_rule = [finding for finding in findings if finding.rule == rule]
    assert len(of_rule) == 1, [str(finding) for finding in findings]
    assert of_rule[0].found
    assert of_rule[0].remedy
    return of_rule[0]


def test_the_untouched_copy_has_no_finding_of_its_own(added) -> None:
    assert added() == []


def cpu_s(work: Callable[[], object]) -> float:
    """CPU time of this process in seconds, which other programs on the machine do not lengthen."""
    start = time.process_time()
    work()
    return time.process_time() - start


def test_the_check_costs_a_few_times_what_loading_the_data_costs() -> None:
    """About once; measured beside each other, so that the limit holds on a slow machine too."""
    # Folders that are named are read from their files; the installed data would come from the kept atlas.
    folders = [default_folder(name) for name in ("layers", "seeds")]
    assert cpu_s(check) < 5.0 * cpu_s(lambda: load_atlas(*folders))


# --- files and columns


def test_gbk_text_in_a_layer_is_told(folders, added) -> None:
    path = folders.layers / "parks.geojson"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    finding = one(added(), "S001")
    assert finding.file == "layers/parks.geojson"
    assert "GBK" in finding.found
    assert "UTF-8" in finding.remedy


def test_gbk_text_in_a_table_is_told_and_brings_no_false_alarm(folders, added) -> None:
    path = folders.seeds / "places.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert [(f.rule, f.file) for f in added()] == [("S001", "seeds/places.csv")]


def test_a_layer_saved_in_epsg_4529_is_recognised(folders, added) -> None:
    to_4529 = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:4529", always_xy=True)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4529"}}
    reshape(folders, "clusters", lambda xy: np.column_stack(to_4529.transform(*xy.T)), crs=crs)
    findings = added()
    assert "EPSG::4529" in one(findings, "S001").found
    metres = [f for f in findings if f.rule == "G002"]
    assert {f.feature for f in metres} == {row["id"] for row in features(folders, "clusters")}
    assert all("from EPSG:4529 to EPSG:4326" in f.remedy for f in metres)
    assert {f.rule for f in findings} == {"S001", "G002"}


def test_a_missing_attribute_of_one_feature_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: f["properties"].pop("method"))
    finding = one(added(), "S002")
    assert (finding.file, finding.feature) == ("layers/clusters.geojson", "xinghuo")
    assert "method" in finding.found


def test_an_attribute_missing_from_the_whole_layer_is_found(folders, added) -> None:
    rows = features(folders, "clusters")
    for row in rows:
        del row["properties"]["note_zh"]
    save(folders, "clusters", rows)
    assert one(added(), "S002").found == "no column note_zh"


def test_a_number_written_as_text_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: f["properties"].update(accuracy_m="1500 m"))
    finding = next(f for f in added() if f.rule == "S002")
    assert finding.feature == "xinghuo"
    assert "'1500 m'" in finding.found
    assert "number" in finding.expected


def test_an_id_that_a_program_moved_among_the_properties_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: f["properties"].update(id=f.pop("id")))
    finding = one(added(), "S002")
    assert finding.feature == "xinghuo"
    assert "ID_FIELD" in finding.remedy


def test_a_duplicated_feature_is_found(folders, added) -> None:
    rows = features(folders, "clusters")
    save(folders, "clusters", [*rows, copy.deepcopy(rows[0])])
    findings = [f for f in added() if f.rule == "S002"]
    assert {f.feature for f in findings} == {rows[0]["id"]}


def test_a_duplicated_feature_with_a_new_id_is_found_by_its_outline(folders, added) -> None:
    rows = features(folders, "clusters")
    save(folders, "clusters", [*rows, {**copy.deepcopy(rows[0]), "id": "cluster-copy"}])
    findings = added()
    assert rows[0]["id"] in one(findings, "G011").found
    assert one(findings, "J001").feature == "cluster-copy"


def test_a_copy_of_a_feature_in_another_layer_is_found(folders, added) -> None:
    save(folders, "towns", [*features(folders, "towns"), features(folders, "rail")[0]])
    assert "layer rail too" in one([f for f in added() if f.feature == "metro-16"], "J001").found


def test_a_method_that_does_not_fit_the_geometry_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: f.update(geometry=None))
    assert {f.feature for f in added() if f.rule == "S003"} == {"xinghuo"}


def test_properties_that_are_no_object_are_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: f.update(properties=5))
    assert "feature number" in one([f for f in added() if f.file == "layers/clusters.geojson"], "S001").found


def test_a_layer_file_nobody_lists_is_a_warning(folders, added) -> None:
    save(folders, "clusters_new", features(folders, "clusters"))
    finding = one(added(), "S004")
    assert (finding.severity, finding.file) == ("warning", "layers/clusters_new.geojson")


def test_a_wrong_catalogue_entry_does_not_hide_the_other_layers(folders, added) -> None:
    folders.edit("catalogue.toml", 'role = "planning"', 'role = "plan"')
    change(folders, "towns", "town-datuan", lambda f: f["properties"].pop("method"))
    findings = added()
    assert any(f.file == "layers/catalogue.toml" and "role" in f.found for f in findings)
    assert any(f.feature == "town-datuan" for f in findings)


# --- ids


def test_a_renamed_id_is_found_on_both_sides(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: f.update(id="xinghuo-2"))
    findings = [f for f in added() if f.rule == "J001"]
    assert {(f.file, f.feature) for f in findings} >= {("layers/clusters.geojson", "xinghuo-2")}
    assert any(f.file == "seeds/places.csv" and f.row and "xinghuo" in f.item for f in findings)


def test_a_check_table_that_names_a_lost_id_is_found(folders, added) -> None:
    path = folders.layers / "containment.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("xinghuo,", "xinghou,", 1), encoding="utf-8")
    finding = one(added(), "J002")
    assert (finding.file, finding.found) == ("layers/containment.csv", "'xinghou'")


def test_a_circle_of_parents_is_found(folders, added) -> None:
    folders.edit("places.csv", ",lingang,shanghai,", ",lingang,fa-frontier,")
    assert all("its own ancestor" in f.found for f in added())
    assert any(f.rule == "J001" for f in added())


def test_a_section_that_does_not_exist_is_found_without_the_documents(folders, added) -> None:
    folders.edit("measures.csv", "lg-plan-2020,六(一)", "lg-plan-2020,六(十)")
    finding = one(added(), "D003")
    assert (finding.file, finding.row) == ("seeds/measures.csv", 2)


# --- coordinates


def test_swapped_axes_are_found(folders, added) -> None:
    reshape(folders, "clusters", lambda xy: xy[:, ::-1], ("xinghuo",))
    finding = one(added(), "G003")
    assert finding.feature == "xinghuo"
    assert "swap" in finding.remedy


def test_an_unclosed_ring_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: exterior(f).pop())
    finding = one(added(), "G006")
    assert finding.feature == "xinghuo"
    assert "121." in finding.found


def test_a_self_intersection_is_found_with_its_place(folders, added) -> None:
    def cross(feature: Feature) -> None:
        ring = exterior(feature)
        west, south, east, north = shape(feature["geometry"]).bounds
        ring[:] = [[west, south], [east, north], [east, south], [west, north], [west, south]]

    change(folders, "clusters", "xinghuo", cross)
    finding = one(added(), "G001")
    assert finding.feature == "xinghuo"
    assert "Self-intersection[121." in finding.found


def test_a_coordinate_that_is_no_number_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: exterior(f)[1].__setitem__(0, float("nan")))
    assert one(added(), "G005").feature == "xinghuo"


def test_a_vertex_far_away_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: exterior(f)[1].__setitem__(0, 12.18))
    finding = one(added(), "G004")
    assert finding.feature == "xinghuo"
    assert "12.180000" in finding.found


def test_a_ring_that_runs_the_wrong_way_is_found(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: exterior(f).reverse())
    finding = one(added(), "G007")
    assert (finding.feature, finding.expected) == ("xinghuo", "counter-clockwise")


def test_a_doubled_vertex_a_spike_and_long_decimals_are_warnings(folders, added) -> None:
    def spoil(feature: Feature) -> None:
        ring = exterior(feature)
        (x0, y0), (x1, y1) = ring[0], ring[1]
        tip = [round(x1 + (x1 - x0) * 0.5, 7), round(y1 + (y1 - y0) * 0.5, 7)]
        ring[1:2] = [ring[1], ring[1], tip, [round(x1 + 1e-6, 7), y1]]
        ring[-2][0] += 1.23e-9

    change(folders, "clusters", "xinghuo", spoil)
    findings = {f.rule: f.severity for f in added() if f.feature == "xinghuo"}
    assert {"G008", "G010"} <= findings.keys()
    assert {findings[rule] for rule in ("G008", "G010")} == {"warning"}
    assert "G009" in findings


# --- parts, wholes, control


def test_a_gap_is_found_with_its_size_and_place(folders, added) -> None:
    def pull(feature: Feature) -> None:
        ring = exterior(feature)
        inside = shape(feature["geometry"]).representative_point()
        ring[3] = [round(ring[3][0] + (inside.x - ring[3][0]) * 0.02, 7), ring[3][1]]

    change(folders, "scopes", "lg-mainland", pull)
    gaps = [f for f in added() if f.rule in ("T001", "T003")]
    assert gaps
    assert {f.feature for f in gaps} == {"lg-new-area"}
    assert all(" m²" in f.found and " at 121." in f.found for f in gaps)


def test_a_place_beyond_the_one_that_holds_it_is_an_error(folders, added) -> None:
    reshape(folders, "clusters", lambda xy: np.round(xy - [0.2, 0.0], 7), ("xinghuo",))
    finding = one([f for f in added() if f.feature == "xinghuo"], "H001")
    assert finding.severity == "error"
    assert "reaches beyond lg-new-area" in finding.found
    assert "lg-plan-2020 五(一)3" in finding.expected


def test_a_reading_of_ours_that_fails_is_only_a_warning(folders, added) -> None:
    path = folders.layers / "containment.csv"
    with path.open("a", encoding="utf-8") as table:
        table.write("xinghuo,fa-frontier,warning,reading,,,,made up\n")
    assert one(added(), "H001").severity == "warning"


def test_a_line_beside_its_control_points_is_found(folders, added) -> None:
    reshape(folders, "roads", lambda xy: np.round(xy - [0.01, 0.0], 7), ("donghai-bridge",))
    findings = [f for f in added() if f.rule == "K001"]
    assert {f.feature for f in findings} == {"donghai-bridge"}
    assert any("东海大桥中段折点" in f.found for f in findings)


def to_gcj02(xy: np.ndarray) -> np.ndarray:
    return np.round(wgs84_to_gcj02(xy), 7)


@pytest.mark.parametrize("layer", ["scopes", "roads", "clusters"])
def test_a_layer_in_gcj_02_is_suspected(folders, added, layer: str) -> None:
    reshape(folders, layer, to_gcj02)
    finding = one(added(), "K002")
    assert finding.file == f"layers/{layer}.geojson"
    assert "GCJ-02" in finding.remedy


def test_a_stated_area_far_from_the_drawn_one_is_a_warning(folders, added) -> None:
    change(folders, "scopes", "nc-nanhui", lambda f: f["properties"].update(stated_area_km2=500))
    finding = one(added(), "A001")
    assert (finding.severity, finding.feature) == ("warning", "nc-nanhui")
    assert "stated 500" in finding.found


# --- all in one run


def test_faults_in_four_files_are_all_told_in_one_run(folders, added) -> None:
    (folders.layers / "parks.geojson").write_text("{", encoding="utf-8")
    change(folders, "clusters", "xinghuo", lambda f: exterior(f).pop())
    change(folders, "clusters", "cluster-jinhui", lambda f: f["properties"].pop("method"))
    reshape(folders, "roads", to_gcj02)
    folders.edit("measures.csv", "lg-plan-2020,六(一)", "lg-plan-2020,六(十)")
    folders.edit("claims.csv", ",positioning,", ",position,")
    found = {(f.rule, f.file) for f in added()}
    assert found >= {
        ("S001", "layers/parks.geojson"),
        ("G006", "layers/clusters.geojson"),
        ("S002", "layers/clusters.geojson"),
        ("K002", "layers/roads.geojson"),
        ("D003", "seeds/measures.csv"),
        ("S002", "seeds/claims.csv"),
    }


def test_no_folder_at_all_is_a_report_and_no_traceback(tmp_path: Path) -> None:
    report = check(tmp_path / "layers", tmp_path / "seeds", tmp_path)
    assert {f.rule for f in report.findings} == {"S001"}


def test_every_finding_has_a_known_rule_and_a_json_form(folders, added) -> None:
    change(folders, "clusters", "xinghuo", lambda f: exterior(f).pop())
    folders.edit("measures.csv", "lg-plan-2020,六(一)", "lg-plan-2020,六(十)")
    for finding in added():
        assert finding.rule in RULES
        document = finding.to_dict()
        assert json.loads(json.dumps(document)) == document
        assert document["feature"] or document["row"]
