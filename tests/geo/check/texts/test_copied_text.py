"""Text copied at length: long runs of Chinese prose are found, short quotations, names and figures are not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from geo import Atlas
from geo.check.lenient_load import DrawnPlace, LoadedSoFar
from geo.check.texts.copied_text import RUN_LENGTH, Corpus, copied_text_findings
from geo.documents.source_text import Document, fold

SENTENCE = "为了把海港建设成为面向全球的开放枢纽和现代化的产业高地，各有关单位应当密切配合。"
DOCUMENT = Document("", {}, fold(f"一、总体{SENTENCE}"))


def loaded(**members: object) -> LoadedSoFar:
    return LoadedSoFar(Path("layers"), Path("seeds"), **members)  # type: ignore[arg-type]


def test_a_copied_sentence_is_found_whatever_its_spacing() -> None:
    corpus = Corpus([fold(SENTENCE)])
    assert corpus.copied_runs("我们说：" + " ".join(SENTENCE[:30]) + "就这样") == [fold(SENTENCE[:30])]


def test_a_short_quotation_is_allowed() -> None:
    assert Corpus([fold(SENTENCE)]).copied_runs(SENTENCE[: RUN_LENGTH - 1] + "云云") == []
    assert Corpus([fold(SENTENCE)]).copied_runs(SENTENCE[:RUN_LENGTH] + "云云") == [fold(SENTENCE[:RUN_LENGTH])]


def test_figures_and_latin_names_are_no_prose() -> None:
    row = "1234567890 1234567890 1234567890 Shanghai Lingang"
    assert Corpus([fold(row)]).copied_runs(row) == []


def test_two_runs_of_one_text_are_told_apart_and_runs_do_not_join_two_documents() -> None:
    first, second = fold(SENTENCE[:30]), fold(SENTENCE[::-1][:30])
    assert Corpus([first, second]).copied_runs(f"{first}另有{second}") == [first, second]
    half = RUN_LENGTH // 2
    assert Corpus([first[:half], first[half:]]).copied_runs(first) == []


def test_copied_text_in_a_table_is_an_error_but_the_title_of_a_document_is_a_name() -> None:
    tables = {
        "documents": pd.DataFrame({"doc_id": ["doc"], "title_zh": [SENTENCE]}),
        "measures": pd.DataFrame({"title_zh": ["短题"], "summary_zh": [SENTENCE]}),
    }
    (finding,) = copied_text_findings(loaded(tables=tables), [DOCUMENT])
    assert (finding.rule, finding.severity) == ("D006", "error")
    assert (finding.file, finding.item) == ("seeds/measures.csv", "row 2, summary_zh")
    assert finding.found.startswith(f"{len(fold(SENTENCE))} characters")


def test_copied_text_in_a_layer_and_in_the_catalogue_is_found(atlas: Atlas) -> None:
    place = DrawnPlace("park", None, {"note_zh": SENTENCE, "accuracy_m": 30.0})
    entry = atlas.catalogue.layer[0].model_copy(update={"description_zh": SENTENCE})
    catalogue = atlas.catalogue.model_copy(update={"layer": (entry,)})
    findings = copied_text_findings(loaded(drawn_places={"parks": [place]}, catalogue=catalogue), [DOCUMENT])
    assert [(finding.file, finding.item) for finding in findings] == [
        ("layers/parks.geojson", "feature park, note_zh"),
        ("layers/catalogue.toml", f"layer {entry.id}, description_zh"),
    ]
