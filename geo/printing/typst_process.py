"""Typst in a process of its own, one for each document.

Typst keeps what it has set for the next time, some 200 MB for an extract, and never lets go of it while its process
lives. So a document is set in a process that ends with it: ``python -m geo.printing.typst_process`` reads the template
and its data from standard input and writes the file to standard output. Everything is set in the font of
`geo.printing.fonts`; those of the system are not used, so that a document looks the same wherever it is made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Literal

from geo.printing.font_file import FONT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MODULE = "geo.printing.typst_process"


def compile_document(
    template: str,
    inputs: Mapping[str, str],
    *,
    standards: Sequence[str] = (),
    kind: Literal["pdf", "png", "svg"] = "pdf",
    dpi: float = 144.0,
) -> bytes:
    """Set a document.

    Parameters
    ----------
    template : str
        In the language of Typst. Texts and drawings belong into `inputs`, never into the template, so that no text of
        a file or a table can act on the page.
    inputs : mapping of str to str
        What the template finds under ``sys.inputs``, such as JSON or the SVG of a map.
    standards : sequence of str
        Which a PDF has to keep, such as ``ua-1``; Typst refuses what breaks them.
    kind : {"pdf", "png", "svg"}
        A PNG or SVG has one page.
    dpi : float
        Pixels per inch of a PNG.

    Returns
    -------
    bytes
        The same arguments give the same bytes if the template sets ``document(date:)``.

    Raises
    ------
    RuntimeError
        If the template is wrong, or what it makes breaks a standard.
    """
    job = {"template": template, "inputs": dict(inputs), "standards": [*standards], "kind": kind, "dpi": dpi}
    command = [sys.executable, "-P", "-m", _MODULE]
    done = subprocess.run(command, input=json.dumps(job).encode(), capture_output=True, check=False)  # noqa: S603  our own module
    if done.returncode:
        raise RuntimeError(f"Typst could not set the document: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def main() -> None:
    """Set the document of standard input, in the process that ends with it."""
    import typst  # noqa: PLC0415  only this process needs it

    job = json.loads(sys.stdin.buffer.read())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])
    file = typst.compile(
        job["template"].encode(),
        font_paths=fonts,
        ignore_system_fonts=True,
        format=job["kind"],
        ppi=job["dpi"],
        sys_inputs=job["inputs"],
        pdf_standards=job["standards"],
    )
    sys.stdout.buffer.write(file)


if __name__ == "__main__":
    main()
