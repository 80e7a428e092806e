"""Typst in a process of its own, one for each document.

Typst keeps what it has set for the next time, some 200 MB for an extract, and never lets go of it while its process
lives. So a document is set in a process that ends with it: ``python -m geo.printing.extract.typst_process`` reads the
template and its data from standard input and writes the PDF to standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MODULE = "geo.printing.extract.typst_process"


def compile_pdf(template: str, inputs: Mapping[str, str], fonts: Sequence[str], standards: Sequence[str]) -> bytes:
    """Set a document.

    Parameters
    ----------
    template : str
        In the language of Typst.
    inputs : mapping of str to str
        What the template finds under ``sys.inputs``.
    fonts : sequence of str
        Folders of the fonts; those of the system are not used.
    standards : sequence of str
        Which the PDF has to keep, such as ``ua-1``; Typst refuses what breaks them.

    Returns
    -------
    bytes
        The same arguments give the same bytes.

    Raises
    ------
    RuntimeError
        If the template is wrong, or what it makes breaks a standard.
    """
    job = json.dumps({"template": template, "inputs": dict(inputs), "fonts": [*fonts], "standards": [*standards]})
    done = subprocess.run([sys.executable, "-P", "-m", _MODULE], input=job.encode(), capture_output=True, check=False)  # noqa: S603  our own module
    if done.returncode:
        raise RuntimeError(f"Typst could not set the document: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def main() -> None:
    """Set the document of standard input, in the process that ends with it."""
    import typst  # noqa: PLC0415  only this process needs it

    job = json.loads(sys.stdin.buffer.read())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=job["fonts"])
    pdf = typst.compile(
        job["template"].encode(),
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=job["inputs"],
        pdf_standards=job["standards"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
