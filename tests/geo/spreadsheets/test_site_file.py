"""The file of what a site touches: all columns, the site below, and the notes that must travel with it."""

from __future__ import annotations

import csv
import io

import shapely

from geo import Atlas
from geo.extract.site_answer import measure_site
from geo.extract.touches import threshold_notes
from geo.spreadsheets.site_file import TABLE, site_worksheet
from geo.spreadsheets.table_files import write_table

BOX = shapely.box(121.86, 30.86, 121.95, 30.92)
LINE = shapely.LineString([(121.86, 30.9), (121.95, 30.9)])


def test_rows_are_those_of_the_answer_and_every_column_is_in_them(atlas: Atlas) -> None:
    answer = measure_site(atlas, BOX)
    sheet = site_worksheet(answer)
    added = {"layer_word", "reach"}
    rows = [{key: value for key, value in row.items() if key not in added} for row in sheet.rows]
    assert rows == answer["touched"]
    assert [row["layer_word"] for row in sheet.rows] == [
        atlas.entry(row["layer"]).title_zh for row in answer["touched"]
    ]
    assert all(set(TABLE.keys) <= set(row) for row in sheet.rows)


def test_the_site_itself_stands_below_with_its_area_or_length(atlas: Atlas) -> None:
    for shape, key in ((BOX, "area_km2"), (LINE, "length_km")):
        answer = measure_site(atlas, shape)
        [site] = site_worksheet(answer).totals
        assert site[key] == (answer["area"]["area_km2"] if key == "area_km2" else answer["length_km"])


def test_the_notes_tell_size_thresholds_method_version_licence_and_disclaimer(atlas: Atlas) -> None:
    answer = measure_site(atlas, BOX)
    notes = site_worksheet(answer).notes
    assert [note for note in threshold_notes() if note not in notes] == []
    for at, lang in enumerate(("zh", "en")):
        text = "\n".join(note[at] for note in notes)
        for said in (answer["method"][f"name_{lang}"], answer["disclaimer_" + lang], answer["version"], "ODbL"):
            assert said in text
        assert f"{answer['area']['area_km2']:.6f}" in text
        for distance in answer["distances"]:
            assert f"{distance['name_' + lang]}" in text


def test_a_chinese_file_says_layers_and_verdicts_in_words(atlas: Atlas) -> None:
    rows = list(
        csv.reader(io.StringIO(write_table(site_worksheet(measure_site(atlas, BOX)), "csv", bom=False).decode()))
    )
    heads = rows[0]
    row = next(row for row in rows if row[0] == "lg-new-area")
    said = {head: row[heads.index(head)] for head in ("图层", "图层代码", "判断", "判断代码")}
    assert said == {"图层": "范围", "图层代码": "scopes", "判断": "部分", "判断代码": "partly"}
