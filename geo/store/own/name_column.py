"""Which column of a source has the names of its features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Columns with the name of a feature, in order of preference; then any that ends in one of `_ENDINGS` and is no name of
#: a class, a place or an office, which many features share; then codes.
_NAMES = ("name_zh", "mc", "名称", "name", "名字", "title", "标题", "name_en", "label")
_ENDINGS = ("名称", "名", "name")
_SHARED = ("地类", "用地", "用途", "类", "性质", "单位", "权属", "坐落", "行政区")
_CODES = ("编号", "地块编号", "宗地号", "宗地编号", "宗地代码", "地块号", "图斑号", "图斑编号", "bsm", "id")


def name_column(kinds: Mapping[str, str], chosen: str | None = None, where: str = "--name-field") -> str | None:
    """Return the column with the names of features.

    Parameters
    ----------
    kinds : mapping of str to str
        Kind of each column (`geo.atlas.added.stored_layer.StoredField`).
    chosen : str, optional
        The column the reader chose.
    where : str
        Named in the error.

    Returns
    -------
    str or None
        None if no column has names: a feature is then called by the title of its layer and its number. A number is
        no name, so a code such as ``id`` is taken only if it is a text.

    Raises
    ------
    ParameterError
        If there is no column as chosen.
    """
    if chosen is not None:
        if chosen not in kinds:
            expected = "one of " + ", ".join(kinds) if kinds else "none: the source has no columns"
            raise ParameterError(Fault(f"no column {chosen!r:.80}", expected, where, "name one that exists"))
        return chosen
    low = {name.casefold(): name for name in reversed(list(kinds))}
    named = [low[key] for key in _NAMES if key in low]
    named += [
        name for name in kinds if name.casefold().endswith(_ENDINGS) and not any(word in name for word in _SHARED)
    ]
    codes = [low[key] for key in _CODES if key in low]
    return next((name for name in (*named, *codes) if kinds[name] == "text"), None)


def english_column(kinds: Mapping[str, str]) -> str | None:
    """Return the column ``name_en``, in whatever case; None if there is none."""
    return next((name for name in kinds if name.casefold() == "name_en"), None)
