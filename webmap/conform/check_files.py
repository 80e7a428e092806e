"""Whether files are what they say: first bytes of each export, pages and text of a PDF, sheets of a workbook."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import PyPdfError

if TYPE_CHECKING:
    from webmap.conform.visit import Answer, Visit

#: First bytes of a file of each format.
_BEGINS = {
    "geojson": b"{",
    "jsonfg": b"{",
    "gdb": b"PK",
    "gpkg": b"SQLite format 3\x00",
    "shp": b"PK",
    "kml": b"<?xml",
    "kmz": b"PK",
    "dxf": b"  0",
    "fgb": b"fgb\x03",
    "parquet": b"PAR1",
    "pmtiles": b"PMTiles",
    "txt": b"",
    "xlsx": b"PK",
    "csv": b"\xef\xbb\xbf",
}
_PLACE = "fp-oriental-chip-port"
_SQUARE = {"type": "Polygon", "coordinates": [[[121.9, 30.9], [121.93, 30.9], [121.93, 30.93], [121.9, 30.9]]]}


def check(visit: Visit) -> None:
    """Take every export of a layer, the statistics as a workbook, a report and a sheet."""
    for suffix, begins in _BEGINS.items():
        answer = visit.ask(f"export/clusters.{suffix}")
        if _is_sent(visit, answer, f"/export/clusters.{suffix}"):
            found = answer.body[: len(begins)]
            visit.expect(
                found == begins, "files", f"/export/clusters.{suffix}", found, f"a file that begins with {begins!r}"
            )
    workbook = visit.ask("stats/parks.xlsx")
    if _is_sent(visit, workbook, "/stats/parks.xlsx"):
        parts = zipfile.ZipFile(io.BytesIO(workbook.body)).namelist() if workbook.body[:2] == b"PK" else []
        visit.expect("xl/workbook.xml" in parts, "files", "/stats/parks.xlsx", parts[:3], "a workbook")
    name = (visit.ask(f"places/{_PLACE}.json").json or {}).get("name_zh", "")
    _pdf(visit, visit.ask(f"extract/{_PLACE}.pdf?lang=zh"), f"/extract/{_PLACE}.pdf", name)
    _pdf(visit, visit.ask(f"report/{_PLACE}.pdf?lang=zh"), f"/report/{_PLACE}.pdf", name)
    shape = json.dumps(_SQUARE).encode()
    sent = visit.ask("report?lang=zh", "POST", shape, {"Content-Type": "application/geo+json"})
    _pdf(visit, sent, "POST /report", "临港")
    _pdf(visit, visit.ask("sheet.pdf?paper=A4&lang=zh"), "/sheet.pdf", "临港")
    picture = visit.ask("sheet.png?paper=A4&dpi=72")
    if _is_sent(visit, picture, "/sheet.png"):
        visit.expect(picture.body[:8] == b"\x89PNG\r\n\x1a\n", "files", "/sheet.png", picture.body[:8], "a PNG")


def _is_sent(visit: Visit, answer: Answer, address: str) -> bool:
    stated = answer.headers.get("content-length")
    whole = stated is None or int(stated) == len(answer.body)
    visit.expect(whole, "files", address, f"{len(answer.body)} bytes", f"{stated} bytes, as stated")
    return visit.expect(answer.status == 200 and answer.body, "files", address, answer.status, "200 and a file")


def _pdf(visit: Visit, answer: Answer, address: str, text: str) -> None:
    """Read a PDF back: its text, and whether it has a language, tags and an attachment."""
    if not _is_sent(visit, answer, address):
        return
    try:
        reader = PdfReader(io.BytesIO(answer.body))
        read = "".join(page.extract_text() for page in reader.pages)
        root = reader.root_object
        attached = list(reader.attachments)
    except PyPdfError as error:
        visit.expect(False, "files", address, error, "a PDF")
        return
    visit.expect(text and text in read, "files", address, "the text cannot be taken out", f"{text} as text")
    # An extract, which the report is, must have all three; of a sheet it is worth knowing.
    keep = visit.note if address == "/sheet.pdf" else visit.expect
    keep("/Lang" in root, "files", address, "no language", "a language (/Lang)")
    keep("/StructTreeRoot" in root, "files", address, "no tags", "a tagged PDF")
    if address != "/sheet.pdf":
        keep(attached, "files", address, "no attachment", "its data attached")
