"""The package of a Word document: JSON that Word keeps beside the text, and the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

#: Namespace of the element that holds the JSON.
NAMESPACE = "urn:lingang-atlas:extract"
_FOLDER = "customXml/"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)


def attach_json(document: Document, text: str) -> None:
    """Put JSON into a document as custom XML, which Word keeps when the document is edited and saved."""
    blob = f'<?xml version="1.0" encoding="UTF-8"?>\n<extract xmlns="{NAMESPACE}">{escape(text)}</extract>'.encode()
    part = Part(PackURI(f"/{_FOLDER}extract.xml"), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def attached_json(path: Path, most_bytes: int) -> str | None:
    """Read the JSON of a document.

    Parameters
    ----------
    path : pathlib.Path
    most_bytes : int
        Of a part that is read.

    Returns
    -------
    str or None
        None if it has none.

    Raises
    ------
    zipfile.BadZipFile
        If the file is no package.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            if not info.filename.startswith(_FOLDER) or info.file_size > most_bytes:
                continue
            try:
                root = etree.fromstring(package.read(info), parser)
            except etree.XMLSyntaxError:
                continue
            if root.tag == f"{{{NAMESPACE}}}extract":
                return "".join(root.itertext())
    return None


def saved(document: Document) -> bytes:
    """Return a document as a file without the time of writing: the same content gives the same bytes."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _FIRST_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
