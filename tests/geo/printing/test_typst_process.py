"""Typst in a process of its own."""

from __future__ import annotations

import io
import struct

import pypdf
import pytest

from geo.printing import typst_process
from geo.printing.font_file import FAMILY
from geo.printing.typst_process import compile_document

_FIXED = '#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))\n'


def test_inputs_reach_the_template_and_the_bytes_are_the_same() -> None:
    template = _FIXED + "#set document(keywords: (sys.inputs.said,))\n#rect()"
    first, second = (compile_document(template, {"said": "甲 #乙"}) for _ in range(2))
    assert first == second
    metadata = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert metadata is not None
    assert metadata["/Keywords"] == "甲 #乙"


def test_what_breaks_a_standard_is_refused() -> None:
    template = (
        _FIXED + "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")"
    )
    with pytest.raises(RuntimeError, match="alt"):
        compile_document(template, {}, standards=["ua-1"])


def test_a_wrong_template_is_a_fault_of_ours() -> None:
    with pytest.raises(RuntimeError, match="could not set the document"):
        compile_document("#nothing", {})


def test_the_job_is_read_and_the_pdf_written(monkeypatch: pytest.MonkeyPatch) -> None:
    class _Stream:
        def __init__(self, data: bytes = b"") -> None:
            self.buffer = io.BytesIO(data)

    out = _Stream()
    job = b'{"template": "#rect()", "inputs": {}, "standards": [], "kind": "pdf", "dpi": 144}'
    monkeypatch.setattr(typst_process.sys, "stdin", _Stream(job))
    monkeypatch.setattr(typst_process.sys, "stdout", out)
    typst_process.main()
    assert out.buffer.getvalue().startswith(b"%PDF")


def test_a_picture_has_the_pixels_asked_for() -> None:
    png = compile_document("#set page(width: 1in, height: 2in)", {}, kind="png", dpi=50)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (50, 100)


def test_the_weights_of_the_font_are_set() -> None:
    template = f'#set text(font: "{FAMILY}")\n临港 *临港*'
    fonts = pypdf.PdfReader(io.BytesIO(compile_document(template, {}))).pages[0]["/Resources"]["/Font"]
    assert len(fonts) == 2
    assert all("NotoSansCJKsc" in font.get_object()["/BaseFont"] for font in fonts.values())
