"""Files that are not what they say are found; a PDF is read back."""

from __future__ import annotations

import io
from collections.abc import Callable

from pypdf import PdfWriter
from werkzeug.wrappers import Request, Response

from webmap.conform import check_files
from webmap.conform.visit import Visit


def _empty_pdf() -> bytes:
    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def test_wrong_bytes_and_a_pdf_without_text_are_found(serve: Callable[[Callable[[Request], Response]], str]) -> None:
    def answer(request: Request) -> Response:
        if request.path.endswith(".json"):
            return Response('{"name_zh": "x"}', mimetype="application/json")
        return Response(_empty_pdf() if request.path == "/sheet.pdf" else b"?", mimetype="application/pdf")

    visit = Visit(serve(answer))
    check_files.check(visit)
    found = {(finding.address, finding.is_note) for finding in visit.findings}
    assert {("/export/clusters.gpkg", False), ("/stats/parks.xlsx", False), ("/sheet.png", False)} <= found
    assert {("/report/fp-oriental-chip-port.pdf", False), ("POST /report", False), ("/sheet.pdf", False)} <= found
    # The sheet is a PDF, but one without a language and without tags.
    assert ("/sheet.pdf", True) in found
    assert ("/export/clusters.txt", False) not in found  # it has no mark of its own
