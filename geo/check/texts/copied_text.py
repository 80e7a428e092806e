"""Text copied at length from the documents: names and figures may be copied, sentences may not.

Finds runs of characters that are in a text and in a document, apart from white space and the form of marks. It does not
find paraphrases.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geo.check.rules import Finding
from geo.documents.source_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.check.lenient_load import LoadedSoFar
    from geo.documents.source_text import Document

#: Shortest run that counts as copied, in characters: longer than any official name in the tables.
RUN_LENGTH = 28

#: Table -> columns of official names, which are copied on purpose.
NAMES = {"documents": ["title_zh"]}

#: A run must contain six Chinese characters in a row: a list of figures or Latin names is no sentence.
_PROSE = re.compile(r"[\u4e00-\u9fff]{6}")


class Corpus:
    """The texts from which nothing may be copied at length.

    Parameters
    ----------
    texts : iterable of str
        As returned by `geo.documents.source_text.fold`.
    length : int
        Shortest run reported, in characters.
    """

    def __init__(self, texts: Iterable[str], length: int = RUN_LENGTH) -> None:
        self._text = "\n".join(texts)
        self._length = length
        ends = range(len(self._text) - length + 1)
        self._runs = {self._text[at : at + length] for at in ends}

    def copied_runs(self, text: str) -> list[str]:
        """List the runs of a text that are in the corpus, folded, each as long as possible."""
        folded = fold(text)
        found = []
        at = 0
        while at + self._length <= len(folded):
            run = folded[at : at + self._length]
            if run in self._runs and _PROSE.search(run):
                end = at + self._length
                while end < len(folded) and folded[at : end + 1] in self._text:
                    end += 1
                found.append(folded[at:end])
                at = end
            else:
                at += 1
        return found


def copied_text_findings(loaded: LoadedSoFar, documents: Iterable[Document]) -> list[Finding]:
    """List the runs copied from the documents in the seed tables, the layers and the catalogue.

    Parameters
    ----------
    loaded : LoadedSoFar
        The texts to check.
    documents : iterable of Document
        The texts from which nothing may be copied.

    Returns
    -------
    list of Finding
        Rule D006, one per run.
    """
    corpus = Corpus(document.text for document in documents)
    return [
        Finding(
            "D006",
            "error",
            file,
            item,
            f"{len(run)} characters that stand in a document: {run[:40]}",
            f"fewer than {RUN_LENGTH} in a row",
            "say it in other words, or keep only the official name",
        )
        for file, item, text in _texts(loaded)
        for run in corpus.copied_runs(text)
    ]


def _texts(loaded: LoadedSoFar) -> Iterator[tuple[str, str, str]]:
    for name, table in loaded.tables.items():
        for column in table.columns.difference(NAMES.get(name, []), sort=False):
            for row, cell in enumerate(table[column], start=2):
                yield f"seeds/{name}.csv", f"row {row}, {column}", cell
    for layer_id, features in loaded.drawn_places.items():
        for feature in features:
            for key, value in feature.properties.items():
                if isinstance(value, str):
                    yield f"layers/{layer_id}.geojson", f"feature {feature.name}, {key}", value
    for name, text in _catalogue_texts(loaded):
        yield "layers/catalogue.toml", name, text


def _catalogue_texts(loaded: LoadedSoFar) -> Iterator[tuple[str, str]]:
    for layer in loaded.catalogue.layer if loaded.catalogue else ():
        entry: dict[str, Any] = layer.model_dump()
        for key, value in entry.items():
            if isinstance(value, str):
                yield f"layer {layer.id}, {key}", value
