"""The extract within a file, read from files that may be anything."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdf
import pytest

from geo.errors import ParameterError
from geo.printing.extract.attached import NAME, attached_extract


def _pdf(path: Path, **attached: bytes) -> Path:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    for data in attached.values():
        writer.add_attachment(NAME, data)
    writer.write(out)
    path.write_bytes(out.getvalue())
    return path


def test_the_json_is_read(tmp_path: Path) -> None:
    assert attached_extract(_pdf(tmp_path / "a.pdf", data=b'{"id": 1}')) == {"id": 1}


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nxref\ntrailer << /Root 1 0 R >>"])
def test_what_is_no_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(ParameterError, match="no readable PDF"):
        attached_extract(path)


def test_a_pdf_without_it_and_one_with_no_json_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no extract within"):
        attached_extract(_pdf(tmp_path / "a.pdf"))
    with pytest.raises(ParameterError, match="that is no JSON"):
        attached_extract(_pdf(tmp_path / "b.pdf", data=b"\xff\xfe{"))


def _docx(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(name, content)
    return path


_XML = b'<extract xmlns="urn:lingang-atlas:extract">%s</extract>'


def test_the_json_of_a_docx_is_read(tmp_path: Path) -> None:
    path = _docx(tmp_path / "a.docx", "customXml/item7.xml", _XML % b'{"id": "&lt;1&gt;"}')
    assert attached_extract(path) == {"id": "<1>"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/document.xml", _XML % b"{}"),
        ("customXml/item1.xml", b"<other/>"),
        ("customXml/item1.xml", b"no xml"),
        ("customXml/item1.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _XML % b"&a;"),
    ],
)
def test_a_docx_without_an_extract_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(ParameterError, match=r"no extract within|that is no JSON"):
        attached_extract(_docx(tmp_path / "a.docx", name, content))


def test_what_is_no_docx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK no package")
    with pytest.raises(ParameterError, match="no readable DOCX"):
        attached_extract(path)
