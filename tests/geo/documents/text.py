"""A made-up document for tests, with page numbers, markup, a table and broken lines, and its sections."""

from __future__ import annotations

TEXT = """关于印发《海港计划》的通知
— 1 —
# 海港计划
  [bookmark: _Toc1]一、总体要求
到２０３５年，面积达到 119.5 平方
公里，建成“国际
— 2 —
航运枢纽”。
（一）发展目标
<p>产值达到5000亿元，增长25%以上。</p>
指标一
50
6
指标二
二、空间布局
1.北部片区
发展海洋装备(深海)。
"""
OPENINGS = [("导语", "海港计划"), ("一", "一、总体"), ("一(一)", "（一）发展"), ("二", "二、空间"), ("二1", "1.北部")]
