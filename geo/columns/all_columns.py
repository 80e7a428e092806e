"""Every column of every table and file, once: key, headings in both languages, planning code, unit, formats.

A table is a tuple of keys (`TableColumns`); its CSV, workbook, page and terminal take headings and formats from here.
An exported layer carries every column that has a planning code (`FIELDS`), in the order of this module.

Why two names: GIS people read ``area_km2``; the national planning database names its columns by pinyin initials of at
most ten ASCII characters, which is also all a Shapefile can hold. A Chinese or long name in a Shapefile is cut in
mid-character.

Source of the codes marked ``standard``: 市级国土空间总体规划数据库规范（试行）, Ministry of Natural Resources, March
2021, section 6.2 (BSM, YSDM, XZQMC, MJ in square metres, BZ). The other codes follow the same pattern and are ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from geo.columns.column import Column, Heading
from geo.columns.register_columns import REGISTER_COLUMNS
from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Naming = Literal["names", "codes"]
NAMINGS: tuple[Naming, ...] = ("names", "codes")


_WHOLE, _COUNT, _DEGREES = "#,##0", "0", "0.0000000"

_COLUMNS = (
    # What an exported layer carries, in its order.
    Column(
        "place_id",
        "text",
        ("标识码（本图集地点编号）", "identifier (place id of the atlas)"),
        ("编号", "id"),
        code="BSM",
        origin="standard",
    ),
    Column(
        "element_code",
        "text",
        (
            "要素代码（留空：文件未给出，由使用单位按入库图层填写）",
            "element code (left empty: no document states it)",
        ),
        code="YSDM",
        origin="standard",
    ),
    Column(
        "district_name",
        "text",
        (
            "行政区名称（仅填文件载明者，其余留空）",
            "district (where a document states it, else empty)",
        ),
        code="XZQMC",
        origin="standard",
    ),
    Column("name_zh", "text", ("名称", "name in Chinese"), ("名称", "name (zh)"), ("名称", "Name"), "MC"),
    Column("name_en", "text", ("英文名称", "name in English"), ("英文名称", "name (en)"), ("名称", "Name"), "MCYW"),
    Column("kind", "text", ("类型", "kind"), short=("类别", "Kind"), code="LX"),
    Column("layer", "text", ("图层", "layer"), code="TC"),
    Column(
        "area_m2",
        "number",
        ("椭球面积（平方米）", "ellipsoidal area (m²)"),
        code="MJ",
        unit="m²",
        origin="standard",
        digits=0,
        cells=_WHOLE,
    ),
    Column(
        "area_km2",
        "number",
        ("椭球面积（平方公里）", "ellipsoidal area (km²)"),
        ("面积（平方公里）", "area (km²)"),
        ("图上面积 km²", "Drawn area, km²"),
        "MJ_KM2",
        "km²",
    ),
    Column(
        "area_ha",
        "number",
        ("椭球面积（公顷）", "ellipsoidal area (ha)"),
        ("面积（公顷）", "area (ha)"),
        ("公顷", "ha"),
        "MJ_HA",
        "ha",
        digits=0,
    ),
    Column(
        "area_mu",
        "number",
        ("椭球面积（亩）", "ellipsoidal area (mu)"),
        ("面积（亩）", "area (mu)"),
        ("面积（亩）", "Area, mu"),
        "MJ_MU",
        "mu",
        digits=0,
        cells=_WHOLE,
    ),
    Column(
        "perimeter_km",
        "number",
        ("周长或长度（公里）", "perimeter or length (km)"),
        ("周长（公里）", "perimeter (km)"),
        ("周长 km", "Perimeter, km"),
        "ZC_KM",
        "km",
    ),
    Column(
        "stated_area_km2",
        "number",
        ("公布面积（平方公里）", "stated area (km²)"),
        short=("公布面积 km²", "Stated, km²"),
        code="GBMJ_KM2",
        unit="km²",
    ),
    Column(
        "stated_area_source_zh",
        "text",
        ("公布面积出处", "source of the stated area"),
        short=("公布面积出处", "Source of the stated area"),
        code="GBMJLY",
    ),
    Column(
        "stated_area_source_en",
        "text",
        ("公布面积出处（英文）", "source of the stated area (English)"),
        short=("公布面积出处", "Source of the stated area"),
    ),
    Column("derived_area_km2", "number", ("推算面积（平方公里）", "derived area (km²)"), code="TSMJ_KM2", unit="km²"),
    Column("scatter_km2", "number", ("面积标准差（平方公里）", "standard error of the area (km²)"), unit="km²"),
    Column("derived_area_basis_zh", "text", ("推算面积依据", "arithmetic of that area"), code="TSMJYJ"),
    Column(
        "difference_km2",
        "number",
        ("图上减公布（平方公里）", "drawn less stated area (km²)"),
        ("差值（平方公里）", "difference (km²)"),
        ("图上减公布 km²", "Drawn less stated, km²"),
        "MJC_KM2",
        "km²",
        sign="+",
    ),
    Column(
        "difference_share",
        "share",
        ("差值占公布面积之比", "difference as a share of the stated area"),
        ("相对差", "difference (share)"),
        code="MJC_BL",
        digits=1,
        sign="+",
    ),
    Column(
        "uncertainty_km2",
        "number",
        ("面积误差限（平方公里）", "uncertainty ± (km²)"),
        short=("误差 km²", "Uncertainty, km²"),
        code="MJWC_KM2",
        unit="km²",
        sign="±",
    ),
    Column(
        "verdict",
        "text",
        ("差值是否在误差限以内", "whether the difference is within the uncertainty"),
        short=("结论", "Verdict"),
        code="PD",
    ),
    Column("method", "text", ("绘制方法", "method of drawing"), code="HZFF"),
    Column("reference_zh", "text", ("绘制依据", "reference of the drawing (Chinese)"), code="HZYJ"),
    Column("reference_en", "text", ("绘制依据（英文）", "reference of the drawing (English)"), code="HZYJYW"),
    Column(
        "accuracy_m",
        "number",
        ("边界精度（米）", "accuracy of the boundary (m)"),
        code="JD_M",
        unit="m",
        digits=0,
        cells=_WHOLE,
    ),
    Column("grade", "text", ("精度等级", "grade"), short=("等级", "Grade"), code="JDDJ"),
    Column(
        "positioning_zh",
        "text",
        ("文件所述定位", "designations in the documents"),
        ("定位", "positioning"),
        ("定位", "Positioning"),
        "DW",
        is_long=True,
    ),
    Column(
        "sources_zh",
        "text",
        ("出处（文件 章节）", "documents and sections of all statements"),
        short=("出处", "Sources"),
        code="CC",
        is_long=True,
    ),
    Column("claims_json", "text", ("逐条陈述及出处（JSON）", "every statement with its source (JSON)"), code="ZZJSON"),
    Column("note_zh", "text", ("备注", "note (Chinese)"), code="BZ", origin="standard"),
    Column("note_en", "text", ("备注（英文）", "note (English)"), code="BZYW"),
    Column("data_version", "text", ("数据版本", "data version"), code="SJBB"),
    # Columns of tables only.
    Column("id", "text", ("编号", "id")),
    # Words of codes, beside them in files.
    Column("kind_word", "text", ("类型", "kind")),
    Column("type_word", "text", ("类别", "type")),
    Column("standing_word", "text", ("与其界线的关系", "standing to its boundary")),
    Column("applies_word", "text", ("适用范围", "applies to")),
    Column("reach_word", "text", ("判断", "verdict")),
    Column("layer_word", "text", ("图层", "layer")),
    Column("row", "text", ("行类", "row")),
    Column("member", "text", ("成员编号", "member id")),
    Column("member_zh", "text", ("成员", "member (zh)"), short=("其中", "Of which")),
    Column("member_en", "text", ("成员英文名称", "member (en)"), short=("其中", "Of which")),
    Column("share_of_zone", "share", ("占分区比例", "share of zone"), short=("占分区", "Of the zone"), digits=1),
    Column(
        "share_of_zone_pm", "share", ("占分区比例 ±", "± of the share of zone"), short=("±", "±"), digits=1, sign="±"
    ),
    Column("share_of_member", "share", ("占成员比例", "share of member"), short=("占该图形", "Of the shape"), digits=1),
    Column("count", "number", ("要素数", "features"), digits=0, cells=_COUNT),
    Column("parent_zh", "text", ("上级", "within (zh)"), short=("上级", "Within")),
    Column("parent_en", "text", ("上级（英文）", "within (en)"), short=("上级", "Within")),
    Column("industries_zh", "text", ("产业", "industries"), short=("产业", "Industries"), is_long=True),
    Column("documents_zh", "text", ("文件", "documents (zh)"), short=("文件", "Documents"), is_long=True),
    Column("documents_en", "text", ("文件（英文）", "documents (en)"), short=("文件", "Documents"), is_long=True),
    Column("sources_en", "text", ("出处（英文）", "sources (en)"), short=("出处", "Sources"), is_long=True),
    Column("length_km", "number", ("范围内长度（公里）", "length inside (km)"), unit="km"),
    Column("share_of_drawn", "share", ("占所绘图形", "share of the drawn shape"), digits=1),
    Column("share_of_place", "share", ("占该地点", "share of the place"), digits=1),
    Column("standing", "text", ("与其界线的关系", "standing to its boundary")),
    Column("reach", "text", ("判断", "verdict")),
    Column("share_pm", "share", ("占所绘图形 ±", "± of the share of the shape"), digits=1),
    Column("area_pm_km2", "number", ("重叠面积 ±（平方公里）", "± of the shared area (km²)"), unit="km²"),
    Column("applies", "text", ("适用范围（整体或部分）", "applies to the whole or to part")),
    Column("type", "text", ("类别", "type")),
    Column("term_zh", "text", ("文件用语", "designation")),
    Column("summary_zh", "text", ("摘要", "summary (zh)")),
    Column("summary_en", "text", ("摘要（英文）", "summary (en)")),
    Column("document_zh", "text", ("文件", "document")),
    Column("number", "text", ("文号", "number")),
    Column("issued_on", "text", ("日期", "issued on")),
    Column("section", "text", ("章节", "section")),
    Column("citation_zh", "text", ("章节（按文件写法）", "section as the document writes it (zh)")),
    Column("citation_en", "text", ("章节（英文）", "section as the document writes it (en)")),
    Column("term_en", "text", ("文件用语（英译）", "designation (en)")),
    Column("role", "text", ("产业地位（主导、特色、培育）", "role (leading, featured, nurtured)")),
    Column("status", "text", ("称号状态（已获、争取、规划）", "status of a title (held, sought, planned)")),
    # The representative point of a shape, in the system of the file: degrees or metres.
    Column("x", "number", ("代表点 x", "representative point, x"), cells=_DEGREES),
    Column("y", "number", ("代表点 y", "representative point, y"), cells=_DEGREES),
)

#: By key.
COLUMNS: dict[str, Column] = {column.key: column for column in (*_COLUMNS, *REGISTER_COLUMNS)}

#: What an exported layer carries, by key, in its order.
FIELDS: dict[str, Column] = {column.key: column for column in _COLUMNS if column.code}

#: What the key of an attribute of the reader's own layer begins with, so that none takes the place of a column.
ATTRIBUTE = "attribute:"

#: Headings of the first column of a page, where a table lists places rather than names.
PLACE_HEADINGS: dict[str, Heading] = {"name_zh": ("地点", "Place"), "name_en": ("地点", "Place")}


@dataclass(frozen=True)
class TableColumns:
    """The columns of a table, and what differs from `COLUMNS` in this table only.

    Attributes
    ----------
    keys : tuple of str
        Keys of the columns, in the order of every file.
    headings : mapping of str to (str, str)
        Headings of files, of columns that mean something narrower here.
    pages : mapping of str to (str, str)
        The same of headings of pages.
    off_page, off_terminal : frozenset of str
        Keys a page or the terminal does not show.
    last_on_page, last_on_terminal : tuple of str
        Keys a page or the terminal shows after all others, in this order.
    """

    keys: tuple[str, ...]
    headings: Mapping[str, Heading] = field(default_factory=dict)
    pages: Mapping[str, Heading] = field(default_factory=dict)
    off_page: frozenset[str] = frozenset()
    off_terminal: frozenset[str] = frozenset()
    last_on_page: tuple[str, ...] = ()
    last_on_terminal: tuple[str, ...] = ()

    def file_headings(self) -> dict[str, Heading]:
        """Return each key with its heading in a CSV or workbook, in order."""
        return {key: self.headings.get(key, column_of(key).heading) for key in self.keys}

    def page_headings(self) -> dict[str, Heading]:
        """Return the keys a page shows with their headings, in the order of the page.

        Of a text in both languages (``name_zh``, ``name_en``) the first key stands for both.
        """
        shown = _arranged(self.keys, self.off_page, self.last_on_page)
        first = {page_name(key): key for key in reversed(shown)}
        return {key: self.pages.get(key, column_of(key).page_heading) for key in shown if first[page_name(key)] == key}

    def terminal_keys(self) -> list[str]:
        """Return the keys the terminal shows, in its order."""
        return _arranged(self.keys, self.off_terminal, self.last_on_terminal)


def _arranged(keys: tuple[str, ...], hidden: frozenset[str], last: tuple[str, ...]) -> list[str]:
    return [key for key in keys if key not in hidden and key not in last] + [key for key in last if key in keys]


def column_of(key: str) -> Column:
    """Look up a column; an attribute of the reader's own layer is a column headed by its own name.

    Raises
    ------
    KeyError
        If no column has this key.
    """
    if key.startswith(ATTRIBUTE):
        name = key.removeprefix(ATTRIBUTE)
        return Column(key, "text", (name, name))
    return COLUMNS[key]


def page_name(key: str) -> str:
    """Return the name of a column on a page, where one cell shows a text in the language of the reader."""
    return key.removesuffix("_zh").removesuffix("_en")


def column_names(names: Iterable[str], naming: str) -> dict[str, str]:
    """Make the names of columns in a file.

    Parameters
    ----------
    names : iterable of str
        Keys; one that has no planning code keeps its name.
    naming : {"names", "codes"}

    Returns
    -------
    dict of str to str
        Key -> name in the file.

    Raises
    ------
    ParameterError
        If `naming` is none of the two.
    """
    if naming not in NAMINGS:
        raise ParameterError(Fault(f"fields={naming!r}", "names or codes", "fields", "leave it out, or choose one"))
    codes = {} if naming == "names" else {key: item.code for key, item in FIELDS.items()}
    return {name: codes.get(name, name) for name in names}
