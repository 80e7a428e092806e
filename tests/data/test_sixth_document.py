"""A maintainer adds a sixth document by data files alone: checked, drawn, listed and found, with no code changed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner, Result

from geo import load_atlas
from geo.atlas.load import default_folder
from tests.conftest import DataFolders
from tests.data import made_up_document as made_up
from webmap import create_app
from webmap.cli.main import main

if TYPE_CHECKING:
    from flask.testing import FlaskClient

DOC, PLACE, NAME = made_up.DOC, made_up.PLACE, "云鸥试飞园"


class Added(NamedTuple):
    """Copies of the data with the document in them, and the folder of its text."""

    folders: DataFolders
    texts: Path

    def run(self, command: str, *args: str) -> Result:
        data = ["--layers", str(self.folders.layers), "--seeds", str(self.folders.seeds)]
        return CliRunner().invoke(main, [*data, command, "--documents", str(self.texts), *args])


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Added:
    folder = tmp_path_factory.mktemp("sixth")
    folders = DataFolders(folder / "layers", folder / "seeds")
    shutil.copytree(default_folder("layers"), folders.layers)
    shutil.copytree(default_folder("seeds"), folders.seeds)
    made_up.write(folder / "texts")
    for text in Path(os.environ.get("LINGANG_DOCUMENTS", folder / "texts")).glob("*.txt"):
        if text.parent != folder / "texts":
            shutil.copy(text, folder / "texts")
    made_up.add(folders)
    entry = Added(folders, folder / "texts")
    entry.run("anchors")
    return entry


@pytest.fixture(scope="module")
def client(added: Added) -> FlaskClient:
    atlas = load_atlas(layers=added.folders.layers, seeds=added.folders.seeds)
    return create_app({"PROPAGATE_EXCEPTIONS": True, "workspace": None}, atlas=atlas).test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status)
    return answer.get_data(as_text=True)


def test_the_check_finds_no_fault_in_the_document(added: Added) -> None:
    result = added.run("check", "--json")
    errors = [finding for finding in json.loads(result.stdout) if finding["severity"] == "error"]
    # Without the texts of the others, only that they are missing.
    missing = [error for error in errors if error["rule"] == "D001" and "missing" in error["found"]]
    assert errors == missing
    assert not any(made_up.FILE in error["found"] for error in missing)
    if "LINGANG_DOCUMENTS" in os.environ:
        assert result.exit_code == 0, result.output


def test_every_statement_of_the_document_has_its_anchor(added: Added) -> None:
    rows = (added.folders.seeds / "anchors.csv").read_text(encoding="utf-8").splitlines()
    tables = {row.split(",")[0] for row in rows if f",{DOC}," in row}
    assert tables >= {"documents", "sections", "claims", "indicators", "measures", "industries", "industry_links"}


def test_a_figure_that_the_text_does_not_print_is_an_error(added: Added, tmp_path: Path) -> None:
    broken = DataFolders(added.folders.layers, tmp_path / "seeds")
    shutil.copytree(added.folders.seeds, broken.seeds)
    broken.edit("indicators.csv", "低空装备产值,36,", "低空装备产值,63,")
    findings = json.loads(Added(broken, added.texts).run("check", "--json").stdout)
    assert any(finding["rule"] == "D005" and "63" in finding["found"] for finding in findings)


def test_the_place_is_on_the_map_and_its_page_says_what_the_document_says(client: FlaskClient) -> None:
    document = json.loads(page(client, "/map.json"))
    assert any(PLACE in json.dumps(layer) for layer in document["layers"])
    text = page(client, f"/places/{PLACE}")
    assert all(
        part in text for part in (NAME, "2026示例方案", "低空装备试飞基地", "海港开发区", "民用航空", "云鸥空域试点")
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/documents", "云鸥低空产业示例方案"),
        (f"/documents/{DOC}", "低空装备试飞基地"),
        ("/measures", "云鸥空域试点"),
        ("/indicators", "低空装备产值"),
        ("/industries", NAME),
        ("/search?q=云鸥", NAME),
        ("/search?q=低空物流", PLACE),
        (f"/compare?place={PLACE}", "2026示例方案"),
        (f"/documents/{DOC}?lang=en", "Made-up scheme"),
        (f"/places/{PLACE}?lang=en", "2026 made-up scheme"),
    ],
)
def test_pages_show_the_document(client: FlaskClient, address: str, said: str) -> None:
    assert said in page(client, address)


def test_a_target_stands_beside_its_base(client: FlaskClient) -> None:
    rows = json.loads(page(client, "/indicators.json"))["indicators"]
    of_park = [row for row in rows if row["place"]["id"] == PLACE]
    assert {row["value"] for row in of_park} == {"12", "36"}


def test_nothing_of_the_document_stood_before_its_date(client: FlaskClient) -> None:
    for day, stands in (("2025-12-31", False), ("2026-06-30", True)):
        assert (DOC in page(client, f"/documents.json?as_of={day}")) is stands, day
