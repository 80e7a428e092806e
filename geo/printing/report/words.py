"""The words of the report in Chinese and English; names and designations come with the data."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("地块规划情况报告", "Site planning report"),
    "institute": ("临港规划图集　Lingang Atlas", "Lingang Atlas　临港规划图集"),
    "date": ("编制日期 {day}", "Compiled {day}"),
    "area": ("图上面积", "Drawn area"),
    "stated": ("公布面积", "Stated area"),
    "perimeter": ("周长", "Perimeter"),
    "grade": ("图形等级", "Grade"),
    "none": ("—", "–"),
    "unlocated": ("文件未载明位置，图集不绘制其边界。", "No document locates this place; the atlas draws no boundary."),
    "map": ("区位图", "Location"),
    "summary": ("要点", "Summary"),
    "zones": ("规划归属", "Zones and shares"),
    "zones_note": (
        "按图上界线求交，面积为椭球面积；规划范围层级相套、功能区相互交叠，故占比之和可大于 100%。",
        "Intersections of the drawn outlines, areas on the ellipsoid. Scopes nest and zones overlap, so shares may add "
        "up to more than 100%.",
    ),
    "shown": ("{title}（{count} 处）", "{title} ({count})"),
    "no_zones": ("图上未与任何规划分区相交。", "The site meets no planning zone of the atlas."),
    "parks": ("涉及园区与节点", "Parks and nodes touched"),
    "no_parks": ("图上未涉及园区与节点。", "No park or node lies on the site."),
    "axes": ("经过的发展带与轴线", "Belts and axes that cross the site"),
    "relation_note": (
        "界线：按该地点界线的精度判断；带内，指地块离界线近于其误差，图上不能断定在内在外。",
        "Boundary: judged by the accuracy of the place's own boundary. Within the band: nearer to it than its accuracy,"
        " so the map cannot tell inside from outside.",
    ),
    "claims": ("适用的定位与产业", "Positioning and industries that apply"),
    "no_claims": ("五份文件未对所在分区另作定位。", "The five documents give no designation for where the site lies."),
    "targets": ("指标与目标", "Figures and targets"),
    "measures": ("支持措施", "Measures"),
    "balance": ("公布面积与图上面积", "Stated against drawn area"),
    "uncertain": ("不确定性", "What is uncertain"),
    "sources": ("资料来源", "Sources"),
    "disclaimer": ("声明", "Disclaimer"),
    "review": ("审图号：{number}", "Map review number: {number}"),
    "no_review": ("（未送审，正式使用前须依法送审）", "(not submitted; to be submitted before formal use)"),
    "col_zone": ("分区", "Zone"),
    "col_layer": ("图层", "Layer"),
    "col_axis": ("带、轴", "Belt or axis"),
    "col_grade": ("等级", "Grade"),
    "col_common": ("相交部分", "Common"),
    "col_of_site": ("占本地块", "Of site"),
    "col_of_place": ("占该地点", "Of place"),
    "col_relation": ("与其界线", "Boundary"),
    "col_applies": ("适用", "Applies"),
    "inside": ("在内", "inside"),
    "outside": ("在外", "outside"),
    "partly": ("部分在内", "partly inside"),
    "within the band": ("带内", "within the band"),
    "whole": ("整体", "whole"),
    "part": ("部分", "part"),
    "applies_to_whole": ("适用于整体", "applies to the whole"),
    "applies_to_part": ("适用于部分（占 {share}）", "applies to part ({share})"),
    "hectares": ("{size} 公顷", "{size} ha"),
    "kilometres": ("{size} 公里", "{size} km"),
    "col_place": ("所属", "Place"),
    "col_type": ("类别", "Type"),
    "col_term": ("文件用语与摘要", "Statement"),
    "col_source": ("文件与章节", "Document, section"),
    "col_figure": ("指标", "Figure"),
    "col_value": ("数值", "Value"),
    "col_measure": ("措施", "Measure"),
    "positioning": ("定位", "position"),
    "function": ("职能", "function"),
    "industry": ("产业", "industry"),
    "more": (
        "限于篇幅，另有 {count} 条未列，见图集条目页：{places}。",
        "{count} more are left out for room; see the pages of the places: {places}.",
    ),
    "more_touched": (
        "限于篇幅，另有 {count} 处只列名称与相交部分：{names}。",
        "For room, {count} more by name and common part only: {names}.",
    ),
    "col_document": ("文件", "Document"),
    "col_number": ("文号", "Number"),
    "col_issued": ("日期", "Date"),
    "col_sections": ("本报告引用章节", "Sections cited"),
    "unknown_date": ("文本未印日期", "not printed"),
    "page": ("第 {page} 页　共 {pages} 页", "Page {page} of {pages}"),
    "verdict_within": ("差值在误差限以内", "the difference lies within the uncertainty"),
    "verdict_outside": ("差值超出误差限", "the difference exceeds the uncertainty"),
    "schematic": (
        "图形为示意（C 级），按公布规模绘制，图上面积不构成对公布面积的印证，亦不给误差限。",
        "The shape is schematic (grade C), drawn to the stated size: its area confirms nothing and has no uncertainty.",
    ),
    "derived": (
        "轴线无宽度，面积为其所连地点之和，重叠只计一次。",
        "An axis has no width; the area is that of the places it connects.",
    ),
    "given": (
        "地块边界按所给坐标计，未作外业核实；面积只随坐标误差变化。",
        "The boundary is taken as given and was not surveyed; its area is as good as its coordinates.",
    ),
    "accuracy": (
        "边界精度约 {accuracy} 米；依据：{reference}。",
        "Boundary accurate to about {accuracy} m; reference: {reference}.",
    ),
    "neighbours": (
        "所涉分区中 {count} 处为 C 级示意，相应占比只供定性参考：{names}。",
        "{count} of the zones are schematic (grade C), so their shares are indicative only: {names}.",
    ),
    "near": (
        "{count} 处地点未与地块相交，但距离小于其界线误差，图上不能排除：{names}。",
        "{count} places are missed by less than the accuracy of their boundary, so the map cannot rule them out: "
        "{names}.",
    ),
    "no_extent": ("图上以点或线表示，无面积。", "Drawn as a point or a line, which has no area."),
    "and_more": (" 等", " and others"),
    "nothing_binding": (
        "五份文件均未公布边界坐标，界线均据文字、控制点与自然界线数字化。",
        "None of the five documents publishes coordinates; all lines were digitised from texts, control points and "
        "physical lines.",
    ),
}


def say(key: str, lang: str, **values: object) -> str:
    """Give a text in a language, its ``{slots}`` filled.

    Raises
    ------
    KeyError
        If there is no such text.
    """
    text = WORDS[key][0 if lang == "zh" else 1]
    return text.format(**values) if values else text


def figure(value: float | None, digits: int = 2) -> str:
    """Write a number for people: thousands separators, a true minus sign, a dash where there is none."""
    if value is None or value != value:  # noqa: PLR0124  # NaN
        return "—"
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")


def percent(share: float | None) -> str:
    """Write a share for people; a share that is not nothing is never shown as 0.0 %."""
    if share is None:
        return "—"
    return "<0.1%" if 0 < share < 0.0005 else f"{share * 100:.1f}%"
