"""Text copied at length from the documents: names and figures carry over, sentences do not.

Measures runs of characters that stand in a text and in a document alike, white space and spelling of marks aside. It
cannot see a paraphrase that keeps the order of the thoughts, only the letter.
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

#: Columns of official names, which are copied on purpose: table -> columns.
NAMES = {"documents": ["title_zh"]}

#: A run must hold Chinese prose; a list of figures or Latin names is no sentence.
_PROSE = re.compile(r"[\u4e00-\u9fff]{6}")


class Corpus:
    """The texts nothing may be copied from at length.

    Parameters
    ----------
    texts : iterable of str
        Folded (`geo.documents.source_text.fold`).
    length : int
        Shortest run reported, in characters.
    """

    def __init__(self, texts: Iterable[str], length: int = RUN_LENGTH) -> None:
        self._text = "\n".join(texts)
        self._length = length
        ends = range(len(self._text) - length + 1)
        self._runs = {self._text[at : at + length] for at in ends}

    def copied(self, text: str) -> list[str]:
        """Give the runs of a text that stand in the corpus, each as long as it goes, folded."""
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


def copied_findings(survey: LoadedSoFar, documents: Iterable[Document]) -> list[Finding]:
    """Look for copied text in every cell of the seed tables and every property of the layers.

    Parameters
    ----------
    survey : LoadedSoFar
    documents : iterable of Document

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
        for file, item, text in _texts(survey)
        for run in corpus.copied(text)
    ]


def _texts(survey: LoadedSoFar) -> Iterator[tuple[str, str, str]]:
    for name, table in survey.tables.items():
        for column in table.columns.difference(NAMES.get(name, []), sort=False):
            for row, cell in enumerate(table[column], start=2):
                yield f"seeds/{name}.csv", f"row {row}, {column}", cell
    for layer_id, features in survey.members.items():
        for feature in features:
            for key, value in feature.properties.items():
                if isinstance(value, str):
                    yield f"layers/{layer_id}.geojson", f"feature {feature.name}, {key}", value
    for name, text in _catalogue_texts(survey):
        yield "layers/catalogue.toml", name, text


def _catalogue_texts(survey: LoadedSoFar) -> Iterator[tuple[str, str]]:
    for layer in survey.catalogue.layer if survey.catalogue else ():
        entry: dict[str, Any] = layer.model_dump()
        for key, value in entry.items():
            if isinstance(value, str):
                yield f"layer {layer.id}, {key}", value
