"""The package of a Word document: JSON within, and no time of writing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document

from geo.printing.docx.package import attach_json, attached_json, saved


def test_json_is_read_back_also_after_the_document_was_edited(tmp_path: Path) -> None:
    document = Document()
    attach_json(document, '{"a": "<&>甲"}')
    path = tmp_path / "a.docx"
    path.write_bytes(saved(document))
    assert attached_json(path, 1000) == '{"a": "<&>甲"}'
    edited = Document(str(path))
    edited.add_paragraph("more")
    edited.save(str(path))
    assert attached_json(path, 1000) == '{"a": "<&>甲"}'
    assert attached_json(path, 10) is None, "too large a part is not read"


def test_the_file_has_no_time_of_writing() -> None:
    data = saved(Document())
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert saved(Document()) == data
